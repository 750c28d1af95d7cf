"""Writing the ledger: what a receipt brings in, takes out, or undoes. Called inside the step that posts it."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days, deadline
from konak.foundation.lifecycle import Refused

from ..lifecycle import ASSET_RETIRED, CUSTODY_CHANGED, RECEIPT_POSTED, STOCK_ISSUED
from ..models import (
    Account,
    Asset,
    AssetState,
    Custody,
    CustodyState,
    Kind,
    LineAsset,
    Lot,
    Movement,
    Receipt,
    ReceiptLine,
)
from ..models.asset import RETIRED
from ..models.custody import RUNNING
from . import common, guards
from .numbers import next_slip, next_tags

NOTICE_DAYS = 10
"""Days in which accounting is told of what did not come with a payment order."""

EARLIEST = dt.date(1990, 1, 1)
DISPOSALS = frozenset({Kind.SCRAP, Kind.SALE, Kind.DONATED, Kind.HANDED_OUT})
"""What leaves the house in somebody else's hands; what was lost cannot be asked for anything."""
LEAVES = {
    Kind.LOSS: AssetState.LOST,
    Kind.SCRAP: AssetState.SCRAPPED,
    Kind.TRANSFER_OUT: AssetState.TRANSIT,
}


def post(receipt: Receipt, actor: Actor) -> None:
    """Enter the receipt into the ledger and give it its number. The caller holds the receipt locked."""
    lines = list(receipt.lines.select_related("item", "model").order_by("item_id", "place"))
    if not lines:
        raise Refused("Fişte satır yok; en az bir taşınır ekleyin.")
    check_day(receipt)
    # Codes are taken in one order by everybody: two receipts never wait for each other.
    if receipt.reverses_id is not None:
        _undo(receipt, lines, actor)
    elif receipt.inward:
        for line in lines:
            _bring_in(receipt, line, actor)
    else:
        for line in lines:
            _take_out(receipt, line, actor)
    receipt.year = receipt.dated.year
    receipt.slip = next_slip(receipt.warehouse, receipt.dated.year)
    receipt.recorded_at = now()
    receipt.case.due_on = notice_due(receipt)
    receipt.case.assignee_id = receipt.warehouse.registrar_id
    publish(RECEIPT_POSTED, number=receipt.case.number)
    if receipt.kind == Kind.CONSUMPTION and receipt.reverses_id is None:
        publish(STOCK_ISSUED, number=receipt.case.number)


def check_day(receipt: Receipt) -> None:
    """Movements are not dated ahead, nor into a year whose account has been given."""
    if receipt.dated > localdate():
        raise Refused(f"Fiş tarihi {receipt.dated:%d.%m.%Y} gelecekte; işlem yapıldığı günle kaydedilir.")
    if receipt.dated < EARLIEST:
        raise Refused(f"Fiş tarihi {receipt.dated:%d.%m.%Y} olamaz.")
    closed = receipt.warehouse.closed_year
    if closed is not None and receipt.dated.year <= closed:
        raise Refused(f"«{receipt.warehouse.name}» ambarının {closed} yılı hesabı verilmiş; o yıla kayıt yapılamaz.")


def notice_due(receipt: Receipt) -> dt.date:
    """Until when accounting is told: ten days, consumption by the quarter, nothing after the year's end."""
    day = localdate()
    if receipt.kind == Kind.CONSUMPTION:
        month = (day.month - 1) // 3 * 3 + 4
        quarter = dt.date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
        due = add_working_days(quarter, -1)
    else:
        due = deadline(day, days=NOTICE_DAYS)
    if due.year > day.year:
        due = max(day, add_working_days(dt.date(day.year + 1, 1, 1), -1))
    return max(due, day)


def _write(receipt: Receipt, line: ReceiptLine, quantity: Decimal, amount: Decimal, lot: Lot | None = None) -> None:
    Movement.objects.create(
        receipt=receipt,
        line=line,
        warehouse_id=receipt.warehouse_id,
        item_id=line.item_id,
        lot=lot,
        kind=receipt.kind,
        dated=receipt.dated,
        quantity=quantity,
        amount=amount,
        to_unit_id=receipt.to_unit_id,
    )


def _bring_in(receipt: Receipt, line: ReceiptLine, actor: Actor) -> None:
    lot = None
    if line.item.durable:
        if not (receipt.kind == Kind.OPENING and line.things.exists()):  # taken in by COPY: they stand there already
            _bring_things(receipt, line, actor)
    else:
        lot = Lot.objects.create(
            line=line,
            warehouse_id=receipt.warehouse_id,
            item_id=line.item_id,
            entered_on=receipt.dated,
            quantity=line.quantity,
            left=line.quantity,
            left_amount=line.amount,
        )
    _write(receipt, line, line.quantity, line.amount, lot)


