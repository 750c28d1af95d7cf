"""Webhooks on the screen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.announce import ANNOUNCEMENTS
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from . import access, queries, services
from .forms import HookForm
from .models import State

HEAD = [
    ("Ad", 30),
    ("Adres", 50),
    ("Duyurular", 50),
    ("Sahibi", 28),
    ("Makamı", 40),
    ("Etkin", 8),
    ("Son teslim", 18),
    ("Sorun", 40),
]


def _found(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return query(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None


@require_GET
def index(request: Request) -> HttpResponse:
    rows = queries.subscriptions(request.actor)
    if sheets.asked(request):
        lines = (
            [
                *(row.name, row.url, ", ".join(row.announcements), row.owner.full_name, str(row.seat), row.active),
                *(row.delivered_at, row.stopped_why),
            ]
            for row in rows
        )
        return sheets.workbook("Web kancaları", HEAD, lines, "kancalar", filters=[])
    context = {"rows": rows, "may_add": request.actor.holds(access.USE)}
    return render(request, "webhooks/index.html", context)


def _form(request: Request, title: str, initial: dict[str, Any], *args: int) -> HttpResponse:
    bound = request.method == "POST"
    form = HookForm(request.POST if bound else None, initial=initial)
    if bound and (made := run(form, services.subscribe, *args, actor=request.actor)):
        hook, secret = made
        if secret:
            return _secret(request, hook, secret)
        return go(request, reverse("webhooks:hook", args=[hook.pk]))
    context = {"form": form, "title": title, "button": "Kaydet", "lead": "", "danger": False}
    return render(request, "ui/act_page.html", context, status=422 if bound else 200)


def _secret(request: Request, hook: Any, secret: str) -> HttpResponse:
    """The one page on which the secret is ever shown; it is not kept by browsers."""
    answer = render(request, "webhooks/secret.html", {"hook": hook, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


def create(request: Request) -> HttpResponse:
    return _form(request, "Web kancası kur", {})


def edit(request: Request, hook_id: int) -> HttpResponse:
    row = _found(queries.subscription, request.actor, hook_id)
    initial = {"name": row.name, "url": row.url, "announcements": row.announcements}
    return _form(request, f"Kancayı düzenle: {row.name}", initial, hook_id)


@require_GET
def hook(request: Request, hook_id: int) -> HttpResponse:
    row = _found(queries.subscription, request.actor, hook_id)
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    page = queries.deliveries(request.actor, hook_id, state=state, after=after)
    kept = f"state={state}&" if state in {"waiting", "delivered", "failed", "unseen"} else ""
    counts = queries.states_of(request.actor, hook_id)
    tabs = [Tab("Hepsi", "?", not kept, sum(counts.values()))]
    tabs += [
        Tab(str(label), f"?state={code}", state == code, counts.get(code, 0))
        for code, label in State.choices
        if counts.get(code) or state == code
    ]
    context = {
        "row": row,
        "tabs": tabs,
        "failed": counts.get(State.FAILED, 0),
        "told": [(name, ANNOUNCEMENTS[name].label if name in ANNOUNCEMENTS else "") for name in row.announcements],
        "deliveries": page.rows,
        "older": f"?{kept}after={page.after}" if page.after else "",
        "first": f"?{kept}" if after else "",
    }
    return render(request, "webhooks/hook.html", context)


def _step(
    request: Request, hook_id: int, done: str, service: Callable[..., Any], *args: Any, **kwargs: Any
) -> HttpResponse:
    try:
        _found(service, *args, actor=request.actor, **kwargs)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return go(request, reverse("webhooks:hook", args=[hook_id]))


@require_POST
def ping(request: Request, hook_id: int) -> HttpResponse:
    sent = _found(services.ping, hook_id, actor=request.actor)
    if sent.state == "delivered":
        messages.success(request, f"Deneme isteği {sent.milliseconds} ms'de teslim edildi ({sent.status}).")
    else:
        messages.error(request, f"Deneme isteği teslim edilemedi. {sent.problem}")
    return go(request, reverse("webhooks:hook", args=[hook_id]))


@require_POST
def renew(request: Request, hook_id: int) -> HttpResponse:
    row, secret = _found(services.renew_secret, hook_id, actor=request.actor)
    return _secret(request, row, secret)


@require_POST
def switch(request: Request, hook_id: int) -> HttpResponse:
    active = request.POST.get("active") == "1"
    done = "Kanca yeniden çalışıyor." if active else "Kanca durduruldu; olanlar sırada bekler."
    return _step(request, hook_id, done, services.switch, hook_id, active=active)


@require_POST
def replay(request: Request, hook_id: int, delivery_id: int) -> HttpResponse:
    return _step(request, hook_id, "Gönderim yeniden sıraya girdi.", services.replay, delivery_id)


@require_POST
def replay_failed(request: Request, hook_id: int) -> HttpResponse:
    return _step(request, hook_id, "Teslim edilemeyenler yeniden sıraya girdi.", services.replay_failed, hook_id)
