"""What decides how duties stood on any day: their row history, what had been filed by then, what capabilities showed.

Everything about a set of duties is read in a constant number of statements; days are then judged in memory.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import DateTimeField, F, Func, Max
from django.db.models.functions import Least
from django.utils.timezone import localdate

from konak.foundation.evidence import capability

from ..models import BindingState, CapabilitySnapshot, Duty, Evidence, Proof
from .freshness import judged
from .then import branch_on, end_of, moment_of


@dataclass(frozen=True, slots=True)
class Version:
    """What of a duty can change: whose it is and how often it falls due."""

    unit_id: int
    role: str
    assignee_id: int | None
    cadence: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A proof filed by hand: from when it was known until when, and up to which moment it proves."""

    known: dt.datetime
    gone: dt.datetime | None
    proves: dt.datetime


Steps = tuple[list[dt.datetime], list[Any]]
"""Moments in order and what became true at each."""


@dataclass(slots=True)
class Past:
    """The memory of some duties. Ask it only about those duties it was read for."""

    now: dict[int, Version]
    versions: dict[int, Steps] = field(default_factory=dict)
    filed: dict[int, list[Filed]] = field(default_factory=dict)
    bound: dict[int, dict[str, Steps]] = field(default_factory=dict)
    snapshots: dict[tuple[str, int], tuple[list[dt.date], list[dt.datetime | None]]] = field(default_factory=dict)
    ask: bool = True
    """Whether a capability without any snapshot is asked itself; switched off where many days are judged."""
    _asked: dict[tuple[str, int, dt.date], dt.datetime | None] = field(default_factory=dict)
    _below: dict[tuple[int, dt.date], frozenset[int]] = field(default_factory=dict)
    _moments: dict[dt.date, dt.datetime] = field(default_factory=dict)

    def moment(self, day: dt.date) -> dt.datetime:
        """The moment a day is looked at, worked out once."""
        if day not in self._moments:
            self._moments[day] = moment_of(day)
        return self._moments[day]

    def version(self, duty_id: int, at: dt.datetime) -> Version:
        """The duty as its row stood at a moment; before its history begins, as it first stood."""
        moments, rows = self.versions.get(duty_id, ([], []))
        if not rows:
            return self.now[duty_id]
        found: Version = rows[max(0, bisect_right(moments, at) - 1)]
        return found

    def bindings(self, duty_id: int, at: dt.datetime) -> dict[str, str]:
        """Every capability that had been proposed or decided by then, with its state."""
        found = {}
        for code, (moments, states) in self.bound.get(duty_id, {}).items():
            if place := bisect_right(moments, at):
                found[code] = states[place - 1]
        return found

    def last(self, duty_id: int, day: dt.date) -> dt.datetime | None:
        """The last proof as far as it was known at the end of a day."""
        at = self.moment(day)
        seen = [
            row.proves
            for row in self.filed.get(duty_id, ())
            if row.known <= at and (row.gone is None or row.gone > at)
        ]
        if duty_id in self.bound:
            unit_id = self.version(duty_id, at).unit_id
            for code, state in self.bindings(duty_id, at).items():
                if state == BindingState.CONFIRMED and (shown := self.shown(code, unit_id, day)):
                    seen.append(shown)
        return max(seen, default=None)

    def shown(self, code: str, unit_id: int, day: dt.date) -> dt.datetime | None:
        """The last record a capability could show for a unit at the end of a day: from that night's snapshot, the
        nearest one before it (or a record of that day which the night after it tells), or, where no night was kept,
        by asking it for that day. Today it is always asked."""
        entry = capability(code)
        if entry is None:
            return None
        days, lasts = self.snapshots.get((code, unit_id), ([], []))
        place = bisect_right(days, day)
        if day < localdate() and place:
            later = lasts[place] if days[place - 1] < day and place < len(lasts) else None
            # a record told by the night after, but made by then, was there on the day as well
            return later if later is not None and later <= self.moment(day) else lasts[place - 1]
        if day < localdate() and not self.ask:
            return None
        key = (code, unit_id, day)
        if key not in self._asked:
            if (unit_id, day) not in self._below:
                self._below[unit_id, day] = frozenset(branch_on(unit_id, day))
            self._asked[key] = entry.last(self._below[unit_id, day], day)
        return self._asked[key]

    def state(self, duty_id: int, day: dt.date) -> Proof:
        """How a duty that was open on a day stood at the end of it."""
        at = self.moment(day)
        return judged(self.version(duty_id, at).cadence, self.last(duty_id, day), at)


