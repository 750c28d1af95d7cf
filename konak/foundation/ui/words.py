"""Dates, times, amounts and sizes as a Turkish reader writes them."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

STEPS = (
    (365 * 86400, "yıl"),
    (30 * 86400, "ay"),
    (7 * 86400, "hafta"),
    (86400, "gün"),
    (3600, "saat"),
    (60, "dakika"),
)
SIZES = ("bayt", "KB", "MB", "GB", "TB", "PB")


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def date(day: dt.date | None) -> str:
    """21.11.2026; empty for None."""
    if day is None:
        return ""
    return f"{_local(day) if isinstance(day, dt.datetime) else day:%d.%m.%Y}"


def moment(at: dt.datetime | None) -> str:
    """21.11.2026 14.05; empty for None."""
    return f"{_local(at):%d.%m.%Y %H.%M}" if at else ""


def since(at: dt.datetime | dt.date | None, now: dt.datetime | None = None) -> str:
    """How long ago or ahead: "3 gün önce", "2 saat sonra", "az önce". A date without a time counts in days."""
    if at is None:
        return ""
    if not isinstance(at, dt.datetime):
        days = ((now.date() if now else timezone.localdate()) - at).days
        if days == 0:
            return "bugün"
        if days in {1, -1}:
            return "dün" if days == 1 else "yarın"
        seconds: float = days * 86400
    else:
        seconds = ((now or timezone.now()) - at).total_seconds()
    for size, unit in STEPS:
        if abs(seconds) >= size:
            return f"{int(abs(seconds) // size)} {unit} {'önce' if seconds > 0 else 'sonra'}"
    return "az önce" if seconds >= 0 else "birazdan"


def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """1.234,5 by Turkish rules; without `places` only the decimals that are there (two at most)."""
    if value is None:
        return ""
    exact = Decimal(str(value))
    if places is None:
        places = min(2, max(0, -int(exact.normalize().as_tuple().exponent)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))


def money(value: int | float | Decimal | None) -> str:
    """1.234,56 ₺ with a space that does not break."""
    return f"{number(value, 2)}\u00a0₺" if value is not None else ""


def filesize(size: int | None) -> str:
    """12,5 MB; powers of 1024, one decimal below ten times the unit is enough."""
    if size is None:
        return ""
    amount, step = float(size), 0
    while amount >= 1024 and step < len(SIZES) - 1:
        amount, step = amount / 1024, step + 1
    shown = number(round(amount, 1)) if step else number(size)
    return f"{shown}\u00a0{SIZES[step]}"


def percent(part: float, whole: float) -> str:
    """%45: the sign stands in front in Turkish. Nothing of nothing is a dash."""
    return f"%{number(round(100 * part / whole))}" if whole else "–"


def initials(name: str) -> str:
    """Two letters for an avatar: "Şule Işık" → ŞI."""
    from konak.foundation.db.turkish import upper

    words = [word for word in name.split() if word[:1].isalpha()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return upper("".join(letters))


def count(found: int, ceiling: int | None = None) -> str:
    """A count that does not pretend: "10.000+" at the ceiling of counting."""
    return f"{number(ceiling)}+" if ceiling is not None and found >= ceiling else number(found)
