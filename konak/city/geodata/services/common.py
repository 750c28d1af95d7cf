"""What every change of this app does first and last: may he, who is it, and tell it."""

from django.db import transaction
from psycopg import sql

from konak.foundation.access import Actor, Permission
from konak.foundation.db.composing import rows as read
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.services import write

from .. import queries
from ..models import Layer

KIND = "geodata.layer"


def owned(actor: Actor, name: str, permission: Permission) -> Layer:
    """The layer, locked for a change of its description; `Refused` where it is seen but not his to change."""
    queries.layer(actor, name)
    layer = Layer.objects.select_for_update(of=("self",)).select_related("unit").get(name=name)
    if not actor.reach(permission).covers(layer):
        raise Refused(f"«{permission.label}» için bu katmanda yetkiniz yok.{actor.narrowness(permission)}")
    return layer


def may_in(actor: Actor, permission: Permission, unit_id: int) -> None:
    reach = actor.reach(permission)
    if not (reach.everywhere or unit_id in reach.units):
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.{actor.narrowness(permission)}")


def tell(layer: Layer, verb: str, actor: Actor, note: str = "", permission: Permission | None = None) -> None:
    seat = actor.seat_for(permission, layer) if permission else None
    write(actor=actor, kind=KIND, subject=layer.name, verb=verb, note=note, seat=seat)


def sign(actor: Actor) -> None:
    """Tell the triggers who changes rows, until the transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("sign() needs a transaction: the name would be lost at once")
    read(sql.SQL("SELECT set_config('konak.user_id', %(who)s, true)"), who=str(actor.user_id or ""))
