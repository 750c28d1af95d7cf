"""Duties without a source, proposals to decide, and what texts say they rest on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given
from konak.governance.legislation import public as legislation

from .. import access, queries, services
from ..forms.source import BasisForm, FallbackForm
from ..models import SourceKind
from .common import PER_PAGE

KINDS = {
    "law": SourceKind.LAW,
    "regulation": SourceKind.REGULATION,
    "communique": SourceKind.COMMUNIQUE,
    "gazette": SourceKind.OTHER,
    "external": SourceKind.OTHER,
}
"""What the reader of texts calls a citation → kind of the register."""


@require_GET
def lacking(request: Request) -> HttpResponse:
    """Duties that name no source of their own, with what their text rests on instead."""
    given_ = asked(request, "q", "after")
    if sheets.asked(request):
        return _workbook(request, given_["q"])
    page = queries.duties_without(request.actor, q=given_["q"], after=given_["after"], limit=PER_PAGE)
    fallbacks = queries.fallbacks(request.actor)
    reach = request.actor.reach(access.LINK)
    without = legislation.duty_count(request.actor, without=queries.tied_ids())
    every = legislation.duty_count(request.actor)
    context = {
        "rows": [
            (fact, fallbacks.get(fact.regulation), reach.covers(queries.Place(fact.unit_id))) for fact in page.rows
        ],
        "asked": given_,
        "without": without,
        "every": every,
        "based": every - without,
        "waiting": queries.waiting_count(request.actor),
        "older": address({"q": given_["q"]}, after=page.after) if page.after else "",
        "first": address({"q": given_["q"]}) if given_["after"] else "",
    }
    return render(request, "sources/lacking.html", context)


def _workbook(request: Request, q: str) -> HttpResponse:
    fallbacks = queries.fallbacks(request.actor)
    head = [
        ("Metin", 16),
        ("Görev", 10),
        ("Görevin metni", 70),
        ("Sorumlu", 36),
        ("Kanıt", 14),
        ("Genel dayanak", 40),
    ]
    lines: list[list[object]] = []
    cursor = ""
    while True:
        page = queries.duties_without(request.actor, q=q, after=cursor, limit=500)
        for fact in page.rows:
            general = fallbacks.get(fact.regulation)
            lines.append(
                [
                    *(fact.regulation, f"Md. {fact.path}", fact.text, fact.responsible, fact.proof_label),
                    str(general.source) if general else "",
                ]
            )
        cursor = page.after
        if not cursor:
            break
    return sheets.workbook(
        "Hukuki dayanağı olmayan görevler", head, lines, "dayanaksiz-gorevler", filters=[("Arama", q)] if q else []
    )


@require_GET
def proposals(request: Request) -> HttpResponse:
    rows = queries.waiting_ties(request.actor)
    page, after = queries.page_after(rows, ("-score", "pk"), request.GET.get("after", ""), PER_PAGE)
    reach = request.actor.reach(access.LINK)
    shown = queries.duties_on(request.actor, page)
    context = {
        "rows": [(row, reach.covers(queries.Place(row.fact.unit_id))) for row in shown],
        "waiting": queries.waiting_count(request.actor),
        "older": address({}, after=after) if after else "",
        "first": "?" if request.GET.get("after") else "",
        "may_link": request.actor.holds(access.LINK),
    }
    return render(request, "sources/proposals.html", context)


@require_POST
def decide_sure(request: Request) -> HttpResponse:
    try:
        count = services.decide_sure(actor=request.actor)
        messages.success(request, f"{count} dayanak onaylandı.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("sources:proposals"))


@require_GET
def texts(request: Request) -> HttpResponse:
    """What texts in force say they rest on: the unknown names first, then each text with its general basis."""
    reach = request.actor.reach(access.MANAGE)
    facts = legislation.text_facts(request.actor)
    fallbacks = queries.fallbacks(request.actor)
    bases = queries.bases_of_texts([fact.id for fact in facts])
    context = {
        "unknown": [
            (text, row, KINDS.get(row.kind, SourceKind.OTHER), reach.covers(queries.Place(text.unit_id)))
            for text, row in queries.unknown_bases(request.actor)
        ],
        "texts": [
            (fact, bases.get(fact.id, []), fallbacks.get(fact.number), reach.covers(queries.Place(fact.unit_id)))
            for fact in facts
        ],
    }
    return render(request, "sources/texts.html", context)


@require_POST
def reread(request: Request, regulation_id: int) -> HttpResponse:
    """Read bases and citations of a text again."""
    text = found(queries.text, request.actor, regulation_id)
    if not request.actor.reach(access.MANAGE).covers(queries.Place(text.unit_id)):
        messages.error(request, f"«{access.MANAGE.label}» için bu metnin biriminde yetkiniz yok.")
    else:
        result = services.import_text(text.number, actor=request.actor)
        messages.success(request, f"{result.bases} yeni dayanak okundu, {result.proposed} öneri çıktı.")
    return go(request, reverse("sources:texts"))


def fallback(request: Request, regulation_id: int) -> HttpResponse:
    text = found(queries.text, request.actor, regulation_id)
    current = queries.fallbacks(request.actor).get(text.number)
    initial = {"source": current.source_id, "note": current.note} if current else {}
    form = FallbackForm(**given(request), initial=initial, actor=request.actor)

    def save(*, source_id: int | None, note: str, actor: object) -> object:
        row = services.set_fallback(actor=request.actor, regulation_id=regulation_id, source_id=source_id, note=note)
        return row or text

    return answer(
        request,
        form,
        save,
        title="Genel dayanak",
        lead=f"«{text.title}» metninin kendi dayanağı yazılmamış görevleri bu dayanağa bağlı sayılır.",
        next_url=lambda row: reverse("sources:texts"),
    )


def basis(request: Request, basis_id: int) -> HttpResponse:
    row = found(queries.basis, request.actor, basis_id)
    return answer(
        request,
        BasisForm(**given(request), initial={"source": row.source_id}, actor=request.actor),
        services.resolve_basis,
        basis_id,
        title="Metindeki adın karşılığı",
        lead=f"«{row.printed}»",
        next_url=lambda one: reverse("sources:texts"),
    )
