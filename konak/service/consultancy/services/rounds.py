"""The round of the house: effects to look at, consents that run out, calls that end."""

import datetime as dt

from django.utils.timezone import localdate

from konak.foundation.notify.services import Notice, tell_all

from .. import queries
from ..models import Consent, NeedRound, Problem
from .common import CALL, MINE


def remind(day: dt.date | None = None) -> int:
    """Tell each thing once."""
    today = day or localdate()
    notices = [
        Notice(
            users=[one.case.assignee_id],
            topic=MINE,
            title=f"Etkisine bakma günü: {one.case.subject}",
            body=f"{one.case.number} için önleyici kuralın etkisine bugün bakılacak.",
            url=f"/is/{one.case.number}/",
            dedupe=f"consultancy:effect:{one.pk}:{one.follow_up_on}",
        )
        for one in Problem.objects.filter(case__state="fixed", follow_up_on__lte=today)
        if one.case.assignee_id
    ]
    soon = today + dt.timedelta(days=15)
    notices += [
        Notice(
            users=[one.case.opened_by_id],
            topic=MINE,
            title=f"Uygunluğun süresi doluyor: {one.case.subject}",
            body=f"{one.case.number} kararı {one.valid_until:%d.%m.%Y} gününe kadar geçerli.",
            url=f"/is/{one.case.number}/",
            dedupe=f"consultancy:valid:{one.pk}",
        )
        for one in Consent.objects.filter(
            case__state__in=["granted", "conditional"], valid_until__range=(today, soon)
        )
        if one.case.opened_by_id
    ]
    leaders = queries.unit_leaders()
    notices += [
        Notice(
            users=leaders,
            topic=CALL,
            title=f"İhtiyaç bildirimi bitiyor: {one.case.subject}",
            body=f"Son gün {one.closes_on:%d.%m.%Y}.",
            url=f"/danismanlik/ihtiyac/{one.case.number}/",
            dedupe=f"consultancy:call:{one.pk}:{one.closes_on}",
        )
        for one in NeedRound.objects.filter(
            case__state="collecting", closes_on__range=(today, today + dt.timedelta(days=3))
        )
    ]
    return tell_all(notices)
