from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Notice


class State(TextChoices):
    WAITING = "waiting", "İnceleyen bekliyor"
    REVIEW = "review", "İnceleniyor"
    APPLYING = "applying", "Uygulanıyor"
    APPLIED = "applied", "Uygulandı"
    NO_EFFECT = "no_effect", "Etkisi yok"
    DROPPED = "dropped", "Kayıt kapatıldı"


def reviewer_only(notice: "Notice", actor: Actor) -> str | None:
    """The opinion is that of the person who was asked for it."""
    if notice.case.assignee_id == actor.user_id:
        return None
    return "Görüşü yalnız incelemeyi üstlenen kişi verir. İnceleme başkasına verilecekse önce inceleyeni değiştirin."


def everything_done(notice: "Notice") -> str | None:
    """Each affected unit has said what changed there, and each flagged duty has been looked at."""
    units = notice.applications.filter(confirmed_at=None).count()
    if units:
        return f"{units} birim uygulamayı henüz bildirmedi."
    flags = notice.flags.filter(settled_at=None).count()
    return f"Gözden geçirilmeyi bekleyen {flags} görev var." if flags else None


LIFE = Lifecycle(State, opens=State.WAITING, ends=frozenset({State.APPLIED, State.NO_EFFECT, State.DROPPED}))

ASSIGN = LIFE.step(
    "send",
    "İncelemeye ver",
    source=(State.WAITING, State.REVIEW),
    target=State.REVIEW,
    permission=access.DIRECT,
)
OPINE = LIFE.step(
    "opine",
    "Görüş ver",
    source=State.REVIEW,
    target=State.APPLYING,
    permission=access.OPINE,
    who=reviewer_only,
)
NO_EFFECT = LIFE.step(
    "clear",
    "Etkisi yok",
    source=State.REVIEW,
    target=State.NO_EFFECT,
    permission=access.OPINE,
    who=reviewer_only,
    danger="Dosya kapanır; bu değişiklik için açılmış gözden geçirme işaretleri kalkar.",
)
AGAIN = LIFE.step(
    "again",
    "Görüşü yeniden iste",
    source=State.APPLYING,
    target=State.REVIEW,
    permission=access.DIRECT,
)
APPLY = LIFE.step(
    "finish",
    "Uygulandı",
    source=State.APPLYING,
    target=State.APPLIED,
    permission=access.DIRECT,
    guard=everything_done,
)
DROP = LIFE.step(
    "drop",
    "Kaydı kapat",
    source=(State.WAITING, State.REVIEW),
    target=State.DROPPED,
    permission=access.DIRECT,
    danger="Yanlış ya da mükerrer kayıt kapanır; metni arşivde kalır.",
)

CHANGED = Announcement("sources.changed", "Bir hukuki dayanaktaki değişiklik kaydedildi", ("number",))
APPLIED = Announcement("sources.applied", "Bir mevzuat değişikliği uygulandı", ("number",))
