"""A commission is named, the books are drawn, the count begins."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import seats_of

from .. import access, lifecycle
from ..lifecycle import State
from ..models import CountLine, Member, Reason, Stocktake

if TYPE_CHECKING:
    from konak.estate.assets.models import Warehouse

LEAST = 3
"""Members of a commission of the regulation."""


@transaction.atomic
def plan(
    *,
    actor: Actor,
    warehouse: str,
    reason: str,
    chair_id: int,
    member_ids: Sequence[int],
    due_on: dt.date | None = None,
    year: int | None = None,
    why: str = "",
    successor_id: int | None = None,
) -> Stocktake:
    """Name the commission of a count; `warehouse` is a code. The registrar sits in it, the chair is somebody else.

    Where the registrar hands over, `successor_id` counts with him and keeps the books once both agree.
    """
    store = assets.warehouse_named(actor, warehouse)
    if reason not in Reason.values:
        raise Refused("Sayımın nedenini seçin.")
    members = list(dict.fromkeys([chair_id, *member_ids, *([successor_id] if successor_id else [])]))
    keepers = {store.registrar_id, store.deputy_registrar_id}
    if len(members) < LEAST:
        raise Refused(f"Sayım komisyonu en az {LEAST} kişiden oluşur; {len(members)} kişi seçtiniz.")
    if not keepers & set(members):
        raise Refused(f"Komisyonda ambarın taşınır kayıt yetkilisi bulunur: {store.registrar.full_name}.")
    if chair_id in keepers:
        raise Refused("Komisyona, kayıtları tutan taşınır kayıt yetkilisi başkanlık etmez.")
    if objection := _succeeds(store, reason, successor_id, chair_id):
        raise Refused(objection)
    for user in User.objects.filter(pk__in=members):
        if not user.is_active or not seats_of(user.pk).exists():
            raise Refused(f"{user.full_name} bugün bir görevde değil; komisyona alınamaz.")
    today = localdate()
    if due_on and due_on < today:
        raise Refused(f"Son gün {due_on:%d.%m.%Y} geçmiş.")
    year = year or today.year
    if year > today.year:
        raise Refused(f"{year} yılı henüz gelmedi; o yılın sayımı şimdiden açılmaz.")
    if _running(store.pk):
        raise Refused(f"«{store.name}» ambarında bitmemiş bir sayım var; önce o sonuçlanır.")
    stocktake = Stocktake(warehouse=store, reason=reason, year=year, why=why.strip(), successor_id=successor_id)
    open_case(
        stocktake,
        actor=actor,
        permission=access.PLAN,
        unit_id=store.unit_id,
        subject=f"{year} {Reason(reason).label.lower()} · {store.name}",
        due_on=due_on,
        assignee_id=chair_id,
    )
    Member.objects.bulk_create([Member(stocktake=stocktake, user_id=one, chairs=one == chair_id) for one in members])
    return stocktake


def _succeeds(store: "Warehouse", reason: str, successor_id: int | None, chair_id: int) -> str | None:
    """Why somebody may not take the books over in this count, or None."""
    if reason != Reason.HANDOVER:
        return "Devralan yalnız devir-teslim sayımında yazılır." if successor_id else None
    if successor_id is None:
        return "Devir-teslim sayımında ambarı devralacak taşınır kayıt yetkilisini seçin."
    if successor_id == store.registrar_id:
        return "Devralan, ambarın bugünkü taşınır kayıt yetkilisinden başka biridir."
    if successor_id in (store.controller_id, store.deputy_controller_id):
        return "Taşınır kontrol yetkilisi, ambarın kayıtlarını devralamaz."
    if successor_id == chair_id:
        return "Komisyona ambarı devralan başkanlık etmez."
    return None


def _running(warehouse_id: int) -> bool:
    rows = Stocktake.objects.filter(warehouse_id=warehouse_id)
    return bool(rows.exclude(case__state__in=(State.SETTLED, State.CANCELLED)).exists())


def begin(number: str, *, actor: Actor) -> Stocktake:
    """Draw what stands on the books today; that is what will be looked for."""
    with take(lifecycle.BEGIN, Stocktake, number, actor) as stocktake:
        stocktake.begun_at = now()
        draw_lines(stocktake)
        if not stocktake.lines.exists():
            raise Refused("Ambarın kayıtlarında sayılacak bir taşınır yok.")
    return stocktake


def draw_lines(stocktake: Stocktake) -> None:
    """Set what is expected to what stands on the books now; what was counted already stays counted."""
    things = {one.id: one for one in assets.on_books(stocktake.warehouse_id)}
    durable = {one.item_id for one in things.values()}
    held = {line.asset_id: line for line in stocktake.lines.filter(asset__isnull=False)}
    stocktake.lines.filter(pk__in=[line.pk for key, line in held.items() if key not in things]).delete()
    CountLine.objects.bulk_create(
        [
            CountLine(stocktake=stocktake, item_id=one.item_id, asset_id=key, expected=1, amount=one.cost)
            for key, one in things.items()
            if key not in held
        ],
        batch_size=1_000,
    )
    sums = {line.item_id: line for line in stocktake.lines.filter(asset=None)}
    for balance in assets.balances(stocktake.warehouse_id, localdate()):
        if balance.item_id in durable:
            continue
        line = sums.pop(balance.item_id, None)
        if line is None and balance.quantity:
            CountLine.objects.create(
                stocktake=stocktake, item_id=balance.item_id, expected=balance.quantity, amount=balance.amount
            )
        elif line is not None and (line.expected, line.amount) != (balance.quantity, balance.amount):
            line.expected, line.amount = balance.quantity, balance.amount
            line.save()
    for line in sums.values():
        line.delete()


def cancel(number: str, *, actor: Actor) -> Stocktake:
    with take(lifecycle.CANCEL, Stocktake, number, actor) as stocktake:
        pass
    return stocktake
