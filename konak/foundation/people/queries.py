"""The organisation as a tree, and who sits where on a day. The directory is open to every employee."""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate

from konak.foundation.db.turkish import fold

from .models import Appointment, Placement, Succession, Unit, User


class Placed(NamedTuple):
    """A unit as it stood in the tree on a day."""

    unit_id: int
    parent_id: int | None
    name: str
    short_name: str
    kind: str


def _walk(sql: str, unit_id: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [unit_id])
        return {row[0] for row in cursor}


def above(unit_id: int) -> set[int]:
    """The unit and every unit over it, up to the municipality."""
    # reach: public, because the organisation chart is
    return _walk(
        """WITH RECURSIVE line AS (
             SELECT id, parent_id FROM people_unit WHERE id = %s
           UNION SELECT u.id, u.parent_id FROM people_unit u JOIN line l ON u.id = l.parent_id)
           SELECT id FROM line""",
        unit_id,
    )


def below(unit_id: int) -> set[int]:
    """The unit and every unit under it."""
    # reach: public, because the organisation chart is
    return _walk(
        """WITH RECURSIVE tree AS (
             SELECT id FROM people_unit WHERE id = %s
           UNION SELECT u.id FROM people_unit u JOIN tree t ON u.parent_id = t.id)
           SELECT id FROM tree""",
        unit_id,
    )


def on_day(day: dt.date | None = None) -> Q:
    """Filter for appointments that hold on `day` (today)."""
    when = day or localdate()
    return Q(since__lte=when) & (Q(until=None) | Q(until__gte=when))


def in_force(day: dt.date | None = None, prefix: str = "") -> Q:
    """Filter for placements (and other periods whose ends may be open) that hold on `day` (today)."""
    when = day or localdate()
    begun = Q(**{f"{prefix}since": None}) | Q(**{f"{prefix}since__lte": when})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": when}))


def tree_on(day: dt.date | None = None) -> list[Placed]:
    """Every unit as it stood on `day` (today), by the Turkish alphabet."""
    # reach: public, because the organisation chart is
    rows = Placement.objects.filter(in_force(day)).order_by("name", "unit_id")
    return [Placed(*row) for row in rows.values_list("unit_id", "parent_id", "name", "short_name", "kind")]


def below_on(unit_id: int, day: dt.date) -> set[int]:
    """The unit and every unit under it on `day`; nothing when it did not stand then."""
    # reach: public, because the organisation chart is
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE tree AS (
                 SELECT unit_id FROM people_placement
                 WHERE unit_id = %(unit)s AND daterange(since, until, '[]') @> %(day)s::date
               UNION SELECT p.unit_id FROM people_placement p JOIN tree t ON p.parent_id = t.unit_id
                 WHERE daterange(p.since, p.until, '[]') @> %(day)s::date)
               SELECT unit_id FROM tree""",
            {"unit": unit_id, "day": day},
        )
        return {row[0] for row in cursor}


def line_on(unit_id: int, day: dt.date) -> list[Placed]:
    """The unit and every unit over it on `day`, from itself up to the municipality."""
    # reach: public, because the organisation chart is
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE line AS (
                 SELECT unit_id, parent_id, name, short_name, kind, 0 AS height FROM people_placement
                 WHERE unit_id = %(unit)s AND daterange(since, until, '[]') @> %(day)s::date
               UNION ALL
                 SELECT p.unit_id, p.parent_id, p.name, p.short_name, p.kind, line.height + 1
                 FROM people_placement p JOIN line ON p.unit_id = line.parent_id
                 WHERE daterange(p.since, p.until, '[]') @> %(day)s::date AND line.height < 100)
               SELECT unit_id, parent_id, name, short_name, kind FROM line ORDER BY height""",
            {"unit": unit_id, "day": day},
        )
        return [Placed(*row) for row in cursor]


def placed_on(unit_id: int, day: dt.date | None = None) -> Placement | None:
    """Where the unit stood, and by what name, on `day` (today)."""
    # reach: public, because the organisation chart is
    return Placement.objects.filter(in_force(day), unit_id=unit_id).select_related("parent").first()


def placements_of(unit_id: int) -> list[Placement]:
    """Where the unit stood and will stand, oldest first."""
    # reach: public, because the organisation chart is
    return list(Placement.objects.filter(unit_id=unit_id).select_related("parent"))


def successors_of(unit_id: int) -> list[Succession]:
    """Who took over from a unit, oldest first."""
    # reach: public, because the organisation chart is
    return list(Succession.objects.filter(unit_id=unit_id).select_related("successor"))


def predecessors_of(unit_id: int) -> list[Succession]:
    """From whom a unit took over, oldest first."""
    # reach: public, because the organisation chart is
    return list(Succession.objects.filter(successor_id=unit_id).select_related("unit"))


def holders(unit_id: int, position: str = "", day: dt.date | None = None) -> QuerySet[Appointment]:
    """Who sits in a unit on a day, optionally in one position."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(on_day(day), unit_id=unit_id, user__is_active=True)
    if position:
        rows = rows.filter(position=position)
    return rows.select_related("user", "unit").order_by("position", "user__first_name")


def units() -> QuerySet[Unit]:
    # reach: public, because the organisation chart is
    return Unit.objects.filter(in_force()).order_by("name")


def seats_of(user_id: int, day: dt.date | None = None) -> QuerySet[Appointment]:
    # reach: public inside the house, because the directory is
    return Appointment.objects.filter(on_day(day), user_id=user_id).select_related("unit", "user", "acting_for__user")


def people_of(unit_id: int) -> QuerySet[User]:
    """Active people with a seat in the unit or below it today."""
    # reach: public inside the house, because the directory is
    seated = Appointment.objects.filter(on_day(), unit_id__in=below(unit_id)).values("user_id")
    return User.objects.filter(pk__in=seated, is_active=True).order_by("first_name", "last_name")


def any_unit() -> QuerySet[Unit]:
    """Every unit, closed ones too: old files still name them."""
    # reach: public, because the organisation chart is
    return Unit.objects.select_related("parent")


def heads_by_unit() -> dict[int, int]:
    """How many active people hold a seat in each unit today, without the units below it."""
    # reach: public inside the house, because the directory is
    seated = Appointment.objects.filter(on_day(), user__is_active=True)
    return dict(seated.values_list("unit_id").annotate(Count("user_id", distinct=True)))


def anybody() -> QuerySet[User]:
    """Everybody who ever worked here: old files still name them."""
    # reach: public inside the house, because the directory is
    return User.objects.all()


def by_username(username: str) -> User | None:
    # reach: public inside the house, because the directory is
    return User.objects.filter(username=username.strip().lower()).first()


def named(text: str, limit: int = 30) -> QuerySet[User]:
    """Active people in whose name every word of `text` begins a word, with or without Turkish signs."""
    # reach: public inside the house, because the directory is
    full = Concat("first_name", Value(" "), "last_name", Value(" "), "username")
    rows = User.objects.filter(is_active=True).annotate(
        folded=Func(full, function="tr_fold", output_field=TextField())
    )
    for word in fold(text).split()[:6]:
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows.order_by("first_name", "last_name")[:limit]


def delegations_by(user_id: int) -> list[Appointment]:
    """Seats in which somebody acts or acted for this person, the newest first."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(acting_for__user_id=user_id).select_related("unit", "user")
    return list(rows.order_by("-since")[:20])


def career_of(user_id: int) -> QuerySet[Appointment]:
    """All appointments of a person, the running ones first, then the newest."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(user_id=user_id).select_related("unit", "acting_for__user")
    return rows.order_by(F("until").desc(nulls_first=True), "-since")
