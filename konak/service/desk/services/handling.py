"""What the desk and whoever asked do on an open ticket."""

import datetime as dt

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import queries as cases
from konak.foundation.cases import watching
from konak.foundation.cases.models import Watched
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, lifecycle, queries
from ..lifecycle import ANSWERED, CLOSED, LIVE, REOPENED, SOLVED, State
from ..models import (
    Outcome,
    Pause,
    PauseWhy,
    Rating,
    Ticket,
)
from . import telling
from .intake import Files
from .sorting import log_time
from .system import system
from .timing import go_on, pause, set_clocks
from .writing import answered_now, locked, mine_if_free, write_down

UNHAPPY = 2
"""A score up to this reopens the ticket."""


@transaction.atomic
def take_up(number: str, *, actor: Actor) -> Ticket:
    """Üstlen: of many who press at once, one gets it. What another has is left to him, unless one may hand it out."""
    with take(lifecycle.TAKE, Ticket, number, actor) as ticket:
        # the key, not the person read with it: of two who wait for the lock the second still holds nobody in his join
        holder = ticket.case.assignee_id
        if holder not in {None, actor.user_id} and not lifecycle.serves(ticket, actor, access.DISPATCH):
            name = User.objects.get(pk=holder).full_name
            raise Refused(f"Bu talebi {name} üstlenmiş. Devralmak için kendisine ya da amirinize yazın.")
        ticket.case.assignee_id = actor.user_id
        watching.add(ticket.case, Watched.ASSIGNED, actor.user_id)
        go_on(ticket)
        ticket.case.due_on = set_clocks(ticket, state=State.WORKING)
    who = User.objects.get(pk=actor.user_id).full_name if actor.user_id else "Destek ekibi"
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"{who} talebinizle ilgileniyor: {ticket.case.subject}",
        actor=actor,
    )
    return ticket


@transaction.atomic
def assign(
    number: str, *, actor: Actor, assignee_id: int | None = None, unit_id: int | None = None, words: str = ""
) -> Ticket:
    """Give it to somebody, to another team, or back to the team; with `unit_id` alone its team hands it out."""
    ticket = locked(number, actor)
    if ticket.ended:
        raise Refused("Kapanmış talep kimseye verilemez.")
    if objection := lifecycle.by_dispatcher(ticket, actor):
        raise Refused(objection)
    if ticket.case.state in {State.APPROVAL, State.SOLVED}:
        raise Refused(f"Bu aşamada («{ticket.state_label}») talep başkasına verilemez.")
    queue = unit_id or ticket.case.unit_id
    if assignee_id is None and unit_id is not None and unit_id != ticket.case.unit_id:
        free = queries.free_agents(queue, ticket.service.skill_id)
        assignee_id = free[0].agent.user_id if free else None
    person = User.objects.filter(pk=assignee_id, is_active=True).first() if assignee_id else None
    if assignee_id and person is None:
        raise Refused("Seçilen kişi bulunamadı ya da hesabı kapalı.")
    if person is not None and not cases.sits_in(person.pk, queue):
        raise Refused(f"{person.full_name} bu ekipte görevli değil.")
    ticket.case.unit_id, ticket.case.assignee = queue, person
    ticket.case.save()
    if words.strip():
        write_down(ticket, actor, words, internal=True)
    watching.add(ticket.case, Watched.ASSIGNED, person.pk if person else None)
    tell(ticket.case, "assign" if person else "unassign", actor, seat=actor.seat_for(access.DISPATCH, ticket.case))
    if person:
        telling.tell_people(
            ticket, [person.pk], telling.GIVEN, f"Talep size verildi: {ticket.case.subject}", words, actor=actor
        )
    else:
        telling.tell_people(
            ticket, telling.team(queue), telling.QUEUE, f"Talep ekibinize verildi: {ticket.case.subject}", actor=actor
        )
    return ticket


@transaction.atomic
def ask(number: str, *, actor: Actor, text: str, files: Files = ()) -> Ticket:
    """Ask whoever asked for more; the promise stands still until he answers."""
    if not text.strip():
        raise Refused("Talep sahibinden ne istediğinizi yazın.")
    with take(lifecycle.ASK, Ticket, number, actor) as ticket:
        write_down(ticket, actor, text, files=files)
        answered_now(ticket)
        mine_if_free(ticket, actor)
        pause(ticket, PauseWhy.WAITING)
        ticket.case.due_on = set_clocks(ticket, state=State.WAITING)
        publish(ANSWERED, number=number)
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz için bilginiz gerekiyor: {ticket.case.subject}",
        telling.clipped(text),
        actor=actor,
    )
    return ticket


