"""Files are taken into layers: staged row by row with their faults, judged, then merged at once or not at all.

file ─► geodata_load.load_<id> (committed by the batch: progress is seen, a broken run goes on where it stood)
     ─► one transaction: append, replace or renew by key; the past of every row it touches is kept
"""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app
from psycopg import sql

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.db.composing import copied, run
from konak.foundation.db.composing import rows as read
from konak.foundation.files.services import open_blob, store
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..lifecycle import LOADED
from ..models import Field, Geometry, Kind, Layer, Load, Mode
from ..reading import Options, Unreadable, grids, mend, open_source, rows_of
from ..reading.judging import Fault
from ..reading.words import column_name
from . import shaping, values
from .common import tell

KINDS = ("zip", "gpkg", "geojson", "json", "csv", "txt", "kml", "gml", "xml", "dxf", "fgb")
LARGEST = 2 * 1024**3
KEPT = 1_000
"""Faults that are listed; all are counted."""
MULTI = {0: shapely.multipoints, 1: shapely.multilinestrings, 3: shapely.multipolygons}
FITS = {
    Geometry.POINT: ({0}, {4}),
    Geometry.MULTIPOINT: ({0, 4}, set[int]()),
    Geometry.LINE: ({1, 2, 5}, set[int]()),
    Geometry.POLYGON: ({3, 6}, set[int]()),
    Geometry.ANY: ({0, 1, 2, 3, 4, 5, 6}, set[int]()),
}
"""Type numbers of GEOS a layer takes, and those it takes where they have one part."""


def matched(layer: Layer, columns: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, str]:
    """Column of the layer → column of the file: as told, else of the same name or title."""
    plain = {column_name(one): one for one in reversed(columns)}
    found: dict[str, str] = {}
    for field in layer.fields.all():
        told = mapping.get(field.name)
        if told in columns:
            found[field.name] = str(told)
        elif field.name not in mapping:
            near = plain.get(field.name) or plain.get(column_name(field.title))
            if near:
                found[field.name] = near
    return found


@transaction.atomic
def ask(
    name: str,
    *,
    actor: Actor,
    file: IO[bytes] | None = None,
    file_name: str = "",
    path: Path | None = None,
    mode: str = Mode.APPEND,
    dry_run: bool = False,
    mend: bool = True,
    skip: bool = False,
    srid: int | None = None,
    mapping: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    body: str = "",
) -> Load:
    """Put a file in the queue of a layer; a worker reads it. `dry_run` only tells what it would do."""
    layer = queries.layer(actor, name)
    if mode == Mode.CHECK:
        if not queries.owns(actor, layer):
            raise Refused("İş sonu denetimini katmanın birimi yapar.")
    elif not actor.reach(access.KEEP).covers(layer):
        raise Refused(f"«{access.KEEP.label}» için bu katmanda yetkiniz yok.{actor.narrowness(access.KEEP)}")
    if mode == Mode.UPSERT and not layer.key_field:
        raise Refused("Katmanın anahtar alanı yok; anahtara göre yenilenemez.")
    if layer.state == "retired":
        raise Refused("Yayımdan kalkmış katmana veri alınmaz.")
    if srid is not None and not grids.known(srid):
        raise Refused(f"EPSG:{srid} koordinat sistemi bilinmiyor.")
    named = Path(file_name or (path.name if path else "") or getattr(file, "name", "") or "dosya").name[:200]
    load = Load(
        layer=layer,
        named=named,
        mode=mode,
        dry_run=dry_run or mode == Mode.CHECK,
        mend=mend,
        skip=skip,
        srid=srid,
        mapping=dict(mapping or {}),
        options={key: value for key, value in (options or {}).items() if value},
        body=body.strip(),
        asked_by_id=actor.user_id,
    )
    if path is not None:
        load.path = str(path)
    elif file is not None:
        load.file = store(
            actor=actor,
            content=file,
            name=named,
            unit_id=layer.unit_id,
            purpose="geodata.load",
            allow=KINDS,
            limit_bytes=LARGEST,
        )
    else:
        raise Refused("Bir dosya seçin.")
    load.save()
    tell(layer, "ask_load", actor, named, access.KEEP)
    return load


