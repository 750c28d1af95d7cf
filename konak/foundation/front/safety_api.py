"""Grants, one's own sessions and the trail, for programs: the same services and the same words as the screens."""

import datetime as dt
from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils.timezone import localtime
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import StringConstraints

from konak.foundation.access import Actor, Permission
from konak.foundation.access.models import Proposal
from konak.foundation.trail import access as trail_access
from konak.foundation.trail import queries as trail_queries
from konak.foundation.web import sessions as web_sessions
from konak.foundation.web.schemas import SAYS_NO, Problem

from . import access
from . import grants as queries
from .services import grants as services
from .services import sessions as own

grants = Router(tags=["Yetkiler"])
sessions = Router(tags=["Oturumlar"])
trail = Router(tags=["İz"])
Code = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
Word = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
Why = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2200, 1, 1))]
CLOSED = SAYS_NO | {403: Problem}
PAGE = 100


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _sees(request: HttpRequest, permission: Permission) -> Actor:
    actor = _actor(request)
    if not actor.reach(permission).everywhere:
        raise HttpError(403, f"«{permission.label}» için yetkiniz yok.")
    return actor


# Grants -------------------------------------------------------------------------------------------------------------


class CellOut(Schema):
    """One position of one permission. Scopes: 0 none, 1 own, 2 unit, 3 branch, 4 whole institution."""

    position: str
    scope: int
    declared: int
    why: str
    changed_at: dt.datetime | None
    waiting: int | None

    @staticmethod
    def of(cell: queries.Cell) -> "CellOut":
        return CellOut(
            position=cell.position,
            scope=cell.scope,
            declared=cell.declared,
            why=cell.grant.why if cell.grant else "",
            changed_at=cell.grant.changed_at if cell.grant else None,
            waiting=cell.waiting.pk if cell.waiting else None,
        )


class GrantOut(Schema):
    """A permission over all positions. `guarded`: to widen it takes a second administrator."""

    permission: str
    label: str
    guarded: bool
    cells: list[CellOut]


class GrantProposalOut(Schema):
    id: int
    permission: str
    position: str
    scope: int
    why: str
    state: str
    proposed_by: str
    proposed_at: dt.datetime

    @staticmethod
    def of(row: Proposal) -> "GrantProposalOut":
        return GrantProposalOut(
            id=row.pk,
            permission=row.permission,
            position=row.position,
            scope=row.scope,
            why=row.why,
            state=row.state,
            proposed_by=row.proposed_by.full_name,
            proposed_at=row.proposed_at,
        )


class GrantChangeIn(Schema):
    scope: Annotated[int, Field(ge=0, le=4)]
    why: Why


class GrantWhyIn(Schema):
    why: Why


class GrantChangeOut(Schema):
    """`proposal` is set where a second administrator has to agree; nothing holds before that."""

    cell: CellOut
    proposal: int | None
    warnings: list[str]


def _cell(code: str, position: str) -> tuple[Permission, queries.Cell]:
    try:
        return queries.cell(code, position)
    except KeyError:
        raise ObjectDoesNotExist from None


@grants.get("", response={200: list[GrantOut], **CLOSED}, summary="Yetki dağılımı")
def index(request: HttpRequest, app: Code = "", changed: bool = False) -> Any:
    _sees(request, access.SEE_GRANTS)
    return [
        GrantOut(
            permission=line.permission.code,
            label=line.permission.label,
            guarded=line.guarded,
            cells=[CellOut.of(cell) for cell in line.cells],
        )
        for line in queries.lines(app, only_changed=changed)
    ]


@grants.get("/proposals", response={200: list[GrantProposalOut], **CLOSED}, summary="İkinci yöneticiyi bekleyenler")
def proposals(request: HttpRequest) -> Any:
    return [GrantProposalOut.of(row) for row in queries.waiting(_sees(request, access.SEE_GRANTS))]


@grants.post("/proposals/{proposal_id}/agree", response={200: GrantProposalOut, **CLOSED}, summary="Öneriyi onayla")
def agree(request: HttpRequest, proposal_id: Key) -> Any:
    actor = _sees(request, access.SEE_GRANTS)
    return GrantProposalOut.of(services.agree(proposal_id, actor=actor))


@grants.post(
    "/proposals/{proposal_id}/decline", response={200: GrantProposalOut, **CLOSED}, summary="Öneriyi geri çevir"
)
def decline(request: HttpRequest, proposal_id: Key, body: GrantWhyIn) -> Any:
    actor = _sees(request, access.SEE_GRANTS)
    return GrantProposalOut.of(services.decline(proposal_id, actor=actor, why=body.why))


