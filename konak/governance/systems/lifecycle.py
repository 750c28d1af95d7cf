from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.notify import Pace, Topic

from . import access

if TYPE_CHECKING:
    from .models import SystemReview


class ReviewState(TextChoices):
    WAITING = "waiting", "Gözden geçirilecek"
    CONFIRMED = "confirmed", "Doğrulandı"
    DROPPED = "dropped", "Gerek kalmadı"


def whole(review: "SystemReview") -> str | None:
    """A system is confirmed when what everybody asks about it is written."""
    gaps = [gap.label for gap in review.system.gaps if gap.essential]
    return f"Kütükte eksikler var: {', '.join(gaps)}. Önce onları yazın." if gaps else None


def not_alive(review: "SystemReview") -> str | None:
    return None if review.system.ended else "Sistem kullanımda; gözden geçirme düşürülemez, yapılır."


def answers_for_it(review: "SystemReview", actor: Actor) -> str | None:
    """Who answers for the system confirms it; where nobody does, whoever keeps the register of the unit."""
    system = review.system
    named = {system.assignee_id, system.substitute_id} - {None}
    if not named or actor.user_id in named or actor.reach(access.KEEP).covers(system):
        return None
    return "Sistemi sorumlusu, yedeği ya da birimin kütük yazma yetkilisi doğrular."


REVIEW = Lifecycle(
    ReviewState, opens=ReviewState.WAITING, ends=frozenset({ReviewState.CONFIRMED, ReviewState.DROPPED})
)
CONFIRM = REVIEW.step(
    "confirm",
    "Doğrula",
    source=ReviewState.WAITING,
    target=ReviewState.CONFIRMED,
    permission=access.CONFIRM,
    guard=whole,
    who=answers_for_it,
)
DROP = REVIEW.step(
    "drop",
    "Gerek kalmadı",
    source=ReviewState.WAITING,
    target=ReviewState.DROPPED,
    permission=access.KEEP,
    guard=not_alive,
    danger="Gözden geçirme yapılmadan kapanır.",
)

ADDED = Announcement("systems.added", "Bir bilgi sistemi kütüğe girdi", ("code",))
CHANGED = Announcement("systems.changed", "Bir bilgi sisteminin kütük bilgileri değişti", ("code",))
RETIRED = Announcement("systems.retired", "Bir bilgi sistemi kullanımdan kalktı", ("code",))

REVIEW_DUE = Topic(
    "systems.review_due",
    "Gözden geçirilecek bilgi sistemi",
    "Sorumlusu ya da yedeği olduğunuz sistemin kütük bilgileri doğrulanacak.",
    mail=Pace.DAILY,
)
BOX_DUE = Topic(
    "systems.box_due",
    "Gözden geçirilecek ortak kutu, liste ve klasör",
    "Sorumlusu olduğunuz ortak kutunun üyeleri ve gerekliliği doğrulanacak.",
    mail=Pace.DAILY,
)
