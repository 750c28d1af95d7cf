"""The roads in and out: boxes and what came through them, what leaves, requests in time, codes that are looked at."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import asked, press

from .. import access, queries, services
from ..forms.post import JudgeCodeForm, PostboxForm, ReaderCertificateForm, SecrecyForm, UetsForm
from ..models import CheckState, Incoming, Letter, Postbox, Shown
from . import sheets
from .shared import bound, dialog, looked, one, page_form

SINCE = dt.timedelta(days=365)
ARRIVAL_TABS = {
    "": "Hepsi",
    "registered": "Kaydedilen",
    "evidence": "Delil",
    "failed": "İşlenemeyen",
    "ignored": "İşlenmeyen",
}


def letter_page(number: str) -> str:
    return reverse("correspondence:letter", args=[number])


# ---- boxes ---------------------------------------------------------------------------------------------------------


@require_GET
def postboxes(request: Request) -> HttpResponse:
    rows = queries.postboxes(request.actor)
    if workbook.asked(request):
        return sheets.postboxes(workbook.every(rows), [])
    shown = {"rows": rows, "may": request.actor.holds(access.MANAGE)}
    return render(request, "correspondence/postboxes.html", shown)


def postbox(request: Request, box_id: int | None = None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if box_id is not None:
        row: Postbox = one(lambda: queries.postboxes(request.actor).get(pk=box_id))
        initial = {name: getattr(row, name) for name in PostboxForm.base_fields}

    def save(*, actor: Any, **facts: Any) -> Postbox:
        return services.save_box(box_id, actor=actor, **facts)

    def after(made: Postbox) -> str:
        messages.success(request, "Kutu kaydedildi.")
        return reverse("correspondence:postboxes")

    form = bound(request, PostboxForm, actor=request.actor, initial=initial)
    return page_form(
        request, form, save, template="correspondence/register.html", next_url=after, title="Evrak kutusu",
        button="Kaydet", back=reverse("correspondence:postboxes"), back_label="Evrak kutuları",
        lead="Kutuya gelen her ileti kendiliğinden gelen evrak olarak kaydedilir.",
    )  # fmt: skip


@require_POST
def try_postbox(request: Request, box_id: int) -> HttpResponse:
    one(lambda: queries.postboxes(request.actor).get(pk=box_id))
    back = reverse("correspondence:postboxes")
    try:
        messages.success(request, services.try_box(box_id, actor=request.actor))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(back)


@require_GET
def arrivals(request: Request) -> HttpResponse:
    state = asked(request, "durum")["durum"]
    rows = queries.arrivals(request.actor)
    rows = rows.filter(state=state) if state in ARRIVAL_TABS and state else rows
    if workbook.asked(request):
        return sheets.arrivals(workbook.every(rows), [("Durum", ARRIVAL_TABS.get(state, "Hepsi"))])
    page = queries.keyset(rows, request.GET.get("sonra", ""), 50)
    here = reverse("correspondence:arrivals")
    shown = {
        "rows": page.rows,
        "tabs": [Tab(label, f"{here}?durum={key}", key == state) for key, label in ARRIVAL_TABS.items()],
        "older": f"{here}?durum={state}&sonra={page.after}" if page.after else "",
        "newer": f"{here}?durum={state}" if request.GET.get("sonra") else "",
    }
    return render(request, "correspondence/arrivals.html", shown)


@require_GET
def arrival_file(request: Request, arrival_id: int) -> HttpResponseBase:
    row = one(lambda: queries.arrivals(request.actor).get(pk=arrival_id))
    if row.incoming is not None:
        looked(request, row.incoming.case, Shown.FILE, "ileti")
    return serve(row.raw, attachment=True)


@require_POST
def retry_arrival(request: Request, arrival_id: int) -> HttpResponse:
    one(lambda: queries.arrivals(request.actor).get(pk=arrival_id))
    return press(
        request, services.retry, arrival_id, back=reverse("correspondence:arrivals"), done="İleti yeniden işlendi."
    )


# ---- what leaves ---------------------------------------------------------------------------------------------------


@require_GET
def sendings(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in queries.SENDING else "bekleyen"
    rows = queries.sendings(request.actor, name)
    if workbook.asked(request):
        return sheets.sendings(workbook.every(rows), [("Görünüm", queries.SENDING[name])])
    page = queries.keyset(rows, request.GET.get("sonra", ""), 50)
    here = reverse("correspondence:sendings")
    shown = {
        "rows": page.rows,
        "board": name,
        "tabs": [Tab(label, f"{here}?pano={key}", key == name) for key, label in queries.SENDING.items()],
        "older": f"{here}?pano={name}&sonra={page.after}" if page.after else "",
        "newer": f"{here}?pano={name}" if request.GET.get("sonra") else "",
    }
    return render(request, "correspondence/sendings.html", shown)


@require_POST
def send_now(request: Request, number: str, row_id: int) -> HttpResponse:
    one(queries.one_letter, request.actor, number)
    return press(
        request, services.send_now, number, back=letter_page(number), done="Gönderim sıraya alındı.",
        addressee_id=row_id,
    )  # fmt: skip


def uets(request: Request, number: str, row_id: int) -> HttpResponse:
    letter: Letter = one(queries.one_letter, request.actor, number)
    row = one(lambda: letter.addressees.get(pk=row_id))

    def service(number: str, **facts: Any) -> Any:
        return services.record_uets(number, addressee_id=row_id, **facts)

    return dialog(
        request, bound(request, UetsForm), service, number, title=f"{row.name}: e-tebligat (UETS)", button="Kaydet",
        next_url=letter_page(number), done="E-tebligat kaydedildi.",
        lead="UETS'in kendisiyle bağlantı yoktur; UETS ekranındaki bilgiyi yazın. Beşinci gün hesabı gerçek UETS ile "
        "karşılaştırılmamıştır; tebliğ tarihi için UETS kaydını esas alın.",
    )  # fmt: skip


@require_GET
def encrypted(request: Request, number: str, row_id: int) -> HttpResponse:
    letter: Letter = one(queries.one_letter, request.actor, number)
    one(lambda: letter.addressees.get(pk=row_id))
    try:
        content = services.encrypted_package(number, actor=request.actor, addressee_id=row_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(letter_page(number))
    looked(request, letter.case, Shown.PACKAGE, "şifreli paket")
    response = HttpResponse(content, content_type="application/eyazisma")
    response["Content-Disposition"] = f'attachment; filename="{str(letter.document_id).upper()}.eyps"'
    response["Cache-Control"] = "private, no-store"
    return response


def secrecy(request: Request, number: str) -> HttpResponse:
    one(queries.one_letter, request.actor, number)
    return dialog(
        request, bound(request, SecrecyForm), services.change_secrecy, number, title="Gizlilik derecesini değiştir",
        button="Güncelleme paketini yaz", next_url=letter_page(number), done="Güncelleme paketi yazıldı.",
        lead="Gönderilen paket değişmez; yeni derece mühürlü bir güncelleme paketiyle (.eypg) bildirilir.",
    )  # fmt: skip


@require_GET
def letter_proof(request: Request, number: str, proof_id: int) -> HttpResponseBase:
    letter: Letter = one(queries.one_letter, request.actor, number)
    row = next((row for row in queries.proofs_of_letter(letter) if row.pk == proof_id), None)
    if row is None:
        raise Http404
    looked(request, letter.case, Shown.FILE, row.get_kind_display())
    return serve(row.file, attachment=True)


@require_GET
def letter_update(request: Request, number: str, update_id: int) -> HttpResponseBase:
    letter: Letter = one(queries.one_letter, request.actor, number)
    row = next((row for row in queries.updates_of(letter) if row.pk == update_id), None)
    if row is None:
        raise Http404
    looked(request, letter.case, Shown.PACKAGE, "güncelleme paketi")
    return serve(row.file, attachment=True)


# ---- files of what came --------------------------------------------------------------------------------------------


@require_GET
def conversion_progress(request: Request, number: str) -> HttpResponse:
    """The part of the page that lives while work goes on."""
    found: Incoming = one(queries.one_incoming, request.actor, number)
    shown = {"record": found, "rows": queries.files_panel(found, request.actor)}
    return render(request, "correspondence/_conversions.html", shown)


@require_GET
def conversion_file(request: Request, number: str, conversion_id: int, what: str) -> HttpResponseBase:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    row = next((row for row in queries.conversions_of(found) if row.pk == conversion_id), None)
    stored = None if row is None else {"ozgun": row.source, "sonuc": row.result}.get(what)
    if stored is None:
        raise Http404
    looked(request, found.case, Shown.FILE, stored.name)
    return serve(stored, attachment=what == "ozgun")


@require_POST
def convert_again(request: Request, number: str, conversion_id: int) -> HttpResponse:
    one(queries.one_incoming, request.actor, number)
    return press(
        request, services.again, number, back=reverse("correspondence:incoming", args=[number]),
        done="İş yeniden sıraya alındı.", conversion_id=conversion_id,
    )  # fmt: skip


@require_POST
def accept(request: Request, number: str) -> HttpResponse:
    one(queries.one_incoming, request.actor, number)
    back = reverse("correspondence:incoming", args=[number])
    return press(request, services.accept, number, back=back, done="Paket kabul edildi.")


@require_GET
def incoming_proof(request: Request, number: str, proof_id: int) -> HttpResponseBase:
    found: Incoming = one(queries.one_incoming, request.actor, number)
    row = next((row for row in queries.proofs_of_incoming(found) if row.pk == proof_id), None)
    if row is None:
        raise Http404
    looked(request, found.case, Shown.FILE, row.get_kind_display())
    return serve(row.file, attachment=True)


# ---- requests, codes, certificates ---------------------------------------------------------------------------------


@require_GET
def requests(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in queries.REQUESTS else "gorus"
    rows, ours = queries.requests(request.actor, name), name in ("sordugumuz", "istedigimiz")
    if workbook.asked(request):
        return sheets.requests(workbook.every(rows), ours, [("Görünüm", queries.REQUESTS[name])])
    place = request.GET.get("sayfa", "")
    at = int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else 0
    found = list(rows[at * 50 : at * 50 + 51])
    here = reverse("correspondence:requests")
    shown = {
        "rows": found[:50],
        "ours": ours,
        "days": 15 if name in ("gorus", "sordugumuz") else 5,
        "today": localdate(),
        "tabs": [Tab(label, f"{here}?pano={key}", key == name) for key, label in queries.REQUESTS.items()],
        "older": f"{here}?pano={name}&sayfa={at + 1}" if len(found) > 50 else "",
        "newer": f"{here}?pano={name}" if at else "",
    }
    return render(request, "correspondence/requests.html", shown)


CHECK_TABS = {"waiting": "Bakılacak", "corrected": "Düzeltilen", "right": "Doğru"}


@require_GET
def code_checks(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in CHECK_TABS else CheckState.WAITING
    rows = queries.code_checks(request.actor).filter(state=name)
    if workbook.asked(request):
        return sheets.code_checks(workbook.every(rows), [("Görünüm", CHECK_TABS[name])])
    page = queries.keyset(rows, request.GET.get("sonra", ""), 50)
    here = reverse("correspondence:code_checks")
    since = localdate() - SINCE
    shown = {
        "rows": page.rows,
        "board": name,
        "filers": queries.filers(request.actor, since)[:12],
        "confused": queries.confused(request.actor, since),
        "tabs": [Tab(label, f"{here}?pano={key}", key == name) for key, label in CHECK_TABS.items()],
        "older": f"{here}?pano={name}&sonra={page.after}" if page.after else "",
        "newer": f"{here}?pano={name}" if request.GET.get("sonra") else "",
    }
    return render(request, "correspondence/code_checks.html", shown)


def judge_code(request: Request, check_id: int) -> HttpResponse:
    row = one(lambda: queries.code_checks(request.actor).get(pk=check_id))
    return dialog(
        request, bound(request, JudgeCodeForm), services.judge_code, check_id,
        title=f"{row.case.number}: {row.code.code} doğru mu?", button="Kaydet",
        lead=f"{row.case.subject} → {row.code}",
        next_url=reverse("correspondence:code_checks"), done="Denetim kaydedildi.",
    )  # fmt: skip


@require_GET
def reader_certificates(request: Request) -> HttpResponse:
    rows = queries.reader_certificates(request.actor)
    if workbook.asked(request):
        return sheets.reader_certificates(workbook.every(rows), [])
    shown = {"rows": rows[:500], "today": localdate(), "may": request.actor.holds(access.MANAGE)}
    return render(request, "correspondence/reader_certificates.html", shown)


def add_reader_certificate(request: Request) -> HttpResponse:
    return dialog(
        request, bound(request, ReaderCertificateForm), services.add_certificate, title="Şifreleme sertifikası ekle",
        button="Ekle", next_url=reverse("correspondence:reader_certificates"), done="Sertifika eklendi.",
    )  # fmt: skip
