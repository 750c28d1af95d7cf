from typing import Any

from django import forms

from konak.estate.assets import public as assets
from konak.estate.supplies import public as supplies
from konak.foundation.access import Actor
from konak.foundation.ui.forms import LongText


def _stores(form: forms.Form, actor: Actor) -> None:
    field = form.fields["warehouse"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(row.code, row.name) for row in assets.warehouses(actor)]


class PartForm(forms.Form):
    tag = forms.CharField(label="Cihazın sicil numarası", max_length=40)
    item = forms.ChoiceField(label="Parça", help_text="Cihaza uyanlar önce.")
    warehouse = forms.ChoiceField(label="Ambar")
    quantity = forms.DecimalField(label="Miktar", max_digits=12, decimal_places=3, min_value=0, initial=1)
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, tag: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("tag", tag)
        _stores(self, actor)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (row.code, f"{row.name} · {row.warehouse}: {row.quantity.normalize():f}")
            for row in supplies.stock_for(actor, tag)
        ]


class DeviceForm(forms.Form):
    tag = forms.CharField(label="Arızalı cihazın sicil numarası", max_length=40)
    warehouse = forms.ChoiceField(label="Ambar")
    new_tag = forms.CharField(
        label="Yerine verilecek cihaz",
        max_length=40,
        required=False,
        help_text="Ambarın kayıt yetkilisi değilseniz boş bırakın; cihazı o seçer.",
    )
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, tag: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("tag", tag)
        _stores(self, actor)


class GivePartForm(forms.Form):
    answer = forms.CharField(label="Not", max_length=300, required=False)


class GiveDeviceForm(forms.Form):
    new_tag = forms.CharField(label="Verilen cihazın sicil numarası", max_length=40)
    answer = forms.CharField(label="Not", max_length=300, required=False)


class WhyForm(forms.Form):
    why = LongText(label="Neden", rows=3, max_length=300)


class NothingForm(forms.Form):
    """A step that asks nothing."""
