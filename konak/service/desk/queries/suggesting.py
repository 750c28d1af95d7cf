"""What may help somebody while he types: articles of the knowledge base, known outages, his own open requests.

Higher apps take part by a slot:

    from konak.service.desk import public as desk
    desk.suggest("Bilgi makaleleri", find, order=10, cited=True)      # find(words, actor) → list of Suggestion
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from ..models import Ticket

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
    cited: bool = False
    """What it finds may be put into an answer as a link."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one source found."""

    label: str
    lines: list[Suggestion]


_sources: list[Source] = []


def own_requests(words: str, actor: Actor) -> list[Suggestion]:
    """One's own open requests that sound alike: it may be asked already."""
    # reach: one's own
    rows = Ticket.objects.filter(requester_id=actor.user_id or 0, case__closed_at=None).order_by("-case_id")[:40]
    wanted = [word for word in fold(words).split() if len(word) >= LEAST]
    found = []
    for one in rows:
        heard = fold(one.case.subject)
        if any(word[:5] in heard for word in wanted):
            url = reverse("desk:ticket", args=[one.case.number])
            found.append(Suggestion(one.case.subject, url, f"{one.case.number} · {one.state_label}", "ticket"))
    return found


def suggest(label: str, find: Find, order: int = 50, cited: bool = False) -> None:
    """Take part; the same label again replaces. What is `cited` is offered to the desk as links for its answers."""
    # reach: nothing is read
    _sources[:] = [one for one in _sources if one.label != label]
    _sources.append(Source(label, find, order, cited))


def suggestions(words: str, actor: Actor) -> list[Found]:
    """What every source finds for what was typed so far; nothing for less than three letters."""
    # reach: each source asks for the actor
    text = " ".join(words.replace("\0", "").split())[:200]
    if len(text) < LEAST:
        return []
    found = [Found(one.label, one.find(text, actor)[:MOST]) for one in sorted(_sources, key=lambda one: one.order)]
    return [one for one in found if one.lines]


def articles(words: str, actor: Actor) -> list[Suggestion]:
    """What may be cited in an answer."""
    # reach: each source asks for the actor
    text = " ".join(words.replace("\0", "").split())[:200]
    if len(text) < LEAST:
        return []
    return [
        line for one in sorted(_sources, key=lambda one: one.order) if one.cited for line in one.find(text, actor)
    ]
