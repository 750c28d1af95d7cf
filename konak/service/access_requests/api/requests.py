from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Router

from konak.foundation.cases.services import steps_open
from konak.foundation.people.queries import anybody
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import access
from ..models import AccessRequest
from ..queries import catalogue, chairs, conflicts, entitlements, keeping
from ..queries import requests as queries
from ..services import asking, deciding, drifting, ending, executing, undertaking
from .schemas import (
    AccessAcceptIn,
    AccessAcceptOut,
    AccessAskIn,
    AccessDriftIn,
    AccessDriftOut,
    AccessKey,
    AccessNumber,
    AccessProofIn,
    AccessRequestList,
    AccessRequestOut,
    AccessResubmitIn,
    AccessTextOut,
    AccessWhyIn,
    AccessWordsIn,
    BreakGlassIn,
    ClashOut,
    EntitlementList,
    EntitlementOut,
    ExtendAccessIn,
    RightList,
    RightOut,
    SharedAccountOut,
    SimulationOut,
)

router = Router()


@router.get("/rights", response=RightList, summary="Yetki kataloğu")
def list_rights(request: Request, q: str = "", kind: str = "", cursor: str = "", limit: int = 50) -> RightList:
    rows, after = catalogue.page_of(
        catalogue.rights(q.replace("\x00", "")[:120], kind), cursor, max(1, min(limit, 200))
    )
    return RightList(items=[RightOut.of(row) for row in rows], next=after)


@router.get("/rights/{right_id}", response={200: RightOut} | SAYS_NO, summary="Bir yetki tanımı")
def one_right(request: Request, right_id: AccessKey) -> RightOut:
    return RightOut.of(catalogue.right(right_id))


@router.get(
    "/rights/{right_id}/simulate/{person_id}", response={200: SimulationOut} | SAYS_NO, summary="Bu kişiye verilirse"
)
def simulate(request: Request, right_id: AccessKey, person_id: AccessKey) -> SimulationOut:
    row = catalogue.right(right_id)
    if not (chairs.may_act_for(request.actor, person_id) or chairs.is_security(request.actor)):
        raise Http404
    return SimulationOut(
        objection=catalogue.objection(row, person_id),
        clashes=[
            ClashOut(words=one.words, stops=one.stops, allowed=one.exception is not None)
            for one in conflicts.clashes(person_id, row, localdate())
        ],
        approvals=row.chain,
    )


@router.get("/entitlements", response=EntitlementList, summary="Yetki kütüğü")
def list_entitlements(
    request: Request, view: str = "active", person: str = "", cursor: str = "", limit: int = 50
) -> EntitlementList:
    rows, after = entitlements.page_of(
        entitlements.register(request.actor, entitlements.Asked(view=view, person=person)),
        cursor,
        max(1, min(limit, 200)),
    )
    return EntitlementList(items=[EntitlementOut.of(row) for row in rows], next=after)


@router.get("/entitlements/{entitlement_id}", response={200: EntitlementOut} | SAYS_NO, summary="Bir yetki")
def one_entitlement(request: Request, entitlement_id: AccessKey) -> EntitlementOut:
    return EntitlementOut.of(entitlements.entitlement(request.actor, entitlement_id))


@router.post("/entitlements/{entitlement_id}/end", response={200: EntitlementOut} | SAYS_NO, summary="Sona erdir")
def end(request: Request, entitlement_id: AccessKey, body: AccessWhyIn) -> EntitlementOut:
    entitlements.entitlement(request.actor, entitlement_id)
    ending.end(entitlement_id, actor=request.actor, why=body.why)
    return EntitlementOut.of(entitlements.entitlement(request.actor, entitlement_id))


@router.post(
    "/entitlements/{entitlement_id}/extend", response={200: AccessRequestOut} | SAYS_NO, summary="Uzatma iste"
)
def extend(request: Request, entitlement_id: AccessKey, body: ExtendAccessIn) -> AccessRequestOut:
    entitlements.entitlement(request.actor, entitlement_id)
    made = asking.extend(entitlement_id, actor=request.actor, until=body.until, reason=body.reason)
    return _request(request, made.case.number)


def _request(request: Request, number: str) -> AccessRequestOut:
    row = queries.request(request.actor, number)
    return AccessRequestOut.of(row, [step.name for step in steps_open(row, request.actor)])


@router.get("/requests", response=AccessRequestList, summary="Yetki talepleri")
def list_requests(request: Request, view: str = "open", cursor: str = "", limit: int = 50) -> AccessRequestList:
    """Without their approvals; ask for one request to read them."""
    rows, after = queries.page_of(queries.listed(request.actor, view), cursor, max(1, min(limit, 200)))
    return AccessRequestList(items=[AccessRequestOut.of(row, [], False) for row in rows], next=after)


@router.get("/requests/waiting", response=list[AccessRequestOut], summary="Onayımı bekleyenler")
def waiting(request: Request) -> list[AccessRequestOut]:
    return [AccessRequestOut.of(row, [], False) for row in queries.waiting_for(request.actor)[:200]]


@router.post("/requests", response={200: list[AccessRequestOut]} | SAYS_NO, summary="Yetki iste")
def ask(request: Request, body: AccessAskIn) -> list[AccessRequestOut]:
    made = asking.ask(
        actor=request.actor,
        wanted=[asking.Wanted(one.right, one.detail) for one in body.wanted],
        reason=body.reason,
        person_id=body.person,
        since=body.since,
        until=body.until,
        compensating=body.compensating,
        exception_until=body.exception_until,
    )
    return [_request(request, row.case.number) for row in made]


