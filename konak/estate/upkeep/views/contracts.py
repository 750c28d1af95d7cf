"""Contracts: what they cover, their papers, when they end."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..models import ContractKind
from .common import PER_PAGE

MOST = 2_000


@require_GET
def contracts(request: Request) -> HttpResponse:
    ask = asked(request, "state", "kind", "sonra")
    filters = queries.ContractFilter.model_validate({"state": ask["state"], "kind": ask["kind"]})
    rows = queries.contracts(request.actor, filters)
    base = {"kind": ask["kind"]}
    tabs = [
        Tab(label, address(base, state=key), ask["state"] == key)
        for key, label in (("", "Tümü"), ("current", "Yürürlükte"), ("soon", "Kararı gelen"), ("ended", "Biten"))
    ]
    if sheets.asked(request):
        head = [
            *(sheets.Column("Sayı", 16), sheets.Column("Konusu", 44), sheets.Column("Tür", 18)),
            *(sheets.Column("Yüklenici", 30), sheets.Column("Başlangıç", 12), sheets.Column("Bitiş", 12)),
            *(sheets.Column("Bedel", 18, "money"), sheets.Column("Yıllık", 18, "money"), sheets.Column("Cihaz", 8)),
            *(sheets.Column("Müdahale (saat)", 10), sheets.Column("Giderme (saat)", 10), sheets.Column("Birim", 36)),
        ]
        lines = (
            [
                *(row.number, row.title, row.get_kind_display(), row.supplier, row.starts_on, row.ends_on, row.cost),
                *(row.per_year, row.devices, row.answer_hours, row.repair_hours, row.unit.name),
            ]
            for row in rows.order_by("-ends_on", "-pk")[: sheets.ENOUGH]
        )
        return sheets.workbook("Bakım ve destek sözleşmeleri", head, lines, "sozlesmeler", filters=sheets.told(tabs))
    page, after = page_after(rows, ("-ends_on", "-pk"), ask["sonra"], PER_PAGE)
    full = base | {"state": ask["state"]}
    context = {
        "rows": [(row, *tables.contract_state(row)) for row in page],
        "tabs": tabs,
        "kinds": ContractKind.choices,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "upkeep/contracts.html", context)


def contract_page(one: Any) -> str:
    return reverse("upkeep:contract", args=[one.number])


def add_contract(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.ContractForm(**given(request), actor=request.actor),
        services.add_contract,
        title="Sözleşme kaydet",
        next_url=contract_page,
    )


def edit_contract(request: Request, number: str) -> HttpResponse:
    one = found(queries.contract, request.actor, number)
    initial = {name: getattr(one, name) for name in forms.ContractForm.base_fields}
    return answer(
        request,
        forms.ContractForm(**given(request), initial=initial, actor=request.actor),
        services.edit_contract,
        number,
        title="Sözleşmeyi düzenle",
        next_url=contract_page,
    )


@require_GET
def contract(request: Request, number: str) -> HttpResponse:
    one = found(queries.contract, request.actor, number)
    state, kind = tables.contract_state(one)
    context = {
        "contract": one,
        "state": state,
        "kind": kind,
        "covered": one.covered.select_related("asset__unit").order_by("asset__tag")[:500],
        "files": one.files.select_related("file__blob"),
        "renewal": getattr(one, "renewal", None),
        "next": getattr(one, "next", None),
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.CONTRACT_KIND, one.number, tables.CONTRACT_TOLD),
    }
    return render(request, "upkeep/contract.html", context)


def cover(request: Request, number: str) -> HttpResponse:
    one = found(queries.contract, request.actor, number)
    return answer(
        request,
        forms.CoverForm(**given(request)),
        services.cover,
        number,
        title="Kapsama cihaz ekle",
        button="Ekle",
        lead=str(one),
        next_url=contract_page,
    )


def uncover(request: Request, number: str, row_id: int) -> HttpResponse:
    one = found(queries.contract, request.actor, number)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.uncover,
        number,
        row_id=row_id,
        title="Kapsamdan çıkar",
        button="Çıkar",
        lead="Cihaz bu sözleşmenin kapsamından çıkar.",
        danger=True,
        next_url=lambda _: contract_page(one),
    )


def contract_add_file(request: Request, number: str) -> HttpResponse:
    one = found(queries.contract, request.actor, number)
    return answer(
        request,
        forms.FileForm(**given(request)),
        services.add_contract_file,
        number,
        title="Dosya ekle",
        button="Ekle",
        lead=str(one),
        next_url=contract_page,
    )


@require_GET
def contract_file(request: Request, number: str, file_id: int) -> HttpResponseBase:
    one = found(queries.contract, request.actor, number)
    row = one.files.select_related("file__blob").filter(pk=file_id).first()
    if row is None:
        raise Http404
    return serve(row.file)
