"""Computers and the inventories of their agents."""

import datetime as dt

from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Computer, Inventory
from .words import Cursor, Key, Line24, Line120, Page

router = Router(tags=["software"])


class ComputerOut(Schema):
    id: int
    name: str
    serial: str
    system: str
    unit: int
    used_in: int | None
    holder: int | None
    inventoried_at: dt.datetime | None
    retired_on: dt.date | None


def _computer(one: Computer) -> ComputerOut:
    return ComputerOut(
        id=one.pk,
        name=one.name,
        serial=one.serial,
        system=one.system,
        unit=one.unit_id,
        used_in=one.used_in_id,
        holder=one.holder_id,
        inventoried_at=one.inventoried_at,
        retired_on=one.retired_on,
    )


class ComputerList(Schema):
    items: list[ComputerOut]
    next: str


class InstallOut(Schema):
    name: str
    version: str
    publisher: str
    product: int | None
    ignored: bool
    first_seen: dt.date


class ComputerDetail(ComputerOut):
    installs: list[InstallOut]


@router.get("/computers", response=ComputerList, summary="Bilgisayarlar")
def list_computers(
    request: Request, filters: Query[queries.ComputerFilter], cursor: Cursor = "", limit: Page = 50
) -> ComputerList:
    rows, after = page_after(queries.computers(request.actor, filters), ("name", "pk"), cursor, limit)
    return ComputerList(items=[_computer(one) for one in rows], next=after)


@router.get("/computers/{computer_id}", response={200: ComputerDetail} | SAYS_NO, summary="Bir bilgisayar")
def one_computer(request: Request, computer_id: Key) -> ComputerDetail:
    one = queries.computer(request.actor, computer_id)
    return ComputerDetail(
        **_computer(one).dict(),
        installs=[
            InstallOut(
                name=row.name,
                version=row.version,
                publisher=row.publisher,
                product=row.product_id,
                ignored=row.ignored,
                first_seen=row.first_seen,
            )
            for row in queries.installs_of(one)[:20_000]
        ],
    )


class InventoryIn(Schema):
    """`named` names the computer where the file does not; `preview` keeps the file without applying it; `shrink` says
    that a list of less than a fifth of the last one is meant."""

    unit_id: Key
    named: Line120 = ""
    taken_on: dt.date | None = None
    kind: Line24 = ""
    preview: bool = False
    shrink: bool = False


class InventoryOut(Schema):
    id: int
    format: str
    digest: str
    taken_on: dt.date
    applied_at: dt.datetime | None
    machines: int
    programs: int
    fresh: int
    gone: int
    unknown: int
    left_out: int
    faults: list[str]


def _inventory(one: Inventory) -> InventoryOut:
    return InventoryOut(
        id=one.pk,
        format=one.format,
        digest=one.digest,
        taken_on=one.taken_on,
        applied_at=one.applied_at,
        machines=one.machines,
        programs=one.programs,
        fresh=one.fresh,
        gone=one.gone,
        unknown=one.unknown,
        left_out=one.left_out,
        faults=list(one.faults),
    )


@router.post("/inventories", response={201: InventoryOut} | SAYS_NO, summary="Envanter gönder")
def bring(request: Request, body: Form[InventoryIn], file: File[UploadedFile]) -> Status[InventoryOut]:
    """Multipart: what an agent or a script on the computer sends. The same file again changes nothing."""
    made = services.take_in(
        actor=request.actor,
        unit_id=body.unit_id,
        file=file,
        file_name=file.name or "",
        named=body.named,
        taken_on=body.taken_on,
        kind=body.kind,
        apply_now=not body.preview,
        shrink=body.shrink,
    )
    return Status(201, _inventory(made))


@router.get("/inventories/{inventory_id}", response={200: InventoryOut} | SAYS_NO, summary="Bir envanter")
def one_inventory(request: Request, inventory_id: Key) -> InventoryOut:
    return _inventory(queries.inventory(request.actor, inventory_id))


@router.post("/inventories/{inventory_id}/apply", response={200: InventoryOut} | SAYS_NO, summary="Envanteri işle")
def apply(request: Request, inventory_id: Key, shrink: bool = False) -> InventoryOut:
    return _inventory(services.apply(inventory_id, actor=request.actor, shrink=shrink))
