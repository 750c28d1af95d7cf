"""What can be counted: the day of the desk, and a report over a period by service, team, unit or month."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit, User

from .. import access
from ..lifecycle import State
from ..models import Kind, Pause, Rating, Service, Ticket, WorkTime

By = Literal["service", "team", "person", "from", "month", "kind"]


class Median(Aggregate):
    """The middle value, as the database orders them."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    allow_distinct = False


def _begin(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), get_current_timezone())


def _end(day: dt.date) -> dt.datetime:
    return _begin(day + dt.timedelta(days=1))


def in_units(rows: QuerySet[Ticket], units: frozenset[int] | None) -> QuerySet[Ticket]:
    """Those served by these units; None for all."""
    # reach: the caller's own: the report of an actor or a count for the register of indicators
    return rows if units is None else rows.filter(case__unit_id__in=units)


def report_units(actor: Actor) -> frozenset[int] | None:
    """The units whose numbers the actor may read; None for all, nothing for nobody."""
    reach = actor.reach(access.REPORTS)
    return None if reach.everywhere else reach.units


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report."""

    key: str
    label: str
    opened: int
    solved: int
    timely: int
    promised: int
    answer_minutes: float | None
    solve_hours: float | None
    reopened: int
    score: float | None
    hours: float

    @property
    def timely_share(self) -> float | None:
        return round(100 * self.timely / self.promised, 1) if self.promised else None


_KEYS = {
    "service": ("service_id", "service__name"),
    "team": ("case__unit_id", "case__unit__name"),
    "person": ("case__assignee_id", "case__assignee__first_name"),
    "from": ("case__opened_from_unit_id", "case__opened_from_unit__name"),
    "kind": ("kind", "kind"),
}


def report(
    actor: Actor, by: By, since: dt.date, until: dt.date, *, unit: int | None = None, service: int | None = None
) -> list[Line]:
    """What came in and what was solved in a period; times are those of the clock on the wall."""
    units = report_units(actor)
    base = in_units(Ticket.objects.order_by(), units)
    if unit:
        base = base.filter(case__unit_id=unit)
    if service:
        base = base.filter(service_id=service)
    begin, end = _begin(since), _end(until)
    came = base.filter(opened_at__gte=begin, opened_at__lt=end)
    done = base.filter(solved_at__gte=begin, solved_at__lt=end)
    return sorted(_lines(by, came, done), key=lambda one: one.label if by == "month" else -one.opened)


def _keyed(rows: QuerySet[Ticket], by: By, moment: str) -> QuerySet[Any]:
    if by == "month":
        return rows.annotate(key=TruncMonth(moment))
    return rows.annotate(key=F(_KEYS[by][0]))


def _lines(by: By, came: QuerySet[Ticket], done: QuerySet[Ticket]) -> Iterable[Line]:
    answer = ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField())
    solve = ExpressionWrapper(F("solved_at") - F("opened_at"), output_field=DurationField())
    first: dict[Any, dict[str, Any]] = {
        row["key"]: row
        for row in _keyed(came, by, "opened_at")
        .values("key")
        .annotate(
            opened=Count("pk"),
            answer=Median(answer, output_field=DurationField(), filter=Q(answered_at__isnull=False)),
        )
    }
    second: dict[Any, dict[str, Any]] = {
        row["key"]: row
        for row in _keyed(done, by, "solved_at")
        .values("key")
        .annotate(
            solved=Count("pk"),
            promised=Count("pk", filter=Q(solve_due__isnull=False)),
            timely=Count("pk", filter=Q(solved_at__lte=F("solve_due"))),
            solve=Median(solve, output_field=DurationField()),
            again=Count("pk", filter=Q(reopened__gt=0)),
            scores=Count("score"),
            score=Sum("score"),
            minutes=Sum("minutes_spent"),
        )
    }
    names = _names(by, {*first, *second})
    for key in {*first, *second}:
        one, two = first.get(key, {}), second.get(key, {})
        yield Line(
            key=str(key),
            label=names.get(key, "–"),
            opened=one.get("opened", 0),
            solved=two.get("solved", 0),
            timely=two.get("timely", 0),
            promised=two.get("promised", 0),
            answer_minutes=_minutes(one.get("answer")),
            solve_hours=round(minutes / 60, 1) if (minutes := _minutes(two.get("solve"))) is not None else None,
            reopened=two.get("again", 0),
            score=round(two["score"] / two["scores"], 2) if two.get("scores") else None,
            hours=round((two.get("minutes") or 0) / 60, 1),
        )


def _minutes(span: dt.timedelta | None) -> float | None:
    return round(span.total_seconds() / 60, 1) if span is not None else None


def _names(by: By, keys: set[Any]) -> dict[Any, str]:
    known = [key for key in keys if key is not None]
    match by:
        case "service":
            return dict(Service.objects.filter(pk__in=known).values_list("pk", "name"))
        case "team" | "from":
            return {None: "Birimi bilinmiyor", **dict(Unit.objects.filter(pk__in=known).values_list("pk", "name"))}
        case "person":
            return {None: "Atanmamış", **{one.pk: one.full_name for one in User.objects.filter(pk__in=known)}}
        case "kind":
            return {key: str(Kind(str(key)).label) for key in known}
        case "month":
            return {key: f"{key:%Y-%m}" for key in known if isinstance(key, dt.datetime)}


def backlog_by_month(
    actor: Actor, months: list[dt.date], *, unit: int | None = None, service: int | None = None
) -> list[int]:
    """Open tickets at the end of each of these months (their first days, in order): from what is open today
    backwards, so that it costs three statements however many tickets there were."""
    base = in_units(Ticket.objects.order_by(), report_units(actor))
    if unit:
        base = base.filter(case__unit_id=unit)
    if service:
        base = base.filter(service_id=service)
    count = base.filter(case__resting=False).count()
    begin = _begin(months[0])
    came = _by_month(base.filter(opened_at__gte=begin), F("opened_at"))
    gone = _by_month(
        base.annotate(gone_at=Coalesce("solved_at", "case__closed_at")).filter(
            case__resting=True, gone_at__gte=begin
        ),
        F("gone_at"),
    )
    found = []
    for month in reversed(months):
        found.append(max(0, count))
        count += gone.get(month, 0) - came.get(month, 0)
    return found[::-1]


def _by_month(rows: QuerySet[Ticket], moment: F) -> dict[dt.date, int]:
    found = rows.annotate(month=TruncMonth(moment)).values_list("month").annotate(Count("pk"))
    return {month.date(): count for month, count in found}


@dataclass(frozen=True, slots=True)
class Day:
    """The desk today, for the board."""

    open: int
    unassigned: int
    late: int
    waiting: int
    opened_today: int
    solved_today: int
    timely: float | None
    answer_minutes: float | None
    score: float | None
    days: list[tuple[dt.date, int, int]]
    ages: list[tuple[str, int]]
    services: list[Line]
    loaded: list[tuple[str, int, int]]


AGES = ((1, "Bugün"), (3, "1–2 gün"), (7, "3–6 gün"), (30, "1–4 hafta"), (99_999, "Daha eski"))
"""Days under which an open ticket is told to be that old."""


def day(actor: Actor, unit: int | None = None, days: int = 30) -> Day:
    """The numbers of the board."""
    units = report_units(actor)
    if unit:
        units = frozenset({unit}) if units is None or unit in units else frozenset()
    rows = in_units(Ticket.objects.order_by(), units)
    today, moment = localdate(), now()
    begin = _begin(today - dt.timedelta(days=days - 1))
    live = rows.filter(case__resting=False)
    counted = live.aggregate(
        open=Count("pk"),
        unassigned=Count("pk", filter=Q(case__assignee=None)),
        late=Count("pk", filter=Q(clock_on=True, solve_due__lt=moment)),
        waiting=Count("pk", filter=Q(case__state__in=[State.WAITING, State.THIRD_PARTY, State.APPROVAL])),
    )
    came = _per_day(rows.filter(opened_at__gte=begin), "opened_at")
    gone = _per_day(rows.filter(solved_at__gte=begin), "solved_at")
    dates = [today - dt.timedelta(days=back) for back in range(days - 1, -1, -1)]
    lines = report(actor, "service", today - dt.timedelta(days=days - 1), today, unit=unit)
    whole = _whole(lines)
    answer = rows.filter(opened_at__gte=begin, answered_at__isnull=False).aggregate(
        middle=Median(
            ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField()),
            output_field=DurationField(),
        )
    )["middle"]
    return Day(
        **counted,
        opened_today=came.get(today, 0),
        solved_today=gone.get(today, 0),
        timely=whole[0],
        answer_minutes=_minutes(answer),
        score=whole[1],
        days=[(one, came.get(one, 0), gone.get(one, 0)) for one in dates],
        ages=_ages(live, moment),
        services=lines[:10],
        loaded=_loaded(live, moment),
    )


def _whole(lines: list[Line]) -> tuple[float | None, float | None]:
    promised, timely = sum(one.promised for one in lines), sum(one.timely for one in lines)
    scored = [one for one in lines if one.score is not None]
    weight = sum(one.solved for one in scored)
    score = sum((one.score or 0) * one.solved for one in scored) / weight if weight else None
    return (round(100 * timely / promised, 1) if promised else None, round(score, 2) if score is not None else None)


def _per_day(rows: QuerySet[Ticket], moment: str) -> dict[dt.date, int]:
    found = rows.annotate(day=TruncDate(moment)).values_list("day").annotate(Count("pk"))
    return dict(found)


def _ages(live: QuerySet[Ticket], moment: dt.datetime) -> list[tuple[str, int]]:
    found = []
    below: dt.datetime | None = None
    for limit, label in AGES:
        since = moment - dt.timedelta(days=min(limit, 20_000))
        rows = live.filter(opened_at__gt=since)
        if below is not None:
            rows = rows.filter(opened_at__lte=below)
        found.append((label, rows.count()))
        below = since
    return found


def _loaded(live: QuerySet[Ticket], moment: dt.datetime) -> list[tuple[str, int, int]]:
    rows = (
        live.exclude(case__assignee=None)
        .values_list("case__assignee__first_name", "case__assignee__last_name", "case__assignee_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(clock_on=True, solve_due__lt=moment)))
        .order_by("-open")[:10]
    )
    return [(f"{first} {last}", many, late) for first, last, _, many, late in rows]


# For the register of indicators and capabilities --------------------------------------------------------------------

Units = frozenset[int] | None


def solved_in(units: Units, since: dt.date, until: dt.date) -> QuerySet[Ticket]:
    """Tickets these units solved in a period."""
    # reach: the register of indicators asks for units, not for a person
    return in_units(Ticket.objects.order_by().filter(solved_at__gte=_begin(since), solved_at__lt=_end(until)), units)


def opened_in(units: Units, since: dt.date, until: dt.date) -> QuerySet[Ticket]:
    """Tickets that came to these units in a period."""
    # reach: the register of indicators asks for units, not for a person
    return in_units(Ticket.objects.order_by().filter(opened_at__gte=_begin(since), opened_at__lt=_end(until)), units)


def median_answer(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Minutes to the first answer, the middle one."""
    # reach: the register of indicators asks for units, not for a person
    span = ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField())
    rows = opened_in(units, since, until).filter(answered_at__isnull=False)
    return _minutes(rows.aggregate(middle=Median(span, output_field=DurationField()))["middle"])


