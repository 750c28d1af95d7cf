"""Who has a ticket open, and the answer the team writes together. Rows of seconds: no story, no history."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..models import Presence, SharedDraft
from ..queries import PRESENT
from .writing import by_desk_only, locked


@transaction.atomic
def be_here(ticket_id: int, *, actor: Actor, typing: bool = False) -> None:
    """I have it open (and write). The caller has found the ticket through a reach and serves it."""
    if actor.user_id is None:
        return
    moment = now()
    row = Presence(ticket_id=ticket_id, user_id=actor.user_id, seen_at=moment, typing_at=moment if typing else None)
    fields = ["seen_at", "typing_at"] if typing else ["seen_at"]
    Presence.objects.bulk_create([row], update_conflicts=True, unique_fields=["ticket", "user"], update_fields=fields)


def forget_present(*, actor: Actor | None = None) -> int:
    """Rows of those who left long ago; the round of the desk calls it."""
    gone, _ = Presence.objects.filter(seen_at__lt=now() - PRESENT - dt.timedelta(minutes=5)).delete()
    return gone


@transaction.atomic
def share_draft(number: str, *, actor: Actor, text: str, internal: bool = False) -> SharedDraft | None:
    """Lay what was begun where the team finds it; an empty text takes it away."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    if actor.user_id is None:
        raise Refused("Taslak paylaşmak için oturum açın.")
    if ticket.ended:
        raise Refused("Kapanmış talepte taslak saklanmaz.")
    if not text.strip():
        SharedDraft.objects.filter(ticket=ticket).delete()
        return None
    row, _ = SharedDraft.objects.update_or_create(
        ticket=ticket,
        defaults={"user_id": actor.user_id, "text": text.strip()[:20_000], "internal": internal},
    )
    return row
