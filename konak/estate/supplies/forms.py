"""What a person fills in about levels, printers, what is given out, and what is to be bought."""

from decimal import Decimal
from typing import Any

from django import forms

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from . import queries
from .models import FitKind
from .models.printer import Colour


def measure(label: str, **kwargs: Any) -> forms.DecimalField:
    kwargs.setdefault("min_value", 0)
    return forms.DecimalField(label=label, max_digits=12, decimal_places=3, **kwargs)


def days(label: str, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=730, **kwargs)


class NothingForm(forms.Form):
    """A step that asks nothing."""


class WhyForm(forms.Form):
    why = LongText(label="Neden", rows=3, max_length=500)


class NoteForm(forms.Form):
    answer = LongText(label="Not", rows=2, max_length=500, required=False)


class DismissForm(forms.Form):
    why = LongText(label="Neden gerek yok?", rows=3, max_length=500)
    quiet_until = DateField(label="Şu güne kadar yeniden uyarılmasın")


def _person(label: str = "Sorumlu", help_text: str = "") -> PersonField:
    more = {"help_text": help_text} if help_text else {}
    return PersonField(label=label, required=False, empty="Belirtilmedi", **more)


class _LevelFacts(forms.Form):
    minimum = measure("En az bulunacak", help_text="Bunun altına hiç inmemeli.")
    reorder_point = measure(
        "Sipariş noktası",
        required=False,
        help_text="Boş kalırsa tüketimden ve alım süresinden hesaplanır.",
    )
    target = measure("Alımdan sonra bulunacak", required=False, help_text="Boş kalırsa altı aylık tüketim önerilir.")
    tender_days = days("Alım süreci (gün)", initial=30, help_text="Onaydan sözleşmeye: doğrudan temin ya da ihale.")
    delivery_days = days("Teslim süresi (gün)", initial=15)
    price = forms.DecimalField(
        label="Yaklaşık birim bedel",
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="Boş kalırsa ambardaki ortalama bedel alınır.",
    )
    assignee = _person("Sorumlu", "Stok azalınca ona görev açılır; boşsa taşınır kayıt yetkilisine.")
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["assignee"]
        assert isinstance(person, PersonField)
        person.narrow(rows=queries.keepers(actor))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        person = found.pop("assignee", None)
        found["assignee_id"] = person.pk if person else None
        found["price"] = found.get("price") or Decimal(0)
        return found


class LevelForm(_LevelFacts):
    field_order = ("warehouse", "item")
    warehouse = forms.ChoiceField(label="Ambar")
    item = forms.ChoiceField(label="Malzeme")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        _stores(self, actor)
        _items(self)


class LevelFactsForm(_LevelFacts):
    pass


def _stores(form: forms.Form, actor: Actor, kept: bool = False) -> None:
    rows = assets.kept_warehouses(actor) if kept else assets.warehouses(actor)
    field = form.fields["warehouse"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(row.code, row.name) for row in rows]
    if kept and not field.choices:
        field.choices = [(row.code, row.name) for row in assets.warehouses(actor)]


def _items(form: forms.Form, only: set[str] | None = None) -> None:
    field = form.fields["item"]
    assert isinstance(field, forms.ChoiceField)
    rows = queries.items_named()
    field.choices = [(code, words) for code, words in rows if only is None or code in only]


class PrinterForm(forms.Form):
    tag = forms.CharField(label="Yazıcının sicil numarası", max_length=40)
    colour = forms.BooleanField(label="Renkli basar", required=False)
    pages = forms.IntegerField(label="Bugünkü sayaç", min_value=0, max_value=10**12, required=False)


