"""Custody, facts of a thing, steps of a receipt."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField

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


class GiveForm(forms.Form):
    """To a person or to a place of common use; the service wants exactly one."""

    holder_id = PersonField(label="Kişi", key=True, required=False)
    place_id = forms.TypedChoiceField(
        label="ya da ortak kullanım alanı", coerce=int, required=False, empty_value=None
    )
    due_back_on = DateField(label="İade tarihi", required=False, help_text="Yalnız süreli veriliyorsa.")
    why = forms.CharField(label="Not", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, place = self.fields["holder_id"], self.fields["place_id"]
        assert isinstance(place, forms.ChoiceField)
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


class TagForm(forms.Form):
    tag = forms.CharField(label="Sicil no", max_length=40)


class PartForm(forms.Form):
    parent = forms.CharField(
        label="Parçası olduğu taşınırın sicil numarası", max_length=40, required=False, help_text="Boşsa ayrılır."
    )


class AssetFileForm(forms.Form):
    file = FileField(label="Fotoğraf ya da belge")

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.get("file")
        return {"content": file, "name": file.name if file else ""}


class ManyForm(GiveForm):
    """Several things at once: one number, one press of the holder."""

    tags = LongText(label="Sicil numaraları", rows=5, help_text="Her satıra bir tane; okuyucuyla da okutabilirsiniz.")

    field_order = ("tags", "holder_id", "place_id", "due_back_on", "why")

    def clean_tags(self) -> list[str]:
        return [one.strip() for one in str(self.cleaned_data["tags"]).splitlines() if one.strip()]


class ManyBackForm(forms.Form):
    tags = LongText(label="Sicil numaraları", rows=5, help_text="Her satıra bir tane; okuyucuyla da okutabilirsiniz.")
    why = forms.CharField(label="Not", max_length=500, required=False)

    def clean_tags(self) -> list[str]:
        return [one.strip() for one in str(self.cleaned_data["tags"]).splitlines() if one.strip()]


class ExtraForm(forms.Form):
    """The additional fields of a code, drawn from its JSON schema."""

    def __init__(self, *args: Any, schema: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = set(schema.get("required", ()))
        self.kinds: dict[str, str] = {}
        for name, facts in schema.get("properties", {}).items():
            label, kind = str(facts.get("title") or name), str(facts.get("type") or "string")
            self.kinds[name] = kind
            more: dict[str, Any] = {
                "label": label,
                "required": name in needed,
                "help_text": facts.get("description", ""),
            }
            if facts.get("enum"):
                choices = [("", "–"), *((str(one), str(one)) for one in facts["enum"])]
                self.fields[name] = forms.ChoiceField(choices=choices, **more)
            elif kind == "boolean":
                self.fields[name] = forms.BooleanField(label=label, required=False)
            elif kind == "integer":
                self.fields[name] = forms.IntegerField(**more)
            elif kind == "number":
                self.fields[name] = forms.FloatField(**more)
            else:
                self.fields[name] = forms.CharField(max_length=200, **more)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        return {"extra": {name: value for name, value in given.items() if value not in (None, "")}}
