"""Finding tickets by what was said in them, and a device with its holder and its tickets on one page."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook
from konak.foundation.web.http import Request

from .. import access, queries
from . import sheets


def _desk(request: Request) -> None:
    if not (request.actor.holds(access.WORK) and queries.works_at_desk(request.actor)):
        raise Http404


@require_GET
def search(request: Request) -> HttpResponse:
    """Words of the talk; notes are found by those who may read them."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    hits, after, near = queries.found_in_talk(request.actor, words, request.GET.get("sonra") or None)
    if workbook.asked(request):
        return sheets.tickets("Yazışmalarda arama", [one.ticket for one in hits], [("Aranan", words or "–")])
    desk = request.actor.holds(access.WORK) and queries.works_at_desk(request.actor)
    here = reverse("desk:search")
    context = {
        "q": words,
        "hits": hits,
        "near": near,
        "older": f"{here}?{urlencode({'q': words, 'sonra': after})}" if after else "",
        "newer": f"{here}?{urlencode({'q': words})}" if request.GET.get("sonra") else "",
        "back": reverse("desk:queue" if desk else "desk:mine"),
        "back_label": "Destek talepleri" if desk else "Taleplerim",
    }
    return render(request, "desk/search.html", context)


@require_GET
def devices(request: Request) -> HttpResponse:
    _desk(request)
    words = request.GET.get("q", "")
    found = queries.devices_named(request.actor, words)
    if workbook.asked(request):
        return sheets.devices(found, [("Aranan", words or "–")])
    return render(request, "desk/devices.html", {"q": words, "rows": found})


@require_GET
def device(request: Request, tag: str) -> HttpResponse:
    """What it is, who holds it, what was asked about it, what else he holds."""
    _desk(request)
    found = queries.holding_of(request.actor, tag)
    if found is None:
        raise Http404
    return render(request, "desk/device.html", {"found": found, "device": found.device})
