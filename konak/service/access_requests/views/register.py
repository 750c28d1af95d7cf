"""The register of rights in people's hands, what is forgotten, where systems differ, shared accounts, the board."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import units
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, here, moments, posted

from .. import access
from ..forms.keeping import AccountForm, NewOwnerForm, RenewedForm, ReviewedForm
from ..forms.requests import ImportForm, SettleDriftForm, WhyForm
from ..models import DriftFate, DriftKind, Risk
from ..queries import board as numbers_of
from ..queries import catalogue, chairs, entitlements, keeping
from ..services import accounts, drifting, importing
from . import sheets
from .common import units_for, word

VIEWS = (
    ("active", "Yürürlükte"),
    ("soon", "30 günde bitecek"),
    ("privileged", "Ayrıcalıklı"),
    ("ended", "Kaldırılacak"),
    ("removed", "Kaldırılan"),
)


@require_GET
def index(request: Request) -> HttpResponse:
    view = word(request, "gorunum", 12) or "active"
    asked = entitlements.Asked(
        view=view if view in dict(VIEWS) else "active",
        q=word(request, "q"),
        area=word(request, "sistem"),
        risk=word(request, "risk", 1),
        unit=word(request, "birim", 18),
        person=word(request, "kisi", 18),
    )
    found_rows = entitlements.register(request.actor, asked)
    if workbook.asked(request):
        every, _ = entitlements.page_of(found_rows, limit=workbook.ENOUGH)
        told: list[tuple[str, object]] = [("Görünüm", dict(VIEWS)[asked.view])]
        told += [(label, value) for label, value in (("Arama", asked.q), ("Sistem", asked.area)) if value]
        return sheets.entitlements("Yetki kütüğü", every, told)
    rows, after = entitlements.page_of(found_rows, word(request, "sonra", 18))
    shown = {
        "rows": rows,
        "asked": asked,
        "areas": catalogue.areas(),
        "risks": [(str(key), label) for key, label in Risk.choices],
        "units": units()[:400],
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, gorunum=code, sonra=None), code == asked.view) for code, label in VIEWS],
        "keeps": request.actor.reach(access.KEEP).everywhere,
    }
    return render(request, "access_requests/register.html", shown)


@require_GET
def forgotten(request: Request) -> HttpResponse:
    sign = word(request, "belirti", 12)
    sign = sign if sign in dict(entitlements.FORGOTTEN) else ""
    rows = entitlements.forgotten(request.actor, sign, None if workbook.asked(request) else 300)
    if workbook.asked(request):
        return sheets.forgotten(rows, [("Belirti", dict(entitlements.FORGOTTEN)[sign])])
    tabs = [Tab(label, here(request, belirti=code or None), code == sign) for code, label in entitlements.FORGOTTEN]
    return render(request, "access_requests/forgotten.html", {"rows": rows, "tabs": tabs})


def take_in(request: Request) -> HttpResponse:
    """A CSV with a preview of every line; the same text comes back with «aktar»."""
    if not request.actor.reach(access.KEEP).everywhere:
        raise Http404
    shown: dict[str, Any] = {"form": ImportForm()}
    status = 200
    if request.method == "POST":
        body = request.POST.get("metin", "")
        if file := request.FILES.get("file"):
            body = file.read().decode("utf-8-sig", "replace")
        try:
            if request.POST.get("aktar"):
                count = importing.take_in(actor=request.actor, text=body)
                messages.success(request, f"{count} yetki aktarıldı.")
                return go(request, reverse("access_requests:register"))
            found_lines = importing.preview(actor=request.actor, text=body)
            shown |= {"preview": found_lines, "shown": found_lines.lines[:200], "body": body}
        except Refused as refusal:
            messages.error(request, str(refusal))
            shown |= {"body": body}
            status = 422
    return render(request, "access_requests/import.html", shown, status=status)


# Drift ---------------------------------------------------------------------------------------------------------


@require_GET
def drift(request: Request) -> HttpResponse:
    open_only = word(request, "gorunum", 8) != "biten"
    rows = keeping.drifts(request.actor, open_only)
    if workbook.asked(request):
        return sheets.drifts(rows, [("Görünüm", "Açık" if open_only else "Sonuçlanan")])
    tabs = [
        Tab("Açık", here(request, gorunum=None), open_only),
        Tab("Sonuçlanan", here(request, gorunum="biten"), not open_only),
    ]
    may = chairs.is_security(request.actor) or request.actor.reach(access.KEEP).everywhere
    return render(request, "access_requests/drift.html", {"rows": rows, "tabs": tabs, "may": may})


FATES = {
    DriftKind.EXTRA: (DriftFate.REMOVED, DriftFate.TAKEN_IN, DriftFate.LEFT),
    DriftKind.MISSING: (DriftFate.GIVEN_AGAIN, DriftFate.ENDED, DriftFate.LEFT),
    DriftKind.UNKNOWN: (DriftFate.LEFT,),
}
FATE_WORDS = {
    DriftFate.REMOVED: "Sistemden kaldırılsın",
    DriftFate.TAKEN_IN: "Kütüğe alınsın",
    DriftFate.GIVEN_AGAIN: "Sistemde yeniden açılsın",
    DriftFate.ENDED: "Kütükte sona ersin",
    DriftFate.LEFT: "Böyle kalsın",
}


def settle_drift(request: Request, drift_id: int) -> HttpResponse:
    row = found(keeping.drift, request.actor, drift_id)
    form = SettleDriftForm(posted(request))
    form.fields["fate"].choices = [  # type: ignore[attr-defined]
        (fate.value, FATE_WORDS[fate]) for fate in FATES[DriftKind(row.kind)]
    ]
    return answer(
        request,
        form,
        drifting.settle,
        drift_id,
        title="Sapmayı sonuçlandır",
        lead=f"{row.account} · {row.right} · {row.get_kind_display()}",
        button="Sonuçlandır",
        next_url=lambda made: reverse("access_requests:drift"),
        done="Sapma sonuçlandı.",
    )


# Shared accounts -----------------------------------------------------------------------------------------------

ACCOUNT_VIEWS = (
    ("", "Açık"),
    ("review", "Gözden geçirilecek"),
    ("rotate", "Yenilenecek"),
    ("unowned", "Sahibi görevde olmayan"),
    ("closed", "Kapatılan"),
)


@require_GET
def shared(request: Request) -> HttpResponse:
    view = word(request, "gorunum", 12)
    view = view if view in dict(ACCOUNT_VIEWS) else ""
    rows = keeping.accounts(request.actor, view, word(request, "q"))
    if workbook.asked(request):
        return sheets.accounts(rows, [("Görünüm", dict(ACCOUNT_VIEWS)[view])])
    shown = {
        "rows": rows,
        "q": word(request, "q"),
        "view": view,
        "today": localdate(),
        "tabs": [Tab(label, here(request, gorunum=code or None), code == view) for code, label in ACCOUNT_VIEWS],
        "may": request.actor.holds(access.ACCOUNTS),
    }
    return render(request, "access_requests/accounts.html", shown)


@require_GET
def account(request: Request, account_id: int) -> HttpResponse:
    row = found(keeping.account, request.actor, account_id)
    may = row.closed_on is None and (
        row.assignee_id == request.actor.user_id or request.actor.reach(access.ACCOUNTS).covers(row)
    )
    shown = {
        "row": row,
        "may": may,
        "rotate_on": row.rotated_on + dt.timedelta(days=row.rotate_days) if row.rotated_on else None,
        "today": localdate(),
        "story": moments("access_requests.sharedaccount", row.pk),
    }
    return render(request, "access_requests/account.html", shown)


def _account_url(row: Any) -> str:
    return reverse("access_requests:account", args=[row.pk])


def add_account(request: Request) -> HttpResponse:
    if not request.actor.holds(access.ACCOUNTS):
        raise Http404
    return answer(
        request,
        AccountForm(posted(request), owners=units_for(request, access.ACCOUNTS)),
        accounts.keep,
        title="Ortak hesap ekle",
        lead="Parolanın kendisi buraya yazılmaz; yalnız hangi kasada durduğu.",
        next_url=_account_url,
        done="Hesap kütüğe alındı.",
    )


def change_account(request: Request, account_id: int) -> HttpResponse:
    row = found(keeping.account, request.actor, account_id)
    names = ("name", "area", "kind", "purpose", "safe", "rotate_days", "rotated_on", "review_on")
    initial = {name: getattr(row, name) for name in names} | {
        "unit": row.unit_id,
        "owner": row.assignee.username if row.assignee else "",
    }
    return answer(
        request,
        AccountForm(posted(request), owners=units_for(request, access.ACCOUNTS), initial=initial),
        lambda *, actor, **values: accounts.keep(actor=actor, account_id=row.pk, **values),
        title=f"Hesap: {row.name}",
        next_url=_account_url,
        done="Kaydedildi.",
    )


ACCOUNT_ACTS: dict[str, tuple[Any, Any, str, str, bool]] = {
    "yenilendi": (accounts.renewed, RenewedForm, "Sır yenilendi", "Yenileme kaydedildi.", False),
    "gozden-gecirildi": (accounts.reviewed, ReviewedForm, "Gözden geçirildi", "Gözden geçirme kaydedildi.", False),
    "devret": (accounts.hand_over, NewOwnerForm, "Sahibini değiştir", "Hesabın yeni sahibi belirlendi.", False),
    "kapat": (accounts.close, WhyForm, "Hesabı kapat", "Hesap kapatıldı.", True),
}


def account_act(request: Request, account_id: int, act: str) -> HttpResponse:
    row = found(keeping.account, request.actor, account_id)
    if act not in ACCOUNT_ACTS:
        raise Http404
    service, form, title, said, danger = ACCOUNT_ACTS[act]
    return answer(
        request,
        form(posted(request)),
        service,
        row.pk,
        title=title,
        lead=str(row),
        danger=danger,
        next_url=_account_url,
        done=said,
    )


# The board ---------------------------------------------------------------------------------------------------------


@require_GET
def board(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW) or not (
        chairs.staff_units(request.actor)
        or chairs.is_security(request.actor)
        or request.actor.reach(access.VIEW).everywhere
    ):
        raise Http404
    return render(request, "access_requests/board.html", {"board": numbers_of.board(request.actor)})
