"""The certificate service: my certificates and applications, everybody's, cards and readers, lines."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, forms, queries, services
from ..lifecycle import CERTIFICATE, MOBILE
from ..models import CertificateRequest, CertificateStatus, DeviceState


def case_page(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def mine(request: Request) -> HttpResponse:
    """My certificates, what I hold, what I applied for; and the place to try a card out."""
    asked_for, lines = queries.my_requests(request.actor)
    context = {
        "certificates": queries.my_certificates(request.actor),
        "devices": queries.my_devices(request.actor),
        "requests": asked_for,
        "lines": lines,
        "agent": settings.SIGN_AGENT,
        "here": "mine",
    }
    return render(request, "esignature/mine.html", context)


def apply(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.ApplyForm(
            **given(request),
            actor=request.actor,
            initial={"email": getattr(request.user, "email", ""), "reason": request.GET.get("neden", "")},
        ),
        services.request_certificate,
        title="E-imza sertifikası başvurusu",
        button="Başvur",
        lead="Bilgiler sertifika sağlayıcısının (Kamu SM) başvuru formundaki sırayladır; önce amiriniz onaylar.",
        next_url=lambda made: case_page(made.case.number),
        done="Başvurunuz amirinizin onayına gitti.",
    )


def apply_mobile(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.MobileForm(**given(request)),
        services.apply_mobile,
        title="Mobil imza başvurusu",
        button="Başvur",
        next_url=lambda made: case_page(made.case.number),
        done="Başvurunuz amirinizin onayına gitti.",
    )


def fault(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.FaultForm(**given(request), actor=request.actor),
        services.report_fault,
        title="Arıza bildir",
        button="Bildir",
        lead="Bildiriminiz e-imza hizmetini yürütenlere iletilir.",
        next_url=lambda _: reverse("esignature:mine"),
        done="Arıza bildirildi.",
    )


@require_GET
def certificates(request: Request) -> HttpResponse:
    """Everybody's in reach, those that end first on top."""
    told = asked(request, "view", "after")
    views = {
        "": ("Geçerli", {"status": "active"}),
        "bitecek": ("60 günde bitecek", {"ends_in": 60}),
        "hepsi": ("Hepsi", {}),
    }
    view = told["view"] if told["view"] in views else ""
    rows = queries.certificates(request.actor, queries.CertificateFilter.model_validate(views[view][1]))
    tabs = [Tab(label, address({}, view=name), view == name) for name, (label, _) in views.items()]
    if sheets.asked(request):
        head = [("Ad", 30), ("Tür", 18), ("Yayımlayan", 40), ("Seri no", 30), ("Birim", 36), ("Bitiş", 18)]
        head += [("Kalan gün", 10), ("Durum", 14)]
        lines = [
            [
                *(row.name, row.get_kind_display(), row.issuer, row.serial, row.unit.name, row.until),
                *(row.days_left, row.state_label),
            ]
            for row in rows[: sheets.ENOUGH]
        ]
        return sheets.workbook("Sertifikalar", head, lines, "sertifikalar", filters=sheets.told(tabs, []))
    offset = int(told["after"]) if told["after"].isdigit() and len(told["after"]) < 6 else 0
    page = list(rows[offset : offset + 51])
    context = {
        "rows": page[:50],
        "tabs": tabs,
        "older": address({"view": view}, after=offset + 50) if len(page) > 50 else "",
        "first": address({"view": view}) if offset else "",
        "may_run": request.actor.holds(access.RUN),
        "here": "certificates",
    }
    return render(request, "esignature/certificates.html", context)


def status(request: Request, pk: int) -> HttpResponse:
    row = found(queries.certificate, request.actor, pk)
    return answer(
        request,
        forms.StatusForm(**given(request), initial={"status": CertificateStatus.REVOKED}),
        services.set_status,
        pk,
        title="Sertifikanın durumu",
        lead=f"{row.name} · {row.serial}",
        next_url=lambda _: reverse("esignature:certificates"),
        done="Kaydedildi.",
    )


