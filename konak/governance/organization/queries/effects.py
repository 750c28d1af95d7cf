"""What hangs on units: people and files are counted here, what is theirs (duties, committees) by apps above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that belongs to units and is affected when they change: how many there are in these units."""

    code: str
    label: str
    count: Callable[[frozenset[int]], int]


class Counted(NamedTuple):
    label: str
    number: int


_effects: dict[str, Effect] = {}


def register_effect(effect: Effect) -> None:
    """Let a reorganisation count what hangs on its units; apps above call this in `apps.ready`."""
    _effects[effect.code] = effect


def hanging_on(units: frozenset[int]) -> list[Counted]:
    """People, open files, and whatever apps registered, in these units."""
    # reach: public, because only numbers of the chart are shown
    seats = Appointment.objects.filter(on_day(), unit_id__in=units)
    files = Case.objects.filter(Q(closed_at=None), unit_id__in=units)
    found = [
        Counted("Görevli kişi", seats.values("user_id").distinct().count()),
        Counted("Açık dosya", files.count()),
    ]
    return found + [Counted(effect.label, effect.count(units)) for effect in _effects.values()]
