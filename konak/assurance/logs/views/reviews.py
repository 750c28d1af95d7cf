"""Reviews: what waits for a signature, what was laid before the reviewer, who reviews how often."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.lake import SETS
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import act, go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, here, posted

from .. import access, queries
from ..forms import PlanForm, SignForm
from ..services import reviewing
from ..services.searching import mask

PAGE = 50
TABS = (("waiting", "İmza bekleyen"), ("late", "Günü geçen"), ("signed", "İmzalanan"), ("all", "Tümü"))


@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(access.SEE_REVIEWS):
        raise Http404
    shown = request.GET.get("durum", "waiting")
    shown = shown if shown in dict(TABS) else "waiting"
    rows = queries.reviews(request.actor, shown)
    if workbook.asked(request):
        head = [
            *(("Dönem başı", 12), ("Dönem sonu", 12), ("Sıklık", 10), ("Birim", 36), ("İnceleyen", 28)),
            *(("Dikkat", 8), ("Son gün", 12), ("Sonuç", 16), ("Değerlendirme", 60), ("İmza", 18)),
        ]
        lines = (
            [
                *(row.since, row.until, row.plan.get_cadence_display(), row.plan.unit.name),
                *(row.plan.assignee.full_name if row.plan.assignee else "", row.attention, row.due_on),
                *(row.get_result_display(), row.note, row.signed_at),
            ]
            for row in workbook.every(rows)
        )
        return workbook.workbook(
            "Log incelemeleri", head, lines, "log-incelemeleri", filters=[("Durum", dict(TABS)[shown])]
        )
    cursor = request.GET.get("sonra", "")[:400]
    page, after = page_after(rows, ("-until", "-pk"), cursor, PAGE)
    context = {
        "rows": page,
        "older": here(request, sonra=after) if after else "",
        "newer": here(request, sonra=None) if cursor else "",
        "tabs": [Tab(label, f"?durum={code}", shown == code) for code, label in TABS],
        "may_plan": request.actor.holds(access.PLAN_REVIEWS),
    }
    return render(request, "logs/reviews.html", context)


def record(request: Request, pk: int) -> HttpResponse:
    """One review: its content, and the signature under it."""
    row = found(queries.review, request.actor, pk)
    mine = row.signed_at is None and row.plan.assignee_id == request.actor.user_id
    form = SignForm(posted(request)) if mine else None
    if form is not None and form.is_bound:
        if run(form, reviewing.sign, pk, actor=request.actor):
            return go(request, f"/loglar/incelemeler/{pk}/")
    elif request.method == "POST":
        raise Http404
    context = {"row": row, "form": form, **_content(request, row.prepared)}
    return render(request, "logs/review.html", context, status=422 if form is not None and form.errors else 200)


def _content(request: Request, prepared: dict[str, Any]) -> dict[str, Any]:
    """What was prepared: nothing of closed sets but their counts, persons covered where the seat may not see them."""
    open_ = queries.open_sets(request.actor)
    labels = {SETS[code].label for code in open_}
    prepared = prepared | {
        "failed": [row for row in prepared["failed"] if row["set"] in labels],
        "admins": prepared["admins"] if "windows" in open_ else [],
    }
    if request.actor.reach(access.PERSONS).everywhere or request.actor.reach(access.REVIEW).everywhere:
        return {"prepared": prepared, "covered": False}
    failed = [
        row | {"user": mask("user.name", row["user"]), "ip": mask("source.ip", row["ip"])}
        for row in prepared["failed"]
    ]
    admins = [row | {"user": mask("user.name", row["user"])} for row in prepared["admins"]]
    return {"prepared": prepared | {"failed": failed, "admins": admins}, "covered": True}


@require_GET
def plans(request: Request) -> HttpResponse:
    if not request.actor.holds(access.SEE_REVIEWS):
        raise Http404
    rows = queries.plans(request.actor)
    if workbook.asked(request):
        head = [("Birim", 36), ("Sıklık", 12), ("İnceleyen", 28), ("Süre (gün)", 10), ("Etkin", 8)]
        lines = (
            [
                *(row.unit.name, row.get_cadence_display()),
                *(row.assignee.full_name if row.assignee else "", row.days, row.active),
            ]
            for row in rows
        )
        return workbook.workbook("Log inceleme planları", head, lines, "log-inceleme-planlari", filters=[])
    context = {"rows": rows, "may_plan": request.actor.holds(access.PLAN_REVIEWS)}
    return render(request, "logs/review_plans.html", context)


_plan = act(
    reviewing.plan,
    PlanForm,
    lambda row: "/loglar/incelemeler/planlar/",
    title="Log incelemesi planla",
    lead="Aynı birim ve sıklık için yeniden yazılırsa inceleyen değişir.",
)


def plan(request: Request) -> HttpResponse:
    if not request.actor.holds(access.PLAN_REVIEWS):
        raise Http404
    return _plan(request)
