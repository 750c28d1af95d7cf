"""The door for machines: what is asked of the department and what becomes of it; the same services as the screens."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services

router = Router(tags=["consultancy"])

Line24 = Annotated[str, line(24)]
Line60 = Annotated[str, line(60)]
Line160 = Annotated[str, line(160)]
Line250 = Annotated[str, line(250)]
Words = Annotated[str, line(4_000)]
Long = Annotated[str, line(20_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Count = Annotated[int, Field(ge=1, le=100_000)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class ConsultancyStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class ConsultancyFileOut(Schema):
    """The cover that all files of this app share."""

    number: str
    subject: str
    state: str
    state_label: str
    unit: int
    asked_by: int | None
    asked_from: int | None
    assignee: int | None
    opened_at: dt.datetime
    due_on: dt.date | None
    closed_at: dt.datetime | None


class ConsultancyList(Schema):
    items: list[ConsultancyFileOut]
    next: str


class ConsultancyDetail(ConsultancyFileOut):
    """With what lies inside: `facts` holds the fields of its kind."""

    facts: dict[str, Any]
    steps: list[ConsultancyStepOut]


def _cover(row: Any) -> dict[str, Any]:
    case = row.case
    return {
        "number": case.number,
        "subject": case.subject,
        "state": case.state,
        "state_label": row.state_label,
        "unit": case.unit_id,
        "asked_by": case.opened_by_id,
        "asked_from": case.opened_from_unit_id,
        "assignee": case.assignee_id,
        "opened_at": case.opened_at,
        "due_on": case.due_on,
        "closed_at": case.closed_at,
    }


HIDDEN = frozenset({"case", "paper", "is_live", "whys"})


def _facts(row: Any) -> dict[str, Any]:
    """The fields of the contents by name; keys as they are."""
    found: dict[str, Any] = {}
    for field in row._meta.local_fields:
        if field.name not in HIDDEN:
            value = getattr(row, field.attname)
            found[field.name] = str(value) if isinstance(value, Decimal) else value
    if paper := getattr(row, "paper", None):
        found |= {"code": paper.code, "sha256": paper.sha256}
    return found


def _detail(request: Request, what: str, number: str) -> ConsultancyDetail:
    row = queries.files(request.actor, what).get(case__number=number)
    steps = [
        ConsultancyStepOut(name=one.name, label=one.label, danger=one.danger)
        for one in steps_open(row, request.actor)
    ]
    return ConsultancyDetail(**_cover(row), facts=_facts(row), steps=steps)


def _list(request: Request, what: str, filters: queries.AskFilter, cursor: str, limit: int) -> ConsultancyList:
    rows, after = page_after(queries.files(request.actor, what, filters), ("-case_id",), cursor, limit)
    return ConsultancyList(items=[ConsultancyFileOut(**_cover(one)) for one in rows], next=after)


class ConsultancyWhyIn(Schema):
    why: Line250


class AnswerAskIn(Schema):
    kind: Line24
    subject: Line250
    question: Words
    ticket: Line24 = ""
    asset_tag: Line60 = ""


class AnswerWriteIn(Schema):
    findings: Long
    conclusion: Annotated[str, line(8_000)]
    advice: Annotated[str, line(8_000)] = ""


class AnswerFollowIn(Schema):
    followed: Line24
    note: Annotated[str, line(500)] = ""


@router.get("/answers", response=ConsultancyList, summary="Teknik rapor ve görüşler")
def list_answers(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "answers", filters, cursor, limit)


@router.post("/answers", response={201: ConsultancyDetail} | SAYS_NO, summary="Rapor ya da görüş iste")
def ask_answer(request: Request, body: AnswerAskIn) -> Status[ConsultancyDetail]:
    made = services.begin_answer(actor=request.actor, **body.dict())
    return Status(201, _detail(request, "answers", made.case.number))


@router.get("/answers/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir rapor ya da görüş")
def one_answer(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "answers", number)


@router.post("/answers/{number}/text", response={200: ConsultancyDetail} | SAYS_NO, summary="Metnin sürümünü yaz")
def write_answer(request: Request, number: Line24, body: AnswerWriteIn) -> ConsultancyDetail:
    services.write(number, actor=request.actor, **body.dict())
    return _detail(request, "answers", number)


@router.post("/answers/{number}/submit", response={200: ConsultancyDetail} | SAYS_NO, summary="Onaya sun")
def submit_answer(request: Request, number: Line24) -> ConsultancyDetail:
    services.submit(number, actor=request.actor)
    return _detail(request, "answers", number)


@router.post("/answers/{number}/issue", response={200: ConsultancyDetail} | SAYS_NO, summary="Onayla ve ver")
def issue_answer(request: Request, number: Line24) -> ConsultancyDetail:
    services.issue(number, actor=request.actor)
    return _detail(request, "answers", number)


@router.post("/answers/{number}/send-back", response={200: ConsultancyDetail} | SAYS_NO, summary="Düzeltilsin")
def send_answer_back(request: Request, number: Line24, body: ConsultancyWhyIn) -> ConsultancyDetail:
    services.send_back(number, actor=request.actor, why=body.why)
    return _detail(request, "answers", number)


@router.post("/answers/{number}/drop", response={200: ConsultancyDetail} | SAYS_NO, summary="Vazgeç")
def drop_answer(request: Request, number: Line24, body: ConsultancyWhyIn) -> ConsultancyDetail:
    services.drop_answer(number, actor=request.actor, why=body.why)
    return _detail(request, "answers", number)


@router.post("/answers/{number}/follow", response={200: ConsultancyDetail} | SAYS_NO, summary="Öneriye uyuldu mu")
def follow_answer(request: Request, number: Line24, body: AnswerFollowIn) -> ConsultancyDetail:
    services.follow(number, actor=request.actor, **body.dict())
    return _detail(request, "answers", number)


class ConsentItemIn(Schema):
    name: Annotated[str, line(200)]
    quantity: Count = 1
    code: Annotated[str, line(40)] = ""
    unit_price: Money | None = None
    specs: Words = ""


class ConsentAskIn(Schema):
    kind: Line24
    subject: Line250
    why: Words
    security: bool = False
    items: Annotated[list[ConsentItemIn], Field(max_length=100)] = []


class ConsentProposeIn(Schema):
    opinion: Annotated[str, line(8_000)]
    conditions: Words = ""
    valid_until: dt.date | None = None


class ConsentConditionsIn(Schema):
    conditions: Words


@router.get("/consents", response=ConsultancyList, summary="Alım ve kurulum uygunlukları")
def list_consents(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "consents", filters, cursor, limit)


@router.post("/consents", response={201: ConsultancyDetail} | SAYS_NO, summary="Uygunluk iste")
def ask_consent(request: Request, body: ConsentAskIn) -> Status[ConsultancyDetail]:
    facts = body.dict(exclude={"items"})
    made = services.ask_consent(actor=request.actor, **facts)
    for item in body.items:
        services.add_item(made.case.number, actor=request.actor, **item.dict())
    return Status(201, _detail(request, "consents", made.case.number))


@router.get("/consents/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir uygunluk dosyası")
def one_consent(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "consents", number)


@router.post("/consents/{number}/items", response={200: ConsultancyDetail} | SAYS_NO, summary="Kalem ekle")
def add_consent_item(request: Request, number: Line24, body: ConsentItemIn) -> ConsultancyDetail:
    services.add_item(number, actor=request.actor, **body.dict())
    return _detail(request, "consents", number)


@router.post("/consents/{number}/send", response={200: ConsultancyDetail} | SAYS_NO, summary="İncelemeye gönder")
def send_consent(request: Request, number: Line24) -> ConsultancyDetail:
    services.send(number, actor=request.actor)
    return _detail(request, "consents", number)


@router.post(
    "/consents/{number}/propose", response={200: ConsultancyDetail} | SAYS_NO, summary="Görüş yaz, onaya sun"
)
def propose_consent(request: Request, number: Line24, body: ConsentProposeIn) -> ConsultancyDetail:
    services.propose(number, actor=request.actor, **body.dict())
    return _detail(request, "consents", number)


@router.post("/consents/{number}/ask-more", response={200: ConsultancyDetail} | SAYS_NO, summary="Eksik, geri gönder")
def ask_more(request: Request, number: Line24, body: ConsultancyWhyIn) -> ConsultancyDetail:
    services.ask_more(number, actor=request.actor, why=body.why)
    return _detail(request, "consents", number)


@router.post("/consents/{number}/grant", response={200: ConsultancyDetail} | SAYS_NO, summary="Uygun")
def grant(request: Request, number: Line24) -> ConsultancyDetail:
    services.grant(number, actor=request.actor)
    return _detail(request, "consents", number)


@router.post("/consents/{number}/grant-if", response={200: ConsultancyDetail} | SAYS_NO, summary="Şartlı uygun")
def grant_if(request: Request, number: Line24, body: ConsentConditionsIn) -> ConsultancyDetail:
    services.grant_if(number, actor=request.actor, conditions=body.conditions)
    return _detail(request, "consents", number)


@router.post("/consents/{number}/refuse", response={200: ConsultancyDetail} | SAYS_NO, summary="Uygun değil")
def refuse(request: Request, number: Line24, body: ConsultancyWhyIn) -> ConsultancyDetail:
    services.refuse(number, actor=request.actor, why=body.why)
    return _detail(request, "consents", number)


class NeedLineIn(Schema):
    name: Annotated[str, line(200)]
    quantity: Count
    why: Annotated[str, line(1_000)]
    code: Annotated[str, line(40)] = ""
    urgency: Line24 = "should"
    unit_id: Key | None = None


class NeedLineOut(Schema):
    id: int
    unit: int
    name: str
    code: str
    quantity: int
    urgency: str
    why: str


@router.get("/needs", response=ConsultancyList, summary="İhtiyaç planları")
def list_needs(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "needs", filters, cursor, limit)


@router.get("/needs/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir ihtiyaç planı")
def one_need(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "needs", number)


@router.get("/needs/{number}/lines", response={200: list[NeedLineOut]} | SAYS_NO, summary="Bildirilen ihtiyaçlar")
def need_lines(request: Request, number: Line24) -> list[NeedLineOut]:
    one = queries.round_to_hand_in(number)
    return [
        NeedLineOut(
            id=row.pk,
            unit=row.unit_id,
            name=row.name,
            code=row.code,
            quantity=row.quantity,
            urgency=row.urgency,
            why=row.why,
        )
        for row in queries.lines_of(request.actor, one)[:2_000]
    ]


@router.post("/needs/{number}/lines", response={201: NeedLineOut} | SAYS_NO, summary="İhtiyaç bildir")
def hand_in(request: Request, number: Line24, body: NeedLineIn) -> Status[NeedLineOut]:
    row = services.hand_in(number, actor=request.actor, **body.dict())
    return Status(
        201,
        NeedLineOut(
            id=row.pk,
            unit=row.unit_id,
            name=row.name,
            code=row.code,
            quantity=row.quantity,
            urgency=row.urgency,
            why=row.why,
        ),
    )


class SoftwareAskIn(Schema):
    name: Line160 = ""
    why: Annotated[str, line(2_000)]
    asset_tag: Line60 = ""
    product_id: Key | None = None
    until: dt.date | None = None


class SoftwareAssessIn(Schema):
    note: Annotated[str, line(1_000)]
    product_id: Key | None = None


@router.get("/software", response=ConsultancyList, summary="Yazılım istekleri")
def list_software(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "software", filters, cursor, limit)


@router.post("/software", response={201: ConsultancyDetail} | SAYS_NO, summary="Yazılım iste")
def ask_software(request: Request, body: SoftwareAskIn) -> Status[ConsultancyDetail]:
    made = services.ask_software(actor=request.actor, **body.dict())
    return Status(201, _detail(request, "software", made.case.number))


@router.get("/software/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir yazılım isteği")
def one_software(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "software", number)


@router.post("/software/{number}/assess", response={200: ConsultancyDetail} | SAYS_NO, summary="İncele, onaya sun")
def assess(request: Request, number: Line24, body: SoftwareAssessIn) -> ConsultancyDetail:
    services.assess(number, actor=request.actor, **body.dict())
    return _detail(request, "software", number)


@router.post("/software/{number}/allow", response={200: ConsultancyDetail} | SAYS_NO, summary="Onayla, kurulum aç")
def allow(request: Request, number: Line24) -> ConsultancyDetail:
    services.allow(number, actor=request.actor)
    return _detail(request, "software", number)


@router.post("/software/{number}/decline", response={200: ConsultancyDetail} | SAYS_NO, summary="Karşılanamaz")
def decline_software(request: Request, number: Line24, body: ConsultancyWhyIn) -> ConsultancyDetail:
    services.decline_software(number, actor=request.actor, why=body.why)
    return _detail(request, "software", number)


class TrainingAskIn(Schema):
    why: Annotated[str, line(2_000)]
    people: Annotated[int, Field(ge=1, le=1_000)] = 1
    course_id: Key | None = None
    topic: Annotated[str, line(200)] = ""
    wished_on: dt.date | None = None


@router.get("/trainings", response=ConsultancyList, summary="Eğitim istekleri")
def list_trainings(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "trainings", filters, cursor, limit)


@router.post("/trainings", response={201: ConsultancyDetail} | SAYS_NO, summary="Eğitim iste")
def ask_training(request: Request, body: TrainingAskIn) -> Status[ConsultancyDetail]:
    made = services.ask_training(actor=request.actor, **body.dict())
    return Status(201, _detail(request, "trainings", made.case.number))


@router.get("/trainings/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir eğitim isteği")
def one_training(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "trainings", number)


@router.get("/sessions", response=ConsultancyList, summary="Eğitim oturumları")
def list_sessions(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "sessions", filters, cursor, limit)


@router.get("/sessions/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir eğitim oturumu")
def one_session(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "sessions", number)


class ConsultancyDone(Schema):
    done: bool


@router.post("/sessions/{number}/enrol", response={200: ConsultancyDone} | SAYS_NO, summary="Eğitime yazıl")
def enrol(request: Request, number: Line24) -> ConsultancyDone:
    services.enrol(number, actor=request.actor)
    return ConsultancyDone(done=True)


class ProblemIn(Schema):
    subject: Line250
    symptom: Words
    words: Annotated[str, line(200)] = ""
    tickets: Annotated[str, line(1_000)] = ""


class ProblemKnowIn(Schema):
    cause: Words
    workaround: Words
    whys: Annotated[str, line(3_000)] = ""


class ProblemFixIn(Schema):
    fix_text: Words
    rule: Words
    follow_up_on: dt.date | None = None


class ProblemTicketIn(Schema):
    ticket: Line24


class ProblemVerdictIn(Schema):
    verdict: Annotated[str, line(1_000)]


@router.get("/problems", response=ConsultancyList, summary="Sorunlar")
def list_problems(
    request: Request, filters: Query[queries.AskFilter], cursor: Cursor = "", limit: Page = 50
) -> ConsultancyList:
    return _list(request, "problems", filters, cursor, limit)


@router.post("/problems", response={201: ConsultancyDetail} | SAYS_NO, summary="Sorun aç")
def open_problem(request: Request, body: ProblemIn) -> Status[ConsultancyDetail]:
    made = services.open_problem(actor=request.actor, **body.dict())
    return Status(201, _detail(request, "problems", made.case.number))


@router.get("/problems/{number}", response={200: ConsultancyDetail} | SAYS_NO, summary="Bir sorun")
def one_problem(request: Request, number: Line24) -> ConsultancyDetail:
    return _detail(request, "problems", number)


@router.post("/problems/{number}/tickets", response={200: ConsultancyDetail} | SAYS_NO, summary="Talep bağla")
def add_problem_ticket(request: Request, number: Line24, body: ProblemTicketIn) -> ConsultancyDetail:
    services.add_ticket(number, actor=request.actor, ticket=body.ticket)
    return _detail(request, "problems", number)


@router.post("/problems/{number}/know", response={200: ConsultancyDetail} | SAYS_NO, summary="Nedeni bulundu")
def know(request: Request, number: Line24, body: ProblemKnowIn) -> ConsultancyDetail:
    services.know(number, actor=request.actor, **body.dict())
    return _detail(request, "problems", number)


@router.post("/problems/{number}/fix", response={200: ConsultancyDetail} | SAYS_NO, summary="Giderildi")
def fix(request: Request, number: Line24, body: ProblemFixIn) -> ConsultancyDetail:
    services.fix(number, actor=request.actor, **body.dict())
    return _detail(request, "problems", number)


@router.post("/problems/{number}/close", response={200: ConsultancyDetail} | SAYS_NO, summary="Etkisine bak, kapat")
def close_problem(request: Request, number: Line24, body: ProblemVerdictIn) -> ConsultancyDetail:
    services.close_problem(number, actor=request.actor, verdict=body.verdict)
    return _detail(request, "problems", number)
