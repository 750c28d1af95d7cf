"""Confirmations upwards: opened for every unit of a department at the end of a term, answered, signed, received."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.cases.services import comment, open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import below, units
from konak.governance.legislation import public as legislation

from .. import access, lifecycle, queries
from ..lifecycle import ConfirmationState
from ..models import Answer, Confirmation, ConfirmationLine, ConfirmationPlan
from ..queries.seats import HEAD_OF, Chart
from ..queries.turns import Turn, named, turn_at, turn_before
from .clock import clock

DAYS: dict[str, int] = {Position.CHIEF: 5, Position.DIRECTOR: 8, Position.HEAD_OF_DEPARTMENT: 10}
"""Working days after a term until its confirmations are due, from the bottom up; our own rule."""
KINDS = (UnitKind.BUREAU, UnitKind.SERVICE, UnitKind.BRANCH, UnitKind.DIRECTORATE, UnitKind.DEPARTMENT)


def plan_confirmations(day: dt.date) -> None:
    """Every unit that a text in force is bound to confirms by the quarter until somebody says otherwise."""
    roots = {text.unit_id for text in legislation.texts(None, "in_force") if not text.is_directive}
    known = set(ConfirmationPlan.objects.values_list("unit_id", flat=True))
    for unit_id in sorted(roots - known):
        ConfirmationPlan.objects.get_or_create(unit_id=unit_id, defaults={"starts_on": day})


def open_confirmations(day: dt.date) -> int:
    """Open the confirmations of the term that ended before `day`; returns how many."""
    plan_confirmations(day)
    count = 0
    for plan in ConfirmationPlan.objects.filter(running=True):
        term = turn_before(plan.interval, turn_at(plan.interval, day))
        if term.begins_on >= turn_at(plan.interval, plan.starts_on).begins_on:
            count += _open_term(plan.pk, term, day, actor=clock(plan.unit_id))
    return count


@transaction.atomic
def open_term(unit_id: int, *, actor: Actor, day: dt.date | None = None) -> int:
    """The manager asks for confirmations of the running term now, ahead of its end."""
    day = day or localdate()
    plan = ConfirmationPlan.objects.select_related("unit").filter(unit_id=unit_id).first()
    if plan is None or not actor.reach(access.MANAGE).covers(_Place(unit_id)):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok. Yetkili: daire başkanı.")
    made = _open_term(plan.pk, turn_at(plan.interval, day), day, actor=clock(unit_id))
    if not made:
        raise Refused("Bu dönemin teyitleri zaten açık ya da teyit edecek görev yok.")
    return made


class _Place:
    owners: tuple[str, ...] = ()
    secrecy = 0

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


@transaction.atomic
def _open_term(plan_pk: int, term: Turn, day: dt.date, *, actor: Actor) -> int:
    """All units of the department in one transaction, from the top down so that each knows where it flows to."""
    plan = ConfirmationPlan.objects.select_for_update().get(pk=plan_pk)
    there = Confirmation.objects.filter(begins_on=term.begins_on, ends_on=term.ends_on)
    if there.filter(of_unit_id=plan.unit_id).exists():
        return 0
    chart, calendar = Chart(day), calendar_from(term.begins_on)
    chosen = units_of(plan.unit_id, chart)
    made: dict[int, Confirmation] = {}
    for unit, duties in chosen:
        above = next((made[over] for over in chart.line(unit.pk)[1:] if over in made), None)
        made[unit.pk] = _open(unit, duties, above, term, plan.interval, chart, calendar, actor=actor)
    return len(made)


def units_of(root_id: int, chart: Chart) -> list[tuple[Unit, list[legislation.DutyBrief]]]:
    """The units of a department that have something to confirm, or one below them has; the highest first."""
    rows = list(units().filter(pk__in=below(root_id), kind__in=KINDS))
    duties = {unit.pk: legislation.duties_answered_in(unit.pk, HEAD_OF[unit.kind]) for unit in rows}
    needed: set[int] = set()
    for unit in rows:
        if duties[unit.pk]:
            line = chart.line(unit.pk)
            needed |= set(line[: line.index(root_id) + 1]) if root_id in line else {unit.pk}
    rows.sort(key=lambda unit: (len(chart.line(unit.pk)), unit.name))
    return [(unit, duties[unit.pk]) for unit in rows if unit.pk in needed]


def _open(
    unit: Unit,
    duties: list[legislation.DutyBrief],
    above: Confirmation | None,
    term: Turn,
    interval: str,
    chart: Chart,
    calendar: Calendar,
    *,
    actor: Actor,
) -> Confirmation:
    position = HEAD_OF[unit.kind]
    record = Confirmation(
        of_unit=unit, position=position, begins_on=term.begins_on, ends_on=term.ends_on, above=above
    )
    open_case(
        record,
        actor=clock(unit.pk),
        permission=access.MANAGE,
        unit_id=unit.pk,
        subject=f"Görev teyidi · {named(interval, term)} · {unit.name}"[:250],
        due_on=calendar.add(max(term.ends_on, chart.day), DAYS[position]),
        assignee_id=chart.head(unit.pk),
    )
    ConfirmationLine.objects.bulk_create(
        [ConfirmationLine(confirmation=record, order=n, duty_id=duty.pk) for n, duty in enumerate(duties, 1)]
    )
    freeze(record)
    return record


def freeze(record: Confirmation) -> None:
    """Write beside every duty how it stands now: its words, its last proof, its periods of the term."""
    lines = list(record.lines.all())
    duties = legislation.briefs_of(line.duty_id for line in lines)
    tallies = queries.tallies([line.duty_id for line in lines], record.begins_on, record.ends_on)
    for line in lines:
        duty = duties[line.duty_id]
        line.regulation, line.path, line.text = duty.regulation, duty.path, duty.text
        line.proof, line.proof_label, line.last_proof_at = duty.proof, duty.proof_label, duty.last_proof_at
        line.periods, line.periods_done, line.periods_late = tallies.get(line.duty_id, (0, 0, 0))
    fields = ["regulation", "path", "text", "proof", "proof_label", "last_proof_at"]
    ConfirmationLine.objects.bulk_update(lines, [*fields, "periods", "periods_done", "periods_late"])


@dataclass(frozen=True, slots=True)
class Said:
    """What the signer says of one duty."""

    answer: str
    remark: str = ""


@transaction.atomic
def answer(number: str, *, actor: Actor, said: Mapping[int, Said], note: str | None = None) -> Confirmation:
    """Keep the answers so far, by line; nothing is sent."""
    record: Confirmation = Confirmation.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(record.case):
        raise Confirmation.DoesNotExist
    if not actor.reach(access.CONFIRM).covers(record.case):
        raise Refused(f"«{access.CONFIRM.label}» için yetkiniz yok. Yetkili: {record.get_position_display()}.")
    if record.case.state != ConfirmationState.OPEN:
        raise Refused("Teyit gönderilmiş; değiştirmek için üst makamın geri göndermesi gerekir.")
    lines = {line.pk: line for line in record.lines.all()}
    for key, words in said.items():
        if key in lines:
            lines[key].answer = words.answer if words.answer in Answer.values else ""
            lines[key].remark = words.remark.strip()[:500]
    ConfirmationLine.objects.bulk_update(lines.values(), ["answer", "remark"])
    if note is not None:
        record.note = note.strip()
        record.save()
    return record


def sign(number: str, *, actor: Actor, missing_why: str = "") -> Confirmation:
    """Send the confirmation upwards with the state of every duty frozen under a digest; those below are taken in.

    A lower confirmation that is missing stops it, unless the signer says why he signs without it.
    """
    with take(lifecycle.SIGN, Confirmation, number, actor) as record:
        lower = list(record.below.select_related("of_unit"))
        missing = [one.of_unit.name for one in lower if one.case.state == ConfirmationState.OPEN]
        if missing and not missing_why.strip():
            raise Refused(
                f"Alt birimlerin teyidi eksik: {', '.join(missing)}. Beklemeyecekseniz onlarsız neden imzaladığınızı "
                "yazın."
            )
        record.missing_why = missing_why.strip()[:300] if missing else ""
        freeze(record)
        record.signed_at, record.signed_by_id = now(), actor.user_id
        record.digest = queries.digest_of(record)
        superior = Chart().line(record.of_unit_id)[1:]
        record.case.assignee_id = Chart().head(superior[0]) if superior else None
        for one in lower:
            if one.case.state == ConfirmationState.SIGNED and one.signed_by_id != actor.user_id:
                receive(one.case.number, actor=actor)
    return record


def _from_above(record: Confirmation, actor: Actor) -> None:
    """A confirmation is judged by the seats over the one that gives it."""
    if not any(record.of_unit_id in seat.branch and record.of_unit_id != seat.unit_id for seat in actor.seats):
        raise Refused(
            "Kendi biriminizin teyidini siz teslim alamaz, geri gönderemez, düşüremezsiniz; üst makam yapar."
        )


def receive(number: str, *, actor: Actor) -> Confirmation:
    """The superior takes it in."""
    with take(lifecycle.RECEIVE, Confirmation, number, actor) as record:
        _from_above(record, actor)
        record.case.assignee_id = record.signed_by_id
    return record


@transaction.atomic
def send_back(number: str, *, actor: Actor, reason: str) -> Confirmation:
    """The superior wants it better; what was answered stays, the signature falls."""
    if not reason.strip():
        raise Refused("Neden geri gönderdiğinizi yazın.")
    with take(lifecycle.SEND_BACK, Confirmation, number, actor) as record:
        _from_above(record, actor)
        record.case.assignee_id = record.signed_by_id
        record.signed_at = record.signed_by_id = None
        record.digest = ""
    comment(number, actor=actor, text=f"Geri gönderme nedeni: {reason.strip()}")
    return record


def void(number: str, *, actor: Actor, reason: str) -> Confirmation:
    """This unit will not confirm this term (dissolved, no head)."""
    if not reason.strip():
        raise Refused("Neden düşürdüğünüzü yazın.")
    with take(lifecycle.VOID, Confirmation, number, actor) as record:
        _from_above(record, actor)
        record.missing_why = reason.strip()[:300]
    return record


@transaction.atomic
def set_confirmation_plan(unit_id: int, *, actor: Actor, interval: str, running: bool) -> ConfirmationPlan:
    """How often a department confirms; switched off it opens none."""
    plan = ConfirmationPlan.objects.select_for_update().get(unit_id=unit_id)
    if not actor.reach(access.MANAGE).covers(_Place(unit_id)):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok. Yetkili: daire başkanı.")
    if plan.interval != interval or (running and not plan.running):
        plan.starts_on = localdate()
    plan.interval, plan.running = interval, running
    plan.save()
    return plan
