"""One meeting: its agenda, who is there, whether it may decide, and by how many votes something is carried."""

from dataclasses import dataclass
from math import ceil

from django.db.models import Prefetch, Q, QuerySet

from konak.foundation.access import Actor
from konak.foundation.cases.services import steps_open
from konak.foundation.db.turkish import sort_key
from konak.foundation.lifecycle import Step

from .. import access
from ..lifecycle import MeetingState
from ..models import (
    AgendaFile,
    AgendaItem,
    Attendance,
    Committee,
    Dissent,
    Majority,
    Meeting,
    Member,
    Presence,
    Quorum,
    Role,
)
from .committees import ORDER, own


def meetings(actor: Actor) -> QuerySet[Meeting]:
    """Meetings in reach of a seat, and those of committees one sits in."""
    mine = Q(committee_id__in=own(actor).values("committee_id"))
    rows: QuerySet[Meeting] = Meeting.objects.filter(actor.reach(access.VIEW).q("case__") | mine)
    return rows.select_related("committee__unit", "committee__assignee", "presiding__user", "minutes")


def meeting(actor: Actor, number: str) -> Meeting:
    """One meeting; out of reach and unknown are the same `Meeting.DoesNotExist`."""
    return meetings(actor).get(case__number=number)


def agenda(meeting: Meeting) -> list[AgendaItem]:
    # reach: the meeting was found through one
    """The points in their order with files, decision and dissents; four statements."""
    files = Prefetch("files", AgendaFile.objects.select_related("file"))
    dissents = Prefetch("decision__dissents", Dissent.objects.select_related("member__user"))
    rows = meeting.items.select_related(
        "presenter", "proposed_by", "decision__case__unit", "decision__case__assignee", "carried_from__meeting__case"
    )
    return list(rows.prefetch_related(files, dissents))


def needed(committee: Committee, full: int) -> int:
    """How many of `full` voting seats must be present for the committee to meet."""
    match committee.quorum:
        case Quorum.MAJORITY:
            return full // 2 + 1
        case Quorum.TWO_THIRDS:
            return max(1, ceil(full * 2 / 3))
        case Quorum.ALL:
            return max(1, full)
        case _:
            return committee.quorum_number or 1


def carried_by(committee: Committee, *, full: int, present: int, votes_for: int, chair_against: bool) -> bool:
    """Whether so many votes carry it by the committee's own rule; where the rule says so, the chair decides a tie."""
    match committee.majority:
        case Majority.FULL:
            return votes_for * 2 > full
        case Majority.TWO_THIRDS:
            return votes_for * 3 >= present * 2
        case Majority.UNANIMOUS:
            return votes_for == present
        case _:
            tie = votes_for * 2 == present
            return votes_for * 2 > present or (tie and committee.chair_decides_ties and not chair_against)


@dataclass(frozen=True, slots=True)
class Line:
    """One called person at a meeting; `votes` already says whether a substitute takes somebody's place."""

    attendance: Attendance
    votes: bool

    @property
    def member(self) -> Member | None:
        return self.attendance.member


@dataclass(frozen=True, slots=True)
class Count:
    """Who is there in numbers."""

    full: int
    needed: int
    present: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class Turnout:
    """The attendance of one meeting: everybody called, guests, and the count that decides."""

    lines: list[Line]
    guests: list[Attendance]
    count: Count


def lines(rows: list[Attendance]) -> list[Line]:
    """Attendance in the order of the seats. A substitute votes for the absent member he stands in for; one who stands
    in for nobody by name takes the first free place."""
    # reach: the meeting was found through one
    called = [row for row in rows if row.member is not None]
    called.sort(
        key=lambda row: (ORDER.get(Role(row.member.role), 9), sort_key(row.member.name)) if row.member else (9, ())
    )
    absent = {row.member.pk for row in called if row.member and row.member.votes and row.status != Presence.PRESENT}
    found: list[Line] = []
    for row in called:
        member = row.member
        assert member is not None
        votes = member.votes
        if member.role == Role.SUBSTITUTE and row.status == Presence.PRESENT and absent:
            takes = member.substitutes_id if member.substitutes_id is not None else min(absent)
            votes = takes in absent
            absent.discard(takes)
        found.append(Line(row, votes))
    return found


def count_of(meeting: Meeting, found: list[Line]) -> Count:
    # reach: the meeting was found through one
    """The voting seats of the day against those who are present with a vote."""
    seats = sum(line.member is not None and line.member.votes for line in found)
    full = meeting.full_count if meeting.full_count is not None else seats
    present = sum(line.votes and line.attendance.status == Presence.PRESENT for line in found)
    return Count(full, needed(meeting.committee, full), present)


def turnout(meeting: Meeting) -> Turnout:
    # reach: the meeting was found through one
    """Everybody who was called, with guests; one statement."""
    rows = list(meeting.attendances.select_related("member__user", "member__substitutes").order_by("pk"))
    found = lines(rows)
    return Turnout(found, [row for row in rows if row.member is None], count_of(meeting, found))


def steps(meeting: Meeting, actor: Actor) -> list[Step]:
    # reach: the meeting was found through one
    """The steps this actor may take now; whether it ends or lapses depends on who is there."""
    found = steps_open(meeting, actor)
    if meeting.case.state != MeetingState.OPEN:
        return found
    away = "lapse" if turnout(meeting).count.reached else "finish"
    return [step for step in found if step.name != away]


def paper(meeting: Meeting, paper_id: int) -> AgendaFile:
    # reach: the meeting was found through one
    """One paper on the table of a meeting."""
    return AgendaFile.objects.select_related("file__blob").get(pk=paper_id, item__meeting=meeting)


def proposal(actor: Actor, item_id: int) -> AgendaItem:
    """A proposal to a committee that the actor runs; others do not find it."""
    item = AgendaItem.objects.select_related("committee").get(pk=item_id, meeting=None)
    if not actor.reach(access.RUN).covers(item.committee):
        raise AgendaItem.DoesNotExist
    return item
