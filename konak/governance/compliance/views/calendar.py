"""The calendar by month and year, the heat map, and what climbed to me."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Cell
from konak.foundation.web.http import Request

from .. import access, queries
from ..forms.period import FilterForm
from ..queries.turns import MONTH_NAMES, WEEKDAYS
from . import sheets
from .frame import filters_of, month_asked, rooms


@require_GET
def month(request: Request) -> HttpResponse:
    today = localdate()
    year, number = month_asked(request.GET, today)
    filters = filters_of(request.GET)
    filters.q = filters.since = filters.until = None
    own = request.GET.get("benim") == "1" and request.actor.user_id is not None
    if own:
        filters.assignee = request.actor.user_id
    kept = {"ay": f"{year}-{number:02}"}
    form = FilterForm(filters, queries.units_in_reach(request.actor), kept)
    first = dt.date(year, number, 1)
    before, after = first - dt.timedelta(days=1), first + dt.timedelta(days=31)
    if workbook.asked(request):
        span = filters.model_copy(update={"since": first, "until": after.replace(day=1) - dt.timedelta(days=1)})
        every = workbook.every(queries.periods(request.actor, span))
        told = [("Ay", f"{MONTH_NAMES[number - 1]} {year}"), *workbook.told(chips=form.chips())]
        return sheets.periods("Uyum takvimi", every, "uyum-takvimi", told)
    shown = queries.month(request.actor, year, number, today, filters)
    context = {
        "tabs": rooms(request, "calendar"),
        "month": shown,
        "weekdays": WEEKDAYS,
        "form": form,
        "before": form.address(ay=f"{before:%Y-%m}"),
        "after": form.address(ay=f"{after:%Y-%m}"),
        "today_url": form.address(ay=None),
        "year_url": reverse("compliance:year", args=[year]),
        "own_url": form.address(assignee=None, benim=None if own else "1"),
        "own": own,
        "empty": not any(cell.periods or cell.coming for week in shown.weeks for cell in week),
        "counts": queries.counts(request.actor),
        "list_url": reverse("compliance:periods"),
        "sweep": queries.last_sweep() if request.actor.holds(access.MANAGE) else None,
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "compliance/_month.html" if inside else "compliance/calendar.html", context)


@require_GET
def year(request: Request, year: int) -> HttpResponse:
    if not 2000 <= year <= 2100:
        year = localdate().year
    months, boards = queries.heat(request.actor)
    page, today = reverse("compliance:periods"), localdate()

    def cell(board: queries.Board, month: dt.date, value: tuple[int, int] | None) -> tuple[Cell, int]:
        """The cell and its depth, 0 to 5."""
        name = f"{MONTH_NAMES[month.month - 1]} {month.year}"
        if value is None:
            return Cell(0, "", f"{board.unit.name}, {name}: son günü gelen dönem yok"), 0
        last = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        share = round(100 * value[1] / value[0])
        url = f"{page}?unit={board.unit.pk}&since={month:%Y-%m-%d}&until={last:%Y-%m-%d}"
        words = f"{board.unit.name}, {name}: {value[0]} dönemin {value[1]} tanesi zamanında"
        return Cell(share, url, words), min(5, 1 + share // 25)

    rows = [
        (
            board,
            f"{page}?unit={board.unit.pk}",
            [cell(board, *pair) for pair in zip(months, board.cells, strict=True)],
        )
        for board in boards
    ]
    context = {
        "tabs": rooms(request, "calendar"),
        "year": year,
        "today": today,
        "months": queries.year(request.actor, year),
        "columns": [f"{MONTH_NAMES[month.month - 1][:3]} {month:%y}" for month in months],
        "rows": rows,
    }
    return render(request, "compliance/year.html", context)


@require_GET
def climbs(request: Request) -> HttpResponse:
    rows = queries.climbs(request.actor)
    if workbook.asked(request):
        return sheets.climbs(rows)
    context = {"tabs": rooms(request, "climbs"), "rows": rows, "today": localdate()}
    return render(request, "compliance/climbs.html", context)
