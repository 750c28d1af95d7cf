"""The register of committees and who sits in them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.db.turkish import sort_key
from konak.foundation.people.queries import on_day

from .. import access
from ..lifecycle import MEETING, MeetingState
from ..models import AgendaItem, Attendance, Cadence, Committee, Decision, Meeting, Member, Presence, Role

ORDER = {role: place for place, role in enumerate((Role.CHAIR, Role.DEPUTY, Role.MEMBER, Role.SUBSTITUTE))}
"""Members stand in the order of their seats; secretary and observers follow."""


def own(actor: Actor) -> QuerySet[Member]:
    # reach: one's own membership
    """The seats the actor holds in committees today."""
    return Member.objects.filter(on_day(), user_id=actor.user_id or 0)


def seen(actor: Actor) -> Q:
    """Committees in reach of a seat, and those one sits in."""
    return actor.reach(access.VIEW).q("", Committee.owners) | Q(pk__in=own(actor).values("committee_id"))


def committees(actor: Actor, *, closed: bool = False) -> QuerySet[Committee]:
    """The committees one may see, those that stand first."""
    rows = Committee.objects.filter(seen(actor)).select_related("unit", "assignee")
    return rows if closed else rows.filter(Q(closed_on=None) | Q(closed_on__gte=localdate()))


def committee(actor: Actor, committee_id: int) -> Committee:
    """One committee; out of reach and unknown are the same `Committee.DoesNotExist`."""
    return Committee.objects.select_related("unit", "assignee").get(seen(actor), pk=committee_id)


def is_member(actor: Actor, committee_id: int) -> bool:
    return own(actor).filter(committee_id=committee_id).exists()


def role_of(actor: Actor, committee_id: int) -> str:
    """What the actor is in a committee today; empty for those who do not sit in it."""
    return own(actor).filter(committee_id=committee_id).values_list("role", flat=True).first() or ""


def manages(actor: Actor, committee: Committee) -> bool:
    return actor.reach(access.FOUND).covers(committee)


def may_run(actor: Actor, committee: Committee) -> bool:
    """Its secretary, and those who run the unit that keeps it."""
    return actor.reach(access.RUN).covers(committee)


def members_on(committee: Committee, day: dt.date | None = None) -> list[Member]:
    # reach: the committee was found through one
    """Who sat in it on a day, in the order of the seats."""
    rows = committee.members.filter(on_day(day)).select_related("user", "substitutes__user")
    return sorted(rows, key=lambda one: (ORDER.get(Role(one.role), 9), sort_key(one.name)))


def former_members(committee: Committee) -> QuerySet[Member]:
    # reach: the committee was found through one
    return committee.members.filter(until__lt=localdate()).select_related("user").order_by("-until")


def proposals(committee: Committee) -> QuerySet[AgendaItem]:
    # reach: the committee was found through one
    """Points proposed by members that no meeting has taken up yet."""
    rows = committee.items.filter(meeting=None, declined_at=None).select_related("proposed_by", "presenter")
    return rows.order_by("pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a committee does: seats, last and next meeting, what it decided that is not done."""

    committee: Committee
    seats: int
    last: dt.datetime | None
    next: dt.datetime | None
    open: int
    late: int
    due_meeting: bool


def overdue_meeting_of(committee: Committee, last: dt.datetime | None, upcoming: dt.datetime | None) -> bool:
    """Whether its own cadence asks for a meeting that is neither held nor planned."""
    if committee.cadence == Cadence.CALLED or upcoming is not None:
        return False
    begun = localdate(last) if last else committee.founded_on
    return begun + dt.timedelta(days=round(committee.cadence * 30.44) + 15) < localdate()


def directory(actor: Actor) -> list[Standing]:
    """Every standing committee one may see with how it does; five statements, whatever their number."""
    rows = list(committees(actor).order_by("name"))
    return list(_standings(rows))


def standing_of(committee: Committee) -> Standing:
    # reach: the committee was found through one
    return next(iter(_standings([committee])))


def _standings(rows: list[Committee]) -> Iterable[Standing]:
    keys, today, moment = [row.pk for row in rows], localdate(), now()
    seats = dict(
        Member.objects.filter(on_day(), committee__in=keys, role__in=Member.VOTING)
        .values_list("committee_id")
        .annotate(Count("pk"))
        .order_by()
    )
    held = (MeetingState.OPEN, MeetingState.HELD, MeetingState.MINUTES, MeetingState.CLOSED)
    meetings = Meeting.objects.filter(committee__in=keys).order_by().values_list("committee_id")
    last = dict(meetings.filter(case__state__in=held).annotate(Max("starts_at")))
    ahead = dict(
        meetings.filter(case__state__in=(MeetingState.PLANNED, MeetingState.INVITED), starts_at__gte=moment).annotate(
            Min("starts_at")
        )
    )
    waiting = Decision.objects.filter(committee__in=keys, case__resting=False).order_by().values_list("committee_id")
    counts = {
        key: (every, late)
        for key, every, late in waiting.annotate(
            every=Count("pk"), late=Count("pk", filter=Q(case__due_on__lt=today))
        )
    }
    for row in rows:
        every, late = counts.get(row.pk, (0, 0))
        due = overdue_meeting_of(row, last.get(row.pk), ahead.get(row.pk))
        yield Standing(row, seats.get(row.pk, 0), last.get(row.pk), ahead.get(row.pk), every, late, due)


def attendance_rates(committee: Committee, days: int = 730) -> dict[int, tuple[int, int]]:
    # reach: the committee was found through one
    """Of the meetings each member was called to in the last two years: how often present, and how many there were."""
    ended = set(MEETING.ends - {MeetingState.CANCELLED}) | {MeetingState.HELD, MeetingState.MINUTES}
    rows = Attendance.objects.filter(
        meeting__committee=committee,
        meeting__case__state__in=ended,
        meeting__starts_at__gte=now() - dt.timedelta(days=days),
        member__isnull=False,
    )
    found = rows.values_list("member_id").annotate(
        came=Count("pk", filter=Q(status=Presence.PRESENT)), called=Count("pk")
    )
    return {member: (came, called) for member, came, called in found.order_by() if member is not None}


def seats_of_person(actor: Actor, user_id: int) -> list[Member]:
    """What somebody sits in today, of the committees the actor may see."""
    rows = Member.objects.filter(on_day(), user_id=user_id, committee__in=Committee.objects.filter(seen(actor)))
    return list(rows.select_related("committee").order_by("committee__name"))