@transaction.atomic
def refer(
    number: str, *, actor: Actor, party: str, words: str = "", promised_at: dt.datetime | None = None
) -> Ticket:
    """A third party (supplier, contractor, another authority) has it; the desk's own clock stands still, and what
    the other one promised is watched."""
    if promised_at is not None and promised_at <= now():
        raise Refused("Beklenenin verdiği söz ileri bir zaman olmalı.")
    if not party.strip():
        raise Refused("Kimin beklendiğini yazın: firma, kurum ya da sözleşme.")
    with take(lifecycle.REFER, Ticket, number, actor) as ticket:
        ticket.third_party = party.strip()[:200]
        if words.strip():
            write_down(ticket, actor, words, internal=True)
        mine_if_free(ticket, actor)
        pause(ticket, PauseWhy.THIRD_PARTY, party.strip(), promised_at=promised_at)
        ticket.case.due_on = set_clocks(ticket, state=State.THIRD_PARTY)
    return ticket


@transaction.atomic
def resume(number: str, *, actor: Actor, words: str = "") -> Ticket:
    """The work goes on, whether or not an answer came."""
    with take(lifecycle.RESUME, Ticket, number, actor) as ticket:
        if words.strip():
            write_down(ticket, actor, words, internal=True)
        mine_if_free(ticket, actor)
        go_on(ticket)
        ticket.third_party = ""
        ticket.case.due_on = set_clocks(ticket, state=State.WORKING)
    return ticket


@transaction.atomic
def solve(
    number: str,
    *,
    actor: Actor,
    text: str,
    outcome: str = Outcome.DONE,
    minutes: int | None = None,
    files: Files = (),
    children: bool = False,
    along: bool = False,
) -> Ticket:
    """Solved, and how; whoever asked is asked whether it is.

    With `children` the same solution solves the parts that are open: they close when this one does. A part that is
    solved `along` needs no time of its own; it was spent on the whole.
    """
    if not text.strip():
        raise Refused("Nasıl çözdüğünüzü yazın; talep sahibi bu metni görecek.")
    if outcome not in Outcome.values:
        raise Refused("Sonuç türü bilinmiyor.")
    if minutes:
        log_time(number, actor=actor, minutes=minutes)
    if children:
        _solve_parts(number, actor, text, outcome)
    with take(lifecycle.SOLVE, Ticket, number, actor) as ticket:
        if objection := lifecycle.ready(ticket):
            raise Refused(objection)
        if ticket.service.time_required and not ticket.minutes_spent and not along:
            raise Refused("Bu hizmette harcanan süre yazılmadan talep çözüldü sayılmaz. Süreyi dakika olarak girin.")
        mine_if_free(ticket, actor)
        go_on(ticket)
        ticket.solution, ticket.outcome, ticket.third_party = text.strip()[:20_000], outcome, ""
        write_down(ticket, actor, text, files=files)
        answered_now(ticket)
        set_clocks(ticket, state=State.SOLVED)
        ticket.solved_at, ticket.unclosed = now(), True
        ticket.case.due_on = None
        publish(SOLVED, number=number)
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz çözüldü, denetler misiniz? {ticket.case.subject}",
        telling.clipped(text),
        actor=actor,
    )
    return ticket


def _solve_parts(number: str, actor: Actor, text: str, outcome: str) -> None:
    """The open parts of a ticket get its solution; one that may not be solved stops the whole, and says which."""
    parts = Ticket.objects.filter(parent__case__number=number, case__state__in=LIVE).order_by("pk")
    for part in list(parts.values_list("case__number", flat=True)):
        try:
            solve(part, actor=actor, text=text, outcome=outcome, along=True)
        except ObjectDoesNotExist:
            raise Refused(f"Alt talep {part} başka bir ekipte; önce o ekip çözmeli.") from None
        except Refused as refusal:
            raise Refused(f"Alt talep {part}: {refusal}") from refusal
        Ticket.objects.filter(case__number=part).update(with_parent=True)