@router.post("/requests/emergency", response={200: AccessRequestOut} | SAYS_NO, summary="Acil erişim aç")
def break_glass(request: Request, body: BreakGlassIn) -> AccessRequestOut:
    made = executing.break_glass(
        actor=request.actor, right_id=body.right, reason=body.reason, person_id=body.person, days=body.days
    )
    return AccessRequestOut.of(AccessRequest.objects.select_related("person", "right").get(pk=made.pk), [])


@router.get("/requests/{number}", response={200: AccessRequestOut} | SAYS_NO, summary="Bir talep")
def one_request(request: Request, number: AccessNumber) -> AccessRequestOut:
    return _request(request, number)


@router.post("/requests/{number}/approve", response={200: AccessRequestOut} | SAYS_NO, summary="Onayla")
def approve(request: Request, number: AccessNumber, body: AccessWordsIn) -> AccessRequestOut:
    deciding.approve(number, actor=request.actor, words=body.words)
    return _request(request, number)


@router.post("/requests/{number}/return", response={200: AccessRequestOut} | SAYS_NO, summary="İade et")
def hand_back(request: Request, number: AccessNumber, body: AccessWhyIn) -> AccessRequestOut:
    deciding.hand_back(number, actor=request.actor, why=body.why)
    return _request(request, number)


@router.post("/requests/{number}/refuse", response={200: AccessRequestOut} | SAYS_NO, summary="Uygun bulma")
def refuse(request: Request, number: AccessNumber, body: AccessWhyIn) -> AccessRequestOut:
    deciding.refuse(number, actor=request.actor, why=body.why)
    return _request(request, number)


@router.post("/requests/{number}/resubmit", response={200: AccessRequestOut} | SAYS_NO, summary="Yeniden gönder")
def resubmit(request: Request, number: AccessNumber, body: AccessResubmitIn) -> AccessRequestOut:
    asking.resubmit(number, actor=request.actor, **body.dict())
    return _request(request, number)


@router.post("/requests/{number}/withdraw", response={200: AccessRequestOut} | SAYS_NO, summary="Vazgeç")
def withdraw(request: Request, number: AccessNumber, body: AccessWordsIn) -> AccessRequestOut:
    asking.withdraw(number, actor=request.actor, why=body.words)
    return _request(request, number)


@router.post("/requests/{number}/grant", response={200: AccessRequestOut} | SAYS_NO, summary="Yapıldığını bildir")
def grant(request: Request, number: AccessNumber, body: AccessProofIn) -> AccessRequestOut:
    executing.grant(number, actor=request.actor, proof=body.proof)
    return _request(request, number)


@router.post("/requests/{number}/uphold", response={200: AccessRequestOut} | SAYS_NO, summary="Yerinde bulundu")
def uphold(request: Request, number: AccessNumber, body: AccessWordsIn) -> AccessRequestOut:
    deciding.uphold(number, actor=request.actor, words=body.words)
    return _request(request, number)


@router.post("/requests/{number}/overrule", response={200: AccessRequestOut} | SAYS_NO, summary="Yersiz bulundu")
def overrule(request: Request, number: AccessNumber, body: AccessWordsIn) -> AccessRequestOut:
    deciding.overrule(number, actor=request.actor, words=body.words)
    return _request(request, number)


@router.get("/undertakings", response=list[AccessTextOut], summary="Kabul edeceğim metinler")
def my_texts(request: Request) -> list[AccessTextOut]:
    return [
        AccessTextOut(
            version=one.version.pk,
            name=one.undertaking.name,
            number=one.version.number,
            text=one.version.text,
            digest=one.version.digest,
            due=one.due,
        )
        for one in catalogue.texts_for(request.actor.user_id or 0)
    ]


@router.post(
    "/undertakings/{version_id}/accept", response={200: AccessAcceptOut} | SAYS_NO, summary="Okudum, kabul ettim"
)
def accept(request: Request, version_id: AccessKey, body: AccessAcceptIn) -> AccessAcceptOut:
    made = undertaking.accept(version_id, actor=request.actor, digest=body.digest)
    return AccessAcceptOut(version=version_id, digest=made.digest, at=made.at)


@router.get("/accounts", response=list[SharedAccountOut], summary="Ortak hesaplar")
def list_accounts(request: Request) -> list[SharedAccountOut]:
    return [SharedAccountOut.of(row) for row in keeping.accounts(request.actor)]


@router.post("/drift", response={200: AccessDriftOut} | SAYS_NO, summary="Bir sistemin tuttuklarını bildir")
def report_drift(request: Request, body: AccessDriftIn) -> AccessDriftOut:
    if not request.actor.holds(access.KEEP):
        raise Http404
    seen = [drifting.Observed(one.target, one.username, one.last_used_on) for one in body.observed]
    found = drifting.report_drift(actor=request.actor, system=body.system, observed=seen)
    return AccessDriftOut(fresh=found.fresh, gone=found.gone, open=found.open)


@router.get("/people/{person_id}/entitlements", response=list[EntitlementOut], summary="Bir kişinin yetkileri")
def of_person(request: Request, person_id: AccessKey) -> list[EntitlementOut]:
    get_object_or_404(anybody(), pk=person_id)
    rows = entitlements.entitlements(request.actor).filter(assignee_id=person_id, state="active")
    return [EntitlementOut.of(row) for row in rows.select_related("right", "assignee")[:500]]
