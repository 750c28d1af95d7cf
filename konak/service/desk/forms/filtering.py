"""The filters of the queues."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField
from konak.foundation.ui.parts import Chip
from konak.governance.systems import public as systems

from .. import queries
from ..lifecycle import State
from ..models import (
    Channel,
    Kind,
    Priority,
)


class FilterForm(forms.Form):
    """The filters of the queues; what is in force stands above the list as chips."""

    q = forms.CharField(
        label="Ara", required=False, widget=forms.TextInput(attrs={"type": "search", "data-hotkey": "/,s"})
    )
    service = forms.ChoiceField(label="Hizmet", required=False)
    priority = forms.ChoiceField(label="Öncelik", required=False, choices=[("", "Hepsi"), *Priority.choices])
    state = forms.ChoiceField(label="Durum", required=False, choices=[("", "Hepsi"), *State.choices])
    kind = forms.ChoiceField(label="Tür", required=False, choices=[("", "Hepsi"), *Kind.choices])
    channel = forms.ChoiceField(label="Geliş yolu", required=False, choices=[("", "Hepsi"), *Channel.choices])
    unit = forms.ChoiceField(label="Ekip", required=False)
    system = forms.ChoiceField(label="Bilgi sistemi", required=False)
    tag = forms.CharField(label="Etiket", required=False, max_length=30)
    since = DateField(label="Açılış, en erken", required=False)
    until = DateField(label="Açılış, en geç", required=False)

    def __init__(self, filters: queries.TicketFilter, board: str, actor: Actor) -> None:
        super().__init__(initial=filters.model_dump(exclude_none=True))
        self.filters, self.board = filters, board
        service, unit = self.fields["service"], self.fields["unit"]
        assert isinstance(service, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        service.choices = [("", "Hepsi"), *queries.services_seen(actor)]
        about = self.fields["system"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [("", "Hepsi"), *systems.choices(actor)]
        unit.choices = [("", "Hepsi"), *((one.pk, one.name) for one in queries.serving_units(actor))]

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("q", "service", "priority")]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("state", "kind", "channel", "unit", "system", "tag", "since", "until")]

    def opened(self) -> bool:
        return any(field.initial for field in self.more())

    def address(self, **changes: Any) -> str:
        """The query string of this queue and its filters with `changes`; None takes one out."""
        values = {"kuyruk": self.board} | self.filters.model_dump(exclude_none=True) | changes
        return "?" + urlencode({name: value for name, value in values.items() if value is not None})

    def chips(self) -> list[Chip]:
        known = {"person": "Üstlenen", "requester": "Talep sahibi", "from_unit": "İsteyen birim", "asset": "Cihaz"}
        found = []
        for name, value in self.filters.model_dump(exclude_none=True).items():
            if name in known:
                words = str(value) if name == "asset" else "Seçilen"
                found.append(Chip(known[name], words, self.address(**{name: None})))
                continue
            field = self.fields[name]
            words = f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
            if isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                words = next((str(label) for key, label in offered if str(key) == words), words)
            found.append(Chip(str(field.label), words, self.address(**{name: None})))
        return found
