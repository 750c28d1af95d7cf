"""The report card (görev karnesi): how the duties of a unit or a person were kept over a period, day by day."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import sort_key
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import line_on, on_day

from .. import access
from ..models import Duty, Evidence, Proof
from .asof import as_they_stood
from .freshness import GRACE, INTERVAL, YARDSTICK, proof_of
from .past import Past, past_of
from .register import HEAVY, in_reach
from .then import branch_on

ONE_DAY = dt.timedelta(days=1)
EXPLAINED = (
    "Bir görevin puanı, dönem içinde yürürlükte olduğu günlerin yüzde kaçında güncel kanıtı bulunduğudur; "
    "kanıt, eklendiği günden başlayarak sıklığının süresi ile bu sürenin dörtte biri boyunca günceldir. "
    "Birimin puanı görevlerinin ortalamasıdır. Sonradan eklenen kanıt geçmiş günleri iyileştirmez."
)
HEADS = {
    UnitKind.DEPARTMENT: {Position.HEAD_OF_DEPARTMENT},
    UnitKind.BRANCH: {Position.DIRECTOR},
    UnitKind.DIRECTORATE: {Position.DIRECTOR},
}
"""Positions that answer for all duties of their unit; in every other kind of unit the chief does."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row without a fresh proof."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One duty over the period: days it was in force, days it was proved, its proofs, gaps and late papers."""

    duty: Duty
    days: int
    fresh_days: int
    proofs: int
    late: int
    longest_late: int
    gaps: tuple[Gap, ...]
    state: Proof

    @property
    def score(self) -> float:
        return 100 * self.fresh_days / self.days if self.days else 0.0

    @property
    def gap_days(self) -> int:
        return sum(gap.days for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Part:
    """A branch or an article within a card."""

    name: str
    duties: int
    score: float
    fresh: int
    lacking: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a unit or a person; `filed` counts the proofs a person filed himself."""

    name: str
    note: str
    since: dt.date
    until: dt.date
    lines: list[Line]
    parts: list[Part] = field(default_factory=list)
    filed: int | None = None
    unit: Unit | None = None
    person: User | None = None

    @property
    def score(self) -> float:
        return mean(self.lines)

    @property
    def fresh(self) -> int:
        return sum(line.state == Proof.FRESH for line in self.lines)

    @property
    def lacking(self) -> int:
        return sum(line.state in {Proof.STALE, Proof.MISSING} for line in self.lines)

    @property
    def proofs(self) -> int:
        return sum(line.proofs for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def mean(lines: Iterable[Line]) -> float:
    # reach: public, because it only counts what was found through one
    scores = [line.score for line in lines if line.days]
    return sum(scores) / len(scores) if scores else 0.0


def may_report_on(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may take reports about a unit."""
    reach = actor.reach(access.REPORT)
    return reach.everywhere or unit_id in reach.units


def may_report_on_person(actor: Actor, user_id: int) -> bool:
    """Everybody may see his own card; another's those who report on a unit he sits in."""
    if user_id == actor.user_id:
        return actor.holds(access.VIEW)
    reach = actor.reach(access.REPORT)
    if reach.everywhere:
        return True
    seated = Appointment.objects.filter(on_day(), user_id=user_id).values_list("unit_id", flat=True)
    return bool(reach.units & set(seated))


def report_units(actor: Actor) -> list[Unit]:
    """Units with duties on which the actor may report, in the order of their names."""
    reach = actor.reach(access.REPORT)
    rows = Unit.objects.filter(pk__in=Duty.objects.filter(closed_on=None).values("unit_id"))
    return list((rows if reach.everywhere else rows.filter(pk__in=reach.units)).order_by("name"))


def duties_within(actor: Actor, since: dt.date, until: dt.date, number: str = "") -> list[Duty]:
    """Duties in reach that were open on any day of a period, in the order of their texts."""
    open_then = Q(opened_on__lte=until) & (Q(closed_on=None) | Q(closed_on__gt=since))
    rows = Duty.objects.filter(in_reach(actor), open_then)
    if number:
        rows = rows.filter(regulation__case__number=number)
    shown = rows.select_related("clause__article", "regulation__case").defer(*HEAVY)
    return list(shown.order_by("regulation_id", "clause__order", "pk"))


def unit_card(actor: Actor, unit_id: int, since: dt.date, until: dt.date) -> Card:
    """The card of a unit with those that stood below it on the last day of the period; without permission it is
    `Unit.DoesNotExist`."""
    if not may_report_on(actor, unit_id):
        raise Unit.DoesNotExist
    unit = Unit.objects.get(pk=unit_id)
    until = min(until, localdate())
    line = branch_on(unit_id, until)
    lines = lines_of(duties_within(actor, since, until), since, until, lambda row: row.unit_id in line)
    parts = parts_of(lines, lambda row: (row.duty.unit.name, str(row.duty.unit_id)))
    return Card(unit.name, unit.get_kind_display(), since, until, lines, parts, unit=unit)


def person_card(actor: Actor, user_id: int, since: dt.date, until: dt.date) -> Card:
    """The card of a person: duties given by name or by position, and those of the unit he heads."""
    if not may_report_on_person(actor, user_id):
        raise User.DoesNotExist
    person = User.objects.get(pk=user_id)
    until = min(until, localdate())
    seats = list(Appointment.objects.filter(on_day(until), user_id=user_id).select_related("unit"))
    lines_over = {seat.pk: line_on(seat.unit_id, until) for seat in seats}

    def heads(seat: Appointment) -> Collection[str]:
        """Who heads the unit of a seat, by the kind it was of on that day."""
        placed = lines_over[seat.pk]
        return HEADS.get(UnitKind(placed[0].kind if placed else seat.unit.kind), {Position.CHIEF})

    def his(row: Duty) -> bool:
        if row.assignee_id == user_id:
            return True
        if row.role:
            return any(
                row.role == seat.position and any(row.unit_id == place.unit_id for place in lines_over[seat.pk])
                for seat in seats
            )
        return any(row.unit_id == seat.unit_id and seat.position in heads(seat) for seat in seats)

    lines = lines_of(duties_within(actor, since, until), since, until, his)
    parts = parts_of(lines, lambda row: (row.duty.clause.article.heading or str(row.duty.clause.article), ""))
    own = Evidence.objects.filter(filed_by_id=user_id, filed_at__date__range=(since, until), withdrawn_at=None)
    note = "; ".join(f"{seat.get_position_display()}, {seat.unit}" for seat in seats)
    return Card(person.full_name, note, since, until, lines, parts, filed=own.count(), person=person)


def lines_of(
    rows: list[Duty], since: dt.date, until: dt.date, keep: Callable[[Duty], bool] = lambda _: True
) -> list[Line]:
    """Each duty judged on every day of a period. The statements are the same however long period and list are."""
    # reach: the duties were found through one
    past = past_of(rows, until, ask=False)
    as_they_stood(rows, until, past)
    rows = [row for row in rows if keep(row)]
    papers = _papers([row.pk for row in rows], since, until)
    return [_line(row, past, since, until, papers.get(row.pk, [])) for row in rows]


def _papers(keys: list[int], since: dt.date, until: dt.date) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """End of the period and day of filing of every proof filed in a period and standing at its end."""
    found: dict[int, list[tuple[dt.date, dt.date]]] = {}
    held = Q(withdrawn_at=None) | Q(withdrawn_at__date__gt=until)
    rows = Evidence.objects.filter(held, duty_id__in=keys, filed_at__date__range=(since, until)).order_by("pk")
    for duty_id, end, filed_at in rows.values_list("duty_id", "period_to", "filed_at"):
        found.setdefault(duty_id, []).append((end, localdate(filed_at)))
    return found


def _line(row: Duty, past: Past, since: dt.date, until: dt.date, papers: list[tuple[dt.date, dt.date]]) -> Line:
    begin = max(since, row.opened_on)
    end = min(until, row.closed_on - ONE_DAY) if row.closed_on else until
    gaps: list[Gap] = []
    fresh, day = 0, begin
    while day <= end:
        if past.state(row.pk, day) == Proof.FRESH:
            fresh += 1
        elif gaps and gaps[-1].last == day - ONE_DAY:
            gaps[-1] = Gap(gaps[-1].first, day)
        else:
            gaps.append(Gap(day, day))
        day += ONE_DAY
    grace = max(1, round(INTERVAL.get(row.cadence, YARDSTICK) * GRACE))
    lates = [(filed - end_on).days - grace for end_on, filed in papers if (filed - end_on).days > grace]
    return Line(
        duty=row,
        days=max(0, (end - begin).days + 1),
        fresh_days=fresh,
        proofs=len(papers),
        late=len(lates),
        longest_late=max(lates, default=0),
        gaps=tuple(gaps),
        state=proof_of(row),
    )


def parts_of(lines: Iterable[Line], name: Callable[[Line], tuple[str, str]]) -> list[Part]:
    """The lines of a card by branch, article or whatever `name` says, the weakest first."""
    # reach: public, because it only counts what was found through one
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault(name(line), []).append(line)
    found = [
        Part(
            words,
            len(held),
            mean(held),
            sum(line.state == Proof.FRESH for line in held),
            sum(line.state in {Proof.STALE, Proof.MISSING} for line in held),
            key,
        )
        for (words, key), held in groups.items()
    ]
    return sorted(found, key=lambda part: (part.score, sort_key(part.name)))


def filed_by_people(card: Card) -> list[tuple[str, int]]:
    """Who filed how many proofs for the duties of a card, most first."""
    # reach: the card was found through one
    keys = [line.duty.pk for line in card.lines]
    rows = Evidence.objects.filter(
        duty_id__in=keys, filed_at__date__range=(card.since, card.until), withdrawn_at=None
    )
    counted = rows.order_by().values("filed_by").annotate(n=Count("pk"))
    people = User.objects.in_bulk({row["filed_by"] for row in counted if row["filed_by"]})
    named = [(people[row["filed_by"]].full_name, row["n"]) for row in counted if row["filed_by"]]
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))
