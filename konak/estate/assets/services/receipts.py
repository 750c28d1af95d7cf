"""A movement receipt from its draft to accounting: written by the registrar, posted by the controller."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import seats_of

from .. import access, lifecycle
from ..lifecycle import State
from ..models import Asset, Item, Kind, LineAsset, Model, Receipt, ReceiptLine, Warehouse
from ..models.ledger import INWARD
from . import common, posting

MOST_LINES = 500
MOST_THINGS = 5_000
LARGEST, LARGEST_QUANTITY = Decimal(10) ** 14, Decimal(10) ** 11
BY_HAND = frozenset(Kind) - {Kind.TRANSFER_IN, Kind.OPENING}
"""Kinds a registrar opens himself; the others follow from something."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as handed in. Outward lines of durable things name them by their number (`tags`)."""

    item_id: int
    quantity: Decimal
    unit_price: Decimal = Decimal(0)
    vat_rate: Decimal = Decimal(0)
    name: str = ""
    model_id: int | None = None
    maker: str = ""
    model: str = ""
    serials: Sequence[str] = ()
    warranty_until: dt.date | None = None
    tags: Sequence[str] = field(default=())


@transaction.atomic
def draft(
    *,
    actor: Actor,
    warehouse_id: int,
    kind: str,
    lines: Iterable[Line] = (),
    dated: dt.date | None = None,
    counterpart: str = "",
    other_warehouse_id: int | None = None,
    to_unit_id: int | None = None,
    to_user_id: int | None = None,
    basis: str = "",
    basis_on: dt.date | None = None,
    inspection: str = "",
    inspected_on: dt.date | None = None,
    interim_on: dt.date | None = None,
    supplier: str = "",
    funding: str = "",
    why: str = "",
) -> Receipt:
    """Open a receipt; it has no number and moves nothing yet."""
    warehouse = open_warehouse(warehouse_id)
    if kind not in Kind.values:
        raise Refused("Böyle bir taşınır işlem çeşidi yok.")
    if kind == Kind.TRANSFER_OUT:
        if other_warehouse_id is None or other_warehouse_id == warehouse.pk:
            raise Refused("Kurum içi devirde karşı ambarı seçin; aynı ambara devir olmaz.")
        counterpart = counterpart or open_warehouse(other_warehouse_id).name
    if to_unit_id is not None and not Unit.objects.filter(pk=to_unit_id).exists():
        raise Refused("Böyle bir birim yok.")
    if to_user_id is not None and not User.objects.filter(pk=to_user_id).exists():
        raise Refused("Böyle bir kişi yok.")
    if kind == Kind.CONSUMPTION and to_unit_id is None and to_user_id is not None:
        to_unit_id = unit_of(to_user_id)
    if kind == Kind.CONSUMPTION and to_unit_id is None:
        raise Refused("Tüketim çıkışında malzemenin verildiği birimi ya da kişiyi yazın.")
    if kind in (Kind.LOSS, Kind.SCRAP) and not why.strip():
        raise Refused("Kayıttan düşmenin nedenini yazın; tutanakta yer alır.")
    receipt = Receipt(
        warehouse=warehouse,
        kind=kind,
        dated=dated or localdate(),
        counterpart=counterpart.strip(),
        other_warehouse_id=other_warehouse_id,
        to_unit_id=to_unit_id,
        to_user_id=to_user_id,
        basis=basis.strip(),
        basis_on=basis_on,
        inspection=inspection.strip(),
        inspected_on=inspected_on,
        interim_on=interim_on,
        supplier=supplier.strip(),
        funding=funding.strip(),
        why=why.strip(),
    )
    return _open(receipt, actor, lines)


def open_warehouse(warehouse_id: int) -> Warehouse:
    found = (
        Warehouse.objects.select_related("registrar", "controller", "unit", "spending_unit")
        .filter(pk=warehouse_id, active=True)
        .first()
    )
    if found is None:
        raise Refused("Açık bir ambar seçin.")
    return found


def unit_of(user_id: int) -> int:
    """The unit in which somebody works today."""
    seat = seats_of(user_id).order_by("acting_for_id", "since").first()
    if seat is None:
        raise Refused("Bu kişinin bugün bir görevi yok; kendisine taşınır verilemez.")
    return int(seat.unit_id)


