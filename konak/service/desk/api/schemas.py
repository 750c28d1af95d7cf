"""What goes in and out at the door for machines."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, StringConstraints

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import line

from .. import queries
from ..models import Service, Ticket

Line24 = Annotated[str, line(24)]
Line60 = Annotated[str, line(60)]
Line120 = Annotated[str, line(120)]
Line250 = Annotated[str, line(250)]
Words = Annotated[str, line(2_000)]
Long = Annotated[str, line(20_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Grade3 = Annotated[int, Field(ge=1, le=3)]
Priority4 = Annotated[int, Field(ge=1, le=4)]


class DeskNamed(Schema):
    id: int
    name: str


class DeskStepOut(Schema):
    """A step the asker may take now: POST to `…/{name}`."""

    name: str
    label: str
    danger: str = ""


class DeskQuestionOut(Schema):
    key: str
    type: str
    label: str
    help: str = ""
    required: bool = False
    options: list[str] = []


class DeskServiceOut(Schema):
    code: str
    name: str
    description: str
    group: str
    unit: str
    kinds: list[str]
    approver: str
    time_required: bool


class DeskServiceDetail(DeskServiceOut):
    """With its form: the questions as they are shown, and the JSON Schema the answers are checked by."""

    procedure: str
    version: int | None
    questions: list[DeskQuestionOut]
    form_schema: dict[str, Any]


class TicketOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    kind: str
    channel: str
    service: str
    priority: int
    unit: DeskNamed
    assignee: DeskNamed | None
    requester: DeskNamed | None
    opened_at: dt.datetime
    answer_due: dt.datetime | None
    answered_at: dt.datetime | None
    solve_due: dt.datetime | None
    solved_at: dt.datetime | None
    clock_on: bool
    closed_at: dt.datetime | None
    asset_tag: str
    reopened: int
    score: int | None
    tags: list[str]
    system: str | None


def ticket_row(one: Ticket) -> dict[str, Any]:
    case = one.case
    return {
        "number": case.number,
        "subject": case.subject,
        "state": case.state,
        "state_label": one.state_label,
        "kind": one.kind,
        "channel": one.channel,
        "service": one.service.code,
        "priority": one.priority,
        "unit": DeskNamed(id=case.unit_id, name=case.unit.name),
        "assignee": DeskNamed(id=case.assignee.pk, name=case.assignee.full_name) if case.assignee else None,
        "requester": DeskNamed(id=one.requester.pk, name=one.requester.full_name) if one.requester else None,
        "opened_at": one.opened_at,
        "answer_due": one.answer_due,
        "answered_at": one.answered_at,
        "solve_due": one.solve_due,
        "solved_at": one.solved_at,
        "clock_on": one.clock_on,
        "closed_at": case.closed_at,
        "asset_tag": one.asset_tag,
        "reopened": one.reopened,
        "score": one.score,
        "tags": one.tags,
        "system": one.system.code if one.system else None,
    }


class TicketList(Schema):
    items: list[TicketOut]
    next: str


class DeskMessageOut(Schema):
    id: int
    at: dt.datetime
    author: str
    by_desk: bool
    internal: bool
    channel: str
    text: str
    files: list[str]


class DeskCheckOut(Schema):
    """One line of the checklist; `done_at` says that it was ticked off."""

    id: int
    text: str
    required: bool
    done_at: dt.datetime | None


class TicketDetail(TicketOut):
    text: str
    answers: dict[str, Any]
    impact: int
    urgency: int
    solution: str
    outcome: str
    third_party: str
    minutes_spent: int
    parent: str | None
    merged_into: str | None
    children: list[str]
    checks: list[DeskCheckOut]
    messages: list[DeskMessageOut]
    steps: list[DeskStepOut]


def detail(request: Request, number: str) -> TicketDetail:
    one = queries.ticket(request.actor, number)
    sheet = queries.sheet(one, request.actor)
    return TicketDetail(
        **ticket_row(one),
        text=one.text,
        answers=one.answers,
        impact=one.impact,
        urgency=one.urgency,
        solution=one.solution,
        outcome=one.outcome,
        third_party=one.third_party if sheet.desk else "",
        minutes_spent=one.minutes_spent if sheet.desk else 0,
        parent=one.parent.case.number if one.parent else None,
        merged_into=one.merged_into.case.number if one.merged_into else None,
        children=[each.case.number for each in sheet.children],
        checks=[
            DeskCheckOut(id=each.pk, text=each.text, required=each.required, done_at=each.done_at)
            for each in (one.checks.all() if sheet.desk else [])
        ],
        messages=[
            DeskMessageOut(
                id=said.pk,
                at=said.at,
                author=said.name,
                by_desk=said.by_desk,
                internal=said.internal,
                channel=said.channel,
                text=said.text,
                files=[f"/destek/talep/{number}/ek/{file.pk}/" for file in said.files],
            )
            for said in sheet.said
        ],
        steps=[
            DeskStepOut(name=step.name, label=step.label, danger=step.danger)
            for step in steps_open(one, request.actor)
        ],
    )


def service_row(one: Service) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "description": one.description,
        "group": one.group.name,
        "unit": one.unit.name,
        "kinds": one.kinds,
        "approver": one.approver,
        "time_required": one.time_required,
    }


class TicketOpen(Schema):
    """A request. `answers` by the keys of the form; with `on_behalf_of` the desk opens it for somebody."""

    service_code: Line60
    subject: Line250
    text: Long = ""
    kind: Line24 = ""
    answers: dict[str, Any] = {}
    on_behalf_of: Key | None = None
    impact: Grade3 | None = None
    urgency: Grade3 | None = None
    asset_tag: Line60 = ""
    place: Line120 = ""
    contact_phone: Annotated[str, line(32)] = ""
    parent: Line24 = ""
    tags: list[Line60] = []
    system_id: Key | None = None


class TicketAnnounce(Schema):
    """Something that happened by itself. While its ticket is open the same `source` adds a line to it."""

    source: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    service_code: Line60
    subject: Line250
    text: Long = ""
    priority: Priority4 | None = None
    asset_tag: Line60 = ""


class DeskText(Schema):
    text: Long


class DeskWords(Schema):
    words: Words = ""


class DeskWrite(Schema):
    text: Long = ""
    internal: bool = False


class DeskRefer(Schema):
    party: Annotated[str, line(200)]
    words: Words = ""
    promised_at: AwareDatetime | None = None


class DeskSolve(Schema):
    text: Long
    outcome: Line24 = "done"
    minutes: Annotated[int, Field(ge=1, le=6_000)] | None = None
    children: bool = False
    """Solve the open parts by the same solution."""


class DeskAssign(Schema):
    assignee_id: Key | None = None
    unit_id: Key | None = None
    words: Words = ""


class DeskClassify(Schema):
    service_code: Line60 = ""
    kind: Line24 = ""
    impact: Grade3 | None = None
    urgency: Grade3 | None = None
    priority: Priority4 | None = None
    asset_tag: Line60 | None = None
    system_id: Key | None = None
    no_system: bool = False
    tags: list[Line60] | None = None


class DeskRate(Schema):
    score: Annotated[int, Field(ge=1, le=5)]
    words: Words = ""


class DeskTime(Schema):
    minutes: Annotated[int, Field(ge=1, le=6_000)]
    on: dt.date | None = None
    note: Line250 = ""


class DeskMerge(Schema):
    into: Line24


class DeskSeek(Schema):
    approver_id: Key


# Tools --------------------------------------------------------------------------------------------------------------

ToolKind = Literal["template", "macro", "canned"]
Minutes = Annotated[int, Field(ge=1, le=6_000)]
Text = Annotated[str, line(8_000)]


class DeskDone(Schema):
    """What became of one ticket of many."""

    number: str
    done: bool
    words: str = ""


class DeskMany(Schema):
    """One act on several tickets: take, assign, ask, refer, resume, solve, close, priority, tag, macro, merge, link,
    parent; with what the act asks (`text`, `party`, `assignee_id`, `unit_id`, `priority`, `tags`, `macro_id`, `into`,
    `other`, `parent`)."""

    numbers: Annotated[list[Line24], Field(min_length=1, max_length=200)]
    act: Line24
    text: Long | None = None
    party: Annotated[str, line(200)] | None = None
    assignee_id: Key | None = None
    unit_id: Key | None = None
    priority: Priority4 | None = None
    tags: list[Line60] | None = None
    macro_id: Key | None = None
    into: Line24 | None = None
    other: Line24 | None = None
    parent: Line24 | None = None


class DeskPresent(Schema):
    """Somebody else who has the ticket open."""

    name: str
    typing: bool


class DeskHere(Schema):
    """I have it open, and write or not."""

    typing: bool = False


class DeskDraftIn(Schema):
    """Empty: nothing is shared any more."""

    text: Long = ""
    internal: bool = False


class DeskDraftOut(Schema):
    person: str
    text: str
    internal: bool
    saved_at: dt.datetime


class DeskRunMacro(Schema):
    macro_id: Key


class DeskSplit(Schema):
    service_code: Line60
    subject: Line250
    text: Long = ""
    kind: Line24 = ""
    message_id: Key | None = None
    part: bool = True


class DeskLink(Schema):
    other: Line24
    why: Line60 = ""


class DeskUnlink(Schema):
    other: Line24


class DeskParent(Schema):
    """Empty: a part of nothing."""

    parent: Line24 = ""


class DeskTick(Schema):
    done: bool = True


class DeskCheckIn(Schema):
    text: Annotated[str, line(200)]
    required: bool = False


class DeskTemplateIn(Schema):
    name: Annotated[str, line(80)]
    service_id: Key
    subject: Line250
    unit_id: Key | None = None
    mine: bool = False
    kind: Line24 = ""
    text: Text = ""
    priority: Priority4 | None = None
    tags: list[Line60] = []
    active: bool = True


class DeskTemplateOut(Schema):
    id: int
    name: str
    unit: str | None
    mine: bool
    service: str
    kind: str
    subject: str
    text: str
    priority: int | None
    tags: list[str]


class DeskMacroIn(Schema):
    name: Annotated[str, line(80)]
    unit_id: Key | None = None
    mine: bool = False
    step: Line24 = ""
    to_unit_id: Key | None = None
    assignee_id: Key | None = None
    priority: Priority4 | None = None
    text: Text = ""
    internal: bool = False
    party: Annotated[str, line(200)] = ""
    outcome: Line24 = ""
    minutes: Minutes | None = None
    tags: list[Line60] = []
    order: Annotated[int, Field(ge=0, le=9_999)] = 50
    active: bool = True


class DeskMacroOut(Schema):
    id: int
    name: str
    unit: str | None
    mine: bool
    step: str
    priority: int | None
    text: str
    internal: bool
    tags: list[str]


class DeskCannedIn(Schema):
    name: Annotated[str, line(80)]
    text: Text
    word: Annotated[str, line(40)] = ""
    unit_id: Key | None = None
    mine: bool = False
    service_id: Key | None = None
    active: bool = True


class DeskCannedOut(Schema):
    id: int
    name: str
    word: str
    unit: str | None
    mine: bool
    text: str


class DeskTimeOut(Schema):
    on: dt.date
    person: str
    minutes: int
    note: str
    ticket: str


class DeskAtHand(Schema):
    """A text at hand, filled from the ticket."""

    label: str
    note: str
    insert: str
