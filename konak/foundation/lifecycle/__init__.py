"""A lifecycle is data: states, and the steps between them. Screens, API, tests and handbook are drawn from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from konak.foundation.access import Actor, Permission

Guard = Callable[[Any], str | None]
Party = Callable[[Any, Actor], str | None]


class Refused(Exception):
    """The rule that stops an action, in words the user can read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move. `guard` returns the reason of refusal or None; `other_than` names an earlier step whose taker
    may not take this one (separation of duties)."""

    name: str
    label: str
    sources: frozenset[str]
    target: str
    permission: Permission
    guard: Guard | None = None
    other_than: str = ""
    danger: str = ""
    """Consequence in words, asked once before the step is taken; empty for harmless steps."""
    who: Party | None = None
    """Why this person is not the one whose turn it is, or None: what the record says, beyond permission and reach."""

    def objection(self, record: Any, actor: Actor) -> str | None:
        """Why the step cannot be taken now, or None. Permission first: a refusal never tells a stranger the stage."""
        if not actor.reach(self.permission).covers(record.case):
            return f"«{self.label}» için yetkiniz yok.{actor.narrowness(self.permission)}"
        if record.case.state not in self.sources:
            return f"Bu aşamada «{self.label}» yapılamaz."
        if self.who and (words := self.who(record, actor)):
            return words
        return self.guard(record) if self.guard else None


@dataclass(slots=True)
class Lifecycle:
    states: type[TextChoices]
    opens: str
    ends: frozenset[str]
    rests: frozenset[str] = frozenset()
    """States in which the file waits for nobody although it has not ended: it stays out of every inbox."""
    steps: dict[str, Step] = field(default_factory=dict)

    def step(
        self,
        name: str,
        label: str,
        *,
        source: str | Iterable[str],
        target: str,
        permission: Permission,
        guard: Guard | None = None,
        other_than: str = "",
        danger: str = "",
        who: Party | None = None,
    ) -> Step:
        sources = frozenset([source] if isinstance(source, str) else source)
        if name in self.steps or sources & self.ends:
            raise ValueError(f"lifecycle step {name!r} is repeated or leaves an end state")
        self.steps[name] = Step(name, label, sources, target, permission, guard, other_than, danger, who)
        return self.steps[name]

    def open_to(self, record: Any, actor: Actor) -> list[Step]:
        """The steps this actor may take now; screens and API links are drawn from it."""
        return [step for step in self.steps.values() if step.objection(record, actor) is None]
