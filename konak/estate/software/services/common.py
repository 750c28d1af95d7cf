"""What the services of this app share."""

from collections.abc import Mapping
from typing import Any

from konak.foundation.access import Actor, Permission
from konak.foundation.lifecycle import Refused
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
