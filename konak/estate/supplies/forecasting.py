"""How long stock lasts and when buying has to begin: pure arithmetic over months of consumption."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

MONTH_DAYS = 30.4375
WEIGHT = 0.25
"""How much of a forecast is the newest month; the rest is what was thought before it."""
CAREFUL = 1.28
"""Nine times in ten the stock lasts until the delivery."""
BOUGHT_FOR_DAYS = 182
SOON_DAYS = 30
FARTHEST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class Outlook:
    state: str
    """"out", "low" (buying has to begin), "coming" (low, but bought already), "soon", "enough"."""
    daily: float
    monthly: float
    point: int
    """The stock at which buying has to begin."""
    cover_days: int | None
    """None where nothing is used."""
    run_out_on: dt.date | None
    order_by: dt.date | None
    """The last day on which buying can begin without running out."""
    propose: int
    """How much to buy now; zero while enough stands there."""


def expected(months: Sequence[float]) -> float:
    """What the next month will use: exponentially smoothed from the first month in which anything was used."""
    begun = next((place for place, used in enumerate(months) if used > 0), None)
    if begun is None:
        return 0.0
    known = [max(0.0, used) for used in months[begun:]]
    first = known[:3]
    level = sum(first) / len(first)
    for used in known:
        level += WEIGHT * (used - level)
    return level


def spread(months: Sequence[float]) -> float:
    """The standard deviation of a month."""
    begun = next((place for place, used in enumerate(months) if used > 0), None)
    known = list(months[begun:]) if begun is not None else []
    if len(known) < 3:
        return 0.0
    mean = sum(known) / len(known)
    return math.sqrt(sum((used - mean) ** 2 for used in known) / (len(known) - 1))


def look_ahead(
    *,
    months: Sequence[float],
    on_hand: Decimal,
    coming: Decimal,
    minimum: Decimal,
    lead_days: int,
    today: dt.date,
    fixed_point: Decimal | None = None,
    target: Decimal | None = None,
    due_parts: int = 0,
) -> Outlook:
    """`months` are full months, the oldest first; `due_parts` are parts in machines that end within the lead."""
    monthly = expected(months)
    daily = monthly / MONTH_DAYS
    reserve = max(float(minimum), CAREFUL * spread(months) * math.sqrt(lead_days / MONTH_DAYS))
    needed = max(daily * lead_days, float(due_parts))
    point = math.ceil(round(max(float(fixed_point) if fixed_point is not None else needed + reserve, 0.0), 6))
    point = max(point, math.ceil(minimum))
    stock, available = float(on_hand), float(on_hand + coming)
    cover = min(int(stock / daily), FARTHEST_DAYS) if daily > 0 else None
    run_out = today + dt.timedelta(cover) if cover is not None and cover < FARTHEST_DAYS else None
    above = max(0.0, available - point)
    left = int(above / daily) if daily > 0 else None
    order_by = today + dt.timedelta(left) if left is not None and left < FARTHEST_DAYS else None
    short = available <= point and point > 0
    if short:
        state = "out" if stock <= 0 else "low"
    elif stock <= point and point > 0:
        state = "coming"
    elif left is not None and left <= SOON_DAYS:
        state = "soon"
    else:
        state = "enough"
    wanted = max(float(target) if target is not None else point + daily * BOUGHT_FOR_DAYS, point + 1.0)
    propose = max(0, math.ceil(round(wanted - available, 6))) if short else 0
    return Outlook(state, daily, monthly, point, cover, run_out, order_by, propose)


@dataclass(frozen=True, slots=True)
class Wear:
    """How far a part in a machine is worn."""

    share: float
    """Of its life, 0 to 1 and beyond."""
    due_on: dt.date | None


def wear(
    *,
    since: dt.date,
    today: dt.date,
    at_pages: int | None,
    pages: int | None,
    pages_a_month: float,
    yield_pages: int | None,
    life_months: int | None,
) -> Wear:
    """By its counter or by its age, whichever ends first."""
    shares: list[float] = []
    days: list[dt.date] = []
    if yield_pages and at_pages is not None and pages is not None:
        done = max(0, pages - at_pages)
        shares.append(done / yield_pages)
        if pages_a_month > 0:
            left = (yield_pages - done) / pages_a_month * MONTH_DAYS
            days.append(today + dt.timedelta(max(0, min(int(left), FARTHEST_DAYS))))
        elif done >= yield_pages:
            days.append(today)
    if life_months:
        whole = life_months * MONTH_DAYS
        shares.append((today - since).days / whole)
        days.append(since + dt.timedelta(int(whole)))
    return Wear(max(shares, default=0.0), min(days, default=None))


def told(*, since: dt.date, on: dt.date, left: float) -> Wear:
    """By what the device says is left of it, at the pace it had so far."""
    done, days = 1 - left, max(1, (on - since).days)
    more = days * left / done if done > 0 else FARTHEST_DAYS
    return Wear(done, on + dt.timedelta(max(0, min(int(more), FARTHEST_DAYS))))


def pages_a_month(readings: Sequence[tuple[dt.date, int]], today: dt.date) -> float:
    """The pace of the last year of a counter, oldest reading first."""
    recent = [one for one in readings if one[0] >= today - dt.timedelta(370)]
    if len(recent) < 2:
        return 0.0
    (first_on, first), (last_on, last) = recent[0], recent[-1]
    days = (last_on - first_on).days
    return max(0.0, (last - first) / days * MONTH_DAYS) if days >= 7 else 0.0
