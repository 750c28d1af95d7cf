"""Report cards, the yearly compliance report and packs of evidence."""

import datetime as dt
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.db.replica import reading_from_replica
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.report import PackForm, PeriodForm, this_year
from ..models import Phase
from ..tables.charts import share_chart
from ..tables.duty import KIND
from ..tables.report import card_book, card_data, compliance_book, compliance_data
from . import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_PACKS = 100


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A made file, to be kept."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def index(request: Request) -> HttpResponse:
    """What may be reported on: one's own card, units, texts, packs."""
    actor = request.actor
    texts = list(queries.pack_texts(actor)) if actor.holds(access.VIEW) else []
    context = {
        "units": queries.report_units(actor),
        "own": reverse("legislation:person_card", args=[actor.user_id]) if actor.user_id else "",
        "texts": [(text, queries.years_of(text)[:4]) for text in texts],
        "packs": list(queries.packs(actor)[:5]) if actor.holds(access.REPORT) else [],
        "may_pack": actor.holds(access.REPORT),
    }
    return render(request, "legislation/reports.html", context)


def _period(request: Request) -> tuple[PeriodForm, dt.date, dt.date]:
    since, until = this_year()
    if "bas" not in request.GET:
        return PeriodForm(initial={"bas": since, "bit": until}), since, until
    form = PeriodForm(request.GET)
    if form.is_valid():
        since, until = form.cleaned_data["bas"], form.cleaned_data["bit"]
    return form, since, until


def _card(request: Request, query: Any, key: int, signer: str) -> HttpResponse:
    form, since, until = _period(request)
    if not request.actor.user_id:  # who asks is looked up in the primary; only the counting may lie a little behind
        raise Http404
    try:
        with reading_from_replica():
            card: queries.Card = query(request.actor, key, since, until)
    except ObjectDoesNotExist:
        raise Http404 from None
    name = f"gorev-karnesi-{key}-{card.since:%Y%m%d}-{card.until:%Y%m%d}"
    match request.GET.get("bicim"):
        case "pdf":
            return download(render_pdf("legislation/card", card_data(card, signer)), f"{name}.pdf", "application/pdf")
        case "xlsx":
            return download(card_book(card), f"{name}.xlsx", XLSX)
    period = f"bas={card.since.isoformat()}&bit={card.until.isoformat()}"
    context = {
        "card": card,
        "form": form,
        "lines": [(line, KIND[line.state]) for line in card.lines],
        "chart": share_chart([(part.name, part.score) for part in card.parts], "Puan") if card.parts else None,
        "height": 60 + 28 * len(card.parts),
        "period": period,
        "explained": queries.EXPLAINED,
        "people": queries.filed_by_people(card)[:10] if card.unit else [],
        "today": localdate(),
    }
    return render(request, "legislation/card.html", context, status=422 if form.errors else 200)


@require_GET
def unit_card(request: Request, unit_id: int) -> HttpResponse:
    return _card(request, queries.unit_card, unit_id, "Birim amiri")


@require_GET
def person_card(request: Request, user_id: int) -> HttpResponse:
    return _card(request, queries.person_card, user_id, "Birim amiri")


@require_GET
def compliance(request: Request, number: str) -> HttpResponse:
    """The yearly report of a text; only for years in which it was in force."""
    try:
        years = queries.years_of(queries.regulation(request.actor, number))
    except ObjectDoesNotExist:
        raise Http404 from None
    if not years:
        return render(request, "legislation/compliance_none.html", {"number": number})
    asked = request.GET.get("yil", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else years[0]
    with reading_from_replica():
        report = queries.compliance(request.actor, number, year)
    match request.GET.get("bicim"):
        case "pdf":
            data = compliance_data(report)
            return download(
                render_pdf("legislation/compliance", data), f"uyum-{number}-{year}.pdf", "application/pdf"
            )
        case "xlsx":
            return download(compliance_book(report), f"uyum-{number}-{year}.xlsx", XLSX)
    shown = report.articles
    context = {
        "report": report,
        "regulation": report.regulation,
        "years": years,
        "chart": share_chart([(part.name, part.score) for part in shown], "Puan"),
        "height": 60 + 26 * len(shown),
        "branches": share_chart([(part.name, part.score) for part in report.branches], "Puan"),
        "branch_height": 60 + 28 * len(report.branches),
        "best": [(line, KIND[line.state]) for line in report.best],
        "worst": [(line, KIND[line.state]) for line in report.worst],
        "falls": report.moved[:8],
        "rises": [one for one in reversed(report.moved) if one.change > 0][:8],
        "explained": queries.EXPLAINED,
    }
    return render(request, "legislation/compliance.html", context)


# Packs --------------------------------------------------------------------------------------------------------------


def packs(request: Request) -> HttpResponse:
    """GET the list and the form, POST a wish."""
    if not request.actor.holds(access.REPORT):
        return render(request, "legislation/packs_no.html", status=403)
    if workbook.asked(request):
        return sheets.packs(workbook.every(queries.packs(request.actor)))
    bound = request.method == "POST"
    form = (
        PackForm(request.POST, actor=request.actor)
        if bound
        else PackForm(initial=request.GET.dict(), actor=request.actor)
    )
    if bound:
        made = run(form, services.ask_pack, actor=request.actor)
        if made is not None:
            return go(request, reverse("legislation:pack", args=[made.pk]))
    context = {"form": form, "packs": queries.packs(request.actor)[:SHOWN_PACKS]}
    return render(request, "legislation/packs.html", context, status=422 if bound else 200)


@require_GET
def pack(request: Request, pack_id: int) -> HttpResponse:
    """How far a pack is; the page asks again by itself until it is ready."""
    try:
        found = queries.pack(request.actor, pack_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    waits = found.phase in {Phase.WAITING, Phase.RUNNING}
    kinds = {Phase.WAITING: "open", Phase.RUNNING: "wait", Phase.READY: "done", Phase.FAILED: "late"}
    context = {"pack": found, "waits": waits, "kind": kinds[Phase(found.phase)]}
    page = "_pack.html" if request.htmx and not request.htmx.boosted else "pack.html"
    return render(request, f"legislation/{page}", context)


@require_GET
def pack_file(request: Request, pack_id: int) -> HttpResponseBase:
    """The ZIP, with a line in the story for whoever takes it."""
    try:
        stored = services.hand_out(pack_id, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused:
        return go(request, reverse("legislation:pack", args=[pack_id]))
    return serve(stored, attachment=True)
