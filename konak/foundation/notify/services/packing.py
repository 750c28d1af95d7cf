"""From what waits to messages: one by one, several in a summary, or a digest. One packer at a time."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.calendar.queries import calendar_from
from konak.foundation.db import fetch

from .. import CHANNELS, Form, Pace, open_channels
from ..models import Delivery, Envelope, Outage, Preference, Withheld
from ..pace import ZONE, IsWorking
from .telling import hours_of

BATCH = 2_000
TOGETHER = 4
"""From so many at once on, a person gets one summary and not as many messages."""
HOUR = dt.timedelta(hours=1)


@dataclass
class _Work:
    """What one round decided."""

    envelopes: list[tuple[Envelope, list[int]]] = field(default_factory=list)
    postponed: list[tuple[int, dt.datetime]] = field(default_factory=list)
    withheld: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def pack(at: dt.datetime | None = None) -> int:
    """Put everything that is due into envelopes; returns how many were made."""
    total = 0
    while True:
        made, seen = _round(at or now())
        total += made
        if seen < BATCH:
            return total


@transaction.atomic
def _round(at: dt.datetime) -> tuple[int, int]:
    if not fetch("notify/lock_packing")[0].mine:
        return 0, 0
    down = set(Outage.objects.values_list("channel", flat=True))
    channels = [code for code in open_channels() if code not in down]
    waiting = Delivery.objects.filter(envelope=None, withheld="", due_at__lte=at, channel__in=channels)
    rows = list(waiting.select_related("notification__recipient__habits").order_by("due_at", "pk")[:BATCH])
    if not rows:
        return 0, 0
    work = _sorted_out(rows, at)
    _settle(work)
    return len(work.envelopes), len(rows)


def _sorted_out(rows: list[Delivery], at: dt.datetime) -> _Work:
    people = {row.notification.recipient_id for row in rows}
    chosen = {
        (row.person_id, row.topic, row.channel): row.pace for row in Preference.objects.filter(person_id__in=people)
    }
    is_working = calendar_from(at.astimezone(ZONE).date() - dt.timedelta(days=10)).is_working
    used = {
        (row.recipient_id, row.channel): (row.used, row.first_at)
        for row in fetch(
            "notify/used", people=sorted(people), channels=sorted({row.channel for row in rows}), since=at - HOUR
        )
    }
    work = _Work()
    heaps: dict[tuple[int, str, bool], list[Delivery]] = defaultdict(list)
    for row in rows:
        told = row.notification
        if told.read_at is not None:
            work.withheld[Withheld.READ].append(row.pk)
        elif chosen.get((told.recipient_id, told.topic, row.channel)) == Pace.OFF:
            work.withheld[Withheld.UNWANTED].append(row.pk)
        elif wakes := _still_quiet(row, at, is_working):
            work.postponed.append((row.pk, wakes))
        else:
            heaps[told.recipient_id, row.channel, row.pace == Pace.NOW].append(row)
    for (person, channel, single), heap in sorted(heaps.items()):
        spent, first_at = used.get((person, channel), (0, at))
        room = CHANNELS[channel].hourly - spent
        if room <= 0:
            work.postponed += [(row.pk, first_at + HOUR) for row in heap]
            continue
        parts = _parts(heap, single, room)
        used[person, channel] = (spent + len(parts), min(first_at, at))
        for form, part in parts:
            envelope = Envelope(recipient_id=person, channel=channel, form=form, made_at=at, due_at=at)
            work.envelopes.append((envelope, [row.pk for row in part]))
    return work


def _still_quiet(row: Delivery, at: dt.datetime, is_working: IsWorking) -> dt.datetime | None:
    """The hour until which a message has to wait although it was due: it was held up, and now it is night."""
    if row.pace != Pace.NOW:
        return None
    told = row.notification
    topic = told.told_as
    wakes = hours_of(told.recipient).due(at, Pace.NOW, topic is not None and topic.urgent, is_working)
    return wakes if wakes > at else None


def _parts(heap: list[Delivery], single: bool, room: int) -> list[tuple[Form, list[Delivery]]]:
    """One message each, as long as they are few; otherwise all of them in one."""
    if not single:
        return [(Form.DIGEST, heap)]
    if len(heap) >= TOGETHER or len(heap) > room:
        return [(Form.SUMMARY, heap)]
    return [(Form.SINGLE, [row]) for row in heap]


def _settle(work: _Work) -> None:
    for reason, keys in work.withheld.items():
        Delivery.objects.filter(pk__in=keys).update(withheld=reason)
    if work.postponed:
        moved = dict(work.postponed)
        fetch("notify/postpone", delivery=list(moved), due_at=list(moved.values()))
    if work.envelopes:
        made = Envelope.objects.bulk_create([envelope for envelope, _ in work.envelopes])
        pairs = [(key, one.pk) for one, (_, keys) in zip(made, work.envelopes, strict=True) for key in keys]
        fetch("notify/pack", delivery=[key for key, _ in pairs], envelope=[pk for _, pk in pairs])
