"""Writing: the form of a letter with its page beside it, and letters from a table."""

import json

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from konak.foundation.documents.services import FontsMissing
from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms import ColumnsForm, LetterForm, MergeForm, NewLetterForm
from ..models import Letter, Template
from .letters import page, page_of
from .shared import bound, one, page_form


def new(request: Request) -> HttpResponse:
    form = bound(request, NewLetterForm, actor=request.actor)
    return page_form(
        request, form, services.draft, template="correspondence/write.html", next_url=page_of, title="Yazı hazırla",
        button="Taslağı aç", lead="Muhatap, ilgi ve ekler sonraki sayfada eklenir.",
        preview=reverse("correspondence:typed_new"),
    )  # fmt: skip


def edit(request: Request, number: str) -> HttpResponse:
    letter: Letter = one(queries.one_letter, request.actor, number)
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm(letter=letter)
    return page_form(
        request, form, services.revise, number, template="correspondence/write.html", next_url=page_of,
        title="Metni düzenle", button="Kaydet", letter=letter, back=page(number),
        preview=reverse("correspondence:typed", args=[number]),
    )  # fmt: skip


@require_POST
def typed(request: Request, number: str = "") -> HttpResponse:
    """The page of a form that is being filled in; as a document for whoever has no script."""
    letter: Letter | None = one(queries.one_letter, request.actor, number) if number else None
    facts = {name: str(value) for name, value in request.POST.items()}
    as_pdf = request.GET.get("bicim") == "pdf"
    if letter is None and not request.actor.holds(access.WRITE):
        return _refused("Yazı hazırlama yetkiniz yok.", as_pdf)
    try:
        if as_pdf:
            pdf, _ = services.typed_pdf(letter, actor=request.actor, facts=facts)
            response = HttpResponse(pdf, content_type="application/pdf")
            response["Content-Disposition"] = 'inline; filename="onizleme.pdf"'
        else:
            drawn = services.typed(letter, actor=request.actor, facts=facts)
            response = JsonResponse({"pages": drawn.pages, "count": drawn.count, "faults": drawn.faults})
    except Refused as refusal:
        return _refused(str(refusal), as_pdf)
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(words: str, as_text: bool) -> HttpResponse:
    if as_text:
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    return JsonResponse({"faults": [words]}, status=422)


def merge(request: Request) -> HttpResponse:
    """A table is read, its columns are given their meaning, each letter looked at; then all are made or none."""
    if request.method == "POST" and request.POST.get("table"):
        return _columns(request)
    form = bound(request, MergeForm, actor=request.actor)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        template = services.template_of(request.actor, given["template_id"])
        held = json.dumps([given["table"].head, given["table"].rows], ensure_ascii=False)
        initial = {"template_id": template.pk, "code": given["code"], "table": held}
        second = ColumnsForm(template=template, table=given["table"], initial=initial)
        return _looked(request, second, template, 0)
    shown = {
        "form": form, "title": "Tablodan yazılar", "button": "Sütunlara geç",
        "back": reverse("correspondence:letters"), "back_label": "Yazılar",
        "lead": "Tablonun her satırı bir yazı olur; bir satır eksikse hiçbiri oluşturulmaz.",
    }  # fmt: skip
    return render(request, "correspondence/register.html", shown, status=422 if form.is_bound else 200)


def _columns(request: Request) -> HttpResponse:
    try:
        head, rows = json.loads(request.POST["table"])
        table = services.Table([str(one) for one in head], [(int(n), [str(c) for c in row]) for n, row in rows])
        template = services.template_of(request.actor, int(request.POST.get("template_id", "")))
        if any(len(row) != len(table.head) for _, row in table.rows) or not table.rows:
            raise ValueError("rows and head differ")
    except (ValueError, TypeError, KeyError, RecursionError, Refused):
        messages.error(request, "Tablo okunamadı; yeniden yükleyin.")
        return go(request, reverse("correspondence:merge"))
    form = ColumnsForm(request.POST, template=template, table=table)
    place = request.POST.get("onizle", "")
    if not form.is_valid() or place:
        return _looked(request, form, template, int(place) if place.isascii() and place.isdecimal() else 0)
    try:
        made = services.merge(
            actor=request.actor, template_id=template.pk, code=form.cleaned_data["code"],
            rows=services.mapped(table, form.chosen()),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _looked(request, form, template, 0)
    messages.success(request, f"{len(made)} taslak oluşturuldu.")
    return go(request, reverse("correspondence:letters") + "?pano=taslak")


def _looked(request: Request, form: ColumnsForm, template: Template, place: int) -> HttpResponse:
    """The columns, what is wrong by row, and one of the letters."""
    rows = services.mapped(form.held, form.chosen())
    place = min(max(place, 0), len(rows) - 1)
    faults = services.faults_of(template, rows)
    pages, trouble = [], ""
    try:
        pages = services.merge_preview(actor=request.actor, template_id=template.pk, values=rows[place][1]).pages
    except (Refused, FontsMissing) as fault:
        trouble = str(fault)
    shown = {
        "form": form, "template": template, "faults": faults[:20], "more": max(len(faults) - 20, 0),
        "count": len(rows), "place": place, "line": rows[place][0], "who": rows[place][1].get("muhatap", ""),
        "before": place - 1 if place else None, "after": place + 1 if place + 1 < len(rows) else None,
        "pages": pages, "trouble": trouble,
    }  # fmt: skip
    refused = form.is_bound and bool(form.errors)
    return render(request, "correspondence/merge.html", shown, status=422 if refused else 200)
