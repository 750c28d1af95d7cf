"""What keeps the queue healthy: trying a failed message again, and forgetting what is old."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import Delivery, Envelope, EnvelopeState, Notification

READ_KEPT = dt.timedelta(days=180)
SENT_KEPT = dt.timedelta(days=180)
BATCH = 10_000


@transaction.atomic
def retry(envelope_id: int, *, actor: Actor) -> Envelope:
    """Put a failed message back into the queue, with the full three days before it."""
    if not actor.reach(access.MANAGE).everywhere:
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")
    envelope = Envelope.objects.select_for_update().get(pk=envelope_id)
    if envelope.state != EnvelopeState.FAILED:
        raise Refused("Yalnız gönderilemeyen bir gönderi yeniden denenebilir.")
    Delivery.objects.filter(envelope=envelope).update(withheld="")
    envelope.state = EnvelopeState.READY
    envelope.due_at = now()
    envelope.tried_at = envelope.finished_at = None
    envelope.attempts = 0
    envelope.outcome, envelope.outcome_at, envelope.asked_at, envelope.reference = "", None, None, ""
    envelope.save()
    return envelope


def forget(at: dt.datetime | None = None) -> int:
    """Delete what was read more than 180 days ago, and messages finished as long ago; returns how many rows.

    Unread notifications stay, however old. Small batches, so that nobody waits for the broom.
    """
    moment = at or now()
    total = 0
    for rows in (
        Notification.objects.filter(read_at__lt=moment - READ_KEPT),
        Envelope.objects.filter(finished_at__lt=moment - SENT_KEPT, state__in=["sent", "dropped", "failed"]),
    ):
        while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                rows.model.objects.filter(pk__in=keys).delete()
            total += len(keys)
    return total
