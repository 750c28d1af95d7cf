"""What this app shows on the pages of units and people: how their duties stand, today or on a past day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit, User

from .. import queries
from ..tables.charts import trend_chart
from .then import Then


@dataclass(frozen=True, slots=True)
class Panel:
    """The card about the duties of a unit or a person."""

    standing: queries.Standing | None
    filter: str
    then: Then
    trend: dict[str, Any] | None
    card: str
    today: date


def of_unit(unit: Unit, actor: Actor, tarih: str = "") -> Panel | None:
    """The duties of a unit and those below it; None where there are none in reach."""
    day = queries.past_day(tarih)
    live = queries.standing_of(actor, unit_id=unit.pk)
    standing = queries.standing_on(actor, day, unit_id=unit.pk) if day else live
    if standing is None and live is None:
        return None
    card = reverse("legislation:unit_card", args=[unit.pk]) if queries.may_report_on(actor, unit.pk) else ""
    then = Then(day, reverse("front:unit", args=[unit.pk]), [])
    trend = trend_chart(queries.trend(actor, day, unit_id=unit.pk))
    return Panel(standing, f"unit={unit.pk}", then, trend, card, localdate())


def of_person(person: User, actor: Actor, tarih: str = "") -> Panel | None:
    """The duties given to a person by name; None where there are none in reach and no card to show."""
    day = queries.past_day(tarih)
    live = queries.standing_of(actor, assignee_id=person.pk)
    standing = queries.standing_on(actor, day, assignee_id=person.pk) if day else live
    shows = queries.may_report_on_person(actor, person.pk)
    if standing is None and live is None and not shows:
        return None
    card = reverse("legislation:person_card", args=[person.pk]) if shows else ""
    then = Then(day, reverse("front:person", args=[person.pk]), [])
    return Panel(standing, f"assignee={person.pk}", then, None, card, localdate())
