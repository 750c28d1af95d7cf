"""What others say before a thing goes into use or out of the house: apps that stand higher add a question here."""

from collections.abc import Callable, Sequence

from konak.foundation.lifecycle import Refused

Objection = Callable[[Sequence[str]], str | None]
"""Given the numbers of things, why one of them may not go, or None."""

_use: list[Objection] = []
_disposal: list[Objection] = []


def before_use(ask: Objection) -> None:
    """Ask this before something that lies in a warehouse is given into custody."""
    if ask not in _use:
        _use.append(ask)


def before_disposal(ask: Objection) -> None:
    """Ask this before something is scrapped, sold, or given out of the house."""
    if ask not in _disposal:
        _disposal.append(ask)


def may_be_used(tags: Sequence[str]) -> None:
    _ask(_use, tags)


def may_leave(tags: Sequence[str]) -> None:
    _ask(_disposal, tags)


def _ask(asked: Sequence[Objection], tags: Sequence[str]) -> None:
    if not tags:
        return
    for ask in asked:
        if objection := ask(tags):
            raise Refused(objection)
