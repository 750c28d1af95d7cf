"""Who am I, as a program asks before it begins."""

import datetime as dt

from django.http import HttpRequest
from ninja import Router, Schema

from konak.foundation.access import PERMISSIONS

from .http import Request

router = Router(tags=["Ben"])


class OwnSeatOut(Schema):
    """A seat of the caller."""

    appointment: int | None
    position: str
    unit: int
    acting: bool
    clearance: int
    approvals_only: bool


class KeyOut(Schema):
    """The key of this request."""

    id: int
    name: str
    writes: bool
    expires_on: dt.date


class MeOut(Schema):
    """The caller: the account, today's seats, what they permit, and the key if it came with one."""

    username: str
    full_name: str
    seats: list[OwnSeatOut]
    permissions: dict[str, int]
    key: KeyOut | None


@router.get("", response=MeOut, summary="Kimim, hangi makamdayım, ne yapabilirim?")
def me(request: HttpRequest) -> MeOut:
    caller: Request = request  # type: ignore[assignment]
    actor, user = caller.actor, caller.user
    token = getattr(caller, "token", None)
    held: dict[str, int] = {}
    for seat in actor.seats:
        for permission in PERMISSIONS.values():
            scope = seat.scope_of(permission)
            if scope is not None:
                held[permission.code] = max(held.get(permission.code, 0), int(scope))
    return MeOut(
        username=user.get_username(),
        full_name=user.get_full_name(),  # type: ignore[union-attr]
        seats=[
            OwnSeatOut(
                appointment=seat.appointment_id,
                position=seat.position,
                unit=seat.unit_id,
                acting=seat.acting,
                clearance=seat.clearance,
                approvals_only=seat.narrow,
            )
            for seat in actor.seats
        ],
        permissions=dict(sorted(held.items())),
        key=KeyOut(id=token.pk, name=token.name, writes=token.writes, expires_on=token.expires_on) if token else None,
    )
