import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.access.tokens import Token, digest_of, make_secret, well_formed
from konak.foundation.front.services import accounts, tokens
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.trail.models import Entry

TOMORROW = dt.timedelta(days=1)
SAME = '{"title": "Anahtar geçersiz ya da süresi dolmuş.", "status": 401}'


def key_of(person, **facts):
    given = {"name": "Deneme programı", "expires_on": localdate() + TOMORROW} | facts
    given.setdefault("seat_id", person.actor.seats[0].appointment_id)
    return tokens.make_token(actor=person.actor, **given)


def ask(secret, path="/api/me", method="get", **more):
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
    return getattr(client, method)(path, **more)


def test_a_key_opens_what_its_seat_opens_and_only_that_seat(hall):
    person = hall.seat("chief", hall.gis)
    Appointment.objects.create(user=person.user, unit=hall.elsewhere, position="auditor", since=dt.date(2020, 1, 1))
    _, secret = key_of(person)
    found = ask(secret).json()
    assert [(seat["position"], seat["unit"]) for seat in found["seats"]] == [("chief", hall.gis.pk)]
    assert "trail.view" not in found["permissions"]
    assert found["key"]["writes"] is False


def test_the_secret_is_nowhere_but_in_the_answer(hall):
    token, secret = key_of(hall.seat("chief", hall.gis))
    assert secret.startswith("knk_")
    assert (token.digest, token.shown) == (digest_of(secret), secret[:10])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_token t WHERE t::text LIKE %s", [f"%{secret[12:]}%"])
        assert cursor.fetchone() == (0,)


def test_every_wrong_key_gets_the_same_answer(hall):
    person = hall.seat("chief", hall.gis)
    token, expired = key_of(person)
    Token.objects.filter(pk=token.pk).update(expires_on=localdate() - TOMORROW)
    _, revoked = key_of(person)
    tokens.revoke_token(Token.objects.get(digest=digest_of(revoked)).pk, actor=person.actor)
    mistyped = make_secret()[:-1] + "!"
    for secret in (expired, revoked, mistyped, make_secret(), "knk_", "", "abc", "knk_" + "ş" * 46):
        client = Client()
        answer = client.get("/api/me", HTTP_AUTHORIZATION=f"Bearer {secret}".encode().decode("latin-1"))
        assert (answer.status_code, answer.content.decode()) == (401, SAME)
        assert answer["WWW-Authenticate"] == 'Bearer realm="Konak"'


def test_a_wrong_key_beside_a_session_is_still_wrong(hall):
    person = hall.seat("chief", hall.gis)
    assert person.client.get("/api/me").status_code == 200
    assert person.client.get("/api/me", headers={"Authorization": f"Bearer {make_secret()}"}).status_code == 401


def test_a_key_opens_no_page(hall):
    _, secret = key_of(hall.seat("chief", hall.gis))
    assert ask(secret, "/ben/")["Location"].startswith("/giris/")


def test_a_key_that_only_reads_changes_nothing(hall):
    _, secret = key_of(hall.seat("head_of_department", hall.department))
    answer = ask(secret, "/api/legislation/regulations", "post", data={})
    assert (answer.status_code, answer.json()["title"]) == (403, "Bu anahtar yalnız okuyabilir.")


def test_a_key_that_writes_needs_no_csrf_token_and_a_session_does(hall):
    person = hall.seat("head_of_department", hall.department)
    _, secret = key_of(person, writes=True)
    assert ask(secret, "/api/legislation/regulations", "post", data={}).status_code == 422
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post("/api/legislation/regulations", {}).status_code == 403


def test_a_key_with_chosen_permissions_has_no_others(hall):
    person = hall.seat("head_of_department", hall.department)
    _, secret = key_of(person, permissions=["legislation.view"])
    assert list(ask(secret).json()["permissions"]) == ["legislation.view"]
    _, wide = key_of(person)
    assert len(ask(wide).json()["permissions"]) > 1


def test_a_permission_the_seat_does_not_hold_cannot_be_given(hall):
    with pytest.raises(Refused, match="İzi görme"):
        key_of(hall.seat("staff", hall.gis), permissions=["trail.view"])


@pytest.mark.parametrize("days", [-1, 366])
def test_a_key_lives_a_year_at_most_and_not_in_the_past(hall, days):
    with pytest.raises(Refused, match="bir yıl içinde"):
        key_of(hall.seat("staff", hall.gis), expires_on=localdate() + dt.timedelta(days=days))


def test_nobody_makes_a_key_for_anothers_seat(hall):
    other = hall.seat("auditor", hall.municipality)
    with pytest.raises(Refused, match="sizin değil"):
        key_of(hall.seat("staff", hall.gis), seat_id=other.actor.seats[0].appointment_id)


def test_a_key_makes_no_key(hall):
    from konak.foundation.access.tokens import Keyed

    actor = hall.seat("chief", hall.gis).actor
    with pytest.raises(Refused, match="Bir anahtarla"):
        tokens.make_token(
            actor=Keyed(actor.user_id, actor.seats, "api", 7),
            seat_id=actor.seats[0].appointment_id,
            name="x",
            expires_on=localdate(),
        )


def test_a_key_dies_with_its_seat(hall):
    person = hall.seat("chief", hall.gis)
    _, secret = key_of(person)
    Appointment.objects.filter(user=person.user).update(until=localdate() - TOMORROW)
    answer = ask(secret)
    assert (answer.status_code, answer.content.decode()) == (401, SAME)


