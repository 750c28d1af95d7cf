"""The rounds of the desk: rules near and after deadlines, tickets closed by time, clocks counted anew."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction
from django.utils.timezone import localdate, localtime, now
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from konak.foundation.calendar.queries import calendar_from
from konak.foundation.cases.reminding import Heads
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused

from .. import queries
from ..clocks import ZONE
from ..lifecycle import State
from ..models import Clocked, Escalation, EscalationRule, Pause, Priority, Reaction, Ticket
from . import handling, telling
from .system import system
from .timing import set_clocks

DUE = {Clocked.ANSWER: "answer_due", Clocked.SOLVE: "solve_due", Clocked.OWN: "own_due"}
CATCH_UP = dt.timedelta(days=30)
"""How far back a round looks for deadlines: a rule does not reach back to what was late when it was made long ago."""
BATCH = 500
CLOSE_AFTER = 3
"""Working days after which a solved ticket closes where its service promises nothing."""


def sweep(moment: dt.datetime | None = None) -> int:
    """Apply every rule to the tickets it is due for; returns how many reactions. Running twice does nothing twice."""
    at = moment or now()
    heads: Heads | None = None
    done = 0
    rules = EscalationRule.objects.filter(active=True).select_related("level", "to_unit").order_by("minutes", "pk")
    for rule in rules:
        for pk in _due(rule, at):
            heads = heads or Heads()
            done += _apply(rule, pk, at, heads)
    _broken_words(at)
    return done


def _broken_words(at: dt.datetime) -> None:
    """A third party that did not keep its word is told of once, to whoever works on the ticket."""
    rows = Pause.objects.filter(until=None, promised_at__lte=at, promised_at__gt=at - CATCH_UP)
    for one in rows.select_related("ticket__case").order_by("pk")[:BATCH]:
        telling.tell_people(
            one.ticket,
            telling.working(one.ticket),
            telling.CLOCK,
            f"{one.words} sözünü tutmadı: {one.ticket.case.subject}",
            f"Söz {localtime(one.promised_at):%d.%m.%Y %H.%M} içindi; firmayı arayın ya da talebi işleme döndürün.",
            dedupe=f"desk:third:{one.pk}:{one.promised_at.isoformat() if one.promised_at else ''}",
        )


def _due(rule: EscalationRule, at: dt.datetime) -> list[int]:
    """Tickets past the moment of a rule that it was not applied to for this deadline."""
    field = DUE[Clocked(rule.clock)]
    until = at - dt.timedelta(minutes=rule.minutes)
    level = "own_level_id" if rule.clock == Clocked.OWN else "level_id"
    rows = Ticket.objects.filter(
        clock_on=True, **{f"{field}__lte": until, f"{field}__gt": until - CATCH_UP, level: rule.level_id}
    )
    if rule.clock == Clocked.ANSWER:
        rows = rows.filter(answered_at=None)
    return list(queries.without_rule(rows, rule, field).values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _apply(rule: EscalationRule, pk: int, at: dt.datetime, heads: Heads) -> int:
    ticket: Ticket | None = (
        Ticket.objects.select_for_update(of=("self", "case"), skip_locked=True)
        .select_related("service")
        .filter(pk=pk, clock_on=True)
        .first()
    )
    due_at = getattr(ticket, DUE[Clocked(rule.clock)]) if ticket else None
    if ticket is None or due_at is None or due_at > at - dt.timedelta(minutes=rule.minutes):
        return 0
    _, fresh = Escalation.objects.get_or_create(ticket=ticket, rule=rule, due_at=due_at)
    if not fresh:
        return 0
    _react(rule, ticket, due_at, at, heads)
    return 1


def _react(rule: EscalationRule, ticket: Ticket, due_at: dt.datetime, at: dt.datetime, heads: Heads) -> None:
    case = ticket.case
    late = at > due_at
    clock = str(Clocked(rule.clock).label).lower()
    what = f"{clock} süresi doldu" if late else f"{clock} süresi dolmak üzere"
    words = f"{case.number} · son an {due_at.astimezone(ZONE):%d.%m.%Y %H.%M}"
    users: list[int | None] = []
    match Reaction(rule.reaction):
        case Reaction.TELL_AGENT:
            users = telling.working(ticket)
        case Reaction.TELL_CHIEF:
            users = [*heads.above(case.unit_id, 1)]
        case Reaction.TELL_ABOVE:
            users = [*heads.above(case.unit_id, 2)]
        case Reaction.RAISE if ticket.priority > Priority.CRITICAL:
            ticket.priority -= 1
            case.due_on = set_clocks(ticket, state=case.state)
            case.save()
            ticket.save()
            users = telling.working(ticket)
        case Reaction.MOVE if rule.to_unit_id and rule.to_unit_id != case.unit_id:
            handling.assign(case.number, actor=system(case.unit_id), unit_id=rule.to_unit_id)
    tell(case, "escalate", system(case.unit_id), f"{what}: {rule.get_reaction_display()}")
    key = f"desk:rule:{rule.pk}:{ticket.pk}:{due_at.isoformat()}"
    telling.tell_people(ticket, users, telling.CLOCK, f"Talebin {what}: {case.subject}", words, dedupe=key)


def close_solved(day: dt.date | None = None) -> int:
    """Close what was solved so many working days ago and nobody objected to; returns how many."""
    today = day or localdate()
    calendar = calendar_from(today - dt.timedelta(days=120))
    count = 0
    rows = Ticket.objects.filter(case__state=State.SOLVED, case__resting=True, solved_at__isnull=False)
    for number, solved_at, unit, after in rows.values_list(
        "case__number", "solved_at", "case__unit_id", "level__close_after"
    ).iterator(chunk_size=2_000):
        if calendar.add(localdate(solved_at), CLOSE_AFTER if after is None else after) >= today:
            continue
        try:
            handling.close(number, actor=system(unit))
        except Refused:
            continue  # somebody was faster
        count += 1
    return count


def recount_later() -> None:
    """Queue the counting anew of every running clock, in the caller's transaction."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("desk.recount", queueing_lock="desk.recount").defer()


def recount() -> int:
    """Count every running clock anew: the calendar or a target changed. Returns how many deadlines moved."""
    moved = 0
    for batch in _running():
        moved += _recount(batch)
    return moved


def _running() -> Iterator[list[int]]:
    last = 0
    while True:
        rows = Ticket.objects.filter(case__resting=False, pk__gt=last).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        yield keys
        last = keys[-1]


@transaction.atomic
def _recount(keys: list[int]) -> int:
    rows = list(
        Ticket.objects.select_for_update(of=("self", "case"))
        .filter(pk__in=keys, case__resting=False)
        .select_related("level__hours", "own_level__hours")
        .prefetch_related("pauses")
        .order_by("pk")
    )
    if not rows:
        return 0
    clocks = queries.clocks_from(min(one.opened_at for one in rows))
    moved = 0
    for one in rows:
        before = (one.answer_due, one.solve_due, one.own_due, one.case.due_on)
        one.case.due_on = set_clocks(one, clocks, state=one.case.state)
        if (one.answer_due, one.solve_due, one.own_due, one.case.due_on) != before:
            one.case.save(update_fields=["due_on"])
            one.save(update_fields=["answer_due", "solve_due", "own_due"])
            moved += 1
    return moved
