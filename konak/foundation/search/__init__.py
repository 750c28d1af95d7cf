"""Search over everything one may see: apps register a `Searchable` and write rows with `services.index`."""

from collections.abc import Callable
from dataclasses import dataclass

from konak.foundation.access import Actor

SEARCHABLES: dict[str, "Searchable"] = {}


@dataclass(frozen=True, slots=True)
class Searchable:
    """One kind of thing that can be found: its code, its Turkish name, its icon, and how all its rows are rebuilt.

    `rebuild` calls `services.index` for every record of the kind; rows it leaves out are removed afterwards.
    """

    kind: str
    label: str
    icon: str
    rebuild: Callable[[], None]


def register(searchable: Searchable) -> Searchable:
    """Add a kind, from an app's `ready`; the same kind again must say the same."""
    known = SEARCHABLES.setdefault(searchable.kind, searchable)
    if (known.label, known.icon) != (searchable.label, searchable.icon):
        raise ValueError(f"{searchable.kind} is registered twice")
    return known


@dataclass(frozen=True, slots=True)
class Answer:
    """What an app knows of the very words that were typed, though no record is called so."""

    title: str
    words: str
    url: str
    icon: str


ANSWERS: list[Callable[[Actor, str], Answer | None]] = []


def answers_with(function: Callable[[Actor, str], Answer | None]) -> None:
    """Let an app answer words that mean something to it (an address, …), within the actor's reach."""
    if function not in ANSWERS:
        ANSWERS.append(function)


def answers(actor: Actor, text: str) -> list[Answer]:
    return [found for function in ANSWERS if (found := function(actor, text)) is not None]
