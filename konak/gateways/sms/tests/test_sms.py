"""Text messages: what they cost, whom they reach, and what every answer of the service means."""

import datetime as dt

import pytest
from django.utils.timezone import localtime, now
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from konak.foundation import notify
from konak.foundation.notify import Letter, Permanent, Temporary, Unreachable, only, services
from konak.foundation.notify.models import Delivery, Envelope, Habits, Notification, Outage
from konak.foundation.notify.pace import Pace
from konak.foundation.notify.tests.post import QUICK
from konak.gateways.sms import client, fake, text
from konak.gateways.sms.channel import Sms
from konak.gateways.sms.phone import mobile

NUMBER = "0532 000 00 01"


@pytest.fixture
def service(settings):
    with fake.running() as one:
        settings.SMS_URL, settings.SMS_USER, settings.SMS_PASSWORD = one.url, fake.USER, fake.PASSWORD
        settings.SMS_SENDER, settings.SMS_DRY = fake.HEADER, False
        settings.SMS_DAILY_LIMIT, settings.SMS_MIN_BALANCE, settings.SMS_PARTS = 500, 0, 2
        yield one


@pytest.fixture
def account(service):
    return client.Account(service.url, fake.USER, fake.PASSWORD, fake.HEADER, timeout=1)


def sent(*letters):
    with Sms().session() as send:
        return [send(letter) for letter in letters]


# What it costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ÇÖÜöü" * 32, 1),  # these stand in the basic table
        ("a" * 159 + "€", 2),
        ("a" * 158 + "€", 1),
        ("ş" * 77 + "a", 1),  # 155 septets: the header of the Turkish table takes five
        ("ş" * 78, 2),
        ("ş" * 148, 2),  # 74 shifted letters fit into a part of 149 septets, none is torn in two
        ("ş" * 149, 3),
        ("", 1),
    ],
)
def test_a_message_is_counted_in_septets_with_the_turkish_shift(words, many):
    assert text.parts(words) == many


def test_what_a_text_message_cannot_say_is_rewritten():
    assert text.plain("«Şube Müdürlüğü’ne» – 1.234 ₺… çığ İ 漢 é ñ â 😀") == (
        '"Şube Müdürlüğü\'ne" - 1.234 TL... çığ İ ? é ñ a ?'
    )


@tries(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=1_000), st.integers(1, 3))
def test_whatever_is_written_fits_into_the_parts_allowed(words, most):
    fitted = text.fitted(words, most)
    assert text.parts(fitted) <= most
    assert set(fitted) <= text.BASIC | text.EXTENDED | text.TURKISH


def test_the_address_at_the_end_survives_the_shortening():
    link = "https://konak.example/bildirimler/123456/"
    fitted = text.fitted("Size verildi: " + "çok uzun bir konu " * 30 + link, 1)
    assert fitted.endswith(f"... {link}")
    assert (text.parts(fitted), fitted.startswith("Size verildi: çok uzun")) == (1, True)


# Whom it reaches ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0532 000 00 01", "5320000001"),
        ("+90 (532) 000-00-01", "5320000001"),
        ("905320000001", "5320000001"),
        ("532 0000001", "5320000001"),
        ("0232 000 00 01", ""),
        ("1234", ""),
        ("0532 000 00 01 dahili 12", ""),
        ("+49 151 23456789", ""),
        ("", ""),
        ("yok", ""),
    ],
)
def test_only_turkish_mobile_numbers_are_reached(typed, number):
    assert mobile(typed) == number


# What the answers mean ----------------------------------------------------------------------------------------------


