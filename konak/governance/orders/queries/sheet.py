"""One order as its page shows it: reports, parts, extensions, chain of command, and what this person may do."""

from dataclasses import dataclass

from konak.foundation.access import Actor
from konak.foundation.cases.services import objection_to
from konak.foundation.people.models import Unit, User

from .. import access
from ..lifecycle import REPORT, State, does, gave, predecessors_finished
from ..models import Answer, Extension, Order, Report
from .timeline import Waits, waits_of


@dataclass(frozen=True, slots=True)
class Link:
    """One rung of the chain of command: who, from where, and the order by which he passed it down."""

    user: User | None
    unit: Unit
    order: Order | None


@dataclass(frozen=True, slots=True)
class Sheet:
    order: Order
    chain: list[Link]
    reports: list[Report]
    parts: list[Order]
    finished: int
    extensions: list[Extension]
    asked: Extension | None
    siblings: int
    may_pass_on: bool
    may_ask: bool
    may_answer: bool
    may_move: bool
    may_confirm: bool
    report_blocked: str
    blocked: str
    waits: list[Waits]
    may_order: bool


def chain_above(actor: Actor, order: Order, most: int = 12) -> list[Order]:
    """The orders this one was passed on from, the topmost first; those out of reach are left out."""
    reach, one = actor.reach(access.VIEW), order.parent
    found: list[Order] = []
    while one is not None and len(found) < most:
        if reach.covers(one.case):
            found.append(one)
        one = one.parent
    return found[::-1]


def report_of(actor: Actor, number: str, report_id: int) -> Report:
    """One report of an order in reach."""
    reach = actor.reach(access.VIEW).q("order__case__")
    return Report.objects.select_related("file", "order__case").get(reach, pk=report_id, order__case__number=number)


def sheet(order: Order, actor: Actor) -> Sheet:
    """What the page of an order needs; the same number of statements whatever was passed on."""
    # reach: the order was found through one
    case, ended = order.case, order.ended
    parts = list(
        order.parts.select_related("case__unit", "case__assignee", "giver").order_by("case__due_on", "case_id")
    )
    counted = [part for part in parts if part.case.state != State.WITHDRAWN]
    extensions = list(order.extensions.select_related("asked_by", "decided_by").order_by("-pk"))
    asked = next((one for one in extensions if one.answer == Answer.ASKED), None)
    working = not ended and case.state != State.REPORTED
    is_doer = working and actor.reach(access.DO).covers(case) and does(order, actor) is None
    decides = not ended and actor.reach(access.DECIDE).covers(case) and gave(order, actor) is None
    above = chain_above(actor, order)
    chain = [Link(one.giver, one.given_from, one) for one in above]
    chain += [Link(order.giver, order.given_from, None), Link(case.assignee, case.unit, None)]
    siblings = Order.objects.filter(batch=order.batch).exclude(pk=order.pk).count() if order.batch else 0
    waits = waits_of(actor, [order])[order.pk]
    stopped = working and any(not one.done for one in waits)
    return Sheet(
        order=order,
        chain=chain,
        reports=list(order.reports.select_related("reported_by", "decided_by", "file__blob").order_by("-pk")),
        parts=parts,
        finished=sum(part.case.state == State.DONE for part in counted),
        extensions=extensions,
        asked=asked,
        siblings=siblings,
        may_pass_on=is_doer and actor.holds(access.GIVE),
        may_ask=is_doer and asked is None,
        may_answer=decides and asked is not None,
        may_move=decides and asked is None,
        may_confirm=decides and order.needs_confirmation,
        waits=waits,
        blocked=predecessors_finished(order) or "" if stopped else "",
        may_order=decides,
        report_blocked=objection_to(REPORT, order, actor) or "" if is_doer else "",
    )
