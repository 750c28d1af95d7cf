"""The board, work orders, plans and what is due."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..lifecycle import CHECK_LIFE, ORDER_LIFE, RENEWAL_LIFE, REPLACEMENT_LIFE, SETUP_LIFE
from ..models import OrderKind, WorkOrder
from .common import PER_PAGE


def case_page(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def index(request: Request) -> HttpResponse:
    """The board: what is late, what comes, what fails."""
    rates = queries.rates(request.actor)
    context = {
        "tiles": tables.board_tiles(request.actor),
        "late": queries.orders(request.actor, queries.WorkFilter(state="open")).order_by("case__due_on", "pk")[:10],
        "due": [(row, *tables.due_state(row)) for row in queries.due_rows(request.actor, 30)[:10]],
        "rates": rates[:12],
        "chart": tables.rate_chart(rates),
        "chart_height": 60 + 30 * min(12, len(rates)),
        "costly": queries.costliest(request.actor, 10),
        "may_work": request.actor.holds(access.WORK),
    }
    return render(request, "upkeep/index.html", context)


@require_GET
def orders(request: Request) -> HttpResponse:
    names = ("kind", "state", "tag", "q")
    ask = asked(request, *names, "sonra")
    filters = queries.WorkFilter.model_validate({name: ask[name] for name in names})
    rows = queries.orders(request.actor, filters)
    base = {key: ask[key] for key in ("kind", "tag", "q")}
    tabs = [
        Tab(label, address(base, state=key), ask["state"] == key)
        for key, label in (
            ("", "Tümü"),
            ("open", "Açık"),
            ("late", "Geciken"),
            ("away", "Firmada"),
            ("done", "Biten"),
        )
    ]
    full = {name: ask[name] for name in names}
    chips = []
    if ask["kind"] in OrderKind.values:
        chips.append(Chip("Tür", str(OrderKind(ask["kind"]).label), address(full, kind="")))
    for name, label in (("tag", "Cihaz"), ("q", "Arama")):
        if ask[name]:
            chips.append(Chip(label, ask[name], address(full, **{name: ""})))
    if sheets.asked(request):
        return _orders_workbook(list(rows.order_by("-case_id")[: sheets.ENOUGH]), sheets.told(tabs, chips))
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "kinds": OrderKind.choices,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_work": request.actor.holds(access.WORK),
    }
    return render(request, "upkeep/orders.html", context)


def _orders_workbook(rows: list[WorkOrder], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(
            sheets.Column("Sayı", 16),
            sheets.Column("Tür", 18),
            sheets.Column("Sicil no", 20),
            sheets.Column("Cihaz", 34),
        ),
        *(sheets.Column("Bildirilen", 40), sheets.Column("Durum", 16), sheets.Column("Son gün", 12)),
        *(sheets.Column("Açılış", 18), sheets.Column("Kapanış", 18), sheets.Column("Neden", 24)),
        *(sheets.Column("Yapılan", 40), sheets.Column("Dakika", 8), sheets.Column("İşçilik", 14, "money")),
    ]
    lines = (
        [
            *(row.case.number, row.get_kind_display(), row.asset.tag, row.asset.name, row.report, row.state_label),
            *(row.case.due_on, row.case.opened_at, row.case.closed_at, row.cause, row.done, row.minutes),
            row.labour_cost,
        ]
        for row in rows
    )
    return sheets.workbook("İş emirleri", head, lines, "is-emirleri", filters=told)


def open_order(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.OrderForm(**given(request), initial={"tag": request.GET.get("tag", "")}, actor=request.actor),
        services.open_order,
        title="Arıza kaydet",
        button="İş emri aç",
        next_url=lambda made: case_page(made.case.number),
    )


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "take": (services.take, forms.NothingForm, "İşe başlandı."),
    "send": (services.send, forms.SendForm, "Cihaz firmaya teslim edildi; teslim belgesini yazdırabilirsiniz."),
    "receive": (services.receive, forms.ReceiveForm, "Cihazın döndüğü yazıldı."),
    "finish": (services.finish, forms.FinishForm, "İş emri bitti."),
    "cancel": (services.cancel, forms.WhyForm, "İş emrinden vazgeçildi."),
    "renew": (services.renew, forms.RenewForm, "Sözleşme yenilendi; yenisi öncekinin ertesi günü başlar."),
    "drop": (services.drop_contract, forms.WhyForm, "Sözleşmenin yenilenmeyeceği yazıldı."),
    "put_in_service": (services.put_in_service, forms.NothingForm, "Cihaz devreye alındı."),
    "give_up": (services.give_up_setup, forms.WhyForm, "Devreye almaktan vazgeçildi."),
    "close": (services.close_check, forms.NothingForm, "Durum kontrolü tamamlandı."),
    "submit": (services.submit, forms.NothingForm, "Plan karara sunuldu."),
    "conclude": (services.conclude, forms.NothingForm, "Karar kesinleşti."),
    "abandon": (services.abandon, forms.WhyForm, "Plandan vazgeçildi."),
}
HOMES: tuple[tuple[Any, Callable[..., Any]], ...] = (
    (ORDER_LIFE, queries.order),
    (RENEWAL_LIFE, queries.renewal),
    (SETUP_LIFE, queries.setup),
    (CHECK_LIFE, queries.check),
    (REPLACEMENT_LIFE, queries.replacement),
)


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    home = next(((life, query) for life, query in HOMES if step in life.steps), None)
    if home is None:
        raise Http404
    life, query = home
    record = found(query, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = life.steps[step]
    return answer(
        request,
        form_class(**given(request)),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=done,
    )


def tick(request: Request, number: str, place: int) -> HttpResponse:
    setting_up = number.startswith("DA-")
    record: Any = found(queries.setup if setting_up else queries.order, request.actor, number)
    points = record.points
    if place >= len(points):
        raise Http404
    return answer(
        request,
        forms.TickForm(**given(request)),
        services.tick_setup if setting_up else services.tick,
        number,
        place=place,
        title="Yapıldı",
        button="İşaretle",
        lead=points[place]["text"],
        next_url=lambda _: case_page(number),
    )


def part(request: Request, number: str) -> HttpResponse:
    found(queries.order, request.actor, number)
    return answer(
        request,
        forms.PartForm(**given(request)),
        services.use_part,
        number,
        title="Ambardan parça kullan",
        button="Kullan",
        lead="Ambar taşınır işlem fişini keser; stok hemen düşer.",
        next_url=lambda _: case_page(number),
        done="Parça ambardan çıktı.",
    )


@require_GET
def receipt(request: Request, number: str) -> HttpResponse:
    """The paper handed to the firm: a page that prints."""
    order = found(queries.order, request.actor, number)
    sent = order.sent.select_related("handed_by", "taken_by").order_by("-pk").first()
    if sent is None:
        raise Http404
    return render(request, "upkeep/receipt.html", {"order": order, "sent": sent, "asset": order.asset})


@require_GET
def due(request: Request) -> HttpResponse:
    rows = [(row, *tables.due_state(row)) for row in queries.due_rows(request.actor, 365)[: sheets.ENOUGH]]
    if sheets.asked(request):
        head = [
            ("Plan", 36),
            ("Sicil no", 20),
            ("Cihaz", 34),
            ("Birim", 36),
            ("Son bakım", 14),
            ("Sıradaki", 14),
            ("İş emri", 16),
        ]
        lines = (
            [
                *(row.plan.name, row.asset.tag, row.asset.name, row.asset.unit.name, row.last_on, row.next_on),
                row.order_number or "",
            ]
            for row, _, _ in rows
        )
        return sheets.workbook("Gelen bakımlar", head, lines, "gelen-bakimlar", filters=sheets.told())
    return render(request, "upkeep/due.html", {"rows": rows[:300]})


@require_GET
def plans(request: Request) -> HttpResponse:
    rows = queries.plans(request.actor).order_by("ended_on", "name", "pk")[:2_000]
    if sheets.asked(request):
        head = [
            ("Plan", 40),
            ("Birim", 36),
            ("Kaç ayda bir", 12),
            ("Sayaç", 14),
            ("Kaç birimde bir", 14),
            ("Cihaz", 8),
            ("Geciken", 8),
            ("Bitiş", 12),
        ]
        lines = (
            [
                row.name,
                row.unit.name,
                row.every_months,
                row.counter,
                row.counter_every,
                row.devices,
                row.late,
                row.ended_on,
            ]
            for row in rows
        )
        return sheets.workbook("Bakım planları", head, lines, "bakim-planlari", filters=sheets.told())
    return render(request, "upkeep/plans.html", {"rows": rows, "may_add": request.actor.holds(access.KEEP)})


def plan_page(one: Any) -> str:
    return reverse("upkeep:plan", args=[one.pk])


def add_plan(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.PlanForm(**given(request), actor=request.actor),
        services.add_plan,
        title="Bakım planı ekle",
        button="Ekle",
        next_url=plan_page,
    )


def edit_plan(request: Request, plan_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    initial = {name: getattr(one, name) for name in forms.PlanForm.base_fields}
    return answer(
        request,
        forms.PlanForm(**given(request), initial=initial, actor=request.actor),
        services.edit_plan,
        plan_id,
        title="Planı düzenle",
        next_url=plan_page,
    )


@require_GET
def plan(request: Request, plan_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    rows = one.assets.filter(left_on=None).select_related("asset__unit", "asset__holder", "plan")
    context = {
        "plan": one,
        "points": [line for line in one.points.splitlines() if line.strip()],
        "rows": [
            (row, *(tables.due_state(row) if row.next_on else ("sayaçla", "open")))
            for row in rows.order_by("next_on", "pk")[:500]
        ],
        "orders": queries.orders(request.actor).filter(due__plan=one).order_by("-case_id")[:20],
        "keeps": request.actor.reach(access.KEEP).covers(one) and one.ended_on is None,
        "story": moments(queries.PLAN_KIND, one.pk, tables.PLAN_TOLD),
    }
    return render(request, "upkeep/plan.html", context)


def plan_assets(request: Request, plan_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    return answer(
        request,
        forms.PlanAssetsForm(**given(request)),
        services.add_to_plan,
        plan_id,
        title="Plana cihaz ekle",
        button="Ekle",
        lead=one.name,
        next_url=plan_page,
    )


def end_plan(request: Request, plan_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.end_plan,
        plan_id,
        title="Planı bitir",
        button="Bitir",
        lead=f"«{one.name}» için artık iş emri açılmaz; yapılan bakımlar saklanır.",
        danger=True,
        next_url=plan_page,
    )


def leave_plan(request: Request, plan_id: int, row_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.leave_plan,
        plan_id,
        row_id=row_id,
        title="Plandan çıkar",
        button="Çıkar",
        lead="Cihaz için artık bu plandan iş emri açılmaz.",
        danger=True,
        next_url=lambda _: plan_page(one),
    )


def reading(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.ReadingForm(**given(request), initial={"tag": request.GET.get("tag", ""), "counter": "sayfa"}),
        services.read_counter,
        title="Sayaç yaz",
        button="Yaz",
        next_url=lambda made: reverse("upkeep:orders") + f"?tag={made.asset.tag}",
        done="Sayaç yazıldı.",
    )