def _bring_things(receipt: Receipt, line: ReceiptLine, actor: Actor) -> None:
    if line.quantity != int(line.quantity):
        raise Refused(f"{line.place}. satır: {line.item.name} tek tek kaydedilir; miktar tam sayı olmalı.")
    coming = list(_things(line))
    if coming:  # transferred here: the thing keeps its number
        _count(line, coming)
        for asset in coming:
            asset.warehouse_id, asset.unit_id = receipt.warehouse_id, receipt.warehouse.unit_id
            asset.state, asset.place_id = AssetState.STORED, receipt.warehouse.place_id
            asset.save()
            common.tell(asset, "transfer_in", actor, receipt.case.number)
        common.index(Asset.objects.filter(pk__in=[a.pk for a in coming]).select_related("model", "warehouse"))
        return
    count = int(line.quantity)
    serials = [str(one).strip()[:80] for one in line.serials]
    if len(serials) > count:
        raise Refused(f"{line.place}. satır: {count} taşınır için {len(serials)} seri numarası yazılmış.")
    serials += [""] * (count - len(serials))
    check_serials(line.model_id, serials)
    tags = next_tags(line.item, receipt.dated.year, count)
    assets = []
    for tag, serial, cost in zip(tags, serials, common.shared(line.amount, count), strict=True):
        asset = Asset(
            tag=tag,
            item=line.item,
            name=line.name or line.item.name,
            model=line.model,
            serial=serial,
            serial_key=common.serial_key(serial),
            state=AssetState.STORED,
            unit_id=receipt.warehouse.unit_id,
            warehouse=receipt.warehouse,
            place_id=receipt.warehouse.place_id,
            cost=cost,
            acquired_on=receipt.dated,
            warranty_until=line.warranty_until,
            supplier=receipt.supplier or (receipt.counterpart if receipt.kind == Kind.PURCHASE else ""),
            purchase_ref=receipt.basis[:80],
            funding=receipt.funding,
        )
        asset.folded = common.words_of(asset)
        assets.append(asset)
    Asset.objects.bulk_create(assets, batch_size=500)
    LineAsset.objects.bulk_create([LineAsset(line=line, asset=asset) for asset in assets], batch_size=1_000)
    common.index(assets)
    for asset in assets:
        common.tell(asset, "register", actor, receipt.case.number)


def check_serials(model_id: int | None, serials: Iterable[str], but: int | None = None) -> None:
    """Refuse a serial that a thing of the same model already has, and say who holds that."""
    keys = [key for key in map(common.serial_key, serials) if key]
    twice = {key for key in keys if keys.count(key) > 1} if len(keys) < 500 else set()
    if twice:
        raise Refused(f"Aynı seri numarası birden çok kez yazılmış: {', '.join(sorted(twice)[:5])}.")
    same = Q(model_id=model_id) if model_id is not None else Q(model=None)
    rows = Asset.objects.filter(same, serial_key__in=keys).exclude(pk=but or 0)
    found = rows.select_related("holder", "warehouse", "place").first()
    if found:
        raise Refused(f"Seri numarası {found.serial} zaten kayıtlı: {found.tag} {found.name}, {where(found)}.")


def where(asset: Asset) -> str:
    """Who holds a thing, or where it stands, in words."""
    if asset.retired:
        return str(asset.get_state_display()).lower()
    if asset.holder is not None:
        return f"{asset.holder.full_name} zimmetinde"
    if asset.state == AssetState.USED and asset.place is not None:
        return f"{asset.place.name} ortak kullanımında"
    return f"{asset.warehouse.name} ambarında"


def _things(line: ReceiptLine) -> list[Asset]:
    ids = line.things.values_list("asset_id", flat=True)
    return list(
        Asset.objects.select_for_update(of=("self",))
        .select_related("model", "warehouse", "item", "holder", "place")
        .filter(pk__in=list(ids))
        .order_by("pk")
    )


def _count(line: ReceiptLine, assets: list[Asset]) -> None:
    if len(assets) != line.quantity:
        raise Refused(
            f"{line.place}. satır: miktar {line.quantity.normalize():f}, seçilen taşınır {len(assets)}. Eşitleyin."
        )


def _take_out(receipt: Receipt, line: ReceiptLine, actor: Actor) -> None:
    if line.item.durable:
        _take_things(receipt, line, actor)
    else:
        _take_lots(receipt, line)


