"""Reported devices on the screen."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.access import Actor
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.ui.workbook import Column
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, given, press

from ..forms.basic import TagForm, WhyForm
from ..forms.receipts import MessageForm
from ..queries import discovered, things
from ..services import discovery

VIEWS = (("Tümü", ""), ("Kayıtsız", "unknown"), ("Eşleşen", "matched"), ("Kayıt dışı sayılan", "ignored"))


@require_GET
def index(request: Request) -> HttpResponse:
    view, q = request.GET.get("gorunum", ""), request.GET.get("q", "").replace("\0", "").strip()[:80]
    rows = discovered.devices(request.actor, view, q)
    tabs = [Tab(label, f"?gorunum={key}" if key else "?", key == view) for label, key in VIEWS]
    if workbook.asked(request):
        head = [Column("Ağdaki adı", 24), Column("Üretici", 20), Column("Model", 26), Column("Seri no", 24)]
        head += [Column("İşletim sistemi", 30), Column("MAC", 30), Column("Son görülme", 18), Column("Sicil no", 28)]
        head += [Column("Kayıt dışı nedeni", 30)]
        lines = (
            [
                *(row.hostname, row.maker, row.model, row.serial, row.system, ", ".join(row.macs), row.last_seen),
                *(row.asset.tag if row.asset else "", row.ignored_why),
            ]
            for row in rows.order_by("-pk")[: workbook.ENOUGH]
        )
        return workbook.workbook("Görülen cihazlar", head, lines, "cihazlar", filters=workbook.told(tabs))
    page, after = things.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": page,
        "seen": things.seen(request.actor, [row.asset_id for row in page if row.asset_id]),
        "tabs": tabs,
        "view": view,
        "q": q,
        "older": f"?gorunum={view}&sonra={after}" if after else "",
        "newer": f"?gorunum={view}" if request.GET.get("sonra") else "",
        "differences": list(discovered.differences(request.actor)[:50]),
        "keeps": things.kept_warehouses(request.actor).exists(),
    }
    return render(request, "assets/devices.html", context)


def _back(_: Any = None) -> str:
    return reverse("assets:devices")


def hand_in(request: Request) -> HttpResponse:
    return answer(
        request,
        MessageForm(**given(request)),
        discovery.receive,
        title="Envanter bildirimi yükle",
        button="İşle",
        lead="Ajanlar kendiliğinden de gönderebilir: POST /api/assets/discovery.",
        next_url=_back,
        done="Bildirim işlendi.",
    )


def tie(request: Request, device_id: int) -> HttpResponse:
    return answer(
        request,
        TagForm(**given(request)),
        discovery.tie,
        device_id,
        title="Taşınırla eşle",
        button="Eşle",
        next_url=_back,
        done="Cihaz taşınırla eşleşti.",
    )


def ignore(request: Request, device_id: int) -> HttpResponse:
    return answer(
        request,
        WhyForm(**given(request)),
        discovery.ignore,
        device_id,
        title="Kayıt dışı say",
        button="Kaydet",
        lead="Kurumun taşınırı olmayan cihaz: kiralık, sanal makine, misafir. Nedenini yazın.",
        next_url=_back,
    )


@require_POST
def decide(request: Request, difference_id: int, answer: str) -> HttpResponse:
    if answer not in ("al", "koru"):
        raise Http404

    def choose(*, actor: Actor) -> Any:
        return discovery.decide(difference_id, actor=actor, take=answer == "al")

    return press(request, choose, back=_back(), done="Karar kaydedildi.")
