from django.shortcuts import get_object_or_404
from django.utils.timezone import is_naive, make_aware
from ninja import Router

from konak.foundation.cases.services import steps_open
from konak.foundation.people.queries import any_unit, anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..queries import movements as queries
from ..services import minutes, moving
from .schemas import (
    AccessKey,
    AccessNumber,
    JoinerIn,
    LeaverIn,
    MovementMinuteIn,
    MovementSettleIn,
    StaffMovementLineOut,
    StaffMovementList,
    StaffMovementOut,
)

router = Router()


def _movement(request: Request, number: str) -> StaffMovementOut:
    row = queries.movement(request.actor, number)
    return StaffMovementOut.of(row, queries.lines(row), [step.name for step in steps_open(row, request.actor)])


@router.get("/movements", response=StaffMovementList, summary="Personel hareketleri")
def list_movements(
    request: Request, view: str = "open", kind: str = "", cursor: str = "", limit: int = 50
) -> StaffMovementList:
    """Without their lines; ask for one file to read them."""
    rows, after = queries.page_of(queries.listed(request.actor, view, kind), cursor, max(1, min(limit, 200)))
    return StaffMovementList(items=[StaffMovementOut.of(row, [], []) for row in rows], next=after)


@router.post("/movements/joiners", response={200: StaffMovementOut} | SAYS_NO, summary="İşe başlama dosyası aç")
def join(request: Request, body: JoinerIn) -> StaffMovementOut:
    unit = get_object_or_404(any_unit(), pk=body.unit)
    person = get_object_or_404(anybody(), pk=body.person) if body.person else None
    made = moving.join(
        actor=request.actor,
        unit=unit,
        position=body.position,
        starts_on=body.starts_on,
        person=person,
        planned_name=body.planned_name,
        why=body.why,
    )
    return _movement(request, made.case.number)


@router.post("/movements/leavers", response={200: StaffMovementOut} | SAYS_NO, summary="Ayrılış dosyası aç")
def leave(request: Request, body: LeaverIn) -> StaffMovementOut:
    person = get_object_or_404(anybody(), pk=body.person)
    at = make_aware(body.effective_at) if is_naive(body.effective_at) else body.effective_at
    made = moving.leave(actor=request.actor, person=person, effective_at=at, why=body.why)
    return _movement(request, made.case.number)


@router.get("/movements/{number}", response={200: StaffMovementOut} | SAYS_NO, summary="Bir dosya")
def one_movement(request: Request, number: AccessNumber) -> StaffMovementOut:
    return _movement(request, number)


@router.post("/movements/{number}/look-again", response={200: StaffMovementOut} | SAYS_NO, summary="Listeyi yenile")
def look_again(request: Request, number: AccessNumber) -> StaffMovementOut:
    moving.look_again(number, actor=request.actor)
    return _movement(request, number)


@router.post("/movements/{number}/close", response={200: StaffMovementOut} | SAYS_NO, summary="Dosyayı kapat")
def close(request: Request, number: AccessNumber) -> StaffMovementOut:
    moving.close(number, actor=request.actor)
    return _movement(request, number)


@router.post("/movements/{number}/minute", response={200: StaffMovementOut} | SAYS_NO, summary="Tutanağı imzaya sun")
def present_minute(request: Request, number: AccessNumber, body: MovementMinuteIn) -> StaffMovementOut:
    """The minute of a closed file is put into the signing trays of its sides."""
    people = {name: get_object_or_404(anybody(), pk=key) for name, key in body.dict(exclude_none=True).items()}
    minutes.present(
        number,
        actor=request.actor,
        verify=lambda code: request.build_absolute_uri(f"/dogrula/{code}/"),
        **people,
    )
    return _movement(request, number)


@router.post(
    "/movements/lines/{line_id}/settle", response={200: StaffMovementLineOut} | SAYS_NO, summary="Kalemi sonuçlandır"
)
def settle(request: Request, line_id: AccessKey, body: MovementSettleIn) -> StaffMovementLineOut:
    to = get_object_or_404(anybody(), pk=body.to) if body.to else None
    return StaffMovementLineOut.of(
        moving.settle(line_id, actor=request.actor, proof=body.proof, to=to, keep=body.keep)
    )
