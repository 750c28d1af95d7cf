"""The door for machines: the catalogue, licences, inventories of agents, the position, findings and rounds."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Computer, Entitlement, Finding, Inventory, Product, Rule

router = Router(tags=["software"])


Line24 = Annotated[str, line(24)]
Line80 = Annotated[str, line(80)]
Line120 = Annotated[str, line(120)]
Line160 = Annotated[str, line(160)]
Line200 = Annotated[str, line(200)]
Line300 = Annotated[str, line(300)]
Words = Annotated[str, line(2_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class SoftwareProductOut(Schema):
    id: int
    name: str
    publisher: str
    category: str
    metric: str
    needs_licence: bool
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


class SoftwareStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class SoftwareFindingOut(Schema):
    number: str
    wrong: str
    state: str
    state_label: str
    product: int
    product_name: str
    computer: int
    computer_name: str
    holder: int | None
    used_in: int | None
    install: int
    due_on: dt.date | None
    closed_at: dt.datetime | None
    why: str


def _finding(one: Finding) -> SoftwareFindingOut:
    return SoftwareFindingOut(
        number=one.case.number,
        wrong=one.wrong,
        state=one.case.state,
        state_label=one.state_label,
        product=one.product_id,
        product_name=one.product.name,
        computer=one.computer_id,
        computer_name=one.computer.name,
        holder=one.computer.holder_id,
        used_in=one.computer.used_in_id,
        install=one.install_id,
        due_on=one.case.due_on,
        closed_at=one.case.closed_at,
        why=one.why,
    )


class SoftwareFindingList(Schema):
    items: list[SoftwareFindingOut]
    next: str


class SoftwareFindingDetail(SoftwareFindingOut):
    steps: list[SoftwareStepOut]


class SoftwareSuspectOut(Schema):
    wrong: str
    install: int
    program: str
    version: str
    product: int
    computer: int
    computer_name: str
    holder: int | None
    used_in: int | None
    finding: str | None


class SoftwareFindingIn(Schema):
    install_id: Key
    wrong: Line24


class SoftwareWhy(Schema):
    why: Words = ""


def _finding_detail(request: Request, number: str) -> SoftwareFindingDetail:
    one = queries.finding(request.actor, number)
    return SoftwareFindingDetail(
        **_finding(one).dict(),
        steps=[
            SoftwareStepOut(name=step.name, label=step.label, danger=step.danger)
            for step in steps_open(one, request.actor)
        ],
    )


@router.get("/suspects", response=list[SoftwareSuspectOut], summary="Uygunsuz kurulumlar")
def suspects(request: Request, wrong: Line24 = "") -> list[SoftwareSuspectOut]:
    """`wrong`: banned, unlicensed or unreviewed; empty for all."""
    return [
        SoftwareSuspectOut(
            wrong=one.wrong,
            install=one.install.pk,
            program=one.install.name,
            version=one.install.version,
            product=one.install.product_id or 0,
            computer=one.install.computer_id,
            computer_name=one.install.computer.name,
            holder=one.install.computer.holder_id,
            used_in=one.install.computer.used_in_id,
            finding=one.finding.case.number if one.finding else None,
        )
        for one in queries.suspects(request.actor, wrong)
    ]


@router.get("/findings", response=SoftwareFindingList, summary="Yazılım uygunsuzlukları")
def list_findings(
    request: Request, filters: Query[queries.FindingFilter], cursor: Cursor = "", limit: Page = 50
) -> SoftwareFindingList:
    rows, after = page_after(queries.findings(request.actor, filters), ("-case_id",), cursor, limit)
    return SoftwareFindingList(items=[_finding(one) for one in rows], next=after)


@router.post("/findings", response={201: SoftwareFindingDetail} | SAYS_NO, summary="Uygunsuzluk dosyası aç")
def open_finding(request: Request, body: SoftwareFindingIn) -> Status[SoftwareFindingDetail]:
    made = services.open_finding(actor=request.actor, **body.dict())
    return Status(201, _finding_detail(request, made.case.number))


@router.get("/findings/{number}", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Bir uygunsuzluk")
def one_finding(request: Request, number: Line24) -> SoftwareFindingDetail:
    return _finding_detail(request, number)


@router.post("/findings/{number}/ask", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Kaldırılmasını iste")
def ask(request: Request, number: Line24) -> SoftwareFindingDetail:
    services.ask(number, actor=request.actor)
    return _finding_detail(request, number)


@router.post("/findings/{number}/removed", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Kaldırıldı")
def removed(request: Request, number: Line24) -> SoftwareFindingDetail:
    services.removed(number, actor=request.actor)
    return _finding_detail(request, number)


@router.post(
    "/findings/{number}/license", response={200: SoftwareFindingDetail} | SAYS_NO, summary="Lisansı sağlandı"
)
def license_(request: Request, number: Line24, body: SoftwareWhy) -> SoftwareFindingDetail:
    services.license_(number, actor=request.actor, why=body.why)
    return _finding_detail(request, number)


@router.post("/findings/{number}/allow", response={200: SoftwareFindingDetail} | SAYS_NO, summary="İzin ver")
def allow(request: Request, number: Line24, body: SoftwareWhy) -> SoftwareFindingDetail:
    services.allow(number, actor=request.actor, why=body.why)
    return _finding_detail(request, number)


class UpdateRoundOut(Schema):
    number: str
    product: int
    target: str
    state: str
    used_in: int | None
    due_on: dt.date | None
    computers: int
    done: int
    apart: int
    waiting: int


class UpdateRoundIn(Schema):
    product_id: Key
    target: Line80
    due_on: dt.date
    used_in_id: Key | None = None
    about: Words = ""


def _round(one: Any) -> UpdateRoundOut:
    every, settled, apart = one.every, one.settled, one.apart
    return UpdateRoundOut(
        number=one.case.number,
        product=one.product_id,
        target=one.target,
        state=one.case.state,
        used_in=one.used_in_id,
        due_on=one.case.due_on,
        computers=every,
        done=settled - apart,
        apart=apart,
        waiting=every - settled,
    )


class UpdateRoundList(Schema):
    items: list[UpdateRoundOut]
    next: str


@router.get("/rounds", response=UpdateRoundList, summary="Güncelleme turları")
def list_rounds(request: Request, cursor: Cursor = "", limit: Page = 50) -> UpdateRoundList:
    rows, after = page_after(queries.rounds(request.actor), ("-case_id",), cursor, limit)
    return UpdateRoundList(items=[_round(one) for one in rows], next=after)


@router.post("/rounds", response={201: UpdateRoundOut} | SAYS_NO, summary="Güncelleme turu planla")
def plan_round(request: Request, body: UpdateRoundIn) -> Status[UpdateRoundOut]:
    made = services.plan_round(actor=request.actor, **body.dict())
    return Status(201, _round(queries.round_(request.actor, made.case.number)))


@router.get("/rounds/{number}", response={200: UpdateRoundOut} | SAYS_NO, summary="Bir güncelleme turu")
def one_round(request: Request, number: Line24) -> UpdateRoundOut:
    return _round(queries.round_(request.actor, number))


@router.post("/rounds/{number}/begin", response={200: UpdateRoundOut} | SAYS_NO, summary="Turu başlat")
def begin(request: Request, number: Line24) -> UpdateRoundOut:
    services.begin(number, actor=request.actor)
    return _round(queries.round_(request.actor, number))


@router.post("/rounds/{number}/finish", response={200: UpdateRoundOut} | SAYS_NO, summary="Turu bitir")
def finish(request: Request, number: Line24) -> UpdateRoundOut:
    services.finish(number, actor=request.actor)
    return _round(queries.round_(request.actor, number))


@router.post("/rounds/{number}/cancel", response={200: UpdateRoundOut} | SAYS_NO, summary="Turdan vazgeç")
def cancel(request: Request, number: Line24, body: SoftwareWhy) -> UpdateRoundOut:
    services.cancel_round(number, actor=request.actor, why=body.why)
    return _round(queries.round_(request.actor, number))
