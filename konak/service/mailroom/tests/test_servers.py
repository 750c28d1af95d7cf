"""The whole road with two real servers: Dovecot for what comes, SMTP for what goes; and a worker that is killed."""

import datetime as dt
import io
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import connection
from django.utils.timezone import localtime

from konak.foundation.announce import ANNOUNCEMENTS
from konak.foundation.notify.models import Delivery
from konak.foundation.notify.services import pack, send_packed
from konak.service.desk import services as desk_services
from konak.service.desk.models import Ticket
from konak.service.mailroom import services
from konak.service.mailroom.models import Mail, Mailbox, Reply

from .conftest import PROVED, said, written

DONE, FAILED = "Konak/İşlenen", "Konak/İşlenemeyen"


def test_a_mail_goes_all_the_way_and_the_answer_comes_back(room, server, smtp):
    """Ask by mail, get a receipt, answer the receipt, be answered: one ticket, nobody told twice."""
    Mailbox.objects.update(strangers="open")
    asked = written("Yazıcı çalışmıyor.", sender="biri@disari.example", subject="Yazici")
    asked.add_attachment("Hata 0x13", filename="günlük.txt")
    # as old programs send it: Turkish letters in the head, eight bits each, and no word of their alphabet
    server.deliver("destek", asked.as_bytes().replace(b"Subject: Yazici", "Subject: Yazıcı".encode("cp1254")))
    assert services.fetch(room.box.pk).taken == 1
    assert services.send_replies() == 1
    (receipt,) = smtp.mails
    ticket = Ticket.objects.get()
    number = ticket.case.number
    assert (receipt["To"], receipt["Subject"]) == ("biri@disari.example", f"[{number}] Ynt: Yazıcı")
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert receipt["From"] == "Destek Masası <destek@belediye.example>"
    assert f"+{number.lower()}." in receipt["Reply-To"]

    answer = written(
        "Evet, üçüncü katta.\n\nDestek <d@b.example> şunu yazdı:\n> " + receipt.get_content().replace("\n", "\n> "),
        sender="biri@disari.example",
        proved=False,
        to=receipt["Reply-To"],
        subject="Ynt: bambaşka bir konu",
        In_Reply_To=receipt["Message-ID"],
    )
    server.deliver("destek", answer)
    services.fetch(room.box.pk)
    (text, by_desk) = said(number)[0]
    assert (text.split("\n")[0], by_desk) == ("Evet, üçüncü katta.", False)

    desk_services.answer(number, actor=room.desk.agent.actor, text="Toneri değiştirdik.")
    services.answer_by_mail(number)
    services.send_replies()
    assert "Toneri değiştirdik." in smtp.mails[-1].get_content()
    assert (Ticket.objects.count(), len(smtp.mails), len(server.folder("destek", DONE))) == (1, 2, 2)
    assert [one.file.name for one in ticket.files.select_related("file")] == ["günlük.txt"]
    assert "desk.answered" in ANNOUNCEMENTS


def test_somebody_with_an_account_gets_the_whole_answer_in_one_letter_of_its_thread(room, server, smtp):
    server.deliver("destek", written(Authentication_Results=PROVED, proved=False))
    services.fetch(room.box.pk)
    ticket = Ticket.objects.get()
    text = "Toneri değiştirdik.\n\n" + "Sorun sürerse yazıcının arkasındaki düğmeye basılı tutun. " * 12 + "Bitti."
    desk_services.answer(ticket.case.number, actor=room.desk.agent.actor, text=text)
    services.answer_by_mail(ticket.case.number)
    services.send_replies()
    Delivery.objects.exclude(notification__title__contains="yanıtlandı").delete()
    working = localtime().replace(hour=10) + dt.timedelta(days=1)  # never in the quiet hours
    pack(working)
    send_packed(working)
    mine = [mail for mail in smtp.mails if mail["To"] == "ayse@belediye.example" and "yanıtlandı" in mail["Subject"]]
    (letter,) = mine
    plain = letter.get_body(("plain",)).get_content()
    assert ("Bitti." in plain, ticket.case.number in letter["References"].upper()) == (True, True)
    assert f"+{ticket.case.number.lower()}." in letter["Reply-To"]


