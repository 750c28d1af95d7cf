from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Regulation


class State(TextChoices):
    DRAFT = "draft", "Taslak"
    SUBMITTED = "submitted", "Onay bekliyor"
    IN_FORCE = "in_force", "Yürürlükte"
    REPEALED = "repealed", "Yürürlükten kalktı"
    DROPPED = "dropped", "Vazgeçildi"


def settled(regulation: "Regulation") -> str | None:
    """Every duty names who answers for it, and a person has looked at what was only guessed."""
    homeless = regulation.clauses.filter(is_duty=True, unit=None).count()
    if homeless:
        return f"{homeless} görevin sorumlu birimi belirlenmemiş. İnceleme ekranında «Sorumlusu yok» süzgecine bakın."
    unseen = regulation.clauses.filter(is_duty=True, confirmed=False).count()
    return f"{unseen} görevin önerilen sorumlusu henüz onaylanmadı." if unseen else None


LIFE = Lifecycle(
    State,
    opens=State.DRAFT,
    ends=frozenset({State.REPEALED, State.DROPPED}),
    rests=frozenset({State.IN_FORCE}),
)

SUBMIT = LIFE.step(
    "submit", "Onaya gönder", source=State.DRAFT, target=State.SUBMITTED, permission=access.REVIEW, guard=settled
)
RETURN = LIFE.step(
    "return", "İncelemeye geri gönder", source=State.SUBMITTED, target=State.DRAFT, permission=access.APPROVE
)
APPROVE = LIFE.step(
    "approve",
    "Yürürlüğe koy",
    source=(State.DRAFT, State.SUBMITTED),
    target=State.IN_FORCE,
    permission=access.APPROVE,
    guard=settled,
    danger="Görevler kütüğe işlenir; adı verilen önceki metnin görevleri bugün kapanır.",
)
DROP = LIFE.step(
    "drop",
    "Taslaktan vazgeç",
    source=(State.DRAFT, State.SUBMITTED),
    target=State.DROPPED,
    permission=access.REVIEW,
    danger="Taslak kapanır; metin ve yapılan düzeltmeler arşivde kalır.",
)
REPEAL = LIFE.step(
    "repeal",
    "Yürürlükten kaldır",
    source=State.IN_FORCE,
    target=State.REPEALED,
    permission=access.APPROVE,
    danger="Bu metnin bütün görevleri verilen tarihte kapanır.",
)

# What this app tells to those above it; neighbours import them from `public`.
APPROVED = Announcement("legislation.approved", "Bir mevzuat metni yürürlüğe girdi", ("number",))
REPEALED = Announcement("legislation.repealed", "Bir mevzuat metni yürürlükten kalktı", ("number",))
PROVED = Announcement("legislation.proved", "Bir göreve kanıt eklendi", ("duty_id",))
