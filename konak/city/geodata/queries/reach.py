"""Who sees which layer, which of its rows and which of its columns: one rule for screens, tiles, services, files."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from psycopg import sql

from konak.foundation.access import Actor

from .. import access
from ..models import Field, Layer, LayerGrant, Sensitivity, State

EVERYTHING = sql.SQL("TRUE")


def units_of(actor: Actor) -> frozenset[int]:
    """The units a grant to which reaches the actor: his own, those over it and those under it."""
    found: set[int] = set()
    for seat in actor.seats:
        found |= {seat.unit_id} | seat.line | seat.branch
    return frozenset(found)


def _granted(actor: Actor, **more: Any) -> QuerySet[LayerGrant]:
    # reach: it is itself the reach
    units = units_of(actor)
    today = localdate()
    return LayerGrant.objects.filter(Q(until=None) | Q(until__gte=today), unit_id__in=units, **more)


def seen(actor: Actor) -> Q:
    """The filter on layers: what is public, what is open to members, what was granted, what is one's own."""
    found = Q(state=State.PUBLISHED, sensitivity=Sensitivity.PUBLIC)
    if actor.seats:
        found |= Q(state=State.PUBLISHED, sensitivity=Sensitivity.INTERNAL)
        found |= Q(state=State.PUBLISHED, pk__in=_granted(actor).values("layer_id"))
        found |= actor.reach(access.VIEW).q(owners=("assignee",))
    return found


def layers(actor: Actor) -> QuerySet[Layer]:
    """Every layer the actor sees."""
    return Layer.objects.filter(seen(actor))


def layer(actor: Actor, name: str) -> Layer:
    """One layer; out of reach and unknown are the same `Layer.DoesNotExist`."""
    return layers(actor).select_related("unit", "assignee").get(name=name)


def owns(actor: Actor, one: Layer) -> bool:
    """Whether it is his unit's: he sees drafts, sensitive columns and every row."""
    return actor.reach(access.VIEW).covers(one)


def may_edit(actor: Actor, one: Layer) -> bool:
    """Whether the actor changes rows: by right in the owner's unit, or because his unit was granted it."""
    if one.state == State.RETIRED:
        return False
    if actor.reach(access.EDIT).covers(one):
        return True
    return actor.holds(access.EDIT) and _granted(actor, layer=one, may_edit=True).exists()


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a layer the actor sees. `where` is a condition on the columns of its table, with `params`."""

    layer: Layer
    fields: tuple[Field, ...]
    where: sql.Composable = field(default_factory=lambda: EVERYTHING)
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every row is seen, so that one copy serves all who see the layer so."""
        return not self.params

    @property
    def table(self) -> sql.Composable:
        return sql.Identifier("geodata", self.layer.name)


def sight(actor: Actor, one: Layer) -> Sight:
    """What the actor sees of a layer that was found through `layers`."""
    mine = owns(actor, one)
    fields = tuple(each for each in one.fields.all() if mine or not each.sensitive)
    if mine or not one.by_rows:
        return Sight(one, fields)
    units = sorted(units_of_rows(actor))
    return Sight(one, fields, sql.SQL("(unit_id IS NULL OR unit_id = ANY(%(reach_units)s))"), {"reach_units": units})


def units_of_rows(actor: Actor) -> frozenset[int]:
    """The units whose rows the actor sees in a layer of which every row is seen by its own unit."""
    return frozenset(unit for seat in actor.seats for unit in {seat.unit_id} | seat.branch)
