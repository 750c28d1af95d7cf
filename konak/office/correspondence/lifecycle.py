"""What can happen to a document that came, to a referral of it, and to a letter that is written."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.notify import Pace, Topic

from . import access

if TYPE_CHECKING:
    from .models import Letter, Referral


class State(TextChoices):
    REGISTERED = "registered", "Havale bekliyor"
    REFERRED = "referred", "Havale edildi"
    DONE = "done", "Sonuçlandı"
    RETURNED = "returned", "İade edildi"
    REJECTED = "rejected", "Paket reddedildi"


LIFE = Lifecycle(
    State,
    opens=State.REGISTERED,
    ends=frozenset({State.DONE, State.RETURNED, State.REJECTED}),
    rests=frozenset({State.REFERRED}),
)
REFER = LIFE.step(
    "refer",
    "Havale et",
    source=(State.REGISTERED, State.REFERRED),
    target=State.REFERRED,
    permission=access.REFER,
)
CLOSE = LIFE.step(
    "close",
    "Dosyasına kaldır",
    source=(State.REGISTERED, State.REFERRED),
    target=State.DONE,
    permission=access.WORK,
)
SEND_BACK = LIFE.step(
    "send_back",
    "İade et",
    source=(State.REGISTERED, State.REFERRED),
    target=State.RETURNED,
    permission=access.REFER,
    danger="Evrak kurumdan çıkar; kayıt numarası defterde kalır.",
)
REJECT = LIFE.step(
    "reject",
    "Paketi reddet",
    source=State.REGISTERED,
    target=State.REJECTED,
    permission=access.REGISTER,
    danger="Gönderene ret nedeni bildirilir; kayıt numarası defterde kalır.",
)


class ReferralState(TextChoices):
    WAITING = "waiting", "Bekliyor"
    STARTED = "started", "İşlemde"
    DONE = "done", "Yapıldı"
    RETURNED = "returned", "Geri gönderildi"


def receives(referral: "Referral", actor: Actor) -> str | None:
    """The person named; where only a unit is named, whoever sits there."""
    named = referral.case.assignee_id
    if named in (None, actor.user_id) or referral.case.unit_id in {s.unit_id for s in actor.seats if s.acting}:
        return None
    return "Bu havale bir başkasına yapılmış; işlemi havale edilen kişi yapar."


def parts_done(referral: "Referral") -> str | None:
    """What was passed on for action comes back first."""
    waiting = referral.parts.filter(case__closed_at=None, purpose="action").count()
    return f"Alt havalelerden {waiting} tanesi henüz sonuçlanmadı." if waiting else None


REFERRAL_LIFE = Lifecycle(
    ReferralState, opens=ReferralState.WAITING, ends=frozenset({ReferralState.DONE, ReferralState.RETURNED})
)
START = REFERRAL_LIFE.step(
    "start",
    "İşleme al",
    source=ReferralState.WAITING,
    target=ReferralState.STARTED,
    permission=access.WORK,
    who=receives,
)
FINISH = REFERRAL_LIFE.step(
    "finish",
    "Yapıldı",
    source=(ReferralState.WAITING, ReferralState.STARTED),
    target=ReferralState.DONE,
    permission=access.WORK,
    who=receives,
    guard=parts_done,
)
GIVE_BACK = REFERRAL_LIFE.step(
    "give_back",
    "Geri gönder",
    source=(ReferralState.WAITING, ReferralState.STARTED),
    target=ReferralState.RETURNED,
    permission=access.WORK,
    who=receives,
    danger="Evrak, havale edene döner.",
)


def referred(referral: "Referral", actor: Actor) -> str | None:
    """Whoever referred it, or holds the right to refer in that unit."""
    if actor.user_id == referral.referred_by_id or actor.reach(access.REFER).covers(referral.case):
        return None
    return "Havaleyi eden ya da amiri geri alır."


WITHDRAW = REFERRAL_LIFE.step(
    "withdraw",
    "Havaleyi geri al",
    source=(ReferralState.WAITING, ReferralState.STARTED),
    target=ReferralState.RETURNED,
    permission=access.WORK,
    who=referred,
)


class LetterState(TextChoices):
    DRAFT = "draft", "Taslak"
    ROUTED = "routed", "Paraf ve imzada"
    SIGNED = "signed", "İmzalandı"
    SENT = "sent", "Gönderildi"
    CANCELLED = "cancelled", "İptal edildi"


def writes(letter: "Letter", actor: Actor) -> str | None:
    """The author, or whoever shares his unit."""
    if actor.user_id == letter.case.opened_by_id or letter.case.unit_id in {seat.unit_id for seat in actor.seats}:
        return None
    return "Yazıyı hazırlayan ya da biriminden biri yapabilir."


def all_signed(letter: "Letter") -> str | None:
    waiting = letter.route.filter(round=letter.round).exclude(state__in=("done", "skipped")).count()
    return f"Güzergâhta {waiting} adım daha var." if waiting else None


def numberless(letter: "Letter") -> str | None:
    """A signed number never disappears; a reserved one stays in the register as cancelled."""
    return "Zorunlu hâlde numara almış yazı iptal edilemez." if letter.mode != "E" and letter.official else None


LETTER_LIFE = Lifecycle(
    LetterState,
    opens=LetterState.DRAFT,
    ends=frozenset({LetterState.SENT, LetterState.CANCELLED}),
)
SUBMIT = LETTER_LIFE.step(
    "submit",
    "İmzaya sun",
    source=LetterState.DRAFT,
    target=LetterState.ROUTED,
    permission=access.WRITE,
    who=writes,
)
RECALL = LETTER_LIFE.step(
    "recall",
    "Geri çek",
    source=LetterState.ROUTED,
    target=LetterState.DRAFT,
    permission=access.WRITE,
    who=writes,
)
TURN_BACK = LETTER_LIFE.step(
    "turn_back",
    "Düzeltmeye iade et",
    source=LetterState.ROUTED,
    target=LetterState.DRAFT,
    permission=access.WORK,
)
SIGN = LETTER_LIFE.step(
    "sign",
    "İmzalandı",
    source=LetterState.ROUTED,
    target=LetterState.SIGNED,
    permission=access.WORK,
    guard=all_signed,
)
SEND = LETTER_LIFE.step(
    "send",
    "Gönderimi tamamla",
    source=LetterState.SIGNED,
    target=LetterState.SENT,
    permission=access.DISPATCH,
)
CANCEL = LETTER_LIFE.step(
    "cancel",
    "İptal et",
    source=(LetterState.DRAFT, LetterState.ROUTED),
    target=LetterState.CANCELLED,
    permission=access.WRITE,
    who=writes,
    guard=numberless,
    danger="Yazı kapanır; almışsa numarası defterde «iptal» olarak kalır.",
)

# What this app tells to those above it; neighbours import them from `public`.
REGISTERED = Announcement("correspondence.registered", "Gelen evrak kaydedildi", ("number",))
SIGNED = Announcement("correspondence.signed", "Bir yazı imzalandı", ("number",))
SENT = Announcement("correspondence.sent", "Bir yazının gönderimi tamamlandı", ("number",))
FILED = Announcement("correspondence.filed", "Gelen bir evrak dosyasına kaldırıldı", ("number",))
ANSWERED = Announcement("correspondence.answered", "Gelen bir evrak cevaplandı", ("number", "letter"))

TURN = Topic("correspondence.turn", "Paraf ya da imza bekleyen yazı", mail=Pace.NOW)
LATE = Topic("correspondence.late", "Cevap süresi dolan evrak")
REJECTION = Topic("correspondence.rejection", "Ret süresi dolan kusurlu paket", mail=Pace.NOW)
UNANSWERED = Topic("correspondence.unanswered", "Süresinde cevabı gelmeyen yazı")
UNDELIVERED = Topic("correspondence.undelivered", "Muhatabına ulaşmayan yazı", mail=Pace.NOW)
