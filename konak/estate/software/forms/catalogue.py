from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import UnitField

from ..models import Category, Decision, Metric
from .common import keep_units, offer_people, offer_products, responsible, whole


class ProductForm(forms.Form):
    name = forms.CharField(
        label="Yazılımın adı", max_length=160, help_text="Sürümü yazmadan, herkesin bildiği adıyla."
    )
    publisher = forms.CharField(label="Yayıncı", max_length=120, required=False)
    unit_id = UnitField(label="İzleyen birim", key=True)
    category = forms.ChoiceField(label="Tür", choices=Category.choices, initial=Category.OTHER)
    needs_licence = forms.BooleanField(label="Lisans ister", required=False)
    everywhere = forms.BooleanField(
        label="Her bilgisayarda bulunur",
        required=False,
        help_text="Virüsten koruma gibi: kurulu olmadığı ve sürümü eski kalan bilgisayarlar «Zorunlu yazılım»dadır.",
    )
    metric = forms.ChoiceField(label="Lisans nasıl sayılır?", choices=Metric.choices, initial=Metric.DEVICE)
    approved_version = forms.CharField(
        label="En düşük onaylı sürüm",
        max_length=80,
        required=False,
        help_text="Bundan eski kurulumlar güncelleme bekler. Örneğin 24.8.",
    )
    assignee = responsible()
    about = LongText(label="Ne için kullanılır?", rows=3, required=False, max_length=2_000)
    homepage = forms.URLField(label="Sayfası", required=False, max_length=300, assume_scheme="https")

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, actor)
        offer_people(self, actor, unit)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(label="Karar", choices=Decision.choices, widget=forms.RadioSelect)
    reason = LongText(
        label="Gerekçe", rows=3, required=False, max_length=2_000, help_text="Yasaklarken ve göz yumarken zorunlu."
    )
    decision_number = forms.CharField(
        label="Karar sayısı", max_length=60, required=False, help_text="Varsa olur ya da kurul kararı."
    )
    decided_on = DateField(label="Karar tarihi", required=False, help_text="Boş kalırsa bugün.")


class VersionForm(forms.Form):
    label = forms.CharField(label="Sürüm", max_length=80)
    decision = forms.ChoiceField(label="Karar", choices=Decision.choices, initial=Decision.APPROVED)
    reason = forms.CharField(label="Gerekçe", max_length=300, required=False)
    released_on = DateField(label="Yayımlandığı gün", required=False)
    supported_until = DateField(label="Yayıncı desteğinin bittiği gün", required=False)


class RuleForm(forms.Form):
    name_like = forms.CharField(
        label="Ad kalıbı",
        max_length=200,
        help_text="Yıldız her şeyin yerini tutar; büyük küçük harf ve Türkçe harfler ayırt edilmez. Örneğin «Ofis "
        "Paketi*».",
    )
    publisher_like = forms.CharField(
        label="Yayıncı kalıbı", max_length=120, required=False, help_text="Boş kalırsa yayıncıya bakılmaz."
    )
    product_id = forms.TypedChoiceField(
        label="Hangi yazılım?",
        coerce=whole,
        empty_value=None,
        required=False,
        help_text="Sürücü, güncelleme ve kitaplık gibi önemsizler için boş bırakın.",
    )
    order = forms.IntegerField(
        label="Sıra",
        min_value=1,
        max_value=999,
        initial=50,
        help_text="Birden çok kural uyarsa küçük sıralı kazanır.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_products(self, actor, "Önemsiz (sayılmaz)")
