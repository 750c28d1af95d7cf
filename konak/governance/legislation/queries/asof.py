"""The register as it stood at the end of a day in the past: the same rows, filters and numbers as the live one.

What is read here is a picture: the duties carry the values of that day and are never saved.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Placement, Unit, User
from konak.foundation.people.queries import in_force

from ..models import Binding, BindingState, Duty, Proof, Regulation
from .freshness import LACKING, proof_of
from .past import Past, past_of
from .register import HEAVY, NONE, Counts, DutyFilter, HeatRow, Standing, in_reach
from .register import duty as one_duty
from .texts import regulation, regulations
from .then import branch_on, moment_of

_STRENGTH = {BindingState.CONFIRMED: 0, BindingState.REJECTED: 1, BindingState.PROPOSED: 2}


def open_on(day: dt.date, prefix: str = "") -> Q:
    """Filter for duties that were open at the end of a day. A duty is closed from its last day on."""
    closed = Q(**{f"{prefix}closed_on": None}) | Q(**{f"{prefix}closed_on__gt": day})
    return Q(**{f"{prefix}opened_on__lte": day}) & closed


def duties_on(actor: Actor, day: dt.date, filters: DutyFilter | None = None) -> list[Duty]:
    """The register of a day, in the order of the text. As many statements however many duties there are."""
    rows = Duty.objects.filter(in_reach(actor))
    wants_closed = filters is not None and filters.state == Proof.CLOSED
    rows = rows.filter(Q(closed_on__lte=day)) if wants_closed else rows.filter(open_on(day))
    if filters is not None and filters.regulation:
        rows = rows.filter(regulation__case__number=filters.regulation)
    shown = rows.select_related("clause__article", "regulation__case").defer(*HEAVY)
    found = list(shown.order_by("regulation_id", "clause__order", "pk"))
    as_they_stood(found, day)
    return kept(found, filters, day) if filters is not None else found


def kept(rows: Iterable[Duty], filters: DutyFilter, day: dt.date) -> list[Duty]:
    """The rows of a day that pass the filters of the register."""
    # reach: the duties were found through one
    line = branch_on(filters.unit, day) if filters.unit else set()
    return [row for row in rows if _keeps(filters, row, line)]


def as_they_stood(rows: list[Duty], day: dt.date, past: Past | None = None) -> Past:
    """Give duties the values they had at the end of a day; `alive` holds their bindings of that day."""
    # reach: the duties were found through one
    past = past or past_of(rows, day)
    at = moment_of(day)
    versions = {row.pk: past.version(row.pk, at) for row in rows}
    units = _units_on({one.unit_id for one in versions.values()}, day)
    people = User.objects.in_bulk({one.assignee_id for one in versions.values() if one.assignee_id})
    for row in rows:
        then = versions[row.pk]
        row.unit = units[then.unit_id]
        row.assignee = people.get(then.assignee_id) if then.assignee_id else None
        row.role, row.cadence = then.role, then.cadence
        row.last_proof_at = past.last(row.pk, day)
        if row.closed_on is not None and row.closed_on > day:
            row.closed_on = None
        bound = past.bindings(row.pk, at)
        row.alive = [  # type: ignore[attr-defined]
            Binding(duty_id=row.pk, capability=code, state=state, score=0)
            for code, state in sorted(bound.items(), key=lambda one: (_STRENGTH[BindingState(one[1])], one[0]))
            if state != BindingState.REJECTED
        ]
        row.seen_at = at  # type: ignore[attr-defined]
    return past


def _units_on(keys: set[int], day: dt.date) -> dict[int, Unit]:
    """Units by the names they bore on a day; one that did not stand then by the name it bears now."""
    units: dict[int, Unit] = Unit.objects.in_bulk(keys)
    if day < localdate():
        placed = Placement.objects.filter(in_force(day), unit_id__in=keys)
        for key, name, short in placed.values_list("unit_id", "name", "short_name"):
            units[key].name, units[key].short_name = name, short
    return units


def _keeps(filters: DutyFilter, row: Duty, line: set[int]) -> bool:
    """The filters of the register, asked of one row as it stood."""
    codes = {binding.capability for binding in row.alive}  # type: ignore[attr-defined]
    checks = (
        filters.unit is None or row.unit_id in line,
        not filters.role or row.role == ("" if filters.role == NONE else filters.role),
        not filters.regulation or row.regulation.case.number == filters.regulation,
        not filters.article or row.clause.article.path == filters.article,
        not filters.cadence or row.cadence == filters.cadence,
        filters.assignee is None or row.assignee_id == filters.assignee,
        not filters.capability or (not codes if filters.capability == NONE else filters.capability in codes),
        not filters.state or _stands(row, filters.state),
        not filters.q or _says(row, filters.q),
    )
    return all(checks)


def _stands(row: Duty, state: str) -> bool:
    proof = proof_of(row)
    return proof in {Proof.STALE, Proof.MISSING} if state == LACKING else proof == state


def _says(row: Duty, words: str) -> bool:
    clause = row.clause
    parts = ("md.", clause.path, clause.article.heading, clause.title, clause.text, row.unit.name)
    text = fold(" ".join(parts))
    return all(word in text for word in fold(words).split()[:8])


def duty_on(actor: Actor, duty_id: int, day: dt.date) -> tuple[Duty, Past]:
    """One duty as it stood; before it began and out of reach are the same `Duty.DoesNotExist`."""
    found = one_duty(actor, duty_id)
    if found.opened_on > day:
        raise Duty.DoesNotExist
    return found, as_they_stood([found], day)


def tally(rows: Iterable[Duty]) -> Standing:
    """How many of these duties stand how."""
    # reach: public, because it only counts what was found through one
    count = dict.fromkeys(Proof, 0)
    for row in rows:
        count[proof_of(row)] += 1
    fresh, stale, missing = count[Proof.FRESH], count[Proof.STALE], count[Proof.MISSING]
    return Standing(fresh + stale + missing, fresh, stale, missing)


def counts_on(actor: Actor, rows: Iterable[Duty]) -> Counts:
    """Numbers on the tabs of the register of a day."""
    own = {seat.unit_id for seat in actor.seats}
    found = list(rows)
    return Counts(
        every=len(found),
        lacking=sum(proof_of(row) in {Proof.STALE, Proof.MISSING} for row in found),
        unit=sum(row.unit_id in own for row in found),
        given=sum(row.assignee_id == actor.user_id for row in found) if actor.user_id else 0,
    )


def standing_on(
    actor: Actor, day: dt.date, *, unit_id: int | None = None, assignee_id: int | None = None
) -> Standing | None:
    """`standing_of` for a day in the past."""
    rows = duties_on(actor, day)
    line = branch_on(unit_id, day) if unit_id else set()
    mine = [row for row in rows if (row.unit_id in line if unit_id else row.assignee_id == assignee_id)]
    return tally(mine) if mine else None


def heat_on(actor: Actor, number: str, day: dt.date) -> list[HeatRow]:
    """`heat` for a day in the past."""
    regulation(actor, number)
    found: dict[str, list[Duty]] = {}
    for row in duties_on(actor, day, DutyFilter(regulation=number)):
        found.setdefault(row.clause.article.path, []).append(row)
    shown = []
    for path, rows in found.items():
        seen, article = tally(rows), rows[0].clause.article
        shown.append(HeatRow(path, article.number, article.heading, seen.fresh, seen.stale, seen.missing))
    return shown


def regulations_on(actor: Actor, day: dt.date) -> list[Regulation]:
    """Texts that were in force at the end of a day, newest first, with how many duties each had open."""
    held = Q(in_force_on__lte=day) & (Q(repealed_on=None) | Q(repealed_on__gt=day))
    rows = list(regulations(actor).filter(held).select_related("parent"))
    count: dict[int, int] = {}
    for key in Duty.objects.filter(open_on(day), regulation__in=rows).values_list("regulation_id", flat=True):
        count[key] = count.get(key, 0) + 1
    for row in rows:
        row.duty_count = count.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


def force_on(regulation: Regulation, day: dt.date) -> str:
    """In words, whether a text was in force on a day."""
    # reach: the regulation was found through one
    if regulation.in_force_on is None or regulation.in_force_on > day:
        return "Henüz yürürlükte değildi"
    if regulation.repealed_on is not None and regulation.repealed_on <= day:
        return "Yürürlükten kalkmıştı"
    return "Yürürlükteydi"
