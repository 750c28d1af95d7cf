"""What can happen to a period of a duty, to a confirmation sent upwards, and to the review of a text."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Confirmation

LADDER: tuple[tuple[str, int], ...] = (
    ("chief", 1),
    ("director", 3),
    ("head_of_department", 7),
    ("secretary_general", 15),
)
"""Whom an overdue period climbs to, each after so many working days. Our own rule, no deadline of a law: a plan may
grant more days (`grace_days`)."""

CONFIRMATION_DAYS = 10
"""Working days after the end of a term until its confirmations are due; our own rule."""

REVIEW_LEAD = 30
"""Days before its anniversary that the yearly review of a text opens."""


# The period of a duty ---------------------------------------------------------------------------------------------


class PeriodState(TextChoices):
    OPEN = "open", "Açık"
    TAKEN = "taken", "Yapılıyor"
    DONE = "done", "Yapıldı"
    PROVEN = "proven", "Kanıtlandı"
    NOT_DONE = "not_done", "Yapılmadı"
    EXCUSED = "excused", "Muaf tutuldu"
    LAPSED = "lapsed", "Düştü"


WAITING = (PeriodState.OPEN, PeriodState.TAKEN)
"""States in which somebody still has to do it."""
GOOD = (PeriodState.DONE, PeriodState.PROVEN)
"""States in which it was done."""
SETTLED = (PeriodState.DONE, PeriodState.PROVEN, PeriodState.NOT_DONE, PeriodState.EXCUSED)
"""States with an outcome; they rest, because they can be opened again."""

PERIOD = Lifecycle(
    PeriodState, opens=PeriodState.OPEN, ends=frozenset({PeriodState.LAPSED}), rests=frozenset(SETTLED)
)
DONE = PERIOD.step("done", "Yapıldı, kanıtla", source=WAITING, target=PeriodState.DONE, permission=access.DO)
TAKE_UP = PERIOD.step(
    "take_up", "Üzerime al", source=PeriodState.OPEN, target=PeriodState.TAKEN, permission=access.DO
)
PROVE = PERIOD.step(
    "prove", "Kendiliğinden kanıtlandı", source=WAITING, target=PeriodState.PROVEN, permission=access.DO
)
NOT_DONE = PERIOD.step(
    "not_done",
    "Yapılmadı",
    source=WAITING,
    target=PeriodState.NOT_DONE,
    permission=access.DO,
    danger="Dönem «yapılmadı» olarak kapanır; gerekçeniz karnede ve teyitte görünür.",
)
EXCUSE = PERIOD.step(
    "excuse",
    "Muaf tut",
    source=(*WAITING, PeriodState.NOT_DONE),
    target=PeriodState.EXCUSED,
    permission=access.MANAGE,
    danger="Bu dönem için kanıt beklenmez; gerekçesi kayıtta kalır. Sonraki dönemler etkilenmez.",
)
REOPEN = PERIOD.step(
    "reopen",
    "Yeniden aç",
    source=SETTLED,
    target=PeriodState.OPEN,
    permission=access.MANAGE,
    danger="Dönem yeniden beklenir; son günü geçtiyse gecikme kaldığı yerden sürer.",
)
LAPSE = PERIOD.step(
    "lapse",
    "Düşür",
    source=WAITING,
    target=PeriodState.LAPSED,
    permission=access.MANAGE,
    danger="Dönem bir daha açılamaz: görev kapandıysa ya da planı değiştiyse kullanılır.",
)


# The confirmation of a unit ---------------------------------------------------------------------------------------


class ConfirmationState(TextChoices):
    OPEN = "open", "Hazırlanıyor"
    SIGNED = "signed", "Teyit edildi"
    RECEIVED = "received", "Teslim alındı"
    VOID = "void", "Düştü"


def answered(confirmation: "Confirmation") -> str | None:
    """Every duty has its answer; what was not done, or only in part, has its reason."""
    lines = list(confirmation.lines.all())
    silent = sum(not line.answer for line in lines)
    if silent:
        return f"{silent} görevin durumu işaretlenmedi."
    bare = sum(line.answer in {"partly", "not_done"} and not line.remark.strip() for line in lines)
    return f"{bare} görevde «kısmen» ya da «yapılmadı» denmiş, ama nedeni yazılmamış." if bare else None


CONFIRMATION = Lifecycle(
    ConfirmationState,
    opens=ConfirmationState.OPEN,
    ends=frozenset({ConfirmationState.RECEIVED, ConfirmationState.VOID}),
)
SIGN = CONFIRMATION.step(
    "sign",
    "Teyit et ve gönder",
    source=ConfirmationState.OPEN,
    target=ConfirmationState.SIGNED,
    permission=access.CONFIRM,
    guard=answered,
)
RECEIVE = CONFIRMATION.step(
    "receive",
    "Teslim al",
    source=ConfirmationState.SIGNED,
    target=ConfirmationState.RECEIVED,
    permission=access.RECEIVE,
    other_than="sign",
)
SEND_BACK = CONFIRMATION.step(
    "send_back",
    "Geri gönder",
    source=ConfirmationState.SIGNED,
    target=ConfirmationState.OPEN,
    permission=access.RECEIVE,
    other_than="sign",
)
VOID = CONFIRMATION.step(
    "void",
    "Düşür",
    source=ConfirmationState.OPEN,
    target=ConfirmationState.VOID,
    permission=access.RECEIVE,
    danger="Bu birim bu dönem için teyit vermeyecek; üst teyit onsuz tamamlanır.",
)


# The review of a text ---------------------------------------------------------------------------------------------


class ReviewState(TextChoices):
    OPEN = "open", "Gözden geçiriliyor"
    KEPT = "kept", "Uygun bulundu"
    CHANGE = "change", "Değişmeli"
    LAPSED = "lapsed", "Düştü"


REVIEW = Lifecycle(
    ReviewState, opens=ReviewState.OPEN, ends=frozenset({ReviewState.KEPT, ReviewState.CHANGE, ReviewState.LAPSED})
)
KEEP = REVIEW.step("keep", "Uygun", source=ReviewState.OPEN, target=ReviewState.KEPT, permission=access.REVIEW)
CHANGE = REVIEW.step(
    "change", "Değişmeli", source=ReviewState.OPEN, target=ReviewState.CHANGE, permission=access.REVIEW
)
DROP = REVIEW.step(
    "drop",
    "Düşür",
    source=ReviewState.OPEN,
    target=ReviewState.LAPSED,
    permission=access.MANAGE,
    danger="Gözden geçirme sonuçsuz kapanır.",
)

# What this app tells to those above it; neighbours import them from `public`.
OVERDUE = Announcement(
    "compliance.overdue", "Süresi geçen bir görev dönemi üst makama yükseldi", ("number", "position")
)
SETTLED_AS = Announcement("compliance.done", "Bir görev dönemi yapıldı", ("number", "duty_id"))