def test_two_machines_that_answer_each_other_stop_at_once(room, server, smtp):
    Mailbox.objects.update(strangers="open")
    server.deliver("destek", written(sender="robot@disari.example"))
    services.fetch(room.box.pk)
    services.send_replies()
    receipt = smtp.mails[-1]
    for place in range(10):
        echo = written(
            "Aldım", sender="robot@disari.example", subject=f"Ynt: {receipt['Subject']}", id=f"<e{place}@r>"
        )
        if place % 2:
            echo["Auto-Submitted"] = "auto-replied"
        server.deliver("destek", echo)
        services.fetch(room.box.pk)
        services.send_replies()
    assert len(smtp.mails) == 1
    # what came from a machine stands on no ticket; the words of the other half do, and nobody was answered
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True))[1:] == ["appended", "ignored"] * 5
    assert len(said(Ticket.objects.get().case.number)) == 5
    # our own letter comes home: somebody forwards everything to the box
    server.deliver("destek", bytes(smtp.raw[0]))
    services.fetch(room.box.pk)
    assert Mail.objects.order_by("-pk")[0].state == "ignored"
    assert (len(smtp.mails), Ticket.objects.count()) == (1, 1)


def test_what_cannot_be_placed_lies_in_its_own_folder_and_a_mail_in_two_boxes_is_one(room, server):
    Mailbox.objects.update(service_code="olmayan")
    server.deliver("destek", written(id="<bir@x>"))
    services.fetch(room.box.pk)
    assert (len(server.folder("destek", FAILED)), Mail.objects.get().state) == (1, "failed")
    server.deliver("destek", b"Delivered-To: ikinci\r\n" + written(id="<bir@x>").as_bytes())
    done = services.fetch(room.box.pk)
    assert (done.taken, done.known, Mail.objects.count(), server.folder("destek")) == (0, 1, 1, [])


def test_a_mail_over_the_limit_stays_on_the_server_whole(room, server, smtp):
    Mailbox.objects.update(limit_mb=1)
    mail = written()
    mail.add_attachment(b"x" * 1_300_000, maintype="application", subtype="octet-stream", filename="b.bin")
    server.deliver("destek", mail)
    services.fetch(room.box.pk)
    kept = Mail.objects.get()
    assert (kept.state, kept.whole) == ("refused", False)
    assert len(server.folder("destek", FAILED)[0]) > 1_300_000


def test_a_server_that_is_away_is_told_and_tried_again(room, server, monkeypatch):
    Mailbox.objects.update(port=1)
    done = services.fetch(room.box.pk)
    box = Mailbox.objects.get()
    assert ("ulaşılamadı" in done.fault, box.faults, box.next_at > box.tried_at) == (True, 1, True)
    Mailbox.objects.update(port=server.port)
    server.deliver("destek", written())
    assert (services.fetch(room.box.pk).taken, Mailbox.objects.get().fault) == (1, "")
    monkeypatch.setenv("KONAK_MAILBOX_DESTEK", "yanlış")
    assert "kabul etmedi" in services.fetch(room.box.pk).fault


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning(room, server):
    server.deliver("destek", written(id="<bir@x>"))
    services.fetch(room.box.pk)
    before = Mailbox.objects.get().validity
    Mailbox.objects.update(validity=before + 1, last_uid=500)
    server.deliver("destek", written(id="<iki@x>"))
    assert services.fetch(room.box.pk).taken == 1
    assert Mailbox.objects.get().validity == before


KILLED = """
    import os, signal, sys
    sys.path.insert(0, {root!r})
    os.environ["DJANGO_SETTINGS_MODULE"] = "konak.settings"
    import django
    django.setup()
    from django.conf import settings
    from django.db import connections
    connections["default"].settings_dict["NAME"] = {name!r}
    settings.FILES_ROOT = {files!r}
    settings.SMTP_SENDER = "Konak <konak@belediye.example>"
    from konak.gateways.mail import imap
    from konak.service.mailroom import services
    from konak.service.mailroom.services import fetching, placing
    die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
    match {place!r}:
        case "fetched": fetching.take_in = die
        case "stored": placing.process = die
        case "placed": imap.Box.move = die
    services.fetch({box})
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["fetched", "stored", "placed"])
def test_a_worker_killed_anywhere_loses_nothing_and_does_nothing_twice(room, server, settings, place):
    server.deliver("destek", written(id="<bir@x>"), written(id="<iki@x>"))
    facts = {
        "root": str(Path.cwd()),
        "name": connection.settings_dict["NAME"],
        "files": str(settings.FILES_ROOT),
        "place": place,
        "box": room.box.pk,
    }
    program = textwrap.dedent(KILLED.format(**facts))
    died = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    assert len(server.folder("destek")) == 2
    services.fetch(room.box.pk)
    assert (Mail.objects.count(), Ticket.objects.count()) == (2, 2)
    assert set(Mail.objects.values_list("state", flat=True)) == {"opened"}
    assert (server.folder("destek"), len(server.folder("destek", DONE)), Reply.objects.count()) == ([], 2, 2)
    assert io.BytesIO(server.folder("destek", DONE)[0]).read(1) != b""
