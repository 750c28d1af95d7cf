"""The doors of lists: hand in, match columns, look at rows, write or put aside, and take lists out."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import tell_taken

from .. import access, queries, services
from ..forms.registers import DayForm, UploadForm
from ..forms.reorganisation import NothingForm
from ..models import ImportKind, ImportState, ListImport
from . import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100
VERDICTS = {"error": "Hatalı", "new": "Yeni", "changed": "Değişecek", "same": "Aynı"}
KINDS = {"error": "late", "new": "open", "changed": "wait", "same": "closed"}


def found(request: Request, pk: int) -> ListImport:
    try:
        return queries.one_import(request.actor, pk)
    except ObjectDoesNotExist:
        raise Http404 from None


def index(request: Request) -> HttpResponse:
    if not request.actor.reach(access.IMPORT).everywhere:
        return render(request, "organization/no_import.html", status=403)
    if workbook.asked(request):
        return sheets.imports(workbook.every(queries.imports(request.actor)))
    bound = request.method == "POST"
    form = UploadForm(request.POST if bound else None, request.FILES if bound else None)
    if bound and form.is_valid():
        facts = form.cleaned_data
        try:
            row = services.hand_in(
                actor=request.actor,
                kind=facts["kind"],
                content=facts["file"],
                name=facts["file"].name,
                since=facts["since"],
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return go(request, reverse("organization:import", args=[row.pk]))
    context = {"form": form, "rows": list(queries.imports(request.actor)[:30]), "kinds": ImportKind.choices}
    return render(request, "organization/imports.html", context, status=422 if bound else 200)


def record(request: Request, pk: int) -> HttpResponse:
    row = found(request, pk)
    if row.state != ImportState.OPEN:
        return render(request, "organization/import_done.html", {"row": row})
    try:
        checked = services.looked_at(row)
    except Refused as refusal:
        return render(request, "organization/import_unread.html", {"row": row, "refusal": str(refusal)}, status=422)
    counts = checked.counts
    view = request.GET.get("durum", "")
    if view not in VERDICTS:
        view = next((name for name in ("error", "new", "changed") if counts[name]), "same")
    lines = [one for one in checked.rows if one.verdict == view]
    fields = [field for field in checked.fields if row.columns.get(field.name) in checked.table.head]
    context = {
        "row": row,
        "checked": checked,
        "counts": counts,
        "tabs": [Tab(label, f"?durum={name}", name == view, counts[name]) for name, label in VERDICTS.items()],
        "view": view,
        "kind": KINDS[view],
        "lines": [(one, [one.cells.get(field.name, "") for field in fields]) for one in lines[:SHOWN]],
        "more": max(0, len(lines) - SHOWN),
        "fields": fields,
        "matching": [(field, row.columns.get(field.name, "")) for field in checked.fields],
        "head": [title for title in checked.table.head if title],
        "samples": _samples(checked.table.head, checked.table.rows),
        "ready": checked.clean and (counts["new"] or counts["changed"]),
    }
    return render(request, "organization/import.html", context)


def _samples(head: list[str], rows: list[tuple[int, list[str]]]) -> dict[str, str]:
    """The first filled cell of each column, so that a column is known by what it holds."""
    found = {}
    for place, title in enumerate(head):
        found[title] = next((row[place] for _, row in rows[:50] if place < len(row) and row[place]), "")
    return found


def match(request: Request, pk: int) -> HttpResponse:
    found(request, pk)
    if request.method == "POST":
        columns = {name[4:]: value for name, value in request.POST.items() if name.startswith("col-")}
        day = request.POST.get("since", "")
        form = DayForm({"since": day})
        if form.is_valid():
            try:
                services.match(
                    pk,
                    actor=request.actor,
                    columns={name: str(value) for name, value in columns.items()},
                    sheet=request.POST.get("sheet", ""),
                    since=form.cleaned_data["since"],
                )
            except Refused as refusal:
                messages.error(request, str(refusal))
    return go(request, reverse("organization:import", args=[pk]))


def commit(request: Request, pk: int) -> HttpResponse:
    found(request, pk)
    bound = request.method == "POST"
    form = NothingForm(request.POST if bound else None)
    if bound:
        row = run(form, services.commit, pk, actor=request.actor)
        if row is not None:
            counts = row.counts
            messages.success(
                request,
                f"{counts['new']} yeni, {counts['changed']} değişen satır işlendi; {counts['same']} aynı.",
            )
            return go(request, reverse("organization:import", args=[pk]))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    lead = "Bütün satırlar birlikte işlenir; biri işlenemezse hiçbiri işlenmez."
    context = {"form": form, "title": "Listeyi işle", "button": "İşle", "lead": lead, "danger": False}
    return render(request, template, context, status=422 if bound else 200)


def drop(request: Request, pk: int) -> HttpResponse:
    found(request, pk)
    bound = request.method == "POST"
    form = NothingForm(request.POST if bound else None)
    if bound and run(form, services.drop, pk, actor=request.actor) is not None:
        return go(request, reverse("organization:imports"))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    lead = "Hiçbir satır işlenmez; dosya kayıtlarda kalır."
    context = {"form": form, "title": "Listeden vazgeç", "button": "Vazgeç", "lead": lead, "danger": True}
    return render(request, template, context, status=422 if bound else 200)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
def faults(request: Request, pk: int) -> HttpResponse:
    row = found(request, pk)
    return _file(services.faults_workbook(services.looked_at(row)), f"hatalar-{row.pk}.xlsx", XLSX)


@require_GET
def export(request: Request, kind: str, form: str) -> HttpResponse:
    if kind not in ImportKind.values or form not in ("csv", "xlsx"):
        raise Http404
    if not request.actor.reach(access.IMPORT).everywhere:
        return render(request, "organization/no_import.html", status=403)
    name = f"{kind}-{localdate().isoformat()}.{form}"
    media = XLSX if form == "xlsx" else "text/csv; charset=utf-8"
    tell_taken(request, form)
    return _file(services.exported(kind, form), name, media)
