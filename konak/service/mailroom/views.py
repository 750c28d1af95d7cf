"""Mails that came, boxes that are read."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.files.services import open_blob, serve
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, found

from . import access, parsing, queries, services
from .forms import BoxForm, DismissForm
from .models import State
from .parsing import markup

TABS = {
    "": "Tümü",
    "held": "Karar bekleyen",
    "failed": "İşlenemeyen",
    "opened": "Talep olan",
    "ignored": "İşlenmeyen",
    "bounced": "Geri dönen",
}
HEAD = [
    *(("Geliş", 18), ("Gönderen", 30), ("Adres", 34), ("Konu", 60), ("Durum", 20), ("Açıklama", 50), ("Talep", 16)),
    *(("Doğrulandı", 12), ("Kutu", 24), ("Boyut (bayt)", 14)),
]
BOX_HEAD = [
    ("Kutu", 24),
    ("Adres", 34),
    ("Birim", 40),
    ("Hizmet", 20),
    ("Durum", 16),
    ("Son okuma", 18),
    ("Sorun", 50),
    ("Bugün", 8),
    ("Bekleyen", 10),
    ("İşlenemeyen", 12),
]


def _reads(request: Request) -> None:
    if not request.actor.holds(access.VIEW):
        raise Http404


@require_GET
def index(request: Request) -> HttpResponse:
    _reads(request)
    asked = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("state", "box", "q", "after")
    }
    asked["state"] = asked["state"] if asked["state"] in State.values else ""
    asked["box"] = asked["box"] if asked["box"].isdecimal() and len(asked["box"]) < 19 else ""
    filters = queries.MailFilter(state=asked["state"], box=asked["box"] or None, q=asked["q"])  # type: ignore[arg-type]
    base = {key: asked[key] for key in ("state", "box", "q")}
    counts = queries.counts(request.actor)
    tabs = [
        Tab(label, address(base, state=key), asked["state"] == key, counts.get(key)) for key, label in TABS.items()
    ]
    chips = [Chip("Arama", asked["q"], address(base, q=""))] if asked["q"] else []
    if sheets.asked(request):
        rows = queries.mails(request.actor, filters).order_by("-pk")[: sheets.ENOUGH]
        lines = (
            [
                *(row.received_at, row.who, row.sender_address, row.subject, row.get_state_display(), row.why),
                *(row.ticket, row.proved, row.mailbox.name, row.size),
            ]
            for row in rows
        )
        return sheets.workbook("Gelen iletiler", HEAD, lines, "iletiler", filters=sheets.told(tabs, chips))
    page = queries.page_of_mails(request.actor, filters, after=asked["after"])
    context = {
        "rows": page.rows,
        "tabs": tabs,
        "chips": chips,
        "asked": asked,
        "boxes": queries.mailboxes(request.actor),
        "older": address(base, after=page.after) if page.after else "",
        "first": address(base) if asked["after"] else "",
    }
    return render(request, "mailroom/index.html", context)


@require_GET
def mail(request: Request, mail_id: int) -> HttpResponse:
    row = found(queries.mail, request.actor, mail_id)
    letter = None
    if row.raw is not None:
        with open_blob(row.raw) as file:
            letter = parsing.read(file.read())
    decides = request.actor.reach(access.DECIDE).covers(row.mailbox)
    split = parsing.split(letter.text if letter else "")
    context = {
        "row": row,
        "letter": letter,
        "fresh": split.fresh,
        "rest": split.rest,
        "html": markup.safe(letter.html) if letter and letter.html else "",
        "replies": row.replies.order_by("pk"),
        "may_decide": decides
        and row.whole
        and letter is not None
        and row.state in {State.HELD, State.REFUSED, State.IGNORED},
        "may_dismiss": decides and row.state in {State.HELD, State.FAILED},
        "may_retry": decides and row.state == State.FAILED,
        "may_raw": row.raw is not None and request.actor.reach(access.RAW).covers(row.mailbox),
    }
    return render(request, "mailroom/mail.html", context)


@require_GET
def raw(request: Request, mail_id: int) -> HttpResponseBase:
    """The mail as it came, for administrators; that it was taken out stands in the trail."""
    row = found(queries.mail, request.actor, mail_id)
    if row.raw is None or not request.actor.reach(access.RAW).covers(row.mailbox):
        raise Http404
    trail.write(actor=request.actor, kind="mailroom.mail", subject=row.pk, verb="raw")
    return serve(row.raw, attachment=True)


def _step(
    request: Request, url: str, done: str, service: Callable[..., Any], *args: Any, **kwargs: Any
) -> HttpResponse:
    try:
        told = found(service, *args, actor=request.actor, **kwargs)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told if isinstance(told, str) else done)
    return go(request, url)


def _mail_page(mail_id: int) -> str:
    return reverse("mailroom:mail", args=[mail_id])


@require_POST
def open_anyway(request: Request, mail_id: int) -> HttpResponse:
    return _step(request, _mail_page(mail_id), "Talep açıldı.", services.open_anyway, mail_id)


@require_POST
def retry(request: Request, mail_id: int) -> HttpResponse:
    return _step(request, _mail_page(mail_id), "İleti yeniden işlendi.", services.retry, mail_id)


def _answer(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    title: str,
    button: str,
    next_url: str,
) -> HttpResponse:
    if form.is_bound and run(form, service, *args, actor=request.actor) is not None:
        return go(request, next_url)
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": button, "lead": "", "danger": False}
    return render(request, template, context, status=422 if form.is_bound else 200)


def dismiss(request: Request, mail_id: int) -> HttpResponse:
    found(queries.mail, request.actor, mail_id)
    form = DismissForm(request.POST if request.method == "POST" else None)
    page = _mail_page(mail_id)
    return _answer(request, form, services.dismiss, mail_id, title="Talep açılmasın", button="Kaydet", next_url=page)


@require_GET
def boxes(request: Request) -> HttpResponse:
    """How every box is."""
    _reads(request)
    rows = queries.health(request.actor)
    if sheets.asked(request):
        lines = (
            [
                *(row.box.name, row.box.address, row.box.unit.name, row.box.service_code, row.words, row.box.read_at),
                *(row.box.fault, row.today, row.waiting, row.failed),
            ]
            for row in rows
        )
        return sheets.workbook("Posta kutuları", BOX_HEAD, lines, "posta-kutulari", filters=[])
    reach = request.actor.reach(access.MANAGE)
    context = {"rows": [(row, reach.covers(row.box)) for row in rows], "may_add": request.actor.holds(access.MANAGE)}
    return render(request, "mailroom/boxes.html", context)


def _box(request: Request, title: str, initial: dict[str, Any], *args: int) -> HttpResponse:
    form = BoxForm(request.POST if request.method == "POST" else None, initial=initial, actor=request.actor)
    page = reverse("mailroom:boxes")
    return _answer(request, form, services.save_mailbox, *args, title=title, button="Kaydet", next_url=page)


def create(request: Request) -> HttpResponse:
    if not request.actor.holds(access.MANAGE):
        raise Http404
    return _box(request, "Posta kutusu ekle", {})


def edit(request: Request, box_id: int) -> HttpResponse:
    row = found(queries.mailbox, request.actor, box_id)
    return _box(
        request, f"Posta kutusu: {row.name}", {name: getattr(row, name) for name in BoxForm.base_fields}, box_id
    )


@require_POST
def attempt(request: Request, box_id: int) -> HttpResponse:
    return _step(request, reverse("mailroom:boxes"), "", services.try_mailbox, box_id)


@require_POST
def switch(request: Request, box_id: int) -> HttpResponse:
    active = request.POST.get("active") == "1"
    done = "Kutu okunacak." if active else "Kutu okunmayacak; iletiler sunucuda bekler."
    return _step(request, reverse("mailroom:boxes"), done, services.switch, box_id, active=active)
