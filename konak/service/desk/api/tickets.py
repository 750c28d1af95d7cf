"""The catalogue, queues, one ticket and every step; the same words as the screens."""

from ninja import File, Query, Router, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Channel, Ticket
from . import schemas as x

router = Router(tags=["desk"])


@router.get("/services", response=list[x.DeskServiceOut], summary="Hizmet kataloğu")
def list_services(request: Request, q: x.Line60 = "") -> list[x.DeskServiceOut]:
    """What the asker may ask for; `q` are words of name, description or keywords."""
    return [
        x.DeskServiceOut(**x.service_row(one))
        for shelf in queries.shelves(request.actor, q)
        for one in shelf.services
    ]


@router.get("/services/{code}", response={200: x.DeskServiceDetail} | SAYS_NO, summary="Bir hizmet ve formu")
def one_service(request: Request, code: x.Line60) -> x.DeskServiceDetail:
    one = queries.offered(request.actor).get(code=code)
    form = queries.form_of(one)
    return x.DeskServiceDetail(
        **x.service_row(one),
        procedure=one.procedure,
        version=form.version if form else None,
        questions=[x.DeskQuestionOut(**{k: v for k, v in each.items() if k != "show_if"}) for each in form.questions]
        if form
        else [],
        form_schema=form.schema if form else {},
    )


@router.get("/tickets", response=x.TicketList, summary="Destek talepleri")
def list_tickets(
    request: Request,
    filters: Query[queries.TicketFilter],
    queue: x.Line24 = "",
    cursor: x.Line60 = "",
    limit: int = 50,
) -> x.TicketList:
    """A queue of the desk: bana, ekip, atanmamis, yanitsiz, geciken, bugun, bekleyen, ucuncu, cozulen, kapanan;
    without one every open ticket the asker serves. `queue=benim` are one's own requests, newest first."""
    many = max(1, min(limit, 200))
    if queue == "benim":
        page = queries.asked_by(request.actor, after=cursor, limit=many)
    else:
        page = queries.queue(request.actor, queue or "ekip", filters, after=cursor, limit=many)
    return x.TicketList(items=[x.TicketOut(**x.ticket_row(one)) for one in page.rows], next=page.after)


@router.post("/tickets", response={201: x.TicketDetail} | SAYS_NO, summary="Destek talebi aç")
def open_ticket(request: Request, body: x.TicketOpen) -> Status[x.TicketDetail]:
    made = services.open_ticket(
        actor=request.actor, channel=Channel.API, checked=body.on_behalf_of is None, **body.dict()
    )
    return Status(201, x.detail(request, made.case.number))


@router.post("/announcements", response={201: x.TicketOut} | SAYS_NO, summary="Kendiliğinden olan bir olayı bildir")
def announce(request: Request, body: x.TicketAnnounce) -> Status[x.TicketOut]:
    made = services.announce(actor=request.actor, **body.dict())
    return Status(
        201, x.TicketOut(**x.ticket_row(Ticket.objects.select_related("service", "requester").get(pk=made.pk)))
    )


@router.get("/tickets/{number}", response={200: x.TicketDetail} | SAYS_NO, summary="Bir destek talebi")
def one_ticket(request: Request, number: x.Line24) -> x.TicketDetail:
    return x.detail(request, number)


@router.post("/tickets/{number}/messages", response={201: x.TicketDetail} | SAYS_NO, summary="Yanıt ya da iç not yaz")
def write(
    request: Request, number: x.Line24, body: FormBody[x.DeskWrite], file: File[UploadedFile | None] = None
) -> Status[x.TicketDetail]:
    """Multipart: words, a file, or both."""
    files = [(file, file.name or "")] if file else []
    services.answer(
        number, actor=request.actor, text=body.text, internal=body.internal, channel=Channel.API, files=files
    )
    return Status(201, x.detail(request, number))


@router.post("/tickets/{number}/take", response={200: x.TicketDetail} | SAYS_NO, summary="Üstlen")
def take(request: Request, number: x.Line24) -> x.TicketDetail:
    services.take_up(number, actor=request.actor)
    return x.detail(request, number)


@router.post(
    "/tickets/{number}/assign", response={200: x.TicketDetail} | SAYS_NO, summary="Birine ya da bir ekibe ver"
)
def assign(request: Request, number: x.Line24, body: x.DeskAssign) -> x.TicketDetail:
    services.assign(number, actor=request.actor, **body.dict())
    return x.detail(request, number)


@router.post("/tickets/{number}/ask", response={200: x.TicketDetail} | SAYS_NO, summary="Talep sahibinden bilgi iste")
def ask(request: Request, number: x.Line24, body: x.DeskText) -> x.TicketDetail:
    services.ask(number, actor=request.actor, text=body.text)
    return x.detail(request, number)


