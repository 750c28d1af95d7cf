"""Whole registers out to a file and in from one: looked at first, written when every line is right."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import given

from .. import access, services
from ..forms.transfer import TransferForm
from ..parsing import registers as files
from ..services.transfer import REGISTERS


def index(request: Request) -> HttpResponse:
    keeps = request.actor.holds(access.KEEP)
    if not request.actor.holds(access.VIEW) or (request.method == "POST" and not keeps):
        raise Http404
    form, result, text = TransferForm(**given(request), actor=request.actor), None, ""
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            text = files.text_of(said["content"])
            result = services.bring(actor=request.actor, dry="write" not in request.POST, **said)
        except (Refused, ValueError) as refusal:
            form.add_error(None, str(refusal))
        if result is not None and result.written:
            messages.success(request, f"{result.total} kayıt yazıldı.")
            return go(request, reverse("network:transfer"))
    context = {
        "form": form,
        "result": result,
        "text": text,
        "name": form.data.get("name", ""),
        "unit_id": form.data.get("unit_id", ""),
        "registers": [(one.name, one.label, ", ".join(one.columns)) for one in REGISTERS.values()],
        "keeps": keeps,
        "here": "transfer",
        "may_trace": request.actor.holds(access.TRACE),
    }
    faulty = bool(form.errors) or (result is not None and bool(result.faults))
    return render(request, "network/transfer.html", context, status=422 if faulty else 200)


@require_GET
def download(request: Request, name: str, form: str) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    try:
        content = services.write_register(actor=request.actor, name=name, form=form)
    except Refused:
        raise Http404 from None
    answer = HttpResponse(content, content_type=f"{files.FORMATS[form]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
