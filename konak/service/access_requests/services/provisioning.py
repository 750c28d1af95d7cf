"""Automatic execution: apps that can open a right in a system register here; a job asks them, and may ask twice.

# apps.ready of a higher app or a neighbour
from konak.service.access_requests import public as access_requests
access_requests.provisioner("ldap", "Dizin grubu", grant=add_to_group, revoke=take_from_group)
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..lifecycle import RequestState
from ..models import AccessRequest, RequestKind, Right
from . import executing
from .telling import clock


@dataclass(frozen=True, slots=True)
class Order:
    """What a provisioner is told. The same order may come again: doing it twice must leave the same state."""

    number: str
    user_id: int
    username: str
    target: str
    detail: str
    right_code: str


Act = Callable[[Order], str]
"""Carries an order out and returns the proof in words; raises `NotDone` with the reason in Turkish words."""


class NotDone(Exception):
    """The system did not do it; people see why and may do it by hand."""


@dataclass(frozen=True, slots=True)
class Provisioner:
    name: str
    label: str
    grant: Act
    revoke: Act


_known: dict[str, Provisioner] = {}


def register(one: Provisioner) -> None:
    """Add a provisioner; the same name again replaces it."""
    _known[one.name] = one


def forget(name: str) -> None:
    _known.pop(name, None)


def known() -> list[Provisioner]:
    return sorted(_known.values(), key=lambda one: one.label)


def of(right: Right) -> Provisioner | None:
    return _known.get(right.provisioner) if right.provisioner else None


def queue(row: AccessRequest) -> None:
    """Let a job carry it out, in the caller's transaction; rights of a later day wait for their day."""
    if of(row.right) is not None and row.since <= localdate():
        app.configure_task("access_requests.provision").defer(number=row.case.number)


def run(number: str, *, actor: Actor | None = None) -> bool:
    """Carry out one request; what is done already, or waits for a person, is left alone."""
    row = AccessRequest.objects.select_related("right", "person").filter(case__number=number).first()
    if row is None or row.case.state != RequestState.EXECUTING or row.since > localdate():
        return False
    one = of(row.right)
    if one is None or row.lacking_undertakings():
        return False
    order = Order(number, row.person_id, row.person.username, row.right.target, row.detail, row.right.code)
    try:
        if row.kind == RequestKind.END:
            proof = one.revoke(order)
        else:
            proof = one.grant(order)
            if row.kind == RequestKind.CHANGE and row.entitlement is not None:
                _take_old(row, order)
    except NotDone as reason:
        AccessRequest.objects.filter(pk=row.pk).update(failed=f"{one.label}: {reason}"[:300])
        return False
    try:
        executing.grant(number, actor=actor or clock(row.right.executing_unit_id), proof=f"{one.label}: {proof}")
    except (Refused, ObjectDoesNotExist):
        return False  # a person was quicker
    return True


def _take_old(row: AccessRequest, order: Order) -> None:
    assert row.entitlement is not None
    old = row.entitlement.right
    if (one := of(old)) is not None:
        one.revoke(Order(order.number, order.user_id, order.username, old.target, row.entitlement.detail, old.code))


def run_due() -> int:
    """What waits for its day or failed before, tried again."""
    rows = AccessRequest.objects.filter(
        case__state=RequestState.EXECUTING, since__lte=localdate(), right__provisioner__in=list(_known)
    )
    return sum(run(number) for number in rows.values_list("case__number", flat=True))
