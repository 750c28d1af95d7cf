"""Finding cases over all kinds at once: inbox, one by number, overdue."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Literal

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import above

from .models import Attachment, Case, CaseRecord, Comment, Link

View = Literal["mine", "unit", "late", "soon", "opened"]
SOON = dt.timedelta(days=7)
PAGE = 50
FAR = dt.date(9999, 12, 31)
_OF_UNITS = ("code", "detsis", "founding", "phone", "email", "address")
_OF_PERSONS = ("password", "last_login", "registry_number", "email", "phone", "joined_at", "has_one_time_secret")


def distant(units: Iterable[str], persons: Iterable[str]) -> tuple[str, ...]:
    """What a list does not say of units and persons, to be deferred; reading it costs a tenth of the page."""
    told = [f"{place}__{name}" for place in units for name in _OF_UNITS]
    return (*told, *(f"{place}__{name}" for place in persons for name in _OF_PERSONS))


DISTANT = distant(["unit"], ["assignee"])


def record_models() -> list[type[CaseRecord]]:
    """Every kind of case that an installed app declares."""
    return [model for model in apps.get_models() if issubclass(model, CaseRecord)]


def model_of(kind: str) -> type[CaseRecord]:
    model: type[CaseRecord] = apps.get_model(kind)
    return model


def visible(actor: Actor, within: Collection[int] = ()) -> Q:
    """Every case the actor may see: each kind by its own view permission, filters that several share together.

    `within` are the units that the list is limited to anyway: a reach that holds all of them asks for no unit.
    """
    by_filter: dict[tuple[frozenset[int], Q], list[str]] = defaultdict(list)
    for model in record_models():
        for rest, units in actor.reach(model.view).walks():
            needed = frozenset() if within and units.issuperset(within) else units
            by_filter[needed, rest].append(model._meta.label_lower)
    # Fifty names of kinds stand once for all filters they share: reading them takes the planner longer than the rest.
    by_kinds: dict[tuple[str, ...], list[Q]] = defaultdict(list)
    for (units, rest), kinds in by_filter.items():
        by_kinds[tuple(kinds)].append((Q(unit_id__any_of=units) if units else Q()) & rest)
    found = Q(pk__in=[])
    for shared, filters in by_kinds.items():
        # an empty filter lets everything through; Django would drop it from among the others
        either = reduce(or_, filters) if all(filters) else Q()
        found |= Q(kind__any_of=list(shared)) & either
    return found


def seen(actor: Actor, numbers: Collection[str]) -> set[str]:
    """Which of these numbers the actor may open; a list that names files of other kinds asks for all at once."""
    if not numbers:
        return set()
    return set(Case.objects.filter(visible(actor), number__in=set(numbers)).values_list("number", flat=True))


def may_see(actor: Actor, case: Case) -> bool:
    return actor.reach(model_of(case.kind).view).covers(case)


def case(actor: Actor, number: str) -> Case:
    """One case by number. Out of reach and unknown are the same `Case.DoesNotExist`."""
    found = Case.objects.select_related("unit", "assignee", "opened_by", "opened_from_unit").get(number=number)
    if not may_see(actor, found):
        raise Case.DoesNotExist
    return found


def record(actor: Actor, number: str) -> CaseRecord:
    """The contents of one case by number, same rule as `case`."""
    cover = case(actor, number)
    found: CaseRecord = model_of(cover.kind)._default_manager.get(case=cover)
    return found


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page; `after` is the cursor of the next one, empty at the end."""

    rows: list[Case]
    after: str


MANY = 200
"""Units beyond which walking all open files by deadline finds a page sooner than asking every unit for its first."""
FEW = 40
"""The same for the newest of all files: a branch of so many units has its share among the last few hundred."""


@dataclass(frozen=True, slots=True)
class Part:
    """Cases that one index gives in order; with `units`, one walk for each of them.

    `rows` are covers, or records whose cover is reached by `prefix` ("case__").
    """

    rows: QuerySet[Any]
    units: tuple[int, ...] = ()
    prefix: str = ""

    def every(self) -> QuerySet[Any]:
        return self.rows.filter(**{f"{self.prefix}unit_id__any_of": self.units}) if self.units else self.rows

    def first(self, limit: int) -> list[int]:
        """The keys of the first `limit` rows by deadline."""
        return keys_of([self], limit)

    @property
    def plain(self) -> bool:
        """Whether one index gives all of it in order, without a walk for each unit."""
        return not self.units or len(self.units) > MANY

    def walk(self, limit: int, newest: bool) -> tuple[str, list[Any]]:
        """The statement that gives key and deadline of the first rows of this part, and its values.

        `unit_id = ANY(…) ORDER BY due_on` would read and sort every file of the branch; asking the index of each
        unit for its own first rows costs the same however many there are.
        """
        due = F(f"{self.prefix}due_on")
        order = ("-pk",) if newest else (due.asc(nulls_last=True), "pk")
        told = ("pk", Value(None, output_field=DateField())) if newest else ("pk", due)
        by_unit = 0 < len(self.units) <= (FEW if newest else MANY)
        rows = self.rows.filter(**{f"{self.prefix}unit_id": RawSQL("place.id", ())}) if by_unit else self.every()
        statement, values = rows.order_by(*order).values_list(*told)[:limit].query.sql_with_params()
        if not by_unit:
            return f"({statement})", list(values)
        places = "unnest(%s::bigint[]) AS place (id)"
        merged = f"(SELECT one.* FROM {places} CROSS JOIN LATERAL ({statement}) AS one)"  # noqa: S608 - compiled
        return merged, [list(self.units), *values]


