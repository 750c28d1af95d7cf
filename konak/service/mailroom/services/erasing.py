"""Mails as they came are kept for a time, as proof of who wrote what; then they are erased, and the story says so."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.files import services as files
from konak.foundation.trail import services as trail

from .. import queries
from ..models import Mail

KIND = "mailroom.mail"
MOST = 500
"""Mails of one round: the broom works in small strokes."""


def erase_old(*, actor: Actor | None = None, most: int = MOST) -> int:
    """Erase what is older than `KONAK_MAIL_RAW_DAYS`; what waits for somebody stays. Safe to run again."""
    worker = actor or Actor(None, (), "job")
    if settings.MAIL_RAW_DAYS <= 0:
        return 0
    before = now() - dt.timedelta(days=settings.MAIL_RAW_DAYS)
    return sum(_erase(mail_id, worker) for mail_id in queries.erasable(before, most))


@transaction.atomic
def _erase(mail_id: int, actor: Actor) -> bool:
    mail = Mail.objects.select_for_update(of=("self",)).select_related("raw").get(pk=mail_id)
    stored = mail.raw
    if stored is None:
        return False
    mail.raw, mail.erased_at = None, now()
    mail.save(update_fields=["raw", "erased_at"])
    files.forget(actor=actor, stored=stored)
    trail.write(actor=actor, kind=KIND, subject=mail.pk, verb="erase", note=f"{settings.MAIL_RAW_DAYS} gün saklandı")
    return True
