"""What the pages of compliance share: their tabs, finding or 404, filters out of an address, moving on."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, QueryDict
from django.urls import reverse
from pydantic import ValidationError

from konak.foundation.ui.parts import Tab
from konak.foundation.ui.picking import UnitField, typed
from konak.foundation.web.http import Request

from .. import access, queries

T = TypeVar("T")


def found(query: Callable[..., T], *args: Any) -> T:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args)
    except ObjectDoesNotExist:
        raise Http404 from None


def rooms(request: Request, here: str) -> list[Tab]:
    """The rooms of compliance as tabs; numbers only where something waits."""
    actor = request.actor
    climbs = queries.climbs_waiting(actor)
    offered: list[tuple[str, str, int | None]] = [
        ("calendar", "Takvim", None),
        ("mine", "Bende olanlar", queries.counts(actor).mine or None),
        ("periods", "Bütün dönemler", None),
        ("climbs", "Bana yükselenler", climbs or None),
        ("plans", "Planlar", (queries.proposals(actor).proposed or None) if actor.holds(access.MANAGE) else None),
        ("confirmations", "Görev teyidi", None),
        ("texts", "Metinler", None),
    ]
    return [Tab(label, reverse(f"compliance:{name}"), name == here, count) for name, label, count in offered]


def filters_of(asked: QueryDict) -> queries.PeriodFilter:
    """The filters in a query string; what makes no sense is left out."""
    values: dict[str, Any] = {name: asked[name] for name in queries.PeriodFilter.model_fields if asked.get(name)}
    values |= typed(asked, unit=UnitField())
    try:
        return queries.PeriodFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return queries.PeriodFilter.model_validate({k: value for k, value in values.items() if k not in wrong})


def month_asked(asked: QueryDict, today: dt.date) -> tuple[int, int]:
    """ "2026-11" out of an address; the running month for anything else."""
    year, _, month = asked.get("ay", "").partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12:
        return int(year), int(month)
    return today.year, today.month
