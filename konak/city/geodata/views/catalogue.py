"""The catalogue: its list, the page of a layer, and what is changed about one."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, filters_of, found, given, moments, posted, press

from .. import access, queries, services
from ..forms import (
    DescribeForm,
    ExportForm,
    FieldForm,
    GrantForm,
    LoadForm,
    NothingForm,
    OpenForm,
    PublishForm,
    RuleForm,
    field_initial,
)
from ..models import Layer, Sensitivity, State, Theme
from ..queries import metadata, rows
from ..reading import grids
from ..services import exporting, opening
from ..tables import LAYER_TOLD
from . import mapped

PER_PAGE = 50
ORDER = ("title", "pk")
NAMES = ("state", "sensitivity", "theme", "q")
DRAWN = 1_200
"""Rows of a layer that its page sketches."""


def page_of(layer: Any) -> str:
    name = layer.name if isinstance(layer, Layer) else str(layer)
    return reverse("geodata:layer", args=[name])


@require_GET
def index(request: Request) -> HttpResponse:
    ask = asked(request, *NAMES, "sonra")
    filters = filters_of(queries.LayerFilter, request.GET)
    layers = queries.catalogue(request.actor, filters)
    counts = queries.counts(request.actor)
    base = {key: ask[key] for key in ("sensitivity", "theme", "q")}
    tabs = [
        Tab("Tümü", address(base), not ask["state"], counts["every"]),
        *(
            Tab(str(one.label), address(base, state=one.value), ask["state"] == one.value, counts[one.value])
            for one in State
        ),
    ]
    full = {name: ask[name] for name in NAMES}
    chips = []
    if ask["sensitivity"] in Sensitivity.values:
        chips.append(Chip("Kime açık", str(Sensitivity(ask["sensitivity"]).label), address(full, sensitivity="")))
    if ask["theme"] and ask["theme"] in Theme.values:
        chips.append(Chip("Tema", str(Theme(ask["theme"]).label), address(full, theme="")))
    if ask["q"]:
        chips.append(Chip("Arama", ask["q"], address(full, q="")))
    if sheets.asked(request):
        return _workbook(list(layers.order_by(*ORDER)[: sheets.ENOUGH]), sheets.told(tabs, chips))
    page, after = page_after(layers, ORDER, ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "sensitivities": Sensitivity.choices,
        "themes": Theme.choices[1:],
        "total": counts["every"],
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_open": request.actor.holds(access.KEEP),
    }
    return render(request, "geodata/index.html", context)


def _workbook(layers: list[Layer], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Katman", 36), ("Ad", 22), ("Durum", 16), ("Kime açık", 16), ("Geometri", 14), ("EPSG", 8), ("Kayıt", 12)),
        *(("Son değişiklik", 18), ("Yenileme", 16), ("TUCBS teması", 20), ("Lisans", 24), ("Sahibi", 36)),
    ]
    lines = (
        [
            *(one.title, one.name, one.get_state_display(), one.get_sensitivity_display()),
            *(one.get_geometry_type_display(), one.srid, one.row_count, one.data_changed_at),
            *(one.get_update_plan_display(), one.get_theme_display(), one.get_licence_display(), one.unit.name),
        ]
        for one in layers
    )
    return sheets.workbook("Katmanlar", head, lines, "katmanlar", filters=told)


@require_GET
def ages(request: Request) -> HttpResponse:
    """When each published layer should be renewed by its own plan."""
    late = request.GET.get("geciken") == "1"
    every = queries.age_rows(request.actor)
    shown = [row for row in every if not late or (row["left"] is not None and row["left"] < 0)]
    overdue = sum(1 for row in every if row["left"] is not None and row["left"] < 0)
    tabs = [Tab("Yayındakiler", "?", not late, len(every)), Tab("Süresi geçen", "?geciken=1", late, overdue)]
    if sheets.asked(request):
        head = [
            *(("Katman", 36), ("Yenileme", 18), ("Son değişiklik", 18)),
            *(("Süresi", 14), ("Kalan gün", 12), ("Sahibi", 36)),
        ]
        lines = (
            [
                *(row["layer"].title, row["layer"].get_update_plan_display(), row["layer"].data_changed_at),
                *(row["due"], row["left"], row["layer"].unit.name),
            ]
            for row in shown
        )
        return sheets.workbook("Güncellik", head, lines, "guncellik", filters=sheets.told(tabs))
    return render(request, "geodata/ages.html", {"rows": shown, "tabs": tabs, "total": len(every)})


def open_(request: Request) -> HttpResponse:
    return answer(
        request,
        OpenForm(**given(request), actor=request.actor),
        opening.open_any,
        title="Katman aç",
        button="Aç",
        lead="Katman taslak olarak açılır; yayımlanana kadar yalnız biriminiz görür.",
        next_url=page_of,
    )


@require_GET
def show(request: Request, name: str) -> HttpResponse:
    actor = request.actor
    layer = found(queries.layer, actor, name)
    sight = queries.sight(actor, layer)
    mine = queries.owns(actor, layer)
    keeps = actor.reach(access.KEEP).covers(layer)
    first = rows.found(sight, limit=DRAWN, geometry=True)
    whole = mapped.drawn(layer, sight.fields, first.rows)
    last_check = queries.checks(actor, layer).first() if mine else None
    changes = rows.newest_changes(sight, 8)
    context = {
        "layer": layer,
        "system": f"{grids.title_of(layer.srid)} (EPSG:{layer.srid})",
        "fields": sight.fields,
        "kind": layer.state_kind,
        "mine": mine,
        "keeps": keeps,
        "edits": queries.may_edit(actor, layer),
        "map": [whole if first.after is None else mapped.tiled(layer, sight.fields)] if first.rows else [],
        # near enough that something is drawn where only a part fits
        "bounds": mapped.bounds(first.rows if first.after is None else first.rows[:40]),
        "cut": first.after is not None,
        "grants": list(layer.grants.select_related("unit")) if mine else [],
        "loads": list(queries.loads(actor, layer)[:5]) if mine else [],
        "rules": list(layer.rules.select_related("other")) if mine else [],
        "check": last_check,
        "waiting": queries.proposals(actor, layer).filter(state="waiting").count(),
        "publication": layer.publications.filter(case__closed_at=None).first() if mine else None,
        "changes": changes,
        "people": rows.people(one.changed_by for one in changes),
        "story": moments("geodata.layer", layer.name, LAYER_TOLD, last=12) if mine else [],
        "may_discard": keeps and layer.state == State.DRAFT and not layer.published_on,
    }
    return render(request, "geodata/layer.html", context)


def describe(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    initial = {key: getattr(layer, key) for key in DescribeForm.base_fields} | {"keywords": ", ".join(layer.keywords)}
    return answer(
        request,
        DescribeForm(**given(request), layer=layer, initial=initial),
        services.describe,
        name,
        title="Tanımını ve üst veriyi düzenle",
        next_url=page_of,
        done="Katmanın tanımı kaydedildi.",
    )


def add_field(request: Request, name: str) -> HttpResponse:
    found(queries.layer, request.actor, name)
    return answer(
        request,
        FieldForm(posted(request)),
        _add_field,
        name,
        title="Alan ekle",
        button="Ekle",
        next_url=lambda made: page_of(name),
        done="Alan eklendi.",
    )


def _add_field(layer_name: str, *, actor: Any, **facts: Any) -> Any:
    return services.add_field(layer_name, actor=actor, **facts)


def change_field(request: Request, name: str, column: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    field = layer.fields.filter(name=column).first()
    if field is None:
        raise Http404
    return answer(
        request,
        FieldForm(posted(request), fixed=True, initial=field_initial(field)),
        services.change_field,
        name,
        column,
        title=f"{field.title} alanı",
        lead=f"Sütun adı {field.name}, türü {field.get_kind_display()}; bunlar değişmez.",
        next_url=lambda made: page_of(name),
        done="Alanın tanımı kaydedildi.",
    )


@require_POST
def remove_field(request: Request, name: str, column: str) -> HttpResponse:
    return press(request, services.remove_field, name, column, back=page_of(name), done="Alan kaldırıldı.")


def grant(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    return answer(
        request,
        GrantForm(posted(request)),
        services.grant,
        name,
        title="Birime izin ver",
        button="İzin ver",
        lead=f"«{layer.title}» katmanını bu birim ve ona bağlı birimler görür.",
        next_url=lambda made: page_of(name),
        done="İzin verildi.",
    )


@require_POST
def take_back(request: Request, name: str, grant_id: int) -> HttpResponse:
    return press(request, services.take_back, name, grant_id, back=page_of(name), done="İzin geri alındı.")


def publish(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    what = {State.DRAFT: "publish", State.PUBLISHED: "widen", State.RETIRED: "publish"}[State(layer.state)]
    return answer(
        request,
        PublishForm(posted(request), initial={"what": what, "sensitivity": layer.sensitivity}),
        services.publishing.ask,
        name,
        title="Yayım onayı iste",
        button="Onaya gönder",
        lead="Şefiniz ya da müdürünüz onaylayınca katman seçtiğiniz kişilere açılır.",
        next_url=lambda made: reverse("front:case", args=[made.case.number]),
    )


def discard(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    return answer(
        request,
        NothingForm(posted(request)),
        lambda name, *, actor: services.discard(name, actor=actor) or True,
        name,
        title="Taslağı sil",
        button="Sil",
        danger=True,
        lead=f"«{layer.title}» tablosu ve içindeki {layer.row_count} kayıt geri dönmemek üzere silinir.",
        next_url=lambda made: reverse("geodata:index"),
        done="Taslak silindi.",
    )


def load(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    return answer(
        request,
        LoadForm(**given(request), layer=layer),
        _ask_load,
        name,
        title="Dosyadan veri al",
        button="Yükle",
        lead="Dosya arka planda okunur, hatalı kayıtlar satırıyla raporlanır. Katman ya hepsini alır ya hiçbirini.",
        next_url=lambda made: reverse("geodata:load", args=[made.pk]),
    )


def _ask_load(name: str, *, actor: Any, **facts: Any) -> Any:
    made = services.loading.ask(name, actor=actor, **facts)
    services.loading.queue(made)
    return made


def rule(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    return answer(
        request,
        RuleForm(posted(request), layer=layer, actor=request.actor),
        services.quality.set_rule,
        name,
        title="Kalite kuralı koy",
        next_url=lambda made: page_of(name),
        done="Kural kondu.",
    )


@require_POST
def drop_rule(request: Request, name: str, rule_id: int) -> HttpResponse:
    return press(request, services.quality.drop_rule, name, rule_id, back=page_of(name), done="Kural kaldırıldı.")


@require_POST
def check(request: Request, name: str) -> HttpResponse:
    try:
        made = found(services.quality.check, name, actor=request.actor)
    except Refused:
        return press(request, services.quality.check, name, back=page_of(name), done="")
    return go(request, reverse("geodata:check", args=[name, made.pk]))


def export(request: Request, name: str) -> HttpResponseBase:
    """The layer as a file; a GET shows the choice, `?bicim_dosya=` takes it."""
    layer = found(queries.layer, request.actor, name)
    form = ExportForm(request.GET if "bicim_dosya" in request.GET else None, layer=layer)
    if form.is_bound and form.is_valid():
        kind = form.cleaned_data["bicim_dosya"]
        with tempfile.TemporaryDirectory(prefix="konak-geodata-") as folder:
            try:
                path = exporting.write(
                    name, Path(folder), actor=request.actor, form=kind, srid=form.cleaned_data["srid"]
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return FileResponse(
                    path.open("rb"), as_attachment=True, filename=path.name, content_type=exporting.FORMATS[kind][2]
                )
    context = {"form": form, "layer": layer}
    return render(request, "geodata/export.html", context, status=422 if form.is_bound else 200)


@require_GET
def iso(request: Request, name: str) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    content = metadata.xml(layer, rows.extent(layer), request.build_absolute_uri(page_of(layer)))
    reply = HttpResponse(content, content_type="application/xml")
    reply["Content-Disposition"] = f'attachment; filename="{layer.name}.xml"'
    return reply
