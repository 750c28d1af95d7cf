"""Both registers in reach, open ones by their last day first."""

import datetime as dt
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from konak.foundation.access import Actor
from konak.foundation.cases.queries import attachments
from konak.foundation.ui.words import filesize

from . import access
from .models import LogRequest, Release

NEAR = ("case__unit", "case__assignee")
LOG_ORDER = ("case__resting", "case__due_on", "-case_id")
"""Open requests first, the nearest last day before all; every request has one."""


def releases(actor: Actor, state: str = "") -> QuerySet[Release]:
    rows = Release.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    return rows.select_related(*NEAR, "given_by", "given_as__unit").order_by("-case_id")


def log_requests(actor: Actor, state: str = "") -> QuerySet[LogRequest]:
    rows = LogRequest.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    return rows.select_related(*NEAR).order_by(*LOG_ORDER)


def release(actor: Actor, number: str) -> Release:
    """One record; out of reach and unknown are the same absence."""
    return releases(actor).get(case__number=number)


def log_request(actor: Actor, number: str) -> LogRequest:
    return log_requests(actor).get(case__number=number)


def delivery(row: LogRequest) -> dict[str, Any]:
    """The minute of an answered request: the letter, what was asked and given, every attached file by its digest."""

    def day(when: dt.date | None) -> str:
        return f"{when:%d.%m.%Y}" if when else "–"

    files = attachments(row.case).select_related("file__blob")
    return {
        "title": "Kayıt teslim tutanağı",
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": row.answer_date,
        "verify": f"Kayıt: {row.case.number}",
        "authority": row.authority,
        "facts": [
            ["İsteyen makam", row.authority],
            ["Soruşturma / dosya no", row.file_number],
            ["İstek yazısı", f"{day(row.letter_date)}, {row.letter_number}"],
            ["Amaç ve dayanak", row.purpose],
            ["İstenen kayıtlar", row.scope],
            ["Dönem", f"{day(row.since)} – {day(row.until)}"],
            ["Cevap yazısı", f"{day(row.answer_date)}, {row.answer_number}"],
            ["Verilen", row.result],
        ],
        "files": [[one.file.name, filesize(one.file.blob.size), one.file.blob.sha256] for one in files],
    }


def unit_of(actor: Actor) -> int | None:
    """Where somebody writes a record down: the unit of his first seat."""
    return actor.seats[0].unit_id if actor.seats else None


def given(units: frozenset[int] | None, until: dt.date) -> QuerySet[Release]:
    # reach: the caller says which units count
    mine = Q() if units is None else Q(case__unit_id__in=units)
    return Release.objects.filter(mine, given_on__lte=until)


def answered(units: frozenset[int] | None, until: dt.date) -> QuerySet[LogRequest]:
    # reach: the caller says which units count
    mine = Q() if units is None else Q(case__unit_id__in=units)
    return LogRequest.objects.filter(mine, answer_date__lte=until)


def waiting(actor: Actor) -> int:
    """Requests for logs whose last day is near or past."""
    rows = log_requests(actor).filter(case__resting=False, case__due_on__lte=localdate() + dt.timedelta(days=5))
    return rows.count()


def _closed(rows: QuerySet[Release], since: dt.date, until: dt.date) -> QuerySet[Release]:
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    end = make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))
    return rows.filter(case__closed_at__gte=begin, case__closed_at__lt=end)


def decision_days(units: frozenset[int] | None, since: dt.date, until: dt.date) -> float | None:
    """Days from the day something was asked to the decision, on average, of what was decided in the period."""
    # reach: the caller says which units count
    mine = Q() if units is None else Q(case__unit_id__in=units)
    took = ExpressionWrapper(F("case__closed_at__date") - F("asked_on"), output_field=DurationField())
    found = _closed(Release.objects.filter(mine), since, until).aggregate(mean=Avg(took))["mean"]
    return round(found.total_seconds() / 86_400, 1) if found is not None else None


def answered_on_time(units: frozenset[int] | None, since: dt.date, until: dt.date) -> float | None:
    """Of the requests for logs answered in the period, how many by their last day, in percent."""
    # reach: the caller says which units count
    rows = answered(units, until).filter(answer_date__gte=since)
    found = rows.aggregate(every=Count("pk"), timely=Count("pk", filter=Q(answer_date__lte=F("case__due_on"))))
    return round(100 * found["timely"] / found["every"], 1) if found["every"] else None
