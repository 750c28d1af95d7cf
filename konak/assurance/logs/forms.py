"""What a person fills in to look into the logs."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.timezone import localtime, now

from konak.foundation.access import Actor
from konak.foundation.lake import SETS
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, DateTimeField, DateTimeInput, LongText
from konak.foundation.ui.picking import PersonField, UnitField
from konak.governance.systems import public as systems
from konak.service.desk import public as desk

from . import access
from .access import SEARCHED
from .models import Cadence, Level, Result
from .parsing import FORMATS

COLUMNS = (
    "source.ip", "user.name", "event.action", "destination.ip", "source.mac", "host.name", "destination.port",
    "event.outcome", "event.code", "source.domain", "source.nat.ip", "url.domain", "observer.name",
    "network.transport", "message",
)  # fmt: skip
"""What a list of lines can show of each."""
SECONDS = DateTimeInput(attrs={"step": "1"})


def _ago(**back: float) -> dt.datetime:
    return localtime(now() - dt.timedelta(**back))


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label="Amaç", max_length=300, help_text="Neden bakıyorsunuz? Arama defterinde ve denetim izinde kalır."
    )
    request = forms.CharField(
        label="İz kaydı isteği", max_length=40, required=False, help_text="Bir makam istediyse sayısı: KT-2026-00012"
    )


class WhoForm(PurposeForm):
    ip = forms.CharField(label="IP adresi", max_length=64, help_text="İç ya da dış adres; IPv4 ya da IPv6.")
    port = forms.IntegerField(
        label="Port", required=False, min_value=1, max_value=65535, help_text="Dış adres sorulduysa kaynak port."
    )
    at = DateTimeField(widget=SECONDS, label="Zaman", help_text="Türkiye saatiyle, saniyesine kadar.")
    field_order = ("ip", "port", "at", "purpose", "request")


class TraceForm(PurposeForm):
    what = forms.CharField(label="IP, MAC ya da kullanıcı adı", max_length=120)
    since = DateTimeField(label="Başı", initial=lambda: _ago(days=1))
    until = DateTimeField(label="Sonu", initial=lambda: _ago(days=0))
    field_order = ("what", "since", "until", "purpose", "request")


class FreeForm(PurposeForm):
    words = forms.CharField(label="Aranan söz", max_length=120)
    code = forms.ChoiceField(label="Küme", required=False)
    since = DateTimeField(label="Başı", initial=lambda: _ago(days=1))
    until = DateTimeField(label="Sonu", initial=lambda: _ago(days=0))
    field_order = ("words", "code", "since", "until", "purpose", "request")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        code: forms.ChoiceField = self.fields["code"]  # type: ignore[assignment]
        code.choices = [("", "Hepsi"), *((name, SETS[name].label) for name in SEARCHED)]


class SignForm(forms.Form):
    result = forms.ChoiceField(label="Sonuç", choices=Result.choices, widget=forms.RadioSelect)
    note = LongText(
        label="Değerlendirme", rows=3, max_length=4_000, required=False,
        help_text="Dikkat isteyen başlıklar varsa ne bulduğunuzu yazın.",
    )  # fmt: skip


class PlanForm(forms.Form):
    unit_id = UnitField(label="Birim", key=True)
    cadence = forms.ChoiceField(label="Sıklık", choices=Cadence.choices)
    assignee_id = PersonField(label="İnceleyen", key=True)
    days = forms.IntegerField(label="İnceleme süresi (gün)", min_value=1, max_value=31, initial=1)
    active = forms.BooleanField(label="Etkin", required=False, initial=True)


class _AlarmForm(forms.Form):
    unit_id = UnitField(label="Birim", key=True)
    assignee_id = PersonField(label="Sorumlu", key=True, help_text="Alarm çaldığında haber verilir.")
    threshold = forms.IntegerField(label="Eşik (satır)", min_value=1, max_value=10_000, initial=1)
    minutes = forms.IntegerField(
        label="Süre (dakika)", min_value=1, max_value=1_440, initial=5, help_text="Eşik bu süre içinde aşılmalıdır."
    )
    service_code = forms.ChoiceField(
        label="Destek kaydı", required=False, help_text="Çalınca bu hizmete kayıt açılır."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        service: forms.ChoiceField = self.fields["service_code"]  # type: ignore[assignment]
        service.choices = [("", "Açma"), *((code, name) for _, name, code, _ in desk.service_choices())]


class SigmaForm(_AlarmForm):
    rule = LongText(label="Sigma kuralı (YAML)", rows=14, max_length=50_000)
    field_order = ("rule", "unit_id", "assignee_id")


class AlarmForm(_AlarmForm):
    """An alarm by hand: all lines of the box must hold."""

    name = forms.CharField(label="Ad", max_length=160)
    code = forms.ChoiceField(label="Kayıt kümesi")
    level = forms.ChoiceField(label="Önem", choices=Level.choices, initial=Level.MEDIUM)
    condition = LongText(
        label="Koşul", rows=4, max_length=8_000,
        help_text="Her satıra bir koşul, hepsi birden aranır: event.outcome = failure. Karşılaştırmalar: =, içerir, "
        "ile başlar, ile biter, ağındadır; satırın başına «değil» yazılırsa tersi.",
    )  # fmt: skip
    group_by = forms.CharField(
        label="Kümele", max_length=160, required=False,
        help_text="Alan adları, virgülle: source.ip, user.name. Eşik her değer için ayrı sayılır.",
    )  # fmt: skip
    counted = forms.CharField(
        label="Ayrı değeri sayılan alan", max_length=40, required=False,
        help_text="Boşsa satırlar sayılır; user.name yazılırsa kaç ayrı kullanıcı olduğu.",
    )  # fmt: skip
    active = forms.BooleanField(label="Etkin", required=False, initial=True)
    field_order = (
        "name", "code", "condition", "level", "threshold", "minutes", "group_by", "counted", "unit_id", "assignee_id",
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        code: forms.ChoiceField = self.fields["code"]  # type: ignore[assignment]
        code.choices = [(name, SETS[name].label) for name in SEARCHED]

    def clean_group_by(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["group_by"].split(",") if name.strip()]

    def clean_condition(self) -> dict[str, Any]:
        from .services.conditions import written

        try:
            return written(self.cleaned_data["condition"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


class SigmaAlarmForm(_AlarmForm):
    """What may be changed of an alarm that came as a rule; the rule itself stays."""

    name = forms.CharField(label="Ad", max_length=160)
    level = forms.ChoiceField(label="Önem", choices=Level.choices)
    active = forms.BooleanField(label="Etkin", required=False)
    field_order = ("name", "level", "threshold", "minutes", "unit_id", "assignee_id")


class SeenForm(forms.Form):
    note = forms.CharField(label="Ne olduğu", max_length=500)


class TryForm(forms.Form):
    form = forms.ChoiceField(label="Biçim", choices=[("auto", "Kendisi bulsun")])
    lines = LongText(label="Satırlar", rows=8, max_length=100_000, help_text="Yapıştırılan satırlar saklanmaz.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        form: forms.ChoiceField = self.fields["form"]  # type: ignore[assignment]
        form.choices = [("auto", "Kendisi bulsun"), *((name, label) for name, (label, _) in FORMATS.items())]


class SourceForm(forms.Form):
    """A sender of lines, as it is entered and corrected."""

    name = forms.CharField(
        label="Ad",
        max_length=80,
        help_text="Satırların geldiği ad: rsyslog'da aygıtın adresi (10.0.0.1), toplayıcıda sizin verdiğiniz ad.",
    )
    title = forms.CharField(label="Açıklama", max_length=160, required=False)
    form = forms.ChoiceField(label="Beklenen biçim", choices=[("auto", "Kendisi bulsun")])
    system_id = forms.TypedChoiceField(label="Bilgi sistemi", required=False, coerce=int, empty_value=None)
    silent_after = forms.IntegerField(
        label="Sessizlik sınırı (dakika)", min_value=0, max_value=44_640, initial=60,
        help_text="Bu kadar süre satır gelmezse sorumlusuna haber verilir; 0 haber verme demektir.",
    )  # fmt: skip
    assignee_id = PersonField(label="Sorumlu kişi", required=False, key=True, empty="Birimin yöneticileri")
    active = forms.BooleanField(
        label="Etkin", required=False, initial=True, help_text="Kapalı kaynağın anahtarı geçmez."
    )

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        form: forms.ChoiceField = self.fields["form"]  # type: ignore[assignment]
        form.choices = [("auto", "Kendisi bulsun"), *((name, label) for name, (label, _) in FORMATS.items())]
        system: forms.TypedChoiceField = self.fields["system_id"]  # type: ignore[assignment]
        system.choices = [("", "Bağlı değil"), *systems.choices(actor)]


class NewSourceForm(SourceForm):
    unit_id = UnitField(label="Sorumlu birim", key=True)
    field_order = ("name", "title", "unit_id", "assignee_id", "form", "system_id", "silent_after", "active")

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        unit = self.fields["unit_id"]
        assert isinstance(unit, UnitField)
        unit.narrow(actor=actor, permission=access.SOURCES)


class RetainForm(forms.Form):
    days = forms.IntegerField(label="Saklama süresi (gün)", min_value=1, max_value=36_500)


class HoldForm(forms.Form):
    """Days of which nothing is deleted, because somebody lawfully asked for them."""

    code = forms.ChoiceField(label="Küme", required=False)
    since = DateField(
        label="İlk gün", help_text="Satırın geldiği ya da anlattığı gün bu aralıktaysa parçası silinmez."
    )
    until = DateField(label="Son gün")
    why = forms.CharField(label="Gerekçe", max_length=300)
    request = forms.CharField(
        label="İz kaydı isteği", max_length=40, required=False, help_text="Bir makam istediyse sayısı: KT-2026-00012"
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        code: forms.ChoiceField = self.fields["code"]  # type: ignore[assignment]
        code.choices = [("", "Bütün kümeler"), *((name, one.label) for name, one in SETS.items())]


class LiftForm(forms.Form):
    note = forms.CharField(label="Neden kaldırılıyor", max_length=300)


class RightForm(forms.Form):
    """A set opened or closed to a position."""

    code = forms.ChoiceField(label="Küme")
    position = forms.ChoiceField(label="Unvan", choices=Position.choices)
    unit_id = UnitField(
        label="Yalnız bu birimde", key=True, required=False, empty="Bütün birimlerde",
        help_text="Birim yazılan satır, birimsiz olandan önce gelir.",
    )  # fmt: skip
    allowed = forms.BooleanField(
        label="Açık", required=False, initial=True, help_text="İşaretsiz satır kümeyi bu unvana kapatır."
    )
    why = forms.CharField(label="Gerekçe", max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        code: forms.ChoiceField = self.fields["code"]  # type: ignore[assignment]
        code.choices = [(name, SETS[name].label) for name in SEARCHED]


CONDITION = (
    "Her satıra bir koşul, hepsi birden aranır: event.outcome = failure. Karşılaştırmalar: =, içerir, ile başlar, "
    "ile biter, ağındadır; satırın başına «değil» yazılırsa tersi."
)


class TailForm(PurposeForm):
    code = forms.ChoiceField(label="Küme")
    words = forms.CharField(label="İçinde geçen söz", max_length=120, required=False)
    condition = LongText(label="Süzgeç", rows=3, max_length=4_000, required=False, help_text=CONDITION)
    field_order = ("code", "words", "condition", "purpose", "request")

    def __init__(self, *args: object, codes: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        code: forms.ChoiceField = self.fields["code"]  # type: ignore[assignment]
        code.choices = [(name, SETS[name].label) for name in codes]


class ExploreForm(PurposeForm):
    """A question with counts: sets, words, condition, a time, and the columns to show."""

    codes = forms.MultipleChoiceField(label="Kümeler", widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label="İçinde geçen söz", max_length=120, required=False)
    condition = LongText(label="Koşul", rows=3, max_length=4_000, required=False, help_text=CONDITION)
    since = DateTimeField(label="Başı", initial=lambda: _ago(days=1))
    until = DateTimeField(label="Sonu", initial=lambda: _ago(days=0))
    columns = forms.MultipleChoiceField(
        label="Sütunlar", required=False, choices=[(name, name) for name in COLUMNS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("codes", "words", "condition", "since", "until", "purpose", "request", "columns")

    def __init__(self, *args: object, codes: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.MultipleChoiceField = self.fields["codes"]  # type: ignore[assignment]
        field.choices = [(name, SETS[name].label) for name in codes]
        field.initial = list(codes)
        self.fields["columns"].initial = list(COLUMNS[:4])
