"""One's own safety: second factors, sessions; and what administrators do to the accounts of others."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as keys
from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.people.models import User
from konak.foundation.ui import forms as ui
from konak.foundation.ui import workbook
from konak.foundation.web import sessions as web_sessions
from konak.foundation.web.actions import act
from konak.foundation.web.http import Request
from konak.foundation.web.second_factor import standing

from .. import access
from ..factors import may_remove
from ..queries import factors_of, safety_of
from ..services import accounts, sessions
from . import sheets
from .errors import only_post

__all__ = ["RemoveKeyView", "index", "reauthentication_required"]


def index(request: Request) -> HttpResponse:
    """What protects the account, and what is still missing."""
    found = factors_of(request.actor.user_id or 0)
    return render(request, "front/factor/index.html", {"factors": found, "standing": standing(request)})


class RemoveKeyView(keys.RemoveWebAuthnView):  # type: ignore[misc]
    """allauth asks for the last app whether it may go, but not for the last key; both are one rule here."""

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise_if_reauthentication_required(request, app="allauth.mfa")
        key = Authenticator.objects.filter(
            user=request.user, type=Authenticator.Type.WEBAUTHN, pk=kwargs["pk"]
        ).first()
        if key is not None and not may_remove(key):
            words = "Makamınız ikinci doğrulamayı zorunlu kılıyor: son yöntemi kaldıramazsınız. Önce yenisini kurun."
            messages.warning(request, words)
            return HttpResponseRedirect(reverse("mfa_index"))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


# Sessions -----------------------------------------------------------------------------------------------------------


def visits(request: Request) -> HttpResponse:
    found = web_sessions.visits(request.actor.user_id or 0, request.session.session_key)
    if workbook.asked(request):
        return sheets.visits(found)
    return render(request, "front/factor/sessions.html", {"visits": found, "others": len(found) > 1})


@only_post
def end_visit(request: Request, session_id: int) -> HttpResponse:
    try:
        sessions.end_one(session_id, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "Oturum kapatıldı.")
    return redirect("front:sessions")


@only_post
def end_other_visits(request: Request) -> HttpResponse:
    count = sessions.end_others(request.session.session_key or "", actor=request.actor)
    messages.success(request, f"{count} oturum kapatıldı." if count else "Başka açık oturumunuz yok.")
    return redirect("front:sessions")


# Accounts of others -------------------------------------------------------------------------------------------------


class WhyForm(forms.Form):
    why = ui.LongText(label="Gerekçe", max_length=300, rows=2, help_text="İzde kalır; kişisel bilgi yazmayın.")


def _page(user: User) -> str:
    return reverse("front:person", args=[user.pk])


def panel(person: User, actor: Actor) -> dict[str, Any] | None:
    """The safety of an account on the page of its owner, for those who look after accounts."""
    if not actor.reach(access.ACCOUNTS).everywhere:
        return None
    return {"safety": safety_of(person.pk), "own": person.pk == actor.user_id}


reset = act(
    accounts.reset_second_factor,
    WhyForm,
    _page,
    title="İkinci doğrulamayı sıfırla",
    button="Sıfırla",
    lead="Kişinin doğrulama uygulaması, anahtarları ve kurtarma kodları silinir; açık oturumları kapanır. "
    "Kimliğini yüz yüze ya da bilinen numarasından arayarak doğrulayın.",
    danger=True,
)
end_all = act(
    accounts.end_all_sessions,
    WhyForm,
    _page,
    title="Oturumlarını kapat",
    button="Hepsini kapat",
    lead="Kişi bütün aygıtlarında yeniden giriş yapar; kaydetmediği yazılar kaybolabilir.",
    danger=True,
)
close = act(
    accounts.close_account,
    WhyForm,
    _page,
    title="Hesabı kapat",
    button="Hesabı kapat",
    lead="Kişi artık giremez; oturumları ve API anahtarları hemen sona erer. Yaptıkları ve adı kayıtlarda kalır.",
    danger=True,
)
reopen = act(
    accounts.open_account,
    WhyForm,
    _page,
    title="Hesabı yeniden aç",
    button="Hesabı aç",
    lead="Kişi parolasıyla yeniden girebilir. İptal edilmiş API anahtarları geri gelmez.",
)