@require_GET
def devices(request: Request) -> HttpResponse:
    """Cards, tokens and readers: what is in stock, who holds what."""
    told = asked(request, "state", "after")
    rows = queries.devices(request.actor, queries.SigningDeviceFilter.model_validate({"state": told["state"]}))
    tabs = [Tab("Hepsi", "?", not told["state"])]
    tabs += [Tab(str(one.label), address({}, state=one.value), told["state"] == one.value) for one in DeviceState]
    if sheets.asked(request):
        head = [
            ("Tür", 18),
            ("Seri no", 24),
            ("Model", 30),
            ("Durum", 12),
            ("Kişi", 28),
            ("Birim", 36),
            ("Teslim", 18),
        ]
        lines = [
            [
                *(row.get_kind_display(), row.serial, row.model, row.get_state_display()),
                *(str(row.assignee or ""), row.unit.name, row.handed_at),
            ]
            for row in rows[: sheets.ENOUGH]
        ]
        return sheets.workbook("Kart ve okuyucular", head, lines, "kartlar", filters=sheets.told(tabs, []))
    page, after = queries.page_after(rows.order_by("-pk"), told["after"])
    context = {
        "rows": page,
        "tabs": tabs,
        "older": address({"state": told["state"]}, after=after) if after else "",
        "first": address({"state": told["state"]}) if told["after"] else "",
        "may_run": request.actor.holds(access.RUN),
        "here": "devices",
    }
    return render(request, "esignature/devices.html", context)


def add_device(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.DeviceForm(**given(request)),
        services.add_device,
        title="Kart ya da okuyucu ekle",
        button="Ekle",
        next_url=lambda _: reverse("esignature:devices"),
        done="Eklendi.",
    )


def move_device(request: Request, pk: int) -> HttpResponse:
    row = found(queries.device, request.actor, pk)
    return answer(
        request,
        forms.MoveForm(**given(request)),
        services.move_device,
        pk,
        title="Teslim et",
        button="Teslim et",
        lead=str(row),
        next_url=lambda _: reverse("esignature:devices"),
        done="Teslim edildi.",
    )


def take_back(request: Request, pk: int) -> HttpResponse:
    row = found(queries.device, request.actor, pk)
    return answer(
        request,
        forms.BackForm(**given(request)),
        services.take_back,
        pk,
        title="Durumunu değiştir",
        lead=str(row),
        next_url=lambda _: reverse("esignature:devices"),
        done="Kaydedildi.",
    )


WAITING = {"": "Hepsi", "asked": "Amir onayında", "approved": "Gönderilecek", "sent": "Sağlayıcıda"}
WAITING |= {"produced": "Teslim edilecek", "handed": "Deneme bekleyen", "active": "Kullanımda"}


@require_GET
def requests(request: Request) -> HttpResponse:
    """Applications for certificates in reach; as a workbook with the columns of the provider's form."""
    told = asked(request, "state", "after")
    state = told["state"] if told["state"] in WAITING else ""
    rows = queries.requests_for_certificates(request.actor, queries.ApplicationFilter(state=state or None))
    tabs = [Tab(label, address({}, state=name), state == name) for name, label in WAITING.items()]
    if sheets.asked(request):
        head = [("Sayı", 18), ("Kişi", 28), ("Birim", 36), ("Neden", 20), ("Durum", 22), ("Sağlayıcı no", 22)]
        whole = request.actor.holds(access.RUN)
        if whole:  # whoever types the applications into the provider's portal
            head += [("Unvan", 24), ("Sicil no", 14), ("Doğum tarihi", 14), ("Doğum yeri", 18), ("Uyruk", 10)]
            head += [("E-posta", 30), ("Cep telefonu", 18), ("Teslimat adresi", 40), ("Süre (yıl)", 10)]
            head += [
                ("Aygıt", 14),
                ("Okuyucu", 10),
                ("Kimlik doğrulama", 16),
                ("Taahhütname", 14),
                ("Eski seri no", 30),
            ]
        lines = [[*_told(row), *(_form_of(row) if whole else ())] for row in rows[: sheets.ENOUGH]]
        return sheets.workbook("Sertifika başvuruları", head, lines, "basvurular", filters=sheets.told(tabs, []))
    page, after = queries.page_after(rows, told["after"])
    context = {
        "rows": page,
        "tabs": tabs,
        "older": address({"state": state}, after=after) if after else "",
        "first": address({"state": state}) if told["after"] else "",
    }
    return render(request, "esignature/requests.html", context | {"here": "requests"})