def test_a_message_arrives_with_its_fields_and_gives_its_job_number(db, service):
    (job,) = sent(Letter(to=NUMBER, subject="", text="", short="Süre doluyor: çığ"))
    assert service.jobs == [{"no": "5320000001", "msg": "Süre doluyor: çığ", "jobid": job, "encoding": "TR"}]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("20", Permanent, "metni hatalı"),
        ("70", Permanent, "eksik alan"),
        ("85", Temporary, "çok fazla mesaj"),
        ("30", Unreachable, "parola geçersiz"),
        ("40", Unreachable, "başlığı"),
        ("80", Unreachable, "sınırı aşıldı"),
        ("100", Unreachable, "sistem hatası"),
        ("77", Unreachable, "tanınmayan yanıtı: 77"),
    ],
)
def test_every_code_is_told_apart_as_never_later_or_all_down(service, account, code, kind, words):
    service.answers = [code]
    with pytest.raises(kind, match=words) as caught:
        client.send(account, "5320000001", "Deneme")
    assert type(caught.value) is kind


def test_the_same_number_too_often_in_a_minute_is_for_later(service, account):
    for _ in range(fake.MANY):
        client.send(account, "5320000001", "Deneme")
    with pytest.raises(Temporary, match="85") as caught:
        client.send(account, "5320000001", "Deneme")
    assert type(caught.value) is Temporary
    client.send(account, "5320000002", "Deneme")


def test_a_service_that_is_broken_silent_or_away_takes_no_message_down_with_it(service, account):
    service.broken = 503
    with pytest.raises(Unreachable, match="tanınmayan yanıtı"):
        client.send(account, "5320000001", "Deneme")
    service.broken = 0
    service.silent.set()
    with pytest.raises(Unreachable, match="1 saniyede yanıt vermedi"):
        client.send(account, "5320000001", "Deneme")
    service.silent.clear()
    with pytest.raises(Unreachable, match="bağlanılamadı"):
        client.send(client.Account("http://127.0.0.1:1", "a", "b", "KONAK", 1), "5320000001", "Deneme")


def test_a_wrong_password_is_all_down_and_never_shown(service):
    wrong = client.Account(service.url, fake.USER, "cok-gizli-parola", fake.HEADER)
    for ask in (lambda: client.send(wrong, "5320000001", "Deneme"), lambda: client.balance(wrong)):
        with pytest.raises(Unreachable) as caught:
            ask()
        assert "cok-gizli" not in str(caught.value)


@pytest.mark.parametrize(("told", "left"), [("142,50", "142.50"), ("1.204,07", "1204.07"), ("3", "3")])
def test_the_balance_is_read_as_turks_write_it(service, account, told, left):
    service.credit = told
    assert str(client.balance(account)) == left


# The channel --------------------------------------------------------------------------------------------------------


def test_without_credentials_the_way_is_off_and_says_what_is_missing(settings):
    settings.SMS_USER = settings.SMS_PASSWORD = settings.SMS_SENDER = ""
    settings.SMS_DRY = False
    assert Sms().off_because() == ("SMS hizmeti ayarlanmamış (KONAK_SMS_USER, KONAK_SMS_PASSWORD, KONAK_SMS_SENDER).")


def test_credentials_do_not_travel_in_the_clear(service, settings):
    assert Sms().off_because() == ""
    settings.SMS_URL = "http://sms.example"
    assert Sms().off_because() == "SMS hizmetinin adresi https:// ile başlamalı (KONAK_SMS_URL)."


@pytest.fixture
def told(hall, service, settings):
    """Somebody who wants text messages at any hour, told a number of things."""

    def tell(many, phone="0532 000 00 0"):
        for place in range(many):
            person = hall.seat("staff", hall.gis, phone=f"{phone}{place}")
            Habits.objects.create(person=person.user, quiet_from=None, quiet_until=None, quiet_days_off=False)
            services.prefer(actor=person.actor, choices={(QUICK.code, "sms"): Pace.NOW})
            services.notify([person.user.pk], QUICK, f"Konu {place}")

    notify.TOPICS[QUICK.code] = QUICK
    with only(Sms()):
        yield tell
    notify.TOPICS.pop(QUICK.code)


