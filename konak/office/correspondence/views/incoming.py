"""What came: the boards, one document, registering, referring, the steps."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, asked, case_moments, filters_of

from .. import access, queries, services
from ..forms import (
    CloseForm,
    CorrectForm,
    MarkAnswerForm,
    NothingForm,
    PackageForm,
    ReferForm,
    RegisterForm,
    ResultForm,
    SendBackForm,
    WhyForm,
    WhyOptionalForm,
)
from ..lifecycle import LIFE, REFERRAL_LIFE, REJECT, State
from ..models import Asked, Incoming, Origin, Shown
from . import sheets
from .shared import bound, dialog, looked, one, page_form


def page_of(made: Any) -> str:
    return reverse("correspondence:incoming", args=[made.case.number])


@require_GET
def index(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in queries.BOARDS else ("havale" if request.actor.holds(access.REFER) else "acik")
    filters = filters_of(queries.IncomingFilter, request.GET)
    if workbook.asked(request):
        told = [("Görünüm", queries.BOARDS[name])]
        return sheets.incoming(workbook.every(queries.of_board(request.actor, name, filters).order_by("-pk")), told)
    page = queries.board(request.actor, name, filters, after=request.GET.get("sonra", ""))
    here = reverse("correspondence:index")
    shown = {
        "rows": page.rows,
        "filters": filters,
        "board": name,
        "states": State.choices,
        "origins": Origin.choices,
        "askeds": Asked.choices,
        "tabs": [Tab(label, f"{here}?pano={key}", key == name) for key, label in queries.BOARDS.items()],
        "older": here + address(filters, pano=name, sonra=page.after) if page.after else "",
        "newer": here + address(filters, pano=name) if request.GET.get("sonra") else "",
        "may": request.actor.holds(access.REGISTER),
    }
    return render(request, "correspondence/index.html", shown)


def register(request: Request) -> HttpResponse:
    form = bound(request, RegisterForm)
    return page_form(
        request, form, services.register, template="correspondence/register.html", next_url=page_of,
        title="Gelen evrak kaydet", lead="Kaydettiğinizde evrak sıradaki kayıt numarasını alır.",
        button="Kaydet ve numara al", back=reverse("correspondence:index"), back_label="Gelen evrak",
    )  # fmt: skip


def package(request: Request) -> HttpResponse:
    return page_form(
        request, bound(request, PackageForm), services.take_in, template="correspondence/register.html",
        next_url=page_of, title="e-Yazışma paketi al", button="Denetle ve kaydet",
        back=reverse("correspondence:index"), back_label="Gelen evrak",
        lead="Paket önce denetlenir; kusuru varsa kayıtta görünür ve iki iş günü içinde reddedilebilir.",
    )  # fmt: skip


@require_GET
def suggest(request: Request) -> HttpResponse:
    subject = asked(request, "subject")["subject"]
    return render(request, "correspondence/_codes.html", {"codes": queries.suggest_codes(subject)})


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    looked(request, found.case, Shown.PAGE)
    within = cases.may_see(request.actor, found.case)
    shown = {
        "record": found,
        "case": found.case,
        "steps": [
            step
            for step in (steps_open(found, request.actor) if within else [])
            if step is not REJECT or found.may_be_rejected
        ],
        "referrals": queries.referrals_of(found),
        "moments": case_moments(found.case),
        "annexes": found.annexes.all(),
        "readings": queries.readings_of(found.pk, 12),
        "reminders": found.reminders.select_related("case"),
        "replies": found.replies.select_related("case"),
        "released": queries.released_of(request.actor, found.case),
        "may_release": found.file is not None
        and found.file.media_type == "application/pdf"
        and request.actor.reach(access.RELEASE).covers(found.case),
        "links": cases.links(request.actor, found.case),
        "may_write": request.actor.holds(access.WRITE),
        "may_correct": request.actor.reach(access.REGISTER).covers(found.case),
    }
    return render(request, "correspondence/incoming.html", shown)


@require_GET
def file(request: Request, number: str, what: str) -> HttpResponseBase:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    stored = {"evrak": found.file, "paket": found.package}.get(what)
    if stored is None:
        raise Http404
    looked(request, found.case, Shown.FILE if what == "evrak" else Shown.PACKAGE, stored.name)
    return serve(stored, attachment=what == "paket")


@require_GET
def annex(request: Request, number: str, place: int) -> HttpResponseBase:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    row = found.annexes.select_related("file__blob").filter(place=place).exclude(file=None).first()
    if row is None or row.file is None:
        raise Http404
    looked(request, found.case, Shown.ANNEX, row.name)
    return serve(row.file)


def correct(request: Request, number: str) -> HttpResponse:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    initial = {
        "subject": found.case.subject,
        "code": found.file_code.code if found.file_code else "",
        "note": found.note,
    }
    form = CorrectForm(request.POST) if request.method == "POST" else CorrectForm(initial=initial)
    return dialog(
        request, form, services.correct, number, title="Kaydı düzelt", next_url=page_of(found), button="Düzelt"
    )


def mark_answer(request: Request, number: str) -> HttpResponse:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    return dialog(
        request, bound(request, MarkAnswerForm), services.mark_answer, number, title="Yazımızın cevabı",
        next_url=page_of(found), button="Bağla",
    )  # fmt: skip


Door = tuple[Callable[..., Any], Callable[..., forms.Form], str]
DOORS: dict[str, Door] = {
    "refer": (services.refer, ReferForm, "Evrak havale edildi."),
    "close": (services.close, CloseForm, "Evrak dosyasına kaldırıldı."),
    "send_back": (services.send_back, SendBackForm, "İade kaydedildi."),
    "reject": (services.reject, WhyForm, "Paket reddedildi."),
}
REFERRAL_DOORS: dict[str, Door] = {
    "start": (services.start, NothingForm, "İşleme alındı."),
    "finish": (services.finish, ResultForm, "Sonuç kaydedildi."),
    "give_back": (services.give_back, WhyForm, "Havale eden görür."),
    "withdraw": (services.withdraw, WhyOptionalForm, "Havale geri alındı."),
}


def take_step(request: Request, number: str, step: str) -> HttpResponse:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    if step not in DOORS:
        raise Http404
    service, form_class, done = DOORS[step]
    more = {"actor": request.actor} if form_class is ReferForm else {}
    taken = LIFE.steps[step]
    return dialog(
        request, bound(request, form_class, **more), service, number, title=taken.label, button=taken.label,
        next_url=page_of(found), lead=taken.danger, danger=bool(taken.danger), done=done,
    )  # fmt: skip


# ---- referrals -----------------------------------------------------------------------------------------------------

REFERRAL_BOARDS = {
    "bana": "Bana havale",
    "birim": "Birimime havale",
    "geciken": "Geciken",
    "verdigim": "Havale ettiklerim",
    "tumu": "Bütün havaleler",
}


@require_GET
def referrals(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in REFERRAL_BOARDS else "bana"
    rows = queries.my_referrals(request.actor, name)
    if workbook.asked(request):
        return sheets.referrals(workbook.every(rows), [("Görünüm", REFERRAL_BOARDS[name])])
    place = request.GET.get("sayfa", "")
    at = int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else 0
    found = list(rows[at * 50 : at * 50 + 51])
    here = reverse("correspondence:referrals")
    shown = {
        "rows": found[:50],
        "board": name,
        "tabs": [Tab(label, f"{here}?pano={key}", key == name) for key, label in REFERRAL_BOARDS.items()],
        "older": f"{here}?pano={name}&sayfa={at + 1}" if len(found) > 50 else "",
        "newer": f"{here}?pano={name}" if at else "",
    }
    return render(request, "correspondence/referrals.html", shown)


@require_GET
def referral(request: Request, number: str) -> HttpResponse:
    found = one(queries.one_referral, request.actor, number)
    services.seen(number, actor=request.actor)
    looked(request, found.document.case, Shown.PAGE)
    shown = {
        "record": found,
        "case": found.case,
        "document": found.document,
        "steps": steps_open(found, request.actor),
        "parts": found.parts.select_related("case__unit", "case__assignee").order_by("pk"),
        "moments": case_moments(found.case),
        "annexes": found.incoming.annexes.all() if found.incoming else found.letter.annexes.all(),
        "may_pass": not found.ended and request.actor.reach(access.REFER).covers(found.case),
        "may_write": found.incoming is not None and request.actor.holds(access.WRITE),
    }
    return render(request, "correspondence/referral.html", shown)


def referral_page(number: str) -> str:
    return reverse("correspondence:referral", args=[number])


def pass_on(request: Request, number: str) -> HttpResponse:
    one(queries.one_referral, request.actor, number)
    form = bound(request, ReferForm, actor=request.actor)
    return dialog(
        request, form, services.pass_on, number, title="Havaleyi aktar", button="Aktar",
        next_url=referral_page(number), done="Havale aktarıldı.",
    )  # fmt: skip


def take_referral_step(request: Request, number: str, step: str) -> HttpResponse:
    one(queries.one_referral, request.actor, number)
    if step not in REFERRAL_DOORS:
        raise Http404
    service, form_class, done = REFERRAL_DOORS[step]
    taken = REFERRAL_LIFE.steps[step]
    return dialog(
        request, bound(request, form_class), service, number, title=taken.label, button=taken.label,
        next_url=referral_page(number), lead=taken.danger, danger=bool(taken.danger), done=done,
    )  # fmt: skip
