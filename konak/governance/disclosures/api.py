"""Both registers for machines: the same reach as the screens."""

import datetime as dt

from ninja import Router, Schema

from konak.foundation.web.http import Request

from . import queries

router = Router(tags=["disclosures"])


class ReleaseOut(Schema):
    number: str
    state: str
    asker: str
    kind: str
    asked_on: dt.date
    what: str
    told: str
    given_on: dt.date | None
    given_by: str


class LogRequestOut(Schema):
    number: str
    state: str
    authority: str
    file_number: str
    letter_date: dt.date
    letter_number: str
    purpose: str
    due_on: dt.date | None
    answer_date: dt.date | None
    answer_number: str


@router.get("/releases", response=list[ReleaseOut], summary="Bilgi verme kayıtları")
def releases(request: Request, state: str = "", limit: int = 50) -> list[ReleaseOut]:
    """The newest first."""
    return [
        ReleaseOut(
            number=row.case.number,
            state=row.case.state,
            asker=row.asker,
            kind=row.kind,
            asked_on=row.asked_on,
            what=row.what,
            told=row.told,
            given_on=row.given_on,
            given_by=row.given_by.full_name if row.given_by else "",
        )
        for row in queries.releases(request.actor, state.replace("\0", "")[:12])[: max(1, min(limit, 200))]
    ]


@router.get("/log-requests", response=list[LogRequestOut], summary="İz kaydı istekleri")
def log_requests(request: Request, state: str = "", limit: int = 50) -> list[LogRequestOut]:
    """Open ones by their last day first."""
    return [
        LogRequestOut(
            number=row.case.number,
            state=row.case.state,
            authority=row.authority,
            file_number=row.file_number,
            letter_date=row.letter_date,
            letter_number=row.letter_number,
            purpose=row.purpose,
            due_on=row.case.due_on,
            answer_date=row.answer_date,
            answer_number=row.answer_number,
        )
        for row in queries.log_requests(request.actor, state.replace("\0", "")[:12])[: max(1, min(limit, 200))]
    ]
