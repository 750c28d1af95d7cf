"""The door for machines to webhooks."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Delivery, Subscription

router = Router(tags=["Web kancaları"])


Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class HookIn(Schema):
    name: Annotated[str, line(80)]
    url: Annotated[str, line(500)]
    announcements: Annotated[list[Annotated[str, line(60)]], Field(max_length=200)]


class HookOut(Schema):
    id: int
    name: str
    url: str
    announcements: list[str]
    owner: int
    active: bool
    stopped_why: str
    delivered_at: dt.datetime | None


class HookMadeOut(HookOut):
    secret: str


class HookDeliveryOut(Schema):
    id: int
    event: str
    announcement: str
    number: str
    state: str
    attempts: int
    status: int | None
    problem: str
    made_at: dt.datetime


class HookDeliveryList(Schema):
    items: list[HookDeliveryOut]
    next: str


class HookSwitchIn(Schema):
    active: bool


class HookReplayedOut(Schema):
    count: int
    """Deliveries that wait again."""


class HookAnnouncementOut(Schema):
    name: str
    label: str


def _out(row: Subscription) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "url": row.url,
        "announcements": row.announcements,
        "owner": row.owner_id,
        "active": row.active,
        "stopped_why": row.stopped_why,
        "delivered_at": row.delivered_at,
    }


def _sent(row: Delivery) -> HookDeliveryOut:
    return HookDeliveryOut(
        id=row.pk,
        event=str(row.event),
        announcement=row.announcement,
        number=row.number,
        state=row.state,
        attempts=row.attempts,
        status=row.status,
        problem=row.problem,
        made_at=row.made_at,
    )


@router.get("/announcements", response={200: list[HookAnnouncementOut], **SAYS_NO}, summary="Duyurular")
def list_announcements(request: Request) -> list[HookAnnouncementOut]:
    return [HookAnnouncementOut(name=one.name, label=one.label) for one in queries.choices()]


@router.get("", response={200: list[HookOut], **SAYS_NO}, summary="Web kancaları")
def list_hooks(request: Request) -> list[HookOut]:
    return [HookOut(**_out(row)) for row in queries.subscriptions(request.actor)]


@router.post("", response={201: HookMadeOut, **SAYS_NO}, summary="Web kancası kur; gizli anahtar yalnız burada döner")
def create_hook(request: Request, body: HookIn) -> Status[HookMadeOut]:
    made, secret = services.subscribe(actor=request.actor, **body.dict())
    return Status(201, HookMadeOut(**_out(made), secret=secret))


@router.get("/{hook_id}", response={200: HookOut, **SAYS_NO}, summary="Bir web kancası")
def get_hook(request: Request, hook_id: Key) -> HookOut:
    return HookOut(**_out(queries.subscription(request.actor, hook_id)))


@router.put("/{hook_id}", response={200: HookOut, **SAYS_NO}, summary="Web kancasını değiştir")
def change_hook(request: Request, hook_id: Key, body: HookIn) -> HookOut:
    made, _ = services.subscribe(hook_id, actor=request.actor, **body.dict())
    return HookOut(**_out(made))


@router.post("/{hook_id}/switch", response={200: HookOut, **SAYS_NO}, summary="Durdur ya da yeniden aç")
def switch_hook(request: Request, hook_id: Key, body: HookSwitchIn) -> HookOut:
    return HookOut(**_out(services.switch(hook_id, actor=request.actor, active=body.active)))


@router.post("/{hook_id}/ping", response={200: HookDeliveryOut, **SAYS_NO}, summary="Deneme isteği gönder")
def ping_hook(request: Request, hook_id: Key) -> HookDeliveryOut:
    return _sent(services.ping(hook_id, actor=request.actor))


@router.get("/{hook_id}/deliveries", response={200: HookDeliveryList, **SAYS_NO}, summary="Gönderimler, yenisi önce")
def list_hook_deliveries(
    request: Request, hook_id: Key, state: Annotated[str, line(10)] = "", after: str = ""
) -> HookDeliveryList:
    page = queries.deliveries(request.actor, hook_id, state=state, after=after)
    return HookDeliveryList(items=[_sent(row) for row in page.rows], next=page.after)


@router.post(
    "/{hook_id}/replay-failed", response={200: HookReplayedOut, **SAYS_NO}, summary="Teslim edilemeyenleri yinele"
)
def replay_failed_hook_deliveries(request: Request, hook_id: Key) -> HookReplayedOut:
    return HookReplayedOut(count=services.replay_failed(hook_id, actor=request.actor))


@router.post(
    "/deliveries/{delivery_id}/replay", response={200: HookDeliveryOut, **SAYS_NO}, summary="Gönderimi yinele"
)
def replay_hook_delivery(request: Request, delivery_id: Key) -> HookDeliveryOut:
    return _sent(services.replay(delivery_id, actor=request.actor))
