"""From a person to the seats held on a day."""

import datetime as dt

from django.db import connection
from django.utils.timezone import localdate

from . import PERMISSIONS, Actor, Permission, Scope, Seat
from .models import Grant

SEATS = """
WITH RECURSIVE held AS (
    SELECT a.id, a.position, a.unit_id, a.acting_for_id IS NOT NULL AS acting, a.clearance, a.approvals_only
    FROM people_appointment a JOIN people_user u ON u.id = a.user_id AND u.is_active
    WHERE a.user_id = %(user)s AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)
), branch AS (
    SELECT id, unit_id FROM held
  UNION
    SELECT b.id, u.id FROM branch b JOIN people_unit u ON u.parent_id = b.unit_id
), line AS (
    SELECT h.id, u.parent_id AS unit_id FROM held h JOIN people_unit u ON u.id = h.unit_id
  UNION
    SELECT l.id, u.parent_id FROM line l JOIN people_unit u ON u.id = l.unit_id
)
SELECT h.position, h.unit_id, ARRAY(SELECT b.unit_id FROM branch b WHERE b.id = h.id), h.id, h.acting,
       ARRAY(SELECT l.unit_id FROM line l WHERE l.id = h.id AND l.unit_id IS NOT NULL), h.clearance,
       (SELECT json_object_agg(g.permission, g.scope) FROM access_grant g WHERE g.position = h.position),
       h.approvals_only, {known}
FROM held h ORDER BY h.id
"""
_known: dict[str, str] = {}


def know(key: str, expression: str) -> None:
    """What an app wants to know of everybody on every page, read in the statement of the seats instead of its own.

    `expression` is one scalar of SQL over `%(user)s`; the answer stands in `Actor.known[key]`.
    """
    _known[key] = expression


def _statement() -> str:
    pairs = ", ".join(f"'{key}', ({expression})" for key, expression in sorted(_known.items()))
    return SEATS.format(known=f"json_build_object({pairs})")


def actor_of(user_id: int, via: str = "web", day: dt.date | None = None) -> Actor:
    """The seats a person holds on `day` (today), each with the units below it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"user": user_id, "day": day or localdate()})
        rows = cursor.fetchall()
    seats = tuple(
        Seat(
            position,
            unit,
            frozenset(branch),
            appointment,
            acting,
            frozenset(line),
            clearance,
            grants or {},
            narrow,
        )
        for position, unit, branch, appointment, acting, line, clearance, grants, narrow, _ in rows
    )
    return Actor(user_id, seats, via, rows[0][-1] if rows else {})


def changed() -> dict[tuple[str, str], Grant]:
    """Every grant that differs from what the code declares, by permission code and position."""
    # reach: public inside the house, because everybody may know who may do what
    return {(row.permission, row.position): row for row in Grant.objects.select_related("changed_by")}


def given(permission: Permission) -> dict[str, Scope]:
    """The positions that hold a permission now, each with its scope: as declared, then as changed."""
    # reach: public inside the house, because everybody may know who may do what
    found = dict(permission.given)
    for position, scope in Grant.objects.filter(permission=permission.code).values_list("position", "scope"):
        if scope:
            found[position] = Scope(scope)
        else:
            found.pop(position, None)
    return found


def declared(code: str) -> Permission:
    """The permission of that code; KeyError when no app declares it (any more)."""
    return PERMISSIONS[code]
