"""SCIM, judged by scim2-tester and by what may happen to an account of this house."""

import datetime as dt
import json
from urllib.parse import quote

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils.timezone import localdate
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from konak.foundation.access.tokens import Token
from konak.foundation.front.services.tokens import make_token
from konak.foundation.people.models import Appointment, User
from konak.foundation.trail import queries as trail
from konak.service.directory import access
from konak.service.directory.models import ScimAccount
from konak.service.directory.services import scimming

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"


def key(person, *, writes=True, permissions=(access.SCIM.code,)):
    seat = Appointment.objects.get(user=person.user)
    _, secret = make_token(
        actor=person.actor,
        name="Kimlik yönetimi",
        seat_id=seat.pk,
        expires_on=localdate() + dt.timedelta(days=30),
        writes=writes,
        permissions=list(permissions),
    )
    return secret


@pytest.fixture
def admin(hall):
    return hall.seat("administrator", hall.municipality)


@pytest.fixture
def call(client, admin):
    bearer = {"authorization": f"Bearer {key(admin)}"}

    def ask(method, path, body=None, **headers):
        content = json.dumps(body) if body is not None else ""
        return client.generic(
            method, f"/scim/v2{path}", content, content_type="application/scim+json", headers=bearer | headers
        )

    return ask


@pytest.fixture
def _one_connection():
    """The application ends each request by closing its connection; here it would close the one of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_the_judge_of_the_standard_finds_nothing(admin, settings):
    settings.TOKEN_REQUESTS_PER_MINUTE = 100_000
    client = WSGISCIMClient(
        get_wsgi_application(),
        base_url="http://testserver/scim/v2",
        headers={"Authorization": f"Bearer {key(admin)}"},
    )
    results = check_server(client)
    wrong = [
        f"{one.title} {one.resource_type}: {one.reason}"
        for one in results
        if one.status in (Status.ERROR, Status.CRITICAL)
    ]
    assert (wrong, len(results) > 50) == ([], True)


def test_an_account_comes_changes_goes_and_its_person_stays(call):
    made = call(
        "POST",
        "/Users",
        {"schemas": [USER], "userName": "ayse", "name": {"givenName": "Ayşe", "familyName": "Demir"}},
    )
    assert made.status_code == 201, made.text
    pk, version = made.json()["id"], made["ETag"]
    assert call("GET", f"/Users/{pk}", **{"if-none-match": version}).status_code == 304
    patch = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": False}],
    }
    assert call("PATCH", f"/Users/{pk}", patch, **{"if-match": 'W/"eski"'}).status_code == 412
    answer = call("PATCH", f"/Users/{pk}", patch, **{"if-match": version})
    assert answer.status_code in (200, 204)
    assert User.objects.get(pk=pk).is_active is False
    assert call("DELETE", f"/Users/{pk}").status_code == 204
    assert (call("GET", f"/Users/{pk}").status_code, User.objects.filter(pk=pk).exists()) == (404, True)
    verbs = [line.verb for line in trail.story("people.user", int(pk))]
    assert verbs == ["scim_add", "closed", "scim_edit"]
    again = call("POST", "/Users", {"schemas": [USER], "userName": "ayse", "active": True})
    assert (again.status_code, again.json()["id"], ScimAccount.objects.get().removed_at) == (201, pk, None)


def test_lists_are_filtered_sorted_and_paged(call):
    for name in ("ali", "berk", "can"):
        call("POST", "/Users", {"schemas": [USER], "userName": name, "title": "Uzman"})
    page = call("GET", '/Users?filter=title eq "Uzman"&sortBy=userName&sortOrder=descending&count=2').json()
    assert (page["totalResults"], [one["userName"] for one in page["Resources"]]) == (3, ["can", "berk"])
    page = call("GET", "/Users?startIndex=2&count=1").json()
    assert (page["startIndex"], page["itemsPerPage"]) == (2, 1)
    one = call("GET", '/Users?filter=userName eq "BERK"').json()
    assert one["totalResults"] == 1
    wrong = call("GET", "/Users?filter=userName like x")
    assert (wrong.status_code, wrong.json()["scimType"]) == (400, "invalidFilter")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ('userName sw "AL" or userName eq "CAN"', ["ali", "can"]),
        ('userName co "l" and active eq true', ["ali"]),
        ('not (userName eq "ali") and externalId sw "dis-"', ["berk", "can"]),
        ('externalId ne "dis-ali" and userName ew "k"', ["berk"]),
        ('name.familyName eq "ışık" or displayName co "ÇEL"', ["berk"]),
        ('emails[type eq "home" and value sw "can@"]', ["can"]),
        ('emails.value eq "ALI@IS.EXAMPLE"', ["ali"]),
        ('meta.lastModified gt "2020-01-01T00:00:00Z" and title pr and userName ne "ali"', ["berk"]),
        ('meta.created lt "2020-01-01T00:00:00Z" and externalId pr', []),
        (f'{ENTERPRISE}:employeeNumber eq "4711"', ["can"]),
    ],
)
def test_filters_find_by_the_database_what_the_standard_means(call, asked, names):
    for name, family, more in (
        ("ali", "Yılmaz", {"emails": [{"value": "ali@is.example", "primary": True}]}),
        ("berk", "Çelik", {"title": "Uzman"}),
        (
            "can",
            "Demir",
            {
                "emails": [{"value": "c@is.example", "primary": True}, {"value": "can@ev.example", "type": "home"}],
                ENTERPRISE: {"employeeNumber": "4711"},
            },
        ),
    ):
        body = {"schemas": [USER], "userName": name, "externalId": f"dis-{name}", "name": {"familyName": family}}
        made = call("POST", "/Users", body | more)
        assert made.status_code == 201, made.text
    found = call("GET", f"/Users?filter={quote(asked)}&sortBy=userName")
    assert found.status_code == 200, found.text
    assert [one["userName"] for one in found.json().get("Resources", [])] == names


def test_what_the_database_says_is_paged_there_and_what_it_cannot_is_bounded(
    call, monkeypatch, django_assert_max_num_queries
):
    for number in range(6):
        call("POST", "/Users", {"schemas": [USER], "userName": f"kisi{number}", "title": "Uzman"})
    monkeypatch.setattr(scimming, "MOST_MET", 4)
    with django_assert_max_num_queries(12):
        page = call("GET", '/Users?filter=userName sw "kisi"&sortBy=userName&sortOrder=descending&count=2').json()
    assert (page["totalResults"], [one["userName"] for one in page["Resources"]]) == (6, ["kisi5", "kisi4"])
    much = call("GET", '/Users?filter=title eq "Uzman"')
    assert (much.status_code, much.json()["scimType"]) == (400, "tooMany")


def test_what_may_not_be_is_refused_in_the_form_of_the_standard(call, admin, hall, client):
    person = hall.seat("expert", hall.gis, email="dolu@ornek.example")
    taken = call("POST", "/Users", {"schemas": [USER], "userName": person.user.username})
    assert (taken.status_code, taken.json()["scimType"]) == (409, "uniqueness")
    mail = {"schemas": [USER], "userName": "yeni", "emails": [{"value": "dolu@ornek.example", "primary": True}]}
    assert call("POST", "/Users", mail).status_code == 409
    bad = call("POST", "/Users", {"schemas": [USER], "userName": "Ğğ boşluk"})
    assert (bad.status_code, bad.json()["scimType"]) == (400, "invalidValue")
    assert call("DELETE", f"/Users/{admin.user.pk}").status_code == 403
    assert call("GET", "/Users/abc").status_code == 404
    assert call("PUT", "/Users").status_code in (404, 405)
    stranger = call("GET", "/Users", authorization="Bearer knk_yok")
    assert (stranger.status_code, stranger["Content-Type"], stranger.json()["status"]) == (
        401,
        "application/scim+json",
        "401",
    )
    assert client.get("/scim/v2/Users").status_code == 401


def test_a_key_without_the_permission_or_that_only_reads_does_no_more(call, admin, hall):
    reading = {"authorization": f"Bearer {key(admin, writes=False)}"}
    assert call("GET", "/Users", **reading).status_code == 200
    assert call("POST", "/Users", {"schemas": [USER], "userName": "x1"}, **reading).status_code == 403
    narrow = {"authorization": f"Bearer {key(admin, permissions=['directory.view'])}"}
    assert call("GET", "/Users", **narrow).status_code == 403
    Token.objects.update(revoked_at="2030-01-01T00:00:00Z")
    assert call("GET", "/Users").status_code == 401


def test_groups_hold_accounts(call, hall):
    pk = call("POST", "/Users", {"schemas": [USER], "userName": "ayse"}).json()["id"]
    body = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "VPN kullananlar",
        "members": [{"value": pk}],
    }
    made = call("POST", "/Groups", body).json()
    assert [one["display"] for one in call("GET", f"/Users/{pk}").json()["groups"]] == ["VPN kullananlar"]
    body["members"] = [{"value": "999999"}]
    assert call("PUT", f"/Groups/{made['id']}", body).status_code == 400
    assert call("DELETE", f"/Groups/{made['id']}").status_code == 204
    assert call("GET", f"/Groups/{made['id']}").status_code == 404
