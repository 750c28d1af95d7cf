"""The catalogue, what is recognised, and the position of licences."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Product, Rule
from .words import Cursor, Key, Line24, Line80, Line120, Line160, Line200, Page, Words

router = Router(tags=["software"])


class SoftwareProductOut(Schema):
    id: int
    name: str
    publisher: str
    category: str
    metric: str
    needs_licence: bool
    everywhere: bool
    decision: str
    reason: str
    decided_on: dt.date | None
    approved_version: str
    unit: int


def _product(one: Product) -> SoftwareProductOut:
    return SoftwareProductOut(
        id=one.pk,
        name=one.name,
        publisher=one.publisher,
        category=one.category,
        metric=one.metric,
        needs_licence=one.needs_licence,
        everywhere=one.everywhere,
        decision=one.decision,
        reason=one.reason,
        decided_on=one.decided_on,
        approved_version=one.approved_version,
        unit=one.unit_id,
    )


class SoftwareProductList(Schema):
    items: list[SoftwareProductOut]
    next: str


class SoftwareProductIn(Schema):
    unit_id: Key
    name: Line160
    publisher: Line120 = ""
    category: Line24 = "other"
    metric: Line24 = "device"
    needs_licence: bool = False
    everywhere: bool = False
    about: Words = ""
    approved_version: Line80 = ""


class SoftwareDecisionIn(Schema):
    decision: Line24
    reason: Words = ""
    decision_number: Annotated[str, line(60)] = ""
    decided_on: dt.date | None = None


class SoftwareVersionOut(Schema):
    version: str
    computers: int
    decision: str
    behind: bool


class SoftwarePositionOut(Schema):
    """Owned null is without limit."""

    product: SoftwareProductOut
    owned: int | None
    needed: int
    covered: int
    gap: int
    wrong_version: int
    free: int | None
    assigned: int
    per_year: Decimal


class SoftwareProductDetail(SoftwareProductOut):
    position: SoftwarePositionOut
    versions: list[SoftwareVersionOut]


def _position(one: queries.Position) -> SoftwarePositionOut:
    return SoftwarePositionOut(
        product=_product(one.product),
        owned=one.balance.owned,
        needed=one.balance.needed,
        covered=one.balance.covered,
        gap=one.gap,
        wrong_version=one.balance.wrong,
        free=one.balance.free,
        assigned=one.assigned,
        per_year=one.per_year,
    )


@router.get("/products", response=SoftwareProductList, summary="Yazılım kataloğu")
def list_products(
    request: Request, filters: Query[queries.ProductFilter], cursor: Cursor = "", limit: Page = 50
) -> SoftwareProductList:
    rows, after = page_after(queries.products(request.actor, filters), ("name", "pk"), cursor, limit)
    return SoftwareProductList(items=[_product(one) for one in rows], next=after)


@router.post("/products", response={201: SoftwareProductOut} | SAYS_NO, summary="Yazılım ekle")
def add_product(request: Request, body: SoftwareProductIn) -> Status[SoftwareProductOut]:
    return Status(201, _product(services.add_product(actor=request.actor, **body.dict())))


@router.get("/products/{product_id}", response={200: SoftwareProductDetail} | SAYS_NO, summary="Bir yazılım")
def one_product(request: Request, product_id: Key) -> SoftwareProductDetail:
    one = queries.product(request.actor, product_id)
    return SoftwareProductDetail(
        **_product(one).dict(),
        position=_position(queries.position_of(request.actor, one)),
        versions=[
            SoftwareVersionOut(version=row.version, computers=row.computers, decision=row.decision, behind=row.behind)
            for row in queries.installed_versions(request.actor, one)
        ],
    )


@router.post(
    "/products/{product_id}/decision",
    response={200: SoftwareProductOut} | SAYS_NO,
    summary="Yazılım hakkında karar ver",
)
def decide(request: Request, product_id: Key, body: SoftwareDecisionIn) -> SoftwareProductOut:
    return _product(services.decide(product_id, actor=request.actor, **body.dict()))


@router.get("/position", response=list[SoftwarePositionOut], summary="Lisans uyum durumu")
def position(request: Request) -> list[SoftwarePositionOut]:
    """Every product that needs a licence, the worst first."""
    return [_position(one) for one in queries.positions(request.actor)]


class SoftwareRuleOut(Schema):
    id: int
    name_like: str
    publisher_like: str
    product: int | None
    order: int


def _rule(one: Rule) -> SoftwareRuleOut:
    return SoftwareRuleOut(
        id=one.pk,
        name_like=one.name_like,
        publisher_like=one.publisher_like,
        product=one.product_id,
        order=one.order,
    )


class SoftwareRuleIn(Schema):
    name_like: Line200
    publisher_like: Line120 = ""
    product_id: Key | None = None
    order: Annotated[int, Field(ge=1, le=999)] = 50


class SoftwareUnknownOut(Schema):
    name: str
    publisher: str
    computers: int


@router.get("/rules", response=list[SoftwareRuleOut], summary="Tanıma kuralları")
def list_rules(request: Request) -> list[SoftwareRuleOut]:
    return [_rule(one) for one in queries.rules(request.actor)[:2_000]]


@router.post("/rules", response={201: SoftwareRuleOut} | SAYS_NO, summary="Tanıma kuralı ekle")
def add_rule(request: Request, body: SoftwareRuleIn) -> Status[SoftwareRuleOut]:
    return Status(201, _rule(services.add_rule(actor=request.actor, **body.dict())))


@router.get("/rules/caught", response=list[SoftwareUnknownOut], summary="Bir kalıbın yakaladıkları")
def caught(request: Request, name_like: Line200, publisher_like: Line120 = "") -> list[SoftwareUnknownOut]:
    found = queries.caught_by(request.actor, name_like, publisher_like)
    return [SoftwareUnknownOut(name=one.name, publisher=one.publisher, computers=one.computers) for one in found]


@router.get("/unknown", response=list[SoftwareUnknownOut], summary="Tanınmayan program adları")
def unknown(request: Request) -> list[SoftwareUnknownOut]:
    found = queries.unknown_names(request.actor)
    return [SoftwareUnknownOut(name=one.name, publisher=one.publisher, computers=one.computers) for one in found]
