"""Taking in what came: by hand, by mail, as a package; and sending away what is not ours."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import DETSIS, Unit, User
from konak.foundation.people.positions import Clearance

from .. import access, lifecycle, queries
from ..models import Asked, Incoming, IncomingAnnex, Letter, Origin, Route, Urgency
from . import converting
from .screening import bytes_in, screened

ANSWER_DAYS: dict[str, int] = {
    Asked.DOCUMENT: 5,  # 2646 m. 33
    Asked.OPINION: 15,  # 2646 m. 33
    Asked.INFORMATION: 15,  # 4982 m. 11
}
PETITION_DAYS = 30  # 3071 m. 7
REJECT_DAYS = 2  # 2646 m. 30: a package is rejected until the end of the second working day, or it is accepted
PAPER = frozenset({"pdf", "png", "jpg", "jpeg", "tif", "tiff", "docx", "odt", "txt", "zip", "xlsx", "eyp", "eyps"})


def due_for(asked: str, start: dt.date) -> dt.date | None:
    """The last day the law gives for an answer; None where it gives none."""
    if asked == Asked.PETITION:
        return start + dt.timedelta(days=PETITION_DAYS)
    days = ANSWER_DAYS.get(asked)
    return add_working_days(start, days) if days else None


def unit_for(actor: Actor, unit_id: int | None) -> int:
    """The unit a document is registered in: the one named, or that of the first seat."""
    if unit_id is not None:
        if not Unit.objects.filter(pk=unit_id).exists():
            raise Refused("Birim bulunamadı.")
        return unit_id
    if not actor.seats:
        raise Refused("Bugün bir makamınız yok.")
    return actor.seats[0].unit_id


@transaction.atomic
def register(
    *,
    actor: Actor,
    sender: str,
    subject: str,
    sender_kind: str = Route.BODY,
    sender_detsis: str = "",
    sender_kep: str = "",
    origin: str = Origin.POST,
    document_date: dt.date | None = None,
    document_number: str = "",
    asked: str = Asked.ACTION,
    urgency: str = Urgency.NORMAL,
    due_on: dt.date | None = None,
    secrecy: int = Clearance.NONE,
    personal_to: bool = False,
    addressed_to_id: int | None = None,
    code: str = "",
    note: str = "",
    annex_count: int = 0,
    unit_id: int | None = None,
    file: IO[bytes] | bytes | None = None,
    file_name: str = "",
    annexes: Sequence[tuple[IO[bytes] | bytes, str]] = (),
    reminds: str = "",
    anyway: bool = False,
    package: StoredFile | None = None,
    document_id: uuid.UUID | None = None,
    faults: Sequence[dict[str, str]] = (),
    stored: StoredFile | None = None,
) -> Incoming:
    """Enter a document into the register of what came; its number is drawn here and never given twice."""
    today = localdate()
    sender, subject = " ".join(sender.split()), " ".join(subject.split())
    if not sender or not subject:
        raise Refused("Gönderen ve konu yazılmalı.")
    if document_date and document_date > today:
        raise Refused("Evrak tarihi gelecekte olamaz.")
    if sender_detsis and not re.fullmatch(DETSIS, sender_detsis):
        raise Refused("DETSİS numarası sekiz rakamdır ve sıfırla başlamaz.")
    if urgency == Urgency.BY_DAY and due_on is None and due_for(asked, today) is None:
        raise Refused("Günlü evrakta cevap için son gün yazılmalı.")
    if due_on and due_on < today and not anyway:
        raise Refused(
            f"Son gün {due_on:%d.%m.%Y} geçmiş. Yine de kaydetmek için «Yine de kaydet» kutusunu işaretleyin."
        )
    _known(asked, Asked.values, "Ne istendiğini seçin.")
    _known(origin, Origin.values, "Geliş yolunu seçin.")
    _known(urgency, Urgency.values, "İvediliği seçin.")
    _known(sender_kind, Route.values, "Gönderenin türünü seçin.")
    if secrecy not in Clearance.values:
        raise Refused("Gizlilik derecesini seçin.")
    if personal_to and not User.objects.filter(pk=addressed_to_id or 0).exists():
        raise Refused("Kişiye özel evrakta muhatap kişi seçilmeli.")
    file_code = queries.named_code(code) if code.strip() else None
    if code.strip() and file_code is None:
        raise Refused(f"«{code}» dosya planında yok.")
    reminded = _reminded(actor, reminds)
    unit = unit_for(actor, unit_id)
    if file is not None:
        file = bytes_in(file)
        screened(file, file_name)
        stored = store(actor=actor, content=file, name=file_name, allow=PAPER, unit_id=unit, purpose="correspondence")
    _no_twin(sender, document_number, document_date, stored, package, document_id, anyway)

    record = Incoming(
        origin=origin,
        sender_kind=sender_kind,
        sender=sender,
        sender_detsis=sender_detsis,
        sender_kep=sender_kep.strip(),
        document_date=document_date,
        document_number=document_number.strip(),
        asked=asked,
        urgency=urgency,
        personal_to=personal_to,
        addressed_to_id=addressed_to_id if personal_to else None,
        file_code=file_code,
        file=stored,
        package=package,
        document_id=document_id,
        faults=list(faults),
        reject_until=add_working_days(today, REJECT_DAYS) if package else None,
        annex_count=max(annex_count, len(annexes)),
        note=note.strip(),
        reminds=reminded,
    )
    made = open_case(
        record,
        actor=actor,
        permission=access.REGISTER,
        unit_id=unit,
        subject=subject[:250],
        due_on=due_on or due_for(asked, today),
        assignee_id=addressed_to_id if personal_to else None,
    )
    level = max(secrecy, Clearance.OFFICIAL) if personal_to else secrecy
    if level:
        made.case.secrecy = level
        made.case.save()
    for place, (given, name) in enumerate(annexes, start=1):
        content = bytes_in(given)
        screened(content, name)
        kept = store(actor=actor, content=content, name=name, unit_id=unit, purpose="correspondence")
        IncomingAnnex.objects.create(incoming=made, place=place, name=kept.name, file=kept)
    _answers(made)
    converting.plan(made)
    publish(lifecycle.REGISTERED, number=made.case.number)
    return made


def _known(value: str, values: Sequence[str], words: str) -> None:
    if value not in values:
        raise Refused(words)


def _reminded(actor: Actor, number: str) -> Incoming | None:
    if not number.strip():
        return None
    found = queries.incoming(actor).filter(case__number=number.strip().upper()).first()
    if found is None:
        raise Refused(f"Tekit edilen «{number}» sayılı evrak bulunamadı.")
    return found


def _no_twin(
    sender: str,
    number: str,
    date: dt.date | None,
    stored: StoredFile | None,
    package: StoredFile | None,
    document_id: uuid.UUID | None,
    anyway: bool,
) -> None:
    sha256 = package.blob_id if package else stored.blob_id if stored else ""
    found = queries.twins(
        sender=sender, document_number=number, document_date=date, sha256=sha256, document_id=document_id
    ).first()
    if found is None:
        return
    if document_id and found.document_id == document_id:
        raise Refused(f"Bu paket {found.case.number} sayısıyla zaten kayıtlı.")
    if not anyway:
        raise Refused(
            f"Bu evrak {found.case.number} sayısıyla kayıtlı görünüyor. Yine de kaydetmek için «Yine de kaydet» "
            "kutusunu işaretleyin."
        )


def _answers(made: Incoming) -> None:
    """Where the sender names our number in what came, the letter is answered."""
    named = re.findall(r"\b[EZO]-[1-9]\d{7}-[\d.]+(?:\[[^\]]+\])?-\d+\b", f"{made.case.subject} {made.note}")
    for official in named[:5]:
        Letter.objects.filter(official=official, answered_by=None).update(answered_by=made)


@transaction.atomic
def mark_answer(number: str, *, actor: Actor, letter: str) -> Incoming:
    """Say that what came answers a letter of ours; the letter waits no longer."""
    found = queries.one_incoming(actor, number)
    if not actor.reach(access.WORK).covers(found.case):
        raise Refused(f"«{access.WORK.label}» için yetkiniz yok.")
    ours = queries.letters(actor).filter(official=letter.strip()).order_by("-register_year").first()
    if ours is None:
        ours = queries.letters(actor).filter(case__number=letter.strip().upper()).first()
    if ours is None:
        raise Refused(f"«{letter}» sayılı yazı bulunamadı.")
    ours.answered_by = found
    ours.save(update_fields=["answered_by"])
    tell(found.case, "answers", actor, ours.shown_number)
    return found


@transaction.atomic
def correct(number: str, *, actor: Actor, code: str = "", subject: str = "", note: str = "") -> Incoming:
    """Mend what was registered: its code, its subject, its note. The number and the sender stay."""
    found: Incoming = Incoming.objects.select_for_update(of=("self", "case")).get(case__number=number)
    queries.one_incoming(actor, number)
    if not actor.reach(access.REGISTER).covers(found.case):
        raise Refused(f"«{access.REGISTER.label}» için yetkiniz yok.")
    told = []
    if code.strip():
        wanted = queries.named_code(code)
        if wanted is None:
            raise Refused(f"«{code}» dosya planında yok.")
        if wanted.pk != found.file_code_id:
            told.append(f"kod {found.file_code.code if found.file_code else 'yok'} → {wanted.code}")
            found.file_code = wanted
    if subject.strip() and subject.strip() != found.case.subject:
        told.append(f"konu: {found.case.subject} → {subject.strip()}"[:300])
        found.case.subject = subject.strip()[:250]
        found.case.save()
    if note.strip() != found.note and note.strip():
        told.append("açıklama")
        found.note = note.strip()
    if not told:
        raise Refused("Değişen bir şey yok.")
    found.save()
    tell(found.case, "correct", actor, "; ".join(told))
    return found


def close(number: str, *, actor: Actor, why: str, code: str = "") -> Incoming:
    """File it: nothing is left to do. A document leaves the desk only with a code of the plan."""
    wanted = queries.named_code(code) if code.strip() else None
    if code.strip() and wanted is None:
        raise Refused(f"«{code}» dosya planında yok.")
    with take(lifecycle.CLOSE, Incoming, number, actor, note=why.strip()[:500]) as found:
        found.file_code = wanted or found.file_code
        if found.file_code is None:
            raise Refused("Dosyasına kaldırmak için dosya planı kodu yazılmalı.")
        waiting = found.referrals.filter(case__closed_at=None, purpose="action").count()
        if waiting:
            raise Refused(f"Gereği için yapılmış {waiting} havale sürüyor; önce onlar sonuçlanmalı.")
        found.closed_why = why.strip()
        publish(lifecycle.FILED, number=number)
    return found


def send_back(number: str, *, actor: Actor, why: str, forwarded_to: str = "") -> Incoming:
    """Yanlış muhatap (m. 32) or a letter against the rules (m. 35): back to the sender, or on to the right body."""
    words = f"{forwarded_to.strip()} makamına gönderildi. {why.strip()}" if forwarded_to.strip() else why.strip()
    if not words:
        raise Refused("İade nedeni yazılmalı.")
    with take(lifecycle.SEND_BACK, Incoming, number, actor, note=words[:500]) as found:
        if found.referrals.filter(case__closed_at=None).exists():
            raise Refused("Süren havaleler var; önce onlar geri alınmalı.")
        found.closed_why = words
    return found


def reject(number: str, *, actor: Actor, why: str) -> Incoming:
    """A package that breaks the guide or cannot be opened is rejected until the end of the second working day."""
    with take(lifecycle.REJECT, Incoming, number, actor, note=why.strip()[:500]) as found:
        if found.package is None:
            raise Refused("Yalnız e-Yazışma paketi reddedilir.")
        if found.accepted_on:
            raise Refused(f"Paket {found.accepted_on:%d.%m.%Y} günü kabul edildi; artık reddedilemez.")
        if found.reject_until and localdate() > found.reject_until:
            raise Refused(
                f"Ret süresi {found.reject_until:%d.%m.%Y} günü doldu; paket kabul edilmiş sayılır (2646 m. 30)."
            )
        found.closed_why = why.strip()
        # what is mended comes under the same identifier
        found.document_id = None
        # the sender hears of it until the end of the second working day (m. 30)
        app.configure_task("correspondence.tell_rejection").defer(number=number)
    return found


@transaction.atomic
def accept(number: str, *, actor: Actor) -> Incoming:
    """Accept a package before silence does, with the faults it has; afterwards it cannot be rejected."""
    Incoming.objects.select_for_update(of=("self", "case")).filter(case__number=number).first()
    found = queries.one_incoming(actor, number)
    if not actor.reach(access.REGISTER).covers(found.case):
        raise Refused(f"«{access.REGISTER.label}» için yetkiniz yok.")
    if found.package_id is None or found.accepted_on is not None or found.case.state == "rejected":
        raise Refused("Kabul bekleyen bir paket yok.")
    found.accepted_on = localdate()
    found.save(update_fields=["accepted_on"])
    tell(found.case, "accept", actor, "Paket kabul edildi")
    return found


def words_of(faults: Sequence[dict[str, Any]]) -> str:
    """The faults of a package in one sentence each."""
    return "; ".join(f"{one.get('rule', '')}: {one.get('part', '')}".strip(": ") for one in faults)
