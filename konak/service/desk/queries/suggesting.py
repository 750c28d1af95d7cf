"""What may help somebody while he types: articles of the knowledge base, known outages, his own open requests.

Higher apps take part by a slot:

    from konak.service.desk import public as desk
    desk.suggest("Bilgi makaleleri", find, order=10)        # find(words, actor) → list of Suggestion
"""

from collections.abc import Callable
from dataclasses import dataclass

from konak.foundation.access import Actor

LEAST, MOST = 3, 5
"""Letters before anything is looked for; lines of one kind."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: what, where it leads, a word of context."""

    title: str
    url: str
    note: str = ""
    icon: str = "bulb"


Find = Callable[[str, Actor], list[Suggestion]]


@dataclass(frozen=True, slots=True)
class Source:
    label: str
    find: Find
    order: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What one source found."""

    label: str
    lines: list[Suggestion]


_sources: list[Source] = []


def suggest(label: str, find: Find, order: int = 50) -> None:
    """Take part; the same label again replaces."""
    # reach: nothing is read
    _sources[:] = [one for one in _sources if one.label != label]
    _sources.append(Source(label, find, order))


def suggestions(words: str, actor: Actor) -> list[Found]:
    """What every source finds for what was typed so far; nothing for less than three letters."""
    # reach: each source asks for the actor
    text = " ".join(words.replace("\0", "").split())[:200]
    if len(text) < LEAST:
        return []
    found = [Found(one.label, one.find(text, actor)[:MOST]) for one in sorted(_sources, key=lambda one: one.order)]
    return [one for one in found if one.lines]
