from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router

from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import any_unit, anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..queries import people, separation, workload
from ..services import appointing
from ..services import workload as workload_services
from .schemas import (
    Appoint,
    BoardOut,
    ConflictOut,
    Correct,
    EndSeat,
    Extend,
    Given,
    LoadOut,
    Reassign,
    SeatList,
    SeatOut,
    Transfer,
    unit_out,
)

router = Router()


def _unit(unit_id: int) -> Unit:
    return get_object_or_404(any_unit(), pk=unit_id)


def _person(user_id: int) -> User:
    return get_object_or_404(anybody(), pk=user_id)


@router.get("/seats", response=SeatList, summary="Görevlendirmeler")
def list_seats(request: Request, filters: Query[people.SeatFilter], cursor: str = "", limit: int = 50) -> SeatList:
    """Appointments, newest first, with the filters of the page; follow `next`."""
    rows, after = people.page_of(people.appointments(request.actor, filters), cursor, max(1, min(limit, 200)))
    return SeatList(items=[SeatOut.of(row) for row in rows], next=after)


@router.post("/seats", response={200: SeatOut} | SAYS_NO, summary="Görevlendir")
def appoint(request: Request, body: Appoint) -> SeatOut:
    values = body.dict(exclude={"person", "unit"})
    row = appointing.appoint(actor=request.actor, user=_person(body.person), unit=_unit(body.unit), **values)
    return SeatOut.of(row)


@router.get("/seats/{int:seat_id}", response={200: SeatOut} | SAYS_NO, summary="Bir makam")
def one_seat(request: Request, seat_id: int) -> SeatOut:
    return SeatOut.of(people.appointment(request.actor, seat_id))


@router.post("/seats/{int:seat_id}/end", response={200: SeatOut | None} | SAYS_NO, summary="Sona erdir")
def end(request: Request, seat_id: int, body: EndSeat) -> SeatOut | None:
    """None when the seat would never have begun and was taken out."""
    row = appointing.end(seat_id, actor=request.actor, last_day=body.last_day, why=body.why)
    return SeatOut.of(row) if row is not None else None


@router.post("/seats/{int:seat_id}/extend", response={200: SeatOut} | SAYS_NO, summary="Uzat")
def extend(request: Request, seat_id: int, body: Extend) -> SeatOut:
    return SeatOut.of(appointing.extend(seat_id, actor=request.actor, until=body.until, document=body.document))


@router.post("/seats/{int:seat_id}/correct", response={200: SeatOut} | SAYS_NO, summary="Düzelt")
def correct(request: Request, seat_id: int, body: Correct) -> SeatOut:
    return SeatOut.of(appointing.correct(seat_id, actor=request.actor, **body.dict()))


@router.post("/seats/{int:seat_id}/transfer", response={200: SeatOut} | SAYS_NO, summary="Başka göreve naklet")
def transfer(request: Request, seat_id: int, body: Transfer) -> SeatOut:
    values = body.dict(exclude={"unit"})
    return SeatOut.of(appointing.transfer(seat_id, actor=request.actor, unit=_unit(body.unit), **values))


@router.get("/conflicts", response=list[ConflictOut], summary="Görevler ayrılığı çakışmaları")
def conflicts(request: Request) -> list[ConflictOut]:
    """Everybody in reach in whom two sides meet today, those without an exception first."""
    return [ConflictOut.of(one) for one in separation.conflicts(request.actor)]


@router.get("/workload/{int:unit_id}", response={200: BoardOut} | SAYS_NO, summary="Birimin iş yükü")
def board(
    request: Request, unit_id: int, page: Annotated[int, Field(ge=0, le=1000)] = 0, order: str = "late"
) -> BoardOut:
    """The desks of a unit and those below it; `order` is late, free or name."""
    found = workload.board(request.actor, unit_id, page=page, order=order)
    return BoardOut(
        unit=unit_out(found.unit),
        people=found.people,
        weeks=found.labels,
        items=[LoadOut.of(one) for one in found.rows],
        unclaimed=found.unclaimed.open,
        next=found.after,
    )


@router.post("/workload/reassign", response={200: Given} | SAYS_NO, summary="Dosyaları birine ver")
def reassign(request: Request, body: Reassign) -> Given:
    to = _person(body.to) if body.to else None
    return Given(count=workload_services.reassign(actor=request.actor, numbers=body.numbers, to=to))
