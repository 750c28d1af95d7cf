"""What the services of this app share."""

from typing import Any

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.people.queries import units
from konak.foundation.trail import services as trail

from .. import access, queries

ALARM = Topic(
    "monitoring.alarm",
    "Arıza ve kesinti alarmı",
    "Nöbetçi ya da sorumlusu olduğunuz bir cihazda arıza başladığında ve basamak size ulaştığında.",
    mail=Pace.NOW,
    sms=Pace.NOW,
    urgent=True,
    needs=access.ANSWER,
)
CALM = Topic(
    "monitoring.calm",
    "Arıza düzeldi",
    "Size haber verilen bir arıza düzeldiğinde.",
    mail=Pace.NOW,
    needs=access.ANSWER,
)
SILENT = Topic(
    "monitoring.silent",
    "İzleme durdu",
    "İzleme süreci birkaç dakikadır ölçüm yapmıyorsa.",
    mail=Pace.NOW,
    urgent=True,
    needs=access.KEEP,
)


def may(actor: Actor, permission: Permission, owned: Any) -> None:
    if not actor.reach(permission).covers(owned):
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")


def tell(
    kind: str, subject: object, verb: str, actor: Actor, owned: Any, note: str = "", *, by: Permission = access.KEEP
) -> None:
    trail.write(actor=actor, kind=kind, subject=subject, verb=verb, note=note[:250], seat=actor.seat_for(by, owned))


def worker(unit_id: int) -> Actor:
    """Who acts when a measurement does: a seat in the unit the host belongs to, and nobody's name."""
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id})),), via="job")


def own_unit(actor: Actor, unit_id: int | None) -> int:
    """The unit a new record belongs to: the named one, else that of the seat."""
    if unit_id is not None and not units().filter(pk=unit_id).exists():
        raise Refused("Seçilen birim bulunamadı ya da kapanmış.")
    found = unit_id if unit_id is not None else queries.unit_of(actor)
    if found is None:
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")
    return found


def short(text: str, longest: int, what: str, *, need: bool = False) -> str:
    """A line of text without NUL and blanks around; too long or missing is said with its name."""
    found = " ".join(text.replace("\0", "").split())
    if need and not found:
        raise Refused(f"«{what}» boş olamaz.")
    if len(found) > longest:
        raise Refused(f"«{what}» en çok {longest} karakter olabilir.")
    return found
