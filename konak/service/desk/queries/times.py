"""Time spent: who worked how long on what, for leaders over their units and for everybody over himself."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit, User

from .. import access
from ..models import Service, WorkTime

BYS = {
    "kisi": ("user_id", "Çalışan"),
    "hizmet": ("ticket__service_id", "Hizmet"),
    "ekip": ("ticket__case__unit_id", "Ekip"),
    "birim": ("ticket__case__opened_from_unit_id", "İsteyen birim"),
}


@dataclass(frozen=True, slots=True)
class Spent:
    """One line of a report: minutes, tickets, and how many entries."""

    label: str
    minutes: int
    tickets: int
    entries: int

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def worked(actor: Actor, since: dt.date, until: dt.date) -> QuerySet[WorkTime]:
    """Entries the actor may read: of the units whose numbers he reads, and his own."""
    reach = actor.reach(access.REPORTS)
    rows = WorkTime.objects.filter(on__gte=since, on__lte=until)
    if reach.everywhere:
        return rows
    return rows.filter(Q(ticket__case__unit_id__in=reach.units) | Q(user_id=actor.user_id or 0))


def spent(rows: QuerySet[WorkTime], by: str) -> list[Spent]:
    """Minutes summed up by person, service, team or asking unit, the most first."""
    # reach: the rows were found through one
    field = BYS[by][0]
    summed: QuerySet[Any] = rows.order_by().annotate(key=F(field)).values("key")
    found = list(summed.annotate(minutes=Sum("minutes"), tickets=Count("ticket", distinct=True), entries=Count("pk")))
    keys = [one["key"] for one in found if one["key"] is not None]
    names: dict[Any, str]
    if by == "kisi":
        names = {one.pk: one.full_name for one in User.objects.filter(pk__in=keys)}
    elif by == "hizmet":
        names = dict(Service.objects.filter(pk__in=keys).values_list("pk", "name"))
    else:
        names = dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name"))
    lines = [
        Spent(names.get(one["key"], "Bilinmiyor"), one["minutes"], one["tickets"], one["entries"]) for one in found
    ]
    return sorted(lines, key=lambda one: (-one.minutes, one.label))


def entries(rows: QuerySet[WorkTime], limit: int) -> list[WorkTime]:
    """The entries themselves, the newest first."""
    # reach: the rows were found through one
    near = ("user", "ticket__case__unit", "ticket__service")
    return list(rows.select_related(*near).order_by("-on", "-pk")[:limit])
