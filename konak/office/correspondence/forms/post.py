"""What a person fills in about the roads in and out."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.positions import Clearance
from konak.foundation.ui.forms import DateField, FileField, LongText

from .. import queries
from ..models import BoxKind, BoxLine
from ..models.post import NAMED
from .shared import CodeField


class PostboxForm(forms.Form):
    unit_id = forms.TypedChoiceField(label="Evrakın kaydedileceği birim", coerce=int)
    kind = forms.ChoiceField(label="Tür", choices=BoxKind.choices, widget=forms.RadioSelect, initial=BoxKind.MAIL)
    name = forms.CharField(label="Ad", max_length=80)
    address = forms.EmailField(label="Adres", help_text="KEP adresi ya da e-posta adresi.")
    host = forms.CharField(label="IMAP sunucusu", max_length=200)
    port = forms.IntegerField(
        label="IMAP kapısı", min_value=0, max_value=65_535, initial=0, help_text="0: bağlantının olağan kapısı."
    )
    tls = forms.ChoiceField(label="IMAP bağlantısı", choices=BoxLine.choices)
    user = forms.CharField(label="Kullanıcı adı", max_length=200)
    secret = forms.RegexField(
        NAMED,
        label="Parolanın adı",
        max_length=40,
        help_text="Parola buraya yazılmaz: KEP yazarsanız KONAK_MAILBOX_KEP değişkeninden ya da "
        "KONAK_MAILBOX_KEP_FILE dosyasından okunur.",
        error_messages={"invalid": "Büyük harf, rakam ve alt çizgi kullanın: KEP."},
    )
    smtp_host = forms.CharField(
        label="SMTP sunucusu", max_length=200, required=False, help_text="KEP göndermek için; e-postada boş bırakın."
    )
    smtp_port = forms.IntegerField(label="SMTP kapısı", min_value=0, max_value=65_535, initial=0)
    smtp_tls = forms.ChoiceField(label="SMTP bağlantısı", choices=BoxLine.choices)
    active = forms.BooleanField(label="Okunsun", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["unit_id"]
        assert isinstance(place, forms.TypedChoiceField)
        place.choices = [(unit.pk, unit.name) for unit in queries.managed_units(actor)]


class UetsForm(forms.Form):
    uets_number = forms.CharField(label="UETS barkod no", max_length=40)
    arrived_on = DateField(
        label="E-tebligat adresine ulaştığı gün",
        required=False,
        help_text="Bu günü izleyen beşinci günün sonunda tebliğ edilmiş sayılır (7201 s.K. m. 7/a).",
    )


class SecrecyForm(forms.Form):
    secrecy = forms.TypedChoiceField(label="Yeni gizlilik derecesi", choices=Clearance.choices, coerce=int)
    decision_number = forms.CharField(label="Komisyon kararının sayısı", max_length=80)
    why = LongText(label="Gerekçe", rows=3, max_length=500)


class ReaderCertificateForm(forms.Form):
    detsis = forms.RegexField(
        r"^[1-9]\d{7}$",
        label="DETSİS no",
        error_messages={"invalid": "DETSİS numarası sekiz rakamdır ve sıfırla başlamaz."},
    )
    name = forms.CharField(label="Kurum", max_length=300)
    file = FileField(label="Şifreleme sertifikası", help_text="DETSİS'ten indirilen PEM ya da DER dosyası.")

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.pop("file", None)
        if file:
            given["certificate"] = file.read(64 * 1024)
        return given


class JudgeCodeForm(forms.Form):
    code = CodeField(required=False, help_text="Doğruysa boş bırakın; yanlışsa doğru kodu yazın.")
    note = forms.CharField(label="Açıklama", max_length=300, required=False)


class SyncForm(forms.Form):
    operation = forms.ChoiceField(label="Hizmetin işlemi", help_text="Hizmet tanımından (WSDL) okunur.")
    number = forms.RegexField(
        r"^[1-9]\d{7}$",
        label="Hangi numaranın altı",
        error_messages={"invalid": "DETSİS numarası sekiz rakamdır ve sıfırla başlamaz."},
    )

    def __init__(self, *args: Any, operations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["operation"]
        assert isinstance(place, forms.ChoiceField)
        rows = sorted(operations, key=lambda one: (not one.lists_units, one.name))
        place.choices = [(one.name, f"{one.name} ({', '.join(one.inputs)})") for one in rows]
