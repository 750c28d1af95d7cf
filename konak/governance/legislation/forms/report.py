"""What a person fills in to get a report: whose, and for which period."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField
from konak.foundation.ui.picking import UnitField

from .. import queries


def this_year() -> tuple[dt.date, dt.date]:
    """From New Year to today: what a card shows unless asked otherwise."""
    today = localdate()
    return today.replace(month=1, day=1), today


class PeriodForm(forms.Form):
    """The period of a card, in its address."""

    bas = DateField(label="Dönem başı")
    bit = DateField(label="Dönem sonu")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        begin, end = values.get("bas"), values.get("bit")
        if begin and end and end < begin:
            self.add_error("bit", "Dönem sonu, dönem başından önce olamaz.")
        if begin and begin > localdate():
            self.add_error("bas", "Henüz gelmemiş bir dönemin karnesi olmaz.")
        if begin and end and (end - begin).days > 1100:
            self.add_error("bas", "En çok üç yıllık bir dönem seçin.")
        return values


class PackForm(forms.Form):
    """`cleaned_data` is what `services.ask_pack` takes."""

    unit_id = UnitField(label="Birim", key=True, help_text="Bağlı birimlerin görevleri de alınır.")
    number = forms.ChoiceField(label="Mevzuat", required=False)
    since = DateField(label="Dönem başı")
    until = DateField(label="Dönem sonu", help_text="Dönemi bu aralığa değen bütün kanıtlar alınır.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit_id"]
        assert isinstance(unit, UnitField)
        unit.narrow(rows=Unit.objects.filter(pk__in=[one.pk for one in queries.report_units(actor)]), closed=True)
        texts = queries.pack_texts(actor)
        self.fields["number"].choices = [  # type: ignore[attr-defined]
            ("", "Bütün mevzuat"),
            *((text.case.number, f"{text.case.number} · {text.title}") for text in texts),
        ]
        if not self.is_bound:
            self.initial = {"since": this_year()[0], "until": this_year()[1], **self.initial}
