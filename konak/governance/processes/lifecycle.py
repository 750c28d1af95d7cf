from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import ProcessVersion


class State(TextChoices):
    DRAFT = "draft", "Taslak"
    SUBMITTED = "submitted", "Onay bekliyor"
    APPROVED = "approved", "Yürürlükte"
    SUPERSEDED = "superseded", "Yerine yenisi geldi"
    DROPPED = "dropped", "Vazgeçildi"


def complete(version: "ProcessVersion") -> str | None:
    """A map that can be followed: it has steps, and somebody answers for each."""
    steps = list(version.steps.all())
    if len(steps) < 2:
        return "Süreç en az iki adımdan oluşur; önce adımlarını yazın."
    nobody = [str(step.order) for step in steps if not step.who]
    return f"Sorumlusu yazılmamış adımlar var: {', '.join(nobody)}." if nobody else None


LIFE = Lifecycle(
    State,
    opens=State.DRAFT,
    ends=frozenset({State.SUPERSEDED, State.DROPPED}),
    rests=frozenset({State.APPROVED}),
)

SUBMIT = LIFE.step(
    "submit", "Onaya gönder", source=State.DRAFT, target=State.SUBMITTED, permission=access.KEEP, guard=complete
)
RETURN = LIFE.step(
    "return", "Düzeltmeye geri gönder", source=State.SUBMITTED, target=State.DRAFT, permission=access.APPROVE
)
APPROVE = LIFE.step(
    "approve",
    "Onayla",
    source=State.SUBMITTED,
    target=State.APPROVED,
    permission=access.APPROVE,
    guard=complete,
    other_than="submit",
)
SUPERSEDE = LIFE.step(
    "supersede",
    "Yerine yenisini koy",
    source=State.APPROVED,
    target=State.SUPERSEDED,
    permission=access.APPROVE,
    danger="Sürecin yürürlükteki hâli kalmaz; görevleri süreçsiz görünür.",
)
DROP = LIFE.step(
    "drop",
    "Taslaktan vazgeç",
    source=(State.DRAFT, State.SUBMITTED),
    target=State.DROPPED,
    permission=access.KEEP,
    danger="Taslak kapanır; yürürlükteki sürüm olduğu gibi kalır.",
)

APPROVED = Announcement("processes.approved", "Bir süreç yürürlüğe girdi", ("number",))
CONTROLLED = Announcement("processes.controlled", "Bir iç kontrol yapıldı", ("control_id",))
