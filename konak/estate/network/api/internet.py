"""VPN accounts, internet profiles and exceptions, and the web filter for machines."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, FilterSchema, Query, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..queries import internet
from ..services import internet as surfing
from .shapes import Key, Short
from .shelf import Cursor, Page, Tags, Text60, Text200, name_of, router, shelf


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
            id=row.pk, login=row.login, whose=row.whose, gateway=name_of(row.gateway), reaches=row.reaches,
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
