"""Konak as provider of identities, asked by a client that knows only the standard."""

import base64
import hashlib
import os
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client

from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.governance.systems import services as systems
from konak.service.directory import queries, services
from konak.service.directory.models import ClientSystem

BACK = "https://ebys.ornek.example/donus"
ISSUER = "http://localhost:8000"


@pytest.fixture
def admin(hall, settings, tmp_path):
    settings.STATE = tmp_path
    settings.SITE_URL = ISSUER
    return hall.seat("administrator", hall.municipality)


@pytest.fixture
def system(hall, admin):
    return systems.add(actor=admin.actor, unit_id=hall.network.pk, code="EBYS", name="Belge yönetimi")


@pytest.fixture
def registered(admin, system):
    return services.register(
        actor=admin.actor,
        system_id=system.pk,
        audience="everybody",
        redirect_uris=[BACK],
        logout_uris=["https://ebys.ornek.example/"],
    )


def asked(client_id, **more):
    verifier = base64.urlsafe_b64encode(os.urandom(40)).rstrip(b"=").decode()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": client_id,
        "response_type": "code",
        "scope": "openid profile email",
        "redirect_uri": BACK,
        "state": "durum",
        "nonce": "bir-kez",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return query | more, verifier


def enter(person, client_id, secret, **more):
    """The whole flow; gives the answer of the token endpoint."""
    query, verifier = asked(client_id, **more)
    answer = person.client.get("/identity/o/authorize", query)
    assert answer.status_code == 302, answer.text
    back = parse_qs(urlsplit(answer["Location"]).query)
    assert (answer["Location"].startswith(BACK), back["state"]) == (True, ["durum"])
    told = {
        "grant_type": "authorization_code",
        "code": back["code"][0],
        "redirect_uri": BACK,
        "client_id": client_id,
        "code_verifier": verifier,
        "client_secret": secret,
    }
    return Client().post("/identity/o/api/token", told), told


def test_a_system_learns_who_somebody_is_and_can_prove_it(hall, registered):
    row, secret = registered
    person = hall.seat("expert", hall.network, email="uzman@ornek.example")
    answer, told = enter(person, row.client_id, secret)
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    client = Client()
    config = client.get("/.well-known/openid-configuration").json()
    keys = client.get(urlsplit(config["jwks_uri"]).path).json()
    key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(tokens["id_token"])["kid"]]
    claims = jwt.decode(tokens["id_token"], key.key, algorithms=["RS256"], audience=row.client_id, issuer=ISSUER)
    assert (claims["sub"], claims["nonce"]) == (str(person.user.pk), "bir-kez")
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    info = client.get(urlsplit(config["userinfo_endpoint"]).path, headers=bearer).json()
    assert (info["preferred_username"], info["email"], info["department"]) == (
        person.user.username,
        "uzman@ornek.example",
        hall.network.name,
    )
    story = [(line.verb, line.user_id) for line in trail.story("directory.clientsystem", row.client_id)]
    assert story[-1] == ("sign_in", person.user.pk)
    assert Client().post("/identity/o/api/token", told).status_code == 400


def test_only_the_registered_address_and_the_right_secret_count(hall, registered):
    row, secret = registered
    person = hall.seat("expert", hall.network)
    query, _ = asked(row.client_id, redirect_uri="https://baska.example/donus")
    wrong = person.client.get("/identity/o/authorize", query)
    assert ("Location" in wrong, "kurallara uymuyor" in wrong.text) == (False, True)
    assert enter(person, row.client_id, "yanlis")[0].status_code in (400, 401)
    query, verifier = asked(row.client_id)
    code = parse_qs(urlsplit(person.client.get("/identity/o/authorize", query)["Location"]).query)["code"][0]
    told = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": row.client_id,
        "client_secret": secret,
        "code_verifier": "x" * 50,
    }
    assert (verifier, Client().post("/identity/o/api/token", told).status_code) == (verifier, 400)
    assert person.client.get("/identity/o/authorize", {"client_id": "yok"}).status_code == 403


