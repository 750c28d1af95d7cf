"""The day of the desk in numbers, and reports over a period."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook
from konak.foundation.ui.words import number
from konak.foundation.web.http import Request

from .. import access, queries
from . import sheets
from .frame import seeing_tabs

BYS: dict[str, tuple[queries.By, str]] = {
    "hizmet": ("service", "Hizmet"),
    "ekip": ("team", "Ekip"),
    "kisi": ("person", "Üstlenen"),
    "birim": ("from", "İsteyen birim"),
    "ay": ("month", "Ay"),
    "tur": ("kind", "Tür"),
}


def _reader(request: Request) -> None:
    if not request.actor.holds(access.REPORTS):
        raise Http404


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


@require_GET
def board(request: Request) -> HttpResponse:
    _reader(request)
    unit = _whole(request.GET.get("ekip", ""))
    day = queries.day(request.actor, unit)
    context = {
        "tabs": seeing_tabs("board"),
        "day": day,
        "units": queries.serving_units(request.actor),
        "unit": unit,
        "flow": {
            "dataset": {
                "source": [
                    ["Gün", "Gelen", "Çözülen"],
                    *([f"{when:%d.%m}", came, gone] for when, came, gone in day.days),
                ]
            },
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"type": "line", "kind": "open"}, {"type": "line", "kind": "done"}],
        },
        "most": max((count for _, count in day.ages), default=0),
        "most_loaded": max((many for _, many, _ in day.loaded), default=0),
        "queue": reverse("desk:queue"),
        "timely": f"%{number(day.timely)}" if day.timely is not None else "",
    }
    return render(request, "desk/board.html", context)


def _date(text: str, other: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return other


@require_GET
def reports(request: Request) -> HttpResponse:
    _reader(request)
    today = localdate()
    key = request.GET.get("dokum", "hizmet")
    by, label = BYS.get(key, BYS["hizmet"])
    since = _date(request.GET.get("since", ""), (today - dt.timedelta(days=89)).replace(day=1))
    until = _date(request.GET.get("until", ""), today)
    if until < since:
        since, until = until, since
    if (until - since).days > 1_100:
        since = until - dt.timedelta(days=1_100)
    unit, service = _whole(request.GET.get("unit", "")), _whole(request.GET.get("service", ""))
    rows = queries.report(request.actor, by, since, until, unit=unit, service=service)
    told: list[tuple[str, object]] = [("Döküm", label), ("Başlangıç", since), ("Bitiş", until)]
    if workbook.asked(request):
        return sheets.report(rows, told, label)
    shown: list[Any] = rows[:200]
    context = {
        "tabs": seeing_tabs("reports"),
        "bys": [(one, words) for one, (_, words) in BYS.items()],
        "key": key if key in BYS else "hizmet",
        "label": label,
        "rows": shown,
        "cut": len(rows) - len(shown),
        "since": since,
        "until": until,
        "units": queries.serving_units(request.actor),
        "unit": unit,
        "services": queries.services_seen(request.actor),
        "service": service,
        "bars": {
            "dataset": {
                "source": [[label, "Gelen", "Çözülen"], *([one.label, one.opened, one.solved] for one in rows[:12])]
            },
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"type": "bar", "kind": "open"}, {"type": "bar", "kind": "done"}],
        },
    }
    return render(request, "desk/reports.html", context)
