"""Taşınır istek belgesi: asked by anybody, found right by a superior, met by the registrar."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..models import Item, RequestLine, StockRequest
from . import custody, receipts
from .receipts import Line


@transaction.atomic
def ask(*, actor: Actor, warehouse_id: int, lines: Iterable[tuple[int, Decimal]], why: str = "") -> StockRequest:
    """Ask a warehouse for things, for one's own unit."""
    warehouse = receipts.open_warehouse(warehouse_id)
    assert actor.user_id is not None
    unit_id = receipts.unit_of(actor.user_id)
    wanted: dict[int, Decimal] = {}
    for item_id, quantity in lines:
        if quantity <= 0:
            raise Refused("İstenen miktar sıfırdan büyük olmalı.")
        wanted[item_id] = wanted.get(item_id, Decimal(0)) + quantity
    if not wanted:
        raise Refused("En az bir taşınır isteyin.")
    if max(wanted.values()) >= receipts.LARGEST_QUANTITY:
        raise Refused("İstenen miktar bu kadar büyük olamaz.")
    items = {one.pk: one for one in Item.objects.filter(pk__in=wanted, bookable=True, active=True)}
    if set(items) != set(wanted):
        raise Refused("İstenebilir bir taşınır kodu seçin.")
    first = next(iter(items.values()))
    subject = f"{first.name}" + (f" ve {len(items) - 1} kalem daha" if len(items) > 1 else "")
    made = StockRequest(warehouse=warehouse, why=why.strip()[:500])
    open_case(made, actor=actor, permission=access.ASK, unit_id=unit_id, subject=f"Taşınır isteği · {subject}"[:250])
    RequestLine.objects.bulk_create(
        [RequestLine(request=made, item_id=key, quantity=quantity) for key, quantity in wanted.items()]
    )
    return made


def grant(number: str, *, actor: Actor) -> StockRequest:
    """A superior of the unit finds it right; now the registrar's turn."""
    with take(lifecycle.GRANT, StockRequest, number, actor) as row:
        row.granted_by_id = actor.user_id
        row.case.assignee_id = row.warehouse.registrar_id
    return row


def refuse(number: str, *, actor: Actor, why: str) -> StockRequest:
    with take(lifecycle.REFUSE, StockRequest, number, actor) as row:
        row.answer = _said(why)
    return row


def turn_down(number: str, *, actor: Actor, why: str) -> StockRequest:
    with take(lifecycle.TURN_DOWN, StockRequest, number, actor) as row:
        row.answer = _said(why)
    return row


def _said(why: str) -> str:
    if not why.strip():
        raise Refused("Nedenini yazın; isteyen birim okur.")
    return why.strip()[:500]


def withdraw(number: str, *, actor: Actor) -> StockRequest:
    with take(lifecycle.WITHDRAW, StockRequest, number, actor) as row:
        pass
    return row


@transaction.atomic
def give(
    number: str,
    *,
    actor: Actor,
    quantities: Mapping[int, Decimal] | None = None,
    tags: Sequence[str] = (),
) -> StockRequest:
    """Meet it: consumables by a receipt, durable things (`tags`) into the custody of who asked. Less is allowed."""
    with take(lifecycle.GIVE, StockRequest, number, actor) as row:
        asker = row.case.opened_by_id
        lines, given_things = [], {}
        for line in row.lines.select_related("item").order_by("pk"):
            wanted = line.quantity if quantities is None else quantities.get(line.item_id, Decimal(0))
            if wanted > line.quantity:
                raise Refused(f"{line.item.name} için istenenden çok verilemez.")
            if line.item.durable:
                given_things[line.item_id] = line
            elif wanted > 0:
                lines.append(Line(line.item_id, wanted))
                line.given = wanted
                line.save(update_fields=["given"])
        if not lines and not tags:
            raise Refused("Hiçbir şey verilmiyor; karşılanamıyorsa nedenini yazarak kapatın.")
        if tags:
            for one in custody.give(tags, actor=actor, holder_id=asker, why=number):
                asked = given_things.get(one.asset.item_id)
                if asked is None:
                    raise Refused(f"{one.asset.tag} istenen kodlardan birinde değil.")
                asked.given += 1
                if asked.given > asked.quantity:
                    raise Refused(f"{one.asset.item.name} için istenenden çok verilemez.")
                asked.save(update_fields=["given"])
        if lines:
            row.receipt = receipts.issue(
                actor=actor,
                warehouse_id=row.warehouse_id,
                lines=lines,
                why=row.why,
                to_unit_id=row.case.unit_id,
                to_user_id=asker,
                basis=f"Taşınır istek belgesi {number}",
            )
        row.case.assignee_id = asker
    return row
