"""The board of tasks across branches: side by side in time, with what each waits for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.people.queries import units
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request

from .. import queries
from ..forms import FilterForm
from . import sheets
from .board import filters_of


@require_GET
def index(request: Request) -> HttpResponse:
    tied = request.GET.get("pano") == "bagli"
    filters = filters_of(request.GET)
    seats = {unit for seat in request.actor.seats for unit in seat.branch}
    form = FilterForm(filters, units().filter(pk__in=seats), "bagli" if tied else "")
    found = queries.timeline(request.actor, filters, tied)
    if workbook.asked(request):
        return sheets.timeline(found, workbook.told(chips=form.chips()))
    here = reverse("orders:timeline")
    shown = {
        "found": found,
        "form": form,
        "chips": form.chips(),
        "clear": here + ("?pano=bagli" if tied else ""),
        "tied": tied,
        "tabs": [Tab("Hepsi", here, not tied), Tab("Birbirini bekleyenler", f"{here}?pano=bagli", tied)],
        "most": 200,
    }
    return render(request, "orders/timeline.html", shown)
