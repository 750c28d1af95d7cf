"""The door for machines to the register of information systems and to shared mailboxes, lists and folders."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.core.exceptions import ObjectDoesNotExist
from ninja import Field, Query, Router, Schema, Status
from pydantic import StringConstraints

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import InformationSystem, Interface, SharedBox, SystemPart, SystemReview

router = Router(tags=["Bilgi sistemleri"])


Line60 = Annotated[str, line(60)]
Line160 = Annotated[str, line(160)]
Line200 = Annotated[str, line(200)]
Line300 = Annotated[str, line(300)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Code = Annotated[str, StringConstraints(max_length=24, pattern=r"^[A-Za-z][A-Za-z0-9-]{1,23}$")]
Hours = Annotated[int, Field(ge=0, le=8760)]
Kinds = Literal["application", "platform", "network", "security", "field", "outside"]
States = Literal["planned", "running", "replacing", "retired"]
Classes = Literal["", "public", "internal", "restricted", "secret"]
Places = Literal["", "house", "state", "supplier", "cloud", "abroad", "desk"]
Ways = Literal["", "house", "contract", "package", "open", "state"]
SignIns = Literal["", "none", "own", "directory", "konak", "other", "edevlet", "certificate"]
Personal = Literal[
    "identity",
    "contact",
    "location",
    "staff",
    "legal",
    "customer",
    "place",
    "trail",
    "finance",
    "work",
    "picture",
    "health",
    "biometric",
    "conviction",
]


class SystemOut(Schema):
    code: str
    name: str
    about: str
    kind: str
    state: str
    unit: int
    assignee: int | None
    substitute: int | None
    component_id: int | None
    criticality: int | None
    rto_hours: int | None
    rpo_hours: int | None
    data_class: str
    personal_data: list[str]
    since: dt.date | None
    until: dt.date | None
    sign_in: str
    review_on: dt.date | None
    reviewed_on: dt.date | None
    gaps: list[str]


def _system(row: InformationSystem) -> SystemOut:
    return SystemOut(
        code=row.code,
        name=row.name,
        about=row.about,
        kind=row.kind,
        state=row.state,
        unit=row.unit_id,
        assignee=row.assignee_id,
        substitute=row.substitute_id,
        component_id=row.component_id,
        criticality=row.criticality,
        rto_hours=row.rto_hours,
        rpo_hours=row.rpo_hours,
        data_class=row.data_class,
        personal_data=row.personal_data,
        since=row.since,
        until=row.until,
        sign_in=row.sign_in,
        review_on=row.review_on,
        reviewed_on=row.reviewed_on,
        gaps=[gap.code for gap in row.gaps],
    )


class SystemList(Schema):
    items: list[SystemOut]
    next: str


class SystemPartOut(Schema):
    id: int
    kind: str
    name: str
    where: str
    version: str
    note: str


class SystemTieOut(Schema):
    id: int
    other: str | None
    counterpart: str
    need: str
    direction: str
    way: str
    online: bool
    data: str
    ground: str
    protocol: str
    protocol_until: dt.date | None
    last_on: dt.date | None


class SystemWhole(SystemOut):
    """One system with what lies behind it; empty where the details are not open to the asker."""

    details: bool
    runs: str
    hosting: str
    address: str
    made: str
    version: str
    standards: str
    supplier: str
    contract: str
    contract_until: dt.date | None
    service_level: str
    exit_terms: str
    second_factor: bool
    log_source: str
    logs_expected: bool
    backup: str
    backup_expected: bool
    watched: bool
    served: list[int]
    parts: list[SystemPartOut]
    interfaces: list[SystemTieOut]
    used_by: list[str]
    stops_without: list[str]


def _part(row: SystemPart) -> SystemPartOut:
    return SystemPartOut(id=row.pk, kind=row.kind, name=row.name, where=row.where, version=row.version, note=row.note)


def _tie(row: Interface) -> SystemTieOut:
    return SystemTieOut(
        id=row.pk,
        other=row.other.code if row.other else None,
        counterpart=row.counterpart,
        need=row.need,
        direction=row.direction,
        way=row.way,
        online=row.online,
        data=row.data,
        ground=row.ground,
        protocol=row.protocol,
        protocol_until=row.protocol_until,
        last_on=row.last_on,
    )


def _whole(request: Request, code: str) -> SystemWhole:
    row = queries.system(request.actor, code)
    shows = queries.details(request.actor, row)

    def shown(text: str) -> str:
        return text if shows else ""

    return SystemWhole(
        **_system(row).model_dump(),
        details=shows,
        runs=shown(row.runs),
        hosting=shown(row.hosting),
        address=shown(row.address),
        made=row.made,
        version=shown(row.version),
        standards=row.standards,
        supplier=row.supplier,
        contract=shown(row.contract),
        contract_until=row.contract_until if shows else None,
        service_level=shown(row.service_level),
        exit_terms=shown(row.exit_terms),
        second_factor=row.second_factor,
        log_source=shown(row.log_source),
        logs_expected=row.logs_expected,
        backup=shown(row.backup),
        backup_expected=row.backup_expected,
        watched=row.watched,
        served=[one.unit_id for one in queries.served(row)],
        parts=[_part(one) for one in queries.parts(row)] if shows else [],
        interfaces=[_tie(one) for one in queries.interfaces(row)] if shows else [],
        used_by=[one.system.code for one in queries.used_by(request.actor, row)],
        stops_without=[one.code for one in queries.stops_without(request.actor, row)],
    )


class SystemFacts(Schema):
    name: Line160
    about: Annotated[str, line(4000)] = ""
    kind: Kinds = "application"
    state: States = "running"
    since: dt.date | None = None
    until: dt.date | None = None
    assignee: Key | None = None
    substitute: Key | None = None
    component_id: Key | None = None
    """The component of the process register that this system is; on it hang the services that stop without it."""
    criticality: Annotated[int, Field(ge=1, le=4)] | None = None
    rto_hours: Hours | None = None
    rpo_hours: Hours | None = None
    data_class: Classes = ""
    personal_data: Annotated[list[Personal], Field(max_length=14)] = []
    runs: Places = ""
    hosting: Line200 = ""
    address: Line300 = ""
    made: Ways = ""
    version: Line60 = ""
    standards: Line300 = ""
    supplier: Line160 = ""
    contract: Line200 = ""
    contract_until: dt.date | None = None
    service_level: Line300 = ""
    exit_terms: Line300 = ""
    sign_in: SignIns = ""
    second_factor: bool = False
    log_source: Line200 = ""
    logs_expected: bool = True
    backup: Line200 = ""
    backup_expected: bool = True
    watched: bool = False
    review_months: Annotated[int, Field(ge=1, le=60)] = 12
    served: Annotated[list[Key], Field(max_length=500)] = []


class SystemIn(SystemFacts):
    unit_id: Key
    code: Code


class SystemEdit(SystemFacts):
    unit_id: Key


def _person(key: int | None) -> User | None:
    if key is None:
        return None
    found = anybody().filter(pk=key).first()
    if found is None:
        raise Refused("Seçilen kişi bulunamadı.")
    return found


def _facts(body: SystemFacts) -> dict[str, Any]:
    facts = body.model_dump()
    facts["assignee"], facts["substitute"] = _person(body.assignee), _person(body.substitute)
    return facts


def _limit(limit: int) -> int:
    return max(1, min(limit, 200))


@router.get("", response=SystemList, summary="Bilgi sistemleri")
def list_systems(
    request: Request, filters: Query[queries.SystemFilter], cursor: str = "", limit: int = 50
) -> SystemList:
    rows = queries.systems(request.actor, filters)
    page, after = queries.page_after(rows, ("code", "pk"), cursor, _limit(limit))
    return SystemList(items=[_system(row) for row in page], next=after)


@router.post("", response={201: SystemOut} | SAYS_NO, summary="Bilgi sistemi ekle")
def add_system(request: Request, body: SystemIn) -> Status[SystemOut]:
    return Status(201, _system(services.add(actor=request.actor, **_facts(body))))


class SystemBoxOut(Schema):
    id: int
    kind: str
    name: str
    purpose: str
    unit: int
    assignee: int | None
    quota_mb: int | None
    used_mb: int | None
    since: dt.date
    until: dt.date | None
    review_on: dt.date


def _box(row: SharedBox) -> SystemBoxOut:
    return SystemBoxOut(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        purpose=row.purpose,
        unit=row.unit_id,
        assignee=row.assignee_id,
        quota_mb=row.quota_mb,
        used_mb=row.used_mb,
        since=row.since,
        until=row.until,
        review_on=row.review_on,
    )


class SystemBoxList(Schema):
    items: list[SystemBoxOut]
    next: str


class SystemBoxIn(Schema):
    unit_id: Key
    kind: Literal["mailbox", "list", "folder"]
    name: Line200
    purpose: Line300
    assignee: Key
    quota_mb: Annotated[int, Field(ge=1, le=100_000_000)] | None = None
    used_mb: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    outside: bool = False
    exception: Line200 = ""


class BoxMemberIn(Schema):
    user: Key
    role: Literal["owner", "write", "read"]


@router.get("/boxes", response=SystemBoxList, summary="Ortak kutular, listeler, klasörler")
def list_boxes(
    request: Request, filters: Query[queries.BoxFilter], cursor: str = "", limit: int = 50
) -> SystemBoxList:
    rows = queries.boxes(request.actor, filters)
    page, after = queries.page_after(rows, ("kind", "name", "pk"), cursor, _limit(limit))
    return SystemBoxList(items=[_box(row) for row in page], next=after)


@router.post("/boxes", response={201: SystemBoxOut} | SAYS_NO, summary="Kutu, liste ya da klasör ekle")
def add_box(request: Request, body: SystemBoxIn) -> Status[SystemBoxOut]:
    facts = body.model_dump() | {"assignee": _person(body.assignee)}
    return Status(201, _box(services.open_box(actor=request.actor, **facts)))


@router.post("/boxes/{int:box_id}/members", response={200: SystemBoxOut} | SAYS_NO, summary="Kişi ekle")
def put_in(request: Request, box_id: int, body: BoxMemberIn) -> SystemBoxOut:
    user = _person(body.user)
    if user is None:
        raise ObjectDoesNotExist
    return _box(services.put_in(box_id, actor=request.actor, user=user, role=body.role))


@router.post("/boxes/{int:box_id}/review", response={200: SystemBoxOut} | SAYS_NO, summary="Gözden geçirildi")
def review_box(request: Request, box_id: int) -> SystemBoxOut:
    return _box(services.review_box(box_id, actor=request.actor))


class SystemReviewOut(Schema):
    number: str
    system: str
    state: str
    due_on: dt.date | None
    done_on: dt.date | None
    remark: str


def _review(row: SystemReview) -> SystemReviewOut:
    return SystemReviewOut(
        number=row.case.number,
        system=row.system.code,
        state=row.case.state,
        due_on=row.case.due_on,
        done_on=row.done_on,
        remark=row.remark,
    )


class SystemReviewList(Schema):
    items: list[SystemReviewOut]
    next: str


class ReviewRemark(Schema):
    remark: Line300 = ""


@router.get("/reviews", response=SystemReviewList, summary="Gözden geçirmeler")
def list_reviews(
    request: Request, filters: Query[queries.ReviewFilter], cursor: str = "", limit: int = 50
) -> SystemReviewList:
    rows = queries.reviews(request.actor, filters)
    page, after = queries.page_after(rows, ("case__opened_at", "pk"), cursor, _limit(limit))
    return SystemReviewList(items=[_review(row) for row in page], next=after)


@router.post("/reviews/{number}/confirm", response={200: SystemReviewOut} | SAYS_NO, summary="Bilgiler doğru")
def confirm(request: Request, number: str, body: ReviewRemark) -> SystemReviewOut:
    return _review(services.confirm(number, actor=request.actor, remark=body.remark))


@router.post("/reviews/{number}/drop", response={200: SystemReviewOut} | SAYS_NO, summary="Gerek kalmadı")
def drop(request: Request, number: str, body: ReviewRemark) -> SystemReviewOut:
    return _review(services.drop(number, actor=request.actor, remark=body.remark))


@router.get("/{code}", response={200: SystemWhole} | SAYS_NO, summary="Bir bilgi sistemi")
def read_system(request: Request, code: str) -> SystemWhole:
    return _whole(request, code)


@router.put("/{code}", response={200: SystemWhole} | SAYS_NO, summary="Bilgi sistemini değiştir")
def edit_system(request: Request, code: str, body: SystemEdit) -> SystemWhole:
    services.edit(code, actor=request.actor, **_facts(body))
    return _whole(request, code)


class SystemRetire(Schema):
    on: dt.date


@router.post("/{code}/retire", response={200: SystemOut} | SAYS_NO, summary="Kullanımdan kaldır")
def retire(request: Request, code: str, body: SystemRetire) -> SystemOut:
    return _system(services.retire(code, actor=request.actor, on=body.on))


class SystemPartIn(Schema):
    kind: Literal["server", "module", "database", "storage", "device", "client"]
    name: Annotated[str, line(120)]
    where: Line160 = ""
    version: Line60 = ""
    note: Line300 = ""


@router.post("/{code}/parts", response={201: SystemPartOut} | SAYS_NO, summary="Bileşen ekle")
def add_part(request: Request, code: str, body: SystemPartIn) -> Status[SystemPartOut]:
    return Status(201, _part(services.set_part(code, actor=request.actor, **body.model_dump())))


class SystemTieIn(Schema):
    other: Code | None = None
    counterpart: Line160 = ""
    need: Literal["stops", "slows", "data"] = "data"
    direction: Literal["takes", "gives", "both"] = "both"
    way: Literal["api", "database", "file", "queue", "sign_in", "manual"] = "api"
    online: bool = True
    data: Line300 = ""
    ground: Line300 = ""
    protocol: Line160 = ""
    protocol_until: dt.date | None = None
    last_on: dt.date | None = None


@router.post("/{code}/interfaces", response={201: SystemTieOut} | SAYS_NO, summary="Arayüz ekle")
def add_interface(request: Request, code: str, body: SystemTieIn) -> Status[SystemTieOut]:
    facts = body.model_dump()
    other = queries.system(request.actor, body.other) if body.other else None
    facts["other"] = other
    return Status(201, _tie(services.set_interface(code, actor=request.actor, **facts)))
