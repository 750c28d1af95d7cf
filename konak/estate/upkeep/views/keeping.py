"""Checklists and devices on their way in and out, the yearly check, spares, replacement and cost."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.files.serving import serve
from konak.foundation.people.models import User
from konak.foundation.ui import workbook as sheets
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, forms, queries, services, tables
from .common import PER_PAGE
from .work import case_page

MOST = 2_000


@require_GET
def setups(request: Request) -> HttpResponse:
    ask = asked(request, "sonra")
    rows = queries.setups(request.actor)
    if sheets.asked(request):
        head = [
            ("Sayı", 16),
            ("Sicil no", 20),
            ("Cihaz", 36),
            ("Liste", 30),
            ("Durum", 18),
            ("Açılış", 18),
            ("Bitiş", 18),
        ]
        lines = (
            [
                row.case.number,
                row.asset.tag,
                row.asset.name,
                row.checklist.name,
                row.state_label,
                row.case.opened_at,
                row.case.closed_at,
            ]
            for row in rows.order_by("-case_id")[: sheets.ENOUGH]
        )
        return sheets.workbook("Devreye alma", head, lines, "devreye-alma", filters=sheets.told())
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": [(row, sum(bool(point.get("by")) for point in row.points), len(row.points)) for row in page],
        "lists": queries.checklists(request.actor).filter(ended_on=None).order_by("name"),
        "older": address({}, sonra=after) if after else "",
        "first": "?" if ask["sonra"] else "",
        "may_work": request.actor.holds(access.WORK),
        "may_keep": request.actor.holds(access.KEEP),
    }
    return render(request, "upkeep/setups.html", context)


def begin_setup(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.SetupForm(**given(request), initial={"tag": request.GET.get("tag", "")}, actor=request.actor),
        services.begin_setup,
        title="Cihazı devreye al",
        button="Listeyi aç",
        next_url=lambda made: case_page(made.case.number),
    )


def _setups(_: Any) -> str:
    return reverse("upkeep:setups")


def add_checklist(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.ChecklistForm(**given(request), actor=request.actor),
        services.add_checklist,
        title="Devreye alma listesi ekle",
        button="Ekle",
        next_url=_setups,
    )


def edit_checklist(request: Request, checklist_id: int) -> HttpResponse:
    one = found(queries.checklist, request.actor, checklist_id)
    initial = {name: getattr(one, name) for name in forms.ChecklistForm.base_fields}
    return answer(
        request,
        forms.ChecklistForm(**given(request), initial=initial, actor=request.actor),
        services.edit_checklist,
        checklist_id,
        title="Listeyi düzenle",
        next_url=_setups,
    )


@require_GET
def wipes(request: Request) -> HttpResponse:
    ask = asked(request, "sonra")
    rows = queries.wipes(request.actor)
    if sheets.asked(request):
        head = [
            ("Tutanak", 16),
            ("Sicil no", 20),
            ("Cihaz", 34),
            ("Ortam", 24),
            ("Yöntem", 26),
            ("Araç", 26),
            ("Tarih", 12),
            ("Silen", 24),
            ("Tanık", 24),
        ]
        lines = (
            [
                *(row.number, row.asset.tag, row.asset.name, row.medium, row.get_method_display(), row.tool),
                *(row.done_on, row.done_by.full_name, row.witness.full_name),
            ]
            for row in rows.order_by("-pk")[: sheets.ENOUGH]
        )
        return sheets.workbook("Veri silme tutanakları", head, lines, "veri-silme", filters=sheets.told())
    page, after = page_after(rows, ("-pk",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "older": address({}, sonra=after) if after else "",
        "first": "?" if ask["sonra"] else "",
        "may_work": request.actor.holds(access.WORK),
    }
    return render(request, "upkeep/wipes.html", context)


def add_wipe(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.WipeForm(**given(request), initial={"tag": request.GET.get("tag", "")}),
        services.add_wipe,
        title="Veri silme tutanağı",
        button="Tutanağı yaz",
        lead="Tutanak sonradan değiştirilemez. Silen sizsiniz; tanık başka biri olmalı.",
        next_url=lambda _: reverse("upkeep:wipes"),
        done="Tutanak yazıldı; cihaz elden çıkarılabilir.",
    )


@require_GET
def wipe_file(request: Request, number: str) -> HttpResponseBase:
    return serve(found(queries.wipe, request.actor, number).file)


@require_GET
def checks(request: Request) -> HttpResponse:
    rows = queries.checks(request.actor).order_by("-case_id")[:MOST]
    if sheets.asked(request):
        head = [("Sayı", 16), ("Yıl", 8), ("Birim", 40), ("Durum", 16), ("Cihaz", 8), ("Görülen", 8), ("Son gün", 12)]
        lines = (
            [row.case.number, row.year, row.checked.name, row.state_label, row.every, row.seen, row.case.due_on]
            for row in rows
        )
        return sheets.workbook("Yıllık durum kontrolleri", head, lines, "durum-kontrolleri", filters=sheets.told())
    context = {"rows": rows, "may_work": request.actor.holds(access.WORK)}
    return render(request, "upkeep/checks.html", context)


def plan_check(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.CheckForm(**given(request)),
        services.plan_check,
        title="Durum kontrolü aç",
        button="Aç",
        lead="Birimin kullandığı cihazlar listelenir; her biri görülüp durumu yazılınca kontrol tamamlanır.",
        next_url=lambda made: case_page(made.case.number),
    )


def see(request: Request, number: str, line_id: int) -> HttpResponse:
    one = found(queries.check, request.actor, number)
    line = one.lines.select_related("asset").filter(pk=line_id).first()
    if line is None:
        raise Http404
    return answer(
        request,
        forms.SeeForm(**given(request), initial={"condition": line.condition, "note": line.note}),
        services.see,
        number,
        line_id=line_id,
        title="Cihazın durumu",
        lead=str(line.asset),
        next_url=lambda _: case_page(number),
    )


@require_GET
def spares(request: Request) -> HttpResponse:
    rows = list(queries.spares(request.actor).order_by("asset__tag")[:MOST])
    people = User.objects.in_bulk([row.lent_to for row in rows if row.lent_to])
    shown = [(row, people.get(row.lent_to)) for row in rows]
    if sheets.asked(request):
        head = [("Sicil no", 20), ("Cihaz", 36), ("Birim", 36), ("Kimde", 26), ("Dönüş", 12), ("Not", 30)]
        lines = (
            [row.asset.tag, row.asset.name, row.unit.name, str(who or "Havuzda"), row.lent_until, row.note]
            for row, who in shown
        )
        return sheets.workbook("Yedek cihazlar", head, lines, "yedek-cihazlar", filters=sheets.told())
    context = {
        "rows": shown,
        "today": localdate(),
        "may_keep": request.actor.holds(access.KEEP),
        "may_work": request.actor.holds(access.WORK),
    }
    return render(request, "upkeep/spares.html", context)


def _spares(_: Any) -> str:
    return reverse("upkeep:spares")


def add_spare(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.SpareForm(**given(request), initial={"tag": request.GET.get("tag", "")}),
        services.add_spare,
        title="Havuza cihaz ekle",
        button="Ekle",
        next_url=_spares,
    )


def lend(request: Request, spare_id: int) -> HttpResponse:
    one = found(queries.spare, request.actor, spare_id)
    return answer(
        request,
        forms.LendForm(**given(request)),
        services.lend,
        spare_id,
        title="Ödünç ver",
        button="Ver",
        lead=str(one.asset),
        next_url=_spares,
        done="Cihaz ödünç verildi.",
    )


def lent_back(request: Request, loan_id: int) -> HttpResponse:
    return answer(
        request,
        forms.TickForm(**given(request)),
        services.lent_back,
        loan_id,
        title="Geri geldi",
        button="Havuza al",
        next_url=_spares,
        done="Cihaz havuza döndü.",
    )


@require_GET
def replacements(request: Request) -> HttpResponse:
    rows = queries.replacements(request.actor).order_by("-case_id")[:MOST]
    if sheets.asked(request):
        head = [
            *(sheets.Column("Sayı", 16), sheets.Column("Yıl", 8, "text"), sheets.Column("Durum", 20)),
            *(sheets.Column("Cihaz", 8), sheets.Column("Kararı bekleyen", 10), sheets.Column("Bütçe", 18, "money")),
        ]
        lines = ([row.case.number, row.year, row.state_label, row.devices, row.waiting, row.budget] for row in rows)
        return sheets.workbook("Cihaz yenileme planları", head, lines, "yenileme-planlari", filters=sheets.told())
    context = {
        "rows": rows,
        "rules": queries.rules(request.actor),
        "may_keep": request.actor.holds(access.KEEP),
    }
    return render(request, "upkeep/replacements.html", context)


def propose(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.ProposeForm(**given(request), initial={"year": localdate().year + 1}),
        services.propose,
        title="Yenileme planı hazırla",
        button="Listeyi çıkar",
        lead="Kurallara uyan cihazlar, nedenleri ve bedelleriyle listelenir.",
        next_url=lambda made: case_page(made.case.number),
    )


def add_rule(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.RuleForm(**given(request), actor=request.actor),
        services.add_rule,
        title="Yenileme kuralı ekle",
        button="Ekle",
        next_url=lambda _: reverse("upkeep:replacements"),
    )


def drop_rule(request: Request, rule_id: int) -> HttpResponse:
    one = found(queries.rules(request.actor).get, pk=rule_id)
    form = forms.NothingForm(**given(request))

    def dropped(rule_id: int, *, actor: Any) -> bool:
        services.drop_rule(rule_id, actor=actor)
        return True

    return answer(
        request,
        form,
        dropped,
        rule_id,
        title="Kuralı kaldır",
        button="Kaldır",
        lead=f"«{one.name}» yeni planlarda sorulmaz; eski planlarda olduğu gibi kalır.",
        danger=True,
        next_url=lambda _: reverse("upkeep:replacements"),
    )


def choose(request: Request, number: str, line_id: int) -> HttpResponse:
    """Decide about one line; 0 is every line that waits."""
    one = found(queries.replacement, request.actor, number)
    line = one.lines.select_related("asset").filter(pk=line_id).first() if line_id else None
    if line_id and line is None:
        raise Http404
    return answer(
        request,
        forms.ChooseForm(**given(request), initial={"price": line.price if line else None}),
        services.choose,
        number,
        line_id=line_id or None,
        title="Karar",
        lead=f"{line.asset}: {line.why}" if line else f"Karar bekleyen {one.waiting} cihazın hepsi için.",
        next_url=lambda _: case_page(number),
    )


@require_GET
def cost(request: Request) -> HttpResponse:
    """Cost of ownership and failure rates."""
    rows = queries.costliest(request.actor, MOST if sheets.asked(request) else 100)
    if sheets.asked(request):
        head = [
            *(sheets.Column("Sicil no", 20), sheets.Column("Cihaz", 36), sheets.Column("Model", 30)),
            *(
                sheets.Column("Alım", 16, "money"),
                sheets.Column("Parça", 14, "money"),
                sheets.Column("İşçilik", 14, "money"),
            ),
            *(
                sheets.Column("Dış onarım", 14, "money"),
                sheets.Column("Sözleşme payı", 14, "money"),
                sheets.Column("Lisans", 14, "money"),
            ),
            *(sheets.Column("Toplam", 16, "money"), sheets.Column("Yıllık", 16, "money"), sheets.Column("Arıza", 8)),
        ]
        lines = (
            [
                *(one.tag, one.name, f"{one.maker} {one.model}".strip(), told.purchase, told.parts, told.labour),
                *(told.outside, told.contracts, told.licences, told.total, told.per_year, told.faults),
            ]
            for one, told in rows
        )
        return sheets.workbook("Sahip olma maliyeti", head, lines, "sahip-olma-maliyeti", filters=sheets.told())
    rates = queries.rates(request.actor)
    context = {
        "rows": rows,
        "rates": rates[:50],
        "chart": tables.rate_chart(rates),
        "chart_height": 60 + 30 * min(12, len(rates)),
    }
    return render(request, "upkeep/cost.html", context)
