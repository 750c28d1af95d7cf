"""Stocktakes in reach, their lines, and the numbers of a count."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Case, Count, F, Func, Q, QuerySet, Sum, TextField, When
from pydantic import BaseModel, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..lifecycle import State
from ..models import CountLine, Finding, Member, Stocktake

PAGE = 50
Words = Annotated[str | None, Field(max_length=100)]


class StocktakeFilter(BaseModel):
    """One filter for both doors."""

    state: str | None = None
    warehouse: str | None = None
    year: Annotated[int | None, Field(ge=2000, le=2200)] = None


class LineFilter(BaseModel):
    show: str | None = None
    """ "waiting", "missing", "over", "broken"; without one: all."""
    q: Words = None


def _mine(actor: Actor) -> Q:
    """Counts one sits in the commission of, wherever one's seat is."""
    return Q(members__user_id=actor.user_id) if actor.user_id else Q(pk__in=[])


def stocktakes(actor: Actor, filters: StocktakeFilter | None = None) -> QuerySet[Stocktake]:
    asked = filters or StocktakeFilter()
    rows = Stocktake.objects.filter(actor.reach(access.VIEW).q("case__")).select_related("warehouse")
    if asked.state == "running":
        rows = rows.exclude(case__state__in=(State.SETTLED, State.CANCELLED))
    elif asked.state in State.values:
        rows = rows.filter(case__state=asked.state)
    if asked.warehouse:
        rows = rows.filter(warehouse__code=asked.warehouse)
    if asked.year:
        rows = rows.filter(year=asked.year)
    return rows


def page_of(rows: QuerySet[Any], after: str = "", limit: int = PAGE) -> tuple[list[Any], str]:
    """Newest first, by key."""
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more and found else ""


def stocktake(actor: Actor, number: str) -> Stocktake:
    found: Stocktake = (
        stocktakes(actor)
        .select_related("warehouse__registrar", "warehouse__controller", "warehouse__spending_unit__assignee")
        .select_related("successor", "handed_by")
        .get(case__number=number)
    )
    return found


def waiting_for(actor: Actor) -> int:
    """Counts in which the actor has something to do: to count, or to sign."""
    if actor.user_id is None:
        return 0
    # reach: one's own
    mine = Member.objects.filter(user_id=actor.user_id)
    counting = mine.filter(stocktake__case__state__in=(State.PLANNED, State.COUNTING))
    unsigned = mine.filter(stocktake__case__state=State.COUNTED, signed_at=None)
    return counting.count() + unsigned.count()


class Fold(Func):
    function = "tr_fold"
    output_field = TextField()


def lines(stocktake: Stocktake, filters: LineFilter | None = None) -> QuerySet[CountLine]:
    """What a count looks for, in the order of the books."""
    # reach: the stocktake was found through one
    asked = filters or LineFilter()
    rows = stocktake.lines.select_related(
        "item", "asset__model", "asset__holder", "asset__place", "asset__unit", "counted_by"
    )
    match asked.show:
        case "waiting":
            rows = rows.filter(counted=None)
        case "missing":
            rows = rows.filter(counted__lt=F("expected"))
        case "over":
            rows = rows.filter(counted__gt=F("expected"))
        case "broken":
            rows = rows.filter(condition__in=("broken", "scrap"))
    if asked.q:
        for word in fold(asked.q).split():
            rows = rows.annotate(folded_note=Fold("place")).filter(
                Q(asset__folded__contains=word) | Q(item__folded__contains=word) | Q(folded_note__contains=word)
            )
    return rows.order_by("item__code", "asset__tag", "pk")


@dataclass(slots=True)
class Numbers:
    """How far a count is and what it found."""

    lines: int = 0
    counted: int = 0
    missing: int = 0
    missing_amount: Decimal = Decimal(0)
    over: int = 0
    broken: int = 0
    findings: int = 0
    amount: Decimal = Decimal(0)
    by_person: list[tuple[str, int]] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return self.lines - self.counted


def numbers_of(rows: list[Stocktake]) -> dict[int, Numbers]:
    """How far each of a page of counts is: two statements for all of them."""
    # reach: the counts were found through one
    found = {row.pk: Numbers() for row in rows}
    counted = CountLine.objects.filter(stocktake__in=found).order_by().values("stocktake_id")
    for row in counted.annotate(
        lines=Count("pk"),
        done=Count("pk", filter=Q(counted__isnull=False)),
        missing=Count("pk", filter=Q(counted__lt=F("expected"))),
    ):
        one = found[row["stocktake_id"]]
        one.lines, one.counted, one.missing = row["lines"], row["done"], row["missing"]
    strange = Finding.objects.filter(stocktake__in=found).order_by().values_list("stocktake_id")
    for key, many in strange.annotate(many=Count("pk")):
        found[key].findings = many
    return found


def numbers(stocktake: Stocktake) -> Numbers:
    # reach: the stocktake was found through one
    short = Q(counted__lt=F("expected"))
    lost = Case(
        When(short & Q(expected__gt=0), then=F("amount") * (F("expected") - F("counted")) / F("expected")),
        default=Decimal(0),
    )
    row = stocktake.lines.aggregate(
        lines=Count("pk"),
        done=Count("pk", filter=Q(counted__isnull=False)),
        missing=Count("pk", filter=short),
        missing_amount=Sum(lost, default=Decimal(0)),
        over=Count("pk", filter=Q(counted__gt=F("expected"))),
        broken=Count("pk", filter=Q(condition__in=("broken", "scrap"))),
        amount=Sum("amount", default=Decimal(0)),
    )
    people = (
        stocktake.lines.filter(counted_by__isnull=False)
        .values_list("counted_by__first_name", "counted_by__last_name")
        .annotate(many=Count("pk"))
        .order_by("-many")
    )
    return Numbers(
        lines=row["lines"],
        counted=row["done"],
        missing=row["missing"],
        missing_amount=Decimal(row["missing_amount"]).quantize(Decimal("0.01")),
        over=row["over"],
        broken=row["broken"],
        findings=stocktake.findings.count(),
        amount=row["amount"],
        by_person=[(f"{first} {last}".strip(), many) for first, last, many in people],
    )


def settled(units: frozenset[int] | None, until: dt.date) -> QuerySet[Stocktake]:
    """Counts that agreed with the books by a day."""
    # reach: public inside the house, for capabilities and indicators of these units
    rows = Stocktake.objects.filter(case__state=State.SETTLED, settled_on__lte=until)
    return rows if units is None else rows.filter(case__unit_id__in=units)
