"""Changes, circulars, and what they ask of whom."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below, units
from konak.foundation.trail.models import Entry
from konak.governance.legislation import public as legislation

from .. import access
from ..models import Application, Feed, FeedEntry, Flag, Notice
from ..models.feed import EntryState
from .register import Place, Words


class NoticeFilter(FilterSchema):
    """One filter for both doors. `state` is a state, "open" or "late"."""

    kind: Annotated[Words, FilterLookup("kind")] = None
    state: Words = None
    impact: Annotated[Words, FilterLookup("impact")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "open":
            return Q(case__closed_at=None)
        if value == "late":
            return Q(case__closed_at=None, case__due_on__lt=localdate())
        return Q(case__state=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(words__contains=word)
        return found


class _Folded(Func):
    function = "tr_fold"
    output_field = TextField()


_SPACE = Value(" ")
_SEARCHED = Concat(
    F("case__subject"),
    _SPACE,
    F("issuer"),
    _SPACE,
    F("document_number"),
    _SPACE,
    F("case__number"),
    output_field=TextField(),
)


def notices(actor: Actor, filters: NoticeFilter | None = None) -> QuerySet[Notice]:
    """Changes and circulars in reach."""
    rows: QuerySet[Notice] = Notice.objects.filter(actor.reach(access.FOLLOW).q("case__"))
    if filters is not None:
        rows = rows.annotate(words=_Folded(_SEARCHED)) if filters.q else rows
        rows = filters.filter(rows)
    return rows.select_related("case", "case__unit", "case__assignee", "source").defer("text", "opinion")


def notice(actor: Actor, number: str) -> Notice:
    """One by number; out of reach and unknown are the same `Notice.DoesNotExist`."""
    rows = Notice.objects.select_related("case", "case__unit", "case__assignee", "case__opened_by", "source")
    found: Notice = rows.get(actor.reach(access.FOLLOW).q("case__"), case__number=number.replace("\0", ""))
    return found


def notice_counts(actor: Actor, kind: str = "") -> dict[str, int]:
    """Numbers on the tabs; one query."""
    rows = Notice.objects.filter(actor.reach(access.FOLLOW).q("case__")).order_by()
    rows = rows.filter(kind=kind) if kind else rows
    return dict(
        rows.aggregate(
            every=Count("pk"),
            open=Count("pk", filter=Q(case__closed_at=None)),
            late=Count("pk", filter=Q(case__closed_at=None, case__due_on__lt=localdate())),
            applied=Count("pk", filter=Q(case__state="applied")),
        )
    )


@dataclass(frozen=True, slots=True)
class UnitWork:
    """An affected unit with whether this person may confirm for it."""

    row: Application
    may_confirm: bool


def applications(actor: Actor, notice: Notice) -> list[UnitWork]:
    reach = actor.reach(access.CONFIRM)
    open_here = notice.case.state == "applying"
    rows = notice.applications.select_related("unit", "confirmed_by")
    return [UnitWork(row, open_here and reach.covers(Place(row.unit_id))) for row in rows]


def flags(actor: Actor, notice: Notice) -> list[tuple[Flag, legislation.DutyFact]]:
    """Flagged duties of a change that are in reach."""
    rows = list(notice.flags.select_related("settled_by"))
    facts = legislation.duty_facts(actor, [row.duty_id for row in rows])
    return [(row, facts[row.duty_id]) for row in rows if row.duty_id in facts]


def application(actor: Actor, application_id: int) -> Application:
    """One affected unit of a change in reach."""
    rows = Application.objects.select_related("notice__case", "unit")
    return rows.get(actor.reach(access.FOLLOW).q("notice__case__"), pk=application_id)


def flag(actor: Actor, flag_id: int) -> tuple[Flag, legislation.DutyFact]:
    """One flag whose duty is in reach, with the words of the duty."""
    row = Flag.objects.select_related("notice__case").get(legislation.duty_reach(actor), pk=flag_id)
    return row, legislation.duty_fact(actor, row.duty_id)


def touched_units(notice: Notice) -> list[int]:
    """Units whose duties a change flagged."""
    # reach: the notice was found through one
    return sorted(set(notice.flags.values_list("duty__unit_id", flat=True)))


def flags_of_duty(duty_id: int) -> list[Flag]:
    """Changes because of which a duty has to be looked at, the open ones first."""
    # reach: the duty was found through one
    rows = Flag.objects.filter(duty_id=duty_id).select_related("notice__case", "notice__source", "settled_by")
    return sorted(rows.order_by("-pk")[:10], key=lambda row: row.settled_at is not None)


def open_flag_count(actor: Actor) -> int | None:
    """Flagged duties in the actor's own units; None for somebody without any unit of his own to answer for."""
    if not actor.holds(access.LINK):
        return None
    reach = actor.reach(access.LINK)
    rows = Flag.objects.filter(legislation.duty_reach(actor), settled_at=None, notice__case__closed_at=None)
    return rows.count() if reach.everywhere else rows.filter(duty__unit_id__in=reach.units).count()


def affected_units(notice: Notice) -> QuerySet[Unit]:
    """Units that a change may be applied in: that of the case and those below it."""
    # reach: the notice was found through one
    return units().filter(pk__in=below(notice.case.unit_id))


def opinion_givers(notice: Notice) -> list[int]:
    """Who gave an opinion on this change, in order."""
    # reach: the notice was found through one
    rows = Entry.objects.filter(kind=notice.case.kind, subject=notice.case.number, verb="opine", user__isnull=False)
    return [int(key) for key in rows.order_by("pk").values_list("user_id", flat=True) if key]


# Feeds ------------------------------------------------------------------------------------------------------------


def feeds(actor: Actor) -> QuerySet[Feed]:
    waiting = Count("entries", filter=Q(entries__state=EntryState.PROPOSED))
    rows = Feed.objects.filter(actor.reach(access.FOLLOW).q(owners=Feed.owners))
    return rows.select_related("unit").annotate(waiting=waiting).order_by("name")


def feed(actor: Actor, feed_id: int) -> Feed:
    return Feed.objects.get(actor.reach(access.FOLLOW).q(owners=Feed.owners), pk=feed_id)


def entries(actor: Actor, *, matched: bool = True, state: str = EntryState.PROPOSED) -> QuerySet[FeedEntry]:
    """What feeds brought: entries that name a watched source, or all of them."""
    rows = FeedEntry.objects.filter(actor.reach(access.FOLLOW).q("feed__", owners=Feed.owners), state=state)
    rows = rows.filter(source__isnull=False) if matched else rows
    return rows.select_related("feed", "source", "notice__case")


def entry(actor: Actor, entry_id: int) -> FeedEntry:
    reach = actor.reach(access.FOLLOW).q("feed__", owners=Feed.owners)
    return FeedEntry.objects.select_related("feed", "source").get(reach, pk=entry_id)


def has_open(actor: Actor) -> Any:
    """Filter for sources with an open change in reach."""
    rows = Notice.objects.filter(actor.reach(access.FOLLOW).q("case__"), case__closed_at=None)
    return Exists(rows.filter(source=OuterRef("pk")))
