"""What is filled in about people who begin, move and leave."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, DateTimeField, FileField, LongText

from .fields import PersonField, UnitField, offer


class JoinForm(forms.Form):
    person = PersonField(label="Kişi", required=False, help_text="Hesabı açıldıysa.")
    planned_name = forms.CharField(
        label="ya da adı soyadı", required=False, max_length=160, help_text="Hesabı henüz yoksa; açılınca bulunur."
    )
    unit = UnitField(label="Birim")
    position = forms.ChoiceField(label="Unvan", choices=Position.choices)
    starts_on = DateField(label="İlk gün")
    why = forms.CharField(label="Açıklama", required=False, max_length=300)

    def __init__(self, *args: Any, owners: QuerySet[Unit], **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_on": localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer(self, "unit", owners)


class MoveForm(forms.Form):
    old_seat = forms.ModelChoiceField(
        Appointment.objects.none(), label="Bırakılan makam", required=False, empty_label="Yok (ek görev)"
    )
    new_seat = forms.ModelChoiceField(Appointment.objects.none(), label="Başlanan makam", empty_label="Makam seçin")
    why = forms.CharField(label="Açıklama", required=False, max_length=300)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Appointment.objects.filter(user=person, acting_for=None).select_related("unit").order_by("-since")
        offer(self, "old_seat", rows)
        offer(self, "new_seat", rows.filter(until=None) | rows.filter(until__gte=localdate()))


class LeaveForm(forms.Form):
    effective_at = DateTimeField(
        label="Ayrılış anı", help_text="Yetkiler, oturumlar, API anahtarları ve hesap tam bu anda kapanır."
    )
    why = forms.CharField(label="Neden", max_length=300, help_text="Emeklilik, nakil, istifa …")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        at = dt.datetime.combine(localdate(), dt.time(17, 30))
        kwargs["initial"] = {"effective_at": at} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class MinuteForm(forms.Form):
    """Whose signatures the minute bears; whoever left may have no card any more."""

    head = PersonField(label="Birim amiri")
    personnel = PersonField(label="Personel birimi")
    person = PersonField(label="Kişi", required=False, help_text="Kartı varsa o da imzalar.")


class RescheduleForm(forms.Form):
    effective_at = DateTimeField(label="Ayrılış anı")
    why = forms.CharField(label="Neden değişti", max_length=300)


class SettleForm(forms.Form):
    to = PersonField(
        label="Kime devredildi", required=False, help_text="Boş bırakılırsa iade edildi ya da sona erdi."
    )
    proof = LongText(
        label="Kanıt", required=False, rows=3, max_length=500, help_text="Ne yapıldı; belge, tutanak ya da kayıt no."
    )
    file = FileField(label="Kanıt dosyası", required=False)

    def __init__(self, *args: Any, passes: bool = True, with_file: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not passes:
            del self.fields["to"]
            self.fields["proof"].required = True
        if not with_file:
            del self.fields["file"]


class RightLineForm(forms.Form):
    keep = forms.TypedChoiceField(
        label="Karar",
        coerce=lambda value: value == "1",
        choices=[("0", "Sona ersin, sistemden kaldırılsın"), ("1", "Kalsın")],
        widget=forms.RadioSelect,
        initial="0",
    )
    proof = LongText(label="Gerekçe", rows=3, max_length=500, required=False)


class BindForm(forms.Form):
    person = PersonField(label="Kişi")
