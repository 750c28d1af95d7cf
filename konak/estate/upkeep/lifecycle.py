from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Commissioning, ConditionRound, Replacement, WorkOrder


class OrderState(TextChoices):
    OPEN = "open", "Açık"
    WORKING = "working", "Çalışılıyor"
    AWAY = "away", "Firmada"
    DONE = "done", "Bitti"
    CANCELLED = "cancelled", "Vazgeçildi"


def every_point_is_ticked(order: "WorkOrder | Commissioning") -> str | None:
    """What the plan asks for has been looked at, point by point."""
    left = sum(not point.get("by") for point in order.points)
    return f"Kontrol listesinde {left} madde işaretlenmedi." if left else None


ORDER_LIFE = Lifecycle(OrderState, opens=OrderState.OPEN, ends=frozenset({OrderState.DONE, OrderState.CANCELLED}))
TAKE = ORDER_LIFE.step("take", "İşe başla", source=OrderState.OPEN, target=OrderState.WORKING, permission=access.WORK)
SEND = ORDER_LIFE.step(
    "send",
    "Firmaya gönder",
    source=(OrderState.OPEN, OrderState.WORKING),
    target=OrderState.AWAY,
    permission=access.WORK,
)
RECEIVE = ORDER_LIFE.step(
    "receive", "Firmadan geldi", source=OrderState.AWAY, target=OrderState.WORKING, permission=access.WORK
)
FINISH = ORDER_LIFE.step(
    "finish",
    "Bitir",
    source=OrderState.WORKING,
    target=OrderState.DONE,
    permission=access.WORK,
    guard=every_point_is_ticked,
)
CANCEL = ORDER_LIFE.step(
    "cancel",
    "Vazgeç",
    source=(OrderState.OPEN, OrderState.WORKING),
    target=OrderState.CANCELLED,
    permission=access.WORK,
    danger="İş emri yapılmadan kapanır; nedeni dosyada kalır. Plandan doğduysa bir sonraki tarihi değişmez.",
)


class RenewalState(TextChoices):
    OPEN = "open", "Karar bekliyor"
    RENEWED = "renewed", "Yenilendi"
    DROPPED = "dropped", "Yenilenmedi"


RENEWAL_LIFE = Lifecycle(
    RenewalState, opens=RenewalState.OPEN, ends=frozenset({RenewalState.RENEWED, RenewalState.DROPPED})
)
RENEW = RENEWAL_LIFE.step(
    "renew", "Yenile", source=RenewalState.OPEN, target=RenewalState.RENEWED, permission=access.DECIDE
)
DROP = RENEWAL_LIFE.step(
    "drop",
    "Yenilenmesin",
    source=RenewalState.OPEN,
    target=RenewalState.DROPPED,
    permission=access.DECIDE,
    danger="Sözleşme bitiş gününde sona erer; kapsadığı cihazlar bakımsız kalabilir.",
)


class SetupState(TextChoices):
    OPEN = "open", "Kontrol ediliyor"
    DONE = "done", "Devreye alındı"
    CANCELLED = "cancelled", "Vazgeçildi"


SETUP_LIFE = Lifecycle(SetupState, opens=SetupState.OPEN, ends=frozenset({SetupState.DONE, SetupState.CANCELLED}))
PUT_IN_SERVICE = SETUP_LIFE.step(
    "put_in_service",
    "Devreye al",
    source=SetupState.OPEN,
    target=SetupState.DONE,
    permission=access.WORK,
    guard=every_point_is_ticked,
)
GIVE_UP = SETUP_LIFE.step(
    "give_up",
    "Devreye almaktan vazgeç",
    source=SetupState.OPEN,
    target=SetupState.CANCELLED,
    permission=access.WORK,
    danger="Cihaz devreye alınmamış sayılır.",
)


class CheckState(TextChoices):
    OPEN = "open", "Sürüyor"
    DONE = "done", "Tamamlandı"


def every_asset_is_seen(round_: "ConditionRound") -> str | None:
    left = round_.lines.filter(condition="").count()
    return f"{left} taşınır henüz görülmedi." if left else None


CHECK_LIFE = Lifecycle(CheckState, opens=CheckState.OPEN, ends=frozenset({CheckState.DONE}))
CLOSE = CHECK_LIFE.step(
    "close",
    "Kontrolü tamamla",
    source=CheckState.OPEN,
    target=CheckState.DONE,
    permission=access.WORK,
    guard=every_asset_is_seen,
)


class PlanState(TextChoices):
    DRAFT = "draft", "Hazırlanıyor"
    SUBMITTED = "submitted", "Karar bekliyor"
    DECIDED = "decided", "Karara bağlandı"
    DROPPED = "dropped", "Vazgeçildi"


def every_line_is_decided(plan: "Replacement") -> str | None:
    left = plan.lines.filter(decision="proposed").count()
    return f"{left} cihaz için karar verilmedi." if left else None


REPLACEMENT_LIFE = Lifecycle(PlanState, opens=PlanState.DRAFT, ends=frozenset({PlanState.DECIDED, PlanState.DROPPED}))
SUBMIT = REPLACEMENT_LIFE.step(
    "submit", "Karara sun", source=PlanState.DRAFT, target=PlanState.SUBMITTED, permission=access.KEEP
)
CONCLUDE = REPLACEMENT_LIFE.step(
    "conclude",
    "Kararı kesinleştir",
    source=PlanState.SUBMITTED,
    target=PlanState.DECIDED,
    permission=access.DECIDE,
    guard=every_line_is_decided,
    other_than="submit",
)
ABANDON = REPLACEMENT_LIFE.step(
    "abandon",
    "Plandan vazgeç",
    source=(PlanState.DRAFT, PlanState.SUBMITTED),
    target=PlanState.DROPPED,
    permission=access.KEEP,
    danger="Plan kararsız kapanır; önerilen liste dosyada kalır.",
)

# What this app tells to those above it; neighbours import them from `public`.
REPAIR_OPENED = Announcement("upkeep.opened", "Bir cihaz için iş emri açıldı", ("number",))
REPAIR_DONE = Announcement("upkeep.done", "Bir cihazın bakımı ya da onarımı bitti", ("number",))
IN_SERVICE = Announcement("upkeep.in_service", "Bir cihaz kontrol listesi tamamlanarak devreye alındı", ("tag",))
WIPED = Announcement("upkeep.wiped", "Bir cihazın verileri geri dönülmez biçimde silindi", ("tag",))
