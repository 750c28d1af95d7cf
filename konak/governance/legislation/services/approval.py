"""A draft comes into force with its decision; its named predecessor ends; duties are born and close."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take
from konak.foundation.lifecycle import Refused

from .. import lifecycle
from ..lifecycle import APPROVED, REPEALED
from ..models import Duty, Regulation
from .indexing import index_duties
from .register import bind


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
    decision_date: dt.date,
    decision_number: str,
    in_force_on: dt.date,
) -> Regulation:
    """Put a text into force with the decision it was accepted by; open its duties; repeal only its named predecessor.

    A regulation comes into force with the council's decision and its announcement (5393 sayılı Kanun m. 18/m,
    3011 sayılı Kanun m. 2), a directive with the approval (olur).
    """
    if in_force_on < decision_date:
        raise Refused("Yürürlük tarihi karar tarihinden önce olamaz.")
    if in_force_on > localdate():
        raise Refused("Yürürlük tarihi henüz gelmedi; ilan edildiği gün yürürlüğe koyun.")
    with take(
        lifecycle.APPROVE, Regulation, number, actor, note=f"{decision_date:%d.%m.%Y} / {decision_number}"
    ) as new:
        new.decision_body, new.decision_date, new.decision_number = decision_body, decision_date, decision_number
        new.in_force_on = in_force_on
        new.case.assignee = None
        duties = [
            Duty(
                regulation=new,
                clause=clause,
                unit_id=clause.unit_id or new.case.unit_id,  # the guard left none without a unit
                role=clause.role,
                cadence=clause.cadence if clause.cadence != "none" else clause.cadence_proposal,
                cadence_stated=clause.cadence != "none",
                opened_on=in_force_on,
            )
            for clause in new.clauses.filter(is_duty=True).order_by("order")
        ]
        for duty in duties:  # one by one: row history keeps who opened it
            duty.save()
    bind(new)
    index_duties(new)
    publish(APPROVED, number=number)
    old = new.predecessor
    if old is not None and old.case.state == lifecycle.State.IN_FORCE:
        repeal(old.case.number, actor=actor, repealed_on=in_force_on, why=f"{number} yürürlüğe girdi")
    return new


def repeal(number: str, *, actor: Actor, repealed_on: dt.date, why: str) -> Regulation:
    """End a text and close its open duties on that day; everything stays readable."""
    with take(lifecycle.REPEAL, Regulation, number, actor, note=why) as old:
        if old.in_force_on and repealed_on < old.in_force_on:
            raise Refused("Kaldırma tarihi yürürlük tarihinden önce olamaz.")
        old.repealed_on = repealed_on
        for duty in old.duties.filter(closed_on=None):
            duty.closed_on = max(repealed_on, duty.opened_on)
            duty.save()
        index_duties(old)
        publish(REPEALED, number=number)
    return old
