"""The trail, for those who may read all of it: newest first, never counted."""

from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from konak.foundation.cases.models import CaseRecord
from konak.foundation.people.queries import by_username
from konak.foundation.trail import access, queries
from konak.foundation.trail.models import Entry
from konak.foundation.ui.parts import Chip
from konak.foundation.web.http import Request

from ..story import words_of

PAGE = 50


def kind_label(kind: str) -> str:
    """The Turkish name of a kind of record; kinds of modules that are gone stay readable by their code."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def _words(entry: Entry) -> str:
    try:
        model = apps.get_model(entry.kind)
    except (LookupError, ValueError):
        model = None
    return words_of(entry, model if model and issubclass(model, CaseRecord) else None)[0]


class Filter(forms.Form):
    tur = forms.ChoiceField(label="Konu türü", required=False)
    konu = forms.CharField(label="Konu", required=False, max_length=64)
    kisi = forms.CharField(label="Kullanıcı adı", required=False, max_length=60)


def index(request: Request) -> HttpResponse:
    if not request.actor.reach(access.VIEW).everywhere:
        raise PermissionDenied
    form = Filter(request.GET)
    kinds = [(kind, kind_label(kind)) for kind in queries.kinds()]
    field = form.fields["tur"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "Tümü"), *kinds]
    asked = form.cleaned_data if form.is_valid() else {}
    user = by_username(asked["kisi"]) if asked.get("kisi") else None
    before = request.GET.get("once", "")
    rows = queries.lines(
        request.actor,
        kind=asked.get("tur", ""),
        subject=asked.get("konu", ""),
        user_id=user.pk if user else None,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    found = list(rows[: PAGE + 1]) if not asked.get("kisi") or user else []
    more, found = len(found) > PAGE, found[:PAGE]
    here, filters = reverse("front:trail"), {key: value for key, value in asked.items() if value}

    def without(key: str) -> str:
        return f"{here}?{urlencode({other: value for other, value in filters.items() if other != key})}"

    labels = {"tur": "Tür", "konu": "Konu", "kisi": "Kişi"}
    names = dict(kinds)
    chips = [Chip(labels[key], names.get(value, value), without(key)) for key, value in filters.items()]
    shown = {
        "form": form,
        "lines": [(entry, _words(entry), kind_label(entry.kind)) for entry in found],
        "chips": chips,
        "clear": here,
        "first": f"{here}?{urlencode(filters)}" if before else "",
        "older": f"{here}?{urlencode({**filters, 'once': found[-1].pk})}" if more else "",
    }
    return render(request, "front/trail.html", shown)
