"""Asking who was behind an address. The asking itself is told: it looks at what a person did."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import is_naive, make_aware

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import AddressUse
from . import common

WHO_KIND = "network.who"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was behind an address at a moment, and in which network it lies."""

    ip: str
    at: dt.datetime
    prefix: str | None
    uses: list[AddressUse]


@transaction.atomic
def look_up(*, actor: Actor, ip: str, at: dt.datetime) -> Answer:
    """Who was behind the address then. A line of the trail says that it was asked, not about whom."""
    if not actor.holds(access.TRACE):
        raise Refused(f"«{access.TRACE.label}» için yetkiniz yok. Yetkili: şef, şube müdürü, daire başkanı.")
    host = common.host(ip)
    moment = make_aware(at) if is_naive(at) else at
    found = queries.who(actor, host, moment)
    around = queries.networks_around(actor, host).first()
    trail.write(
        actor=actor,
        kind=WHO_KIND,
        subject=moment.isoformat()[:64],
        verb="look",
        note=f"{len(found)} kayıt bulundu",
        seat=actor.seat_for(access.TRACE),
    )
    return Answer(host, moment, around.network if around else None, found)
