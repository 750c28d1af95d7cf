"""What runs by the clock: proofs brought up to date by the hour, snapshots and standings kept every night."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import NOBODY, Actor
from konak.foundation.evidence import capability
from konak.foundation.people.queries import below

from .. import queries
from ..models import Binding, BindingState, Cadence, CapabilitySnapshot, Duty, DutyStanding, Proof

LOOK_BACK = 400
"""Nights that are made up for at most: after a long silence, or when a capability is bound for the first time."""
OFTEN = frozenset({Cadence.DAILY.value, Cadence.WEEKLY.value})
"""A week without a look would let duties of these cadences seem stale."""
ONE_NIGHT, ONE_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@transaction.atomic
def refresh_proofs(*, actor: Actor = NOBODY) -> int:
    """Bring the last proof of every open duty up to date, forwards and backwards; returns how many moved."""
    del actor  # run by the worker for everybody
    stands = dict(Duty.objects.filter(closed_on=None).values_list("pk", "last_proof_at"))
    last = _last_proofs(stands)
    moved = [key for key, moment in stands.items() if last[key] != moment]
    # Somebody may have filed a proof meanwhile: what moves is locked and looked at once more.
    rows = list(Duty.objects.select_for_update(of=("self",)).filter(pk__in=moved).order_by("pk"))
    again = _last_proofs([row.pk for row in rows])
    for row in rows:
        row.last_proof_at = again[row.pk]
    Duty.objects.bulk_update(rows, ["last_proof_at"], batch_size=500)
    return len(rows)


def _last_proofs(keys: Collection[int]) -> dict[int, dt.datetime | None]:
    """The last proof of each duty; every capability is asked once for each unit."""
    filed, today = queries.filed_until(keys), localdate()
    last: dict[int, dt.datetime | None] = {key: filed.get(key) for key in keys}
    rows = Binding.objects.filter(state=BindingState.CONFIRMED, duty_id__in=keys)
    asked: dict[tuple[str, int], dt.datetime | None] = {}
    units: dict[int, frozenset[int]] = {}
    for duty_id, code, unit_id in rows.values_list("duty_id", "capability", "duty__unit_id"):
        entry = capability(code)
        if entry is None:
            continue
        if unit_id not in units:
            units[unit_id] = frozenset(below(unit_id))
        if (code, unit_id) not in asked:
            asked[code, unit_id] = entry.last(units[unit_id], today)
        shown, before = asked[code, unit_id], last[duty_id]
        if shown is not None and (before is None or shown > before):
            last[duty_id] = shown
    return last


def keep_the_night(*, actor: Actor = NOBODY) -> tuple[int, int]:
    """Snapshots and standings of every night up to yesterday that were not kept yet; returns how many rows of each.

    May run as often as one likes. A night in which the worker stood still is made up for on the next run.
    """
    return take_snapshots(actor=actor), keep_standings(actor=actor)


@transaction.atomic
def take_snapshots(*, actor: Actor = NOBODY) -> int:
    """What every confirmed capability could show for the units whose duties it proves, night by night.

    A pair that was never kept begins with the day of its confirmation: night by night where one of its duties falls
    due by the week or more often, else week by week up to yesterday.
    """
    del actor
    yesterday = localdate() - ONE_NIGHT
    earliest = yesterday - dt.timedelta(days=LOOK_BACK)
    rows = Binding.objects.filter(state=BindingState.CONFIRMED).select_related("duty")
    begins: dict[tuple[str, int], dt.date] = {}
    often: set[tuple[str, int]] = set()
    for binding in rows:
        key = binding.capability, binding.duty.unit_id
        begin = max(localdate(binding.decided_at), earliest) if binding.decided_at else yesterday
        begins[key] = min(begins.get(key, begin), begin)
        if binding.duty.cadence in OFTEN:
            often.add(key)
    kept = {
        (code, unit_id): day
        for code, unit_id, day in CapabilitySnapshot.objects.order_by("capability", "unit_id", "-day")
        .distinct("capability", "unit_id")
        .values_list("capability", "unit_id", "day")
    }
    made = []
    branches: dict[tuple[int, dt.date], frozenset[int]] = {}
    for (code, unit_id), begin in begins.items():
        entry = capability(code)
        if entry is None:
            continue
        last = kept.get((code, unit_id))
        day, step = (
            (max(last + ONE_NIGHT, earliest), ONE_NIGHT)
            if last
            else (begin, ONE_NIGHT if (code, unit_id) in often else ONE_WEEK)
        )
        nights = []
        while day < yesterday:
            nights.append(day)
            day += step
        if last is None or last < yesterday:
            nights.append(yesterday)
        for night in nights:
            if (unit_id, night) not in branches:
                branches[unit_id, night] = frozenset(queries.branch_on(unit_id, night))
            units = branches[unit_id, night]
            shown, count = entry.last(units, night), entry.count(units, night)
            made.append(CapabilitySnapshot(day=night, capability=code, unit_id=unit_id, count=count, last=shown))
    CapabilitySnapshot.objects.bulk_create(made, batch_size=1000, ignore_conflicts=True)
    return len(made)


@transaction.atomic
def keep_standings(*, actor: Actor = NOBODY) -> int:
    """How the duties of each text and unit stood at the end of every night not kept yet, judged in memory."""
    del actor
    yesterday = localdate() - ONE_NIGHT
    last = DutyStanding.objects.order_by("-day").values_list("day", flat=True).first()
    day = max(last + ONE_NIGHT if last else dt.date.min, yesterday - dt.timedelta(days=LOOK_BACK))
    if day > yesterday:
        return 0
    rows = list(
        Duty.objects.filter(opened_on__lte=yesterday).only(
            "regulation", "unit", "role", "assignee", "cadence", "opened_on", "closed_on"
        )
    )
    past = queries.past_of(rows, yesterday, ask=False)
    made = []
    while day <= yesterday:
        at, count = queries.moment_of(day), Counter[tuple[int, int, Proof]]()
        for row in rows:
            if row.opened_on <= day and (row.closed_on is None or row.closed_on > day):
                count[row.regulation_id, past.version(row.pk, at).unit_id, past.state(row.pk, day)] += 1
        for text, unit in sorted({(text, unit) for text, unit, _ in count}):
            made.append(
                DutyStanding(
                    day=day,
                    regulation_id=text,
                    unit_id=unit,
                    fresh=count[text, unit, Proof.FRESH],
                    stale=count[text, unit, Proof.STALE],
                    missing=count[text, unit, Proof.MISSING],
                )
            )
        day += ONE_NIGHT
    DutyStanding.objects.bulk_create(made, batch_size=1000, ignore_conflicts=True)
    return len(made)
