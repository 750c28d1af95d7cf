"""What the API says and takes, written out. Times are ISO 8601, days ISO dates, texts Turkish."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Schema

from ..models import Confirmation, DutyPeriod, DutyPlan, TextReview
from ..queries import Climbed, Missing

Why = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=4000)]
Month = Annotated[int, Field(ge=1, le=12)]
DayOfMonth = Annotated[int, Field(ge=1, le=28)]
Days = Annotated[int, Field(ge=0, le=366)]


class UnitOut(Schema):
    id: int
    name: str


class ComplianceStepOut(Schema):
    name: str
    label: str
    danger: str


class PeriodOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    duty: int
    path: str
    interval: str
    stated: bool
    begins_on: dt.date
    ends_on: dt.date
    due_on: dt.date | None
    unit: UnitOut
    assignee: int | None
    opened_late: bool
    settled_at: dt.datetime | None

    @classmethod
    def of(cls, row: DutyPeriod) -> "PeriodOut":
        return cls(
            number=row.case.number,
            subject=row.case.subject,
            state=row.case.state,
            state_label=row.state_label,
            duty=row.duty_id,
            path=row.duty.clause.path,
            interval=row.interval,
            stated=row.stated,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            due_on=row.case.due_on,
            unit=UnitOut(id=row.case.unit_id, name=row.case.unit.name),
            assignee=row.case.assignee_id,
            opened_late=row.opened_late,
            settled_at=row.settled_at,
        )


class PeriodList(Schema):
    items: list[PeriodOut]
    next: str
    """Cursor of the next page, empty at the end."""


class PeriodDetail(PeriodOut):
    reason: str
    evidence: int | None
    capability: str
    proof_at: dt.datetime | None
    proof_count: int
    steps: list[ComplianceStepOut]

    @classmethod
    def full(cls, row: DutyPeriod, steps: list[ComplianceStepOut]) -> "PeriodDetail":
        return cls(
            **PeriodOut.of(row).model_dump(),
            reason=row.reason,
            evidence=row.evidence_id,
            capability=row.capability,
            proof_at=row.proof_at,
            proof_count=row.proof_count,
            steps=steps,
        )


class ClimbOut(Schema):
    number: str
    subject: str
    unit: UnitOut
    due_on: dt.date | None
    position: str
    raised_on: dt.date
    days_late: int

    @classmethod
    def of(cls, row: Climbed) -> "ClimbOut":
        case = row.period.case
        return cls(
            number=case.number,
            subject=case.subject,
            unit=UnitOut(id=case.unit_id, name=case.unit.name),
            due_on=case.due_on,
            position=row.escalation.position,
            raised_on=row.escalation.raised_on,
            days_late=row.escalation.days_late,
        )


class PlanOut(Schema):
    duty: int
    path: str
    unit: UnitOut
    state: str
    source: str
    interval: str
    starts_on: dt.date
    anchor_month: int
    anchor_day: int
    lead_days: int | None
    grace_days: int
    assignee: int | None
    paused_until: dt.date | None
    excluded_why: str

    @classmethod
    def of(cls, row: DutyPlan) -> "PlanOut":
        return cls(
            duty=row.duty_id,
            path=row.duty.clause.path,
            unit=UnitOut(id=row.duty.unit_id, name=row.duty.unit.name),
            state=row.state,
            source=row.source,
            interval=row.interval,
            starts_on=row.starts_on,
            anchor_month=row.anchor_month,
            anchor_day=row.anchor_day,
            lead_days=row.lead_days,
            grace_days=row.grace_days,
            assignee=row.assignee_id,
            paused_until=row.paused_until,
            excluded_why=row.excluded_why,
        )


class SetPlan(Schema):
    interval: Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]
    starts_on: dt.date
    anchor_month: Month = 1
    anchor_day: DayOfMonth = 1
    lead_days: Days | None = None
    grace_days: Days = 0
    assignee: int | None = None
    paused_until: dt.date | None = None


class Reason(Schema):
    reason: Why


class DoneIn(Schema):
    title: Annotated[str, Field(max_length=200)]
    note: Text = ""


class LineOut(Schema):
    id: int
    duty: int
    path: str
    text: str
    proof: str
    last_proof_at: dt.datetime | None
    periods: int
    periods_done: int
    periods_late: int
    answer: str
    remark: str


class ConfirmationOut(Schema):
    number: str
    unit: UnitOut
    position: str
    begins_on: dt.date
    ends_on: dt.date
    due_on: dt.date | None
    state: str
    state_label: str
    signed_at: dt.datetime | None
    digest: str

    @classmethod
    def of(cls, row: Confirmation) -> "ConfirmationOut":
        return cls(
            number=row.case.number,
            unit=UnitOut(id=row.of_unit_id, name=row.of_unit.name),
            position=row.position,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            due_on=row.case.due_on,
            state=row.case.state,
            state_label=row.state_label,
            signed_at=row.signed_at,
            digest=row.digest,
        )


class ConfirmationDetail(ConfirmationOut):
    note: str
    missing_why: str
    lines: list[LineOut]
    below: list[ConfirmationOut]
    steps: list[ComplianceStepOut]


class AnswerIn(Schema):
    line: int
    answer: Literal["done", "partly", "not_done"]
    remark: Why = ""


class AnswersIn(Schema):
    lines: list[AnswerIn]
    note: Text | None = None


class ComplianceSignIn(Schema):
    missing_why: Annotated[str, Field(max_length=300)] = ""


class ReviewOut(Schema):
    number: str
    regulation: str
    title: str
    cause: str
    state: str
    due_on: dt.date | None
    opinion: str

    @classmethod
    def of(cls, row: TextReview) -> "ReviewOut":
        return cls(
            number=row.case.number,
            regulation=row.regulation.case.number,
            title=row.regulation.title,
            cause=row.cause,
            state=row.case.state,
            due_on=row.case.due_on,
            opinion=row.opinion,
        )


class MissingOut(Schema):
    regulation: str
    path: str
    words: str
    unit: UnitOut
    draft: str

    @classmethod
    def of(cls, row: Missing) -> "MissingOut":
        return cls(
            regulation=row.promise.number,
            path=row.promise.path,
            words=row.promise.words,
            unit=UnitOut(id=row.unit_id, name=row.unit_name),
            draft=row.draft.number if row.draft else "",
        )


class ReferenceOut(Schema):
    regulation: str
    path: str
    words: str
    noticed_on: dt.date
    closed_on: dt.date | None
    closed_by: str


class Opinion(Schema):
    opinion: Text = ""
