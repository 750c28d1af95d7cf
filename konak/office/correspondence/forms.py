"""What a person fills in about documents."""

import csv
import io
from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy

from konak.foundation.access import Actor
from konak.foundation.people.positions import Clearance
from konak.foundation.ui.forms import DateField, FileField, LongText, ManyFilesInput
from konak.foundation.ui.picking import PersonField, UnitField

from . import queries
from .models import (
    AnnexKind,
    Asked,
    Delivery,
    DispatchState,
    Letter,
    LetterKind,
    Mode,
    Origin,
    Party,
    Route,
    RouteKind,
    Style,
    Urgency,
)

BODY_LENGTH = 200_000


class ManyFiles(forms.FileField):
    """Several files at once, as (content, name)."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        one = super().clean
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [(file, file.name) for file in (one(file, initial) for file in given) if file]


class CodeField(forms.CharField):
    """A code of the plan; those that fit the subject are offered below the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Dosya planı kodu")
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "decimal"}

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or "").split(" ")[0].strip()


def _suggests(field: forms.Field) -> None:
    """The subject asks for codes while it is typed."""
    field.widget.attrs |= {
        "hx-get": reverse_lazy("correspondence:suggest"),
        "hx-target": "#kod-onerileri",
        "hx-trigger": "keyup changed delay:500ms, change",
    }


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
        _suggests(self.fields["subject"])

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


# ---- letters -------------------------------------------------------------------------------------------------------


class LetterForm(forms.Form):
    """The words of a letter; addressees, references and annexes stand on its page."""

    kind = forms.ChoiceField(
        label="Tür", choices=LetterKind.choices, initial=LetterKind.OUTGOING, widget=forms.RadioSelect
    )
    subject = forms.CharField(label="Konu", max_length=150)
    code = CodeField(help_text="Konuya uyan kodlar altta önerilir.")
    body = LongText(
        label="Metin",
        rows=14,
        max_length=BODY_LENGTH,
        help_text="Her satır bir paragraf olur. Bitiş sözü (arz / rica ederim) muhatabın düzeyine göre eklenir.",
        required=False,
    )
    closing = forms.CharField(
        label="Bitiş", max_length=80, required=False, help_text="Muhataplara göre önerilir; değiştirebilirsiniz."
    )
    urgency = forms.ChoiceField(label="İvedilik", choices=Urgency.choices, initial=Urgency.NORMAL)
    answer_by = DateField(label="Cevap için son gün", required=False, help_text="Günlü yazıda zorunlu.")
    asked = forms.ChoiceField(label="Muhataptan istenen", choices=Asked.choices, initial=Asked.ACTION)
    secrecy = forms.TypedChoiceField(label="Gizlilik derecesi", choices=Clearance.choices, coerce=int, initial=0)
    mode = forms.ChoiceField(label="Üretim ortamı", choices=Mode.choices, initial=Mode.ELECTRONIC)
    case_code = forms.CharField(label="Vaka dosyası kodu", max_length=20, required=False)

    def __init__(self, *args: Any, letter: Letter | None = None, **kwargs: Any) -> None:
        if letter is not None:
            kwargs["initial"] = {
                "subject": letter.case.subject,
                "code": letter.file_code.code,
                "secrecy": letter.case.secrecy,
                **{
                    name: getattr(letter, name)
                    for name in ("kind", "closing", "urgency", "answer_by", "asked", "mode", "case_code", "body")
                },
            }
        super().__init__(*args, **kwargs)
        _suggests(self.fields["subject"])
        self.fields["body"].widget.attrs["data-letter"] = ""

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        given["closing"] = given.get("closing") or ""
        return given


