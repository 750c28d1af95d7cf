"""The yearly plan: what was handed in, what was merged, what was bought."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.people.models import Unit

from .. import access
from ..models import NeedItem, NeedLine, NeedRound
from .asking import files


def need_round(actor: Actor, number: str) -> NeedRound:
    found: NeedRound = files(actor, "needs").get(case__number=number.replace("\0", "").strip())
    return found


def round_to_hand_in(number: str) -> NeedRound:
    # reach: public inside the house, because every unit is called
    found: NeedRound = NeedRound.objects.get(case__number=number.replace("\0", "").strip())
    return found


def rounds_open() -> list[NeedRound]:
    # reach: public inside the house, because every unit is called
    today = localdate()
    rows = NeedRound.objects.filter(case__state="collecting", opens_on__lte=today, closes_on__gte=today)
    return list(rows.order_by("year"))


def own_units(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may hand in."""
    # reach: the actor's own seats
    ids = {unit for seat in actor.seats for unit in {seat.unit_id, *seat.branch}}
    return Unit.objects.filter(pk__in=ids).order_by("name")


def lines_of(actor: Actor, one: NeedRound) -> QuerySet[NeedLine]:
    """All lines for the office, one's own units' for everybody else."""
    rows = one.lines.select_related("unit", "by", "item").order_by("unit__name", "pk")
    if actor.reach(access.VIEW).covers(one.case):
        return rows
    return rows.filter(unit__in=own_units(actor))


@dataclass(frozen=True, slots=True)
class Compared:
    """One item of the plan: asked, approved, bought by hand-written purchases, booked under its code in the year."""

    item: NeedItem
    asked: int
    units: int
    bought: int
    paid: Decimal
    booked: int | None

    @property
    def left(self) -> int:
        return max(0, (self.item.approved or 0) - self.bought)


def compared(one: NeedRound) -> list[Compared]:
    # reach: the plan was found through one
    items = list(one.items.prefetch_related("lines", "purchases"))
    booked = assets.acquired(one.year, [item.code for item in items if item.code])
    found = []
    for item in items:
        lines, bought = list(item.lines.all()), list(item.purchases.all())
        found.append(
            Compared(
                item,
                sum(line.quantity for line in lines),
                len({line.unit_id for line in lines}),
                sum(row.quantity for row in bought),
                sum((row.amount for row in bought), Decimal(0)),
                booked.get(item.code, (0, Decimal(0)))[0] if item.code else None,
            )
        )
    return found
