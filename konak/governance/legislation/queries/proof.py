"""Proof of a duty: what was filed by hand, what capabilities count, and who answers for it today."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.evidence import Capability, capability
from konak.foundation.files.blobs import digest_of as digest_of_file
from konak.foundation.files.blobs import place_of
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, line_on, on_day
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry
from konak.governance.organization.public import supervisor

from ..models import Binding, BindingState, Duty, Evidence, Executor, Regulation
from .past import Past
from .register import duty as one_duty
from .then import branch_on, moment_of

DUTY_KIND = "legislation.duty"
"""Name of a duty in the trail and in the search."""

RANK: tuple[str, ...] = (
    Position.MAYOR,
    Position.DEPUTY_MAYOR,
    Position.SECRETARY_GENERAL,
    Position.DEPUTY_SECRETARY_GENERAL,
    Position.HEAD_OF_DEPARTMENT,
    Position.DIRECTOR,
    Position.CHIEF,
    Position.EXPERT,
    Position.STAFF,
    Position.AUDITOR,
    Position.ADMINISTRATOR,
)
"""Order in which holders are shown: who answers first stands first."""
LEADS = RANK[:7]
"""Positions that others answer to."""
DEPUTIES = frozenset({Position.DEPUTY_MAYOR, Position.DEPUTY_SECRETARY_GENERAL})


def evidence(duty: Duty) -> QuerySet[Evidence]:
    # reach: the duty was found through one
    shown = duty.evidence.select_related("file__blob", "filed_by", "unit", "duty__clause")
    return shown.order_by("-period_to", "-pk")


def one_evidence(actor: Actor, evidence_id: int) -> Evidence:
    """One proof; unknown and out of reach are `DoesNotExist`."""
    found = Evidence.objects.select_related("duty__clause", "file__blob", "unit", "filed_by").get(pk=evidence_id)
    one_duty(actor, found.duty_id)
    return found


def last_period_end(duty: Duty) -> date | None:
    """Last day that the proofs filed by hand cover."""
    # reach: the duty was found through one
    end: date | None = duty.evidence.filter(withdrawn_at=None).aggregate(end=Max("period_to"))["end"]
    return end


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which days proofs cover between `begin` and today: spans as (start, width) in per cent, and their share."""

    begin: date
    spans: list[tuple[float, float]]
    percent: int


def coverage(proofs: Iterable[Evidence], begin: date, end: date) -> Coverage | None:
    """The days from `begin` to `end` that proofs not withdrawn cover, overlaps counted once; None for no days."""
    whole = (end - begin).days + 1
    if whole < 2:
        return None
    spans: list[tuple[int, int]] = []
    periods = sorted((row.period_from, row.period_to) for row in proofs if row.withdrawn_at is None)
    for first, last in periods:
        start, stop = max(0, (first - begin).days), min(whole, (last - begin).days + 1)
        if stop <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
        else:
            spans.append((start, stop))
    covered = sum(stop - start for start, stop in spans)
    shown = [(round(100 * start / whole, 2), round(100 * (stop - start) / whole, 2)) for start, stop in spans]
    return Coverage(begin, shown, round(100 * covered / whole))


