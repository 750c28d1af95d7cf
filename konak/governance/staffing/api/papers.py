from django.shortcuts import get_object_or_404
from ninja import Router

from konak.foundation.cases.services import steps_open
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..queries import descriptions, handovers
from ..services import describing, handing
from .schemas import (
    Accept,
    Accepted,
    DescriptionList,
    DescriptionOut,
    HandOverList,
    HandOverOut,
    Number,
    OpenHandOver,
    Settle,
    StaffingLineOut,
    StaffingWhy,
)

router = Router()


@router.get("/descriptions", response=DescriptionList, summary="Görev tanımları")
def list_descriptions(request: Request, cursor: str = "", limit: int = 50) -> DescriptionList:
    rows = descriptions.descriptions(request.actor)
    page, after = descriptions.page_of(rows, cursor, max(1, min(limit, 200)))
    standings = descriptions.standings(page)
    return DescriptionList(items=[DescriptionOut.of(row, standings[row.pk]) for row in page], next=after)


@router.get("/descriptions/waiting", response=list[DescriptionOut], summary="Kabulümü bekleyenler")
def waiting(request: Request) -> list[DescriptionOut]:
    rows = descriptions.waiting_for(request.actor.user_id or 0)
    standings = descriptions.standings(rows)
    return [DescriptionOut.of(row, standings[row.pk]) for row in rows]


@router.get("/descriptions/{number}", response={200: DescriptionOut} | SAYS_NO, summary="Bir görev tanımı")
def one_description(request: Request, number: Number) -> DescriptionOut:
    row = descriptions.description(request.actor, number)
    return DescriptionOut.of(row, descriptions.standings([row])[row.pk])


@router.post("/descriptions/{number}/accept", response={200: Accepted} | SAYS_NO, summary="Okudum, kabul ettim")
def accept(request: Request, number: Number, body: Accept) -> Accepted:
    made = describing.accept(number, actor=request.actor, digest=body.digest)
    return Accepted(number=number, digest=made.digest, at=made.at)


def _handover(request: Request, number: Number) -> HandOverOut:
    row = handovers.handover(request.actor, number)
    steps = [step.name for step in steps_open(row, request.actor)]
    return HandOverOut.of(row, handovers.lines(row), steps)


@router.get("/handovers", response=HandOverList, summary="Devir teslim dosyaları")
def list_handovers(request: Request, cursor: str = "", limit: int = 50) -> HandOverList:
    """Without their lines; ask for one file to read them."""
    rows, after = handovers.page_of(handovers.handovers(request.actor), cursor, max(1, min(limit, 200)))
    return HandOverList(items=[HandOverOut.of(row, [], []) for row in rows], next=after)


@router.post("/handovers", response={200: HandOverOut} | SAYS_NO, summary="Devir teslim dosyası aç")
def open_handover(request: Request, body: OpenHandOver) -> HandOverOut:
    person: User = get_object_or_404(anybody(), pk=body.person)
    receiver = get_object_or_404(anybody(), pk=body.receiver) if body.receiver else None
    seat = get_object_or_404(Appointment, pk=body.seat, user=person) if body.seat else None
    values = body.dict(exclude={"person", "receiver", "seat"})
    row = handing.open_handover(actor=request.actor, person=person, receiver=receiver, seat=seat, **values)
    return _handover(request, row.case.number)


@router.get("/handovers/{number}", response={200: HandOverOut} | SAYS_NO, summary="Bir devir teslim")
def one_handover(request: Request, number: Number) -> HandOverOut:
    return _handover(request, number)


@router.post(
    "/handovers/lines/{int:line_id}/settle", response={200: StaffingLineOut} | SAYS_NO, summary="Kalemi sonuçlandır"
)
def settle(request: Request, line_id: int, body: Settle) -> StaffingLineOut:
    to = get_object_or_404(anybody(), pk=body.to) if body.to else None
    return StaffingLineOut.of(handing.settle(line_id, actor=request.actor, fate=body.fate, to=to, note=body.note))


@router.post("/handovers/{number}/give", response={200: HandOverOut} | SAYS_NO, summary="Teslim ettim")
def give(request: Request, number: Number) -> HandOverOut:
    handing.give(number, actor=request.actor)
    return _handover(request, number)


@router.post("/handovers/{number}/receive", response={200: HandOverOut} | SAYS_NO, summary="Teslim aldım")
def receive(request: Request, number: Number) -> HandOverOut:
    handing.receive(number, actor=request.actor)
    return _handover(request, number)


@router.post("/handovers/{number}/reject", response={200: HandOverOut} | SAYS_NO, summary="Eksik var, geri ver")
def reject(request: Request, number: Number, body: StaffingWhy) -> HandOverOut:
    handing.reject(number, actor=request.actor, why=body.why)
    return _handover(request, number)


@router.post("/handovers/{number}/close", response={200: HandOverOut} | SAYS_NO, summary="Onayla")
def close(request: Request, number: Number) -> HandOverOut:
    handing.close(number, actor=request.actor)
    return _handover(request, number)
