"""Signing in with another provider, a real one: the whole code flow over HTTP, and everybody who is not let in."""

import html
import json
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.service.directory import services
from konak.service.directory.models import Issuer

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
SECRET = "sakli-istemci-sirri"
PEOPLE = {
    "ayse": {"email": "ayse@ornek.example", "email_verified": True, "preferred_username": "ayse"},
    "sahte": {"email": "ayse@ornek.example", "email_verified": False},
    "kimse": {"email": "kimse@ornek.example", "email_verified": True},
}


@pytest.fixture(scope="module")
def provider():
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/oidc-provider").is_dir():
        pytest.fail("node or oidc-provider is missing; `make setup` installs both")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    redirect = "http://testserver/giris/saglayici/deneme/donus/"
    process = subprocess.Popen(
        [node, str(HERE / "provider.mjs"), str(port), "konak", SECRET, redirect],
        cwd=ROOT,
        env=os.environ | {"PEOPLE": json.dumps(PEOPLE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def issuer(hall, provider):
    admin = hall.seat("administrator", hall.municipality)
    services.set_issuer(
        actor=admin.actor,
        code="deneme",
        name="Kurum Keycloak",
        issuer=provider,
        client_id="konak",
        secret=SECRET,
        claim="email",
        strong="iki-adim",
    )
    return admin


@pytest.fixture
def ayse(db):
    user = User(username="ayse", first_name="Ayşe", last_name="Demir", email="ayse@ornek.example")
    user.set_unusable_password()
    user.save()
    return user


def through(issuer_url, client, who="ayse", **more):
    """Walk from Konak to the provider and back, as a browser would; gives Konak's last answer."""
    answer = client.get("/giris/saglayici/deneme/")
    assert answer.status_code == 302
    url = answer["Location"]
    asked = parse_qs(urlsplit(url).query)
    assert (asked["code_challenge_method"], asked["response_type"], "state" in asked) == (["S256"], ["code"], True)
    browser = requests.Session()
    for _ in range(12):
        if url.startswith("http://testserver/"):
            return client.get(url.removeprefix("http://testserver"))
        step = browser.get(url, allow_redirects=False, timeout=10)
        if step.status_code == 200:
            query = "&".join(f"{key}={value}" for key, value in {"who": who, **more}.items())
            step = browser.get(f"{url}?{query}", allow_redirects=False, timeout=10)
        url = urljoin(url, step.headers["Location"])
    raise AssertionError("the flow has no end")


def test_somebody_the_provider_vouches_for_is_let_in_and_found_again(issuer, provider, ayse):
    shown = Client().get("/giris/").text
    assert "Kurum Keycloak ile gir" in shown
    assert services.check_issuer("deneme", actor=issuer.actor) == "Sağlayıcıya ulaşıldı; duyurusu uygun."
    for _ in range(2):
        client = Client()
        answer = through(provider, client)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert client.get("/").status_code == 200
    account = SocialAccount.objects.get()
    assert (account.user, account.extra_data, User.objects.filter(username="ayse").count()) == (ayse, {}, 1)
    client.post("/cikis/")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("who", ["sahte", "kimse"])
def test_an_address_nobody_verified_and_a_stranger_stay_out_and_nobody_signs_up(issuer, provider, ayse, who):
    client = Client()
    before = User.objects.count()
    answer = through(provider, client, who)
    assert (answer.status_code, "eşleşen bir Konak hesabı yok" in answer.text) == (403, True)
    assert (client.get("/").status_code, User.objects.count(), SocialAccount.objects.count()) == (302, before, 0)


def test_whose_account_is_closed_stays_out(issuer, provider, ayse):
    through(provider, Client())
    User.objects.filter(pk=ayse.pk).update(is_active=False)
    client = Client()
    assert through(provider, client).status_code in (302, 403)
    assert client.get("/").status_code == 302


def test_two_factors_may_be_demanded(issuer, provider, ayse):
    services.set_issuer("deneme", actor=issuer.actor, demands_strong=True)
    weak = through(provider, Client())
    assert (weak.status_code, "ikinci adımı" in weak.text) == (403, True)
    strong = Client()
    assert through(provider, strong, acr="iki-adim").status_code == 302
    assert strong.get("/").status_code == 200


def test_whoever_changes_his_mind_or_brings_a_foreign_answer_is_told_so(issuer, provider, ayse):
    client = Client()
    denied = through(provider, client, deny="1")
    assert (denied.status_code, "vazgeçtiniz" in denied.text) == (403, True)
    forged = Client().get("/giris/saglayici/deneme/donus/?code=abc&state=xyz")
    assert forged.status_code == 403
    Issuer.objects.update(active=False)
    assert Client().get("/giris/saglayici/deneme/").status_code == 404


@pytest.mark.parametrize("how", ["unsigned", "content", "key", "issuer", "audience", "nonce", "expired", "subject"])
def test_an_identity_that_was_tampered_with_is_refused(issuer, provider, ayse, how):
    requests.get(f"{provider}/tamper/{how}", timeout=10)
    try:
        client = Client()
        answer = through(provider, client)
        assert (answer.status_code, client.get("/").status_code, SocialAccount.objects.count()) == (403, 302, 0)
    finally:
        requests.get(f"{provider}/tamper/", timeout=10)


def test_signing_out_offers_to_end_the_session_of_the_provider(issuer, provider, ayse):
    client = Client()
    through(provider, client)
    answer = client.post("/cikis/")
    assert answer["Location"] == "/giris/saglayici-cikis/"
    shown = client.get("/giris/saglayici-cikis/").text
    there = html.unescape(re.search(rf'href="({provider}/session/end[^"]+)"', shown)[1])
    asked = parse_qs(urlsplit(there).query)
    assert asked["post_logout_redirect_uri"] == ["http://testserver/giris/"]
    ending = requests.get(there, timeout=10)
    assert (ending.status_code, "/session/end/confirm" in ending.text) == (200, True)
    local = Client()
    local.force_login(ayse)
    assert local.post("/cikis/")["Location"] != "/giris/saglayici-cikis/"


def test_a_provider_is_written_down_by_rules(issuer):
    for facts, words in (
        ({"issuer": "http://acik.example"}, "https://"),
        ({"scopes": "profile"}, "openid"),
        ({"client_id": "baska"}, "sırrı yeniden yazın"),
        ({"demands_strong": True, "strong": ""}, "hangi acr"),
    ):
        with pytest.raises(Refused, match=words):
            services.set_issuer("deneme", actor=issuer.actor, **facts)
    assert SECRET not in Issuer.objects.get().secret
    pages = ["/dizin/saglayicilar/deneme/", "/dizin/saglayicilar/deneme/duzenle/"]
    shown = "".join(issuer.client.get(page).text for page in pages)
    assert (SECRET in shown, "/giris/saglayici/deneme/donus/" in shown) == (False, True)
