"""Who may approve for somebody, and who is free to take a ticket."""

from dataclasses import dataclass

from django.db.models import Count

from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day, seats_of
from konak.governance.staffing import public as staffing

from ..models import Agent, Ticket

LEADERS = (
    Position.CHIEF,
    Position.DIRECTOR,
    Position.HEAD_OF_DEPARTMENT,
    Position.DEPUTY_SECRETARY_GENERAL,
    Position.SECRETARY_GENERAL,
    Position.DEPUTY_MAYOR,
    Position.MAYOR,
)


def unit_of(user_id: int) -> int | None:
    """The unit somebody asks from: that of his first own seat."""
    # reach: public inside the house, because the directory is
    seats = list(seats_of(user_id).order_by("acting_for", "pk").values_list("unit_id", "acting_for_id"))
    own = [unit for unit, acting in seats if acting is None]
    found = own or [unit for unit, _ in seats]
    return found[0] if found else None


def approver_over(user_id: int, unit_id: int | None) -> int | None:
    """Whoever leads the unit of somebody, or the next unit above that has a leader other than himself.

    A deputy (vekil) of the leader answers for him while the delegation lasts.
    """
    # reach: public inside the house, because the directory is
    found = unit_id
    for _ in range(12):
        if found is None:
            return None
        rows = Appointment.objects.filter(on_day(), unit_id=found, position__in=LEADERS, user__is_active=True)
        seats = list(rows.exclude(user_id=user_id).values_list("user_id", "acting_for_id", "position"))
        if seats:
            height = {position: place for place, position in enumerate(LEADERS)}
            seats.sort(key=lambda seat: (seat[1] is None, -height[Position(seat[2])], seat[0]))
            return int(seats[0][0])
        found = Unit.objects.filter(pk=found).values_list("parent_id", flat=True).first()
    return None


@dataclass(frozen=True, slots=True)
class Free:
    """A member of a team with the open work he has, in shares of a full load."""

    agent: Agent
    open: int

    @property
    def load(self) -> float:
        return self.open * 100 / self.agent.weight


def free_agents(unit_id: int, skill_id: int | None = None, *, but: int | None = None) -> list[Free]:
    """Who of a team may be given a ticket now, the least loaded first.

    Asked: takes work by itself, sits in the unit (or over it) today, is not away, can what is asked. When nobody of
    the team can it, everybody is asked.
    """
    # reach: the team of a service, for handing out its work
    today = Appointment.objects.filter(on_day(), user__is_active=True).values("user_id")
    rows = Agent.objects.filter(unit_id=unit_id, takes=True, user_id__in=today).select_related("user")
    if but is not None:
        rows = rows.exclude(user_id=but)
    agents = list(rows.prefetch_related("skills"))
    if skill_id is not None:
        able = [one for one in agents if any(skill.pk == skill_id for skill in one.skills.all())]
        agents = able or agents
    users = [one.user_id for one in agents]
    load = dict(
        Case.objects.filter(assignee_id__in=users, resting=False, kind=Ticket._meta.label_lower)
        .values_list("assignee_id")
        .annotate(Count("pk"))
        .order_by()
    )
    free = [Free(one, load.get(one.user_id, 0)) for one in agents if not staffing.is_away(one.user_id)]
    return sorted(free, key=lambda one: (one.load, one.open, one.agent.pk))
