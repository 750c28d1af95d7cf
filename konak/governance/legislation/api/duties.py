from django.utils.timezone import localdate
from ninja import Query, Router

from konak.foundation.evidence import capabilities
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import access, queries, services
from .schemas import (
    AnswerOut,
    Assign,
    Bind,
    CapabilityOut,
    CitedOut,
    DutyDetail,
    DutyList,
    DutyOut,
    HolderOut,
    SetDuty,
    unit_out,
)

router = Router()


def _detail(request: Request, duty_id: int) -> DutyDetail:
    return DutyDetail.full(queries.duty(request.actor, duty_id))


@router.get("/duties", response=DutyList, summary="Görev kütüğü")
def list_duties(request: Request, filters: Query[queries.DutyFilter], cursor: str = "", limit: int = 50) -> DutyList:
    """Duties in reach in the order of their texts, with the filters of the register page; follow `next`."""
    rows = queries.duties(request.actor, filters)
    page, after = queries.page_after(rows, cursor, max(1, min(limit, 200)))
    return DutyList(items=[DutyOut.of(duty) for duty in page], next=after)


@router.get("/duties/mine", response=list[DutyOut], summary="Görevlerim")
def my_duties(request: Request) -> list[DutyOut]:
    """By name, by position and by unit; what needs a hand first within each."""
    return [DutyOut.of(duty) for share in queries.shares(request.actor) for duty in share.duties]


@router.get("/duties/{int:duty_id}", response={200: DutyDetail} | SAYS_NO, summary="Bir görev")
def one_duty(request: Request, duty_id: int) -> DutyDetail:
    return _detail(request, duty_id)


@router.post("/duties/{int:duty_id}/assign", response={200: DutyDetail} | SAYS_NO, summary="Birine ver")
def assign(request: Request, duty_id: int, body: Assign) -> DutyDetail:
    person = queries.person_for(request.actor, duty_id, body.assignee)
    services.assign_duty(duty_id, actor=request.actor, assignee=person)
    return _detail(request, duty_id)


@router.post("/duties/{int:duty_id}/set", response={200: DutyDetail} | SAYS_NO, summary="Birim, unvan, sıklık")
def set_duty(request: Request, duty_id: int, body: SetDuty) -> DutyDetail:
    unit = queries.unit_for(request.actor, duty_id, body.unit)
    services.set_duty(duty_id, actor=request.actor, unit=unit, role=body.role, cadence=body.cadence)
    return _detail(request, duty_id)


@router.post("/duties/{int:duty_id}/bind", response={200: DutyDetail} | SAYS_NO, summary="Yetenek bağla")
def bind(request: Request, duty_id: int, body: Bind) -> DutyDetail:
    services.decide_binding(duty_id, actor=request.actor, capability_code=body.capability, accept=body.accept)
    return _detail(request, duty_id)


@router.get("/responsible", response=list[AnswerOut], summary="Kim sorumlu?")
def responsible(request: Request, q: str, limit: int = 5) -> list[AnswerOut]:
    """A Turkish sentence in, the responsible units with the clauses that say so out, best first."""
    return [
        AnswerOut(
            unit=unit_out(answer.unit),
            role=answer.role,
            share=answer.share,
            cited=[
                CitedOut(
                    duty=cited.duty.pk,
                    regulation=cited.duty.regulation.case.number,
                    path=cited.duty.clause.path,
                    text=cited.duty.clause.shown,
                    score=cited.score,
                    words=list(cited.words),
                )
                for cited in answer.cited
            ],
            holders=[HolderOut.of(row) for row in answer.holders],
        )
        for answer in queries.answers(request.actor, q, limit=max(1, min(limit, 10)))
    ]


@router.get("/capabilities", response=list[CapabilityOut], summary="Yetenekler")
def list_capabilities(request: Request) -> list[CapabilityOut]:
    """What the installed apps can prove, counted over the units the asker reads."""
    reach, today = request.actor.reach(access.VIEW), localdate()
    units = None if reach.everywhere else reach.units
    return [
        CapabilityOut(
            code=entry.code,
            label=entry.label,
            module=entry.module,
            describes=entry.describes,
            link=entry.link,
            last=entry.last(units, today),
            count=entry.count(units, today),
        )
        for entry in capabilities()
    ]
