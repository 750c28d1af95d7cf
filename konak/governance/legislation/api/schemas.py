"""What the API says and takes, written out. Times are ISO 8601, days ISO dates, texts Turkish."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.web.schemas import line

from .. import queries
from ..models import Cadence, Duty, Evidence, Kind, Regulation

Line60 = Annotated[str, line(60)]
Line80 = Annotated[str, line(80)]
Line160 = Annotated[str, line(160)]
Line200 = Annotated[str, line(200)]
Line300 = Annotated[str, line(300)]
Note = Annotated[str, line(4000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Named(Schema):
    id: int
    name: str


def unit_out(unit: Unit) -> Named:
    return Named(id=unit.pk, name=unit.name)


def person_out(user: User | None) -> Named | None:
    return Named(id=user.pk, name=user.full_name) if user else None


class RegulationOut(Schema):
    number: str
    kind: str
    title: str
    institution: str
    state: str
    state_label: str
    unit: Named
    decision_body: str
    decision_date: dt.date | None
    decision_number: str
    in_force_on: dt.date | None
    repealed_on: dt.date | None
    duties: int | None = None
    """Open duties; only in lists."""

    @classmethod
    def of(cls, regulation: Regulation) -> "RegulationOut":
        return cls(**_regulation(regulation))


def _regulation(regulation: Regulation) -> dict[str, Any]:
    return {
        "number": regulation.case.number,
        "kind": regulation.kind,
        "title": regulation.title,
        "institution": regulation.institution,
        "state": regulation.case.state,
        "state_label": regulation.state_label,
        "unit": unit_out(regulation.case.unit),
        "decision_body": regulation.decision_body,
        "decision_date": regulation.decision_date,
        "decision_number": regulation.decision_number,
        "in_force_on": regulation.in_force_on,
        "repealed_on": regulation.repealed_on,
        "duties": getattr(regulation, "duty_count", None),
    }


class StepOut(Schema):
    """A step the asker may take now: POST to `…/{name}`."""

    name: str
    label: str
    danger: str = ""


class ExecutorOut(Schema):
    id: int
    position: str
    unit: int | None
    holders: list[str]


class ExecutorIn(Schema):
    position: Position
    unit_id: Key | None = None


class RegulationDetail(RegulationOut):
    executors: list[ExecutorOut] = []
    parent: str | None = None
    predecessor: str | None = None
    notes: list[dict[str, object]] = []
    steps: list[StepOut] = []

    @classmethod
    def full(cls, regulation: Regulation, steps: list[StepOut]) -> "RegulationDetail":
        return cls(
            **_regulation(regulation),
            parent=regulation.parent.case.number if regulation.parent else None,
            predecessor=regulation.predecessor.case.number if regulation.predecessor else None,
            notes=regulation.notes,
            steps=steps,
            executors=[
                ExecutorOut(
                    id=one.seat.pk,
                    position=one.seat.position,
                    unit=one.seat.unit_id,
                    holders=[row.user.full_name for row in one.holders],
                )
                for one in queries.executors_of(regulation)
            ],
        )


class RegulationList(Schema):
    items: list[RegulationOut]
    count: int


class ClauseOut(Schema):
    path: str
    kind: str
    label: str
    printed: str
    title: str
    text: str
    raw: str
    start: int
    end: int
    parent: str | None
    is_duty: bool
    responsible: str
    unit: Named | None
    role: str
    cadence: str
    confirmed: bool


class ArticleOut(Schema):
    number: str
    occurrence: int
    path: str
    heading: str
    chapter: str
    clauses: list[ClauseOut]


class HandIn(Schema):
    """Fields of the form beside the part `file`; `unit` is the root unit that the text binds."""

    unit: Key
    kind: Kind | Literal[""] = ""
    title: Line300 = ""
    parent: Line60 = ""
    predecessor: Line60 = ""


class Decision(Schema):
    decision_body: Line80
    decision_date: dt.date
    decision_number: Line60
    in_force_on: dt.date | None = None
    finalised_on: dt.date | None = None
    published_on: dt.date | None = None
    published_in: Line160 = ""
    announced_on: dt.date | None = None
    announced_by: Line160 = ""


class Why(Schema):
    why: Line300 = ""


class Repeal(Schema):
    repealed_on: dt.date
    why: Line300


class BindingOut(Schema):
    capability: str
    label: str
    state: str
    score: float
    reason: str
    last: dt.datetime | None = None
    count: int | None = None

    @classmethod
    def of(cls, one: "queries.Bound") -> "BindingOut":
        row = one.binding
        return cls(
            capability=row.capability,
            label=one.label,
            state=row.state,
            score=row.score,
            reason=row.reason,
            last=one.last,
            count=one.count if one.capability else None,
        )


class DutyOut(Schema):
    id: int
    regulation: str
    path: str
    article: str
    heading: str
    text: str
    unit: Named
    role: str
    assignee: Named | None
    cadence: str
    cadence_stated: bool
    """False: the cadence is the unit's own proposal, no lawful interval."""
    state: str
    last_proof_at: dt.datetime | None
    next_on: dt.date | None
    opened_on: dt.date
    closed_on: dt.date | None

    @classmethod
    def of(cls, duty: Duty) -> "DutyOut":
        return cls(**_duty(duty))


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.pk,
        "regulation": duty.regulation.case.number,
        "path": duty.clause.path,
        "article": duty.clause.article.path,
        "heading": duty.clause.article.heading,
        "text": duty.clause.shown,
        "unit": unit_out(duty.unit),
        "role": duty.role,
        "assignee": person_out(duty.assignee),
        "cadence": duty.cadence,
        "cadence_stated": duty.cadence_stated,
        "state": queries.proof_of(duty).value,
        "last_proof_at": duty.last_proof_at,
        "next_on": queries.next_on(duty),
        "opened_on": duty.opened_on,
        "closed_on": duty.closed_on,
    }


