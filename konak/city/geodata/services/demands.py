"""What units and other institutions ask of the branch: data, support, an opinion before a purchase, training."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import units

from .. import access, lifecycle, queries
from ..models import Demand, DemandKind

ANSWERED_IN = 15
"""Working days in which a demand is answered unless another day is agreed."""


@transaction.atomic
def ask(
    *,
    actor: Actor,
    kind: str,
    unit_id: int,
    subject: str,
    text: str,
    layers: Iterable[str] = (),
    body: str = "",
    contact: str = "",
    letter: str = "",
    protocol: str = "",
    due_on: dt.date | None = None,
) -> Demand:
    """Open a demand to the unit that answers it."""
    if kind not in DemandKind.values:
        raise Refused("Talebin türünü listeden seçin.")
    if not text.strip() or not subject.strip():
        raise Refused("Ne istendiğini yazın.")
    if not units().filter(pk=unit_id).exists():
        raise Refused("Talebi karşılayacak birimi seçin.")
    named = list(queries.layers(actor).filter(name__in=list(layers)))
    if kind == DemandKind.DATA and body.strip() and not (letter.strip() or protocol.strip()):
        raise Refused("Başka bir kurumun veri talebi gelen yazısıyla ya da protokolüyle açılır; sayısını yazın.")
    made = open_case(
        Demand(
            kind=kind,
            text=text.strip(),
            body=body.strip(),
            contact=contact.strip(),
            letter=letter.strip(),
            protocol=protocol.strip(),
        ),
        actor=actor,
        permission=access.DEMANDS,
        unit_id=unit_id,
        subject=subject.strip()[:250],
        due_on=due_on or add_working_days(localdate(), ANSWERED_IN),
    )
    made.layers.set(named)
    return made


def begin(number: str, *, actor: Actor) -> Demand:
    with take(lifecycle.BEGIN, Demand, number, actor) as one:
        one.case.assignee_id = actor.user_id
    return one


def deliver(number: str, *, actor: Actor, answer: str) -> Demand:
    if not answer.strip():
        raise Refused("Talebin nasıl karşılandığını yazın: ne verildi, kime, hangi biçimde.")
    with take(lifecycle.DELIVER, Demand, number, actor, answer) as one:
        one.answer = answer.strip()
    return one


def refuse(number: str, *, actor: Actor, answer: str) -> Demand:
    if not answer.strip():
        raise Refused("Talebin neden karşılanamadığını yazın.")
    with take(lifecycle.REFUSE, Demand, number, actor, answer) as one:
        one.answer = answer.strip()
    return one


def drop(number: str, *, actor: Actor) -> Demand:
    with take(lifecycle.DROP, Demand, number, actor) as one:
        pass
    return one
