"""Who may do what, as a table that administrators change cell by cell, with what it would do before it is done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now

from konak.foundation.access import Scope
from konak.foundation.access.models import Proposal
from konak.foundation.cases import queries as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Clearance, Position
from konak.foundation.ui import forms as ui
from konak.foundation.web.actions import act
from konak.foundation.web.http import Request
from konak.foundation.web.pages import tell_taken

from .. import access, grants
from ..services import exports, secrecy
from ..services import grants as services
from .errors import only_post
from .safety import WhyForm

SCOPES = [("0", "Yetki yok"), *((str(int(scope)), f"{scope.label[0].upper()}{scope.label[1:]}") for scope in Scope)]


def _allowed(request: Request) -> bool:
    """Whether the reader may also change; who may not even see is turned away."""
    if not request.actor.reach(access.SEE_GRANTS).everywhere:
        raise PermissionDenied
    return request.actor.reach(access.GRANTS).everywhere


def index(request: Request) -> HttpResponse:
    """The apps, or the permissions of one of them over all positions."""
    may = _allowed(request)
    key, only_changed = request.GET.get("uygulama", ""), request.GET.get("degisen") == "1"
    groups = grants.groups()
    if key and key not in {group.key for group in groups}:
        raise Http404
    shown = {
        "groups": groups,
        "key": key,
        "label": grants.app_label(key) if key else "",
        "only_changed": only_changed,
        "lines": grants.lines(key, only_changed=only_changed) if key or only_changed else [],
        "positions": [Position(value).label for value in Position.values],
        "waiting": [_proposal(one) for one in grants.waiting(request.actor)],
        "me": request.actor.user_id,
        "may": may,
    }
    return render(request, "front/grants.html", shown)


def _proposal(one: Proposal) -> dict[str, Any]:
    try:
        permission, cell = grants.cell(one.permission, one.position)
    except KeyError:
        return {"proposal": one, "label": one.permission, "scope": grants.scope_words(one.scope)}
    warned = grants.warnings(one.permission, one.position, cell.scope, one.scope)
    return {"proposal": one, "label": permission.label, "scope": grants.scope_words(one.scope), "warned": warned}


class CellForm(forms.Form):
    scope = forms.TypedChoiceField(label="Kapsam", choices=SCOPES, coerce=int, widget=forms.RadioSelect)
    why = ui.LongText(label="Gerekçe", max_length=300, rows=2, help_text="İzde ve tabloda kalır.")


def edit(request: Request, code: str, position: str) -> HttpResponse:
    """One cell: choose, look who gains or loses, then save."""
    may = _allowed(request)
    try:
        permission, cell = grants.cell(code, position)
    except KeyError:
        raise Http404 from None
    bound = request.method == "POST"
    if bound and not may:
        raise PermissionDenied
    form = CellForm(request.POST) if bound else CellForm(initial={"scope": str(cell.scope)})
    preview, answer = None, 422 if bound else 200
    warned: list[grants.Warned] = []
    if bound and form.is_valid():
        asked = form.cleaned_data
        preview = grants.preview(permission, position, cell.scope, asked["scope"])
        warned = grants.warnings(code, position, cell.scope, asked["scope"])
        answer = 200
        if "save" in request.POST:
            try:
                made = services.change_grant(
                    code, position, actor=request.actor, scope=asked["scope"], why=asked["why"]
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                answer = 422
            else:
                words = "Yetki değiştirildi; hemen geçerlidir."
                if isinstance(made, Proposal):
                    words = "Öneriniz kaydedildi. Başka bir sistem yöneticisi onaylayınca geçerli olur."
                messages.success(request, words)
                return redirect(f"{reverse('front:grants')}?uygulama={code.split('.')[0]}")
    shown = {
        "permission": permission,
        "cell": cell,
        "declared": grants.scope_words(cell.declared),
        "current": grants.scope_words(cell.scope),
        "form": form,
        "preview": preview,
        "warned": warned,
        "guarded": grants.guarded(permission),
        "may": may,
        "back": f"{reverse('front:grants')}?uygulama={code.split('.')[0]}",
    }
    return render(request, "front/grant.html", shown, status=answer)


def reset(request: Request, code: str, position: str) -> HttpResponse:
    """Back to the default; the dialog asks why."""
    if not _allowed(request):
        raise PermissionDenied

    def service(*, actor: Any, why: str) -> str:
        services.reset_grant(code, position, actor=actor, why=why)
        return f"{reverse('front:grants')}?uygulama={code.split('.')[0]}"

    view = act(service, WhyForm, lambda url: url, title="Varsayılana dön", button="Varsayılana dön")
    return view(request)


@only_post
def agree(request: Request, proposal_id: int) -> HttpResponse:
    _allowed(request)
    try:
        services.agree(proposal_id, actor=request.actor)
        messages.success(request, "Öneri onaylandı; yetki hemen geçerlidir.")
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("front:grants")


decline = act(
    services.decline,
    WhyForm,
    lambda proposal: reverse("front:grants"),
    title="Öneriyi geri çevir",
    button="Geri çevir",
    danger=True,
)


def history(request: Request) -> HttpResponse:
    _allowed(request)
    before = request.GET.get("once", "")
    found = grants.history(request.actor, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    more, found = len(found) > grants.PAGE, found[: grants.PAGE]
    here = reverse("front:grant_history")
    shown = {
        "lines": found,
        "words": WORDS,
        "first": here if before else "",
        "older": f"{here}?once={found[-1].pk}" if more else "",
    }
    return render(request, "front/grant_history.html", shown)


WORDS = {"granted": "değiştirdi", "reset": "varsayılana döndürdü", "proposed": "önerdi", "declined": "geri çevirdi"}


def export(request: Request) -> HttpResponseBase:
    """The whole table as a workbook."""
    _allowed(request)
    header = ("Yetki", "Kod", "Görev", "Varsayılan", "Geçerli", "Değişti mi?", "Değiştiren", "Ne zaman", "Gerekçe")
    rows = (
        (
            line.permission.label,
            line.permission.code,
            cell.label,
            grants.scope_words(cell.declared),
            grants.scope_words(cell.scope),
            "Evet" if cell.grant else "",
            cell.grant.changed_by.full_name if cell.grant and cell.grant.changed_by else "",
            f"{localtime(cell.grant.changed_at):%d.%m.%Y %H:%M}" if cell.grant else "",
            cell.grant.why if cell.grant else "",
        )
        for line in grants.lines()
        for cell in line.cells
        if cell.scope or cell.declared
    )
    tell_taken(request, "xlsx")
    name = f"yetkiler-{localtime(now()):%Y-%m-%d}.xlsx"
    sheet = exports.as_sheet("Yetkiler", header, rows, (50, 32, 26, 24, 24, 12, 24, 18, 50))
    return FileResponse(sheet, as_attachment=True, filename=name)


# Clearance and secrecy ----------------------------------------------------------------------------------------------


class ClearanceForm(WhyForm):
    clearance = forms.TypedChoiceField(label="Gizlilik yetkisi", choices=Clearance.choices, coerce=int)
    field_order = ("clearance", "why")


class SecrecyForm(WhyForm):
    secrecy = forms.TypedChoiceField(label="Gizlilik", choices=Clearance.choices, coerce=int)
    field_order = ("secrecy", "why")


def clearance(request: Request, appointment_id: int) -> HttpResponse:
    if not request.actor.reach(access.CLEARANCE).everywhere:
        raise PermissionDenied
    view = act(
        secrecy.set_clearance,
        ClearanceForm,
        lambda row: reverse("front:person", args=[row.user_id]),
        title="Makamın gizlilik yetkisi",
        lead="Bu makam, kapsamındaki dosyalardan en çok bu dereceye kadar olanları görür.",
    )
    return view(request, appointment_id)


def file_secrecy(request: Request, number: str) -> HttpResponse:
    try:
        cases.record(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None
    view = act(
        secrecy.set_secrecy,
        SecrecyForm,
        lambda case: reverse("front:case", args=[case.number]),
        title="Dosyanın gizliliği",
        lead="Gizlilik yetkisi yetmeyenler için dosya yoktur. Açan ve üstlenen görmeyi sürdürür.",
    )
    return view(request, number)


def clearance_panel(person: Any, actor: Any) -> list[Appointment] | None:
    """The running seats of a person with their clearance, for those who give it."""
    if not actor.reach(access.CLEARANCE).everywhere:
        return None
    return list(grants.running_seats(person.pk)) or None
