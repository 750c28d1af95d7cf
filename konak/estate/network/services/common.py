"""What the services of this app share."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.db import fetch
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.people.queries import units
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import host_of, network_of
from ..queries.register import mac_of

ENDING = Topic(
    "network.ending",
    "Süresi dolan IP adresi",
    "İstediğiniz ya da sorumlusu olduğunuz bir adresin süresi 14 gün içinde doluyor.",
    mail=Pace.DAILY,
)
DECIDED = Topic(
    "network.decided",
    "IP adresi isteğinizin sonucu",
    "İstediğiniz adres ayrıldığında, verildiğinde ya da uygun görülmediğinde.",
    mail=Pace.NOW,
)
NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")


def may(actor: Actor, permission: Permission, owned: Any) -> None:
    if not actor.reach(permission).covers(owned):
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")


def tell(kind: str, subject: object, verb: str, actor: Actor, owned: Any, note: str = "") -> None:
    seat = actor.seat_for(access.KEEP, owned)
    trail.write(actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=seat)


def worker(unit_id: int) -> Actor:
    """Who acts at night: a seat in the unit the row belongs to, and nobody's name."""
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id})),), via="job")


def own_unit(actor: Actor, unit_id: int | None) -> int:
    """The unit a new record belongs to: the named one, else that of the seat."""
    if unit_id is not None and not units().filter(pk=unit_id).exists():
        raise Refused("Seçilen birim bulunamadı ya da kapanmış.")
    found = unit_id if unit_id is not None else queries.unit_of(actor)
    if found is None:
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")
    return found


def fill(record: Any, facts: Mapping[str, Any], known: frozenset[str]) -> None:
    """Set what is known, texts without blanks around and without NUL, cut to their columns."""
    if unknown := set(facts) - known:
        raise ValueError(f"{record._meta.label} has no {sorted(unknown)}")
    for name, value in facts.items():
        field = record._meta.get_field(name)
        if isinstance(value, str):
            value = value.replace("\0", "").strip()
            longest = getattr(field, "max_length", None)
            if longest and len(value) > longest:
                raise Refused(f"«{getattr(field, 'verbose_name', name)}» en çok {longest} karakter olabilir.")
            choices = dict(getattr(field, "flatchoices", ()) or ())
            if choices and value not in choices:
                raise Refused(f"«{getattr(field, 'verbose_name', name)}» için bilinmeyen değer: {value[:40]}.")
        setattr(record, name, value)
    if "tags" in facts:
        record.tags = tagged(facts["tags"])


def tagged(tags: Any) -> list[str]:
    found = list(dict.fromkeys(str(tag).strip() for tag in tags or () if str(tag).strip()))
    if len(found) > 20 or any(len(tag) > 50 or "\0" in tag for tag in found):
        raise Refused("En çok 20 etiket, her biri en çok 50 karakter olabilir.")
    return found


def network(text: str) -> str:
    try:
        return network_of(text)
    except ValidationError as fault:
        raise Refused(fault.messages[0]) from None


def host(text: str) -> str:
    try:
        return host_of(text)
    except ValidationError as fault:
        raise Refused(fault.messages[0]) from None


def mac(text: str) -> str:
    if not text.strip():
        return ""
    found = mac_of(text)
    if not found:
        raise Refused(f"«{text[:30]}» bir MAC adresi değil; örneğin 00:1a:2b:3c:4d:5e yazın.")
    return found


def dns_name(text: str) -> str:
    name = text.strip().lower()
    if name and (len(name) > 253 or not NAME.fullmatch(name)):
        raise Refused(f"«{text[:60]}» bir DNS adı değil: harf, rakam, tire ve nokta kullanın (Türkçe harf olmaz).")
    return name.rstrip(".")


def one_at_a_time(vrf_id: int | None) -> None:
    """Wait for whoever changes the same routing table; held until the transaction ends."""
    fetch("network/one_at_a_time", vrf=(vrf_id or 0) % 2**31)


def tabled_vrf(actor: Actor, vrf_id: int | None) -> None:
    if vrf_id is not None and not queries.vrfs(actor).filter(pk=vrf_id).exists():
        raise Refused("Seçilen VRF bulunamadı.")


def keep_once(one: Model, twice: str) -> None:
    """Save a record; `twice` is said where the database holds such a one already."""
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(twice) from None


def take_out(one: Model, kept: str) -> None:
    """Delete a record; `kept` is said where others stand on it."""
    try:
        with transaction.atomic():
            one.delete()
    except (ProtectedError, IntegrityError):
        raise Refused(kept) from None
