"""The rows of a layer: their list, one of them with its past, and how it is changed."""

import datetime as dt
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.maps import MapLayer
from konak.foundation.ui.parts import Chip
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, asked, found, posted, press

from .. import access, queries, services
from ..forms import RowForm
from ..models import Field, Kind, Layer, Operation
from ..queries import rows
from ..queries.reach import Sight
from ..services.proposing import propose
from . import mapped

SHOWN = 6
"""Columns of a list of rows."""


def _sight(request: Request, name: str) -> Sight:
    return queries.sight(request.actor, found(queries.layer, request.actor, name))


def _one(sight: Sight, row_id: int) -> rows.Row:
    row = rows.one(sight, row_id)
    if row is None:
        raise Http404
    return row


def _told(fields: tuple[Field, ...] | list[Field], row: rows.Row) -> list[tuple[Field, str]]:
    return [(one, rows.shown(one, row.values[one.name])) for one in fields]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@require_GET
def index(request: Request, name: str) -> HttpResponse:
    sight = _sight(request, name)
    layer = sight.layer
    ask = asked(request, "q", "gun", "sonra")
    day = _day(ask["gun"])
    if sheets.asked(request):
        return _workbook(sight, ask, day)
    fields = list(sight.fields)[:SHOWN]
    older = ""
    if day is not None:
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), get_current_timezone())
        page = rows.as_of(sight, end, limit=500)
    else:
        after = int(ask["sonra"]) if ask["sonra"].isdecimal() and len(ask["sonra"]) < 19 else 0
        found_rows = rows.found(sight, words=ask["q"], after=after)
        page = found_rows.rows
        older = address({"q": ask["q"]}, sonra=found_rows.after) if found_rows.after else ""
    chips = []
    if ask["q"] and day is None:
        chips.append(Chip("Arama", ask["q"], address({}, q="")))
    if day is not None:
        chips.append(Chip("O gün", f"{day:%d.%m.%Y}", address({"q": ask["q"]}, gun="")))
    context = {
        "layer": layer,
        "fields": fields,
        "rows": [(one, _told(fields, one)) for one in page],
        "asked": ask,
        "chips": chips,
        "older": older,
        "first": address({"q": ask["q"]}) if ask["sonra"] else "",
        "edits": queries.may_edit(request.actor, layer),
        "past": day is not None,
        "today": localdate().isoformat(),
    }
    return render(request, "geodata/rows.html", context)


def _workbook(sight: Sight, ask: dict[str, str], day: dt.date | None) -> HttpResponse:
    head = [("No", 10), *((one.title, 22) for one in sight.fields), ("Sürüm", 8), ("Değişiklik", 18)]
    every = rows.walk(sight, words=ask["q"])
    lines = (
        [
            row.id,
            *(
                rows.shown(one, row.values[one.name]) if one.kind == Kind.CHOICE else row.values[one.name]
                for one in sight.fields
            ),
            *(row.version, row.changed_at),
        ]
        for row in every
    )
    told: list[tuple[str, object]] = [("Katman", sight.layer.title), ("Arama", ask["q"] or "Yok")]
    return sheets.workbook(sight.layer.title, head, lines, sight.layer.name, filters=told)


@require_GET
def show(request: Request, name: str, row_id: int) -> HttpResponse:
    sight = _sight(request, name)
    layer = sight.layer
    row = rows.one(sight, row_id)
    past = rows.past(sight, row_id)
    if row is None and not past:
        raise Http404
    shown = row or past[0]
    versions = _versions(list(sight.fields), ([row] if row else []) + past)
    names = rows.people([one.changed_by for one in past] + [one.ended_by for one in past] + [shown.changed_by])
    context = {
        "layer": layer,
        "row": shown,
        "gone": row is None,
        "title": str(shown.values.get(layer.label_field) or f"{layer.title} no {row_id}"),
        "values": _told(list(sight.fields), shown),
        "versions": versions,
        "people": names,
        "who": names.get(shown.changed_by or 0, ""),
        "map": _on_map(sight, shown),
        "bounds": mapped.bounds([shown]),
        "geojson": json.dumps(shown.geometry, ensure_ascii=False) if shown.geometry else "",
        "edits": queries.may_edit(request.actor, layer),
    }
    return render(request, "geodata/row.html", context)


def _on_map(sight: Sight, row: rows.Row) -> list[MapLayer]:
    """The row among those around it."""
    if not row.geometry:
        return []
    near = mapped.around(sight, row)
    return [
        mapped.drawn(sight.layer, sight.fields, near, label="Komşu kayıtlar", kind="closed", name="near"),
        mapped.drawn(sight.layer, sight.fields, [row], label="Bu kayıt", name="this"),
    ]


def _versions(fields: list[Field], every: list[rows.Row]) -> list[dict[str, Any]]:
    """Newest first, each with what it changed of the one before it."""
    told = []
    for place, one in enumerate(every):
        before = every[place + 1] if place + 1 < len(every) else None
        changes = []
        if before is not None:
            changes = [
                (each.title, rows.shown(each, before.values[each.name]), rows.shown(each, one.values[each.name]))
                for each in fields
                if before.values[each.name] != one.values[each.name]
            ]
            if before.geometry != one.geometry:
                changes.append(("Yeri", "önceki yer", "yeni yer"))
        told.append({"row": one, "changes": changes, "first": before is None})
    return told


