"""Files that came, in the background: their PDF/A, their text. The file as it came is never changed and stays."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.cases.indexing import refresh
from konak.foundation.cases.services import tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.gateways.converter import client, looking

from .. import access, queries
from ..models import Conversion, Incoming, IncomingAnnex, Work, WorkState
from .screening import screened
from .signing import JOB, bytes_of

STALE = dt.timedelta(minutes=30)
LEAST_TEXT = 40
"""Letters a page must carry so that it counts as text and is not read by recognition."""
JOB_NAME = "correspondence.convert"


def ending(stored: StoredFile) -> str:
    return stored.name.rpartition(".")[2].lower()


def plan(made: Incoming) -> int:
    """Queue what is to be done with the files of a document, in the caller's transaction; returns how many jobs."""
    files: list[tuple[IncomingAnnex | None, StoredFile]] = [(None, made.file)] if made.file else []
    files += [(one, one.file) for one in made.annexes.select_related("file__blob") if one.file]
    count = 0
    for annex, stored in files:
        for kind in _kinds(ending(stored), annex):
            row, fresh = Conversion.objects.get_or_create(
                incoming=made, annex=annex, kind=kind, defaults={"source": stored}
            )
            if fresh:
                count += 1
                app.configure_task(JOB_NAME).defer(conversion_id=row.pk)
    return count


def _kinds(extension: str, annex: IncomingAnnex | None) -> list[str]:
    if extension in client.WRITES and extension != "txt":
        return [Work.PDFA]
    if extension == "pdf" or (extension in client.PICTURES and annex is None):
        return [Work.OCR]
    return []


def convert(conversion_id: int) -> None:
    """Do one piece of work; safe to run again, and of two workers one does it."""
    with transaction.atomic():
        row = Conversion.objects.select_for_update(skip_locked=True).filter(pk=conversion_id).first()
        if row is None or row.state == WorkState.DONE:
            return
        if row.state == WorkState.RUNNING and row.started_at and row.started_at > now() - STALE:
            return
        row.state, row.started_at, row.ended_at = WorkState.RUNNING, now(), None
        row.percent, row.doing, row.why = 5, "Dosya denetleniyor", ""
        row.save()

    def tell_page(percent: int, doing: str) -> None:
        Conversion.objects.filter(pk=conversion_id).update(percent=percent, doing=doing)

    try:
        _work(row, tell_page)
    except (client.Failed, looking.Unreadable, Refused) as fault:
        _failed(row, str(fault))
    except Exception as fault:
        _failed(row, f"Beklenmeyen hata ({type(fault).__name__}); özgün dosya duruyor.")
        raise


def _failed(row: Conversion, why: str) -> None:
    Conversion.objects.filter(pk=row.pk).update(
        state=WorkState.FAILED, why=why[:400], ended_at=now(), doing="", percent=0
    )


def _work(row: Conversion, report: client.Tell) -> None:
    source = Conversion.objects.select_related("source__blob", "incoming__case").get(pk=row.pk)
    content, extension = bytes_of(source.source), ending(source.source)
    pdf, text = content, ""
    if row.kind == Work.PDFA:
        screened(content, source.source.name)
        pdf = client.to_pdfa(content, extension, report)
        text = client.text_of(pdf)
    else:
        if extension == "pdf":
            found = looking.pdf(content)
            source.pages = found.pages
            if found.active:
                source.taken_out = ", ".join(one.what for one in found.active)[:300]
                pdf = looking.cleaned(content)
            text = client.text_of(pdf)
        if len(text) < LEAST_TEXT * max(source.pages, 1):
            read = client.recognise(pdf, extension, report)
            pdf, text = read.pdf, f"{text}\n{read.text}".strip()
    source.pages = source.pages or looking.pdf(pdf).pages
    try:
        pdf, source.archived = client.archive(pdf, report)
        source.state, source.why = WorkState.DONE, ""
    except client.Failed as fault:
        # what was read is kept all the same: the document is found by its words
        source.state, source.why = WorkState.FAILED, str(fault)[:400]
    _keep(source, b"" if pdf == content else pdf, text)


@transaction.atomic
def _keep(row: Conversion, pdf: bytes, text: str) -> None:
    made = Incoming.objects.select_for_update(of=("self", "case")).get(pk=row.incoming_id)
    if pdf:
        stem = row.source.name.rpartition(".")[0] or "belge"
        row.result = store_as_is(
            actor=JOB, content=pdf, name=f"{stem}.pdf", media_type="application/pdf", unit_id=made.case.unit_id,
            purpose="correspondence",
        )  # fmt: skip
    row.percent, row.doing, row.ended_at = 100 if row.state == WorkState.DONE else 0, "", now()
    row.save()
    if row.annex_id is None:
        made.text = text
    elif text:
        made.text = f"{made.text}\n{text}".strip()
    made.text = made.text[:1_000_000]
    made.save(update_fields=["text"])
    out = row.taken_out
    done = "etkin içeriği çıkarıldı: " + out if out else row.get_kind_display().lower()
    tell(made.case, "convert", JOB, f"{row.source.name}: {done}"[:300])
    refresh(made.pk)


@transaction.atomic
def again(number: str, *, actor: Actor, conversion_id: int) -> Conversion:
    """Try work that could not be done once more, for instance when the program was installed meanwhile."""
    found = queries.one_incoming(actor, number)
    if not actor.reach(access.REGISTER).covers(found.case):
        raise Refused(f"«{access.REGISTER.label}» için yetkiniz yok.")
    row: Conversion = found.conversions.select_for_update().get(pk=conversion_id)
    if row.state != WorkState.FAILED:
        raise Refused("Yalnız yapılamayan iş yeniden denenir.")
    row.state, row.why, row.percent = WorkState.WAITING, "", 0
    row.save()
    app.configure_task(JOB_NAME).defer(conversion_id=row.pk)
    return row


def stuck() -> int:
    """Work whose worker died is queued again; returns how many."""
    rows = Conversion.objects.filter(state=WorkState.RUNNING, started_at__lt=now() - STALE)
    for key in list(rows.values_list("pk", flat=True)[:100]):
        app.configure_task(JOB_NAME).defer(conversion_id=key)
    return len(rows[:100])
