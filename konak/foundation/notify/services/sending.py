"""Sending what is packed: each message claimed by one worker alone, tried again after a temporary failure.

At least once: between the moment the other side accepts a message and the commit that writes it down a worker may
die. The message then goes out once more, under the same key (Message-ID), so that the repetition is recognisable.
"""

import datetime as dt
import logging
import time
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from konak.foundation.db import fetch

from .. import (
    Channel,
    Permanent,
    Send,
    Temporary,
    Undelivered,
    Unreachable,
    open_channels,
    seen_by,
    wording,
)
from ..models import Delivery, Envelope, EnvelopeState, Notification, Outage, Withheld

log = logging.getLogger(__name__)
MINUTES = (1, 5, 15, 60, 180, 360)
"""Waits between the attempts; the last one is repeated."""
PATIENCE = dt.timedelta(days=3)
PROBES = (1, 2, 5, 10)
"""Minutes between two looks at a channel that is down."""
BUDGET = 45.0
"""Seconds one run may send."""


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    dropped: int = 0
    later: int = 0
    failed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.sent + other.sent,
            self.dropped + other.dropped,
            self.later + other.later,
            self.failed + other.failed,
        )


def send_packed(at: dt.datetime | None = None, seconds: float = BUDGET) -> Tally:
    """Send what is due on every channel that is up, for so long; the next run goes on, others get their turn."""
    total = Tally()
    until = time.monotonic() + seconds
    for channel in open_channels().values():
        if answers(channel, at or now()):
            total += _run(channel, at, until)
    return total


def answers(channel: Channel, at: dt.datetime) -> bool:
    """Whether a channel is up. One that was down is looked at again, ever more rarely, without a message."""
    outage = Outage.objects.filter(channel=channel.code).first()
    if outage is None:
        return True
    if outage.probe_at > at:
        return False
    try:
        channel.probe()
    except Undelivered as problem:
        _down(channel, str(problem), at)
        return False
    except Exception as error:
        log.exception("probing %s failed", channel.code)
        _down(channel, f"{type(error).__name__}: {error}", at)
        return False
    outage.delete()
    return True


@transaction.atomic
def _down(channel: Channel, problem: str, at: dt.datetime) -> None:
    outage, fresh = Outage.objects.select_for_update().get_or_create(
        channel=channel.code, defaults={"since": at, "probe_at": at, "problem": problem[:500]}
    )
    wait = PROBES[min(outage.probes, len(PROBES) - 1)]
    outage.probe_at = at + dt.timedelta(minutes=wait)
    outage.probes += 1
    outage.problem = problem[:500]
    outage.save()
    if fresh:
        log.warning("channel %s is down: %s", channel.code, problem)


def _run(channel: Channel, at: dt.datetime | None, until: float) -> Tally:
    tally = Tally()
    if not Envelope.objects.filter(channel=channel.code, state__in=["ready", "sending"]).exists():
        return tally
    try:
        with channel.session() as send:
            while time.monotonic() < until:
                envelope = claim(channel.code, at or now())
                if envelope is None:
                    break
                _one(channel, send, envelope, at or now(), tally)
    except Unreachable as problem:
        _down(channel, str(problem), at or now())
    return tally


def claim(channel: str, at: dt.datetime) -> Envelope | None:
    """The next due message of a channel, for the caller alone."""
    rows = fetch("notify/claim", channel=channel, now=at)
    return Envelope.objects.select_related("recipient").get(pk=rows[0].id) if rows else None


def _one(channel: Channel, send: Send, envelope: Envelope, at: dt.datetime, tally: Tally) -> None:
    """Send one claimed message and write down how it went; `Unreachable` goes on to the caller."""
    told, secrets = _still_to_tell(envelope)
    address = channel.address(envelope.recipient)
    if not told or not address:
        _withhold(envelope, [one.pk for one in told], Withheld.NOWHERE)
        problem = "Kişinin bu yol için geçerli bir adresi yok." if told else "Kişi artık göremiyor ya da okudu."
        _finish(envelope, EnvelopeState.DROPPED, at, problem=problem)
        tally.dropped += 1
        return
    try:
        reference = send(wording.letter(envelope, told, secrets, address))
    except Unreachable as problem:
        # this one steps back, lest a letter that always breaks the connection stand in everybody's way
        _again(envelope, at, str(problem), tally)
        raise
    except Permanent as problem:
        _finish(envelope, EnvelopeState.FAILED, at, problem=str(problem))
        tally.failed += 1
    except Temporary as problem:
        _again(envelope, at, str(problem), tally)
    except Exception as error:
        log.exception("sending envelope %s failed", envelope.pk)
        _again(envelope, at, f"{type(error).__name__}: {error}", tally)
    else:
        _finish(envelope, EnvelopeState.SENT, at, reference=reference)
        tally.sent += 1


def came_back(key: str, words: str) -> bool:
    """A letter that had been accepted was returned: say so where it is kept. False when it is none of ours."""
    try:
        sent = Envelope.objects.filter(key=uuid.UUID(key))
    except ValueError:
        return False
    problem = f"Geri döndü: {words}"[:500]
    return bool(sent.update(state=EnvelopeState.FAILED, problem=problem))


def _again(envelope: Envelope, at: dt.datetime, problem: str, tally: Tally) -> None:
    if at - (envelope.tried_at or at) >= PATIENCE:
        _finish(envelope, EnvelopeState.FAILED, at, problem=f"Üç gün denendi. Son yanıt: {problem}")
        tally.failed += 1
        return
    wait = MINUTES[min(envelope.attempts, len(MINUTES)) - 1]
    _release(envelope, at + dt.timedelta(minutes=wait), problem)
    tally.later += 1


def _still_to_tell(envelope: Envelope) -> tuple[list[Notification], dict[int, int]]:
    """The notifications in an envelope that the person still may see, and how secret each is today."""
    rows = Notification.objects.filter(deliveries__envelope=envelope, deliveries__withheld="").order_by("pk")
    told = list(rows)
    about = {one.subject for one in told if one.subject_number}
    sight = seen_by(envelope.recipient_id, about)
    gone = [one.pk for one in told if one.subject_number and one.subject not in sight]
    _withhold(envelope, gone, Withheld.UNSEEN)
    kept = [one for one in told if one.pk not in set(gone)]
    return kept, {one.pk: max(one.secrecy, sight.get(one.subject, 0)) for one in kept}


def _withhold(envelope: Envelope, notifications: list[int], reason: Withheld) -> None:
    if notifications:
        rows = Delivery.objects.filter(envelope=envelope, notification_id__in=notifications)
        rows.update(withheld=reason)


def _ours(envelope: Envelope) -> QuerySet[Envelope]:
    """The envelope as long as it is still ours: another worker may have taken it up after the lease."""
    return Envelope.objects.filter(pk=envelope.pk, state=EnvelopeState.SENDING, leased_until=envelope.leased_until)


def _finish(
    envelope: Envelope, state: EnvelopeState, at: dt.datetime, *, problem: str = "", reference: str = ""
) -> None:
    _ours(envelope).update(
        state=state, finished_at=at, leased_until=None, problem=problem[:500], reference=reference[:200]
    )


def _release(envelope: Envelope, due_at: dt.datetime, problem: str) -> None:
    _ours(envelope).update(state=EnvelopeState.READY, due_at=due_at, leased_until=None, problem=problem[:500])
