from ninja import Query, Router

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import DutyPlan
from .schemas import PeriodOut, PlanOut, Reason, SetPlan

router = Router()


def _out(request: Request, duty_id: int) -> PlanOut:
    _, plan = queries.plan_for(request.actor, duty_id)
    if plan is None:
        raise DutyPlan.DoesNotExist
    return PlanOut.of(plan)


@router.get("/plans", response=list[PlanOut], summary="Uyum planları")
def list_plans(
    request: Request, filters: Query[queries.PlanFilter], limit: int = 100, offset: int = 0
) -> list[PlanOut]:
    """Plans of open duties in reach; one a duty, so limit and offset."""
    begin, size = max(0, min(offset, 1_000_000)), max(1, min(limit, 500))
    return [PlanOut.of(row) for row in queries.plans(request.actor, filters)[begin : begin + size]]


@router.get("/plans/{int:duty_id}", response={200: PlanOut} | SAYS_NO, summary="Bir görevin planı")
def one_plan(request: Request, duty_id: int) -> PlanOut:
    return _out(request, duty_id)


@router.post("/plans/{int:duty_id}/accept", response={200: PlanOut} | SAYS_NO, summary="Öneriyi kabul et")
def accept_plan(request: Request, duty_id: int) -> PlanOut:
    services.accept_plan(duty_id, actor=request.actor)
    return _out(request, duty_id)


@router.post("/plans/{int:duty_id}/set", response={200: PlanOut} | SAYS_NO, summary="Planı belirle")
def set_plan(request: Request, duty_id: int, body: SetPlan) -> PlanOut:
    given = body.model_dump()
    assignee = given.pop("assignee")
    person = queries.person_for(request.actor, duty_id, assignee)
    services.set_plan(duty_id, actor=request.actor, assignee=person, **given)
    return _out(request, duty_id)


@router.post("/plans/{int:duty_id}/exclude", response={200: PlanOut} | SAYS_NO, summary="Takvime alma")
def exclude_plan(request: Request, duty_id: int, body: Reason) -> PlanOut:
    services.exclude_plan(duty_id, actor=request.actor, reason=body.reason)
    return _out(request, duty_id)


@router.post("/plans/{int:duty_id}/open", response={200: PeriodOut} | SAYS_NO, summary="Dönemi şimdi aç")
def open_now(request: Request, duty_id: int) -> PeriodOut:
    made = services.open_now(duty_id, actor=request.actor)
    return PeriodOut.of(queries.period(request.actor, made.case.number))
