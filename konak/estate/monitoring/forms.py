"""What a person fills in about hosts, checks, alarms, windows and reports."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, DateTimeField, FileField, LongText
from konak.foundation.ui.picking import PersonField

from . import queries
from .models import CareSort, Check, EscalationTo, HostSort


def whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def line(label: str, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=more.pop("required", False), **more)


def chosen(label: str, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=whole, empty_value=None, required=more.pop("required", False), **more
    )


def several(label: str, **more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        **more,
    )


class NothingForm(forms.Form):
    """A press that asks once."""


class ActorForm(forms.Form):
    """Offers what is in reach where the form asks for it."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self._offer("unit_id", lambda: [(one.pk, one.name) for one in queries.units_to_keep(actor)])
        self._offer(
            "template_id",
            lambda: [("", "Şablonsuz"), *queries.templates(actor).order_by("name").values_list("pk", "name")],
        )
        self._offer(
            "credential_id",
            lambda: [("", "Yok"), *queries.credentials(actor).order_by("name").values_list("pk", "name")],
        )
        self._offer(
            "system_id",
            lambda: [
                ("", "Yok"),
                *((one.pk, f"{one.code} · {one.name}") for one in queries.systems_for(actor)[:2_000]),
            ],
        )
        self._offer(
            "device_id", lambda: [("", "Yok"), *((one.pk, one.name) for one in queries.devices_for(actor)[:3_000])]
        )
        self._offer(
            "rota_id", lambda: [("", "Seçin"), *queries.rotas(actor).order_by("name").values_list("pk", "name")]
        )
        hosts: list[tuple[Any, str]] | None = None
        for name in ("parents", "hosts", "host_id", "far_id", "systems"):
            if name in self.fields and name != "systems":
                hosts = (
                    hosts
                    if hosts is not None
                    else list(queries.hosts(actor).order_by("name").values_list("pk", "name")[:3_000])
                )
                self._offer(
                    name,
                    lambda found=hosts, one=name: found if one in ("parents", "hosts") else [("", "Seçin"), *found],
                )
        self._offer("systems", lambda: [(one.pk, one.name) for one in queries.systems_for(actor)[:2_000]])
        self._offer(
            "checks",
            lambda: [
                (row.pk, f"{row.host.name} · {row.name}")
                for row in queries.checks(actor).order_by("host__name", "name")[:4_000]
            ],
        )
        if "unit_id" in self.fields:
            self.initial.setdefault("unit_id", queries.unit_of(actor))

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("user", "assignee"):
            if name in self.fields:
                person = found.pop(name, None)
                found[f"{name}_id"] = person.pk if person else None
        return found


class HostForm(ActorForm):
    name = line("Ad", 100, required=True)
    address = line("Adres", 253, required=True, help_text="IP adresi ya da sunucu adı.")
    sort = forms.ChoiceField(label="Tür", choices=HostSort.choices, initial=HostSort.SERVER)
    template_id = chosen("Şablon", help_text="Türün denetimleri kendiliğinden yazılır.")
    credential_id = chosen("SNMP kimliği")
    parents = several("Arkasında durduğu cihazlar", help_text="Hepsi erişilmezse bu cihaz için alarm verilmez.")
    device_id = chosen("Ağ cihazı")
    system_id = chosen("Bilgi sistemi")
    asset_tag = line("Taşınırın sicil numarası", 40)
    place = line("Yer", 120)
    description = line("Açıklama")
    assignee = PersonField(label="Sorumlu kişi", required=False)
    unit_id = chosen("Birim", required=True)


class EditHostForm(HostForm):
    enabled = forms.BooleanField(label="İzleniyor", required=False)
    unit_id = None  # type: ignore[assignment]


