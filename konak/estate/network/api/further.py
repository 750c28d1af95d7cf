"""The further registers for machines: each has its list, one record, and writing; files have their steps."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, FilterSchema, Query, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..queries import buildout, channel, internet, wifi
from ..queries.register import mac_of, spot
from ..services import buildout as building
from ..services import channel as channelling
from ..services import internet as surfing
from ..services import wifi as sending
from ..services.kept import Register
from .shapes import Key, Short

router = Router(tags=["network"])
Text60 = Annotated[str, line(60)]
Text120 = Annotated[str, line(120)]
Text200 = Annotated[str, line(200)]
Text300 = Annotated[str, line(300)]
Text400 = Annotated[str, line(400)]
Long = Annotated[str, line(2_000)]
Tags = list[Annotated[str, line(50)]]
Money = Annotated[Decimal, Field(ge=0, le=99_999_999_999, decimal_places=2)]
Kbps = Annotated[int, Field(ge=0, le=2_000_000_000)]
Few = Annotated[int, Field(ge=0, le=500_000)]
Cursor = Annotated[str, line(400)]
Page = Annotated[int, Field(ge=1, le=200)]


def _name(one: Any) -> str | None:
    return str(one) if one is not None else None


class VpnAccountOut(Schema):
    id: int
    login: str
    whose: str
    gateway: str | None
    reaches: str
    request: str
    second_factor: bool
    status: str
    opened_on: dt.date
    until: dt.date | None
    reviewed_on: dt.date | None
    last_used_at: dt.datetime | None
    last_ip: str | None
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "VpnAccountOut":
        return cls(
            id=row.pk, login=row.login, whose=row.whose, gateway=_name(row.gateway), reaches=row.reaches,
            request=row.request, second_factor=row.second_factor, status=row.status, opened_on=row.opened_on,
            until=row.until, reviewed_on=row.reviewed_on, last_used_at=row.last_used_at, last_ip=row.last_ip,
            description=row.description, tags=list(row.tags),
        )  # fmt: skip


class VpnAccountList(Schema):
    items: list[VpnAccountOut]
    next: str


class VpnAccountIn(Schema):
    login: Annotated[str, line(120, 1)]
    user_id: Key | None = None
    outsider: Annotated[str, line(160)] = ""
    gateway_id: Key | None = None
    reaches: Annotated[str, line(300, 1)]
    request: Annotated[str, line(40)] = ""
    second_factor: bool = True
    opened_on: dt.date
    until: dt.date | None = None
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class InternetProfileOut(Schema):
    id: int
    name: str
    opens: str
    mbps: int | None
    hours: str
    ident: str
    standard: bool
    units: int
    people: int
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "InternetProfileOut":
        return cls(
            id=row.pk, name=row.name, opens=row.opens, mbps=row.mbps, hours=row.hours, ident=row.ident,
            standard=row.standard, units=row.units_now, people=row.people_now, description=row.description,
            tags=list(row.tags),
        )  # fmt: skip


class InternetProfileList(Schema):
    items: list[InternetProfileOut]
    next: str


class InternetProfileIn(Schema):
    name: Annotated[str, line(100, 1)]
    opens: Annotated[str, line(300, 1)]
    mbps: Annotated[int, Field(ge=1, le=100_000)] | None = None
    hours: Text60 = ""
    ident: Annotated[str, line(64)] = ""
    standard: bool = False
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class FilterCategoryOut(Schema):
    id: int
    name: str
    called: list[str]
    action: str
    basis: str
    absolute: bool
    reviewed_on: dt.date | None
    stopped_30_days: int
    passed_30_days: int
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "FilterCategoryOut":
        return cls(
            id=row.pk, name=row.name, called=row.called, action=row.action, basis=row.basis, absolute=row.absolute,
            reviewed_on=row.reviewed_on, stopped_30_days=row.stopped or 0, passed_30_days=row.let_by or 0,
            description=row.description, tags=list(row.tags),
        )  # fmt: skip


class FilterCategoryList(Schema):
    items: list[FilterCategoryOut]
    next: str


class FilterCategoryIn(Schema):
    name: Annotated[str, line(100, 1)]
    called: list[Annotated[str, line(100)]] = []
    action: Short = "block"
    basis: Text200 = ""
    absolute: bool = False
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class SecureChannelOut(Schema):
    id: int
    counterpart: str
    name: str
    kind: str
    status: str
    purpose: str
    protocol: str | None
    device: str | None
    our_end: str
    their_end: str
    parameters: str
    contact: str
    certificate: str
    issuer: str
    certificate_until: dt.date | None
    test_days: int
    tested_on: dt.date | None
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "SecureChannelOut":
        return cls(
            id=row.pk, counterpart=row.counterpart, name=row.name, kind=row.kind, status=row.status,
            purpose=row.purpose, protocol=_name(row.protocol), device=_name(row.device), our_end=row.our_end,
            their_end=row.their_end, parameters=row.parameters, contact=row.contact, certificate=row.certificate,
            issuer=row.issuer, certificate_until=row.certificate_until, test_days=row.test_days,
            tested_on=row.tested_on, description=row.description, tags=list(row.tags),
        )  # fmt: skip


class SecureChannelList(Schema):
    items: list[SecureChannelOut]
    next: str


class SecureChannelIn(Schema):
    counterpart: Annotated[str, line(160, 1)]
    name: Annotated[str, line(120, 1)]
    kind: Short
    status: Short = "active"
    purpose: Annotated[str, line(300, 1)]
    protocol_id: Key | None = None
    device_id: Key | None = None
    our_end: Annotated[str, line(160)] = ""
    their_end: Annotated[str, line(160)] = ""
    parameters: Long = ""
    contact: Annotated[str, line(160)] = ""
    certificate_until: dt.date | None = None
    test_days: Annotated[int, Field(ge=1, le=1_095)] = 180
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class ChannelTestIn(Schema):
    done_on: dt.date
    passed: bool
    note: Text400 = ""


class SharingProtocolOut(Schema):
    id: int
    counterpart: str
    title: str
    number: str
    shares: str
    direction: str
    method: str
    volume: str
    basis: str
    terms: str
    personal_data: bool
    status: str
    signed_on: dt.date | None
    until: dt.date | None
    contact: str
    document: str | None
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "SharingProtocolOut":
        return cls(
            id=row.pk, counterpart=row.counterpart, title=row.title, number=row.number, shares=row.shares,
            direction=row.direction, method=row.method, volume=row.volume, basis=row.basis, terms=row.terms,
            personal_data=row.personal_data, status=row.status, signed_on=row.signed_on, until=row.until,
            contact=row.contact, document=row.file.name if row.file else None, description=row.description,
            tags=list(row.tags),
        )  # fmt: skip


class SharingProtocolList(Schema):
    items: list[SharingProtocolOut]
    next: str


class SharingProtocolIn(Schema):
    counterpart: Annotated[str, line(160, 1)]
    title: Annotated[str, line(200, 1)]
    number: Text60 = ""
    shares: Annotated[str, line(400, 1)]
    direction: Short = "gives"
    method: Text120 = ""
    volume: Text120 = ""
    basis: Text200 = ""
    terms: Text300 = ""
    personal_data: bool = False
    status: Short = "active"
    signed_on: dt.date | None = None
    until: dt.date | None = None
    contact: Annotated[str, line(160)] = ""
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


class WirelessNetworkOut(Schema):
    id: int
    ssid: str
    purpose: str
    security: str
    status: str
    vlan: int | None
    prefix: str | None
    profile: str | None
    hidden: bool
    isolated: bool
    portal: bool
    minutes: int
    points: int
    description: str
    tags: list[str]

    @classmethod
    def of(cls, row: Any) -> "WirelessNetworkOut":
        return cls(
            id=row.pk, ssid=row.ssid, purpose=row.purpose, security=row.security, status=row.status,
            vlan=row.vlan.vid if row.vlan else None, prefix=row.prefix.network if row.prefix else None,
            profile=_name(row.profile), hidden=row.hidden, isolated=row.isolated, portal=row.portal,
            minutes=row.minutes, points=row.many_points, description=row.description, tags=list(row.tags),
        )  # fmt: skip


class WirelessNetworkList(Schema):
    items: list[WirelessNetworkOut]
    next: str


class WirelessNetworkIn(Schema):
    ssid: Annotated[str, line(32, 1)]
    purpose: Short
    security: Short
    status: Short = "active"
    vlan_id: Key | None = None
    prefix_id: Key | None = None
    profile_id: Key | None = None
    hidden: bool = False
    isolated: bool = False
    portal: bool = False
    minutes: Annotated[int, Field(ge=5, le=10_080)] = 480
    assignee_id: Key | None = None
    description: Text200 = ""
    tags: Tags = []


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
            id=row.pk, title=row.title, sort=row.sort, status=row.status, site=_name(row.site), year=row.year,
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
            id=row.pk, need=row.need, provider=row.provider, kind=row.kind, site=_name(row.site),
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


def _typed(function: Callable[..., Any], **kinds: Any) -> Callable[..., Any]:
    """The written schema of a body, where the function is one for several registers."""
    function.__annotations__.update(kinds)
    return function


def shelf(
    path: str, word: str, register: Register[Any], rows: Callable[..., Any], order: tuple[str, ...], shapes: Any
) -> None:
    """The five doors of a register; `shapes` are its schemas: out, list, in, filter."""
    out, many, given, kind = shapes
    code = path.strip("/").replace("/", "_").replace("-", "_")

    def one(request: Request, key: Key) -> Any:
        return out.of(register.find(request.actor, key))

    def listed(request: Request, filters: Any, cursor: Cursor = "", limit: Page = 50) -> Any:
        page, after = page_after(rows(request.actor, filters), order, cursor, limit)
        return many(items=[out.of(row) for row in page], next=after)

    def add(request: Request, body: Any) -> Any:
        made = register.add(actor=request.actor, **body.dict())
        return Status(201, one(request, made.pk))

    def edit(request: Request, key: Key, body: Any) -> Any:
        register.edit(key, actor=request.actor, **body.dict())
        return one(request, key)

    def drop(request: Request, key: Key) -> Any:
        register.drop(key, actor=request.actor)
        return Status(204, None)

    named = f"{path}/{{int:key}}"
    said: dict[str, Any] = {"summary": word}
    _typed(listed, filters=Query[kind])  # type: ignore[misc, valid-type]
    router.get(path, response=many, operation_id=f"network_{code}_list", **said)(listed)
    _typed(add, body=given)
    router.post(path, response={201: out} | SAYS_NO, operation_id=f"network_{code}_add", **said)(add)
    router.get(named, response={200: out} | SAYS_NO, operation_id=f"network_{code}_one", **said)(one)
    _typed(edit, body=given)
    router.put(named, response={200: out} | SAYS_NO, operation_id=f"network_{code}_edit", **said)(edit)
    router.delete(named, response={204: None} | SAYS_NO, operation_id=f"network_{code}_drop", **said)(drop)


class InternetProfileFilter(FilterSchema):
    """Profiles are few: nothing to narrow."""


shelf(
    "/vpn", "VPN hesapları", surfing.VPN, internet.vpn_accounts, ("login", "pk"),
    (VpnAccountOut, VpnAccountList, VpnAccountIn, internet.VpnFilter),
)  # fmt: skip
shelf(
    "/internet-profiles", "İnternet profilleri", surfing.PROFILES, lambda actor, _: internet.profiles(actor),
    ("name", "pk"), (InternetProfileOut, InternetProfileList, InternetProfileIn, InternetProfileFilter),
)  # fmt: skip
shelf(
    "/filter-categories", "Web süzgeci kategorileri", surfing.CATEGORIES, internet.categories, ("name", "pk"),
    (FilterCategoryOut, FilterCategoryList, FilterCategoryIn, internet.CategoryFilter),
)  # fmt: skip
shelf(
    "/channels", "Güvenli kanallar", channelling.CHANNELS, channel.channels, ("name", "pk"),
    (SecureChannelOut, SecureChannelList, SecureChannelIn, channel.ChannelFilter),
)  # fmt: skip
shelf(
    "/protocols", "Paylaşım protokolleri", channelling.PROTOCOLS, channel.protocols, ("counterpart", "title", "pk"),
    (SharingProtocolOut, SharingProtocolList, SharingProtocolIn, channel.ProtocolFilter),
)  # fmt: skip
shelf(
    "/wireless", "Kablosuz ağlar", sending.WIRELESS, wifi.wireless, ("ssid", "pk"),
    (WirelessNetworkOut, WirelessNetworkList, WirelessNetworkIn, wifi.WifiFilter),
)  # fmt: skip
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


@router.post("/channels/{int:key}/tests", response={200: SecureChannelOut} | SAYS_NO, summary="Kanal sınaması kaydet")
def add_channel_test(request: Request, key: Key, body: ChannelTestIn) -> SecureChannelOut:
    channelling.record_channel_test(key, actor=request.actor, **body.dict())
    return SecureChannelOut.of(channel.channel(request.actor, key))


class VpnTurnIn(Schema):
    why: Text200 = ""


@router.post("/vpn/{int:key}/suspend", response={200: VpnAccountOut} | SAYS_NO, summary="Hesabı askıya al")
def suspend_vpn(request: Request, key: Key, body: VpnTurnIn) -> VpnAccountOut:
    surfing.turn_vpn(key, actor=request.actor, step="suspend", why=body.why)
    return VpnAccountOut.of(internet.vpn_account(request.actor, key))


@router.post("/vpn/{int:key}/close", response={200: VpnAccountOut} | SAYS_NO, summary="Hesabı kapat")
def close_vpn(request: Request, key: Key, body: VpnTurnIn) -> VpnAccountOut:
    surfing.turn_vpn(key, actor=request.actor, step="close", why=body.why)
    return VpnAccountOut.of(internet.vpn_account(request.actor, key))


# Files --------------------------------------------------------------------------------------------------------------


class InternetWaiverOut(Schema):
    number: str
    state: str
    state_label: str
    sort: str
    what: str
    whose: str
    why: str
    until: dt.date
    applied_on: dt.date | None
    ident: str
    answer: str
    steps: list[str]

    @classmethod
    def of(cls, row: Any, request: Request) -> "InternetWaiverOut":
        return cls(
            number=row.case.number, state=row.case.state, state_label=row.state_label, sort=row.sort, what=row.what,
            whose=row.whose, why=row.why, until=row.until, applied_on=row.applied_on, ident=row.ident,
            answer=row.answer, steps=[step.name for step in steps_open(row, request.actor)],
        )  # fmt: skip


class InternetWaiverList(Schema):
    items: list[InternetWaiverOut]
    next: str


class InternetWaiverIn(Schema):
    sort: Short
    why: Annotated[str, line(2_000, 1)]
    until: dt.date
    site: Annotated[str, line(255)] = ""
    category_id: Key | None = None
    profile_id: Key | None = None
    person_id: Key | None = None
    for_unit_id: Key | None = None


class WaiverTermIn(Schema):
    until: dt.date | None = None
    answer: Annotated[str, line(500)] = ""


class WaiverWhyIn(Schema):
    why: Annotated[str, line(500)] = ""


class WaiverApplyIn(Schema):
    ident: Annotated[str, line(64)] = ""


@router.get("/waivers", response=InternetWaiverList, summary="İnternet ayrıcalıkları")
def list_waivers(
    request: Request, filters: Query[internet.WaiverFilter], cursor: Cursor = "", limit: Page = 50
) -> InternetWaiverList:
    page, after = page_after(internet.waivers(request.actor, filters), ("-case_id",), cursor, limit)
    return InternetWaiverList(items=[InternetWaiverOut.of(row, request) for row in page], next=after)


def _waiver(request: Request, number: str) -> InternetWaiverOut:
    return InternetWaiverOut.of(internet.waiver(request.actor, number), request)


@router.post("/waivers", response={201: InternetWaiverOut} | SAYS_NO, summary="Ayrıcalık iste")
def ask_waiver(request: Request, body: InternetWaiverIn) -> Status[InternetWaiverOut]:
    made = surfing.ask_waiver(actor=request.actor, **body.dict())
    return Status(201, _waiver(request, made.case.number))


@router.get("/waivers/{number}", response={200: InternetWaiverOut} | SAYS_NO, summary="Tek ayrıcalık")
def one_waiver(request: Request, number: Short) -> InternetWaiverOut:
    return _waiver(request, number)


@router.post("/waivers/{number}/approve", response={200: InternetWaiverOut} | SAYS_NO, summary="Uygun gör")
def approve_waiver(request: Request, number: Short, body: WaiverTermIn) -> InternetWaiverOut:
    surfing.approve_waiver(number, actor=request.actor, **body.dict())
    return _waiver(request, number)


@router.post("/waivers/{number}/refuse", response={200: InternetWaiverOut} | SAYS_NO, summary="Uygun görme")
def refuse_waiver(request: Request, number: Short, body: WaiverWhyIn) -> InternetWaiverOut:
    surfing.refuse_waiver(number, actor=request.actor, **body.dict())
    return _waiver(request, number)


@router.post("/waivers/{number}/apply", response={200: InternetWaiverOut} | SAYS_NO, summary="Uygulandı")
def apply_waiver(request: Request, number: Short, body: WaiverApplyIn) -> InternetWaiverOut:
    surfing.apply_waiver(number, actor=request.actor, **body.dict())
    return _waiver(request, number)


@router.post("/waivers/{number}/remove", response={200: InternetWaiverOut} | SAYS_NO, summary="Kaldırıldı")
def remove_waiver(request: Request, number: Short, body: WaiverWhyIn) -> InternetWaiverOut:
    surfing.remove_waiver(number, actor=request.actor, **body.dict())
    return _waiver(request, number)


class FilterReportOut(Schema):
    id: int
    kind: str
    name: str
    lines: int
    broken: int
    first: dt.date | None
    last: dt.date | None


@router.post("/filter-hits", response={201: FilterReportOut} | SAYS_NO, summary="Süzgeç istatistiği ver")
def give_hits(request: Request, file: UploadedFile) -> Any:
    row = surfing.import_hits(actor=request.actor, content=file.read(), name=file.name or "istatistik")
    return Status(
        201,
        FilterReportOut(
            id=row.pk,
            kind=row.kind,
            name=row.name,
            lines=row.lines,
            broken=row.broken,
            first=row.first,
            last=row.last,
        ),
    )


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


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    from django.utils.timezone import is_aware, make_aware

    return moment if moment is None or is_aware(moment) else make_aware(moment)


@router.get("/circuits/{int:circuit_id}/outages", response={200: list[LineOutageOut]} | SAYS_NO, summary="Kesintiler")
def list_outages(request: Request, circuit_id: Key) -> list[LineOutageOut]:
    from ..queries import circuit

    return [LineOutageOut.of(row) for row in buildout.outages_of(circuit(request.actor, circuit_id))]


@router.post("/circuits/{int:circuit_id}/outages", response={201: LineOutageOut} | SAYS_NO, summary="Kesinti yaz")
def add_outage(request: Request, circuit_id: Key, body: LineOutageIn) -> Status[LineOutageOut]:
    facts = body.dict() | {"began_at": _aware(body.began_at), "ended_at": _aware(body.ended_at)}
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


class EventWifiOut(Schema):
    number: str
    state: str
    name: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    people: int
    wireless: str | None
    equipment: str
    guests: int | None
    steps: list[str]

    @classmethod
    def of(cls, row: Any, request: Request) -> "EventWifiOut":
        return cls(
            number=row.case.number, state=row.case.state, name=row.name, place=row.place, starts_at=row.starts_at,
            ends_at=row.ends_at, people=row.people, wireless=_name(row.wireless), equipment=row.equipment,
            guests=row.guests, steps=[step.name for step in steps_open(row, request.actor)],
        )  # fmt: skip


class EventWifiList(Schema):
    items: list[EventWifiOut]
    next: str


class EventWifiIn(Schema):
    name: Annotated[str, line(160, 1)]
    place: Annotated[str, line(200, 1)]
    starts_at: Annotated[dt.datetime, Field(ge=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))]
    ends_at: dt.datetime
    people: Annotated[Few, Field(ge=1)]
    contact: Annotated[str, line(160)] = ""
    why: Long = ""


@router.get("/event-wifi", response=EventWifiList, summary="Etkinlik kablosuzları")
def list_events(
    request: Request, filters: Query[wifi.EventFilter], cursor: Cursor = "", limit: Page = 50
) -> EventWifiList:
    page, after = page_after(wifi.event_wifis(request.actor, filters), ("-case_id",), cursor, limit)
    return EventWifiList(items=[EventWifiOut.of(row, request) for row in page], next=after)


@router.post("/event-wifi", response={201: EventWifiOut} | SAYS_NO, summary="Etkinlik kablosuzu iste")
def ask_event(request: Request, body: EventWifiIn) -> Status[EventWifiOut]:
    facts = body.dict() | {"starts_at": _aware(body.starts_at), "ends_at": _aware(body.ends_at)}
    made = sending.ask_event(actor=request.actor, **facts)
    return Status(201, EventWifiOut.of(wifi.event_wifi(request.actor, made.case.number), request))


class AddressSpotOut(Schema):
    """An address whether or not it is recorded, and the networks around it, the smallest first."""

    ip: str
    recorded: bool
    prefix: str
    vlan: str
    dns_name: str
    around: list[str]


@router.get("/spot", response={200: AddressSpotOut} | SAYS_NO, summary="Bir adres nerede?")
def one_spot(request: Request, ip: Annotated[str, line(60, 1)]) -> AddressSpotOut:
    found = spot(request.actor, ip)
    if found is None:
        raise Refused("Bir IP adresi yazın.")
    nearest = found.around[0] if found.around else None
    one = found.found[0] if found.found else None
    return AddressSpotOut(
        ip=found.ip, recorded=one is not None, prefix=nearest.network if nearest else "",
        vlan=str(nearest.vlan) if nearest and nearest.vlan else "", dns_name=one.dns_name if one else "",
        around=[row.network for row in found.around],
    )  # fmt: skip


class GuestPassOut(Schema):
    """Whether a device may go on, for the controller of the wireless network."""

    mac: str
    allowed: bool
    until: dt.datetime | None
    ssid: str


@router.get("/guests/{mac}", response={200: GuestPassOut} | SAYS_NO, summary="Misafir cihaz girdi mi?")
def guest_pass(request: Request, mac: Annotated[str, line(23, 1)]) -> GuestPassOut:
    name = mac_of(mac)
    row = wifi.guest_pass(request.actor, name) if name else None
    return GuestPassOut(
        mac=name, allowed=row is not None, until=row.until if row else None, ssid=row.wireless.ssid if row else ""
    )
