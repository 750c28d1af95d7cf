"""What neighbours may know of rights, and how a system takes part.

# apps.ready of an app that can open rights in a system
from konak.service.access_requests import public as access_requests
access_requests.provisioner("ldap", "Dizin grubu", grant=add_to_group, revoke=take_from_group)

# its job, after it read what the system holds
access_requests.report_drift("ldap", [Observed("cn=yazici,ou=…", "ayse.yilmaz")])
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from konak.foundation.access import Actor

from .lifecycle import EMERGENCY, ENDED, EXITED, GRANTED, JOINER, LEAVER, MOVER, REVIEWED
from .models import Entitlement, EntitlementState, Right
from .queries import entitlements as queries
from .services import asking, drifting, provisioning
from .services.drifting import Found, Observed
from .services.provisioning import Act, NotDone, Order

__all__ = [
    "EMERGENCY",
    "ENDED",
    "EXITED",
    "GRANTED",
    "JOINER",
    "LEAVER",
    "MOVER",
    "REVIEWED",
    "EntitlementFacts",
    "Found",
    "NotDone",
    "Observed",
    "Order",
    "RightFacts",
    "ask",
    "entitlements_of",
    "facts_of",
    "forget_provisioner",
    "holds_in",
    "provisioned",
    "provisioner",
    "report_drift",
    "rights_of",
]


@dataclass(frozen=True, slots=True)
class EntitlementFacts:
    """A right in somebody's hands, as neighbours see it."""

    id: int
    user_id: int
    right_code: str
    right: str
    area: str
    target: str
    detail: str
    privileged: bool
    state: str
    since: dt.date
    until: dt.date | None

    @property
    def url(self) -> str:
        return f"/yetkiler/kutuk/{self.id}/"


@dataclass(frozen=True, slots=True)
class RightFacts:
    """A right of the catalogue, as neighbours see it."""

    id: int
    code: str
    name: str
    area: str
    target: str
    privileged: bool
    url: str


def _facts(row: Entitlement) -> EntitlementFacts:
    assert row.assignee_id is not None
    right = row.right
    return EntitlementFacts(
        id=row.pk,
        user_id=row.assignee_id,
        right_code=right.code,
        right=right.name,
        area=right.area,
        target=right.target,
        detail=row.detail,
        privileged=right.privileged,
        state=row.state,
        since=row.since,
        until=row.until,
    )


def entitlements_of(user_id: int) -> tuple[EntitlementFacts, ...]:
    """What a person may do where today."""
    return tuple(_facts(row) for row in queries.living_of(user_id))


def holds_in(user_id: int, system_id: int) -> bool:
    """Whether a person holds a living right in a system of the register today."""
    return any(row.right.system_id == system_id for row in queries.living_of(user_id))


def facts_of(entitlement_id: int) -> EntitlementFacts | None:
    row = Entitlement.objects.select_related("right").filter(pk=entitlement_id).first()
    return _facts(row) if row else None


def provisioned(system: str) -> tuple[EntitlementFacts, ...]:
    """Every living right that a provisioner is to keep in its system: what the system should hold."""
    rows = Entitlement.objects.filter(right__provisioner=system, state=EntitlementState.ACTIVE)
    return tuple(_facts(row) for row in rows.select_related("right").order_by("right_id", "assignee_id"))


def rights_of(system: str) -> tuple[RightFacts, ...]:
    """The rights of the catalogue that a provisioner carries out."""
    rows = Right.objects.filter(provisioner=system).order_by("area", "name")
    return tuple(
        RightFacts(row.pk, row.code, row.name, row.area, row.target, row.privileged, f"/yetkiler/katalog/{row.pk}/")
        for row in rows
    )


def provisioner(name: str, label: str, *, grant: Act, revoke: Act) -> None:
    """Declare that rights naming `name` are opened and taken away by these two functions, called by a job.

    Both get an `Order` and return the proof in words; the same order may come twice and must leave the same state.
    `NotDone("…")` leaves the file with the executing unit, which sees the reason.
    """
    provisioning.register(provisioning.Provisioner(name, label, grant, revoke))


def forget_provisioner(name: str) -> None:
    provisioning.forget(name)


def report_drift(system: str, observed: Sequence[Observed], *, actor: Actor | None = None) -> Found:
    """Tell what a system holds for the rights of a provisioner. An empty report changes nothing."""
    return drifting.report_drift(actor=actor or Actor(None, (), "job"), system=system, observed=observed)


def ask(*, actor: Actor, right_code: str, reason: str, person_id: int | None = None, detail: str = "") -> str:
    """Ask for a right of the catalogue; returns the number of the request."""
    right = Right.objects.get(code=right_code)
    made = asking.ask(actor=actor, wanted=[asking.Wanted(right.pk, detail)], reason=reason, person_id=person_id)
    return str(made[0].case.number)
