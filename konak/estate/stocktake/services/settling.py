"""After the count: signatures, approval, the differences in the ledger, and the proof that both agree."""

import hashlib
import json
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..lifecycle import State
from ..models import Member, Stocktake
from .losses import open_loss
from .planning import draw_lines


def finish(number: str, *, actor: Actor) -> Stocktake:
    """The count is over. What moved on the books meanwhile is looked at once more before."""
    with transaction.atomic():
        stocktake = Stocktake.objects.select_for_update(of=("self",)).filter(case__number=number).first()
        if stocktake is not None and stocktake.case.state == State.COUNTING:
            draw_lines(stocktake)
        with take(lifecycle.FINISH, Stocktake, number, actor) as stocktake:
            stocktake.finished_at = now()
    return stocktake


def recount(number: str, *, actor: Actor, why: str) -> Stocktake:
    """Count again: signatures are taken off, what was counted stays to be corrected."""
    if not why.strip():
        raise Refused("Neden yeniden sayılacağını yazın.")
    with take(lifecycle.RECOUNT, Stocktake, number, actor, note=why.strip()) as stocktake:
        _unsign(stocktake)
    return stocktake


def _unsign(stocktake: Stocktake) -> None:
    stocktake.finished_at = None
    stocktake.members.update(signed_at=None, signed_digest="")


