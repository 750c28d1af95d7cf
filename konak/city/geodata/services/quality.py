"""Rules of a layer, and what runs of them find: in the layer itself, or in a file that somebody hands in."""

import time
from typing import Any

from django.db import transaction
from psycopg import sql

from konak.foundation.access import Actor
from konak.foundation.db.composing import rows as read
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Check, Field, Finding, Kind, Layer, Load, Rule, RuleKind
from ..reading import grids
from . import shaping
from .common import owned, tell

MOST = 5_000
"""Findings of one rule that are kept; all are counted."""
LIMIT_MS = 600_000
OVER = {RuleKind.WITHIN, RuleKind.NOT_WITHIN}
OF_FIELD = {RuleKind.UNIQUE}


@transaction.atomic
def set_rule(
    name: str,
    *,
    actor: Actor,
    kind: str,
    field: str = "",
    other: str = "",
    limit: float = 0,
    severe: bool = True,
    basis: str = "",
) -> Rule:
    """Add a rule, or change the threshold of one that is there."""
    layer = owned(actor, name, access.KEEP)
    if kind not in RuleKind.values:
        raise Refused("Kuralı listeden seçin.")
    over = None
    if kind in OVER:
        over = queries.layers(actor).filter(name=other).first()
        if over is None or over.pk == layer.pk:
            raise Refused("Bu kural için başka bir katman seçin.")
    if kind in OF_FIELD and not layer.fields.filter(name=field).exists():
        raise Refused("Bu kural için katmanın bir alanını seçin.")
    areas = layer.geometry_type in {"MultiPolygon", "Geometry"}
    if kind == RuleKind.NO_OVERLAP and not areas:
        raise Refused("Binme kuralı yalnız alan katmanına konur.")
    made, _ = Rule.objects.update_or_create(
        layer=layer,
        kind=kind,
        field=field if kind in OF_FIELD else "",
        other=over,
        defaults={"limit": max(0.0, limit), "severe": severe, "basis": basis.strip()},
    )
    tell(layer, "rule", actor, str(made), access.KEEP)
    return made


@transaction.atomic
def drop_rule(name: str, rule_id: int, *, actor: Actor) -> None:
    layer = owned(actor, name, access.KEEP)
    rule = layer.rules.get(pk=rule_id)
    tell(layer, "drop_rule", actor, str(rule), access.KEEP)
    rule.delete()


@transaction.atomic
def check(name: str, *, actor: Actor) -> Check:
    """Run every rule of a layer over its rows, and keep what breaks them."""
    layer = queries.layer(actor, name)
    if not queries.owns(actor, layer):
        raise Refused("Katmanın kalitesini katmanın birimi denetler.")
    rules = list(layer.rules.select_related("other"))
    if not rules:
        raise Refused("Katmanın kalite kuralı yok; önce kural koyun.")
    began = time.monotonic()
    table = shaping.table(layer.name)
    rows = read(sql.SQL("SELECT count(*) FROM {}").format(table))[0][0]
    run = Check.objects.create(layer=layer, rows=rows, asked_by_id=actor.user_id)
    kept: list[Finding] = []
    for rule in rules:
        count, found = _broken(rule, layer, table, sql.Identifier("id"), layer.srid)
        run.counts[str(rule.pk)] = count
        run.wrong += count
        run.severe += count if rule.severe else 0
        kept += [
            Finding(check_run=run, rule=rule, row_id=one[0], words=str(one[1])[:200], lon=one[2], lat=one[3])
            for one in found
        ]
    Finding.objects.bulk_create(kept, batch_size=2_000)
    run.seconds = round(time.monotonic() - began, 2)
    run.save()
    tell(layer, "check", actor, f"{rows} kayıtta {run.wrong} bulgu")
    return run


def judge_stage(load: Load, stage: sql.Composable) -> list[dict[str, Any]]:
    """The verdict on a file that was handed in: each rule of the layer, and where the file breaks it."""
    layer = load.layer
    there = set(load.report["matched"])
    verdict = []
    for rule in layer.rules.select_related("other"):
        if rule.field and rule.field not in there:
            verdict.append({"rule": str(rule), "count": 0, "severe": rule.severe, "rows": [], "note": "dosyada yok"})
            continue
        fields = [one for one in layer.fields.all() if one.name in there]
        count, found = _broken(rule, layer, stage, sql.Identifier("line"), load.srid or layer.srid, fields)
        rows = [{"line": one[0], "reason": str(one[1]), "lon": one[2], "lat": one[3]} for one in found[:500]]
        label = f"{rule}: {rule.other}" if rule.other else str(rule)
        verdict.append({"rule": label, "count": count, "severe": rule.severe, "rows": rows, "basis": rule.basis})
    return verdict


def _broken(
    rule: Rule,
    layer: Layer,
    table: sql.Composable,
    key: sql.Identifier,
    srid: int,
    fields: list[Field] | None = None,
) -> tuple[int, list[Any]]:
    """How many rows break a rule, and the first of them: key, words, longitude, latitude."""
    condition = _condition(rule, layer, table, key, srid, fields)
    if condition is None:
        return 0, []
    where, words = condition
    found = read(
        sql.SQL(
            "SELECT {key}, {words}, ST_X(p), ST_Y(p), count(*) OVER () FROM (SELECT a.*, ST_Transform("
            "ST_PointOnSurface(ST_MakeValid(ST_SetSRID(a.geom, {srid}))), 4326) AS p FROM {table} a WHERE {where} "
            ") AS a ORDER BY {key} LIMIT {most}"
        ).format(key=key, words=words, table=table, where=where, most=sql.Literal(MOST), srid=sql.Literal(srid)),
        timeout_ms=LIMIT_MS,
    )
    return (found[0][4] if found else 0), found


