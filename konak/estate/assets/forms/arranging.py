"""Codes, places, spending units, warehouses."""

import json
from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import access
from ..models import Measure, Place, PlaceKind, SpendingUnit


def _set(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _within_reach(form: forms.Form, actor: Actor) -> None:
    field = form.fields["unit_id"]
    assert isinstance(field, UnitField)
    field.narrow(actor=actor, permission=access.ARRANGE)


class ItemForm(forms.Form):
    code = forms.CharField(
        label="Kod", max_length=32, help_text="Yönetmelikteki kod; ürün eklerken bir düzey fazlası."
    )
    name = forms.CharField(label="Adı", max_length=200)
    measure = forms.ChoiceField(label="Ölçü birimi", choices=Measure.choices)
    product = forms.BooleanField(
        label="Bizim ürünümüz",
        required=False,
        help_text="Yönetmelik kodunun altındaki ürün; cetvellerde üstüne toplanır.",
    )
    bookable = forms.BooleanField(label="İşlem görür", required=False, initial=True)
    life_years = forms.IntegerField(label="Faydalı ömür (yıl)", required=False, min_value=1, max_value=100)


class ItemEditForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=200)
    measure = forms.ChoiceField(label="Ölçü birimi", choices=Measure.choices)
    life_years = forms.IntegerField(label="Faydalı ömür (yıl)", required=False, min_value=1, max_value=100)
    bookable = forms.BooleanField(label="İşlem görür", required=False)
    active = forms.BooleanField(label="Kullanımda", required=False)
    extra_schema = LongText(
        label="Ek alanlar (JSON şeması)",
        rows=5,
        required=False,
        help_text='Örneğin {"properties": {"ekran": {"type": "number", "title": "Ekran (inç)"}}, "required": []}',
    )

    def clean_extra_schema(self) -> dict[str, Any]:
        text = str(self.cleaned_data["extra_schema"] or "").strip() or "{}"
        try:
            schema = json.loads(text)
        except ValueError as fault:
            raise forms.ValidationError("Bu bir JSON değil.") from fault
        if not isinstance(schema, dict) or not isinstance(schema.get("properties", {}), dict):
            raise forms.ValidationError("«properties» alanı olan bir nesne bekleniyor.")
        return schema


class CodesForm(forms.Form):
    file = FileField(label="Kod listesi (CSV ya da XLSX)", help_text="Başlıklar: kod, ad, ölçü birimi, faydalı ömür.")

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.get("file")
        return {"content": file, "name": file.name if file else ""}


class PlaceForm(forms.Form):
    unit_id = UnitField(label="Birim", key=True)
    code = forms.CharField(label="Yer kodu", max_length=24, help_text="Kısa ve kalıcı: B-213 gibi.")
    name = forms.CharField(label="Adı", max_length=120)
    kind = forms.ChoiceField(label="Türü", choices=PlaceKind.choices)
    building = forms.CharField(label="Bina", max_length=120, required=False)
    floor = forms.CharField(label="Kat", max_length=20, required=False)
    assignee_id = PersonField(
        label="Sorumlusu",
        key=True,
        required=False,
        help_text="Ortak kullanım alanında dayanıklı taşınır listesini imzalayan kişi.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _within_reach(self, actor)


class PlaceEditForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=120)
    kind = forms.ChoiceField(label="Türü", choices=PlaceKind.choices)
    building = forms.CharField(label="Bina", max_length=120, required=False)
    floor = forms.CharField(label="Kat", max_length=20, required=False)
    assignee_id = PersonField(label="Sorumlusu", key=True, required=False)
    active = forms.BooleanField(label="Kullanımda", required=False)


class SpendingForm(forms.Form):
    unit_id = UnitField(label="Birim", key=True)
    code = forms.CharField(label="Harcama birimi kodu", max_length=24, help_text="Örneğin 46.35.01.25.")
    name = forms.CharField(label="Harcama birimi", max_length=200)
    assignee_id = PersonField(label="Harcama yetkilisi", key=True, required=False)
    accounting_code = forms.CharField(label="Muhasebe birimi kodu", max_length=24, required=False)
    accounting_name = forms.CharField(label="Muhasebe birimi", max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _within_reach(self, actor)


class OfficersForm(forms.Form):
    name = forms.CharField(label="Ambarın adı", max_length=120)
    registrar_id = PersonField(label="Taşınır kayıt yetkilisi", key=True)
    controller_id = PersonField(
        label="Taşınır kontrol yetkilisi", key=True, help_text="Kayıt yetkilisinden başka biri."
    )
    deputy_registrar_id = PersonField(label="Kayıt yetkilisi yardımcısı", key=True, required=False)
    deputy_controller_id = PersonField(label="Kontrol yetkilisi yardımcısı", key=True, required=False)
    place_id = forms.TypedChoiceField(label="Bulunduğu yer", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "place_id", [("", "–"), *((str(one.pk), str(one)) for one in Place.objects.filter(active=True))])


class WarehouseForm(OfficersForm):
    unit_id = UnitField(label="Birim", key=True)
    code = forms.CharField(label="Ambar kodu", max_length=24)
    spending_unit_id = forms.TypedChoiceField(label="Harcama birimi", coerce=int)

    field_order = ("unit_id", "code", "name", "spending_unit_id")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _within_reach(self, actor)
        _set(self, "spending_unit_id", [(str(one.pk), str(one)) for one in SpendingUnit.objects.all()])
