"""An order locked for a change that is no step, and the rules of its days."""

import datetime as dt

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import Order

LONGEST = 5 * 366
"""Days an order may run; more is a mistake in the year."""


def locked(number: str, actor: Actor) -> Order:
    """The order, locked with its cover; out of view-reach it does not exist."""
    order: Order = Order.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(order.case):
        raise Order.DoesNotExist
    return order


def check_due(due_on: dt.date, parent: Order | None = None) -> None:
    """An order ends on a day on which somebody works, not in the past, and not after the order it is part of."""
    today = localdate()
    if due_on < today:
        raise Refused("Son gün geçmiş bir gün olamaz.")
    if (due_on - today).days > LONGEST:
        raise Refused("Son gün beş yıldan uzak olamaz; yılı denetleyin.")
    calendar = calendar_from(today)
    if not calendar.is_working(due_on):
        instead = calendar.next_working(due_on)
        raise Refused(f"{due_on:%d.%m.%Y} çalışma günü değil; izleyen çalışma günü {instead:%d.%m.%Y}.")
    if parent is not None and parent.case.due_on and due_on > parent.case.due_on:
        raise Refused(f"Alt emrin son günü, üst emrin son gününden ({parent.case.due_on:%d.%m.%Y}) sonra olamaz.")
