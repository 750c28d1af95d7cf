"""Where somebody's leaving is worked: a higher app that does the whole of it takes the button over."""

from collections.abc import Callable

from konak.foundation.access import Actor
from konak.foundation.people.models import User

Offers = Callable[[User, Actor], bool]
_elsewhere: list[Offers] = []


def exits_elsewhere(offers: Offers) -> None:
    """A higher app says for which person and actor it shows its own act of leaving; there is then no second one."""
    if offers not in _elsewhere:
        _elsewhere.append(offers)


def leaves_here(person: User, actor: Actor) -> bool:
    # reach: only asks the app that has one
    return not any(offers(person, actor) for offers in _elsewhere)
