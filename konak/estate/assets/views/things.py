"""The register on the screen: the list, one thing, its facts."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.access import Actor
from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, filters_of, found, given, moments, press

from ..forms.basic import AssetFileForm, ExtraForm, FactsForm, ManyBackForm, ManyForm, MaybeWhyForm, PartForm
from ..models import Asset, AssetState
from ..queries import discovered, holding, things
from ..services import custody, labels
from ..services import things as services
from . import sheets

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
    mine = any(custody.responsible(row) == request.actor.user_id for row in running if row.state == "accepted")
    offered = next((row for row in running if row.state == "offered"), None)
    schema = services.extra_schema(asset.item)
    context = {
        "asset": asset,
        "custodies": rows,
        "running": running,
        "offered": offered,
        "keeps": keeps,
        "mine": mine,
        "may_give": not asset.retired and (keeps or mine) and offered is None and asset.state in ("stored", "used"),
        "story": moments("assets.asset", asset.tag),
        "history": things.history(asset),
        "papers": things.papers(asset),
        "parts": list(asset.parts.order_by("tag")[:50]),
        "built_from": list(asset.built_from.select_related("item", "source")),
        "receipts": things.receipts_of(asset),
        "extras": [
            (facts.get("title") or name, asset.extra.get(name)) for name, facts in schema["properties"].items()
        ],
        "has_extra": bool(schema["properties"]),
        "locks": list(asset.locks.select_related("by")),
        "devices": list(asset.devices.order_by("-last_seen")[:3]),
        "differences": list(discovered.differences(request.actor, asset)),
        "code": labels.svg(asset.tag),
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


def extra(request: Request, tag: str) -> HttpResponse:
    asset: Asset = found(things.asset, request.actor, tag)
    form = ExtraForm(**given(request), schema=services.extra_schema(asset.item), initial=asset.extra)
    return answer(
        request, form, services.edit, tag, title="Ek alanlar", lead=str(asset), next_url=lambda row: page_of(row.tag)
    )


def part(request: Request, tag: str) -> HttpResponse:
    asset: Asset = found(things.asset, request.actor, tag)
    form = PartForm(**given(request), initial={"parent": asset.parent.tag if asset.parent else ""})
    return answer(
        request, form, services.set_parent, tag, title="Parçası olduğu taşınır", next_url=lambda row: page_of(row.tag)
    )


def add_file(request: Request, tag: str) -> HttpResponse:
    found(things.asset, request.actor, tag)
    return answer(
        request,
        AssetFileForm(**given(request)),
        services.add_file,
        tag,
        title="Fotoğraf ya da belge ekle",
        button="Ekle",
        next_url=lambda row: page_of(tag),
    )


@require_GET
def file(request: Request, tag: str, file_id: int) -> HttpResponseBase:
    asset: Asset = found(things.asset, request.actor, tag)
    return serve(found(things.paper, asset, file_id).file)


def repair(request: Request, tag: str) -> HttpResponse:
    asset: Asset = found(things.asset, request.actor, tag)
    away = asset.state == AssetState.REPAIR

    def turn(*, actor: Actor, why: str) -> Any:
        service = services.from_repair if away else services.to_repair
        return service(tag, actor=actor, note=why)

    return answer(
        request,
        MaybeWhyForm(**given(request)),
        turn,
        title="Onarımdan döndü" if away else "Onarıma ver",
        lead="Zimmet sürer; zimmetli kişi sorumluluğunu korur.",
        next_url=lambda row: page_of(tag),
    )


@require_POST
def unlock(request: Request, tag: str, field: str) -> HttpResponse:
    done = "Alanın kilidi açıldı; envanter ajanı yazabilir."
    return press(request, services.unlock, tag, field=field, back=page_of(tag), done=done)


def many(request: Request) -> HttpResponse:
    """Several things given to one, or taken back, under one number."""
    back = request.GET.get("islem") == "iade"
    tags = "\n".join(tag for tag in request.GET.getlist("tag") if tag)
    if back:
        return answer(
            request,
            ManyBackForm(**given(request), initial={"tags": tags}),
            custody.take_back,
            title="Toplu iade al",
            button="İade al",
            lead="Hepsi iade alınır ya da hiçbiri.",
            next_url=lambda count: reverse("assets:index"),
            done="Taşınırlar ambara iade alındı.",
        )
    return answer(
        request,
        ManyForm(**given(request), initial={"tags": tags}),
        custody.give,
        title="Toplu zimmet ver",
        button="Ver",
        lead="Hepsi tek teslim belgesiyle verilir ya da hiçbiri; alan kişi tek basışla kabul eder.",
        next_url=lambda rows: reverse("assets:index") + "?custody=waiting",
        done="Zimmetler kabul bekliyor; alan kişiye bildirildi.",
    )