NUMBER, TEXT, YES = "number", "text", "yes"
SETTINGS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "ping": (
        ("warn_ms", "Uyarı (ms)", NUMBER, ""),
        ("crit_ms", "Kritik (ms)", NUMBER, ""),
        ("warn_loss", "Uyarı kaybı (%)", NUMBER, "Yazılmazsa 34."),
    ),
    "tcp": (
        ("port", "Kapı", NUMBER, ""),
        ("expect", "Beklenen söz", TEXT, "Bağlanınca söylenmesi beklenen, örneğin SSH-2.0."),
        ("warn_ms", "Uyarı (ms)", NUMBER, ""),
        ("crit_ms", "Kritik (ms)", NUMBER, ""),
    ),
    "http": (
        ("url", "Web adresi", TEXT, "https://… ile. Sertifikanın kalan günü de ölçülür."),
        ("status", "Beklenen durum kodu", NUMBER, "Yazılmazsa 400'den küçük her kod."),
        ("keyword", "Sayfada olması gereken söz", TEXT, ""),
        ("barred", "Sayfada olmaması gereken söz", TEXT, ""),
        ("warn_ms", "Uyarı (ms)", NUMBER, ""),
        ("crit_ms", "Kritik (ms)", NUMBER, ""),
        ("warn_days", "Sertifika uyarısı (gün)", NUMBER, "Yazılmazsa 21; 7 günde kritik olur."),
    ),
    "json": (
        ("url", "Web adresi", TEXT, ""),
        ("path", "Değerin yolu", TEXT, "Örneğin durum.kuyruk[0].bekleyen"),
        ("equals", "Eşit olması gereken", TEXT, ""),
        ("warn", "Uyarı sınırı", NUMBER, ""),
        ("crit", "Kritik sınırı", NUMBER, "Uyarı sınırından küçükse azalan değer kötüdür."),
    ),
    "dns": (
        ("name", "Sorulacak ad", TEXT, ""),
        ("type", "Kayıt türü", TEXT, "A, AAAA, MX, TXT…"),
        ("expect", "Beklenen yanıt", TEXT, ""),
        ("port", "Kapı", NUMBER, ""),
    ),
    "smtp": (("port", "Kapı", NUMBER, ""), ("starttls", "STARTTLS sunmalı", YES, "")),
    "interfaces": (
        ("expected", "Açık olması gereken arayüzler", "list", "Virgülle; kapanırsa kritik sayılır."),
        ("warn", "Doluluk uyarısı (%)", NUMBER, "Yazılmazsa 80."),
        ("crit", "Doluluk kritiği (%)", NUMBER, "Yazılmazsa 95."),
        ("port", "SNMP kapısı", NUMBER, ""),
    ),
    "sensors": (
        ("warn_disk", "Disk uyarısı (%)", NUMBER, "Yazılmazsa 85."),
        ("crit_disk", "Disk kritiği (%)", NUMBER, "Yazılmazsa 95."),
        ("warn_cpu", "İşlemci uyarısı (%)", NUMBER, ""),
        ("warn_memory", "Bellek uyarısı (%)", NUMBER, ""),
        ("port", "SNMP kapısı", NUMBER, ""),
    ),
    "printer": (("warn", "Toner uyarısı (%)", NUMBER, "Yazılmazsa 15."), ("port", "SNMP kapısı", NUMBER, "")),
    "value": (
        ("oid", "OID", TEXT, "1.3.6.1… biçiminde."),
        ("label", "Adı", TEXT, ""),
        ("unit", "Birimi", TEXT, ""),
        ("scale", "Çarpan", NUMBER, ""),
        ("warn", "Uyarı sınırı", NUMBER, ""),
        ("crit", "Kritik sınırı", NUMBER, ""),
        ("port", "SNMP kapısı", NUMBER, ""),
    ),
    "ntp": (("warn_ms", "Uyarı (ms)", NUMBER, "Yazılmazsa 500."), ("crit_ms", "Kritik (ms)", NUMBER, "")),
    "postgres": (
        ("database", "Veritabanı", TEXT, ""),
        ("user", "Kullanıcı", TEXT, "Yalnız pg_monitor yetkisi yeter."),
        ("port", "Kapı", NUMBER, ""),
        ("warn", "Bağlantı uyarısı (%)", NUMBER, ""),
        ("warn_lag", "Çoğaltma gecikmesi uyarısı (sn)", NUMBER, ""),
    ),
    "age": (
        ("files", "Yedek dosyaları", TEXT, "Örneğin /yedek/ebys/*.dump; klasöre yönetici izin vermiş olmalı."),
        ("warn", "Uyarı (saat)", NUMBER, "Yazılmazsa 26."),
        ("crit", "Kritik (saat)", NUMBER, "Yazılmazsa 50."),
        ("least_mb", "En az büyüklük (MB)", NUMBER, ""),
    ),
    "passive": (),
    "trap": (
        (
            "bad",
            "Arızayı başlatan tuzak (OID)",
            TEXT,
            "Altındakiler de sayılır. Boşsa arayüz düştü ve geldi tuzakları.",
        ),
        ("good", "Arızayı bitiren tuzak (OID)", TEXT, ""),
        ("hours", "Kaç saat sonra geçmiş sayılır", NUMBER, "Bitiren tuzak gelmezse. Yazılmazsa 24."),
        ("mild", "Yalnız uyarı", YES, ""),
    ),
}


