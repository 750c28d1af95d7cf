"""The certificate service for machines: who can sign, certificates, things, applications and their steps."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import (
    Certificate,
    CertificateRequest,
    Device,
    DeviceKind,
    MobileApplication,
    Operator,
    Proof,
    Reason,
    Undertaking,
)

router = Router(tags=["esignature"])

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Number = Annotated[str, line(24, 1)]
Text = Annotated[str, line(1_000)]


class CertificateOut(Schema):
    id: int
    kind: str
    name: str
    identity: str
    issuer: str
    serial: str
    qualified: bool
    since: dt.datetime
    until: dt.datetime
    status: str
    days_left: int

    @classmethod
    def of(cls, row: Certificate) -> "CertificateOut":
        names = ("kind", "name", "issuer", "serial", "qualified", "since", "until", "status", "days_left")
        return cls(id=row.pk, identity=row.identity_masked, **{name: getattr(row, name) for name in names})


class SigningDeviceOut(Schema):
    id: int
    kind: str
    serial: str
    model: str
    state: str
    holder: str

    @classmethod
    def of(cls, row: Device) -> "SigningDeviceOut":
        holder = row.assignee.full_name if row.assignee else ""
        return cls(id=row.pk, kind=row.kind, serial=row.serial, model=row.model, state=row.state, holder=holder)


@router.get("/certificates", response={200: list[CertificateOut], 422: SAYS_NO[422]}, summary="Sertifikalar")
def certificates(request: Request, filters: Query[queries.CertificateFilter]) -> list[CertificateOut]:
    return [CertificateOut.of(row) for row in queries.certificates(request.actor, filters)[:500]]


class CertificateHolderOut(Schema):
    """Somebody of the house and until when his best certificate lasts; `state` is none, ended, ending or good."""

    user_id: int
    name: str
    unit_id: int
    unit: str
    position: str
    state: str
    until: dt.datetime | None
    applied: bool


@router.get(
    "/holders", response={200: list[CertificateHolderOut], 422: SAYS_NO[422]}, summary="Kimin sertifikası var"
)
def holders(request: Request, filters: Query[queries.HolderFilter]) -> list[CertificateHolderOut]:
    return [
        CertificateHolderOut(
            user_id=row.user_id,
            name=row.user.full_name,
            unit_id=row.unit_id,
            unit=row.unit.name,
            position=row.position,
            state=queries.state_of(row.best),
            until=row.best,
            applied=row.applied,
        )
        for row in queries.holders(request.actor, filters)[:500]
    ]


@router.get("/devices", response={200: list[SigningDeviceOut], 422: SAYS_NO[422]}, summary="Kart ve okuyucular")
def devices(request: Request, filters: Query[queries.SigningDeviceFilter]) -> list[SigningDeviceOut]:
    return [SigningDeviceOut.of(row) for row in queries.devices(request.actor, filters)[:500]]


class CertificateApplyIn(Schema):
    """The fields of the provider's form; `replaces_id` names the certificate that is renewed or revoked."""

    reason: Reason
    title: Annotated[str, line(120, 1)]
    email: Annotated[str, line(120, 3)]
    phone: Annotated[str, line(20, 1)]
    delivery: Annotated[str, line(300, 1)]
    years: Annotated[int, Field(ge=1, le=3)] = 3
    birth_date: dt.date | None = None
    birth_place: Annotated[str, line(60)] = ""
    nationality: Annotated[str, line(40)] = "T.C."
    registry_no: Annotated[str, line(30)] = ""
    device_kind: DeviceKind = DeviceKind.CARD
    reader: bool = True
    proof: Proof = Proof.EDEVLET
    undertaking: Undertaking = Undertaking.PAPER
    replaces_id: Key | None = None
    note: Text = ""


class CertificateApplicationOut(Schema):
    number: str
    person: str
    reason: str
    state: str
    state_label: str
    due_on: dt.date | None
    provider_number: str

    @classmethod
    def of(cls, row: CertificateRequest) -> "CertificateApplicationOut":
        return cls(
            number=row.case.number,
            person=row.person.full_name,
            reason=row.reason,
            state=row.case.state,
            state_label=row.state_label,
            due_on=row.case.due_on,
            provider_number=row.provider_number,
        )


class CertificateApplicationList(Schema):
    items: list[CertificateApplicationOut]
    next: str


class SigningWhyIn(Schema):
    why: Text


