"""What neighbours above may do with orders: give one, ask how one stands, hear when one is done."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate

from konak.foundation.access import Actor

from . import access, queries, services
from .lifecycle import DONE, GIVEN, WITHDRAWN
from .models import Order

__all__ = [
    "DONE",
    "GIVEN",
    "WITHDRAWN",
    "OrderFacts",
    "facts",
    "facts_of",
    "give_order",
    "may_give",
    "orders_on_duty",
]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as its neighbours see it."""

    number: str
    subject: str
    state: str
    state_label: str
    unit_id: int
    unit: str
    assignee_id: int | None
    assignee: str
    giver_id: int
    giver: str
    given_on: dt.date
    due_on: dt.date
    closed_at: dt.datetime | None
    regulation_number: str
    duty_path: str
    late: bool

    @property
    def url(self) -> str:
        return f"/is/{self.number}/"


def may_give(actor: Actor) -> bool:
    """Whether the actor holds a seat that gives orders at all."""
    return actor.holds(access.GIVE)


def give_order(
    *,
    actor: Actor,
    unit_id: int,
    subject: str,
    text: str,
    due_on: dt.date | None = None,
    working_days: int | None = None,
    assignee_id: int | None = None,
    basis: str = "",
    regulation_number: str = "",
    duty_path: str = "",
) -> OrderFacts:
    """Give an order from a seat of `actor`; refused in words where he does not command the unit or the person."""
    made = services.give(
        actor=actor,
        unit_id=unit_id,
        subject=subject,
        text=text,
        due_on=due_on,
        working_days=working_days,
        assignee_id=assignee_id,
        basis=basis,
        regulation_number=regulation_number,
        duty_path=duty_path,
    )
    return _facts(queries.order(actor, made.case.number))


def facts_of(actor: Actor, number: str) -> OrderFacts | None:
    """One order in the actor's reach, None where there is none of that number."""
    return next(iter(facts(actor, [number])), None)


def facts(actor: Actor, numbers: Iterable[str]) -> list[OrderFacts]:
    """Those of the orders that the actor may see, by number; one query."""
    rows = queries.orders(actor).filter(case__number__in=list(numbers)).order_by("case__number")
    return [_facts(row) for row in rows]


def orders_on_duty(actor: Actor, regulation_number: str, duty_path: str = "") -> list[OrderFacts]:
    """Orders in the actor's reach that rest on a regulation, or on one clause of it, newest first."""
    rows = queries.orders(actor).filter(regulation_number=regulation_number)
    if duty_path:
        rows = rows.filter(duty_path=duty_path)
    return [_facts(row) for row in rows.order_by("-case_id")[:200]]


def _facts(order: Order) -> OrderFacts:
    case = order.case
    assert case.due_on is not None
    return OrderFacts(
        number=case.number,
        subject=case.subject,
        state=case.state,
        state_label=order.state_label,
        unit_id=case.unit_id,
        unit=case.unit.name,
        assignee_id=case.assignee_id,
        assignee=case.assignee.full_name if case.assignee else "",
        giver_id=order.giver_id,
        giver=order.giver.full_name,
        given_on=order.given_on,
        due_on=case.due_on,
        closed_at=case.closed_at,
        regulation_number=order.regulation_number,
        duty_path=order.duty_path,
        late=not order.ended and case.due_on < localdate(),
    )
