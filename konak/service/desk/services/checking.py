"""The checklist of a ticket: given at its opening, ticked off while it is worked on."""

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import Ticket, TicketCheck
from .tools import MOST_ITEMS
from .writing import by_desk_only, locked


def _open(number: str, actor: Actor) -> Ticket:
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    if ticket.ended:
        raise Refused("Kapanmış talebin denetim listesi değişmez.")
    return ticket


def _line(ticket: Ticket, key: int) -> TicketCheck:
    row: TicketCheck | None = ticket.checks.filter(pk=key).first()
    if row is None:
        raise Refused("Madde bulunamadı; bu arada silinmiş olabilir.")
    return row


@transaction.atomic
def tick(number: str, key: int, *, actor: Actor, done: bool = True) -> TicketCheck:
    """Done, or not done after all; the story names who said so."""
    ticket = _open(number, actor)
    row = _line(ticket, key)
    if (row.done_at is not None) == done:
        return row
    row.done_by_id, row.done_at = (actor.user_id, now()) if done else (None, None)
    row.save()
    tell(ticket.case, "check" if done else "uncheck", actor, seat=actor.seat_for(access.WORK, ticket.case))
    return row


@transaction.atomic
def add_check(number: str, *, actor: Actor, text: str, required: bool = False) -> TicketCheck:
    """One more line, for this ticket alone."""
    ticket = _open(number, actor)
    words = " ".join(text.split())[:200]
    if not words:
        raise Refused("Yapılacak işi yazın.")
    if ticket.checks.count() >= MOST_ITEMS:
        raise Refused(f"Denetim listesi en çok {MOST_ITEMS} madde olabilir.")
    return TicketCheck.objects.create(ticket=ticket, text=words, required=required, order=9_000)


@transaction.atomic
def drop_check(number: str, key: int, *, actor: Actor) -> None:
    """Away with a line that was added by hand; what the service asks for stays."""
    row = _line(_open(number, actor), key)
    if row.from_service:
        raise Refused("Hizmetin denetim maddesi talepten silinemez; listeyi katalogdan değiştirin.")
    row.delete()
