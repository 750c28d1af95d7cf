"""One address for the steps of both kinds of file."""

from django.http import HttpResponse

from konak.foundation.web.http import Request

from ..models import Decision
from . import decisions, meetings


def step(request: Request, number: str, step: str) -> HttpResponse:
    door = decisions.step if number.startswith(f"{Decision.series}-") else meetings.step
    return door(request, number, step)
