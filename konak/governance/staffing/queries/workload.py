"""Who has how much on the desk: open cases by person, what came, what was done, and a fairer spread."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Case as Choice
from django.db.models import Count, F, Min, Q, Value, When
from django.db.models.functions import TruncWeek
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases import access as cases_access
from konak.foundation.cases.models import Case
from konak.foundation.cases.queries import model_of, visible
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, on_day

from ..lifecycle import DelegationState
from ..models import Delegation

WEEKS = 8
PER_PAGE = 50
TURNS = ("staffing.delegation", "staffing.handover", "staffing.notice")
"""Files in which whose turn it is follows from the file itself: they are never proposed to somebody else."""
CROWDED = 200
"""Fullest desks a suggestion looks at."""
MOST_CASES = 100
"""Open cases listed of one person; more stand in his inbox."""


@dataclass(slots=True)
class Load:
    """One person's desk."""

    user_id: int | None
    name: str
    seat: str = ""
    open: int = 0
    late: int = 0
    week: int = 0
    oldest: dt.date | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    came: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    away: Delegation | None = None
    acts_for: list[str] = field(default_factory=list)

    @property
    def age(self) -> int | None:
        return (localdate() - self.oldest).days if self.oldest else None


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's desks: the people of one page, those of nobody, and the sums over everybody."""

    unit: Unit
    rows: list[Load]
    unclaimed: Load
    total: Load
    people: int
    after: int | None
    busiest: int
    labels: list[str]


def boards(actor: Actor) -> list[Unit]:
    """Units whose work the actor may spread: his seats' units and those below, the highest first."""
    reach = actor.reach(cases_access.ASSIGN)
    if reach.nothing:
        return []
    rows = Unit.objects.filter(Q(until=None) | Q(until__gte=localdate()))
    if not reach.everywhere:
        rows = rows.filter(pk__in=reach.units)
    return list(rows.order_by("name"))


def default_unit(actor: Actor) -> int | None:
    """The unit of the seat that reaches furthest."""
    seat = actor.seat_for(cases_access.ASSIGN)
    return seat.unit_id if seat else None


def board(actor: Actor, unit_id: int, *, page: int = 0, order: str = "late", limit: int = PER_PAGE) -> Board:
    """The desks of a unit and those below it; the number of statements does not depend on the number of people."""
    reach = actor.reach(cases_access.ASSIGN)
    if not (reach.everywhere or unit_id in reach.units):
        raise Unit.DoesNotExist
    unit = Unit.objects.get(pk=unit_id)
    inside = below(unit_id)
    people: dict[int, Load] = {}
    seats = Appointment.objects.filter(on_day(), unit_id__in=inside, user__is_active=True)
    seats = seats.exclude(position__in=(Position.ADMINISTRATOR, Position.AUDITOR)).order_by("acting_for_id", "since")
    names = ("user_id", "user__first_name", "user__last_name", "position", "unit__name", "acting_for_id")
    for user_id, first, last, position, unit_name, acting in seats.values_list(*names):
        one = people.setdefault(user_id, Load(user_id, f"{first} {last}".strip()))
        if acting is None and not one.seat:
            one.seat = f"{Position(position).label}, {unit_name}"
        if acting is not None:
            one.acts_for.append(f"{unit_name} {Position(position).label} vekili")
    unclaimed = Load(None, "Kimse üstlenmedi")
    today = localdate()
    seen = visible(actor)
    rows = Case.objects.filter(seen, resting=False, unit_id__in=inside).values("assignee_id", "kind")
    counted = rows.annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        week=Count("pk", filter=Q(due_on__range=(today, today + dt.timedelta(days=7)))),
        oldest=Min("opened_at"),
    )
    total = Load(None, "Toplam")
    for row in counted:
        desk = unclaimed if row["assignee_id"] is None else people.get(row["assignee_id"])
        oldest = localdate(row["oldest"])
        # what somebody holds who has left the unit counts in the sum only
        for one in (total, desk) if desk is not None else (total,):
            one.open += row["open"]
            one.late += row["late"]
            one.week += row["week"]
            one.kinds[row["kind"]] += row["open"]
            one.oldest = oldest if one.oldest is None else min(one.oldest, oldest)
    everybody = sorted(people.values(), key=lambda one: _order(one, order))
    shown = everybody[page * limit : (page + 1) * limit]
    _weeks(seen, inside, shown, total)
    _absent(shown)
    return Board(
        unit,
        shown,
        unclaimed,
        total,
        len(everybody),
        page + 1 if len(everybody) > (page + 1) * limit else None,
        max((one.open for one in everybody), default=0),
        week_labels(),
    )


def _order(one: Load, order: str) -> tuple[object, ...]:
    if order == "name":
        return (one.name, one.user_id)
    if order == "free":
        return (one.open, one.late, one.name, one.user_id)
    return (-one.late, -one.open, one.name, one.user_id)


def first_week() -> dt.date:
    today = localdate()
    return today - dt.timedelta(days=today.weekday() + 7 * (WEEKS - 1))


def week_labels() -> list[str]:
    return [f"{first_week() + dt.timedelta(weeks=place):%d.%m}" for place in range(WEEKS)]


