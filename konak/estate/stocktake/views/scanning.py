"""The page a phone counts with, also without a network."""

import json
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found

from .. import lifecycle, queries, services
from ..lifecycle import State
from .counts import page_of


@require_GET
def counting(request: Request, number: str) -> HttpResponse:
    """The page that counts: it holds the whole list, keeps what is read, and sends it when there is a network."""
    stocktake = found(queries.stocktake, request.actor, number)
    if stocktake.case.state != State.COUNTING or lifecycle.counts(stocktake, request.actor):
        return go(request, page_of(number))
    rows = queries.lines(stocktake)
    expected = [
        {
            "tag": row.asset.tag,
            "serial": row.asset.serial,
            "name": row.asset.name,
            "where": str(row.asset.place or "") or (row.asset.holder.full_name if row.asset.holder else ""),
            "done": row.counted is not None and row.counted > 0,
        }
        for row in rows
        if row.asset is not None
    ]
    context = {
        "record": stocktake,
        "case": stocktake.case,
        "expected": expected,
        "send": reverse("stocktake:scans", args=[number]),
        "back": page_of(number),
        "worker": reverse("stocktake:worker"),
    }
    return render(request, "stocktake/counting.html", context)


@require_POST
def scans(request: Request, number: str) -> HttpResponse:
    """What a device read, as JSON: `{"scans": [{"key", "text", "at", "place", "condition"}]}`."""
    try:
        sent = json.loads(request.body)["scans"]
        reads = [_read(one) for one in sent]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"title": "Okutmalar anlaşılamadı; cihazdaki kayıtlar duruyor."}, status=400)
    try:
        received = found(services.receive_scans, number, actor=request.actor, reads=reads)
    except Refused as refusal:
        return JsonResponse({"title": str(refusal)}, status=409)
    return JsonResponse({"taken": received.taken, "known": received.known, "unknown": received.unknown})


def _read(one: dict[str, Any]) -> services.Read:
    at = parse_datetime(str(one["at"]))
    if at is None or not is_aware(at):
        raise ValueError("a moment with its zone")
    return services.Read(
        key=uuid.UUID(str(one["key"])),
        text=str(one["text"])[:500],
        at=at,
        place=str(one.get("place", ""))[:120],
        condition=str(one.get("condition", "")),
    )


@require_GET
def worker(request: Request) -> HttpResponse:
    """The service worker that lets the counting page open without a network; its scope is this folder."""
    files = [
        static(name) for name in ("ui/dist/konak.css", "ui/dist/konak.js", "ui/dist/counting.js", "ui/dist/icons.svg")
    ]
    answer = render(
        request, "stocktake/worker.js", {"files": json.dumps(files)}, content_type="application/javascript"
    )
    answer["Cache-Control"] = "no-cache"
    return answer
