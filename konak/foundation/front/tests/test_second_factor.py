import datetime as dt
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import localdate, now

from konak.foundation.front.services import accounts
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.trail.models import Entry

PASSWORD = "dört mevsim yeşil bir çınar"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()
    yield
    cache.clear()


def person(hall, position="staff", unit=None):
    made = hall.seat(position, unit or hall.gis)
    made.user.set_password(PASSWORD)
    made.user.save()
    return made.user


def signed_in(user):
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"})
    answer = client.post("/giris/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def code_of(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def confirm(client):
    return client.post("/giris/onay/", {"password": PASSWORD, "next": "/ben/guvenlik/"})


def enrol(client):
    """Set the app up as its owner does; returns the secret it shows."""
    confirm(client)
    page = client.get("/ben/guvenlik/uygulama/").content.decode()
    secret = re.search(r'class="k-mono k-secret">([A-Z2-7]+)<', page)[1]
    answer = client.post("/ben/guvenlik/uygulama/", {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/ben/guvenlik/kodlar/")
    return secret


def test_setting_up_asks_for_the_password_first(hall):
    client = signed_in(person(hall))
    answer = client.get("/ben/guvenlik/uygulama/")
    assert (answer.status_code, answer["Location"]) == (302, "/giris/onay/?next=%2Fben%2Fguvenlik%2Fuygulama%2F")


def test_after_setting_up_the_password_alone_does_not_open_the_door(hall):
    user = person(hall)
    secret = enrol(signed_in(user))
    second = Client()
    answer = second.post("/giris/", {"login": user.username, "password": PASSWORD})
    assert answer["Location"] == "/giris/dogrula/"
    assert second.get("/")["Location"].startswith("/giris/")
    wrong = second.post("/giris/dogrula/", {"code": "000000"})
    assert "Kod ya da anahtar doğru değil" in wrong.content.decode()
    right = second.post("/giris/dogrula/", {"code": code_of(secret, 1)})
    assert (right.status_code, right["Location"]) == (302, "/")
    assert second.get("/").status_code == 200


def test_a_code_works_once_also_while_the_clock_still_accepts_it(hall):
    user = person(hall)
    secret = enrol(signed_in(user))
    code = code_of(secret, 1)
    outcomes = []
    for _ in range(2):
        client = Client()
        client.post("/giris/", {"login": user.username, "password": PASSWORD})
        # the library forgets used codes after one period; ours must not
        cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
        outcomes.append(client.post("/giris/dogrula/", {"code": code}).status_code)
    assert outcomes == [302, 200]


def test_after_five_wrong_codes_the_right_one_waits_too(hall):
    user = person(hall)
    secret = enrol(signed_in(user))
    client = Client()
    client.post("/giris/", {"login": user.username, "password": PASSWORD})
    for _ in range(5):
        client.post("/giris/dogrula/", {"code": "111111"})
    answer = client.post("/giris/dogrula/", {"code": code_of(secret, 1)})
    assert "giriş bir süre kapatıldı" in answer.content.decode()


def test_recovery_codes_are_shown_once_and_each_opens_once(hall):
    user = person(hall)
    client = signed_in(user)
    enrol(client)
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/ben/guvenlik/kodlar/").content.decode())
    assert len(codes) == 10
    again = client.get("/ben/guvenlik/kodlar/").content.decode()
    assert re.findall(r"\d{8}", again) == []
    assert "10 kullanılmamış kodunuz var" in again
    outcomes = []
    for _ in range(2):
        second = Client()
        second.post("/giris/", {"login": user.username, "password": PASSWORD})
        outcomes.append(second.post("/giris/dogrula/", {"code": codes[0]}).status_code)
    assert outcomes == [302, 200]
    assert Entry.objects.filter(kind="people.user", subject=user.pk, verb="code_used").count() == 1


def test_secrets_lie_encrypted_in_the_database(hall):
    user = person(hall)
    secret = enrol(signed_in(user))
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_a_second_factor_ends_the_sessions_that_had_only_the_password(hall, django_capture_on_commit_callbacks):
    user = person(hall)
    older, newer = signed_in(user), signed_in(user)
    with django_capture_on_commit_callbacks(execute=True):
        enrol(newer)
    assert newer.get("/ben/guvenlik/").status_code == 200
    assert older.get("/ben/")["Location"].startswith("/giris/")
    verbs = Entry.objects.filter(kind="people.user", subject=user.pk).values_list("verb", flat=True)
    assert list(verbs).count("factor_added") == 2


def test_who_must_have_one_is_reminded_first_and_led_there_when_grace_is_over(hall, settings):
    user = person(hall, "administrator", hall.municipality)
    client = signed_in(user)
    page = client.get("/ben/guvenlik/").content.decode()
    until = localdate() + dt.timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
    assert f"En geç {until:%d.%m.%Y} gününe kadar kurun" in page
    assert client.get("/iz/").status_code == 200
    User.objects.filter(pk=user.pk).update(joined_at=now() - dt.timedelta(days=60))
    assert client.get("/iz/")["Location"] == "/ben/guvenlik/"
    assert client.get("/api/me").status_code == 403
    enrol(client)
    assert client.get("/iz/").status_code == 200


def test_in_a_dialog_the_browser_is_led_there(hall, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    user = person(hall, "administrator", hall.municipality)
    client = signed_in(user)
    answer = client.get("/iz/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/ben/guvenlik/")


def test_others_may_but_need_not(hall, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    client = signed_in(person(hall))
    assert client.get("/ben/").status_code == 200


def test_who_must_have_one_cannot_take_the_last_away(hall):
    user = person(hall, "administrator", hall.municipality)
    client = signed_in(user)
    enrol(client)
    page = client.post("/ben/guvenlik/uygulama/kaldir/")
    assert "son yöntemi kaldıramazsınız" in page.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists() is True
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Deneme", "credential": {}})
    Authenticator.objects.filter(user=user, type="totp").delete()
    answer = client.post(f"/ben/guvenlik/anahtar/{key.pk}/kaldir/")
    assert (answer.status_code, answer["Location"]) == (302, "/ben/guvenlik/")
    assert Authenticator.objects.filter(pk=key.pk).exists() is True


def test_somebody_else_takes_it_away_and_the_codes_go_with_it(hall):
    user = person(hall)
    client = signed_in(user)
    enrol(client)
    assert client.post("/ben/guvenlik/uygulama/kaldir/").status_code == 302
    assert Authenticator.objects.filter(user=user).count() == 0


def test_an_administrator_resets_it_with_a_reason_and_the_trail_says_so(hall):
    user, admin = person(hall), hall.seat("administrator", hall.municipality)
    client = signed_in(user)
    enrol(client)
    with pytest.raises(Refused, match="Gerekçe"):
        accounts.reset_second_factor(user.pk, actor=admin.actor, why=" ")
    page = admin.client.get(f"/kisiler/{user.pk}/").content.decode()
    assert "İkinci doğrulamayı sıfırla" in page
    answer = admin.client.post(f"/kisiler/{user.pk}/ikinci-dogrulama/", {"why": "Telefonu bozuldu, yüz yüze geldi"})
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=user).count() == 0
    assert client.get("/ben/")["Location"].startswith("/giris/")
    line = Entry.objects.get(verb="factor_reset")
    assert (line.user_id, line.subject, line.note) == (
        admin.user.pk,
        str(user.pk),
        "Telefonu bozuldu, yüz yüze geldi",
    )


def test_nobody_else_resets_and_the_page_does_not_offer_it(hall):
    user, director = person(hall), hall.seat("director", hall.gis)
    enrol(signed_in(user))
    with pytest.raises(Refused):
        accounts.reset_second_factor(user.pk, actor=director.actor, why="Sıfırlamak istiyorum")
    assert "sıfırla" not in director.client.get(f"/kisiler/{user.pk}/").content.decode()
    answer = director.client.post(f"/kisiler/{user.pk}/ikinci-dogrulama/", {"why": "Sıfırlamak istiyorum"})
    assert answer.status_code == 422
    assert Authenticator.objects.filter(user=user, type="totp").exists() is True


def test_an_administrator_does_not_reset_his_own(hall):
    admin = hall.seat("administrator", hall.municipality)
    with pytest.raises(Refused, match="başka bir yönetici"):
        accounts.reset_second_factor(admin.user.pk, actor=admin.actor, why="Telefonum bozuldu")


# Sessions -----------------------------------------------------------------------------------------------------------


def test_sessions_show_device_and_address_and_one_can_be_ended(hall):
    user = person(hall)
    here, there = signed_in(user), signed_in(user)
    page = here.get("/ben/oturumlar/").content.decode()
    assert page.count("Firefox 128, Linux") == 3  # two cells, and the label of the one button
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/ben/oturumlar/{other.pk}/kapat/").status_code == 302
    assert there.get("/ben/")["Location"].startswith("/giris/")
    assert here.get("/ben/").status_code == 200


def test_a_strangers_session_does_not_exist_for_one(hall):
    mine, theirs = person(hall), person(hall)
    here, there = signed_in(mine), signed_in(theirs)
    foreign = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/ben/oturumlar/{foreign.pk}/kapat/").status_code == 404
    assert there.get("/ben/").status_code == 200


def test_all_others_end_at_once(hall):
    user = person(hall)
    here, *others = [signed_in(user) for _ in range(3)]
    here.post("/ben/oturumlar/otekileri-kapat/")
    assert [client.get("/ben/").status_code for client in [here, *others]] == [200, 302, 302]


def test_a_new_password_ends_the_others(hall):
    user = person(hall)
    here, other = signed_in(user), signed_in(user)
    fresh = "beş mevsim mor bir erguvan"
    here.post("/parola/degistir/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert [client.get("/ben/").status_code for client in (here, other)] == [200, 302]
    assert list(UserSession.objects.filter(user=user).values_list("session_key", flat=True)) == [
        here.session.session_key
    ]


def test_an_administrator_ends_every_session_of_a_person(hall):
    user, admin = person(hall), hall.seat("administrator", hall.municipality)
    clients = [signed_in(user) for _ in range(2)]
    answer = admin.client.post(f"/kisiler/{user.pk}/oturumlar/", {"why": "Dizüstü bilgisayarı çalındı"})
    assert answer.status_code == 302
    assert [client.get("/ben/").status_code for client in clients] == [302, 302]
    assert Entry.objects.get(verb="sessions_ended").note == "2 oturum · Dizüstü bilgisayarı çalındı"


def test_a_closed_account_is_out_at_once_and_stays_out_when_opened_again(hall):
    user, admin = person(hall), hall.seat("administrator", hall.municipality)
    client = signed_in(user)
    accounts.close_account(user.pk, actor=admin.actor, why="Görevinden ayrıldı")
    assert client.get("/ben/")["Location"].startswith("/giris/")
    accounts.open_account(user.pk, actor=admin.actor, why="Göreve geri döndü")
    assert client.get("/ben/")["Location"].startswith("/giris/")
    assert signed_in(user).get("/ben/").status_code == 200


def test_the_last_administrator_stays(hall):
    first = hall.seat("administrator", hall.municipality)
    with pytest.raises(Refused, match="Kendi hesabınızı"):
        accounts.close_account(first.user.pk, actor=first.actor, why="Deneme için")
    second = hall.seat("administrator", hall.municipality)
    Appointment.objects.filter(user=second.user).update(until=dt.date(2020, 2, 1))
    with pytest.raises(Refused, match="Son sistem yöneticisinin"):
        accounts.close_account(first.user.pk, actor=second.actor, why="Deneme için")


def test_last_seen_is_written_at_most_once_a_minute(hall, monkeypatch):
    from konak.foundation.web import sessions

    user = person(hall)
    client = signed_in(user)
    UserSession.objects.update(last_seen_at=now() - dt.timedelta(hours=1))
    clock = [1000.0]
    monkeypatch.setattr(sessions.time, "monotonic", lambda: clock[0])
    sessions._last.clear()
    seen = []
    for step in (0, 30, 61):
        clock[0] = 1000.0 + step
        client.get("/ben/")
        seen.append(now() - UserSession.objects.get(user=user).last_seen_at < dt.timedelta(minutes=5))
    assert seen == [False, False, True]


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge 130, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E Safari/604.1",
            "Safari 17, iPhone",
        ),
        ("curl/8.0", "curl/8.0"),
        ("", "Bilinmeyen aygıt"),
    ],
)
def test_a_device_is_named_as_a_person_would(agent, shown):
    from konak.foundation.web.sessions import device_of

    assert device_of(agent) == shown
