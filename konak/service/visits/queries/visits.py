"""Visits in reach: one by number, many by filter, a week of a team."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime, now
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor, Permission
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.queries import below, people_of, units
from konak.service.desk import public as desk

from .. import access
from ..models import CalendarKey, Outage, Visit

ZONE = ZoneInfo("Europe/Istanbul")
NEAR = ("ticket__case", "ticket__service", "technician", "host", "case__unit")
FEED_BACK = dt.timedelta(days=60)
MOST_FREE = 14
"""Teams larger than this show in a week only those who go somewhere."""
WEEKDAYS = ("Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz")


def clean(value: Any) -> Any:
    return value.replace("\0", "").strip()[:200] or None if isinstance(value, str) else value


Words = Annotated[str | None, BeforeValidator(clean)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(lambda value: value or None)]


def words_in(text: str, *columns: str) -> Q:
    """Every folded word of a text stands in one of the columns."""
    found = Q()
    for word in fold(text).split()[:8]:
        part = Q(case__number__contains=word.upper())
        for column in columns:
            part |= Q(**{f"{column}__contains": word})
        found &= part
    return found


class VisitFilter(FilterSchema):
    """One filter for both doors. `state`: "ahead", "late", "today" or a state; `ticket` is a number."""

    state: Words = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    technician: Annotated[Key, FilterLookup("technician_id")] = None
    unit: Annotated[Key, FilterLookup("case__unit_id")] = None
    ticket: Annotated[Words, FilterLookup("ticket__case__number")] = None

    def filter_state(self, value: str | None) -> Q:
        match value:
            case "ahead":
                return Q(holds=True)
            case "late":
                return Q(holds=True, ends_at__lt=now())
            case "today":
                return Q(holds=True, starts_at__date=localdate())
        return Q(case__state=value) if value else Q()


def visits(actor: Actor, filters: VisitFilter | None = None) -> QuerySet[Visit]:
    """Visits of one's team, those given to one, and those that come to one."""
    rows: QuerySet[Visit] = Visit.objects.filter(actor.reach(access.VIEW).q("case__"))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related(*NEAR)


def visit(actor: Actor, number: str) -> Visit:
    """One by number; out of reach and unknown are the same `Visit.DoesNotExist`."""
    return visits(actor).get(case__number=number.replace("\0", "").strip())


def of_ticket(actor: Actor, ticket_id: int) -> list[Visit]:
    return list(visits(actor).filter(ticket_id=ticket_id).order_by("-starts_at")[:20])


def visits_held(user_id: int, appointment_id: int | None) -> list[Visit]:
    """Visits somebody is still to make; of one seat's unit when only that is given up."""
    # reach: public inside the house, because it is asked by the services that hand it over
    rows = Visit.objects.filter(technician_id=user_id, holds=True).select_related("case", "ticket__case")
    if appointment_id is not None:
        rows = rows.filter(case__unit_id__in=Appointment.objects.filter(pk=appointment_id).values("unit_id"))
    return list(rows.order_by("starts_at", "pk"))


def clash(technician_id: int, starts_at: dt.datetime, ends_at: dt.datetime, but: int | None = None) -> Visit | None:
    """What else a technician does in a slot."""
    # reach: the refusal names no more than the number and the time
    rows = Visit.objects.filter(technician_id=technician_id, holds=True, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return rows.exclude(pk=but).order_by("starts_at").first()


def team(unit_id: int) -> QuerySet[User]:
    """Who may be sent by a unit: its desk and whoever sits in it or below."""
    # reach: public inside the house, because the directory is
    seated = people_of(unit_id).order_by()
    rows = User.objects.filter(is_active=True).filter(Q(pk__in=seated.values("pk")) | Q(pk__in=desk.team_of(unit_id)))
    return rows.order_by("first_name", "last_name")


def units_of(actor: Actor, permission: Permission) -> QuerySet[Unit]:
    reach = actor.reach(permission)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


def unit_of(actor: Actor, permission: Permission) -> int | None:
    seat = actor.seat_for(permission)
    return seat.unit_id if seat else None


def every_unit() -> QuerySet[Unit]:
    return units()


def teams(actor: Actor) -> list[Unit]:
    """Units in reach that plan visits or have planned some."""
    reach = actor.reach(access.VIEW)
    if reach.nothing:
        return []
    seen = Visit.objects.filter(reach.q("case__")).values("case__unit_id")
    own = [seat.unit_id for seat in actor.seats if seat.scope_of(access.PLAN)]
    return list(units().filter(Q(pk__in=seen) | Q(pk__in=own)))


@dataclass(slots=True)
class Cell:
    """One day of one technician."""

    day: dt.date
    visits: list[Visit] = field(default_factory=list)
    off: bool = False
    today: bool = False


@dataclass(slots=True)
class Row:
    technician: User
    cells: list[Cell]
    minutes: int = 0


@dataclass(slots=True)
class Week:
    """A week of a team: who is where on which day; outages that touch it on top."""

    monday: dt.date
    heads: list[tuple[dt.date, str, str, bool]]
    """Day, its short name, the name of a holiday, whether it is worked."""
    rows: list[Row]
    outages: list[Outage] = field(default_factory=list)

    @property
    def before(self) -> dt.date:
        return self.monday - dt.timedelta(days=7)

    @property
    def after(self) -> dt.date:
        return self.monday + dt.timedelta(days=7)

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=6)


