"""From a person to the seats held on a day."""

import datetime as dt

from django.db import connection
from django.utils.timezone import localdate

from . import Actor, Seat

SEATS = """
WITH RECURSIVE held AS (
    SELECT a.id, a.position, a.unit_id, a.acting_for_id IS NOT NULL AS acting
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
       ARRAY(SELECT l.unit_id FROM line l WHERE l.id = h.id AND l.unit_id IS NOT NULL)
FROM held h ORDER BY h.id
"""


def actor_of(user_id: int, via: str = "web", day: dt.date | None = None) -> Actor:
    """The seats a person holds on `day` (today), each with the units below it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"user": user_id, "day": day or localdate()})
        seats = tuple(
            Seat(position, unit, frozenset(branch), appointment, acting, frozenset(line))
            for position, unit, branch, appointment, acting, line in cursor
        )
    return Actor(user_id, seats, via)
