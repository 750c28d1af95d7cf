"""Who looked at secret files."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from pydantic import ValidationError

from konak.foundation.people.queries import anybody
from konak.foundation.ui import workbook
from konak.foundation.ui.forms import DateField
from konak.foundation.ui.parts import Chip
from konak.foundation.web.http import Request

from .. import access, queries
from . import sheets

PAGE = 50


class LookForm(forms.Form):
    number = forms.CharField(label="Dosya sayısı", max_length=24, required=False)
    since = DateField(label="En erken", required=False)
    until = DateField(label="En geç", required=False)


def asked_of(request: Request) -> queries.LookFilter:
    values = {name: request.GET[name] for name in queries.LookFilter.model_fields if request.GET.get(name)}
    try:
        return queries.LookFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return queries.LookFilter.model_validate({k: v for k, v in values.items() if k not in wrong})


@require_GET
def index(request: Request) -> HttpResponse:
    asked = asked_of(request)
    rows = queries.looks(request.actor, asked)
    here = reverse("front:looks")
    given = asked.model_dump(exclude_none=True)

    def address(**changes: object) -> str:
        query = request.GET.copy()
        query.clear()
        for name, value in (given | changes).items():
            if value is not None:
                query[name] = str(value)
        return f"{here}?{query.urlencode()}" if query else here

    chips = []
    for name, value in given.items():
        words = f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
        label = str(LookForm.base_fields[name].label) if name in LookForm.base_fields else "Kişi"
        if name == "user" and (person := anybody().filter(pk=value).first()):
            words = person.full_name
        chips.append(Chip(label, words, address(**{name: None})))
    if workbook.asked(request):
        return sheets.looks(workbook.every(rows), workbook.told(chips=chips))
    before = request.GET.get("once", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    shown = {
        "rows": found[:PAGE],
        "form": LookForm(initial=given),
        "chips": chips,
        "clear": here,
        "address": address,
        "older": address(once=found[PAGE - 1].pk) if len(found) > PAGE else "",
        "newer": address() if before else "",
        "allowed": request.actor.holds(access.LOOKS),
    }
    return render(request, "front/looks.html", shown)
