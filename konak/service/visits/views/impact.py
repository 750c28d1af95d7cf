"""The picture of an impact, with the same as a list."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from konak.foundation.web.http import Request
from konak.governance.systems import public as systems

from .. import access, queries, tables


@require_GET
def index(request: Request) -> HttpResponse:
    """Choose a system or name a device."""
    if not request.actor.holds(access.IMPACT):
        raise Http404
    code, tag = request.GET.get("sistem", "").strip(), request.GET.get("cihaz", "").strip()
    if code:
        return redirect("visits:impact_system", code)
    if tag and "/" not in tag:
        return redirect("visits:impact_asset", tag)
    found = systems.systems(request.actor)
    return render(request, "visits/impact.html", {"choices": found})


def _shown(request: Request, picture: queries.Impact | None, back: str, back_label: str) -> HttpResponse:
    if picture is None or not request.actor.holds(access.IMPACT):
        raise Http404
    kinds = ("part", "system", "service", "unit", "asset", "person", "ticket", "outage")
    context = {
        "picture": picture,
        "chart": tables.chart_of(picture) if len(picture.knots) > 1 else None,
        "groups": [
            (rows[0].kind_label, sorted(rows, key=lambda one: one.step))
            for kind in kinds
            if (rows := picture.of(kind))
        ],
        "counts": [(rows[0].kind_label, len(rows)) for kind in kinds if (rows := picture.of(kind))],
        "back": back,
        "back_label": back_label,
    }
    return render(request, "visits/picture.html", context)


@require_GET
def system(request: Request, code: str) -> HttpResponse:
    return _shown(
        request, queries.of_system(request.actor, code), f"/bilgi-sistemleri/{code.upper()}/", "Bilgi sistemi"
    )


@require_GET
def asset(request: Request, tag: str) -> HttpResponse:
    picture = queries.of_asset(request.actor, tag.replace("\0", ""))
    return _shown(request, picture, picture.knots[0].url if picture else "", "Cihaz")
