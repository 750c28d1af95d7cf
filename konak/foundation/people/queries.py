"""The organisation as a tree, and who sits where on a day. The directory is open to every employee."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate

from konak.foundation.db import reading_cursor
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
    with reading_cursor() as cursor:
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
    with reading_cursor() as cursor:
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
    with reading_cursor() as cursor:
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


def _begins(rows: QuerySet[Any], text: str, *columns: str) -> QuerySet[Any]:
    """Rows in whose folded columns every word of `text` begins a word."""
    parts: list[Any] = [F(columns[0])]
    for column in columns[1:]:
        parts += [Value(" "), F(column)]
    full = Concat(*parts) if len(parts) > 1 else parts[0]
    rows = rows.annotate(folded=Func(full, function="tr_fold", output_field=TextField()))
    for word in fold(text).split()[:6]:
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows


def named(text: str, limit: int = 30) -> QuerySet[User]:
    """Active people in whose name every word of `text` begins a word, with or without Turkish signs."""
    # reach: public inside the house, because the directory is
    rows = _begins(User.objects.filter(is_active=True), text, "first_name", "last_name", "username")
    return rows.order_by("first_name", "last_name")[:limit]


def people_to_pick(within: int | None = None, positions: Sequence[str] = (), former: bool = False) -> QuerySet[User]:
    """Whom a form may take: active people, or all who ever worked here; of one branch, in some positions."""
    # reach: public inside the house, because the directory is
    rows = User.objects.all() if former else User.objects.filter(is_active=True)
    if within is not None or positions:
        seats = Appointment.objects.filter(on_day())
        if within is not None:
            seats = seats.filter(unit_id__in=below(within))
        if positions:
            seats = seats.filter(position__in=positions)
        rows = rows.filter(pk__in=seats.values("user_id"))
    return rows


def search_people(rows: QuerySet[User], text: str, after: int | None = None, limit: int = 20) -> list[User]:
    """Out of `rows` those of whom every word begins a word of name, title or unit, or who bear that registry number.

    By name; `after` is the person seen last. Each carries `places`: what he sits as, and where, today.
    """
    # reach: public inside the house, because the directory is
    about = Concat("first_name", Value(" "), "last_name", Value(" "), "username", Value(" "), "title")
    rows = rows.annotate(folded=Func(about, function="tr_fold", output_field=TextField()))
    for word in fold(text).split()[:6]:
        here = _begins(Unit.objects.filter(in_force()), word, "name", "short_name").values("pk")
        seated = Appointment.objects.filter(on_day(), unit_id__in=here).values("user_id")
        mine = Q(folded__startswith=word) | Q(folded__contains=f" {word}") | Q(registry_number=word)
        rows = rows.filter(mine | Q(pk__in=seated))
    last = User.objects.filter(pk=after).first() if after else None
    if last:
        first, family = last.first_name, last.last_name
        same = Q(first_name=first, last_name__gt=family) | Q(first_name=first, last_name=family, pk__gt=last.pk)
        rows = rows.filter(Q(first_name__gt=first) | same)
    found: list[User] = list(rows.order_by("first_name", "last_name", "pk")[:limit])
    places: dict[int, list[str]] = {}
    seats = Appointment.objects.filter(on_day(), user__in=found).select_related("unit").order_by("acting_for", "pk")
    for seat in seats:
        places.setdefault(seat.user_id, []).append(f"{seat.get_position_display()}, {seat.unit.name}")
    for user in found:
        user.places = places.get(user.pk, [])[:2]  # type: ignore[attr-defined]
    return found


def search_units(rows: QuerySet[Unit], text: str, after: int | None = None, limit: int = 20) -> list[Unit]:
    """Out of `rows` those in whose name every word begins a word, or whose code or DETSİS number it is; by name."""
    # reach: public, because the organisation chart is
    words = text.strip()
    if words and (exact := list(rows.filter(Q(code=words) | Q(detsis=words)).select_related("parent"))):
        return [] if after else exact
    rows = _begins(rows, text, "name", "short_name")
    last = Unit.objects.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    return list(rows.select_related("parent").order_by("name", "pk")[:limit])


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
