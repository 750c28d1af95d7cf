"""What people type about boxes and mails."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import LongText
from konak.service.desk import public as desk

from . import access
from .models import NAMED, Line, Strangers


class BoxForm(forms.Form):
    unit_id = forms.TypedChoiceField(
        label="Karşılayan birim", coerce=int, help_text="Açılan talepler bu birimin kuyruğuna düşer."
    )
    name = forms.CharField(label="Ad", max_length=80, help_text="Yanıtlarda görünen ad: «Destek Masası».")
    address = forms.EmailField(label="Adres")
    service_code = forms.ChoiceField(label="Destek hizmeti", help_text="İleti hangi hizmetin talebi olsun?")
    host = forms.CharField(label="IMAP sunucusu", max_length=200)
    port = forms.IntegerField(
        label="Kapı", min_value=0, max_value=65_535, initial=0, help_text="0: bağlantı türünün olağan kapısı."
    )
    tls = forms.ChoiceField(label="Bağlantı", choices=Line.choices)
    user = forms.CharField(label="Kullanıcı adı", max_length=200)
    secret = forms.RegexField(
        NAMED,
        label="Parolanın adı",
        max_length=40,
        help_text="Parola buraya yazılmaz. DESTEK yazarsanız sunucuda KONAK_MAILBOX_DESTEK değişkeninden ya da "
        "KONAK_MAILBOX_DESTEK_FILE dosyasından okunur.",
        error_messages={"invalid": "Büyük harf, rakam ve alt çizgi kullanın: DESTEK."},
    )
    inbox = forms.CharField(label="Okunan klasör", max_length=120, initial="INBOX")
    done_folder = forms.CharField(label="İşlenenler klasörü", max_length=120, initial="Konak/İşlenen")
    failed_folder = forms.CharField(label="İşlenemeyenler klasörü", max_length=120, initial="Konak/İşlenemeyen")
    server_id = forms.CharField(
        label="Doğrulayan sunucu",
        max_length=200,
        required=False,
        help_text="Kendi posta sunucunuzun Authentication-Results başlığına yazdığı ad. Boşsa yalnız DKIM'e bakılır.",
    )
    dkim = forms.BooleanField(label="DKIM imzasını denetle", required=False, initial=True)
    plus = forms.BooleanField(
        label="Yanıt adresine imzalı talep numarası ekle (destek+dt-…@)", required=False, initial=True
    )
    strangers = forms.ChoiceField(
        label="Tanınmayan ya da doğrulanmayan gönderen", choices=Strangers.choices, initial=Strangers.HOLD
    )
    receipts = forms.BooleanField(label="Alındı bildirimi gönder", required=False, initial=True)
    hourly = forms.IntegerField(label="Bir gönderenden saatte en çok talep", min_value=1, max_value=1_000, initial=10)
    limit_mb = forms.IntegerField(label="En büyük ileti (MB)", min_value=1, max_value=200, initial=50)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = actor.reach(access.MANAGE)
        rows = Unit.objects.all() if reach.everywhere else Unit.objects.filter(pk__in=reach.units)
        place = self.fields["unit_id"]
        assert isinstance(place, forms.TypedChoiceField)
        place.choices = [(unit.pk, unit.name) for unit in rows.order_by("name")]
        told = self.fields["service_code"]
        assert isinstance(told, forms.ChoiceField)
        told.choices = [("", "Hizmet seçin"), *((code, name) for _, name, code, _ in desk.service_choices())]
        kept = self.initial.get("service_code")
        if kept and kept not in {code for code, _ in told.choices}:
            told.choices = [*told.choices, (kept, f"{kept} (kapalı)")]


class DismissForm(forms.Form):
    words = LongText(label="Neden talep açılmıyor?", rows=2, required=False)
