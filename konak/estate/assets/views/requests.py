"""Requests on the screen: asking, finding right, meeting."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.ui.workbook import Column
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given

from ..forms.basic import NothingForm, WhyForm
from ..forms.receipts import GiveRequestForm, RequestForm
from ..lifecycle import ASKED
from ..queries import requests, things
from ..services import requests as services

VIEWS = (
    ("Tümü", ""),
    ("Benim isteklerim", "mine"),
    ("Uygun görülecek", "waiting"),
    ("Ambarda karşılanacak", "store"),
)
STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "grant": (services.grant, NothingForm, "İstek uygun görüldü; ambara iletildi."),
    "give": (services.give, GiveRequestForm, "İstek karşılandı."),
    "refuse": (services.refuse, WhyForm, "İstek uygun görülmedi."),
    "turn_down": (services.turn_down, WhyForm, "İsteğin karşılanamadığı bildirildi."),
    "withdraw": (services.withdraw, NothingForm, "İstek geri alındı."),
}


def page_of(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def index(request: Request) -> HttpResponse:
    view = request.GET.get("gorunum", "")
    rows = requests.requests(request.actor, view)
    tabs = [Tab(label, f"?gorunum={key}" if key else "?", key == view) for label, key in VIEWS]
    if workbook.asked(request):
        head = [Column("Sayı", 16), Column("Birim", 36), Column("İsteyen", 24), Column("İstenen", 50)]
        head += [Column("Ambar", 26), Column("Durum", 22), Column("Tarih", 18), Column("Gerekçe", 40)]
        lines = (
            [
                *(row.case.number, row.case.unit.name, str(row.case.opened_by or "")),
                *("; ".join(f"{line.item.name} × {line.quantity.normalize():f}" for line in row.lines.all()),),
                *(row.warehouse.name, row.state_label, row.case.opened_at, row.why),
            ]
            for row in rows.order_by("-pk")[: workbook.ENOUGH]
        )
        return workbook.workbook("Taşınır istekleri", head, lines, "tasinir-istekleri", filters=workbook.told(tabs))
    page, after = things.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": page,
        "tabs": tabs,
        "older": f"?gorunum={view}&sonra={after}" if after else "",
        "newer": f"?gorunum={view}" if request.GET.get("sonra") else "",
    }
    return render(request, "assets/requests.html", context)


def ask(request: Request) -> HttpResponse:
    return answer(
        request,
        RequestForm(**given(request)),
        services.ask,
        title="Ambardan taşınır iste",
        button="İste",
        lead="İsteğinizi önce biriminizin amiri uygun görür, sonra ambar karşılar (Taşınır İstek Belgesi, Örnek 7).",
        next_url=lambda row: page_of(row.case.number),
        done="İsteğiniz amirinizin onayında.",
    )


def step(request: Request, number: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    row = found(requests.request, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = ASKED.steps[step]
    return answer(
        request,
        form_class(**given(request)),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, row, request.actor) or taken.danger,
        next_url=lambda made: page_of(number),
        done=done,
    )
