"""The register of senders on the screen: who sends, what came, how a shipper is set up."""

import datetime as dt
from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, asked, found, here, moments, posted

from .. import access, queries
from ..forms import NewSourceForm, SourceForm
from ..models import Source, SourceDay
from ..parsing import FORMATS
from ..services import sources

PAGE = 50
SHOWN = dt.timedelta(days=30)
STATES = {
    "": "Tümü",
    "susan": "Susan",
    "hic": "Hiç gelmeyen",
    "kapali": "Kapalı",
    "kayitsiz": "Kaydı olmayan",
    "sistem": "Kaynağı olmayan sistemler",
}


def _form_label(code: str) -> str:
    return FORMATS[code][0] if code in FORMATS else "kendiliğinden"


def _tabs(request: Request, state: str) -> list[Tab]:
    everywhere = request.actor.reach(access.SEE_SOURCES).everywhere
    return [
        Tab(label, f"?durum={code}" if code else "?", code == state)
        for code, label in STATES.items()
        if code != "kayitsiz" or everywhere
    ]


def _systems(request: Request) -> HttpResponse:
    """Systems of the register whose lines are expected and do not come."""
    rows = queries.silent_systems(request.actor)
    if workbook.asked(request):
        head = [("Kod", 14), ("Bilgi sistemi", 40), ("Birim", 36), ("Kaynak", 10), ("Son satır", 18)]
        lines = (
            [
                *(one["system"].code, one["system"].name, one["system"].unit, one["sources"]),
                localtime(one["last"]) if one["last"] else "",
            ]
            for one in rows
        )
        return workbook.workbook("Log kaynağı olmayan sistemler", head, lines, "log-kaynagi-olmayan", filters=[])
    shown = {"systems": rows, "state": "sistem", "tabs": _tabs(request, "sistem")}
    return render(request, "logs/sources.html", shown | {"may": request.actor.holds(access.SOURCES)})


@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(access.SEE_SOURCES):
        raise Http404
    given = asked(request, "durum", "sonra")
    state = given["durum"] if given["durum"] in STATES else ""
    if state == "sistem":
        return _systems(request)
    rows = queries.sources(request.actor)
    narrowed = {
        "susan": rows.filter(active=True).exclude(silent_at=None),
        "hic": rows.filter(active=True, last_at=None),
        "kapali": rows.filter(active=False),
    }.get(state, rows)
    if workbook.asked(request):
        head = [
            *(workbook.Column("Ad", 30), workbook.Column("Açıklama", 50), workbook.Column("Birim", 40)),
            *(workbook.Column("Durum", 14), workbook.Column("Biçim", 28), workbook.Column("Son satır", 18)),
        ]
        lines = (
            [
                *(row.name, row.title, str(row.unit), row.state[0], _form_label(row.form)),
                localtime(row.last_at) if row.last_at else "",
            ]
            for row in workbook.every(narrowed)
        )
        told = [("Durum", STATES[state])] if state else []
        return workbook.workbook("Log kaynakları", head, lines, "log-kaynaklari", filters=told)
    page, after = page_after(narrowed, ("name", "pk"), given["sonra"], PAGE)
    shown = {
        "rows": [] if state == "kayitsiz" else page,
        "strangers": queries.strangers(request.actor, localdate() - SHOWN) if state == "kayitsiz" else [],
        "state": state,
        "tabs": _tabs(request, state),
        "older": here(request, sonra=after) if after else "",
        "newer": here(request, sonra=None) if given["sonra"] else "",
        "may": request.actor.holds(access.SOURCES),
    }
    return render(request, "logs/sources.html", shown)


def add(request: Request) -> HttpResponse:
    given = asked(request, "ad", "sistem")
    initial: dict[str, Any] = {"name": given["ad"], "system_id": given["sistem"]}
    if request.actor.seats:
        initial["unit_id"] = request.actor.seats[0].unit_id
    return answer(
        request, NewSourceForm(posted(request), actor=request.actor, initial=initial), sources.add,
        title="Log kaynağı kaydet", next_url=lambda row: reverse("logs:source", args=[row.pk]),
    )  # fmt: skip


def edit(request: Request, pk: int) -> HttpResponse:
    source = found(queries.sources(request.actor).get, pk=pk)
    names = ("name", "title", "form", "silent_after", "active", "system_id", "assignee_id")
    initial = {name: getattr(source, name) for name in names}
    return answer(
        request, SourceForm(posted(request), actor=request.actor, initial=initial), sources.change, pk,
        title="Log kaynağını düzelt", next_url=lambda row: reverse("logs:source", args=[row.pk]),
    )  # fmt: skip


@require_GET
def record(request: Request, pk: int) -> HttpResponse:
    source = found(queries.sources(request.actor).get, pk=pk)
    days = queries.days_of(source, localdate() - SHOWN)
    hosts = Counter[str]()
    for row in days:
        hosts[row.name.partition("/")[2]] += row.lines
    hosts.pop("", None)
    shown = {
        "source": source,
        "form_label": _form_label(source.form),
        "chart": _chart(days) if days else None,
        "total": sum(row.lines for row in days),
        "hosts": hosts.most_common(50),
        "may": request.actor.reach(access.SOURCES).covers(source),
        "story": moments("logs.source", source.pk, last=20),
        "address": f"{settings.SITE_URL}/log-alimi",
    }
    return render(request, "logs/source.html", shown)


def _chart(days: list[SourceDay]) -> dict[str, Any]:
    """Lines a day, a bar each, days without one included: a gap is what the eye looks for."""
    counts = Counter[dt.date]()
    for row in days:
        counts[row.day] += row.lines
    today = localdate()
    span = [today - SHOWN + dt.timedelta(days=one) for one in range(SHOWN.days + 1)]
    return {
        "dataset": {"source": [["Gün", "Satır"], *([f"{day:%d.%m}", counts[day]] for day in span)]},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
        "series": [{"type": "bar", "kind": "open"}],
    }


@require_POST
def key(request: Request, pk: int) -> HttpResponse:
    """A new key, shown once."""
    found(queries.sources(request.actor).get, pk=pk)
    try:
        source, secret = sources.give_key(pk, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, reverse("logs:source", args=[pk]))
    shown: dict[str, Any] = {"source": source, "secret": secret, "address": f"{settings.SITE_URL}/log-alimi"}
    answer_ = render(request, "logs/source_key.html", shown)
    answer_["Cache-Control"] = "no-store"
    return answer_


@require_POST
def drop_key(request: Request, pk: int) -> HttpResponse:
    source: Source = found(queries.sources(request.actor).get, pk=pk)
    try:
        sources.drop_key(pk, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{source.name} kaynağının anahtarı geri alındı; gönderdiği satırlar alınmaz.")
    return go(request, reverse("logs:source", args=[pk]))
