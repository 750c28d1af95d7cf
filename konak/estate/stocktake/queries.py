"""Stocktakes and accounts in reach, their lines, and the numbers of a count."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Case, Count, F, Func, Q, QuerySet, Sum, TextField, When
from pydantic import BaseModel, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from . import access
from .lifecycle import State
from .models import AccountRow, CountLine, Member, Stocktake, ValueLoss, YearAccount

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


def accounts(actor: Actor, *, year: int | None = None, current: bool = True) -> QuerySet[YearAccount]:
    rows = YearAccount.objects.filter(actor.reach(access.VIEW).q("case__")).select_related("warehouse", "stocktake")
    if current:
        rows = rows.filter(current=True)
    if year:
        rows = rows.filter(year=year)
    return rows


def account(actor: Actor, number: str) -> YearAccount:
    found: YearAccount = (
        accounts(actor, current=False)
        .select_related("warehouse__registrar", "warehouse__controller", "warehouse__spending_unit__assignee")
        .get(case__number=number)
    )
    return found


@dataclass(slots=True)
class Sheet:
    """The table of an account with its sums, and whether it balances."""

    rows: list[AccountRow]
    carried: Decimal
    entered: Decimal
    left_out: Decimal
    remaining: Decimal
    unlike: int


def sheet(account: YearAccount, actor: Actor) -> Sheet:
    # reach: the account was found through one
    rows = list(account.rows.select_related("item").order_by("item__code"))
    return Sheet(
        rows=rows,
        carried=sum((row.carried_amount for row in rows), Decimal(0)),
        entered=sum((row.entered_amount for row in rows), Decimal(0)),
        left_out=sum((row.left_out_amount for row in rows), Decimal(0)),
        remaining=sum((row.remaining_amount for row in rows), Decimal(0)),
        unlike=sum(1 for row in rows if row.difference),
    )


def settled(units: frozenset[int] | None, until: dt.date) -> QuerySet[Stocktake]:
    """Counts that agreed with the books by a day."""
    # reach: public inside the house, for capabilities and indicators of these units
    rows = Stocktake.objects.filter(case__state=State.SETTLED, settled_on__lte=until)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def given(units: frozenset[int] | None, until: dt.date) -> QuerySet[YearAccount]:
    """Accounts given by a day."""
    # reach: public inside the house, for capabilities and indicators of these units
    rows = YearAccount.objects.filter(case__state="given", case__closed_at__date__lte=until)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def losses(actor: Actor, state: str = "") -> QuerySet[ValueLoss]:
    """Kamu zararı files in reach."""
    rows: QuerySet[ValueLoss] = ValueLoss.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state == "waiting":
        rows = rows.filter(case__closed_at=None)
    elif state:
        rows = rows.filter(case__state=state)
    return rows.select_related("stocktake__case", "stocktake__warehouse").annotate(
        collected=Sum("people__payments__amount", default=Decimal(0))
    )


def loss(actor: Actor, number: str) -> ValueLoss:
    return losses(actor).get(case__number=number.replace("\0", ""))


def loss_sheet(record: ValueLoss, actor: Actor) -> dict[str, Any]:
    # reach: the file was found through one
    people: list[dict[str, Any]] = []
    for one in record.people.select_related("user").prefetch_related("payments").order_by("pk"):
        payments = list(one.payments.all())
        paid = sum((row.amount for row in payments), Decimal(0))
        people.append({"row": one, "payments": payments, "paid": paid, "left": one.amount - paid})
    covers = actor.reach(access.PLAN).covers(record.case)
    return {
        "people": people,
        "shared": sum((one["row"].amount for one in people), Decimal(0)),
        "paid": sum((one["paid"] for one in people), Decimal(0)),
        "may_name": covers and record.case.state == "open",
        "may_pay": covers and record.case.state in ("notified", "legal"),
        "number": record.case.number,
    }
