"""One record, in the actor's reach."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from konak.foundation.access import Actor

from .. import access
from ..lifecycle import MobileState
from ..models import Attempt, Certificate, CertificateRequest, Code, Device, MobileApplication, Request, Signatory


def seen(actor: Actor) -> Q:
    """Requests in reach, and those in which one signs oneself."""
    mine = Exists(Signatory.objects.filter(request=OuterRef("pk"), user_id=actor.user_id))  # type: ignore[misc] # None finds nobody
    return actor.reach(access.VIEW).q(owners=("assignee",)) | Q(mine)


def request(actor: Actor, key: str | uuid.UUID) -> Request:
    """With its signers."""
    return (
        Request.objects.select_related("content__blob", "result__blob", "preview__blob", "unit", "assignee")
        .prefetch_related("signatories__user", "signatories__result")
        .filter(seen(actor))
        .get(key=key)
    )


def signatory(actor: Actor, pk: int) -> Signatory:
    """One's own turn."""
    return Signatory.objects.select_related("request__content__blob", "request__result__blob").get(
        pk=pk,
        user_id=actor.user_id,  # type: ignore[misc] # None finds nobody
    )


def certificate(actor: Actor, pk: int) -> Certificate:
    return (
        Certificate.objects.select_related("unit", "assignee")
        .filter(actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",)))
        .get(pk=pk)
    )


def device(actor: Actor, pk: int) -> Device:
    return (
        Device.objects.select_related("unit", "assignee", "receipt")
        .filter(actor.reach(access.SEE_CERTIFICATES).q(owners=("assignee",)))
        .get(pk=pk)
    )


def certificate_request(actor: Actor, number: str) -> CertificateRequest:
    found: CertificateRequest = (
        CertificateRequest.objects.select_related(
            "case__unit", "case__assignee", "case__opened_by", "person", "replaces", "certificate", "device"
        )
        .filter(actor.reach(access.SEE_CERTIFICATES).q("case__"))
        .get(case__number=number)
    )
    return found


def mobile_application(actor: Actor, number: str) -> MobileApplication:
    found: MobileApplication = (
        MobileApplication.objects.select_related("case__unit", "case__assignee", "case__opened_by", "person")
        .filter(actor.reach(access.SEE_CERTIFICATES).q("case__"))
        .get(case__number=number)
    )
    return found


def my_line(actor: Actor) -> MobileApplication | None:
    """One's own line that signs."""
    rows = MobileApplication.objects.filter(person_id=actor.user_id, case__state=MobileState.ACTIVE)
    return rows.select_related("case").first()


def phone_attempt(actor: Actor, turn: int) -> Attempt | None:
    """What lies on one's own telephone for this turn, the newest; None where nothing waits there."""
    return on_phones().filter(signatory_id=turn, signatory__user_id=actor.user_id).last()  # type: ignore[misc] # None finds nobody


def on_phones() -> QuerySet[Attempt]:
    # reach: for the job that asks the operators; nothing leaves
    rows = Attempt.objects.exclude(transaction="").filter(method="mobile", expires_at__gt=now())
    return rows.select_related("signatory__request").order_by("pk")


def code_of(code: str) -> Code | None:  # reach: public, because whoever holds the paper may ask whether it is genuine
    return Code.objects.select_related("file__blob", "signature__blob").filter(code=code).first()