def _measured(measure: str, shape: sql.Composable, srid: int) -> sql.Composable:
    """`ST_Area` or `ST_Length` in metres, whatever the system counts in."""
    if grids.geographic(srid):
        text = "{m}(ST_Transform(ST_SetSRID({g}, {srid}), 4326)::geography)"
        return sql.SQL(text).format(m=sql.SQL(measure), g=shape, srid=sql.Literal(srid))
    return sql.SQL("{m}({g})").format(m=sql.SQL(measure), g=shape)


def _condition(
    rule: Rule,
    layer: Layer,
    table: sql.Composable,
    key: sql.Identifier,
    srid: int,
    fields: list[Field] | None,
) -> tuple[sql.Composable, sql.Composable] | None:
    limit = sql.Literal(rule.limit)
    match rule.kind:
        case RuleKind.VALID:
            return sql.SQL("NOT ST_IsValid(a.geom)"), sql.SQL("ST_IsValidReason(a.geom)")
        case RuleKind.NO_OVERLAP:
            shared = sql.SQL("ST_Intersection(ST_MakeValid(a.geom), ST_MakeValid(b.geom))")
            return (
                sql.SQL(
                    "EXISTS (SELECT 1 FROM {t} b WHERE b.geom && a.geom AND b.{k} <> a.{k} AND "
                    "ST_Relate(a.geom, b.geom, '2********') AND {area} > {limit})"
                ).format(t=table, k=key, area=_measured("ST_Area", shared, srid), limit=limit),
                sql.SQL("'başka bir kayda biniyor'::text"),
            )
        case RuleKind.WITHIN | RuleKind.NOT_WITHIN if rule.other is not None:
            other = shaping.table(rule.other.name)
            place: sql.Composable = sql.SQL("a.geom")
            if rule.other.srid != srid:
                place = sql.SQL("ST_Transform(ST_SetSRID(a.geom, {}), {})").format(
                    sql.Literal(srid), sql.Literal(rule.other.srid)
                )
            if rule.kind == RuleKind.WITHIN:
                return (
                    sql.SQL(
                        "NOT EXISTS (SELECT 1 FROM {o} b WHERE b.geom && {p} AND ST_CoveredBy({p}, b.geom))"
                    ).format(o=other, p=place),
                    sql.SQL("{}::text").format(sql.Literal(f"«{rule.other.title}» katmanının içinde değil")),
                )
            return (
                sql.SQL("EXISTS (SELECT 1 FROM {o} b WHERE b.geom && {p} AND ST_Intersects({p}, b.geom))").format(
                    o=other, p=place
                ),
                sql.SQL("{}::text").format(sql.Literal(f"«{rule.other.title}» katmanına değiyor")),
            )
        case RuleKind.UNIQUE:
            name = sql.Identifier(rule.field)
            return (
                sql.SQL(
                    "a.{f} IS NOT NULL AND a.{f} IN (SELECT {f} FROM {t} WHERE {f} IS NOT NULL "
                    "GROUP BY {f} HAVING count(*) > 1)"
                ).format(f=name, t=table),
                sql.SQL("'yineleniyor: ' || a.{}::text").format(name),
            )
        case RuleKind.SMALL:
            place = sql.SQL("a.geom")
            return (
                sql.SQL(
                    "CASE ST_Dimension(a.geom) WHEN 2 THEN {a} WHEN 1 THEN {l} ELSE {limit} END < {limit}"
                ).format(a=_measured("ST_Area", place, srid), l=_measured("ST_Length", place, srid), limit=limit),
                sql.SQL("'eşikten küçük'::text"),
            )
        case RuleKind.REQUIRED | RuleKind.DOMAIN:
            return _of_values(rule, list(layer.fields.all()) if fields is None else fields)
    return None


def _of_values(rule: Rule, fields: list[Field]) -> tuple[sql.Composable, sql.Composable] | None:
    tests: list[tuple[sql.Composable, str]] = []
    for one in fields:
        name = sql.Identifier(one.name)
        if rule.kind == RuleKind.REQUIRED:
            if one.required:
                empty = "a.{f} IS NULL OR a.{f}::text = ''"
                tests.append((sql.SQL(empty).format(f=name), f"«{one.title}» boş"))
            continue
        domain = one.domain if isinstance(one.domain, dict) else {}
        if one.kind == Kind.CHOICE and one.choices:
            inside = sql.SQL("a.{f} IS NOT NULL AND a.{f} <> ALL({v})").format(
                f=name, v=sql.Literal(list(one.choices))
            )
            tests.append((inside, f"«{one.title}» listede yok"))
        if domain.get("min") is not None:
            tests.append((sql.SQL("a.{} < {}").format(name, sql.Literal(domain["min"])), f"«{one.title}» çok küçük"))
        if domain.get("max") is not None:
            tests.append((sql.SQL("a.{} > {}").format(name, sql.Literal(domain["max"])), f"«{one.title}» çok büyük"))
    if not tests:
        return None
    where = sql.SQL(" OR ").join(sql.SQL("({})").format(test) for test, _ in tests)
    cases = sql.SQL(" ").join(sql.SQL("WHEN {} THEN {}").format(test, sql.Literal(words)) for test, words in tests)
    return where, sql.SQL("CASE {} END::text").format(cases)
