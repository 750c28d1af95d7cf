from django.http import HttpResponseBase
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from konak.foundation.files.services import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from .schemas import EvidenceIn, EvidenceOut, Why

router = Router()


@router.get(
    "/duties/{int:duty_id}/evidence", response={200: list[EvidenceOut]} | SAYS_NO, summary="Bir görevin kanıtları"
)
def list_evidence(request: Request, duty_id: int) -> list[EvidenceOut]:
    """Everything filed by hand, latest period first; withdrawn proofs stay in the list."""
    duty = queries.duty(request.actor, duty_id)
    return [EvidenceOut.of(proof) for proof in queries.evidence(duty)]


@router.post("/duties/{int:duty_id}/evidence", response={201: EvidenceOut} | SAYS_NO, summary="Kanıt ekle")
def file_evidence(
    request: Request, duty_id: int, claim: Form[EvidenceIn], file: File[UploadedFile | None] = None
) -> Status[EvidenceOut]:
    """File a proof; the answer carries its digest."""
    proof = services.file_evidence(duty_id, actor=request.actor, file=file, **claim.model_dump())
    return Status(201, EvidenceOut.of(queries.one_evidence(request.actor, proof.pk)))


@router.get("/evidence/{int:evidence_id}", response={200: EvidenceOut} | SAYS_NO, summary="Bir kanıt")
def one_evidence(request: Request, evidence_id: int) -> EvidenceOut:
    return EvidenceOut.of(queries.one_evidence(request.actor, evidence_id))


@router.get("/evidence/{int:evidence_id}/file", summary="Kanıtın dosyası")
def evidence_file(request: Request, evidence_id: int) -> HttpResponseBase:
    """The file as it was filed; 409 when its content or the record no longer agrees with the digest."""
    proof = queries.one_evidence(request.actor, evidence_id)
    if proof.file is None:
        raise type(proof).DoesNotExist
    if fault := queries.fault_of(proof, with_file=True):
        raise Refused(fault)
    return serve(proof.file, attachment=True)


@router.post("/evidence/{int:evidence_id}/withdraw", response={200: EvidenceOut} | SAYS_NO, summary="Kanıtı geri al")
def withdraw(request: Request, evidence_id: int, body: Why) -> EvidenceOut:
    services.withdraw_evidence(evidence_id, actor=request.actor, why=body.why)
    return EvidenceOut.of(queries.one_evidence(request.actor, evidence_id))
