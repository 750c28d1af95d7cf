"""The numbers of the first page: each opens the list it counts, and none pretends beyond what it counted."""

from konak.foundation.access import Actor
from konak.foundation.cases.queries import View, tally
from konak.foundation.ui import words
from konak.foundation.ui.slots import Number

CEILING = 100


def _number(actor: Actor, view: View, name: str, kind: str = "") -> Number:
    found = tally(actor, view, CEILING)
    shown = words.count(found, CEILING)
    return Number(shown, f"/?gorunum={name}", kind if found else "")


def mine(actor: Actor) -> Number:
    return _number(actor, "mine", "bana")


def late(actor: Actor) -> Number:
    return _number(actor, "late", "geciken", "late")


def due_soon(actor: Actor) -> Number:
    return _number(actor, "soon", "yaklasan", "wait")


def of_unit(actor: Actor) -> Number:
    return _number(actor, "unit", "birim")
