"""The parts of a letter beside its words: addressees, annexes, what it refers to, what others wish of it."""

import datetime as dt
from collections.abc import Sequence
from typing import IO, Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

from .. import queries
from ..models import (
    Addressee,
    Annex,
    AnnexKind,
    Cited,
    Letter,
    Remark,
)
from . import composing
from .keeping import address, keep_version, locked, open_draft, reclose
from .marking import PDF, WORD, marked
from .signing import bytes_of

ANNEXES = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "png", "jpg", "jpeg", "tif"} | {"tiff", "txt", "csv", "zip"}
)
LARGEST_ANNEX = 100 * 1024 * 1024


@transaction.atomic
def add_addressee(number: str, *, actor: Actor, **facts: Any) -> Addressee:
    letter = open_draft(number, actor)
    made = address(letter, **facts)
    reclose(letter)
    keep_version(letter, actor)
    return made


@transaction.atomic
def drop_addressee(number: str, *, actor: Actor, addressee_id: int) -> Letter:
    letter = open_draft(number, actor)
    letter.addressees.filter(pk=addressee_id).delete()
    reclose(letter)
    keep_version(letter, actor)
    return letter


@transaction.atomic
def withhold(number: str, *, actor: Actor, addressee_id: int, annexes: Sequence[int]) -> Addressee:
    """Ek konulmadı: this addressee gets the letter without some annexes."""
    letter = open_draft(number, actor)
    one = letter.addressees.get(pk=addressee_id)
    keys = letter.annexes.filter(pk__in=list(annexes)).values_list("annex_id", flat=True)
    one.without = [str(key) for key in keys]
    one.save()
    return one


@transaction.atomic
def add_annex(
    number: str,
    *,
    actor: Actor,
    name: str = "",
    kind: str = AnnexKind.INSIDE,
    extent: str = "",
    file: IO[bytes] | bytes | None = None,
    file_name: str = "",
    reference: str = "",
    is_signed: bool = True,
) -> Annex:
    """An annex: a file that travels inside, one that lies elsewhere, or paper."""
    letter = open_draft(number, actor)
    if kind not in AnnexKind.values:
        raise Refused("Ekin türünü seçin.")
    stored = None
    if kind == AnnexKind.INSIDE:
        if file is None:
            raise Refused("Ek dosyasını seçin.")
        stored = store(
            actor=actor, content=file, name=file_name, allow=ANNEXES, limit_bytes=LARGEST_ANNEX,
            unit_id=letter.case.unit_id, purpose="correspondence",
        )  # fmt: skip
    if kind == AnnexKind.OUTSIDE and not reference.strip().startswith(("http://", "https://")):
        raise Refused("Başka yerde duran ekin adresi http ile başlar.")
    name = name.strip() or (stored.name.rpartition(".")[0] if stored else "")
    if not name:
        raise Refused("Ekin adı yazılmalı.")
    place = (letter.annexes.aggregate(last=Max("place"))["last"] or 0) + 1
    made = Annex.objects.create(
        letter=letter,
        place=place,
        annex_id=composing.new_id(),
        name=name[:200],
        kind=kind,
        extent=extent.strip(),
        file=stored,
        reference=reference.strip(),
        is_signed=is_signed and kind == AnnexKind.INSIDE,
    )
    keep_version(letter, actor)
    return made


def marked_annex(letter: Letter, annex: Annex) -> bytes | None:
    """An annex with its EK-n, as the addressee has it; None where it bears none."""
    if annex.file is None or annex.file.media_type not in {PDF, WORD}:
        return None
    return marked(bytes_of(annex.file), annex.file.media_type, annex.place, letter.annexes.count())


@transaction.atomic
def drop_annex(number: str, *, actor: Actor, annex_id: int) -> Letter:
    """Take an annex out; those behind it move up, so that the numbers stay without a gap."""
    letter = open_draft(number, actor)
    letter.annexes.filter(pk=annex_id).delete()
    for place, one in enumerate(letter.annexes.order_by("place"), start=1):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    keep_version(letter, actor)
    return letter


@transaction.atomic
def cite(
    number: str,
    *,
    actor: Actor,
    other: str = "",
    words: str = "",
    on: dt.date | None = None,
    document_number: str = "",
) -> Cited:
    """An ilgi: picked from the registers by number, or written."""
    letter = open_draft(number, actor)
    incoming, own = None, None
    if other.strip():
        incoming = queries.incoming(actor).filter(case__number=other.strip().upper()).first()
        own = None
        if incoming is None:
            own = queries.letters(actor).filter(official=other.strip()).order_by("-register_year").first()
        if incoming is None and own is None:
            raise Refused(f"«{other}» sayılı evrak bulunamadı.")
    if incoming is not None:
        words, on, document_number = incoming.cited, incoming.document_date, incoming.document_number
    elif own is not None:
        day = f"{own.dated_on:%d.%m.%Y} tarihli ve " if own.dated_on else ""
        words, on, document_number = f"{day}{own.official} sayılı yazımız", own.dated_on, own.official
    if letter.cited.count() >= len(composing.LABELS):
        raise Refused(f"Bir yazıda en çok {len(composing.LABELS)} ilgi olur.")
    if not words.strip():
        raise Refused("İlgi yazılmalı ya da kayıttan seçilmeli.")
    made = Cited.objects.create(
        letter=letter, words=words.strip()[:400], on=on, number=document_number.strip(), incoming=incoming, other=own
    )
    keep_version(letter, actor)
    return made


@transaction.atomic
def uncite(number: str, *, actor: Actor, cited_id: int) -> Letter:
    letter = open_draft(number, actor)
    letter.cited.filter(pk=cited_id).delete()
    keep_version(letter, actor)
    return letter


@transaction.atomic
def remark(number: str, *, actor: Actor, text: str, passage: str = "") -> Remark:
    """Say what should change; whoever may read the draft may wish."""
    letter = locked(number, actor)
    if actor.user_id is None or not text.strip():
        raise Refused("Görüş boş olamaz.")
    if letter.case.state not in ("draft", "routed"):
        raise Refused("İmzalanmış yazıya görüş yazılmaz.")
    made = Remark.objects.create(letter=letter, passage=passage.strip()[:300], text=text.strip(), by_id=actor.user_id)
    tell(letter.case, "remark", actor, text.strip()[:300])
    return made


@transaction.atomic
def settle(number: str, *, actor: Actor, remark_id: int) -> Remark:
    letter = open_draft(number, actor)
    one = letter.remarks.get(pk=remark_id)
    one.settled_at, one.settled_by_id = now(), actor.user_id
    one.save()
    return one
