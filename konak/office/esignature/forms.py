"""What a person fills in about signatures, certificates and lines."""

from typing import Any

from django import forms
from django.conf import settings

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField, ManyFiles, ManyFilesInput
from konak.foundation.ui.picking import PersonField

from . import queries
from .models import CertificateStatus, DeviceKind, DeviceState, Level, Operator, Proof, Reason, Undertaking

LITTER = frozenset({"thumbs.db", "desktop.ini"})
"""What a folder holds beside its documents; names that begin with a dot are left out as well."""


class NothingForm(forms.Form):
    """Only asks whether."""


class WhyForm(forms.Form):
    why = forms.CharField(label="Neden", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class FolderFiles(ManyFiles):
    """Files as they come with a folder: what is litter is left out."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        named = [file for file in given if not (file.name.startswith(".") or file.name.lower() in LITTER)]
        return super().clean(named, initial)


class SendForm(forms.Form):
    """Files, or a folder, and who signs them."""

    brought = FolderFiles(
        label="Dosyalar",
        required=False,
        help_text="PDF imzayı içinde taşır; öteki dosyaların imzası ayrı bir dosyada verilir.",
    )
    folder = FolderFiles(
        label="Klasör", required=False, widget=ManyFilesInput(attrs={"webkitdirectory": True}),
        help_text="Klasördeki bütün dosyalar; en çok 100 dosya.",
    )  # fmt: skip
    title = forms.CharField(label="Ortak konu", max_length=120, required=False)
    first = PersonField(label="Paraf (1.)", key=True, required=False)
    second = PersonField(label="Paraf (2.)", key=True, required=False)
    signer = PersonField(label="İmza (1.)", key=True, required=False, help_text="Boş bırakırsanız siz imzalarsınız.")
    other = PersonField(label="İmza (2.)", key=True, required=False)
    together = forms.BooleanField(label="İki imza için sıra beklenmesin", required=False)
    level = forms.ChoiceField(label="Düzey", choices=Level.choices)
    due_on = DateField(label="Son gün", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].initial = Level.LTA if settings.SIGN_TSA else Level.B
        if not settings.SIGN_TSA:
            self.fields[
                "level"
            ].help_text = "Zaman damgası makamı tanımlı değil: B dışındaki düzeyler damgayı bekler."

    def clean(self) -> dict[str, Any]:
        """The words of the service."""
        told = super().clean() or {}
        people = {name: told.get(name) for name in ("first", "second", "signer", "other")}
        return {
            "files": [*(told.get("brought") or []), *(told.get("folder") or [])],
            "initials": [one for one in (people["first"], people["second"]) if one],
            "signers": [one for one in (people["signer"], people["other"]) if one],
            **{name: told.get(name) for name in ("together", "level", "title", "due_on")},
        }


class ApplyForm(forms.Form):
    """The fields of the provider's form."""

    reason = forms.ChoiceField(label="Başvuru nedeni", choices=Reason.choices)
    replaces_id = forms.TypedChoiceField(
        label="Hangi sertifika", coerce=int, required=False, empty_value=None, help_text="İlk başvuruda boş kalır."
    )
    title = forms.CharField(label="Unvan", max_length=120)
    registry_no = forms.CharField(label="Kurum sicil no", max_length=30, required=False)
    birth_date = DateField(label="Doğum tarihi", required=False)
    birth_place = forms.CharField(label="Doğum yeri", max_length=60, required=False)
    nationality = forms.CharField(label="Uyruk", max_length=40, initial="T.C.")
    email = forms.EmailField(label="Kurumsal e-posta")
    phone = forms.CharField(label="Cep telefonu", max_length=20)
    delivery = forms.CharField(label="Teslimat adresi", max_length=300)
    years = forms.TypedChoiceField(label="Süre", coerce=int, choices=[(3, "3 yıl"), (2, "2 yıl"), (1, "1 yıl")])
    device_kind = forms.ChoiceField(
        label="Aygıt", choices=[one for one in DeviceKind.choices if one[0] in {"card", "token"}]
    )
    reader = forms.BooleanField(label="Kart okuyucu da gerekiyor", required=False, initial=True)
    proof = forms.ChoiceField(label="Kimlik doğrulama", choices=Proof.choices)
    undertaking = forms.ChoiceField(
        label="Taahhütname", choices=Undertaking.choices, initial=Undertaking.PAPER,
        help_text="Geçerli bir sertifikanız varsa sağlayıcının taahhütnamesini e-imzayla da verebilirsiniz.",
    )  # fmt: skip
    note = forms.CharField(
        label="Açıklama", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaces_id"]
        assert isinstance(field, forms.TypedChoiceField)
        mine = queries.my_certificates(actor)
        field.choices = [("", "—"), *((one.pk, f"{one.name} · {one.until:%d.%m.%Y}") for one in mine)]


class SentForm(forms.Form):
    provider_number = forms.CharField(label="Sağlayıcının başvuru numarası", max_length=60)


class HandForm(forms.Form):
    device_id = forms.TypedChoiceField(label="Kart", coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["device_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, str(one)) for one in queries.stock(actor)]


class DeviceForm(forms.Form):
    kind = forms.ChoiceField(label="Tür", choices=DeviceKind.choices)
    serial = forms.CharField(label="Seri no", max_length=60)
    model = forms.CharField(label="Model", max_length=100, required=False)


class MoveForm(forms.Form):
    user_id = PersonField(label="Kime", key=True)


class BackForm(forms.Form):
    state = forms.ChoiceField(
        label="Durum", choices=[one for one in DeviceState.choices if one[0] != DeviceState.HANDED]
    )
    note = forms.CharField(label="Açıklama", max_length=500, required=False)


class StatusForm(forms.Form):
    status = forms.ChoiceField(label="Durum", choices=CertificateStatus.choices)
    why = forms.CharField(label="Neden", max_length=500)


class FaultForm(forms.Form):
    what = forms.CharField(label="Ne çalışmıyor?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    certificate_id = forms.TypedChoiceField(label="Sertifika", coerce=int, required=False, empty_value=None)
    device_id = forms.TypedChoiceField(label="Kart ya da okuyucu", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("certificate_id", queries.my_certificates(actor)),
            ("device_id", queries.my_devices(actor)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", "—"), *((one.pk, str(one)) for one in rows)]


class MobileForm(forms.Form):
    operator = forms.ChoiceField(label="Operatör", choices=Operator.choices)
    number = forms.CharField(label="GSM numarası", max_length=20, help_text="05xx xxx xx xx")
    note = forms.CharField(label="Açıklama", max_length=1000, required=False)


class MobileStepForm(forms.Form):
    note = forms.CharField(label="Açıklama", max_length=1000, required=False)


class MobileActiveForm(MobileStepForm):
    until = DateField(label="Sertifikanın bitişi", required=False)


class EventForm(forms.Form):
    kind = forms.ChoiceField(label="Olay", choices=[("line", "Hat değişikliği"), ("renewal", "Yenileme")])
    words = forms.CharField(label="Ne oldu?", max_length=300)


class CheckForm(forms.Form):
    """The public page: a code, or a file with, for a detached signature, what was signed."""

    kod = forms.CharField(label="Doğrulama kodu", max_length=40, required=False)
    dosya = FileField(label="İmzalı dosya", required=False)
    icerik = FileField(
        label="İmzalanan içerik", required=False, help_text="Yalnız imza ayrı bir dosyadaysa (.p7s) gerekir."
    )
