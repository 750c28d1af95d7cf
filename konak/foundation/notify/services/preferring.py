"""What one wants to be told where, and when one wants peace."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import CHANNELS, TOPICS, Pace
from ..models import Habits, Preference
from ..pace import Hours


@transaction.atomic
def prefer(*, actor: Actor, choices: Mapping[tuple[str, str], str]) -> None:
    """Keep what one chose for topics and channels; what equals the topic's own pace needs no row."""
    user = _self(actor)
    for topic_code, channel in choices:
        if topic_code not in TOPICS or channel not in CHANNELS:
            raise Refused("Böyle bir bildirim konusu ya da gönderim yolu yok.")
    if unknown := set(choices.values()) - set(Pace.values):
        raise Refused(f"«{min(unknown)}» bilinmiyor; seçenekler: {', '.join(Pace.labels)}.")
    rows = [
        Preference(person=user, topic=topic_code, channel=channel, pace=pace)
        for (topic_code, channel), pace in choices.items()
    ]
    Preference.objects.bulk_create(
        [row for row in rows if TOPICS[row.topic].pace(row.channel) != row.pace],
        update_conflicts=True,
        update_fields=["pace"],
        unique_fields=["person", "topic", "channel"],
    )
    for row in rows:
        if TOPICS[row.topic].pace(row.channel) == row.pace:
            Preference.objects.filter(person=user, topic=row.topic, channel=row.channel).delete()


@transaction.atomic
def set_hours(
    *,
    actor: Actor,
    quiet: bool,
    quiet_from: dt.time | None,
    quiet_until: dt.time | None,
    quiet_days_off: bool,
    urgent_passes: bool,
    digest_hour: int,
    digest_weekday: int,
) -> Habits:
    """Keep one's quiet hours and the hour of the digest."""
    user = _self(actor)
    quiet_from, quiet_until = _plain(quiet_from), _plain(quiet_until)
    if quiet and (quiet_from is None or quiet_until is None):
        raise Refused("Sessiz saatlerin başını ve sonunu yazın ya da sessiz saatleri kapatın.")
    if quiet and quiet_from == quiet_until:
        raise Refused("Sessiz saatlerin başı ile sonu aynı olamaz.")
    if not (0 <= digest_hour <= 23 and 0 <= digest_weekday <= 6):
        raise Refused("Özet saati 0–23, haftanın günü 0–6 arasında olmalı.")
    hours = Hours(quiet_from if quiet else None, quiet_until if quiet else None, quiet_days_off)
    if hours.at_night(dt.time(digest_hour)):
        raise Refused(f"Özet saati ({digest_hour:02}.00) sessiz saatlerinize düşüyor; birini değiştirin.")
    row, _ = Habits.objects.update_or_create(
        person=user,
        defaults={
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
            "quiet_days_off": quiet_days_off,
            "urgent_passes": urgent_passes,
            "digest_hour": digest_hour,
            "digest_weekday": digest_weekday,
        },
    )
    return row


def _plain(moment: dt.time | None) -> dt.time | None:
    """A time of day on the wall here: programs may send a zone with it."""
    return moment.replace(tzinfo=None, second=0, microsecond=0) if moment else None


def _self(actor: Actor) -> User:
    if actor.user_id is None:
        raise Refused("Tercihlerinizi kaydetmek için oturum açın.")
    return User.objects.get(pk=actor.user_id)


@transaction.atomic
def keep(*, actor: Actor, choices: Mapping[tuple[str, str], str], hours: Mapping[str, Any] | None = None) -> None:
    """Both halves of the preference page at once: all of it is kept, or nothing."""
    prefer(actor=actor, choices=choices)
    if hours is not None:
        set_hours(actor=actor, **hours)