def _open(receipt: Receipt, actor: Actor, lines: Iterable[Line]) -> Receipt:
    if objection := receipt.warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    words = receipt.counterpart or (str(receipt.to_unit) if receipt.to_unit_id else "")
    subject = " · ".join(part for part in (receipt.get_kind_display(), receipt.warehouse.name, words) if part)
    open_case(
        receipt,
        actor=actor,
        permission=access.KEEP,
        unit_id=receipt.warehouse.unit_id,
        subject=subject[:250],
        assignee_id=actor.user_id,
    )
    _set_lines(receipt, lines)
    return receipt


@transaction.atomic
def edit_draft(number: str, *, actor: Actor, lines: Iterable[Line] | None = None, **facts: Any) -> Receipt:
    """Change what stands in a draft; with `lines`, all of its lines anew."""
    receipt = locked_draft(number, actor)
    allowed = {
        *("dated", "counterpart", "basis", "basis_on", "inspection", "inspected_on", "interim_on", "supplier"),
        *("funding", "why"),
    }
    for name, value in facts.items():
        if name not in allowed:
            raise Refused(f"«{name}» alanı taslakta değiştirilemez.")
        setattr(receipt, name, value)
    receipt.save()
    if lines is not None:
        _set_lines(receipt, lines)
    tell_case(receipt.case, "edit", actor, seat=actor.seat_for(access.KEEP, receipt.case))
    return receipt


@transaction.atomic
def add_line(number: str, *, actor: Actor, line: Line) -> ReceiptLine:
    receipt = locked_draft(number, actor)
    if receipt.lines.count() >= MOST_LINES:
        raise Refused(f"Bir fişte en çok {MOST_LINES} satır olur; kalanlar için yeni fiş açın.")
    last = receipt.lines.order_by("-place").values_list("place", flat=True).first() or 0
    return _make_line(receipt, last + 1, line)


@transaction.atomic
def drop_line(number: str, place: int, *, actor: Actor) -> Receipt:
    receipt = locked_draft(number, actor)
    receipt.lines.filter(place=place).delete()
    return receipt


def locked_draft(number: str, actor: Actor) -> Receipt:
    receipt: Receipt = Receipt.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(receipt.case):
        raise Receipt.DoesNotExist
    if objection := receipt.warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    if receipt.case.state != State.DRAFT:
        raise Refused("İşlenmiş ya da kontroldeki fiş değiştirilmez; yanlışlık ters kayıtla düzeltilir.")
    if receipt.reverses_id or receipt.kind == Kind.TRANSFER_IN:
        raise Refused("Bu fişin satırları karşı fişten gelir; değiştirilmez.")
    return receipt


def _set_lines(receipt: Receipt, lines: Iterable[Line]) -> None:
    receipt.lines.all().delete()
    for place, line in enumerate(lines, 1):
        if place > MOST_LINES:
            raise Refused(f"Bir fişte en çok {MOST_LINES} satır olur; kalanlar için yeni fiş açın.")
        _make_line(receipt, place, line)


def _make_line(receipt: Receipt, place: int, line: Line) -> ReceiptLine:
    item = Item.objects.filter(pk=line.item_id, active=True, bookable=True).first()
    if item is None:
        raise Refused(f"{place}. satır: işlem gören bir taşınır kodu seçin.")
    tags = [tag.strip() for tag in line.tags if tag.strip()]
    outward = receipt.kind not in INWARD
    assets = _named(receipt, item, place, tags) if tags else []
    if outward and item.durable and not assets:
        raise Refused(f"{place}. satır: {item.name} çıkışında taşınırların sicil numaralarını yazın.")
    quantity = Decimal(len(assets)) if assets else _measured(line.quantity, place)
    if quantity <= 0:
        raise Refused(f"{place}. satır: miktar sıfırdan büyük olmalı.")
    if item.durable and quantity != int(quantity):
        raise Refused(f"{place}. satır: {item.name} tek tek kaydedilir; miktar tam sayı olmalı.")
    if item.durable and quantity > MOST_THINGS:
        raise Refused(
            f"{place}. satır: bir satırda en çok {MOST_THINGS} taşınır kaydedilir; kalanı yeni satıra yazın."
        )
    if line.unit_price < 0 or not 0 <= line.vat_rate <= 100:
        raise Refused(f"{place}. satır: birim fiyat eksi, KDV oranı 0–100 dışında olamaz.")
    amount = common.money(quantity * line.unit_price * (1 + line.vat_rate / 100))
    if amount >= LARGEST or quantity >= LARGEST_QUANTITY:
        raise Refused(f"{place}. satır: miktar ya da tutar kaydedilemeyecek kadar büyük.")
    model = Model.objects.filter(pk=line.model_id).first() if line.model_id else None
    model = model or common.find_model(line.maker, line.model)
    serials = [one.strip() for one in line.serials if one.strip()]
    if not outward and serials:
        posting.check_serials(model.pk if model else None, serials)
    made = ReceiptLine.objects.create(
        receipt=receipt,
        place=place,
        item=item,
        name=line.name.strip(),
        model=model,
        quantity=quantity,
        unit_price=Decimal(0) if outward else line.unit_price,
        vat_rate=Decimal(0) if outward else line.vat_rate,
        amount=sum((asset.cost for asset in assets), Decimal(0)) if outward else amount,
        serials=serials,
        warranty_until=line.warranty_until,
    )
    LineAsset.objects.bulk_create([LineAsset(line=made, asset=asset) for asset in assets])
    return made


