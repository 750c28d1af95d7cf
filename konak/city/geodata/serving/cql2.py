"""Filters of OGC CQL2 (21-065r2), text and JSON, as a condition on the columns of a layer.

Read by pygeofilter into a tree; from there only names of known columns become identifiers, and every value is a
parameter.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from psycopg import sql
from pygeofilter import ast
from pygeofilter.parsers.cql2_json import parse as parse_json
from pygeofilter.parsers.cql2_text import parse as parse_text

from ..models import Field, Kind

LONGEST = 4_000
DEEPEST = 40
COMPARISONS: Mapping[type, str] = {
    ast.Equal: "=", ast.NotEqual: "<>", ast.LessThan: "<", ast.LessEqual: "<=", ast.GreaterThan: ">",
    ast.GreaterEqual: ">=",
}  # fmt: skip
ARITHMETIC: Mapping[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mul: "*", ast.Div: "/"}
SPATIAL: Mapping[type, str] = {
    ast.GeometryIntersects: "ST_Intersects", ast.GeometryDisjoint: "ST_Disjoint", ast.GeometryContains: "ST_Contains",
    ast.GeometryWithin: "ST_Within", ast.GeometryTouches: "ST_Touches", ast.GeometryCrosses: "ST_Crosses",
    ast.GeometryOverlaps: "ST_Overlaps", ast.GeometryEquals: "ST_Equals",
}  # fmt: skip
GEOMETRY = frozenset({"geom", "geometry"})
SHAPES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
FOLDS = frozenset({"lower", "casei", "accenti"})
"""Letters are compared as the house does everywhere: İ is i and I is ı, without regard to case."""


class BadFilter(ValueError):
    """Why a filter cannot be answered, in words."""


def read(text: str, language: str = "cql2-text") -> ast.Node:
    if len(text) > LONGEST:
        raise BadFilter(f"Süzgeç en çok {LONGEST} karakter olur.")
    try:
        found = parse_json(json.loads(text)) if language == "cql2-json" else parse_text(text)
    except Exception as fault:  # the parsers raise whatever their grammar meets; a filter is the asker's, not ours
        raise BadFilter(f"Süzgeç okunamadı: {str(fault).splitlines()[0][:200] if str(fault) else language}") from None
    if not isinstance(found, ast.Node):
        raise BadFilter("Süzgeç bir koşul değil.")
    return found


class Condition:
    """A tree as SQL: `where` and `params`, for the columns of one layer whose geometry is in `srid`."""

    def __init__(self, node: ast.Node, fields: Mapping[str, Field], srid: int, filter_srid: int = 4326) -> None:
        self.fields, self.srid, self.filter_srid = fields, srid, filter_srid
        self.params: dict[str, Any] = {}
        self.depth = 0
        self.where = self._condition(node)

    def _condition(self, node: Any) -> sql.Composable:
        self.depth += 1
        if self.depth > DEEPEST * 10:
            raise BadFilter("Süzgeç çok uzun.")
        match node:
            case ast.And() | ast.Or():
                word = sql.SQL(" AND " if isinstance(node, ast.And) else " OR ")
                return sql.SQL("({})").format(word.join([self._condition(node.lhs), self._condition(node.rhs)]))
            case ast.Not():
                return sql.SQL("(NOT {})").format(self._condition(node.sub_node))
            case ast.Between():
                low, high = self._value(node.low, node.lhs), self._value(node.high, node.lhs)
                return self._turned(node, sql.SQL("{} BETWEEN {} AND {}").format(self._value(node.lhs), low, high))
            case ast.In():
                if not node.sub_nodes or len(node.sub_nodes) > 500:
                    raise BadFilter("IN listesinde 1 ile 500 arasında değer olur.")
                values = sql.SQL(", ").join(self._value(one, node.lhs) for one in node.sub_nodes)
                return self._turned(node, sql.SQL("{} IN ({})").format(self._value(node.lhs), values))
            case ast.IsNull():
                return sql.SQL("({} IS {}NULL)").format(self._value(node.lhs), sql.SQL("NOT " if node.not_ else ""))
            case ast.Like():
                return self._turned(node, self._like(node))
            case _ if type(node) in SPATIAL:
                return self._spatial(node)
            case _ if type(node) in COMPARISONS:
                left = self._value(node.lhs, node.rhs)
                return sql.SQL("({} {} {})").format(
                    left, sql.SQL(COMPARISONS[type(node)]), self._value(node.rhs, node.lhs)
                )
            case ast.Attribute() if self._field(node.name).kind == Kind.BOOLEAN:
                return sql.Identifier(node.name)
        raise BadFilter(f"Bu süzgeç desteklenmiyor: {type(node).__name__}.")

    @staticmethod
    def _turned(node: Any, condition: sql.Composable) -> sql.Composable:
        return sql.SQL("(NOT ({}))" if node.not_ else "({})").format(condition)

    def _like(self, node: ast.Like) -> sql.Composable:
        if not isinstance(node.pattern, str):
            raise BadFilter("LIKE kalıbı bir metindir.")
        left, pattern = self._value(node.lhs), self._param(node.pattern)
        if node.nocase:
            left, pattern = sql.SQL("tr_fold({})").format(left), sql.SQL("tr_fold({})").format(pattern)
        return sql.SQL("{} LIKE {}").format(left, pattern)

    def _field(self, name: str) -> Field:
        if name not in self.fields:
            raise BadFilter(f"«{name[:60]}» diye bir alan yok.")
        return self.fields[name]

    def _value(self, node: Any, beside: Any = None) -> sql.Composable:
        self.depth += 1
        if self.depth > DEEPEST * 10:
            raise BadFilter("Süzgeç çok uzun.")
        if isinstance(node, ast.Attribute):
            if node.name == "id":
                return sql.Identifier("id")
            self._field(node.name)
            return sql.Identifier(node.name)
        if type(node) in ARITHMETIC:
            word = sql.SQL(ARITHMETIC[type(node)])
            return sql.SQL("({} {} {})").format(self._value(node.lhs), word, self._value(node.rhs))
        if isinstance(node, ast.Function) and node.name.lower() in FOLDS and len(node.arguments) == 1:
            return sql.SQL("tr_fold(({})::text)").format(self._value(node.arguments[0]))
        if isinstance(node, str | int | float | bool | dt.date | dt.datetime):
            return self._param(self._typed(node, beside))
        raise BadFilter(f"Bu değer desteklenmiyor: {type(node).__name__}.")

    def _typed(self, value: Any, beside: Any) -> Any:
        """A value in the type of the column it is compared with: a date that was written as text is a date."""
        if not isinstance(beside, ast.Attribute) or beside.name == "id":
            return value
        kind = self._field(beside.name).kind
        try:
            if kind in {Kind.TEXT, Kind.CHOICE}:
                return str(value)
            if kind == Kind.DATE:
                return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
            if kind == Kind.TIMESTAMP:
                return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
            if kind == Kind.BOOLEAN and not isinstance(value, bool):
                raise ValueError
            if kind in {Kind.INTEGER, Kind.NUMERIC} and not isinstance(value, int | float):
                return float(value)
        except (ValueError, TypeError):
            raise BadFilter(f"«{value!s:.40}» {beside.name} alanının türünde değil.") from None
        return value

    def _spatial(self, node: Any) -> sql.Composable:
        left, right = node.lhs, node.rhs
        if not isinstance(left, ast.Attribute) or left.name not in GEOMETRY:
            raise BadFilter("Mekânsal koşulun ilk yanı geom olur.")
        shape = self._shape(right)
        exact = sql.SQL("{}(geom, {})").format(sql.SQL(SPATIAL[type(node)]), shape)
        return (
            sql.SQL("(NOT ST_Intersects(geom, {}))").format(shape)
            if isinstance(node, ast.GeometryDisjoint)
            else exact
        )

    def _shape(self, node: Any) -> sql.Composable:
        if isinstance(node, ast.Function) and node.name.lower() == "bbox":
            corners = [one for one in node.arguments if isinstance(one, int | float)]
            if len(corners) != 4:
                raise BadFilter("BBOX dört sayı ister.")
            made: sql.Composable = sql.SQL("ST_MakeEnvelope({}, {}, {}, {}, {})").format(
                *map(self._param, map(float, corners)), sql.Literal(self.filter_srid)
            )
        elif isinstance(node, ast.BBox):
            corners = [float(one) for one in (node.minx, node.miny, node.maxx, node.maxy)]
            made = sql.SQL("ST_MakeEnvelope({}, {}, {}, {}, {})").format(
                *map(self._param, corners), sql.Literal(self.filter_srid)
            )
        else:
            geometry = getattr(node, "geometry", None)
            if not isinstance(geometry, Mapping) or geometry.get("type") not in SHAPES:
                raise BadFilter("Mekânsal koşulun ikinci yanı bir geometridir.")
            made = sql.SQL("ST_SetSRID(ST_GeomFromGeoJSON({}), {})").format(
                self._param(json.dumps({"type": geometry["type"], "coordinates": geometry["coordinates"]})),
                sql.Literal(self.filter_srid),
            )
        return sql.SQL("ST_Transform({}, {})").format(made, sql.Literal(self.srid))

    def _param(self, value: Any) -> sql.Composable:
        name = f"cql{len(self.params)}"
        self.params[name] = value
        kind = next((word for types, word in CASTS if isinstance(value, types)), "text")
        return sql.SQL("{}::" + kind).format(sql.Placeholder(name))


CASTS: tuple[tuple[Any, str], ...] = (
    (bool, "boolean"), (int, "bigint"), (float, "double precision"), (dt.datetime, "timestamptz"), (dt.date, "date"),
)  # fmt: skip
