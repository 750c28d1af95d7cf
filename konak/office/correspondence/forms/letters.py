"""What a person fills in about letters: their words, their parts, their way."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries, services, writing
from ..models import (
    AnnexKind,
    Asked,
    Delivery,
    DispatchState,
    Letter,
    LetterKind,
    Mode,
    Party,
    RouteKind,
    Style,
    Template,
    Urgency,
)
from .shared import BODY_LENGTH, CodeField, suggests


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
        label="Bitiş",
        max_length=80,
        required=False,
        help_text="İmza makamına ve muhataplara göre önerilir. Değiştirirseniz muhatap değişse de sizinki kalır.",
    )
    urgency = forms.ChoiceField(label="İvedilik", choices=Urgency.choices, initial=Urgency.NORMAL)
    answer_by = DateField(label="Cevap için son gün", required=False, help_text="Günlü yazıda zorunlu.")
    asked = forms.ChoiceField(label="Muhataptan istenen", choices=Asked.choices, initial=Asked.ACTION)
    secrecy = forms.TypedChoiceField(label="Gizlilik derecesi", choices=Clearance.choices, coerce=int, initial=0)
    is_personal = forms.BooleanField(
        label="Kişiye özel", required=False, help_text="Sağ üstte kırmızı yazılır; muhatabına açılmadan verilir."
    )
    mode = forms.ChoiceField(label="Üretim ortamı", choices=Mode.choices, initial=Mode.ELECTRONIC)
    case_code = forms.CharField(label="Vaka dosyası kodu", max_length=20, required=False)

    def __init__(self, *args: Any, letter: Letter | None = None, **kwargs: Any) -> None:
        if letter is not None:
            kwargs["initial"] = {
                "subject": letter.case.subject,
                "code": letter.file_code.code,
                "secrecy": letter.degree,
                **{
                    name: getattr(letter, name)
                    for name in (
                        "kind",
                        "closing",
                        "urgency",
                        "answer_by",
                        "asked",
                        "mode",
                        "case_code",
                        "is_personal",
                    )
                },
                "body": writing.typed(letter.body),
            }
        super().__init__(*args, **kwargs)
        suggests(self.fields["subject"])
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
    about = forms.CharField(
        label="Konu olan dosya", max_length=24, required=False, help_text="Yetki ya da destek talebi: YT-2026-00012."
    )

    field_order = ("kind", "unit_id", "replies_to", "about", "template_id", "subject", "code", "body")

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


class DistributeForm(forms.Form):
    """Many at once: a list of the unit, what lies under a unit, what lies under a number of the registry."""

    list_id = forms.TypedChoiceField(label="Dağıtım listesi", coerce=int, required=False, empty_value=None)
    unit_id = UnitField(
        label="ya da şu birimin altındakiler", key=True, required=False, help_text="Kurum içi; hepsi eklenir."
    )
    deep = forms.BooleanField(label="Altındakilerin altındakiler de", required=False)
    detsis = forms.CharField(
        label="ya da DETSİS'te şu numaraya bağlı olanlar", max_length=8, required=False,
        help_text="Boş değilse, kayıttaki etkin bağlı kuruluşların hepsi eklenir.",
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label="Dağıtım", choices=[("GRG", "Gereği"), ("BLG", "Bilgi")], initial="GRG", widget=forms.RadioSelect,
        help_text="Listeden eklenenler, listede nasılsa öyle kalır.",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["list_id"]
        assert isinstance(field, forms.ChoiceField)
        rows = queries.lists_for(actor)
        field.choices = [("", "—"), *((one.pk, f"{one.name} ({len(one.members)} muhatap)") for one in rows)]


class KeepListForm(forms.Form):
    name = forms.CharField(
        label="Listenin adı", max_length=120, help_text="Biriminizde bu adla liste varsa yenilenir."
    )


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
    """The first half: which words, which table."""

    template_id = forms.TypedChoiceField(label="Şablon", coerce=int)
    code = CodeField(required=False, help_text="Boşsa şablonunki.")
    file = FileField(
        label="Tablo (XLSX ya da CSV)",
        help_text="İlk satır sütun adları; her satır bir yazı. Hangi sütunun ne olduğunu sonraki sayfada görürsünüz.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.name) for one in queries.templates_for(actor)]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.pop("file", None)
        if file is not None:
            try:
                given["table"] = services.read_merge_table(file.read(), file.name)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return given


class ColumnsForm(forms.Form):
    """The second half: which column says what. The table itself travels along; it is the clerk's own."""

    template_id = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)
    table = forms.CharField(max_length=2_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, template: Template, table: services.Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = table
        self.open = services.wanted_fields(template)
        offered = [("", "—"), *((one, one) for one in table.head if one)]
        guess = services.guessed(table.head, [*services.OWN, *self.open])
        self.names: dict[str, str] = {}
        for place, name in enumerate([*services.OWN, *self.open]):
            key = f"sutun_{place}"
            self.names[key] = name
            self.fields[key] = forms.ChoiceField(
                label=services.OWN.get(name, f"{{{name}}}"),
                choices=offered,
                required=name in self.open,
                initial=guess[name],
            )

    def chosen(self) -> dict[str, str]:
        """Name → column: as chosen, or as guessed before anything was chosen."""
        if self.is_bound:
            return {name: str(self.cleaned_data.get(key, "")) for key, name in self.names.items()}
        return {name: str(self.fields[key].initial) for key, name in self.names.items()}


class RedactForm(forms.Form):
    """What is covered: words wherever they stand, places by measure."""

    release = forms.CharField(
        label="Bilgi verme kaydı", max_length=24, help_text="BV-2026-00001; kime ve neden verildiği orada yazar."
    )
    words = LongText(
        label="Karartılacak sözler", rows=4, max_length=4_000, required=False,
        help_text="Her satıra bir söz ya da ad; geçtiği her yer karartılır.",
    )  # fmt: skip
    boxes = LongText(
        label="Karartılacak yerler", rows=2, max_length=2_000, required=False,
        help_text="Her satıra sayfa, soldan, üstten, en, boy (mm): 1 20 60 80 6. Taranmış sayfa ve imza için.",
    )  # fmt: skip
    why = LongText(label="Neden", rows=2, max_length=1_000, help_text="Hangi bilgi, hangi hükümle verilmez.")

    def clean_words(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["words"]).splitlines() if line.strip()]

    def clean_boxes(self) -> list[Any]:
        found = []
        for line in str(self.cleaned_data["boxes"]).splitlines():
            if not line.strip():
                continue
            try:
                page, *rest = [float(part.replace(",", ".")) for part in line.split()]
                found.append(services.Box(int(page), *rest))
            except (TypeError, ValueError, OverflowError):
                raise forms.ValidationError(
                    f"«{line.strip()[:60]}» beş sayı olmalı: sayfa soldan üstten en boy."
                ) from None
        return found
