from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Proposal, StockAlarm


class AlarmState(TextChoices):
    OPEN = "open", "Bakılacak"
    ORDERED = "ordered", "Alımı önerildi"
    RECOVERED = "recovered", "Stok yeterli"
    DISMISSED = "dismissed", "Gerek görülmedi"


def is_enough_again(alarm: "StockAlarm") -> str | None:
    seen = alarm.level.outlook
    return "Stok hâlâ sipariş noktasında ya da altında." if seen.on_hand <= seen.point else None


ALARM_LIFE = Lifecycle(
    AlarmState,
    opens=AlarmState.OPEN,
    ends=frozenset({AlarmState.RECOVERED, AlarmState.DISMISSED}),
    rests=frozenset({AlarmState.ORDERED}),
)
ORDER = ALARM_LIFE.step(
    "order",
    "Alım önerisine ekle",
    source=AlarmState.OPEN,
    target=AlarmState.ORDERED,
    permission=access.KEEP,
)
REOPEN = ALARM_LIFE.step(
    "reopen",
    "Yeniden bakılsın",
    source=AlarmState.ORDERED,
    target=AlarmState.OPEN,
    permission=access.KEEP,
)
RECOVER = ALARM_LIFE.step(
    "recover",
    "Stok yeterli",
    source=(AlarmState.OPEN, AlarmState.ORDERED),
    target=AlarmState.RECOVERED,
    permission=access.WORK,
    guard=is_enough_again,
)
DISMISS = ALARM_LIFE.step(
    "dismiss",
    "Gerek yok",
    source=AlarmState.OPEN,
    target=AlarmState.DISMISSED,
    permission=access.KEEP,
    danger="Yazdığınız güne kadar bu malzeme için yeniden uyarı açılmaz.",
)


class ProposalState(TextChoices):
    DRAFT = "draft", "Hazırlanıyor"
    SUBMITTED = "submitted", "Karar bekliyor"
    APPROVED = "approved", "Alınacak"
    MET = "met", "Karşılandı"
    DROPPED = "dropped", "Vazgeçildi"


def has_lines(proposal: "Proposal") -> str | None:
    return None if proposal.lines.exists() else "Öneride satır yok; en az bir malzeme ekleyin."


PROPOSAL_LIFE = Lifecycle(
    ProposalState, opens=ProposalState.DRAFT, ends=frozenset({ProposalState.MET, ProposalState.DROPPED})
)
SUBMIT = PROPOSAL_LIFE.step(
    "submit",
    "Karara sun",
    source=ProposalState.DRAFT,
    target=ProposalState.SUBMITTED,
    permission=access.KEEP,
    guard=has_lines,
)
APPROVE = PROPOSAL_LIFE.step(
    "approve",
    "Alınsın",
    source=ProposalState.SUBMITTED,
    target=ProposalState.APPROVED,
    permission=access.DECIDE,
    guard=has_lines,
    other_than="submit",
)
SEND_BACK = PROPOSAL_LIFE.step(
    "send_back",
    "Düzeltilmek üzere iade et",
    source=ProposalState.SUBMITTED,
    target=ProposalState.DRAFT,
    permission=access.DECIDE,
)
MEET = PROPOSAL_LIFE.step(
    "meet",
    "Karşılandı",
    source=ProposalState.APPROVED,
    target=ProposalState.MET,
    permission=access.KEEP,
)
DROP = PROPOSAL_LIFE.step(
    "drop",
    "Vazgeç",
    source=(ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.APPROVED),
    target=ProposalState.DROPPED,
    permission=access.KEEP,
    danger="Öneri kapanır; satırlarındaki malzemelerin uyarıları yeniden bakılmak üzere açılır.",
)

# What this app tells to those above it; neighbours import them from `public`.
HANDED_OUT = Announcement("supplies.handed_out", "Sarf malzemesi ya da yedek parça verildi", ("number",))
RUNNING_LOW = Announcement("supplies.running_low", "Bir sarf malzemesi sipariş noktasına indi", ("number",))
NEED_APPROVED = Announcement("supplies.need_approved", "Sarf malzemesi alım önerisi onaylandı", ("number",))
