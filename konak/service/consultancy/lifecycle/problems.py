"""Problems behind many tickets."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Lifecycle

from .. import access
from .who import by_office

if TYPE_CHECKING:
    from ..models import Problem


class ProblemState(TextChoices):
    OPEN = "open", "Araştırılıyor"
    KNOWN = "known", "Bilinen hata"
    FIXED = "fixed", "Giderildi, izleniyor"
    CLOSED = "closed", "Kapandı"
    DROPPED = "dropped", "Sorun değil"


def follow_up_is_due(record: "Problem") -> str | None:
    if record.follow_up_on and record.follow_up_on > localdate():
        return f"Etkisine {record.follow_up_on:%d.%m.%Y} günü bakılacak; daha önce kapatılamaz."
    return None


PROBLEM_LIFE = Lifecycle(
    ProblemState, opens=ProblemState.OPEN, ends=frozenset({ProblemState.CLOSED, ProblemState.DROPPED})
)
KNOW = PROBLEM_LIFE.step(
    "know",
    "Nedeni bulundu",
    source=ProblemState.OPEN,
    target=ProblemState.KNOWN,
    permission=access.WORK,
    who=by_office,
)
FIX = PROBLEM_LIFE.step(
    "fix",
    "Giderildi",
    source=(ProblemState.OPEN, ProblemState.KNOWN),
    target=ProblemState.FIXED,
    permission=access.WORK,
    who=by_office,
)
CLOSE_PROBLEM = PROBLEM_LIFE.step(
    "close_problem",
    "Etkisine baktım, kapat",
    source=ProblemState.FIXED,
    target=ProblemState.CLOSED,
    permission=access.WORK,
    who=by_office,
    guard=follow_up_is_due,
)
COME_BACK = PROBLEM_LIFE.step(
    "come_back",
    "Sürüyor",
    source=ProblemState.FIXED,
    target=ProblemState.OPEN,
    permission=access.WORK,
    who=by_office,
)
NO_PROBLEM = PROBLEM_LIFE.step(
    "no_problem",
    "Sorun değil",
    source=(ProblemState.OPEN, ProblemState.KNOWN),
    target=ProblemState.DROPPED,
    permission=access.WORK,
    who=by_office,
    danger="Dosya kapanır; bağlı talepler kendi yollarında sürer.",
)
