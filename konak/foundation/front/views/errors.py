"""What a person reads when a page cannot be given. Refusals leak nothing; a fault's number is also in the log."""

import logging
import secrets
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from konak.foundation.web.outage import RETRY_AFTER, Outage, outage_behind

log = logging.getLogger(__name__)


def _to_machine(request: HttpRequest, title: str, status: int) -> HttpResponse | None:
    """The refusal as a machine reads it (RFC 9457), where it was one that asked."""
    if not request.path.startswith("/api/"):
        return None
    return JsonResponse(
        {"title": title, "status": status},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if answer := _to_machine(request, "İstek okunamadı.", 400):
        return answer
    if type(exception).__name__ == "RequestDataTooBig":
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if answer := _to_machine(request, "Bu işlem için yetkiniz yok.", 403):
        return answer
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if answer := _to_machine(request, "Kayıt bulunamadı.", 404):
        return answer
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without request, session or database: any of them may be what is broken."""
    error = sys.exc_info()[1]
    if outage := outage_behind(error):
        return _unavailable(request, outage, error)
    number = secrets.token_hex(4).upper()
    log.error("error %s at %s %s", number, request.method, request.path, exc_info=sys.exc_info())
    if answer := _to_machine(request, f"Beklenmeyen bir hata oldu. Hata numarası: {number}", 500):
        answer["X-Error-Id"] = number
        return answer
    page = render_to_string("500.html", {"number": number, "konak": {"municipality": settings.MUNICIPALITY}})
    return HttpResponse(page, status=500, headers={"X-Error-Id": number})


def _unavailable(request: HttpRequest, outage: Outage, error: BaseException | None) -> HttpResponse:
    """503 with the time to ask again; one line of log, because the fault is not here."""
    log.warning("unavailable: %s at %s %s", str(error).strip().partition("\n")[0], request.method, request.path)
    answer = _to_machine(request, f"{outage.title}. {outage.words}", 503)
    if answer is None:
        again = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        facts = {"outage": outage, "again": again, "konak": {"municipality": settings.MUNICIPALITY}}
        answer = HttpResponse(render_to_string("503.html", facts), status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def only_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address of a form's action, opened as a page: say so in words (405) instead of an empty page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        answer = render(request, "405.html", status=405)
        answer["Allow"] = "POST"
        return answer

    return guarded