def _measured(quantity: Decimal, place: int) -> Decimal:
    try:
        return Decimal(quantity).quantize(Decimal("0.001"))
    except InvalidOperation:
        raise Refused(f"{place}. satır: miktar okunamadı.") from None


def _named(receipt: Receipt, item: Item, place: int, tags: Sequence[str]) -> list[Asset]:
    found = {asset.tag: asset for asset in Asset.objects.filter(tag__in=tags).select_related("item")}
    for tag in tags:
        asset = found.get(tag)
        if asset is None or asset.warehouse_id != receipt.warehouse_id:
            raise Refused(f"{place}. satır: {tag} bu ambarın kaydında yok.")
        if asset.item_id != item.pk:
            raise Refused(f"{place}. satır: {tag} {item.code} kodunda değil.")
        if asset.retired:
            raise Refused(f"{place}. satır: {tag} zaten kayıttan düşmüş.")
    return list(found.values())


def prepare(number: str, *, actor: Actor) -> Receipt:
    """The registrar has finished; the controller's turn."""
    with take(lifecycle.PREPARE, Receipt, number, actor) as receipt:
        _complete(receipt)
        receipt.prepared_by_id = actor.user_id
        receipt.case.assignee_id = receipt.warehouse.controller_id
    return receipt


def _complete(receipt: Receipt) -> None:
    if not receipt.lines.exists():
        raise Refused("Fişte satır yok; en az bir taşınır ekleyin.")
    if receipt.kind == Kind.PURCHASE and not receipt.basis:
        raise Refused("Satın alma girişinde faturanın tarih ve sayısını yazın.")
    posting.check_day(receipt)


def record(number: str, *, actor: Actor) -> Receipt:
    """Enter it into the ledger at once; the controller looks at it afterwards (issues for use, openings)."""
    with take(lifecycle.RECORD, Receipt, number, actor) as receipt:
        _complete(receipt)
        receipt.prepared_by_id = actor.user_id
        posting.post(receipt, actor)
        receipt.case.assignee_id = receipt.warehouse.controller_id
    return receipt


@transaction.atomic
def approve(number: str, *, actor: Actor) -> Receipt:
    """The controller agrees: the receipt gets its number and enters the ledger."""
    with take(lifecycle.APPROVE, Receipt, number, actor) as receipt:
        receipt.approved_by_id = actor.user_id
        posting.post(receipt, actor)
    if receipt.reverses is not None:
        with take(lifecycle.REVERSE, Receipt, receipt.reverses.case.number, actor, note=number):
            pass
    elif receipt.kind == Kind.TRANSFER_OUT:
        _arrive(receipt, actor)
    return receipt


def control(number: str, *, actor: Actor) -> Receipt:
    """The controller has checked what was recorded at once."""
    with take(lifecycle.CONTROL, Receipt, number, actor) as receipt:
        receipt.approved_by_id = actor.user_id
        receipt.case.assignee_id = receipt.warehouse.registrar_id
    return receipt


def send_back(number: str, *, actor: Actor, why: str) -> Receipt:
    """The controller says what is wrong."""
    if not why.strip():
        raise Refused("Neyin düzeltileceğini yazın.")
    with take(lifecycle.SEND_BACK, Receipt, number, actor, note=why.strip()) as receipt:
        receipt.case.assignee_id = receipt.prepared_by_id or receipt.warehouse.registrar_id
        receipt.prepared_by_id = None
    return receipt


def cancel(number: str, *, actor: Actor) -> Receipt:
    with take(lifecycle.CANCEL, Receipt, number, actor) as receipt:
        pass
    return receipt


