"""Parts out of a thing, and a thing out of parts."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given

from ..forms.receipts import BuildForm, PartsForm
from ..queries import things
from ..services import salvage
from ..services.salvage import Taken
from .things import page_of


def dismantle(request: Request, tag: str) -> HttpResponse:
    asset = found(things.asset, request.actor, tag)
    form = PartsForm(**given(request))

    def apart(*, actor: Actor, why: str, **facts: Any) -> Any:
        parts = [Taken(*row) for row in form.rows(form.cleaned_data)]
        return salvage.dismantle(tag, actor=actor, parts=parts, why=why)

    return answer(
        request,
        form,
        apart,
        title="Sök, parçalarını ambara al",
        button="Fişleri hazırla",
        lead=f"{asset}. Taşınır hurdaya ayrılır, parçalar ambara girer; iki fiş de kontrole gider.",
        danger=True,
        next_url=lambda made: reverse("front:case", args=[made[0].case.number]),
        done="Hurda çıkışı ve parça girişi fişleri kontrol yetkilisine gönderildi.",
    )


def build(request: Request) -> HttpResponse:
    return answer(
        request,
        BuildForm(**given(request), actor=request.actor),
        salvage.assemble,
        title="Parçalardan taşınır üret",
        button="Üret ve kaydet",
        lead="Parçalar tüketim çıkışıyla ambardan düşer; üretilen taşınır, parçaların değeriyle sicil numarası alır.",
        next_url=lambda asset: page_of(asset.tag),
        done="Taşınır üretildi ve kaydedildi.",
    )
