"""The register of rights in people's hands: of a person, of a right, of a unit; what ends, what is forgotten."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import below, on_day

from .. import access
from ..models import AccessRequest, Entitlement, EntitlementState, Origin, Right, Risk
from . import chairs
from .catalogue import folded

PAGE = 50
SOON = dt.timedelta(days=30)
UNUSED = 90
"""Days without use after which a right counts as forgotten."""


def entitlements(actor: Actor) -> QuerySet[Entitlement]:
    """Rights in reach: one's own, those of one's units, and those of rights one owns or opens."""
    reach = actor.reach(access.VIEW)
    if reach.nothing:
        return Entitlement.objects.none()
    mine = Q(right__assignee_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    kept = actor.reach(access.EXECUTE)
    if kept.units:
        mine |= Q(right__executing_unit_id__in=kept.units)
    if chairs.is_security(actor):
        return Entitlement.objects.all()
    return Entitlement.objects.filter(reach.q(owners=("assignee",)) | mine)


def entitlement(actor: Actor, entitlement_id: int) -> Entitlement:
    rows = entitlements(actor).select_related(
        "right__unit", "right__assignee", "assignee", "unit", "granted_by", "ended_by", "removed_by", "proof_file"
    )
    return rows.get(pk=entitlement_id)


@dataclass(slots=True)
class Asked:
    """The filters of the register, the same for both doors."""

    view: str = "active"
    q: str = ""
    area: str = ""
    risk: str = ""
    unit: str = ""
    person: str = ""
    right: str = ""


def register(actor: Actor, asked: Asked) -> QuerySet[Entitlement]:
    """The register by its filters."""
    rows = entitlements(actor)
    today = localdate()
    match asked.view:
        case "active":
            rows = rows.filter(state=EntitlementState.ACTIVE)
        case "soon":
            rows = rows.filter(state=EntitlementState.ACTIVE, until__range=(today, today + SOON))
        case "privileged":
            rows = rows.filter(state=EntitlementState.ACTIVE, right__privileged=True)
        case "ended":
            rows = rows.filter(state=EntitlementState.ENDED)
        case "removed":
            rows = rows.filter(state=EntitlementState.REMOVED)
    if asked.area:
        rows = rows.filter(right__area=asked.area)
    if asked.risk.isdecimal() and int(asked.risk) in Risk.values:
        rows = rows.filter(right__risk=int(asked.risk))
    for name, value in (("assignee_id", asked.person), ("right_id", asked.right)):
        if value.isdecimal() and len(value) < 19:
            rows = rows.filter(**{name: int(value)})
    if asked.unit.isdecimal() and len(asked.unit) < 19:
        rows = rows.filter(unit_id__in=below(int(asked.unit)))
    for word in fold(asked.q).split()[:6]:
        rows = rows.annotate(
            folded=folded("assignee__first_name", "assignee__last_name", "right__area", "right__name", "detail")
        )
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows.select_related("right", "assignee", "unit")


def page_of(rows: QuerySet[Entitlement], after: str = "", limit: int = PAGE) -> tuple[list[Entitlement], str]:
    """Keyset by key, the newest first."""
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def living_of(user_id: int) -> list[Entitlement]:
    """What a person holds today, what ends first standing first."""
    # reach: public inside the house, because it is asked by services and by whoever may see the person's page
    rows = Entitlement.objects.filter(assignee_id=user_id, state=EntitlementState.ACTIVE)
    return list(
        rows.select_related("right__unit", "unit").order_by(F("until").asc(nulls_last=True), "right__area", "pk")
    )


def to_remove(user_id: int) -> list[Entitlement]:
    """What ended and still stands in the system."""
    # reach: public inside the house, because it is asked by services
    return list(Entitlement.objects.filter(assignee_id=user_id, state=EntitlementState.ENDED).select_related("right"))


def living_key(right: Right, user_id: int, detail: str) -> Entitlement | None:
    # reach: public inside the house, because it answers for the request that is being made
    return Entitlement.objects.filter(
        right=right, assignee_id=user_id, detail=detail, state=EntitlementState.ACTIVE
    ).first()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A right nobody seems to need any more, and the signs of it."""

    entitlement: Entitlement
    signs: tuple[str, ...]


FORGOTTEN = (
    ("", "Hepsi"),
    ("unused", "Kullanılmayan"),
    ("unreviewed", "Gözden geçirilmeyen"),
    ("moved", "Sahibi yer değiştirmiş"),
    ("gone", "Sahibi ayrılmış"),
    ("unapproved", "Onayı bulunmayan"),
)


def forgotten(actor: Actor, sign: str = "", limit: int | None = None) -> list[Forgotten]:
    """Rights not used, not looked at again, whose holder moved or left, or for which no approval is found."""
    today = localdate()
    sits = Appointment.objects.filter(on_day(), user_id=OuterRef("assignee_id"))
    here = sits.filter(unit_id=OuterRef("unit_id"))
    asked = AccessRequest.objects.filter(case__number=OuterRef("request_number"))
    rows = entitlements(actor).filter(state=EntitlementState.ACTIVE)
    rows = rows.annotate(sits=Exists(sits), sits_here=Exists(here), asked=Exists(asked))
    rows = rows.select_related("right", "assignee", "unit").order_by("pk")
    found = []
    for row in rows.iterator(chunk_size=1_000):
        signs = []
        looked = row.last_reviewed_on or row.since
        if row.last_used_on is not None and (today - row.last_used_on).days > UNUSED:
            signs.append("unused")
        if (today - looked).days > row.right.review_months * 31:
            signs.append("unreviewed")
        assert row.assignee is not None
        if not row.assignee.is_active or not row.sits:
            signs.append("gone")
        elif not row.sits_here:
            signs.append("moved")
        if row.origin in {Origin.IMPORT, Origin.DRIFT} and row.last_reviewed_on is None and not row.asked:
            signs.append("unapproved")
        if signs and (not sign or sign in signs):
            labels = dict(FORGOTTEN)
            found.append(Forgotten(row, tuple(labels[one] for one in signs)))
            if limit is not None and len(found) >= limit:
                break
    return found


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff: what he holds, how much of it is privileged or ends soon."""

    user: User
    seat: Appointment | None
    rows: list[Entitlement]

    @property
    def privileged(self) -> int:
        return sum(row.right.privileged for row in self.rows)

    @property
    def soon(self) -> int:
        last = localdate() + SOON
        return sum(row.until is not None and row.until <= last for row in self.rows)


def staff(actor: Actor) -> list[Member]:
    """My people and what they hold; three statements."""
    people = chairs.staff_of(actor)
    held: dict[int, list[Entitlement]] = {user.pk: [] for user in people}
    rows = Entitlement.objects.filter(assignee_id__in=held, state=EntitlementState.ACTIVE).select_related("right")
    for row in rows.order_by("right__area", "right__name"):
        assert row.assignee_id is not None
        held[row.assignee_id].append(row)
    seats = {}
    for seat in (
        Appointment.objects.filter(on_day(), user_id__in=held, acting_for=None)
        .select_related("unit")
        .order_by("-since", "-pk")
    ):
        seats[seat.user_id] = seat
    return [Member(user, seats.get(user.pk), held[user.pk]) for user in people]
