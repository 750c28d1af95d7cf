"""The door for machines to legal bases, what rests on them, and the watch of changes."""

import datetime as dt
from typing import Annotated

from ninja import Field, Query, Router, Schema, Status
from pydantic import StringConstraints

from konak.foundation.people.queries import anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line
from konak.governance.legislation import public as legislation

from . import queries, services
from .models import DutySource, Notice, Source, TieState

router = Router(tags=["Hukuki dayanaklar"])


Line60 = Annotated[str, line(60)]
Line200 = Annotated[str, line(200)]
Line300 = Annotated[str, line(300)]
Line400 = Annotated[str, line(400)]
Note = Annotated[str, line(20_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class SourceOut(Schema):
    id: int
    kind: str
    number: str
    title: str
    short_name: str
    gazette_date: dt.date | None
    gazette_number: str
    link: str
    unit: int
    watched: bool
    repealed_on: dt.date | None
    duties: int
    proposed: int
    open_notices: int


def _source(row: Source, numbers: queries.Numbers) -> SourceOut:
    return SourceOut(
        id=row.pk,
        kind=row.kind,
        number=row.number,
        title=row.title,
        short_name=row.short_name,
        gazette_date=row.gazette_date,
        gazette_number=row.gazette_number,
        link=row.link,
        unit=row.unit_id,
        watched=row.watched,
        repealed_on=row.repealed_on,
        duties=numbers.duties,
        proposed=numbers.waiting,
        open_notices=numbers.open_notices,
    )


class SourceList(Schema):
    items: list[SourceOut]
    next: str


class SourceIn(Schema):
    unit_id: Key
    kind: Line60
    title: Line400
    number: Line60 = ""
    short_name: Annotated[str, line(80)] = ""
    aliases: Annotated[str, line(1000)] = ""
    subjects: Annotated[str, line(2000)] = ""
    gazette_date: dt.date | None = None
    gazette_number: Annotated[str, line(30)] = ""
    link: Annotated[str, StringConstraints(max_length=500, pattern=r"^(https?://[^\s\x00]+)?$")] = ""


class TieOut(Schema):
    id: int
    source: int
    source_title: str
    duty: int
    regulation: str
    path: str
    text: str
    responsible: str
    article: str
    via: str
    score: float
    reason: str
    state: str
    proof: str
    last_proof_at: dt.datetime | None
    next_on: dt.date | None


def _tie(row: DutySource, fact: legislation.DutyFact) -> TieOut:
    return TieOut(
        id=row.pk,
        source=row.source_id,
        source_title=str(row.source),
        duty=row.duty_id,
        regulation=fact.regulation,
        path=fact.path,
        text=fact.text,
        responsible=fact.responsible,
        article=row.provision.label if row.provision else "",
        via=row.via,
        score=row.score,
        reason=row.reason,
        state=row.state,
        proof=fact.proof,
        last_proof_at=fact.last_proof_at,
        next_on=fact.next_on,
    )


class TieList(Schema):
    items: list[TieOut]
    next: str


class TieIn(Schema):
    source_id: Key
    article: Annotated[str, line(40)] = ""


class SourceDecision(Schema):
    accept: bool


class BareDuty(Schema):
    duty: int
    regulation: str
    path: str
    text: str
    responsible: str
    proof: str
    fallback: str


class BareList(Schema):
    items: list[BareDuty]
    next: str


class NoticeOut(Schema):
    number: str
    kind: str
    subject: str
    source: int | None
    issuer: str
    document_number: str
    published_on: dt.date
    gazette_number: str
    in_force_on: dt.date | None
    articles: str
    state: str
    state_label: str
    unit: int
    assignee: int | None
    due_on: dt.date | None
    impact: str
    outcome: str
    applied_on: dt.date | None


def _notice(row: Notice) -> NoticeOut:
    return NoticeOut(
        number=row.case.number,
        kind=row.kind,
        subject=row.case.subject,
        source=row.source_id,
        issuer=row.issuer,
        document_number=row.document_number,
        published_on=row.published_on,
        gazette_number=row.gazette_number,
        in_force_on=row.in_force_on,
        articles=row.articles,
        state=row.case.state,
        state_label=row.state_label,
        unit=row.case.unit_id,
        assignee=row.case.assignee_id,
        due_on=row.case.due_on,
        impact=row.impact,
        outcome=row.outcome,
        applied_on=row.applied_on,
    )


class NoticeList(Schema):
    items: list[NoticeOut]
    next: str


class NoticeIn(Schema):
    unit_id: Key
    kind: Line60
    subject: Annotated[str, line(250)]
    published_on: dt.date
    source_id: Key | None = None
    issuer: Line200 = ""
    document_number: Line60 = ""
    gazette_number: Annotated[str, line(30)] = ""
    in_force_on: dt.date | None = None
    articles: Line200 = ""
    text: Note = ""
    link: Annotated[str, StringConstraints(max_length=500, pattern=r"^(https?://[^\s\x00]+)?$")] = ""


class SendIn(Schema):
    reviewer: Key
    due_on: dt.date | None = None


class OpineIn(Schema):
    opinion: Note
    impact: Line60
    outcome: Line60
    unit_ids: list[Key] = []
    due_on: dt.date | None = None


class ClearIn(Schema):
    opinion: Note


class SourceWhyIn(Schema):
    why: Line300


class FinishIn(Schema):
    applied_on: dt.date
    practice: Note


class PracticeOut(Schema):
    id: int
    unit: int
    practice: str
    applied_on: dt.date | None
    confirmed_at: dt.datetime | None


class FlagOut(Schema):
    id: int
    notice: str
    duty: int
    article: str
    changed: bool
    note: str
    settled_at: dt.datetime | None


class SettleIn(Schema):
    changed: bool
    note: Line300


def _limit(limit: int) -> int:
    return max(1, min(limit, 200))


# Sources ----------------------------------------------------------------------------------------------------------


@router.get("", response=SourceList, summary="Dayanak kütüğü")
def list_sources(
    request: Request, filters: Query[queries.SourceFilter], cursor: str = "", limit: int = 50
) -> SourceList:
    rows = queries.sources(request.actor, filters)
    page, after = queries.page_after(rows, ("title", "pk"), cursor, _limit(limit))
    numbers = queries.numbers(request.actor, [row.pk for row in page])
    return SourceList(items=[_source(row, numbers[row.pk]) for row in page], next=after)


@router.post("", response={201: SourceOut} | SAYS_NO, summary="Dayanak ekle")
def add_source(request: Request, body: SourceIn) -> Status[SourceOut]:
    row = services.add_source(actor=request.actor, **body.model_dump())
    return Status(201, _source(row, queries.Numbers()))


@router.get("/without", response=BareList, summary="Dayanağı olmayan görevler")
def list_bare(request: Request, q: Line200 = "", cursor: str = "", limit: int = 50) -> BareList:
    page = queries.duties_without(request.actor, q=q, after=cursor, limit=_limit(limit))
    general = queries.fallbacks(request.actor)
    items = [
        BareDuty(
            duty=fact.id,
            regulation=fact.regulation,
            path=fact.path,
            text=fact.text,
            responsible=fact.responsible,
            proof=fact.proof,
            fallback=str(row.source) if (row := general.get(fact.regulation)) else "",
        )
        for fact in page.rows
    ]
    return BareList(items=items, next=page.after)


@router.get("/proposals", response=TieList, summary="Karar bekleyen öneriler")
def list_proposals(request: Request, cursor: str = "", limit: int = 50) -> TieList:
    rows = queries.waiting_ties(request.actor)
    page, after = queries.page_after(rows, ("-score", "pk"), cursor, _limit(limit))
    return TieList(items=[_tie(one.tie, one.fact) for one in queries.duties_on(request.actor, page)], next=after)


@router.post("/ties/{int:tie_id}/decide", response={200: TieOut} | SAYS_NO, summary="Öneriye karar ver")
def decide(request: Request, tie_id: int, body: SourceDecision) -> TieOut:
    row = services.decide(tie_id, actor=request.actor, accept=body.accept)
    return _tie(row, legislation.duty_fact(request.actor, row.duty_id))


@router.post("/duties/{int:duty_id}/tie", response={200: TieOut} | SAYS_NO, summary="Göreve dayanak bağla")
def tie(request: Request, duty_id: int, body: TieIn) -> TieOut:
    row = services.tie(duty_id, actor=request.actor, **body.model_dump())
    return _tie(row, legislation.duty_fact(request.actor, duty_id))


# Watch ------------------------------------------------------------------------------------------------------------


@router.get("/notices", response=NoticeList, summary="Mevzuat değişiklikleri ve genelgeler")
def list_notices(
    request: Request, filters: Query[queries.NoticeFilter], cursor: str = "", limit: int = 50
) -> NoticeList:
    rows = queries.notices(request.actor, filters)
    page, after = queries.page_after(rows, ("-published_on", "-pk"), cursor, _limit(limit))
    return NoticeList(items=[_notice(row) for row in page], next=after)


@router.post("/notices", response={201: NoticeOut} | SAYS_NO, summary="Değişiklik ya da genelge kaydet")
def record_notice(request: Request, body: NoticeIn) -> Status[NoticeOut]:
    return Status(201, _notice(services.record_notice(actor=request.actor, **body.model_dump())))


@router.get("/notices/{number}", response={200: NoticeOut} | SAYS_NO, summary="Bir değişiklik")
def one_notice(request: Request, number: str) -> NoticeOut:
    return _notice(queries.notice(request.actor, number))


@router.post("/notices/{number}/send", response={200: NoticeOut} | SAYS_NO, summary="İncelemeye ver")
def send(request: Request, number: str, body: SendIn) -> NoticeOut:
    reviewer = anybody().get(pk=body.reviewer, is_active=True)
    return _notice(services.send(number, actor=request.actor, reviewer=reviewer, due_on=body.due_on))


@router.post("/notices/{number}/opine", response={200: NoticeOut} | SAYS_NO, summary="Görüş ver")
def opine(request: Request, number: str, body: OpineIn) -> NoticeOut:
    return _notice(services.opine(number, actor=request.actor, **body.model_dump()))


@router.post("/notices/{number}/clear", response={200: NoticeOut} | SAYS_NO, summary="Etkisi yok")
def clear(request: Request, number: str, body: ClearIn) -> NoticeOut:
    return _notice(services.clear(number, actor=request.actor, opinion=body.opinion))


@router.post("/notices/{number}/again", response={200: NoticeOut} | SAYS_NO, summary="Görüşü yeniden iste")
def again(request: Request, number: str, body: SourceWhyIn) -> NoticeOut:
    return _notice(services.again(number, actor=request.actor, why=body.why))


@router.post("/notices/{number}/drop", response={200: NoticeOut} | SAYS_NO, summary="Kaydı kapat")
def drop(request: Request, number: str, body: SourceWhyIn) -> NoticeOut:
    return _notice(services.drop(number, actor=request.actor, why=body.why))


@router.post("/notices/{number}/finish", response={200: NoticeOut} | SAYS_NO, summary="Uygulandı")
def finish(request: Request, number: str, body: FinishIn) -> NoticeOut:
    return _notice(services.finish(number, actor=request.actor, **body.model_dump()))


@router.get("/notices/{number}/units", response={200: list[PracticeOut]} | SAYS_NO, summary="Birimlerde uygulama")
def list_units(request: Request, number: str) -> list[PracticeOut]:
    notice = queries.notice(request.actor, number)
    return [
        PracticeOut(
            id=one.row.pk,
            unit=one.row.unit_id,
            practice=one.row.practice,
            applied_on=one.row.applied_on,
            confirmed_at=one.row.confirmed_at,
        )
        for one in queries.applications(request.actor, notice)
    ]


@router.post(
    "/units/{int:application_id}/confirm", response={200: PracticeOut} | SAYS_NO, summary="Birimde uygulandı"
)
def confirm_unit(request: Request, application_id: int, body: FinishIn) -> PracticeOut:
    row = services.confirm_unit(application_id, actor=request.actor, **body.model_dump())
    return PracticeOut(
        id=row.pk,
        unit=row.unit_id,
        practice=row.practice,
        applied_on=row.applied_on,
        confirmed_at=row.confirmed_at,
    )


@router.get("/notices/{number}/flags", response={200: list[FlagOut]} | SAYS_NO, summary="İşaretlenen görevler")
def list_flags(request: Request, number: str) -> list[FlagOut]:
    notice = queries.notice(request.actor, number)
    return [
        FlagOut(
            id=flag.pk,
            notice=number,
            duty=flag.duty_id,
            article=flag.article,
            changed=flag.changed,
            note=flag.note,
            settled_at=flag.settled_at,
        )
        for flag, _ in queries.flags(request.actor, notice)
    ]


@router.post("/flags/{int:flag_id}/settle", response={200: FlagOut} | SAYS_NO, summary="Görev gözden geçirildi")
def settle(request: Request, flag_id: int, body: SettleIn) -> FlagOut:
    flag = services.settle_flag(flag_id, actor=request.actor, **body.model_dump())
    return FlagOut(
        id=flag.pk,
        notice=flag.notice.case.number,
        duty=flag.duty_id,
        article=flag.article,
        changed=flag.changed,
        note=flag.note,
        settled_at=flag.settled_at,
    )


# One source; last, so that its number does not swallow the words above --------------------------------------------


@router.get("/{int:source_id}", response={200: SourceOut} | SAYS_NO, summary="Bir dayanak")
def one_source(request: Request, source_id: int) -> SourceOut:
    row = queries.source(request.actor, source_id)
    return _source(row, queries.numbers(request.actor, [row.pk])[row.pk])


@router.get("/{int:source_id}/duties", response={200: TieList} | SAYS_NO, summary="Bir dayanağa bağlı görevler")
def duties_of_source(request: Request, source_id: int, cursor: str = "", limit: int = 50) -> TieList:
    source = queries.source(request.actor, source_id)
    ties = queries.ties_of(request.actor, source, TieState.CONFIRMED)
    page, after = queries.page_after(ties, ("pk",), cursor, _limit(limit))
    return TieList(items=[_tie(one.tie, one.fact) for one in queries.duties_on(request.actor, page)], next=after)
