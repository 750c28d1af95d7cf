"""A draft comes into force with its decision; its named predecessor ends; duties are born and close."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.trail import services as trail

from .. import access, lifecycle, queries
from ..lifecycle import APPROVED, REPEALED
from ..models import Duty, Executor, Kind, Regulation
from .indexing import index_duties
from .register import bind
from .ties import propose_successions


def submit(number: str, *, actor: Actor) -> Regulation:
    with take(lifecycle.SUBMIT, Regulation, number, actor) as regulation:
        regulation.case.assignee = None  # it now waits for whoever may approve
    return regulation


def hand_back(number: str, *, actor: Actor, why: str) -> Regulation:
    with take(lifecycle.RETURN, Regulation, number, actor, note=why) as regulation:
        regulation.case.assignee_id = regulation.case.opened_by_id
    return regulation


def drop(number: str, *, actor: Actor, why: str) -> Regulation:
    with take(lifecycle.DROP, Regulation, number, actor, note=why) as regulation:
        regulation.case.assignee = None
    return regulation


@transaction.atomic
def approve(
    number: str,
    *,
    actor: Actor,
    decision_body: str,
    decision_date: dt.date | None,
    decision_number: str,
    in_force_on: dt.date | None = None,
    finalised_on: dt.date | None = None,
    published_on: dt.date | None = None,
    published_in: str = "",
    announced_on: dt.date | None = None,
    announced_by: str = "",
    without_approval: bool = False,
) -> Regulation:
    """Put a text into force with the decision it was accepted by; open its duties; repeal only its named predecessor.

    A regulation comes into force with the council's decision and its announcement (5393 sayılı Kanun m. 18/m,
    3011 sayılı Kanun m. 2), a directive with the approval (olur). Without `in_force_on` the day follows from the
    record by the text's own rule. A directive whose approval is not at hand may be recorded only by saying so
    (`without_approval`); it stays flagged until the approval is recorded.
    """
    record = {
        "finalised_on": finalised_on,
        "published_on": published_on,
        "published_in": published_in.strip(),
        "announced_on": announced_on,
        "announced_by": announced_by.strip(),
        "decision_body": decision_body.strip(),
        "decision_date": decision_date,
        "decision_number": decision_number.strip(),
    }
    note = f"{decision_date:%d.%m.%Y} / {decision_number}" if decision_date else "olur kaydı olmadan"
    with take(lifecycle.APPROVE, Regulation, number, actor, note=note) as new:
        known = decision_body.strip() and decision_date and decision_number.strip()
        if not known and not (new.kind == Kind.DIRECTIVE and without_approval):
            olur = new.kind == Kind.DIRECTIVE
            what = "Oluru veren makamı, olurun" if olur else "Kararı veren organı, kararın"
            raise Refused(f"{what} tarihini ve sayısını yazın.")
        _in_order(record)
        for name, value in record.items():
            setattr(new, name, value)
        begin = queries.begin_by_rule(new)
        day = in_force_on or begin.day
        if day is None:
            raise Refused(f"Yürürlük tarihi bulunamadı. {begin.how} Eksik tarihi ya da yürürlük tarihini yazın.")
        if decision_date and day < decision_date:
            raise Refused("Yürürlük tarihi karar tarihinden önce olamaz.")
        if day > localdate():
            raise Refused(f"Yürürlük tarihi ({day:%d.%m.%Y}) henüz gelmedi; ilan edildiği gün yürürlüğe koyun.")
        new.in_force_on = day
        new.in_force_how = queries.how_begun(begin, day)
        new.case.assignee = None
        duties = [
            Duty(
                regulation=new,
                clause=clause,
                unit_id=clause.unit_id or new.case.unit_id,  # the guard left none without a unit
                role=clause.role,
                cadence=clause.cadence if clause.cadence != "none" else clause.cadence_proposal,
                cadence_stated=clause.cadence != "none",
                opened_on=day,
            )
            for clause in new.clauses.filter(is_duty=True).order_by("order")
        ]
        for duty in duties:  # one by one: row history keeps who opened it
            duty.save()
    bind(new)
    index_duties(new)
    publish(APPROVED, number=number)
    old = new.predecessor
    if old is not None:
        if old.case.state == lifecycle.State.IN_FORCE:
            repeal(old.case.number, actor=actor, repealed_on=day, why=f"{number} yürürlüğe girdi")
        propose_successions(new, old)
    return new


def _in_order(record: dict[str, Any]) -> None:
    """Acceptance, finalisation, publication and announcement follow each other, and none lies ahead."""
    steps = (
        ("Karar", record["decision_date"]),
        ("Kesinleşme", record["finalised_on"]),
        ("Yayım", record["published_on"]),
        ("İlan", record["announced_on"]),
    )
    decided = record["decision_date"]
    for name, day in steps:
        if day and day > localdate():
            raise Refused(f"{name} tarihi gelecekte olamaz.")
        if day and decided and day < decided:
            raise Refused(f"{name} tarihi karar tarihinden önce olamaz.")


@transaction.atomic
def record_dates(
    number: str,
    *,
    actor: Actor,
    decision_body: str,
    decision_date: dt.date | None,
    decision_number: str,
    finalised_on: dt.date | None = None,
    published_on: dt.date | None = None,
    published_in: str = "",
    announced_on: dt.date | None = None,
    announced_by: str = "",
) -> Regulation:
    """Complete the record of a text in force: its decision or approval, publication and announcement. The day it came
    into force stays: its duties began with it."""
    text = _to_complete(number, actor)
    if text.in_force_on is None:
        raise Refused("Bu metin henüz yürürlüğe girmedi; tarihleri yürürlüğe koyarken yazın.")
    record = {
        "decision_body": decision_body.strip(),
        "decision_date": decision_date,
        "decision_number": decision_number.strip(),
        "finalised_on": finalised_on,
        "published_on": published_on,
        "published_in": published_in.strip(),
        "announced_on": announced_on,
        "announced_by": announced_by.strip(),
    }
    _in_order(record)
    if decision_date and decision_date > text.in_force_on:
        raise Refused("Karar tarihi yürürlük tarihinden sonra olamaz.")
    for name, value in record.items():
        setattr(text, name, value)
    text.in_force_how = queries.how_begun(queries.begin_by_rule(text), text.in_force_on)
    text.save()
    seat = actor.seat_for(access.APPROVE, text.case)
    trail.write(actor=actor, kind=text.case.kind, subject=number, verb="dates", note=text.decision, seat=seat)
    return text


def _to_complete(number: str, actor: Actor) -> Regulation:
    """The text, locked, for whoever may complete its record."""
    queries.regulation(actor, number)
    text: Regulation = Regulation.objects.select_for_update(of=("self",)).get(case__number=number)
    if not actor.reach(access.APPROVE).covers(text.case):
        raise Refused(f"«{access.APPROVE.label}» için yetkiniz yok. Yetkili: birimin müdürü ya da daire başkanı.")
    return text


@transaction.atomic
def name_executor(number: str, *, actor: Actor, position: str, unit_id: int | None = None) -> Executor:
    """Say who carries the text out, as its last article does; a text may name several."""
    text = _to_complete(number, actor)
    if position not in Position.values:
        raise Refused("Yürüten makamı seçin.")
    if unit_id is not None and not Unit.objects.filter(pk=unit_id).exists():
        raise Refused("Böyle bir birim yok.")
    if text.executors.filter(Q(position=position), Q(unit_id=unit_id) if unit_id else Q(unit=None)).exists():
        raise Refused("Bu makam zaten yazılı.")
    made = Executor.objects.create(regulation=text, position=position, unit_id=unit_id)
    seat = actor.seat_for(access.APPROVE, text.case)
    trail.write(actor=actor, kind=text.case.kind, subject=number, verb="executor", note=str(made), seat=seat)
    return made


@transaction.atomic
def drop_executor(number: str, *, actor: Actor, executor_id: int) -> Regulation:
    """The text does not name this seat after all."""
    text = _to_complete(number, actor)
    row = text.executors.filter(pk=executor_id).first()
    if row is None:
        raise Refused("Bu makam metnin yürütenleri arasında değil.")
    row.delete()
    seat = actor.seat_for(access.APPROVE, text.case)
    trail.write(actor=actor, kind=text.case.kind, subject=number, verb="executor_gone", note=str(row), seat=seat)
    return text


def repeal(number: str, *, actor: Actor, repealed_on: dt.date, why: str) -> Regulation:
    """End a text and close its open duties on that day; everything stays readable."""
    with take(lifecycle.REPEAL, Regulation, number, actor, note=why) as old:
        if old.in_force_on and repealed_on < old.in_force_on:
            raise Refused("Kaldırma tarihi yürürlük tarihinden önce olamaz.")
        if repealed_on > localdate():
            raise Refused("Kaldırma tarihi henüz gelmedi; metin o gün yürürlükten kalkar.")
        old.repealed_on = repealed_on
        for duty in old.duties.filter(closed_on=None):
            duty.closed_on = max(repealed_on, duty.opened_on)
            duty.save()
        index_duties(old)
        publish(REPEALED, number=number)
    return old
