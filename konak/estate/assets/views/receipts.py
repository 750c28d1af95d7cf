"""Receipts and stock on the screen."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.access import Actor
from konak.foundation.cases.services import objection_to
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, filters_of, found, given, press

from ..forms.basic import NothingForm, TellForm, WhyForm
from ..forms.receipts import LineForm, ReceiptForm
from ..lifecycle import LIFE
from ..models import Account, Kind, Receipt
from ..queries import ledger, things
from ..services import receipts
from . import sheets
from .common import PER_PAGE


def _tell(number: str, *, actor: Actor, **facts: Any) -> Receipt:
    receipts.tell_accounting([number], actor=actor, **facts)
    return ledger.receipt(actor, number)


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str, str]] = {
    "prepare": (receipts.prepare, NothingForm, "Fiş, taşınır kontrol yetkilisine gönderildi.", ""),
    "record": (
        receipts.record,
        NothingForm,
        "Fiş numara aldı ve deftere işlendi; kontrol yetkilisi görecek.",
        "Fiş hemen numara alır ve mevcuda işlenir. Sonra değiştirilmez; yanlışlık ters kayıtla düzeltilir.",
    ),
    "approve": (
        receipts.approve,
        NothingForm,
        "Fiş kesinleşti ve deftere işlendi.",
        "Fiş numara alır ve deftere işlenir. Sonra değiştirilmez; yanlışlık ters kayıtla düzeltilir.",
    ),
    "control": (receipts.control, NothingForm, "Fiş kontrol edildi.", ""),
    "send_back": (receipts.send_back, WhyForm, "Fiş düzeltilmek üzere iade edildi.", ""),
    "tell": (_tell, TellForm, "Fiş muhasebeye bildirildi.", ""),
    "cancel": (receipts.cancel, NothingForm, "Taslak fişten vazgeçildi.", ""),
}
STATES = (
    ("Tümü", None),
    ("Taslak", "draft"),
    ("Kontrol bekleyen", "waiting"),
    ("Bildirilecek", "untold"),
    ("Geciken", "late"),
)


@require_GET
def index(request: Request) -> HttpResponse:
    filters = filters_of(ledger.ReceiptFilter, request.GET)
    rows = ledger.receipts(request.actor, filters).annotate(total=Sum("lines__amount"))
    tabs = [Tab(label, address(filters, state=state), filters.state == state) for label, state in STATES]
    names = {"kind": "İşlem", "warehouse": "Ambar", "since": "En erken", "until": "En geç", "q": "Arama"}
    chips = []
    for name, label in names.items():
        value = getattr(filters, name)
        if value:
            words = f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else dict(Kind.choices).get(value, value)
            chips.append(Chip(label, str(words), address(filters, **{name: None})))
    if workbook.asked(request):
        every = rows.order_by("-pk")[: workbook.ENOUGH]
        return sheets.receipts(every.iterator(chunk_size=1_000), workbook.told(tabs, chips))
    page, after = things.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "clear": address(ledger.ReceiptFilter(state=filters.state)),
        "filters": filters,
        "kinds": Kind.choices,
        "stores": list(things.warehouses(request.actor)),
        "older": address(filters, sonra=after) if after else "",
        "newer": address(filters) if request.GET.get("sonra") else "",
        "keeps": things.kept_warehouses(request.actor).exists(),
    }
    return render(request, "assets/receipts.html", context)


def page_of(number: str) -> str:
    return reverse("front:case", args=[number])


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    if step not in STEPS:
        raise Http404
    receipt = found(ledger.receipt, request.actor, number)
    service, form_class, done, lead = STEPS[step]
    taken = LIFE.steps[step]
    return answer(
        request,
        form_class(**given(request)),
        service,
        number,
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, receipt, request.actor) or taken.danger or lead,
        danger=bool(taken.danger),
        next_url=lambda made: page_of(number),
    )


def new(request: Request) -> HttpResponse:
    return answer(
        request,
        ReceiptForm(**given(request), initial=request.GET.dict(), actor=request.actor),
        receipts.draft,
        title="Taşınır işlem fişi aç",
        button="Taslağı aç",
        lead="Taslak numara almaz ve mevcudu değiştirmez. Satırları fişin sayfasında eklersiniz.",
        next_url=lambda made: page_of(made.case.number),
        done="Taslak açıldı; satırları ekleyin, sonra kontrole gönderin.",
    )


def add_line(request: Request, number: str) -> HttpResponse:
    receipt = found(ledger.receipt, request.actor, number)
    return answer(
        request,
        LineForm(**given(request), inward=receipt.inward),
        receipts.add_line,
        number,
        title="Satır ekle",
        button="Ekle",
        lead=str(receipt.get_kind_display()),
        next_url=lambda made: page_of(number),
    )


@require_POST
def drop_line(request: Request, number: str, place: int) -> HttpResponse:
    return press(request, receipts.drop_line, number, place, back=page_of(number), done="Satır silindi.")


def reverse_it(request: Request, number: str) -> HttpResponse:
    receipt = found(ledger.receipt, request.actor, number)
    return answer(
        request,
        WhyForm(**given(request)),
        receipts.reverse,
        number,
        title="Ters kayıt hazırla",
        button="Hazırla ve kontrole gönder",
        lead=f"{receipt.slip_words} numaralı fişin bütün etkisi, kontrol yetkilisi onaylayınca geri alınır. "
        "İki fiş de defterde kalır.",
        danger=True,
        next_url=lambda made: page_of(made.case.number),
        done="Ters kayıt fişi kontrol yetkilisine gönderildi.",
    )


def tell_many(request: Request) -> HttpResponse:
    """Everything that accounting has not been told of yet, in one letter."""
    rows = list(ledger.untold(request.actor)[:200])
    if workbook.asked(request):
        return sheets.notice(ledger.notice(request.actor))
    numbers = [row.case.number for row in rows]

    def tell(*, actor: Actor, **facts: Any) -> Any:
        return receipts.tell_accounting(numbers, actor=actor, **facts)

    return answer(
        request,
        TellForm(**given(request)),
        tell,
        title="Muhasebeye toplu bildirim",
        button=f"{len(rows)} fişi bildirildi say",
        lead=f"Ambarlarınızda bildirim bekleyen {len(rows)} fiş var. Hesap hesap dökümünü önce Excel'e "
        "aktarın, yazının ekine koyun.",
        next_url=lambda count: reverse("assets:receipts"),
        done="Fişler muhasebeye bildirildi.",
    )


@require_GET
def stock(request: Request) -> HttpResponse:
    asked = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:100] for name in ("warehouse", "q", "account")
    }
    rows = ledger.stocks(request.actor, warehouse=asked["warehouse"], q=asked["q"], account=asked["account"])
    tabs = [Tab("Tümü", _stock_url(asked, account=""), not asked["account"])]
    tabs += [Tab(label, _stock_url(asked, account=key), asked["account"] == key) for key, label in Account.choices]
    chips = [
        Chip(label, asked[name], _stock_url(asked, **{name: ""}))
        for name, label in (("warehouse", "Ambar"), ("q", "Arama"))
        if asked[name]
    ]
    if workbook.asked(request):
        return sheets.stock(rows[: workbook.ENOUGH], workbook.told(tabs, chips))
    place = request.GET.get("sayfa", "1")
    number = int(place) if place.isdecimal() and 0 < len(place) < 6 else 1
    shown = list(rows[(number - 1) * PER_PAGE : number * PER_PAGE + 1])
    context = {
        "rows": shown[:PER_PAGE],
        "total": ledger.total(rows),
        "tabs": tabs,
        "chips": chips,
        "asked": asked,
        "stores": list(things.warehouses(request.actor)),
        "older": _stock_url(asked, sayfa=str(number + 1)) if len(shown) > PER_PAGE else "",
        "newer": _stock_url(asked) if number > 1 else "",
        "clear": "?",
    }
    return render(request, "assets/stock.html", context)


def _stock_url(asked: dict[str, str], **change: str) -> str:
    from urllib.parse import urlencode

    kept = {key: value for key, value in (asked | change).items() if value}
    return "?" + urlencode(kept) if kept else "?"
