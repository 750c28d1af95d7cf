"""Delegations: who may be asked, what stands in the way, who acts for whom on which day."""

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import PERMISSIONS, Actor
from konak.foundation.access.queries import changed
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Basis, Position
from konak.foundation.people.queries import above, below, on_day
from konak.foundation.people.seats import RANK
from konak.foundation.trail.models import Entry

from .. import access
from ..lifecycle import DelegationState
from ..models import Delegation, Notice, StandingDeputy, Width

LIVING = (DelegationState.PROPOSED, DelegationState.ACTIVE)
PAGE = 50
NARROW = Position.HEAD_OF_DEPARTMENT
"""From this seat on only people with a seat of their own in the line of command are offered as deputies."""


def delegations(actor: Actor) -> QuerySet[Delegation]:
    rows = Delegation.objects.filter(actor.reach(access.VIEW).q("case__", ("assignee", "opened_by")))
    return rows.select_related("giver", "deputy", "seat__unit")


def delegation(actor: Actor, number: str) -> Delegation:
    """One delegation; the parties see it wherever their seats are."""
    row: Delegation = Delegation.objects.select_related(
        "giver", "deputy", "seat__unit", "approved_by", "acting", "case__opened_by"
    ).get(case__number=number)
    if not may_see(actor, row):
        raise Delegation.DoesNotExist
    return row


def may_see(actor: Actor, row: Delegation) -> bool:
    party = actor.user_id is not None and actor.user_id in {row.giver_id, row.deputy_id}
    return party or actor.reach(access.VIEW).covers(row.case)


