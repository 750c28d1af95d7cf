"""Counts and accounts on the screen; the page a phone counts with, also without a network."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_GET, require_POST

from konak.estate.assets import public as assets
from konak.foundation.cases.services import objection_to, steps_open
from konak.foundation.documents.services import render_pdf
from konak.foundation.lifecycle import Lifecycle, Refused
from konak.foundation.ui import words, workbook
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web import pages
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, filters_of, found, given, press

from . import access, lifecycle, queries, services, tables
from .forms import (
    AccountForm,
    ApproveForm,
    ClearForm,
    CountForm,
    FindingForm,
    LossPersonForm,
    NothingForm,
    NotifyForm,
    PayForm,
    PlanForm,
    ReferenceForm,
    WhyForm,
)
from .lifecycle import LIFE, LOSS, YEAR, LossState, State
from .models import Finding
from .queries import LineFilter, StocktakeFilter

# Lists --------------------------------------------------------------------------------------------------------------

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
    for row in page:
        row.numbers = queries.numbers(row)
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


# One count ----------------------------------------------------------------------------------------------------------


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
        "differs": bool(numbers.missing or numbers.over or numbers.findings),
    }
    return render(request, "stocktake/record.html", context)


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str, str]] = {
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
    "settle": (services.settle, NothingForm, "Sayım kayıtla denkleşti ve kapandı.", ""),
    "cancel": (services.cancel, NothingForm, "Sayımdan vazgeçildi.", ""),
}
YEAR_STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str, str]] = {
    "submit": (services.submit_account, NothingForm, "Hesap kontrol yetkilisine gönderildi.", ""),
    "control": (services.control_account, NothingForm, "Hesap kontrol edildi; yılın defteri kapandı.", ""),
    "give": (services.give_account, NothingForm, "Yönetim hesabı verildi.", ""),
    "withdraw": (services.withdraw_account, WhyForm, "Hesap geri çekildi.", ""),
}


def _step(
    request: Request,
    name: str,
    record: Any,
    life: Lifecycle,
    steps: dict[str, tuple[Callable[..., Any], type[forms.Form], str, str]],
    back: str,
) -> HttpResponse:
    if name not in steps:
        raise Http404
    service, form_class, done, lead = steps[name]
    taken = life.steps[name]
    return answer(
        request,
        form_class(**given(request)),
        service,
        record.case.number,
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, record, request.actor) or taken.danger or lead,
        danger=bool(taken.danger),
        next_url=lambda made: back,
    )


def step(request: Request, number: str, step: str) -> HttpResponse:
    return _step(request, step, found(queries.stocktake, request.actor, number), LIFE, STEPS, page_of(number))


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
    return _pdf("stocktake/minutes", tables.minutes(stocktake), f"sayim-tutanagi-{number}")


def _pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(render_pdf(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


# Counting with a device ---------------------------------------------------------------------------------------------


@require_GET
def counting(request: Request, number: str) -> HttpResponse:
    """The page that counts: it holds the whole list, keeps what is read, and sends it when there is a network."""
    stocktake = found(queries.stocktake, request.actor, number)
    if stocktake.case.state != State.COUNTING or lifecycle.counts(stocktake, request.actor):
        return go(request, page_of(number))
    rows = queries.lines(stocktake)
    expected = [
        {
            "tag": row.asset.tag,
            "serial": row.asset.serial,
            "name": row.asset.name,
            "where": str(row.asset.place or "") or (row.asset.holder.full_name if row.asset.holder else ""),
            "done": row.counted is not None and row.counted > 0,
        }
        for row in rows
        if row.asset is not None
    ]
    context = {
        "record": stocktake,
        "case": stocktake.case,
        "expected": expected,
        "send": reverse("stocktake:scans", args=[number]),
        "back": page_of(number),
        "worker": reverse("stocktake:worker"),
    }
    return render(request, "stocktake/counting.html", context)


@require_POST
def scans(request: Request, number: str) -> HttpResponse:
    """What a device read, as JSON: `{"scans": [{"key", "text", "at", "place", "condition"}]}`."""
    try:
        sent = json.loads(request.body)["scans"]
        reads = [_read(one) for one in sent]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"title": "Okutmalar anlaşılamadı; cihazdaki kayıtlar duruyor."}, status=400)
    try:
        received = found(services.receive_scans, number, actor=request.actor, reads=reads)
    except Refused as refusal:
        return JsonResponse({"title": str(refusal)}, status=409)
    return JsonResponse({"taken": received.taken, "known": received.known, "unknown": received.unknown})


def _read(one: dict[str, Any]) -> services.Read:
    at = parse_datetime(str(one["at"]))
    if at is None or not is_aware(at):
        raise ValueError("a moment with its zone")
    return services.Read(
        key=uuid.UUID(str(one["key"])),
        text=str(one["text"])[:500],
        at=at,
        place=str(one.get("place", ""))[:120],
        condition=str(one.get("condition", "")),
    )


@require_GET
def worker(request: Request) -> HttpResponse:
    """The service worker that lets the counting page open without a network; its scope is this folder."""
    files = [
        static(name) for name in ("ui/dist/konak.css", "ui/dist/konak.js", "ui/dist/counting.js", "ui/dist/icons.svg")
    ]
    answer = render(
        request, "stocktake/worker.js", {"files": json.dumps(files)}, content_type="application/javascript"
    )
    answer["Cache-Control"] = "no-cache"
    return answer


# The account of a year ----------------------------------------------------------------------------------------------


@require_GET
def accounts(request: Request) -> HttpResponse:
    year = request.GET.get("yil", "")
    chosen = int(year) if year.isdecimal() and len(year) == 4 else None
    rows = queries.accounts(request.actor, year=chosen)
    if workbook.asked(request):
        chips = [Chip("Yıl", year, "?")] if chosen else []
        return tables.accounts_sheet(rows.order_by("-pk")[: workbook.ENOUGH], workbook.told([], chips))
    page, after = queries.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": page,
        "year": chosen,
        "older": f"?sonra={after}" + (f"&yil={chosen}" if chosen else "") if after else "",
        "newer": "?" if request.GET.get("sonra") else "",
        "draws": assets.kept_warehouses(request.actor).exists(),
    }
    return render(request, "stocktake/accounts.html", context)


def draw_account(request: Request) -> HttpResponse:
    return answer(
        request,
        AccountForm(request.actor, **given(request)),
        services.draw_account,
        title="Yönetim hesabı düzenle",
        button="Cetveli çıkar",
        lead="Devir, giren, çıkan ve kalan defterden hesaplanır; sayımla karşılaştırılır.",
        next_url=lambda made: reverse("front:case", args=[made.case.number]),
    )


def account_step(request: Request, number: str, step: str) -> HttpResponse:
    account = found(queries.account, request.actor, number)
    return _step(request, step, account, YEAR, YEAR_STEPS, reverse("front:case", args=[number]))


@require_GET
def account_paper(request: Request, number: str) -> HttpResponse:
    """Harcama Birimi Taşınır Yönetim Hesabı Cetveli (Örnek 14)."""
    account = found(queries.account, request.actor, number)
    return _pdf("stocktake/account", tables.account(account, request.actor), f"yonetim-hesabi-{number}")


LOSS_STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "notify": (services.notify_people, NotifyForm, "Sorumlulara bildirildi."),
    "go_legal": (services.go_legal, ReferenceForm, "Hukuk birimine iletildiği yazıldı."),
    "collect": (services.collect, NothingForm, "Tahsil edildi."),
    "clear": (services.clear, ClearForm, "Dosya kararla kapandı."),
}


@require_GET
def losses(request: Request) -> HttpResponse:
    """What counts found missing, and whether it was collected."""
    state = request.GET.get("state", "")
    rows = queries.losses(request.actor, state if state in ("waiting", *LossState.values) else "")
    tabs = [
        Tab(label, f"?state={key}" if key else "?", state == key)
        for key, label in (
            ("", "Tümü"),
            ("waiting", "Süren"),
            ("collected", "Tahsil edilen"),
            ("cleared", "Zarar yok"),
        )
    ]
    if workbook.asked(request):
        return tables.losses_workbook(list(rows.order_by("-case_id")[: workbook.ENOUGH]), workbook.told(tabs))
    return render(request, "stocktake/losses.html", {"rows": rows.order_by("-case_id")[:200], "tabs": tabs})


def _loss_page(number: str) -> str:
    return reverse("front:case", args=[number])


def loss_step(request: Request, number: str, step: str) -> HttpResponse:
    record = pages.found(queries.loss, request.actor, number)
    service, form_class, done = LOSS_STEPS[step]
    taken = LOSS.steps[step]
    return pages.answer(
        request,
        form_class(**pages.given(request)),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: _loss_page(number),
        done=done,
    )


def name_person(request: Request, number: str) -> HttpResponse:
    record = pages.found(queries.loss, request.actor, number)
    return pages.answer(
        request,
        LossPersonForm(**pages.given(request), initial={"amount": record.amount}),
        services.name_person,
        number,
        title="Sorumlu ekle",
        button="Ekle",
        lead=f"Kamu zararı {words.money(record.amount)}; paylar toplamı buna eşit olmadan bildirilmez.",
        next_url=lambda _: _loss_page(number),
    )


def pay_loss(request: Request, number: str, person_id: int) -> HttpResponse:
    record = pages.found(queries.loss, request.actor, number)
    person = record.people.filter(pk=person_id).select_related("user").first()
    if person is None:
        raise Http404
    return pages.answer(
        request,
        PayForm(**pages.given(request)),
        services.pay,
        number,
        person_id,
        title="Tahsilat yaz",
        button="Yaz",
        lead=person.user.full_name,
        next_url=lambda _: _loss_page(number),
        done="Tahsilat yazıldı.",
    )
