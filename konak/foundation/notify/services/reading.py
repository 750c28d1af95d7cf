"""One's own notifications are read: one, those about one subject, or all."""

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor

from .. import queries
from ..models import Notification


@transaction.atomic
def read(notification_id: int, *, actor: Actor) -> Notification:
    """Mark one of one's own as read, and with it all about the same subject; another's does not exist."""
    found = queries.one(actor, notification_id)
    if found.read_at is None:
        found.read_at = now()
        found.save(update_fields=["read_at"])
    if found.subject_number:
        read_about(found.subject_kind, found.subject_number, actor=actor)
    return found


def read_about(kind: str, number: str, *, actor: Actor) -> int:
    """Whoever opens a file has read what he was told about it; returns how many that were."""
    if actor.user_id is None:
        return 0
    rows = Notification.objects.filter(
        recipient_id=actor.user_id, subject_kind=kind, subject_number=number, read_at=None
    )
    return rows.update(read_at=now())


def read_all(*, actor: Actor, until: int | None = None) -> int:
    """Mark all of one's own as read, those that came after `until` excepted: what one did not see stays unread."""
    rows = Notification.objects.filter(recipient_id=actor.user_id, read_at=None)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    return rows.update(read_at=now())
