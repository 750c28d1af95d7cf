"""Who signs with what: everybody in reach and his certificate, counted by unit; one certificate with its story."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate, now
from ninja import FilterSchema
from pydantic import Field

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import line_on, on_day

from .. import access
from ..models import (
    PACK,
    WARN_DAYS,
    Certificate,
    CertificateKind,
    CertificateRequest,
    CertificateStatus,
    Device,
    Fault,
    MobileApplication,
    Reason,
    Request,
    RequestState,
    Signatory,
    Trial,
    Turn,
)
from .board import Words
from .looking import seen

SIGNERS = (
    *(Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT, Position.DEPUTY_SECRETARY_GENERAL),
    *(Position.SECRETARY_GENERAL, Position.DEPUTY_MAYOR, Position.MAYOR),
)
"""Seats that sign letters by their office; everybody else may need a certificate too."""
SOON = dt.timedelta(days=WARN_DAYS[0])
STATES: Mapping[str, str] = {
    "none": "Sertifikası yok",
    "ended": "Süresi doldu",
    "ending": "60 günde bitecek",
    "good": "Geçerli",
}
KINDS: Mapping[str, str] = {"none": "late", "ended": "late", "ending": "wait", "good": "done"}


def _best(user: str) -> Subquery:
    """The end of the certificate that lasts longest: suspended and revoked ones do not count."""
    rows = Certificate.objects.filter(assignee_id=OuterRef(user), status=CertificateStatus.ACTIVE)
    return Subquery(rows.exclude(kind=CertificateKind.SEAL).order_by("-until").values("until")[:1])


def _is(state: str) -> Q:
    moment = now()
    return {
        "none": Q(best=None),
        "ended": Q(best__lt=moment),
        "ending": Q(best__gte=moment, best__lt=moment + SOON),
        "good": Q(best__gte=moment + SOON),
    }[state]


class HolderFilter(FilterSchema):
    """People by the state of their certificate ("none", "ended", "ending", "good"), their unit, whether they sign."""

    state: Words = None
    unit: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    signers: bool = False

    def filter_state(self, value: str | None) -> Q:
        return _is(value) if value is not None and value in STATES else Q()

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id=value) if value else Q()

    def filter_signers(self, value: bool) -> Q:
        return Q(position__in=SIGNERS) if value else Q()


def _in_reach(actor: Actor) -> Q:
    reach = actor.reach(access.SEE_CERTIFICATES)
    if reach.everywhere:
        return Q()
    return Q(unit_id__in=reach.units) | Q(user_id=reach.own or 0)


def holders(actor: Actor, filters: HolderFilter | None = None) -> QuerySet[Any]:
    """Everybody in reach once, from his own seat, with the end of his best certificate as `best`."""
    seats = Appointment.objects.filter(on_day(), _in_reach(actor), user__is_active=True, acting_for=None)
    first = seats.order_by().values("user_id").annotate(first=Min("pk")).values("first")
    pending = CertificateRequest.objects.filter(person_id=OuterRef("user_id"), case__closed_at=None)
    rows = (
        Appointment.objects.filter(pk__in=first)
        .select_related("user", "unit")
        .annotate(best=_best("user_id"), applied=Exists(pending.exclude(reason=Reason.REVOKE)))
    )
    return (filters.filter(rows) if filters else rows).order_by("unit__name", "user__last_name", "pk")


def state_of(best: dt.datetime | None) -> str:
    if best is None:
        return "none"
    left = best - now()
    return "ended" if left < dt.timedelta(0) else "ending" if left < SOON else "good"


def unit_counts(actor: Actor, *, signers: bool) -> list[dict[str, object]]:
    """For each unit in reach: how many people, how many of them cannot sign today, how many soon cannot."""
    rows = holders(actor, HolderFilter(signers=signers)).order_by()
    found = rows.values("unit_id", "unit__name").annotate(
        people=Count("pk"),
        without=Count("pk", filter=_is("none") | _is("ended")),
        soon=Count("pk", filter=_is("ending")),
    )
    return list(found.filter(Q(without__gt=0) | Q(soon__gt=0)).order_by("-without", "-soon", "unit__name")[:40])


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """One certificate with what happened to it."""

    row: Certificate
    requests: list[CertificateRequest]
    trials: list[Trial]
    faults: list[Fault]
    signed: int


def certificate_page(actor: Actor, pk: int) -> HeldCertificate:
    row = (
        Certificate.objects.select_related("unit", "assignee")
        .filter(actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",)))
        .get(pk=pk)
    )
    asked = CertificateRequest.objects.filter(Q(certificate=row) | Q(replaces=row)).select_related("case")
    return HeldCertificate(
        row,
        list(asked.order_by("-case_id")[:20]),
        list(row.trials.order_by("-at")[:10]),
        list(row.faults.order_by("-at")[:10]),
        Signatory.objects.filter(certificate_sha256=row.sha256, state=Turn.SIGNED).count(),
    )


def of_person(person: User, actor: Actor) -> object:
    """What stands on a person's page: his certificates and things, for those who may see them."""
    reach = actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",))
    held = Certificate.objects.filter(reach, assignee_id=person.pk).defer("der").order_by("-until")[:5]
    things = Device.objects.filter(reach, assignee_id=person.pk).select_related("receipt").order_by("kind", "serial")
    certificates, devices = list(held), list(things[:10])
    sees = person.pk == actor.user_id or holders(actor).filter(user_id=person.pk).exists()
    return {"certificates": certificates, "devices": devices} if sees else None


