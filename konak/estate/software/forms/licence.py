from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries
from ..models import EntitlementKind, Metric, Renewal
from .common import offer_people, offer_products, responsible


class LicenceForm(forms.Form):
    product_id = forms.TypedChoiceField(label="Yazılım", coerce=int)
    kind = forms.ChoiceField(label="Lisansın türü", choices=EntitlementKind.choices)
    metric = forms.ChoiceField(label="Nasıl sayılır?", choices=Metric.choices, initial=Metric.DEVICE)
    quantity = forms.IntegerField(
        label="Adet",
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text="Kurum lisansında ve açık kaynakta boş kalabilir.",
    )
    starts_on = DateField(label="Başlangıç")
    ends_on = DateField(label="Bitiş", required=False, help_text="Süresiz lisansta boş kalır.")
    cost = forms.DecimalField(
        label="Bedel (₺)", max_digits=14, decimal_places=2, min_value=0, required=False, help_text="Bütün süre için."
    )
    supplier = forms.CharField(label="Tedarikçi", max_length=160, required=False)
    contract = forms.CharField(label="Sözleşme ya da fatura", max_length=120, required=False)
    key_place = forms.CharField(
        label="Anahtarın saklandığı yer",
        max_length=200,
        required=False,
        help_text="Anahtarın kendisini yazmayın; yalnız nerede saklandığını.",
    )
    version = forms.CharField(
        label="Sürüm", max_length=80, required=False, help_text="Boş kalırsa her sürümü kapsar."
    )
    downgrade = forms.BooleanField(label="Eski sürümde de kullanılabilir", required=False, initial=True)
    upgrade_until = DateField(label="Yeni sürüm hakkının bittiği gün", required=False)
    assignee = responsible(help_text="Bitmeden 90, 30 ve 7 gün önce ona haber verilir.")
    note = LongText(label="Açıklama", rows=2, required=False, max_length=2_000)

    def __init__(
        self, *args: Any, actor: Actor, unit: Unit | None = None, fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["product_id"]
        else:
            offer_products(self, actor, "Seçin")
        offer_people(self, actor, unit)


class AssignForm(forms.Form):
    computer_id = forms.CharField(
        label="Bilgisayar",
        max_length=120,
        required=False,
        help_text="Bilgisayarın adı. Bilgisayar, kişi ya da birimden yalnız birini doldurun.",
    )
    user_id = PersonField(label="Kişi", required=False)
    for_unit_id = UnitField(label="Birim", key=True, required=False)
    quantity = forms.IntegerField(label="Adet", min_value=1, max_value=1_000_000, initial=1)
    note = forms.CharField(label="Açıklama", max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_computer_id(self) -> int | None:
        name = self.cleaned_data["computer_id"].strip()
        if not name:
            return None
        found = queries.computers(self.actor).filter(name__iexact=name, retired_on=None).order_by("pk").first()
        if found is None:
            raise forms.ValidationError("Bu adda bir bilgisayar yok; adını envanterde göründüğü gibi yazın.")
        return found.pk

    def clean_user_id(self) -> int | None:
        user = self.cleaned_data["user_id"]
        return user.pk if user else None


class CancelForm(forms.Form):
    on = DateField(label="İptal günü", required=False, help_text="Boş kalırsa bugün.")
    why = LongText(label="Neden", rows=2, max_length=500)


class ProofForm(forms.Form):
    file = FileField(label="Belge", help_text="Fatura, lisans mektubu ya da sertifika.")


class RenewalForm(forms.Form):
    renewal = forms.ChoiceField(label="Karar", choices=Renewal.choices, widget=forms.RadioSelect)
    renewal_note = LongText(
        label="Gerekçe", rows=2, max_length=300, required=False, help_text="Yenilenmeyecekse zorunlu."
    )
