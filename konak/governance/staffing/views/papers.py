"""Job descriptions and hand-overs on the screen, and on paper."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.documents.services import render_pdf
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import anybody
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, here, posted

from .. import access
from ..forms.papers import DraftForm, OpenHandOverForm, ReceiverForm, RewriteForm, SettleForm, duty_line
from ..lifecycle import DescriptionState, HandOverState
from ..models import DescriptionVersion, HandOver, HandOverLine
from ..queries import descriptions, handovers, people, rights
from ..services import describing, handing
from ..tables import description_sheet, minute
from . import sheets


def _pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(render_pdf(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


# Job descriptions -----------------------------------------------------------------------------------------

STATES = (
    ("", "Geçerli olanlar"),
    ("draft", "Taslak"),
    ("submitted", "Onay bekleyen"),
    ("in_force", "Yürürlükte"),
    ("replaced", "Eski sürümler"),
)


def _with_standings(rows: Iterable[DescriptionVersion]) -> Iterator[tuple[DescriptionVersion, descriptions.Standing]]:
    for chunk in workbook.in_chunks(rows):
        standings = descriptions.standings(chunk)
        yield from ((row, standings[row.pk]) for row in chunk)


@require_GET
def descriptions_index(request: Request) -> HttpResponse:
    state = request.GET.get("durum", "")
    state = state if state in dict(STATES) else ""
    text = request.GET.get("q", "")[:120]
    found_rows = descriptions.descriptions(request.actor, state, text)
    if workbook.asked(request):
        every = workbook.page_by_page(lambda after: descriptions.page_of(found_rows, after, limit=workbook.CHUNK))
        told = [("Görünüm", dict(STATES)[state]), *([("Arama", text)] if text else [])]
        return sheets.descriptions(_with_standings(every), told)
    rows, after = descriptions.page_of(found_rows, request.GET.get("sonra", ""))
    standings = descriptions.standings(rows)
    shown = {
        "rows": [(row, standings[row.pk]) for row in rows],
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, durum=code or None, sonra=None), code == state) for code, label in STATES],
        "q": text,
        "waiting": descriptions.waiting_for(request.actor.user_id or 0),
        "may": request.actor.holds(access.DESCRIBE),
    }
    return render(request, "staffing/descriptions.html", shown)


def _description_url(row: Any) -> str:
    return reverse("staffing:description", args=[row.case.number])


@require_GET
def description(request: Request, number: str) -> HttpResponse:
    row = found(descriptions.description, request.actor, number)
    user_id = request.actor.user_id or 0
    in_force = row.case.state == DescriptionState.IN_FORCE
    standing = descriptions.standings([row])[row.pk]
    leads = request.actor.reach(access.DESCRIBE).covers(row.case)
    shown = {
        "row": row,
        "case": row.case,
        "record": row,
        "steps": steps_open(row, request.actor),
        "standing": standing,
        "mine": in_force and descriptions.is_for(row, user_id),
        "accepted": descriptions.acceptance_of(row, user_id),
        "lacking": descriptions.lacking(row) if in_force and leads else [],
        "acceptances": descriptions.acceptances(row) if leads or request.actor.holds(access.SEPARATION) else [],
        "may_edit": row.case.state == DescriptionState.DRAFT and leads,
        "may_renew": in_force and leads,
        "story": case_moments(row.case),
        "paragraphs": [line for line in row.text.splitlines() if line.strip()],
    }
    return render(request, "staffing/description.html", shown)


def draft(request: Request) -> HttpResponse:
    if not request.actor.holds(access.DESCRIBE):
        raise Http404
    reach = request.actor.reach(access.DESCRIBE)
    rows = people.open_units()
    form = DraftForm(posted(request), units=rows if reach.everywhere else rows.filter(pk__in=reach.units))
    return answer(
        request,
        form,
        describing.draft,
        title="Yeni görev tanımı",
        button="Taslağı aç",
        lead="Metni ve görevleri bir sonraki sayfada yazarsınız.",
        next_url=lambda row: reverse("staffing:description_edit", args=[row.case.number]),
    )


def edit(request: Request, number: str) -> HttpResponse:
    row = found(descriptions.description, request.actor, number)
    clauses = descriptions.offered_clauses(request.actor, row.case.unit_id, row.position, row.person_id)
    known = {duty["text"] for duty in row.duties}
    initial = {
        "subject": row.case.subject,
        "text": row.text,
        "own": "\n".join(duty_line(duty) for duty in row.duties),
    }
    form = RewriteForm(
        posted(request), clauses=[clause for clause in clauses if clause.text not in known], initial=initial
    )
    return answer(
        request,
        form,
        lambda *, actor, **values: describing.rewrite(number, actor=actor, **values),
        title=f"{row.case.number} sayılı tanımı yaz",
        lead=row.case.unit.name,
        next_url=_description_url,
        done="Taslak kaydedildi.",
    )


@require_POST
def renew(request: Request, number: str) -> HttpResponse:
    try:
        row = found(describing.new_version, number, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, reverse("staffing:description", args=[number]))
    return go(request, reverse("staffing:description_edit", args=[row.case.number]))


@require_POST
def accept(request: Request, number: str) -> HttpResponse:
    """Okudum, kabul ettim: of exactly the text that was shown."""
    try:
        found(describing.accept, number, actor=request.actor, digest=request.POST.get("ozet", ""))
        messages.success(request, "Kabulünüz metnin özetiyle birlikte kayda geçti.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("staffing:description", args=[number]))


@require_GET
def description_pdf(request: Request, number: str) -> HttpResponse:
    row = found(descriptions.description, request.actor, number)
    user_id = request.actor.user_id or 0
    me: User | None = User.objects.filter(pk=user_id).first() if descriptions.is_for(row, user_id) else None
    accepted = descriptions.acceptance_of(row, user_id)
    data = description_sheet(row, accepted, me, request.build_absolute_uri(_description_url(row)))
    return _pdf("staffing/description", data, number)


# Hand-over ------------------------------------------------------------------------------------------------

VIEWS = (("open", "Açık"), ("late", "Geciken"), ("closed", "Tamamlanan"), ("", "Hepsi"))


@require_GET
def handovers_index(request: Request) -> HttpResponse:
    view = request.GET.get("gorunum", "open")
    view = view if view in dict(VIEWS) else "open"
    if workbook.asked(request):
        rows_of = handovers.handovers(request.actor, view)
        every = workbook.page_by_page(lambda after: handovers.page_of(rows_of, after, limit=workbook.CHUNK))
        return sheets.handovers(every, [("Görünüm", dict(VIEWS)[view])])
    rows, after = handovers.page_of(handovers.handovers(request.actor, view), request.GET.get("sonra", ""))
    shown = {
        "rows": rows,
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, gorunum=code, sonra=None), code == view) for code, label in VIEWS],
        "may": request.actor.holds(access.HAND_OVER) or rights.in_personnel(request.actor),
    }
    return render(request, "staffing/handovers.html", shown)


def _handover_url(row: Any) -> str:
    return reverse("staffing:handover", args=[row.case.number])


@require_GET
def handover(request: Request, number: str) -> HttpResponse:
    row = found(handovers.handover, request.actor, number)
    lines = handovers.lines(row)
    groups: dict[str, list[HandOverLine]] = {}
    for line in lines:
        groups.setdefault(line.source, []).append(line)
    known = {one.label: one for one in handovers.holdings()}
    works = row.case.state == HandOverState.OPEN and _works_on(request, row)
    shown = {
        "row": row,
        "case": row.case,
        "record": row,
        "steps": steps_open(row, request.actor),
        "groups": [
            (source, rows, known[source].passes if source in known else True, sum(not one.fate for one in rows))
            for source, rows in groups.items()
        ],
        "done": sum(bool(line.fate) for line in lines),
        "all": len(lines),
        "works": works,
        "story": case_moments(row.case),
    }
    return render(request, "staffing/handover.html", shown)


def _works_on(request: Request, row: HandOver) -> bool:
    actor = request.actor
    party = actor.user_id in {row.person_id, row.case.opened_by_id}
    return party or actor.reach(access.HAND_OVER).covers(row.case) or rights.in_personnel(actor)


def open_handover(request: Request) -> HttpResponse:
    asked = request.GET.get("kisi", "")
    person = get_object_or_404(anybody(), pk=int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    initial = {"person": person.username} if person else {}
    form = OpenHandOverForm(posted(request), person=person, initial=initial)
    return answer(
        request,
        form,
        handing.open_handover,
        title="Devir teslim dosyası aç",
        button="Dosyayı aç",
        lead="Kişinin üzerindeki her şey listelenir; her satır birine devredilir, iade edilir ya da sona erdirilir.",
        next_url=_handover_url,
    )


def receiver(request: Request, number: str) -> HttpResponse:
    found(handovers.handover, request.actor, number)
    return answer(
        request,
        ReceiverForm(posted(request)),
        handing.set_receiver,
        number,
        title="Devralan kim?",
        lead="Satırlar, başka biri seçilmedikçe bu kişiye devredilir; tutanağı da o imzalar.",
        next_url=_handover_url,
    )


def _line(request: Request, line_id: int) -> HandOverLine:
    line: HandOverLine = get_object_or_404(HandOverLine.objects.select_related("handover__case"), pk=line_id)
    found(handovers.handover, request.actor, line.handover.case.number)
    return line


def settle(request: Request, line_id: int) -> HttpResponse:
    line = _line(request, line_id)
    kind = handovers.holding(line.source)
    form = SettleForm(posted(request), passes=kind is None or kind.passes)
    return answer(
        request,
        form,
        handing.settle,
        line.pk,
        title="Kalemi sonuçlandır",
        lead=f"{line.source}: {line.text}",
        next_url=lambda made: reverse("staffing:handover", args=[line.handover.case.number]),
    )


def settle_all(request: Request, number: str) -> HttpResponse:
    found(handovers.handover, request.actor, number)
    source = request.GET.get("baslik", "")
    kind = handovers.holding(source)
    form = SettleForm(posted(request), passes=kind is None or kind.passes, with_note=False)
    return answer(
        request,
        form,
        lambda *, actor, **values: handing.settle_all(number, actor=actor, source=source, **values),
        title=f"{source}: hepsini sonuçlandır",
        lead="Bu başlıktaki açık kalemlerin hepsi birden sonuçlanır.",
        next_url=lambda made: reverse("staffing:handover", args=[number]),
    )


@require_POST
def look_again(request: Request, number: str) -> HttpResponse:
    try:
        count = found(handing.look_again, number, actor=request.actor)
        messages.success(request, f"{count} yeni kalem bulundu." if count else "Yeni kalem yok; liste güncel.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("staffing:handover", args=[number]))


@require_GET
def handover_pdf(request: Request, number: str) -> HttpResponse:
    row = found(handovers.handover, request.actor, number)
    signed = [entry for entry in trail.story(row.case.kind, number) if entry.verb in {"give", "receive", "close"}]
    data = minute(row, handovers.lines(row), signed, request.build_absolute_uri(_handover_url(row)))
    return _pdf("staffing/minute", data, number)
