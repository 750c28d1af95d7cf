"""The door for machines to the knowledge base."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Article, Version

router = Router(tags=["Bilgi bankası"])


Short = Annotated[str, line(40)]
Line = Annotated[str, line(300)]
Text = Annotated[str, line(60_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class KnowledgeOut(Schema):
    id: int
    title: str
    category: str
    genre: str
    audience: str
    state: str
    unit: int
    summary: str
    keywords: str
    services: list[str]
    devices: list[str]
    systems: list[str]
    review_on: dt.date | None
    published_at: dt.datetime | None
    views: int
    helpful: int
    not_helpful: int


class KnowledgeTextOut(KnowledgeOut):
    version: int
    body: str
    symptom: str
    workaround: str
    cause: str
    rule: str


class KnowledgeList(Schema):
    items: list[KnowledgeOut]
    next: str


class ArticleHitOut(Schema):
    id: int
    title: str
    url: str


class ArticleIn(Schema):
    unit_id: Key
    title: Annotated[str, line(200)]
    category_id: Key
    genre: Short = "how"
    audience: Short = "internal"
    keywords: Line = ""
    services: Annotated[list[Short], Field(max_length=20)] = []
    devices: Annotated[list[Annotated[str, line(80)]], Field(max_length=20)] = []
    systems: Annotated[list[Annotated[str, line(24)]], Field(max_length=20)] = []
    ticket: Short = ""
    summary: Line = ""
    body: Text = ""
    symptom: Annotated[str, line(4_000)] = ""
    workaround: Annotated[str, line(8_000)] = ""
    cause: Annotated[str, line(4_000)] = ""
    rule: Annotated[str, line(4_000)] = ""


class ArticleTextIn(Schema):
    summary: Line = ""
    body: Text = ""
    symptom: Annotated[str, line(4_000)] = ""
    workaround: Annotated[str, line(8_000)] = ""
    cause: Annotated[str, line(4_000)] = ""
    rule: Annotated[str, line(4_000)] = ""
    note: Line = ""
    seen: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ArticleWordsIn(Schema):
    words: Annotated[str, line(2_000)]


class ArticleMonthsIn(Schema):
    months: Annotated[int, Field(ge=1, le=60)] = 12


class ArticleVoteIn(Schema):
    helpful: bool
    reason: Annotated[str, line(500)] = ""


class ArticleTicketIn(Schema):
    ticket: Short
    why: Short = "used"


class ArticleShelfOut(Schema):
    id: int
    name: str


def _facts(row: Article, shown: Version | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "category": row.category.name,
        "genre": row.genre,
        "audience": row.audience,
        "state": row.state,
        "unit": row.unit_id,
        "summary": shown.summary if shown else "",
        "keywords": row.keywords,
        "services": row.services,
        "devices": row.devices,
        "systems": row.systems,
        "review_on": row.review_on,
        "published_at": row.published_at,
        "views": row.views,
        "helpful": row.yes,
        "not_helpful": row.no,
    }


def _whole(request: Request, article_id: int) -> KnowledgeTextOut:
    row = queries.article(request.actor, article_id)
    shown = row.current or queries.versions(row)[0]
    return KnowledgeTextOut(
        **_facts(row, shown),
        version=shown.number,
        body=shown.body,
        symptom=shown.symptom,
        workaround=shown.workaround,
        cause=shown.cause,
        rule=shown.rule,
    )


@router.get("", response={200: KnowledgeList, **SAYS_NO}, summary="Makaleler, yenisi önce")
def list_articles(request: Request, filters: Query[queries.ArticleFilter], after: str = "") -> KnowledgeList:
    page = queries.page_of_articles(request.actor, filters, after=after)
    return KnowledgeList(items=[KnowledgeOut(**_facts(row, row.current)) for row in page.rows], next=page.after)


@router.get("/search", response={200: list[ArticleHitOut], **SAYS_NO}, summary="Yayındaki makalelerde ara")
def search_articles(request: Request, q: Annotated[str, line(300)] = "") -> list[ArticleHitOut]:
    return [ArticleHitOut(id=hit.id, title=hit.plain, url=hit.url) for hit in queries.find(request.actor, q)]


@router.get("/shelves", response={200: list[ArticleShelfOut], **SAYS_NO}, summary="Raflar")
def list_shelves(request: Request) -> list[ArticleShelfOut]:
    return [ArticleShelfOut(id=one.pk, name=one.name) for one in queries.categories()]


@router.post("", response={201: KnowledgeTextOut, **SAYS_NO}, summary="Taslak makale yaz")
def create_article(request: Request, body: ArticleIn) -> Status[KnowledgeTextOut]:
    made = services.begin(actor=request.actor, **body.dict())
    return Status(201, _whole(request, made.pk))


@router.get("/{article_id}", response={200: KnowledgeTextOut, **SAYS_NO}, summary="Bir makale")
def get_article(request: Request, article_id: Key) -> KnowledgeTextOut:
    return _whole(request, article_id)


@router.put("/{article_id}/text", response={200: KnowledgeTextOut, **SAYS_NO}, summary="Metni düzenle (yeni sürüm)")
def write_article(request: Request, article_id: Key, body: ArticleTextIn) -> KnowledgeTextOut:
    services.write(article_id, actor=request.actor, **body.dict())
    return _whole(request, article_id)


@router.post("/{article_id}/send", response={200: KnowledgeTextOut, **SAYS_NO}, summary="Onaya gönder")
def send_article(request: Request, article_id: Key) -> KnowledgeTextOut:
    services.send(article_id, actor=request.actor)
    return _whole(request, article_id)


@router.post("/{article_id}/publish", response={200: KnowledgeTextOut, **SAYS_NO}, summary="Yayımla")
def publish_article(request: Request, article_id: Key, body: ArticleMonthsIn) -> KnowledgeTextOut:
    services.publish(article_id, actor=request.actor, months=body.months)
    return _whole(request, article_id)


@router.post("/{article_id}/return", response={200: KnowledgeTextOut, **SAYS_NO}, summary="İade et")
def return_article(request: Request, article_id: Key, body: ArticleWordsIn) -> KnowledgeTextOut:
    services.hand_back(article_id, actor=request.actor, words=body.words)
    return _whole(request, article_id)


@router.post("/{article_id}/retire", response={200: KnowledgeTextOut, **SAYS_NO}, summary="Yayından kaldır")
def retire_article(request: Request, article_id: Key, body: ArticleWordsIn) -> KnowledgeTextOut:
    services.retire(article_id, actor=request.actor, words=body.words)
    return _whole(request, article_id)


@router.post("/{article_id}/revive", response={200: KnowledgeTextOut, **SAYS_NO}, summary="Yayına geri al")
def revive_article(request: Request, article_id: Key) -> KnowledgeTextOut:
    services.bring_back(article_id, actor=request.actor)
    return _whole(request, article_id)


@router.post("/{article_id}/vote", response={204: None, **SAYS_NO}, summary="Yararlı ya da yararsız de")
def vote_article(request: Request, article_id: Key, body: ArticleVoteIn) -> Status[None]:
    services.vote(article_id, actor=request.actor, helpful=body.helpful, reason=body.reason)
    return Status(204, None)


@router.post("/{article_id}/tickets", response={204: None, **SAYS_NO}, summary="Destek talebine bağla")
def link_article(request: Request, article_id: Key, body: ArticleTicketIn) -> Status[None]:
    services.link_ticket(article_id, actor=request.actor, ticket=body.ticket, why=body.why)
    return Status(204, None)
