"""A table of things: read and judged row by row, then taken in wholly or not at all, by COPY."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.db.copying import copy_rows, draw_keys, learn_size
from konak.foundation.db.turkish import fold
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.numbering.services import next_block
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day

from .. import access, lifecycle
from ..models import (
    Asset,
    AssetImport,
    AssetState,
    Custody,
    CustodyState,
    ImportState,
    Item,
    Kind,
    LineAsset,
    Model,
    Receipt,
    ReceiptLine,
    Warehouse,
)
from . import common, posting, receipts, topics
from .custody import SLIPS
from .judging import Coming, judge, number_of
from .numbers import next_tags, note_tags

MOST_FAULTS = 500
KINDS = frozenset({"csv", "txt", "xlsx"})
LIMIT = 60 * 1024 * 1024


@transaction.atomic
def read(*, actor: Actor, warehouse_id: int, content: IO[bytes], name: str) -> AssetImport:
    """Read a table of things for a warehouse and judge every row; nothing is registered yet."""
    warehouse = receipts.open_warehouse(warehouse_id)
    if objection := warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    stored = store(
        actor=actor,
        content=content,
        name=name,
        allow=KINDS,
        limit_bytes=LIMIT,
        unit_id=warehouse.unit_id,
        purpose="assets.import",
    )
    found = judge(stored)
    return AssetImport.objects.create(
        unit_id=warehouse.unit_id,
        warehouse=warehouse,
        file=stored,
        by_id=actor.user_id,
        rows=found.rows,
        faulty=len({line for line, _ in found.faults}),
        faults=[[line, words] for line, words in found.faults[:MOST_FAULTS]],
        shown=found.shown,
    )


@transaction.atomic
def drop(import_id: int, *, actor: Actor) -> AssetImport:
    row = _mine(import_id, actor)
    row.state = ImportState.DROPPED
    row.save(update_fields=["state"])
    return row


def _mine(import_id: int, actor: Actor) -> AssetImport:
    row = AssetImport.objects.select_for_update(of=("self",)).select_related("file", "warehouse").get(pk=import_id)
    if objection := row.warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    if row.state != ImportState.READ:
        raise Refused("Bu aktarım zaten sonuçlandı.")
    return row


@transaction.atomic
def take_in(import_id: int, *, actor: Actor) -> Receipt:
    """Everything in the table, under one opening receipt; one faulty row and nothing is taken."""
    row = _mine(import_id, actor)
    found = judge(row.file)
    if found.faults:
        line, words = found.faults[0]
        count = len({one for one, _ in found.faults})
        raise Refused(f"{count} satırda hata var, hiçbir satır alınmadı. İlki {line}. satır: {words}.")
    warehouse = receipts.open_warehouse(row.warehouse_id)
    receipt = _register(found.coming, warehouse, actor, row.file.name)
    row.state, row.receipt, row.rows = ImportState.TAKEN, receipt, len(found.coming)
    row.save()
    return receipt


def _register(coming: list[Coming], warehouse: Warehouse, actor: Actor, source: str) -> Receipt:
    receipt = Receipt(
        warehouse=warehouse,
        kind=Kind.OPENING,
        dated=localdate(),
        counterpart="Önceki kayıtlar",
        basis=source[:120],
        why=f"{len(coming)} taşınır tablodan aktarıldı",
    )
    open_case(
        receipt,
        actor=actor,
        permission=access.KEEP,
        unit_id=warehouse.unit_id,
        subject=f"Açılış (devir) · {warehouse.name} · {len(coming)} taşınır",
        assignee_id=actor.user_id,
    )
    models = _models(coming)
    _give_tags(coming)
    units = _units({one.holder_id for one in coming if one.holder_id is not None})
    keys = draw_keys(Asset, len(coming))
    copy_rows(Asset, (_as_row(one, key, models, units, warehouse) for one, key in zip(coming, keys, strict=True)))
    lines = _lines(receipt, coming)
    copy_rows(
        LineAsset,
        ({"line": lines[one.item.pk], "asset": key} for one, key in zip(coming, keys, strict=True)),
    )
    _custody(coming, keys, units, actor)
    learn_size(Asset, LineAsset)
    with take(lifecycle.RECORD, Receipt, receipt.case.number, actor) as taken:
        taken.prepared_by_id = actor.user_id
        posting.post(taken, actor)
        taken.case.assignee_id = warehouse.controller_id
    app.configure_task("assets.index_receipt").defer(number=taken.case.number)
    return taken


def _models(coming: list[Coming]) -> dict[str, Model]:
    """Every maker's model the table names, made where it is new."""
    named = {one.model_key: one for one in coming if one.model_key}
    known = {row.folded: row for row in Model.objects.filter(folded__in=list(named))}
    for key, one in named.items():
        if key not in known:
            found = common.find_model(one.maker, one.model)
            assert found is not None
            known[key] = found
    return known


