"""Writing: the form of a letter with its page beside it, and letters from a table."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms import LetterForm, MergeForm, NewLetterForm
from ..models import Letter
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
    def after(made: list[Letter]) -> str:
        messages.success(request, f"{len(made)} taslak oluşturuldu.")
        return reverse("correspondence:letters") + "?pano=taslak"

    form = bound(request, MergeForm, actor=request.actor)
    return page_form(
        request, form, services.merge, template="correspondence/register.html", next_url=after,
        title="Tablodan yazılar", button="Taslakları oluştur",
        lead="Tablonun her satırı bir yazı olur; bir satır eksikse hiçbiri oluşturulmaz.",
    )  # fmt: skip
