"""Workload boards: who has how much, one desk opened, files given to others by keyboard and buttons."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import anybody
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, here

from ..queries import workload as queries
from ..services import workload as services
from . import sheets

ORDERS = (("late", "Gecikeni çok olan önce"), ("free", "Boş olan önce"), ("name", "Ada göre"))


def _unit(request: Request) -> int:
    asked = request.POST.get("birim") or request.GET.get("birim") or ""
    if asked.isdecimal() and len(asked) < 19:
        return int(asked)
    unit_id = queries.default_unit(request.actor)
    if unit_id is None:
        raise Http404
    return unit_id


@require_GET
def board(request: Request) -> HttpResponse:
    order = request.GET.get("sirala", "late")
    order = order if order in dict(ORDERS) else "late"
    page = request.GET.get("sayfa", "")
    place = int(page) if page.isdecimal() and len(page) < 5 else 0
    if workbook.asked(request):
        whole = found(queries.board, request.actor, _unit(request), order=order, limit=workbook.ENOUGH)
        told = [("Birim", whole.unit.name), ("Sıralama", dict(ORDERS)[order])]
        return sheets.board([*whole.rows, whole.unclaimed], told)
    shown = found(queries.board, request.actor, _unit(request), page=place, order=order)
    context = {
        "board": shown,
        "units": queries.boards(request.actor),
        "tabs": [Tab(label, here(request, sirala=code, sayfa=None), code == order) for code, label in ORDERS],
        "older": here(request, sayfa=shown.after) if shown.after else "",
        "newer": here(request, sayfa=place - 1) if place else "",
        "kinds": [(queries.kind_label(kind), count) for kind, count in shown.total.kinds.most_common(8)],
        "most_kind": max(shown.total.kinds.values(), default=0),
        "unclaimed": f"{reverse('staffing:desk')}?birim={shown.unit.pk}",
        "bars": _bars(shown),
        "weeks": list(zip(shown.labels, shown.total.came, shown.total.done, strict=True)),
    }
    return render(request, "staffing/board.html", context)


def _bars(shown: queries.Board) -> list[tuple[float, float, float, float, float]]:
    """Two bars a week in a box of 100 × 40: x, height of what came, height of what was done, and where they begin."""
    most = max([*shown.total.came, *shown.total.done, 1])
    step = 100 / len(shown.labels)
    found_bars = []
    for place, (came, done) in enumerate(zip(shown.total.came, shown.total.done, strict=True)):
        high, low = round(38 * came / most, 2), round(38 * done / most, 2)
        found_bars.append((round(place * step + 1.5, 2), high, low, round(40 - high, 2), round(40 - low, 2)))
    return found_bars


@require_GET
def desk(request: Request) -> HttpResponse:
    """One person's open files (`kisi` empty: those of nobody), with the form to give them away."""
    unit_id, asked = _unit(request), request.GET.get("kisi", "")
    user_id = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    rows = found(queries.desk, request.actor, unit_id, user_id)
    context = {
        "rows": [(case, queries.kind_label(case.kind)) for case in rows],
        "person": get_object_or_404(anybody(), pk=user_id) if user_id else None,
        "people": queries.colleagues(unit_id),
        "unit_id": unit_id,
        "back": f"{reverse('staffing:board')}?birim={unit_id}",
        "most": queries.MOST_CASES,
    }
    return render(request, "staffing/desk.html", context)


@require_POST
def reassign(request: Request) -> HttpResponse:
    """Give the ticked files to one person; a refusal says which file and why, and nothing is half done."""
    unit_id, to = _unit(request), request.POST.get("kime", "")
    back = request.POST.get("geri") or f"{reverse('staffing:board')}?birim={unit_id}"
    if not back.startswith("/") or back.startswith("//"):
        back = reverse("staffing:board")
    person = get_object_or_404(anybody(), pk=int(to)) if to.isdecimal() and len(to) < 19 else None
    if person is None and to != "birim":
        messages.error(request, "Kime verileceğini seçin.")
        return go(request, back)
    try:
        count = services.reassign(actor=request.actor, numbers=request.POST.getlist("dosya"), to=person)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        whom = person.full_name if person else "birime"
        messages.success(request, f"{count} dosya verildi: {whom}.")
    return go(request, back)


@require_GET
def suggest(request: Request) -> HttpResponse:
    unit_id = _unit(request)
    moves = found(queries.suggestion, request.actor, unit_id)
    context = {"moves": moves, "unit_id": unit_id, "back": f"{reverse('staffing:board')}?birim={unit_id}"}
    return render(request, "staffing/suggestion.html", context)
