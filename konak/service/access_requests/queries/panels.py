"""What this app shows on the pages of persons, units and information systems."""

from typing import Any

from konak.foundation.access import Actor
from konak.governance.staffing import public as staffing

from .. import access
from ..models import EntitlementState, Right
from . import catalogue, chairs, entitlements, movements, requests


def of_person(person: Any, actor: Actor) -> Any:
    """What a person holds, for himself, his superiors and whoever sees to security."""
    mine = person.pk == actor.user_id
    may = (actor.holds(access.MOVE) or staffing.in_personnel(actor)) and not mine and person.is_active
    home = chairs.home_of(person.pk)
    sees = mine or chairs.is_security(actor) or actor.reach(access.VIEW).everywhere
    sees = sees or (home is not None and home.unit_id in chairs.staff_units(actor))
    if not sees:
        return None
    open_ones = movements.listed(actor, "open").filter(person_id=person.pk)
    return {
        "held": entitlements.living_of(person.pk),
        "movements": list(open_ones[:5]),
        "may": may,
        "person": person,
    }


def offers_exit(person: Any, actor: Actor) -> bool:
    """Whether the person's page shows the act that works the whole of an exit."""
    found = of_person(person, actor)
    return bool(found and found["may"])


def of_unit(unit: Any, actor: Actor) -> Any:
    """How much the people of a unit hold."""
    rows = entitlements.register(actor, entitlements.Asked(unit=str(unit.pk)))
    living = rows.filter(state=EntitlementState.ACTIVE).count()
    if not living:
        return None
    return {
        "unit": unit,
        "living": living,
        "privileged": rows.filter(right__privileged=True).count(),
        "open": requests.listed(actor, "open").filter(person__appointments__unit_id=unit.pk).distinct().count(),
    }


def of_system(system: Any, actor: Actor) -> Any:
    """The rights of the catalogue in an information system."""
    del actor
    rows: list[Right] = list(catalogue.rights(view="all").filter(system_id=system.pk))
    return rows or None
