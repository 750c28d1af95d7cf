"""Asking a warehouse for what a ticket needs, giving it, and telling the ticket."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from konak.estate.assets import public as assets
from konak.estate.supplies import public as supplies
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.service.desk import public as desk

from . import access, lifecycle, queries
from .lifecycle import GIVEN
from .models import Kind, PartRequest

ENDED = ("closed", "withdrawn", "merged")


@transaction.atomic
def ask_part(
    ticket: str,
    *,
    actor: Actor,
    warehouse: str,
    item: str,
    tag: str = "",
    quantity: Decimal | int = 1,
    note: str = "",
) -> PartRequest:
    """Ask for a part for the device of a ticket; who keeps the warehouse has it at once."""
    device, key = _device(ticket, actor, tag)
    store = _store(actor, warehouse)
    thing = apps.get_model("assets", "Item")._default_manager.filter(code=item.strip(), active=True).first()
    if thing is None or thing.durable:
        raise Refused("Ambardan bir yedek parça ya da sarf malzemesi seçin.")
    try:
        count = Decimal(quantity).quantize(Decimal("0.001"))
    except InvalidOperation:
        raise Refused("Miktar okunamadı.") from None
    if not 0 < count < 10**8:
        raise Refused("Miktar sıfırdan büyük olmalı.")
    made = PartRequest(
        ticket_id=key,
        kind=Kind.PART,
        asset_id=device.id,
        warehouse=store,
        item=thing,
        quantity=count,
        note=note.strip()[:300],
    )
    return _open(made, actor, f"{count.normalize():f} × {thing.name} · {device.tag} {device.name}", ticket)


@transaction.atomic
def ask_device(
    ticket: str, *, actor: Actor, warehouse: str, tag: str = "", new_tag: str = "", note: str = ""
) -> PartRequest:
    """Ask for another device in the place of the broken one, for whoever holds that."""
    device, key = _device(ticket, actor, tag)
    store = _store(actor, warehouse)
    facts = desk.facts_of(actor, ticket)
    holder = device.holder_id or (facts.requester_id if facts else None)
    if holder is None:
        raise Refused(f"{device.tag} kimsenin zimmetinde değil; yenisini kimin teslim alacağı belli değil.")
    made = PartRequest(
        ticket_id=key,
        kind=Kind.DEVICE,
        asset_id=device.id,
        warehouse=store,
        holder_id=holder,
        note=note.strip()[:300],
    )
    return _open(made, actor, f"Cihaz değişimi · {device.tag} {device.name}", ticket, new_tag)


def _device(ticket: str, actor: Actor, tag: str) -> tuple[assets.AssetFacts, int]:
    key = queries.ticket_key(actor, ticket)
    facts = desk.facts_of(actor, ticket)
    if key is None or facts is None:
        raise ObjectDoesNotExist
    reach = actor.reach(access.ASK)
    serves = reach.everywhere or facts.unit_id in reach.units or facts.assignee_id == actor.user_id
    if not serves or facts.requester_id == actor.user_id:
        raise Refused("Ambardan parça ve cihazı talebi çözen ekip ister.")
    if facts.state in ENDED:
        raise Refused(f"Talep kapanmış ({facts.state_label}); önce yeniden açılmalı.")
    named = tag.strip() or queries.device_of(ticket)
    if not named:
        raise Refused("Talepte cihaz yazılı değil; parçanın takılacağı cihazın sicil numarasını yazın.")
    device = assets.find_by_tag(named)
    if device is None:
        raise Refused(f"«{named}» sicil numaralı bir taşınır yok.")
    if device.retired:
        raise Refused(f"{device.tag} kayıttan düşmüş; onarımı yapılamaz.")
    return device, key


def _store(actor: Actor, code: str) -> Any:
    found = assets.warehouses(actor).filter(code=code.strip()).first()
    if found is None:
        raise Refused("Açık bir ambar seçin.")
    return found


def _open(made: PartRequest, actor: Actor, words: str, ticket: str, new_tag: str = "") -> PartRequest:
    open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=made.warehouse.unit_id,
        subject=f"{words} · {ticket}"[:250],
        assignee_id=made.warehouse.registrar_id,
    )
    keeps = made.warehouse.keeper_objection(actor.user_id) is None
    if keeps and (made.kind == Kind.PART or new_tag):
        return give(made.case.number, actor=actor, new_tag=new_tag)
    return made


@transaction.atomic
def give(number: str, *, actor: Actor, new_tag: str = "", answer: str = "") -> PartRequest:
    """Out of the warehouse: a receipt for a part; or the old device comes back and a new one is offered."""
    with take(lifecycle.GIVE, PartRequest, number, actor) as row:
        ticket = row.ticket.case.number
        row.answer = answer.strip()[:300]
        if row.kind == Kind.PART:
            assert row.item is not None
            out = supplies.spare_out(
                actor=actor,
                warehouse=row.warehouse.code,
                item=row.item.code,
                tag=row.asset.tag,
                quantity=row.quantity,
                reference=ticket,
                note=row.note,
            )
            row.receipt = out.receipt
            words = f"Ambardan verildi: {row.quantity.normalize():f} × {row.item.name}, fiş {out.receipt}."
        else:
            words = _swap(row, actor, new_tag, ticket)
    tell(row.ticket.case, "warehouse", actor, words, seat=actor.seat_for(access.GIVE, row.case))
    publish(GIVEN, number=number)
    return row


def _swap(row: PartRequest, actor: Actor, new_tag: str, ticket: str) -> str:
    """The old one comes back, the new one is offered; its holder accepts on his own screen."""
    if not new_tag.strip():
        raise Refused("Yerine verilecek cihazın sicil numarasını yazın.")
    new = assets.find_by_tag(new_tag)
    if new is None:
        raise Refused(f"«{new_tag.strip()}» sicil numaralı bir taşınır yok.")
    if new.id == row.asset_id:
        raise Refused("Yerine verilecek cihaz arızalı olanın kendisi olamaz.")
    if row.asset.holder_id is not None:
        assets.take_back(actor=actor, tags=[row.asset.tag], why=f"{ticket}: arıza nedeniyle değiştirildi")
    row.slip = assets.put_in_custody(
        actor=actor, tags=[new.tag], user_id=row.holder_id, why=f"{ticket}: {row.asset.tag} yerine"
    )
    row.new_asset_id = new.id
    return f"{row.asset.tag} geri alındı; yerine {new.tag} {new.name} verildi, zimmet kabulü bekleniyor ({row.slip})."


def refuse(number: str, *, actor: Actor, why: str) -> PartRequest:
    if not why.strip():
        raise Refused("Neden verilemediğini yazın; talebi çözen okur.")
    with take(lifecycle.REFUSE, PartRequest, number, actor) as row:
        row.answer = why.strip()[:300]
    return row


def withdraw(number: str, *, actor: Actor) -> PartRequest:
    with take(lifecycle.WITHDRAW, PartRequest, number, actor) as row:
        pass
    return row
