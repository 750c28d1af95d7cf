"""The trail, for those who may read all of it: newest first, never counted; taken out, and proved whole."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.replica import reading_from_replica
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import by_username
from konak.foundation.trail import access, heads, queries, verification
from konak.foundation.trail.models import Door, Entry
from konak.foundation.ui import forms as ui
from konak.foundation.ui.parts import Chip
from konak.foundation.ui.picking import UnitField
from konak.foundation.web.http import Request
from konak.foundation.web.pages import TAKEN

from ..services import exports
from ..story import words_of
from .errors import only_post

PAGE = 50


def kind_label(kind: str) -> str:
    """The Turkish name of a kind of record; kinds of modules that are gone stay readable by their code."""
    if kind == TAKEN:
        return "ekran"
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def told(entry: Entry) -> str:
    """What was done, in words."""
    try:
        model = apps.get_model(entry.kind)
    except (LookupError, ValueError):
        model = None
    return words_of(entry, model if model and issubclass(model, CaseRecord) else None)[0]


class Filter(forms.Form):
    tur = forms.ChoiceField(label="Konu türü", required=False)
    konu = forms.CharField(label="Konu", required=False, max_length=64)
    kisi = forms.CharField(label="Kullanıcı adı", required=False, max_length=60)
    birim = UnitField(label="Birim ve altı", required=False, empty="Tümü", key=True)
    islem = forms.ChoiceField(label="İşlem", required=False)
    kapi = forms.ChoiceField(label="Kapı", required=False, choices=[("", "Tümü"), *Door.choices])
    baslangic = ui.DateField(label="Şu günden", required=False)
    bitis = ui.DateField(label="Şu güne kadar", required=False)
    anahtar = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("tur", [(kind, kind_label(kind)) for kind in queries.kinds()])
        self._choose("islem", [(verb, verb_label(verb)) for verb in queries.verbs()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tümü"), *choices]

    def wanted(self) -> queries.Wanted | None:
        """What is asked for; None when it can be nothing (a name nobody has)."""
        asked = self.cleaned_data if self.is_valid() else {}
        user = by_username(asked["kisi"]) if asked.get("kisi") else None
        if asked.get("kisi") and user is None:
            return None
        return queries.Wanted(
            kind=asked.get("tur", ""),
            subject=asked.get("konu", ""),
            verb=asked.get("islem", ""),
            via=asked.get("kapi", ""),
            user_id=user.pk if user else None,
            unit_id=asked.get("birim"),
            since=asked.get("baslangic"),
            until=asked.get("bitis"),
            token=asked.get("anahtar"),
        )

    def in_force(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        asked = self.cleaned_data if self.is_valid() else {}
        return {
            key: value.isoformat() if isinstance(value, dt.date) else str(value)
            for key, value in asked.items()
            if value
        }

    def words(self, key: str, value: str) -> str:
        field = self.fields[key]
        if isinstance(field, UnitField):
            return field.named(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return f"{dt.date.fromisoformat(value):%d.%m.%Y}" if isinstance(field, forms.DateField) else value


def verb_label(verb: str) -> str:
    """A verb as it is told most often: by the words of any kind that knows it, else by itself."""
    from ..story import VERBS

    if verb in VERBS:
        return VERBS[verb][0]
    for model in apps.get_models():
        entry = Entry(kind=model._meta.label_lower, verb=verb)
        words = words_of(entry, model if issubclass(model, CaseRecord) else None)[0]
        if not words.startswith("işlem yaptı"):
            return words
    return verb


def _allowed(request: Request) -> None:
    if not request.actor.reach(access.VIEW).everywhere:
        raise PermissionDenied


def index(request: Request) -> HttpResponse:
    _allowed(request)
    form = Filter(request.GET)
    wanted = form.wanted()
    before = request.GET.get("once", "")
    found: list[Entry] = []
    if wanted is not None:
        last = int(before) if before.isdecimal() and len(before) < 19 else None
        found = list(queries.lines(request.actor, wanted=wanted, before=last)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    here, filters = reverse("front:trail"), form.in_force()

    def without(key: str) -> str:
        return f"{here}?{urlencode({other: value for other, value in filters.items() if other != key})}"

    labels = {name: str(field.label or "API anahtarı") for name, field in form.fields.items()}
    shown = {
        "form": form,
        "lines": [(entry, told(entry), kind_label(entry.kind)) for entry in found],
        "chips": [Chip(labels[key], form.words(key, value), without(key)) for key, value in filters.items()],
        "clear": here,
        "first": f"{here}?{urlencode(filters)}" if before else "",
        "older": f"{here}?{urlencode({**filters, 'once': found[-1].pk})}" if more else "",
        "may_export": request.actor.reach(access.EXPORT).everywhere,
        "filters": urlencode(filters),
        "standing": queries.standing(),
    }
    return render(request, "front/trail.html", shown)


HEADER = (
    "Satır", "Zaman", "Kişi", "Kullanıcı adı", "Görev", "Birim", "İşlem", "Kod", "Konu türü", "Konu", "Not", "Kapı",
    "API anahtarı", "Halka",
)  # fmt: skip
WIDTHS = (10, 20, 24, 20, 20, 40, 34, 16, 20, 20, 40, 12, 12, 10)


def _rows(request: Request, wanted: queries.Wanted) -> Iterator[exports.Row]:
    for entry in queries.every_line(request.actor, wanted):
        seal = getattr(entry, "seal", None)
        yield (
            str(entry.pk),
            f"{localtime(entry.at):%d.%m.%Y %H:%M:%S}",
            entry.user.full_name if entry.user else "Konak",
            entry.user.username if entry.user else "",
            entry.get_position_display() if entry.position else "",
            entry.seat.unit.name if entry.seat else "",
            told(entry),
            entry.verb,
            kind_label(entry.kind),
            entry.subject,
            entry.note,
            entry.get_via_display(),
            str(entry.token or ""),
            str(seal.number) if seal else "",
        )


def export(request: Request, form: str) -> HttpResponseBase:
    """The filtered lines as a workbook or as CSV."""
    _allowed(request)
    asked = Filter(request.GET)
    wanted = asked.wanted()
    if wanted is None or form not in {"xlsx", "csv"}:
        raise Http404
    words = "; ".join(
        f"{asked.fields[key].label}: {asked.words(key, value)}" for key, value in asked.in_force().items()
    )
    try:
        exports.tell_export(actor=request.actor, words=f"{form} · {words or 'süzgeçsiz'}")
    except Refused:
        raise PermissionDenied from None
    name = f"iz-{localtime(now()):%Y-%m-%d-%H%M}.{form}"
    rows = _rows(request, wanted)
    if form == "xlsx":
        with reading_from_replica():
            sheet = exports.as_sheet("İz", HEADER, rows, WIDTHS)
        return FileResponse(sheet, as_attachment=True, filename=name)
    answer = StreamingHttpResponse(exports.as_csv(HEADER, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# The chain ----------------------------------------------------------------------------------------------------------


def chain(request: Request) -> HttpResponse:
    """Whether the chain is whole, when that was last proved, and by whom."""
    _allowed(request)
    outside = list(heads.kept())
    shown = {
        "walks": queries.verifications(request.actor),
        "standing": queries.standing(),
        "heads": len(outside),
        "head": outside[-1] if outside else None,
        "head_at": dt.datetime.fromisoformat(outside[-1].at) if outside else None,
        "may_verify": request.actor.reach(access.VERIFY).everywhere,
    }
    return render(request, "front/chain.html", shown)


@only_post
def verify(request: Request) -> HttpResponse:
    _allowed(request)
    try:
        walk = verification.ask_for_verification(actor=request.actor)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("front:chain")
    return redirect("front:walk", walk.pk)


def walk(request: Request, verification_id: int) -> HttpResponse:
    """One walk; while it runs the page asks again."""
    _allowed(request)
    try:
        found = queries.verification(request.actor, verification_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    template = "front/_walk.html" if request.htmx else "front/walk.html"
    return render(request, template, {"walk": found})
