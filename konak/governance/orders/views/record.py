"""What is done on one order: its steps, passing on, more time, an oral order confirmed, the evidence opened."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from konak.foundation.cases.services import objection_to
from konak.foundation.files.serving import serve
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import queries, services
from ..forms import AcceptForm, AnswerForm, AskForm, MoveForm, NothingForm, PassOnForm, ReportForm, WaitForm, WhyForm
from ..lifecycle import LIFE
from ..models import Order

STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str, str]] = {
    "start": (services.start, NothingForm, "Göreve başlandı.", "Emri veren, başladığınızı görür."),
    "report": (
        services.report,
        ReportForm,
        "Görevin yapıldığı bildirildi; emri verenin kabulü bekleniyor.",
        "Bildirim olduğu gibi saklanır; emri veren kabul eder ya da eksiğini yazarak iade eder.",
    ),
    "accept": (services.accept, AcceptForm, "Sonuç kabul edildi; emir tamamlandı.", ""),
    "return": (
        services.hand_back,
        WhyForm,
        "Görev eksiğiyle birlikte iade edildi.",
        "Görev yeniden «Yapılıyor» durumuna döner; son gün değişmez.",
    ),
    "withdraw": (services.withdraw, WhyForm, "Görev emri geri alındı.", ""),
}


def found(request: Request, number: str) -> Order:
    """The order, or the same 404 for unknown and out of reach."""
    try:
        return queries.order(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None


def page_of(number: str) -> str:
    return reverse("front:case", args=[number])


def _dialog(
    request: Request,
    number: str,
    form: forms.Form,
    service: Callable[..., Any],
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    danger: bool = False,
    next_url: Callable[[Any], str] | None = None,
) -> HttpResponse:
    bound = request.method == "POST"
    if bound:
        result = run(form, service, number, actor=request.actor)
        if result is not None:
            messages.success(request, done)
            return go(request, next_url(result) if next_url else page_of(number))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    shown = {"form": form, "title": title, "button": button, "lead": lead, "danger": danger}
    return render(request, template, shown, status=422 if bound else 200)


def _form(request: Request, form_class: type[forms.Form], **more: Any) -> forms.Form:
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **more)
    return form_class(**more)


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    order = found(request, number)
    if step not in STEPS:
        raise Http404
    service, form_class, done, lead = STEPS[step]
    taken = LIFE.steps[step]
    return _dialog(
        request,
        number,
        _form(request, form_class),
        service,
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, order, request.actor) or taken.danger or lead,
        danger=bool(taken.danger),
    )


def pass_on(request: Request, number: str) -> HttpResponse:
    order = found(request, number)
    return _dialog(
        request,
        number,
        _form(request, PassOnForm, actor=request.actor, order=order),
        services.pass_on,
        title="Alt emir ver",
        button="Aktar",
        done="Görev aktarıldı; bitince size bildirilir.",
        lead="Görevin bir parçasını ya da tamamını size bağlı birine aktarın. Sonucunu siz kabul edersiniz.",
    )


def ask_time(request: Request, number: str) -> HttpResponse:
    order = found(request, number)
    return _dialog(
        request,
        number,
        _form(request, AskForm),
        services.ask_extension,
        title="Ek süre iste",
        button="İste",
        done="Ek süre isteği emri verene iletildi.",
        lead=f"Şimdiki son gün {order.case.due_on:%d.%m.%Y}. Cevap gelene kadar bu gün geçerlidir.",
    )


def answer_time(request: Request, number: str) -> HttpResponse:
    order = found(request, number)
    asked = queries.sheet(order, request.actor).asked
    lead = f"İstenen gün {asked.until:%d.%m.%Y}: {asked.why}" if asked else "Cevap bekleyen süre isteği yok."
    return _dialog(
        request,
        number,
        _form(request, AnswerForm),
        services.answer_extension,
        title="Ek süre isteğine cevap",
        button="Cevapla",
        done="Süre isteğine cevap verildi.",
        lead=lead,
    )


def move_due(request: Request, number: str) -> HttpResponse:
    order = found(request, number)
    return _dialog(
        request,
        number,
        _form(request, MoveForm),
        services.move_deadline,
        title="Son günü değiştir",
        button="Değiştir",
        done="Son gün değişti.",
        lead=f"Şimdiki son gün {order.case.due_on:%d.%m.%Y}. Değişiklik öyküye yazılır.",
    )


def confirm(request: Request, number: str) -> HttpResponse:
    found(request, number)
    return _dialog(
        request,
        number,
        _form(request, NothingForm),
        services.confirm_oral,
        title="Sözlü emri teyit et",
        button="Teyit et",
        done="Sözlü emir teyit edildi.",
        lead="Emri yazıldığı gibi verdiğinizi onaylarsınız. Böyle bir emir vermediyseniz «Emri geri al».",
    )


def evidence(request: Request, number: str, report_id: int) -> HttpResponseBase:
    try:
        report = queries.report_of(request.actor, number, report_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if report.file is None:
        raise Http404
    return serve(report.file)


def wait_for(request: Request, number: str) -> HttpResponse:
    order = found(request, number)
    return _dialog(
        request,
        number,
        _form(request, WaitForm),
        services.wait_for,
        title="Öncül emir ekle",
        button="Ekle",
        lead=f"{order.case.number} bu emir bitmeden bitirilemez sayılır; çizelgede bekliyor görünür.",
        done="Öncül eklendi.",
    )


def wait_no_more(request: Request, number: str, before: str) -> HttpResponse:
    found(request, number)
    return _dialog(
        request,
        number,
        _form(request, NothingForm),
        lambda number, *, actor: services.wait_no_more(number, actor=actor, before=before),
        title="Öncülü kaldır",
        button="Kaldır",
        lead=f"Bu emir artık {before} sayılı emri beklemez.",
        done="Öncül kaldırıldı.",
    )