class CheckForm(forms.Form):
    """A check of one kind: what all have, then the settings of the kind."""

    name = line("Ad", 100)
    every = forms.IntegerField(label="Kaç saniyede bir", min_value=10, max_value=604_800, required=False)
    attempts = forms.IntegerField(
        label="Kaç kez üst üste",
        min_value=1,
        max_value=20,
        required=False,
        help_text="Bu kadar kez üst üste kötü çıkan sonuca inanılır; düzelme hemen sayılır.",
    )
    alive = forms.BooleanField(label="Cihazın ayakta olduğunu bu denetim söyler", required=False)
    enabled = forms.BooleanField(label="Açık", required=False, initial=True)

    def __init__(self, *args: Any, kind: str, check: Check | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        params = check.params if check else {}
        for name, label, sort, hint in SETTINGS[kind]:
            facts: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
            if sort == NUMBER:
                field: forms.Field = forms.FloatField(**facts, widget=forms.NumberInput(attrs={"step": "any"}))
            elif sort == YES:
                field = forms.BooleanField(**facts)
            else:
                field = forms.CharField(max_length=1_000, **facts)
            self.fields[f"p_{name}"] = field
            value = params.get(name)
            self.initial[f"p_{name}"] = ", ".join(value) if isinstance(value, list) else value
        if kind == "postgres":
            self.fields["secret"] = forms.CharField(
                label="Parola",
                required=False,
                widget=forms.PasswordInput,
                help_text="Şifrelenerek saklanır, yeniden gösterilmez. Boş bırakılan değişmez.",
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        params: dict[str, Any] = {}
        for name, _, sort, _ in SETTINGS[self.kind]:
            value = found.pop(f"p_{name}", None)
            if sort == "list":
                value = [one.strip() for one in str(value or "").split(",") if one.strip()]
            if value in (None, "", [], False):
                continue
            params[name] = int(value) if isinstance(value, float) and value.is_integer() else value
        found["params"] = params
        return found


class TakeForm(forms.Form):
    words = line("Açıklama", 250, help_text="Ne yaptığınızı kısaca yazabilirsiniz; alarm artık yükselmez.")


class ReportForm(forms.Form):
    cause = LongText(label="Neden")
    done = LongText(label="Yapılan")
    prevention = LongText(label="Yinelenmemesi için", required=False)


class WindowForm(ActorForm):
    name = line("Ad", 120, required=True)
    starts_at = DateTimeField(label="Başlangıç")
    ends_at = DateTimeField(label="Bitiş")
    hosts = several("Cihazlar")
    systems = several("Bilgi sistemleri")
    everything = forms.BooleanField(label="Bütün cihazlar", required=False)
    weekly = forms.BooleanField(label="Her hafta yinelenir", required=False)
    until = DateField(label="Son gün", required=False, help_text="Yalnız yinelenen pencerede.")
    why = line("Neden", 300)
    unit_id = chosen("Birim", required=True)


class RotaForm(ActorForm):
    name = line("Ad", 80, required=True)
    unit_id = chosen("Birim", required=True)


class TurnForm(ActorForm):
    user = PersonField(label="Nöbetçi")
    since = DateTimeField(label="Başlangıç")
    until = DateTimeField(label="Bitiş")


class EscalationForm(ActorForm):
    after = forms.IntegerField(label="Kaç dakika sonra", min_value=0, max_value=10_080, initial=0)
    to = forms.ChoiceField(label="Kime", choices=EscalationTo.choices)
    rota_id = chosen("Nöbet çizelgesi", help_text="Yalnız «Nöbetçi» seçildiğinde.")
    warnings = forms.BooleanField(label="Uyarılar da bildirilsin", required=False)
    unit_id = chosen("Birim", required=True)


class ServiceForm(ActorForm):
    name = line("Ad", 120, required=True)
    group = line("Küme", 60)
    checks = several("Denetimler", help_text="Biri kritikse hizmet kesiktir.")
    one_is_enough = forms.BooleanField(label="Biri çalışıyorsa hizmet çalışır", required=False)
    target = forms.DecimalField(label="Söz verilen (%)", min_value=0, max_value=100, decimal_places=3, initial="99.5")
    provider = line("Sağlayıcı", 120, help_text="İnternet ve devre hizmetlerinde.")
    system_id = chosen("Bilgi sistemi")
    public = forms.BooleanField(label="Herkese açık durum sayfasında gösterilsin", required=False)
    description = line("Açıklama")
    unit_id = chosen("Birim", required=True)


class EditServiceForm(ServiceForm):
    unit_id = None  # type: ignore[assignment]


class TrafficForm(forms.Form):
    file = FileField(label="MRTG kaydı", help_text="Sağlayıcının verdiği .log dosyası.")


class CredentialForm(ActorForm):
    name = line("Ad", 60, required=True)
    version = forms.ChoiceField(label="Sürüm", choices=[("2c", "SNMP v2c"), ("3", "SNMP v3")])
    secret = forms.CharField(
        label="Topluluk adı ya da doğrulama parolası",
        required=False,
        max_length=200,
        widget=forms.PasswordInput,
        help_text="Şifrelenerek saklanır, yeniden gösterilmez. Boş bırakılan değişmez.",
    )
    user = line("Kullanıcı (v3)", 64)
    auth = forms.ChoiceField(
        label="Doğrulama (v3)", required=False, choices=[("", "Yok"), ("md5", "MD5"), ("sha", "SHA-1")]
    )
    priv = forms.ChoiceField(
        label="Şifreleme (v3)", required=False, choices=[("", "Yok"), ("des", "DES"), ("aes", "AES-128")]
    )
    priv_secret = forms.CharField(
        label="Şifreleme parolası (v3)", required=False, max_length=200, widget=forms.PasswordInput
    )
    unit_id = chosen("Birim", required=True)


class EditCredentialForm(CredentialForm):
    unit_id = None  # type: ignore[assignment]


class TemplateForm(forms.Form):
    name = line("Şablonun adı", 80, required=True)
    description = line("Açıklama")


class CareForm(ActorForm):
    sort = forms.ChoiceField(label="Tür", choices=CareSort.choices)
    host_id = chosen("Cihaz, veritabanı")
    system_id = chosen("Bilgi sistemi")
    done_on = DateField(label="Yapıldığı gün")
    text = LongText(label="Ne yapıldı, ne görüldü")
    passed = forms.TypedChoiceField(
        label="Sonuç",
        required=False,
        choices=[("", "–"), ("1", "Başarılı"), ("0", "Başarısız")],
        coerce=lambda value: value == "1",
        empty_value=None,
    )
    next_on = DateField(label="Sonraki", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("done_on", localdate())


class SweepForm(ActorForm):
    network = line("Ağ", 43, required=True, help_text="Uzunluğuyla, örneğin 10.20.1.0/24; en çok 4.096 adres.")
    credential_id = chosen("SNMP kimliği")
    unit_id = chosen("Birim", required=True)


class FindForm(ActorForm):
    name = line("Ad", 100)
    sort = forms.ChoiceField(label="Tür", choices=HostSort.choices, initial=HostSort.OTHER)
    template_id = chosen("Şablon")


class WatchedForm(ActorForm):
    host_id = chosen("İzleyen cihaz", required=True)


class NeedlessForm(forms.Form):
    why = line("Gerekçe", 300, required=True)


class TieForm(ActorForm):
    far_id = chosen("Karşı uçtaki cihaz")
