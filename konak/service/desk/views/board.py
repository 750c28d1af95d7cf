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


PERIODS = {"6": 6, "12": 12, "24": 24}


def _months(many: int) -> list[dt.date]:
    """The first days of the last months, the present one last."""
    found = [localdate().replace(day=1)]
    while len(found) < many:
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found[::-1]


def _drawn(head: list[str], rows: list[list[Any]], kinds: list[str], shape: str = "line") -> dict[str, Any]:
    return {
        "dataset": {"source": [head, *rows]},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value", "min": 0},
        "series": [{"type": shape, "kind": kind} for kind in kinds],
    }


@require_GET
def statistics(request: Request) -> HttpResponse:
    """First answer, solution, backlog, promises kept and satisfaction, by month and by what one chooses."""
    _reader(request)
    unit, service = _whole(request.GET.get("unit", "")), _whole(request.GET.get("service", ""))
    many = PERIODS.get(request.GET.get("ay", ""), 12)
    key = request.GET.get("dokum", "hizmet")
    by, label = BYS.get(key, BYS["hizmet"])
    by, label = ("service", "Hizmet") if by == "month" else (by, label)
    months = _months(many)
    since, until = months[0], localdate()
    lines = {
        one.key[:7]: one for one in queries.report(request.actor, "month", since, until, unit=unit, service=service)
    }
    backlog = queries.backlog_by_month(request.actor, months, unit=unit, service=service)
    parts = queries.report(request.actor, by, since, until, unit=unit, service=service)
    told: list[tuple[str, object]] = [("Döküm", label), ("Başlangıç", since), ("Bitiş", until)]
    if workbook.asked(request):
        return sheets.report(parts, told, label)
    named = [(f"{month:%m.%Y}", lines.get(f"{month:%Y-%m}")) for month in months]

    def of(*names: str) -> list[list[Any]]:
        return [[when, *(getattr(one, name) if one else None for name in names)] for when, one in named]

    top = parts[:12]
    charts = [
        ("Gelen ve çözülen", _drawn(["Ay", "Gelen", "Çözülen"], of("opened", "solved"), ["open", "done"], "bar")),
        (
            "Ay sonunda açık talep",
            _drawn(["Ay", "Açık"], [[f"{m:%m.%Y}", n] for m, n in zip(months, backlog, strict=True)], ["wait"]),
        ),
        ("İlk yanıt, ortanca dakika", _drawn(["Ay", "Dakika"], of("answer_minutes"), ["open"])),
        ("Çözüm, ortanca saat", _drawn(["Ay", "Saat"], of("solve_hours"), ["open"])),
        ("Süresinde çözülen, yüzde", _drawn(["Ay", "Yüzde"], of("timely_share"), ["done"])),
        ("Memnuniyet, 5 üzerinden", _drawn(["Ay", "Puan"], of("score"), ["done"])),
    ]

    def split(name: str, words: str, kind: str) -> tuple[str, dict[str, Any]]:
        rows = [[one.label, getattr(one, name)] for one in top if getattr(one, name) is not None]
        return f"{words} · {label.lower()}", _drawn([label, words], rows, [kind], "bar")

    more = [
        split("opened", "Gelen talep", "open"),
        split("answer_minutes", "İlk yanıt, ortanca dakika", "open"),
        split("solve_hours", "Çözüm, ortanca saat", "open"),
        split("timely_share", "Süresinde çözülen, yüzde", "done"),
        split("score", "Memnuniyet, 5 üzerinden", "done"),
        split("hours", "Harcanan saat", "wait"),
    ]
    context = {
        "tabs": seeing_tabs("statistics"),
        "charts": charts,
        "more": [(title, drawn) for title, drawn in more if len(drawn["dataset"]["source"]) > 1],
        "bys": [(one, words) for one, (_, words) in BYS.items() if one != "ay"],
        "key": key if key in BYS and key != "ay" else "hizmet",
        "label": label,
        "months": str(many),
        "periods": [("6", "Son 6 ay"), ("12", "Son 12 ay"), ("24", "Son 24 ay")],
        "units": queries.serving_units(request.actor),
        "unit": unit,
        "services": queries.services_seen(request.actor),
        "service": service,
    }
    return render(request, "desk/statistics.html", context)


@require_GET
def times(request: Request) -> HttpResponse:
    """Minutes written down: for leaders over their units, for everybody over himself."""
    if not (request.actor.holds(access.REPORTS) or request.actor.holds(access.WORK)):
        raise Http404
    today = localdate()
    since = _date(request.GET.get("since", ""), today.replace(day=1))
    until = _date(request.GET.get("until", ""), today)
    if until < since:
        since, until = until, since
    since = max(since, until - dt.timedelta(days=1_100))
    key = request.GET.get("dokum", "kisi")
    key = key if key in queries.BYS else "kisi"
    rows = queries.worked(request.actor, since, until)
    if workbook.asked(request):
        told = [("Başlangıç", since), ("Bitiş", until)]
        return sheets.times(queries.entries(rows, workbook.ENOUGH), told)
    lines = queries.spent(rows, key)
    whole = sum(one.minutes for one in lines)
    context = {
        "tabs": seeing_tabs("times") if request.actor.holds(access.REPORTS) else [],
        "bys": [(one, words) for one, (_, words) in queries.BYS.items()],
        "key": key,
        "label": queries.BYS[key][1],
        "lines": lines[:200],
        "most": max((one.minutes for one in lines), default=0),
        "whole": round(whole / 60, 1),
        "since": since,
        "until": until,
        "entries": queries.entries(rows, 50),
    }
    return render(request, "desk/times.html", context)


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