def digest(stocktake: Stocktake) -> str:
    """SHA-256 of the minutes: every line and finding as counted."""
    lines = stocktake.lines.order_by("item__code", "asset__tag", "pk").values_list(
        "item__code", "asset__tag", "expected", "counted", "condition"
    )
    findings = stocktake.findings.order_by("pk").values_list("item__code", "name", "quantity", "value", "serial")
    held = [[str(cell) for cell in row] for row in (*lines, *findings)]
    return hashlib.sha256(json.dumps([stocktake.case.number, *held], ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def sign(number: str, *, actor: Actor) -> Member:
    """A member puts his signature under the minutes as they stand now."""
    stocktake: Stocktake = Stocktake.objects.select_for_update(of=("self",)).get(case__number=number)
    if not actor.reach(access.VIEW).covers(stocktake.case):
        raise Stocktake.DoesNotExist
    member = stocktake.members.filter(user_id=actor.user_id or 0).first()
    if member is None:
        raise Refused("Tutanağı yalnız komisyon üyeleri imzalar.")
    if stocktake.case.state != State.COUNTED:
        raise Refused("Tutanak, sayım bitince ve onaya sunulmadan önce imzalanır.")
    if member.signed_at is not None:
        raise Refused("Bu tutanağı zaten imzaladınız.")
    member.signed_at, member.signed_digest = now(), digest(stocktake)
    member.save()
    tell_case(stocktake.case, "sign", actor, seat=actor.seat_for(access.COUNT, stocktake.case))
    return member


def report(number: str, *, actor: Actor) -> Stocktake:
    with take(lifecycle.REPORT, Stocktake, number, actor) as stocktake:
        if stocktake.members.exclude(signed_digest=digest(stocktake)).exists():
            raise Refused("Tutanak imzalardan sonra değişmiş; «Yeniden say» ile açıp yeniden imzalayın.")
        stocktake.case.assignee_id = stocktake.warehouse.spending_unit.assignee_id
    return stocktake


def approve(number: str, *, actor: Actor, decision: str = "") -> Stocktake:
    """The authorising officer agrees; the registrar's turn to enter the differences."""
    with take(lifecycle.APPROVE, Stocktake, number, actor, note=decision.strip()) as stocktake:
        stocktake.decision = decision.strip()
        stocktake.case.assignee_id = stocktake.warehouse.registrar_id
    return stocktake


def send_back(number: str, *, actor: Actor, why: str) -> Stocktake:
    if not why.strip():
        raise Refused("Neyin yeniden sayılacağını yazın.")
    with take(lifecycle.SEND_BACK, Stocktake, number, actor, note=why.strip()) as stocktake:
        _unsign(stocktake)
        chair = stocktake.members.get(chairs=True)
        stocktake.case.assignee_id = chair.user_id
    return stocktake


@transaction.atomic
def make_receipts(number: str, *, actor: Actor) -> Stocktake:
    """Draft the receipts of what is missing and of what is over; the controller of the warehouse posts them."""
    stocktake: Stocktake = Stocktake.objects.select_for_update(of=("self",)).get(case__number=number)
    if not actor.reach(access.VIEW).covers(stocktake.case):
        raise Stocktake.DoesNotExist
    if objection := lifecycle.keeps(stocktake, actor):
        raise Refused(objection)
    if stocktake.case.state != State.APPROVED:
        raise Refused("Farklar, sayım tutanağı onaylanınca fişe dökülür.")
    basis = f"Sayım tutanağı {number}"
    if not _standing(stocktake.shortage_receipt) and (short := _shortages(stocktake)):
        stocktake.shortage_receipt = assets.draft_receipt(
            actor=actor,
            warehouse_id=stocktake.warehouse_id,
            kind="loss",
            lines=short,
            why=f"{basis}: sayım noksanı",
            basis=basis,
        )
    if not _standing(stocktake.surplus_receipt) and (over := _surpluses(stocktake)):
        stocktake.surplus_receipt = assets.draft_receipt(
            actor=actor,
            warehouse_id=stocktake.warehouse_id,
            kind="surplus",
            lines=over,
            why=f"{basis}: sayım fazlası",
            basis=basis,
        )
    stocktake.save()
    tell_case(stocktake.case, "receipts", actor, seat=actor.seat_for(access.COUNT, stocktake.case))
    return stocktake


def _standing(number: str) -> bool:
    facts = assets.receipt_facts(number) if number else None
    return facts is not None and not facts.cancelled


def _shortages(stocktake: Stocktake) -> list[assets.Line]:
    tags: dict[int, list[str]] = {}
    found = []
    for line in stocktake.lines.select_related("asset").order_by("item__code", "asset__tag"):
        short = line.expected - (line.counted or 0)
        if short <= 0:
            continue
        if line.asset is not None:
            tags.setdefault(line.item_id, []).append(line.asset.tag)
        else:
            found.append(assets.Line(item_id=line.item_id, quantity=short))
    named = [assets.Line(item_id=item, quantity=Decimal(len(some)), tags=some) for item, some in tags.items()]
    return [*named, *found]


def _surpluses(stocktake: Stocktake) -> list[assets.Line]:
    found = []
    for line in stocktake.lines.filter(asset=None).order_by("item__code"):
        over = (line.counted or 0) - line.expected
        if over > 0:
            price = line.amount / line.expected if line.expected else Decimal(0)
            found.append(assets.Line(item_id=line.item_id, quantity=over, unit_price=price))
    for one in stocktake.findings.order_by("pk"):
        assert one.item_id is not None  # the guard of `finish` saw to it
        found.append(
            assets.Line(
                item_id=one.item_id,
                quantity=one.quantity,
                unit_price=one.value,
                name=one.name,
                serials=[one.serial] if one.serial else [],
            )
        )
    return found


def settle(number: str, *, actor: Actor) -> Stocktake:
    """Close the count once the ledger says what was counted; otherwise say what still differs."""
    with take(lifecycle.SETTLE, Stocktake, number, actor) as stocktake:
        for words, receipt, wanted in (
            ("noksan", stocktake.shortage_receipt, _shortages(stocktake)),
            ("fazla", stocktake.surplus_receipt, _surpluses(stocktake)),
        ):
            facts = assets.receipt_facts(receipt) if receipt else None
            if wanted and (facts is None or facts.cancelled):
                raise Refused(f"Sayımda {words} var ama fişi düzenlenmemiş; önce «Fark fişlerini düzenle».")
            if facts is not None and not facts.cancelled and not facts.posted:
                raise Refused(
                    f"{receipt} sayılı {words} fişi «{facts.state_label}» durumunda; kontrol yetkilisi "
                    "kesinleştirince sayım kapanır."
                )
        stocktake.settled_on = localdate()
        stocktake.case.assignee_id = None
        if stocktake.successor_id is not None:
            stocktake.handed_by_id = stocktake.warehouse.registrar_id
            assets.hand_over(
                stocktake.warehouse.code, actor=actor, registrar_id=stocktake.successor_id, basis=f"Sayım {number}"
            )
        publish(lifecycle.SETTLED, number=number)
        open_loss(stocktake, actor=actor)
    return stocktake
