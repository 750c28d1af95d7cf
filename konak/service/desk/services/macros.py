"""Several acts on one ticket, and one act on several tickets: each through the services one uses by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Macro, MacroStep, Outcome, Ticket
from . import handling, joining, sorting, writing

MOST = 200
"""Tickets in one act."""


@transaction.atomic
def run_macro(number: str, *, actor: Actor, macro_id: int) -> Ticket:
    """Everything the macro says, or nothing: the first rule that is broken undoes what came before it."""
    ticket = queries.ticket(actor, number)
    macro = queries.macros_for(actor, ticket).filter(pk=macro_id).first()
    if macro is None:
        raise Refused("Bu makro artık yok ya da bu talebin ekibinde kullanılmıyor.")
    text = queries.filled(macro.text, ticket, actor)
    if macro.priority or macro.tags:
        tags = [*ticket.tags, *(one for one in macro.tags if one not in ticket.tags)]
        sorting.classify(number, actor=actor, priority=macro.priority, tags=tags if macro.tags else None)
    if text and macro.step not in {MacroStep.ASK, MacroStep.SOLVE}:
        writing.answer(number, actor=actor, text=text, internal=macro.internal)
    if macro.minutes:
        sorting.log_time(number, actor=actor, minutes=macro.minutes, note=macro.name)
    _step(number, actor, macro, text)
    if macro.to_unit_id or macro.assignee_id:
        handling.assign(number, actor=actor, assignee_id=macro.assignee_id, unit_id=macro.to_unit_id)
    done = writing.locked_for_job(number)
    tell(done.case, "macro", actor, macro.name, seat=actor.seat_for(access.WORK, done.case))
    return done


def _step(number: str, actor: Actor, macro: Macro, text: str) -> None:
    match macro.step:
        case MacroStep.TAKE:
            handling.take_up(number, actor=actor)
        case MacroStep.ASK:
            handling.ask(number, actor=actor, text=text)
        case MacroStep.REFER:
            handling.refer(number, actor=actor, party=macro.party)
        case MacroStep.RESUME:
            handling.resume(number, actor=actor)
        case MacroStep.SOLVE:
            handling.solve(number, actor=actor, text=text, outcome=macro.outcome or Outcome.DONE)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one of many: done, or why not."""

    number: str
    done: bool
    words: str = ""


def _assign(number: str, *, actor: Actor, assignee_id: int | None = None, unit_id: int | None = None) -> Ticket:
    return handling.assign(number, actor=actor, assignee_id=assignee_id, unit_id=unit_id)


def _tag(number: str, *, actor: Actor, tags: Sequence[str]) -> Ticket:
    ticket = queries.ticket(actor, number)
    return sorting.classify(number, actor=actor, tags=[*ticket.tags, *tags])


ACTS: dict[str, Callable[..., Any]] = {
    "take": handling.take_up,
    "assign": _assign,
    "ask": handling.ask,
    "refer": handling.refer,
    "resume": handling.resume,
    "solve": handling.solve,
    "close": handling.close,
    "priority": sorting.classify,
    "tag": _tag,
    "macro": run_macro,
    "merge": joining.merge,
    "link": joining.link,
    "parent": joining.set_parent,
}
"""What can be done to many at once."""


def many(numbers: Sequence[str], *, actor: Actor, act: str, **facts: Any) -> list[Done]:
    """One act on each of these tickets. What is refused is told ticket by ticket and stops none of the others."""
    if act not in ACTS:
        raise Refused("Toplu işlem bilinmiyor.")
    chosen = list(dict.fromkeys(one.strip().upper() for one in numbers if one.strip()))
    if not chosen:
        raise Refused("Önce listeden talep seçin.")
    if len(chosen) > MOST:
        raise Refused(f"Bir seferde en çok {MOST} talep seçilebilir.")
    found = []
    for number in chosen:
        try:
            with transaction.atomic():
                ACTS[act](number, actor=actor, **facts)
        except Refused as refusal:
            found.append(Done(number, False, str(refusal)))
        except ObjectDoesNotExist:
            found.append(Done(number, False, "Talep bulunamadı."))
        else:
            found.append(Done(number, True))
    return found
