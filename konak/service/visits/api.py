"""The door for machines: visits, recurring requests, outages, impact; the same services as the screens."""

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Outage, Recurring, Visit
from .tables import calendar_of

router = Router(tags=["visits"])


Line24 = Annotated[str, line(24)]
Line60 = Annotated[str, line(60)]
Line160 = Annotated[str, line(160)]
Line250 = Annotated[str, line(250)]
Words = Annotated[str, line(4_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Keys = Annotated[list[Key], Field(max_length=200)]
Minutes = Annotated[int, Field(ge=1, le=600)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class VisitStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class VisitOut(Schema):
    number: str
    ticket: str
    subject: str
    kind: str
    state: str
    state_label: str
    unit: int
    technician: int
    host: int | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    proposed_at: dt.datetime | None
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: str
    report: str


class VisitDetail(VisitOut):
    contact: str
    note: str
    steps: list[VisitStepOut]


class VisitList(Schema):
    items: list[VisitOut]
    next: str


def _facts(one: Visit) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "ticket": one.ticket.case.number,
        "subject": one.case.subject,
        "kind": one.kind,
        "state": one.case.state,
        "state_label": one.state_label,
        "unit": one.case.unit_id,
        "technician": one.technician_id,
        "host": one.host_id,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "place": one.place,
        "proposed_at": one.proposed_at,
        "began_at": one.began_at,
        "ended_at": one.ended_at,
        "outcome": one.outcome,
        "report": one.report,
    }


def _steps(record: Any, request: Request) -> list[VisitStepOut]:
    return [
        VisitStepOut(name=step.name, label=step.label, danger=step.danger)
        for step in steps_open(record, request.actor)
    ]


def _visit(request: Request, number: str) -> VisitDetail:
    one = queries.visit(request.actor, number)
    return VisitDetail(**_facts(one), contact=one.contact, note=one.note, steps=_steps(one, request))


class VisitIn(Schema):
    ticket: Line24
    technician: Key
    starts_at: dt.datetime
    minutes: Minutes
    kind: Line24 = "onsite"
    place: Line160 = ""
    contact: Line160 = ""
    note: Annotated[str, line(2_000)] = ""
    off_hours_why: Line250 = ""


class VisitMoveIn(Schema):
    starts_at: dt.datetime
    minutes: Minutes
    technician: Key | None = None
    off_hours_why: Line250 = ""


class VisitProposeIn(Schema):
    starts_at: dt.datetime
    why: Line250


class VisitAgreeIn(Schema):
    off_hours_why: Line250 = ""


class VisitFinishIn(Schema):
    outcome: Line24
    report: Words
    minutes: Minutes | None = None


class VisitWhyIn(Schema):
    why: Line250


def aware(moment: dt.datetime) -> dt.datetime:
    """A moment without a zone is meant in the time of the house."""
    return moment if moment.tzinfo else moment.replace(tzinfo=queries.ZONE)


@router.get("", response=VisitList, summary="Ziyaretler")
def list_visits(
    request: Request, filters: Query[queries.VisitFilter], cursor: Cursor = "", limit: Page = 50
) -> VisitList:
    rows, after = page_after(queries.visits(request.actor, filters), ("-starts_at", "-pk"), cursor, limit)
    return VisitList(items=[VisitOut(**_facts(one)) for one in rows], next=after)


@router.post("", response={201: VisitDetail} | SAYS_NO, summary="Ziyaret planla")
def plan(request: Request, body: VisitIn) -> Status[VisitDetail]:
    facts = body.dict() | {"technician_id": body.technician, "starts_at": aware(body.starts_at)}
    facts.pop("technician")
    made = services.plan(facts.pop("ticket"), actor=request.actor, **facts)
    return Status(201, _visit(request, made.case.number))


class RecurringOut(Schema):
    id: int
    subject: str
    text: str
    service: int
    unit: int
    assignee: int | None
    asset_tag: str
    every: str
    starts_on: dt.date
    until: dt.date | None
    next_on: dt.date | None
    state: str
    problem: str
    next_days: list[dt.date]


class RecurringIn(Schema):
    service: Key
    subject: Annotated[str, line(200)]
    every: Line24
    starts_on: dt.date
    text: Words = ""
    asset_tag: Line60 = ""
    until: dt.date | None = None
    assignee: Key | None = None


class RecurringChangeIn(Schema):
    subject: Annotated[str, line(200)]
    every: Line24
    starts_on: dt.date
    text: Words = ""
    asset_tag: Line60 = ""
    until: dt.date | None = None
    assignee: Key | None = None


def _plan(one: Recurring) -> RecurringOut:
    return RecurringOut(
        id=one.pk,
        subject=one.subject,
        text=one.text,
        service=one.service_id,
        unit=one.unit_id,
        assignee=one.assignee_id,
        asset_tag=one.asset_tag,
        every=one.every,
        starts_on=one.starts_on,
        until=one.until,
        next_on=one.next_on,
        state=one.state,
        problem=one.problem,
        next_days=queries.next_days(one),
    )


@router.get("/recurring", response=list[RecurringOut], summary="Tekrarlayan talepler")
def list_plans(request: Request, filters: Query[queries.RecurringFilter]) -> list[RecurringOut]:
    return [_plan(one) for one in queries.plans(request.actor, filters).order_by("next_on", "pk")[:200]]


@router.post("/recurring", response={201: RecurringOut} | SAYS_NO, summary="Tekrarlayan talep ekle")
def add_plan(request: Request, body: RecurringIn) -> Status[RecurringOut]:
    facts = body.dict()
    facts |= {"service_id": facts.pop("service"), "assignee_id": facts.pop("assignee")}
    return Status(201, _plan(services.add_plan(actor=request.actor, **facts)))


@router.get("/recurring/{int:plan_id}", response={200: RecurringOut} | SAYS_NO, summary="Bir tekrarlayan talep")
def one_plan(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(queries.plan(request.actor, plan_id))


@router.put("/recurring/{int:plan_id}", response={200: RecurringOut} | SAYS_NO, summary="Tekrarlayan talebi değiştir")
def edit_plan(request: Request, plan_id: Key, body: RecurringChangeIn) -> RecurringOut:
    facts = body.dict()
    facts["assignee_id"] = facts.pop("assignee")
    return _plan(services.edit_plan(plan_id, actor=request.actor, **facts))


@router.post("/recurring/{int:plan_id}/pause", response={200: RecurringOut} | SAYS_NO, summary="Duraklat")
def pause(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(services.pause(plan_id, actor=request.actor))


@router.post("/recurring/{int:plan_id}/resume", response={200: RecurringOut} | SAYS_NO, summary="Sürdür")
def resume(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(services.resume(plan_id, actor=request.actor))


@router.post("/recurring/{int:plan_id}/end", response={200: RecurringOut} | SAYS_NO, summary="Bitir")
def end_plan(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(services.end_plan(plan_id, actor=request.actor))


class OutageOut(Schema):
    number: str
    subject: str
    nature: str
    effect: str
    audience: str
    state: str
    state_label: str
    unit: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    minutes_down: int | None
    text: str
    advice: str
    told: int


class OutageUpdateOut(Schema):
    text: str
    at: dt.datetime


class OutageDetail(OutageOut):
    systems: list[str]
    services: list[int]
    units: list[int]
    places: list[str]
    tags: list[str]
    updates: list[OutageUpdateOut]
    steps: list[VisitStepOut]


class OutageList(Schema):
    items: list[OutageOut]
    next: str


class OutageIn(Schema):
    subject: Annotated[str, line(200)]
    text: Words
    starts_at: dt.datetime
    ends_at: dt.datetime
    nature: Line24 = "planned"
    effect: Line24 = "down"
    audience: Line24 = "units"
    advice: Annotated[str, line(2_000)] = ""
    world: bool = False
    systems: Keys = []
    services: Keys = []
    places: Keys = []
    units: Keys = []
    tags: Annotated[str, line(1_000)] = ""


class OutageBeginIn(Schema):
    began_at: dt.datetime | None = None


class OutageWindowIn(Schema):
    starts_at: dt.datetime
    ends_at: dt.datetime
    why: Line250


class OutageExtendIn(Schema):
    ends_at: dt.datetime
    why: Line250


class OutageSayIn(Schema):
    text: Annotated[str, line(2_000)]


class OutageEndIn(Schema):
    done: Words
    ended_at: dt.datetime | None = None
    answer_tickets: bool = False


class OutageTicketIn(Schema):
    ticket: Line24


def _short(one: Outage) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "subject": one.case.subject,
        "nature": one.nature,
        "effect": one.effect,
        "audience": one.audience,
        "state": one.case.state,
        "state_label": one.state_label,
        "unit": one.case.unit_id,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "began_at": one.began_at,
        "ended_at": one.ended_at,
        "minutes_down": one.minutes_down,
        "text": one.text,
        "advice": one.advice,
        "told": one.told,
    }


def _outage(request: Request, number: str) -> OutageDetail:
    one = queries.outage(request.actor, number)
    return OutageDetail(
        **_short(one),
        systems=[row.code for row in one.systems.all()],
        services=[row.pk for row in one.services.all()],
        units=[row.pk for row in one.units.all()],
        places=[row.code for row in one.places.all()],
        tags=[row.tag for row in one.assets.all()],
        updates=[OutageUpdateOut(text=row.text, at=row.at) for row in queries.updates_of(one)],
        steps=_steps(one, request),
    )


@router.get("/outages", response=OutageList, summary="Kesintiler")
def list_outages(
    request: Request, filters: Query[queries.OutageFilter], cursor: Cursor = "", limit: Page = 50
) -> OutageList:
    rows, after = page_after(queries.outages(request.actor, filters), ("-starts_at", "-pk"), cursor, limit)
    return OutageList(items=[OutageOut(**_short(one)) for one in rows], next=after)


@router.get("/outages/live", response=list[OutageOut], summary="Beni ilgilendiren, duyurulan ve süren kesintiler")
def live(request: Request) -> list[OutageOut]:
    return [OutageOut(**_short(one)) for one in queries.board_of(request.actor, live=True)]


@router.post("/outages", response={201: OutageDetail} | SAYS_NO, summary="Kesinti hazırla")
def draft(request: Request, body: OutageIn) -> Status[OutageDetail]:
    facts = body.dict() | {"starts_at": aware(body.starts_at), "ends_at": aware(body.ends_at)}
    _known(body)
    made = services.draft(actor=request.actor, **facts)
    return Status(201, _outage(request, made.case.number))


def _known(body: OutageIn) -> None:
    queries.all_known(body.systems, body.services, body.places, body.units)


@router.get("/outages/{number}", response={200: OutageDetail} | SAYS_NO, summary="Bir kesinti")
def one_outage(request: Request, number: Line24) -> OutageDetail:
    return _outage(request, number)


@router.put("/outages/{number}", response={200: OutageDetail} | SAYS_NO, summary="Taslak kesintiyi değiştir")
def edit(request: Request, number: Line24, body: OutageIn) -> OutageDetail:
    _known(body)
    facts = body.dict() | {"starts_at": aware(body.starts_at), "ends_at": aware(body.ends_at)}
    services.edit(number, actor=request.actor, **facts)
    return _outage(request, number)


@router.post("/outages/{number}/announce", response={200: OutageDetail} | SAYS_NO, summary="Duyur")
def announce(request: Request, number: Line24) -> OutageDetail:
    services.announce(number, actor=request.actor)
    return _outage(request, number)


@router.post("/outages/{number}/begin", response={200: OutageDetail} | SAYS_NO, summary="Kesinti başladı")
def begin(request: Request, number: Line24, body: OutageBeginIn) -> OutageDetail:
    services.begin(number, actor=request.actor, began_at=aware(body.began_at) if body.began_at else None)
    return _outage(request, number)


@router.post("/outages/{number}/shift", response={200: OutageDetail} | SAYS_NO, summary="Zamanını değiştir")
def shift(request: Request, number: Line24, body: OutageWindowIn) -> OutageDetail:
    services.shift(
        number, actor=request.actor, starts_at=aware(body.starts_at), ends_at=aware(body.ends_at), why=body.why
    )
    return _outage(request, number)


@router.post("/outages/{number}/extend", response={200: OutageDetail} | SAYS_NO, summary="Bitişini ertele")
def extend(request: Request, number: Line24, body: OutageExtendIn) -> OutageDetail:
    services.extend(number, actor=request.actor, ends_at=aware(body.ends_at), why=body.why)
    return _outage(request, number)


@router.post("/outages/{number}/say", response={200: OutageDetail} | SAYS_NO, summary="Yeni bilgi ver")
def say(request: Request, number: Line24, body: OutageSayIn) -> OutageDetail:
    services.say(number, actor=request.actor, text=body.text)
    return _outage(request, number)


@router.post("/outages/{number}/tickets", response={200: OutageDetail} | SAYS_NO, summary="Talep bağla")
def link_ticket(request: Request, number: Line24, body: OutageTicketIn) -> OutageDetail:
    services.link_ticket(number, actor=request.actor, ticket=body.ticket)
    return _outage(request, number)


@router.post("/outages/{number}/end", response={200: OutageDetail} | SAYS_NO, summary="Kesinti bitti")
def end(request: Request, number: Line24, body: OutageEndIn) -> OutageDetail:
    services.end(
        number,
        actor=request.actor,
        done=body.done,
        ended_at=aware(body.ended_at) if body.ended_at else None,
        answer_tickets=body.answer_tickets,
    )
    return _outage(request, number)


@router.post("/outages/{number}/call-off", response={200: OutageDetail} | SAYS_NO, summary="İptal et")
def call_off(request: Request, number: Line24, body: VisitWhyIn) -> OutageDetail:
    services.call_off(number, actor=request.actor, why=body.why)
    return _outage(request, number)


class ImpactKnotOut(Schema):
    key: str
    kind: str
    label: str
    note: str
    step: int
    hit: str


class ImpactThreadOut(Schema):
    source: str
    target: str
    words: str


class ImpactOut(Schema):
    title: str
    people: int
    knots: list[ImpactKnotOut]
    threads: list[ImpactThreadOut]


def _impact(picture: queries.Impact | None) -> ImpactOut:
    if picture is None:
        raise Http404
    return ImpactOut(
        title=picture.title,
        people=picture.people,
        knots=[
            ImpactKnotOut(key=one.key, kind=one.kind, label=one.label, note=one.note, step=one.step, hit=one.hit)
            for one in picture.knots
        ],
        threads=[ImpactThreadOut(source=one.source, target=one.target, words=one.words) for one in picture.threads],
    )


@router.get("/impact/systems/{code}", response={200: ImpactOut} | SAYS_NO, summary="Bir sistem durursa")
def impact_of_system(request: Request, code: Line24) -> ImpactOut:
    return _impact(queries.of_system(request.actor, code))


@router.get("/impact/assets/{tag}", response={200: ImpactOut} | SAYS_NO, summary="Bir cihaz durursa")
def impact_of_asset(request: Request, tag: Line60) -> ImpactOut:
    return _impact(queries.of_asset(request.actor, tag))


@router.get("/calendar/{secret}.ics", auth=None, url_name="visits_feed", include_in_schema=False)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own visits and the outages one is told of: the secret is the key, and opens nothing else."""
    owner = queries.owner_of(secret)
    if owner is None:
        raise Http404
    content = calendar_of(queries.my_feed(owner), queries.in_calendar(owner), "Ziyaretlerim ve kesintiler")
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@router.get("/{number}", response={200: VisitDetail} | SAYS_NO, summary="Bir ziyaret")
def one_visit(request: Request, number: Line24) -> VisitDetail:
    return _visit(request, number)


@router.post("/{number}/start", response={200: VisitDetail} | SAYS_NO, summary="Ziyarete başla")
def start(request: Request, number: Line24) -> VisitDetail:
    services.start(number, actor=request.actor)
    return _visit(request, number)


@router.post("/{number}/finish", response={200: VisitDetail} | SAYS_NO, summary="Sonucu yaz")
def finish(request: Request, number: Line24, body: VisitFinishIn) -> VisitDetail:
    services.finish(number, actor=request.actor, **body.dict())
    return _visit(request, number)


@router.post("/{number}/propose", response={200: VisitDetail} | SAYS_NO, summary="Başka zaman öner")
def propose(request: Request, number: Line24, body: VisitProposeIn) -> VisitDetail:
    services.propose(number, actor=request.actor, starts_at=aware(body.starts_at), why=body.why)
    return _visit(request, number)


@router.post("/{number}/agree", response={200: VisitDetail} | SAYS_NO, summary="Öneriyi kabul et")
def agree(request: Request, number: Line24, body: VisitAgreeIn) -> VisitDetail:
    services.agree(number, actor=request.actor, off_hours_why=body.off_hours_why)
    return _visit(request, number)


@router.post("/{number}/keep", response={200: VisitDetail} | SAYS_NO, summary="İlk zamanda kal")
def keep(request: Request, number: Line24, body: VisitWhyIn) -> VisitDetail:
    services.keep_time(number, actor=request.actor, why=body.why)
    return _visit(request, number)


@router.post("/{number}/move", response={200: VisitDetail} | SAYS_NO, summary="Zamanını değiştir")
def move(request: Request, number: Line24, body: VisitMoveIn) -> VisitDetail:
    services.move(
        number,
        actor=request.actor,
        starts_at=aware(body.starts_at),
        minutes=body.minutes,
        technician_id=body.technician,
        off_hours_why=body.off_hours_why,
    )
    return _visit(request, number)


@router.post("/{number}/miss", response={200: VisitDetail} | SAYS_NO, summary="Yapılamadı")
def miss(request: Request, number: Line24, body: VisitWhyIn) -> VisitDetail:
    services.miss(number, actor=request.actor, why=body.why)
    return _visit(request, number)


@router.post("/{number}/cancel", response={200: VisitDetail} | SAYS_NO, summary="İptal et")
def cancel(request: Request, number: Line24, body: VisitWhyIn) -> VisitDetail:
    services.cancel(number, actor=request.actor, why=body.why)
    return _visit(request, number)