class ProviderNumberIn(Schema):
    provider_number: Annotated[str, line(60)]


class CertificateHandIn(Schema):
    device_id: Key


class MobileApplyIn(Schema):
    operator: Operator
    number: Annotated[str, line(20)]
    note: Text = ""


class MobileStepIn(Schema):
    note: Text = ""
    until: dt.date | None = None


class MobileLineOut(Schema):
    number: str
    person: str
    operator: str
    state: str
    state_label: str
    until: dt.date | None

    @classmethod
    def of(cls, row: MobileApplication) -> "MobileLineOut":
        return cls(
            number=row.case.number,
            person=row.person.full_name,
            operator=row.operator,
            state=row.case.state,
            state_label=row.state_label,
            until=row.until,
        )


@router.get(
    "/applications", response={200: CertificateApplicationList, 422: SAYS_NO[422]}, summary="Sertifika başvuruları"
)
def applications(
    request: Request, filters: Query[queries.ApplicationFilter], after: Annotated[str, line(20)] = ""
) -> CertificateApplicationList:
    page, following = queries.page_after(queries.requests_for_certificates(request.actor, filters), after)
    return CertificateApplicationList(items=[CertificateApplicationOut.of(row) for row in page], next=following)


@router.post("/applications", response={201: CertificateApplicationOut, **SAYS_NO}, summary="Sertifikaya başvur")
def apply(request: Request, body: CertificateApplyIn) -> Status[CertificateApplicationOut]:
    made = services.request_certificate(actor=request.actor, **body.dict())
    return Status(201, _application(request, made.case.number))


@router.get("/applications/{number}", response={200: CertificateApplicationOut, **SAYS_NO}, summary="Bir başvuru")
def application(request: Request, number: str) -> CertificateApplicationOut:
    return _application(request, number)


def _application(request: Request, number: str) -> CertificateApplicationOut:
    return CertificateApplicationOut.of(queries.certificate_request(request.actor, number))


def _step(step: str, act: Callable[..., Any], asks: type[Schema] | None, summary: str) -> None:
    def with_body(request: Request, number: str, body: Any) -> CertificateApplicationOut:
        queries.certificate_request(request.actor, number)
        act(number, actor=request.actor, **body.dict())
        return _application(request, number)

    def bare(request: Request, number: str) -> CertificateApplicationOut:
        queries.certificate_request(request.actor, number)
        act(number, actor=request.actor)
        return _application(request, number)

    door: Callable[..., Any] = bare
    if asks is not None:
        with_body.__annotations__["body"] = asks
        door = with_body
    door.__name__ = f"certificate_{step}"
    answers: dict[Any, Any] = {200: CertificateApplicationOut, **SAYS_NO}
    router.post(f"/applications/{{number}}/{step}", response=answers, summary=summary)(door)


_step("approve", services.approve, None, "Başvuruyu onayla")
_step("refuse", services.refuse, SigningWhyIn, "Başvuruyu uygun bulma")
_step("send", services.sent, ProviderNumberIn, "Sağlayıcıya gönder")
_step("produce", services.produced, None, "Üretildi")
_step("settle", services.settle, None, "İptal sonuçlandı")
_step("hand", services.hand_over, CertificateHandIn, "Kartı teslim et")
_step("cancel", services.cancel, None, "Başvurudan vazgeç")


@router.get("/lines", response={200: list[MobileLineOut], 422: SAYS_NO[422]}, summary="Mobil imza hatları")
def lines(request: Request) -> list[MobileLineOut]:
    return [MobileLineOut.of(row) for row in queries.mobile(request.actor)[:500]]


@router.post("/lines", response={201: MobileLineOut, **SAYS_NO}, summary="Mobil imzaya başvur")
def apply_mobile(request: Request, body: MobileApplyIn) -> Status[MobileLineOut]:
    made = services.apply_mobile(actor=request.actor, **body.dict())
    return Status(201, MobileLineOut.of(queries.mobile_application(request.actor, made.case.number)))


@router.post("/lines/{number}/{step}", response={200: MobileLineOut, **SAYS_NO}, summary="Hattın bir adımı")
def mobile_step(request: Request, number: str, step: Annotated[str, line(12)], body: MobileStepIn) -> MobileLineOut:
    queries.mobile_application(request.actor, number)
    services.mobile_step(number, step, actor=request.actor, note=body.note, until=body.until)
    return MobileLineOut.of(queries.mobile_application(request.actor, number))
