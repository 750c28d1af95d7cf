"""Looking around: lines with counts, facets that narrow by a press, questions kept by name, a workbook."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lake import SETS
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, press

from .. import access, queries
from ..forms import COLUMNS, ExploreForm
from ..services import exploring
from ..services.searching import PERSONAL, Found
from .searching import doors

SHOWN = 50
SPANS = {
    "15dk": ("Son 15 dakika", dt.timedelta(minutes=15)),
    "1s": ("Son saat", dt.timedelta(hours=1)),
    "1g": ("Son gün", dt.timedelta(days=1)),
    "7g": ("Son 7 gün", dt.timedelta(days=7)),
    "30g": ("Son 30 gün", dt.timedelta(days=30)),
}


def _pressed(post: QueryDict) -> QueryDict:
    """The form as it is after a press on a value (`add`), on a condition in force (`cut`) or on a span."""
    data = post.copy()
    lines = [line for line in str(data.get("condition", "")).splitlines() if line.strip()]
    if add := str(data.get("add", ""))[:600].replace("\n", " "):
        lines = [*lines, *([add] if add not in lines else [])]
    if cut := str(data.get("cut", "")):
        lines = [line for line in lines if line.strip() != cut]
    data["condition"] = "\n".join(lines)
    if span := SPANS.get(str(data.get("span", ""))):
        until = localtime(now())
        data["since"] = f"{until - span[1]:%Y-%m-%dT%H:%M:%S}"
        data["until"] = f"{until:%Y-%m-%dT%H:%M:%S}"
    return data


def explore(request: Request) -> HttpResponse:
    if not request.actor.holds(access.SEARCH):
        raise Http404
    codes = queries.open_sets(request.actor)
    answer = None
    if request.method == "POST":
        form = ExploreForm(_pressed(request.POST), codes=codes)
        answer = run(form, exploring.explore, actor=request.actor)
        if answer is not None and (name := request.POST.get("save_as", "").strip()) and "save" in request.POST:
            _keep(request, form, name)
    else:
        kept = request.GET.get("sakli", "")
        initial: dict[str, Any] = {}
        if kept.isascii() and kept.isdecimal() and len(kept) < 19:
            row = found(queries.saved(request.actor).get, pk=int(kept))
            initial = row.asked | {"codes": row.asked["sets"]}
        form = ExploreForm(initial=initial, codes=codes)
    columns = [name for name in (form.cleaned_data.get("columns") or []) if name in COLUMNS] if answer else []
    columns = columns or list(COLUMNS[:4])
    shown = {
        "form": form,
        "tabs": doors(request),
        "answer": answer,
        "saved": queries.saved(request.actor),
        "spans": [(code, label) for code, (label, _) in SPANS.items()],
        "columns": columns,
    }
    if answer is not None:
        lines = str(form.data.get("condition", "")).splitlines()
        shown |= {
            "rows": [_row(one, columns) for one in answer.lines[:SHOWN]],
            "more": max(0, len(answer.lines) - SHOWN),
            "chart": _chart(answer) if answer.lines else None,
            "facets": [_facet(one, answer.search.masked) for one in answer.facets],
            "chips": [line.strip() for line in lines if line.strip()],
            "may_pack": answer.search.request and answer.lines and request.actor.holds(access.PACK),
        }
    return render(request, "logs/explore.html", shown, status=422 if form.errors else 200)


def _keep(request: Request, form: ExploreForm, name: str) -> None:
    facts = {key: form.cleaned_data[key] for key in ("codes", "words", "condition", "columns")}
    try:
        row = exploring.keep(actor=request.actor, name=name, **facts)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"«{row.name}» saklandı.")


def _row(one: Found, columns: list[str]) -> dict[str, Any]:
    cells = [(name, one.values.get(name, "")) for name in columns]
    shown = set(columns) | {"event.module"}
    return {"one": one, "cells": cells, "rest": [(name, value) for name, value in one.told if name not in shown]}


def _facet(one: exploring.Facet, masked: bool) -> dict[str, Any]:
    hidden = masked and one.name in PERSONAL
    values = [
        {"value": value, "count": count, "add": "" if hidden else f"{one.name} = {value}"}
        for value, count in one.values
    ]
    return {"name": one.name, "values": values, "others": one.others}


def _chart(answer: exploring.Explored) -> dict[str, Any]:
    labels = [SETS[code].label for code in answer.codes]
    used = [n for n in range(len(labels)) if any(counts[n] for _, counts in answer.bars)]
    head = ["Zaman", *(labels[n] for n in used)]
    return {
        "dataset": {"source": [head, *([moment, *(counts[n] for n in used)] for moment, counts in answer.bars)]},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
        "series": [{"type": "bar", "stack": "satır"} for _ in used],
    }


@require_GET
def export(request: Request, pk: int) -> HttpResponse:
    """The lines of one's own search as a workbook, persons covered as on the screen."""
    if not request.actor.holds(access.SEARCH):
        raise Http404
    try:
        search, lines = found(exploring.taken_out, pk, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, "/loglar/kesif/")
    columns = [name for name in COLUMNS if name in search.asked["columns"]] or list(COLUMNS)
    head = [("Zaman", 20), ("Küme", 28), ("Kaynak", 22), *((name, 22) for name in columns)]
    rows = (
        [
            *(localtime(one.at), one.role, str(one.values.get("sender", ""))),
            *(str(one.values.get(name, "")) for name in columns),
        ]
        for one in lines
    )
    told = [("Arama", f"{search.pk} no"), ("Amaç", search.purpose)]
    return workbook.workbook("Log satırları", head, rows, f"log-satirlari-{pk}", filters=told)


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    return press(request, exploring.forget, pk, back="/loglar/kesif/", done="Saklanan arama silindi.")
