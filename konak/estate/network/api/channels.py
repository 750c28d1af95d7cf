"""Secure channels and sharing protocols for machines."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Schema

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..queries import channel
from ..services import channel as channelling
from .shapes import Key, Short
from .shelf import Long, Tags, Text60, Text120, Text200, Text300, Text400, name_of, router, shelf


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
            purpose=row.purpose, protocol=name_of(row.protocol), device=name_of(row.device), our_end=row.our_end,
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


shelf(
    "/channels", "Güvenli kanallar", channelling.CHANNELS, channel.channels, ("name", "pk"),
    (SecureChannelOut, SecureChannelList, SecureChannelIn, channel.ChannelFilter),
)  # fmt: skip


shelf(
    "/protocols", "Paylaşım protokolleri", channelling.PROTOCOLS, channel.protocols, ("counterpart", "title", "pk"),
    (SharingProtocolOut, SharingProtocolList, SharingProtocolIn, channel.ProtocolFilter),
)  # fmt: skip


@router.post("/channels/{int:key}/tests", response={200: SecureChannelOut} | SAYS_NO, summary="Kanal sınaması kaydet")
def add_channel_test(request: Request, key: Key, body: ChannelTestIn) -> SecureChannelOut:
    channelling.record_channel_test(key, actor=request.actor, **body.dict())
    return SecureChannelOut.of(channel.channel(request.actor, key))
