"""What a person fills in about a service, a component, and what rests on what."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries
from ..models import Audience, Component, ComponentKind, Need, ServiceState, TimeUnit

UNITS = [("", "–"), *TimeUnit.choices]


def keep_units(form: forms.Form, actor: Actor, name: str = "unit_id") -> None:
    """Offer the units the actor may write for; the seat's own comes first."""
    field = form.fields[name]
    assert isinstance(field, UnitField)
    field.narrow(rows=queries.units_to_keep(actor))
    if actor.seats:
        form.initial.setdefault(name, actor.seats[0].unit_id)


def offer_people(form: forms.Form, actor: Actor, unit: Unit | None, name: str = "assignee") -> None:
    field = form.fields[name]
    assert isinstance(field, PersonField)
    field.narrow(within=unit.pk if unit else (actor.seats[0].unit_id if actor.seats else 0))


def nobody(label: str, help_text: str = "") -> Any:
    return PersonField(
        label=label, required=False, empty="Belirlenmedi", **({"help_text": help_text} if help_text else {})
    )


class ServiceForm(forms.Form):
    name = forms.CharField(label="Hizmetin adı", max_length=200)
    unit_id = UnitField(label="Sunan birim", key=True)
    audience = forms.ChoiceField(label="Kime?", choices=Audience.choices)
    state = forms.ChoiceField(label="Durum", choices=ServiceState.choices, initial=ServiceState.RUNNING)
    about = LongText(label="Açıklama", rows=3, required=False, max_length=4000)
    assignee = nobody("Hizmetin sorumlusu")
    channel = forms.CharField(
        label="Başvuru yolu", max_length=200, required=False, help_text="Destek Portalı, e-Belediye, dilekçe…"
    )
    documents = LongText(
        label="İstenen belgeler", rows=2, required=False, max_length=2000, help_text="Her satıra bir belge."
    )
    hours = forms.CharField(
        label="Hizmet saatleri", max_length=120, required=False, help_text="Örneğin «hafta içi 08.30–17.30»."
    )
    answer_in = forms.IntegerField(label="İlk yanıt hedefi", min_value=1, max_value=9999, required=False)
    answer_unit = forms.ChoiceField(label="İlk yanıt birimi", choices=UNITS, required=False)
    finish_in = forms.IntegerField(label="Tamamlanma hedefi", min_value=1, max_value=9999, required=False)
    finish_unit = forms.ChoiceField(label="Tamamlanma birimi", choices=UNITS, required=False)
    since = DateField(label="Başlangıç", required=False)
    until = DateField(label="Bitiş", required=False)

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, actor)
        offer_people(self, actor, unit)


class ComponentForm(forms.Form):
    name = forms.CharField(label="Bileşenin adı", max_length=160)
    kind = forms.ChoiceField(label="Tür", choices=ComponentKind.choices)
    unit_id = UnitField(label="Sorumlu birim", key=True)
    note = forms.CharField(label="Açıklama", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, actor)


class RelyForm(forms.Form):
    component = forms.ModelChoiceField(Component.objects.none(), label="Bileşen", empty_label="Seçin")
    need = forms.ChoiceField(
        label="Olmazsa", choices=[*Need.choices, ("", "Bağ kalksın")], required=False, initial=Need.STOPS
    )
    note = forms.CharField(label="Açıklama", max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["component"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.components(actor).order_by("name")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if component := values.pop("component", None):
            values["component_id"] = component.pk
        return values


class DutyForm(forms.Form):
    """Pick a duty: search words narrow the list, one of the found is chosen."""

    duty_id = forms.TypedChoiceField(label="Görev", coerce=int)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["duty_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices


class PickForm(forms.Form):
    """Pick a service or process for a duty."""

    chosen = forms.TypedChoiceField(label="Seçim", coerce=int)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices, field.label = choices, label
