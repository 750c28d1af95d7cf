"""What neighbours above may ask of the network: an address, what lies around it, who was behind it."""

import datetime as dt
from dataclasses import dataclass

from konak.foundation.access import Actor
from konak.foundation.search import Answer

from . import access, queries
from .lifecycle import ADDRESS_GIVEN, ADDRESS_RELEASED, LEASES_READ
from .lifecycle.further import GUEST_SIGNED_IN, SITE_HANDED_OVER, VPN_CLOSED, VPN_OPENED
from .models import AddressUse
from .queries.register import mac_of
from .services import internet as surfing
from .services.common import worker

__all__ = [
    "ADDRESS_GIVEN",
    "ADDRESS_RELEASED",
    "GUEST_SIGNED_IN",
    "LEASES_READ",
    "SITE_HANDED_OVER",
    "VPN_CLOSED",
    "VPN_OPENED",
    "AddressFacts",
    "UseFacts",
    "address_facts",
    "answer",
    "close_vpn",
    "count_filter_hits",
    "mac_of",
    "open_vpn",
    "used_at",
]


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """One address in the actor's reach; one that is not recorded still names its network."""

    ip: str
    recorded: bool
    prefix: str
    vlan: str
    dns_name: str
    asset_id: int | None
    user_id: int | None
    url: str


@dataclass(frozen=True, slots=True)
class UseFacts:
    """A device behind an address for a time, as one source told."""

    ip: str
    mac: str
    since: dt.datetime
    until: dt.datetime
    source: str
    host: str
    switch: str
    port: str
    access_point: str
    login: str
    asset_id: int | None
    user_id: int | None


def address_facts(actor: Actor, ip: str) -> AddressFacts | None:
    """What is known of an address; None where the text is none."""
    found = queries.spot(actor, ip)
    if found is None:
        return None
    around = found.around[0] if found.around else None
    one = found.found[0] if found.found else None
    return AddressFacts(
        ip=found.ip,
        recorded=one is not None,
        prefix=around.network if around else "",
        vlan=str(around.vlan) if around and around.vlan else "",
        dns_name=one.dns_name if one else "",
        asset_id=one.asset_id if one else None,
        user_id=one.user_id if one else None,
        url=f"/ag/adresler/{one.pk}/" if one else f"/ag/aglar/{around.pk}/" if around else "",
    )


def answer(actor: Actor, text: str) -> Answer | None:
    """An address typed into the search of the house: one that is not recorded answers with its network."""
    if not actor.holds(access.VIEW):
        return None
    found = address_facts(actor, text)
    if found is None or found.recorded or not found.prefix:
        return None
    words = f"Kayıtlı değil; {found.prefix} ağının içinde" + (f" · VLAN {found.vlan}" if found.vlan else "")
    return Answer(found.ip, words, found.url, "network")


def used_at(ip: str, at: dt.datetime) -> list[UseFacts]:
    """Who was behind an address at a moment, for who answers lawful questions: it asks nobody's reach."""
    # reach: the caller asked its own permission, and tells that it asked
    rows = AddressUse.objects.filter(ip=ip, since__lte=at, until__gte=at).order_by("-since", "pk")[:50]
    return [
        UseFacts(
            *(row.ip, row.mac, row.since, row.until, row.source, row.host, row.switch, row.port),
            *(row.access_point, row.login, row.asset_id, row.user_id),
        )
        for row in rows
    ]


def open_vpn(*, login: str, user_id: int, request: str, reaches: str) -> str:
    """An agreed access request opens an account; asked twice it stays one. Returns the proof in words."""
    one = surfing.open_by_request(
        actor=Actor(None, via="job"), login=login, user_id=user_id, request=request, reaches=reaches
    )
    return f"{one.login} VPN hesabı açık (/ag/vpn/{one.pk}/)"


def close_vpn(*, login: str, request: str) -> str:
    """The right ended: the account is closed. Returns the proof in words."""
    one = surfing.close_by_request(actor=Actor(None, via="job"), login=login, request=request)
    return f"{login} VPN hesabı kapatıldı" if one else f"{login} adında açık VPN hesabı yok"


def count_filter_hits(unit_id: int, source: str, day: dt.date, hits: dict[str, tuple[int, int]]) -> None:
    """The sums of a day (category → stopped, let by) from who reads the lines; the same day again replaces them."""
    surfing.count_hits(actor=worker(unit_id), source=source, day=day, hits=hits)
