"""Trainings: what is asked for, what is held."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Lifecycle

from .. import access
from .who import by_asker, by_office

if TYPE_CHECKING:
    from ..models import Session


class TrainingState(TextChoices):
    OPEN = "open", "İstendi"
    PLANNED = "planned", "Oturuma bağlandı"
    HELD = "held", "Eğitim yapıldı"
    DECLINED = "declined", "Karşılanmadı"
    WITHDRAWN = "withdrawn", "Geri çekildi"


TRAINING_LIFE = Lifecycle(
    TrainingState,
    opens=TrainingState.OPEN,
    ends=frozenset({TrainingState.HELD, TrainingState.DECLINED, TrainingState.WITHDRAWN}),
)
PLACE = TRAINING_LIFE.step(
    "place",
    "Oturuma bağla",
    source=(TrainingState.OPEN, TrainingState.PLANNED),
    target=TrainingState.PLANNED,
    permission=access.WORK,
    who=by_office,
)
TAUGHT = TRAINING_LIFE.step(
    "taught",
    "Eğitim yapıldı",
    source=TrainingState.PLANNED,
    target=TrainingState.HELD,
    permission=access.WORK,
    who=by_office,
)
UNPLACE = TRAINING_LIFE.step(
    "unplace",
    "Oturumdan çıkar",
    source=TrainingState.PLANNED,
    target=TrainingState.OPEN,
    permission=access.WORK,
    who=by_office,
)
DECLINE_TRAINING = TRAINING_LIFE.step(
    "decline_training",
    "Karşılanamaz",
    source=TrainingState.OPEN,
    target=TrainingState.DECLINED,
    permission=access.WORK,
    who=by_office,
    danger="Gerekçeniz isteyen kişiye iletilir.",
)
WITHDRAW_TRAINING = TRAINING_LIFE.step(
    "withdraw_training",
    "Geri çek",
    source=(TrainingState.OPEN, TrainingState.PLANNED),
    target=TrainingState.WITHDRAWN,
    permission=access.ASK,
    who=by_asker,
    danger="Eğitim isteğiniz kapanır.",
)


class SessionState(TextChoices):
    PLANNED = "planned", "Planlandı"
    HELD = "held", "Yapıldı"
    CANCELLED = "cancelled", "İptal edildi"


def attendance_is_marked(record: "Session") -> str | None:
    if localdate(record.starts_at) > localdate():
        return "Oturumun günü gelmedi."
    if not record.people.exists():
        return "Oturuma kimse yazılmadı."
    left = record.people.filter(came=None).count()
    return f"{left} kişinin katılımı işaretlenmedi." if left else None


SESSION_LIFE = Lifecycle(
    SessionState, opens=SessionState.PLANNED, ends=frozenset({SessionState.HELD, SessionState.CANCELLED})
)
HOLD = SESSION_LIFE.step(
    "hold",
    "Eğitim yapıldı",
    source=SessionState.PLANNED,
    target=SessionState.HELD,
    permission=access.WORK,
    who=by_office,
    guard=attendance_is_marked,
)
CANCEL_SESSION = SESSION_LIFE.step(
    "cancel_session",
    "İptal et",
    source=SessionState.PLANNED,
    target=SessionState.CANCELLED,
    permission=access.WORK,
    who=by_office,
    danger="Yazılan herkese haber verilir; bağlanan istekler yeniden bekler.",
)
