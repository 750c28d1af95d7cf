"""What neighbours may know of services and what they stand on."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from .models import Component
from .queries import inventory

__all__ = ["Relying", "components", "relying_on"]


@dataclass(frozen=True, slots=True)
class Relying:
    """A service that stands on a component."""

    name: str
    unit: str
    stops: bool
    url: str


def components() -> list[tuple[int, str]]:
    """Key and name of every component; for fields that choose one."""
    # reach: public inside the house, because the names of components are in every scope record
    return list(Component.objects.order_by("name").values_list("pk", "name"))


def relying_on(actor: Actor, component_id: int) -> list[Relying]:
    """Services in reach that stand on a component, those that stop without it first."""
    component = Component.objects.filter(pk=component_id).first()
    if component is None:
        return []
    return [
        Relying(one.service.name, one.service.unit.name, one.need == "stops", f"/hizmetler/{one.service_id}/")
        for one in inventory.services_on(actor, component)
    ]
