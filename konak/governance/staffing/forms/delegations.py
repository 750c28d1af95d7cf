"""What is filled in to lend a seat, and to tell what was done in a superior's absence."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment, User
from konak.foundation.ui.forms import DateField, LongText

from ..models import Reason, Width
from ..queries import delegations
from .fields import UserChoice, choose, offer


class DelegateForm(forms.Form):
    deputy = forms.TypedChoiceField(
        label="Yerinize kim baksın?",
        coerce=int,
        help_text="Önce sürekli vekilleriniz, sonra biriminizdekiler, sonra denk birimlerin amirleri.",
    )
    since = DateField(label="Başlangıç", help_text="İlk gün; bu gün dâhil.")
    until = DateField(label="Bitiş", help_text="Son gün; bu gün dâhil. Vekâlet kendiliğinden sona erer.")
    reason = forms.ChoiceField(label="Neden", choices=Reason.choices, initial=Reason.LEAVE)
    width = forms.ChoiceField(
        label="Ne bırakıyorsunuz?",
        choices=Width.choices,
        initial=Width.ALL,
        widget=forms.RadioSelect,
        help_text="«Yalnız onaylar»da vekil dosyaları görür, onaylar, geri çevirir; makamın öteki işlerini yapamaz.",
    )
    document = forms.CharField(
        label="Onay tarihi ve sayısı", max_length=120, required=False, help_text="Varsa izin ya da görev onayı."
    )
    note = forms.CharField(
        label="Vekile not", max_length=500, required=False, help_text="Bu günlerde özellikle bakılacak işler."
    )

    def __init__(self, *args: Any, seat: Appointment, **kwargs: Any) -> None:
        today = localdate()
        monday = today + dt.timedelta(days=7 - today.weekday())
        kwargs["initial"] = {"since": monday, "until": monday + dt.timedelta(days=4)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offered = delegations.candidates(seat)
        words: list[tuple[Any, str]] = [
            (
                one.user_id,
                f"{one.name} · {one.words}"
                + (
                    f" ({one.standing}. sürekli vekil)"
                    if one.standing
                    else " (üst amir onaylar)"
                    if one.lateral
                    else ""
                ),
            )
            for one in offered
        ]
        choose(self, "deputy", words)
        if offered and offered[0].standing:
            self.initial.setdefault("deputy", offered[0].user_id)

    def clean_deputy(self) -> User:
        return User.objects.get(pk=self.cleaned_data["deputy"])


class StandingForm(forms.Form):
    first = UserChoice(label="Birinci vekil", required=False, empty="Belirlenmedi")
    second = UserChoice(label="İkinci vekil", required=False, empty="Belirlenmedi")

    def __init__(self, *args: Any, seat: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = User.objects.filter(pk__in=[one.user_id for one in delegations.candidates(seat)])
        offer(self, "first", rows)
        offer(self, "second", rows)


class NoticeForm(forms.Form):
    subject = forms.CharField(label="Konu", max_length=200, help_text="Bir cümle: ne yapıldı?")
    done_on = DateField(label="Yapıldığı gün")
    what = LongText(label="Yapılan iş", max_length=4000, help_text="Hangi karar, hangi gerekçeyle, sonucu ne oldu?")
    why = forms.CharField(label="Amire neden ulaşılamadı?", max_length=500)
    related = forms.CharField(label="İlgili dosya", max_length=24, required=False, help_text="Varsa dosya sayısı.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"done_on": localdate()}
        super().__init__(*args, **kwargs)


class WhyForm(forms.Form):
    why = forms.CharField(label="Neden", max_length=300)


class AnswerForm(forms.Form):
    answer = forms.CharField(label="Görüşünüz", max_length=1000, required=False)


class SilentForm(forms.Form):
    """Nothing to fill in: the question itself is the form."""
