"""What can happen to a movement receipt and to a request; who must do it; what is told to those above."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Receipt, StockRequest


class State(TextChoices):
    DRAFT = "draft", "Taslak"
    PREPARED = "prepared", "Kontrol bekliyor"
    RECORDED = "recorded", "İşlendi"
    POSTED = "posted", "Kesinleşti"
    TOLD = "told", "Muhasebeye bildirildi"
    REVERSED = "reversed", "Ters kaydı yapıldı"
    CANCELLED = "cancelled", "Vazgeçildi"


def keeps(receipt: "Receipt", actor: Actor) -> str | None:
    """The registrar of the warehouse or his deputy."""
    return receipt.warehouse.keeper_objection(actor.user_id)


def controls(receipt: "Receipt", actor: Actor) -> str | None:
    """The controller of the warehouse or his deputy; never who prepared the receipt."""
    if objection := receipt.warehouse.controller_objection(actor.user_id):
        return objection
    if actor.user_id == receipt.prepared_by_id:
        return "Fişi hazırlayan kişi kendi fişini kontrol edemez; taşınır kontrol yetkilisi başka biridir."
    return None


def records_at_once(receipt: "Receipt") -> str | None:
    return None if receipt.at_once else "Bu işlem türü, kontrol yetkilisi onaylamadan işlenemez; kontrole gönderin."


def reversal_is_posted(receipt: "Receipt") -> str | None:
    """Only the posting of its reversal turns a receipt into a reversed one; no hand does."""
    done = receipt.reversals.filter(case__state__in=(State.POSTED, State.TOLD)).exists()
    return None if done else "Ters kayıt fişi kesinleşmeden fiş kapanmaz."


LIFE = Lifecycle(
    State,
    opens=State.DRAFT,
    ends=frozenset({State.REVERSED, State.CANCELLED}),
    rests=frozenset({State.TOLD}),
)
PREPARE = LIFE.step(
    "prepare", "Kontrole gönder", source=State.DRAFT, target=State.PREPARED, permission=access.KEEP, who=keeps
)
RECORD = LIFE.step(
    "record",
    "Hemen işle",
    source=State.DRAFT,
    target=State.RECORDED,
    permission=access.KEEP,
    who=keeps,
    guard=records_at_once,
)
APPROVE = LIFE.step(
    "approve",
    "Onayla ve kesinleştir",
    source=State.PREPARED,
    target=State.POSTED,
    permission=access.CONTROL,
    who=controls,
    other_than="prepare",
)
SEND_BACK = LIFE.step(
    "send_back",
    "Düzeltilmek üzere iade et",
    source=State.PREPARED,
    target=State.DRAFT,
    permission=access.CONTROL,
    who=controls,
)
CONTROL = LIFE.step(
    "control",
    "Kontrol edildi",
    source=State.RECORDED,
    target=State.POSTED,
    permission=access.CONTROL,
    who=controls,
    other_than="record",
)
TELL = LIFE.step(
    "tell",
    "Muhasebeye bildirildi",
    source=State.POSTED,
    target=State.TOLD,
    permission=access.KEEP,
    who=keeps,
)
REVERSE = LIFE.step(
    "reverse",
    "Ters kayıtla kapat",
    source=(State.RECORDED, State.POSTED, State.TOLD),
    target=State.REVERSED,
    permission=access.CONTROL,
    guard=reversal_is_posted,
)
CANCEL = LIFE.step(
    "cancel",
    "Vazgeç",
    source=State.DRAFT,
    target=State.CANCELLED,
    permission=access.KEEP,
    who=keeps,
    danger="Taslak fiş kapanır; numara almadığı için fiş sırasında boşluk kalmaz.",
)


class Asked(TextChoices):
    ASKED = "asked", "İstendi"
    GRANTED = "granted", "Uygun görüldü, ambarda"
    GIVEN = "given", "Karşılandı"
    REFUSED = "refused", "Karşılanmadı"
    WITHDRAWN = "withdrawn", "Geri alındı"


def asked_it(request: "StockRequest", actor: Actor) -> str | None:
    return None if actor.user_id == request.case.opened_by_id else "İsteği yalnız isteyen geri alır."


def keeps_there(request: "StockRequest", actor: Actor) -> str | None:
    return request.warehouse.keeper_objection(actor.user_id)


ASKED = Lifecycle(Asked, opens=Asked.ASKED, ends=frozenset({Asked.GIVEN, Asked.REFUSED, Asked.WITHDRAWN}))
GRANT = ASKED.step(
    "grant",
    "Uygun gör",
    source=Asked.ASKED,
    target=Asked.GRANTED,
    permission=access.GRANT,
    other_than="open",
)
GIVE = ASKED.step(
    "give", "Karşıla", source=Asked.GRANTED, target=Asked.GIVEN, permission=access.KEEP, who=keeps_there
)
REFUSE = ASKED.step(
    "refuse", "Uygun görme", source=Asked.ASKED, target=Asked.REFUSED, permission=access.GRANT, other_than="open"
)
TURN_DOWN = ASKED.step(
    "turn_down",
    "Karşılanamıyor",
    source=Asked.GRANTED,
    target=Asked.REFUSED,
    permission=access.KEEP,
    who=keeps_there,
)
WITHDRAW = ASKED.step(
    "withdraw",
    "Geri al",
    source=(Asked.ASKED, Asked.GRANTED),
    target=Asked.WITHDRAWN,
    permission=access.ASK,
    who=asked_it,
)

# What this app tells to those above it; neighbours import them from `public`.
CUSTODY_CHANGED = Announcement("assets.custody_changed", "Bir taşınırın zimmeti değişti", ("tag",))
ASSET_RETIRED = Announcement("assets.asset_retired", "Bir taşınır kayıttan düştü", ("tag",))
STOCK_ISSUED = Announcement("assets.stock_issued", "Ambardan tüketime malzeme verildi", ("number",))
RECEIPT_POSTED = Announcement("assets.receipt_posted", "Bir taşınır işlem fişi kesinleşti", ("number",))
DEVICE_SEEN = Announcement("assets.device_seen", "Envanter ajanı bir cihaz bildirdi", ("device_id",))
