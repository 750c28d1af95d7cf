"""What lies inside the files: lines and items of a plan, courses, people of a session, who is asked for what."""

from django.core.exceptions import ObjectDoesNotExist
from ninja import Router, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..lifecycle import of_office
from ..models import Course, Field, NeedLine, Office
from . import schemas as x

router = Router(tags=["consultancy"])


def _line(row: NeedLine) -> x.NeedLineOut:
    return x.NeedLineOut(
        id=row.pk,
        unit=row.unit_id,
        name=row.name,
        code=row.code,
        quantity=row.quantity,
        urgency=row.urgency,
        why=row.why,
    )


@router.get("/needs/{number}/lines", response={200: list[x.NeedLineOut]} | SAYS_NO, summary="Bildirilen ihtiyaçlar")
def need_lines(request: Request, number: x.Line24) -> list[x.NeedLineOut]:
    one = queries.round_to_hand_in(number)
    return [_line(row) for row in queries.lines_of(request.actor, one)[:2_000]]


@router.post("/needs/{number}/lines", response={201: x.NeedLineOut} | SAYS_NO, summary="İhtiyaç bildir")
def hand_in(request: Request, number: x.Line24, body: x.NeedLineIn) -> Status[x.NeedLineOut]:
    return Status(201, _line(services.hand_in(number, actor=request.actor, **body.dict())))


@router.delete("/needs/{number}/lines/{line_id}", response={204: None} | SAYS_NO, summary="İhtiyacı geri al")
def drop_line(request: Request, number: x.Line24, line_id: x.Key) -> Status[None]:
    services.drop_line(number, actor=request.actor, line_id=line_id)
    return Status(204, None)


def _items(request: Request, number: str) -> list[x.NeedItemOut]:
    one = queries.need_round(request.actor, number)
    if not (of_office(one, request.actor) or one.case.state in {"approved", "closed"}):
        raise ObjectDoesNotExist
    return [
        x.NeedItemOut(
            id=row.item.pk,
            name=row.item.name,
            code=row.item.code,
            unit_price=row.item.unit_price,
            approved=row.item.approved,
            note=row.item.note,
            asked=row.asked,
            units=row.units,
            bought=row.bought,
            paid=row.paid,
        )
        for row in queries.compared(one)
    ]


@router.get("/needs/{number}/items", response={200: list[x.NeedItemOut]} | SAYS_NO, summary="Planın kalemleri")
def need_items(request: Request, number: x.Line24) -> list[x.NeedItemOut]:
    return _items(request, number)


@router.put(
    "/needs/{number}/items/{item_id}", response={200: list[x.NeedItemOut]} | SAYS_NO, summary="Fiyat ve adet yaz"
)
def price(request: Request, number: x.Line24, item_id: x.Key, body: x.NeedPriceIn) -> list[x.NeedItemOut]:
    services.price(number, actor=request.actor, item_id=item_id, **body.dict())
    return _items(request, number)


@router.post(
    "/needs/{number}/items/{item_id}/purchases",
    response={201: list[x.NeedItemOut]} | SAYS_NO,
    summary="Plandan alım yaz",
)
def purchase(
    request: Request, number: x.Line24, item_id: x.Key, body: x.NeedPurchaseIn
) -> Status[list[x.NeedItemOut]]:
    services.record_purchase(number, actor=request.actor, item_id=item_id, **body.dict())
    return Status(201, _items(request, number))


def _course(one: Course) -> x.CourseOut:
    return x.CourseOut(
        id=one.pk,
        name=one.name,
        hours=one.hours,
        level=one.level,
        about=one.about,
        unit=one.unit_id,
        system=one.system_id,
        ended_on=one.ended_on,
    )


@router.get("/courses", response=list[x.CourseOut], summary="Eğitim kataloğu")
def courses(request: Request, ended: bool = False) -> list[x.CourseOut]:
    return [_course(one) for one in queries.courses(ended=ended)[:500]]


@router.post("/courses", response={201: x.CourseOut} | SAYS_NO, summary="Eğitim ekle")
def add_course(request: Request, body: x.CourseIn) -> Status[x.CourseOut]:
    return Status(201, _course(services.save_course(actor=request.actor, **body.dict())))


@router.put("/courses/{course_id}", response={200: x.CourseOut} | SAYS_NO, summary="Eğitimi değiştir")
def change_course(request: Request, course_id: x.Key, body: x.CourseIn) -> x.CourseOut:
    return _course(services.save_course(course_id, actor=request.actor, **body.dict()))


@router.post("/courses/{course_id}/end", response={200: x.CourseOut} | SAYS_NO, summary="Eğitimi kaldır")
def end_course(request: Request, course_id: x.Key) -> x.CourseOut:
    return _course(services.end_course(course_id, actor=request.actor))


@router.get("/sessions/{number}/people", response={200: list[x.SessionPersonOut]} | SAYS_NO, summary="Katılımcılar")
def people(request: Request, number: x.Line24) -> list[x.SessionPersonOut]:
    rows = queries.certificates_of(queries.session(request.actor, number))
    return [
        x.SessionPersonOut(
            user=row.user_id,
            name=row.user.full_name,
            came=row.came,
            score=row.score,
            code=row.paper.code if row.paper else "",
        )
        for row in rows
    ]


@router.post(
    "/sessions/{number}/enrol", response={200: x.ConsultancyDone} | SAYS_NO, summary="Eğitime yazıl ya da yaz"
)
def enrol(request: Request, number: x.Line24, body: x.SessionPersonIn | None = None) -> x.ConsultancyDone:
    services.enrol(number, actor=request.actor, user_id=body.user_id if body else None)
    return x.ConsultancyDone(done=True)


@router.post("/sessions/{number}/leave", response={200: x.ConsultancyDone} | SAYS_NO, summary="Eğitimden ayrıl")
def leave(request: Request, number: x.Line24, body: x.SessionPersonIn | None = None) -> x.ConsultancyDone:
    services.leave(number, actor=request.actor, user_id=body.user_id if body else None)
    return x.ConsultancyDone(done=True)


@router.post("/sessions/{number}/rate", response={200: x.ConsultancyDone} | SAYS_NO, summary="Eğitimi değerlendir")
def rate(request: Request, number: x.Line24, body: x.SessionRateIn) -> x.ConsultancyDone:
    services.rate(number, actor=request.actor, **body.dict())
    return x.ConsultancyDone(done=True)


def _office(one: Office) -> x.OfficeOut:
    label = str(Field(one.field).label)
    return x.OfficeOut(field=one.field, label=label, unit=one.unit_id, days=one.days, service=one.service_id)


@router.get("/offices", response=list[x.OfficeOut], summary="Hangi konuda hangi birim yanıtlar")
def offices(request: Request) -> list[x.OfficeOut]:
    return [_office(one) for one in queries.offices(request.actor)]


@router.put("/offices/{field}", response={200: x.OfficeOut} | SAYS_NO, summary="Sorumlu birimi seç")
def save_office(request: Request, field: x.Line24, body: x.OfficeIn) -> x.OfficeOut:
    return _office(services.save_office(actor=request.actor, field=field, **body.dict()))