@transaction.atomic
def confirm(number: str, *, actor: Actor) -> Ticket:
    """Whoever asked says that it works."""
    with take(lifecycle.CONFIRM, Ticket, number, actor) as ticket:
        end(ticket)
    publish(CLOSED, number=number)
    _close_parts(ticket)
    return ticket


@transaction.atomic
def close(number: str, *, actor: Actor) -> Ticket:
    """The desk, or time, closes what was solved."""
    with take(lifecycle.CLOSE, Ticket, number, actor) as ticket:
        end(ticket)
    publish(CLOSED, number=number)
    _close_parts(ticket)
    return ticket


def _close_parts(ticket: Ticket) -> None:
    """What was solved by the solution of this one closes with it, by Konak itself; its askers are told."""
    parts = ticket.children.filter(with_parent=True, case__state=State.SOLVED).order_by("pk")
    for number, unit in list(parts.values_list("case__number", "case__unit_id")):
        part = close(number, actor=system(unit))
        telling.tell_people(
            part,
            telling.askers(part),
            telling.MINE,
            f"Talebiniz, bağlı olduğu taleple birlikte kapandı: {part.case.subject}",
        )


def end(ticket: Ticket) -> None:
    ticket.clock_on, ticket.live_source, ticket.case.due_on = False, None, None
    ticket.unclosed = False
    go_on(ticket)


@transaction.atomic
def reopen(number: str, *, actor: Actor, text: str) -> Ticket:
    """It is not solved after all; the time in which it was held to be does not count against anybody."""
    if not text.strip():
        raise Refused("Sorunun nasıl sürdüğünü yazın.")
    with take(lifecycle.REOPEN, Ticket, number, actor) as ticket:
        _reopen(ticket, actor, text)
    publish(REOPENED, number=number)
    telling.tell_people(
        ticket,
        telling.working(ticket),
        telling.GIVEN,
        f"Talep yeniden açıldı: {ticket.case.subject}",
        telling.clipped(text),
        actor=actor,
    )
    return ticket


def _reopen(ticket: Ticket, actor: Actor, text: str) -> None:
    by_desk = not lifecycle.asks(ticket, actor)
    write_down(ticket, actor, text, by_desk=by_desk, internal=False)
    if ticket.solved_at:
        Pause.objects.create(ticket=ticket, why=PauseWhy.SOLVED, since=ticket.solved_at, until=now())
    ticket.solved_at, ticket.reopened, ticket.with_parent = None, ticket.reopened + 1, False
    ticket.unclosed = False
    ticket.case.due_on = set_clocks(ticket, state=State.REOPENED)


@transaction.atomic
def rate(number: str, *, actor: Actor, score: int, words: str = "") -> Ticket:
    """One click: five to three closes a solved ticket, two or one opens it again. A closed one keeps the score."""
    if not 1 <= score <= 5:
        raise Refused("Memnuniyet 1 ile 5 arasında bir puandır.")
    ticket = locked(number, actor)
    if not lifecycle.asks(ticket, actor):
        raise Refused("Memnuniyeti talebin sahibi bildirir.")
    if ticket.case.state not in {State.SOLVED, State.CLOSED} or not ticket.solved_at:
        raise Refused("Memnuniyet, talep çözüldükten sonra bildirilir.")
    Rating.objects.create(ticket=ticket, user_id=actor.user_id, score=score, words=words.strip()[:2_000])
    ticket.score = score
    ticket.save(update_fields=["score"])
    tell(ticket.case, "rate", actor, f"{score}/5", seat=actor.seat_for(access.OPEN, ticket.case))
    if ticket.case.state == State.CLOSED:
        return ticket
    if score <= UNHAPPY:
        return reopen(number, actor=actor, text=words.strip() or "Çözümden memnun kalmadım; sorun sürüyor.")
    return confirm(number, actor=actor)


@transaction.atomic
def withdraw(number: str, *, actor: Actor, words: str = "") -> Ticket:
    """Whoever asked needs it no more."""
    with take(lifecycle.WITHDRAW, Ticket, number, actor) as ticket:
        holder = ticket.case.assignee_id
        if words.strip():
            write_down(ticket, actor, words, by_desk=False)
        end(ticket)
        ticket.approvals.filter(verdict="waiting").update(verdict="declined", words="Talep geri çekildi.")
    publish(CLOSED, number=number)
    telling.tell_people(
        ticket, [holder], telling.WRITTEN, f"Talep geri çekildi: {ticket.case.subject}", words, actor=actor
    )
    return ticket