def _arrive(receipt: Receipt, actor: Actor) -> Receipt:
    """The other side of a transfer: a receipt of the same things and amounts that waits for that registrar."""
    there = receipt.other_warehouse
    assert there is not None
    coming = Receipt(
        warehouse=there,
        kind=Kind.TRANSFER_IN,
        dated=receipt.dated,
        counterpart=receipt.warehouse.name,
        other_warehouse=receipt.warehouse,
        basis=f"TİF {receipt.slip_words}",
        basis_on=receipt.dated,
        pair=receipt,
    )
    open_case(
        coming,
        actor=actor,
        permission=access.CONTROL,
        unit_id=there.unit_id,
        subject=f"{coming.get_kind_display()} · {there.name} · {receipt.warehouse.name}"[:250],
        assignee_id=there.registrar_id,
    )
    for line in receipt.lines.order_by("place"):
        twin = ReceiptLine.objects.create(
            receipt=coming,
            place=line.place,
            item_id=line.item_id,
            name=line.name,
            model_id=line.model_id,
            quantity=line.quantity,
            amount=line.amount,
        )
        LineAsset.objects.bulk_create(
            [LineAsset(line=twin, asset_id=key) for key in line.things.values_list("asset_id", flat=True)]
        )
    return coming


@transaction.atomic
def reverse(number: str, *, actor: Actor, why: str) -> Receipt:
    """Undo what is in the ledger by a receipt of its own, which the controller posts as he does any other."""
    if not why.strip():
        raise Refused("Ters kaydın nedenini yazın.")
    original: Receipt = Receipt.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(original.case):
        raise Receipt.DoesNotExist
    if original.case.state not in (State.RECORDED, State.POSTED, State.TOLD):
        raise Refused("Yalnız deftere işlenmiş fiş ters kaydedilir.")
    if original.reverses_id is not None:
        raise Refused("Ters kayıt fişi ters kaydedilmez; doğru işlemi yeni bir fişle yapın.")
    if original.reversals.exclude(case__state=State.CANCELLED).exists():
        raise Refused("Bu fişin ters kaydı zaten hazırlanmış.")
    receipt = Receipt(
        warehouse=original.warehouse,
        kind=original.kind,
        dated=localdate(),
        counterpart=original.counterpart,
        other_warehouse=original.other_warehouse,
        to_unit_id=original.to_unit_id,
        to_user_id=original.to_user_id,
        basis=f"TİF {original.slip_words}",
        basis_on=original.dated,
        why=why.strip(),
        reverses=original,
    )
    if objection := receipt.warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    open_case(
        receipt,
        actor=actor,
        permission=access.KEEP,
        unit_id=receipt.warehouse.unit_id,
        subject=f"Ters kayıt · {original.get_kind_display()} · {original.slip_words}",
        assignee_id=actor.user_id,
    )
    for line in original.lines.order_by("place"):
        ReceiptLine.objects.create(
            receipt=receipt,
            place=line.place,
            item_id=line.item_id,
            name=line.name,
            model_id=line.model_id,
            quantity=line.quantity,
            amount=line.amount,
        )
    return prepare(receipt.case.number, actor=actor)


@transaction.atomic
def tell_accounting(numbers: Sequence[str], *, actor: Actor, on: dt.date, reference: str) -> int:
    """Mark receipts as told to accounting, all or none; the reference is the letter or the payment order."""
    if not reference.strip():
        raise Refused("Muhasebeye bildirim yazısının ya da ödeme emrinin tarih ve sayısını yazın.")
    if on > localdate():
        raise Refused("Bildirim tarihi gelecekte olamaz.")
    if not numbers:
        raise Refused("Bildirilecek fişleri seçin.")
    for number in sorted(set(numbers)):
        with take(lifecycle.TELL, Receipt, number, actor, note=reference.strip()) as receipt:
            receipt.told_on, receipt.told_ref = on, reference.strip()[:80]
            receipt.case.due_on = None
    return len(set(numbers))


@transaction.atomic
def issue(
    *,
    actor: Actor,
    warehouse_id: int,
    lines: Iterable[Line],
    why: str,
    to_unit_id: int | None = None,
    to_user_id: int | None = None,
    basis: str = "",
) -> Receipt:
    """Give consumables out for use: drafted and recorded in one go."""
    receipt = draft(
        actor=actor,
        warehouse_id=warehouse_id,
        kind=Kind.CONSUMPTION,
        lines=lines,
        to_unit_id=to_unit_id,
        to_user_id=to_user_id,
        why=why,
        basis=basis,
    )
    return record(receipt.case.number, actor=actor)


def receiver_words(receipt: Receipt) -> str:
    """Who got it, for print."""
    names: Mapping[str, Unit | User | None] = {"unit": receipt.to_unit, "user": receipt.to_user}
    return " · ".join(str(one) for one in names.values() if one) or receipt.counterpart
