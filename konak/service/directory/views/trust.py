"""Providers that Konak trusts and systems that trust Konak, on the screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given, moments

from .. import access, queries, services
from ..forms.connections import ClientForm, IssuerForm, NothingForm
from .words import CLIENT_TOLD, ISSUER_TOLD


def _issuer_url(row: Any) -> str:
    return reverse("directory:issuer", args=[row.code])


def add_issuer(request: Request) -> HttpResponse:
    return answer(
        request,
        IssuerForm(**given(request)),
        services.set_issuer,
        title="Oturum sağlayıcı yaz",
        button="Kaydet",
        next_url=_issuer_url,
    )


def edit_issuer(request: Request, code: str) -> HttpResponse:
    row = found(queries.one_issuer, request.actor, code)
    initial = {name: getattr(row, name) for name in IssuerForm.base_fields if name != "secret"}
    return answer(
        request,
        IssuerForm(**given(request), initial=initial, known=True),
        services.set_issuer,
        code,
        title=row.name,
        next_url=_issuer_url,
    )


@require_GET
def issuer(request: Request, code: str) -> HttpResponse:
    row = found(queries.one_issuer, request.actor, code)
    context = {
        "issuer": row,
        "callback": request.build_absolute_uri(reverse("openid_connect_callback", args=[row.code])),
        "may_setup": request.actor.reach(access.SETUP).everywhere,
        "story": moments("directory.issuer", row.code, ISSUER_TOLD),
    }
    return render(request, "directory/issuer.html", context)


@require_POST
def check_issuer(request: Request, code: str) -> HttpResponse:
    row = found(queries.one_issuer, request.actor, code)
    try:
        words = services.check_issuer(code, actor=request.actor)
        row.refresh_from_db()
        (messages.warning if row.problem else messages.success)(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, _issuer_url(row))


# Trusted systems --------------------------------------------------------------------------------------------------


@require_GET
def clients(request: Request) -> HttpResponse:
    if not (request.actor.holds(access.VIEW) or request.actor.holds(access.CLIENTS)):
        return render(request, "directory/closed.html", status=403)
    rows = queries.client_systems(request.actor)
    if sheets.asked(request):
        head = [
            ("Sistem", 40),
            ("İstemci kimliği", 30),
            ("Sahibi", 34),
            ("Kimler girer", 26),
            ("Tür", 14),
            ("Durum", 12),
        ]
        lines = [
            [
                *(str(row.system), row.client_id, row.unit.name, row.get_audience_display()),
                *("Uygulama" if row.client.type == "public" else "Sunucu", "Açık" if row.active else "Kapalı"),
            ]
            for row in rows[: sheets.ENOUGH]
        ]
        return sheets.workbook("Konak ile oturum açan sistemler", head, lines, "oturum-sistemleri", filters=[])
    context = {
        "rows": rows,
        "keys": queries.private_keys(),
        "may": request.actor.reach(access.CLIENTS).everywhere,
        "discovery": request.build_absolute_uri("/.well-known/openid-configuration"),
    }
    return render(request, "directory/clients.html", context)


@never_cache
def add_client(request: Request) -> HttpResponse:
    """The secret is shown on the page that answers the form, and nowhere else."""
    form = ClientForm(**given(request), actor=request.actor)
    if form.is_bound:
        made = run(form, services.register, actor=request.actor)
        if made is not None:
            row, secret = made
            return render(request, "directory/secret.html", {"row": row, "secret": secret})
    context = {"form": form, "title": "Konak ile oturum aç", "button": "Kaydet", "lead": "", "danger": False}
    return render(request, "ui/act_page.html", context, status=422 if form.is_bound else 200)


@require_GET
def client(request: Request, client_id: str) -> HttpResponse:
    row = found(queries.one_client, request.actor, client_id)
    context = {
        "row": row,
        "uris": row.client.get_redirect_uris(),
        "out": row.client.get_post_logout_redirect_uris(),
        "may": request.actor.reach(access.CLIENTS).everywhere,
        "discovery": request.build_absolute_uri("/.well-known/openid-configuration"),
        "story": moments("directory.clientsystem", client_id, CLIENT_TOLD),
    }
    return render(request, "directory/client.html", context)


def _client_url(row: Any) -> str:
    return reverse("directory:client", args=[row.client_id])


def edit_client(request: Request, client_id: str) -> HttpResponse:
    row = found(queries.one_client, request.actor, client_id)
    initial = {
        "audience": row.audience,
        "unit": row.unit_id,
        "redirect_uris": "\n".join(row.client.get_redirect_uris()),
        "logout_uris": "\n".join(row.client.get_post_logout_redirect_uris()),
    }
    return answer(
        request,
        ClientForm(**given(request), initial=initial, actor=request.actor, known=True),
        services.edit_client,
        client_id,
        title=row.system.name,
        next_url=_client_url,
    )


@never_cache
@require_POST
def renew_secret(request: Request, client_id: str) -> HttpResponse:
    found(queries.one_client, request.actor, client_id)
    try:
        row, secret = services.renew_secret(client_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, reverse("directory:client", args=[client_id]))
    return render(request, "directory/secret.html", {"row": row, "secret": secret})


def close_client(request: Request, client_id: str) -> HttpResponse:
    row = found(queries.one_client, request.actor, client_id)
    return answer(
        request,
        NothingForm(**given(request)),
        services.close_client,
        client_id,
        open_again=not row.active,
        title="Konak ile oturumu kapat" if row.active else "Konak ile oturumu yeniden aç",
        button="Kapat" if row.active else "Yeniden aç",
        lead=f"{row.system.name}: kimse Konak hesabıyla giremez, verilmiş belirteçler geçersiz olur."
        if row.active
        else row.system.name,
        danger=row.active,
        next_url=_client_url,
    )


def rotate(request: Request) -> HttpResponse:
    return answer(
        request,
        NothingForm(**given(request)),
        services.rotate_keys,
        title="İmza anahtarını yenile",
        button="Yenile",
        lead="Yeni kimlikler yeni anahtarla imzalanır; eskisine iki gün daha güvenilir.",
        next_url=lambda count: reverse("directory:clients"),
    )
