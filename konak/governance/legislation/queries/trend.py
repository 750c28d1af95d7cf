"""How the duties stood night after night, from the standings kept by then."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.queries import below

from .. import access
from ..models import DutyStanding

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
    """The kept nights up to a day (yesterday), of everything in reach, of a unit and those below it, or of a text."""
    end = until or localdate()
    owned = Q(unit_id__in=below(unit_id)) if unit_id else Q()
    if number:
        owned &= Q(regulation__case__number=number)
    rows = DutyStanding.objects.filter(
        actor.reach(access.VIEW).q("regulation__case__"), owned, day__gt=end - dt.timedelta(days=span), day__lte=end
    )
    sums = rows.order_by("day").values("day").annotate(f=Sum("fresh"), s=Sum("stale"), m=Sum("missing"))
    return [Night(row["day"], row["f"], row["s"], row["m"]) for row in sums]
