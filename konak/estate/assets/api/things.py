"""Things, who holds them, and what agents say of devices."""

from typing import Any

from ninja import Query, Router, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..queries import discovered, holding, things
from ..services import custody, discovery
from ..services import things as facts
from .schemas import (
    AssetEdit,
    AssetList,
    AssetOut,
    AssetWhy,
    CustodyBack,
    CustodyCount,
    CustodyGive,
    CustodyOut,
    DeviceOut,
    Key,
    Line24,
    Line40,
)

router = Router(tags=["assets"])


def list_assets(
    request: Request, filters: Query[things.AssetFilter], cursor: Line24 = "", limit: int = 50
) -> AssetList:
    """Things in reach, newest first; without a state those on the books."""
    page, after = things.page_of(things.assets(request.actor, filters), cursor, max(1, min(limit, 200)))
    return AssetList(items=[AssetOut.of(row) for row in page], next=after)


@router.get("/mine", response=list[CustodyOut], summary="Zimmetlerim")
def my_custody(request: Request) -> list[CustodyOut]:
    return [CustodyOut.of(row) for row in holding.mine(request.actor)]


@router.post("/custody", response={201: list[CustodyOut]} | SAYS_NO, summary="Zimmete ver")
def give(request: Request, body: CustodyGive) -> Status[list[CustodyOut]]:
    """All under one slip, or none."""
    rows = custody.give(actor=request.actor, **body.dict())
    return Status(201, [CustodyOut.of(row) for row in rows])


@router.post("/custody/return", response={200: CustodyCount} | SAYS_NO, summary="Ambara iade al")
def take_back(request: Request, body: CustodyBack) -> CustodyCount:
    return CustodyCount(count=custody.take_back(body.tags, actor=request.actor, why=body.why))


@router.post("/custody/{custody_id}/accept", response={200: CustodyOut} | SAYS_NO, summary="Zimmeti kabul et")
def accept(request: Request, custody_id: Key) -> CustodyOut:
    return CustodyOut.of(custody.accept(custody_id, actor=request.actor))


@router.post("/custody/{custody_id}/object", response={200: CustodyOut} | SAYS_NO, summary="Zimmete itiraz et")
def object_to(request: Request, custody_id: Key, body: AssetWhy) -> CustodyOut:
    return CustodyOut.of(custody.object_to(custody_id, actor=request.actor, why=body.why))


@router.get("/devices", response=list[DeviceOut], summary="Görülen cihazlar")
def list_devices(request: Request, view: Line24 = "") -> list[DeviceOut]:
    """`view`: unknown (nobody registered them), matched, ignored."""
    return [_device(row) for row in discovered.devices(request.actor, view).order_by("-pk")[:500]]


@router.post("/discovery", response={200: list[DeviceOut]} | SAYS_NO, summary="Envanter bildirimi")
def report(request: Request) -> list[DeviceOut]:
    """The body is what the agent sends: GLPI (JSON), FusionInventory or OCS (XML, also compressed), CycloneDX."""
    return [_device(row) for row in discovery.receive(actor=request.actor, data=request.body)]


def _device(row: Any) -> DeviceOut:
    return DeviceOut(
        id=row.pk,
        hostname=row.hostname,
        maker=row.maker,
        model=row.model,
        serial=row.serial,
        system=row.system,
        tag=row.asset.tag if row.asset else "",
        last_seen=row.last_seen,
    )


@router.get("/{tag}", response={200: AssetOut} | SAYS_NO, summary="Bir taşınır")
def one_asset(request: Request, tag: Line40) -> AssetOut:
    return AssetOut.of(things.asset(request.actor, tag))


@router.patch("/{tag}", response={200: AssetOut} | SAYS_NO, summary="Taşınırın bilgilerini değiştir")
def edit(request: Request, tag: Line40, body: AssetEdit) -> AssetOut:
    given = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None}
    facts.edit(tag, actor=request.actor, **given)
    return AssetOut.of(things.asset(request.actor, tag))
