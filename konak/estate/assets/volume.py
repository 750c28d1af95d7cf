"""Many issues and custodies at once, by COPY: for samples and measurements. The ledger's triggers see every line.

What the services check one by one is checked here over the whole: a lot never gives more than it has (first in, first
out, and never before it came), slips are gapless in the order of their days, a thing has one holder.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.utils.timezone import make_aware

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days, deadline
from konak.foundation.cases.bulk import File, copy_cases
from konak.foundation.cases.bulk import Line as Told
from konak.foundation.db.copying import copy_rows, draw_keys
from konak.foundation.lifecycle import Refused
from konak.foundation.numbering.services import next_block
from konak.foundation.trail.models import Entry

from . import access
from .lifecycle import State
from .models import (
    Asset,
    AssetState,
    Custody,
    CustodyState,
    Item,
    Kind,
    Lot,
    Movement,
    Receipt,
    ReceiptLine,
    Warehouse,
)
from .services import common
from .services.custody import SLIPS

UNTOLD_DAYS = 21


@dataclass(slots=True)
class Given:
    """Consumables given to a unit on one day; `number` and `amounts` are told afterwards."""

    on: dt.date
    unit_id: int
    lines: Sequence[tuple[Item, Decimal]]
    why: str = "Birim ihtiyacı"
    number: str = ""
    amounts: Sequence[Decimal] = ()


@transaction.atomic
def issue(warehouse: Warehouse, rows: Sequence[Given], *, keeper: Actor, checker: Actor, today: dt.date) -> None:
    """Post consumption receipts of the past: recorded, controlled, and told to accounting where that is due."""
    rows = sorted(rows, key=lambda row: row.on)
    lots: dict[int, list[Lot]] = {}
    items = {item.pk for row in rows for item, _ in row.lines}
    for lot in (
        Lot.objects.select_for_update().filter(warehouse=warehouse, item__in=items).order_by("entered_on", "pk")
    ):
        lots.setdefault(lot.item_id, []).append(lot)
    taken = [[_take(lots.get(item.pk, ()), item, wanted, row.on) for item, wanted in row.lines] for row in rows]
    slips: list[int] = []
    for year, group in groupby(rows, key=lambda row: row.on.year):
        slips += next_block(f"TIF{warehouse.pk}", year, len(list(group)))
    files = [_file(warehouse, row, slip, keeper, checker, today) for row, slip in zip(rows, slips, strict=True)]

    def then(batch: list[File]) -> None:
        flat = [
            (one, row, place, item, wanted, parts)
            for one, row, shares in zip(batch, rows, taken, strict=True)
            for place, ((item, wanted), parts) in enumerate(zip(row.lines, shares, strict=True), 1)
        ]
        keys = draw_keys(ReceiptLine, len(flat))
        copy_rows(
            ReceiptLine,
            (
                {"id": key, "receipt": one.key, "place": place, "item": item.pk, "quantity": wanted}
                | {"amount": sum((worth for _, _, worth in parts), Decimal(0))}
                for key, (one, _, place, item, wanted, parts) in zip(keys, flat, strict=True)
            ),
        )
        copy_rows(
            Movement,
            (
                {
                    "receipt": one.key,
                    "line": key,
                    "warehouse": warehouse.pk,
                    "item": item.pk,
                    "lot": lot.pk,
                    "kind": Kind.CONSUMPTION,
                    "dated": row.on,
                    "quantity": -count,
                    "amount": -worth,
                    "to_unit": row.unit_id,
                    "at": _moment(row.on),
                }
                for key, (one, row, _, item, _, parts) in zip(keys, flat, strict=True)
                for lot, count, worth in parts
            ),
        )

    copy_cases(Receipt, files, then)
    Lot.objects.bulk_update([lot for some in lots.values() for lot in some], ["left", "left_amount"], batch_size=500)
    for row, one, shares in zip(rows, files, taken, strict=True):
        row.number = one.number
        row.amounts = [sum((worth for _, _, worth in parts), Decimal(0)) for parts in shares]


def _moment(day: dt.date, hour: int = 10) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, dt.time(hour, 30)))


def _take(lots: Sequence[Lot], item: Item, wanted: Decimal, on: dt.date) -> list[tuple[Lot, Decimal, Decimal]]:
    found, left = [], wanted
    for lot in lots:
        if not left or lot.entered_on > on:
            break
        part = min(left, lot.left)
        if part <= 0:
            continue
        worth = lot.left_amount if part == lot.left else common.money(lot.left_amount * part / lot.left)
        lot.left -= part
        lot.left_amount -= worth
        left -= part
        found.append((lot, part, worth))
    if left:
        raise Refused(f"{on:%d.%m.%Y} günü yeterli {item.name} yok: {left.normalize():f} eksik.")
    return found


def _file(warehouse: Warehouse, row: Given, slip: int, keeper: Actor, checker: Actor, today: dt.date) -> File:
    told = row.on < today - dt.timedelta(UNTOLD_DAYS)
    told_on = add_working_days(row.on, 5)
    keeps, checks = keeper.seat_for(access.KEEP), checker.seat_for(access.CONTROL)

    def line(day: dt.date, hour: int, verb: str, actor: Actor) -> Told:
        seat = keeps if actor is keeper else checks
        return Told(
            _moment(day, hour),
            verb,
            actor.user_id,
            seat.appointment_id if seat else None,
            seat.position if seat else "",
            via="cli",
        )

    story = [
        line(row.on, 10, "open", keeper),
        line(row.on, 10, "record", keeper),
        line(row.on, 14, "control", checker),
    ]
    if told:
        story.append(line(told_on, 9, "tell", keeper))
    return File(
        cover={
            "subject": f"{Kind.CONSUMPTION.label} · {warehouse.name}"[:250],
            "state": State.TOLD if told else State.POSTED,
            "unit": warehouse.unit_id,
            "assignee": keeper.user_id,
            "opened_by": keeper.user_id,
            "opened_from_unit": keeps.unit_id if keeps else None,
            "opened_at": _moment(row.on),
            "due_on": deadline(row.on, days=10),
            "closed_at": None,
            "resting": told,
        },
        contents={
            "warehouse": warehouse.pk,
            "kind": Kind.CONSUMPTION,
            "dated": row.on,
            "year": row.on.year,
            "slip": slip,
            "to_unit": row.unit_id,
            "why": row.why,
            "prepared_by": keeper.user_id,
            "approved_by": checker.user_id,
            "recorded_at": _moment(row.on),
            "told_on": told_on if told else None,
            "told_ref": f"E-{row.on:%Y}-{slip:04}" if told else "",
        },
        story=story,
    )


@dataclass(frozen=True, slots=True)
class Held:
    """Things given to one person together and accepted by him."""

    assets: Sequence[Asset]
    holder_id: int
    unit_id: int
    offered_at: dt.datetime
    accepted_at: dt.datetime


@transaction.atomic
def hold(rows: Sequence[Held], *, keeper: Actor) -> None:
    """Put what is stored into accepted custody; a thing that has a holder already breaks the constraint."""
    seat = keeper.seat_for(access.KEEP)
    slips: list[int] = []
    ordered = sorted(rows, key=lambda row: row.offered_at)
    for year, group in groupby(ordered, key=lambda row: row.offered_at.year):
        numbers = next_block(SLIPS, year, len(list(group)))
        slips += numbers
    assets, custodies, told = [], [], []
    for row, slip in zip(ordered, slips, strict=True):
        words = f"{SLIPS}-{row.offered_at.year}-{slip:05}"
        for asset in row.assets:
            if asset.state != AssetState.STORED:
                raise Refused(f"{asset.tag} ambarda değil.")
            asset.state, asset.holder_id, asset.unit_id, asset.place_id = (
                AssetState.USED,
                row.holder_id,
                row.unit_id,
                None,
            )
            assets.append(asset)
            custodies.append(
                {
                    "asset": asset.pk,
                    "holder": row.holder_id,
                    "unit": row.unit_id,
                    "slip": words,
                    "state": CustodyState.ACCEPTED,
                    "given_by": keeper.user_id,
                    "offered_at": row.offered_at,
                    "accepted_at": row.accepted_at,
                }
            )
            for at, verb, user, place in (
                (row.offered_at, "custody_offer", keeper.user_id, seat.appointment_id if seat else None),
                (row.accepted_at, "custody_accept", row.holder_id, None),
            ):
                told.append((at, verb, user, place, asset.tag, words))
    copy_rows(Custody, custodies)
    Asset.objects.bulk_update(assets, ["state", "holder", "unit", "place"], batch_size=500)
    copy_rows(
        Entry,
        (
            {
                "at": at,
                "user": user,
                "seat": place,
                "position": seat.position if seat and place else "",
                "via": "cli",
                "kind": common.KIND,
                "subject": tag,
                "verb": verb,
                "note": note,
            }
            for at, verb, user, place, tag, note in sorted(told, key=lambda one: one[0])
        ),
    )
    common.index(assets)
