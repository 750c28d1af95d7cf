"""Finding cases over all kinds at once: inbox, one by number, overdue."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Reach
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import above

from .models import Attachment, Case, CaseRecord, Comment, Link

View = Literal["mine", "unit", "late", "soon", "opened"]
SOON = dt.timedelta(days=7)
PAGE = 50
FAR = dt.date(9999, 12, 31)


def record_models() -> list[type[CaseRecord]]:
    """Every kind of case that an installed app declares."""
    return [model for model in apps.get_models() if issubclass(model, CaseRecord)]


def model_of(kind: str) -> type[CaseRecord]:
    model: type[CaseRecord] = apps.get_model(kind)
    return model


def visible(actor: Actor) -> Q:
    """Every case the actor may see: each kind by its own view permission, kinds of equal reach together."""
    by_reach: dict[Reach, list[str]] = defaultdict(list)
    for model in record_models():
        by_reach[actor.reach(model.view)].append(model._meta.label_lower)
    found = Q(pk__in=[])
    for reach, kinds in by_reach.items():
        if not reach.nothing:
            found |= Q(kind__in=kinds) & reach.q()
    return found


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


@dataclass(frozen=True, slots=True)
class Part:
    """Open cases that one index gives by deadline; with `units`, one walk for each of them."""

    rows: QuerySet[Case]
    units: tuple[int, ...] = ()

    def every(self) -> QuerySet[Case]:
        return self.rows.filter(unit_id__in=self.units) if self.units else self.rows

    def first(self, limit: int) -> list[int]:
        """The keys of the first `limit` rows by deadline.

        `unit_id = ANY(…) ORDER BY due_on` would read and sort every open file of the branch; asking the index of each
        unit for its own first rows costs the same however many there are.
        """
        by_due = (F("due_on").asc(nulls_last=True), "id")
        if not self.units or len(self.units) > MANY:
            return list(self.every().order_by(*by_due).values_list("id", flat=True)[:limit])
        one = self.rows.filter(unit_id=RawSQL("place.id", ())).order_by(*by_due).values_list("id", "due_on")[:limit]
        try:
            inner, values = one.query.sql_with_params()
        except EmptyResultSet:
            return []
        statement = f"""SELECT found.id FROM unnest(%s::bigint[]) AS place (id) CROSS JOIN LATERAL ({inner}) AS found
            ORDER BY found.due_on NULLS LAST, found.id LIMIT %s"""  # noqa: S608 - `inner` is a compiled query
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(self.units), *values, limit])
            return [row[0] for row in cursor]


def _open_parts(actor: Actor, view: View) -> list[Part]:
    """The open cases of one view of the inbox."""
    today = localdate()
    rows = Case.objects.filter(visible(actor), resting=False)
    if view == "late":
        rows = rows.filter(due_on__lt=today)
    elif view == "soon":
        rows = rows.filter(due_on__range=(today, today + SOON))
    mine = Part(rows.filter(assignee_id=actor.user_id))
    units = tuple(sorted({unit for seat in actor.seats for unit in seat.branch}))
    of_units = [Part(rows, units)] if units else []
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
    if len(parts) == 1 and not parts[0].units:
        rows = parts[0].rows
    else:
        rows = Case.objects.filter(pk__in={key for part in parts for key in part.first(limit + 1)})
    ordered = rows.select_related("unit", "assignee").order_by(F("due_on").asc(nulls_last=True), "pk")
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
