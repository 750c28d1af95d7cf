"""Printers, their parts, what fits them, what was given out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, forms, queries, services, tables
from ..models import Purpose
from .common import PER_PAGE


def printer_url(tag: str) -> str:
    return reverse("supplies:printer", args=[tag])


@require_GET
def printers(request: Request) -> HttpResponse:
    names = ("state", "q")
    ask = asked(request, *names, "sonra")
    filters = queries.PrinterFilter.model_validate({name: ask[name] for name in names})
    rows = queries.printers(request.actor, filters)
    tabs = [
        Tab(label, address({"q": ask["q"]}, state=key), ask["state"] == key)
        for key, label in (("", "Tümü"), ("due", "Parçası dolan"), ("unread", "Sayacı okunmayan"))
    ]
    full = {name: ask[name] for name in names}
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]] = [
            *(("Sicil no", 22), ("Yazıcı", 34), ("Model", 30), ("Birim", 40), ("Yer", 28)),
            *(("Sayaç", 12), ("Okuma", 12), ("Aylık sayfa", 12)),
        ]
        lines = (
            [
                *(row.asset.tag, row.asset.name, str(row.asset.model or ""), row.asset.unit.name),
                *(str(row.asset.place or ""), row.pages, row.read_on, row.pages_a_month),
            ]
            for row in rows.order_by("asset__tag")[: sheets.ENOUGH]
        )
        return sheets.workbook("Yazıcılar", head, lines, "yazicilar", filters=sheets.told(tabs, chips))
    page, after = page_after(rows, ("asset__tag",), ask["sonra"], PER_PAGE)
    near: dict[int, Any] = {}
    for part in queries.parts(request.actor, near=True).filter(printer__in=[row.pk for row in page]):
        near.setdefault(part.printer_id, part)
    context = {
        "rows": [(row, near.get(row.pk)) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_keep": request.actor.holds(access.KEEP),
        "may_work": request.actor.holds(access.WORK),
    }
    return render(request, "supplies/printers.html", context)


def add_printer(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.PrinterForm(**given(request), initial={"tag": request.GET.get("tag", "")}),
        services.add_printer,
        title="Yazıcıyı izlemeye al",
        button="İzle",
        lead="Sayaç, toner ve ömürlü parçaları bu yazıcıda izlenir.",
        next_url=lambda made: printer_url(made.asset.tag),
    )


@require_GET
def printer(request: Request, tag: str) -> HttpResponse:
    one = found(queries.printer, request.actor, tag)
    page = queries.printer_page(one)
    context = {
        "printer": one,
        "asset": one.asset,
        "page": page,
        "parts": [(part, tables.due_words(part.due_on)) for part in page.parts],
        "chart": tables.pages_chart(page.pages),
        "may_work": request.actor.holds(access.WORK),
        "may_keep": request.actor.holds(access.KEEP),
    }
    return render(request, "supplies/printer.html", context)


def reading(request: Request, tag: str) -> HttpResponse:
    one = found(queries.printer, request.actor, tag)
    return answer(
        request,
        forms.ReadingForm(**given(request)),
        services.read,
        tag,
        title="Sayaç yaz",
        button="Yaz",
        lead=f"{one.asset}. Son okuma: {one.pages if one.pages is not None else 'yok'}.",
        next_url=lambda _: printer_url(tag),
        done="Sayaç yazıldı.",
    )


def readings(request: Request) -> HttpResponse:
    """Counters of many printers: read and shown line by line first, written only when every line is right."""
    if not request.actor.holds(access.WORK):
        raise Http404
    form, shown = forms.ReadingsForm(**given(request)), None
    if form.is_bound and "write" in request.POST:
        written = run(form, services.import_readings, actor=request.actor)
        if form.is_valid():
            messages.success(request, f"{written} sayaç yazıldı.")
            return go(request, reverse("supplies:printers"))
    if form.is_bound and (form.is_valid() or "text" in form.cleaned_data):
        try:
            shown = services.preview_readings(actor=request.actor, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "rows": shown,
        "text": form.cleaned_data.get("text", "") if form.is_bound else "",
        "faulty": sum(1 for row in shown or () if row.fault),
    }
    return render(request, "supplies/readings.html", context, status=422 if form.errors else 200)


def give(request: Request, tag: str) -> HttpResponse:
    one = found(queries.printer, request.actor, tag)
    fits = queries.printer_page(one).fitting
    return answer(
        request,
        forms.HandOutForm(
            **given(request),
            actor=request.actor,
            fits=fits,
            unit_id=one.asset.unit_id,
            initial={"item": request.GET.get("item", "")},
        ),
        services.hand_out,
        tag=tag,
        title="Yazıcıya malzeme ver",
        button="Ver",
        lead=f"{one.asset} · {one.asset.unit}. Ambar taşınır işlem fişini keser; stok hemen düşer.",
        next_url=lambda _: printer_url(tag),
        done="Malzeme verildi.",
    )


def part(request: Request, tag: str) -> HttpResponse:
    one = found(queries.printer, request.actor, tag)
    return answer(
        request,
        forms.PartForm(**given(request), fits=queries.fitting(one)),
        services.fit_part,
        tag,
        title="Takılı parçayı yaz",
        button="Yaz",
        lead="Yazıcıda zaten bulunan ya da firmanın taktığı parça; ambardan çıkış yapılmaz.",
        next_url=lambda _: printer_url(tag),
    )


def leave(request: Request, tag: str) -> HttpResponse:
    one = found(queries.printer, request.actor, tag)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.leave_printer,
        tag,
        title="İzlemeden çıkar",
        button="Çıkar",
        lead=f"{one.asset} için sayaç ve parça izlenmez; geçmişi durur.",
        danger=True,
        next_url=lambda _: reverse("supplies:printers"),
    )


@require_GET
def parts(request: Request) -> HttpResponse:
    near = request.GET.get("gorunum") == "yakin"
    rows = queries.parts(request.actor, near=near)
    tabs = [Tab("Tümü", "?", not near), Tab("Sonu yaklaşan", "?gorunum=yakin", near)]
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]] = [
            *(("Sicil no", 22), ("Yazıcı", 34), ("Birim", 40), ("Parça", 36), ("Türü", 18), ("Takılma", 12)),
            *(("Takıldığında sayaç", 14), ("Kullanılan ömür (%)", 14), ("Beklenen son", 14)),
        ]
        lines = (
            [
                *(row.printer.asset.tag, row.printer.asset.name, row.printer.asset.unit.name, row.fit.item.name),
                *(row.fit.get_kind_display(), row.since, row.at_pages, row.percent, row.due_on),
            ]
            for row in rows[: sheets.ENOUGH]
        )
        return sheets.workbook("Ömürlü parçalar", head, lines, "omurlu-parcalar", filters=sheets.told(tabs))
    context = {"rows": [(row, tables.due_words(row.due_on)) for row in rows[:300]], "tabs": tabs, "near": near}
    return render(request, "supplies/parts.html", context)


@require_GET
def fits(request: Request) -> HttpResponse:
    ask = asked(request, "q")
    rows = queries.fits(request.actor, ask["q"])
    if sheets.asked(request):
        head = [("Model", 34), ("Malzeme", 40), ("Kod", 22), ("Türü", 20), ("Renk", 12), ("Sayfa", 12), ("Ay", 8)]
        lines = (
            [
                *(str(row.model), row.item.name, row.item.code, row.get_kind_display(), row.get_colour_display()),
                *(row.yield_pages, row.life_months),
            ]
            for row in rows[: sheets.ENOUGH]
        )
        return sheets.workbook("Uyumlu malzemeler", head, lines, "uyumlu-malzemeler", filters=sheets.told())
    context = {"rows": rows[:500], "asked": ask, "may_keep": request.actor.holds(access.KEEP)}
    return render(request, "supplies/fits.html", context)


def add_fit(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.FitForm(**given(request)),
        services.add_fit,
        title="Uyumlu malzeme yaz",
        button="Yaz",
        lead="Toner dışındaki parçalar ömürleriyle izlenir: sayfa, ay ya da ikisi; hangisi önce dolarsa.",
        next_url=lambda _: reverse("supplies:fits"),
    )


def edit_fit(request: Request, fit_id: int) -> HttpResponse:
    one = found(queries.fit, request.actor, fit_id)
    initial = {name: getattr(one, name) for name in ("kind", "colour", "yield_pages", "life_months")}
    return answer(
        request,
        forms.FitFactsForm(**given(request), initial=initial),
        services.edit_fit,
        fit_id,
        title="Uyumu düzenle",
        lead=str(one),
        next_url=lambda _: reverse("supplies:fits"),
    )


def drop_fit(request: Request, fit_id: int) -> HttpResponse:
    one = found(queries.fit, request.actor, fit_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_fit,
        fit_id,
        title="Uyumu kaldır",
        button="Kaldır",
        lead=f"{one}: artık bu modele verilemez; verilmiş olanlar durur.",
        danger=True,
        next_url=lambda _: reverse("supplies:fits"),
    )


@require_GET
def issues(request: Request) -> HttpResponse:
    names = ("purpose", "state", "tag", "item", "reference", "q")
    ask = asked(request, *names, "sonra")
    filters = queries.IssueFilter.model_validate({name: ask[name] for name in names})
    rows = queries.issues(request.actor, filters)
    base = {key: ask[key] for key in ("tag", "item", "reference", "q")}
    tabs = [
        Tab("Tümü", address(base), not ask["purpose"] and not ask["state"]),
        *(
            Tab(str(label), address(base, purpose=value), ask["purpose"] == value and not ask["state"])
            for value, label in Purpose.choices
        ),
        Tab("Boşu dönmeyen", address(base, state="empties"), ask["state"] == "empties"),
    ]
    full = {name: ask[name] for name in names}
    chips = [
        Chip(label, ask[name], address(full, **{name: ""}))
        for name, label in (("tag", "Cihaz"), ("item", "Malzeme"), ("reference", "Dosya"), ("q", "Arama"))
        if ask[name]
    ]
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]] = [
            *(("Fiş dosyası", 16), ("Gün", 12), ("Malzeme", 40), ("Miktar", 10), sheets.Column("Tutar", 14, "money")),
            *(("Ne için", 18), ("Birim", 40), ("Cihaz", 24), ("Teslim alan", 24), ("Sayaç", 12), ("Boş dönen", 10)),
            *(("İlgili dosya", 18), ("Veren", 24), ("Not", 30)),
        ]
        lines = (
            [
                *(row.number, row.given_on, row.item.name, row.quantity, row.amount, row.get_purpose_display()),
                *(row.unit.name, row.asset.tag if row.asset else "", row.user.full_name if row.user else ""),
                *(row.pages, row.returned, row.reference, row.by.full_name if row.by else "", row.note),
            ]
            for row in rows.order_by("-pk")[: sheets.ENOUGH]
        )
        return sheets.workbook("Verilen malzemeler", head, lines, "verilenler", filters=sheets.told(tabs, chips))
    page, after = page_after(rows, ("-pk",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_work": request.actor.holds(access.WORK),
        "empties": ask["state"] == "empties",
    }
    return render(request, "supplies/issues.html", context)


def give_unit(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.UnitOutForm(**given(request), actor=request.actor),
        services.hand_to_unit,
        title="Birime malzeme ver",
        button="Ver",
        lead="Yazıcıya verilen kartuşu yazıcının sayfasından verin; burada kâğıt, kablo gibi malzemeler.",
        next_url=lambda _: reverse("supplies:issues"),
        done="Malzeme verildi.",
    )


def empties(request: Request, issue_id: int) -> HttpResponse:
    one = found(queries.issue, request.actor, issue_id)
    return answer(
        request,
        forms.EmptiesForm(**given(request), initial={"quantity": one.empties_out}),
        services.return_empties,
        issue_id,
        title="Boş kartuş geri geldi",
        button="Yaz",
        lead=f"{one.item.name}, {one.number}: {one.empties_out.normalize():f} boş bekleniyor.",
        next_url=lambda _: reverse("supplies:issues") + "?state=empties",
        done="Dönen boş yazıldı.",
    )
