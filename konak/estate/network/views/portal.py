"""The page a guest meets before the internet: telephone, code, done. Open to everybody, told to nobody else."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from konak.foundation.access import NOBODY
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request

from ..forms.further import CodeForm, GuestForm
from ..queries import wifi as queries
from ..services import wifi as services

A_MINUTE = 12
"""Sent forms of one address in a minute; beyond it the page asks to wait."""
SALT = "network.guest"
KEPT = ("ag", "mac", "ip")


def _address(request: Request) -> str:
    return str(get_adapter().get_client_ip(request) or "127.0.0.1")


def _too_often(request: Request) -> bool:
    key = f"misafir:{_address(request)}"
    cache.add(key, 0, 60)
    try:
        return bool(cache.incr(key) > A_MINUTE)
    except ValueError:
        return False


def _told(request: Request) -> dict[str, str]:
    """What the controller of the wireless network said of the device when it sent it here."""
    source = request.POST if request.method == "POST" else request.GET
    return {name: source.get(name, "").replace("\0", "").strip()[:60] for name in KEPT}


@never_cache
def portal(request: Request) -> HttpResponse:
    told = _told(request)
    networks = queries.portals()
    one = networks.filter(ssid=told["ag"]).first() if told["ag"] else networks.first()
    notice = queries.notice_now()
    context: dict[str, Any] = {"told": told, "wireless": one, "notice": notice}
    if one is None or notice is None:
        return render(request, "network/portal.html", context, status=404 if told["ag"] else 200)
    if request.method != "POST":
        return render(request, "network/portal.html", context | {"form": GuestForm()})
    if _too_often(request):
        return _again(request, context | {"form": GuestForm(request.POST)}, "Çok sık denediniz; bir dakika bekleyin.")
    if request.POST.get("bilet"):
        return _code(request, context)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return render(request, "network/portal.html", context | {"form": form}, status=422)
    version = request.POST.get("surum", "")
    facts: dict[str, Any] = {
        "actor": NOBODY, "wireless_id": one.pk, "phone": form.cleaned_data["phone"], "asked_ip": _address(request),
        "notice_version": int(version) if version.isdecimal() and len(version) < 9 else 0, "mac": told["mac"],
        "ip": told["ip"],
    }  # fmt: skip
    try:
        if code := form.cleaned_data["event_code"]:
            session = services.sign_in_with_event_code(**facts, code=code)
            return render(request, "network/portal.html", context | {"session": session})
        session = services.ask_code(**facts)
    except Refused as refusal:
        return _again(request, context | {"form": form}, str(refusal))
    ticket = signing.dumps(session.pk, salt=SALT)
    return render(request, "network/portal.html", context | {"ticket": ticket, "code_form": CodeForm()})


def _again(request: Request, context: dict[str, Any], words: str) -> HttpResponse:
    return render(request, "network/portal.html", context | {"refusal": words}, status=422)


def _code(request: Request, context: dict[str, Any]) -> HttpResponse:
    ticket = request.POST["bilet"]
    try:
        session_id = signing.loads(ticket, salt=SALT, max_age=services.CODE_MINUTES * 60 + 60)
    except signing.BadSignature:
        return _again(request, context | {"form": GuestForm()}, "Kodun süresi doldu; yeni kod isteyin.")
    form = CodeForm(request.POST)
    shown = context | {"ticket": ticket, "code_form": form}
    if not form.is_valid():
        return render(request, "network/portal.html", shown, status=422)
    try:
        session = services.sign_in(session_id, actor=NOBODY, code=form.cleaned_data["code"])
    except Refused as refusal:
        return _again(request, shown, str(refusal))
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "network/portal.html", context | {"session": session})
