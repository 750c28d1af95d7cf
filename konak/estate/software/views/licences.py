"""Licences on the screen: the list, one licence, giving out and taking back, what ends, what is needed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, queries, services, tables
from ..forms import AssignForm, CancelForm, LicenceForm, ProofForm, RenewalForm
from ..models import Entitlement, EntitlementKind
from .common import PER_PAGE

ORDER = ("-starts_on", "-pk")
NAMES = ("kind", "state", "product", "q")


@require_GET
def index(request: Request) -> HttpResponse:
    ask = asked(request, *NAMES, "sonra")
    filters = queries.LicenceFilter.model_validate({name: ask[name] for name in NAMES})
    rows = queries.with_given(queries.entitlements(request.actor, filters))
    base = {key: ask[key] for key in ("kind", "q", "product")}
    tabs = [
        Tab(label, address(base, state=key), ask["state"] == key)
        for key, label in (
            ("", "Tümü"),
            ("current", "Geçerli"),
            ("soon", "90 gün içinde biten"),
            ("undecided", "Kararı beklenen"),
            ("ended", "Biten"),
        )
    ]
    full = {name: ask[name] for name in NAMES}
    chips = []
    if ask["kind"] in EntitlementKind.values:
        chips.append(Chip("Tür", str(EntitlementKind(ask["kind"]).label), address(full, kind="")))
    if ask["q"]:
        chips.append(Chip("Arama", ask["q"], address(full, q="")))
    if sheets.asked(request):
        return _workbook(list(rows.order_by(*ORDER)[: sheets.ENOUGH]), sheets.told(tabs, chips))
    page, after = page_after(rows, ORDER, ask["sonra"], PER_PAGE)
    context = {
        "rows": [tables.licence_row(row) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "kinds": EntitlementKind.choices,
        "any": bool(page) or any(full.values()) or queries.entitlements(request.actor).exists(),
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "software/licences.html", context)


def _workbook(rows: list[Entitlement], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        sheets.Column("Sayı", 16),
        sheets.Column("Yazılım", 36),
        *(
            sheets.Column("Tür", 20),
            sheets.Column("Sayım", 18),
            sheets.Column("Adet", 8),
            sheets.Column("Verilen", 8),
        ),
        *(sheets.Column("Başlangıç", 12), sheets.Column("Bitiş", 12), sheets.Column("Bedel", 16, "money")),
        *(sheets.Column("Yıllık", 16, "money"), sheets.Column("Tedarikçi", 28), sheets.Column("Sözleşme", 24)),
        *(sheets.Column("Yenileme", 20), sheets.Column("Anahtarın yeri", 28), sheets.Column("Birim", 36)),
    ]
    lines = (
        [
            *(row.number, row.product.name, row.get_kind_display(), row.get_metric_display(), row.quantity),
            *(row.given or 0, row.starts_on, row.ends_on, row.cost, row.per_year, row.supplier),  # type: ignore[attr-defined]
            *(row.contract, row.get_renewal_display() if row.ends_on else "", row.key_place, row.unit.name),
        ]
        for row in rows
    )
    return sheets.workbook("Lisanslar", head, lines, "lisanslar", filters=told)


def page_of(one: Any) -> str:
    return reverse("software:licence", args=[one.number])


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        LicenceForm(**given(request), initial={"product_id": request.GET.get("product", "")}, actor=request.actor),
        services.add_licence,
        title="Lisans kaydet",
        button="Kaydet",
        next_url=page_of,
    )


def edit(request: Request, number: str) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    initial = {name: getattr(one, name) for name in LicenceForm.base_fields if name != "product_id"}
    return answer(
        request,
        LicenceForm(**given(request), initial=initial, actor=request.actor, unit=one.unit, fixed=True),
        services.edit_licence,
        number,
        title="Lisansı düzenle",
        lead=str(one),
        next_url=page_of,
    )


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    assignments = list(one.assignments.select_related("computer", "user", "for_unit").order_by("until", "-pk")[:300])
    live = [row for row in assignments if row.until is None]
    given_ = sum(row.quantity for row in live)
    context = {
        "row": tables.licence_row(one, given_),
        "right": one,
        "given": given_,
        "free": one.quantity - given_ if one.quantity is not None else None,
        "live": live,
        "past": [row for row in assignments if row.until is not None],
        "proofs": one.proofs.select_related("file__blob", "added_by"),
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "decides": request.actor.reach(access.DECIDE).covers(one),
        "story": moments(queries.LICENCE_KIND, one.number, tables.LICENCE_TOLD),
    }
    return render(request, "software/licence.html", context)


def assign(request: Request, number: str) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    initial = {"computer_id": request.GET.get("computer", "")}
    return answer(
        request,
        AssignForm(**given(request), initial=initial, actor=request.actor),
        services.assign,
        number,
        title="Lisansı ver",
        button="Ver",
        lead=str(one),
        next_url=lambda _: page_of(one),
    )


@require_POST
def take_back(request: Request, number: str, assignment_id: int) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    try:
        found(services.take_back, number, actor=request.actor, assignment_id=assignment_id)
        messages.success(request, "Hak geri alındı; yeniden verilebilir.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, page_of(one))


def proof(request: Request, number: str) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    return answer(
        request,
        ProofForm(**given(request)),
        services.add_proof,
        number,
        title="Belge ekle",
        button="Ekle",
        lead=str(one),
        next_url=page_of,
    )


@require_GET
def proof_file(request: Request, number: str, proof_id: int) -> HttpResponseBase:
    one = found(queries.entitlement, request.actor, number)
    row = one.proofs.select_related("file__blob").filter(pk=proof_id).first()
    if row is None:
        raise Http404
    return serve(row.file)


def cancel(request: Request, number: str) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    return answer(
        request,
        CancelForm(**given(request)),
        services.cancel_licence,
        number,
        title="Lisansı iptal et",
        button="İptal et",
        lead="Lisans bu günden sonra sayılmaz; verilmiş bütün hakları geri alınır. Kayıt silinmez.",
        danger=True,
        next_url=lambda _: page_of(one),
    )


def renewal(request: Request, number: str) -> HttpResponse:
    one = found(queries.entitlement, request.actor, number)
    return answer(
        request,
        RenewalForm(**given(request), initial={"renewal": one.renewal, "renewal_note": one.renewal_note}),
        services.decide_renewal,
        number,
        title="Yenileme kararı",
        lead=f"{one.product.name}, bitiş {one.ends_on:%d.%m.%Y}" if one.ends_on else str(one),
        next_url=lambda _: page_of(one),
    )


@require_GET
def renewals(request: Request) -> HttpResponse:
    """What ends within a year, what the next years cost, what lies idle."""
    due = queries.expiring(request.actor)
    needs = queries.needs_by_year(request.actor)
    if sheets.asked(request):
        head = [
            *(sheets.Column("Yıl", 8, "text"), sheets.Column("Yazılım", 40), sheets.Column("Yenilenecek lisans", 12)),
            *(sheets.Column("Yenileme bedeli", 18, "money"), sheets.Column("Eksik lisans", 12)),
            *(sheets.Column("Eksiğin bedeli", 18, "money"), sheets.Column("Toplam", 18, "money")),
        ]
        lines = (
            [
                one.year,
                one.product,
                one.renewals,
                one.cost,
                one.missing,
                one.missing_cost,
                one.cost + one.missing_cost,
            ]
            for one in needs
        )
        return sheets.workbook("Lisans ihtiyaç listesi", head, lines, "lisans-ihtiyaci", filters=sheets.told())
    context = {
        "due": due,
        "needs": needs,
        "years": tables.sums_of(needs),
        "chart": tables.needs_chart(needs),
        "unused": queries.unused(request.actor),
        "decides": request.actor.holds(access.DECIDE),
    }
    return render(request, "software/renewals.html", context)


@require_GET
def calendar(request: Request) -> HttpResponse:
    """The ends of licences as a calendar file."""
    answer_ = HttpResponse(
        tables.calendar(queries.expiring(request.actor)), content_type="text/calendar; charset=utf-8"
    )
    answer_["Content-Disposition"] = 'attachment; filename="lisans-bitisleri.ics"'
    return answer_
