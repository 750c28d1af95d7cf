"""The page of any file: what it is, where it stands, whose turn, until when, and what I may do now."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from konak.foundation.cases import access as cases_access
from konak.foundation.cases import queries, services
from konak.foundation.cases.models import CaseRecord
from konak.foundation.files.serving import serve
from konak.foundation.people.queries import people_of
from konak.foundation.trail import queries as trail
from konak.foundation.web.actions import act, go, run
from konak.foundation.web.http import Request

from .. import access
from ..forms import AssignForm, AttachForm, CommentForm, LinkForm
from ..story import moments
from .errors import only_post
from .inbox import line_of
from .watching import watched


def found(request: Request, number: str) -> CaseRecord:
    """The file, or the same 404 for an unknown number and one out of reach."""
    try:
        return queries.record(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None


def page_of(number: str) -> str:
    return reverse("front:case", args=[number])


def _shown(request: Request, record: CaseRecord, form: CommentForm) -> dict[str, Any]:
    case, actor = record.case, request.actor
    own_unit = any(case.unit_id in seat.branch and not seat.narrow for seat in actor.seats)
    return {
        "record": record,
        "case": case,
        "line": line_of(case),
        "steps": services.steps_open(record, actor),
        "moments": moments(record, trail.story(case.kind, case.number), queries.comments(case)),
        "attachments": list(queries.attachments(case)),
        "links": [(link, other, line_of(other)) for link, other in queries.links(actor, case)],
        "may_claim": not case.closed_at and case.assignee_id is None and own_unit,
        "may_assign": not case.closed_at and record.handed and actor.reach(cases_access.ASSIGN).covers(case),
        "may_see_looks": actor.holds(access.LOOKS),
        "may_hide": actor.reach(access.SECRECY).covers(case),
        "form": form,
        **watched(actor, case),
    }


def record(request: Request, number: str) -> HttpResponse:
    return render(request, "front/case.html", _shown(request, found(request, number), CommentForm()))


@only_post
def write(request: Request, number: str) -> HttpResponse:
    """A remark; refused or empty it comes back with what was typed."""
    form = CommentForm(request.POST)
    if run(form, services.comment, number, actor=request.actor) is not None:
        return go(request, f"{page_of(number)}#oyku")
    return render(request, "front/case.html", _shown(request, found(request, number), form), status=422)


@only_post
def claim(request: Request, number: str) -> HttpResponse:
    form = CommentForm({"text": "-"})
    if run(form, lambda number, actor, text: services.claim(number, actor=actor), number, actor=request.actor):
        return go(request, page_of(number))
    shown = _shown(request, found(request, number), CommentForm()) | {"refusal": form.non_field_errors()}
    return render(request, "front/case.html", shown, status=422)


def assign(request: Request, number: str) -> HttpResponse:
    """Give the file to somebody of its unit, or back to the unit."""
    case = found(request, number).case
    bound = request.method == "POST"
    form = AssignForm(request.POST if bound else None, initial={"assignee": case.assignee_id}, unit_id=case.unit_id)
    if bound and run(form, services.assign, number, actor=request.actor) is not None:
        return go(request, page_of(number))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    shown = {
        "form": form,
        "title": f"{case.number} kime verilsin?",
        "button": "Ver",
        "lead": "" if people_of(case.unit_id).exists() else "Bu birimde bugün görevli kimse yok.",
        "danger": False,
    }
    return render(request, template, shown, status=422 if bound else 200)


def _attach(number: str, *, actor: Any, file: Any) -> Any:
    return services.attach(number, actor=actor, content=file, name=file.name)


attach: Callable[..., HttpResponse] = act(
    _attach, AttachForm, lambda made: f"{page_of(made.case.number)}#ekler", title="Dosya ekle", button="Ekle"
)
link: Callable[..., HttpResponse] = act(
    services.link,
    LinkForm,
    lambda made: f"{page_of(made.from_case.number)}#baglar",
    title="Başka bir dosyaya bağla",
    button="Bağla",
    lead="Bağlanan dosyayı yalnız görme yetkisi olanlar görür.",
)


def attachment(request: Request, number: str, attachment_id: int) -> FileResponse:
    """The content of an attachment, for whoever sees its file."""
    case = found(request, number).case
    row = get_object_or_404(queries.attachments(case), pk=attachment_id)
    return serve(row.file)
