"""Where notifications show: the bell of every page, and for administrators what did not go out."""

from konak.foundation.access import Actor
from konak.foundation.notify import access, queries
from konak.foundation.ui import menu, slots


def register() -> None:
    def keeps_the_queue(actor: Actor) -> bool:
        return actor.reach(access.MANAGE).everywhere

    slots.corner("front/notify/_bell.html", queries.unread, order=10)
    menu.add("system", "Gönderiler", "front:envelopes", "send", order=27, visible=keeps_the_queue)
