"""Signing with one's telephone: the request goes to the operator, the page waits until the holder has decided."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found

from .. import queries, services
from ..models import Signatory, Turn


@require_POST
def begin(request: Request, turn: int) -> HttpResponse:
    """Send the digest to the signer's telephone."""
    row = found(queries.signatory, request.actor, turn)
    try:
        services.mobile_sign(turn, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, reverse("esignature:request", args=[row.request.key]))
    return go(request, reverse("esignature:phone", args=[turn]))


@require_GET
def waiting(request: Request, turn: int) -> HttpResponse:
    """What the telephone shows, and how long it waits."""
    row = found(queries.signatory, request.actor, turn)
    return render(request, "esignature/phone.html", _shown(request, row))


@require_POST
def ask(request: Request, turn: int) -> HttpResponse:
    """Ask the operator once whether the holder has decided; the page does so by itself every few seconds."""
    row = found(queries.signatory, request.actor, turn)
    attempt = queries.phone_attempt(request.actor, turn)
    trouble = ""
    try:
        if attempt is not None:
            services.mobile_answer(attempt.key, actor=request.actor)
    except Refused as refusal:
        trouble = str(refusal)
    except ObjectDoesNotExist:
        pass  # the job asked in the same moment; what came of it stands in the turn
    row = found(queries.signatory, request.actor, turn)
    if row.state in (Turn.SIGNED, Turn.STAMPING):
        messages.success(request, "Mobil imza atıldı.")
        return go(request, reverse("esignature:request", args=[row.request.key]))
    template = "esignature/_phone.html" if request.htmx else "esignature/phone.html"
    return render(request, template, _shown(request, row, trouble))


def _shown(request: Request, row: Signatory, trouble: str = "") -> dict[str, Any]:
    attempt = queries.phone_attempt(request.actor, row.pk)
    line = queries.my_line(request.actor)
    return {
        "turn": row,
        "attempt": attempt,
        "mark": services.mark_of(attempt) if attempt else "",
        "ends": attempt.made_at + dt.timedelta(seconds=services.PHONE_SECONDS) if attempt else None,
        "line": line,
        "trouble": trouble,
    }
