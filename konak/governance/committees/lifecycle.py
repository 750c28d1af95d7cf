from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Decision, Meeting


# A meeting ----------------------------------------------------------------------------------------------------------


class MeetingState(TextChoices):
    PLANNED = "planned", "Planlandı"
    INVITED = "invited", "Çağrıldı"
    OPEN = "open", "Sürüyor"
    HELD = "held", "Yapıldı"
    MINUTES = "minutes", "Tutanak imzada"
    CLOSED = "closed", "Tamamlandı"
    LAPSED = "lapsed", "Yeter sayı yok"
    CANCELLED = "cancelled", "İptal edildi"


def has_agenda(meeting: "Meeting") -> str | None:
    return None if meeting.items.exists() else "Gündem boş. Çağrıdan önce en az bir gündem maddesi ekleyin."


def items_settled(meeting: "Meeting") -> str | None:
    waiting = meeting.items.filter(outcome="waiting").count()
    if not waiting:
        return None
    return f"{waiting} gündem maddesi görüşülmedi: karar yazın, görüşüldü deyin ya da sonraki toplantıya bırakın."


def signed_by_all(meeting: "Meeting") -> str | None:
    """Everybody who was present and can sign in Konak has signed; what stands on paper is the archive's business."""
    waiting = meeting.attendances.filter(status="present", signed_at=None, member__user__is_active=True).count()
    return f"{waiting} üyenin imzası bekleniyor." if waiting else None


def leads(meeting: "Meeting", actor: Actor) -> str | None:
    """Whoever presided over the meeting approves its minutes."""
    presiding = meeting.presiding
    if presiding is not None and presiding.user_id == actor.user_id:
        return None
    return "Tutanağı toplantıya başkanlık eden üye onaylar."


MEETING = Lifecycle(
    MeetingState,
    opens=MeetingState.PLANNED,
    ends=frozenset({MeetingState.CLOSED, MeetingState.LAPSED, MeetingState.CANCELLED}),
)

INVITE = MEETING.step(
    "invite",
    "Üyeleri çağır",
    source=MeetingState.PLANNED,
    target=MeetingState.INVITED,
    permission=access.RUN,
    guard=has_agenda,
)
BEGIN = MEETING.step(
    "begin", "Toplantıyı aç", source=MeetingState.INVITED, target=MeetingState.OPEN, permission=access.RUN
)
FINISH = MEETING.step(
    "finish",
    "Toplantıyı bitir",
    source=MeetingState.OPEN,
    target=MeetingState.HELD,
    permission=access.RUN,
    guard=items_settled,
)
LAPSE = MEETING.step(
    "lapse",
    "Yeter sayı olmadı",
    source=MeetingState.OPEN,
    target=MeetingState.LAPSED,
    permission=access.RUN,
    danger="Toplantı karar almadan kapanır; gündemi bir sonraki toplantıya aktarabilirsiniz.",
)
DRAW = MEETING.step(
    "draw",
    "Tutanağı düzenle",
    source=MeetingState.HELD,
    target=MeetingState.MINUTES,
    permission=access.RUN,
)
REDRAW = MEETING.step(
    "redraw",
    "Tutanağı düzeltmeye al",
    source=MeetingState.MINUTES,
    target=MeetingState.HELD,
    permission=access.RUN,
    danger="Atılmış imzalar silinir; düzeltilen tutanak yeniden imzaya sunulur.",
)
APPROVE = MEETING.step(
    "approve",
    "Tutanağı onayla",
    source=MeetingState.MINUTES,
    target=MeetingState.CLOSED,
    permission=access.CHAIR,
    guard=signed_by_all,
    who=leads,
)
POSTPONE = MEETING.step(
    "postpone",
    "Ertele",
    source=(MeetingState.PLANNED, MeetingState.INVITED),
    target=MeetingState.PLANNED,
    permission=access.RUN,
)
CANCEL = MEETING.step(
    "cancel",
    "İptal et",
    source=(MeetingState.PLANNED, MeetingState.INVITED),
    target=MeetingState.CANCELLED,
    permission=access.RUN,
    danger="Toplantı yapılmadan kapanır; çağrılanlar iptali görür.",
)


# A decision ---------------------------------------------------------------------------------------------------------


class DecisionState(TextChoices):
    OPEN = "open", "Yapılacak"
    STARTED = "started", "Yapılıyor"
    REPORTED = "reported", "Kabul bekliyor"
    DONE = "done", "Yerine getirildi"
    NOTED = "noted", "İşlem gerektirmez"
    REVOKED = "revoked", "Kaldırıldı"


def has_a_deed(decision: "Decision") -> str | None:
    return None if decision.needs_action else "Bu karar bir işlem gerektirmiyor."


def keeps(decision: "Decision", actor: Actor) -> str | None:
    """The secretary or a chair of the committee, or whoever leads the unit that keeps it, accepts what was done."""
    committee = decision.committee
    if committee.assignee_id == actor.user_id and actor.user_id is not None:
        return None
    if any(committee.unit_id in seat.branch for seat in actor.seats):
        return None
    if committee.members.filter(user_id=actor.user_id or 0, role__in=("chair", "deputy_chair"), until=None).exists():
        return None
    return "Kararı, kurulun başkanı ya da sekretaryası kapatır."


DECISION = Lifecycle(
    DecisionState,
    opens=DecisionState.OPEN,
    ends=frozenset({DecisionState.DONE, DecisionState.NOTED, DecisionState.REVOKED}),
)

START = DECISION.step(
    "start",
    "Başla",
    source=DecisionState.OPEN,
    target=DecisionState.STARTED,
    permission=access.DO,
    guard=has_a_deed,
)
REPORT = DECISION.step(
    "report",
    "Yapıldığını bildir",
    source=(DecisionState.OPEN, DecisionState.STARTED),
    target=DecisionState.REPORTED,
    permission=access.DO,
    guard=has_a_deed,
)
ACCEPT = DECISION.step(
    "accept",
    "Yerine getirildi say",
    source=DecisionState.REPORTED,
    target=DecisionState.DONE,
    permission=access.CLOSE,
    other_than="report",
    who=keeps,
)
RETURN = DECISION.step(
    "return",
    "İade et",
    source=DecisionState.REPORTED,
    target=DecisionState.STARTED,
    permission=access.CLOSE,
    other_than="report",
    who=keeps,
)
NOTE = DECISION.step(
    "note",
    "İşlem gerektirmez",
    source=DecisionState.OPEN,
    target=DecisionState.NOTED,
    permission=access.RUN,
)
REVOKE = DECISION.step(
    "revoke",
    "Kaldırıldı say",
    source=(DecisionState.OPEN, DecisionState.STARTED, DecisionState.REPORTED),
    target=DecisionState.REVOKED,
    permission=access.CLOSE,
    who=keeps,
    danger="Karar, kurulun sonraki bir kararıyla kalkmış sayılır; izlemeden çıkar.",
)

# What this app tells to those above it; neighbours import them from `public`.
DECIDED = Announcement("committees.decided", "Bir kurul karar aldı", ("number",))
DECISION_DONE = Announcement("committees.decision_done", "Bir kurul kararı yerine getirildi", ("number",))
MET = Announcement("committees.met", "Bir kurul toplantısının tutanağı onaylandı", ("number",))
