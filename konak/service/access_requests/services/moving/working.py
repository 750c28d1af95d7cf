"""Work on the lines of a file, and its end."""

import datetime as dt
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import take, tell
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.governance.staffing import public as staffing

from ... import access, lifecycle
from ...models import (
    Action,
    Entitlement,
    Movement,
    MovementKind,
    MovementLine,
)
from ..telling import clock, plain
from .effect import cut_line, effect_if_due, prove_what_is_gone, still_held
from .lines import ACCOUNT, DAYS, RIGHTS, list_all, locked, order_rights
from .wants import take_what_is_there


@transaction.atomic
def look_again(number: str, *, actor: Actor) -> int:
    """List what came into the person's hands meanwhile, prove what is gone; returns how many lines changed."""
    row = locked(number, actor)
    count = 0
    if row.person_id is not None and row.kind == MovementKind.LEAVER:
        count = list_all(row)
    if row.person_id is not None:
        row.person = User.objects.get(pk=row.person_id)
        count += prove_what_is_gone(row, "Kişide değil: kendi uygulamasında sonuçlandırıldı")
        if row.kind != MovementKind.LEAVER:
            count += take_what_is_there(row.pk, actor=actor)
            order_rights(row, actor, only_preapproved=row.effective_at > now())
    tell(row.case, "look_again", actor, f"{count} kalem")
    return count


@transaction.atomic
def settle(
    line_id: int,
    *,
    actor: Actor,
    proof: str = "",
    to: User | None = None,
    keep: bool = False,
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> MovementLine:
    """One line is done: handed to somebody, ended, given, or kept for a reason; with its proof."""
    found = MovementLine.objects.select_related("movement__case").get(pk=line_id)
    row = locked(found.movement.case.number, actor)
    line = MovementLine.objects.select_for_update(of=("self",)).get(pk=line_id)
    line.movement = row
    told = plain(proof)
    if line.done_at is not None:
        raise Refused("Bu kalem zaten kanıtlandı.")
    if to is not None and to.pk == row.person_id:
        raise Refused("Kişi kendisine devredemez.")
    if line.source == RIGHTS and line.entitlement_id:
        return _settle_right(row, line, actor, told, keep)
    if line.source == RIGHTS and line.request_number:
        raise Refused(f"Bu kalem {line.request_number} sayılı talep yürütülünce kendiliğinden kanıtlanır.")
    if line.source == ACCOUNT:
        raise Refused(f"Hesap ayrılış anında ({row.effective_words}) kendiliğinden kapanır.")
    if not told and to is None:
        raise Refused("Kanıtı yazın: ne yapıldı, hangi belge ya da kayıtla?")
    if line.action in {Action.HAND, Action.TAKE} and row.person_id is not None:
        if to is None and line.action == Action.HAND and line.source == "Açık dosyalar":
            told = f"{told} (dosya birime bırakıldı)"
        staffing.settle_held(line.source, line.key, actor=actor, person=User.objects.get(pk=row.person_id), to=to)
        if to is not None and still_held(row, line):
            # offered, not yet taken over: the line is proved when the other one accepts
            line.to = to
            line.save(update_fields=["to"])
            tell(row.case, "offer", actor, f"{line.source}: {line.text}"[:300])
            return line
    line.to = to
    if to is not None:
        told = f"{to.full_name} adına devredildi. {told}".strip()
    _done(line, actor, told, file, file_name)
    tell(row.case, "settle", actor, f"{line.source}: {line.get_action_display()}")
    return line


def _settle_right(row: Movement, line: MovementLine, actor: Actor, told: str, keep: bool) -> MovementLine:
    if keep:
        if row.kind == MovementKind.LEAVER:
            raise Refused("Ayrılan kişide yetki kalamaz.")
        if not told:
            raise Refused("Yetkinin neden kaldığını yazın.")
        line.action = Action.KEEP
        Entitlement.objects.filter(pk=line.entitlement_id or 0).update(last_reviewed_on=localdate())
        _done(line, actor, told, None, "")
    else:
        if line.request_number:
            raise Refused(f"Yetki sona erdi; {line.request_number} sayılı kaldırma yürütülünce kanıtlanır.")
        line.action = Action.TAKE
        cut_line(line, actor, told or f"{row.get_kind_display()} ({row.case.number})")
    tell(row.case, "settle", actor, f"{line.source}: {line.get_action_display()}")
    return line


def _done(line: MovementLine, actor: Actor, proof: str, file: IO[bytes] | None, name: str) -> None:
    if file is not None:
        name = name or getattr(file, "name", "") or "kanit"
        line.proof_file = store(
            actor=actor,
            content=file,
            name=name,
            unit_id=line.movement.case.unit_id,
            purpose="access_requests.proof",
        )
    line.proof, line.done_at, line.done_by_id = proof[:500], now(), actor.user_id
    line.save()


@transaction.atomic
def settle_all(number: str, *, actor: Actor, source: str, proof: str = "", to: User | None = None) -> int:
    """Every open line of one heading at once."""
    row = locked(number, actor)
    keys = list(row.lines.filter(source=source, done_at=None, request_number="").values_list("pk", flat=True))
    if not keys:
        raise Refused("Bu başlıkta sonuçlandırılacak açık kalem yok.")
    for key in keys:
        settle(key, actor=actor, proof=proof, to=to)
    return len(keys)


@transaction.atomic
def reschedule(number: str, *, actor: Actor, effective_at: dt.datetime, why: str) -> Movement:
    """The exit comes earlier or later than thought."""
    row = locked(number, actor)
    if row.effective_done_at is not None:
        raise Refused("Geçerlilik anı geçti; değiştirilemez.")
    if not plain(why):
        raise Refused("Neden değiştiğini yazın.")
    before, row.effective_at = row.effective_words, effective_at
    row.save(update_fields=["effective_at"])
    row.case.due_on = add_working_days(max(localdate(effective_at), localdate()), DAYS)
    row.case.save(update_fields=["due_on"])
    tell(row.case, "reschedule", actor, f"{before} → {row.effective_words}")
    row.person = User.objects.get(pk=row.person_id) if row.person_id else None
    effect_if_due(row, actor)
    return row


@transaction.atomic
def close(number: str, *, actor: Actor) -> Movement:
    """Everything is proved: the file closes. Otherwise the refusal names what is open."""
    if staffing.in_personnel(actor) and not actor.reach(access.MOVE).covers(
        Movement.objects.get(case__number=number).case
    ):
        locked(number, actor)
        acting = clock(Movement.objects.get(case__number=number).case.unit_id)
        with take(lifecycle.CLOSE_MOVEMENT, Movement, number, acting, "personel birimi kapattı") as row:
            row.case.assignee_id = actor.user_id
        return row
    with take(lifecycle.CLOSE_MOVEMENT, Movement, number, actor) as row:
        row.case.assignee_id = None
    return row


@transaction.atomic
def cancel(number: str, *, actor: Actor, why: str) -> Movement:
    if not plain(why):
        raise Refused("Neden iptal edildiğini yazın.")
    with take(lifecycle.CANCEL_MOVEMENT, Movement, number, actor, plain(why)) as row:
        if row.kind == MovementKind.LEAVER and row.effective_done_at is not None:
            raise Refused("Ayrılış gerçekleşti; dosya iptal edilemez, kalemler kanıtlanarak kapatılır.")
        row.case.assignee_id = None
    return row