@grants.get("/{code}/{position}", response={200: CellOut, **CLOSED}, summary="Bir yetkinin bir unvandaki kapsamı")
def one(request: HttpRequest, code: Code, position: Word) -> Any:
    _sees(request, access.SEE_GRANTS)
    return CellOut.of(_cell(code, position)[1])


@grants.post("/{code}/{position}", response={200: GrantChangeOut, **CLOSED}, summary="Kapsamı değiştir ya da öner")
def change(request: HttpRequest, code: Code, position: Word, body: GrantChangeIn) -> Any:
    actor = _sees(request, access.SEE_GRANTS)
    before = _cell(code, position)[1]
    told = [words for one in queries.warnings(code, position, before.scope, body.scope) for words in one.told]
    made = services.change_grant(code, position, actor=actor, scope=body.scope, why=body.why)
    cell = CellOut.of(_cell(code, position)[1])
    return GrantChangeOut(cell=cell, proposal=made.pk if isinstance(made, Proposal) else None, warnings=told)


@grants.post("/{code}/{position}/reset", response={200: CellOut, **CLOSED}, summary="Varsayılana dön")
def reset(request: HttpRequest, code: Code, position: Word, body: GrantWhyIn) -> Any:
    actor = _sees(request, access.SEE_GRANTS)
    _cell(code, position)
    services.reset_grant(code, position, actor=actor, why=body.why)
    return CellOut.of(_cell(code, position)[1])


# One's own sessions -------------------------------------------------------------------------------------------------


class SessionOut(Schema):
    id: int
    device: str
    address: str
    since: dt.datetime
    last_seen: dt.datetime
    current: bool


class Ended(Schema):
    ended: int


@sessions.get("", response={200: list[SessionOut], **SAYS_NO}, summary="Açık oturumlarım")
def mine(request: HttpRequest) -> Any:
    found = web_sessions.visits(_actor(request).user_id or 0, request.session.session_key)
    return [
        SessionOut(
            id=row.id,
            device=row.device,
            address=row.address,
            since=row.since,
            last_seen=row.last_seen,
            current=row.current,
        )
        for row in found
    ]


@sessions.post("/{session_id}/end", response={200: Ended, **SAYS_NO}, summary="Oturumumu kapat")
def end(request: HttpRequest, session_id: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> Any:
    own.end_one(session_id, actor=_actor(request))
    return Ended(ended=1)


@sessions.post("/end-others", response={200: Ended, **SAYS_NO}, summary="Bu oturum dışındakileri kapat")
def end_others(request: HttpRequest) -> Any:
    return Ended(ended=own.end_others(request.session.session_key or "", actor=_actor(request)))


# The trail ----------------------------------------------------------------------------------------------------------


class TrailFilter(Schema):
    kind: Word = ""
    subject: Word = ""
    verb: Word = ""
    via: Word = ""
    user: Key | None = None
    unit: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    since: Day | None = None
    until: Day | None = None
    before: Key | None = None


class TrailLineOut(Schema):
    """One line. `sealed` is its place in the chain, empty until the sealer has come by."""

    id: int
    at: dt.datetime
    kind: str
    subject: str
    verb: str
    note: str
    user: str
    position: str
    unit: str
    via: str
    sealed: int | None


class TrailLineList(Schema):
    items: list[TrailLineOut]
    next: int | None


@trail.get("", response={200: TrailLineList, **CLOSED}, summary="İz satırları, en yeniden geriye")
def lines(request: HttpRequest, asked: Query[TrailFilter]) -> Any:
    actor = _sees(request, trail_access.VIEW)
    wanted = trail_queries.Wanted(
        kind=asked.kind,
        subject=asked.subject,
        verb=asked.verb,
        via=asked.via,
        user_id=asked.user,
        unit_id=asked.unit,
        since=asked.since,
        until=asked.until,
    )
    found = list(trail_queries.lines(actor, wanted=wanted, before=asked.before)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    items = [
        TrailLineOut(
            id=row.pk,
            at=localtime(row.at),
            kind=row.kind,
            subject=row.subject,
            verb=row.verb,
            note=row.note,
            user=row.user.full_name if row.user else "",
            position=row.position,
            unit=row.seat.unit.name if row.seat else "",
            via=row.via,
            sealed=seal.number if (seal := getattr(row, "seal", None)) else None,
        )
        for row in found
    ]
    return TrailLineList(items=items, next=found[-1].pk if more else None)