def median_solution(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Hours to the solution, the middle one."""
    # reach: the register of indicators asks for units, not for a person
    span = ExpressionWrapper(F("solved_at") - F("opened_at"), output_field=DurationField())
    middle = _minutes(solved_in(units, since, until).aggregate(x=Median(span, output_field=DurationField()))["x"])
    return None if middle is None else round(middle / 60, 1)


def timely_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what had a promise, the share solved in time."""
    # reach: the register of indicators asks for units, not for a person
    rows = solved_in(units, since, until).filter(solve_due__isnull=False)
    found = rows.aggregate(all=Count("pk"), good=Count("pk", filter=Q(solved_at__lte=F("solve_due"))))
    return round(100 * found["good"] / found["all"], 1) if found["all"] else None


def words_kept(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what third parties promised for a period, the share they did in time."""
    # reach: the register of indicators asks for units, not for a person
    rows = Pause.objects.filter(promised_at__gte=_begin(since), promised_at__lt=min(_end(until), now()))
    if units is not None:
        rows = rows.filter(ticket__case__unit_id__in=units)
    found = rows.aggregate(all=Count("pk"), good=Count("pk", filter=Q(until__lte=F("promised_at"))))
    return round(100 * found["good"] / found["all"], 1) if found["all"] else None


def satisfaction(units: Units, since: dt.date, until: dt.date) -> float | None:
    """The mean score of a period."""
    # reach: the register of indicators asks for units, not for a person
    rows = Rating.objects.filter(at__gte=_begin(since), at__lt=_end(until))
    if units is not None:
        rows = rows.filter(ticket__case__unit_id__in=units)
    found = rows.aggregate(many=Count("pk"), whole=Sum("score"))
    return round(found["whole"] / found["many"], 2) if found["many"] else None


def reopened_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what was solved, the share that had to be opened again."""
    # reach: the register of indicators asks for units, not for a person
    found = solved_in(units, since, until).aggregate(all=Count("pk"), again=Count("pk", filter=Q(reopened__gt=0)))
    return round(100 * found["again"] / found["all"], 1) if found["all"] else None


def backlog(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Open tickets at the end of the period."""
    # reach: the register of indicators asks for units, not for a person
    end = _end(until)
    rows = in_units(Ticket.objects.order_by().filter(opened_at__lt=end), units)
    return float(rows.filter(Q(solved_at=None, case__closed_at=None) | Q(solved_at__gte=end)).count())


def hours_spent(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Hours written down on tickets in a period."""
    # reach: the register of indicators asks for units, not for a person
    rows = WorkTime.objects.filter(on__gte=since, on__lte=until)
    if units is not None:
        rows = rows.filter(ticket__case__unit_id__in=units)
    minutes = rows.aggregate(whole=Sum("minutes", output_field=FloatField()))["whole"]
    return None if minutes is None else round(minutes / 60, 1)


@dataclass(frozen=True, slots=True)
class Share:
    """A unit, a person or a service in numbers of the last year."""

    open: int
    late: int
    solved: int
    timely: int
    promised: int


def share_of(actor: Actor, **where: object) -> Share:
    """Tickets in the actor's reach that fit `where`, open and of the last year."""
    rows = Ticket.objects.order_by().filter(actor.reach(access.VIEW).q("case__"), **where)
    since = now() - dt.timedelta(days=365)
    live = rows.filter(case__resting=False).aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(clock_on=True, solve_due__lt=now()))
    )
    done = rows.filter(solved_at__gte=since).aggregate(
        solved=Count("pk"),
        promised=Count("pk", filter=Q(solve_due__isnull=False)),
        timely=Count("pk", filter=Q(solved_at__lte=F("solve_due"))),
    )
    return Share(live["open"], live["late"], done["solved"], done["timely"], done["promised"])
