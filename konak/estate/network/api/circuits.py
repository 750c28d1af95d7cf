"""Lines and their tests, for machines."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Circuit, CircuitTest
from .shapes import Key

router = Router(tags=["network"])
Line60 = Annotated[str, line(60)]
Line120 = Annotated[str, line(120)]
Kbps = Annotated[int, Field(ge=0, le=2_000_000_000)]
Percent = Annotated[Decimal, Field(ge=50, le=100, decimal_places=3)]
Money = Annotated[Decimal, Field(ge=0, le=9_999_999_999, decimal_places=2)]


class CircuitOut(Schema):
    id: int
    provider: str
    number: str
    kind: str
    status: str
    site: str
    far: str | None
    serves: str | None
    vlan: int | None
    backs_up: int | None
    down_kbps: int
    up_kbps: int
    promised: float | None
    monthly: float | None
    contract: str
    since: dt.date | None
    until: dt.date | None
    tested_on: dt.date | None
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Circuit) -> "CircuitOut":
        return cls(
            id=row.pk, provider=row.provider, number=row.number, kind=row.kind, status=row.status, site=row.site.name,
            far=row.far.name if row.far else None, serves=row.serves.name if row.serves else None,
            vlan=row.vlan.vid if row.vlan else None, backs_up=row.backs_up_id, down_kbps=row.down_kbps,
            up_kbps=row.up_kbps, promised=float(row.promised) if row.promised is not None else None,
            monthly=float(row.monthly) if row.monthly is not None else None, contract=row.contract, since=row.since,
            until=row.until, tested_on=row.tested_on, description=row.description, tags=list(row.tags),  # type: ignore[attr-defined]
        )  # fmt: skip


class CircuitList(Schema):
    items: list[CircuitOut]
    next: str


class CircuitIn(Schema):
    provider: Annotated[str, line(120, 1)]
    number: Annotated[str, line(60, 1)]
    kind: Line60
    status: Line60 = "active"
    site_id: Key
    far_id: Key | None = None
    serves_id: Key | None = None
    vlan_id: Key | None = None
    backs_up_id: Key | None = None
    down_kbps: Kbps = 0
    up_kbps: Kbps = 0
    promised: Percent | None = None
    monthly: Money | None = None
    contract: Line120 = ""
    since: dt.date | None = None
    until: dt.date | None = None
    description: Annotated[str, line(200)] = ""
    tags: list[Annotated[str, line(50)]] = []


class CircuitTestOut(Schema):
    id: int
    kind: str
    done_on: dt.date
    passed: bool
    down_kbps: int | None
    up_kbps: int | None
    latency_ms: float | None
    loss: float | None
    switched_seconds: int | None
    note: str

    @classmethod
    def of(cls, row: CircuitTest) -> "CircuitTestOut":
        return cls(
            id=row.pk, kind=row.kind, done_on=row.done_on, passed=row.passed, down_kbps=row.down_kbps,
            up_kbps=row.up_kbps, latency_ms=float(row.latency_ms) if row.latency_ms is not None else None,
            loss=float(row.loss) if row.loss is not None else None, switched_seconds=row.switched_seconds,
            note=row.note,
        )  # fmt: skip


class CircuitTestIn(Schema):
    kind: Line60
    done_on: dt.date
    passed: bool
    down_kbps: Kbps | None = None
    up_kbps: Kbps | None = None
    latency_ms: Annotated[Decimal, Field(ge=0, le=999_999, decimal_places=2)] | None = None
    loss: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = None
    switched_seconds: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    note: Annotated[str, line(400)] = ""


@router.get("/circuits", response=CircuitList, summary="Hatlar")
def list_circuits(
    request: Request,
    filters: Query[queries.CircuitFilter],
    cursor: Annotated[str, line(400)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> CircuitList:
    rows = queries.circuits(request.actor, filters)
    page, after = page_after(rows, ("provider", "number", "pk"), cursor, limit)
    return CircuitList(items=[CircuitOut.of(row) for row in page], next=after)


@router.post("/circuits", response={201: CircuitOut} | SAYS_NO, summary="Hat yaz")
def add_circuit(request: Request, body: CircuitIn) -> Status[CircuitOut]:
    made = services.add_circuit(actor=request.actor, **body.dict())
    return Status(201, CircuitOut.of(queries.circuit(request.actor, made.pk)))


@router.get("/circuits/{int:circuit_id}", response={200: CircuitOut} | SAYS_NO, summary="Bir hat")
def one_circuit(request: Request, circuit_id: Key) -> CircuitOut:
    return CircuitOut.of(queries.circuit(request.actor, circuit_id))


@router.put("/circuits/{int:circuit_id}", response={200: CircuitOut} | SAYS_NO, summary="Hattı düzelt")
def edit_circuit(request: Request, circuit_id: Key, body: CircuitIn) -> CircuitOut:
    services.edit_circuit(circuit_id, actor=request.actor, **body.dict())
    return one_circuit(request, circuit_id)


@router.delete("/circuits/{int:circuit_id}", response={204: None} | SAYS_NO, summary="Hattı çıkar")
def drop_circuit(request: Request, circuit_id: Key) -> Status[None]:
    services.drop_circuit(circuit_id, actor=request.actor)
    return Status(204, None)


@router.get("/circuits/{int:circuit_id}/tests", response={200: list[CircuitTestOut]} | SAYS_NO, summary="Sınamalar")
def list_tests(request: Request, circuit_id: Key) -> list[CircuitTestOut]:
    return [CircuitTestOut.of(row) for row in queries.results_of(queries.circuit(request.actor, circuit_id))]


@router.post("/circuits/{int:circuit_id}/tests", response={201: CircuitTestOut} | SAYS_NO, summary="Sınama kaydet")
def add_test(request: Request, circuit_id: Key, body: CircuitTestIn) -> Status[CircuitTestOut]:
    return Status(201, CircuitTestOut.of(services.record_test(circuit_id, actor=request.actor, **body.dict())))
