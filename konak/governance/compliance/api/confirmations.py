from ninja import Router

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Confirmation
from .schemas import (
    AnswersIn,
    ComplianceSignIn,
    ComplianceStepOut,
    ConfirmationDetail,
    ConfirmationOut,
    LineOut,
    Reason,
)

router = Router()


def _detail(request: Request, number: str) -> ConfirmationDetail:
    record = queries.confirmation(request.actor, number)
    lines = [
        LineOut(
            id=line.pk,
            duty=line.duty_id,
            path=line.path,
            text=line.text,
            proof=line.proof,
            last_proof_at=line.last_proof_at,
            periods=line.periods,
            periods_done=line.periods_done,
            periods_late=line.periods_late,
            answer=line.answer,
            remark=line.remark,
        )
        for line in record.lines.all()
    ]
    steps = [
        ComplianceStepOut(name=one.name, label=one.label, danger=one.danger)
        for one in steps_open(record, request.actor)
    ]
    return ConfirmationDetail(
        **ConfirmationOut.of(record).model_dump(),
        note=record.note,
        missing_why=record.missing_why,
        lines=lines,
        below=[ConfirmationOut.of(one) for one in queries.lower_ones(record)],
        steps=steps,
    )


@router.get("/confirmations", response=list[ConfirmationOut], summary="Görev teyitleri")
def list_confirmations(request: Request, limit: int = 100, offset: int = 0) -> list[ConfirmationOut]:
    """The newest term first."""
    begin, size = max(0, min(offset, 1_000_000)), max(1, min(limit, 500))
    rows: list[Confirmation] = list(queries.confirmations(request.actor)[begin : begin + size])
    return [ConfirmationOut.of(row) for row in rows]


@router.get("/confirmations/{number}", response={200: ConfirmationDetail} | SAYS_NO, summary="Bir teyit")
def one_confirmation(request: Request, number: str) -> ConfirmationDetail:
    return _detail(request, number)


@router.post("/confirmations/{number}/answer", response={200: ConfirmationDetail} | SAYS_NO, summary="Satırları yaz")
def answer(request: Request, number: str, body: AnswersIn) -> ConfirmationDetail:
    said = {one.line: services.Said(one.answer, one.remark) for one in body.lines}
    services.answer(number, actor=request.actor, said=said, note=body.note)
    return _detail(request, number)


@router.post("/confirmations/{number}/sign", response={200: ConfirmationDetail} | SAYS_NO, summary="Teyit et")
def sign(request: Request, number: str, body: ComplianceSignIn) -> ConfirmationDetail:
    services.sign(number, actor=request.actor, missing_why=body.missing_why)
    return _detail(request, number)


@router.post("/confirmations/{number}/receive", response={200: ConfirmationDetail} | SAYS_NO, summary="Teslim al")
def receive(request: Request, number: str) -> ConfirmationDetail:
    services.receive(number, actor=request.actor)
    return _detail(request, number)


@router.post("/confirmations/{number}/send_back", response={200: ConfirmationDetail} | SAYS_NO, summary="Geri gönder")
def send_back(request: Request, number: str, body: Reason) -> ConfirmationDetail:
    services.send_back(number, actor=request.actor, reason=body.reason)
    return _detail(request, number)


@router.post("/confirmations/{number}/void", response={200: ConfirmationDetail} | SAYS_NO, summary="Düşür")
def void(request: Request, number: str, body: Reason) -> ConfirmationDetail:
    services.void(number, actor=request.actor, reason=body.reason)
    return _detail(request, number)
