"""What is wrong now: the first page, the wall, the weather of the links, the page for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request

from .. import access, queries, tables
from ..queries import reports
from ..queries.board import level_of_service
from .common import keeps

DAYS = 60


@require_GET
def index(request: Request) -> HttpResponse:
    found = queries.board(request.actor)
    context = {
        "board": found,
        "lines": [{"line": line, "lasted": tables.lasted(line.problem)} for line in found.lines],
        "waiting": [{"problem": one, "lasted": tables.lasted(one)} for one in found.waiting],
        "kinds": {
            "critical": "late" if found.critical else "done",
            "down": "late" if found.down else "done",
            "unreachable": "wait" if found.unreachable else "done",
        },
        "sorts": queries.by_sort(request.actor),
        "buttons": keeps(request, tables.Button("Cihaz ekle", "/izleme/cihazlar/yeni/", "plus", primary=True)),
        "here": "index",
    }
    live = request.GET.get("canli") and request.htmx
    return render(request, "monitoring/_board.html" if live else "monitoring/board.html", context)


@require_GET
def wall(request: Request) -> HttpResponse:
    """For a screen on the wall: no menu, large type, renews itself."""
    found = queries.board(request.actor, 12)
    context = {
        "board": found,
        "lines": [{"line": line, "lasted": tables.lasted(line.problem)} for line in found.lines],
        "tiles": queries.wall(request.actor),
    }
    live = request.GET.get("canli") and request.htmx
    return render(request, "monitoring/_wall.html" if live else "monitoring/wall.html", context)


@require_GET
def weather(request: Request) -> HttpResponse:
    links = reports.links(request.actor)
    context = {
        "map": tables.weather(links) if links else None,
        "links": [{"link": link, "load": tables.amount(link.load, "%")} for link in links],
        "here": "weather",
        "may": request.actor.holds(access.KEEP),
    }
    return render(request, "monitoring/weather.html", context)


@require_GET
def public(request: Request) -> HttpResponse:
    """How the services stand that are shown to everybody; without an account as well."""
    rows = []
    for one in reports.public_services():
        level = level_of_service(one)
        days = reports.days_of(one, DAYS)
        rows.append(
            {
                "service": one,
                "words": {0: "Çalışıyor", 1: "Sorunlu", 2: "Kesinti var", 3: "Ölçülmüyor"}[level],
                "kind": tables.LEVEL_KINDS[level],
                "days": [
                    {
                        "day": day,
                        "x": place * 10,
                        "kind": "late" if minutes >= 60 else "wait" if minutes >= 1 else "done",
                        "minutes": round(minutes),
                    }
                    for place, (day, minutes) in enumerate(days)
                ],
                "bad": sum(1 for _, minutes in days if minutes >= 1),
            }
        )
    context = {
        "frame": "ui/base.html" if request.actor.user_id is not None else "ui/public.html",
        "rows": rows,
        "width": DAYS * 10,
        "days": DAYS,
        "trouble": [row for row in rows if row["kind"] in ("late", "wait")],
        "tabs": [Tab("Hizmetler", "/durum/hizmetler/", True), Tab("Duyurulan kesintiler", "/durum/")],
    }
    return render(request, "monitoring/public.html", context)
