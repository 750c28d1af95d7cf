"""What a person fills in to look into the logs."""

import datetime as dt

from django import forms
from django.utils.timezone import localtime, now

from konak.foundation.lake import SETS
from konak.foundation.ui.forms import DateTimeField, DateTimeInput, LongText

from .parsing import FORMATS

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
        from .services.searching import SEARCHED

        code: forms.ChoiceField = self.fields["code"]  # type: ignore[assignment]
        code.choices = [("", "Hepsi"), *((name, SETS[name].label) for name in SEARCHED)]


class TryForm(forms.Form):
    form = forms.ChoiceField(label="Biçim", choices=[("auto", "Kendisi bulsun")])
    lines = LongText(label="Satırlar", rows=8, max_length=100_000, help_text="Yapıştırılan satırlar saklanmaz.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        form: forms.ChoiceField = self.fields["form"]  # type: ignore[assignment]
        form.choices = [("auto", "Kendisi bulsun"), *((name, label) for name, (label, _) in FORMATS.items())]