def of_unit(unit: Unit, actor: Actor) -> object:
    """What stands on a unit's page: how many of its people can sign today."""
    rows = holders(actor).filter(unit_id=unit.pk).order_by()
    told = rows.aggregate(
        people=Count("pk"),
        without=Count("pk", filter=_is("none") | _is("ended")),
        soon=Count("pk", filter=_is("ending")),
    )
    return told if told["people"] else None


def of_line(record: MobileApplication, actor: Actor) -> object:
    """What happened on a line, and whether the reader may add to it."""
    may = actor.reach(access.RUN).covers(record.case)
    return {"number": record.case.number, "log": record.log, "may_write": may}


def of_pack(pack: Any, actor: Actor) -> object:
    """What stands on the page of a pack of evidence: who signed it, and whether the reader may."""
    if pack.file_id is None:
        return None
    rows = list(
        Request.objects.filter(purpose=PACK, reference=str(pack.pk)).select_related("assignee").order_by("pk")
    )
    mine = any(one.assignee_id == actor.user_id and one.state != RequestState.WITHDRAWN for one in rows)
    return {"requests": rows, "may": actor.holds(access.SIGN) and actor.holds(access.ASK) and not mine, "pack": pack}


def to_renew(actor: Actor) -> QuerySet[Request]:
    """Signed files whose archive stamp will have to be renewed, the next first."""
    rows = Request.objects.filter(seen(actor), state=RequestState.SIGNED).exclude(renew_on=None)
    return rows.select_related("unit").order_by("renew_on", "pk")


def unstamped(actor: Actor) -> QuerySet[Signatory]:
    """Signatures that wait for a stamp or a proof, the oldest first."""
    rows = Signatory.objects.filter(state=Turn.STAMPING, request__in=Request.objects.filter(seen(actor)))
    return rows.select_related("request__unit", "user").order_by(F("signed_at").asc(nulls_last=True), "pk")


def decider(unit_id: int, person_id: int) -> int | None:
    """Who decides on a person's application: the nearest seat from his unit upwards that may, never himself."""
    # reach: public inside the house, because the directory is
    height = {placed.unit_id: place for place, placed in enumerate(line_on(unit_id, localdate()))}
    seats = Appointment.objects.filter(
        on_day(), unit_id__in=height, position__in=access.APPROVE.given, user__is_active=True
    ).exclude(user_id=person_id)
    found = min(seats, key=lambda seat: (height[seat.unit_id], seat.acting_for_id is None, seat.pk), default=None)
    return found.user_id if found else None
