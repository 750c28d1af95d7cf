"""What can be counted: how many, how long, how often in time. Asked by capabilities, indicators and panels."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Extract, TruncDate
from django.utils.timezone import localdate, make_aware

from konak.foundation.access import Actor

from .. import access
from ..lifecycle import State
from ..models import Order, Report, Verdict

Units = frozenset[int] | None


class Median(Aggregate):
    """The middle value: `percentile_cont(0.5) WITHIN GROUP (ORDER BY …)`."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def end_of(until: dt.date) -> dt.datetime:
    """The first moment after `until`, by the clock of the town."""
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def start_of(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def within(units: Units) -> Q:
    """Orders done by these units."""
    return Q() if units is None else Q(case__unit_id__in=units)


def _reported(rows: QuerySet[Order]) -> QuerySet[Any]:
    """With the moment of the accepted report: the doer answers for that, not for how long the giver thought."""
    accepted = Report.objects.filter(order=OuterRef("pk"), verdict=Verdict.ACCEPTED).order_by("-pk")
    return rows.annotate(ready_at=Subquery(accepted.values("reported_at")[:1]), ready_on=TruncDate("ready_at"))


def finished(units: Units, since: dt.date, until: dt.date) -> QuerySet[Any]:
    # reach: public inside the house, because indicators count for everybody
    """Orders whose result was accepted in the period, with the moment they were reported (`ready_at`)."""
    rows = Order.objects.filter(within(units), case__state=State.DONE)
    rows = rows.filter(case__closed_at__gte=start_of(since), case__closed_at__lt=end_of(until))
    return _reported(rows)


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because indicators count for everybody
    """Of the orders finished in the period, how many were reported on or before their last day, in percent."""
    rows = finished(units, since, until)
    found = rows.aggregate(every=Count("pk"), timely=Count("pk", filter=Q(ready_on__lte=F("case__due_on"))))
    return round(100 * found["timely"] / found["every"], 1) if found["every"] else None


def median_days(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because indicators count for everybody
    """Days from the opening of an order to the report that was accepted, the middle one."""
    rows = finished(units, since, until).exclude(ready_at=None)
    took = ExpressionWrapper(F("ready_at") - F("case__opened_at"), output_field=DurationField())
    found = rows.annotate(took=took).aggregate(days=Median(Extract("took", "epoch")))["days"]
    return round(float(found) / 86_400, 1) if found is not None else None


@dataclass(frozen=True, slots=True)
class Share:
    """How the orders of a unit or a person stand."""

    open: int
    late: int
    done: int
    timely: int


def share_of(actor: Actor, *, unit_ids: set[int] | None = None, assignee_id: int | None = None) -> Share | None:
    """Open, late and, over the last year, finished orders in the actor's reach; None where there are none."""
    owned = Q(case__unit_id__in=unit_ids) if unit_ids is not None else Q(case__assignee_id=assignee_id)
    today = localdate()
    rows = _reported(Order.objects.filter(actor.reach(access.VIEW).q("case__"), owned))
    done = Q(case__state=State.DONE, case__closed_at__gte=start_of(today - dt.timedelta(days=365)))
    found = rows.aggregate(
        open=Count("pk", filter=Q(case__resting=False)),
        late=Count("pk", filter=Q(case__resting=False, case__due_on__lt=today)),
        done=Count("pk", filter=done),
        timely=Count("pk", filter=done & Q(ready_on__lte=F("case__due_on"))),
    )
    return Share(**found) if found["open"] or found["done"] else None