def test_nobody_is_let_in_whom_the_owner_does_not_let_in(hall, admin, registered):
    row, secret = registered
    own, other = hall.seat("expert", hall.network), hall.seat("expert", hall.gis)
    services.edit_client(row.client_id, actor=admin.actor, audience="unit", redirect_uris=[BACK])
    assert enter(own, row.client_id, secret)[0].status_code == 200
    refused = other.client.get("/identity/o/authorize", asked(row.client_id)[0])
    assert (refused.status_code, "bağlı birimlerde görevli" in refused.text) == (403, True)
    services.edit_client(row.client_id, actor=admin.actor, audience="entitled", redirect_uris=[BACK])
    refused = own.client.get("/identity/o/authorize", asked(row.client_id)[0])
    assert (refused.status_code, "yetkiniz yok" in refused.text) == (403, True)


def test_signed_out_people_sign_in_first_and_the_policy_lets_the_form_lead_there(registered):
    row, _ = registered
    client = Client()
    answer = client.get("/identity/o/authorize", asked(row.client_id)[0])
    assert (answer.status_code, answer["Location"].startswith("/giris/?next=")) == (302, True)
    page = client.get(answer["Location"])
    assert "form-action 'self' https://ebys.ornek.example" in page["Content-Security-Policy"]
    assert "ebys.ornek.example" not in client.get("/giris/")["Content-Security-Policy"]


def test_closing_and_renewing_make_what_was_given_worthless(hall, admin, registered):
    row, secret = registered
    person = hall.seat("expert", hall.network)
    token = enter(person, row.client_id, secret)[0].json()["access_token"]
    _, fresh = services.renew_secret(row.client_id, actor=admin.actor)
    assert enter(person, row.client_id, secret)[0].status_code in (400, 401)
    assert enter(person, row.client_id, fresh)[0].status_code == 200
    bearer = {"authorization": f"Bearer {token}"}
    assert Client().get("/identity/o/api/userinfo", headers=bearer).status_code == 200
    services.close_client(row.client_id, actor=admin.actor)
    assert Client().get("/identity/o/api/userinfo", headers=bearer).status_code == 401
    assert person.client.get("/identity/o/authorize", asked(row.client_id)[0]).status_code == 403
    assert secret not in ClientSystem.objects.get().client.secret


def test_a_new_key_signs_and_the_old_one_is_still_believed(hall, admin, registered):
    row, secret = registered
    person = hall.seat("expert", hall.network)
    before = jwt.get_unverified_header(enter(person, row.client_id, secret)[0].json()["id_token"])["kid"]
    assert services.rotate_keys(actor=admin.actor) == 2
    after = jwt.get_unverified_header(enter(person, row.client_id, secret)[0].json()["id_token"])["kid"]
    known = {key["kid"] for key in Client().get("/.well-known/jwks.json").json()["keys"]}
    assert (before != after, {before, after} <= known) == (True, True)
    modes = {one.stat().st_mode & 0o777 for one in queries.key_folder().glob("*.pem")}
    assert modes == {0o600}


def test_registration_follows_rules_and_only_administrators_may(hall, admin, system):
    stranger = hall.seat("expert", hall.network)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.register(actor=stranger.actor, system_id=system.pk, redirect_uris=[BACK])
    for uris, words in (
        ([], "En az bir"),
        (["http://acik.example/"], "https://"),
        (["https://*.ornek.example/"], "tam bir adres"),
        (["https://a.example/#x"], "tam bir adres"),
        (["javascript:alert(1)"], "tam bir adres"),
    ):
        with pytest.raises(Refused, match=words):
            services.register(actor=admin.actor, system_id=system.pk, redirect_uris=uris)
    facts = {"system_id": system.pk, "audience": "everybody", "redirect_uris": BACK, "logout_uris": ""}
    page = admin.client.post("/dizin/sistemler/yeni/", facts)
    assert (page.status_code, "İstemci sırrı" in page.text) == (200, True)
    key = ClientSystem.objects.get().client_id
    for name in ("", "duzenle/", "kapat/"):
        assert admin.client.get(f"/dizin/sistemler/{key}/{name}").status_code == 200
    assert stranger.client.get(f"/dizin/sistemler/{key}/").status_code == 404
