"""Programs that may not stay, and what must be everywhere and is not."""

import datetime as dt
from typing import Literal

from ninja import Query, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Finding
from .words import Cursor, Key, Line24, Page, SoftwareStepOut, SoftwareWhy

router = Router(tags=["software"])


class SoftwareFindingOut(Schema):
    number: str
    wrong: str
    state: str
    state_label: str
    product: int
    product_name: str
    computer: int
    computer_name: str
    holder: int | None
    used_in: int | None
    install: int
    due_on: dt.date | None
    closed_at: dt.datetime | None
    why: str


def _finding(one: Finding) -> SoftwareFindingOut:
    return SoftwareFindingOut(
        number=one.case.number,
        wrong=one.wrong,
        state=one.case.state,
        state_label=one.state_label,
        product=one.product_id,
        product_name=one.product.name,
        computer=one.computer_id,
        computer_name=one.computer.name,
        holder=one.computer.holder_id,
        used_in=one.computer.used_in_id,
        install=one.install_id,
        due_on=one.case.due_on,
        closed_at=one.case.closed_at,
        why=one.why,
    )


class SoftwareFindingList(Schema):
    items: list[SoftwareFindingOut]
    next: str


class SoftwareFindingDetail(SoftwareFindingOut):
    steps: list[SoftwareStepOut]


class SoftwareSuspectOut(Schema):
    wrong: str
    install: int
    program: str
    version: str
    product: int
    computer: int
    computer_name: str
    holder: int | None
    used_in: int | None
    finding: str | None


class SoftwareFindingIn(Schema):
    install_id: Key
    wrong: Line24


def _finding_detail(request: Request, number: str) -> SoftwareFindingDetail:
    one = queries.finding(request.actor, number)
    return SoftwareFindingDetail(
        **_finding(one).dict(),
        steps=[
            SoftwareStepOut(name=step.name, label=step.label, danger=step.danger)
            for step in steps_open(one, request.actor)
        ],
    )


class SoftwareUncoveredOut(Schema):
    computer: int
    computer_name: str
    product: int
    product_name: str
    version: str
    """Empty where it is not installed at all."""
    wanted: str
    holder: int | None
    used_in: int | None


@router.get("/uncovered", response=list[SoftwareUncoveredOut], summary="Zorunlu yazılımı eksik bilgisayarlar")
def uncovered(request: Request, state: Literal["", "missing", "old"] = "") -> list[SoftwareUncoveredOut]:
    """Computers without what has to be on every one of them, or with a version too old."""
    return [
        SoftwareUncoveredOut(
            computer=one.computer.pk,
            computer_name=one.computer.name,
            product=one.product.pk,
            product_name=one.product.name,
            version=one.version,
            wanted=one.product.approved_version,
            holder=one.computer.holder_id,
            used_in=one.computer.used_in_id,
        )
        for one in queries.uncovered(request.actor, state)
    ]


@router.get("/suspects", response=list[SoftwareSuspectOut], summary="Uygunsuz kurulumlar")
def suspects(request: Request, wrong: Line24 = "") -> list[SoftwareSuspectOut]:
    """`wrong`: banned, unlicensed or unreviewed; empty for all."""
    return [
        SoftwareSuspectOut(
            wrong=one.wrong,
            install=one.install.pk,
            program=one.install.name,
            version=one.install.version,
            product=one.install.product_id or 0,
            computer=one.install.computer_id,
            computer_name=one.install.computer.name,
            holder=one.install.computer.holder_id,
            used_in=one.install.computer.used_in_id,
            finding=one.finding.case.number if one.finding else None,
        )
        for one in queries.suspects(request.actor, wrong)
    ]


@router.get("/findings", response=SoftwareFindingList, summary="Yazılım uygunsuzlukları")
def list_findings(
    request: Request, filters: Query[queries.FindingFilter], cursor: Cursor = "", limit: Page = 50
) -> SoftwareFindingList:
    rows, after = page_after(queries.findings(request.actor, filters), ("-case_id",), cursor, limit)
    return SoftwareFindingList(items=[_finding(one) for one in rows], next=after)


@router.post("/findings", response={201: SoftwareFindingDetail} | SAYS_NO, summary="Uygunsuzluk dosyası aç")
def open_finding(request: Request, body: SoftwareFindingIn) -> Status[SoftwareFindingDetail]:
    made = services.open_finding(actor=request.actor, **body.dict())
    return Status(201, _finding_detail(request, made.case.number))


@router.get("/findings/{number}", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Bir uygunsuzluk")
def one_finding(request: Request, number: Line24) -> SoftwareFindingDetail:
    return _finding_detail(request, number)


@router.post("/findings/{number}/ask", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Kaldırılmasını iste")
def ask(request: Request, number: Line24) -> SoftwareFindingDetail:
    services.ask(number, actor=request.actor)
    return _finding_detail(request, number)


@router.post("/findings/{number}/removed", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Kaldırıldı")
def removed(request: Request, number: Line24) -> SoftwareFindingDetail:
    services.removed(number, actor=request.actor)
    return _finding_detail(request, number)


@router.post(
    "/findings/{number}/license", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Lisansı sağlandı"
)
def license_(request: Request, number: Line24, body: SoftwareWhy) -> SoftwareFindingDetail:
    services.license_(number, actor=request.actor, why=body.why)
    return _finding_detail(request, number)


@router.post("/findings/{number}/allow", response={200: SoftwareFindingDetail} | SAYS_NO, summary="İzin ver")
def allow(request: Request, number: Line24, body: SoftwareWhy) -> SoftwareFindingDetail:
    services.allow(number, actor=request.actor, why=body.why)
    return _finding_detail(request, number)