class DutyList(Schema):
    items: list[DutyOut]
    next: str
    """Cursor of the following page; empty on the last."""


class HolderOut(Schema):
    name: str
    position: str
    unit: Named
    phone: str
    email: str

    @classmethod
    def of(cls, row: Appointment) -> "HolderOut":
        return cls(
            name=row.user.full_name,
            position=row.position,
            unit=unit_out(row.unit),
            phone=row.user.phone,
            email=row.user.email,
        )


class DutyDetail(DutyOut):
    raw: str
    responsible: str
    cadence_quote: str
    holders: list[HolderOut]
    answers_to: list[HolderOut]
    """To whom the first holder answers, the nearest first."""
    bindings: list[BindingOut]

    @classmethod
    def full(cls, duty: Duty) -> "DutyDetail":
        holders = queries.holders_of(duty)
        return cls(
            **_duty(duty),
            raw=duty.clause.raw,
            responsible=duty.clause.responsible,
            cadence_quote=duty.clause.cadence_quote,
            holders=[HolderOut.of(row) for row in holders],
            answers_to=[HolderOut.of(row) for row in queries.answers_to(duty, holders)],
            bindings=[BindingOut.of(one) for one in queries.bound(duty)],
        )


class Assign(Schema):
    assignee: Key | None
    """Id of the person, null to leave the duty to its unit."""


class SetDuty(Schema):
    unit: Key
    role: Position | Literal[""] = ""
    cadence: Cadence = Cadence.NONE


class Bind(Schema):
    capability: Line80
    accept: bool


class EvidenceIn(Schema):
    """Fields of the form beside the optional part `file`."""

    title: Line200
    period_from: dt.date
    period_to: dt.date
    note: Note = ""


class FileOut(Schema):
    name: str
    size: int
    sha256: str
    url: str


class EvidenceOut(Schema):
    id: int
    duty: int
    title: str
    note: str
    period_from: dt.date
    period_to: dt.date
    file: FileOut | None
    unit: Named
    filed_by: Named | None
    filed_at: dt.datetime
    digest: str
    fault: str
    """Empty while the digest agrees with what is stored; else what is wrong, in words."""
    withdrawn_at: dt.datetime | None
    withdrawn_why: str

    @classmethod
    def of(cls, proof: Evidence) -> "EvidenceOut":
        file = proof.file
        return cls(
            id=proof.pk,
            duty=proof.duty_id,
            title=proof.title,
            note=proof.note,
            period_from=proof.period_from,
            period_to=proof.period_to,
            file=FileOut(
                name=file.name,
                size=file.size,
                sha256=file.blob_id,
                url=f"/api/legislation/evidence/{proof.pk}/file",
            )
            if file
            else None,
            unit=unit_out(proof.unit),
            filed_by=person_out(proof.filed_by),
            filed_at=proof.filed_at,
            digest=proof.digest,
            fault=queries.fault_of(proof),
            withdrawn_at=proof.withdrawn_at,
            withdrawn_why=proof.withdrawn_why,
        )


class HeatOut(Schema):
    article: str
    heading: str
    fresh: int
    stale: int
    missing: int


class CitedOut(Schema):
    duty: int
    regulation: str
    path: str
    text: str
    score: float
    words: list[str]


class AnswerOut(Schema):
    unit: Named
    role: str
    share: float
    cited: list[CitedOut]
    holders: list[HolderOut]


class CapabilityOut(Schema):
    code: str
    label: str
    module: str
    describes: str
    link: str
    last: dt.datetime | None
    count: int
