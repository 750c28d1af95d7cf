"""Files handed over: from the desk to the unit's archive, from there to the institution's."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.queries import holders

from .. import access, lifecycle, queries
from ..models import Box, Folder, Line, LineVerdict, Transfer, Whither
from .filing import may

MOST = 500


@transaction.atomic
def list_transfer(*, actor: Actor, unit_id: int, to: str, numbers: Sequence[str]) -> Transfer:
    """Draw up a list of closed files of one unit."""
    actor = queries.archivist(actor)
    wanted = list(dict.fromkeys(one.strip().upper() for one in numbers if one.strip()))
    if not wanted:
        raise Refused("En az bir dosya seçin.")
    if len(wanted) > MOST:
        raise Refused(f"Bir listede en çok {MOST} dosya bulunur.")
    label = Whither(to).label.lower()
    made = open_case(
        Transfer(to=to),
        actor=actor,
        permission=access.FILE,
        unit_id=unit_id,
        subject=f"{len(wanted)} dosyanın {label}ne devri"
        if to == Whither.UNIT
        else f"{len(wanted)} dosyanın kurum arşivine devri",
    )
    may(actor, access.FILE, made.case)
    for number in wanted:
        folder = Folder.objects.select_for_update(of=("self",)).filter(case__number=number).first()
        if folder is None or not actor.reach(access.VIEW).covers(folder.case):
            raise Refused(f"«{number}» sayılı dosya bulunamadı.")
        if folder.case.unit_id != unit_id:
            raise Refused(f"{number} başka bir birimin dosyası.")
        if folder.case.state not in ({"closed"} if to == Whither.UNIT else {"closed", "unit"}):
            raise Refused(f"{number}: «{folder.state_label}» durumundaki dosya bu listeye girmez.")
        if folder.transfers.filter(live=True).exists():
            raise Refused(f"{number} süren başka bir devir listesinde.")
        Line.objects.create(transfer=made, folder=folder)
    return made


def send(number: str, *, actor: Actor) -> Transfer:
    """The list goes to whoever takes the files in."""
    actor = queries.archivist(actor)
    with take(lifecycle.SEND, Transfer, number, actor) as transfer:
        where = queries.office_id() if transfer.to == Whither.INSTITUTION else transfer.case.unit_id
        if where is None:
            raise Refused("Kurum arşivi birimi tanımlanmamış; sistem yöneticisi «Arşiv ayarları»ndan seçer.")
        people = holders(where).values_list("user_id", flat=True)[:50]
        notify(
            list(people),
            lifecycle.TRANSFERS,
            f"Arşiv devri teslim bekliyor: {transfer.case.subject}",
            actor=actor,
            url=f"/arsiv/devir/{number}/",
            body=f"{number} · {transfer.case.unit.name}",
            dedupe=f"transfer:{number}",
        )
    return transfer


def _receiver(transfer: Transfer, actor: Actor) -> None:
    if transfer.to == Whither.INSTITUTION and not queries.keeps(actor):
        raise Refused("Kurum arşivine devri kurum arşivinde görevli olan teslim alır.")


def receive(
    number: str,
    *,
    actor: Actor,
    refused: Sequence[str] = (),
    why: str = "",
    box: str = "",
    place: str = "",
    answer: str = "",
) -> Transfer:
    """Take the files in; those named in `refused` stay where they are, with the reason."""
    actor = queries.archivist(actor)
    not_taken = {one.strip().upper() for one in refused if one.strip()}
    if not_taken and not why.strip():
        raise Refused("Alınmayan dosyaların neden alınmadığını yazın.")
    with take(lifecycle.TAKE_IN, Transfer, number, actor) as transfer:
        _receiver(transfer, actor)
        lines = list(transfer.lines.select_related("folder__case").order_by("pk"))
        unknown = not_taken - {line.folder.case.number for line in lines}
        if unknown:
            raise Refused(f"Listede olmayan dosya: {', '.join(sorted(unknown))}.")
        if len(not_taken) == len(lines):
            raise Refused("Hiçbir dosya alınmıyorsa listeyi geri çevirin.")
        kept = None
        if box.strip():
            where = queries.office_id() if transfer.to == Whither.INSTITUTION else transfer.case.unit_id
            kept, _ = Box.objects.get_or_create(unit_id=where or transfer.case.unit_id, code=box.strip()[:30])
            if place.strip():
                kept.place = place.strip()[:120]
                kept.save(update_fields=["place"])
        step = lifecycle.TO_INSTITUTION if transfer.to == Whither.INSTITUTION else lifecycle.TO_UNIT
        for line in lines:
            line.live = False
            if line.folder.case.number in not_taken:
                line.verdict, line.why = LineVerdict.REFUSED, why.strip()[:300]
            else:
                with take(step, Folder, line.folder.case.number, actor, note=number) as folder:
                    if kept is not None and folder.medium != "electronic":
                        folder.volumes.update(box=kept)
                        line.box = kept
                line.verdict = LineVerdict.RECEIVED
            line.save()
        transfer.settled_on, transfer.answer = localdate(), answer.strip()[:500]
        transfer.minute = _minute(transfer, actor)
    return transfer


def refuse(number: str, *, actor: Actor, why: str) -> Transfer:
    """The whole list goes back."""
    if not why.strip():
        raise Refused("Neden geri çevrildiğini yazın.")
    actor = queries.archivist(actor)
    with take(lifecycle.REFUSE, Transfer, number, actor, note="") as transfer:
        _receiver(transfer, actor)
        transfer.lines.update(live=False, verdict=LineVerdict.REFUSED, why=why.strip()[:300])
        transfer.settled_on, transfer.answer = localdate(), why.strip()[:500]
    return transfer


def give_up(number: str, *, actor: Actor) -> Transfer:
    actor = queries.archivist(actor)
    with take(lifecycle.GIVE_UP, Transfer, number, actor) as transfer:
        transfer.lines.update(live=False)
    return transfer


@transaction.atomic
def drop_line(number: str, folder: str, *, actor: Actor) -> Transfer:
    """Take a file off a list that has not gone yet."""
    actor = queries.archivist(actor)
    transfer: Transfer = Transfer.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(transfer.case):
        raise Transfer.DoesNotExist
    may(actor, access.FILE, transfer.case)
    if transfer.case.state != "draft":
        raise Refused("Gönderilmiş listeden dosya çıkarılmaz.")
    transfer.lines.filter(folder__case__number=folder).delete()
    tell(transfer.case, "drop", actor, folder)
    return transfer


def _minute(transfer: Transfer, actor: Actor) -> StoredFile:
    rows = []
    for place, line in enumerate(transfer.lines.select_related("folder__case", "box").order_by("pk"), start=1):
        folder = line.folder
        rows.append(
            [
                str(place),
                folder.case.number,
                f"{folder.code} {folder.case.subject}",
                str(folder.year),
                str(folder.volumes.count()),
                str(folder.documents),
                str(line.box or ""),
                line.get_verdict_display() + (f": {line.why}" if line.why else ""),
            ]
        )
    pdf = render_pdf(
        "archive/transfer",
        {
            "title": "Arşiv Devir Teslim Tutanağı",
            "unit": transfer.case.unit.name,
            "number": transfer.case.number,
            "date": transfer.settled_on or dt.date.min,
            "facts": [
                ["Devreden birim", transfer.case.unit.name],
                ["Devralan", transfer.get_to_display()],
                ["Teslim günü", f"{transfer.settled_on:%d.%m.%Y}"],
                ["Not", transfer.answer or "–"],
            ],
            "rows": rows,
        },
    )
    return store(
        actor=actor,
        content=pdf,
        name=f"{transfer.case.number}-tutanak.pdf",
        unit_id=transfer.case.unit_id,
        purpose="archive.minute",
    )
