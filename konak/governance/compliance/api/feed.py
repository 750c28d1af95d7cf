from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from konak.foundation.web.http import Request

from .. import queries, services
from ..models import Feed
from ..tables.ical import calendar_file

router = Router()


@router.get("/feed.ics", auth=None, url_name="compliance_feed", summary="Takvim aboneliği (iCalendar)")
def feed(request: Request, key: str) -> HttpResponse:
    """Read-only; the key stands behind the question mark, where our own log of requests does not look. Unknown and
    revoked keys are the same 404."""
    found = queries.feed_by_secret(key)
    if found is None:
        raise Feed.DoesNotExist
    services.feed_read(found)
    name = f"{found.name} · {found.seat.unit.name}"
    content = calendar_file(queries.feed_periods(found), name=name, site=settings.SITE_URL)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="uyum.ics"'
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response
