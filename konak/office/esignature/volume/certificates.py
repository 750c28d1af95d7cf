"""Certificates with the card and the reader of each holder, what was tried with them and what broke."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils.timezone import localdate, now

from konak.foundation.db.copying import copy_rows, draw_keys, learn_size
from konak.gateways.pki import fake

from ..models import Certificate, CertificateKind, CertificateStatus, Device, DeviceKind, DeviceState
from .people import DAY, HISTORY, Sitter, moment, recent

FIRST_SERIAL = 10_000
"""Cards and readers of the load are numbered from here; those handed out by the services lie below."""
FAULTS = (
    "Okuyucu ışığı yanmıyor, kart görünmüyor.",
    "Güncellemeden sonra kart sürücüsü açılmıyor.",
    "PIN üç kez yanlış girildi, kart kilitlendi.",
    "İmza aracı açılıyor ama kart listesi boş geliyor.",
)


@dataclass(slots=True)
class Held:
    """A holder with his certificate and what he was given with it."""

    who: Sitter
    issued: fake.Issued
    since: dt.datetime
    until: dt.datetime
    key: int = 0
    card: int = 0
    former: int = 0
    """The certificate before this one, where there was one."""
    revoked: bool = False
    events: list[tuple[dt.datetime, str]] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return str(self.issued.asn1.sha256.hex())


def fill_certificates(
    people: Sequence[Sitter], house: fake.House, key: rsa.RSAPrivateKey, provider: str, chance: random.Random
) -> list[Held]:
    held = []
    for place, who in enumerate(people):
        since = moment(chance, localdate() - chance.randrange(20, 1_080) * DAY)
        days = 1_095
        if place % 9 == 4:  # ends within the days at which holders are told, or has ended
            days = max((now() - since).days + chance.choice((-15, 4, 12, 25, 50)), 5)
        issued = house.issue(who.name, identity=f"2{place:08d}46", since=since, days=days, key=key)
        held.append(Held(who, issued, since, since + days * DAY, revoked=place % 40 == 7))
    for one, pk in zip(held, draw_keys(Certificate, len(held)), strict=True):
        one.key = pk
    renewed = [one for place, one in enumerate(held) if place % 3 == 0 and recent(one.since)]
    for one, pk in zip(renewed, draw_keys(Certificate, len(renewed)), strict=True):
        one.former = pk
    rows = [_certificate(one, provider) for one in held]
    rows += [_former(one, house, key, provider, place) for place, one in enumerate(renewed)]
    copy_rows(Certificate, rows)
    learn_size(Certificate)
    return held


def _certificate(one: Held, provider: str) -> dict[str, Any]:
    facts = one.issued.asn1
    status = CertificateStatus.REVOKED if one.revoked else CertificateStatus.ACTIVE
    return {
        "id": one.key,
        "kind": CertificateKind.QUALIFIED,
        "sha256": facts.sha256.hex(),
        "serial": f"{facts.serial_number:x}",
        "issuer": provider,
        "name": one.who.name,
        "identity_masked": "20*******46",
        "qualified": True,
        "since": facts.not_valid_before,
        "until": facts.not_valid_after,
        "der": one.issued.der,
        "status": status,
        "status_at": max(one.since + DAY, now() - 60 * DAY) if one.revoked else None,
        "status_why": "Kart kayboldu" if one.revoked else "",
        "assignee": one.who.user,
        "unit": one.who.unit,
        "provider": provider,
        "last_test_at": one.since + 9 * DAY,
        "added_at": one.since + 9 * DAY,
    }


def _former(one: Held, house: fake.House, key: rsa.RSAPrivateKey, provider: str, place: int) -> dict[str, Any]:
    """The certificate that was renewed: it ended here on the day its successor was taken into use."""
    since = one.since - 1_060 * DAY
    issued = house.issue(one.who.name, identity=f"3{place:08d}46", since=since, days=1_095, key=key)
    former = Held(one.who, issued, since, since + 1_095 * DAY, key=one.former)
    return _certificate(former, provider) | {
        "status": CertificateStatus.REVOKED,
        "status_at": one.since + 9 * DAY,
        "status_why": "Süresi dolmadan yenilendi",
    }


def fill_devices(held: Sequence[Held], runner: Sitter) -> None:
    """A card and a reader for each, given out on paper before receipts were signed here; some more in the stock."""
    for one, pk in zip(held, draw_keys(Device, len(held)), strict=True):
        one.card = pk
    spare = draw_keys(Device, len(held) + len(held) // 8)
    rows = []
    for place, one in enumerate(held):
        facts = {"state": DeviceState.HANDED, "assignee": one.who.user, "unit": one.who.unit}
        facts |= {"handed_at": one.since + 9 * DAY}
        number = FIRST_SERIAL + place
        rows.append({"id": one.card, "kind": DeviceKind.CARD, "serial": f"ORNEK-{number}", **facts})
        rows.append({"id": spare[place], "kind": DeviceKind.READER, "serial": f"OKU-{number}", **facts})
    for place, pk in enumerate(spare[len(held) :]):
        kind, name = ((DeviceKind.CARD, "ORNEK"), (DeviceKind.READER, "OKU"))[place % 2]
        serial = f"{name}-{FIRST_SERIAL + len(held) + place}"
        state = DeviceState.FAULTY if place % 12 == 5 else DeviceState.STOCK
        facts = {"state": state, "assignee": None, "unit": runner.unit, "handed_at": None}
        rows.append({"id": pk, "kind": kind, "serial": serial, **facts})
    copy_rows(Device, rows)
    learn_size(Device)


def trials(held: Sequence[Held]) -> Iterator[dict[str, Any]]:
    for one in held:
        yield {
            "user": one.who.user,
            "certificate": one.key,
            "at": one.since + 9 * DAY,
            "good": True,
            "words": "Deneme imzası doğrulandı.",
            "computer": "Örnek okuyucu",
        }


def faults(held: Sequence[Held], chance: random.Random) -> Iterator[dict[str, Any]]:
    for one in held[::5]:
        days = max((now() - one.since).days - 10, 2)
        at = now() - chance.randrange(1, min(days, HISTORY)) * DAY
        words = chance.choice(FAULTS)
        yield {"user": one.who.user, "certificate": one.key, "device": one.card, "what": words, "at": at}
