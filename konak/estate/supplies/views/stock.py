"""The board, levels, consumption, alarms and proposals."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.estate.assets import public as assets
from konak.foundation.cases.services import objection_to
from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..lifecycle import ALARM_LIFE, PROPOSAL_LIFE
from ..queries.tables import first_of_month
from .common import PER_PAGE


def case_page(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def index(request: Request) -> HttpResponse:
    """The board: what has to be bought, what ends, who uses how much."""
    months = queries.use_months(request.actor, 24)
    context = {
        "tiles": tables.board_tiles(request.actor),
        "alarms": queries.alarms(request.actor, queries.AlarmFilter(state="waiting")).order_by("case__due_on", "pk")[
            :8
        ],
        "parts": [(part, tables.due_words(part.due_on)) for part in queries.parts(request.actor, near=True)[:8]],
        "chart": tables.money_chart(months) if any(amount for _, _, amount in months) else None,
        "units": queries.use_by_unit(request.actor)[:8],
        "may_keep": request.actor.holds(access.KEEP),
        "may_work": request.actor.holds(access.WORK),
    }
    return render(request, "supplies/index.html", context)


@require_GET
def levels(request: Request) -> HttpResponse:
    names = ("state", "warehouse", "q")
    ask = asked(request, *names, "sonra")
    filters = queries.LevelFilter.model_validate({name: ask[name] for name in names})
    rows = queries.levels(request.actor, filters).filter(ended_on=None)
    base = {key: ask[key] for key in ("warehouse", "q")}
    tabs = [
        Tab(label, address(base, state=key), ask["state"] == key)
        for key, label in (
            ("", "Tümü"),
            ("short", "Alım zamanı"),
            ("soon", "Yaklaşan"),
            ("coming", "Alımda"),
            ("out", "Biten"),
        )
    ]
    full = {name: ask[name] for name in names}
    chips = [
        Chip(label, ask[name], address(full, **{name: ""}))
        for name, label in (("warehouse", "Ambar"), ("q", "Arama"))
        if ask[name]
    ]
    if sheets.asked(request):
        return _levels_workbook(rows.order_by("item__name", "pk")[: sheets.ENOUGH], sheets.told(tabs, chips))
    page, after = page_after(rows, ("item__name", "pk"), ask["sonra"], PER_PAGE)
    context = {
        "rows": [(row, *tables.cover_words(row)) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "stores": [(row.code, row.name) for row in assets.warehouses(request.actor)],
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_keep": request.actor.holds(access.KEEP),
    }
    return render(request, "supplies/levels.html", context)


def _levels_workbook(rows: Any, told: list[tuple[str, object]]) -> HttpResponse:
    head: list[sheets.Column | tuple[str, int]] = [
        *(("Malzeme", 40), ("Kod", 22), ("Ambar", 28), ("Durum", 16), ("Mevcut", 12), ("Alımda", 12)),
        *(("En az", 12), ("Sipariş noktası", 14), ("Aylık tüketim", 14), ("Kaç gün yeter", 14)),
        *(("Bitme günü", 14), ("Alıma başlama", 14), ("Önerilen alım", 14), ("Alım ve teslim (gün)", 14)),
    ]
    lines = (
        [
            *(row.item.name, row.item.code, row.warehouse.name, row.outlook.get_state_display()),
            *(row.outlook.on_hand, row.outlook.coming, row.minimum, row.outlook.point, row.outlook.monthly),
            *(row.outlook.cover_days, row.outlook.run_out_on, row.outlook.order_by, row.outlook.propose),
            row.lead_days,
        ]
        for row in rows
    )
    return sheets.workbook("Stok düzeyleri", head, lines, "stok-duzeyleri", filters=told)


def level_page(one: Any) -> str:
    return reverse("supplies:level", args=[one.pk])


@require_GET
def level(request: Request, level_id: int) -> HttpResponse:
    one = found(queries.level, request.actor, level_id)
    months = assets.month_by_month(one.warehouse_id, one.item_id, first_of_month(23))
    known = next((place for place, row in enumerate(months) if row.entered or row.used or row.stock), len(months))
    shown = months[known:]
    context = {
        "level": one,
        "seen": one.outlook,
        "words": tables.cover_words(one),
        "chart": tables.level_chart(one, shown) if shown else None,
        "alarm": one.alarms.filter(is_open=True).select_related("case").first(),
        "proposed": one.proposed.select_related("proposal__case").order_by("-pk")[:10],
        "issues": queries.issues(request.actor)
        .filter(item=one.item_id, warehouse=one.warehouse_id)
        .order_by("-pk")[:15],
        "fits": queries.fits(request.actor).filter(item=one.item_id)[:20],
        "keeps": request.actor.reach(access.KEEP).covers(one) and one.ended_on is None,
        "story": moments(queries.LEVEL_KIND, one.pk, tables.LEVEL_TOLD),
    }
    return render(request, "supplies/level.html", context)


def add_level(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.LevelForm(**given(request), initial={"item": request.GET.get("item", "")}, actor=request.actor),
        services.add_level,
        title="Stok düzeyi yaz",
        button="Yaz",
        lead="Bu malzemenin ambarda hep bulunması gerekiyorsa düzeyini yazın; azalınca sorumlusuna görev açılır.",
        next_url=level_page,
    )


def edit_level(request: Request, level_id: int) -> HttpResponse:
    one = found(queries.level, request.actor, level_id)
    initial = {name: getattr(one, name) for name in forms.LevelFactsForm.base_fields}
    return answer(
        request,
        forms.LevelFactsForm(**given(request), initial=initial, actor=request.actor),
        services.edit_level,
        level_id,
        title="Düzeyi düzenle",
        lead=str(one),
        next_url=level_page,
    )


def end_level(request: Request, level_id: int) -> HttpResponse:
    one = found(queries.level, request.actor, level_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.end_level,
        level_id,
        title="İzlemeyi bitir",
        button="Bitir",
        lead=f"{one} için artık uyarı açılmaz; geçmişi durur.",
        danger=True,
        next_url=lambda _: reverse("supplies:levels"),
    )


@require_GET
def use(request: Request) -> HttpResponse:
    """What units used, in pieces and money."""
    ask = asked(request, "ay", "item")
    months = int(ask["ay"]) if ask["ay"] in ("3", "6", "12", "24") else 12
    rows = queries.use_by_unit(request.actor, months=months, item=ask["item"])
    base = {"item": ask["item"]}
    tabs = [
        Tab(label, address(base, ay=key), str(months) == key)
        for key, label in (("3", "3 ay"), ("6", "6 ay"), ("12", "12 ay"), ("24", "24 ay"))
    ]
    chips = [Chip("Malzeme", ask["item"], address({"ay": ask["ay"]}))] if ask["item"] else []
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]]
        head = [("Birim", 44), ("Miktar", 12), sheets.Column("Tutar", 16, "money"), ("Önceki dönem", 16)]
        months_of = sorted(rows[0].months) if rows else []
        head += [(tables.month_name(month), 12) for month in months_of]
        lines = (
            [row.unit, row.quantity, row.amount, row.before, *(row.months[month] for month in months_of)]
            for row in rows
        )
        return sheets.workbook("Birimlerin tüketimi", head, lines, "tuketim", filters=sheets.told(tabs, chips))
    context = {
        "rows": rows[:300],
        "most": max((row.amount for row in rows), default=0),
        "total": sum(row.amount for row in rows),
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "items": queries.items_named(),
    }
    return render(request, "supplies/use.html", context)


@require_GET
def alarms(request: Request) -> HttpResponse:
    ask = asked(request, "state", "sonra")
    rows = queries.alarms(request.actor, queries.AlarmFilter.model_validate({"state": ask["state"]}))
    tabs = [
        Tab(label, address({}, state=key), ask["state"] == key)
        for key, label in (
            ("", "Tümü"),
            ("open", "Bakılacak"),
            ("ordered", "Alımı önerilen"),
            ("recovered", "Stoku gelen"),
            ("dismissed", "Gerek görülmeyen"),
        )
    ]
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]] = [
            *(("Sayı", 16), ("Malzeme", 40), ("Ambar", 28), ("Durum", 18), ("Uyarıdaki stok", 14)),
            *(("Sipariş noktası", 14), ("Alıma başlama", 14), ("Açılış", 18), ("Kapanış", 18)),
        ]
        lines = (
            [
                *(row.case.number, row.level.item.name, row.level.warehouse.name, row.state_label, row.on_hand),
                *(row.point, row.order_by, row.case.opened_at, row.case.closed_at),
            ]
            for row in rows.order_by("-case_id")[: sheets.ENOUGH]
        )
        return sheets.workbook("Stok uyarıları", head, lines, "stok-uyarilari", filters=sheets.told(tabs))
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "older": address({"state": ask["state"]}, sonra=after) if after else "",
        "first": address({"state": ask["state"]}) if ask["sonra"] else "",
        "may_keep": request.actor.holds(access.KEEP),
    }
    return render(request, "supplies/alarms.html", context)


@require_GET
def proposals(request: Request) -> HttpResponse:
    ask = asked(request, "sonra")
    rows = queries.proposals(request.actor)
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]] = [
            *(("Sayı", 16), ("Konu", 44), ("Durum", 18), ("Kalem", 8)),
            *(sheets.Column("Yaklaşık bedel", 16, "money"), ("Açılış", 18), ("Karar", 12)),
        ]
        lines = (
            [
                *(row.case.number, row.case.subject, row.state_label, row.count, row.total),
                *(row.case.opened_at, row.approved_on),
            ]
            for row in rows.order_by("-case_id")[: sheets.ENOUGH]
        )
        return sheets.workbook("Alım önerileri", head, lines, "alim-onerileri", filters=sheets.told())
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "waiting": queries.to_buy(request.actor).count(),
        "older": address({}, sonra=after) if after else "",
        "first": "?" if ask["sonra"] else "",
        "may_keep": request.actor.holds(access.KEEP),
    }
    return render(request, "supplies/proposals.html", context)


def propose(request: Request) -> HttpResponse:
    one = request.GET.get("level", "")
    level_ids = [int(one)] if one.isdecimal() and len(one) < 18 else []
    count = len(level_ids) or queries.to_buy(request.actor).count()
    return answer(
        request,
        forms.ProposeForm(**given(request)),
        services.propose,
        title="Alım önerisi hazırla",
        button="Hazırla",
        lead=f"Alım zamanı gelen {count} malzeme, hesaplanan miktarıyla listeye girer; sonra değiştirebilirsiniz.",
        next_url=lambda made: case_page(made.case.number),
        level_ids=level_ids,
    )


def add_line(request: Request, number: str) -> HttpResponse:
    found(queries.proposal, request.actor, number)
    return answer(
        request,
        forms.LineForm(**given(request), actor=request.actor),
        services.add_line,
        number,
        title="Malzeme ekle",
        button="Ekle",
        next_url=lambda _: case_page(number),
    )


def _line(request: Request, number: str, line_id: int) -> Any:
    one = found(queries.proposal, request.actor, number)
    line = one.lines.select_related("level__item", "level__warehouse").filter(pk=line_id).first()
    if line is None:
        raise Http404
    return line


def change_line(request: Request, number: str, line_id: int) -> HttpResponse:
    line = _line(request, number, line_id)
    return answer(
        request,
        forms.LineFactsForm(**given(request), initial={"quantity": line.quantity, "price": line.price}),
        services.change_line,
        number,
        line_id,
        title="Satırı değiştir",
        lead=str(line.level),
        next_url=lambda _: case_page(number),
    )


def drop_line(request: Request, number: str, line_id: int) -> HttpResponse:
    line = _line(request, number, line_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_line,
        number,
        line_id,
        title="Satırı çıkar",
        button="Çıkar",
        lead=f"{line.level}: bu öneride alınmayacak, stok uyarısı varsa yeniden bakılmak üzere açılır.",
        danger=True,
        next_url=lambda _: case_page(number),
    )


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "recover": (services.recover, forms.NothingForm, "Uyarı kapandı."),
    "dismiss": (services.dismiss, forms.DismissForm, "Uyarı kapandı; yazdığınız güne kadar yeniden açılmaz."),
    "submit": (services.submit, forms.NothingForm, "Öneri karara sunuldu."),
    "approve": (services.approve, forms.NoteForm, "Alım önerisi onaylandı."),
    "send_back": (services.send_back, forms.WhyForm, "Öneri düzeltilmek üzere iade edildi."),
    "meet": (services.meet, forms.NothingForm, "Öneri karşılandı."),
    "drop": (services.drop, forms.WhyForm, "Öneriden vazgeçildi."),
}
HOMES: tuple[tuple[Any, Callable[..., Any]], ...] = (
    (ALARM_LIFE, queries.alarm),
    (PROPOSAL_LIFE, queries.proposal),
)


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    if step == "order":  # putting it on a list is making one
        alarm = found(queries.alarm, request.actor, number)
        return answer(
            request,
            forms.ProposeForm(**given(request)),
            services.propose,
            title="Alım önerisi hazırla",
            button="Hazırla",
            lead=f"{alarm.level} yeni bir öneriye girer; başka azalanları orada ekleyebilirsiniz.",
            next_url=lambda made: case_page(made.case.number),
            level_ids=[alarm.level_id],
        )
    if step == "reopen":
        return answer(
            request,
            forms.NothingForm(**given(request)),
            services.reopen_alarm,
            number,
            title="Yeniden bakılsın",
            button="Aç",
            next_url=lambda _: case_page(number),
        )
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
