"""The round of the house: visits nobody wrote up, outages that should be over."""

import datetime as dt

from django.utils.timezone import now

from konak.foundation.notify.services import Notice, tell_all

from ..models import Outage, Visit
from .telling import GOING, OUTAGE


def remind(moment: dt.datetime | None = None) -> int:
    """Tell once of a visit whose result is missing since yesterday, and of an outage past its end."""
    at = moment or now()
    notices = [
        Notice(
            users=[one.technician_id],
            topic=GOING,
            title=f"Sonucu yazılmadı: {one.case.subject}",
            body=f"{one.case.number} ziyaretinin saati geçti; sonucunu yazın ya da yapılamadığını belirtin.",
            url=f"/is/{one.case.number}/",
            dedupe=f"visits:unwritten:{one.pk}:{one.revision}",
        )
        for one in Visit.objects.filter(holds=True, ends_at__lt=at - dt.timedelta(hours=4))[:500]
    ]
    notices += [
        Notice(
            users=[one.case.assignee_id],
            topic=OUTAGE,
            title=f"Bitişi geçti: {one.case.subject}",
            body=f"{one.case.number} duyurusunun bitiş saati geçti; bittiğini yazın ya da uzatın.",
            url=f"/is/{one.case.number}/",
            dedupe=f"visits:unended:{one.pk}:{one.revision}",
        )
        for one in Outage.objects.filter(case__state__in=["announced", "underway"], ends_at__lt=at)[:500]
        if one.case.assignee_id
    ]
    return tell_all(notices)
