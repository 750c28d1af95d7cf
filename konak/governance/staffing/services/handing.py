"""Handing over: what is held is listed, every line goes somewhere, both sign, the superior approves."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Permission
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import seats_of

from .. import access, lifecycle
from ..lifecycle import HandOverState
from ..models import Fate, HandOver, HandOverKind, HandOverLine
from ..queries import delegations, rights
from ..queries import handovers as queries
from .telling import WORKER, worker_in

FARTHEST = dt.timedelta(days=731)
GRACE = 5
"""Working days after the last day by which the minute is to be closed; a habit of this house, not a law."""
LOOK_BACK = dt.timedelta(days=14)
"""How far the nightly round looks for seats that ended while it did not run."""


@transaction.atomic
def open_handover(
    *,
    actor: Actor,
    person: User,
    kind: str,
    last_day: dt.date,
    receiver: User | None = None,
    seat: Appointment | None = None,
    why: str = "",
    absent: bool = False,
) -> HandOver:
    """List everything a person holds. One open file a person: the lines of both would be the same things."""
    User.objects.select_for_update().get(pk=person.pk)
    held = seats_of(person.pk).filter(acting_for=None).order_by("since")
    home = seat or held.first()
    if home is None:
        raise Refused(f"{person.full_name} bugün bir makamda görevli değil.")
    right = _right(actor, person, home)
    if waiting := queries.open_for(person.pk):
        raise Refused(f"{person.full_name} için açık bir devir teslim dosyası var: {waiting.case.number}.")
    if receiver is not None and receiver.pk == person.pk:
        raise Refused("Kişi kendisine devredemez.")
    if abs(last_day - localdate()) > FARTHEST:
        raise Refused("Son çalışma günü bugünden en çok iki yıl uzakta olabilir.")
    if kind == HandOverKind.CHANGE and seat is None:
        raise Refused("Görev değişikliğinde hangi makamın bırakıldığını seçin.")
    return _open(actor, right, home, person, kind, last_day, receiver, seat, why, absent)


def _open(
    actor: Actor,
    right: Permission,
    home: Appointment,
    person: User,
    kind: str,
    last_day: dt.date,
    receiver: User | None,
    seat: Appointment | None,
    why: str,
    absent: bool,
    assignee_id: int | None = None,
) -> HandOver:
    row = HandOver(
        kind=kind, person=person, receiver=receiver, seat=seat, last_day=last_day, why=why.strip(), absent=absent
    )
    label = "İlişik kesme" if kind == HandOverKind.EXIT else "Devir teslim"
    opened = open_case(
        row,
        actor=actor,
        permission=right,
        unit_id=home.unit_id,
        subject=f"{label}, son gün {last_day:%d.%m.%Y}",
        due_on=add_working_days(max(last_day, localdate()), GRACE),
        assignee_id=assignee_id or person.pk,
    )
    _list(opened)
    return opened


@transaction.atomic
def open_at_end(seat: Appointment, *, last_day: dt.date, actor: Actor = WORKER) -> HandOver | None:
    """The file opens by itself where a seat ends and something of it can pass to somebody.

    It is the exit of whoever has no other seat afterwards, else a change of seat. Nothing opens where a file is open
    or was closed for this end already; safe to run again.
    """
    person = User.objects.select_for_update().get(pk=seat.user_id)
    if queries.open_for(person.pk) or queries.handed_over(person.pk, seat.pk, last_day):
        return None
    after = last_day + dt.timedelta(days=1)
    stays = person.is_active and seats_of(person.pk, after).exclude(pk=seat.pk).filter(acting_for=None).exists()
    kind, left = (HandOverKind.CHANGE, seat) if stays else (HandOverKind.EXIT, None)
    if not any(one.passes for one, _ in queries.held_by(person.pk, left.pk if left else None)):
        return None
    superior = delegations.superior_of(seat.unit_id, seat.position, person.pk)
    return _open(
        worker_in(seat.unit_id) if actor is WORKER else actor,
        access.HAND_OVER,
        seat,
        person,
        kind,
        last_day,
        None,
        left,
        "Makam sona erdiği için kendiliğinden açıldı."
        if person.is_active
        else "Hesap kapandığı için kendiliğinden açıldı.",
        not person.is_active,
        None if person.is_active or superior is None else superior.user_id,
    )


@transaction.atomic
def open_for_closed_account(user_id: int, *, actor: Actor = WORKER) -> HandOver | None:
    """Somebody's account was shut: what he holds waits for his superior's hand."""
    last = Appointment.objects.filter(user_id=user_id, acting_for=None, since__lte=localdate())
    seat = last.order_by(F("until").desc(nulls_first=True), "since").first()
    if seat is None or User.objects.filter(pk=user_id, is_active=True).exists():
        return None
    return open_at_end(seat, last_day=min(seat.until or localdate(), localdate()), actor=actor)


@transaction.atomic
def open_for_ended(*, actor: Actor = WORKER, day: dt.date | None = None) -> int:
    """Dated seats that ran out in the last days; returns how many files were opened."""
    when = day or localdate()
    ended = Appointment.objects.filter(acting_for=None, until__range=(when - LOOK_BACK, when - dt.timedelta(days=1)))
    return sum(
        open_at_end(seat, last_day=seat.until, actor=actor) is not None
        for seat in ended.order_by("until", "pk")
        if seat.until is not None
    )


def _right(actor: Actor, person: User, home: Appointment) -> Permission:
    if person.pk == actor.user_id and actor.holds(access.HAND_OVER):
        return access.HAND_OVER
    if actor.reach(access.HAND_OVER).covers(rights.Place(home.unit_id)):
        return access.HAND_OVER
    if rights.in_personnel(actor):
        return access.PERSONNEL
    raise Refused(f"«{access.HAND_OVER.label}» için yetkiniz yok. Yetkili: birimin müdürü, personel birimi.")


def _list(row: HandOver) -> int:
    """Write what is held now; what is listed already stays as it is."""
    known = set(row.lines.values_list("source", "key"))
    seat_id = row.seat_id if row.kind == HandOverKind.CHANGE else None
    fresh = [
        HandOverLine(handover=row, source=one.label, key=thing.key, text=thing.text[:300], url=thing.url[:200])
        for one, thing in queries.held_by(row.person_id, seat_id)
        if (one.label, thing.key) not in known
    ]
    HandOverLine.objects.bulk_create(fresh)
    return len(fresh)


def _locked(number: str, actor: Actor) -> HandOver:
    row: HandOver = (
        HandOver.objects.select_for_update(of=("self", "case")).select_related("person").get(case__number=number)
    )
    party = actor.user_id is not None and actor.user_id in {row.person_id, row.receiver_id}
    if not party and not actor.reach(access.SEE_HANDOVER).covers(row.case):
        raise HandOver.DoesNotExist
    return row


def _worker_on(row: HandOver, actor: Actor) -> None:
    """Who may settle lines: the person, whoever opened it, or who may open one there."""
    if row.case.state != HandOverState.OPEN:
        raise Refused("Devir teslim imzalandı; satırlar değiştirilemez. Eksik varsa dosyayı geri verin.")
    if actor.user_id in {row.person_id, row.case.opened_by_id}:
        return
    if actor.reach(access.HAND_OVER).covers(row.case) or rights.in_personnel(actor):
        return
    raise Refused("Satırları ayrılan kişi, birimin müdürü ya da personel birimi sonuçlandırır.")


@transaction.atomic
def look_again(number: str, *, actor: Actor) -> int:
    """List what came into the person's hands since the file was opened; returns how many lines are new."""
    row = _locked(number, actor)
    _worker_on(row, actor)
    count = _list(row)
    tell(row.case, "look_again", actor, f"{count} yeni kalem")
    return count


