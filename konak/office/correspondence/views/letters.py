"""What is written: boards, the page of a letter, its parts, its way, its preview."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import steps_open
from konak.foundation.documents.services import FontsMissing
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, case_moments, filters_of, press

from .. import access, queries, services, writing
from ..forms import (
    AddresseeForm,
    AnnexForm,
    ApproveForm,
    CiteForm,
    DispatchForm,
    DistributeForm,
    KeepListForm,
    NothingForm,
    PaperForm,
    RemarkForm,
    ReplaceForm,
    RouteStepForm,
    WhyForm,
    WhyOptionalForm,
)
from ..lifecycle import LETTER_LIFE, LetterState
from ..models import Letter, LetterKind, Mode, RouteKind, Shown
from . import sheets
from .shared import bound, dialog, looked, one

SIGNING = (RouteKind.SIGNATURE, RouteKind.APPROVAL)


def page_of(made: Any) -> str:
    return reverse("correspondence:letter", args=[made.case.number])


def page(number: str) -> str:
    return reverse("correspondence:letter", args=[number])


@require_GET
def index(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in queries.LETTER_BOARDS else "tumu"
    filters = filters_of(queries.LetterFilter, request.GET)
    if workbook.asked(request):
        told = [("Görünüm", queries.LETTER_BOARDS[name])]
        rows = queries.letters_of(request.actor, name, filters).order_by("-pk")
        return sheets.letters(workbook.every(rows), told)
    page = queries.letter_board(request.actor, name, filters, after=request.GET.get("sonra", ""))
    here = reverse("correspondence:letters")
    waiting = queries.my_turn(request.actor)[:100].count()
    shown = {
        "rows": page.rows,
        "filters": filters,
        "board": name,
        "states": LetterState.choices,
        "kinds": LetterKind.choices,
        "tabs": [
            Tab(label, f"{here}?pano={key}", key == name, (waiting or None) if key == "imzada" else None)
            for key, label in queries.LETTER_BOARDS.items()
        ],
        "older": here + address(filters, pano=name, sonra=page.after) if page.after else "",
        "newer": here + address(filters, pano=name) if request.GET.get("sonra") else "",
        "may": request.actor.holds(access.WRITE),
    }
    return render(request, "correspondence/letters.html", shown)


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    letter: Letter = one(queries.one_letter, request.actor, number)
    looked(request, letter.case, Shown.PAGE)
    within = cases.may_see(request.actor, letter.case)
    mine = queries.signable(letter, request.actor)
    draft = letter.case.state == "draft"
    steps = [
        step
        for step in (steps_open(letter, request.actor) if within else [])
        if step.name in ("submit", "recall", "cancel", "send")
    ]
    shown = {
        "record": letter,
        "case": letter.case,
        "steps": steps,
        "mine": mine,
        "signing": mine is not None and mine.kind in SIGNING,
        "sign_url": f"/imza/{mine.signature}/" if mine is not None and mine.signature else "",
        "may_send": letter.case.state == "signed" and request.actor.reach(access.DISPATCH).covers(letter.case),
        "mails": letter.addressees.filter(channel="mail", state__in=("waiting", "failed")).exists(),
        "paper": letter.mode != Mode.ELECTRONIC,
        "addressees": letter.addressees.select_related("unit").prefetch_related("attempts"),
        "annexes": letter.annexes.select_related("file"),
        "cited": services.labelled(letter),
        "route": letter.route.filter(round=letter.round).select_related("person", "taken_by"),
        "earlier": letter.route.filter(round__lt=letter.round, state="returned").select_related("person"),
        "remarks": letter.remarks.select_related("by", "settled_by"),
        "versions": letter.versions.select_related("by").order_by("-number"),
        "moments": case_moments(letter.case),
        "readings": queries.readings_of(letter.pk, 12),
        "referrals": queries.referrals_of(letter),
        "released": queries.released_of(request.actor, letter.case),
        "may_release": letter.final_copy_id is not None and request.actor.reach(access.RELEASE).covers(letter.case),
        "links": cases.links(request.actor, letter.case),
        "may_edit": draft and (letter.case.opened_by_id == request.actor.user_id or within),
        "may_remark": letter.case.state in ("draft", "routed"),
        "plain": writing.plain(letter.body),
    }
    return render(request, "correspondence/letter.html", shown)


@require_GET
def preview(request: Request, number: str) -> HttpResponse:
    """The page as it would be printed now; shown beside the text."""
    letter: Letter = one(queries.one_letter, request.actor, number)
    try:
        pdf = services.preview(letter)
    except (Refused, FontsMissing) as fault:
        return HttpResponse(str(fault), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="onizleme.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_GET
def picture(request: Request, number: str) -> HttpResponse:
    """A page of the preview as a picture; how many there are stands in its head."""
    letter: Letter = one(queries.one_letter, request.actor, number)
    place = request.GET.get("sayfa", "")
    wanted = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 1
    try:
        image, count = services.picture(letter, wanted)
    except (Refused, FontsMissing):
        raise Http404 from None
    response = HttpResponse(image, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Pages"] = str(count)
    return response


@require_GET
def file(request: Request, number: str, what: str) -> HttpResponseBase:
    letter: Letter = one(queries.one_letter, request.actor, number)
    stored = {"yazi": letter.final_copy, "imzalanan": letter.signing_copy, "paket": letter.package}.get(what)
    if stored is None:
        raise Http404
    looked(request, letter.case, Shown.PACKAGE if what == "paket" else Shown.FILE, stored.name)
    return serve(stored, attachment=what == "paket")


@require_GET
def printed(request: Request, number: str) -> HttpResponse:
    """An authorised print; that it was taken is written down."""
    letter: Letter = one(queries.one_letter, request.actor, number)
    try:
        pdf = services.printed(number, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(page(number))
    services.note_reading(letter.case, actor=request.actor, what=Shown.PRINT)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{letter.official}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def dispatch(request: Request, number: str, row_id: int) -> HttpResponse:
    letter: Letter = one(queries.one_letter, request.actor, number)
    row = one(lambda: letter.addressees.get(pk=row_id))

    def service(number: str, **facts: Any) -> Letter:
        return services.record_dispatch(number, addressee_id=row_id, **facts)

    form = bound(request, DispatchForm, initial={"channel": row.channel, "state": "sent"})
    return dialog(
        request, form, service, number, title=f"{row.name}: gönderim", button="Kaydet", next_url=page(number)
    )


@require_POST
def mail_out(request: Request, number: str) -> HttpResponse:
    return press(request, services.mail_out, number, back=page(number), done="E-postalar gönderildi.")


@require_POST
def pack(request: Request, number: str) -> HttpResponse:
    def service(number: str, *, actor: Any) -> None:
        if why := services.package_of(number, actor=actor):
            raise Refused(why)

    return press(request, service, number, back=page(number), done="Paket hazırlandı.")


@require_GET
def annex(request: Request, number: str, annex_id: int) -> HttpResponseBase:
    letter: Letter = one(queries.one_letter, request.actor, number)
    row = letter.annexes.select_related("file__blob").filter(pk=annex_id).exclude(file=None).first()
    if row is None or row.file is None:
        raise Http404
    looked(request, letter.case, Shown.ANNEX, row.name)
    if letter.case.state != "draft" and (held := services.marked_annex(letter, row)) is not None:
        response = HttpResponse(held, content_type=row.file.media_type)
        shown = "inline" if row.file.media_type == "application/pdf" else "attachment"
        response["Content-Disposition"] = f'{shown}; filename="EK-{row.place}.{row.file.name.rpartition(".")[2]}"'
        response["Cache-Control"] = "private, no-store"
        return response
    return serve(row.file)


def _said(kept: str | list[str] | None) -> str:
    return "; ".join(kept) if isinstance(kept, list) else kept or ""


@require_GET
def compare(request: Request, number: str, version: int) -> HttpResponse:
    """A version against the one before it, word by word."""
    letter: Letter = one(queries.one_letter, request.actor, number)
    rows = {row.number: row for row in letter.versions.select_related("by")}
    if version not in rows:
        raise Http404
    before = rows.get(version - 1)
    parts = writing.compared(before.content["body"] if before else "", rows[version].content["body"])
    told = [
        (label, _said(before.content.get(key) if before else None), _said(rows[version].content.get(key)))
        for key, label in (
            *(("subject", "Konu"), ("code", "Kod"), ("closing", "Bitiş"), ("addressees", "Muhataplar")),
            *(("annexes", "Ekler"), ("cited", "İlgiler")),
        )
    ]
    changed = [(label, was, now) for label, was, now in told if was != now]
    shown = {"letter": letter, "version": rows[version], "before": before, "parts": parts, "changed": changed}
    return render(request, "correspondence/compare.html", shown)


Part = tuple[Callable[..., Any], Callable[..., forms.Form], str, str]
PARTS: dict[str, Part] = {
    "muhatap": (services.add_addressee, AddresseeForm, "Muhatap ekle", "Ekle"),
    "dagitim": (services.distribute, DistributeForm, "Dağıtım ekle", "Ekle"),
    "liste": (services.keep_list, KeepListForm, "Dağıtımı liste olarak sakla", "Sakla"),
    "ek": (services.add_annex, AnnexForm, "Ek koy", "Ekle"),
    "ilgi": (services.cite, CiteForm, "İlgi ekle", "Ekle"),
    "gorus": (services.remark, RemarkForm, "Görüş yaz", "Yaz"),
    "guzergah": (services.add_step, RouteStepForm, "Güzergâha kişi ekle", "Ekle"),
}


def add(request: Request, number: str, part: str) -> HttpResponse:
    one(queries.one_letter, request.actor, number)
    if part not in PARTS:
        raise Http404
    service, form_class, title, button = PARTS[part]
    form = bound(request, form_class, **({"actor": request.actor} if part == "dagitim" else {}))
    return dialog(request, form, service, number, title=title, button=button, next_url=page(number))


DROPS: dict[str, tuple[Callable[..., Any], str, str]] = {
    "muhatap": (services.drop_addressee, "addressee_id", "Muhatap çıkarıldı."),
    "ek": (services.drop_annex, "annex_id", "Ek çıkarıldı."),
    "ilgi": (services.uncite, "cited_id", "İlgi çıkarıldı."),
    "gorus": (services.settle, "remark_id", "Görüş giderildi."),
    "guzergah": (services.drop_step, "step_id", "Kişi güzergâhtan çıkarıldı."),
}


@require_POST
def drop(request: Request, number: str, part: str, row_id: int) -> HttpResponse:
    if part not in DROPS:
        raise Http404
    service, name, done = DROPS[part]
    return press(request, service, number, back=page(number), done=done, **{name: row_id})


def replace(request: Request, number: str, row_id: int) -> HttpResponse:
    one(queries.one_letter, request.actor, number)

    def service(number: str, **facts: Any) -> Letter:
        return services.replace(number, step_id=row_id, **facts)

    return dialog(
        request, bound(request, ReplaceForm), service, number, title="Yerine başkasını koy", button="Değiştir",
        next_url=page(number), done="Güzergâh değişti.",
    )  # fmt: skip


STEPS: dict[str, tuple[Callable[..., Any], Callable[..., forms.Form], str, str]] = {
    "submit": (services.submit, NothingForm, "İmzaya sun", "Yazı numara alır ve güzergâhındaki ilk kişiye gider."),
    "approve": (services.approve, ApproveForm, "Onayla", "Elektronik onayınız paraf yerine geçer."),
    "turn_back": (services.turn_back, WhyForm, "Düzeltmeye iade et", "Yazı hazırlayana döner; numarası kalır."),
    "recall": (services.recall, WhyOptionalForm, "Geri çek", "Yazı taslağa döner; numarası kalır."),
    "cancel": (services.cancel, WhyForm, "İptal et", LETTER_LIFE.steps["cancel"].danger),
    "send": (services.finish_sending, NothingForm, "Gönderimi tamamla", "Bütün muhataplara gönderildiğini kaydeder."),
    "paper": (services.sign_on_paper, PaperForm, "Islak imza atıldı", "Taraması saklanır; tarih imza günüdür."),
}


def take_step(request: Request, number: str, step: str) -> HttpResponse:
    one(queries.one_letter, request.actor, number)
    if step not in STEPS:
        raise Http404
    service, form_class, title, lead = STEPS[step]
    return dialog(
        request, bound(request, form_class), service, number, title=title, button=title, next_url=page(number),
        lead=lead, danger=step == "cancel",
    )  # fmt: skip
