"""Hosts, checks, outages, services; a passive check is reported to by the key of its own."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.access import Actor
from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Check, Host, Part, Problem
from ..queries import reports

router = Router(tags=["monitoring"])
Short = Annotated[str, line(120)]
Cursor = Annotated[str, line(400)]
Long = Annotated[str, line(4_000)]
Page = Annotated[int, Field(ge=1, le=200)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class WatchedHostOut(Schema):
    id: int
    name: str
    address: str
    sort: str
    enabled: bool
    state: str
    state_label: str
    since: dt.datetime | None
    seen_at: dt.datetime | None
    system: str | None
    unit: str


class WatchedHostList(Schema):
    items: list[WatchedHostOut]
    next: str


class WatchedHostIn(Schema):
    name: Annotated[str, line(100, 1)]
    address: Annotated[str, line(253, 1)]
    sort: Short = "other"
    template_id: Key | None = None
    credential_id: Key | None = None
    place: Short = ""
    description: Annotated[str, line(200)] = ""


class WatchCheckOut(Schema):
    id: int
    kind: str
    name: str
    every: int
    enabled: bool
    level: int
    level_label: str
    words: str
    checked_at: dt.datetime | None
    flapping: bool


class WatchPartOut(Schema):
    id: int
    check_id: int
    sort: str
    name: str
    unit: str
    capacity: float | None
    latest: list[float | None]
    latest_at: dt.datetime | None


class WatchedHostDetailOut(Schema):
    host: WatchedHostOut
    checks: list[WatchCheckOut]
    parts: list[WatchPartOut]


class WatchPointOut(Schema):
    at: dt.datetime
    value: float
    low: float
    high: float


class WatchCourseOut(Schema):
    label: str
    unit: str
    p95: float | None
    mean: float | None
    points: list[WatchPointOut]


class WatchOutageOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    level: int
    host: str
    host_id: int
    down: bool
    words: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    ticket: str
    cause: str
    done: str
    prevention: str
    steps: list[str]


class WatchOutageList(Schema):
    items: list[WatchOutageOut]
    next: str


class WatchOutageTakeIn(Schema):
    words: Annotated[str, line(250)] = ""


class WatchOutageReportIn(Schema):
    cause: Long
    done: Long
    prevention: Long = ""


class WatchAvailabilityOut(Schema):
    service_id: int
    service: str
    target: float
    share: float | None
    kept: bool | None
    unplanned_seconds: float
    planned_seconds: float
    outages: int


class PassiveResultIn(Schema):
    """What a script outside found out. `level`: 0 well, 1 warning, 2 critical, 3 unknown."""

    key: Annotated[str, line(100, 1)]
    level: Annotated[int, Field(ge=0, le=3)]
    words: Annotated[str, line(400)] = ""
    value: float | None = None
    unit: Annotated[str, line(12)] = ""


class PassiveResultOut(Schema):
    check_id: int
    level: int


def _host(row: Host) -> WatchedHostOut:
    return WatchedHostOut(
        id=row.pk,
        name=row.name,
        address=row.address,
        sort=row.sort,
        enabled=row.enabled,
        state=row.state,
        state_label=row.get_state_display(),
        since=row.since,
        seen_at=row.seen_at,
        system=row.system.code if row.system else None,
        unit=row.unit.name,
    )


def _check(row: Check) -> WatchCheckOut:
    return WatchCheckOut(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        every=row.every,
        enabled=row.enabled,
        level=row.level,
        level_label=row.get_level_display(),
        words=row.words,
        checked_at=row.checked_at,
        flapping=row.flapping,
    )


def _part(row: Part) -> WatchPartOut:
    return WatchPartOut(
        id=row.pk,
        check_id=row.owner_id,
        sort=row.sort,
        name=row.name,
        unit=row.unit_of,
        capacity=row.capacity,
        latest=row.latest,
        latest_at=row.latest_at,
    )


def _outage(request: Request, row: Problem) -> WatchOutageOut:
    return WatchOutageOut(
        number=row.case.number,
        subject=row.case.subject,
        state=row.case.state,
        state_label=row.state_label,
        level=row.level,
        host=row.host.name,
        host_id=row.host_id,
        down=row.down,
        words=row.words,
        began_at=row.began_at,
        ended_at=row.ended_at,
        ticket=row.ticket,
        cause=row.cause,
        done=row.done,
        prevention=row.prevention,
        steps=[step.name for step in steps_open(row, request.actor)],
    )


@router.get("/hosts", response=WatchedHostList, summary="İzlenen cihazlar")
def hosts(
    request: Request, filters: Query[queries.HostFilter], after: Cursor = "", limit: Page = 50
) -> WatchedHostList:
    page, more = page_after(queries.hosts(request.actor, filters), ("name", "pk"), after, limit)
    return WatchedHostList(items=[_host(row) for row in page], next=more)


@router.post("/hosts", response={201: WatchedHostOut, **SAYS_NO}, summary="Cihazı izlemeye al")
def add_host(request: Request, body: WatchedHostIn) -> Any:
    made = services.add_host(actor=request.actor, **body.dict())
    return Status(201, _host(queries.host(request.actor, made.pk)))


@router.get("/hosts/{host_id}", response={200: WatchedHostDetailOut, **SAYS_NO}, summary="Tek cihaz")
def one_host(request: Request, host_id: Key) -> WatchedHostDetailOut:
    row = queries.host(request.actor, host_id)
    return WatchedHostDetailOut(
        host=_host(row),
        checks=[_check(one) for one in queries.checks(request.actor).filter(host=row).order_by("name")],
        parts=[_part(one) for one in queries.parts(request.actor).filter(owner__host=row).order_by("pk")[:1_000]],
    )


@router.get("/parts/{part_id}/course", response={200: list[WatchCourseOut], **SAYS_NO}, summary="Ölçümün seyri")
def course(request: Request, part_id: Key, span: Short = "gun") -> list[WatchCourseOut]:
    row = queries.part(request.actor, part_id)
    return [
        WatchCourseOut(
            label=one.metric.label,
            unit=one.metric.unit or row.unit_of,
            p95=one.p95,
            mean=one.mean,
            points=[WatchPointOut(at=p.at, value=p.value, low=p.low, high=p.high) for p in one.points],
        )
        for one in queries.course_of(request.actor, row, span)
    ]


@router.get("/outages", response=WatchOutageList, summary="Arızalar ve kesintiler")
def outages(
    request: Request, filters: Query[queries.ProblemFilter], after: Cursor = "", limit: Page = 50
) -> WatchOutageList:
    page, more = page_after(queries.problems(request.actor, filters), ("-case_id",), after, limit)
    return WatchOutageList(items=[_outage(request, row) for row in page], next=more)


@router.get("/outages/{number}", response={200: WatchOutageOut, **SAYS_NO}, summary="Tek arıza")
def one_outage(request: Request, number: Short) -> WatchOutageOut:
    return _outage(request, queries.problem(request.actor, number))


@router.post("/outages/{number}/take-on", response={200: WatchOutageOut, **SAYS_NO}, summary="Arızayı üstlen")
def take_on(request: Request, number: Short, body: WatchOutageTakeIn) -> WatchOutageOut:
    services.take_on(number, actor=request.actor, words=body.words)
    return _outage(request, queries.problem(request.actor, number))


@router.post(
    "/outages/{number}/report", response={200: WatchOutageOut, **SAYS_NO}, summary="Kesinti raporunu yaz, kapat"
)
def report(request: Request, number: Short, body: WatchOutageReportIn) -> WatchOutageOut:
    services.report(number, actor=request.actor, **body.dict())
    return _outage(request, queries.problem(request.actor, number))


@router.get("/availability", response={200: list[WatchAvailabilityOut], **SAYS_NO}, summary="Kullanılabilirlik")
def availability(request: Request, since: dt.date, until: dt.date) -> list[WatchAvailabilityOut]:
    begin = queries.begin_of(since)
    end = queries.begin_of(until + dt.timedelta(days=1)) if until.year < 9_000 else queries.begin_of(until)
    return [
        WatchAvailabilityOut(
            service_id=row.service.pk,
            service=row.service.name,
            target=float(row.service.target),
            share=row.share,
            kept=row.kept,
            unplanned_seconds=row.unplanned,
            planned_seconds=row.planned,
            outages=row.outages,
        )
        for row in reports.availability(request.actor, begin, end)
    ]


@router.post(
    "/results/{check_id}", auth=None, response={200: PassiveResultOut, **SAYS_NO}, summary="Dışarıdan sonuç bildir"
)
def result(request: Request, check_id: Key, body: PassiveResultIn) -> PassiveResultOut:
    check = services.report_result(
        check_id,
        actor=Actor(None, via="api"),
        token=body.key,
        level=body.level,
        words=body.words,
        value=body.value,
        unit=body.unit,
    )
    return PassiveResultOut(check_id=check.pk, level=check.level)