def queue(load: Load) -> None:
    """Hand the file to a worker, when the transaction ends."""
    app.configure_task("geodata.load_file").defer(load_id=load.pk)


def _stage(load: Load) -> sql.Identifier:
    return sql.Identifier("geodata_load", f"load_{load.pk}")


@contextmanager
def _opened(load: Load) -> Iterator[Path]:
    """The file on the disk, under its own name: what it is, is told by what it holds."""
    if load.path:
        yield Path(load.path)
        return
    assert load.file is not None
    with tempfile.TemporaryDirectory(prefix="konak-geodata-") as folder:
        place = Path(folder) / re.sub(r"[^A-Za-z0-9._-]", "_", load.named)
        with open_blob(load.file.blob) as source, place.open("wb") as target:
            while part := source.read(1 << 20):
                target.write(part)
        yield place


def carry_out(load_id: int, *, told: Callable[[Load], None] = lambda load: None) -> Load:
    """Read, judge and merge one file. What breaks off is begun again without harm; why it stopped is written."""
    load = Load.objects.select_related("layer", "file__blob").get(pk=load_id)
    if not load.running:
        return load
    load.began_at = load.began_at or now()
    load.state = Load.State.READING
    load.save()
    told(load)
    try:
        with _opened(load) as path:
            _stage_rows(load, path, told)
        _judge_stage(load)
        if _objection(load):
            _end(load, Load.State.REFUSED, _objection(load))
        elif load.dry_run:
            _rehearse(load)
            _end(load, Load.State.DONE)
        else:
            load.state = Load.State.MERGING
            load.save()
            told(load)
            _merge(load)
    except (Unreadable, Refused) as fault:
        _end(load, Load.State.REFUSED, str(fault))
    except (OSError, DatabaseError, MemoryError) as fault:
        _end(load, Load.State.FAILED, _words(fault))
    finally:
        run(sql.SQL("DROP TABLE IF EXISTS {}").format(_stage(load)))
    told(load)
    return load


def _words(fault: BaseException) -> str:
    text = str(fault).splitlines()[0][:300] if str(fault) else type(fault).__name__
    if "No space left" in text or getattr(fault, "errno", None) == 28:
        return "Sunucuda yer kalmadı; katmana dokunulmadı. Yer açılınca aktarım yeniden başlatılabilir."
    return f"Aktarım yarıda kaldı, katmana dokunulmadı: {text}"


def _end(load: Load, state: str, why: str = "") -> None:
    load.state, load.why, load.ended_at = state, why[:2_000], now()
    load.save()


def _objection(load: Load) -> str:
    """Why the rows that were read may not go in; empty when they may."""
    if not load.rows_read:
        return "Dosyada kayıt yok."
    if load.rows_wrong and not load.skip and load.mode != Mode.CHECK:
        return (
            f"{load.rows_wrong} kayıt alınamıyor; rapora bakın. Dosyayı düzeltin ya da hatalıları atlayarak "
            "yeniden deneyin. Katmana dokunulmadı."
        )
    if not load.rows_taken and load.mode != Mode.CHECK:
        return "Alınabilir kayıt yok; katmana dokunulmadı."
    return ""


