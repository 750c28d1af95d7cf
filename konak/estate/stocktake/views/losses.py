"""Kamu zararı on the screen."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import objection_to
from konak.foundation.ui import words, workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web import pages
from konak.foundation.web.http import Request

from .. import queries, services, tables
from ..forms import ClearForm, LossPersonForm, NothingForm, NotifyForm, PayForm, ReferenceForm
from ..lifecycle import LOSS, LossState

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


@require_POST
def drop_person(request: Request, number: str, person_id: int) -> HttpResponse:
    return pages.press(
        request, services.drop_person, number, person_id, back=_loss_page(number), done="Sorumlu çıkarıldı."
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
