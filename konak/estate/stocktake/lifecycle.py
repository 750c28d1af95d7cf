"""What can happen to a stocktake and to the account of a year, and whose turn it is."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.people.queries import seats_of

from . import access

if TYPE_CHECKING:
    from .models import Stocktake, ValueLoss, YearAccount


class State(TextChoices):
    PLANNED = "planned", "Planlandı"
    COUNTING = "counting", "Sayılıyor"
    COUNTED = "counted", "Sayıldı, imzada"
    REPORTED = "reported", "Onay bekliyor"
    APPROVED = "approved", "Onaylandı, farklar işlenecek"
    SETTLED = "settled", "Kayıtla denk"
    CANCELLED = "cancelled", "Vazgeçildi"


def counts(stocktake: "Stocktake", actor: Actor) -> str | None:
    """A member of the commission."""
    if actor.user_id is not None and stocktake.members.filter(user_id=actor.user_id).exists():
        return None
    return "Bu işlemi sayım komisyonunun üyeleri yapar."


def keeps(stocktake: "Stocktake", actor: Actor) -> str | None:
    return stocktake.warehouse.keeper_objection(actor.user_id)


def authorises(stocktake: "Stocktake", actor: Actor) -> str | None:
    """The authorising officer of the spending unit; where none is named, whoever the permission reaches."""
    officer = stocktake.warehouse.spending_unit.assignee
    if officer is None or officer.pk == actor.user_id or _acts_for(officer.pk, actor):
        return None
    return f"Sayım tutanağını harcama yetkilisi onaylar: {officer.full_name}."


def _acts_for(user_id: int, actor: Actor) -> bool:
    """Whether the actor sits today in the place of that person (vekâlet)."""
    if actor.user_id is None:
        return False
    return bool(seats_of(actor.user_id).filter(acting_for__user_id=user_id).exists())


def all_counted(stocktake: "Stocktake") -> str | None:
    waiting = stocktake.lines.filter(counted=None).count()
    if waiting:
        return f"{waiting} kalem henüz sayılmadı; sayın ya da «Kalanı noksan say» ile noksan yazın."
    unknown = stocktake.findings.filter(item=None).count()
    if unknown:
        return f"Kayıtsız bulunan {unknown} taşınırın kodu belirlenmedi; kodunu ve değerini yazın ya da çıkarın."
    return None


def all_signed(stocktake: "Stocktake") -> str | None:
    waiting = [one.user.full_name for one in stocktake.members.filter(signed_at=None).select_related("user")]
    return f"Tutanağı imzalamayan üyeler: {', '.join(waiting)}." if waiting else None


LIFE = Lifecycle(State, opens=State.PLANNED, ends=frozenset({State.SETTLED, State.CANCELLED}))
BEGIN = LIFE.step(
    "begin", "Sayıma başla", source=State.PLANNED, target=State.COUNTING, permission=access.COUNT, who=counts
)
FINISH = LIFE.step(
    "finish",
    "Sayımı bitir",
    source=State.COUNTING,
    target=State.COUNTED,
    permission=access.COUNT,
    who=counts,
    guard=all_counted,
)
RECOUNT = LIFE.step(
    "recount",
    "Yeniden say",
    source=(State.COUNTED, State.REPORTED),
    target=State.COUNTING,
    permission=access.COUNT,
    who=counts,
)
REPORT = LIFE.step(
    "report",
    "Tutanağı onaya sun",
    source=State.COUNTED,
    target=State.REPORTED,
    permission=access.COUNT,
    who=counts,
    guard=all_signed,
)
APPROVE = LIFE.step(
    "approve",
    "Tutanağı onayla",
    source=State.REPORTED,
    target=State.APPROVED,
    permission=access.APPROVE,
    who=authorises,
    other_than="report",
)
SEND_BACK = LIFE.step(
    "send_back",
    "Yeniden sayılmak üzere iade et",
    source=State.REPORTED,
    target=State.COUNTING,
    permission=access.APPROVE,
    who=authorises,
)
SETTLE = LIFE.step(
    "settle",
    "Kayıtla karşılaştır ve kapat",
    source=State.APPROVED,
    target=State.SETTLED,
    permission=access.COUNT,
    who=keeps,
)
CANCEL = LIFE.step(
    "cancel",
    "Sayımdan vazgeç",
    source=(State.PLANNED, State.COUNTING),
    target=State.CANCELLED,
    permission=access.PLAN,
    danger="Sayım kapanır; o ana kadar okutulanlar kayıtta kalır, deftere bir şey işlenmez.",
)


class YearState(TextChoices):
    DRAWN = "drawn", "Düzenlendi"
    SUBMITTED = "submitted", "Kontrol bekliyor"
    CONTROLLED = "controlled", "Harcama yetkilisinde"
    GIVEN = "given", "Hesap verildi"
    WITHDRAWN = "withdrawn", "Geri çekildi"


def keeps_account(account: "YearAccount", actor: Actor) -> str | None:
    return account.warehouse.keeper_objection(actor.user_id)


def controls_account(account: "YearAccount", actor: Actor) -> str | None:
    return account.warehouse.controller_objection(actor.user_id)


def authorises_account(account: "YearAccount", actor: Actor) -> str | None:
    officer = account.warehouse.spending_unit.assignee
    if officer is None or officer.pk == actor.user_id or _acts_for(officer.pk, actor):
        return None
    return f"Yönetim hesabını harcama yetkilisi onaylar: {officer.full_name}."


def balanced(account: "YearAccount") -> str | None:
    """Carried over, in, out and left agree to the kuruş, and with what was counted."""
    unlike = account.rows.exclude(difference=0).count()
    if not unlike:
        return None
    return f"{unlike} satırda sayım ile kayıt denk değil; farkları işleyip cetveli yeniden düzenleyin."


YEAR = Lifecycle(YearState, opens=YearState.DRAWN, ends=frozenset({YearState.GIVEN, YearState.WITHDRAWN}))
SUBMIT = YEAR.step(
    "submit",
    "Kontrole gönder",
    source=YearState.DRAWN,
    target=YearState.SUBMITTED,
    permission=access.COUNT,
    who=keeps_account,
    guard=balanced,
)
CONTROL = YEAR.step(
    "control",
    "Kontrol ettim",
    source=YearState.SUBMITTED,
    target=YearState.CONTROLLED,
    permission=access.COUNT,
    who=controls_account,
    other_than="submit",
    danger="Ambarın bu yıla ait defteri kapanır; o yıla artık fiş kesilemez.",
)
GIVE = YEAR.step(
    "give",
    "Hesabı onayla",
    source=YearState.CONTROLLED,
    target=YearState.GIVEN,
    permission=access.APPROVE,
    who=authorises_account,
    other_than="control",
)
WITHDRAW = YEAR.step(
    "withdraw",
    "Geri çek",
    source=(YearState.DRAWN, YearState.SUBMITTED),
    target=YearState.WITHDRAWN,
    permission=access.COUNT,
    who=keeps_account,
)

# What this app tells to those above it.
SETTLED = Announcement("stocktake.settled", "Bir sayım kayıtla denkleşti", ("number",))
ACCOUNT_GIVEN = Announcement("stocktake.account_given", "Bir ambarın yıl sonu hesabı verildi", ("number",))


class LossState(TextChoices):
    OPEN = "open", "İnceleniyor"
    NOTIFIED = "notified", "Sorumlulara bildirildi"
    LEGAL = "legal", "Hukuk birimine iletildi"
    COLLECTED = "collected", "Tahsil edildi"
    CLEARED = "cleared", "Kamu zararı yok"


def all_is_shared_out(loss: "ValueLoss") -> str | None:
    shared = sum(one.amount for one in loss.people.all())
    if shared == loss.amount:
        return None
    return f"Sorumlulara paylaştırılan {shared:.2f} ₺, kamu zararı {loss.amount:.2f} ₺; ikisi eşit olmalı."


def all_is_paid(loss: "ValueLoss") -> str | None:
    left = loss.amount - loss.paid
    return f"Henüz {left:.2f} ₺ tahsil edilmedi." if left > 0 else None


LOSS = Lifecycle(LossState, opens=LossState.OPEN, ends=frozenset({LossState.COLLECTED, LossState.CLEARED}))
NOTIFY = LOSS.step(
    "notify",
    "Sorumlulara bildir",
    source=LossState.OPEN,
    target=LossState.NOTIFIED,
    permission=access.APPROVE,
    guard=all_is_shared_out,
)
GO_LEGAL = LOSS.step(
    "go_legal",
    "Hukuk birimine ilet",
    source=LossState.NOTIFIED,
    target=LossState.LEGAL,
    permission=access.APPROVE,
)
COLLECT = LOSS.step(
    "collect",
    "Tahsil edildi",
    source=(LossState.NOTIFIED, LossState.LEGAL),
    target=LossState.COLLECTED,
    permission=access.PLAN,
    guard=all_is_paid,
)
CLEAR = LOSS.step(
    "clear",
    "Kamu zararı yok",
    source=(LossState.OPEN, LossState.NOTIFIED),
    target=LossState.CLEARED,
    permission=access.APPROVE,
    danger="Dosya kararla kapanır; kimseden tahsilat yapılmaz.",
)
