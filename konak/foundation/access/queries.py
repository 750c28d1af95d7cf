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
)
SELECT h.position, h.unit_id, array_agg(b.unit_id), h.id, h.acting
FROM held h JOIN branch b ON b.id = h.id
GROUP BY h.id, h.position, h.unit_id, h.acting ORDER BY h.id
"""


def actor_of(user_id: int, via: str = "web", day: dt.date | None = None) -> Actor:
    """The seats a person holds on `day` (today), each with the units below it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"user": user_id, "day": day or localdate()})
        seats = tuple(
            Seat(position, unit, frozenset(units), appointment, acting)
            for position, unit, units, appointment, acting in cursor
        )
    return Actor(user_id, seats, via)
