"""Counts on the screen."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.estate.assets import public as assets
from konak.foundation.cases.services import steps_open
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, filters_of, found, given, press

from .. import access, lifecycle, queries, services, tables
from ..forms import ApproveForm, CountForm, FindingForm, NothingForm, PlanForm, WhyForm
from ..lifecycle import LIFE, State
from ..models import Finding, Reason
from ..queries import LineFilter, StocktakeFilter
from .common import Steps, paper, take_step

STATES = (("Sürenler", "running"), ("Denkleşenler", "settled"), ("Tümü", None))


@require_GET
def index(request: Request) -> HttpResponse:
    asked = filters_of(StocktakeFilter, request.GET)
    if "state" not in request.GET:
        asked.state = "running"
    rows = queries.stocktakes(request.actor, asked)
    tabs = [
        Tab(label, address(asked, state=state or "all"), asked.state == (state or "all")) for label, state in STATES
    ]
    names = {"warehouse": "Ambar", "year": "Yıl"}
    chips = [
        Chip(label, str(getattr(asked, name)), address(asked, **{name: None}))
        for name, label in names.items()
        if getattr(asked, name)
    ]
    if workbook.asked(request):
        return tables.stocktakes_sheet(rows.order_by("-pk")[: workbook.ENOUGH], workbook.told(tabs, chips))
    page, after = queries.page_of(rows, request.GET.get("sonra", ""))
    found_by = queries.numbers_of(page)
    for row in page:
        row.numbers = found_by[row.pk]
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "clear": address(StocktakeFilter(state=asked.state)),
        "filters": asked,
        "stores": list(assets.warehouses(request.actor)),
        "older": address(asked, sonra=after) if after else "",
        "newer": address(asked) if request.GET.get("sonra") else "",
        "plans": request.actor.holds(access.PLAN),
    }
    return render(request, "stocktake/index.html", context)


def plan(request: Request) -> HttpResponse:
    if not request.actor.holds(access.PLAN):
        raise Http404
    return answer(
        request,
        PlanForm(request.actor, **given(request)),
        services.plan,
        title="Sayım komisyonu kur",
        button="Komisyonu kur",
        lead="Ambarın kaydındaki her şey sayılır: ambarda duran da, zimmetle ya da ortak alanda kullanılan da.",
        next_url=lambda made: page_of(made.case.number),
        done="Sayım planlandı; komisyon üyelerinin işlerine düştü.",
    )


def page_of(number: str) -> str:
    return reverse("stocktake:record", args=[number])


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    stocktake = found(queries.stocktake, request.actor, number)
    asked = filters_of(LineFilter, request.GET)
    rows = queries.lines(stocktake, asked)
    numbers = queries.numbers(stocktake)
    shows = (
        ("Tümü", None, numbers.lines),
        ("Sayılmayan", "waiting", numbers.waiting),
        ("Noksan", "missing", numbers.missing),
        ("Fazla", "over", numbers.over),
        ("Arızalı, HEK", "broken", numbers.broken),
    )
    tabs = [Tab(f"{label} ({many})", address(asked, show=show), asked.show == show) for label, show, many in shows]
    if workbook.asked(request):
        chips = [Chip("Arama", asked.q, "")] if asked.q else []
        return tables.lines_sheet(stocktake, rows, workbook.told(tabs, chips))
    place = request.GET.get("sayfa", "1")
    page = int(place) if place.isdecimal() and 0 < len(place) < 6 else 1
    shown = list(rows[(page - 1) * queries.PAGE : page * queries.PAGE + 1])
    members = list(stocktake.members.select_related("user").order_by("-chairs", "pk"))
    mine = next((one for one in members if one.user_id == request.actor.user_id), None)
    context = {
        "record": stocktake,
        "case": stocktake.case,
        "numbers": numbers,
        "rows": shown[: queries.PAGE],
        "tabs": tabs,
        "filters": asked,
        "older": address(asked, sayfa=str(page + 1)) if len(shown) > queries.PAGE else "",
        "newer": address(asked) if page > 1 else "",
        "findings": list(stocktake.findings.select_related("item", "found_by").order_by("pk")),
        "members": members,
        "steps": steps_open(stocktake, request.actor),
        "counts": mine is not None and stocktake.case.state == State.COUNTING,
        "signs": mine is not None and stocktake.case.state == State.COUNTED and mine.signed_at is None,
        "receipts": [
            (label, facts)
            for label, key in (("Noksan", stocktake.shortage_receipt), ("Fazla", stocktake.surplus_receipt))
            if key and (facts := assets.receipt_facts(key))
        ],
        "drafts": stocktake.case.state == State.APPROVED and lifecycle.keeps(stocktake, request.actor) is None,
        "hands_over": stocktake.reason == Reason.HANDOVER,
        "differs": bool(numbers.missing or numbers.over or numbers.findings),
    }
    return render(request, "stocktake/record.html", context)


STEPS: Steps = {
    "begin": (services.begin, NothingForm, "Sayım başladı; kayıttaki kalemler listelendi.", ""),
    "finish": (
        services.finish,
        NothingForm,
        "Sayım bitti; üyeler tutanağı imzalayabilir.",
        "Sayılanlar artık değişmez; üyeler tutanağı imzalar. Gerekirse yeniden sayıma açılır.",
    ),
    "recount": (services.recount, WhyForm, "Sayım yeniden açıldı; imzalar kalktı.", "Atılmış imzalar kalkar."),
    "report": (services.report, NothingForm, "Tutanak harcama yetkilisine sunuldu.", ""),
    "approve": (services.approve, ApproveForm, "Sayım tutanağı onaylandı.", ""),
    "send_back": (services.send_back, WhyForm, "Sayım komisyona iade edildi.", "Atılmış imzalar kalkar."),
    "settle": (
        services.settle,
        NothingForm,
        "Sayım kayıtla denkleşti ve kapandı.",
        "Devir-teslim sayımında ambarın kayıtları bu adımla devralana geçer.",
    ),
    "cancel": (services.cancel, NothingForm, "Sayımdan vazgeçildi.", ""),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    return take_step(request, step, found(queries.stocktake, request.actor, number), LIFE, STEPS, page_of(number))


def count(request: Request, number: str, line_id: int) -> HttpResponse:
    stocktake = found(queries.stocktake, request.actor, number)
    line = found(queries.lines(stocktake).get, pk=line_id)
    return answer(
        request,
        CountForm(line, **given(request)),
        services.count,
        number,
        line_id,
        title=line.asset.name if line.asset else line.item.name,
        lead=f"Kayıtta {line.asset.tag}." if line.asset else f"Kayıtta {line.expected.normalize():f} var.",
        next_url=lambda made: page_of(number) + "?show=waiting",
    )


@require_POST
def rest_missing(request: Request, number: str) -> HttpResponse:
    return press(
        request,
        services.count_rest_missing,
        number,
        back=page_of(number) + "?show=missing",
        done="Görülmeyen kalemler noksan yazıldı; tek tek düzeltebilirsiniz.",
    )


@require_POST
def sign(request: Request, number: str) -> HttpResponse:
    return press(request, services.sign, number, back=page_of(number), done="Sayım tutanağını imzaladınız.")


@require_POST
def receipts(request: Request, number: str) -> HttpResponse:
    return press(
        request,
        services.make_receipts,
        number,
        back=page_of(number),
        done="Fark fişleri düzenlendi ve kontrol yetkilisine gönderildi.",
    )


def add_finding(request: Request, number: str) -> HttpResponse:
    found(queries.stocktake, request.actor, number)
    return answer(
        request,
        FindingForm(**given(request)),
        services.add_finding,
        number,
        title="Kayıtsız taşınır",
        lead="Yerinde durup ambarın kaydında olmayan taşınır, sayım fazlası olarak kayda alınır.",
        next_url=lambda made: page_of(number),
    )


def finding(request: Request, number: str, finding_id: int) -> HttpResponse:
    stocktake = found(queries.stocktake, request.actor, number)
    one: Finding = found(stocktake.findings.get, pk=finding_id)
    names = ("name", "item_id", "quantity", "value", "serial", "place", "note")
    return answer(
        request,
        FindingForm(initial={name: getattr(one, name) for name in names}, **given(request)),
        services.edit_finding,
        number,
        finding_id,
        title="Kayıtsız taşınırın kodu ve değeri",
        next_url=lambda made: page_of(number),
    )


@require_POST
def drop_finding(request: Request, number: str, finding_id: int) -> HttpResponse:
    return press(
        request,
        services.drop_finding,
        number,
        finding_id,
        back=page_of(number),
        done="Kayıtsızlar listesinden çıkarıldı; okutma kayıtta duruyor.",
    )


@require_GET
def minutes(request: Request, number: str) -> HttpResponse:
    """Sayım Tutanağı with the Sayım ve Döküm Cetveli (Örnek 12, 13)."""
    stocktake = found(queries.stocktake, request.actor, number)
    return paper("stocktake/minutes", tables.minutes(stocktake), f"sayim-tutanagi-{number}")


@require_GET
def hand_over(request: Request, number: str) -> HttpResponse:
    """Ambar Devir ve Teslim Tutanağı (Örnek 11) of a count with which a warehouse changes its registrar."""
    stocktake = found(queries.stocktake, request.actor, number)
    if stocktake.successor_id is None:
        raise Http404
    return paper("stocktake/handover", tables.hand_over(stocktake), f"ambar-devir-{number}")
