"""What a person reads when a page cannot be given. Refusals leak nothing; a fault's number is also in the log."""

import logging
import secrets
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if type(exception).__name__ == "RequestDataTooBig":
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without request, session or database: any of them may be what is broken."""
    number = secrets.token_hex(4).upper()
    log.error("error %s at %s %s", number, request.method, request.path, exc_info=sys.exc_info())
    page = render_to_string("500.html", {"number": number, "konak": {"municipality": settings.MUNICIPALITY}})
    return HttpResponse(page, status=500, headers={"X-Error-Id": number})


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
