"""Wireless networks, event Wi-Fi and guests for machines."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Query, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..queries import wifi
from ..queries.register import mac_of
from ..services import wifi as sending
from .shapes import Key, Short
from .shelf import Cursor, Few, Long, Page, Tags, Text200, aware, name_of, router, shelf


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
            profile=name_of(row.profile), hidden=row.hidden, isolated=row.isolated, portal=row.portal,
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


shelf(
    "/wireless", "Kablosuz ağlar", sending.WIRELESS, wifi.wireless, ("ssid", "pk"),
    (WirelessNetworkOut, WirelessNetworkList, WirelessNetworkIn, wifi.WifiFilter),
)  # fmt: skip


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
            ends_at=row.ends_at, people=row.people, wireless=name_of(row.wireless), equipment=row.equipment,
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
    facts = body.dict() | {"starts_at": aware(body.starts_at), "ends_at": aware(body.ends_at)}
    made = sending.ask_event(actor=request.actor, **facts)
    return Status(201, EventWifiOut.of(wifi.event_wifi(request.actor, made.case.number), request))


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
