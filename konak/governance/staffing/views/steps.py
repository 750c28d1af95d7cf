"""One page for every step of every file of this app: the step's own words, its form, its service."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from konak.foundation.cases.models import CaseRecord
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, posted

from ..forms.delegations import SilentForm, WhyForm
from ..models import Delegation, DescriptionVersion, HandOver, Notice
from ..queries import delegations, descriptions, handovers
from ..services import describing, handing
from . import delegations as delegation_views

Door = tuple[Callable[..., Any], type[forms.Form]]
DOORS: Mapping[str, Mapping[str, Door]] = {
    "delegation": delegation_views.STEPS,
    "notice": delegation_views.STEPS,
    "description": {
        "submit": (describing.submit, SilentForm),
        "hand_back": (describing.hand_back, WhyForm),
        "issue": (describing.issue, SilentForm),
        "replace": (describing.replace, SilentForm),
        "drop": (describing.drop, SilentForm),
    },
    "handover": {
        "give": (handing.give, SilentForm),
        "receive": (handing.receive, SilentForm),
        "reject": (handing.reject, WhyForm),
        "close": (handing.close, SilentForm),
        "cancel": (handing.cancel, WhyForm),
    },
}
SERIES = {
    Delegation.series: ("delegation", delegations.delegation),
    DescriptionVersion.series: ("description", descriptions.description),
    HandOver.series: ("handover", handovers.handover),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    series = number.partition("-")[0]
    if series == Notice.series:
        kind = "notice"
        record: CaseRecord = found(lambda: delegations.notices(request.actor).get(case__number=number))
    elif series in SERIES:
        kind, query = SERIES[series]
        record = found(query, request.actor, number)
    else:
        raise Http404
    door, declared = DOORS[kind].get(step), record.lifecycle.steps.get(step)
    if door is None or declared is None:
        raise Http404
    service, form_class = door
    page = record.page or "front:case"
    return answer(
        request,
        form_class(posted(request)),
        service,
        number,
        title=declared.label,
        button=declared.label,
        lead=declared.danger or record.case.subject,
        danger=bool(declared.danger),
        next_url=lambda made: reverse(page, args=[number]),
    )
