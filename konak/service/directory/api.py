"""The door for machines to comparisons with the directory. Accounts themselves are managed by SCIM."""

import datetime as dt
from typing import Annotated

from ninja import Field, Query, Router, Schema

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from . import queries, services
from .models import Difference, SyncRun

router = Router(tags=["Dizin ve oturum"])


class DirectoryOut(Schema):
    code: str
    name: str
    active: bool
    problem: str
    checked_at: dt.datetime | None


class SyncRunOut(Schema):
    id: int
    connection: str
    state: str
    dry: bool
    started_at: dt.datetime
    finished_at: dt.datetime | None
    counts: dict[str, int]
    words: str


class SyncRunList(Schema):
    items: list[SyncRunOut]
    next: str


class DifferenceOut(Schema):
    id: int
    run: int
    does: str
    fate: str
    who: str
    words: str
    user: int | None
    unit: int | None


class DifferenceList(Schema):
    items: list[DifferenceOut]
    next: str


class SyncIn(Schema):
    dry: bool = False


def _run(row: SyncRun) -> SyncRunOut:
    return SyncRunOut(
        id=row.pk,
        connection=row.connection.code,
        state=row.state,
        dry=row.dry,
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=row.counts,
        words=row.words,
    )


def _difference(row: Difference) -> DifferenceOut:
    return DifferenceOut(
        id=row.pk,
        run=row.run_id,
        does=row.does,
        fate=row.fate,
        who=row.who,
        words=row.words,
        user=row.user_id,
        unit=row.unit_id,
    )


Limit = Annotated[int, Field(ge=1, le=200)]


@router.get("", response=list[DirectoryOut], summary="Dizin bağlantıları")
def list_directories(request: Request) -> list[DirectoryOut]:
    return [
        DirectoryOut(code=row.code, name=row.name, active=row.active, problem=row.problem, checked_at=row.checked_at)
        for row in queries.connections(request.actor)
    ]


@router.get("/runs", response=SyncRunList, summary="Eşitlemeler")
def list_runs(request: Request, cursor: str = "", limit: Limit = 50) -> SyncRunList:
    page, after = queries.page_after(queries.runs(request.actor), ("-pk",), cursor, limit)
    return SyncRunList(items=[_run(row) for row in page], next=after)


@router.get("/runs/{int:run_id}", response={200: SyncRunOut} | SAYS_NO, summary="Bir eşitleme")
def read_run(request: Request, run_id: int) -> SyncRunOut:
    return _run(queries.run(request.actor, run_id))


@router.get("/differences", response=DifferenceList, summary="Dizin farkları")
def list_differences(
    request: Request, filters: Query[queries.DifferenceFilter], cursor: str = "", limit: Limit = 50
) -> DifferenceList:
    page, after = queries.page_after(queries.differences(request.actor, filters), ("-pk",), cursor, limit)
    return DifferenceList(items=[_difference(row) for row in page], next=after)


@router.post("/differences/{int:difference_id}/leave", response={200: DifferenceOut} | SAYS_NO, summary="Farkı bırak")
def leave(request: Request, difference_id: int) -> DifferenceOut:
    return _difference(services.leave(difference_id, actor=request.actor))


@router.post("/{code}/sync", response={200: SyncRunOut} | SAYS_NO, summary="Eşitlemeyi başlat")
def start(request: Request, code: str, body: SyncIn) -> SyncRunOut:
    return _run(services.start(code, actor=request.actor, dry=body.dry))
