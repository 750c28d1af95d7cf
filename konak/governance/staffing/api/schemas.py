"""What the API says and takes, written out. Days are ISO dates, texts Turkish."""

import datetime as dt
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Basis, Position
from konak.foundation.web.schemas import line

from ..models import Delegation, DescriptionVersion, Fate, HandOver, HandOverKind, HandOverLine, Reason, Width
from ..queries.descriptions import Standing
from ..queries.separation import Conflict
from ..queries.workload import Load

Line80 = Annotated[str, line(80)]
Line120 = Annotated[str, line(120)]
Line300 = Annotated[str, line(300)]
Line500 = Annotated[str, line(500)]
Long = Annotated[str, line(20_000)]
Number = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{4}-[0-9]{1,9}$")]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class StaffingNamed(Schema):
    id: int
    name: str


def unit_out(unit: Unit) -> StaffingNamed:
    return StaffingNamed(id=unit.pk, name=unit.name)


def person_out(user: User | None) -> StaffingNamed | None:
    return StaffingNamed(id=user.pk, name=user.full_name) if user else None


class SeatOut(Schema):
    id: int
    person: StaffingNamed | None
    unit: StaffingNamed
    position: str
    position_label: str
    basis: str
    since: dt.date
    until: dt.date | None
    document: str
    acting_for: StaffingNamed | None
    """Whose seat it is, where somebody only acts in it."""

    @classmethod
    def of(cls, row: Appointment) -> "SeatOut":
        return cls(
            id=row.pk,
            person=person_out(row.user),
            unit=unit_out(row.unit),
            position=row.position,
            position_label=row.get_position_display(),
            basis=row.basis,
            since=row.since,
            until=row.until,
            document=row.document,
            acting_for=person_out(row.acting_for.user) if row.acting_for else None,
        )


class SeatList(Schema):
    items: list[SeatOut]
    next: str


class Appoint(Schema):
    person: Key
    unit: Key
    position: Position
    since: dt.date
    until: dt.date | None = None
    basis: Basis = Basis.PERMANENT
    document: Line120 = ""
    clearance: Annotated[int, Field(ge=0, le=4)] = 0


class EndSeat(Schema):
    last_day: dt.date
    why: Line300


class Extend(Schema):
    until: dt.date | None = None
    document: Line120 = ""


class Correct(Schema):
    since: dt.date
    until: dt.date | None = None
    basis: Basis
    document: Line120 = ""
    why: Line300


class Transfer(Schema):
    unit: Key
    position: Position
    since: dt.date
    document: Line120
    basis: Basis = Basis.PERMANENT


class DelegationOut(Schema):
    number: str
    state: str
    state_label: str
    seat: int
    unit: StaffingNamed
    position: str
    giver: StaffingNamed | None
    deputy: StaffingNamed | None
    since: dt.date
    until: dt.date
    width: str
    needs_approval: bool
    approved: bool
    steps: list[str]

    @classmethod
    def of(cls, row: Delegation, steps: list[str] | None = None) -> "DelegationOut":
        return cls(
            number=row.case.number,
            state=row.case.state,
            state_label=row.state_label,
            seat=row.seat_id,
            unit=unit_out(row.seat.unit),
            position=row.seat.position,
            giver=person_out(row.giver),
            deputy=person_out(row.deputy),
            since=row.since,
            until=row.last_day,
            width=row.width,
            needs_approval=row.needs_approval,
            approved=row.approved_by_id is not None,
            steps=steps or [],
        )


class DelegationList(Schema):
    items: list[DelegationOut]
    next: str


class Delegate(Schema):
    seat: Key
    deputy: Key
    since: dt.date
    until: dt.date
    reason: Reason = Reason.LEAVE
    width: Width = Width.ALL
    note: Line500 = ""
    document: Line120 = ""


class StaffingWhy(Schema):
    why: Line300 = ""


