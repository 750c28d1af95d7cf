"""How duties stand in time, for neighbours: plain answers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from ..lifecycle import GOOD
from ..models import DutyPeriod
from .periods import LATE, WAITING_NOW, in_state


@dataclass(frozen=True, slots=True)
class DutyInTime:
    """The periods of one duty: how many, done, waiting, late; the next deadline and the last period done."""

    every: int
    done: int
    waiting: int
    late: int
    next_due_on: dt.date | None
    last_done: dt.date | None


def in_time_of(duty_ids: Iterable[int], until: dt.date) -> dict[int, DutyInTime]:
    """For each duty its periods that began until a day; duties without periods are left out. One query."""
    # reach: public, because the asker holds records with a reach of their own
    rows = DutyPeriod.objects.filter(duty_id__in=list(duty_ids), begins_on__lte=until).order_by()
    counted = rows.values_list("duty_id").annotate(
        every=Count("pk"),
        done=Count("pk", filter=Q(case__state__in=GOOD)),
        waiting=Count("pk", filter=in_state(WAITING_NOW)),
        late=Count("pk", filter=in_state(LATE)),
        next_due=Min("case__due_on", filter=in_state(WAITING_NOW)),
        last_done=Max("ends_on", filter=Q(case__state__in=GOOD)),
    )
    return {duty: DutyInTime(*numbers) for duty, *numbers in counted}