def past_of(rows: Collection[Duty], until: dt.date, *, ask: bool = True) -> Past:
    """The memory of these duties up to the end of `until`, in four statements."""
    # reach: the duties were found through one
    keys = [row.pk for row in rows]
    past = Past({row.pk: Version(row.unit_id, row.role, row.assignee_id, row.cadence) for row in rows}, ask=ask)
    at = moment_of(until)
    past.versions = _versions(keys)
    proofs = Evidence.objects.filter(duty_id__in=keys, filed_at__lte=at).order_by("pk")
    for duty_id, known, gone, period_to in proofs.values_list("duty_id", "filed_at", "withdrawn_at", "period_to"):
        past.filed.setdefault(duty_id, []).append(Filed(known, gone, min(known, whole_day(period_to))))
    past.bound = _bound(keys)
    codes = {code for by_code in past.bound.values() for code in by_code}
    seen = CapabilitySnapshot.objects.filter(capability__in=codes, day__lte=until).order_by("day")
    for code, unit_id, day, last in seen.values_list("capability", "unit_id", "day", "last"):
        days, lasts = past.snapshots.setdefault((code, unit_id), ([], []))
        days.append(day)
        lasts.append(last)
    return past


def whole_day(day: dt.date) -> dt.datetime:
    """The last second of a day: as far as a proof of that day reaches."""
    return end_of(day).replace(microsecond=0)


def _versions(keys: list[int]) -> dict[int, Steps]:
    found: dict[int, Steps] = {}
    events = apps.get_model("legislation", "DutyEvent").objects.filter(pgh_obj_id__in=keys)
    wanted = ("pgh_obj_id", "pgh_created_at", "unit_id", "role", "assignee_id", "cadence")
    for duty_id, moment, *rest in events.order_by("pgh_created_at", "pgh_id").values_list(*wanted):
        moments, rows = found.setdefault(duty_id, ([], []))
        moments.append(moment)
        rows.append(Version(*rest))
    return found


def _bound(keys: list[int]) -> dict[int, dict[str, Steps]]:
    """State of every capability of a duty from its row history; a decision counts from the moment it was taken."""
    found: dict[int, dict[str, Steps]] = defaultdict(dict)
    events = apps.get_model("legislation", "BindingEvent").objects.filter(duty_id__in=keys)
    wanted = ("duty_id", "capability", "state", "decided_at", "pgh_created_at", "pgh_id")
    lines = [
        (decided or made, key, duty_id, code, state)
        for duty_id, code, state, decided, made, key in events.values_list(*wanted)
    ]
    for moment, _, duty_id, code, state in sorted(lines):
        moments, states = found[duty_id].setdefault(code, ([], []))
        moments.append(moment)
        states.append(state)
    return dict(found)


class _EndOfDay(Func):
    """The last second of a day where the municipality is."""

    template = f"((%(expressions)s + time '23:59:59') AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


def filed_until(keys: Collection[int]) -> dict[int, dt.datetime]:
    """As far as the proofs filed by hand and not withdrawn reach, for each duty that has one."""
    # reach: the duties were found through one
    rows = Evidence.objects.filter(duty_id__in=keys, withdrawn_at=None).order_by()
    return dict(rows.values_list("duty_id").annotate(end=Max(Least(F("filed_at"), _EndOfDay(F("period_to"))))))
