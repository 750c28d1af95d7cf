"""What the registers add up to: how many, how fast, by whom; gaps; who reads; who misfiles."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Avg, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.fields import DurationField

from konak.foundation.access import Actor

from .. import access
from ..models import DailyReport, Incoming, Letter, Reading


def readings(actor: Actor) -> QuerySet[Reading]:
    """Who opened which document, for those who follow that; the newest first."""
    reach = actor.reach(access.FOLLOW).q("case__", ("assignee", "opened_by"))
    rows = Reading.objects.filter(reach)
    return rows.select_related("case", "user", "seat__unit").order_by("-pk")


def reports(actor: Actor) -> QuerySet[DailyReport]:
    """The sealed reports, for those who follow the registers; the newest first."""
    # reach: a report is of the whole house: only who follows it altogether
    rows = DailyReport.objects.select_related("file__blob")
    return rows if actor.reach(access.FOLLOW).everywhere else rows.none()


def readings_of(case_id: int, limit: int = 30) -> list[Reading]:
    # reach: the document was found through one
    rows = Reading.objects.filter(case_id=case_id).select_related("user", "seat__unit").order_by("-pk")
    return list(rows[:limit])


def register_gaps(year: int) -> dict[str, list[int]]:
    """Numbers of a register that no document carries; an empty list is what the law wants."""
    # reach: numbers only
    found: dict[str, list[int]] = {}
    rows = Letter.objects.filter(register_year=year).exclude(mode="O").values_list("register_no", flat=True)
    given = sorted(number for number in rows if number)
    found["giden"] = sorted(set(range(1, (given[-1] if given else 0) + 1)) - set(given))
    taken = Incoming.objects.filter(case__number__startswith=f"GELEN-{year}-").values_list("case__number", flat=True)
    arrived = sorted(int(number.rpartition("-")[2]) for number in taken)
    found["gelen"] = sorted(set(range(1, (arrived[-1] if arrived else 0) + 1)) - set(arrived))
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    label: str
    came: int
    written: int
    closed: int
    days: float | None
    late: int


def statistics(actor: Actor, since: dt.date, until: dt.date, by: str) -> list[Tally]:
    """Per unit, per code or per kind of arrival: came in, written, finished, how many days it took, how many late."""
    reach = actor.reach(access.FOLLOW).q("case__")
    key = {"birim": "case__unit__name", "kod": "file_code__code", "yol": "origin"}[by]
    period = Q(case__opened_at__date__range=(since, until))
    took = ExpressionWrapper(F("case__closed_at") - F("case__opened_at"), output_field=DurationField())
    late = Q(case__due_on__lt=F("case__closed_at__date")) | Q(case__closed_at=None, case__due_on__lt=until)
    came = (
        Incoming.objects.filter(reach, period)
        .order_by()
        .values(key)
        .annotate(n=Count("pk"), closed=Count("case__closed_at"), days=Avg(took), late=Count("pk", filter=late))
    )
    written: dict[str, int] = {}
    if by != "yol":
        rows = Letter.objects.filter(reach, dated_on__range=(since, until)).order_by().values(key)
        written = {row[key]: row["n"] for row in rows.annotate(n=Count("pk"))}
    found: dict[str, Tally] = {}
    for row in came:
        label = row[key] or "Kodsuz"
        days = row["days"].total_seconds() / 86400 if row["days"] else None
        found[label] = Tally(label, row["n"], written.pop(row[key], 0), row["closed"], days, row["late"])
    for label, count in written.items():
        found[label or "Kodsuz"] = Tally(label or "Kodsuz", 0, count, 0, None, 0)
    return sorted(found.values(), key=lambda one: (-one.came - one.written, one.label))
