"""Levels: how much has to stand where, and what is known about it today."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access, forecasting, queries
from ..models import Outlook, StockLevel
from .common import item_named, may, tell, warehouse_named
from .indexing import index_level

FIELDS = (
    *("minimum", "reorder_point", "target", "tender_days", "delivery_days", "price", "note"),
    "assignee_id",
)


def add_level(*, actor: Actor, warehouse: str, item: str, **facts: Any) -> StockLevel:
    """Say how much of a consumable has to stand in a warehouse; one that had ended begins again."""
    store, thing = warehouse_named(actor, warehouse), item_named(item)
    may(actor, access.KEEP, store)
    level = StockLevel.objects.filter(warehouse_id=store.pk, item_id=thing.pk).first()
    if level is not None and level.ended_on is None:
        raise Refused(f"{thing.name} için «{store.name}» ambarında düzey zaten yazılmış.")
    level = level or StockLevel(warehouse_id=store.pk, item_id=thing.pk, unit_id=store.unit_id)
    level.ended_on = None
    _fill(level, facts)
    level.folded = fold(f"{thing.code} {thing.name} {store.name}")
    try:
        with transaction.atomic():
            level.save()
            tell(queries.LEVEL_KIND, level.pk, "add", actor, level)
            index_level(level)
            refresh(level)
    except IntegrityError:
        raise Refused(f"{thing.name} için «{store.name}» ambarında düzey zaten yazılmış.") from None
    return level


@transaction.atomic
def edit_level(level_id: int, *, actor: Actor, **facts: Any) -> StockLevel:
    level = queries.level(actor, level_id)
    may(actor, access.KEEP, level)
    _fill(level, facts)
    level.save()
    tell(queries.LEVEL_KIND, level.pk, "edit", actor, level)
    refresh(level)
    return level


@transaction.atomic
def end_level(level_id: int, *, actor: Actor) -> StockLevel:
    level = queries.level(actor, level_id)
    may(actor, access.KEEP, level)
    if level.alarms.filter(is_open=True).exists():
        raise Refused("Bu malzemenin açık bir stok uyarısı var; önce onu sonuçlandırın.")
    level.ended_on = localdate()
    level.save()
    tell(queries.LEVEL_KIND, level.pk, "end", actor, level)
    return level


def _fill(level: StockLevel, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - set(FIELDS):
        raise ValueError(f"no such fact of a level: {sorted(unknown)}")
    for name, value in facts.items():
        setattr(level, name, value.replace("\0", "").strip() if isinstance(value, str) else value)
    if level.minimum < 0:
        raise Refused("En az bulunacak miktar eksi olamaz.")
    if level.reorder_point is not None and level.reorder_point < level.minimum:
        raise Refused("Sipariş noktası en az bulunacak miktardan küçük olamaz.")
    if level.target is not None and level.target <= (level.reorder_point or level.minimum):
        raise Refused("Alımdan sonra bulunacak miktar sipariş noktasından büyük olmalı.")
    if not 0 <= level.tender_days <= 730 or not 0 <= level.delivery_days <= 730:
        raise Refused("Alım ve teslim süresi 0 ile 730 gün arasında olur.")


def refresh(level: StockLevel) -> Outlook:
    """Count anew what is known about one level."""
    return refresh_all([level])[0]


def refresh_all(levels: Iterable[StockLevel], today: dt.date | None = None) -> list[Outlook]:
    """Count anew what is known about many levels, with as few questions to the ledger as about one."""
    rows = list(levels)
    day = today or localdate()
    stores = {row.warehouse_id for row in rows}
    stock = assets.standing(stores)
    used = queries.months_used(stores, day)
    due = queries.due_parts([row.item_id for row in rows])
    coming = queries.coming([row.pk for row in rows])
    made = []
    for row in rows:
        on_hand, _ = stock.get((row.warehouse_id, row.item_id), (Decimal(0), Decimal(0)))
        ahead = sum(
            1 for on in due.get((row.warehouse_id, row.item_id), ()) if on <= day + dt.timedelta(row.lead_days)
        )
        seen = forecasting.look_ahead(
            months=used.get((row.warehouse_id, row.item_id), ()),
            on_hand=on_hand,
            coming=coming.get(row.pk, Decimal(0)),
            minimum=row.minimum,
            lead_days=row.lead_days,
            today=day,
            fixed_point=row.reorder_point,
            target=row.target,
            due_parts=ahead,
        )
        made.append(
            Outlook(
                level_id=row.pk,
                state=seen.state,
                on_hand=on_hand,
                coming=coming.get(row.pk, Decimal(0)),
                monthly=Decimal(str(round(seen.monthly, 2))),
                point=Decimal(seen.point),
                due_parts=ahead,
                cover_days=seen.cover_days,
                run_out_on=seen.run_out_on,
                order_by=seen.order_by,
                propose=Decimal(seen.propose),
            )
        )
    names = [field.name for field in Outlook._meta.concrete_fields if not field.primary_key]
    Outlook.objects.bulk_create(made, update_conflicts=True, unique_fields=["level"], update_fields=names)
    for row, one in zip(rows, made, strict=True):
        row.outlook = one
    return made