def first_of(parts: Sequence[Part], limit: int, *, newest: bool = False) -> RawSQL | list[int]:
    """The keys of the first `limit` rows of several parts together, by deadline or newest first, for `pk__in`."""
    statements: list[str] = []
    values: list[Any] = []
    for part in parts:
        with suppress(EmptyResultSet):
            statement, mine = part.walk(limit, newest)
            statements.append(statement)
            values += mine
    if not statements:
        return []
    once, order = "found.id", "found.id DESC"
    if not newest:
        once, order = "found.due_on, found.id", "found.due_on NULLS LAST, found.id"
    together = " UNION ALL ".join(statements)
    merged = f"(SELECT DISTINCT ON ({once}) found.id FROM ({together}) AS found (id, due_on) "  # noqa: S608 - compiled
    return RawSQL(f"{merged} ORDER BY {order} LIMIT %s)", [*values, limit])  # noqa: S611


def keys_of(parts: Sequence[Part], limit: int, *, newest: bool = False) -> list[int]:
    """The same keys, asked for at once: six tables are planned around known keys in half the time."""
    found = first_of(parts, limit, newest=newest)
    if isinstance(found, list):
        return found
    with connections[router.db_for_read(Case)].cursor() as cursor:
        cursor.execute(found.sql, found.params)
        return [row[0] for row in cursor.fetchall()]


def _open_parts(actor: Actor, view: View) -> list[Part]:
    """The open cases of one view of the inbox."""
    today = localdate()
    rows = Case.objects.filter(resting=False)
    if view == "late":
        rows = rows.filter(due_on__lt=today)
    elif view == "soon":
        rows = rows.filter(due_on__range=(today, today + SOON))
    units = tuple(sorted({unit for seat in actor.seats for unit in seat.branch}))
    of_units = [Part(rows.filter(visible(actor, units)), units)] if units else []
    rows = rows.filter(visible(actor))
    mine = Part(rows.filter(assignee_id=actor.user_id))
    match view:
        case "mine":
            return [mine]
        case "opened":
            return [Part(rows.filter(opened_by_id=actor.user_id))]
        case "unit":
            return of_units
        case "late" | "soon":
            return [mine, *of_units]


def inbox(actor: Actor, view: View = "mine", *, after: str = "", limit: int = PAGE) -> Page:
    """İşlerim: open cases waiting for me or for my unit, by deadline; those without a deadline last."""
    parts = _open_parts(actor, view)
    if after:
        day, _, key = after.partition("_")
        when, last = dt.date.fromisoformat(day), int(key)
        later = Q(due_on__gt=when) | Q(due_on=when, pk__gt=last) | Q(due_on=None)
        later = later if when != FAR else Q(due_on=None, pk__gt=last)
        parts = [Part(part.rows.filter(later), part.units) for part in parts]
    if len(parts) == 1 and parts[0].plain:
        rows = parts[0].every()
    else:
        rows = Case.objects.filter(pk__in=first_of(parts, limit + 1))
    near = rows.select_related("unit", "assignee").defer(*DISTANT)
    ordered = near.order_by(F("due_on").asc(nulls_last=True), "pk")
    found = list(ordered[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    cursor = f"{(found[-1].due_on or FAR).isoformat()}_{found[-1].pk}" if more else ""
    return Page(found, cursor)


def waiting(actor: Actor, ceiling: int = 100) -> int:
    """How many open cases wait for me, counted no further than `ceiling`."""
    return tally(actor, "mine", ceiling)


def tally(actor: Actor, view: View, ceiling: int = 100) -> int:
    """How many open cases a view of the inbox holds, counted no further than `ceiling`."""
    found: set[int] = set()
    for part in _open_parts(actor, view):
        found.update(part.every().values_list("pk", flat=True)[:ceiling])
    return min(len(found), ceiling)


def sits_in(user_id: int, unit_id: int) -> bool:
    """Whether somebody holds a seat today in the unit or in one above it."""
    today = localdate()
    held = Appointment.objects.filter(Q(until=None) | Q(until__gte=today), user_id=user_id, since__lte=today)
    return held.filter(unit_id__in=above(unit_id)).exists()


def comments(case: Case) -> QuerySet[Comment]:
    # reach: the case was found through one
    return case.comments.select_related("author").order_by("pk")


def attachments(case: Case) -> QuerySet[Attachment]:
    # reach: the case was found through one
    return case.attachments.select_related("file", "added_by").order_by("pk")


def links(actor: Actor, case: Case) -> list[tuple[Link, Case]]:
    """Linked cases the actor may see as well, with the other end."""
    rows = Link.objects.filter(Q(from_case=case) | Q(to_case=case)).select_related("from_case", "to_case")
    pairs = [(row, row.to_case if row.from_case_id == case.pk else row.from_case) for row in rows]
    return [(row, other) for row, other in pairs if may_see(actor, other)]


def handed(kind: str) -> bool:
    """Whether files of a kind are given to somebody from the page of all files."""
    # reach: public, because it is asked of the kind
    return next((model.handed for model in record_models() if model._meta.label_lower == kind), True)