class DescriptionOut(Schema):
    number: str
    subject: str
    paper: str
    state: str
    state_label: str
    unit: StaffingNamed
    position: str
    person: StaffingNamed | None
    version: int
    in_force_on: dt.date | None
    text: str
    duties: list[dict[str, str]]
    digest: str
    accepted: int
    expected: int

    @classmethod
    def of(cls, row: DescriptionVersion, standing: Standing) -> "DescriptionOut":
        return cls(
            number=row.case.number,
            subject=row.case.subject,
            paper=row.paper,
            state=row.case.state,
            state_label=row.state_label,
            unit=unit_out(row.case.unit),
            position=row.position,
            person=person_out(row.person),
            version=row.version,
            in_force_on=row.in_force_on,
            text=row.text,
            duties=row.duties,
            digest=row.digest,
            accepted=standing.accepted,
            expected=standing.expected,
        )


class DescriptionList(Schema):
    items: list[DescriptionOut]
    next: str


class Accept(Schema):
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Accepted(Schema):
    number: str
    digest: str
    at: dt.datetime


class StaffingLineOut(Schema):
    id: int
    source: str
    text: str
    fate: str
    to: StaffingNamed | None
    note: str

    @classmethod
    def of(cls, row: HandOverLine) -> "StaffingLineOut":
        return cls(id=row.pk, source=row.source, text=row.text, fate=row.fate, to=person_out(row.to), note=row.note)


class HandOverOut(Schema):
    number: str
    state: str
    state_label: str
    kind: str
    unit: StaffingNamed
    person: StaffingNamed | None
    receiver: StaffingNamed | None
    last_day: dt.date
    due_on: dt.date | None
    lines: list[StaffingLineOut]
    steps: list[str]

    @classmethod
    def of(cls, row: HandOver, lines: list[HandOverLine], steps: list[str]) -> "HandOverOut":
        return cls(
            number=row.case.number,
            state=row.case.state,
            state_label=row.state_label,
            kind=row.kind,
            unit=unit_out(row.case.unit),
            person=person_out(row.person),
            receiver=person_out(row.receiver),
            last_day=row.last_day,
            due_on=row.case.due_on,
            lines=[StaffingLineOut.of(line) for line in lines],
            steps=steps,
        )


class HandOverList(Schema):
    items: list[HandOverOut]
    next: str


class OpenHandOver(Schema):
    person: Key
    kind: HandOverKind
    last_day: dt.date
    receiver: Key | None = None
    seat: Key | None = None
    why: Line300 = ""
    absent: bool = False


class Settle(Schema):
    fate: Fate
    to: Key | None = None
    note: Line300 = ""


class ConflictOut(Schema):
    rule: int
    why: str
    person: StaffingNamed | None
    through: list[str]
    stops: bool
    allowed_until: dt.date | None

    @classmethod
    def of(cls, one: Conflict) -> "ConflictOut":
        return cls(
            rule=one.rule.pk,
            why=one.rule.why,
            person=person_out(one.user),
            through=list(one.through),
            stops=one.rule.stops,
            allowed_until=one.exception.until if one.exception else None,
        )


class LoadOut(Schema):
    person: StaffingNamed | None
    seat: str
    open: int
    late: int
    this_week: int
    oldest: dt.date | None
    came: list[int]
    done: list[int]
    away_until: dt.date | None

    @classmethod
    def of(cls, one: Load) -> "LoadOut":
        return cls(
            person=StaffingNamed(id=one.user_id, name=one.name) if one.user_id else None,
            seat=one.seat,
            open=one.open,
            late=one.late,
            this_week=one.week,
            oldest=one.oldest,
            came=one.came,
            done=one.done,
            away_until=one.away.until if one.away else None,
        )


class BoardOut(Schema):
    unit: StaffingNamed
    people: int
    weeks: list[str]
    items: list[LoadOut]
    unclaimed: int
    next: int | None


class Reassign(Schema):
    numbers: Annotated[list[Annotated[str, line(24)]], Field(min_length=1, max_length=100)]
    to: Key | None = None


class Given(Schema):
    count: int
