"""A ticket and official letters: where one is opened for the other."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import User

from ..models import Channel, Ticket

CARRIED = 1_500
"""So much of what the desk said last travels into the draft of a letter."""


def way_to_open(document: Any, actor: Actor) -> str | None:
    """Where a ticket is written down for an incoming letter; None where the letter is closed."""
    # reach: the page of the letter has asked
    case = document.case
    if case.closed_at:
        return None
    filled = {
        "channel": Channel.LETTER,
        "document": case.number,
        "subject": case.subject,
        # a mail has no number of its sender: then ours of the register stands for it
        "letter_number": document.document_number or case.number,
        "letter_date": document.document_date or localdate(case.opened_at),
        "on_behalf_of": User.objects.filter(pk=actor.user_id or 0).values_list("username", flat=True).first() or "",
    }
    return f"{reverse('desk:phone')}?{urlencode(filled)}"


def way_to_answer(ticket: Ticket, links: Sequence[tuple[str, Any, str]], said: Iterable[Any]) -> str:
    """Where an official letter about a ticket is begun: an answer to the letter it came by, with what the desk said
    last."""
    # reach: the page of the ticket has asked
    came = next((case.number for _, case, _ in links if case.kind == "correspondence.incoming"), "")
    # whoever entered a letter is its asker as well: his words are the answer too
    entered = ticket.channel == Channel.LETTER
    open_words = [one.text for one in said if not one.internal and (one.by_desk or entered)]
    filled = {"about": ticket.case.number, "replies_to": came, "subject": ticket.case.subject[:150]}
    if open_words:
        filled["body"] = open_words[-1][:CARRIED]
    return f"{reverse('correspondence:new')}?{urlencode(filled)}"
