"""What becomes of an outage, and of the task to watch something new; and what is told to those above."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Problem


class ProblemState(TextChoices):
    OPEN = "open", "Sürüyor"
    TAKEN = "taken", "Üstlenildi"
    RECOVERED = "recovered", "Düzeldi, raporu bekleniyor"
    CLOSED = "closed", "Kapandı"


def over(problem: "Problem") -> str | None:
    """Nobody reports an outage that still lasts."""
    return None if problem.ended_at else "Arıza sürüyor; düzeldiği ölçülünce raporu yazılıp kapatılır."


def measured(problem: "Problem", actor: Actor) -> str | None:
    """Whether it is over is measured, not pressed."""
    return None if actor.user_id is None else "Arızanın sürdüğü ya da bittiği ölçümle belli olur; elle değiştirilmez."


PROBLEM_LIFE = Lifecycle(ProblemState, opens=ProblemState.OPEN, ends=frozenset({ProblemState.CLOSED}))
TAKE_ON = PROBLEM_LIFE.step(
    "take_on", "Üstlen", source=ProblemState.OPEN, target=ProblemState.TAKEN, permission=access.ANSWER
)
RECOVER = PROBLEM_LIFE.step(
    "recover",
    "Düzeldi",
    who=measured,
    source=(ProblemState.OPEN, ProblemState.TAKEN),
    target=ProblemState.RECOVERED,
    permission=access.ANSWER,
    guard=over,
)
RELAPSE = PROBLEM_LIFE.step(
    "relapse",
    "Yeniden bozuldu",
    who=measured,
    source=ProblemState.RECOVERED,
    target=ProblemState.OPEN,
    permission=access.ANSWER,
)
REPORT = PROBLEM_LIFE.step(
    "report",
    "Kesinti raporunu yaz, kapat",
    source=ProblemState.RECOVERED,
    target=ProblemState.CLOSED,
    permission=access.ANSWER,
    guard=over,
)
SETTLE = PROBLEM_LIFE.step(
    "settle",
    "Kendiliğinden kapandı",
    who=measured,
    source=(ProblemState.OPEN, ProblemState.TAKEN, ProblemState.RECOVERED),
    target=ProblemState.CLOSED,
    permission=access.KEEP,
    guard=over,
)


class TaskState(TextChoices):
    OPEN = "open", "İzlemeye alınacak"
    DONE = "done", "İzleniyor"
    NEEDLESS = "needless", "İzlenmesi gerekmiyor"


TASK_LIFE = Lifecycle(TaskState, opens=TaskState.OPEN, ends=frozenset({TaskState.DONE, TaskState.NEEDLESS}))
WATCHED = TASK_LIFE.step(
    "watched", "İzlemeye alındı", source=TaskState.OPEN, target=TaskState.DONE, permission=access.KEEP
)
NEEDLESS = TASK_LIFE.step(
    "needless",
    "İzlenmesi gerekmiyor",
    source=TaskState.OPEN,
    target=TaskState.NEEDLESS,
    permission=access.KEEP,
    danger="Gerekçe kayda geçer; sistem izlenmeyenler listesinden çıkar.",
)

# What this app tells to those above it; neighbours import them from `public`.
BEGAN = Announcement("monitoring.began", "Bir kesinti ya da arıza başladı", ("number",))
ENDED = Announcement("monitoring.ended", "Bir kesinti ya da arıza düzeldi", ("number",))
REPORTED = Announcement("monitoring.reported", "Bir kesintinin raporu yazıldı, kesinti kapandı", ("number",))
