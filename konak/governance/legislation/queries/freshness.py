"""How a duty stands: seen from its cadence and its last evidence; the same rule for a list and for one."""

import datetime as dt

from django.db.models import Q
from django.utils.timezone import localdate, now

from ..models import Cadence, Duty, Proof

# Days after which the last evidence of a duty is stale. PERIODIC, CONTINUOUS and NONE have no lawful interval: a
# year is our own yardstick for them, shown as such.
INTERVAL: dict[str, int] = {
    Cadence.DAILY: 1,
    Cadence.WEEKLY: 7,
    Cadence.MONTHLY: 31,
    Cadence.QUARTERLY: 92,
    Cadence.HALF_YEARLY: 183,
    Cadence.YEARLY: 366,
}
YARDSTICK = 366
GRACE = 0.25
"""Share of the interval a proof may be late before it counts as stale."""

LACKING = "lacking"
"""Filter for what needs a hand: no evidence, or only stale evidence."""


def window(cadence: str) -> dt.timedelta:
    """How long a proof stays fresh."""
    return dt.timedelta(days=INTERVAL.get(cadence, YARDSTICK) * (1 + GRACE))


def standing(state: str) -> Q:
    """The filter for one `Proof` state, or for `LACKING`; an unknown word finds nothing."""
    if state == Proof.CLOSED:
        return Q(closed_on__isnull=False)
    fresh = Q(pk__in=[])
    for cadence in Cadence.values:
        fresh |= Q(cadence=cadence, last_proof_at__gte=now() - window(cadence))
    found: dict[str, Q] = {
        Proof.FRESH: Q(last_proof_at__isnull=False) & fresh,
        Proof.STALE: Q(last_proof_at__isnull=False) & ~fresh,
        Proof.MISSING: Q(last_proof_at=None),
        LACKING: Q(last_proof_at=None) | ~fresh,
    }
    return Q(closed_on=None) & found.get(state, Q(pk__in=[]))


def proof_of(duty: Duty, at: dt.datetime | None = None) -> Proof:
    """How one duty stands, by the same rule as `standing`; a duty read as of a day carries that moment itself."""
    if duty.closed_on:
        return Proof.CLOSED
    return judged(duty.cadence, duty.last_proof_at, at or getattr(duty, "seen_at", None) or now())


def judged(cadence: str, last: dt.datetime | None, at: dt.datetime) -> Proof:
    """The rule itself: what a last proof is worth at a moment."""
    if last is None:
        return Proof.MISSING
    return Proof.FRESH if last >= at - window(cadence) else Proof.STALE


def next_on(duty: Duty) -> dt.date | None:
    """The day by which the next evidence is expected; None where the cadence names no interval."""
    if duty.closed_on or duty.cadence not in INTERVAL:
        return None
    last = localdate(duty.last_proof_at) if duty.last_proof_at else duty.opened_on
    return last + dt.timedelta(days=INTERVAL[duty.cadence])
