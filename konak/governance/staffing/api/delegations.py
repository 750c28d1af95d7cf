import datetime as dt

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Router

from konak.foundation.cases.services import steps_open
from konak.foundation.people.models import User
from konak.foundation.people.queries import any_unit, anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..models import Delegation
from ..queries import delegations as queries
from ..services import delegating as services
from ..tables import CALENDAR_SALT, as_ical
from .schemas import Delegate, DelegationList, DelegationOut, Number, StaffingWhy

router = Router()


def _one(request: Request, number: Number) -> DelegationOut:
    row = queries.delegation(request.actor, number)
    return DelegationOut.of(row, [step.name for step in steps_open(row, request.actor)])


@router.get("/delegations", response=DelegationList, summary="Vekâletler")
def list_delegations(request: Request, cursor: str = "", limit: int = 50) -> DelegationList:
    rows, after = queries.page_of(queries.delegations(request.actor), cursor, max(1, min(limit, 200)))
    return DelegationList(items=[DelegationOut.of(row) for row in rows], next=after)


@router.post("/delegations", response={200: DelegationOut} | SAYS_NO, summary="Vekâlet bırak")
def delegate(request: Request, body: Delegate) -> DelegationOut:
    deputy: User = get_object_or_404(anybody(), pk=body.deputy)
    values = body.dict(exclude={"deputy", "seat"})
    row = services.delegate(actor=request.actor, seat_id=body.seat, deputy=deputy, **values)
    return _one(request, row.case.number)


@router.get("/delegations/{number}", response={200: DelegationOut} | SAYS_NO, summary="Bir vekâlet")
def one_delegation(request: Request, number: Number) -> DelegationOut:
    return _one(request, number)


def _after(request: Request, row: Delegation) -> DelegationOut:
    return _one(request, row.case.number)


@router.post("/delegations/{number}/allow", response={200: DelegationOut} | SAYS_NO, summary="Onayla")
def allow(request: Request, number: Number) -> DelegationOut:
    return _after(request, services.allow(number, actor=request.actor))


@router.post("/delegations/{number}/accept", response={200: DelegationOut} | SAYS_NO, summary="Kabul et")
def accept(request: Request, number: Number) -> DelegationOut:
    return _after(request, services.accept(number, actor=request.actor))


@router.post("/delegations/{number}/decline", response={200: DelegationOut} | SAYS_NO, summary="Kabul etme")
def decline(request: Request, number: Number, body: StaffingWhy) -> DelegationOut:
    return _after(request, services.decline(number, actor=request.actor, why=body.why))


@router.post("/delegations/{number}/forbid", response={200: DelegationOut} | SAYS_NO, summary="Onaylama")
def forbid(request: Request, number: Number, body: StaffingWhy) -> DelegationOut:
    return _after(request, services.forbid(number, actor=request.actor, why=body.why))


@router.post("/delegations/{number}/withdraw", response={200: DelegationOut} | SAYS_NO, summary="Vazgeç")
def withdraw(request: Request, number: Number) -> DelegationOut:
    return _after(request, services.withdraw(number, actor=request.actor))


@router.post("/delegations/{number}/end", response={200: DelegationOut} | SAYS_NO, summary="Bitir")
def end(request: Request, number: Number) -> DelegationOut:
    return _after(request, services.end(number, actor=request.actor))


@router.post("/delegations/{number}/note", response={200: DelegationOut} | SAYS_NO, summary="Yapılanları gördüm")
def note(request: Request, number: Number) -> DelegationOut:
    return _after(request, services.note_acts(number, actor=request.actor))


@router.get("/calendar.ics", auth=None, include_in_schema=False)
def feed(request: HttpRequest, key: str = "") -> HttpResponse:
    """What a calendar program subscribes to: the key is signed for one person and dies with his account. It stands
    behind the question mark, where our own log of requests does not look."""
    try:
        user_id, unit_id = signing.loads(key, salt=CALENDAR_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return HttpResponse(status=404)
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        return HttpResponse(status=404)
    unit = get_object_or_404(any_unit(), pk=unit_id)
    rows = queries.for_calendar(unit.pk, localdate() - dt.timedelta(days=90))
    return HttpResponse(as_ical(unit, rows), content_type="text/calendar; charset=utf-8")
