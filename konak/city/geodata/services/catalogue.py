"""Layers are opened, described, given to units, and their columns changed."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import Field, Geometry, Kind, Layer, LayerGrant, State
from ..models.layer import NAME, TAKEN
from ..reading import grids
from . import indexing, shaping
from .common import may_in, owned, tell

DESCRIBED = (
    *("title", "description", "sensitivity", "by_rows", "reviewed", "licence", "theme", "standard", "source"),
    *("update_plan", "abstract", "lineage", "contact_name", "contact_email", "keywords", "scale", "produced_on"),
    *("min_zoom", "max_zoom", "label_field", "style", "assignee_id"),
)
"""What `describe` changes; geometry, system and table are for good."""
MOST_FIELDS = 120


def _plain(name: str, what: str) -> str:
    name = name.strip().lower()
    if not re.fullmatch(NAME, name):
        raise Refused(
            f"{what} adı küçük İngilizce harfle başlar; harf, rakam ve alt çizgiden oluşur, en çok 40 harftir."
        )
    return name


def _field(facts: Mapping[str, Any], place: int) -> Field:
    """A new column from what a person or a template said of it; not saved."""
    name = _plain(str(facts["name"]), "Sütun")
    if name in TAKEN:
        raise Refused(f"«{name}» her katmanda bulunan bir sütunun adıdır; başka bir ad seçin.")
    kind = facts.get("kind", Kind.TEXT)
    if kind not in Kind.values:
        raise Refused(f"«{kind}» bilinen bir alan türü değil.")
    domain = facts.get("domain") or {}
    if kind == Kind.CHOICE and not domain.get("values"):
        raise Refused(f"«{name}» listeden seçilecekse değerlerini de yazın.")
    rest = ("measure", "required", "in_tile", "searchable", "sensitive", "note")
    return Field(
        name=name,
        title=str(facts.get("title") or name)[:80],
        kind=kind,
        domain=domain,
        place=place,
        **{key: facts[key] for key in rest if key in facts},
    )


@transaction.atomic
def open_layer(
    *,
    actor: Actor,
    name: str,
    title: str,
    geometry_type: str,
    srid: int,
    unit_id: int,
    fields: Sequence[Mapping[str, Any]] = (),
    key_field: str = "",
    template: str = "",
    **described: Any,
) -> Layer:
    """Open a layer: its catalogue row, its columns and its table, all or nothing. It begins as a draft."""
    may_in(actor, access.KEEP, unit_id)
    name = _plain(name, "Katman")
    if not title.strip():
        raise Refused("Katmana bir başlık verin.")
    if geometry_type not in Geometry.values:
        raise Refused("Geometri türünü listeden seçin.")
    if not grids.known(srid):
        raise Refused(f"EPSG:{srid} koordinat sistemi bilinmiyor.")
    if Layer.objects.filter(name=name).exists() or shaping.exists(name):
        raise Refused(f"«{name}» adında bir katman zaten var.")
    if len(fields) > MOST_FIELDS:
        raise Refused(f"Bir katmanda en çok {MOST_FIELDS} alan olur.")
    columns = [_field(facts, place) for place, facts in enumerate(fields)]
    names = [one.name for one in columns]
    if twice := {one for one in names if names.count(one) > 1}:
        raise Refused(f"Aynı adlı iki sütun var: {', '.join(sorted(twice))}.")
    if key_field and key_field not in names:
        raise Refused(f"Anahtar alan «{key_field}» katmanın alanları arasında yok.")
    layer = Layer(
        name=name,
        title=title.strip(),
        geometry_type=geometry_type,
        srid=srid,
        unit_id=unit_id,
        key_field=key_field,
        template=template,
    )
    _describe(layer, described, names)
    try:
        with transaction.atomic():
            layer.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"«{name}» adında bir katman zaten var.") from None
    for column in columns:
        column.layer = layer
    Field.objects.bulk_create(columns)
    shaping.create(layer, columns)
    tell(layer, "open", actor, permission=access.KEEP)
    indexing.layer(layer)
    return layer


def _describe(layer: Layer, facts: Mapping[str, Any], names: Sequence[str]) -> None:
    if unknown := set(facts) - set(DESCRIBED):
        raise TypeError(f"no description of a layer: {sorted(unknown)}")
    for key, value in facts.items():
        setattr(layer, key, value)
    if layer.label_field and layer.label_field not in names:
        raise Refused(f"Haritada yazacak alan «{layer.label_field}» katmanın alanları arasında yok.")
    if layer.min_zoom > layer.max_zoom:
        raise Refused("En uzak ölçek düzeyi en yakın düzeyden büyük olamaz.")


@transaction.atomic
def describe(name: str, *, actor: Actor, **facts: Any) -> Layer:
    """Change what the catalogue says of a layer. Who may see it more widely is a publication, with its approval."""
    layer = owned(actor, name, access.KEEP)
    wider = ("restricted", "internal", "public")
    asked = facts.get("sensitivity", layer.sensitivity)
    if layer.state == State.PUBLISHED and wider.index(asked) > wider.index(layer.sensitivity):
        raise Refused("Yayındaki bir katman ancak yayım onayıyla daha çok kişiye açılır.")
    _describe(layer, facts, list(layer.fields.values_list("name", flat=True)))
    layer.revised_on = localdate()
    layer.save()
    tell(layer, "describe", actor, permission=access.KEEP)
    indexing.layer(layer)
    return layer


@transaction.atomic
def add_field(layer_name: str, /, *, actor: Actor, **facts: Any) -> Field:
    """A new column, empty in every row."""
    layer = owned(actor, layer_name, access.KEEP)
    here = list(layer.fields.values_list("name", flat=True))
    if len(here) >= MOST_FIELDS:
        raise Refused(f"Bir katmanda en çok {MOST_FIELDS} alan olur.")
    field = _field(facts, len(here))
    if field.name in here:
        raise Refused(f"«{field.name}» sütunu bu katmanda zaten var.")
    field.layer = layer
    field.save()
    shaping.add_column(layer, field)
    tell(layer, "add_field", actor, field.name, access.KEEP)
    return field


@transaction.atomic
def change_field(name: str, column: str, *, actor: Actor, **facts: Any) -> Field:
    """Change what a column means and how it is shown; its name and its kind are for good."""
    layer = owned(actor, name, access.KEEP)
    field = layer.fields.get(name=column)
    for key in ("title", "measure", "domain", "required", "in_tile", "searchable", "sensitive", "note", "place"):
        if key in facts:
            setattr(field, key, facts[key])
    if field.kind == Kind.CHOICE and not field.choices:
        raise Refused("Listeden seçilen bir alanın en az bir değeri olur.")
    field.save()
    shaping.index_field(layer, field)
    tell(layer, "change_field", actor, field.name, access.KEEP)
    return field


@transaction.atomic
def remove_field(name: str, column: str, *, actor: Actor) -> None:
    """Take a column away; what it held stays in the past of the rows that were changed before."""
    layer = owned(actor, name, access.KEEP)
    field = layer.fields.get(name=column)
    if layer.state == State.PUBLISHED:
        raise Refused("Yayındaki katmanın alanı kaldırılamaz; onu kullananlar vardır. Önce yayımdan kaldırın.")
    if column in {layer.key_field, layer.label_field}:
        raise Refused("Anahtar alan ve haritada yazan alan kaldırılamaz.")
    shaping.drop_column(layer, field)
    field.delete()
    tell(layer, "remove_field", actor, column, access.KEEP)


@transaction.atomic
def grant(
    name: str,
    *,
    actor: Actor,
    unit_id: int,
    may_edit: bool = False,
    until: dt.date | None = None,
    basis: str = "",
) -> LayerGrant:
    """Open a layer to a unit that does not own it, or change how far."""
    layer = owned(actor, name, access.KEEP)
    if until is not None and until < localdate():
        raise Refused("İznin son günü geçmiş bir gün olamaz.")
    if unit_id == layer.unit_id:
        raise Refused("Katman zaten bu birimin.")
    made, _ = LayerGrant.objects.update_or_create(
        layer=layer,
        unit_id=unit_id,
        defaults={"may_edit": may_edit, "until": until, "basis": basis, "added_by_id": actor.user_id},
    )
    tell(layer, "grant", actor, made.unit.name, access.KEEP)
    return made


@transaction.atomic
def take_back(name: str, grant_id: int, *, actor: Actor) -> None:
    """A unit no longer sees the layer by its grant."""
    layer = owned(actor, name, access.KEEP)
    given = layer.grants.select_related("unit").get(pk=grant_id)
    given.delete()
    tell(layer, "take_back", actor, given.unit.name, access.KEEP)


@transaction.atomic
def discard(name: str, *, actor: Actor) -> None:
    """Throw away a draft that was never published, with its rows."""
    layer = owned(actor, name, access.KEEP)
    if layer.state != State.DRAFT or layer.published_on:
        raise Refused("Yalnız hiç yayımlanmamış bir taslak silinebilir; yayımlanmış katman yayımdan kaldırılır.")
    shaping.drop(layer)
    tell(layer, "discard", actor, permission=access.KEEP)
    indexing.forget(layer)
    layer.delete()
