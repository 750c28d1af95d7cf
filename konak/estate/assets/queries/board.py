"""The board: what there is, how old, who has accepted, what runs out, what waits."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear, Substr
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from ..lifecycle import State
from ..models import Asset, AssetState, Custody, Item
from . import ledger, things


@dataclass(frozen=True, slots=True)
class Board:
    on_books: int
    worth: Decimal
    used: int
    stored: int
    repair: int
    accepted: int
    offered: int
    warranty_ending: int
    kinds: list[tuple[str, str, int]]
    """Code, name, how many."""
    years: list[tuple[int, int]]
    warranty: list[tuple[str, int]]
    """Month and how many warranties end in it."""
    over_age: int
    unheld: int
    late_notices: int
    waiting: int


def board(actor: Actor) -> Board:
    rows = things.assets(actor).order_by()
    today = localdate()
    counts = rows.aggregate(
        all=Count("pk"),
        worth=Sum("cost"),
        used=Count("pk", filter=Q(state=AssetState.USED)),
        stored=Count("pk", filter=Q(state=AssetState.STORED)),
        repair=Count("pk", filter=Q(state=AssetState.REPAIR)),
        ending=Count("pk", filter=Q(warranty_until__range=(today, today + dt.timedelta(90)))),
        over=Count(
            "pk",
            filter=Q(item__life_years__isnull=False, acquired_on__year__lt=today.year - F("item__life_years")),
        ),
    )
    held = dict(
        Custody.objects.filter(asset__in=rows.values("pk"), ended_at=None)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    kinds = list(
        rows.annotate(group=Substr("item__code", 1, 15))
        .values_list("group")
        .annotate(n=Count("pk"))
        .order_by("-n")[:9]
    )
    names = dict(Item.objects.filter(code__in=[code for code, _ in kinds]).values_list("code", "name"))
    years = list(
        rows.annotate(year=ExtractYear("acquired_on")).values_list("year").annotate(n=Count("pk")).order_by("year")
    )
    receipts = ledger.receipts(actor)
    return Board(
        on_books=counts["all"],
        worth=counts["worth"] or Decimal(0),
        used=counts["used"],
        stored=counts["stored"],
        repair=counts["repair"],
        accepted=held.get("accepted", 0),
        offered=held.get("offered", 0),
        warranty_ending=counts["ending"],
        kinds=[(code, names.get(code, code), n) for code, n in kinds],
        years=years[-15:],
        warranty=_months(rows, today),
        over_age=counts["over"],
        unheld=things.assets(actor, things.AssetFilter(custody="none")).count(),
        late_notices=receipts.filter(case__state=State.POSTED, case__due_on__lt=today).count(),
        waiting=receipts.filter(case__state__in=(State.PREPARED, State.RECORDED)).count(),
    )


def _months(rows: QuerySet[Asset], today: dt.date) -> list[tuple[str, int]]:
    """Warranties that end in each of the next twelve months."""
    last = (today.replace(day=1) + dt.timedelta(366)).replace(day=1)
    found: dict[tuple[int, int], int] = {}
    days = rows.filter(warranty_until__gte=today.replace(day=1), warranty_until__lt=last)
    for day, count in days.values_list("warranty_until").annotate(n=Count("pk")):
        found[day.year, day.month] = found.get((day.year, day.month), 0) + count
    months, step = [], today.replace(day=1)
    for _ in range(12):
        months.append((f"{step:%m.%Y}", found.get((step.year, step.month), 0)))
        step = (step + dt.timedelta(32)).replace(day=1)
    return months
