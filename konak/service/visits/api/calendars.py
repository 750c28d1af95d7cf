"""One's own visits in one's own calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..tables import calendar_of

router = Router(tags=["visits"])


@router.get("/calendar/{secret}.ics", auth=None, url_name="visits_feed", include_in_schema=False)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own visits and the outages one is told of: the secret is the key, and opens nothing else."""
    owner = queries.owner_of(secret)
    if owner is None:
        raise Http404
    content = calendar_of(queries.my_feed(owner), queries.in_calendar(owner), "Ziyaretlerim ve kesintiler")
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


class CalendarOut(Schema):
    """The address is the key: whoever has it reads the calendar, and nothing else."""

    path: str


@router.post("/calendar", response={201: CalendarOut} | SAYS_NO, summary="Takvim adresi al ya da yenile")
def make(request: Request) -> Status[CalendarOut]:
    secret = services.new_key(actor=request.actor)
    return Status(201, CalendarOut(path=f"/api/visits/calendar/{secret}.ics"))


@router.delete("/calendar", response={204: None} | SAYS_NO, summary="Takvim adresini kapat")
def drop(request: Request) -> Status[None]:
    services.drop_key(actor=request.actor)
    return Status(204, None)
