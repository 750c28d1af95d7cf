"""Established posts against those who hold them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold, sort_key
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import in_force, on_day

from .. import access
from ..models import Ceiling, Post
from ..models.words import Excess


@dataclass(slots=True)
class Line:
    """A post and the people counted on it."""

    post: Post
    filled: list[Appointment] = field(default_factory=list)

    @property
    def empty(self) -> int:
        return max(0, self.post.number - len(self.filled))


@dataclass(slots=True)
class UnitCadre:
    """The posts of one unit and who sits there without one."""

    unit: Unit
    lines: list[Line] = field(default_factory=list)
    beyond: list[Appointment] = field(default_factory=list)

    @property
    def number(self) -> int:
        return sum(line.post.number for line in self.lines)

    @property
    def filled(self) -> int:
        return sum(len(line.filled) for line in self.lines)

    @property
    def empty(self) -> int:
        return sum(line.empty for line in self.lines)


@dataclass(frozen=True, slots=True)
class Total:
    """All posts of a title, against the ceiling of the regulation where one is entered."""

    title: str
    number: int
    filled: int
    ceiling: int | None

    @property
    def over(self) -> bool:
        return self.ceiling is not None and self.number > self.ceiling


@dataclass(frozen=True, slots=True)
class Room:
    """Whether one more person fits on the posts of a unit: `verdict` is `free`, `unknown`, `warn` or `refuse`."""

    verdict: str
    number: int
    filled: int
    words: str = ""


def _seated(units: Iterable[int] | None, day: dt.date | None) -> list[Appointment]:
    rows = Appointment.objects.filter(on_day(day), acting_for=None, user__is_active=True)
    rows = rows.exclude(position__in=(Position.ADMINISTRATOR, Position.AUDITOR))
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    return list(rows.select_related("user", "unit").order_by("since", "pk"))


def _match(posts: list[Post], seats: list[Appointment]) -> tuple[list[Line], list[Appointment]]:
    """Seats onto posts: by title first, then by position while there is room; the rest stands beyond."""
    lines = [Line(post) for post in posts]
    waiting = []
    for seat in seats:
        title = fold(seat.user.title)
        fit = next(
            (
                line
                for line in lines
                if line.empty and line.post.position == seat.position and fold(line.post.title) == title
            ),
            None,
        )
        if fit is not None:
            fit.filled.append(seat)
        else:
            waiting.append(seat)
    beyond = []
    for seat in waiting:
        fit = next((line for line in lines if line.empty and line.post.position == seat.position), None)
        if fit is not None:
            fit.filled.append(seat)
        else:
            beyond.append(seat)
    return lines, beyond


def cadre_of(unit: Unit, day: dt.date | None = None) -> UnitCadre:
    """The posts of one unit on a day, with their holders."""
    # reach: public inside the house, because the chart shows filled and empty seats
    posts = list(Post.objects.filter(in_force(day), unit=unit).order_by("position", "title"))
    lines, beyond = _match(posts, _seated([unit.pk], day))
    return UnitCadre(unit, lines, beyond if posts else [])


def cadre_report(actor: Actor, units: frozenset[int] | None = None, day: dt.date | None = None) -> list[UnitCadre]:
    """Posts and holders of every unit that has posts, within reach."""
    reach = actor.reach(access.VIEW)
    posts = Post.objects.filter(in_force(day)).select_related("unit")
    if not reach.everywhere:
        posts = posts.filter(unit_id__in=reach.units)
    if units is not None:
        posts = posts.filter(unit_id__in=units)
    by_unit: dict[int, list[Post]] = defaultdict(list)
    known: dict[int, Unit] = {}
    for post in posts.order_by("unit__name", "position", "title"):
        by_unit[post.unit_id].append(post)
        known[post.unit_id] = post.unit
    seats: dict[int, list[Appointment]] = defaultdict(list)
    for seat in _seated(by_unit, day):
        seats[seat.unit_id].append(seat)
    found = []
    for unit_id, rows in by_unit.items():
        lines, beyond = _match(rows, seats[unit_id])
        found.append(UnitCadre(known[unit_id], lines, beyond))
    return found


def totals(report: Iterable[UnitCadre]) -> list[Total]:
    """The report summed by title, with the ceiling of each."""
    # reach: the report comes from one
    numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for unit in report:
        for line in unit.lines:
            numbers[line.post.title][0] += line.post.number
            numbers[line.post.title][1] += len(line.filled)
    limits = dict(Ceiling.objects.values_list("title", "number"))
    return [
        Total(title, number, filled, limits.get(title))
        for title, (number, filled) in sorted(numbers.items(), key=lambda one: sort_key(one[0]))
    ]


def room_for(
    unit_id: int, position: str, since: dt.date, until: dt.date | None = None, but: int | None = None
) -> Room:
    """Whether one more appointment to a position of a unit stays within its posts, on the fullest day of a period."""
    # reach: public inside the house, because a rule asks
    days = {since}
    posts = [
        p for p in Post.objects.filter(unit_id=unit_id, position=position) if _meets(p.since, p.until, since, until)
    ]
    if not posts:
        any_post = Post.objects.filter(in_force(since), unit_id=unit_id).exists()
        if not any_post:
            return Room("unknown", 0, 0)
        label = Position(position).label
        return Room("warn", 0, 0, f"Bu birimin norm kadrosunda {label} kadrosu yok.")
    seats = Appointment.objects.filter(unit_id=unit_id, position=position, acting_for=None).exclude(pk=but or 0)
    held = [seat for seat in seats if _meets(seat.since, seat.until, since, until)]
    days |= {seat.since for seat in held if seat.since > since} | {
        p.since for p in posts if p.since and p.since > since
    }
    worst: tuple[int, int, int] | None = None
    for day in days:
        number = sum(p.number for p in posts if _holds(p.since, p.until, day))
        filled = sum(_holds(seat.since, seat.until, day) for seat in held)
        if worst is None or number - filled < worst[0]:
            worst = (number - filled, number, filled)
    free, number, filled = worst or (0, 0, 0)
    if free > 0:
        return Room("free", number, filled)
    strict = any(post.excess == Excess.REFUSE for post in posts)
    label = Position(position).label
    words = f"Norm kadroda {number} {label} kadrosu var, {filled} tanesi dolu."
    return Room("refuse" if strict else "warn", number, filled, words)


def _holds(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    return (since is None or since <= day) and (until is None or until >= day)


def _meets(since: dt.date | None, until: dt.date | None, begin: dt.date, end: dt.date | None) -> bool:
    return (until is None or until >= begin) and (end is None or since is None or since <= end)


def ceilings() -> list[Ceiling]:
    # reach: public inside the house, because the regulation is
    return list(Ceiling.objects.all())
