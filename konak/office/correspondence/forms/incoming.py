"""What a person fills in about documents that came."""

from typing import Any, ClassVar

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.positions import Clearance
from konak.foundation.ui.forms import DateField, FileField, LongText, ManyFiles
from konak.foundation.ui.picking import PersonField

from .. import queries
from ..models import (
    Asked,
    Origin,
    Route,
    Urgency,
)
from .shared import CodeField, suggests


class RegisterForm(forms.Form):
    """What came on paper, by mail or by hand."""

    MORE: ClassVar[frozenset[str]] = frozenset(
        {"sender_detsis", "sender_kep", "secrecy", "personal_to", "addressed_to_id", "annex_count", "reminds", "note"}
    )

    sender_kind = forms.ChoiceField(
        label="Gönderen", choices=Route.choices, initial=Route.BODY, widget=forms.RadioSelect
    )
    sender = forms.CharField(label="Gönderenin adı", max_length=300, help_text="Kurumun tam adı ya da kişinin adı.")
    subject = forms.CharField(label="Konu", max_length=250)
    document_date = DateField(label="Evrak tarihi", required=False)
    document_number = forms.CharField(label="Evrak sayısı", max_length=80, required=False)
    code = CodeField(required=False)
    asked = forms.ChoiceField(
        label="Ne istiyor",
        choices=Asked.choices,
        initial=Asked.ACTION,
        help_text="Belge isteğine 5, görüş isteğine ve bilgi edinmeye 15 iş günü, dilekçeye 30 gün süre verilir.",
    )
    urgency = forms.ChoiceField(label="İvedilik", choices=Urgency.choices, initial=Urgency.NORMAL)
    due_on = DateField(label="Cevap için son gün", required=False, help_text="Boş kalırsa yasal süre.")
    origin = forms.ChoiceField(
        label="Geliş yolu",
        choices=[one for one in Origin.choices if one[0] != Origin.PACKAGE],
        initial=Origin.POST,
    )
    file = FileField(label="Evrak", required=False, help_text="PDF, DOCX, ODT ya da tarama görüntüsü.")
    annexes = ManyFiles(label="Ekler", required=False)
    sender_detsis = forms.CharField(label="Gönderenin DETSİS no", max_length=8, required=False)
    sender_kep = forms.CharField(label="KEP ya da e-posta adresi", max_length=120, required=False)
    secrecy = forms.TypedChoiceField(label="Gizlilik derecesi", choices=Clearance.choices, coerce=int, initial=0)
    personal_to = forms.BooleanField(
        label="Kişiye özel", required=False, help_text="Zarf açılmadan kaydedilir; yalnız muhatabı okur."
    )
    addressed_to_id = PersonField(label="Muhatap kişi", key=True, required=False)
    annex_count = forms.IntegerField(label="Basılı ek sayısı", min_value=0, max_value=9999, required=False)
    reminds = forms.CharField(
        label="Tekit ettiği evrak", max_length=24, required=False, help_text="Örneğin GELEN-2026-00012."
    )
    note = LongText(label="Açıklama", rows=2, max_length=4_000, required=False)
    anyway = forms.BooleanField(
        label="Yine de kaydet", required=False, help_text="Aynı evrak ya da geçmiş son gün uyarısını gördüyseniz."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggests(self.fields["subject"])

    def plain(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MORE and field.name != "anyway"]

    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.MORE]

    def more_has_errors(self) -> bool:
        return any(field.errors for field in self.more()) if self.is_bound else False

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        given["annex_count"] = given.get("annex_count") or 0
        file = given.pop("file", None)
        given["file"], given["file_name"] = file, file.name if file else ""
        return given


class PackageForm(forms.Form):
    file = FileField(label="e-Yazışma paketi", help_text=".eyp ya da .eyps; paket denetlenir, bilgileri okunur.")

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.get("file")
        return {"content": file.read(), "file_name": file.name} if file else given


class ReferForm(forms.Form):
    units = forms.TypedMultipleChoiceField(label="Gereği için birimler", coerce=int, required=False)
    person = PersonField(label="Gereği için kişi", key=True, required=False)
    for_knowledge = forms.TypedMultipleChoiceField(label="Bilgi için birimler", coerce=int, required=False)
    instruction = LongText(label="Talimat", rows=3, max_length=2_000, required=False)
    due_on = DateField(label="Son gün", required=False, help_text="Boş kalırsa evrakın son günü.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(unit.pk, unit.name) for unit in queries.units_to_refer(actor)]
        for name in ("units", "for_knowledge"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = offered

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        person = given.pop("person", None)
        return given | {"people": [person] if person else []}


class NothingForm(forms.Form):
    """A step that needs only the press."""


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=2_000)


class WhyOptionalForm(forms.Form):
    why = LongText(label="Açıklama", rows=2, max_length=2_000, required=False)


class CloseForm(forms.Form):
    code = CodeField(required=False, help_text="Kayıtta yoksa zorunlu.")
    why = LongText(label="Sonuç", rows=3, max_length=4_000)


class SendBackForm(forms.Form):
    forwarded_to = forms.CharField(
        label="Gönderildiği makam", max_length=200, required=False, help_text="İlgili kuruma gönderildiyse adı."
    )
    why = LongText(label="Neden", rows=3, max_length=4_000)


class ResultForm(forms.Form):
    result = LongText(label="Ne yapıldı?", rows=4, max_length=4_000, required=False)


class CorrectForm(forms.Form):
    subject = forms.CharField(label="Konu", max_length=250)
    code = CodeField(required=False)
    note = LongText(label="Açıklama", rows=2, max_length=4_000, required=False)


class MarkAnswerForm(forms.Form):
    letter = forms.CharField(
        label="Yazımızın sayısı", max_length=60, help_text="Gelen evrakın cevap verdiği yazı: E-24300002-702-15."
    )
