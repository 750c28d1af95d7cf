"""One row of a layer is drawn, changed, deleted, brought back. Two who edit at once never undo each other."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime, now
from psycopg import sql

from konak.foundation.access import Actor
from konak.foundation.db.composing import rows as read
from konak.foundation.db.composing import run, written
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Layer
from ..queries import rows as stored
from ..queries.reach import Sight
from . import values
from .common import sign, tell

DEGREES = 4326


class Conflict(Refused):
    """Somebody else changed the row since it was opened; `now` is what it became."""

    def __init__(self, words: str, now: stored.Row | None) -> None:
        super().__init__(words)
        self.now = now


def editable(actor: Actor, name: str) -> Sight:
    """What the actor sees of a layer he may change rows of."""
    layer = queries.layer(actor, name)
    if not queries.may_edit(actor, layer):
        why = "yayımdan kalkmış katmanda kayıt değiştirilemez" if layer.state == "retired" else "yetkiniz yok"
        raise Refused(f"«{access.EDIT.label}»: {why}.{actor.narrowness(access.EDIT)}")
    return queries.sight(actor, layer)


def _place(layer: Layer, wkb: bytes, srid: int) -> tuple[sql.Composable, dict[str, Any]]:
    return sql.SQL("ST_Transform(ST_SetSRID(%(shape)s::geometry, %(from_srid)s), %(to_srid)s)"), {
        "shape": wkb,
        "from_srid": srid,
        "to_srid": layer.srid,
    }


def _touched(layer: Layer, by: int = 0) -> None:
    Layer.objects.filter(pk=layer.pk).update(data_changed_at=now(), row_count=F("row_count") + by)


@transaction.atomic
def add(
    name: str,
    *,
    actor: Actor,
    geometry: Mapping[str, Any] | str,
    given: Mapping[str, Any],
    unit_id: int | None = None,
    srid: int = DEGREES,
) -> int:
    """A new row; returns its key."""
    sight = editable(actor, name)
    _may_propose_only(sight, actor)
    return put(sight, actor, geometry, given, unit_id, srid)


def _may_propose_only(sight: Sight, actor: Actor) -> None:
    if sight.layer.reviewed and not actor.reach(access.APPROVE).covers(sight.layer):
        raise Refused("Bu katmanda düzenleme onaya bağlı; değişikliği öneri olarak gönderin.")


def put(
    sight: Sight,
    actor: Actor,
    geometry: Mapping[str, Any] | str,
    given: Mapping[str, Any],
    unit_id: int | None = None,
    srid: int = DEGREES,
) -> int:
    """Write a new row of a layer the caller has judged."""
    layer = sight.layer
    found = values.of_row(sight.fields, given)
    place, params = _place(layer, values.shape_of(layer, geometry), srid)
    _own_row(sight, unit_id)
    sign(actor)
    names = list(found)
    made = written(
        sql.SQL("INSERT INTO {} (geom, unit_id{}) VALUES ({}, %(unit)s{}) RETURNING id").format(
            sight.table,
            sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(one)) for one in names),
            place,
            sql.SQL("").join(sql.SQL(", {}").format(sql.Placeholder(f"v_{one}")) for one in names),
        ),
        unit=unit_id,
        **params,
        **{f"v_{one}": value for one, value in found.items()},
    )
    _touched(layer, 1)
    tell(layer, "add_row", actor, f"no {made[0].id}", access.EDIT)
    return int(made[0].id)


def _own_row(sight: Sight, unit_id: int | None) -> None:
    """In a layer whose rows are seen unit by unit nobody writes a row he could not see."""
    if not sight.whole and unit_id is not None and unit_id not in sight.params["reach_units"]:
        raise Refused("Kaydı ancak kendi biriminize ya da ona bağlı bir birime yazabilirsiniz.")


def _locked(sight: Sight, row_id: int, version: int) -> None:
    found = read(
        sql.SQL("SELECT version FROM {} WHERE id = %(id)s AND {} FOR UPDATE").format(sight.table, sight.where),
        id=row_id,
        **sight.params,
    )
    if not found:
        raise ObjectDoesNotExist
    if found[0].version != version:
        current = stored.one(sight, row_id)
        who = stored.people([current.changed_by]).get(current.changed_by or 0, "bir başkası") if current else ""
        at = f"{localtime(current.changed_at):%d.%m.%Y %H:%M}" if current else ""
        raise Conflict(
            f"Bu kaydı siz açtıktan sonra {who} değiştirdi ({at}). Sizin yazdıklarınız kaydedilmedi; "
            "iki hâli karşılaştırıp yeniden kaydedin.",
            current,
        )


@transaction.atomic
def change(
    name: str,
    row_id: int,
    *,
    actor: Actor,
    version: int,
    geometry: Mapping[str, Any] | str | None = None,
    given: Mapping[str, Any] | None = None,
    srid: int = DEGREES,
) -> None:
    """Change columns, the place, or both; `version` is that of the row the change was made on."""
    sight = editable(actor, name)
    _may_propose_only(sight, actor)
    put_over(sight, row_id, actor, version, geometry, given or {}, srid)


def put_over(
    sight: Sight,
    row_id: int,
    actor: Actor,
    version: int,
    geometry: Mapping[str, Any] | str | None,
    given: Mapping[str, Any],
    srid: int = DEGREES,
) -> None:
    """Write over a row of a layer the caller has judged; the version still decides."""
    layer = sight.layer
    _locked(sight, row_id, version)
    found = values.of_row(sight.fields, given, partly=True)
    sets = [sql.SQL("{} = {}").format(sql.Identifier(one), sql.Placeholder(f"v_{one}")) for one in found]
    params: dict[str, Any] = {f"v_{one}": value for one, value in found.items()}
    if geometry:
        place, more = _place(layer, values.shape_of(layer, geometry), srid)
        sets.append(sql.SQL("geom = {}").format(place))
        params |= more
    if not sets:
        return
    sign(actor)
    run(
        sql.SQL("UPDATE {} SET {} WHERE id = %(id)s").format(sight.table, sql.SQL(", ").join(sets)),
        id=row_id,
        **params,
    )
    _touched(layer)
    tell(layer, "change_row", actor, f"no {row_id}", access.EDIT)


@transaction.atomic
def remove(name: str, row_id: int, *, actor: Actor, version: int) -> None:
    """Delete a row; its past keeps what it was, and `restore` brings it back."""
    sight = editable(actor, name)
    _may_propose_only(sight, actor)
    take_away(sight, row_id, actor, version)


def take_away(sight: Sight, row_id: int, actor: Actor, version: int) -> None:
    _locked(sight, row_id, version)
    sign(actor)
    run(sql.SQL("DELETE FROM {} WHERE id = %(id)s").format(sight.table), id=row_id)
    _touched(sight.layer, -1)
    tell(sight.layer, "remove_row", actor, f"no {row_id}", access.EDIT)


@transaction.atomic
def restore(name: str, row_id: int, past_version: int, *, actor: Actor) -> None:
    """Make a row again what it was in a version of it; a deleted one comes back under its own key."""
    sight = editable(actor, name)
    _may_propose_only(sight, actor)
    before = sql.Identifier("geodata_past", sight.layer.name)
    was = read(
        sql.SQL(
            "SELECT past_id FROM {} WHERE id = %(id)s AND version = %(version)s AND {} ORDER BY past_id DESC LIMIT 1"
        ).format(before, sight.where),
        id=row_id,
        version=past_version,
        **sight.params,
    )
    if not was:
        raise ObjectDoesNotExist
    names = [sql.Identifier(one) for one in ("geom", "unit_id", *(each.name for each in sight.layer.fields.all()))]
    columns = sql.SQL(", ").join(names)
    sign(actor)
    back = run(
        sql.SQL("UPDATE {} AS live SET {} FROM {} AS was WHERE was.past_id = %(past)s AND live.id = %(id)s").format(
            sight.table,
            sql.SQL(", ").join(sql.SQL("{c} = was.{c}").format(c=one) for one in names),
            before,
        ),
        past=was[0].past_id,
        id=row_id,
    )
    if not back:
        run(
            sql.SQL(
                "INSERT INTO {live} (id, version, {c}) SELECT id, (SELECT max(version) + 1 FROM {past} AS every "
                "WHERE every.id = was.id), {c} FROM {past} AS was WHERE past_id = %(past)s"
            ).format(live=sight.table, c=columns, past=before),
            past=was[0].past_id,
        )
    _touched(sight.layer, 0 if back else 1)
    tell(sight.layer, "restore_row", actor, f"no {row_id}, sürüm {past_version}", access.EDIT)
