"""The register of sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import people_of, units
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry
from konak.governance.legislation import public as legislation

from .. import access
from ..matching import Known
from ..models import DutySource, Source, TieState

SOURCE_KIND = "sources.source"
Words = Annotated[
    str | None, BeforeValidator(lambda value: (value.replace("\0", "") if isinstance(value, str) else value) or None)
]


class Place:
    """A unit as reach wants to be asked."""

    owners: tuple[str, ...] = ()
    secrecy = 0

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


class SourceFilter(FilterSchema):
    """One filter for both doors. `rests`: "with", "without" (no duty in reach), "waiting" (proposals), "repealed"."""

    kind: Annotated[Words, FilterLookup("kind")] = None
    rests: Words = None
    q: Words = None

    def filter_rests(self, value: str | None) -> Q:
        match value:
            case "with":
                return Q(carries=True, repealed_on=None)
            case "without":
                return Q(carries=False, repealed_on=None)
            case "waiting":
                return Q(waits=True)
            case "repealed":
                return Q(repealed_on__isnull=False)
            case None:
                return Q()
        return Q(pk__in=[])

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def sources(actor: Actor, filters: SourceFilter | None = None) -> QuerySet[Source]:
    """The register; `carries` and `waits` say whether duties in reach rest on a source, or are proposed to."""
    mine = DutySource.objects.filter(legislation.duty_reach(actor), source=OuterRef("pk"), duty__closed_on=None)
    rows = Source.objects.filter(actor.reach(access.VIEW).q(owners=Source.owners)).annotate(
        carries=Exists(mine.filter(state=TieState.CONFIRMED)),
        waits=Exists(mine.filter(state=TieState.PROPOSED)),
    )
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("unit", "assignee")


def source(actor: Actor, source_id: int) -> Source:
    """One source; out of reach and unknown are the same `Source.DoesNotExist`."""
    reach = actor.reach(access.VIEW).q(owners=Source.owners)
    return Source.objects.select_related("unit", "assignee").get(reach, pk=source_id)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one source, counted in the actor's reach."""

    duties: int = 0
    waiting: int = 0
    open_notices: int = 0


def numbers(actor: Actor, ids: list[int]) -> dict[int, Numbers]:
    """How many duties rest on each source, how many are proposed, how many changes are open; two queries."""
    from .notices import notices

    ties = DutySource.objects.filter(legislation.duty_reach(actor), source_id__in=ids, duty__closed_on=None)
    found: dict[int, dict[str, int]] = {key: {} for key in ids}
    for key, state, count in ties.values_list("source_id", "state").annotate(Count("pk")).order_by():
        found[key][state] = count
    changes = notices(actor).filter(source_id__in=ids, case__closed_at=None).order_by()
    for key, count in changes.values_list("source_id").annotate(Count("pk")):
        found[key]["open"] = count
    return {
        key: Numbers(row.get(TieState.CONFIRMED, 0), row.get(TieState.PROPOSED, 0), row.get("open", 0))
        for key, row in found.items()
    }


def counts(actor: Actor) -> dict[str, int]:
    """Numbers on the tabs of the register; one query."""
    rows = sources(actor).order_by()
    return rows.aggregate(
        every=Count("pk"),
        carrying=Count("pk", filter=Q(carries=True, repealed_on=None)),
        bare=Count("pk", filter=Q(carries=False, repealed_on=None)),
        waiting=Count("pk", filter=Q(waits=True)),
        repealed=Count("pk", filter=Q(repealed_on__isnull=False)),
    )


def known_sources(*, watched: bool = False) -> list[Known]:
    """What recognising a printed name needs of the whole register."""
    # reach: public, because laws are; only names and numbers leave
    rows = Source.objects.filter(watched=True) if watched else Source.objects.all()
    return [
        Known(
            id=row.pk,
            kind=row.kind,
            number=row.number,
            title=row.title,
            names=tuple(name for name in [row.short_name, *lines(row.aliases)] if name),
            gazette=row.gazette_number,
        )
        for row in rows.order_by("pk")
    ]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]


def subjects_of(source_id: int | None = None) -> dict[int, list[str]]:
    """The subject words of every source that has some, or of one."""
    # reach: public, because laws are
    rows = Source.objects.exclude(subjects="").filter(repealed_on=None)
    rows = rows.filter(pk=source_id) if source_id is not None else rows
    return {key: lines(text) for key, text in rows.values_list("pk", "subjects")}


def every_duty(actor: Actor, number: str = "") -> Iterator[legislation.DutyFact]:
    """Every open duty in reach, page by page; of one text when `number` is given."""
    cursor = ""
    while True:
        page = legislation.duty_page(actor, text=number, after=cursor, limit=500)
        yield from page.rows
        cursor = page.after
        if not cursor:
            return


def story(source: Source) -> QuerySet[Entry]:
    # reach: the source was found through one
    return trail.story(SOURCE_KIND, source.pk)


def units_to_keep(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may keep sources."""
    reach = actor.reach(access.MANAGE)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


def people_to_watch(actor: Actor) -> QuerySet[User]:
    """Who may be named as the one that watches a source: people of the units the actor keeps sources for."""
    first = actor.seats[0].unit_id if actor.seats else 0
    return people_of(first)
