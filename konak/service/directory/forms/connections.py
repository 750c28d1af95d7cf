"""What an administrator fills in about directories, providers and trusted systems."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.db.turkish import lower
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import LongText
from konak.foundation.ui.picking import PersonField, UnitField
from konak.gateways.ldap import KINDS, Attributes
from konak.governance.systems import public as systems

from ..models import Audience, Claim, Reads

ATTRIBUTES = {
    "kalıcı kimlik": "uid",
    "kullanıcı adı": "username",
    "adı": "first_name",
    "soyadı": "last_name",
    "görünen ad": "display",
    "e-posta": "email",
    "telefon": "phone",
    "unvan": "title",
    "sicil no": "number",
    "birim": "department",
    "kapalı": "disabled",
    "grup üyesi": "member",
    "grup adı": "group_name",
    "grup açıklaması": "about",
}
"""Words of the form → fields of the directory's map."""
assert set(ATTRIBUTES.values()) == set(Attributes.__dataclass_fields__)


def told_attributes(kept: Mapping[str, str]) -> str:
    """A kept map as the lines one types."""
    words = {field: word for word, field in ATTRIBUTES.items()}
    return "\n".join(f"{words.get(field, field)}: {name}" for field, name in kept.items())


class Hidden(forms.PasswordInput):
    """A secret is written, never shown again."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off"}, render_value=False)


class ConnectionForm(forms.Form):
    code = forms.CharField(label="Kod", max_length=30, help_text="Kısa ve kalıcı: kurum-dizini.")
    name = forms.CharField(label="Ad", max_length=120)
    kind = forms.ChoiceField(label="Tür", choices=[(key, kind.label) for key, kind in KINDS.items()])
    url = forms.CharField(label="Adres", max_length=200, help_text="ldaps://dizin.belediye.example ya da ldap://…")
    start_tls = forms.BooleanField(label="StartTLS kullan", required=False)
    ca = LongText(
        label="Güvenilen sertifika (CA)", rows=3, required=False, help_text="PEM. Boşsa sistemin güvendikleri."
    )
    bind_dn = forms.CharField(
        label="Bağlantı hesabı", max_length=300, required=False, help_text="Yalnız okuyan bir hesap."
    )
    password = forms.CharField(
        label="Bağlantı hesabının parolası",
        max_length=200,
        required=False,
        strip=False,
        widget=Hidden,
        help_text="Boş bırakırsanız kayıtlı olan durur. Şifreli saklanır, bir daha gösterilmez.",
    )
    base = forms.CharField(label="Taban (base DN)", max_length=300, help_text="dc=belediye,dc=example")
    people_base = forms.CharField(label="Kişilerin yeri", max_length=300, required=False, help_text="Boşsa taban.")
    people_filter = forms.CharField(
        label="Kişi süzgeci", max_length=300, required=False, help_text="Boşsa türün kendi süzgeci."
    )
    groups_base = forms.CharField(label="Grupların yeri", max_length=300, required=False)
    groups_filter = forms.CharField(label="Grup süzgeci", max_length=300, required=False)
    attributes = LongText(
        label="Öznitelik adları",
        rows=4,
        required=False,
        max_length=2_000,
        help_text="Yalnız türünkinden farklı olanlar, her satıra biri: «sicil no: personelNo». Alanlar: "
        + ", ".join(ATTRIBUTES)
        + ".",
    )
    page_size = forms.IntegerField(label="Sayfa boyu", min_value=1, max_value=5000, initial=500)
    timeout = forms.IntegerField(label="Zaman sınırı, saniye", min_value=1, max_value=120, initial=10)
    creates = forms.BooleanField(label="Dizindeki yeni kişiye hesap aç", required=False, initial=True)
    disables = forms.BooleanField(label="Dizinde kapanan ya da silinen hesabı kapat", required=False, initial=True)
    signs_in = forms.BooleanField(label="Eşlenen kişiler dizin parolasıyla girer", required=False, initial=True)
    threshold = forms.IntegerField(
        label="Kapanacak hesap sınırı, yüzde",
        min_value=1,
        max_value=100,
        initial=10,
        help_text="Bir eşitlemede bundan fazlası kapanacaksa durur, size sorar.",
    )
    every_hours = forms.IntegerField(
        label="Kaç saatte bir eşitlensin?", min_value=0, max_value=168, initial=0, help_text="0: yalnız elle."
    )
    active = forms.BooleanField(label="Etkin", required=False, initial=True)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["code"]

    def clean_attributes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["attributes"] or "").splitlines():
            word, _, name = (part.strip() for part in line.partition(":"))
            if not word and not name:
                continue
            field = ATTRIBUTES.get(lower(word))
            if field is None:
                raise forms.ValidationError(
                    f"«{line.strip()}»: satır bir alan adıyla başlar: {', '.join(ATTRIBUTES)}."
                )
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9;-]{0,63}|", name):
                raise forms.ValidationError(f"«{name}» bir öznitelik adı değil: harf, rakam ve tireden oluşur.")
            found[field] = name
        return found


class RuleForm(forms.Form):
    reads = forms.ChoiceField(label="Neye bakılsın?", choices=Reads.choices, initial=Reads.DEPARTMENT)
    value = forms.CharField(label="Dizindeki değer", max_length=200)
    unit = UnitField(label="Birim")


class UnitForm(forms.Form):
    unit = UnitField(label="Birim")


class PersonForm(forms.Form):
    user = PersonField(label="Kişi")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, PersonField)
        field.narrow(former=True)


class SeatForm(forms.Form):
    position = forms.ChoiceField(label="Görev", choices=Position.choices, initial=Position.STAFF)
    document = forms.CharField(label="Dayandığı onay", max_length=120, required=False)


class WhyForm(forms.Form):
    why = forms.CharField(label="Neden", max_length=200)


class NothingForm(forms.Form):
    """A step that asks nothing but whether one means it."""


class IssuerForm(forms.Form):
    code = forms.CharField(label="Kod", max_length=30, help_text="Dönüş adresinde görünür: keycloak.")
    name = forms.CharField(label="Ad", max_length=80, help_text="Giriş düğmesinde yazar.")
    issuer = forms.CharField(label="Yayımcı adresi (issuer)", max_length=300)
    client_id = forms.CharField(label="İstemci kimliği", max_length=200)
    secret = forms.CharField(
        label="İstemci sırrı",
        max_length=300,
        required=False,
        strip=False,
        widget=Hidden,
        help_text="Boş bırakırsanız kayıtlı olan durur. Şifreli saklanır, bir daha gösterilmez.",
    )
    claim = forms.ChoiceField(label="Kişi hangi bilgiyle eşlensin?", choices=Claim.choices)
    scopes = forms.CharField(label="Kapsamlar", max_length=200, initial="openid profile email")
    strong = forms.CharField(
        label="Güçlü doğrulama değerleri",
        max_length=200,
        required=False,
        help_text="İki adımlı sayılan acr ya da amr değerleri, boşlukla: mfa otp hwk.",
    )
    demands_strong = forms.BooleanField(label="Güçlü doğrulama iste", required=False)
    active = forms.BooleanField(label="Etkin", required=False, initial=True)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["code"]


class ClientForm(forms.Form):
    system_id = forms.TypedChoiceField(label="Bilgi sistemi", coerce=int)
    audience = forms.ChoiceField(label="Kimler girebilir?", choices=Audience.choices, initial=Audience.ENTITLED)
    unit = UnitField(label="Sahibi birim", required=False, empty="Sistemin sahibi")
    redirect_uris = LongText(
        label="Dönüş adresleri", rows=3, max_length=3000, help_text="Her satıra bir adres; birebir aynısı olmalı."
    )
    logout_uris = LongText(label="Çıkış sonrası adresler", rows=2, max_length=3000, required=False)
    public = forms.BooleanField(
        label="Tarayıcı ya da telefon uygulaması (sır saklayamaz)", required=False, help_text="PKCE ile çalışır."
    )

    def __init__(self, *args: Any, actor: Actor, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["system_id"], self.fields["public"]
        else:
            field = self.fields["system_id"]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = systems.choices(actor)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in ("redirect_uris", "logout_uris"):
            if name in values:
                values[name] = values[name].splitlines()
        return values
