"""Grants, sessions and the trail by the API: what the screens allow, in the same words, and nothing more."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils.timezone import localdate

from konak.foundation.access.models import Grant, Proposal
from konak.foundation.front.services.tokens import make_token
from konak.foundation.people.models import Appointment


@pytest.fixture
def administrator(hall):
    return hall.seat("administrator", hall.municipality)


@pytest.fixture
def second(hall):
    return hall.seat("administrator", hall.municipality)


def post(person, path, **body):
    return person.client.post(f"/api/{path}", body, content_type="application/json")


def test_the_table_is_read_and_a_cell_changed_with_its_reason(administrator):
    cells = administrator.client.get("/api/grants?app=cases").json()
    assert {"cases.assign", "cases.looks", "cases.secrecy"} == {row["permission"] for row in cells}
    answer = post(administrator, "grants/cases.assign/expert", scope=2, why="Uzmanlar da dağıtır")
    assert (answer.status_code, answer.json()["cell"]["scope"], answer.json()["proposal"]) == (200, 2, None)
    assert Grant.objects.get().why == "Uzmanlar da dağıtır"
    assert post(administrator, "grants/cases.assign/expert/reset", why="Geri alındı").json()["scope"] == 0
    assert post(administrator, "grants/cases.assign/expert", scope=2, why="x").json()["title"].startswith("Gerekçeyi")
    assert post(administrator, "grants/yok.boyle/expert", scope=2, why="Deneme amaçlı").status_code == 404


def test_what_only_administrators_hold_waits_for_the_second_one(administrator, second):
    answer = post(administrator, "grants/people.accounts/auditor", scope=4, why="Denetçi de bakabilsin").json()
    assert answer["cell"]["scope"] == 0
    waiting = administrator.client.get("/api/grants/proposals").json()
    assert [row["id"] for row in waiting] == [answer["proposal"]]
    own = post(administrator, f"grants/proposals/{answer['proposal']}/agree")
    assert (own.status_code, own.json()["title"][:30]) == (409, "Kendi önerinizi siz onaylayama")
    assert post(second, f"grants/proposals/{answer['proposal']}/agree").json()["state"] == "applied"
    assert Proposal.objects.get().decided_by == second.user


def test_a_key_reads_grants_and_never_changes_them(administrator):
    seat = Appointment.objects.get(user=administrator.user)
    _, secret = make_token(
        actor=administrator.actor,
        name="Program",
        seat_id=seat.pk,
        expires_on=localdate() + dt.timedelta(days=9),
        writes=True,
    )
    administrator.client.logout()
    headers = {"Authorization": f"Bearer {secret}"}
    assert administrator.client.get("/api/grants", headers=headers).status_code == 200
    answer = administrator.client.post(
        "/api/grants/cases.assign/expert",
        {"scope": 2, "why": "Program değiştirsin"},
        content_type="application/json",
        headers=headers,
    )
    assert (answer.status_code, answer.json()["title"][:32]) == (409, "Yetkiler anahtarla değiştirileme")


def test_a_clerk_sees_neither_grants_nor_trail(hall):
    clerk = hall.seat("staff", hall.gis)
    asked = [clerk.client.get(f"/api/{path}") for path in ("grants", "grants/proposals", "trail")]
    assert [answer.status_code for answer in asked] == [403, 403, 403]
    assert "yetkiniz yok" in asked[0].json()["title"]


def test_the_trail_is_paged_and_filtered(administrator):
    for scope in (2, 3, 4):
        post(administrator, "grants/cases.assign/expert", scope=scope, why="Deneme amaçlı değişiklik")
    found = administrator.client.get("/api/trail?kind=access.grant&verb=granted").json()
    assert [row["subject"] for row in found["items"]] == ["cases.assign"] * 3
    first = found["items"][0]
    assert (first["user"], first["unit"], found["next"]) == (administrator.user.full_name, "Deneme Belediyesi", None)
    rest = administrator.client.get(f"/api/trail?kind=access.grant&before={first['id']}").json()["items"]
    assert [row["id"] for row in rest] == [row["id"] for row in found["items"][1:]]


def test_one_ends_ones_own_sessions_and_nobody_elses(hall):
    clerk, other = hall.seat("staff", hall.gis), hall.seat("staff", hall.gis)

    def visit(person):
        away = Client()
        away.force_login(person.user, "allauth.account.auth_backends.AuthenticationBackend")
        UserSession.objects.filter(user=person.user).delete()
        key = away.session.session_key
        return UserSession.objects.create(user=person.user, session_key=key, ip="10.0.0.7", user_agent="Deneme")

    mine, theirs = visit(clerk), visit(other)
    assert mine.pk in [row["id"] for row in clerk.client.get("/api/sessions").json()]
    assert theirs.pk not in [row["id"] for row in clerk.client.get("/api/sessions").json()]
    assert post(clerk, f"sessions/{theirs.pk}/end").status_code == 404
    assert post(clerk, f"sessions/{mine.pk}/end").json() == {"ended": 1}
    assert list(UserSession.objects.filter(pk__in=[mine.pk, theirs.pk])) == [theirs]
