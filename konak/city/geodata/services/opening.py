"""A layer is opened from what is prepared, from a file, or empty."""

import tempfile
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..models import Geometry, Layer
from ..reading import Unreadable
from . import catalogue, loading, quality
from .ready import READY


@transaction.atomic
def open_any(
    *,
    actor: Actor,
    name: str,
    unit_id: int,
    template: str = "",
    file: IO[bytes] | None = None,
    title: str = "",
    geometry_type: str = Geometry.POLYGON,
    srid: int | None = 5254,
    sensitivity: str = "internal",
) -> Layer:
    """Open a layer; with a file its columns are read from it and its rows are queued."""
    srid = srid or 5254
    if template:
        return _prepared(actor, name, unit_id, template, title, srid, sensitivity)
    facts: dict[str, Any] = {"geometry_type": geometry_type, "fields": ()}
    if file is not None:
        facts, srid = _suggested(file, srid)
    made = catalogue.open_layer(
        actor=actor,
        name=name,
        title=title or name.replace("_", " ").capitalize(),
        srid=srid,
        unit_id=unit_id,
        sensitivity=sensitivity,
        **facts,
    )
    if file is not None:
        file.seek(0)
        loading.queue(loading.ask(name, actor=actor, file=file, mend=True, skip=False))
    return made


def _prepared(actor: Actor, name: str, unit_id: int, template: str, title: str, srid: int, sensitivity: str) -> Layer:
    ready = READY.get(template)
    if ready is None:
        raise Refused("Hazır katmanı listeden seçin.")
    made = catalogue.open_layer(
        actor=actor,
        name=name,
        title=title or ready.title,
        geometry_type=ready.geometry,
        srid=srid,
        unit_id=unit_id,
        fields=ready.fields,
        key_field=ready.key_field,
        template=template,
        sensitivity=sensitivity,
        theme=ready.theme,
        standard=ready.standard,
        update_plan=ready.plan,
        label_field=ready.label_field,
        min_zoom=ready.min_zoom,
    )
    for rule in ready.rules:
        limit = 1.0 if rule == "no_overlap" else 0.0
        quality.set_rule(name, actor=actor, kind=rule, limit=limit)
    return made


def _suggested(file: IO[bytes], srid: int) -> tuple[dict[str, Any], int]:
    named = Path(getattr(file, "name", "") or "dosya").name
    with tempfile.TemporaryDirectory(prefix="konak-geodata-") as folder:
        path = Path(folder) / named
        with path.open("wb") as target:
            while part := file.read(1 << 20):
                target.write(part)
        try:
            fields, shape, stated = loading.fields_from(path)
        except Unreadable as fault:
            raise Refused(f"Dosya okunamadı: {fault}") from None
    return {"geometry_type": shape, "fields": fields}, stated or srid
