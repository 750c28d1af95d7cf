"""What is filled in about requests and entitlements."""

from typing import Any

from django import forms

from konak.foundation.ui.forms import DateField, FileField, LongText

from ..models import Right
from .fields import PersonIdField, offer


class NothingForm(forms.Form):
    pass


class WordsForm(forms.Form):
    words = LongText(label="Açıklama", required=False, rows=3, max_length=500, help_text="İsteğe bağlı.")


class MustSayForm(forms.Form):
    words = LongText(label="Değerlendirme", rows=4, max_length=500)


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=500)


class OptionalWhyForm(forms.Form):
    why = LongText(label="Gerekçe", required=False, rows=3, max_length=500)


class ProofForm(forms.Form):
    proof = LongText(
        label="Ne yapıldı?",
        rows=3,
        max_length=500,
        help_text="Hangi gruba eklendi, hangi kayıt değişti. Parola yazmayın.",
    )
    file = FileField(label="Kanıt dosyası", required=False, help_text="Ekran görüntüsü, çıktı ya da tutanak.")


class ResubmitForm(forms.Form):
    reason = LongText(label="Gerekçe", rows=4, max_length=2_000)
    until = DateField(label="Son gün", required=False)
    detail = forms.CharField(label="Ayrıntı", required=False, max_length=300)


class AskForm(forms.Form):
    """The lower half of the basket: for whom, why, how long."""

    person_id = PersonIdField(label="Kimin için", required=False, help_text="Boş bırakılırsa kendiniz için.")
    reason = LongText(
        label="Gerekçe",
        rows=3,
        max_length=2_000,
        help_text="Hangi iş için gerekli? Onaylayan buna bakarak karar verir.",
    )
    since = DateField(label="Başlangıç", required=False, help_text="Boş bırakılırsa bugün.")
    until = DateField(label="Son gün", required=False, help_text="Süreli bir iş içinse yazın.")
    compensating = forms.CharField(
        label="Telafi edici kontrol",
        required=False,
        max_length=500,
        help_text="Yalnız görevler ayrılığı çakışması varsa: riski hangi denetim karşılar?",
    )
    exception_until = DateField(
        label="İstisnanın son günü", required=False, help_text="Yalnız çakışma varsa; en çok bir yıl."
    )


class BreakForm(forms.Form):
    right = forms.ModelChoiceField(Right.objects.none(), label="Yetki", empty_label="Yetki seçin")
    person_id = PersonIdField(label="Kim kullanacak", required=False, help_text="Boş bırakılırsa siz.")
    reason = LongText(
        label="Olay",
        rows=4,
        max_length=2_000,
        help_text="Ne oldu, neden bekleyemez? İki iş günü içinde buna bakılarak incelenir.",
    )
    days = forms.TypedChoiceField(label="Süre", coerce=int, choices=[(1, "Bugün"), (2, "Bugün ve yarın")], initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "right", Right.objects.filter(active=True, emergency=True))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        right = values.pop("right", None)
        return values | {"right_id": right.pk if right else 0}


class ExtendForm(forms.Form):
    until = DateField(label="Yeni son gün")
    reason = LongText(label="Neden daha uzun gerekli?", rows=3, max_length=2_000)


class ChangeForm(forms.Form):
    right = forms.ModelChoiceField(Right.objects.none(), label="Yerine geçecek yetki", empty_label="Yetki seçin")
    reason = LongText(label="Neden değişmeli?", rows=3, max_length=2_000)

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Right.objects.filter(active=True, area=held.right.area).exclude(pk=held.right_id)
        offer(self, "right", rows if rows.exists() else Right.objects.filter(active=True).exclude(pk=held.right_id))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        right = values.pop("right", None)
        return values | {"right_id": right.pk if right else 0}


class ImportForm(forms.Form):
    file = FileField(
        label="CSV dosyası",
        help_text="Başlıklar: kullanıcı adı (ya da sicil), yetki, ayrıntı, başlangıç, bitiş, son kullanım.",
    )


class SettleDriftForm(forms.Form):
    fate = forms.ChoiceField(label="Ne yapılsın?")
    why = LongText(label="Gerekçe", rows=3, max_length=300)


class SimulateForm(forms.Form):
    person_id = PersonIdField(label="Kişi")
    right = forms.ModelChoiceField(Right.objects.none(), label="Yetki", empty_label="Yetki seçin")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "right", Right.objects.filter(active=True))
