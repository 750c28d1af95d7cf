"""Two years of meetings of one committee, copied with the stories they would have."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store
from konak.foundation.numbering.services import next_number
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position

from .. import services
from ..models import (
    AgendaItem,
    Attendance,
    Committee,
    Decision,
    DecisionReport,
    Meeting,
    Member,
    Outcome,
    Presence,
    Role,
    Verdict,
)
from ..services.minutes import TEMPLATE, content_of
from .texts import PROGRESS, Plan

HISTORY = dt.timedelta(days=730)
FOUNDED = dt.date(2023, 9, 18)
WITH_MINUTES = 2
"""The newest meetings of a committee whose minutes lie in Konak; older ones were kept on paper."""


def _leader(name: str) -> int:
    """Who leads a unit: its head of department, its director, or its chief."""
    ranks = (Position.HEAD_OF_DEPARTMENT, Position.DIRECTOR, Position.CHIEF)
    seats = Appointment.objects.filter(unit__name=name, acting_for=None, position__in=ranks).order_by("pk")
    return min(seats, key=lambda seat: ranks.index(Position(seat.position))).user_id


def _secretary(unit: Unit) -> int:
    """Somebody of the unit that keeps the committee: an expert where there is one."""
    seats = Appointment.objects.filter(unit__parent=unit, acting_for=None, until=None)
    for position in (Position.EXPERT, Position.CHIEF):
        found = seats.filter(position=position).order_by("pk").first()
        if found:
            return found.user_id
    return _leader(unit.name)


def found(head: Actor, plan: Plan) -> Committee:
    unit = Unit.objects.get(name=plan.unit)
    committee = services.found(
        actor=head,
        unit_id=unit.pk,
        code=plan.code,
        founding_decision=plan.decision,
        founded_on=FOUNDED,
        name=plan.name,
        purpose=plan.purpose,
        basis=plan.basis,
        cadence=plan.cadence,
        notice_days=plan.notice_days,
        assignee_id=_secretary(unit),
    )
    taken: set[int] = set()
    for place, name in enumerate(plan.members):
        user = _leader(name)
        if user in taken:
            continue
        taken.add(user)
        role = Role.CHAIR if place == 0 else Role.DEPUTY if place == 1 else Role.MEMBER
        services.add_member(
            committee.pk, actor=head, role=role, user_id=user, since=FOUNDED, basis="Başkanlık oluru 18.09.2023"
        )
    for title in plan.outside:
        services.add_member(committee.pk, actor=head, role=Role.OBSERVER, title=title, since=FOUNDED)
    return committee


@dataclass(slots=True)
class Past:
    """The meetings of one committee over the last two years."""

    committee: Committee
    plan: Plan
    chance: random.Random

    def write(self) -> None:
        days = list(self._days())
        files = [self._meeting(day) for day in days]
        copy_cases(Meeting, files)
        meetings = list(Meeting.objects.filter(committee=self.committee).order_by("starts_at"))
        members = list(self.committee.members.select_related("user"))
        items, roll = [], []
        topics = self._topics(len(meetings))
        for before, meeting in enumerate(meetings[:-1]):
            if meeting.no is None:
                topics[before + 1] = topics[before] + topics[before + 1]
        for meeting, points in zip(meetings, topics, strict=True):
            took_place = meeting.no is not None
            for place, (title, _) in enumerate(points, 1):
                items.append(self._item(meeting, place, title, Outcome.DECIDED if took_place else Outcome.DEFERRED))
            roll += [self._there(meeting, member, took_place) for member in members]
        made = AgendaItem.objects.bulk_create(items)
        self._carry_over(meetings, made)
        Attendance.objects.bulk_create(roll)
        texts = {title: text for points in topics for title, text in points}
        present = self._voters(roll)
        decided = [item for item in made if item.outcome == Outcome.DECIDED]
        made_files = [self._decision(item, texts[item.title], present) for item in decided]
        copy_cases(Decision, made_files)
        self._reports(made_files)
        held = [meeting for meeting in meetings if meeting.no is not None]
        for meeting in held[-WITH_MINUTES:]:
            self._minutes(meeting)

    def _carry_over(self, meetings: list[Meeting], made: list[AgendaItem]) -> None:
        """What a meeting without a quorum left over stands on the next agenda."""
        known = {(item.meeting_id, item.title): item for item in made}
        for meeting, following in pairwise(meetings):
            for item in made:
                later = known.get((following.pk, item.title))
                if item.meeting_id == meeting.pk and item.outcome == Outcome.DEFERRED and later is not None:
                    later.carried_from = item
                    later.save(update_fields=["carried_from"])

    def _days(self) -> Iterator[dt.date]:
        today = localdate()
        calendar = calendar_from(today - HISTORY)
        day = today - HISTORY + dt.timedelta(days=self.chance.randrange(3, 20))
        while day < today - dt.timedelta(days=9):
            yield calendar.next_working(day)
            day += dt.timedelta(days=round(30.44 * self.plan.cadence) + self.chance.randrange(-2, 3))

    def _topics(self, count: int) -> list[list[tuple[str, str]]]:
        """Two or three points a meeting, each title once in a while again."""
        found, pool = [], list(self.plan.topics)
        at = 0
        for number in range(count):
            points = []
            for _ in range(2 + (number % 3 == 0)):
                title, text = pool[at % len(pool)]
                turn = at // len(pool)
                points.append((f"{title} ({turn + 1}. değerlendirme)" if turn else title, text))
                at += 1
            found.append(points)
        return found

    def _meeting(self, day: dt.date) -> File:
        lapsed = self.chance.random() < 0.05
        moved = not lapsed and self.chance.random() < 0.12
        start = moment(day, 10 + self.chance.randrange(5))
        first = start - dt.timedelta(days=7) if moved else start
        end = start + dt.timedelta(minutes=self.chance.choice((55, 75, 90, 110)))
        chair = self.committee.members.get(role=Role.CHAIR)
        secretary = self.committee.assignee_id
        year = day.year
        drawn = "" if lapsed else next_number(f"{self.committee.series}T", year)
        opened = first - dt.timedelta(days=14)
        story = [Line(opened, "open", secretary), Line(opened + dt.timedelta(hours=1), "agenda", secretary)]
        story.append(Line(first - dt.timedelta(days=8), "invite", secretary))
        if moved:
            story.append(Line(first - dt.timedelta(days=1), "postpone", secretary))
            story.append(Line(first - dt.timedelta(hours=20), "invite", secretary))
        story.append(Line(start, "begin", secretary))
        if lapsed:
            story.append(Line(start + dt.timedelta(minutes=20), "lapse", secretary))
        else:
            story += [Line(end, "finish", secretary), Line(end + dt.timedelta(days=1), "draw", secretary)]
            story.append(Line(end + dt.timedelta(days=2), "sign", chair.user_id))
            story.append(Line(end + dt.timedelta(days=3), "approve", chair.user_id))
        cover = {
            "subject": f"{self.committee.name}, {day:%d.%m.%Y} toplantısı",
            "state": "lapsed" if lapsed else "closed",
            "unit": self.committee.unit_id,
            "assignee": secretary,
            "opened_by": secretary,
            "opened_from_unit": self.committee.unit_id,
            "due_on": day,
            "opened_at": opened,
            "closed_at": story[-1].at,
            "resting": True,
        }
        contents = {
            "committee": self.committee.pk,
            "year": year if drawn else None,
            "no": int(drawn.rpartition("-")[2]) if drawn else None,
            "starts_at": start,
            "ends_at": start + dt.timedelta(hours=2),
            "first_planned_for": first,
            "place": self.plan.place,
            "invited_at": first - dt.timedelta(days=8),
            "presiding": None if lapsed else chair.pk,
            "began_at": start,
            "ended_at": end,
            "full_count": self.committee.members.filter(role__in=Member.VOTING).count(),
            "minutes_at": None if lapsed else end + dt.timedelta(days=1),
            "revision": int(moved),
            "why": "Başkanın görev gezisi" if moved else "",
        }
        return File(cover, contents, story)

    def _item(self, meeting: Meeting, place: int, title: str, outcome: str) -> AgendaItem:
        return AgendaItem(
            committee=self.committee,
            meeting=meeting,
            order=place,
            title=title,
            proposed_by_id=self.committee.assignee_id,
            proposed_at=meeting.case.opened_at,
            outcome=outcome,
        )

    def _there(self, meeting: Meeting, member: Member, held: bool) -> Attendance:
        came = member.role == Role.CHAIR or self.chance.random() < (0.88 if held else 0.1)
        status = Presence.PRESENT if came else self.chance.choice((Presence.EXCUSED, Presence.ABSENT))
        signs = held and came and member.user_id is not None
        signed = meeting.ended_at + dt.timedelta(days=2) if signs and meeting.ended_at else None
        return Attendance(meeting=meeting, member=member, status=status, signed_at=signed)

    def _voters(self, roll: list[Attendance]) -> dict[int, int]:
        """Present votes by meeting; where too few came by chance, some more did."""
        found: dict[int, int] = {}
        full = sum(member.votes for member in self.committee.members.all())
        for meeting_id in {row.meeting_id for row in roll}:
            rows = [row for row in roll if row.meeting_id == meeting_id and row.member and row.member.votes]
            held = any(row.signed_at for row in rows)
            there = [row for row in rows if row.status == Presence.PRESENT]
            for row in rows:
                if not held or len(there) > full // 2:
                    break
                if row not in there:
                    row.status, row.signed_at = Presence.PRESENT, there[0].signed_at
                    row.save()
                    there.append(row)
            found[meeting_id] = len(there)
        return found

    def _decision(self, item: AgendaItem, text: str, present: dict[int, int]) -> File:
        meeting = item.meeting
        assert meeting is not None
        chance, votes = self.chance, present[meeting.pk]
        against = chance.choice((0, 0, 0, 0, 1)) if votes > 3 else 0
        drawn = next_number(f"{self.committee.series}K", meeting.starts_at.year)
        no, day = int(drawn.rpartition("-")[2]), localdate(meeting.starts_at)
        doer = chance.choice([one for one in self.committee.members.all() if one.user_id is not None])
        seat = Appointment.objects.filter(user_id=doer.user_id or 0, acting_for=None).order_by("pk").first()
        unit = seat.unit_id if seat else self.committee.unit_id
        acts = chance.random() < 0.8
        begun = meeting.ended_at or meeting.starts_at
        due = add_working_days(day, chance.choice((10, 15, 20, 30)))
        story, state, closed = self._fate(begun, due, doer.user_id, acts)
        cover = {
            "subject": f"{self.committee.code} {meeting.starts_at.year}/{no}: {item.title}"[:250],
            "state": state,
            "unit": unit if acts else self.committee.unit_id,
            "assignee": doer.user_id if acts else None,
            "opened_by": self.committee.assignee_id,
            "opened_from_unit": self.committee.unit_id,
            "due_on": due if acts else None,
            "opened_at": begun,
            "closed_at": closed,
            "resting": closed is not None,
        }
        contents = {
            "committee": self.committee.pk,
            "meeting": meeting.pk,
            "item": item.pk,
            "year": meeting.starts_at.year,
            "no": no,
            "decided_on": day,
            "text": text,
            "votes_for": votes - against,
            "votes_against": against,
            "needs_action": acts,
        }
        return File(cover, contents, story)

    def _fate(
        self, begun: dt.datetime, due: dt.date, doer: int | None, acts: bool
    ) -> tuple[list[Line], str, dt.datetime | None]:
        """How far it has come by today; one in ten was late, a few old ones were never finished."""
        secretary, chance, today = self.committee.assignee_id, self.chance, localdate()
        story = [Line(begun, "open", secretary)]
        if not acts:
            story.append(Line(begun + dt.timedelta(minutes=1), "note", secretary))
            return story, "noted", story[-1].at
        started = begun + dt.timedelta(days=2, hours=3)
        if started >= now() or chance.random() < 0.02:
            return story, "open", None
        story.append(Line(started, "start", doer))
        ready = due + dt.timedelta(
            days=chance.randrange(2, 18) if chance.random() < 0.12 else -chance.randrange(0, 6)
        )
        if ready <= localdate(started):
            ready = localdate(started) + dt.timedelta(days=1)
        if ready >= today or (chance.random() < 0.06 and (today - localdate(begun)).days < 200):
            return story, "started", None
        story.append(Line(moment(ready, 9 + chance.randrange(7)), "report", doer))
        accepted = story[-1].at + dt.timedelta(days=chance.randrange(1, 4))
        if accepted >= now():
            return story, "reported", None
        chair = self.committee.members.get(role=Role.CHAIR).user_id
        story.append(Line(accepted, "accept", chair if chair != doer else secretary))
        return story, "done", accepted

    def _reports(self, batch: list[File]) -> None:
        rows = []
        for one in batch:
            told = {line.verb: line for line in one.story}
            if (line := told.get("report")) is None:
                continue
            accepted = told.get("accept")
            rows.append(
                DecisionReport(
                    decision_id=one.key,
                    note=self.chance.choice(PROGRESS),
                    reported_by_id=line.user_id,  # type: ignore[misc] # the doer of a copied file is somebody
                    reported_at=line.at,
                    verdict=Verdict.ACCEPTED if accepted else Verdict.WAITING,
                    decided_by_id=accepted.user_id if accepted else None,
                    decided_at=accepted.at if accepted else None,
                )
            )
        DecisionReport.objects.bulk_create(rows)

    def _minutes(self, meeting: Meeting) -> None:
        """The paper itself, drawn as the services draw it."""
        pdf = render_pdf(TEMPLATE, content_of(meeting), created=meeting.minutes_at)
        actor = actor_of(self.committee.assignee_id or 0, via="cli")
        name = f"{self.committee.code}-{meeting.year}-{meeting.no}-tutanak.pdf"
        meeting.minutes = store(
            actor=actor, content=pdf, name=name, unit_id=meeting.case.unit_id, purpose="committees.minutes"
        )
        meeting.save()


def moment(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), get_current_timezone())
