"""Reviews: drawn up, started, decided item by item or together with a reason, closed with a sealed report."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, here, posted

from .. import access
from ..forms.keeping import CampaignForm, HandOnForm, ReviewChangeForm
from ..models import Decision
from ..queries import campaigns as queries
from ..queries import catalogue
from ..services import reviewing
from . import sheets
from .common import numbers, units_for, word

ITEM_VIEWS = (
    ("mine", "Benim kararım"),
    ("open", "Bekleyen"),
    ("keep", "Kalan"),
    ("revoke", "Kaldırılan"),
    ("change", "Değişecek"),
    ("", "Hepsi"),
)
PAGE = 100


@require_GET
def index(request: Request) -> HttpResponse:
    view = word(request, "gorunum", 12)
    view = view if view in dict(queries.VIEWS) else ""
    rows = queries.campaigns(request.actor, view)
    if workbook.asked(request):
        return sheets.campaigns(list(rows), [("Görünüm", dict(queries.VIEWS)[view])])
    page, after = queries.page_of(rows, request.GET.get("sonra", ""))
    shown = {
        "rows": page,
        "older": here(request, sonra=after) if after else "",
        "tabs": [
            Tab(label, here(request, gorunum=code or None, sonra=None), code == view) for code, label in queries.VIEWS
        ],
        "may": request.actor.holds(access.REVIEW),
        "mine": queries.running_for(request.actor),
    }
    return render(request, "access_requests/campaigns.html", shown)


def _url(row: Any) -> str:
    return reverse("access_requests:campaign", args=[row.case.number])


def draw(request: Request) -> HttpResponse:
    if not request.actor.holds(access.REVIEW):
        raise Http404
    return answer(
        request,
        CampaignForm(posted(request), owners=units_for(request, access.REVIEW), areas=catalogue.areas()),
        reviewing.draw,
        title="Gözden geçirme hazırla",
        lead="Başlatana kadar kimseye haber gitmez; önce kapsamda kaç yetki olduğunu görürsünüz.",
        next_url=_url,
        done="Gözden geçirme hazırlandı; kapsamı denetleyip başlatın.",
    )


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    row = found(queries.campaign, request.actor, number)
    days = queries.days_of(row)
    total = row.all  # type: ignore[attr-defined]
    shown = {
        "row": row,
        "case": row.case,
        "record": row,
        "steps": steps_open(row, request.actor),
        "scope": queries.scope_words(row),
        "scope_count": queries.scope_of(row).count() if row.case.state == "draft" else total,
        "reviewers": queries.by_reviewer(row),
        "counts": {Decision(key).label: row.items.filter(decision=key).count() for key in Decision.values},
        "left": total - row.decided,  # type: ignore[attr-defined]
        "progress": {
            "dataset": {"source": [["Gün", "Verilen karar"], *[list(one) for one in days]]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value", "max": total},
            "series": [{"type": "line", "kind": "done", "encode": {"x": "Gün", "y": "Verilen karar"}}],
        }
        if len(days) > 1
        else None,
        "story": case_moments(row.case),
    }
    return render(request, "access_requests/campaign.html", shown)


@require_GET
def items(request: Request, number: str) -> HttpResponse:
    row = found(queries.campaign, request.actor, number)
    oversees = queries.oversees(request.actor, row)
    view = request.GET.get("gorunum", "mine")
    view = view if view in dict(ITEM_VIEWS) else "mine"
    found_rows = queries.items(request.actor, row, view)
    if workbook.asked(request):
        return sheets.items(row.case.subject, list(found_rows), [("Görünüm", dict(ITEM_VIEWS)[view])])
    page = numbers([word(request, "sayfa", 5)])
    start = page[0] * PAGE if page else 0
    rows = list(found_rows[start : start + PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    shown = {
        "row": row,
        "rows": rows,
        "view": view,
        "running": row.case.state == "running",
        "user_id": request.actor.user_id,
        "decisions": [one for one in Decision.choices if one[0] != Decision.CHANGE],
        "older": here(request, sayfa=(page[0] if page else 0) + 1) if more else "",
        "tabs": [
            Tab(label, here(request, gorunum=code, sayfa=None), code == view)
            for code, label in ITEM_VIEWS
            if oversees or code in {"mine", ""}
        ],
    }
    return render(request, "access_requests/items.html", shown)


@require_POST
def decide(request: Request, number: str) -> HttpResponse:
    """Buttons of one row, or the bar for the chosen ones."""
    row = found(queries.campaign, request.actor, number)
    alone = request.POST.get("tek", "")
    chosen = numbers([alone.partition(":")[0]] if alone else request.POST.getlist("kalem"))
    decision = alone.partition(":")[2] if alone else request.POST.get("karar", "")
    why = request.POST.get("why", "")
    try:
        count = found(reviewing.decide, chosen, actor=request.actor, decision=decision, why=why)
        messages.success(request, f"{count} yetkiye karar verildi.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("access_requests:campaign_items", args=[row.case.number]))


def change(request: Request, item_id: int) -> HttpResponse:
    """Another role of the same system, an earlier last day, or both: decided and carried out in one act."""
    item = found(queries.item, request.actor, item_id)
    held, person = item.entitlement, item.entitlement.assignee
    return answer(
        request,
        ReviewChangeForm(posted(request), held=held),
        lambda *, actor, **values: found(reviewing.decide, [item_id], actor=actor, decision="change", **values),
        title=f"Değişsin: {held.right.name}",
        button="Karar ver",
        lead=f"{person.full_name if person else ''} · {held.right.area}. Başka bir yetki seçerseniz eskisi, yenisi "
        "açılırken aynı talepte ve aynı kanıtla kaldırılır; değişiklik yapılamazsa eskisi sona erer.",
        next_url=lambda made: reverse("access_requests:campaign_items", args=[item.campaign.case.number]),
        done="Karar kaydedildi.",
    )


def hand_on(request: Request, number: str) -> HttpResponse:
    row = found(queries.campaign, request.actor, number)
    chosen = numbers(request.GET.getlist("kalem"))
    return answer(
        request,
        HandOnForm(posted(request)),
        lambda *, actor, **values: found(reviewing.hand_on, chosen, actor=actor, **values),
        title="Başkasına devret",
        lead=f"{len(chosen)} yetkinin kararını başka biri verir.",
        next_url=lambda made: reverse("access_requests:campaign_items", args=[row.case.number]),
        done="Kararlar devredildi.",
    )


@require_GET
def report(request: Request, number: str, form: str) -> HttpResponseBase:
    row = found(queries.campaign, request.actor, number)
    file = {"pdf": row.pdf, "xlsx": row.sheet}.get(form)
    if file is None:
        raise Http404
    return serve(file)
