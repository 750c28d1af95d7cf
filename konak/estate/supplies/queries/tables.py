"""What boards and pages show: consumption by month and unit, what a printer uses, what is given to a device."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.estate.upkeep import public as upkeep
from konak.foundation.access import Actor
from konak.foundation.people.queries import any_unit

from .. import access
from ..models import Fit, Issue, PartLife, Printer
from . import register


def first_of_month(back: int, today: dt.date | None = None) -> dt.date:
    """The first day of the month so many months ago."""
    day = (today or localdate()).replace(day=1)
    count = day.year * 12 + day.month - 1 - back
    return dt.date(count // 12, count % 12 + 1, 1)


def use_months(actor: Actor, months: int = 24) -> list[tuple[dt.date, Decimal, Decimal]]:
    """Month, pieces and money of everything used up in the warehouses in reach."""
    since = first_of_month(months - 1)
    counts = {first_of_month(back): [Decimal(0), Decimal(0)] for back in range(months - 1, -1, -1)}
    for row in assets.consumption(register._stores(actor), since, localdate()):
        counts[row.month][0] += row.quantity
        counts[row.month][1] += row.amount
    return [(month, quantity, amount) for month, (quantity, amount) in counts.items()]


@dataclass(slots=True)
class UnitUse:
    unit_id: int
    unit: str
    quantity: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    before: Decimal = Decimal(0)
    """Money of the period of the same length before."""
    months: dict[dt.date, Decimal] = field(default_factory=dict)

    @property
    def trend(self) -> list[float]:
        return [float(self.months[month]) for month in sorted(self.months)]


def use_by_unit(actor: Actor, *, months: int = 12, item: str = "") -> list[UnitUse]:
    """What units used in the last months, the dearest first; months include the running one."""
    since, before = first_of_month(months - 1), first_of_month(2 * months - 1)
    span = [first_of_month(back) for back in range(months - 1, -1, -1)]
    names = dict(any_unit().values_list("pk", "name"))
    wanted = {key for key, words in assets.consumable_items() if f"({item}" in words} if item else None
    found: dict[int, UnitUse] = {}
    for row in assets.consumption(register._stores(actor), before, localdate()):
        if row.unit_id is None or (wanted is not None and row.item_id not in wanted):
            continue
        one = found.setdefault(
            row.unit_id,
            UnitUse(row.unit_id, str(names.get(row.unit_id, "–")), months=dict.fromkeys(span, Decimal(0))),
        )
        if row.month < since:
            one.before += row.amount
        else:
            one.quantity += row.quantity
            one.amount += row.amount
            one.months[row.month] += row.amount
    return sorted((one for one in found.values() if one.amount or one.before), key=lambda one: -one.amount)


@dataclass(slots=True)
class Board:
    out: int
    low: int
    soon: int
    alarms: int
    parts: int
    unread: int
    empties: Decimal
    this_month: Decimal
    last_month: Decimal


def board(actor: Actor) -> Board:
    state = (
        register.levels(actor)
        .filter(ended_on=None)
        .aggregate(
            out=Count("pk", filter=Q(outlook__state="out")),
            low=Count("pk", filter=Q(outlook__state="low")),
            soon=Count("pk", filter=Q(outlook__state="soon")),
        )
    )
    spent = use_months(actor, 2)
    toner = Fit.objects.filter(kind="toner").values("item_id")
    year = localdate() - dt.timedelta(365)
    rows = register.issues(actor).filter(purpose="printer", item__in=toner, undone=False, given_on__gte=year)
    sums = rows.order_by().aggregate(
        given=Sum("quantity", default=Decimal(0)), back=Sum("returned", default=Decimal(0))
    )
    return Board(
        out=state["out"],
        low=state["low"],
        soon=state["soon"],
        alarms=register.alarms(actor, register.AlarmFilter(state="open")).count(),
        parts=register.parts(actor, near=True).count(),
        unread=register.printers(actor, register.PrinterFilter(state="unread")).count(),
        empties=sums["given"] - sums["back"],
        this_month=spent[-1][2],
        last_month=spent[0][2],
    )


@dataclass(slots=True)
class PrinterPage:
    fitting: list[dict[str, Any]]
    parts: list[PartLife]
    past: list[PartLife]
    issues: list[Issue]
    pages: list[tuple[dt.date, int]]
    """Printed in each of the last months, as far as the counter was read."""
    year_pages: int
    year_amount: Decimal
    cost_a_page: Decimal | None


def printer_page(of: Printer) -> PrinterPage:
    """What stands on the page of a printer."""
    # reach: the printer was found through one
    today = localdate()
    since = first_of_month(12, today)
    readings = upkeep.readings_of([of.pk], since - dt.timedelta(45)).get(of.pk, [])
    ends: dict[dt.date, int] = {}
    for day, value in readings:
        ends[day.replace(day=1)] = value
    months = sorted(ends)
    printed = [(month, ends[month] - ends[last]) for last, month in pairwise(months)]
    stock = assets.standing([of.asset.warehouse_id])
    fitting = []
    for one in register.fitting(of):
        quantity, _ = stock.get((of.asset.warehouse_id, one.item_id), (Decimal(0), Decimal(0)))
        fitting.append({"fit": one, "stock": quantity})
    lives = list(of.parts.select_related("fit__item", "issue").order_by("ended_on", "due_on", "pk"))
    year = Issue.objects.filter(printer=of, undone=False, given_on__gte=today - dt.timedelta(365))
    amount = year.aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
    pages = sum(count for _, count in printed[-12:])
    return PrinterPage(
        fitting=fitting,
        parts=[one for one in lives if one.ended_on is None],
        past=sorted((one for one in lives if one.ended_on), key=lambda one: one.ended_on or today, reverse=True)[:30],
        issues=list(of.issues.select_related("item", "by").order_by("-pk")[:30]),
        pages=printed[-12:],
        year_pages=pages,
        year_amount=amount,
        cost_a_page=(amount / pages).quantize(Decimal("0.0001")) if pages and amount else None,
    )


def of_asset(asset: Any, actor: Actor) -> dict[str, Any] | None:
    """The card on the page of a thing; None where nothing was given to it and it is no printer."""
    if not actor.holds(access.VIEW):
        return None
    found = Printer.objects.filter(pk=asset.pk, left_on=None).first()
    given = register.issues_of_asset(asset.pk)
    if found is None and not given:
        return None
    parts = list(found.parts.filter(ended_on=None).select_related("fit__item").order_by("due_on")) if found else []
    return {"printer": found, "issues": given, "parts": parts, "tag": asset.tag}