def _form(request: Request, sight: Sight, row: rows.Row | None = None) -> RowForm:
    reviewed = _reviewed(request, sight.layer)
    initial: dict[str, Any] = {}
    if row is not None:
        for one in sight.fields:
            value = row.values[one.name]
            if one.kind == Kind.BOOLEAN and value is not None:
                value = "evet" if value else "hayır"
            initial[f"f_{one.name}"] = value
        initial["geometry"] = _single(row.geometry)
        near = mapped.around(sight, row)
    else:
        near = rows.found(sight, limit=300, geometry=True).rows
    form = RowForm(posted(request), layer=sight.layer, fields=sight.fields, reviewed=reviewed, initial=initial)
    form.beneath([mapped.drawn(sight.layer, sight.fields, near, label="Öbür kayıtlar", kind="closed")])
    return form


def _single(geometry: dict[str, Any] | None) -> dict[str, Any] | None:
    """A multi geometry of one part as that part: it can be drawn over."""
    if not geometry or not geometry["type"].startswith("Multi") or len(geometry["coordinates"]) != 1:
        return geometry
    return {"type": geometry["type"].removeprefix("Multi"), "coordinates": geometry["coordinates"][0]}


def _reviewed(request: Request, layer: Layer) -> bool:
    return layer.reviewed and not request.actor.reach(access.APPROVE).covers(layer)


def _page(
    request: Request,
    form: RowForm,
    sight: Sight,
    title: str,
    row: rows.Row | None,
    conflict: rows.Row | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "layer": sight.layer,
        "title": title,
        "row": row,
        "reviewed": _reviewed(request, sight.layer),
        "conflict": _told(list(sight.fields), conflict) if conflict else None,
        "conflict_row": conflict,
        "back": reverse("geodata:row", args=[sight.layer.name, row.id])
        if row
        else reverse("geodata:rows", args=[sight.layer.name]),
    }
    return render(request, "geodata/row_form.html", context, status=422 if form.is_bound else 200)


def _editable(request: Request, name: str) -> Sight:
    sight = _sight(request, name)
    if not queries.may_edit(request.actor, sight.layer):
        raise Http404
    return sight


def add(request: Request, name: str) -> HttpResponse:
    sight = _editable(request, name)
    form = _form(request, sight)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            if _reviewed(request, sight.layer):
                propose(
                    name, actor=request.actor, operation=Operation.ADD, geometry=data["geometry"],
                    given=_plain(data["given"]), why=data["why"],
                )  # fmt: skip
                messages.success(request, "Öneriniz onaya gönderildi.")
                return go(request, reverse("geodata:proposals"))
            key = services.add(name, actor=request.actor, geometry=data["geometry"] or {}, given=data["given"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kayıt eklendi.")
            return go(request, reverse("geodata:row", args=[name, key]))
    return _page(request, form, sight, "Kayıt ekle", None)


def edit(request: Request, name: str, row_id: int) -> HttpResponse:
    sight = _editable(request, name)
    row = _one(sight, row_id)
    form = _form(request, sight, row)
    conflict: rows.Row | None = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        text = request.POST.get("version", "")
        version = int(text) if text.isdecimal() and len(text) < 10 else 0
        try:
            if _reviewed(request, sight.layer):
                propose(
                    name, actor=request.actor, operation=Operation.CHANGE, row_id=row_id, version=version,
                    geometry=data["geometry"], given=_plain(data["given"]), why=data["why"],
                )  # fmt: skip
                messages.success(request, "Öneriniz onaya gönderildi.")
                return go(request, reverse("geodata:proposals"))
            services.change(
                name, row_id, actor=request.actor, version=version, geometry=data["geometry"], given=data["given"]
            )
        except services.Conflict as fault:
            form.add_error(None, str(fault))
            conflict = fault.now
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kayıt değişti; önceki hâli sürümlerinde durur.")
            return go(request, reverse("geodata:row", args=[name, row_id]))
    return _page(request, form, sight, "Kaydı düzenle", row, conflict)


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, dt.date | dt.datetime) else value
        for name, value in given.items()
    }


@require_POST
def remove(request: Request, name: str, row_id: int) -> HttpResponse:
    sight = _editable(request, name)
    row = _one(sight, row_id)
    text = request.POST.get("version", "") or str(row.version)
    version = int(text) if text.isdecimal() and len(text) < 10 else 0
    back = reverse("geodata:row", args=[name, row_id])
    if _reviewed(request, sight.layer):
        return press(
            request, propose, name, operation=Operation.REMOVE, row_id=row_id, version=version,
            back=back, done="Silme öneriniz onaya gönderildi.",
        )  # fmt: skip
    return press(request, services.remove, name, row_id, version=version, back=back, done="Kayıt silindi.")


@require_POST
def restore(request: Request, name: str, row_id: int, version: int) -> HttpResponse:
    back = reverse("geodata:row", args=[name, row_id])
    return press(request, services.restore, name, row_id, version, back=back, done=f"{version}. sürüme dönüldü.")
