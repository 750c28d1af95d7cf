"""Files are opened, filled, closed; held for a court."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Permission, Scope, Seat
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, tell
from konak.foundation.db import fetch
from konak.foundation.files.models import StoredFile
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.search import words
from konak.foundation.trail import services as trail
from konak.office.correspondence.public import Paper, code_named, paper

from .. import access, lifecycle, queries
from ..models import (
    Box,
    Document,
    DocumentKind,
    Folder,
    Medium,
    Office,
    Piece,
    Source,
    Volume,
)
from .indexing import find_in_house

FULL = 200
"""Documents a volume takes; the next one opens the next volume."""


def registrar(unit_id: int) -> Actor:
    """Who files what the register says is finished: the program, for one unit."""
    seat = Seat(
        position="",
        unit_id=unit_id,
        branch=frozenset({unit_id}),
        clearance=4,
        grants={one.code: int(Scope.UNIT) for one in (access.VIEW, access.READ, access.FILE)},
    )
    return Actor(None, (seat,), via="job")


def may(actor: Actor, permission: Permission, owned: object) -> None:
    if not actor.reach(permission).covers(owned):
        raise Refused(f"«{permission.label}» için yetkiniz yok.")


def locked(number: str, actor: Actor) -> Folder:
    """A file in view, under its lock."""
    found: Folder = Folder.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(found.case):
        raise Folder.DoesNotExist
    return found


@transaction.atomic
def open_folder(
    *,
    actor: Actor,
    unit_id: int,
    code: str,
    subject: str = "",
    year: int | None = None,
    matter: str = "",
    medium: str = Medium.ELECTRONIC,
    ordinary: str | None = None,
) -> Folder:
    """Open a file of a unit: a matter of its own (vaka), or the ordinary one of a code and year."""
    actor = queries.archivist(actor)
    reach = actor.reach(access.FILE)
    if not (reach.everywhere or unit_id in reach.units):
        raise Refused(f"Bu birimde «{access.FILE.label}» için yetkiniz yok.")
    named = code_named(code)
    if named is None:
        raise Refused(f"«{code}» dosya planında yok.")
    year = year or localdate().year
    if not 1900 <= year <= localdate().year:
        raise Refused("Dosyanın yılı 1900 ile bu yıl arasında olmalı.")
    folder = Folder(
        code=named[0], code_name=named[1], year=year, matter=matter.strip(), medium=medium, ordinary=ordinary
    )
    made = open_case(
        folder, actor=actor, permission=access.FILE, unit_id=unit_id, subject=(subject.strip() or named[1])[:250]
    )
    made.case.resting = True
    made.case.save(update_fields=["resting"])
    Volume.objects.create(folder=made, number=1, opened_on=localdate())
    return made


def _ordinary(facts: Paper, actor: Actor) -> Folder:
    """The open file into which a document of the register goes: that of its matter, or of its code and year."""
    fetch("archive/lock", key=f"{facts.unit_id}:{facts.code}")
    if facts.matter:
        rows = Folder.objects.filter(case__unit_id=facts.unit_id, code=facts.code, matter=facts.matter)
        found = rows.filter(case__state="open").order_by("-pk").first()
        if found is not None:
            return found  # type: ignore[no-any-return]
        return open_folder(
            actor=actor,
            unit_id=facts.unit_id,
            code=facts.code,
            matter=facts.matter,
            year=facts.dated_on.year,
            subject=f"{facts.code_name} [{facts.matter}]",
        )
    year, late = facts.dated_on.year, localdate().year
    for each, more in ((year, ""), (late, ""), *((late, f":{again}") for again in range(2, 50))):
        key = f"{facts.unit_id}:{facts.code}:{each}{more}"
        found = Folder.objects.filter(ordinary=key).first()
        if found is None:
            return open_folder(
                actor=actor,
                unit_id=facts.unit_id,
                code=facts.code,
                year=each,
                ordinary=key,
                subject=f"{facts.code_name} {each}",
            )
        if found.case.state == "open":
            return found  # type: ignore[no-any-return]
    raise Refused("Birimin bu koddaki bütün dosyaları kapalı.")


@transaction.atomic
def put(
    folder_id: int,
    *,
    actor: Actor,
    source: str,
    kind: str,
    title: str,
    contents: Sequence[tuple[str, StoredFile]] = (),
    reference: str = "",
    official: str = "",
    party: str = "",
    dated_on: dt.date | None = None,
    unit_id: int | None = None,
    owner_id: int | None = None,
    author_id: int | None = None,
    secrecy: int = 0,
    body: str = "",
    intake_id: int | None = None,
    row: int | None = None,
    fill: bool = False,
) -> Document:
    """Put a document into the last volume of a file. `fill`: also into one that is closed already (old records)."""
    folder = Folder.objects.select_for_update(of=("self", "case")).get(pk=folder_id)
    if folder.ended or (folder.case.state != "open" and not fill):
        raise Refused("Kapanmış dosyaya belge konmaz; dosya yeniden açılmalı.")
    volume = Volume.objects.filter(folder=folder).order_by("-number").first()
    if volume is None or volume.documents >= FULL:
        number = 1
        if volume is not None:
            volume.closed_on = localdate()
            volume.save(update_fields=["closed_on"])
            number = volume.number + 1
        volume = Volume.objects.create(folder=folder, number=number, opened_on=localdate())
    volume.documents += 1
    volume.save(update_fields=["documents"])
    made = Document.objects.create(
        folder=folder,
        volume=volume,
        place=volume.documents,
        source=source,
        kind=kind,
        reference=reference,
        official=official[:80],
        title=title.strip()[:300],
        party=party.strip()[:300],
        dated_on=dated_on,
        year=(dated_on.year if dated_on else folder.year),
        code=folder.code,
        unit_id=unit_id or folder.case.unit_id,
        owner_id=owner_id,
        author_id=author_id,
        secrecy=secrecy,
        body=body.replace("\0", " ")[:60_000],
        filed_by_id=actor.user_id,
        intake_id=intake_id,
        row=row,
    )
    Piece.objects.bulk_create(
        Piece(
            document=made,
            stored=file,
            sha256=file.blob_id,
            size=file.blob.size,
            name=file.name,
            media_type=file.media_type,
            role=role,
        )
        for role, file in {(file.blob_id, file.name): (role, file) for role, file in contents}.values()
    )
    folder.documents += 1
    folder.save(update_fields=["documents"])
    index([made])
    publish(lifecycle.FILED, folder=folder.case.number, reference=reference)
    return made


def index(documents: Iterable[Document]) -> None:
    """Write the words and marks by which documents are found, here and in the search of the house."""
    documents = list(documents)
    find_in_house(documents)
    rows = []
    for one in documents:
        title = [words.folded(word) for word in words.split(f"{one.title} {one.official} {one.party}")]
        body = [words.folded(word) for word in words.split(one.body)]
        rows.append(
            {
                "id": one.pk,
                "title_words": " ".join(title),
                "title_stems": " ".join(words.marked(word) for word in title if word not in words.STOP),
                "body_words": " ".join(body),
                "body_stems": " ".join(words.marked(word) for word in body if word not in words.STOP),
                "marks": queries.marks(one),
            }
        )
    if rows:
        fetch("archive/vectors", rows=json.dumps(rows, ensure_ascii=False))


@transaction.atomic
def file_paper(reference: str, *, actor: Actor, folder: str = "") -> Document | None:
    """Put what the register finished into its file; done already, or not finished, it stays as it is.

    `folder` names a file of one's choice; without it the ordinary one of unit, code and year is taken.
    """
    facts = paper(reference)
    if facts is None:
        raise ObjectDoesNotExist
    fetch("archive/lock", key=facts.number)
    if Document.objects.filter(source=facts.source, reference=facts.number).exists():
        if folder:
            raise Refused("Belge zaten bir dosyada.")
        return None
    if not facts.ready or not facts.code:
        if folder:
            raise Refused("Belge henüz sonuçlanmadı; imzalanan yazılar ve dosyasına kaldırılan evrak dosyaya konur.")
        return None
    if folder:
        actor = queries.archivist(actor)
        chosen = locked(folder, actor)
        may(actor, access.FILE, chosen.case)
        may(actor, access.READ, _as_owned(facts))
    else:
        actor = registrar(facts.unit_id)
        chosen = _ordinary(facts, actor)
    made = put(
        chosen.pk,
        actor=actor,
        source=facts.source,
        kind=facts.kind,
        title=facts.title,
        contents=facts.contents,
        reference=facts.number,
        official=facts.official,
        party=facts.party,
        dated_on=facts.dated_on,
        unit_id=facts.unit_id,
        owner_id=facts.owner_id,
        author_id=facts.author_id,
        secrecy=facts.secrecy,
        body=facts.text,
    )
    tell(chosen.case, "put", actor, facts.number)
    return made


def _as_owned(facts: Paper) -> Document:
    return Document(unit_id=facts.unit_id, owner_id=facts.owner_id, author_id=facts.author_id, secrecy=facts.secrecy)


@transaction.atomic
def put_by_hand(
    number: str,
    *,
    actor: Actor,
    title: str,
    kind: str = DocumentKind.OTHER,
    official: str = "",
    party: str = "",
    dated_on: dt.date | None = None,
    secrecy: int = 0,
    file: StoredFile | None = None,
) -> Document:
    """A document that never was in the register: a report, a drawing, a paper."""
    actor = queries.archivist(actor)
    folder = locked(number, actor)
    may(actor, access.FILE, folder.case)
    if dated_on and dated_on > localdate():
        raise Refused("Belgenin tarihi ileri bir gün olamaz.")
    made = put(
        folder.pk,
        actor=actor,
        source=Source.HAND,
        kind=kind,
        title=title,
        official=official,
        party=party,
        dated_on=dated_on,
        secrecy=secrecy,
        author_id=actor.user_id,
        contents=[("Belge", file)] if file else [],
    )
    tell(folder.case, "put", actor, seat=actor.seat_for(access.FILE, folder.case))
    return made


@transaction.atomic
def shelve(number: str, *, actor: Actor, volume: int, box: str, place: str = "") -> Volume:
    """A volume of paper gets a box and a place on the shelf."""
    actor = queries.archivist(actor)
    folder = locked(number, actor)
    may(actor, access.RECEIVE, folder.case)
    if folder.medium == Medium.ELECTRONIC:
        raise Refused("Elektronik dosyanın kutusu olmaz.")
    found = folder.volumes.get(number=volume)
    if not box.strip():
        raise Refused("Kutunun kodunu yazın.")
    where = queries.office_id() if folder.case.state == "institution" else None
    kept, _ = Box.objects.get_or_create(unit_id=where or folder.case.unit_id, code=box.strip()[:30])
    if place.strip():
        kept.place = place.strip()[:120]
        kept.save(update_fields=["place"])
    found.box = kept
    found.save(update_fields=["box"])
    tell(folder.case, "shelve", actor, f"{volume}. cilt", seat=actor.seat_for(access.RECEIVE, folder.case))
    return found


@transaction.atomic
def set_office(*, actor: Actor, unit: int) -> Office:
    """Say which unit keeps the institution's archive."""
    if not actor.reach(access.PLAN).everywhere:
        raise Refused(f"«{access.PLAN.label}» için yetkiniz yok.")
    if not Unit.objects.filter(pk=unit).exists():
        raise Refused("Birim bulunamadı.")
    row, _ = Office.objects.update_or_create(only=True, defaults={"unit_id": unit})
    trail.write(actor=actor, kind="archive.office", subject=str(unit), verb="set")
    return row
