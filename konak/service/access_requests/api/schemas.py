"""What the API says and takes, written out. Days are ISO dates, texts Turkish."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from konak.foundation.people.models import User
from konak.foundation.web.schemas import line

from ..models import AccessRequest, Campaign, Entitlement, Movement, MovementLine, ReviewItem, Right, SharedAccount

AccessLine = Annotated[str, line(300)]
AccessWords = Annotated[str, line(500)]
AccessText = Annotated[str, line(2_000)]
AccessNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{4}-[0-9]{1,9}$")]
AccessKey = Annotated[int, Field(ge=1, le=2**63 - 1)]
Day = dt.date


class AccessPerson(Schema):
    id: int
    name: str

    @classmethod
    def of(cls, user: User | None) -> "AccessPerson | None":
        return cls(id=user.pk, name=user.full_name) if user else None


class RightOut(Schema):
    """One entry of the catalogue."""

    id: int
    code: str
    name: str
    area: str
    kind: str
    allows: str
    risk: int
    privileged: bool
    approvals: list[str]
    longest_days: int | None
    unit: str
    executing_unit: str
    owner: AccessPerson | None
    automatic: bool
    emergency: bool
    active: bool

    @classmethod
    def of(cls, row: Right) -> "RightOut":
        return cls(
            id=row.pk,
            code=row.code,
            name=row.name,
            area=row.area,
            kind=row.kind,
            allows=row.allows,
            risk=row.risk,
            privileged=row.privileged,
            approvals=row.chain,
            longest_days=row.longest_days,
            unit=row.unit.name,
            executing_unit=row.executing_unit.name,
            owner=AccessPerson.of(row.assignee),
            automatic=bool(row.provisioner),
            emergency=row.emergency,
            active=row.active,
        )


class RightList(Schema):
    items: list[RightOut]
    next: str


class EntitlementOut(Schema):
    id: int
    person: AccessPerson | None
    right: int
    right_code: str
    right_name: str
    area: str
    detail: str
    state: str
    origin: str
    since: Day
    until: Day | None
    request: str
    proof: str
    ended_at: dt.datetime | None
    removed_at: dt.datetime | None
    last_used_on: Day | None
    last_reviewed_on: Day | None

    @classmethod
    def of(cls, row: Entitlement) -> "EntitlementOut":
        return cls(
            id=row.pk,
            person=AccessPerson.of(row.assignee),
            right=row.right_id,
            right_code=row.right.code,
            right_name=row.right.name,
            area=row.right.area,
            detail=row.detail,
            state=row.state,
            origin=row.origin,
            since=row.since,
            until=row.until,
            request=row.request_number,
            proof=row.proof,
            ended_at=row.ended_at,
            removed_at=row.removed_at,
            last_used_on=row.last_used_on,
            last_reviewed_on=row.last_reviewed_on,
        )


class EntitlementList(Schema):
    items: list[EntitlementOut]
    next: str


class AccessApprovalOut(Schema):
    round: int
    place: int
    role: str
    who: AccessPerson | None
    verdict: str
    words: str


class AccessRequestOut(Schema):
    number: str
    kind: str
    state: str
    person: AccessPerson | None
    right: int
    right_name: str
    area: str
    detail: str
    reason: str
    since: Day
    until: Day | None
    due_on: Day | None
    assignee: AccessPerson | None
    turn: str
    """Whose approval is waited for: manager, upper, owner, security."""
    emergency: bool
    conflict: str
    proof: str
    entitlement: int | None
    approvals: list[AccessApprovalOut]
    steps: list[str]

    @classmethod
    def of(cls, row: AccessRequest, steps: list[str], chain: bool = True) -> "AccessRequestOut":
        return cls(
            number=row.case.number,
            kind=row.kind,
            state=row.case.state,
            person=AccessPerson.of(row.person),
            right=row.right_id,
            right_name=row.right.name,
            area=row.right.area,
            detail=row.detail,
            reason=row.reason,
            since=row.since,
            until=row.until,
            due_on=row.case.due_on,
            assignee=AccessPerson.of(row.case.assignee),
            turn=row.role,
            emergency=row.emergency,
            conflict=row.conflict,
            proof=row.proof,
            entitlement=row.entitlement_id,
            approvals=[
                AccessApprovalOut(
                    round=one.round,
                    place=one.place,
                    role=one.role,
                    who=AccessPerson.of(one.decided_by or one.user),
                    verdict=one.verdict,
                    words=one.words,
                )
                for one in row.chain_rows
            ]
            if chain
            else [],
            steps=steps,
        )


class AccessRequestList(Schema):
    items: list[AccessRequestOut]
    next: str


class AccessWantedIn(Schema):
    right: AccessKey
    detail: AccessLine = ""


class AccessAskIn(Schema):
    wanted: Annotated[list[AccessWantedIn], Field(min_length=1, max_length=20)]
    reason: AccessText
    person: AccessKey | None = None
    since: Day | None = None
    until: Day | None = None
    compensating: AccessWords = ""
    exception_until: Day | None = None


class AccessWordsIn(Schema):
    words: AccessWords = ""


class AccessWhyIn(Schema):
    why: AccessWords


class AccessProofIn(Schema):
    proof: AccessWords


class AccessResubmitIn(Schema):
    reason: AccessText
    until: Day | None = None
    detail: AccessLine = ""


class BreakGlassIn(Schema):
    right: AccessKey
    reason: AccessText
    person: AccessKey | None = None
    days: Annotated[int, Field(ge=1, le=2)] = 1


class ExtendAccessIn(Schema):
    until: Day
    reason: AccessText


class ClashOut(Schema):
    words: str
    stops: bool
    allowed: bool


class SimulationOut(Schema):
    """What would happen if a person asked for a right."""

    objection: str
    clashes: list[ClashOut]
    approvals: list[str]


class AccessAcceptIn(Schema):
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class AccessAcceptOut(Schema):
    version: int
    digest: str
    at: dt.datetime


class AccessTextOut(Schema):
    version: int
    name: str
    number: int
    text: str
    digest: str
    due: bool


class AccessObservedIn(Schema):
    target: AccessLine
    username: AccessLine
    last_used_on: Day | None = None


class AccessDriftIn(Schema):
    system: Annotated[str, line(40)]
    observed: Annotated[list[AccessObservedIn], Field(max_length=20_000)]


class AccessDriftOut(Schema):
    fresh: int
    gone: int
    open: int


class SharedAccountOut(Schema):
    id: int
    name: str
    area: str
    kind: str
    purpose: str
    owner: AccessPerson | None
    unit: str
    safe: str
    rotated_on: Day | None
    review_on: Day
    closed_on: Day | None

    @classmethod
    def of(cls, row: SharedAccount) -> "SharedAccountOut":
        return cls(
            id=row.pk,
            name=row.name,
            area=row.area,
            kind=row.kind,
            purpose=row.purpose,
            owner=AccessPerson.of(row.assignee),
            unit=row.unit.name,
            safe=row.safe,
            rotated_on=row.rotated_on,
            review_on=row.review_on,
            closed_on=row.closed_on,
        )


class AccessReviewOut(Schema):
    number: str
    subject: str
    state: str
    due_on: Day | None
    all: int
    decided: int
    revoked: int
    digest: str

    @classmethod
    def of(cls, row: Campaign) -> "AccessReviewOut":
        return cls(
            number=row.case.number,
            subject=row.case.subject,
            state=row.case.state,
            due_on=row.case.due_on,
            all=row.all,  # type: ignore[attr-defined]
            decided=row.decided,  # type: ignore[attr-defined]
            revoked=row.revoked,  # type: ignore[attr-defined]
            digest=row.digest,
        )


class AccessReviewList(Schema):
    items: list[AccessReviewOut]
    next: str


class AccessReviewItemOut(Schema):
    id: int
    entitlement: int
    person: AccessPerson | None
    right_name: str
    area: str
    reviewer: AccessPerson | None
    decision: str
    why: str

    @classmethod
    def of(cls, row: ReviewItem) -> "AccessReviewItemOut":
        return cls(
            id=row.pk,
            entitlement=row.entitlement_id,
            person=AccessPerson.of(row.entitlement.assignee),
            right_name=row.entitlement.right.name,
            area=row.entitlement.right.area,
            reviewer=AccessPerson.of(row.reviewer),
            decision=row.decision,
            why=row.why,
        )


class AccessDecideIn(Schema):
    items: Annotated[list[AccessKey], Field(min_length=1, max_length=500)]
    decision: Literal["keep", "revoke", "change"]
    why: AccessWords = ""
    right: AccessKey | None = None
    """For a change: another right of the same system."""
    until: dt.date | None = None
    """For a change: an earlier last day, or the last day of the other right."""


class AccessDecidedOut(Schema):
    count: int


class StaffMovementLineOut(Schema):
    id: int
    source: str
    text: str
    action: str
    request: str
    proof: str
    done_at: dt.datetime | None
    done_by: AccessPerson | None

    @classmethod
    def of(cls, row: MovementLine) -> "StaffMovementLineOut":
        return cls(
            id=row.pk,
            source=row.source,
            text=row.text,
            action=row.action,
            request=row.request_number,
            proof=row.proof,
            done_at=row.done_at,
            done_by=AccessPerson.of(row.done_by),
        )


class StaffMovementOut(Schema):
    number: str
    kind: str
    state: str
    name: str
    person: int | None
    unit: str
    effective_at: dt.datetime
    effective_done_at: dt.datetime | None
    due_on: Day | None
    lines: list[StaffMovementLineOut]
    steps: list[str]

    @classmethod
    def of(cls, row: Movement, lines: list[MovementLine], steps: list[str]) -> "StaffMovementOut":
        return cls(
            number=row.case.number,
            kind=row.kind,
            state=row.case.state,
            name=row.name,
            person=row.person_id,
            unit=row.case.unit.name,
            effective_at=row.effective_at,
            effective_done_at=row.effective_done_at,
            due_on=row.case.due_on,
            lines=[StaffMovementLineOut.of(line) for line in lines],
            steps=steps,
        )


class StaffMovementList(Schema):
    items: list[StaffMovementOut]
    next: str


class JoinerIn(Schema):
    unit: AccessKey
    position: Annotated[str, line(24)]
    starts_on: Day
    person: AccessKey | None = None
    planned_name: Annotated[str, line(160)] = ""
    why: AccessLine = ""


class LeaverIn(Schema):
    person: AccessKey
    effective_at: dt.datetime
    why: AccessLine


class MovementMinuteIn(Schema):
    """Whose signatures the minute bears: the unit's head, the personnel office, and the person who has a card."""

    head: AccessKey
    personnel: AccessKey
    person: AccessKey | None = None


class MovementSettleIn(Schema):
    proof: AccessWords = ""
    to: AccessKey | None = None
    keep: bool = False
