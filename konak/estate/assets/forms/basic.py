"""Custody, facts of a thing, steps of a receipt."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.people.queries import anybody
from konak.foundation.ui.forms import DateField, LongText

from ..models import Place


class NothingForm(forms.Form):
    """A step that needs only the press."""


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=500)


class MaybeWhyForm(forms.Form):
    why = LongText(label="Not", rows=2, max_length=500, required=False)


class TellForm(forms.Form):
    on = DateField(label="Bildirim tarihi", initial=localdate)
    reference = forms.CharField(
        label="Yazı ya da ödeme emri",
        max_length=80,
        help_text="Tarih ve sayısıyla. Satın almada ödeme emri belgesinin sayısı.",
    )


def person_choices() -> list[tuple[str, str]]:
    rows = anybody().filter(is_active=True).order_by("first_name", "last_name")
    return [("", "Seçin"), *((str(one.pk), f"{one.full_name} ({one.username})") for one in rows)]


class GiveForm(forms.Form):
    """To a person or to a place of common use; the service wants exactly one."""

    holder_id = forms.TypedChoiceField(label="Kişi", coerce=int, required=False, empty_value=None)
    place_id = forms.TypedChoiceField(
        label="ya da ortak kullanım alanı", coerce=int, required=False, empty_value=None
    )
    due_back_on = DateField(label="İade tarihi", required=False, help_text="Yalnız süreli veriliyorsa.")
    why = forms.CharField(label="Not", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, place = self.fields["holder_id"], self.fields["place_id"]
        assert isinstance(person, forms.ChoiceField)
        assert isinstance(place, forms.ChoiceField)
        person.choices = person_choices()
        common = Place.objects.filter(active=True, assignee__isnull=False).exclude(kind__in=("room", "store"))
        place.choices = [("", "–"), *((str(one.pk), str(one)) for one in common)]
        for field in (person, place):
            field.answered = True  # type: ignore[attr-defined] # one of the two is wanted


class FactsForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=200)
    maker = forms.CharField(label="Marka", max_length=80, required=False)
    model = forms.CharField(label="Model", max_length=120, required=False)
    serial = forms.CharField(label="Seri no", max_length=80, required=False)
    place_id = forms.TypedChoiceField(label="Bulunduğu yer", coerce=int, required=False, empty_value=None)
    warranty_until = DateField(label="Garanti sonu", required=False)
    supplier = forms.CharField(label="Tedarikçi", max_length=200, required=False)
    purchase_ref = forms.CharField(label="Alım dosyası / fatura", max_length=80, required=False)
    funding = forms.CharField(label="Finansman", max_length=80, required=False)
    hostname = forms.CharField(
        label="Ağdaki adı",
        max_length=120,
        required=False,
        help_text="Elle yazdığınız alanları envanter ajanı değiştiremez; fark size sorulur.",
    )
    notes = LongText(label="Notlar", rows=3, max_length=4_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place_id"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", "–"), *((str(one.pk), str(one)) for one in Place.objects.filter(active=True))]
