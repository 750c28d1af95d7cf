"""How the duties stood night after night, from the standings kept by then."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from ..models import DutyStanding
from .register import in_reach
from .then import stretches

SPAN = 365
"""Days of the trend: a year, as far back as nights were kept."""


@dataclass(frozen=True, slots=True)
class Night:
    """How many duties stood how at the end of a day."""

    day: dt.date
    fresh: int
    stale: int
    missing: int

    @property
    def every(self) -> int:
        return self.fresh + self.stale + self.missing


def trend(
    actor: Actor, until: dt.date | None = None, *, unit_id: int | None = None, number: str = "", span: int = SPAN
) -> list[Night]:
    """The kept nights up to a day (yesterday), of everything in reach, of a unit and those below it on each of
    them, or of a text."""
    end = until or localdate()
    owned = Q()
    if unit_id:
        owned = Q(pk__in=[])
        for first, last, units in stretches(unit_id, end - dt.timedelta(days=span - 1), end):
            owned |= Q(day__range=(first, last), unit_id__in=units)
    if number:
        owned &= Q(regulation__case__number=number)
    rows = DutyStanding.objects.filter(in_reach(actor), owned, day__gt=end - dt.timedelta(days=span), day__lte=end)
    sums = rows.order_by("day").values("day").annotate(f=Sum("fresh"), s=Sum("stale"), m=Sum("missing"))
    return [Night(row["day"], row["f"], row["s"], row["m"]) for row in sums]
