"""Many tickets at once, macros, ties, checklists, and what a team keeps at hand."""

import datetime as dt
from typing import Any

from django.utils.timezone import localdate
from ninja import Router, Status

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..lifecycle import serves
from ..models import Canned, Macro, Template, Ticket
from . import schemas as x

router = Router(tags=["desk"])
MOST = 500


@router.post("/many", response={200: list[x.DeskDone]} | SAYS_NO, summary="Birçok talepte aynı işlem")
def many(request: Request, body: x.DeskMany) -> list[x.DeskDone]:
    """What is refused is told ticket by ticket and stops none of the others."""
    wanted = {
        "assign": ("assignee_id", "unit_id"),
        "ask": ("text",),
        "refer": ("party",),
        "solve": ("text",),
        "priority": ("priority",),
        "tag": ("tags",),
        "macro": ("macro_id",),
        "merge": ("into",),
        "link": ("other",),
        "parent": ("parent",),
    }.get(body.act, ())
    given: dict[str, Any] = {name: getattr(body, name) for name in wanted}
    if missing := [name for name, value in given.items() if value is None and body.act != "assign"]:
        raise Refused(f"Bu işlem için «{missing[0]}» verilmeli.")
    found = services.many(body.numbers, actor=request.actor, act=body.act, **given)
    return [x.DeskDone(number=one.number, done=one.done, words=one.words) for one in found]


@router.post("/tickets/{number}/macro", response={200: x.DeskDone} | SAYS_NO, summary="Makro çalıştır")
def run_macro(request: Request, number: x.Line24, body: x.DeskRunMacro) -> x.DeskDone:
    """The macro may move the ticket out of one's reach: the answer says what was done."""
    services.run_macro(number, actor=request.actor, macro_id=body.macro_id)
    return x.DeskDone(number=number, done=True)


@router.post("/tickets/{number}/split", response={201: x.TicketDetail} | SAYS_NO, summary="Yeni talep ayır")
def split(request: Request, number: x.Line24, body: x.DeskSplit) -> Status[x.TicketDetail]:
    made = services.split(number, actor=request.actor, **body.dict())
    return Status(201, x.detail(request, made.case.number))


@router.post("/tickets/{number}/link", response={200: x.TicketDetail} | SAYS_NO, summary="Başka talebe bağla")
def link(request: Request, number: x.Line24, body: x.DeskLink) -> x.TicketDetail:
    services.link(number, actor=request.actor, **body.dict())
    return x.detail(request, number)


@router.post("/tickets/{number}/unlink", response={200: x.TicketDetail} | SAYS_NO, summary="Bağı kaldır")
def unlink(request: Request, number: x.Line24, body: x.DeskUnlink) -> x.TicketDetail:
    services.unlink(number, actor=request.actor, other=body.other)
    return x.detail(request, number)


@router.post("/tickets/{number}/parent", response={200: x.TicketDetail} | SAYS_NO, summary="Üst talebe bağla")
def parent(request: Request, number: x.Line24, body: x.DeskParent) -> x.TicketDetail:
    services.set_parent(number, actor=request.actor, parent=body.parent)
    return x.detail(request, number)


@router.post("/tickets/{number}/checks", response={201: x.TicketDetail} | SAYS_NO, summary="Denetim maddesi ekle")
def add_check(request: Request, number: x.Line24, body: x.DeskCheckIn) -> Status[x.TicketDetail]:
    services.add_check(number, actor=request.actor, **body.dict())
    return Status(201, x.detail(request, number))


@router.post(
    "/tickets/{number}/checks/{check_id}", response={200: x.TicketDetail} | SAYS_NO, summary="Maddeyi tamamla"
)
def tick(request: Request, number: x.Line24, check_id: x.Key, body: x.DeskTick) -> x.TicketDetail:
    services.tick(number, check_id, actor=request.actor, done=body.done)
    return x.detail(request, number)


@router.get("/tickets/{number}/canned", response={200: list[x.DeskAtHand]} | SAYS_NO, summary="Hazır metinler")
def at_hand(request: Request, number: x.Line24, q: x.Line60 = "") -> list[x.DeskAtHand]:
    """Texts for this ticket, filled from it."""
    one = queries.ticket(request.actor, number)
    if not serves(one, request.actor):
        return []
    found = queries.canned_for(one, request.actor, q)
    return [x.DeskAtHand(label=each.label, note=each.note, insert=each.insert) for each in found]


def _served(request: Request, number: str) -> Ticket:
    """The ticket, for whoever works on it; to others who is there and what is begun is unknown."""
    one = queries.ticket(request.actor, number)
    if not serves(one, request.actor):
        raise Ticket.DoesNotExist
    return one


@router.get(
    "/tickets/{number}/present", response={200: list[x.DeskPresent]} | SAYS_NO, summary="Talebi açık tutanlar"
)
def present(request: Request, number: x.Line24) -> list[x.DeskPresent]:
    rows = queries.others_here(_served(request, number).pk, request.actor)
    return [x.DeskPresent(name=one.name, typing=one.typing) for one in rows]


@router.post("/tickets/{number}/present", response={200: list[x.DeskPresent]} | SAYS_NO, summary="Buradayım")
def be_here(request: Request, number: x.Line24, body: x.DeskHere) -> list[x.DeskPresent]:
    """Say it at least every 45 seconds while it is open; the answer says who else is there."""
    one = _served(request, number)
    services.be_here(one.pk, actor=request.actor, typing=body.typing)
    return [x.DeskPresent(name=each.name, typing=each.typing) for each in queries.others_here(one.pk, request.actor)]


