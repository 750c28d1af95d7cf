"""Naming a commission, counting by hand, giving a finding its code and value."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import PersonField

from .models import Condition, CountLine, Reason


class NothingForm(forms.Form):
    """A step that needs only the press."""


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=500)


class ApproveForm(forms.Form):
    decision = LongText(
        label="Onay notu",
        rows=3,
        max_length=500,
        required=False,
        help_text="Noksan varsa kusur araştırması ya da tazmin için ne yapılacağını yazabilirsiniz.",
    )


class PlanForm(forms.Form):
    warehouse = forms.ChoiceField(label="Ambar")
    reason = forms.ChoiceField(label="Sayımın nedeni", choices=Reason.choices)
    year = forms.IntegerField(label="Hesap yılı", min_value=2000, max_value=2200)
    due_on = DateField(label="Bitirilecek gün", required=False)
    successor_id = PersonField(
        label="Ambarı devralacak kayıt yetkilisi",
        key=True,
        required=False,
        help_text="Yalnız devir-teslim sayımında: komisyona katılır, sayım kayıtla denkleşince kayıtlar ona geçer.",
    )
    chair_id = PersonField(label="Komisyon başkanı", key=True, help_text="Taşınır kayıt yetkilisi başkan olmaz.")
    member_1 = PersonField(
        label="Üye", key=True, help_text="Ambarın taşınır kayıt yetkilisi başkan olmayan üyeler arasında olur."
    )
    member_2 = PersonField(label="İkinci üye", key=True, required=False)
    member_3 = PersonField(label="Üçüncü üye", key=True, required=False)
    member_4 = PersonField(label="Dördüncü üye", key=True, required=False)
    why = LongText(label="Not", rows=2, max_length=500, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = [(one.code, one.name) for one in assets.warehouses(actor)]
        self.fields["warehouse"].choices = stores  # type: ignore[attr-defined]
        self.fields["year"].initial = localdate().year

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        members = [given.pop(f"member_{place}", None) for place in range(1, 5)]
        return {**given, "member_ids": [one for one in members if one]}


class CountForm(forms.Form):
    quantity = forms.DecimalField(label="Sayılan miktar", min_value=0, max_digits=12, decimal_places=3)
    condition = forms.ChoiceField(label="Durumu", choices=Condition.choices)
    place = forms.CharField(label="Bulunduğu yer", max_length=120, required=False)
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, line: CountLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = line.expected if line.counted is None else line.counted
        self.fields["quantity"].initial = start.normalize() if start else Decimal(0)
        self.fields["condition"].initial = line.condition or Condition.GOOD
        self.fields["place"].initial = line.place or str((line.asset and line.asset.place) or "")
        self.fields["note"].initial = line.note
        if line.asset_id is not None:
            self.fields["quantity"] = forms.TypedChoiceField(
                label="Yerinde mi?", choices=[("1", "Var"), ("0", "Yok")], coerce=Decimal, initial=str(int(start))
            )


class FindingForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=200)
    item_id = forms.TypedChoiceField(
        label="Taşınır kodu", coerce=int, required=False, empty_value=None, help_text="Sonra da seçebilirsiniz."
    )
    quantity = forms.DecimalField(label="Miktar", min_value=0, max_digits=12, decimal_places=3, initial=1)
    value = forms.DecimalField(
        label="Birim değer (₺)",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        initial=0,
        help_text="Değer tespit komisyonunun belirlediği değer.",
    )
    serial = forms.CharField(label="Seri no", max_length=80, required=False)
    place = forms.CharField(label="Bulunduğu yer", max_length=120, required=False)
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(str(key), words) for key, words in assets.bookable_items()]
        self.fields["item_id"].choices = [("", "Sonra belirlenecek"), *codes]  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    warehouse = forms.ChoiceField(label="Ambar")
    year = forms.IntegerField(label="Hesap yılı", min_value=2000, max_value=2200)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in assets.kept_warehouses(actor)
        ]
        self.fields["year"].initial = localdate().year


def _money(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=2, min_value=0)


class LossPersonForm(forms.Form):
    user_id = PersonField(label="Sorumlu", key=True)
    amount = _money("Payı (₺)")
    why = LongText(label="Kusuru", rows=3, max_length=500, required=False)


class NotifyForm(forms.Form):
    decision = LongText(label="Karar", rows=4, max_length=1_000, help_text="Zarar nasıl oluştu, kim neden sorumlu?")
    reference = forms.CharField(label="Bildirim yazısının sayısı", max_length=80, required=False)


class PayForm(forms.Form):
    amount = _money("Tahsil edilen (₺)")
    reference = forms.CharField(label="Alındı numarası", max_length=80)
    paid_on = DateField(label="Ödeme günü", required=False, help_text="Boş kalırsa bugün.")


class ReferenceForm(forms.Form):
    reference = forms.CharField(label="Yazının sayısı", max_length=80)


class ClearForm(forms.Form):
    decision = LongText(label="Neden kamu zararı yok?", rows=4, max_length=1_000)
