from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from konak.foundation.access import Actor
from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Regulation
from .schemas import (
    ArticleOut,
    ClauseOut,
    Decision,
    ExecutorIn,
    HandIn,
    HeatOut,
    Key,
    RegulationDetail,
    RegulationList,
    RegulationOut,
    Repeal,
    StepOut,
    Why,
    unit_out,
)

router = Router()


def _detail(number: str, actor: Actor) -> RegulationDetail:
    regulation = queries.regulation(actor, number)
    steps = [StepOut(name=one.name, label=one.label, danger=one.danger) for one in steps_open(regulation, actor)]
    return RegulationDetail.full(regulation, steps)


@router.get("/regulations", response=RegulationList, summary="Mevzuat metinleri")
def list_regulations(
    request: Request, filters: Query[queries.RegulationFilter], limit: int = 50, offset: int = 0
) -> RegulationList:
    """Texts in reach, newest first; a small register, so limit and offset."""
    rows = queries.regulations(request.actor, filters)
    begin, size = max(0, min(offset, 1_000_000)), max(1, min(limit, 200))
    items = [RegulationOut.of(row) for row in rows[begin : begin + size]]
    return RegulationList(items=items, count=rows.count())


@router.post("/regulations", response={201: RegulationDetail} | SAYS_NO, summary="Metin ver")
def hand_in(request: Request, file: File[UploadedFile], facts: Form[HandIn]) -> Status[RegulationDetail]:
    """Hand in a text (.txt .md .html .docx .pdf); it becomes a draft of the unit."""
    actor = request.actor
    made: Regulation = services.hand_in(
        actor=actor,
        content=file,
        name=file.name or "metin.txt",
        unit_id=facts.unit,
        kind=facts.kind,
        title=facts.title,
        parent=queries.regulation(actor, facts.parent) if facts.parent else None,
        predecessor=queries.regulation(actor, facts.predecessor) if facts.predecessor else None,
    )
    return Status(201, _detail(made.case.number, actor))


@router.get("/regulations/{number}", response={200: RegulationDetail} | SAYS_NO, summary="Bir metin")
def one_regulation(request: Request, number: str) -> RegulationDetail:
    return _detail(number, request.actor)


@router.get(
    "/regulations/{number}/structure", response={200: list[ArticleOut]} | SAYS_NO, summary="Maddeler, bentler"
)
def structure(request: Request, number: str) -> list[ArticleOut]:
    """Articles with all their clauses in the order of the text; `parent` is the path of the clause above."""
    regulation = queries.regulation(request.actor, number)
    clauses: dict[int, list[ClauseOut]] = {}
    paths: dict[int, str] = {}
    for clause in queries.clauses(regulation):
        paths[clause.pk] = clause.path
        clauses.setdefault(clause.article_id, []).append(
            ClauseOut(
                path=clause.path,
                kind=clause.kind,
                label=clause.label,
                printed=clause.printed,
                title=clause.title,
                text=clause.text,
                raw=clause.raw,
                start=clause.start,
                end=clause.end,
                parent=paths.get(clause.parent_id or 0),
                is_duty=clause.is_duty,
                responsible=clause.responsible,
                unit=unit_out(clause.unit) if clause.unit else None,
                role=clause.role,
                cadence=clause.cadence,
                confirmed=clause.confirmed,
            )
        )
    return [
        ArticleOut(
            number=article.number,
            occurrence=article.occurrence,
            path=article.path,
            heading=article.heading,
            chapter=article.chapter,
            clauses=clauses.get(article.pk, []),
        )
        for article in queries.articles(regulation)
    ]


@router.get("/regulations/{number}/heat", response={200: list[HeatOut]} | SAYS_NO, summary="Madde × durum")
def heat(request: Request, number: str) -> list[HeatOut]:
    return [
        HeatOut(article=row.path, heading=row.heading, fresh=row.fresh, stale=row.stale, missing=row.missing)
        for row in queries.heat(request.actor, number)
    ]


@router.post("/regulations/{number}/submit", response={200: RegulationDetail} | SAYS_NO, summary="Onaya gönder")
def submit(request: Request, number: str) -> RegulationDetail:
    services.submit(number, actor=request.actor)
    return _detail(number, request.actor)


@router.post("/regulations/{number}/return", response={200: RegulationDetail} | SAYS_NO, summary="Geri gönder")
def hand_back(request: Request, number: str, body: Why) -> RegulationDetail:
    services.hand_back(number, actor=request.actor, why=body.why)
    return _detail(number, request.actor)


@router.post("/regulations/{number}/approve", response={200: RegulationDetail} | SAYS_NO, summary="Yürürlüğe koy")
def approve(request: Request, number: str, body: Decision) -> RegulationDetail:
    services.approve(number, actor=request.actor, **body.model_dump())
    return _detail(number, request.actor)


@router.post("/regulations/{number}/drop", response={200: RegulationDetail} | SAYS_NO, summary="Taslaktan vazgeç")
def drop(request: Request, number: str, body: Why) -> RegulationDetail:
    services.drop(number, actor=request.actor, why=body.why)
    return _detail(number, request.actor)


@router.post("/regulations/{number}/repeal", response={200: RegulationDetail} | SAYS_NO, summary="Yürürlükten kaldır")
def repeal(request: Request, number: str, body: Repeal) -> RegulationDetail:
    services.repeal(number, actor=request.actor, repealed_on=body.repealed_on, why=body.why)
    return _detail(number, request.actor)


@router.post(
    "/regulations/{number}/executors", response={200: RegulationDetail} | SAYS_NO, summary="Yürüten makamı yaz"
)
def name_executor(request: Request, number: str, body: ExecutorIn) -> RegulationDetail:
    """Who carries the text out; a text may name several."""
    services.name_executor(number, actor=request.actor, **body.model_dump())
    return _detail(number, request.actor)


@router.post(
    "/regulations/{number}/executors/{executor_id}/drop",
    response={200: RegulationDetail} | SAYS_NO,
    summary="Yürüten makamı sil",
)
def drop_executor(request: Request, number: str, executor_id: Key) -> RegulationDetail:
    services.drop_executor(number, actor=request.actor, executor_id=executor_id)
    return _detail(number, request.actor)
