"""A step of a list or a project: the form it asks, in a dialog."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from konak.foundation.lifecycle import Lifecycle
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, posted

Doing = Mapping[str, tuple[type[forms.Form], Any]]
"""Name of a step → its form and the service that takes it."""


def stepped(
    request: Request, life: Lifecycle, doing: Doing, step: str, number: str, *, next_url: str
) -> HttpResponse:
    """The step of that name, worded as the lifecycle words it; unknown ones are a 404."""
    if step not in doing:
        raise Http404
    form, deed = doing[step]
    known = life.steps[step]
    return answer(
        request,
        form(posted(request)),
        deed,
        number,
        title=known.label,
        button=known.label,
        lead=known.danger,
        danger=bool(known.danger),
        next_url=lambda made: next_url,
    )