def _stage_rows(load: Load, path: Path, told: Callable[[Load], None]) -> None:
    layer = load.layer
    source = open_source(path, Options(**load.options))
    columns = matched(layer, tuple(source.columns), load.mapping)
    fields = [one for one in layer.fields.all() if one.name in columns]
    required = [one for one in layer.fields.all() if one.required and one.name not in columns]
    if required and load.mode != Mode.UPSERT:
        raise Refused("Dosyada zorunlu alan yok: " + ", ".join(one.title for one in required) + ".")
    if load.mode == Mode.UPSERT and layer.key_field not in columns:
        raise Refused(f"Dosyada anahtar alan «{layer.key_field}» yok.")
    srid = load.srid or grids.epsg_of(source.definition)
    if srid is None:
        raise Refused("Dosya koordinat sistemini bildirmiyor; EPSG kodunu siz verin.")
    turned = _turned(path, load, srid)
    load.srid = srid
    load.report = {
        "driver": source.driver,
        "encoding": source.encoding,
        "matched": columns,
        "unmatched": [one for one in source.columns if one not in {*columns.values(), *source.coordinates.values()}],
        "turned": turned,
        "notes": list(source.notes),
        "wrong": [],
        "reasons": {},
    }
    _make_stage(load, fields, srid)
    reasons: Counter[str] = Counter()
    load.rows_read = load.rows_wrong = load.rows_mended = load.rows_taken = 0
    statement = sql.SQL("COPY {} (line, geom{}) FROM STDIN").format(
        _stage(load), sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(one.name)) for one in fields)
    )
    for batch, faults in rows_of(source, turned=turned, epsg=srid):
        good, wrong, mended = _good(load, batch, faults, fields, columns)
        with transaction.atomic():
            load.rows_taken += copied(statement, good)
            load.rows_read += len(batch.lines)
            load.rows_wrong += len(wrong)
            load.rows_mended += mended
            reasons.update(one.reason.partition(" (")[0].partition(":")[0] for one in wrong)
            room = KEPT - len(load.report["wrong"])
            load.report["wrong"] += [
                {"line": one.line, "reason": one.reason, "mendable": one.mendable} for one in wrong[:room]
            ]
            load.report["reasons"] = dict(reasons.most_common(30))
            load.save()
        told(load)


def _turned(path: Path, load: Load, srid: int) -> bool:
    """Whether the file writes north first; a text table has been put in order already."""
    from ..reading import _first_places

    source = open_source(path, Options(**load.options))
    if set(source.coordinates) == {"x", "y", "decimal"}:
        return False
    corners = _first_places(source)
    return len(corners) > 0 and grids.axis_order(srid, corners[:, 0], corners[:, 1]) == "yx"


def _make_stage(load: Load, fields: list[Field], srid: int) -> None:
    stage = _stage(load)
    run(sql.SQL("DROP TABLE IF EXISTS {}").format(stage))
    run(
        sql.SQL("CREATE UNLOGGED TABLE {} (line bigint NOT NULL, geom geometry(Geometry, {}){})").format(
            stage,
            sql.Literal(srid),
            sql.SQL("").join(
                sql.SQL(", {} {}").format(sql.Identifier(one.name), shaping.type_of(one)) for one in fields
            ),
        )
    )


def _good(
    load: Load, batch: Any, faults: list[Fault], fields: list[Field], columns: Mapping[str, str]
) -> tuple[list[tuple[Any, ...]], list[Fault], int]:
    """The rows of a batch that can go in, the faults of the others, and how many geometries were mended."""
    wrong = {one.line: one for one in faults}
    shapes, mended = batch.shapes, 0
    lines = [int(one) for one in batch.lines]
    if load.mend and (broken := [at for at, line in enumerate(lines) if line in wrong and wrong[line].mendable]):
        whole = mend(shapes[broken])
        for at, shape in zip(broken, whole, strict=True):
            if shape is not None:
                shapes[at] = shape
                del wrong[lines[at]]
                mended += 1
    shapes = shapely.force_2d(shapes)
    kinds = shapely.get_type_id(shapes)
    takes, single = FITS[Geometry(load.layer.geometry_type)]
    for at, line in enumerate(lines):
        if line in wrong:
            continue
        own = int(kinds[at])
        if own in takes:
            continue
        if own in single and shapely.get_num_geometries(shapes[at]) == 1:
            shapes[at] = shapely.get_geometry(shapes[at], 0)
        else:
            wrong[line] = Fault(
                line, f"geometrinin türü katmana uymuyor ({shapely.get_dimensions(shapes[at])} boyutlu)"
            )
    if load.layer.multi:
        for kind, gather in MULTI.items():
            for spot in np.flatnonzero(kinds == kind):
                shapes[spot] = gather([shapes[spot]])
    checked: list[list[Any]] = []
    for field in fields:
        given = batch.values.get(columns[field.name]) or [None] * len(lines)
        checked.append(_column(field, given, lines, wrong))
    texts = shapely.to_wkb(shapes, hex=True)
    good = [
        (line, texts[at], *(column[at] for column in checked)) for at, line in enumerate(lines) if line not in wrong
    ]
    return good, [wrong[line] for line in sorted(wrong)], mended


