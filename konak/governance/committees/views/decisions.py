"""The board of decisions, what is done on one, and one's own calendar address."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from pydantic import ValidationError

from konak.foundation.cases.services import objection_to
from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.ui.picking import UnitField, typed
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.meeting import AcceptForm, FilterForm, HandOverForm, NothingForm, ReportForm, WhyForm
from ..lifecycle import DECISION
from ..models import Decision
from . import sheets
from .shared import dialog, filled, found


def filters_of(asked: QueryDict) -> queries.DecisionFilter:
    """The filters in a query string; what makes no sense is left out."""
    values: dict[str, Any] = {name: asked[name] for name in queries.DecisionFilter.model_fields if asked.get(name)}
    values |= typed(asked, unit=UnitField())
    try:
        return queries.DecisionFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return queries.DecisionFilter.model_validate({k: value for k, value in values.items() if k not in wrong})


@require_GET
@vary_on_headers("HX-Request")
def index(request: Request) -> HttpResponse:
    asked = request.GET.copy()
    if "state" not in asked:
        asked["state"] = "undone"
    filters = filters_of(asked)
    branch = {unit for seat in request.actor.seats for unit in seat.branch}
    form = FilterForm(filters, list(queries.committees(request.actor, closed=True)), branch)
    if workbook.asked(request):

        def page_after(after: str) -> tuple[list[Decision], str]:
            found = queries.decisions_page(request.actor, filters, after=after, limit=workbook.CHUNK)
            return found.rows, found.after

        return sheets.decisions(workbook.page_by_page(page_after), workbook.told(chips=form.chips()))
    page = queries.decisions_page(request.actor, filters, after=request.GET.get("sonra", ""))
    here, reach, today = reverse("committees:decisions"), request.actor.reach(access.VIEW), localdate()
    views = [("Yapılmamış", "undone"), ("Geciken", "late"), ("Yerine getirilen", "done"), ("Hepsi", "")]
    context = {
        "rows": [
            {
                "decision": row,
                "kind": "late"
                if row.case.due_on and not row.ended and row.case.due_on < today
                else row.state_kinds[row.case.state],
                "url": reverse("front:case", args=[row.case.number])
                if reach.covers(row.case)
                else reverse("committees:meeting", args=[row.meeting.case.number]),
            }
            for row in page.rows
        ],
        "form": form,
        "chips": [chip for chip in form.chips() if chip.label != "Durum"],
        "clear": here,
        "tabs": [
            Tab(label, here + form.address(state=value), (filters.state or "") == value) for label, value in views
        ],
        "older": here + form.address(sonra=page.after, state=filters.state or "") if page.after else "",
        "newer": here + form.address(state=filters.state or "") if request.GET.get("sonra") else "",
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "committees/_decision_list.html" if inside else "committees/decisions.html", context)


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "start": (services.start, NothingForm, "Karar uygulanmaya başladı."),
    "report": (services.report, ReportForm, "Yerine getirildiği bildirildi; kurul tarafının kabulü bekleniyor."),
    "accept": (services.accept, AcceptForm, "Karar yerine getirildi."),
    "return": (services.hand_back, WhyForm, "Karar eksiğiyle birlikte iade edildi."),
    "revoke": (services.revoke, WhyForm, "Karar izlemeden çıktı."),
    "note": (services.set_aside, NothingForm, "Karar işlem gerektirmez sayıldı."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    decision = found(queries.decision, request.actor, number)
    if step not in STEPS:
        raise Http404
    service, form_class, done = STEPS[step]
    taken = DECISION.steps[step]
    return dialog(
        request,
        filled(request, form_class),
        service,
        number,
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, decision, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: reverse("front:case", args=[number]),
    )


def hand_over(request: Request, number: str) -> HttpResponse:
    decision = found(queries.decision, request.actor, number)
    initial = {"unit_id": decision.case.unit_id, "assignee_id": decision.case.assignee_id}
    return dialog(
        request,
        filled(request, HandOverForm, initial=initial),
        services.assign_decision,
        number,
        title="Kararı yerine getirecek olan",
        button="Kaydet",
        done="Kararı yerine getirecek olan değişti.",
        next_url=lambda _: reverse("front:case", args=[number]),
    )


@require_GET
def evidence(request: Request, number: str, report_id: int) -> HttpResponseBase:
    report = found(queries.decision_report, request.actor, number, report_id)
    if report.file is None:
        raise Http404
    return serve(report.file)


def my_calendar(request: Request) -> HttpResponse:
    """The address for a calendar program: shown once when made, closed when a new one is made."""
    secret = ""
    if request.method == "POST":
        secret = services.new_calendar_key(actor=request.actor)
    context = {
        "address": request.build_absolute_uri(reverse("api:committees_feed", args=[secret])) if secret else "",
        "meetings": list(queries.my_meetings(request.actor)[:20]),
        "has_key": queries.has_calendar_key(request.actor),
    }
    return render(request, "committees/calendar.html", context)


@require_POST
def drop_calendar(request: Request) -> HttpResponse:
    services.drop_calendar_key(actor=request.actor)
    return redirect("committees:calendar")