@transaction.atomic
def set_receiver(number: str, *, actor: Actor, receiver: User) -> HandOver:
    """Name who takes over: by default every line goes to him."""
    row = _locked(number, actor)
    _worker_on(row, actor)
    if receiver.pk == row.person_id:
        raise Refused("Kişi kendisine devredemez.")
    if not receiver.is_active or not seats_of(receiver.pk).exists():
        raise Refused(f"{receiver.full_name} bugün görevde değil; devralamaz.")
    row.receiver = receiver
    row.save(update_fields=["receiver"])
    tell(row.case, "set_receiver", actor)
    return row


@transaction.atomic
def settle(line_id: int, *, actor: Actor, fate: str, to: User | None = None, note: str = "") -> HandOverLine:
    """One line goes to somebody, is returned or ended, or stays with the person for a stated reason."""
    found = HandOverLine.objects.select_related("handover__case").get(pk=line_id)
    row = _locked(found.handover.case.number, actor)
    _worker_on(row, actor)
    line = HandOverLine.objects.select_for_update().get(pk=line_id)
    if line.settled_at is not None:
        raise Refused("Bu kalem zaten sonuçlandı.")
    _settle(row, line, actor, fate, to or row.receiver, note)
    tell(row.case, "settle", actor, f"{line.source}: {line.get_fate_display()}")
    return line