def _take_lots(receipt: Receipt, line: ReceiptLine) -> None:
    """First in, first out. Who comes second waits here for the first, and then sees what is left."""
    wanted, worth = line.quantity, Decimal(0)
    rows = Lot.objects.select_for_update().filter(warehouse_id=receipt.warehouse_id, item_id=line.item_id, left__gt=0)
    taken = []
    for lot in rows.order_by("entered_on", "pk"):
        if not wanted:
            break
        part = min(wanted, lot.left)
        amount = lot.left_amount if part == lot.left else common.money(lot.left_amount * part / lot.left)
        taken.append((lot, part, amount))
        wanted -= part
    if wanted:
        has = line.quantity - wanted
        raise Refused(
            f"«{receipt.warehouse.name}» ambarında yeterli {line.item.name} yok: istenen "
            f"{line.quantity.normalize():f}, mevcut {has.normalize():f} {line.item.measure}."
        )
    for lot, part, amount in taken:
        lot.left -= part
        lot.left_amount -= amount
        lot.save(update_fields=["left", "left_amount"])
        _write(receipt, line, -part, -amount, lot)
        worth += amount
    line.amount = worth
    line.save(update_fields=["amount"])


def _take_things(receipt: Receipt, line: ReceiptLine, actor: Actor) -> None:
    assets = _things(line)
    _count(line, assets)
    target = LEAVES.get(Kind(receipt.kind), AssetState.GONE)
    if receipt.kind in DISPOSALS:
        guards.may_leave([asset.tag for asset in assets])
    leaves = target in RETIRED
    for asset in assets:
        if asset.warehouse_id != receipt.warehouse_id:
            raise Refused(f"{asset.tag}, «{receipt.warehouse.name}» ambarının kaydında değil.")
        if asset.retired or asset.state == AssetState.TRANSIT:
            raise Refused(f"{asset.tag} {asset.name}: {asset.get_state_display().lower()}; yeniden çıkışı yapılamaz.")
        running = Custody.objects.filter(asset=asset, state__in=RUNNING)
        if running.exists() and receipt.kind != Kind.LOSS:
            raise Refused(f"{asset.tag} {asset.name}, {where(asset)}; önce ambara iade alınmalı.")
        if asset.parts.exclude(state__in=("lost", "scrapped", "gone", "annulled")).exists():
            raise Refused(f"{asset.tag} üzerinde takılı taşınır var; önce parçaları ayırın.")
        held = running.update(state=CustodyState.RETIRED, ended_at=now(), ended_by_id=actor.user_id)
        asset.holder, asset.state, asset.parent = None, target, None
        asset.retired_on = receipt.dated if leaves else None
        asset.save()
        common.tell(asset, f"out_{receipt.kind}", actor, receipt.case.number)
        if held:
            publish(CUSTODY_CHANGED, tag=asset.tag)
        if leaves:
            publish(ASSET_RETIRED, tag=asset.tag)
    common.index(assets)
    line.amount = sum((asset.cost for asset in assets), Decimal(0))
    line.save(update_fields=["amount"])
    _write(receipt, line, -line.quantity, -line.amount)


def _undo(receipt: Receipt, lines: list[ReceiptLine], actor: Actor) -> None:
    """The ledger of the receipt that is reversed, once more with the signs turned."""
    original = receipt.reverses
    assert original is not None
    mine = {line.place: line for line in lines}
    for old in original.lines.select_related("item").order_by("item_id", "place"):
        line = mine[old.place]
        for movement in old.movements.order_by("pk"):
            lot = None
            if movement.lot_id is not None:
                lot = Lot.objects.select_for_update().get(pk=movement.lot_id)
                if movement.quantity > 0 and lot.left < movement.quantity:
                    raise Refused(
                        f"{old.place}. satır: bu girişten {old.item.name} çıkışı yapılmış; önce o çıkışlar ters "
                        "kaydedilmeli."
                    )
                lot.left -= movement.quantity
                lot.left_amount -= movement.amount
                lot.save(update_fields=["left", "left_amount"])
            _write(receipt, line, -movement.quantity, -movement.amount, lot)
        if old.item.durable:
            _undo_things(receipt, old, original, actor)


def _undo_things(receipt: Receipt, old: ReceiptLine, original: Receipt, actor: Actor) -> None:
    assets = _things(old)
    came = original.kind in (Kind.TRANSFER_IN,)
    for asset in assets:
        if original.inward:
            if asset.state != AssetState.STORED or asset.warehouse_id != original.warehouse_id:
                raise Refused(f"{asset.tag} {asset.name}, {where(asset)}; önce ambara dönmeli.")
            asset.state = AssetState.TRANSIT if came else AssetState.ANNULLED
            asset.retired_on = None if came else receipt.dated
            if not came:
                asset.serial_key = ""  # the serial may be registered again, rightly this time
        else:
            if asset.warehouse_id != original.warehouse_id:
                raise Refused(f"{asset.tag} karşı ambarın kaydına girmiş; önce oradaki fiş ters kaydedilmeli.")
            asset.state, asset.retired_on, asset.holder = AssetState.STORED, None, None
            asset.unit_id = original.warehouse.unit_id
        asset.save()
        common.tell(asset, "reversed", actor, receipt.case.number)
    common.index(assets)


def accounts_of(receipt: Receipt) -> set[str]:
    return {Account(line.item.account).value for line in receipt.lines.select_related("item")}