def page_of(rows: QuerySet[Delegation], after: str = "", limit: int = PAGE) -> tuple[list[Delegation], str]:
    """Newest first; `after` is the cursor of the last row seen."""
    if after:
        day, _, key = after.partition("_")
        try:
            when, last = dt.date.fromisoformat(day), int(key)
        except ValueError:
            return [], ""
        rows = rows.filter(Q(since__lt=when) | Q(since=when, pk__lt=last))
    found = list(rows.order_by("-since", "-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, f"{found[-1].since.isoformat()}_{found[-1].pk}" if more else ""


def own_seats(user_id: int) -> QuerySet[Appointment]:
    """Seats of one's own that one may lend: not those held as somebody's deputy, none below the chief."""
    # reach: public inside the house, because it answers about the one who asks
    rows = Appointment.objects.filter(Q(until=None) | Q(until__gte=localdate()), user_id=user_id, acting_for=None)
    return rows.exclude(position__in=(Position.STAFF, Position.EXPERT)).select_related("unit").order_by("since")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be the deputy: how he stands to the seat, and whether approval is needed."""

    user_id: int
    name: str
    words: str
    lateral: bool
    standing: int = 0


def candidates(seat: Appointment) -> list[Candidate]:
    """Those under the seat, then those beside it: standing deputies first, then by rank and name."""
    # reach: public inside the house, because the directory is
    today = localdate()
    rows = Appointment.objects.filter(on_day(today), user__is_active=True, acting_for=None)
    rows = rows.exclude(user_id=seat.user_id).exclude(position__in=(Position.AUDITOR, Position.ADMINISTRATOR))
    under = rows.filter(unit_id__in=below(seat.unit_id))
    if RANK.get(seat.position, 0) >= RANK[NARROW]:
        under = under.exclude(position__in=(Position.STAFF, Position.EXPERT))
    beside = rows.filter(position=seat.position, unit__parent_id=seat.unit.parent_id).exclude(unit_id=seat.unit_id)
    standing = dict(
        StandingDeputy.objects.filter(unit_id=seat.unit_id, position=seat.position).values_list("user_id", "order")
    )
    far = rows.filter(user_id__in=standing)
    found: dict[int, tuple[tuple[int, int, int, str], Candidate]] = {}
    parts = ((under, False), (beside, True), (far, True))
    for part, lateral in parts:
        for row in part.select_related("user", "unit"):
            place = standing.get(row.user_id, 0)
            words = f"{row.get_position_display()}, {row.unit.name}"
            one = Candidate(row.user_id, row.user.full_name, words, lateral, place)
            key = (place or 9, int(lateral), -RANK.get(row.position, 0), row.user.full_name)
            if row.user_id not in found or key < found[row.user_id][0]:
                found[row.user_id] = (key, one)
    return [one for _, one in sorted(found.values(), key=lambda pair: pair[0])]


def is_lateral(seat: Appointment, deputy_id: int) -> bool:
    """Whether the deputy comes from outside the seat's own branch, so that the superior has to agree."""
    # reach: public inside the house, because the directory is
    held = Appointment.objects.filter(on_day(), user_id=deputy_id, unit_id__in=below(seat.unit_id), acting_for=None)
    return not held.exists()


def superior_of(unit_id: int, position: str, not_user: int | None = None) -> Appointment | None:
    """Who stands over a seat: the head of its unit where the seat is lower, else of the nearest unit above."""
    # reach: public inside the house, because the directory is
    rank = RANK.get(position, 0)
    line = above(unit_id)
    rows = Appointment.objects.filter(on_day(), unit_id__in=line, user__is_active=True).select_related("user", "unit")
    depth = {unit: len(above(unit)) for unit in line}
    over = [row for row in rows if RANK.get(row.position, -1) > max(rank, 1) and row.user_id != not_user]
    over.sort(key=lambda row: (-depth[row.unit_id], RANK[row.position], row.acting_for_id is not None))
    return over[0] if over else None


def living_between(since: dt.date, until: dt.date) -> QuerySet[Delegation]:
    # reach: public inside the house, because it answers for the step that is being taken
    rows = Delegation.objects.filter(case__state__in=LIVING, since__lte=until, until__gte=since)
    return rows.select_related("giver", "deputy", "seat__unit")


def objection(seat: Appointment, deputy_id: int, since: dt.date, until: dt.date) -> str:
    """Why this delegation cannot be, in words: taken days, a deputy who is away himself, a loop, a chain."""
    # reach: public inside the house, because it answers for the step that is being taken
    living = list(living_between(since, until))
    for row in living:
        days = f"{row.since:%d.%m.%Y}–{row.until:%d.%m.%Y}"
        if row.seat_id == seat.pk:
            return f"Bu makam {days} günlerinde zaten {row.deputy.full_name} vekâletinde ({row.case.number})."
    edges: dict[int, set[int]] = defaultdict(set)
    for row in living:
        edges[row.giver_id].add(row.deputy_id)
    path, ahead = {deputy_id}, [deputy_id]
    while ahead:
        for further in edges[ahead.pop()] - path:
            path.add(further)
            ahead.append(further)
    if seat.user_id in path:
        return (
            "Bu vekâlet bir döngü oluşturur: seçtiğiniz kişi aynı günlerde doğrudan ya da dolaylı olarak size "
            "vekâlet bırakmış. Başka birini seçin ya da günleri değiştirin."
        )
    for row in living:
        if row.giver_id == deputy_id:
            return (
                f"{row.giver.full_name} bu günlerde kendi makamını vekâlete bırakmış "
                f"({row.since:%d.%m.%Y}–{row.until:%d.%m.%Y}); vekil olamaz."
            )
    return ""


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of thing the deputy did from the seat: how often, and whether the delegation covered it."""

    entry: Entry
    outside: bool


def acts_of(row: Delegation) -> list[Act]:
    """Everything the deputy did from the lent seat, oldest first. What is no approval is marked where only those
    were passed on."""
    # reach: the delegation was found through one
    if row.acting_id is None:
        return []
    entries = Entry.objects.filter(seat_id=row.acting_id).select_related("user").order_by("pk")
    narrow = row.width == "approvals"
    return [Act(entry, narrow and not _is_approval(entry.verb)) for entry in entries]


def passed_on(row: Delegation) -> list[str]:
    """What the deputy may decide where only the approvals of the seat were lent; what he may look at goes without
    saying."""
    # reach: public inside the house, because everybody may know who may do what
    if row.width != Width.APPROVALS:
        return []
    changes = {code: grant.scope for (code, position), grant in changed().items() if position == row.seat.position}
    return sorted(
        one.label
        for one in PERMISSIONS.values()
        if one.goes_along and not one.looks and changes.get(one.code, int(one.given.get(row.seat.position, 0)))
    )


APPROVING = ("approve", "allow", "forbid", "confirm", "issue", "close", "return", "reject", "hand_back", "object")


def _is_approval(verb: str) -> bool:
    return any(verb == word or verb.startswith(f"{word}_") for word in APPROVING)


def knows_why(actor: Actor, row: Delegation) -> bool:
    """Whether the reason is for this reader: an illness is nobody's business but the parties' and the superiors'."""
    return actor.user_id in {row.giver_id, row.deputy_id} or actor.reach(access.APPROVE).covers(row.case)


def act_count(row: Delegation) -> int:
    # reach: the delegation was found through one
    return Entry.objects.filter(seat_id=row.acting_id).count() if row.acting_id else 0


def of_person(user_id: int) -> tuple[list[Delegation], list[Delegation]]:
    """Given and taken by one person: the open ones and the last twenty."""
    # reach: public inside the house, because who acts for whom is
    rows = Delegation.objects.select_related("giver", "deputy", "seat__unit").order_by("-since", "-pk")
    return list(rows.filter(giver_id=user_id)[:20]), list(rows.filter(deputy_id=user_id)[:20])


def standing_of(unit_id: int, position: str) -> QuerySet[StandingDeputy]:
    # reach: public inside the house, because the directory is
    return StandingDeputy.objects.filter(unit_id=unit_id, position=position).select_related("user").order_by("order")


@dataclass(frozen=True, slots=True)
class Absence:
    """A seat whose holder is away, and who acts for him; one row of the calendar."""

    delegation: Delegation
    first: int
    last: int
    days: int

    @property
    def x(self) -> float:
        return round(100 * (self.first - 1) / self.days, 2)

    @property
    def width(self) -> float:
        return round(100 * (self.last - self.first + 1) / self.days, 2)


def absences(unit_id: int, year: int, month: int) -> list[Absence]:
    """Delegations of seats in a unit or below it that touch a month."""
    # reach: public inside the house, because who acts for whom is
    days = calendar.monthrange(year, month)[1]
    first, last = dt.date(year, month, 1), dt.date(year, month, days)
    rows = Delegation.objects.filter(
        seat__unit_id__in=below(unit_id),
        since__lte=last,
        until__gte=first,
        case__state__in=(*LIVING, DelegationState.REPORTED, DelegationState.CLOSED),
    ).select_related("giver", "deputy", "seat__unit")
    found = []
    for row in rows.order_by("since", "pk"):
        end = row.last_day
        if end < first:
            continue
        begin_day = 1 if row.since < first else row.since.day
        end_day = days if end > last else end.day
        found.append(Absence(row, begin_day, end_day, days))
    return found


def for_calendar(unit_id: int, since: dt.date) -> list[Delegation]:
    """What a calendar program subscribes to: agreed delegations of a unit and those below it."""
    # reach: public inside the house, because who acts for whom is
    rows = Delegation.objects.filter(
        seat__unit_id__in=below(unit_id),
        until__gte=since,
        case__state__in=(DelegationState.ACTIVE, DelegationState.REPORTED, DelegationState.CLOSED),
    ).select_related("giver", "deputy", "seat__unit")
    return list(rows.order_by("since", "pk")[:500])


def notices(actor: Actor) -> QuerySet[Notice]:
    rows = Notice.objects.filter(actor.reach(access.SEE_HANDOVER).q("case__", ("assignee", "opened_by")))
    return rows.select_related("case__opened_by").order_by("-done_on", "-pk")


def unit_panel(unit: Unit) -> list[Delegation] | None:
    """Delegations that run today or begin within a month in one unit; None hides the panel."""
    # reach: public inside the house, because who acts for whom is
    today = localdate()
    rows = Delegation.objects.filter(
        seat__unit_id=unit.pk,
        until__gte=today,
        since__lte=today + dt.timedelta(days=30),
        case__state__in=LIVING,
    ).select_related("giver", "deputy", "seat__unit")
    return list(rows.order_by("since")[:12]) or None


def acting_share(units: frozenset[int] | None, since: dt.date, until: dt.date) -> float | None:
    """Of the head seats filled on the last day of a period, the percentage held by somebody who only acts."""
    # reach: public inside the house, because the directory is
    heads = (Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
    del since
    rows = Appointment.objects.filter(on_day(until), position__in=heads, acting_for=None)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    found = rows.aggregate(all=Count("pk"), acting=Count("pk", filter=~Q(basis=Basis.PERMANENT)))
    return 100 * found["acting"] / found["all"] if found["all"] else None


def vacant_heads(actor: Actor) -> QuerySet[Unit]:
    """Units in reach that have people but nobody at their head today."""
    reach = actor.reach(access.VIEW)
    heads = Appointment.objects.filter(
        on_day(), unit=OuterRef("pk"), position__in=(Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
    )
    people = Appointment.objects.filter(on_day(), unit=OuterRef("pk"))
    rows = Unit.objects.filter(until=None, kind__in=("department", "branch", "service", "bureau"))
    if not reach.everywhere:
        rows = rows.filter(pk__in=reach.units)
    return rows.filter(Exists(people)).exclude(Exists(heads)).order_by("name")