def week(actor: Actor, day: dt.date, unit_id: int | None, technician_id: int | None = None) -> Week:
    """The week a day lies in. The weekend stands in it only when somebody works on it."""
    monday = day - dt.timedelta(days=day.weekday())
    begin = dt.datetime.combine(monday, dt.time(), ZONE)
    end = begin + dt.timedelta(days=7)
    rows = visits(actor).filter(starts_at__gte=begin, starts_at__lt=end).exclude(case__state="cancelled")
    if unit_id is not None:
        rows = rows.filter(case__unit_id__in=below(unit_id))
    if technician_id is not None:
        rows = rows.filter(technician_id=technician_id)
    found = list(rows.order_by("starts_at", "pk")[:600])
    people = {one.technician_id: one.technician for one in found}
    if technician_id is None and unit_id is not None and _may_list(actor, unit_id):
        free = list(team(unit_id)[: MOST_FREE + 1])
        people |= {one.pk: one for one in free} if len(free) <= MOST_FREE else {}
    calendar = calendar_from(monday)
    worked = {localtime(one.starts_at).date() for one in found}
    days = [monday + dt.timedelta(days=place) for place in range(7)]
    days = [one for one in days if one.weekday() < 5 or one in worked or calendar.is_working(one)]
    heads = []
    for one in days:
        special = calendar.day(one)
        heads.append((one, WEEKDAYS[one.weekday()], special.name if special else "", calendar.is_working(one)))
    today = localdate()
    off = {one[0]: not one[3] for one in heads}
    table = {
        key: Row(person, [Cell(one, off=off[one] or one < today, today=one == today) for one in days])
        for key, person in people.items()
    }
    place = {one: at for at, one in enumerate(days)}
    for visit in found:
        at = place.get(localtime(visit.starts_at).date())
        if at is not None:
            row = table[visit.technician_id]
            row.cells[at].visits.append(visit)
            row.minutes += int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    ordered = sorted(table.values(), key=lambda row: (fold(row.technician.full_name), row.technician.pk))
    return Week(monday, heads, ordered)


def _may_list(actor: Actor, unit_id: int) -> bool:
    reach = actor.reach(access.VIEW)
    return reach.everywhere or unit_id in reach.units


def has_key(actor: Actor) -> bool:
    # reach: one's own
    return CalendarKey.objects.filter(user_id=actor.user_id or 0).exists()


def owner_of(secret: str) -> Actor | None:
    """Whose calendar an address opens, as long as he has an account."""
    # reach: whoever knows the secret
    digest = hashlib.sha256(secret.encode()).hexdigest()
    key = CalendarKey.objects.filter(digest=digest, user__is_active=True).first()
    return actor_of(key.user_id, "api") if key else None


def my_feed(actor: Actor) -> list[Visit]:
    """The visits one makes and those that come to one, as far back as a calendar needs them."""
    # reach: one's own
    mine = Q(technician_id=actor.user_id or 0) | Q(host_id=actor.user_id or 0)
    rows = Visit.objects.filter(mine, starts_at__gte=now() - FEED_BACK).select_related(*NEAR)
    return list(rows.order_by("starts_at")[:500])


def every_person(user_id: object) -> str:
    # reach: public inside the house, because the directory is
    found = User.objects.filter(pk=user_id).first() if isinstance(user_id, int) else None
    return found.full_name if found else ""
