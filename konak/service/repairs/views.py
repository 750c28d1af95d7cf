"""The list of requests, what is asked on a ticket, what the registrar answers."""

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
from konak.foundation.web.pages import address, answer, asked, found, given

from . import forms, queries, services
from .lifecycle import LIFE
from .models import Kind

PER_PAGE = 50


@require_GET
def index(request: Request) -> HttpResponse:
    names = ("state", "kind", "ticket", "tag")
    ask = asked(request, *names, "sonra")
    rows = queries.requests(request.actor, queries.RequestFilter.model_validate({name: ask[name] for name in names}))
    full = {name: ask[name] for name in names}
    tabs = [
        Tab(label, address(full, state=key), ask["state"] == key)
        for key, label in (("", "Tümü"), ("asked", "Bekleyen"), ("given", "Verilen"), ("refused", "Verilemeyen"))
    ]
    chips = [
        Chip(label, ask[name], address(full, **{name: ""}))
        for name, label in (("ticket", "Talep"), ("tag", "Cihaz"))
        if ask[name]
    ]
    if sheets.asked(request):
        head: list[sheets.Column | tuple[str, int]] = [
            *(("Sayı", 16), ("Talep", 16), ("Türü", 16), ("Cihaz", 22), ("Parça", 36), ("Miktar", 10)),
            *(("Yerine verilen", 22), ("Durum", 18), ("Fiş", 16), ("İstek", 18), ("Sonuç", 18)),
        ]
        lines = (
            [
                *(row.case.number, row.ticket.case.number, row.get_kind_display(), row.asset.tag),
                *(row.item.name if row.item else "", row.quantity, row.new_asset.tag if row.new_asset else ""),
                *(row.state_label, row.receipt or row.slip, row.case.opened_at, row.case.closed_at),
            ]
            for row in rows.order_by("-case_id")[: sheets.ENOUGH]
        )
        return sheets.workbook("Parça istekleri", head, lines, "parca-istekleri", filters=sheets.told(tabs, chips))
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
    }
    return render(request, "repairs/index.html", context)


def ticket_page(number: str) -> str:
    return reverse("desk:ticket", args=[number])


def _tag(request: Request, number: str) -> str:
    if queries.ticket_key(request.actor, number) is None:
        raise Http404
    return queries.device_of(number)


def ask_part(request: Request, number: str) -> HttpResponse:
    return answer(
        request,
        forms.PartForm(**given(request), actor=request.actor, tag=_tag(request, number)),
        services.ask_part,
        number,
        title="Ambardan parça iste",
        button="İste",
        lead="Ambarın kayıt yetkilisi sizseniz parça hemen çıkar ve fişi kesilir; değilseniz ona görev açılır.",
        next_url=lambda _: ticket_page(number),
        done="İstek yazıldı.",
    )


def ask_device(request: Request, number: str) -> HttpResponse:
    return answer(
        request,
        forms.DeviceForm(**given(request), actor=request.actor, tag=_tag(request, number)),
        services.ask_device,
        number,
        title="Cihazı değiştir",
        button="İste",
        lead="Eskisi ambara iade alınır, yenisi aynı kişiye zimmetlenir; kişi kendi ekranından kabul eder.",
        next_url=lambda _: ticket_page(number),
        done="İstek yazıldı.",
    )


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "give": (services.give, forms.GivePartForm, "Verildi; talebe yazıldı."),
    "refuse": (services.refuse, forms.WhyForm, "Verilemediği bildirildi."),
    "withdraw": (services.withdraw, forms.NothingForm, "İstekten vazgeçildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    record = found(queries.request, request.actor, number)
    service, form_class, done = STEPS[step]
    if step == "give" and record.kind == Kind.DEVICE:
        form_class = forms.GiveDeviceForm
    taken = LIFE.steps[step]
    return answer(
        request,
        form_class(**given(request)),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or record.case.subject,
        next_url=lambda _: reverse("front:case", args=[number]),
        done=done,
    )
