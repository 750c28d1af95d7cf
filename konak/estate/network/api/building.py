"""Planned works, offers, test plans, outages and sites handed over for machines."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..queries import buildout
from ..services import buildout as building
from .shapes import Key, Short
from .shelf import Cursor, Kbps, Money, Page, Tags, Text60, Text200, Text300, Text400, aware, name_of, router, shelf


class PlannedWorkOut(Schema):
    id: int
    title: str
    sort: str
    status: str
    site: str | None
    year: int
    quantity: int
    cost: float
    money_from: str
    why: str
    purchase: str
    spent: float | None
    realised_on: dt.date | None
    circuit: int | None
    device: int | None
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "PlannedWorkOut":
        return cls(
            id=row.pk, title=row.title, sort=row.sort, status=row.status, site=name_of(row.site), year=row.year,
            quantity=row.quantity, cost=float(row.cost), money_from=row.money_from, why=row.why,
            purchase=row.purchase, spent=float(row.spent) if row.spent is not None else None,
            realised_on=row.realised_on, circuit=row.circuit_id, device=row.device_id, description=row.description,
            tags=list(row.tags),
        )  # fmt: skip


class PlannedWorkList(Schema):
    items: list[PlannedWorkOut]
    next: str


class PlannedWorkIn(Schema):
    title: Annotated[str, line(160, 1)]
    sort: Short
    site_id: Key | None = None
    year: Annotated[int, Field(ge=2000, le=2100)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    cost: Money
    money_from: Annotated[str, line(120, 1)]
    why: Annotated[str, line(400, 1)]
    purchase: Text60 = ""
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class ProviderOfferOut(Schema):
    id: int
    need: str
    provider: str
    kind: str
    site: str | None
    down_kbps: int
    up_kbps: int
    promised: float | None
    setup: float
    monthly: float
    months: int
    total: float
    per_mbit: float | None
    given_on: dt.date
    valid_until: dt.date | None
    chosen: bool
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "ProviderOfferOut":
        return cls(
            id=row.pk, need=row.need, provider=row.provider, kind=row.kind, site=name_of(row.site),
            down_kbps=row.down_kbps, up_kbps=row.up_kbps,
            promised=float(row.promised) if row.promised is not None else None, setup=float(row.setup),
            monthly=float(row.monthly), months=row.months, total=float(row.total),
            per_mbit=float(row.per_mbit) if row.per_mbit is not None else None, given_on=row.given_on,
            valid_until=row.valid_until, chosen=row.chosen, description=row.description, tags=list(row.tags),
        )  # fmt: skip


class ProviderOfferList(Schema):
    items: list[ProviderOfferOut]
    next: str


class ProviderOfferIn(Schema):
    need: Annotated[str, line(160, 1)]
    provider: Annotated[str, line(120, 1)]
    kind: Short
    site_id: Key | None = None
    down_kbps: Annotated[Kbps, Field(ge=1)]
    up_kbps: Kbps = 0
    promised: Annotated[Decimal, Field(ge=50, le=100, decimal_places=3)] | None = None
    setup: Money = Decimal(0)
    monthly: Money
    months: Annotated[int, Field(ge=1, le=120)] = 12
    given_on: dt.date
    valid_until: dt.date | None = None
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class TestPlanOut(Schema):
    id: int
    circuit: int
    kind: str
    every: int
    next_on: dt.date
    limit: int | None
    how: str

    @classmethod
    def of(cls, row: Any) -> "TestPlanOut":
        return cls(
            id=row.pk, circuit=row.circuit_id, kind=row.kind, every=row.every, next_on=row.next_on, limit=row.limit,
            how=row.how,
        )  # fmt: skip


class TestPlanList(Schema):
    items: list[TestPlanOut]
    next: str


class TestPlanIn(Schema):
    circuit_id: Key
    kind: Short = "periodic"
    every: Annotated[int, Field(ge=1, le=1_095)] = 180
    next_on: dt.date
    limit: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    how: Text400 = ""
    assignee_id: Key | None = None


shelf(
    "/planned", "Planlanan ağ", building.PLANNED, buildout.planned_works, ("-year", "title", "pk"),
    (PlannedWorkOut, PlannedWorkList, PlannedWorkIn, buildout.PlannedFilter),
)  # fmt: skip


shelf(
    "/offers", "İşletmeci teklifleri", building.OFFERS, buildout.offers, ("need", "monthly", "pk"),
    (ProviderOfferOut, ProviderOfferList, ProviderOfferIn, buildout.OfferFilter),
)  # fmt: skip


shelf(
    "/test-plans", "Sınama planı", building.TEST_PLANS, buildout.planned_tests, ("next_on", "pk"),
    (TestPlanOut, TestPlanList, TestPlanIn, buildout.TestPlanFilter),
)  # fmt: skip


class LineOutageOut(Schema):
    id: int
    circuit: int
    began_at: dt.datetime
    ended_at: dt.datetime | None
    theirs: bool
    reported: str
    cause: str

    @classmethod
    def of(cls, row: Any) -> "LineOutageOut":
        return cls(
            id=row.pk, circuit=row.circuit_id, began_at=row.began_at, ended_at=row.ended_at, theirs=row.theirs,
            reported=row.reported, cause=row.cause,
        )  # fmt: skip


class LineOutageIn(Schema):
    began_at: Annotated[dt.datetime, Field(ge=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))]
    ended_at: dt.datetime | None = None
    theirs: bool = True
    reported: Text60 = ""
    cause: Text300 = ""


@router.get("/circuits/{int:circuit_id}/outages", response={200: list[LineOutageOut]} | SAYS_NO, summary="Kesintiler")
def list_outages(request: Request, circuit_id: Key) -> list[LineOutageOut]:
    from ..queries import circuit

    return [LineOutageOut.of(row) for row in buildout.outages_of(circuit(request.actor, circuit_id))]


@router.post("/circuits/{int:circuit_id}/outages", response={201: LineOutageOut} | SAYS_NO, summary="Kesinti yaz")
def add_outage(request: Request, circuit_id: Key, body: LineOutageIn) -> Status[LineOutageOut]:
    facts = body.dict() | {"began_at": aware(body.began_at), "ended_at": aware(body.ended_at)}
    return Status(201, LineOutageOut.of(building.write_outage(circuit_id, actor=request.actor, **facts)))


class SiteHandOverOut(Schema):
    number: str
    state: str
    site: str
    for_unit: str
    ready: int
    whole: int
    giver: str
    receiver: str
    done_on: dt.date | None
    steps: list[str]


class SiteHandOverList(Schema):
    items: list[SiteHandOverOut]
    next: str


@router.get("/hand-overs", response=SiteHandOverList, summary="Yerleşke teslimleri")
def list_hand_overs(
    request: Request, filters: Query[buildout.HandOverFilter], cursor: Cursor = "", limit: Page = 50
) -> SiteHandOverList:
    page, after = page_after(buildout.hand_overs(request.actor, filters), ("-case_id",), cursor, limit)
    rows = [
        SiteHandOverOut(
            number=row.case.number, state=row.case.state, site=row.site.name, for_unit=row.for_unit.name,
            ready=row.ready, whole=row.whole, giver=row.giver, receiver=row.receiver, done_on=row.done_on,
            steps=[step.name for step in steps_open(row, request.actor)],
        )
        for row in page
    ]  # fmt: skip
    return SiteHandOverList(items=rows, next=after)
