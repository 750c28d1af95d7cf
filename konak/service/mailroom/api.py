"""The door for machines to what came by mail."""

import datetime as dt
from typing import Annotated

from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from . import queries, services
from .models import Mail

router = Router(tags=["Gelen iletiler"])
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class MailOut(Schema):
    id: int
    box: int
    received_at: dt.datetime
    sender_name: str
    sender_address: str
    proved: bool
    subject: str
    state: str
    why: str
    ticket: str
    size: int


class MailList(Schema):
    items: list[MailOut]
    next: str


class MailboxOut(Schema):
    id: int
    name: str
    address: str
    unit: int
    service_code: str
    active: bool
    read_at: dt.datetime | None
    fault: str
    today: int
    waiting: int
    failed: int


class MailWordsIn(Schema):
    words: Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")] = ""


def _out(row: Mail) -> MailOut:
    return MailOut(
        id=row.pk,
        box=row.mailbox_id,
        received_at=row.received_at,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        proved=row.proved,
        subject=row.subject,
        state=row.state,
        why=row.why,
        ticket=row.ticket,
        size=row.size,
    )


@router.get("", response={200: MailList, **SAYS_NO}, summary="Gelen iletiler, yenisi önce")
def list_mails(request: Request, filters: Query[queries.MailFilter], after: str = "") -> MailList:
    page = queries.page_of_mails(request.actor, filters, after=after)
    return MailList(items=[_out(row) for row in page.rows], next=page.after)


@router.get("/boxes", response={200: list[MailboxOut], **SAYS_NO}, summary="Posta kutuları ve durumları")
def list_mailboxes(request: Request) -> list[MailboxOut]:
    return [
        MailboxOut(
            id=row.box.pk,
            name=row.box.name,
            address=row.box.address,
            unit=row.box.unit_id,
            service_code=row.box.service_code,
            active=row.box.active,
            read_at=row.box.read_at,
            fault=row.box.fault,
            today=row.today,
            waiting=row.waiting,
            failed=row.failed,
        )
        for row in queries.health(request.actor)
    ]


@router.get("/{mail_id}", response={200: MailOut, **SAYS_NO}, summary="Bir ileti")
def get_mail(request: Request, mail_id: Key) -> MailOut:
    return _out(queries.mail(request.actor, mail_id))


@router.post("/{mail_id}/open", response={200: MailOut, **SAYS_NO}, summary="Bekleyen iletiden talep aç")
def open_mail(request: Request, mail_id: Key) -> MailOut:
    return _out(services.open_anyway(mail_id, actor=request.actor))


@router.post("/{mail_id}/dismiss", response={200: MailOut, **SAYS_NO}, summary="Talep açılmasın")
def dismiss_mail(request: Request, mail_id: Key, body: MailWordsIn) -> MailOut:
    return _out(services.dismiss(mail_id, actor=request.actor, words=body.words))


@router.post("/{mail_id}/retry", response={200: MailOut, **SAYS_NO}, summary="İşlenemeyen iletiyi yeniden dene")
def retry_mail(request: Request, mail_id: Key) -> MailOut:
    return _out(services.retry(mail_id, actor=request.actor))
