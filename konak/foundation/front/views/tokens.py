"""Keys for machines: one's own, and all of them for those who look after them."""

import datetime as dt
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import PERMISSIONS
from konak.foundation.access.tokens import Token
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import seats_of
from konak.foundation.ui import forms as ui
from konak.foundation.ui import workbook
from konak.foundation.web.actions import act
from konak.foundation.web.http import Request

from .. import access, queries
from ..services import tokens
from . import sheets
from .errors import only_post
from .safety import WhyForm

SCOPES = [("read", "Yalnız okur"), ("write", "Okur ve değiştirir")]


class TokenForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80, help_text="Nerede kullanılacağı: «Açık veri aktarımı» gibi.")
    seat_id = forms.TypedChoiceField(label="Makam", coerce=int, help_text="Anahtar bu makamın gördüğünü görür.")
    expires_on = ui.DateField(label="Son gün", help_text="En çok bir yıl. O gün de geçerlidir.")
    scope = forms.ChoiceField(label="Ne yapabilir?", choices=SCOPES, widget=forms.RadioSelect, initial="read")
    permissions = forms.MultipleChoiceField(
        label="Yalnız şu yetkiler",
        required=False,
        help_text="Boş bırakırsanız makamınızın bütün yetkileri geçerli olur.",
    )

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = list(seats_of(request.actor.user_id or 0))
        seat, codes = self.fields["seat_id"], self.fields["permissions"]
        assert isinstance(seat, forms.TypedChoiceField)
        assert isinstance(codes, forms.MultipleChoiceField)
        seat.choices = [(one.pk, f"{one.get_position_display()} · {one.unit}") for one in seats]
        held = [one for one in PERMISSIONS.values() if request.actor.holds(one)]
        codes.choices = [(one.code, f"{one.label} ({one.code})") for one in sorted(held, key=lambda one: one.code)]
        self.fields["expires_on"].initial = localdate() + dt.timedelta(days=90)


def index(request: Request) -> HttpResponse:
    own = [row_of(one) for one in queries.tokens_of(request.actor.user_id or 0)]
    if workbook.asked(request):
        return sheets.tokens(own, [])
    shown = {"tokens": own}
    return render(request, "front/tokens.html", shown)


def row_of(token: Token) -> dict[str, Any]:
    """A key with its state in words."""
    if token.revoked_at:
        state, kind = "İptal edildi", "closed"
    elif token.expires_on < localdate():
        state, kind = "Süresi doldu", "closed"
    elif token.seat.until and token.seat.until < localdate():
        state, kind = "Makam sona erdi", "closed"
    else:
        state, kind = "Geçerli", "done"
    labels = [PERMISSIONS[code].label if code in PERMISSIONS else code for code in token.permissions]
    return {"token": token, "state": state, "kind": kind, "living": kind == "done", "labels": labels}


@reauthentication_required  # type: ignore[untyped-decorator]
def make(request: Request) -> HttpResponse:
    """The form, and after it the one page that shows the secret."""
    form = TokenForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            token, secret = tokens.make_token(
                actor=request.actor,
                seat_id=asked["seat_id"],
                name=asked["name"],
                expires_on=asked["expires_on"],
                writes=asked["scope"] == "write",
                permissions=asked["permissions"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            answer = render(request, "front/token_made.html", {"token": token, "secret": secret})
            answer["Cache-Control"] = "no-store"
            return answer
    return render(request, "front/token_make.html", {"form": form}, status=422 if form.is_bound else 200)


@only_post
def revoke(request: Request, token_id: int) -> HttpResponse:
    try:
        tokens.revoke_token(token_id, actor=request.actor)
        messages.success(request, "Anahtar iptal edildi; artık hiçbir kapıyı açmaz.")
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("front:tokens")


def everyone(request: Request) -> HttpResponse:
    """Every key of the house."""
    if not request.actor.reach(access.TOKENS).everywhere:
        raise PermissionDenied
    before, all_of_them = request.GET.get("once", ""), request.GET.get("hepsi") == "1"
    if workbook.asked(request):

        def page_after(cursor: str) -> tuple[list[Token], str]:
            before = int(cursor) if cursor else None
            found = queries.every_token(
                request.actor, living=not all_of_them, before=before, limit=workbook.CHUNK + 1
            )
            shown = found[: workbook.CHUNK]
            return shown, str(shown[-1].pk) if len(found) > len(shown) else ""

        told = [("Görünüm", "Tümü" if all_of_them else "Yalnız geçerliler")]
        return sheets.tokens(map(row_of, workbook.page_by_page(page_after)), told)
    found = queries.every_token(
        request.actor,
        living=not all_of_them,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    more, found = len(found) > queries.TOKEN_PAGE, found[: queries.TOKEN_PAGE]
    here = reverse("front:every_token")
    filters = "hepsi=1&" if all_of_them else ""
    shown = {
        "tokens": [row_of(one) for one in found],
        "all": all_of_them,
        "first": f"{here}?{filters}" if before else "",
        "older": f"{here}?{filters}once={found[-1].pk}" if more else "",
    }
    return render(request, "front/every_token.html", shown)


take_back = act(
    tokens.revoke_foreign_token,
    WhyForm,
    lambda token: reverse("front:every_token"),
    title="Anahtarı iptal et",
    button="İptal et",
    lead="Bu anahtarla çalışan programlar hemen durur. Sahibine nedenini bildirin.",
    danger=True,
)
