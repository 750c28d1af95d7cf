"""What goes in and out of this app's door for machines."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.utils.timezone import get_default_timezone
from ninja import Field, Schema
from pydantic import AfterValidator

from konak.foundation.web.schemas import line

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


def _here(moment: dt.datetime) -> dt.datetime:
    """A moment without a zone is meant in the time of the house."""
    return moment if moment.tzinfo else moment.replace(tzinfo=get_default_timezone())


Moment = Annotated[dt.datetime, AfterValidator(_here)]


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


class SoftwareAskIn(Schema):
    name: Line160 = ""
    why: Annotated[str, line(2_000)]
    asset_tag: Line60 = ""
    product_id: Key | None = None
    until: dt.date | None = None


class SoftwareAssessIn(Schema):
    note: Annotated[str, line(1_000)]
    product_id: Key | None = None


class TrainingAskIn(Schema):
    why: Annotated[str, line(2_000)]
    people: Annotated[int, Field(ge=1, le=1_000)] = 1
    course_id: Key | None = None
    topic: Annotated[str, line(200)] = ""
    wished_on: dt.date | None = None


class ConsultancyDone(Schema):
    done: bool


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


class NeedRoundIn(Schema):
    year: Annotated[int, Field(ge=2000, le=2100)]
    opens_on: dt.date
    closes_on: dt.date
    call: Words = ""


class NeedReopenIn(Schema):
    closes_on: dt.date


class NeedResultIn(Schema):
    result: Words


class NeedPriceIn(Schema):
    """`into` joins the item with another one of the plan."""

    name: Annotated[str, line(200)] = ""
    unit_price: Money
    approved: Annotated[int, Field(ge=0, le=1_000_000)]
    note: Annotated[str, line(300)] = ""
    into: Key | None = None


class NeedPurchaseIn(Schema):
    on: dt.date
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    amount: Money
    document: Annotated[str, line(120)]


class NeedItemOut(Schema):
    """One joined need: what was asked, what was let in and at what price, what was bought."""

    id: int
    name: str
    code: str
    unit_price: Decimal | None
    approved: int | None
    note: str
    asked: int
    units: int
    bought: int
    paid: Decimal


class TrainingPlaceIn(Schema):
    session: Line24


class CourseIn(Schema):
    name: Line160
    hours: Annotated[int, Field(ge=1, le=400)]
    level: Line24 = "basic"
    about: Words = ""
    system_id: Key | None = None


class CourseOut(Schema):
    id: int
    name: str
    hours: int
    level: str
    about: str
    unit: int
    system: int | None
    ended_on: dt.date | None


class SessionIn(Schema):
    course_id: Key
    starts_at: Moment
    ends_at: Moment
    trainer: Line160
    place: Line160 = ""
    capacity: Annotated[int, Field(ge=1, le=2_000)] = 20
    open_to_all: bool = True


class SessionPersonIn(Schema):
    """Empty: oneself."""

    user_id: Key | None = None


class SessionMarkIn(Schema):
    """Who came; whoever is not named did not."""

    came: Annotated[list[Key], Field(max_length=2_000)]


class SessionRateIn(Schema):
    score: Annotated[int, Field(ge=1, le=5)]
    words: Annotated[str, line(1_000)] = ""


class SessionPersonOut(Schema):
    user: int
    name: str
    came: bool | None
    score: int | None
    code: str


class ProblemShelfIn(Schema):
    shelf_id: Key


class ImprovementIn(Schema):
    """Without a service it goes to the office that answers for proposals."""

    subject: Line250
    today: Words
    idea: Words
    kind: Line24 = "quality"
    gain: Annotated[str, line(2_000)] = ""
    service_id: Key | None = None


Number = Annotated[Decimal, Field(max_digits=14, decimal_places=2, ge=-(10**11), le=10**11)]


class ImprovementAcceptIn(Schema):
    """By when, by whom, and by what number it will be judged; `wanted`: less or more."""

    reply: Annotated[str, line(2_000)]
    until: dt.date
    assignee_id: Key | None = None
    measure: Line160 = ""
    wanted: Line24 = "less"
    before: Number | None = None
    target: Number | None = None
    as_ticket: bool = False


class ImprovementAppliedIn(Schema):
    note: Line250
    before: Number | None = None
    measure_on: dt.date | None = None


class ImprovementMeasuredIn(Schema):
    verdict: Annotated[str, line(1_000)]
    after: Number | None = None


class OfficeIn(Schema):
    unit_id: Key
    days: Annotated[int, Field(ge=1, le=250)] = 10
    service_id: Key | None = None


class OfficeOut(Schema):
    field: str
    label: str
    unit: int
    days: int
    service: int | None
