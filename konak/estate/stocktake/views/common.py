"""What pages of counts and accounts share: a step with its question, a paper."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from konak.foundation.cases.services import objection_to
from konak.foundation.documents.services import render_pdf
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, given

Steps = dict[str, tuple[Callable[..., Any], type[forms.Form], str, str]]
"""Of each step: its service, its form, what is said when it is done, and what is said before."""


def take_step(
    request: Request,
    name: str,
    record: Any,
    life: Lifecycle,
    steps: Steps,
    back: str,
) -> HttpResponse:
    if name not in steps:
        raise Http404
    service, form_class, done, lead = steps[name]
    taken = life.steps[name]
    return answer(
        request,
        form_class(**given(request)),
        service,
        record.case.number,
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, record, request.actor) or taken.danger or lead,
        danger=bool(taken.danger),
        next_url=lambda made: back,
    )


def paper(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(render_pdf(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
