"""What the services of this app share."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor, Permission
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail

from .. import access


def may(actor: Actor, permission: Permission, owned: Any) -> None:
    if not actor.reach(permission).covers(owned):
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")


def tell(
    kind: str,
    subject: object,
    verb: str,
    actor: Actor,
    owned: Any,
    note: str = "",
    permission: Permission = access.KEEP,
) -> None:
    trail.write(actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=actor.seat_for(permission, owned))


def fill(record: Any, facts: Mapping[str, Any], known: frozenset[str]) -> None:
    """Set what is known, texts without blanks around and without NUL."""
    if unknown := set(facts) - known:
        raise ValueError(f"{record._meta.label} has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(record, name, value.replace("\0", "").strip() if isinstance(value, str) else value)


def points_of(text: str) -> list[dict[str, str]]:
    """The lines of a list as points nobody has ticked yet."""
    return [
        {"text": line.strip()[:300], "by": "", "at": "", "note": ""} for line in text.splitlines() if line.strip()
    ][:60]


def ticked(points: list[dict[str, str]], place: int, actor: Actor, note: str) -> list[dict[str, str]]:
    """The list with one point ticked, or given back when it was ticked already and no note is written."""
    if not 0 <= place < len(points):
        raise Refused("Listede böyle bir madde yok.")
    named = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    if named is None:
        raise Refused("Maddeyi ancak oturum açmış bir kişi işaretler.")
    found = [dict(point) for point in points]
    found[place] |= {"by": named.full_name, "at": localdate().isoformat(), "note": note.strip()[:200]}
    return found


def thing(tag: str) -> assets.AssetFacts:
    """A device that is still on the books, by its number."""
    found = assets.find_by_tag(tag.strip())
    if found is None:
        raise Refused(f"«{tag.strip()}» sicil numaralı bir taşınır yok.")
    if found.retired:
        raise Refused(f"{found.tag} kayıttan düşmüş ({found.state_label.lower()}); işlem yapılamaz.")
    return found


def working_unit(actor: Actor, permission: Permission, unit_id: int | None = None) -> int:
    """The unit for which something new is kept: the one named, else that of the seat."""
    reach = actor.reach(permission)
    if unit_id is not None:
        if not (reach.everywhere or unit_id in reach.units):
            raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")
        return unit_id
    seat = actor.seat_for(permission)
    if seat is None:
        raise Refused(f"«{permission.label}» için yetkiniz yok.")
    return seat.unit_id