class NewLetterForm(LetterForm):
    template_id = forms.TypedChoiceField(
        label="Şablon",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Metni boş bırakırsanız şablonunki gelir.",
    )
    replies_to = forms.CharField(
        label="Cevap verdiği evrak",
        max_length=24,
        required=False,
        help_text="GELEN-2026-00012; muhatap ve ilgi ondan.",
    )
    unit_id = forms.TypedChoiceField(label="Yazan birim", coerce=int)

    field_order = ("kind", "unit_id", "replies_to", "template_id", "subject", "code", "body")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template, unit = self.fields["template_id"], self.fields["unit_id"]
        assert isinstance(template, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        template.choices = [("", "Şablonsuz"), *((one.pk, one.name) for one in queries.templates_for(actor))]
        unit.choices = [(one.pk, one.name) for one in queries.own_units(actor)]
        del self.fields["closing"]


class AddresseeForm(forms.Form):
    party = forms.ChoiceField(label="Muhatap", choices=Party.choices, initial=Party.BODY, widget=forms.RadioSelect)
    unit_id = UnitField(label="Kurum içi birim", key=True, required=False)
    detsis = forms.CharField(
        label="DETSİS no", max_length=8, required=False, help_text="Yazarsanız ad ve KEP adresi kayıttan gelir."
    )
    name = forms.CharField(label="Kurum, şirket ya da kişi adı", max_length=300, required=False)
    second_line = forms.CharField(label="Alt birim (ayraç içinde)", max_length=200, required=False)
    purpose = forms.ChoiceField(
        label="Dağıtım", choices=[("GRG", "Gereği"), ("BLG", "Bilgi")], initial="GRG", widget=forms.RadioSelect
    )
    relation = forms.ChoiceField(
        label="Düzeyi",
        required=False,
        choices=[
            ("", "Kendisi bulunsun"),
            ("over", "Üst ya da aynı düzey"),
            ("under", "Alt"),
            ("outside", "Kamu dışı"),
        ],
    )
    channel = forms.ChoiceField(
        label="Gönderim yolu", required=False, choices=[("", "Kendisi bulunsun"), *Delivery.choices]
    )
    kep = forms.CharField(label="KEP adresi", max_length=120, required=False)
    email = forms.EmailField(label="E-posta", required=False)
    address = forms.CharField(label="Adres", max_length=300, required=False)
    identity = forms.CharField(label="MERSİS / T.C. kimlik no", max_length=20, required=False)


class AnnexForm(forms.Form):
    kind = forms.ChoiceField(
        label="Tür", choices=AnnexKind.choices, initial=AnnexKind.INSIDE, widget=forms.RadioSelect
    )
    name = forms.CharField(label="Ekin adı", max_length=200, required=False, help_text="Boşsa dosyanın adı.")
    extent = forms.CharField(label="Kapsamı", max_length=40, required=False, help_text="5 sayfa, 1 CD, 2 pafta")
    file = FileField(label="Dosya", required=False)
    reference = forms.CharField(label="Adresi", max_length=500, required=False, help_text="Başka yerde duruyorsa.")
    is_signed = forms.BooleanField(label="İmza kapsamında", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.get("file")
        return given | {"file_name": file.name if file else ""}


class CiteForm(forms.Form):
    other = forms.CharField(
        label="Kayıttan", max_length=60, required=False, help_text="Gelen kayıt no ya da kendi yazımızın sayısı."
    )
    words = forms.CharField(label="ya da yazın", max_length=400, required=False)
    on = DateField(label="Tarihi", required=False)
    document_number = forms.CharField(label="Sayısı", max_length=80, required=False)


class RemarkForm(forms.Form):
    passage = forms.CharField(label="Yazının neresi", max_length=300, required=False)
    text = LongText(label="Görüş", rows=3, max_length=2_000)


class ApproveForm(forms.Form):
    note = LongText(label="Not", rows=2, max_length=2_000, required=False)


class RouteStepForm(forms.Form):
    """One more step; those that stand already are kept."""

    kind = forms.ChoiceField(label="İşlem", choices=RouteKind.choices, initial=RouteKind.INITIAL)
    user_id = PersonField(label="Kişi", key=True)
    place = forms.IntegerField(
        label="Sıra", min_value=1, max_value=40, help_text="Aynı sırayı verdiğiniz kişiler yan yana bekler."
    )
    style = forms.ChoiceField(label="Kimin adına", choices=[("", "Makamına göre"), *Style.choices], required=False)
    on_behalf = forms.CharField(
        label="Devreden / vekâlet edilen makam", max_length=160, required=False, help_text="Belediye Başkanı"
    )


class ReplaceForm(forms.Form):
    user_id = PersonField(label="Yerine", key=True)
    why = LongText(label="Neden", rows=2, max_length=500)


class PaperForm(forms.Form):
    signed_on = DateField(label="İmza günü")
    file = FileField(label="İmzalı yazının taraması (PDF)")
    register_no = forms.IntegerField(
        label="Belge kayıt sistemindeki sıra", required=False, min_value=1, help_text="Yalnız olağanüstü durumda."
    )

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.get("file")
        return given | {"file_name": file.name if file else ""}


class DispatchForm(forms.Form):
    channel = forms.ChoiceField(
        label="Yol", choices=[one for one in Delivery.choices if one[0] != Delivery.INTERNAL], initial=Delivery.PAPER
    )
    state = forms.ChoiceField(
        label="Durum",
        choices=[one for one in DispatchState.choices if one[0] != DispatchState.WAITING],
        initial=DispatchState.SENT,
    )
    tracking = forms.CharField(label="Barkod / KEP ileti no", max_length=80, required=False)
    why = forms.CharField(
        label="Açıklama", max_length=300, required=False, help_text="Ulaşmadıysa ya da reddedildiyse nedeni."
    )


class MergeForm(forms.Form):
    template_id = forms.TypedChoiceField(label="Şablon", coerce=int)
    code = CodeField(required=False, help_text="Boşsa şablonunki.")
    file = forms.FileField(
        label="Tablo (CSV)",
        help_text="Başlık satırında «muhatap» ve şablondaki alan adları; ayraç virgül, noktalı virgül ya da sekme.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.name) for one in queries.templates_for(actor)]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.pop("file", None)
        if file is None:
            return given
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("Tablo UTF-8 değil; CSV olarak (UTF-8) kaydedip yeniden deneyin.") from None
        head = text.partition("\n")[0]
        mark = max("\t;,", key=head.count)
        rows = [
            {k: v or "" for k, v in row.items() if k} for row in csv.DictReader(io.StringIO(text), delimiter=mark)
        ]
        return given | {"rows": rows}


# ---- registers -----------------------------------------------------------------------------------------------------


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
