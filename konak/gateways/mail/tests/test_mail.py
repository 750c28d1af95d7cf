"""Mail through a real server on the loopback: what arrives, what is refused, what happens when it is not there."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils.timezone import now, timedelta

from konak.foundation import notify
from konak.foundation.notify import Letter, Permanent, Temporary, Unreachable, only, services
from konak.foundation.notify.models import Envelope, Habits, Notification, Outage
from konak.foundation.notify.tests.post import QUICK
from konak.gateways.mail.address import Server, Unusable, parsed
from konak.gateways.mail.channel import Mail
from konak.gateways.mail.tests.server import PASSWORD, USER, accepts, running

LETTER = Letter(
    to="ayse@deneme.example",
    subject="Süre doluyor: İmar planı çığ gibi büyüdü",
    text="Sayın Ayşe Yılmaz,\n\n.tek nokta\nİÇİNDEKİLER şöyle: ğüşıöç\n",
    html="<p>Sayın Ayşe Yılmaz, ğüşıöç</p>",
    key="0123456789abcdef",
)


@pytest.fixture
def mail(settings):
    settings.SMTP_SENDER = "Konak Bildirim <konak@belediye.example>"

    def at(port, host="127.0.0.1", scheme="smtp", who="", **options):
        asked = "&".join(f"{name}={quote(str(value))}" for name, value in {"tls": "none", **options}.items() if value)
        settings.SMTP_URL = f"{scheme}://{who}{host}:{port}?{asked}"
        return Mail()

    return at


def send(channel, *letters):
    with channel.session() as give:
        return [give(letter) for letter in letters]


# What arrives -------------------------------------------------------------------------------------------------------


def test_a_letter_arrives_as_it_was_written(mail):
    with running() as (box, port):
        (answer,) = send(mail(port), LETTER)
    (got,) = box.mails
    assert answer == "2.0.0 queued as 1"
    assert (got["To"], got["From"], got["Subject"]) == (
        LETTER.to,
        "Konak Bildirim <konak@belediye.example>",
        LETTER.subject,
    )
    assert (got["Message-ID"], got["Auto-Submitted"]) == ("<0123456789abcdef@belediye.example>", "auto-generated")
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert (plain.get_content().replace("\r\n", "\n"), html.get_content().strip()) == (LETTER.text, LETTER.html)
    assert box.raw[0].isascii()
    assert got["List-Unsubscribe"] is None


def test_several_letters_go_through_one_connection(mail):
    with running() as (box, port):
        send(mail(port), *[LETTER] * 5)
    assert (len(box.mails), box.sessions) == (5, 1)


@pytest.mark.parametrize("field", ["subject", "to", "key"])
def test_no_header_can_be_smuggled_in(mail, field):
    evil = "x\r\nBcc: kurban@deneme.example\r\n\r\ngövde"
    letter = Letter(**{"to": "a@deneme.example", "subject": "Konu", "text": "Söz", field: evil})
    with running() as (box, port):
        try:
            send(mail(port), letter)
        except (Permanent, ValueError):
            assert box.mails == []
            return
    (got,) = box.mails
    assert (got["Bcc"], got["Subject"]) == (None, "x Bcc: kurban@deneme.example gövde")


@pytest.mark.parametrize("address", ["", "ayse", "a b@deneme.example", "a@deneme.example, b@deneme.example", "@x"])
def test_what_is_no_address_is_never_tried(mail, address):
    with running() as (box, port):
        with pytest.raises(Permanent, match="e-posta adresi değil"):
            send(mail(port), Letter(to=address, subject="Konu", text="Söz"))
    assert box.mails == []


def test_a_domain_with_turkish_letters_is_written_as_the_network_wants_it(mail):
    with running() as (box, port):
        send(mail(port), Letter(to="a@çiğli.example", subject="Konu", text="Söz"))
    assert box.mails[0]["To"] == "a@xn--ili-1la5z.example"


# Encryption and signing in ------------------------------------------------------------------------------------------


def test_starttls_and_a_password(mail, certificate):
    context, authority = certificate
    options = {"tls_context": context, "require_starttls": True, "authenticator": accepts, "auth_required": True}
    who = f"{USER}:{quote(PASSWORD)}@"
    with running(**options) as (box, port):
        send(mail(port, "localhost", who=who, tls="starttls", ca=authority), LETTER)
        assert len(box.mails) == 1
        with pytest.raises(Unreachable, match="parolayı kabul etmedi") as caught:
            send(mail(port, "localhost", who=f"{USER}:yanlis@", tls="starttls", ca=authority), LETTER)
        assert "yanlis" not in str(caught.value)
        with pytest.raises(Unreachable, match="sertifikasına güvenilmiyor"):
            send(mail(port, "localhost", who=who, tls="starttls"), LETTER)
    assert len(box.mails) == 1


def test_a_server_that_offers_no_encryption_gets_no_letter(mail):
    with running() as (box, port):
        with pytest.raises(Unreachable, match="STARTTLS"):
            send(mail(port, tls="starttls"), LETTER)
    assert box.mails == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://x", "şöyle yazılır"),
        ("smtp://", "şöyle yazılır"),
        ("smtp://x:kapi", "kapı numarası"),
        ("smtp://x?tls=belki", "starttls"),
        ("smtp://a:b@posta.example?tls=none", "Parola şifrelenmeden"),
        ("smtp://x?timeout=uzun", "bir sayı"),
        ("smtp://konak:%C5%9Fifre@x", "Türkçe harf"),
    ],
)
def test_a_setting_that_cannot_be_understood_says_so(settings, url, words):
    settings.SMTP_URL, settings.SMTP_SENDER = url, "konak@belediye.example"
    assert words in Mail().off_because()
    with pytest.raises(Unusable):
        parsed(url)


def test_a_setting_is_read_with_its_signs():
    assert parsed("smtps://konak%40x:p%40ss@posta.example") == Server("posta.example", 465, "konak@x", "p@ss", "tls")
    assert parsed("smtp://posta.example?timeout=500") == Server("posta.example", 587, timeout=120.0)


def test_without_settings_the_way_is_off_and_says_so(settings):
    settings.SMTP_URL = ""
    assert Mail().off_because() == "Posta sunucusu ayarlanmamış (KONAK_SMTP_URL)."
    settings.SMTP_URL, settings.SMTP_SENDER = "smtp://posta.example", ""
    assert Mail().off_because() == "Gönderen adresi geçersiz (KONAK_SMTP_SENDER)."


# What goes wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("550 5.1.1 no such user", Permanent),
        ("553 yok", Permanent),
        ("450 4.2.1 gri liste", Temporary),
        ("452 4.2.2 kutu dolu", Temporary),
        ("421 kapaniyoruz", Unreachable),
    ],
)
@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_an_answer_is_never_later_or_all_down(mail, answer, kind, place):
    with running() as (box, port):
        if place == "rcpt":
            box.answers["ayse@deneme.example"] = answer
        else:
            box.data_answer = answer
        with mail(port).session() as give:
            with pytest.raises(kind, match=answer[:3]) as caught:
                give(LETTER)
            assert type(caught.value) is kind
            if kind is not Unreachable:
                box.data_answer = ""
                give(Letter(to="b@deneme.example", subject="Sonraki", text="Söz"))
    assert [got["Subject"] for got in box.mails] == ([] if kind is Unreachable else ["Sonraki"])


def test_a_refused_sender_is_no_letters_fault(mail):
    with running() as (box, port):
        box.sender_answer = "550 bu adresle gönderemezsiniz"
        with pytest.raises(Unreachable, match="gönderen adresini kabul etmiyor"):
            send(mail(port), LETTER)


def test_a_server_that_says_nothing_is_given_up_after_the_timeout(mail):
    with running() as (box, port):
        box.hang.set()
        began = time.monotonic()
        with pytest.raises(Unreachable, match="yanıt vermeyi kesti"):
            send(mail(port, timeout=1), LETTER)
        assert 0.9 < time.monotonic() - began < 8


def test_a_port_that_accepts_and_stays_silent_is_given_up_too(mail):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(Unreachable, match="1 saniyede yanıt vermedi"):
            send(mail(silent.getsockname()[1], timeout=1), LETTER)


def test_a_server_that_is_away_is_named(mail):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port} sunucusuna bağlanılamadı"):
        mail(port).probe()


# With the queue -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ayse(hall):
    notify.TOPICS[QUICK.code] = QUICK
    person = hall.seat("staff", hall.gis, email="ayse@deneme.example")
    Habits.objects.create(person=person.user, quiet_from=None, quiet_until=None, quiet_days_off=False)
    with only(Mail()):
        yield person
    notify.TOPICS.pop(QUICK.code)


def test_a_notification_waits_for_the_server_and_arrives_once(mail, ayse):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    mail(port)
    services.notify([ayse.user.pk], QUICK, "Size bir dosya verildi", body="MV-2026-00001")
    assert services.send_due().sent == 0
    assert Outage.objects.get().channel == "mail"
    later = now() + timedelta(minutes=3)
    with running() as (box, port):
        mail(port)
        assert [services.send_packed(later).sent for _ in range(3)] == [1, 0, 0]
    assert [got["Subject"] for got in box.mails] == ["Size bir dosya verildi"]
    assert f"/bildirimler/{Notification.objects.get().pk}/" in box.mails[0].get_body(("plain",)).get_content()


WORKER = """
import django
django.setup()
from konak.foundation.notify import services
services.send_packed()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_data_and_commit_repeats_itself_recognisably(mail, ayse, settings):
    """At least once, and never unrecognisably: both copies bear one Message-ID."""
    with running() as (box, port):
        mail(port)
        services.notify([ayse.user.pk], QUICK, "Konu")
        assert services.pack() == 1
        arrived = threading.Event()

        def die():
            arrived.set()
            os.kill(worker.pid, signal.SIGKILL)

        box.after_data = die
        base = connection.settings_dict
        address = f"postgres://{base['USER']}@{str(base['HOST']).replace('/', '%2F')}/{base['NAME']}"
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "konak.settings",
                "DATABASE_URL": address,
                "KONAK_SMTP_URL": settings.SMTP_URL,
                "KONAK_SMTP_SENDER": settings.SMTP_SENDER,
                "KONAK_DB_POOL": "0",
            },
        )
        assert arrived.wait(60)
        assert worker.wait(20) == -signal.SIGKILL
        assert Envelope.objects.get().state == "sending"
        box.after_data = lambda: None
        assert services.send_packed().sent == 0
        assert services.send_packed(now() + timedelta(minutes=11)).sent == 1
    assert len(box.mails) == 2
    assert len({got["Message-ID"] for got in box.mails}) == 1
    assert (Envelope.objects.get().state, Envelope.objects.get().attempts) == ("sent", 2)
