"""The doors machines and browsers come through: authorisation of trusted systems, SCIM, and their policy."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

from allauth.idp.oidc.views import authorization as authorise
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.csrf import csrf_exempt

from konak.foundation.web.http import Request

from .. import queries, services
from ..services.verifying import SIGNED, Verified, end_address

AUTHORISE = "/identity/o/authorize"


# Signing in with another provider, and out again ------------------------------------------------------------------


def sign_in(request: Request, provider_id: str) -> HttpResponse:
    """Off to the provider, with a nonce that its answer must carry."""
    try:
        adapter = Verified(request, provider_id)
        adapter.begin()
        return cast(HttpResponse, OAuth2LoginView.adapter_view(adapter)(request))
    except SocialApp.DoesNotExist:
        raise Http404 from None


def signed_in(request: Request, provider_id: str) -> HttpResponse:
    """Back from the provider: nothing is believed that is not verified."""
    try:
        return cast(HttpResponse, OAuth2CallbackView.adapter_view(Verified(request, provider_id))(request))
    except SocialApp.DoesNotExist:
        raise Http404 from None


def leaving(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Whoever came from a provider and signs out here is asked whether to end his session there as well."""

    def middleware(request: Request) -> HttpResponse:
        goes = request.method == "POST" and request.path == "/cikis/"
        told = request.session.get(SIGNED) if goes else None
        answer = get_response(request)
        if told and answer.status_code == HTTPStatus.FOUND and not request.session.get("_auth_user_id"):
            request.session[SIGNED] = told
            answer["Location"] = reverse("openid_connect_signed_out")
        return answer

    return middleware


def signed_out(request: Request) -> HttpResponse:
    """Konak's session has ended; the provider's goes on until it is ended there."""
    told = request.session.get(SIGNED)
    row = queries.open_issuers().filter(code=told["code"]).first() if told else None
    if told is None or row is None or request.user.is_authenticated:
        return cast(HttpResponse, redirect("/giris/"))
    there = end_address(told, row.client_id, request.build_absolute_uri("/giris/"))
    return render(request, "directory/signed_out.html", {"name": row.name, "there": there})


@xframe_options_deny
@csrf_exempt
def authorization(request: Request) -> HttpResponse:
    """A trusted system asks who somebody is: let in whom its owner lets in, and write a line of it."""
    client_id = request.GET.get("client_id") or request.POST.get("client_id") or ""
    row = queries.knocking(client_id)
    if row is None or not row.active:
        words = "Bu sistem Konak'ta kayıtlı değil ya da oturumu kapatılmış."
        return render(request, "directory/not_in.html", {"words": words}, status=403)
    user = request.user
    if user.is_authenticated and user.pk:
        objection = queries.may_enter(user.pk, row)
        if objection is not None:
            context = {"words": objection, "system": row.system, "asks": True}
            return render(request, "directory/not_in.html", context, status=403)
    answer = cast(HttpResponse, authorise(request))
    target = answer.headers.get("Location", "")
    if answer.status_code == HTTPStatus.FOUND and "code=" in urlsplit(target).query and user.pk:
        services.note_sign_in(user.pk, client_id, actor=request.actor)
    return answer


def policy(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """The form of the sign-in page may lead on to the system that asked: browsers hold redirects after a form to
    `form-action` too. Only the address of that one system is added, only on pages that lead there."""

    def middleware(request: Request) -> HttpResponse:
        answer = get_response(request)
        wanted = request.get_full_path() if request.path == AUTHORISE else request.GET.get("next", "")
        wanted = wanted or (request.POST.get("next", "") if request.path.startswith("/giris/") else "")
        if wanted.startswith(AUTHORISE):
            places = queries.return_places(wanted)
            if places:
                answer._csp_update = {"form-action": places}  # type: ignore[attr-defined]
        return answer

    return middleware


@csrf_exempt
def scim(request: Request, path: str) -> HttpResponse:
    """Every address of RFC 7644. The library is read at the first of them: it is a third of any program's start."""
    from . import scim as door

    return door.answer(request, path)
