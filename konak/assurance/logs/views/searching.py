"""Screens of the logs: who was it, everything of somebody, free search, the book, a parser to try, the lake."""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.lake import SETS
from konak.foundation.lake import queries as lake
from konak.foundation.lake.models import Check, Manifest
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Moment, Tab
from konak.foundation.web.actions import run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, here, posted

from .. import access, queries
from ..forms import FreeForm, TraceForm, TryForm, WhoForm
from ..models import Kind
from ..parsing import FORMATS, nested, read, records
from ..parsing.columns import set_of
from ..parsing.common import Context
from ..services import exploring, minutes, packing, searching

PAGE = 50
SHOWN = 200


def _search(request: Request, form: forms.Form, service: Callable[..., Any], title: str, lead: str) -> HttpResponse:
    if not request.actor.holds(access.SEARCH):
        raise Http404
    answer = run(form, service, actor=request.actor) if form.is_bound else None
    shown: dict[str, Any] = {"form": form, "title": title, "lead": lead, "answer": answer, "tabs": doors(request)}
    if answer is not None:
        if answer.search.kind == Kind.TRACE:
            shown["moments"] = [_moment(one) for one in answer.evidence[:SHOWN]]
        shown |= {"rows": answer.evidence[:SHOWN], "more": max(0, len(answer.evidence) - SHOWN)}
        shown["may_pack"] = answer.search.request and answer.evidence and request.actor.holds(access.PACK)
    return render(request, "logs/search.html", shown, status=422 if form.errors else 200)


def _moment(one: searching.Found) -> Moment:
    """A line as one moment of somebody's day."""
    bad = one.values.get("event.outcome") == "failure"
    return Moment(
        one.at, exploring.told(one), icon=exploring.ICONS[one.code], kind="late" if bad else "", note=one.role
    )


def doors(request: Request) -> list[Tab]:
    """The ways to look into the logs, as tabs."""
    ways = (
        ("IP ve zaman", "/loglar/kim/"),
        ("Bir kişinin kayıtları", "/loglar/kayitlari/"),
        ("Serbest arama", "/loglar/ara/"),
        ("Süz ve say", "/loglar/kesif/"),
        ("Canlı izle", "/loglar/canli/"),
    )
    return [Tab(label, url, request.path == url) for label, url in ways]


def who(request: Request) -> HttpResponse:
    lead = "Bir IP adresinin o anda kimde olduğunu kira, adres çevirisi ve oturum kayıtlarından bulur."
    return _search(request, WhoForm(posted(request)), searching.who, "Bu IP kimdeydi?", lead)


def trace(request: Request) -> HttpResponse:
    lead = "Bir adresin, aygıtın ya da kullanıcının iki an arasındaki bütün satırları."
    return _search(request, TraceForm(posted(request)), searching.trace, "Bir kişinin kayıtları", lead)


def free(request: Request) -> HttpResponse:
    lead = "İletide, adreste, kullanıcıda, sayfada geçen söz."
    return _search(request, FreeForm(posted(request)), searching.free, "Loglarda arama", lead)


@require_POST
def pack(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(access.PACK):
        raise Http404
    try:
        content = packing.pack(pk, actor=request.actor)
    except Refused as refusal:
        return render(request, "logs/refused.html", {"words": str(refusal)}, status=422)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="cevap-paketi-{pk}.zip"'
    return answer


@require_GET
def book(request: Request) -> HttpResponse:
    """Who searched for what."""
    if not request.actor.holds(access.VIEW):
        raise Http404
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    rows = queries.searches(request.actor, kind)
    if workbook.asked(request):
        head = [
            *(workbook.Column("No", 8), workbook.Column("Zaman", 18), workbook.Column("Arayan", 28)),
            *(workbook.Column("Makamı", 36), workbook.Column("Tür", 24), workbook.Column("Amaç", 50)),
            *(workbook.Column("İstek", 16), workbook.Column("Bulunan", 10), workbook.Column("Paket özeti", 66)),
        ]
        lines = (
            [
                *(row.pk, localtime(row.at), row.user.full_name, str(row.seat or ""), row.get_kind_display()),
                *(row.purpose, row.request, row.found, row.packed_sha256),
            ]
            for row in workbook.every(rows)
        )
        told = [("Tür", Kind(kind).label)] if kind else []
        return workbook.workbook("Log aramaları", head, lines, "log-aramalari", filters=told)
    cursor = request.GET.get("sonra", "")[:400]
    page, after = page_after(rows, ("-pk",), cursor, PAGE)
    shown = {
        "rows": page,
        "older": here(request, sonra=after) if after else "",
        "newer": here(request, sonra=None) if cursor else "",
        "tabs": [Tab("Tümü", "?", not kind)] + [Tab(str(k.label), f"?kind={k}", kind == k) for k in Kind],
        "may": request.actor.holds(access.SEARCH),
    }
    return render(request, "logs/book.html", shown)


def attempt(request: Request) -> HttpResponse:
    """Pasted lines and what Konak understands of them; nothing is kept."""
    if not request.actor.holds(access.SEARCH):
        raise Http404
    form = TryForm(posted(request))
    shown_lines = []
    if form.is_bound and form.is_valid():
        context = Context(now())
        for record in records(form.cleaned_data["lines"].encode().splitlines(keepends=True)):
            facts = read(record, context, form.cleaned_data["form"])
            text = json.dumps(nested(facts), ensure_ascii=False, indent=2)
            shown_lines.append(
                {
                    "line": record.decode("utf-8", "replace")[:500],
                    "form": FORMATS[facts["event.module"]][0] if facts["event.module"] in FORMATS else "",
                    "set": SETS[set_of(facts)].label,
                    "known": facts["event.module"] != "raw",
                    "json": text,
                }
            )
    shown = {"form": form, "found": shown_lines[:100], "lines": len(shown_lines)}
    shown["unread"] = sum(not one["known"] for one in shown_lines)
    return render(request, "logs/attempt.html", shown, status=422 if form.errors else 200)


@require_GET
def deletion(request: Request, number: int) -> HttpResponse:
    """The minutes of records whose term was over."""
    if not request.actor.holds(access.VIEW):
        raise Http404
    answer = HttpResponse(found(minutes.minutes_of, number), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="silme-tutanagi-{number}.pdf"'
    return answer


@require_GET
def standing(request: Request) -> HttpResponse:
    """How the lake stands: sets, what waits, chain, stamps, last proof."""
    if not request.actor.holds(access.VIEW):
        raise Http404
    shown = {
        "sets": lake.standing(),
        "spooled": lake.spooled(),
        "manifests": Manifest.objects.select_related("stamp").order_by("-number")[:20],
        "checks": Check.objects.exclude(ended_at=None).order_by("-pk")[:10],
        "unstamped": lake.unstamped().count(),
        "last": lake.last_check(),
    }
    return render(request, "logs/lake.html", shown)