class FitForm(forms.Form):
    model_id = forms.TypedChoiceField(label="Yazıcı modeli", coerce=int)
    item = forms.ChoiceField(label="Malzeme")
    kind = forms.ChoiceField(label="Türü", choices=FitKind.choices)
    colour = forms.ChoiceField(label="Renk", choices=[("", "Renksiz"), *Colour.choices], required=False)
    yield_pages = forms.IntegerField(
        label="Kaç sayfa dayanır?", min_value=1, max_value=5_000_000, required=False, help_text="Üreticinin yazdığı."
    )
    life_months = forms.IntegerField(
        label="Kaç ay dayanır?", min_value=1, max_value=240, required=False, help_text="Takvimle değişen parçada."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "model_id" in self.fields:
            field = self.fields["model_id"]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = list(assets.known_models("255"))
            _items(self)


class FitFactsForm(FitForm):
    model_id = None  # type: ignore[assignment]
    item = None  # type: ignore[assignment]


class ReadingForm(forms.Form):
    pages = forms.IntegerField(label="Sayaç (sayfa)", min_value=0, max_value=10**12)
    read_on = DateField(label="Okunduğu gün", required=False, help_text="Boş kalırsa bugün.")


class ReadingsForm(forms.Form):
    text = LongText(
        label="Okumalar",
        rows=8,
        max_length=400_000,
        required=False,
        help_text=(
            "Her satıra bir yazıcı: sicil no; sayaç; gün. Gün boş kalırsa bugün. Hatalı satır varsa hiçbiri yazılmaz."
        ),
    )
    file = FileField(label="ya da dosya (CSV)", required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        file = found.pop("file", None)
        if file is not None:
            if file.size > 2_000_000:
                raise forms.ValidationError("Dosya 2 MB sınırını aşıyor; okumaları bölerek yükleyin.")
            raw = file.read()
            try:
                found["text"] = raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                found["text"] = raw.decode("cp1254", errors="replace")
        return found


class HandOutForm(forms.Form):
    """For one printer: only what fits it is offered."""

    item = forms.ChoiceField(label="Malzeme")
    warehouse = forms.ChoiceField(label="Ambar")
    quantity = measure("Adet", initial=1)
    pages = forms.IntegerField(
        label="Yazıcının sayacı", min_value=0, max_value=10**12, required=False, help_text="Biliniyorsa yazın."
    )
    empties = measure("Dönen boş kartuş", initial=0, required=False)
    person = _person("Teslim alan")
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, fits: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _stores(self, actor, kept=True)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (row["fit"].item.code, f"{row['fit'].item.name} · ambarda {row['stock'].normalize():f}") for row in fits
        ]
        _people(self, unit_id)

    def clean(self) -> dict[str, Any]:
        return _with_user(super().clean() or {}) | {"empties": self.cleaned_data.get("empties") or Decimal(0)}


class UnitOutForm(forms.Form):
    item = forms.ChoiceField(label="Malzeme")
    warehouse = forms.ChoiceField(label="Ambar")
    quantity = measure("Miktar", initial=1)
    unit_id = UnitField(label="Verilen birim", key=True)
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _stores(self, actor, kept=True)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = queries.items_in_stock(actor)


def _people(form: forms.Form, unit_id: int) -> None:
    person = form.fields["person"]
    assert isinstance(person, PersonField)
    person.narrow(within=unit_id)


def _with_user(found: dict[str, Any]) -> dict[str, Any]:
    person = found.pop("person", None)
    return found | {"user_id": person.pk if person else None}


class PartForm(forms.Form):
    fit_id = forms.TypedChoiceField(label="Parça", coerce=int)
    since = DateField(label="Takıldığı gün", required=False, help_text="Boş kalırsa bugün.")
    at_pages = forms.IntegerField(
        label="Takıldığında sayaç", min_value=0, max_value=10**12, required=False, help_text="Sayfayla biten parçada."
    )

    def __init__(self, *args: Any, fits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fit_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, f"{one.item.name} ({one.get_kind_display()})") for one in fits]


class EmptiesForm(forms.Form):
    quantity = measure("Dönen boş", initial=1)
    returned_on = DateField(label="Gün", required=False, help_text="Boş kalırsa bugün.")
    note = forms.CharField(label="Not", max_length=200, required=False)


class ProposeForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=1_000, required=False)


class LineForm(forms.Form):
    level_id = forms.TypedChoiceField(label="Malzeme", coerce=int)
    quantity = measure("Miktar", required=False, help_text="Boş kalırsa hesaplanan kadar.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level_id"]
        assert isinstance(field, forms.TypedChoiceField)
        rows = queries.levels(actor).filter(ended_on=None).order_by("item__name")
        field.choices = [(row.pk, str(row)) for row in rows[:1_000]]


class LineFactsForm(forms.Form):
    quantity = measure("Miktar")
    price = forms.DecimalField(
        label="Yaklaşık birim bedel", max_digits=14, decimal_places=2, min_value=0, required=False
    )