def _column(field: Field, given: list[Any], lines: list[int], wrong: dict[int, Fault]) -> list[Any]:
    """The values of one column; a text that needs no care is taken as it is, for most of a file is that."""
    plain = field.kind == Kind.TEXT and not (isinstance(field.domain, dict) and field.domain.get("pattern"))
    found: list[Any] = []
    for at, value in enumerate(given):
        if value is None or value == "":
            if field.required and lines[at] not in wrong:
                wrong[lines[at]] = Fault(lines[at], f"«{field.title}» zorunlu, boş")
            found.append(None)
        elif plain and isinstance(value, str) and len(value) < values.LONGEST and "\0" not in value:
            found.append(value)
        else:
            found.append(_value(field, value, lines[at], wrong))
    return found


def _value(field: Field, value: Any, line: int, wrong: dict[int, Fault]) -> Any:
    for comma in (False, True):
        try:
            return values.of(field, value, comma=comma)
        except ValueError as fault:
            if comma or field.kind != Kind.NUMERIC:
                wrong.setdefault(line, Fault(line, f"«{field.title}» {fault}"))
                return None
    return None


def _judge_stage(load: Load) -> None:
    """Faults that only all rows together show: the same key twice."""
    layer = load.layer
    if not layer.key_field or layer.key_field not in load.report["matched"]:
        return
    key = sql.Identifier(layer.key_field)
    twice = read(
        sql.SQL(
            "DELETE FROM {stage} AS one USING (SELECT {key} AS twin, min(line) AS first FROM {stage} "
            "WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1) AS every "
            "WHERE one.{key} = every.twin AND one.line > every.first RETURNING one.line, one.{key}::text, every.first"
        ).format(stage=_stage(load), key=key)
    )
    if not twice:
        return
    load.rows_taken -= len(twice)
    load.rows_wrong += len(twice)
    room = KEPT - len(load.report["wrong"])
    load.report["wrong"] += [
        {"line": one[0], "reason": f"anahtar «{one[1]}» {one[2]}. satırda da var", "mendable": False}
        for one in sorted(twice)[:room]
    ]
    load.report["reasons"]["anahtar yineleniyor"] = len(twice)
    load.save()


def _changes(load: Load) -> tuple[sql.Composable, list[sql.Identifier]]:
    """The staged geometry in the system of the layer, and the columns both have."""
    layer = load.layer
    place: sql.Composable = sql.SQL("new.geom")
    if load.srid != layer.srid:
        place = sql.SQL("ST_Transform(new.geom, {})").format(sql.Literal(layer.srid))
    names = [sql.Identifier(one.name) for one in layer.fields.all() if one.name in load.report["matched"]]
    return place, names


def _differs(place: sql.Composable, names: list[sql.Identifier]) -> sql.Composed:
    olds = sql.SQL(", ").join([sql.SQL("old.geom"), *(sql.SQL("old.{}").format(one) for one in names)])
    news = sql.SQL(", ").join([place, *(sql.SQL("new.{}").format(one) for one in names)])
    return sql.SQL("ROW({}) IS DISTINCT FROM ROW({})").format(olds, news)


def _rehearse(load: Load) -> None:
    """What the merge would do, counted."""
    layer, stage = load.layer, _stage(load)
    live = shaping.table(layer.name)
    if load.mode == Mode.CHECK:
        from .quality import judge_stage

        run(sql.SQL("CREATE INDEX ON {} USING gist (geom)").format(stage))
        load.report["verdict"] = judge_stage(load, stage)
        load.report["accepted"] = not load.rows_wrong and not any(
            one["severe"] and one["count"] for one in load.report["verdict"]
        )
        return
    load.rows_added = load.rows_taken
    if load.mode == Mode.REPLACE:
        load.rows_removed = read(sql.SQL("SELECT count(*) FROM {}").format(live))[0][0]
    elif load.mode == Mode.UPSERT:
        place, names = _changes(load)
        key = sql.Identifier(layer.key_field)
        known, changed = read(
            sql.SQL(
                "SELECT count(*), count(*) FILTER (WHERE {d}) FROM {live} old JOIN {stage} new USING ({k})"
            ).format(d=_differs(place, names), live=live, stage=stage, k=key)
        )[0]
        load.rows_added, load.rows_changed = load.rows_taken - known, changed