def _give_tags(coming: list[Coming]) -> None:
    """What came without a number gets the next ones of its code and year; those that came with one are behind."""
    groups: dict[tuple[int, int], list[Coming]] = defaultdict(list)
    for one in coming:
        groups[one.item.pk, one.acquired_on.year].append(one)
    for (_, year), rows in sorted(groups.items()):
        item = rows[0].item
        taken = [number for one in rows if one.tag and (number := number_of(one.tag, item, year)) is not None]
        if taken:
            note_tags(item, year, max(taken))
        bare = [one for one in rows if not one.tag]
        if bare:
            for one, tag in zip(bare, next_tags(item, year, len(bare)), strict=True):
                one.tag = tag


def _units(people: set[int]) -> dict[int, int]:
    seats = Appointment.objects.filter(on_day(), user_id__in=people).order_by("user_id", "-acting_for_id", "-since")
    return dict(seats.values_list("user_id", "unit_id"))


def _as_row(
    one: Coming, key: int, models: Mapping[str, Model], units: Mapping[int, int], warehouse: Warehouse
) -> dict[str, Any]:
    model = models.get(one.model_key)
    words = (one.tag, one.name, str(model or ""), one.serial, one.more["hostname"], one.more["purchase_ref"])
    held = one.holder_id is not None
    return {
        "id": key,
        "unit": units[one.holder_id] if one.holder_id is not None else warehouse.unit_id,
        "assignee": None,
        "secrecy": 0,
        "tag": one.tag,
        "item": one.item.pk,
        "name": one.name,
        "model": model.pk if model else None,
        "serial": one.serial,
        "serial_key": one.serial_key,
        "state": AssetState.USED if held else AssetState.STORED,
        "warehouse": warehouse.pk,
        "holder": one.holder_id,
        "place": one.place_id or (None if held else warehouse.place_id),
        "parent": None,
        "cost": one.cost,
        "acquired_on": one.acquired_on,
        "warranty_until": one.warranty_until,
        "supplier": one.more["supplier"],
        "purchase_ref": one.more["purchase_ref"],
        "funding": one.more["funding"],
        "hostname": one.more["hostname"],
        "folded": fold(" ".join(part for part in (*words, one.more["supplier"]) if part)),
    }


def _lines(receipt: Receipt, coming: list[Coming]) -> dict[int, int]:
    """One line a code: so many, so much. Returns the line of each code."""
    counts: dict[int, tuple[Item, int, Decimal]] = {}
    for one in coming:
        item, count, amount = counts.get(one.item.pk, (one.item, 0, Decimal(0)))
        counts[one.item.pk] = (item, count + 1, amount + one.cost)
    made = {}
    for place, (item, count, amount) in enumerate(sorted(counts.values(), key=lambda row: row[0].code), 1):
        line = ReceiptLine.objects.create(
            receipt=receipt, place=place, item=item, quantity=Decimal(count), amount=amount
        )
        made[item.pk] = line.pk
    return made


def _custody(coming: list[Coming], keys: list[int], units: Mapping[int, int], actor: Actor) -> None:
    """What somebody holds already is offered to him: he confirms it on screen."""
    held = [(one, key) for one, key in zip(coming, keys, strict=True) if one.holder_id is not None]
    if not held:
        return
    year, holders = localdate().year, sorted({one.holder_id for one, _ in held if one.holder_id is not None})
    numbers = next_block(SLIPS, year, len(holders))
    slips = {holder: f"{SLIPS}-{year}-{number:05}" for holder, number in zip(holders, numbers, strict=True)}
    at = now()
    copy_rows(
        Custody,
        (
            {
                "asset": key,
                "holder": one.holder_id,
                "place": None,
                "unit": units[one.holder_id],  # type: ignore[index]
                "slip": slips[one.holder_id],  # type: ignore[index]
                "state": CustodyState.OFFERED,
                "given_by": actor.user_id,
                "offered_at": at,
                "accepted_at": None,
                "ended_at": None,
                "ended_by": None,
                "due_back_on": None,
                "why": "Kayıt aktarımı",
            }
            for one, key in held
        ),
    )
    tell_all(
        [
            Notice(
                tuple(slips),
                topics.OFFERED,
                "Üzerinizde görünen taşınırlar kabulünüzü bekliyor",
                "Kayıtlar aktarıldı. Üzerinizdekileri «Zimmetlerim» sayfasından onaylayın ya da itiraz edin.",
                reverse("assets:mine"),
                actor_id=actor.user_id,
            )
        ]
    )
