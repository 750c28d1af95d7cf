"""Lists: what waits for me, what I asked for, certificates, cards and lines."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor

from .. import access
from ..models import Certificate, CertificateStatus, Device, MobileApplication, Request, Signatory, Turn
from .looking import seen


def _plain(value: Any) -> Any:
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]


class RequestFilter(FilterSchema):
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


class DeviceFilter(FilterSchema):
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


def requests_of(actor: Actor, filters: RequestFilter | None = None) -> QuerySet[Request]:
    rows = Request.objects.filter(seen(actor)).select_related("unit", "assignee")
    rows = rows.annotate(
        signed=Count("signatories", filter=Q(signatories__state__in=[Turn.SIGNED, Turn.STAMPING])),
        asked=Count("signatories"),
    )
    return (filters.filter(rows) if filters else rows).order_by("-pk")


def certificates(actor: Actor, filters: CertificateFilter | None = None) -> QuerySet[Certificate]:
    reach = actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",))
    rows = Certificate.objects.filter(reach).select_related("unit", "assignee").defer("der")
    return (filters.filter(rows) if filters else rows).order_by("until", "pk")


def devices(actor: Actor, filters: DeviceFilter | None = None) -> QuerySet[Device]:
    reach = actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",))
    rows = Device.objects.filter(reach).select_related("unit", "assignee", "receipt")
    return (filters.filter(rows) if filters else rows).order_by("kind", "serial", "pk")


def mobile(actor: Actor) -> QuerySet[MobileApplication]:
    reach = actor.reach(access.SEE_CERTIFICATES).q("case__")
    return MobileApplication.objects.filter(reach).select_related("case__unit", "person").order_by("-case_id")
