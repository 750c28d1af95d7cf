"""Finding cases over all kinds at once: inbox, one by number, overdue."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.db.models import F, Q, QuerySet
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


def _open_in(actor: Actor, view: View) -> QuerySet[Case]:
    """The open cases of one view of the inbox."""
    today = localdate()
    rows = Case.objects.filter(visible(actor), resting=False)
    units = {unit for seat in actor.seats for unit in seat.branch}
    match view:
        case "mine":
            rows = rows.filter(assignee_id=actor.user_id)
        case "unit":
            rows = rows.filter(unit_id__in=units)
        case "late":
            rows = rows.filter(due_on__lt=today).filter(Q(unit_id__in=units) | Q(assignee_id=actor.user_id))
        case "soon":
            rows = rows.filter(due_on__range=(today, today + SOON))
            rows = rows.filter(Q(unit_id__in=units) | Q(assignee_id=actor.user_id))
        case "opened":
            rows = rows.filter(opened_by_id=actor.user_id)
    return rows


def inbox(actor: Actor, view: View = "mine", *, after: str = "", limit: int = PAGE) -> Page:
    """İşlerim: open cases waiting for me or for my unit, by deadline; those without a deadline last."""
    rows = _open_in(actor, view)
    if after:
        day, _, key = after.partition("_")
        when, last = dt.date.fromisoformat(day), int(key)
        later = Q(due_on__gt=when) | Q(due_on=when, pk__gt=last) | Q(due_on=None)
        rows = rows.filter(later if when != FAR else Q(due_on=None, pk__gt=last))
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
    return _open_in(actor, view).values("pk")[:ceiling].count()


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
