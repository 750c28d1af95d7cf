"""What is laid before a reviewer: failed sign-ins, new administrators, gaps, breaks of volume, the lake itself."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.timezone import get_current_timezone, localtime

from konak.foundation.lake import SETS
from konak.foundation.lake import queries as lake

from .. import queries

FAILED = 5
"""So many failed sign-ins of one name from one address deserve a look."""
HISTORY = 28
SHOWN = 30
RISEN = ["4720", "4722", "4728", "4732", "4756", "1102"]
"""Accounts made or enabled, members of privileged groups, an audit log that was cleared."""
WORDS = {
    "user-created": "hesap açıldı", "user-enabled": "hesap etkinleştirildi",
    "group-member-added": "gruba üye eklendi",
    "audit-log-cleared": "güvenlik günlüğü silindi",
}  # fmt: skip


def _bounds(since: dt.date, until: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = get_current_timezone()
    first, after = (dt.datetime.combine(day, dt.time(), zone) for day in (since, until + dt.timedelta(days=1)))
    return first, after


def prepared(since: dt.date, until: dt.date) -> dict[str, Any]:
    """Everything of a period; `attention` counts what is out of the ordinary."""
    failed, admins = failures(since, until), risen(since, until)
    volume = volumes(since, until)
    return {
        "failed": failed,
        "admins": admins,
        "volume": volume,
        "troubles": queries.troubles(),
        "searches": queries.searched_between(since, until),
        "alarms": queries.raised_between(since, until),
        "attention": sum(row["count"] >= FAILED for row in failed)
        + len(admins)
        + sum(bool(row["gaps"] or row["break"]) for row in volume)
        + (queries.troubles() > 0),
    }


def failures(since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Failed sign-ins by name and address, the most first."""
    first, after = _bounds(since, until)
    counted: Counter[tuple[str, str, str]] = Counter()
    for code in ("windows", "system", "radius"):
        for row in lake.search(code, since=first, until=after, where={"event.outcome": "failure"}):
            values = row.values
            counted[(code, str(values.get("user.name", "")), str(values.get("source.ip", "")))] += 1
    return [
        {"set": SETS[code].label, "user": user, "ip": ip, "count": count}
        for (code, user, ip), count in counted.most_common(SHOWN)
    ]


def risen(since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """New accounts and members of privileged groups."""
    first, after = _bounds(since, until)
    rows = lake.search("windows", since=first, until=after, where={"event.code": RISEN}, limit=SHOWN)
    return [
        {
            "at": f"{localtime(_aware(row.values['moment'])):%d.%m.%Y %H.%M}",
            "what": WORDS.get(str(row.values.get("event.action")), str(row.values.get("event.action", ""))),
            "user": str(row.values.get("user.name", "")),
            "host": str(row.values.get("host.name", "")),
            "code": str(row.values.get("event.code", "")),
        }
        for row in rows
    ]


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def volumes(since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Lines of each set, the days without one, and whether the period breaks with the four weeks before it."""
    days = queries.lines_by_day(since - dt.timedelta(days=HISTORY), until)
    period = [since + dt.timedelta(days=one) for one in range((until - since).days + 1)]
    return [row for code, counts in sorted(days.items()) if (row := _volume(code, counts, period))]


def _volume(code: str, counts: Mapping[dt.date, int], period: Iterable[dt.date]) -> dict[str, Any] | None:
    if code not in SETS or code in ("searches", "trail"):
        return None
    days = list(period)
    before = [lines for day, lines in counts.items() if day < days[0]]
    usual = sum(before) / len(before) if before else 0.0
    lines = sum(counts.get(day, 0) for day in days)
    # a set that writes every day is missed on the first day it does not
    gaps = [f"{day:%d.%m.%Y}" for day in days if not counts.get(day)] if len(before) >= HISTORY // 2 else []
    mean = lines / len(days)
    broken = bool(len(before) >= 7 and usual >= 100 and not usual / 3 <= mean <= usual * 3)
    return {
        "set": SETS[code].label,
        "lines": lines,
        "usual": round(usual * len(days)),
        "gaps": gaps[:31],
        "break": broken,
    }