def _told(row: CertificateRequest) -> tuple[Any, ...]:
    who = (row.case.number, row.person.full_name, row.case.unit.name)
    return (*who, row.get_reason_display(), row.state_label, row.provider_number)


def _form_of(row: CertificateRequest) -> tuple[Any, ...]:
    """The rest of the provider's form, in its order."""
    person = (row.title, row.registry_no, row.birth_date, row.birth_place, row.nationality)
    reach = (row.email, row.phone, row.delivery, row.years, row.get_device_kind_display())
    former = row.replaces.serial if row.replaces else ""
    choices = ("evet" if row.reader else "", row.get_proof_display(), row.get_undertaking_display(), former)
    return (*person, *reach, *choices)


@require_GET
def lines(request: Request) -> HttpResponse:
    """Mobile signatures in reach."""
    told = asked(request, "after")
    rows = queries.mobile(request.actor)
    if sheets.asked(request):
        head = [("Sayı", 18), ("Kişi", 28), ("Birim", 36), ("Operatör", 16), ("Durum", 20), ("Bitiş", 12)]
        told_lines = [
            [
                *(row.case.number, row.person.full_name, row.case.unit.name, row.get_operator_display()),
                *(row.state_label, row.until),
            ]
            for row in rows[: sheets.ENOUGH]
        ]
        return sheets.workbook("Mobil imzalar", head, told_lines, "mobil-imza", filters=[])
    page, after = queries.page_after(rows, told["after"])
    context = {
        "rows": page,
        "older": address({}, after=after) if after else "",
        "first": "?" if told["after"] else "",
    }
    return render(request, "esignature/lines.html", context | {"here": "lines"})


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "approve": (services.approve, forms.NothingForm, "Onaylandı."),
    "refuse": (services.refuse, forms.WhyForm, "Uygun bulunmadı."),
    "send": (services.sent, forms.SentForm, "Sağlayıcıya gönderildi."),
    "produce": (services.produced, forms.NothingForm, "Üretildi."),
    "settle": (services.settle, forms.NothingForm, "İptal sonuçlandı."),
    "hand": (services.hand_over, forms.HandForm, "Teslim edildi."),
    "cancel": (services.cancel, forms.NothingForm, "Başvurudan vazgeçildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """A step of a certificate application."""
    row = found(queries.certificate_request, request.actor, number)
    if step == "activate":
        from django.http import HttpResponseRedirect

        return HttpResponseRedirect(reverse("esignature:mine") + f"?basvuru={number}#deneme")
    if step not in STEPS:
        raise Http404
    service, form_class, done = STEPS[step]
    more: dict[str, Any] = {"actor": request.actor} if step == "hand" else {}
    taken = CERTIFICATE.steps[step]
    return answer(
        request,
        form_class(**given(request), **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, row, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=done,
    )


def mobile_step(request: Request, number: str, step: str) -> HttpResponse:
    """A step of a mobile application."""
    row = found(queries.mobile_application, request.actor, number)
    if step not in MOBILE.steps:
        raise Http404
    taken = MOBILE.steps[step]
    form_class = forms.MobileActiveForm if step == "activate" else forms.MobileStepForm
    return answer(
        request,
        form_class(**given(request)),
        services.mobile_step,
        number,
        step,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, row, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=f"{taken.label}: kaydedildi.",
    )


def event(request: Request, number: str) -> HttpResponse:
    found(queries.mobile_application, request.actor, number)
    return answer(
        request,
        forms.EventForm(**given(request)),
        services.log_event,
        number,
        title="Hat kaydına yaz",
        next_url=lambda _: case_page(number),
        done="Yazıldı.",
    )
