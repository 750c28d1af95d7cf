"""Accounts of a year in reach, their tables, and what they all come to."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from konak.estate.assets import public as assets
from konak.foundation.access import Actor

from .. import access
from ..models import AccountRow, YearAccount


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
    collection: bool
    """Whether museum or library codes stand in it, which have a table of their own (Örnek 15)."""
    number: str


def sheet(account: YearAccount, actor: Actor, *, collections: bool = False) -> Sheet:
    """The table of an account; with `collections` of its museum and library codes alone."""
    # reach: the account was found through one
    rows = list(account.rows.select_related("item").order_by("item__code"))
    if collections:
        rows = [row for row in rows if row.item.collection]
    return Sheet(
        rows=rows,
        carried=sum((row.carried_amount for row in rows), Decimal(0)),
        entered=sum((row.entered_amount for row in rows), Decimal(0)),
        left_out=sum((row.left_out_amount for row in rows), Decimal(0)),
        remaining=sum((row.remaining_amount for row in rows), Decimal(0)),
        unlike=sum(1 for row in rows if row.difference),
        collection=any(row.item.collection for row in rows),
        number=account.case.number,
    )


def given(units: frozenset[int] | None, until: dt.date) -> QuerySet[YearAccount]:
    """Accounts given by a day."""
    # reach: public inside the house, for capabilities and indicators of these units
    rows = YearAccount.objects.filter(case__state="given", case__closed_at__date__lte=until)
    return rows if units is None else rows.filter(case__unit_id__in=units)


SHUT = ("controlled", "given")
"""An account counts towards the tables of the year once its controller has shut the books."""
SUMS = ("carried", "entered", "left_out", "remaining")


@dataclass(slots=True)
class YearLine:
    """What one code, or all codes of a group, came to in a year; money, and quantities where they add up."""

    code: str
    name: str
    carried: Decimal = Decimal(0)
    entered: Decimal = Decimal(0)
    left_out: Decimal = Decimal(0)
    remaining: Decimal = Decimal(0)

    def add(self, row: Any) -> None:
        for one in SUMS:
            setattr(self, one, getattr(self, one) + row[f"{one}_sum"])


@dataclass(slots=True)
class SpendingYear:
    """One spending unit in a year: its warehouses, and its table by groups of codes."""

    code: str
    name: str
    accounts: list[YearAccount] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Warehouses whose account of the year is not shut yet."""
    lines: list[YearLine] = field(default_factory=list)


@dataclass(slots=True)
class Yearly:
    """The tables of a year over all warehouses in reach."""

    year: int
    units: list[SpendingYear]
    groups: list[YearLine]
    """By the second level of the code: 255.02."""
    totals: list[YearLine]
    """By account: 150, 253, 254, 255."""
    total: YearLine

    @property
    def complete(self) -> bool:
        return bool(self.units) and not any(one.waiting for one in self.units)


def years(actor: Actor) -> list[int]:
    """Years of which some account was drawn, the latest first."""
    return list(accounts(actor).order_by("-year").values_list("year", flat=True).distinct())


def yearly(actor: Actor, year: int) -> Yearly:
    """Add the accounts of a year up; what is not shut stands among `waiting` and is not added."""
    units: dict[str, SpendingYear] = {}
    of_account: dict[int, SpendingYear] = {}
    held = accounts(actor, year=year).select_related("case", "warehouse__spending_unit").order_by("warehouse__code")
    by_store = {one.warehouse_id: one for one in held}
    for store in assets.warehouses(actor):
        spending, account = store.spending_unit, by_store.pop(store.pk, None)
        one = units.setdefault(spending.code, SpendingYear(spending.code, spending.name))
        if account is not None and account.case.state in SHUT:
            one.accounts.append(account)
            of_account[account.pk] = one
        else:
            one.waiting.append(store.name)
    for account in by_store.values():  # of warehouses that are closed by now
        spending = account.warehouse.spending_unit
        one = units.setdefault(spending.code, SpendingYear(spending.code, spending.name))
        if account.case.state in SHUT:
            one.accounts.append(account)
            of_account[account.pk] = one
        else:
            one.waiting.append(account.warehouse.name)
    rows = list(
        AccountRow.objects.filter(account__in=of_account)
        .order_by()
        .values("account_id", code=F("item__code"))
        .annotate(**{f"{one}_sum": Sum(f"{one}_amount") for one in SUMS})
    )
    names = assets.item_names({_level(row["code"], count) for row in rows for count in (1, 2)})
    groups: dict[str, YearLine] = {}
    totals: dict[str, YearLine] = {}
    per_unit: dict[tuple[str, str], YearLine] = {}
    total = YearLine("", "Toplam")
    for row in rows:
        account_code, group = _level(row["code"], 1), _level(row["code"], 2)
        one = of_account[row["account_id"]]
        for line in (
            groups.setdefault(group, YearLine(group, names.get(group, ""))),
            totals.setdefault(account_code, YearLine(account_code, names.get(account_code, ""))),
            per_unit.setdefault((one.code, group), YearLine(group, names.get(group, ""))),
            total,
        ):
            line.add(row)
    for (unit, _), line in sorted(per_unit.items()):
        units[unit].lines.append(line)
    return Yearly(
        year=year,
        units=[units[code] for code in sorted(units)],
        groups=[groups[code] for code in sorted(groups)],
        totals=[totals[code] for code in sorted(totals)],
        total=total,
    )


def _level(code: str, count: int) -> str:
    return ".".join(code.split(".")[:count])
