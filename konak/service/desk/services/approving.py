"""An approval is sought, given or declined."""

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import watching
from konak.foundation.cases.models import Watched
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused

from .. import lifecycle, queries
from ..lifecycle import CLOSED, State
from ..models import Approval, Approver, Message, PauseWhy, Ticket, Verdict
from . import telling
from .system import system
from .timing import go_on, pause, set_clocks


def seek_first(ticket: Ticket, actor: Actor) -> None:
    """The approval a service wants before anybody works; where nobody stands above, the story says so."""
    approver = _approver(ticket)
    if approver is None:
        tell(ticket.case, "no_approver", actor)
        return
    _seek(ticket, system(ticket.case.unit_id), approver)


def _approver(ticket: Ticket) -> int | None:
    if ticket.service.approver == Approver.OWNER:
        owner: int | None = ticket.service.assignee_id
        return None if owner == ticket.requester_id else owner
    if ticket.requester_id is None:
        return None
    return queries.approver_over(ticket.requester_id, ticket.case.opened_from_unit_id)


def _seek(ticket: Ticket, actor: Actor, approver: int) -> None:
    with take(lifecycle.SEEK, Ticket, ticket.case.number, actor) as fresh:
        pause(fresh, PauseWhy.APPROVAL)
        fresh.case.assignee_id = approver
        fresh.case.due_on = set_clocks(fresh, state=State.APPROVAL)
        Approval.objects.create(ticket=fresh, approver_id=approver)
        watching.add(fresh.case, Watched.ASSIGNED, approver)
    ticket.case = fresh.case
    telling.tell_people(
        fresh,
        [approver],
        telling.APPROVAL,
        f"Onayınız bekleniyor: {fresh.case.subject}",
        f"{fresh.case.number} · {fresh.service.name} · isteyen {fresh.asker}",
        actor=actor,
    )


@transaction.atomic
def seek(number: str, *, actor: Actor, approver_id: int) -> Ticket:
    """The desk asks somebody for an approval."""
    ticket = queries.ticket(actor, number)
    if approver_id == ticket.requester_id:
        raise Refused("Talep sahibinin kendisinden onay istenemez.")
    _seek(ticket, actor, approver_id)
    return queries.ticket(actor, number)


@transaction.atomic
def approve(number: str, *, actor: Actor, words: str = "") -> Ticket:
    """Yes: the ticket goes to its queue and is handed out."""
    with take(lifecycle.APPROVE, Ticket, number, actor) as ticket:
        _decide(ticket, actor, Verdict.APPROVED, words)
        go_on(ticket)
        free = queries.free_agents(ticket.case.unit_id, ticket.service.skill_id) if ticket.service.assigns else []
        ticket.case.assignee_id = free[0].agent.user_id if free else None
        watching.add(ticket.case, Watched.ASSIGNED, ticket.case.assignee_id)
        ticket.case.due_on = set_clocks(ticket, state=State.NEW)
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz onaylandı: {ticket.case.subject}",
        words,
        actor=actor,
    )
    telling.tell_people(
        ticket,
        telling.working(ticket),
        telling.GIVEN,
        f"Onaylanan talep size geldi: {ticket.case.subject}",
        actor=actor,
    )
    return ticket


@transaction.atomic
def decline(number: str, *, actor: Actor, words: str) -> Ticket:
    """No, and why: the ticket closes unsolved."""
    if not words.strip():
        raise Refused("Neden onaylamadığınızı yazın; talep sahibi gerekçeyi görecek.")
    with take(lifecycle.DECLINE, Ticket, number, actor) as ticket:
        _decide(ticket, actor, Verdict.DECLINED, words)
        go_on(ticket)
        ticket.case.due_on = set_clocks(ticket, state=State.CLOSED)
        ticket.live_source = None
        Message.objects.create(ticket=ticket, author_id=actor.user_id, text=words.strip())
        publish(CLOSED, number=number)
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz onaylanmadı: {ticket.case.subject}",
        telling.clipped(words),
        actor=actor,
    )
    return ticket


def _decide(ticket: Ticket, actor: Actor, verdict: Verdict, words: str) -> None:
    waiting = ticket.approvals.get(verdict=Verdict.WAITING)
    waiting.verdict, waiting.words = verdict, words.strip()
    waiting.decided_by_id, waiting.decided_at = actor.user_id, now()
    waiting.save()
