import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.test import Client, RequestFactory

from konak.foundation.access import NOBODY
from konak.foundation.lifecycle import Refused
from konak.foundation.people.services import set_one_time_secret
from konak.foundation.web.actions import act


class NameForm(forms.Form):
    name = forms.CharField(label="Ad", max_length=10)


def post(service, data, *, htmx=False):
    request = RequestFactory().post("/deneme/", data)
    request.actor, request.htmx = NOBODY, htmx
    return act(service, NameForm, lambda result: f"/sonuc/{result}/", title="Deneme")(request)


def test_a_good_form_goes_on_to_the_next_page():
    seen = {}
    answer = post(lambda **given: seen.update(given) or 7, {"name": "Ayla"})
    assert (answer.status_code, answer["Location"], seen) == (302, "/sonuc/7/", {"actor": NOBODY, "name": "Ayla"})


def test_in_a_dialog_the_browser_is_told_where_to_go():
    answer = post(lambda **given: 7, {"name": "Ayla"}, htmx=True)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/sonuc/7/")


def test_a_refusal_comes_back_in_the_same_form_with_what_was_typed(db):
    def refuse(**given):
        raise Refused("Bu aşamada yapılamaz.")

    answer = post(refuse, {"name": "Ayla"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bu aşamada yapılamaz." in page
    assert 'value="Ayla"' in page


def test_a_missing_record_is_a_404():
    def vanish(**given):
        raise ObjectDoesNotExist

    with pytest.raises(Http404):
        post(vanish, {"name": "Ayla"})


def test_an_empty_form_is_validated_too(db):
    answer = post(lambda **given: pytest.fail("must not run"), {})
    assert answer.status_code == 422


def test_the_signed_out_are_led_to_the_door_and_come_back(client, db):
    answer = client.get("/gorevler/?unit=3")
    assert (answer.status_code, answer["Location"]) == (302, "/giris/?next=/gorevler/%3Funit%3D3")


@pytest.mark.parametrize("path", ["/saglik/", "/giris/"])
def test_what_is_open_is_open(client, db, path):
    assert client.get(path).status_code == 200


def test_every_page_carries_the_strict_headers(client, db):
    answer = client.get("/giris/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_nobody_signs_up_by_himself(client, db):
    for path in ("/kayit/", "/accounts/signup/", "/giris/signup/"):
        assert client.get(path).status_code in {302, 404}


def test_health_answers_without_a_session(client, db):
    answer = client.get("/saglik/")
    assert answer.json() == {"status": "ok"}


def test_a_one_time_secret_opens_only_the_page_for_a_password_of_ones_own(hall):
    person = hall.seat("administrator", hall.municipality)
    secret, own = "bir kez kullanılır 42", "yalnız bana ait 77 söz"
    set_one_time_secret(person.user, secret)
    client = Client()
    client.force_login(person.user, "allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/gorevler/")["Location"] == "/parola/degistir/"
    assert client.get("/api/legislation/duties").status_code == 403
    page = client.get("/parola/degistir/")
    assert page.status_code == 200
    assert "tek kullanımlık" in page.content.decode()

    answer = client.post("/parola/degistir/", {"oldpassword": secret, "password1": own, "password2": own})
    assert answer.status_code == 302
    person.user.refresh_from_db()
    assert (person.user.has_one_time_secret, person.user.check_password(own)) == (False, True)
    assert client.get("/gorevler/").status_code == 200
