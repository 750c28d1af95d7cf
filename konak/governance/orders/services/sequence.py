"""Which order waits for which: tied and untied by the giver of the one that waits, never in a circle."""

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.db import fetch
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..models import Dependency, Order
from .locking import locked

MOST = 20
"""Orders one order may wait for directly."""


@transaction.atomic
def wait_for(number: str, *, actor: Actor, before: str) -> Dependency:
    """The order waits for the one with the number `before`, which the actor must be able to see."""
    fetch("orders/one_at_a_time")
    order = _of_giver(number, actor)
    reach = actor.reach(access.VIEW).q("case__")
    other = Order.objects.filter(reach, case__number=before.strip().upper()).select_related("case").first()
    if other is None:
        raise Refused(f"«{before}» sayılı görev emri bulunamadı.")
    if other.pk == order.pk:
        raise Refused("Bir emir kendisini bekleyemez.")
    if other.case.state == lifecycle.State.WITHDRAWN:
        raise Refused("Geri alınmış bir emir beklenemez.")
    if order.predecessors.filter(before=other).exists():
        raise Refused("Bu emir zaten onu bekliyor.")
    if order.predecessors.count() >= MOST:
        raise Refused(f"Bir emir doğrudan en çok {MOST} emri bekleyebilir.")
    if order.pk in {row.before_id for row in fetch("orders/waits_for", order=other.pk)}:
        raise Refused(
            f"{other.case.number} zaten bu emri bekliyor (doğrudan ya da dolaylı): iki emir birbirini bekleyemez."
        )
    assert actor.user_id is not None
    made = Dependency.objects.create(after=order, before=other, added_by_id=actor.user_id)
    tell(order.case, "wait_for", actor, other.case.number, seat=actor.seat_for(access.DECIDE, order.case))
    return made


@transaction.atomic
def wait_no_more(number: str, *, actor: Actor, before: str) -> Order:
    """The order no longer waits for the other one."""
    order = _of_giver(number, actor)
    gone, _ = order.predecessors.filter(before__case__number=before).delete()
    if not gone:
        raise Refused(f"Bu emir «{before}» sayılı emri beklemiyor.")
    tell(order.case, "wait_no_more", actor, before, seat=actor.seat_for(access.DECIDE, order.case))
    return order


def _of_giver(number: str, actor: Actor) -> Order:
    order = locked(number, actor)
    if not actor.reach(access.DECIDE).covers(order.case):
        raise Refused(f"«{access.DECIDE.label}» için yetkiniz yok.")
    if order.ended:
        raise Refused("Sonuçlanmış bir emrin sırası değiştirilemez.")
    if objection := lifecycle.gave(order, actor):
        raise Refused(objection)
    return order