@transaction.atomic
def _merge(load: Load) -> None:
    layer = Layer.objects.select_for_update(of=("self",)).get(pk=load.layer_id)
    fields = list(layer.fields.all())
    live, stage = shaping.table(layer.name), _stage(load)
    place, names = _changes(load)
    run(sql.SQL("SELECT set_config('konak.user_id', %(who)s, true)"), who=str(load.asked_by_id or ""))
    empty = not read(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(live))
    if load.mode == Mode.REPLACE and not empty:
        load.rows_removed = run(sql.SQL("DELETE FROM {}").format(live))
    afresh = empty or (load.mode == Mode.REPLACE)
    if afresh:
        shaping.unindex(layer, fields)
    where: sql.Composable = sql.SQL("")
    if load.mode == Mode.UPSERT and not empty:
        key = sql.Identifier(layer.key_field)
        load.rows_changed = run(
            sql.SQL("UPDATE {live} old SET {sets} FROM {stage} new WHERE old.{k} = new.{k} AND {d}").format(
                live=live,
                sets=sql.SQL(", ").join(
                    [sql.SQL("geom = {}").format(place), *(sql.SQL("{c} = new.{c}").format(c=one) for one in names)]
                ),
                stage=stage,
                k=key,
                d=_differs(place, names),
            )
        )
        where = sql.SQL("WHERE NOT EXISTS (SELECT 1 FROM {live} old WHERE old.{k} = new.{k})").format(
            live=live, k=key
        )
    columns = sql.SQL("").join(sql.SQL(", {}").format(one) for one in names)
    load.rows_added = run(
        sql.SQL("INSERT INTO {live} (geom{c}) SELECT {place}{n} FROM {stage} new {where} ORDER BY line").format(
            live=live,
            c=columns,
            place=place,
            n=sql.SQL("").join(sql.SQL(", new.{}").format(one) for one in names),
            stage=stage,
            where=where,
        )
    )
    if afresh:
        shaping.index(layer, fields)
    run(sql.SQL("ANALYZE {}").format(live))
    count = read(sql.SQL("SELECT count(*) FROM {}").format(live))[0][0]
    Layer.objects.filter(pk=layer.pk).update(row_count=count, data_changed_at=now())
    actor = _asker(load)
    note = f"{load.named}: {load.rows_added} eklendi, {load.rows_changed} değişti, {load.rows_removed} kalktı"
    tell(layer, "load", actor, note)
    publish(LOADED, layer=layer.name, load=load.pk)
    _end(load, Load.State.DONE)


def _asker(load: Load) -> Actor:
    from konak.foundation.access.queries import actor_of

    return actor_of(load.asked_by_id, via="job") if load.asked_by_id else Actor(None, via="job")


def from_shell(
    path: Path,
    name: str,
    *,
    actor: Actor,
    told: Callable[[Load], None] = lambda load: None,
    **facts: Any,
) -> Load:
    """The same from the command line: the file is read where it lies, and at once."""
    load = ask(name, actor=actor, path=path.resolve(), **facts)
    return carry_out(load.pk, told=told)


def fields_from(path: Path, options: Options = Options()) -> tuple[list[dict[str, Any]], str, int | None]:  # noqa: B008
    """Columns, geometry and system of a new layer, as a file suggests them."""
    from ..reading import inspect

    found = inspect(path, options)
    kinds = {"text": Kind.TEXT, "integer": Kind.INTEGER, "number": Kind.NUMERIC, "day": Kind.DATE}
    kinds |= {"moment": Kind.TIMESTAMP, "flag": Kind.BOOLEAN}
    taken: set[str] = set(shaping.RESERVED)
    fields = []
    for one in found.fields:
        name = column_name(str(one["name"])[:36], taken)
        name = name if len(name) > 1 else f"{name}_1"
        taken.add(name)
        fields.append({"name": name, "title": str(one["name"])[:80], "kind": kinds[one["kind"]]})
    shape = {"point": Geometry.POINT, "line": Geometry.LINE, "polygon": Geometry.POLYGON}
    return fields, shape.get(found.geometry, Geometry.ANY), int(found.crs[5:]) if found.crs else None