def test_a_notification_becomes_a_text_message_with_its_link(told, service):
    told(1)
    services.send_due()
    key = Notification.objects.get().pk
    assert [job["msg"] for job in service.jobs] == [f"Konu 0 http://localhost:8000/bildirimler/{key}/"]
    assert Envelope.objects.get().reference == service.jobs[0]["jobid"]


def test_a_landline_gets_no_text_message(told):
    told(1, phone="0232 000 00 0")
    assert Delivery.objects.count() == 0


def test_beyond_the_daily_limit_messages_wait_and_the_reason_is_told(told, service, settings):
    settings.SMS_DAILY_LIMIT = 2
    told(3)
    services.send_due()
    services.send_due()
    assert len(service.jobs) == 2
    assert Outage.objects.get().problem == "Bugünkü SMS sınırı (2) doldu (KONAK_SMS_DAILY_LIMIT)."


def test_below_the_least_balance_nothing_is_sent(told, service, settings):
    settings.SMS_MIN_BALANCE = 200
    told(1)
    assert services.send_due().sent == 0
    assert service.jobs == []


def test_the_dry_way_sends_nothing(told, service, settings):
    settings.SMS_DRY = True
    told(1)
    assert services.send_due().sent == 1
    assert (service.jobs, Envelope.objects.get().reference) == ([], "deneme")


# What became of them ------------------------------------------------------------------------------------------------


def test_what_the_service_knows_of_a_message_is_asked_until_it_is_decided(told, service):
    told(3)
    services.send_due()
    first, second, third = (job["jobid"] for job in service.jobs)
    service.fates = {first: 1, second: 3}
    later = now() + dt.timedelta(minutes=3)
    assert services.ask_arrivals(now()) == (0, 0)
    assert services.ask_arrivals(later) == (1, 1)
    rows = {row.reference: (row.state, row.outcome) for row in Envelope.objects.all()}
    assert rows == {first: ("sent", "arrived"), second: ("failed", "lost"), third: ("sent", "")}
    arrived, lost = Envelope.objects.get(reference=first), Envelope.objects.get(reference=second)
    assert localtime(arrived.outcome_at).strftime("%d.%m.%Y %H.%M") == "06.10.2026 14.30"
    assert lost.problem == "Kabul edildi ama ulaşmadı: numara hatalı ya da SMS almaya kapalı"

    service.fates[third] = 1
    assert services.ask_arrivals(later + dt.timedelta(minutes=5)) == (0, 0)
    assert services.ask_arrivals(later + dt.timedelta(minutes=16)) == (1, 0)


def test_a_service_that_does_not_answer_leaves_everything_for_the_next_time(told, service):
    told(1)
    services.send_due()
    service.broken = 500
    later = now() + dt.timedelta(minutes=3)
    assert services.ask_arrivals(later) == (0, 0)
    service.broken = 0
    service.fates = {service.jobs[0]["jobid"]: 1}
    assert services.ask_arrivals(later) == (1, 0)


def test_after_two_days_nobody_asks_any_more(told, service):
    told(1)
    services.send_due()
    service.fates = {service.jobs[0]["jobid"]: 1}
    assert services.ask_arrivals(now() + dt.timedelta(days=3)) == (0, 0)


def test_what_was_lost_can_be_tried_again_and_is_asked_about_anew(told, service, hall):
    told(1)
    services.send_due()
    service.fates = {service.jobs[0]["jobid"]: 2}
    services.ask_arrivals(now() + dt.timedelta(minutes=3))
    administrator = hall.seat("administrator", hall.municipality)
    services.retry(Envelope.objects.get().pk, actor=administrator.actor)
    services.send_due()
    row = Envelope.objects.get()
    assert (row.state, row.outcome, row.reference) == ("sent", "", service.jobs[1]["jobid"])
    page = administrator.client.get("/yonetim/gonderiler/?gorunum=gonderilen").content.decode()
    assert "sonucu bekleniyor" in page
