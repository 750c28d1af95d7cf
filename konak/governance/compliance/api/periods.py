from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import DutyPeriod
from .schemas import ClimbOut, ComplianceStepOut, DoneIn, PeriodDetail, PeriodList, PeriodOut, Reason

router = Router()


def _detail(request: Request, number: str) -> PeriodDetail:
    period = queries.period(request.actor, number)
    steps = [
        ComplianceStepOut(name=one.name, label=one.label, danger=one.danger)
        for one in steps_open(period, request.actor)
    ]
    return PeriodDetail.full(period, steps)


@router.get("/periods", response=PeriodList, summary="Görev dönemleri")
def list_periods(
    request: Request, filters: Query[queries.PeriodFilter], cursor: str = "", limit: int = 50
) -> PeriodList:
    """Periods in reach, the latest deadline first; follow `next`."""
    rows, after = queries.page_after(queries.periods(request.actor, filters), cursor, max(1, min(limit, 200)))
    return PeriodList(items=[PeriodOut.of(row) for row in rows], next=after)


@router.get("/periods/mine", response=list[PeriodOut], summary="Bende olan dönemler")
def my_periods(request: Request) -> list[PeriodOut]:
    rows: list[DutyPeriod] = list(queries.mine(request.actor)[:200])
    return [PeriodOut.of(row) for row in rows]


@router.get("/escalations", response=list[ClimbOut], summary="Bana yükselen gecikmeler")
def my_escalations(request: Request) -> list[ClimbOut]:
    return [ClimbOut.of(row) for row in queries.climbs(request.actor)]


@router.get("/periods/{number}", response={200: PeriodDetail} | SAYS_NO, summary="Bir dönem")
def one_period(request: Request, number: str) -> PeriodDetail:
    return _detail(request, number)


@router.post("/periods/{number}/take_up", response={200: PeriodDetail} | SAYS_NO, summary="Üzerine al")
def take_up(request: Request, number: str) -> PeriodDetail:
    services.take_up(number, actor=request.actor)
    return _detail(request, number)


@router.post("/periods/{number}/done", response={200: PeriodDetail} | SAYS_NO, summary="Yapıldı, kanıtla")
def done(request: Request, number: str, body: Form[DoneIn], file: File[UploadedFile | None] = None) -> PeriodDetail:
    """Close the period with a proof, which stands on the duty as evidence."""
    services.done(number, actor=request.actor, title=body.title, note=body.note, file=file)
    return _detail(request, number)


@router.post("/periods/{number}/prove", response={200: PeriodDetail} | SAYS_NO, summary="Kendiliğinden kanıtlandı")
def prove(request: Request, number: str) -> PeriodDetail:
    services.prove(number, actor=request.actor)
    return _detail(request, number)


@router.post("/periods/{number}/not_done", response={200: PeriodDetail} | SAYS_NO, summary="Yapılmadı")
def not_done(request: Request, number: str, body: Reason) -> PeriodDetail:
    services.not_done(number, actor=request.actor, reason=body.reason)
    return _detail(request, number)


@router.post("/periods/{number}/excuse", response={200: PeriodDetail} | SAYS_NO, summary="Muaf tut")
def excuse(request: Request, number: str, body: Reason) -> PeriodDetail:
    services.excuse(number, actor=request.actor, reason=body.reason)
    return _detail(request, number)


@router.post("/periods/{number}/reopen", response={200: PeriodDetail} | SAYS_NO, summary="Yeniden aç")
def reopen(request: Request, number: str, body: Reason) -> PeriodDetail:
    services.reopen(number, actor=request.actor, reason=body.reason)
    return _detail(request, number)


@router.post("/periods/{number}/lapse", response={200: PeriodDetail} | SAYS_NO, summary="Düşür")
def lapse(request: Request, number: str, body: Reason) -> PeriodDetail:
    services.lapse(number, actor=request.actor, reason=body.reason)
    return _detail(request, number)
