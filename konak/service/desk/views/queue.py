"""The queues of the desk, and a call written down."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from konak.foundation.people.queries import named
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms import FilterForm, PhoneForm
from . import bulk, sheets
from .frame import at_desk, filters_of, page_of


@require_GET
@vary_on_headers("HX-Request")
def index(request: Request) -> HttpResponse:
    offered = queries.queues_of(request.actor)
    asked = request.GET.get("kuyruk", "")
    chosen = next((one for one in offered if one.key == asked), offered[0])
    filters = filters_of(request.GET)
    form = FilterForm(filters, chosen.key, request.actor)
    if workbook.asked(request):
        every = queries.queue(request.actor, chosen.key, filters, limit=workbook.ENOUGH)
        told = [("Kuyruk", chosen.label), *workbook.told(chips=form.chips())]
        return sheets.tickets("Destek talepleri", every.rows, told)
    page = queries.queue(request.actor, chosen.key, filters, after=request.GET.get("sonra", ""))
    here = reverse("desk:queue")
    context = {
        "queue": chosen,
        "rows": [(one, queries.left_of(one)) for one in page.rows],
        "form": form,
        "chips": form.chips(),
        "clear": f"{here}?kuyruk={chosen.key}",
        "tabs": [
            Tab(
                one.label,
                f"{here}?kuyruk={one.key}",
                one.key == chosen.key,
                (queries.count_on(request.actor, one.key) or None) if one.counted else None,
            )
            for one in offered
        ],
        "older": here + form.address(sonra=page.after) if page.after else "",
        "newer": here + form.address() if request.GET.get("sonra") else "",
        "bulks": bulk.offered(request),
        "here": here + form.address(),
        "may_write_down": request.actor.holds(access.WORK),
        "may_see": request.actor.holds(access.REPORTS),
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "desk/_queue.html" if inside else "desk/queue.html", context)


def phone(request: Request) -> HttpResponse:
    """A call, a visit or a letter, written down for whoever asks."""
    at_desk(request)
    bound = request.method == "POST"
    form = (
        PhoneForm(request.POST, actor=request.actor)
        if bound
        else PhoneForm(initial=_from_template(request) | request.GET.dict(), actor=request.actor)
    )
    if bound:
        made = run(form, services.open_ticket, actor=request.actor)
        if made is not None:
            messages.success(request, f"Talep {made.case.number} sayısıyla kaydedildi.")
            return go(request, page_of(made.case.number))
    context = {
        "form": form,
        "templates": queries.templates_for(request.actor),
        "chosen": request.GET.get("sablon", ""),
    }
    return render(request, "desk/phone.html", context, status=422 if bound else 200)


def _from_template(request: Request) -> dict[str, Any]:
    """What the chosen template fills in."""
    key = request.GET.get("sablon", "")
    one = queries.templates_for(request.actor).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if one is None:
        return {}
    return {
        "service_code": one.service.code,
        "kind": one.kind,
        "subject": one.subject,
        "text": one.text,
        "priority": one.priority,
        "tags": one.tags,
    }


@require_GET
def caller(request: Request) -> HttpResponse:
    """Who calls: people by name as it is typed; once one is left, his card with what he asked lately."""
    words = request.GET.get("on_behalf_of", "").replace("\0", "")
    if not request.actor.holds(access.WORK) or len(words.strip()) < 2:
        return render(request, "desk/_caller.html", {"people": []})
    people = list(named(words.split("·")[-1] if "·" in words else words, 6))
    card = queries.caller_card(request.actor, people[0]) if len(people) == 1 else None
    return render(request, "desk/_caller.html", {"people": people, "card": card})