def _draft(one: Ticket) -> x.DeskDraftOut | None:
    row = queries.shared_draft(one)
    if row is None:
        return None
    return x.DeskDraftOut(person=row.user.full_name, text=row.text, internal=row.internal, saved_at=row.saved_at)


@router.get("/tickets/{number}/draft", response={200: x.DeskDraftOut | None} | SAYS_NO, summary="Paylaşılan taslak")
def draft(request: Request, number: x.Line24) -> x.DeskDraftOut | None:
    return _draft(_served(request, number))


@router.put("/tickets/{number}/draft", response={200: x.DeskDraftOut | None} | SAYS_NO, summary="Taslağı paylaş")
def share_draft(request: Request, number: x.Line24, body: x.DeskDraftIn) -> x.DeskDraftOut | None:
    one = _served(request, number)
    services.share_draft(number, actor=request.actor, **body.dict())
    return _draft(one)


def _template(one: Template) -> x.DeskTemplateOut:
    unit = one.unit.name if one.unit else None
    return x.DeskTemplateOut(
        id=one.pk,
        name=one.name,
        unit=unit,
        mine=one.owner_id is not None,
        service=one.service.code,
        kind=one.kind,
        subject=one.subject,
        text=one.text,
        priority=one.priority,
        tags=one.tags,
    )


def _macro(one: Macro) -> x.DeskMacroOut:
    unit = one.unit.name if one.unit else None
    return x.DeskMacroOut(
        id=one.pk,
        name=one.name,
        unit=unit,
        mine=one.owner_id is not None,
        step=one.step,
        priority=one.priority,
        text=one.text,
        internal=one.internal,
        tags=one.tags,
    )


def _canned(one: Canned) -> x.DeskCannedOut:
    unit = one.unit.name if one.unit else None
    return x.DeskCannedOut(
        id=one.pk, name=one.name, word=one.word, unit=unit, mine=one.owner_id is not None, text=one.text
    )


@router.get("/templates", response=list[x.DeskTemplateOut], summary="Talep şablonları")
def templates(request: Request) -> list[x.DeskTemplateOut]:
    return [_template(one) for one in queries.templates_for(request.actor)[:MOST]]


@router.post("/templates", response={201: x.DeskTemplateOut} | SAYS_NO, summary="Şablon ekle")
def add_template(request: Request, body: x.DeskTemplateIn) -> Status[x.DeskTemplateOut]:
    return Status(201, _template(services.save_template(actor=request.actor, **body.dict())))


@router.put("/templates/{key}", response={200: x.DeskTemplateOut} | SAYS_NO, summary="Şablonu değiştir")
def change_template(request: Request, key: x.Key, body: x.DeskTemplateIn) -> x.DeskTemplateOut:
    return _template(services.save_template(key, actor=request.actor, **body.dict()))


@router.get("/macros", response=list[x.DeskMacroOut], summary="Makrolar")
def macros(request: Request) -> list[x.DeskMacroOut]:
    return [_macro(one) for one in queries.macros_of_desk(request.actor)[:MOST]]


@router.post("/macros", response={201: x.DeskMacroOut} | SAYS_NO, summary="Makro ekle")
def add_macro(request: Request, body: x.DeskMacroIn) -> Status[x.DeskMacroOut]:
    return Status(201, _macro(services.save_macro(actor=request.actor, **body.dict())))


@router.put("/macros/{key}", response={200: x.DeskMacroOut} | SAYS_NO, summary="Makroyu değiştir")
def change_macro(request: Request, key: x.Key, body: x.DeskMacroIn) -> x.DeskMacroOut:
    return _macro(services.save_macro(key, actor=request.actor, **body.dict()))


@router.get("/canned", response=list[x.DeskCannedOut], summary="Hazır metinler (düzenleyenin gördüğü)")
def canned(request: Request) -> list[x.DeskCannedOut]:
    return [_canned(one) for one in queries.canned_of_desk(request.actor)[:MOST]]


@router.post("/canned", response={201: x.DeskCannedOut} | SAYS_NO, summary="Hazır metin ekle")
def add_canned(request: Request, body: x.DeskCannedIn) -> Status[x.DeskCannedOut]:
    return Status(201, _canned(services.save_canned(actor=request.actor, **body.dict())))


@router.put("/canned/{key}", response={200: x.DeskCannedOut} | SAYS_NO, summary="Hazır metni değiştir")
def change_canned(request: Request, key: x.Key, body: x.DeskCannedIn) -> x.DeskCannedOut:
    return _canned(services.save_canned(key, actor=request.actor, **body.dict()))


@router.delete("/tools/{kind}/{key}", response={204: None} | SAYS_NO, summary="Şablon, makro ya da metin sil")
def drop_tool(request: Request, kind: x.ToolKind, key: x.Key) -> Status[None]:
    services.drop_tool(kind, key, actor=request.actor)
    return Status(204, None)


@router.get("/times", response=list[x.DeskTimeOut], summary="Harcanan süreler")
def times(request: Request, since: dt.date | None = None, until: dt.date | None = None) -> list[x.DeskTimeOut]:
    """Entries of the units whose numbers the asker reads, and his own; of this month when no days are given."""
    today = localdate()
    rows = queries.worked(request.actor, since or today.replace(day=1), until or today)
    return [
        x.DeskTimeOut(
            on=one.on, person=one.user.full_name, minutes=one.minutes, note=one.note, ticket=one.ticket.case.number
        )
        for one in queries.entries(rows, MOST)
    ]
