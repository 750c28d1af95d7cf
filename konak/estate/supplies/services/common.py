"""What the services of this app share."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps

from konak.estate.assets import public as assets
from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.trail import services as trail

from .. import access

LOW = Topic(
    "supplies.low",
    "Azalan sarf malzemesi",
    "Sorumlusu olduğunuz malzemede alıma başlama zamanı geldiğinde.",
    mail=Pace.NOW,
    needs=access.WORK,
)
PART_DUE = Topic(
    "supplies.part_due",
    "Ömrü dolan yazıcı parçası",
    "Drum, ısıtıcı, bakım seti gibi parçaların beklenen sonu yaklaştığında.",
    needs=access.WORK,
)
LARGEST = Decimal(10) ** 9


def may(actor: Actor, permission: Permission, owned: Any) -> None:
    if not actor.reach(permission).covers(owned):
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")


def tell(
    kind: str,
    subject: object,
    verb: str,
    actor: Actor,
    owned: Any,
    note: str = "",
    permission: Permission = access.KEEP,
) -> None:
    seat = actor.seat_for(permission, owned) if owned is not None else actor.seat_for(permission)
    trail.write(actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=seat)


def worker(unit_id: int) -> Actor:
    """Who acts at night: a seat in the unit the row belongs to, and nobody's name."""
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id})),), via="job")


def item_named(code: str) -> Any:
    """A consumable by its code."""
    found = apps.get_model("assets", "Item")._default_manager.filter(code=code.strip(), active=True).first()
    if found is None:
        raise Refused(f"{code.strip()} kodlu bir malzeme yok.")
    if found.durable:
        raise Refused(f"{found.name} tek tek kaydedilen bir taşınır; sarf malzemesi değil.")
    return found


def warehouse_named(actor: Actor, code: str) -> Any:
    found = assets.warehouses(actor).filter(code=code.strip()).first()
    if found is None:
        raise Refused("Açık ve görebildiğiniz bir ambar seçin.")
    return found


def measured(value: Decimal | int, what: str = "Miktar") -> Decimal:
    try:
        found = Decimal(value).quantize(Decimal("0.001"))
    except InvalidOperation:
        raise Refused(f"{what} okunamadı.") from None
    if found <= 0:
        raise Refused(f"{what} sıfırdan büyük olmalı.")
    if found >= LARGEST:
        raise Refused(f"{what} bu kadar büyük olamaz.")
    return found