def _weeks(seen: Q, inside: set[int], shown: list[Load], total: Load) -> None:
    """What came to and what was done by whom in the last weeks; one statement for each."""
    begin = first_week()
    by_user = {one.user_id: one for one in shown}
    # everybody who is not on this page is one line: the answer stays small however many people there are
    who = When(Q(assignee_id__in=[one.user_id for one in shown]), then=F("assignee_id"))
    for one in (*shown, total):
        one.came, one.done = [0] * WEEKS, [0] * WEEKS
    for field_name, attribute in (("opened_at", "came"), ("closed_at", "done")):
        rows = (
            Case.objects.filter(seen, unit_id__in=inside, **{f"{field_name}__date__gte": begin})
            .annotate(begun=TruncWeek(field_name), who=Choice(who, default=Value(0)))
            .values_list("who", "begun")
            .annotate(count=Count("pk"))
            .order_by()
        )
        for user_id, begun, count in rows:
            place = (begun.date() - begin).days // 7
            if 0 <= place < WEEKS:
                getattr(total, attribute)[place] += count
                if user_id in by_user:
                    getattr(by_user[user_id], attribute)[place] += count


def _absent(shown: list[Load]) -> None:
    """Who is away today and who acts for him."""
    today = localdate()
    rows = Delegation.objects.filter(
        case__state=DelegationState.ACTIVE,
        since__lte=today,
        until__gte=today,
        giver_id__in=[one.user_id for one in shown],
    ).select_related("deputy", "giver")
    away = {row.giver_id: row for row in rows}
    for one in shown:
        one.away = away.get(one.user_id or 0)


def desk(actor: Actor, unit_id: int, user_id: int | None) -> list[Case]:
    """The open cases of one person (or of nobody) in a unit and below it, by deadline."""
    reach = actor.reach(cases_access.ASSIGN)
    if not (reach.everywhere or unit_id in reach.units):
        raise Unit.DoesNotExist
    rows = Case.objects.filter(visible(actor), resting=False, unit_id__in=below(unit_id), assignee_id=user_id)
    return list(rows.select_related("unit").order_by("due_on", "pk")[:MOST_CASES])


def kind_label(kind: str) -> str:
    return str(model_of(kind)._meta.verbose_name)


def colleagues(unit_id: int) -> list[User]:
    """Those to whom a file of this unit may be given, the least loaded first is the caller's business."""
    # reach: public inside the house, because the directory is
    seated = Appointment.objects.filter(on_day(), unit_id__in=below(unit_id)).values("user_id")
    return list(User.objects.filter(pk__in=seated, is_active=True).order_by("first_name", "last_name")[:400])


@dataclass(frozen=True, slots=True)
class Move:
    """One proposed step towards an even spread."""

    case: Case
    giver: str
    to: User
    before: int
    after: int


def suggestion(actor: Actor, unit_id: int, limit: int = 12) -> list[Move]:
    """Files that could go from full desks (and from nobody's) to the emptiest desk of the same unit.

    Only people who sit in the file's own unit and are there today; files that nobody has come first, then the newest
    of whoever has more than the average and two more than the receiver.
    """
    reach = actor.reach(cases_access.ASSIGN)
    if not (reach.everywhere or unit_id in reach.units):
        raise Unit.DoesNotExist
    inside, today = below(unit_id), localdate()
    away = set(
        Delegation.objects.filter(case__state=DelegationState.ACTIVE, since__lte=today, until__gte=today).values_list(
            "giver_id", flat=True
        )
    )
    workers = (Position.STAFF, Position.EXPERT, Position.CHIEF)
    seats = Appointment.objects.filter(
        on_day(), unit_id__in=inside, position__in=workers, acting_for=None, user__is_active=True
    ).exclude(user_id__in=away)
    by_unit: dict[int, list[int]] = defaultdict(list)
    for sits, user_id in seats.values_list("unit_id", "user_id"):
        by_unit[sits].append(user_id)
    able = actor.reach(cases_access.ASSIGN).q()
    rows = Case.objects.filter(visible(actor), able, resting=False, unit_id__in=list(by_unit))
    rows = rows.exclude(kind__in=TURNS)
    loads: Counter[int] = Counter(
        dict(rows.exclude(assignee=None).values_list("assignee_id").annotate(Count("pk")).order_by())
    )
    seated = {user for users in by_unit.values() for user in users}
    fresh = now() - dt.timedelta(days=30)
    movable = list(rows.filter(assignee=None).select_related("unit", "assignee").order_by("due_on", "pk")[:60])
    crowded = [user for user, count in loads.most_common(CROWDED) if user in seated and count > 1]
    movable += list(
        rows.filter(assignee_id__in=crowded, opened_at__gte=fresh)
        .filter(Q(due_on=None) | Q(due_on__gte=today))
        .select_related("unit", "assignee")
        .order_by("-opened_at")[:200]
    )
    moves: list[tuple[Case, str, int, int]] = []
    for case in movable:
        free = [user for user in by_unit[case.unit_id] if user != case.assignee_id]
        if not free or len(moves) == limit:
            continue
        best = min(free, key=lambda user: (loads[user], user))
        holder = case.assignee_id
        if holder is not None:
            average = sum(loads[user] for user in by_unit[case.unit_id]) / len(by_unit[case.unit_id])
            if loads[holder] <= average or loads[holder] - loads[best] < 2:
                continue
            loads[holder] -= 1
        loads[best] += 1
        name = case.assignee.full_name if case.assignee else "Kimse"
        moves.append((case, name, best, loads[best]))
    people = User.objects.in_bulk({best for _, _, best, _ in moves})
    return [Move(case, giver, people[best], load - 1, load) for case, giver, best, load in moves]
