"""Licences: bought, given out, taken back, renewed."""

import datetime as dt
from decimal import Decimal

from ninja import Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Entitlement
from .words import Count, Cursor, Key, Line24, Line80, Line120, Line160, Line200, Line300, Money, Page, Words

router = Router(tags=["software"])


class LicenceOut(Schema):
    number: str
    product: int
    product_name: str
    kind: str
    metric: str
    quantity: int | None
    version: str
    downgrade: bool
    upgrade_until: dt.date | None
    starts_on: dt.date
    ends_on: dt.date | None
    cancelled_on: dt.date | None
    cost: Decimal | None
    per_year: Decimal | None
    supplier: str
    contract: str
    key_place: str
    renewal: str


def _licence(one: Entitlement) -> LicenceOut:
    return LicenceOut(
        number=one.number,
        product=one.product_id,
        product_name=one.product.name,
        kind=one.kind,
        metric=one.metric,
        quantity=one.quantity,
        version=one.version,
        downgrade=one.downgrade,
        upgrade_until=one.upgrade_until,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        cancelled_on=one.cancelled_on,
        cost=one.cost,
        per_year=one.per_year,
        supplier=one.supplier,
        contract=one.contract,
        key_place=one.key_place,
        renewal=one.renewal,
    )


class LicenceList(Schema):
    items: list[LicenceOut]
    next: str


class LicenceIn(Schema):
    product_id: Key
    kind: Line24
    metric: Line24 = "device"
    quantity: Count | None = None
    version: Line80 = ""
    downgrade: bool = True
    upgrade_until: dt.date | None = None
    starts_on: dt.date
    ends_on: dt.date | None = None
    cost: Money | None = None
    supplier: Line160 = ""
    contract: Line120 = ""
    key_place: Line200 = ""
    note: Words = ""


class LicenceAssignIn(Schema):
    """Exactly one of computer_id, user_id and for_unit_id."""

    computer_id: Key | None = None
    user_id: Key | None = None
    for_unit_id: Key | None = None
    quantity: Count = 1
    note: Line200 = ""


class LicenceAssignmentOut(Schema):
    id: int
    computer: int | None
    user: int | None
    unit: int | None
    quantity: int
    since: dt.date
    until: dt.date | None


class LicenceDetail(LicenceOut):
    assignments: list[LicenceAssignmentOut]


class LicenceRenewalIn(Schema):
    renewal: Line24
    renewal_note: Line300 = ""


def _licence_detail(request: Request, number: str) -> LicenceDetail:
    one = queries.entitlement(request.actor, number)
    return LicenceDetail(
        **_licence(one).dict(),
        assignments=[
            LicenceAssignmentOut(
                id=row.pk,
                computer=row.computer_id,
                user=row.user_id,
                unit=row.for_unit_id,
                quantity=row.quantity,
                since=row.since,
                until=row.until,
            )
            for row in one.assignments.order_by("pk")[:2_000]
        ],
    )


@router.get("/licences", response=LicenceList, summary="Lisanslar")
def list_licences(
    request: Request, filters: Query[queries.LicenceFilter], cursor: Cursor = "", limit: Page = 50
) -> LicenceList:
    rows, after = page_after(queries.entitlements(request.actor, filters), ("-starts_on", "-pk"), cursor, limit)
    return LicenceList(items=[_licence(one) for one in rows], next=after)


@router.post("/licences", response={201: LicenceDetail} | SAYS_NO, summary="Lisans kaydet")
def add_licence(request: Request, body: LicenceIn) -> Status[LicenceDetail]:
    made = services.add_licence(actor=request.actor, **body.dict())
    return Status(201, _licence_detail(request, made.number))


@router.get("/licences/{number}", response={200: LicenceDetail} | SAYS_NO, summary="Bir lisans")
def one_licence(request: Request, number: Line24) -> LicenceDetail:
    return _licence_detail(request, number)


@router.post("/licences/{number}/assignments", response={201: LicenceDetail} | SAYS_NO, summary="Lisansı ver")
def assign(request: Request, number: Line24, body: LicenceAssignIn) -> Status[LicenceDetail]:
    services.assign(number, actor=request.actor, **body.dict())
    return Status(201, _licence_detail(request, number))


@router.post(
    "/licences/{number}/assignments/{assignment_id}/take-back",
    response={200: LicenceDetail} | SAYS_NO,
    summary="Verilen hakkı geri al",
)
def take_back(request: Request, number: Line24, assignment_id: Key) -> LicenceDetail:
    services.take_back(number, actor=request.actor, assignment_id=assignment_id)
    return _licence_detail(request, number)


@router.post("/licences/{number}/renewal", response={200: LicenceDetail} | SAYS_NO, summary="Yenileme kararı")
def renewal(request: Request, number: Line24, body: LicenceRenewalIn) -> LicenceDetail:
    services.decide_renewal(number, actor=request.actor, **body.dict())
    return _licence_detail(request, number)
