"""Parts out of what is scrapped, and a working machine out of parts: both with receipts, and a list of parts.

Keçiören 7.6.8: usable parts are gathered, compatible computers are built of them and put into service.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..models import Asset, Item, Kind, Movement, Part, Receipt
from . import common, receipts
from .receipts import Line


@dataclass(frozen=True, slots=True)
class Taken:
    """A part taken out: under which code it is stored, how many, and what one is worth (by the commission)."""

    item_id: int
    quantity: Decimal
    unit_price: Decimal


@transaction.atomic
def dismantle(tag: str, *, actor: Actor, parts: Sequence[Taken], why: str) -> tuple[Receipt, Receipt | None]:
    """Send a thing to scrap and its usable parts to the store: two receipts that wait for the controller.

    The parts together are worth at most what the thing stands in the books for.
    """
    asset = common.locked(tag, actor)
    common.kept_by(actor, asset)
    if not why.strip():
        raise Refused("Neden söküldüğünü yazın; kayıttan düşme tutanağında yer alır.")
    worth = sum((common.money(part.quantity * part.unit_price) for part in parts), Decimal(0))
    if worth > asset.cost:
        raise Refused(
            f"Parçaların değeri ({worth} ₺) taşınırın kayıtlı değerini ({asset.cost} ₺) aşamaz; değer tespit "
            "komisyonunun kararını yeniden girin."
        )
    for item in Item.objects.filter(pk__in=[part.item_id for part in parts]):
        if item.durable:
            raise Refused(f"{item} sökülen parça olarak saklanamaz; 150 hesabından bir yedek parça kodu seçin.")
    scrap = receipts.draft(
        actor=actor,
        warehouse_id=asset.warehouse_id,
        kind=Kind.SCRAP,
        lines=[Line(asset.item_id, Decimal(1), tags=[asset.tag])],
        why=why,
    )
    receipts.prepare(scrap.case.number, actor=actor)
    gained = None
    if parts:
        gained = receipts.draft(
            actor=actor,
            warehouse_id=asset.warehouse_id,
            kind=Kind.SALVAGE,
            lines=[Line(part.item_id, part.quantity, part.unit_price) for part in parts],
            basis=asset.tag,
            why=f"{asset.tag} söküldü. {why.strip()}"[:500],
        )
        receipts.prepare(gained.case.number, actor=actor)
    common.tell(asset, "dismantle", actor, scrap.case.number)
    return scrap, gained


@transaction.atomic
def assemble(
    *,
    actor: Actor,
    warehouse_id: int,
    item_id: int,
    name: str,
    parts: Sequence[tuple[int, Decimal]],
    maker: str = "",
    model: str = "",
    serial: str = "",
    why: str = "",
) -> Asset:
    """Build a thing of parts from the store and register it: its value is theirs, its folder lists them."""
    if not parts:
        raise Refused("Hangi parçalardan yapıldığını yazın.")
    item = Item.objects.filter(pk=item_id, active=True, bookable=True).first()
    if item is None or not item.durable:
        raise Refused("Yapılan taşınır için 253 ya da 255 hesabından bir kod seçin.")
    warehouse = receipts.open_warehouse(warehouse_id)
    out = receipts.issue(
        actor=actor,
        warehouse_id=warehouse_id,
        lines=[Line(key, quantity) for key, quantity in parts],
        why=f"{name}: iç imkânlarla üretimde kullanıldı. {why.strip()}"[:500],
        to_unit_id=warehouse.unit_id,
    )
    lines = list(out.lines.select_related("item").order_by("place"))
    worth = sum((line.amount for line in lines), Decimal(0))
    made = receipts.draft(
        actor=actor,
        warehouse_id=warehouse_id,
        kind=Kind.PRODUCTION,
        lines=[
            Line(
                item_id,
                Decimal(1),
                worth,
                name=name,
                maker=maker,
                model=model,
                serials=[serial] if serial.strip() else [],
            )
        ],
        basis=f"TİF {out.slip_words}",
        why=why,
    )
    receipts.record(made.case.number, actor=actor)
    asset = Asset.objects.select_related("item", "warehouse", "model").get(
        receipt_lines__line__receipt__case__number=made.case.number
    )
    Part.objects.bulk_create(
        [
            Part(asset=asset, item=line.item, quantity=line.quantity, amount=line.amount, source=_source(line.pk))
            for line in lines
        ]
    )
    common.tell(asset, "assemble", actor, out.case.number)
    return asset


def _source(line_id: int) -> Asset | None:
    """The thing from which a part was taken, when its lot came by salvage."""
    lot = Movement.objects.filter(line_id=line_id, lot__line__receipt__kind=Kind.SALVAGE).first()
    if lot is None or lot.lot is None:
        return None
    return Asset.objects.filter(tag=lot.lot.line.receipt.basis).first()
