"""Custody on the screen: one's own list, accepting, objecting, giving, taking back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.access import Actor
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given, press

from ..forms.basic import GiveForm, MaybeWhyForm, WhyForm
from ..queries import holding, things
from ..services import custody
from .things import page_of


@require_GET
def mine(request: Request) -> HttpResponse:
    rows = holding.mine(request.actor)
    context = {
        "waiting": [row for row in rows if row.state == "offered"],
        "held": [row for row in rows if row.state == "accepted"],
        "past": holding.past(request.actor),
        "worth": sum(row.asset.cost for row in rows if row.holder_id),
    }
    return render(request, "assets/mine.html", context)


@require_POST
def accept(request: Request, custody_id: int) -> HttpResponse:
    back = reverse("assets:mine")
    return press(request, custody.accept, custody_id, back=back, done="Zimmeti kabul ettiniz.")


@require_POST
def accept_all(request: Request) -> HttpResponse:
    back = reverse("assets:mine")
    return press(request, custody.accept_all, back=back, done="Bekleyen zimmetlerin tümünü kabul ettiniz.")


def object_to(request: Request, custody_id: int) -> HttpResponse:
    return answer(
        request,
        WhyForm(**given(request)),
        custody.object_to,
        custody_id,
        title="Zimmete itiraz et",
        button="İtiraz et",
        lead="Teslim almadıysanız ya da taşınır yazılandan başkaysa nedenini yazın; taşınır ambara döner.",
        next_url=lambda row: reverse("assets:mine"),
        done="İtirazınız taşınır kayıt yetkilisine iletildi.",
    )


def give(request: Request, tag: str) -> HttpResponse:
    asset = found(things.asset, request.actor, tag)

    def hand(*, actor: Actor, **facts: Any) -> Any:
        return custody.give([tag], actor=actor, **facts)

    return answer(
        request,
        GiveForm(**given(request)),
        hand,
        title="Zimmete ver" if asset.holder is None else "Zimmeti devret",
        button="Ver",
        lead=f"{asset}. Zimmet, alan kişi ekranda kabul edince kesinleşir.",
        next_url=lambda rows: page_of(tag),
        done="Zimmet kabul bekliyor; alan kişiye bildirildi.",
    )


def take_back(request: Request, tag: str) -> HttpResponse:
    asset = found(things.asset, request.actor, tag)

    def back(*, actor: Actor, **facts: Any) -> Any:
        return custody.take_back([tag], actor=actor, **facts)

    return answer(
        request,
        MaybeWhyForm(**given(request)),
        back,
        title="Ambara iade al",
        button="İade al",
        lead=f"{asset}. Zimmet sona erer, taşınır ambara döner.",
        next_url=lambda count: page_of(tag),
        done="Taşınır ambara iade alındı.",
    )


def report_loss(request: Request, custody_id: int) -> HttpResponse:
    return answer(
        request,
        WhyForm(**given(request)),
        custody.report_loss,
        custody_id,
        title="Kayıp ya da hasar bildir",
        button="Bildir",
        lead="Ne olduğunu yazın: nerede, ne zaman, nasıl. Taşınır kayıt yetkilisine hemen iletilir.",
        next_url=lambda row: reverse("assets:mine"),
        done="Bildiriminiz taşınır kayıt yetkilisine iletildi.",
    )


@require_POST
def withdraw(request: Request, custody_id: int) -> HttpResponse:
    tag = found(holding.tag_of, custody_id)
    return press(request, custody.withdraw, custody_id, back=page_of(tag), done="Teslim geri çekildi.")
