"""What goes in and out at the door for committees."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Schema

from konak.foundation.web.schemas import line

from ..models import Committee, Decision, Meeting

Line24 = Annotated[str, line(24)]
Line200 = Annotated[str, line(200)]
Line250 = Annotated[str, line(250)]
Line300 = Annotated[str, line(300)]
Words = Annotated[str, line(4_000)]
Long = Annotated[str, line(10_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Votes = Annotated[int, Field(ge=0, le=500)]


class CommitteeNamed(Schema):
    id: int
    name: str


class CommitteeStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class CommitteeOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    unit: CommitteeNamed
    secretary: CommitteeNamed | None
    founded_on: dt.date
    closed_on: dt.date | None
    quorum: str
    majority: str
    cadence_months: int
    notice_days: int

    @classmethod
    def of(cls, row: Committee) -> "CommitteeOut":
        return cls(
            id=row.pk,
            code=row.code,
            name=row.name,
            kind=row.kind,
            unit=CommitteeNamed(id=row.unit_id, name=row.unit.name),
            secretary=CommitteeNamed(id=row.assignee.pk, name=row.assignee.full_name) if row.assignee else None,
            founded_on=row.founded_on,
            closed_on=row.closed_on,
            quorum=row.quorum,
            majority=row.majority,
            cadence_months=row.cadence,
            notice_days=row.notice_days,
        )


class MemberOut(Schema):
    id: int
    person: int | None
    name: str
    role: str
    role_label: str
    votes: bool
    since: dt.date
    until: dt.date | None


class DecisionOut(Schema):
    number: str
    committee: int
    ordinal: str
    """The committee's own gapless number: "SOME 2026/3"."""
    decided_on: dt.date
    text: str
    votes_for: int
    votes_against: int
    abstained: int
    carried: bool
    state: str
    state_label: str
    unit: CommitteeNamed
    assignee: CommitteeNamed | None
    due_on: dt.date | None
    closed_at: dt.datetime | None

    @classmethod
    def of(cls, row: Decision) -> "DecisionOut":
        case = row.case
        return cls(
            number=case.number,
            committee=row.committee_id,
            ordinal=f"{row.committee.code} {row.ordinal}",
            decided_on=row.decided_on,
            text=row.text,
            votes_for=row.votes_for,
            votes_against=row.votes_against,
            abstained=row.abstained,
            carried=row.carried,
            state=case.state,
            state_label=row.state_label,
            unit=CommitteeNamed(id=case.unit_id, name=case.unit.name),
            assignee=CommitteeNamed(id=case.assignee.pk, name=case.assignee.full_name) if case.assignee else None,
            due_on=case.due_on,
            closed_at=case.closed_at,
        )


class DecisionList(Schema):
    items: list[DecisionOut]
    next: str


class MeetingOut(Schema):
    number: str
    committee: int
    ordinal: str
    subject: str
    state: str
    state_label: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    extraordinary: bool

    @classmethod
    def of(cls, row: Meeting) -> "MeetingOut":
        return cls(**meeting_facts(row))


def meeting_facts(row: Meeting) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "committee": row.committee_id,
        "ordinal": row.ordinal,
        "subject": row.case.subject,
        "state": row.case.state,
        "state_label": row.state_label,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place": row.place,
        "extraordinary": row.extraordinary,
    }


class ItemOut(Schema):
    id: int
    order: int
    title: str
    text: str
    outcome: str
    note: str
    decision: str | None


class AttendanceOut(Schema):
    id: int
    member: int | None
    name: str
    status: str
    votes: bool
    signed_at: dt.datetime | None


class MeetingDetail(MeetingOut):
    quorum: int
    voting_seats: int
    present: int
    items: list[ItemOut]
    attendance: list[AttendanceOut]
    minutes_sha256: str | None
    steps: list[CommitteeStepOut]


class PlanIn(Schema):
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    place: Line200 = ""
    subject: Line250 = ""
    extraordinary: bool = False


class ItemIn(Schema):
    title: Line250
    text: Long = ""
    presenter_id: Key | None = None
    presenter_title: Annotated[str, line(160)] = ""


class ProposalIn(Schema):
    title: Line250
    text: Long = ""


class ProposalOut(Schema):
    id: int
    title: str


class InviteIn(Schema):
    short_notice: Line300 = ""


class PostponeIn(Schema):
    starts_at: dt.datetime
    why: Line300


class CommitteeWhy(Schema):
    why: Line300


class MarkIn(Schema):
    status: Annotated[str, line(10)]


class NoteIn(Schema):
    note: Long = ""


class DecideIn(Schema):
    text: Long
    votes_for: Votes
    votes_against: Votes = 0
    abstained: Votes = 0
    chair_against: bool = False
    needs_action: bool = True
    unit_id: Key | None = None
    assignee_id: Key | None = None
    due_on: dt.date | None = None
    note: Long = ""
    dissents: Annotated[dict[Key, Words], Field(max_length=100)] = {}


class SummaryIn(Schema):
    summary: Long = ""


class SignIn(Schema):
    dissent: Words = ""


class WordsIn(Schema):
    words: Words = ""


class ReportIn(Schema):
    note: Long = ""


class HandOverIn(Schema):
    unit_id: Key
    assignee_id: Key | None = None
