"""What a person fills in about a process, its steps, risks and controls."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import UnitField

from ..models import ControlKind, Frequency, Response, Result
from .inventory import keep_units, nobody, offer_people

SYNTAX = (
    "Her satıra bir adım: «Sorumlu | Yapılan iş | girdi | çıktı». Soru işaretiyle biten satır karardır; yolları "
    "oktan sonra yazın: «=> Evet: 4; Hayır: son». Ok yoksa sıradaki adıma geçilir. Girdi ve çıktı boş kalabilir."
)
EXAMPLE = """Personel, Ağ Servisi | Talebi inceler | talep kaydı
Şef, Ağ Servisi | Talep uygun mu? => Evet: 3; Hayır: son
Personel, Ağ Servisi | Tanımı yapar, talep edene bildirir | | bildirim"""


class ProcessForm(forms.Form):
    name = forms.CharField(label="Sürecin adı", max_length=200)
    code = forms.CharField(label="Süreç kodu", max_length=24, required=False)
    unit_id = UnitField(label="Sürecin birimi", key=True)
    assignee = nobody("Süreç sahibi")
    review_months = forms.IntegerField(label="Kaç ayda bir gözden geçirilir?", min_value=1, max_value=60, initial=12)

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, actor)
        offer_people(self, actor, unit)


class EditForm(ProcessForm):
    closed_on = DateField(label="Süreç kalktıysa, gün", required=False)


class StepsForm(forms.Form):
    purpose = LongText(label="Amaç", rows=2, required=False, max_length=2000)
    begins = forms.CharField(label="Süreci ne başlatır?", max_length=300, required=False)
    result = forms.CharField(label="Süreç neyle biter?", max_length=300, required=False)
    steps = LongText(label="Adımlar", rows=14, max_length=20_000, help_text=SYNTAX)


class VersionForm(forms.Form):
    changed = forms.CharField(label="Ne değişecek?", max_length=300)


class WhyForm(forms.Form):
    why = forms.CharField(label="Gerekçe", max_length=300)


class ApproveForm(forms.Form):
    note = forms.CharField(label="Not", max_length=300, required=False)


class NothingForm(forms.Form):
    """A step that asks nothing."""


SCORES = [(number, str(number)) for number in range(1, 6)]
LIKELIHOOD = [(1, "1 · çok düşük"), (2, "2 · düşük"), (3, "3 · orta"), (4, "4 · yüksek"), (5, "5 · çok yüksek")]


def _score(label: str, *, required: bool = True) -> forms.TypedChoiceField:
    choices = LIKELIHOOD if required else [("", "–"), *LIKELIHOOD]
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=choices, required=required, empty_value=None, initial=3 if required else ""
    )


class RiskForm(forms.Form):
    name = forms.CharField(label="Ne olabilir?", max_length=250)
    cause = forms.CharField(label="Nedeni", max_length=300, required=False)
    effect = forms.CharField(label="Sonucu", max_length=300, required=False)
    likelihood = _score("Olasılık")
    impact = _score("Etki")
    response = forms.ChoiceField(label="Yanıt", choices=Response.choices, initial=Response.REDUCE)
    left_likelihood = _score("Kontrollerle kalan olasılık", required=False)
    left_impact = _score("Kontrollerle kalan etki", required=False)
    assignee = nobody("Riskin sahibi")

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, actor, unit)


class ControlForm(forms.Form):
    name = forms.CharField(label="Kontrol", max_length=250, help_text="Kim neye bakıyor? Bir cümle.")
    kind = forms.ChoiceField(label="Tür", choices=ControlKind.choices)
    frequency = forms.ChoiceField(label="Sıklık", choices=Frequency.choices, initial=Frequency.MONTHLY)
    proof = forms.CharField(label="Beklenen kanıt", max_length=200, required=False)
    assignee = nobody("Yapan kişi")

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, actor, unit)


class EditControlForm(ControlForm):
    ended_on = DateField(label="Kontrol bittiyse, gün", required=False)


class PerformForm(forms.Form):
    done_on = DateField(label="Yapıldığı gün", initial=localdate)
    result = forms.ChoiceField(label="Sonuç", choices=Result.choices)
    note = LongText(label="Bulgu", rows=3, required=False, max_length=4000, help_text="Etkili değilse gereklidir.")
    file = FileField(label="Kanıt dosyası", required=False)


class DeviationForm(forms.Form):
    found_on = DateField(label="Görüldüğü gün", initial=localdate)
    step = forms.ChoiceField(label="Hangi adımda?", required=False)
    what = LongText(label="Ne oldu?", rows=3, max_length=4000)

    def __init__(self, *args: Any, steps: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Belirli bir adım değil"), *((one, one) for one in steps)]


class CorrectForm(forms.Form):
    correction = LongText(label="Ne yapıldı?", rows=3, max_length=4000)
    corrected_on = DateField(label="Giderildiği gün", initial=localdate)
