"""The register on the screen: the list, one thing, its facts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request

from ..forms.basic import FactsForm
from ..models import Asset, AssetState
from ..queries import holding, things
from ..services import things as services
from . import sheets
from .common import address, answer, filters_of, found, given, moments

TABS = (
    ("Kayıtta", None),
    ("Ambarda", AssetState.STORED),
    ("Kullanımda", AssetState.USED),
    ("Onarımda", AssetState.REPAIR),
    ("Kayıttan düşen", "off"),
)
LABELS = {
    "item": "Kod",
    "warehouse": "Ambar",
    "place": "Yer",
    "q": "Arama",
    "since": "Giriş, en erken",
    "until": "Giriş, en geç",
    "unit": "Birim",
    "holder": "Zimmetli",
    "model": "Model",
}
WARRANTY = (("ending", "90 günde bitiyor"), ("running", "Sürüyor"), ("over", "Bitmiş"))
CUSTODY = (("waiting", "Kabul bekleyen"), ("none", "Kullanımda, zimmetsiz"))


def _chips(filters: things.AssetFilter, rows: dict[str, Any]) -> list[Chip]:
    found = []
    for name, value in filters.model_dump(exclude_none=True).items():
        if name == "state":
            continue
        words = f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
        label = LABELS.get(name, "Süzgeç")
        if name == "warranty":
            label, words = "Garanti", dict(WARRANTY).get(words, words)
        elif name == "custody":
            label, words = "Zimmet", dict(CUSTODY).get(words, words)
        elif name in rows:
            words = str(rows[name])
        found.append(Chip(label, words, address(filters, **{name: None})))
    return found


@require_GET
def index(request: Request) -> HttpResponse:
    filters = filters_of(things.AssetFilter, request.GET)
    rows = things.assets(request.actor, filters)
    stores = list(things.warehouses(request.actor))
    named: dict[str, Any] = {}
    if filters.holder or filters.model or filters.unit:
        one = rows.first()
        if one is not None:
            named = {"holder": one.holder, "model": one.model, "unit": one.unit}
    chips = _chips(filters, named)
    tabs = [Tab(label, address(filters, state=state), filters.state == state) for label, state in TABS]
    if workbook.asked(request):
        every = rows.order_by("-pk")[: workbook.ENOUGH]
        return sheets.assets(every.iterator(chunk_size=1_000), workbook.told(tabs, chips))
    page, after = things.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "clear": address(things.AssetFilter(state=filters.state)),
        "filters": filters,
        "stores": stores,
        "warranties": WARRANTY,
        "custodies": CUSTODY,
        "older": address(filters, sonra=after) if after else "",
        "newer": address(filters) if request.GET.get("sonra") else "",
        "keeps": things.kept_warehouses(request.actor).exists(),
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "assets/_assets.html" if inside else "assets/index.html", context)


def page_of(tag: str) -> str:
    return reverse("assets:asset", args=[tag])


@require_GET
def record(request: Request, tag: str) -> HttpResponse:
    asset = found(things.asset, request.actor, tag)
    rows = holding.of_asset(asset)
    running = [row for row in rows if row.running]
    keeps = asset.warehouse.keeper_objection(request.actor.user_id) is None
    mine = any(row.holder_id == request.actor.user_id for row in running if row.state == "accepted")
    context = {
        "asset": asset,
        "custodies": rows,
        "running": running,
        "keeps": keeps,
        "may_give": not asset.retired and (keeps or mine) and not any(row.state == "offered" for row in running),
        "story": moments("assets.asset", asset.tag),
    }
    return render(request, "assets/asset.html", context)


def edit(request: Request, tag: str) -> HttpResponse:
    asset: Asset = found(things.asset, request.actor, tag)
    initial = {name: getattr(asset, name) for name in FactsForm.base_fields if name not in ("maker", "model")}
    if asset.model:
        initial |= {"maker": asset.model.maker, "model": asset.model.name}
    return answer(
        request,
        FactsForm(**given(request), initial=initial),
        services.edit,
        tag,
        title="Taşınırın bilgileri",
        lead=str(asset),
        next_url=lambda row: page_of(row.tag),
    )
