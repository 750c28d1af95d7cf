"""Who belongs to a group on a day."""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import below_on, in_force, on_day

from ..models import Group


def groups() -> QuerySet[Group]:
    # reach: public inside the house, because an audience is no secret
    return Group.objects.select_related("unit").annotate(rule_count=Count("rules", distinct=True))


def group(code: str) -> Group:
    # reach: public inside the house, because an audience is no secret
    return Group.objects.select_related("unit").get(code=code)


def members_of(found: Group, day: dt.date | None = None) -> QuerySet[User]:
    """Active people who belong to the group on a day, by its rules and by name."""
    # reach: public inside the house, because the directory is
    when = day or localdate()
    wanted = Q(pk__in=found.members.filter(in_force(when)).values("user_id"))
    for rule in found.rules.all():
        seats = Appointment.objects.filter(on_day(when))
        if rule.positions:
            seats = seats.filter(position__in=rule.positions)
        if rule.unit_id is not None:
            units = below_on(rule.unit_id, when) if rule.branch else {rule.unit_id}
            seats = seats.filter(unit_id__in=units)
        wanted |= Q(pk__in=seats.values("user_id"))
    return User.objects.filter(wanted, is_active=True).order_by("first_name", "last_name")


def groups_of(user_id: int, day: dt.date | None = None) -> list[Group]:
    """The groups a person belongs to on a day."""
    # reach: public inside the house, because the directory is
    rows = Group.objects.prefetch_related("rules", "members")
    return [found for found in rows if members_of(found, day).filter(pk=user_id).exists()]
