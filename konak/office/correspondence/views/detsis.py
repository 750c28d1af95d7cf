"""The officer of DETSİS: the registry as a tree, where it differs from us, and asking for it anew."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.web.http import Request
from konak.foundation.web.pages import asked

from .. import access, queries, services
from ..forms.post import SyncForm
from . import sheets
from .shared import bound, dialog


@require_GET
def detsis(request: Request) -> HttpResponse:
    under = asked(request, "alti")["alti"]
    under = under if under.isascii() and under.isdecimal() and len(under) == 8 else ""
    found = queries.registry_differences()
    if workbook.asked(request):
        return sheets.differences(found, [])
    shown = {
        "under": queries.body_named(under) if under else None,
        "rows": queries.registry_below(under),
        "differences": found[:100],
        "count": len(found),
        "without": queries.units_without_number(),
        "may": request.actor.reach(access.MANAGE).everywhere,
    }
    return render(request, "correspondence/detsis.html", shown)


def sync(request: Request) -> HttpResponse:
    operations: list[Any] = []
    words = "Gelen liste önizlemeye düşer; siz işlemeden hiçbir kayıt değişmez."
    try:
        operations = services.registry_operations(actor=request.actor)
    except Refused as refusal:
        words = str(refusal)
    form = bound(request, SyncForm, operations=operations)
    return dialog(
        request, form, services.sync_registry, title="DETSİS'ten al", button="Al ve önizle", lead=words,
        next_url=reverse("organization:imports"), done="Liste alındı; önizleyip işleyin.",
    )  # fmt: skip
