"""Lists: what waits for me, what I asked for, certificates, cards and lines."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor

from .. import access
from ..models import (
    FILES,
    Certificate,
    CertificateRequest,
    CertificateStatus,
    Device,
    DeviceKind,
    DeviceState,
    MobileApplication,
    Request,
    Signatory,
    Turn,
)
from .looking import seen


def _plain(value: Any) -> Any:
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]


class SignatureFilter(FilterSchema):
    """Requests by state, purpose and what they belong to."""

    state: Annotated[Words, FilterLookup("state")] = None
    purpose: Annotated[Words, FilterLookup("purpose")] = None
    reference: Annotated[Words, FilterLookup("reference")] = None


class CertificateFilter(FilterSchema):
    """Certificates by state, kind, holder, and how soon they end."""

    status: Annotated[Words, FilterLookup("status")] = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    person: Annotated[Key, FilterLookup("assignee_id")] = None
    ends_in: Annotated[Annotated[int, Field(ge=0, le=4000)] | None, BeforeValidator(_plain)] = None

    def filter_ends_in(self, value: int | None) -> Q:
        if value is None:
            return Q()
        return Q(status=CertificateStatus.ACTIVE, until__gte=now(), until__lt=now() + dt.timedelta(days=value))


class ApplicationFilter(FilterSchema):
    """Applications for certificates by state and reason."""

    state: Annotated[Words, FilterLookup("case__state")] = None
    reason: Annotated[Words, FilterLookup("reason")] = None


class SigningDeviceFilter(FilterSchema):
    kind: Annotated[Words, FilterLookup("kind")] = None
    state: Annotated[Words, FilterLookup("state")] = None
    person: Annotated[Key, FilterLookup("assignee_id")] = None


def tray(actor: Actor) -> QuerySet[Signatory]:
    """İmza dosyam: what waits for my signature now, oldest first."""
    return (
        Signatory.objects.filter(user_id=actor.user_id, state=Turn.READY)  # type: ignore[misc] # None finds nobody
        .select_related("request__content__blob", "request__result__blob", "request__assignee", "request__unit")
        .order_by("ready_at", "pk")
    )


def waiting(actor: Actor) -> int:
    return Signatory.objects.filter(user_id=actor.user_id, state=Turn.READY).count()  # type: ignore[misc] # None finds nobody


def requests_of(actor: Actor, filters: SignatureFilter | None = None) -> QuerySet[Request]:
    rows = Request.objects.filter(seen(actor)).select_related("unit", "assignee")
    rows = rows.annotate(
        signed=Count("signatories", filter=Q(signatories__state__in=[Turn.SIGNED, Turn.STAMPING])),
        asked=Count("signatories"),
    )
    return (filters.filter(rows) if filters else rows).order_by("-pk")


def folder(actor: Actor, reference: str) -> list[Request]:
    """What was sent to be signed together, as far as it is in reach, in the order it came."""
    rows = Request.objects.filter(seen(actor), reference=reference, purpose=FILES)
    return list(rows.select_related("content__blob", "result__blob").order_by("pk"))


def certificates(actor: Actor, filters: CertificateFilter | None = None) -> QuerySet[Certificate]:
    reach = actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",))
    rows = Certificate.objects.filter(reach).select_related("unit", "assignee").defer("der")
    return (filters.filter(rows) if filters else rows).order_by("until", "pk")


def devices(actor: Actor, filters: SigningDeviceFilter | None = None) -> QuerySet[Device]:
    reach = actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",))
    rows = Device.objects.filter(reach).select_related("unit", "assignee", "receipt")
    return (filters.filter(rows) if filters else rows).order_by("kind", "serial", "pk")


def mobile(actor: Actor) -> QuerySet[MobileApplication]:
    reach = actor.reach(access.SEE_CERTIFICATES).q("case__")
    return MobileApplication.objects.filter(reach).select_related("case__unit", "person").order_by("-case_id")


def my_certificates(actor: Actor) -> list[Certificate]:
    """Those in one's own name."""
    return list(Certificate.objects.filter(assignee_id=actor.user_id).defer("der").order_by("-until"))


def my_devices(actor: Actor) -> list[Device]:
    """What one holds."""
    return list(Device.objects.filter(assignee_id=actor.user_id).select_related("receipt").order_by("kind", "serial"))


def my_requests(actor: Actor) -> tuple[list[CertificateRequest], list[MobileApplication]]:
    """One's own applications, the newest first."""
    asked = CertificateRequest.objects.filter(person_id=actor.user_id).select_related("case").order_by("-case_id")
    lines = MobileApplication.objects.filter(person_id=actor.user_id).select_related("case").order_by("-case_id")
    return list(asked[:20]), list(lines[:20])


def stock(actor: Actor) -> list[Device]:
    """Cards that may be handed out."""
    rows = devices(actor).filter(state=DeviceState.STOCK).exclude(kind=DeviceKind.READER)
    return list(rows[:300])


def requests_for_certificates(actor: Actor, filters: ApplicationFilter | None = None) -> QuerySet[CertificateRequest]:
    reach = actor.reach(access.SEE_CERTIFICATES).q("case__")
    rows = CertificateRequest.objects.filter(reach).select_related("case__unit", "person", "case", "replaces")
    return (filters.filter(rows) if filters else rows).order_by("-case_id")


def page_after(rows: QuerySet[Any], after: str, size: int = 50) -> tuple[list[Any], str]:
    """One keyset page by falling key, and where the next begins."""
    if after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""