def test_a_key_dies_with_the_account_and_does_not_rise_with_it(hall):
    person, admin = hall.seat("chief", hall.gis), hall.seat("administrator", hall.municipality)
    token, secret = key_of(person)
    accounts.close_account(person.user.pk, actor=admin.actor, why="Görevinden ayrıldı")
    assert ask(secret).status_code == 401
    accounts.open_account(person.user.pk, actor=admin.actor, why="Göreve geri döndü")
    assert ask(secret).status_code == 401
    token.refresh_from_db()
    assert (token.revoked_by_id, token.why_revoked) == (admin.user.pk, "Hesap kapatıldı")


def test_a_closed_account_has_no_key_whoever_closed_it(hall):
    person = hall.seat("chief", hall.gis)
    _, secret = key_of(person)
    person.user.is_active = False
    person.user.save()
    assert ask(secret).status_code == 401


def test_a_key_has_its_measure_for_a_minute(hall, settings):
    settings.TOKEN_REQUESTS_PER_MINUTE = 3
    _, secret = key_of(hall.seat("chief", hall.gis))
    assert [ask(secret).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert ask(secret)["Retry-After"] == "60"
    from django.utils.timezone import now

    Token.objects.update(minute=now() - dt.timedelta(seconds=61))
    assert ask(secret).status_code == 200


def test_use_is_noted(hall):
    token, secret = key_of(hall.seat("chief", hall.gis))
    ask(secret)
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert token.last_address == "127.0.0.1"


def test_what_a_key_did_names_the_key(hall):
    from konak.foundation.access.tokens import Keyed
    from konak.foundation.trail import services as trail
    from konak.foundation.trail import verification

    person = hall.seat("chief", hall.gis)
    token, _ = key_of(person, writes=True)
    actor = Keyed(person.user.pk, actor_of(person.user.pk, "api").seats, "api", token_id=token.pk)
    entry = trail.write(actor=actor, kind="test", subject=1, verb="do")
    assert (entry.token, entry.via) == (token.pk, "api")
    trail.seal_committed()
    assert verification.verify().intact is True


def test_lines_without_a_key_are_sealed_as_they_always_were(hall):
    from konak.foundation.trail import services as trail

    entry = trail.write(actor=hall.seat("staff", hall.gis).actor, kind="test", subject=1, verb="do")
    assert b"token" not in trail.canonical(entry)


def test_the_page_shows_the_secret_once_and_never_again(hall):
    person = hall.seat("chief", hall.gis)
    seat = person.actor.seats[0].appointment_id
    asked = {"name": "Aktarım", "seat_id": seat, "expires_on": f"{localdate():%Y-%m-%d}", "scope": "read"}
    page = person.client.post("/ben/anahtarlar/yeni/", asked)
    assert page["Cache-Control"] == "no-store"
    secret = page.content.decode().split('id="anahtar">')[1].split("<")[0]
    assert well_formed(secret)
    shown = person.client.get("/ben/anahtarlar/").content.decode()
    assert secret not in shown
    assert secret[:10] in shown


def test_ones_own_keys_are_revoked_and_anothers_do_not_exist(hall):
    mine, theirs = hall.seat("chief", hall.gis), hall.seat("chief", hall.gis)
    token, secret = key_of(mine)
    with pytest.raises(ObjectDoesNotExist):
        tokens.revoke_token(token.pk, actor=theirs.actor)
    assert theirs.client.post(f"/ben/anahtarlar/{token.pk}/iptal/").status_code == 404
    assert mine.client.post(f"/ben/anahtarlar/{token.pk}/iptal/").status_code == 302
    assert ask(secret).status_code == 401


def test_administrators_see_and_revoke_all_with_a_reason(hall):
    admin, person = hall.seat("administrator", hall.municipality), hall.seat("chief", hall.gis)
    token, secret = key_of(person)
    assert "Deneme programı" in admin.client.get("/yonetim/anahtarlar/").content.decode()
    assert person.client.get("/yonetim/anahtarlar/").status_code == 403
    refused = person.client.post(f"/yonetim/anahtarlar/{token.pk}/iptal/", {"why": "Sızdığı bildirildi"})
    assert refused.status_code == 422
    admin.client.post(f"/yonetim/anahtarlar/{token.pk}/iptal/", {"why": "Sızdığı bildirildi"})
    assert ask(secret).status_code == 401
    line = Entry.objects.get(kind="access.token", verb="revoked")
    assert (line.user_id, line.note) == (admin.user.pk, "Sızdığı bildirildi")


def test_the_list_of_all_keys_costs_the_same_with_more_of_them(hall):
    admin = hall.seat("administrator", hall.municipality)
    counts = []
    for _ in range(2):
        for _ in range(4):
            key_of(hall.seat("chief", hall.gis))
        admin.client.get("/yonetim/anahtarlar/")
        with CaptureQueriesContext(connection) as seen:
            admin.client.get("/yonetim/anahtarlar/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_description_of_the_api_names_the_scheme(hall):
    found = hall.seat("staff", hall.gis).client.get("/api/openapi.json").json()
    schemes = found["components"]["securitySchemes"]
    assert {"type": "http", "scheme": "bearer", "bearerFormat": "knk_…"} in list(schemes.values())


@pytest.mark.django_db(transaction=True)
def test_a_hundred_requests_at_once_are_counted_one_by_one(hall, settings):
    settings.TOKEN_REQUESTS_PER_MINUTE = 10
    _, secret = key_of(hall.seat("chief", hall.gis))

    def one(_):
        try:
            return ask(secret).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, range(24)))
    assert sorted(answers) == [200] * 10 + [429] * 14