@router.post("/tickets/{number}/refer", response={200: x.TicketDetail} | SAYS_NO, summary="Üçüncü tarafa ilet")
def refer(request: Request, number: x.Line24, body: x.DeskRefer) -> x.TicketDetail:
    services.refer(number, actor=request.actor, **body.dict())
    return x.detail(request, number)


@router.post("/tickets/{number}/resume", response={200: x.TicketDetail} | SAYS_NO, summary="İşleme döndür")
def resume(request: Request, number: x.Line24, body: x.DeskWords) -> x.TicketDetail:
    services.resume(number, actor=request.actor, words=body.words)
    return x.detail(request, number)


@router.post("/tickets/{number}/reply", response={200: x.TicketDetail} | SAYS_NO, summary="İstenen bilgiyi yaz")
def reply(request: Request, number: x.Line24, body: x.DeskText) -> x.TicketDetail:
    services.answer(number, actor=request.actor, text=body.text, channel=Channel.API)
    return x.detail(request, number)


@router.post("/tickets/{number}/seek_approval", response={200: x.TicketDetail} | SAYS_NO, summary="Onaya gönder")
def seek(request: Request, number: x.Line24, body: x.DeskSeek) -> x.TicketDetail:
    services.seek(number, actor=request.actor, approver_id=body.approver_id)
    return x.detail(request, number)


@router.post("/tickets/{number}/approve", response={200: x.DeskStepOut} | SAYS_NO, summary="Onayla")
def approve(request: Request, number: x.Line24, body: x.DeskWords) -> x.DeskStepOut:
    """Whoever approved sees the ticket no more, unless it is his own desk's: the answer says what was done."""
    services.approve(number, actor=request.actor, words=body.words)
    return x.DeskStepOut(name="approve", label="Onayla")


@router.post("/tickets/{number}/decline", response={200: x.DeskStepOut} | SAYS_NO, summary="Onaylama")
def decline(request: Request, number: x.Line24, body: x.DeskWords) -> x.DeskStepOut:
    services.decline(number, actor=request.actor, words=body.words)
    return x.DeskStepOut(name="decline", label="Onaylama")


@router.post("/tickets/{number}/solve", response={200: x.TicketDetail} | SAYS_NO, summary="Çöz")
def solve(request: Request, number: x.Line24, body: x.DeskSolve) -> x.TicketDetail:
    services.solve(number, actor=request.actor, **body.dict())
    return x.detail(request, number)


@router.post("/tickets/{number}/confirm", response={200: x.TicketDetail} | SAYS_NO, summary="Çözümü onayla")
def confirm(request: Request, number: x.Line24) -> x.TicketDetail:
    services.confirm(number, actor=request.actor)
    return x.detail(request, number)


@router.post("/tickets/{number}/reopen", response={200: x.TicketDetail} | SAYS_NO, summary="Sorun sürüyor")
def reopen(request: Request, number: x.Line24, body: x.DeskText) -> x.TicketDetail:
    services.reopen(number, actor=request.actor, text=body.text)
    return x.detail(request, number)


@router.post("/tickets/{number}/close", response={200: x.TicketDetail} | SAYS_NO, summary="Kapat")
def close(request: Request, number: x.Line24) -> x.TicketDetail:
    services.close(number, actor=request.actor)
    return x.detail(request, number)


@router.post("/tickets/{number}/withdraw", response={200: x.TicketDetail} | SAYS_NO, summary="Geri çek")
def withdraw(request: Request, number: x.Line24, body: x.DeskWords) -> x.TicketDetail:
    services.withdraw(number, actor=request.actor, words=body.words)
    return x.detail(request, number)


@router.post("/tickets/{number}/merge", response={200: x.TicketDetail} | SAYS_NO, summary="Birleştir")
def merge(request: Request, number: x.Line24, body: x.DeskMerge) -> x.TicketDetail:
    services.merge(number, actor=request.actor, into=body.into)
    return x.detail(request, number)


@router.post("/tickets/{number}/rate", response={200: x.TicketDetail} | SAYS_NO, summary="Memnuniyeti bildir")
def rate(request: Request, number: x.Line24, body: x.DeskRate) -> x.TicketDetail:
    services.rate(number, actor=request.actor, **body.dict())
    return x.detail(request, number)


@router.post("/tickets/{number}/classify", response={200: x.TicketDetail} | SAYS_NO, summary="Sınıfını değiştir")
def classify(request: Request, number: x.Line24, body: x.DeskClassify) -> x.TicketDetail:
    services.classify(number, actor=request.actor, **body.dict())
    return x.detail(request, number)


@router.post("/tickets/{number}/time", response={200: x.TicketDetail} | SAYS_NO, summary="Harcanan süreyi yaz")
def time(request: Request, number: x.Line24, body: x.DeskTime) -> x.TicketDetail:
    services.log_time(number, actor=request.actor, **body.dict())
    return x.detail(request, number)
