"""Job descriptions and undertakings: which are for whom, who has accepted, who has not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Func, Q, QuerySet, TextField
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.queries import above, below, on_day

from .. import access
from ..lifecycle import DescriptionState
from ..models import Acknowledgement, DescriptionVersion

PAGE = 50


@dataclass(frozen=True, slots=True)
class Clause:
    """A duty a description may quote: its words and where they stand."""

    text: str
    source: str
    url: str = ""


ClauseQuery = Callable[[Actor, int, str, int | None], list[Clause]]
"""Actor, unit, position ("" for everybody), person: the duties the register gives them."""
_sources: dict[str, ClauseQuery] = {}


def duty_source(label: str, query: ClauseQuery) -> None:
    """Let an app that stands higher offer its duties while a description is written."""
    _sources[label] = query


def offered_clauses(actor: Actor, unit_id: int, position: str, user_id: int | None) -> list[Clause]:
    """What every source offers for a unit and position."""
    # reach: every source asks its own for this actor
    return [clause for query in _sources.values() for clause in query(actor, unit_id, position, user_id)]


def descriptions(actor: Actor, state: str = "", q: str = "") -> QuerySet[DescriptionVersion]:
    rows = DescriptionVersion.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    else:
        rows = rows.exclude(case__state__in=(DescriptionState.REPLACED, DescriptionState.DROPPED))
    rows = rows.select_related("person")
    for word in fold(q).split()[:6]:
        rows = rows.annotate(folded=Func("case__subject", function="tr_fold", output_field=TextField()))
        rows = rows.filter(folded__contains=word)
    return rows


def page_of(
    rows: QuerySet[DescriptionVersion], after: str = "", limit: int = PAGE
) -> tuple[list[DescriptionVersion], str]:
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def description(actor: Actor, number: str) -> DescriptionVersion:
    """One version; whoever is to accept it reads it wherever he sits."""
    row: DescriptionVersion = DescriptionVersion.objects.select_related(
        "person", "previous__case", "case__opened_by"
    ).get(case__number=number)
    if not actor.reach(access.VIEW).covers(row.case) and not is_for(row, actor.user_id):
        raise DescriptionVersion.DoesNotExist
    return row


def expected(row: DescriptionVersion) -> QuerySet[User]:
    """Those who are to accept the version today."""
    # reach: the version was found through one
    if row.person_id is not None:
        return User.objects.filter(pk=row.person_id, is_active=True)
    seats = Appointment.objects.filter(on_day(), unit_id__in=below(row.case.unit_id), acting_for=None)
    if row.position:
        seats = seats.filter(position=row.position)
    return User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("first_name", "last_name")


def is_for(row: DescriptionVersion, user_id: int | None) -> bool:
    return user_id is not None and row.pk in set(_meant_for(user_id).values_list("pk", flat=True))


def _meant_for(user_id: int) -> QuerySet[DescriptionVersion]:
    """Versions in force that are for one person by one of his own seats, or by name."""
    mine = Q(person_id=user_id)
    for seat in Appointment.objects.filter(on_day(), user_id=user_id, acting_for=None):
        mine |= Q(person=None, case__unit_id__in=above(seat.unit_id), position__in=("", seat.position))
    return DescriptionVersion.objects.filter(mine, case__state=DescriptionState.IN_FORCE)


def waiting_for(user_id: int) -> list[DescriptionVersion]:
    """What a person has not accepted yet."""
    # reach: public inside the house, because it answers about the one who asks
    done = Acknowledgement.objects.filter(user_id=user_id).values("version_id")
    return list(_meant_for(user_id).exclude(pk__in=done).order_by("-in_force_on", "-pk"))


def accepted_by(user_id: int) -> list[Acknowledgement]:
    """What a person has accepted, newest first."""
    # reach: public inside the house, because it answers about the one who asks
    rows = Acknowledgement.objects.filter(user_id=user_id).select_related("version__case")
    return list(rows.order_by("-at")[:30])


def acceptance_of(row: DescriptionVersion, user_id: int) -> Acknowledgement | None:
    # reach: the version was found through one
    return row.acknowledgements.filter(user_id=user_id).first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a version has been accepted."""

    accepted: int
    expected: int

    @property
    def open(self) -> int:
        return self.expected - self.accepted


def standings(rows: list[DescriptionVersion], day: dt.date | None = None) -> dict[int, Standing]:
    """For each version how many of those who should have accepted did; three statements whatever their number."""
    # reach: the versions were found through one
    when = day or localdate()
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    who: dict[tuple[int, str], set[int]] = defaultdict(set)
    seats = Appointment.objects.filter(on_day(when), acting_for=None, user__is_active=True)
    active = set()
    for user_id, unit_id, position in seats.values_list("user_id", "unit_id", "position"):
        active.add(user_id)
        at: int | None = unit_id
        while at is not None:
            who[at, position].add(user_id)
            who[at, ""].add(user_id)
            at = parents.get(at)
    accepted: dict[int, set[int]] = defaultdict(set)
    for version_id, user_id in Acknowledgement.objects.filter(version__in=rows, at__date__lte=when).values_list(
        "version_id", "user_id"
    ):
        accepted[version_id].add(user_id)
    found = {}
    for row in rows:
        meant = {row.person_id} & active if row.person_id else who[row.case.unit_id, row.position]
        found[row.pk] = Standing(len(meant & accepted[row.pk]), len(meant))
    return found


def lacking(row: DescriptionVersion) -> list[User]:
    """Who has not accepted yet."""
    # reach: the version was found through one
    done = row.acknowledgements.values("user_id")
    return list(expected(row).exclude(pk__in=done)[:500])


def acceptances(row: DescriptionVersion) -> list[Acknowledgement]:
    # reach: the version was found through one
    return list(row.acknowledgements.select_related("user").order_by("-at")[:500])


def in_force_like(row: DescriptionVersion) -> list[DescriptionVersion]:
    """Versions in force with the same addressees: they go when this one comes."""
    # reach: the version was found through one
    rows = DescriptionVersion.objects.filter(
        case__state=DescriptionState.IN_FORCE,
        paper=row.paper,
        case__unit_id=row.case.unit_id,
        position=row.position,
        person_id=row.person_id,
        case__subject=row.case.subject,
    )
    return list(rows.exclude(pk=row.pk))


def accepted_share(units: frozenset[int] | None, since: dt.date, until: dt.date) -> float | None:
    """Of everybody who should have accepted a description in force on the last day, the percentage who did."""
    # reach: the caller says which units count
    del since
    rows = DescriptionVersion.objects.filter(in_force_on__lte=until).filter(Q(ended_on=None) | Q(ended_on__gt=until))
    if units is not None:
        rows = rows.filter(case__unit_id__in=units)
    found = standings(list(rows.select_related("case")), until).values()
    wanted = sum(one.expected for one in found)
    return 100 * sum(one.accepted for one in found) / wanted if wanted else None