@transaction.atomic
def settle_all(number: str, *, actor: Actor, source: str, fate: str, to: User | None = None) -> int:
    """Every open line of one kind at once."""
    row = _locked(number, actor)
    _worker_on(row, actor)
    open_lines = row.lines.select_for_update().filter(source=source, settled_at=None)
    count = 0
    for line in open_lines:
        _settle(row, line, actor, fate, to or row.receiver, "")
        count += 1
    if not count:
        raise Refused("Bu başlıkta açık kalem yok.")
    tell(row.case, "settle", actor, f"{source}: {count} kalem, {Fate(fate).label}")
    return count


def _settle(row: HandOver, line: HandOverLine, actor: Actor, fate: str, to: User | None, note: str) -> None:
    holding = queries.holding(line.source)
    if fate == Fate.HANDED:
        if to is None:
            raise Refused("Kime devredildiğini seçin.")
        if to.pk == row.person_id:
            raise Refused("Kişi kendisine devredemez.")
        if holding is not None and not holding.passes:
            raise Refused(f"«{line.source}» devredilemez; yalnız sona erdirilir.")
    if fate == Fate.KEPT and not note.strip():
        raise Refused("Neden kişide kaldığını yazın.")
    receiver = to if fate == Fate.HANDED else None
    if holding is not None and fate != Fate.KEPT:
        holding.settle(line.key, row.person, receiver, actor)
    line.fate, line.to, line.note = fate, receiver, note.strip()
    line.settled_at, line.settled_by_id = now(), actor.user_id
    line.save()


@transaction.atomic
def give(number: str, *, actor: Actor) -> HandOver:
    """The person signs that everything was given; in his absence the superior does."""
    with take(lifecycle.GIVE, HandOver, number, actor) as row:
        if row.receiver_id is None:
            raise Refused("Devralan kişi belirlenmemiş; önce onu seçin.")
        row.case.assignee_id = row.receiver_id
    return row


@transaction.atomic
def receive(number: str, *, actor: Actor) -> HandOver:
    """The receiver signs; now the superior is asked."""
    with take(lifecycle.RECEIVE, HandOver, number, actor) as row:
        home = row.seat or seats_of(row.person_id).filter(acting_for=None).order_by("since").first()
        position = home.position if home else "staff"
        superior = delegations.superior_of(row.case.unit_id, position, row.person_id)
        if superior is not None and superior.user_id == row.receiver_id:  # who receives does not approve
            superior = delegations.superior_of(row.case.unit_id, superior.position, row.person_id)
        row.case.assignee_id = superior.user_id if superior else None
    return row


@transaction.atomic
def reject(number: str, *, actor: Actor, why: str) -> HandOver:
    if not why.strip():
        raise Refused("Neyin eksik olduğunu yazın.")
    with take(lifecycle.REJECT, HandOver, number, actor, why.strip()) as row:
        row.case.assignee_id = row.person_id
    return row


@transaction.atomic
def close(number: str, *, actor: Actor) -> HandOver:
    """The superior agrees. What was handed on but not yet taken over keeps the file open."""
    with take(lifecycle.CLOSE, HandOver, number, actor) as row:
        _taken_over(row)
        row.case.assignee_id = None
    return row


def _taken_over(row: HandOver) -> None:
    """Refuse while an app still knows the person to hold what a line says has gone to somebody (custody offered)."""
    for one in queries.holdings():
        lines = list(row.lines.filter(source=one.label, fate=Fate.HANDED)) if one.passes else []
        held = {thing.key for thing in one.query(row.person_id, None)} if lines else set()
        left = [line.text for line in lines if line.key in held]
        if left:
            raise Refused(
                f"«{one.label}» altında {len(left)} kalem devralan kişinin kabulünü bekliyor: {'; '.join(left[:3])}. "
                "Kabul edilince devir teslim kapanabilir."
            )


@transaction.atomic
def cancel(number: str, *, actor: Actor, why: str = "") -> HandOver:
    with take(lifecycle.CANCEL, HandOver, number, actor, why.strip()) as row:
        row.case.assignee_id = None
    return row
