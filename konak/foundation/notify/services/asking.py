"""Asking what became of messages the other side accepted: arrived, lost with a reason, or still under way."""

import datetime as dt
import logging

from django.db.models import Q
from django.utils.timezone import now

from .. import Arrival, Undelivered, open_channels
from ..models import Envelope, EnvelopeState, Outcome

log = logging.getLogger(__name__)
FIRST = dt.timedelta(minutes=2)
AGAIN = dt.timedelta(minutes=15)
PATIENCE = dt.timedelta(days=2)
"""A message nobody knows anything of by then stays "gönderildi"; operators try no longer than that."""
MANY = 100
"""References asked about at once."""


def ask_arrivals(at: dt.datetime | None = None) -> tuple[int, int]:
    """Ask every channel that can tell; returns how many messages arrived and how many were lost. Safe to repeat."""
    moment, arrived, lost = at or now(), 0, 0
    for code, channel in open_channels().items():
        ask = getattr(channel, "arrivals", None)
        if ask is None:
            continue
        for keys in _open(code, moment):
            try:
                found: list[Arrival] = ask(list(keys))
            except Undelivered as problem:
                log.warning("%s does not tell what arrived: %s", code, problem)
                break
            Envelope.objects.filter(channel=code, reference__in=keys, outcome="").update(asked_at=moment)
            for one in found:
                if one.reference in keys and _noted(code, one, moment):
                    arrived, lost = arrived + one.arrived, lost + (not one.arrived)
    return arrived, lost


def _open(code: str, at: dt.datetime) -> list[list[str]]:
    """References of the channel nothing is known of, whose turn it is, by the handful."""
    due = Q(asked_at=None, finished_at__lte=at - FIRST) | Q(asked_at__lte=at - AGAIN)
    rows = Envelope.objects.filter(due, channel=code, state=EnvelopeState.SENT, outcome="").exclude(reference="")
    rows = rows.filter(finished_at__gte=at - PATIENCE).order_by("finished_at")
    keys = list(rows.values_list("reference", flat=True)[: 20 * MANY])
    return [keys[start : start + MANY] for start in range(0, len(keys), MANY)]


def _noted(code: str, one: Arrival, at: dt.datetime) -> bool:
    """Write down what is known. What was lost stands among the failed, from where it can be tried again."""
    rows = Envelope.objects.filter(channel=code, reference=one.reference, state=EnvelopeState.SENT, outcome="")
    if one.arrived:
        return bool(rows.update(outcome=Outcome.ARRIVED, outcome_at=one.at or at))
    problem = f"Kabul edildi ama ulaşmadı: {one.why}"[:500]
    return bool(rows.update(outcome=Outcome.LOST, outcome_at=at, state=EnvelopeState.FAILED, problem=problem))
