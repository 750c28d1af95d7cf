"""What a person fills in about a period: a proof, a reason, and the filters of the calendar."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import FileField, LongText
from konak.foundation.ui.parts import Chip
from konak.foundation.ui.picking import UnitField

from ..models import Interval
from ..queries import PeriodFilter

STATES = [
    ("", "Hepsi"),
    ("waiting", "Bekleyen"),
    ("late", "Geciken"),
    ("soon", "Bu hafta dolan"),
    ("good", "Yapılan"),
    ("not_done", "Yapılmayan"),
    ("excused", "Muaf tutulan"),
    ("lapsed", "Düşen"),
]


class DoneForm(forms.Form):
    title = forms.CharField(
        label="Ne yapıldı?", max_length=200, help_text="Bir cümle yeter: «2026 yılı felaket tatbikatı yapıldı»."
    )
    file = FileField(
        label="Kanıt dosyası",
        required=False,
        help_text="Tutanak, rapor, ekran görüntüsü… Dosya zorunlu değildir; ama denetimde işinizi kolaylaştırır.",
    )
    note = LongText(label="Açıklama", required=False, max_length=4000, rows=3)


class ReasonForm(forms.Form):
    reason = LongText(label="Gerekçe", max_length=500, rows=3)


class NothingForm(forms.Form):
    """A step that asks for nothing."""


class FilterForm(forms.Form):
    """The filters of the calendar and the list; drawn by hand."""

    unit = UnitField(label="Birim (bağlılarıyla)", required=False, empty="Hepsi")
    state = forms.ChoiceField(label="Durum", required=False, choices=STATES)
    interval = forms.ChoiceField(label="Sıklık", required=False, choices=[("", "Hepsi"), *Interval.choices])
    q = forms.CharField(
        label="Ara",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-hotkey": "/", "autocomplete": "off"}),
    )

    def __init__(self, filters: PeriodFilter, units: QuerySet[Unit], kept: dict[str, str] | None = None) -> None:
        given = filters.model_dump(exclude_none=True)
        super().__init__(initial=given)
        self.given, self.kept = given, kept or {}
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.narrow(rows=units)

    def address(self, **changes: Any) -> str:
        """The query string of the filters in force with `changes`; None takes one out."""
        values = self.kept | self.given | changes
        found = {name: value for name, value in values.items() if value not in {None, ""}}
        return "?" + urlencode(found) if found else "?"

    def chips(self) -> list[Chip]:
        """The filters in force as a person reads them, each with the address without it."""
        found = []
        for name, value in self.given.items():
            field = self.fields.get(name)
            words = str(value)
            if isinstance(field, UnitField):
                words = field.named(value)
            elif isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                words = next((str(label) for key, label in offered if str(key) == words), words)
            label = {"since": "İlk gün", "until": "Son gün", "duty": "Görev", "assignee": "Kişi"}.get(name)
            label = str(field.label) if field is not None else label or name
            found.append(Chip(label, words, self.address(**{name: None})))
        return found