def digest_of(evidence: Evidence) -> str:
    """SHA-256 over everything the evidence claims, the digest of its file included.

    Anybody can compute it again: JSON with sorted keys, no blanks, UTF-8 (docs/handbook/kanit.md).
    """
    line = json.dumps(evidence.claim(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def fault_of(evidence: Evidence, *, with_file: bool = False) -> str:
    """What is wrong with a proof, in words; empty when it is what was filed. `with_file` also hashes the content."""
    if digest_of(evidence) != evidence.digest:
        return "Kaydın özeti tutmuyor: kanıt eklendikten sonra değiştirilmiş."
    if with_file and evidence.file is not None:
        place = place_of(evidence.file.blob_id)
        if not place.is_file():
            return "Dosya diskte bulunamadı."
        if digest_of_file(place) != evidence.file.blob_id:
            return "Dosyanın içeriği, eklendiği andakinden farklı."
    return ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A capability beside a duty: what was proposed or decided, and what it can show today in the duty's units."""

    binding: Binding
    capability: Capability | None
    last: datetime | None
    count: int

    @property
    def label(self) -> str:
        return self.capability.label if self.capability else self.binding.capability

    @property
    def confirmed(self) -> bool:
        return self.binding.state == BindingState.CONFIRMED


def bound(duty: Duty) -> list[Bound]:
    """Every capability bound to a duty, confirmed ones first, with last date and count."""
    # reach: the duty was found through one
    order = {BindingState.CONFIRMED: 0, BindingState.PROPOSED: 1, BindingState.REJECTED: 2}
    rows = sorted(
        duty.bindings.select_related("decided_by"), key=lambda row: (order[BindingState(row.state)], -row.score)
    )
    if not rows:
        return []
    units, today = frozenset(below(duty.unit_id)), localdate()
    found = []
    for row in rows:
        known = capability(row.capability)
        if known is None or row.state == BindingState.REJECTED:
            found.append(Bound(row, known, None, 0))
        else:
            found.append(Bound(row, known, known.last(units, today), known.count(units, today)))
    return found


def _seated(day: date | None) -> QuerySet[Appointment]:
    """Appointments of today with an active account, or all that held on a day in the past."""
    rows = Appointment.objects.filter(on_day(day)).select_related("user", "unit")
    return rows if day else rows.filter(user__is_active=True)


def holders_of(duty: Duty, day: date | None = None) -> list[Appointment]:
    """Who answers for a duty today or on a past day: everybody in its position below its unit, or who sits in the
    unit itself."""
    # reach: the duty was found through one; the directory is open inside the house
    rows = _seated(day)
    if duty.role:
        rows = rows.filter(position=duty.role, unit_id__in=branch_on(duty.unit_id, day))
    else:
        rows = rows.filter(unit_id=duty.unit_id)
    return sorted(rows, key=_by_rank)


def heads_of(unit_ids: Iterable[int], day: date | None = None) -> dict[int, list[Appointment]]:
    """Who sits in each of the units today or on a past day, who answers first in front; one query."""
    # reach: public inside the house, because the directory is
    found: dict[int, list[Appointment]] = {}
    for row in sorted(_seated(day).filter(unit_id__in=set(unit_ids)), key=_by_rank):
        found.setdefault(row.unit_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Executing:
    """A seat that carries a text out, and who sits in it today."""

    seat: Executor
    holders: list[Appointment]


def executors_of(text: Regulation) -> list[Executing]:
    """Who carries a text out today; two queries."""
    # reach: the text was found through one; the directory is open inside the house
    named = list(text.executors.select_related("unit"))
    rows = sorted(_seated(None).filter(position__in={one.position for one in named}), key=_by_rank) if named else []
    return [
        Executing(
            one, [row for row in rows if row.position == one.position and one.unit_id in (None, row.unit_id)][:3]
        )
        for one in named
    ]


def answers_to(duty: Duty, holders: Iterable[Appointment], day: date | None = None) -> list[Appointment]:
    """To whom the first holder of a duty answers, step by step up to the mayor: who leads each unit over him. For the
    duty of a position, whoever stands over that position in the duty's own unit, too."""
    # reach: the duty was found through one; the directory is open inside the house
    height = {place.unit_id: at for at, place in enumerate(line_on(duty.unit_id, day or localdate()))}
    rows = sorted(
        _seated(day).filter(unit_id__in=height, position__in=LEADS),
        key=lambda row: (height[row.unit_id], -RANK.index(row.position), row.user.full_name),
    )
    over = supervisor(duty.unit_id, day)  # of several deputies, the one the unit was given to
    first = next(iter(holders), None)
    own = RANK.index(duty.role or (first.position if first else Position.STAFF))
    found: dict[tuple[int, str], Appointment] = {}
    for row in rows:
        if (first and row.user_id == first.user_id) or RANK.index(row.position) >= own:
            continue
        if row.position in DEPUTIES and (over is None or over.pk != row.user_id):
            continue
        found.setdefault((row.unit_id, row.position), row)
    return list(found.values())


def _by_rank(row: Appointment) -> tuple[int, str, int]:
    return RANK.index(row.position), row.user.full_name, row.pk


def bound_on(duty: Duty, past: Past, day: date) -> list[Bound]:
    """Capabilities bound to a duty on a past day, with what they could show then; rejected ones are left out."""
    # reach: the duty was found through one
    found = []
    for row in sorted(getattr(duty, "alive", ()), key=lambda one: one.state != BindingState.CONFIRMED):
        last = past.shown(row.capability, duty.unit_id, day)
        found.append(Bound(row, capability(row.capability), last, 0))
    return found


def evidence_on(duty: Duty, day: date) -> list[Evidence]:
    """Proofs that were on file at the end of a day, as they were then: a later withdrawal does not show."""
    # reach: the duty was found through one
    at = moment_of(day)
    found = list(evidence(duty).filter(filed_at__lte=at))
    for row in found:
        if row.withdrawn_at and row.withdrawn_at > at:
            row.withdrawn_at, row.withdrawn_why = None, ""
    return found


def story(duty: Duty) -> QuerySet[Entry]:
    """What persons did to a duty, oldest first."""
    # reach: the duty was found through one
    return trail.story(DUTY_KIND, duty.pk)
