"""The door for machines to services, processes, risks and controls."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line
from konak.governance.legislation import public as legislation

from . import queries, services
from .models import Control, Process, ProcessVersion, Risk, Service

router = Router(tags=["Hizmetler ve süreçler"])


Line120 = Annotated[str, line(120)]
Line200 = Annotated[str, line(200)]
Line300 = Annotated[str, line(300)]
Note = Annotated[str, line(4000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Score = Annotated[int, Field(ge=1, le=5)]
Amount = Annotated[int, Field(ge=1, le=9999)]
Times = Literal["", "minute", "hour", "workday", "day"]


class ServiceOut(Schema):
    id: int
    name: str
    about: str
    audience: str
    state: str
    unit: int
    assignee: int | None
    channel: str
    documents: str
    hours: str
    answer_in: int | None
    answer_unit: str
    finish_in: int | None
    finish_unit: str
    since: dt.date | None
    until: dt.date | None
    duties: int
    components: int


def _service(row: Service, numbers: queries.Numbers) -> ServiceOut:
    return ServiceOut(
        id=row.pk,
        name=row.name,
        about=row.about,
        audience=row.audience,
        state=row.state,
        unit=row.unit_id,
        assignee=row.assignee_id,
        channel=row.channel,
        documents=row.documents,
        hours=row.hours,
        answer_in=row.answer_in,
        answer_unit=row.answer_unit,
        finish_in=row.finish_in,
        finish_unit=row.finish_unit,
        since=row.since,
        until=row.until,
        duties=numbers.duties,
        components=numbers.components,
    )


class ServiceList(Schema):
    items: list[ServiceOut]
    next: str


class ServiceIn(Schema):
    unit_id: Key
    name: Annotated[str, line(200)]
    audience: Literal["inside", "citizen", "both"]
    state: Literal["planned", "running", "ended"] = "running"
    about: Note = ""
    channel: Line200 = ""
    documents: Annotated[str, line(2000)] = ""
    hours: Line120 = ""
    answer_in: Amount | None = None
    answer_unit: Times = ""
    finish_in: Amount | None = None
    finish_unit: Times = ""
    since: dt.date | None = None
    until: dt.date | None = None


class LinkIn(Schema):
    duty_id: Key
    linked: bool = True


class ProcessDutyOut(Schema):
    duty: int
    regulation: str
    path: str
    text: str
    responsible: str
    proof: str


def _duty(fact: legislation.DutyFact) -> ProcessDutyOut:
    return ProcessDutyOut(
        duty=fact.id,
        regulation=fact.regulation,
        path=fact.path,
        text=fact.text,
        responsible=fact.responsible,
        proof=fact.proof,
    )


class ProcessDutyList(Schema):
    items: list[ProcessDutyOut]
    next: str


class ProcessOut(Schema):
    id: int
    name: str
    code: str
    unit: int
    assignee: int | None
    review_on: dt.date | None
    closed_on: dt.date | None
    version: int | None
    number: str


def _process(row: Process, current: ProcessVersion | None) -> ProcessOut:
    return ProcessOut(
        id=row.pk,
        name=row.name,
        code=row.code,
        unit=row.unit_id,
        assignee=row.assignee_id,
        review_on=row.review_on,
        closed_on=row.closed_on,
        version=current.version if current else None,
        number=current.case.number if current else "",
    )


class ProcessList(Schema):
    items: list[ProcessOut]
    next: str


class ProcessStepOut(Schema):
    order: int
    who: str
    position: str
    unit: int | None
    title: str
    input: str
    output: str
    decision: bool
    exits: list[tuple[int, str]]


class VersionOut(Schema):
    number: str
    process: int
    version: int
    state: str
    state_label: str
    purpose: str
    changed: str
    approved_on: dt.date | None
    ended_on: dt.date | None
    steps: list[ProcessStepOut]


def _version(row: ProcessVersion) -> VersionOut:
    return VersionOut(
        number=row.case.number,
        process=row.process_id,
        version=row.version,
        state=row.case.state,
        state_label=row.state_label,
        purpose=row.purpose,
        changed=row.changed,
        approved_on=row.approved_on,
        ended_on=row.ended_on,
        steps=[
            ProcessStepOut(
                order=step.order,
                who=step.who,
                position=step.position,
                unit=step.unit_id,
                title=step.title,
                input=step.input,
                output=step.output,
                decision=step.decision,
                exits=[(int(to), str(label)) for to, label in step.exits],
            )
            for step in row.steps.all()
        ],
    )


class ProcessIn(Schema):
    unit_id: Key
    name: Annotated[str, line(200)]
    code: Annotated[str, line(24)] = ""
    review_months: Annotated[int, Field(ge=1, le=60)] = 12
    purpose: Annotated[str, line(2000)] = ""
    begins: Line300 = ""
    result: Line300 = ""
    steps: Annotated[str, line(20_000)] = ""


class StepsIn(Schema):
    steps: Annotated[str, line(20_000)]
    purpose: Annotated[str, line(2000)] = ""
    begins: Line300 = ""
    result: Line300 = ""


class ChangedIn(Schema):
    changed: Line300


class WhyIn(Schema):
    why: Line300


class RiskOut(Schema):
    id: int
    process: int
    name: str
    cause: str
    effect: str
    likelihood: int
    impact: int
    score: int
    level: str
    response: str
    left_score: int | None
    opened_on: dt.date


def _risk(row: Risk) -> RiskOut:
    return RiskOut(
        id=row.pk,
        process=row.process_id,
        name=row.name,
        cause=row.cause,
        effect=row.effect,
        likelihood=row.likelihood,
        impact=row.impact,
        score=row.score,
        level=row.level_label,
        response=row.response,
        left_score=row.left_score,
        opened_on=row.opened_on,
    )


class RiskIn(Schema):
    name: Annotated[str, line(250)]
    likelihood: Score
    impact: Score
    response: Literal["accept", "reduce", "share", "avoid"] = "reduce"
    cause: Line300 = ""
    effect: Line300 = ""
    left_likelihood: Score | None = None
    left_impact: Score | None = None


class ControlOut(Schema):
    id: int
    risk: int
    name: str
    kind: str
    frequency: str
    proof: str
    unit: int
    last_on: dt.date | None
    due_on: dt.date | None
    ended_on: dt.date | None


def _control(row: Control) -> ControlOut:
    return ControlOut(
        id=row.pk,
        risk=row.risk_id,
        name=row.name,
        kind=row.kind,
        frequency=row.frequency,
        proof=row.proof,
        unit=row.unit_id,
        last_on=row.last_on,
        due_on=row.due_on,
        ended_on=row.ended_on,
    )


class ControlList(Schema):
    items: list[ControlOut]
    next: str


class ControlIn(Schema):
    name: Annotated[str, line(250)]
    kind: Literal["preventive", "detective", "corrective", "directive"]
    frequency: Literal["each", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]
    proof: Line200 = ""


class RunIn(Schema):
    done_on: dt.date
    result: Literal["effective", "partly", "failed"]
    note: Note = ""


def _limit(limit: int) -> int:
    return max(1, min(limit, 200))


# Services ---------------------------------------------------------------------------------------------------------


@router.get("/services", response=ServiceList, summary="Hizmet envanteri")
def list_services(
    request: Request, filters: Query[queries.ServiceFilter], cursor: str = "", limit: int = 50
) -> ServiceList:
    page, after = queries.page_after(queries.services(request.actor, filters), ("name", "pk"), cursor, _limit(limit))
    numbers = queries.numbers(request.actor, [row.pk for row in page])
    return ServiceList(items=[_service(row, numbers[row.pk]) for row in page], next=after)


@router.post("/services", response={201: ServiceOut} | SAYS_NO, summary="Hizmet ekle")
def add_service(request: Request, body: ServiceIn) -> Status[ServiceOut]:
    return Status(201, _service(services.add_service(actor=request.actor, **body.model_dump()), queries.Numbers()))


@router.get("/services/without-duty/duties", response=ProcessDutyList, summary="Hizmeti olmayan görevler")
def duties_without_service(request: Request, q: Line200 = "", cursor: str = "", limit: int = 50) -> ProcessDutyList:
    page = queries.duties_without_service(request.actor, q=q, after=cursor, limit=_limit(limit))
    return ProcessDutyList(items=[_duty(fact) for fact in page.rows], next=page.after)


@router.get("/services/{int:service_id}", response={200: ServiceOut} | SAYS_NO, summary="Bir hizmet")
def one_service(request: Request, service_id: int) -> ServiceOut:
    row = queries.service(request.actor, service_id)
    return _service(row, queries.numbers(request.actor, [row.pk])[row.pk])


@router.get(
    "/services/{int:service_id}/duties",
    response={200: list[ProcessDutyOut]} | SAYS_NO,
    summary="Bir hizmetin görevleri",
)
def duties_of_service(request: Request, service_id: int) -> list[ProcessDutyOut]:
    row = queries.service(request.actor, service_id)
    return [_duty(fact) for fact in queries.duties_of_service(request.actor, row)]


@router.post("/services/{int:service_id}/link", response={200: ServiceOut} | SAYS_NO, summary="Göreve bağla")
def link_service(request: Request, service_id: int, body: LinkIn) -> ServiceOut:
    row = services.link_service(service_id, actor=request.actor, **body.model_dump())
    return _service(row, queries.numbers(request.actor, [row.pk])[row.pk])


# Processes --------------------------------------------------------------------------------------------------------


@router.get("", response=ProcessList, summary="Süreç envanteri")
def list_processes(
    request: Request, filters: Query[queries.ProcessFilter], cursor: str = "", limit: int = 50
) -> ProcessList:
    page, after = queries.page_after(queries.processes(request.actor, filters), ("name", "pk"), cursor, _limit(limit))
    current = queries.versions_in_force([row.pk for row in page])
    return ProcessList(items=[_process(row, current.get(row.pk)) for row in page], next=after)


@router.post("", response={201: VersionOut} | SAYS_NO, summary="Süreç başlat")
def open_process(request: Request, body: ProcessIn) -> Status[VersionOut]:
    return Status(201, _version(services.open_process(actor=request.actor, **body.model_dump())))


@router.get("/without-process/duties", response=ProcessDutyList, summary="Süreci olmayan görevler")
def duties_without_process(request: Request, q: Line200 = "", cursor: str = "", limit: int = 50) -> ProcessDutyList:
    page = queries.duties_without_process(request.actor, q=q, after=cursor, limit=_limit(limit))
    return ProcessDutyList(items=[_duty(fact) for fact in page.rows], next=page.after)


@router.get("/{int:process_id}", response={200: ProcessOut} | SAYS_NO, summary="Bir süreç")
def one_process(request: Request, process_id: int) -> ProcessOut:
    row = queries.process(request.actor, process_id)
    return _process(row, queries.in_force(row))


@router.post("/{int:process_id}/link", response={200: ProcessOut} | SAYS_NO, summary="Göreve bağla")
def link_process(request: Request, process_id: int, body: LinkIn) -> ProcessOut:
    row = services.link_process(process_id, actor=request.actor, **body.model_dump())
    return _process(row, queries.in_force(row))


@router.post("/{int:process_id}/versions", response={201: VersionOut} | SAYS_NO, summary="Yeni sürüm başlat")
def new_version(request: Request, process_id: int, body: ChangedIn) -> Status[VersionOut]:
    return Status(201, _version(services.new_version(process_id, actor=request.actor, changed=body.changed)))


@router.get("/versions/{number}", response={200: VersionOut} | SAYS_NO, summary="Bir sürüm ve adımları")
def one_version(request: Request, number: str) -> VersionOut:
    return _version(queries.version(request.actor, number))


@router.post("/versions/{number}/steps", response={200: VersionOut} | SAYS_NO, summary="Adımları yaz")
def set_steps(request: Request, number: str, body: StepsIn) -> VersionOut:
    return _version(services.set_steps(number, actor=request.actor, **body.model_dump()))


@router.post("/versions/{number}/submit", response={200: VersionOut} | SAYS_NO, summary="Onaya gönder")
def submit(request: Request, number: str) -> VersionOut:
    return _version(services.submit(number, actor=request.actor))


@router.post("/versions/{number}/return", response={200: VersionOut} | SAYS_NO, summary="Düzeltmeye geri gönder")
def hand_back(request: Request, number: str, body: WhyIn) -> VersionOut:
    return _version(services.hand_back(number, actor=request.actor, why=body.why))


@router.post("/versions/{number}/approve", response={200: VersionOut} | SAYS_NO, summary="Onayla")
def approve(request: Request, number: str) -> VersionOut:
    return _version(services.approve(number, actor=request.actor))


@router.post("/versions/{number}/supersede", response={200: VersionOut} | SAYS_NO, summary="Yerine yenisini koy")
def supersede(request: Request, number: str, body: WhyIn) -> VersionOut:
    return _version(services.supersede(number, actor=request.actor, why=body.why))


@router.post("/versions/{number}/drop", response={200: VersionOut} | SAYS_NO, summary="Taslaktan vazgeç")
def drop(request: Request, number: str, body: WhyIn) -> VersionOut:
    return _version(services.drop(number, actor=request.actor, why=body.why))


@router.get("/versions/{number}/card", summary="Süreç kartı (PDF)")
def process_card(request: Request, number: str) -> HttpResponse:
    row = queries.version(request.actor, number)
    return HttpResponse(queries.card(row), content_type="application/pdf")


# Risks and controls -----------------------------------------------------------------------------------------------


@router.get("/{int:process_id}/risks", response={200: list[RiskOut]} | SAYS_NO, summary="Bir sürecin riskleri")
def list_risks(request: Request, process_id: int) -> list[RiskOut]:
    process = queries.process(request.actor, process_id)
    return [_risk(row) for row in queries.risks(request.actor, process).order_by("pk")]


@router.post("/{int:process_id}/risks", response={201: RiskOut} | SAYS_NO, summary="Risk yaz")
def open_risk(request: Request, process_id: int, body: RiskIn) -> Status[RiskOut]:
    return Status(201, _risk(services.open_risk(process_id, actor=request.actor, **body.model_dump())))


@router.post("/risks/{int:risk_id}/close", response={200: RiskOut} | SAYS_NO, summary="Riski kapat")
def close_risk(request: Request, risk_id: int, body: WhyIn) -> RiskOut:
    return _risk(services.close_risk(risk_id, actor=request.actor, why=body.why))


@router.post("/risks/{int:risk_id}/controls", response={201: ControlOut} | SAYS_NO, summary="Kontrol yaz")
def add_control(request: Request, risk_id: int, body: ControlIn) -> Status[ControlOut]:
    return Status(201, _control(services.add_control(risk_id, actor=request.actor, **body.model_dump())))


@router.get("/controls", response=ControlList, summary="Kontroller")
def list_controls(
    request: Request, filters: Query[queries.ControlFilter], cursor: str = "", limit: int = 50
) -> ControlList:
    page, after = queries.page_after(queries.controls(request.actor, filters), ("pk",), cursor, _limit(limit))
    return ControlList(items=[_control(row) for row in page], next=after)


@router.post("/controls/{int:control_id}/perform", response={200: ControlOut} | SAYS_NO, summary="Kontrol yapıldı")
def perform(request: Request, control_id: int, body: RunIn) -> ControlOut:
    services.perform(control_id, actor=request.actor, **body.model_dump())
    return _control(queries.control(request.actor, control_id))
