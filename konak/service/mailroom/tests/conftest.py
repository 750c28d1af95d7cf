"""A desk with a mailbox: real Dovecot for what comes, a real SMTP server for what goes."""

import itertools
import shutil
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from konak.foundation.notify import only
from konak.gateways.mail.channel import Mail as Channel
from konak.gateways.mail.tests.dovecot import PASSWORD, serving
from konak.gateways.mail.tests.server import running
from konak.service.desk.models import Message, Ticket
from konak.service.desk.tests.conftest import Desk, desk
from konak.service.mailroom import services
from konak.service.mailroom.models import Mail, Mailbox, Reply

__all__ = ["desk"]
BOX = "destek@belediye.example"
SERVER = "posta.belediye.example"
PROVED = f"{SERVER}; dmarc=pass header.from=belediye.example"
_count = itertools.count(1)


def written(text="Yazıcı çalışmıyor.", sender="ayse@belediye.example", *, proved=True, **heads):
    """A mail as it lies in the box; `proved` says whether our server vouched for its sender."""
    mail = EmailMessage()
    if proved:
        mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={sender.rpartition('@')[2]}"
    mail["From"] = f"Ayşe Yılmaz <{sender}>"
    mail["To"] = heads.pop("to", BOX)
    mail["Subject"] = heads.pop("subject", "Yazıcı")
    mail["Message-ID"] = heads.pop("id", f"<ileti-{next(_count)}@disari.example>")
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


@dataclass
class Room:
    desk: Desk
    box: Mailbox

    def take(self, mail):
        """Put a mail through as the fetching does, without a server."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        found, _ = services.take_in(self.box, raw, uid=next(_count), validity=1)
        return services.process(found.pk)

    def ticket(self, mail):
        return Ticket.objects.get(case__number=mail.ticket)


@pytest.fixture
def room(desk, settings, monkeypatch):
    settings.SMTP_SENDER = "Konak <konak@belediye.example>"
    settings.DKIM_LOOK = lambda name, timeout=5: None
    monkeypatch.setenv("KONAK_MAILBOX_DESTEK", PASSWORD)
    desk.asker.user.email = "ayse@belediye.example"
    desk.asker.user.save()
    desk.agent.user.email = "usta@belediye.example"
    desk.agent.user.save()
    box = services.save_mailbox(
        actor=desk.hall.seat("administrator", desk.hall.municipality).actor,
        unit_id=desk.team.pk,
        name="Destek Masası",
        address=BOX,
        service_code=desk.plain.code,
        host="127.0.0.1",
        tls="none",
        user="destek",
        secret="DESTEK",
        server_id=SERVER,
        strangers="hold",
    )
    return Room(desk, box)


@pytest.fixture(scope="module")
def imap():
    if shutil.which("dovecot") is None:
        pytest.fail("dovecot is missing; `make setup` installs it")
    with serving(users={"destek": PASSWORD}) as server:
        yield server


@pytest.fixture
def server(imap, room):
    imap.empty("destek")
    Mailbox.objects.filter(pk=room.box.pk).update(port=imap.port)
    room.box.refresh_from_db()
    return imap


@pytest.fixture
def smtp(settings):
    """A mail server that keeps what goes out; notifications and letters of the mailroom share it."""
    with running() as (box, port):
        settings.SMTP_URL = f"smtp://127.0.0.1:{port}?tls=none"
        with only(Channel()):
            yield box


def said(number):
    return [(one.text, one.by_desk) for one in Message.objects.filter(ticket__case__number=number).order_by("pk")]


def outcome(mail):
    return mail.state, mail.why


__all__ += ["Mail", "Reply", "Room", "imap", "outcome", "room", "said", "server", "smtp", "written"]
