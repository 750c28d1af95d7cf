"""What a person fills in about the plan, letterheads and templates."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import LongText

from .. import queries
from .shared import CodeField


class TemplateForm(forms.Form):
    unit_id = forms.TypedChoiceField(label="Birim", coerce=int)
    name = forms.CharField(label="Şablon adı", max_length=120)
    subject = forms.CharField(label="Konu", max_length=150, required=False)
    code = CodeField(required=False)
    body = LongText(
        label="Metin", rows=12, max_length=40_000, help_text="Doldurulacak yerleri ayraçla yazın: {ad}, {tarih}."
    )
    active = forms.BooleanField(label="Kullanılıyor", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.name) for one in queries.managed_units(actor)]
        self.fields["body"].widget.attrs["data-letter"] = ""


class LetterheadForm(forms.Form):
    unit_id = forms.TypedChoiceField(label="Birim", coerce=int)
    lines = LongText(
        label="Başlık satırları", rows=4, max_length=400, required=False, help_text="Boşsa T.C., kurum ve birim adı."
    )
    address = forms.CharField(label="Adres", max_length=200, required=False)
    phone = forms.CharField(label="Telefon", max_length=32, required=False)
    fax = forms.CharField(label="Faks", max_length=32, required=False)
    email = forms.EmailField(label="E-posta", required=False)
    web = forms.CharField(label="İnternet adresi", max_length=120, required=False)
    kep = forms.CharField(label="KEP adresi", max_length=120, required=False)
    contact = forms.CharField(label="Bilgi için (ad soyad)", max_length=120, required=False)
    contact_title = forms.CharField(label="Unvanı", max_length=80, required=False)
    contact_phone = forms.CharField(label="Telefonu", max_length=32, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.name) for one in queries.managed_units(actor)]


class PlanForm(forms.Form):
    file = forms.FileField(
        label="Dosya planı (TSV ya da CSV)",
        help_text="Başlık satırında en az «kod» ve «ad»; isteğe bağlı plan, ust_kod, saklama, tasfiye, "
        "birincil_kod_olabilir.",
    )

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.pop("file", None)
        if file is None:
            return given
        try:
            lines = file.read().decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise forms.ValidationError("Dosya UTF-8 değil.") from None
        return {"lines": lines}
