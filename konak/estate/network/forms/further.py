"""What a person fills in about internet profiles, the filter, VPN, channels, building, Wi-Fi."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from ..models import (
    ChannelKind,
    ChannelStatus,
    CircuitKind,
    Direction,
    FilterAction,
    PlannedSort,
    ProtocolStatus,
    TestKind,
    WaiverSort,
    WifiPurpose,
    WifiSecurity,
    WifiStatus,
)
from ..queries import channel, circuits, devices, internet, prefixes, sites, wifi
from . import KeptForm, TagsField, chosen, line

MOST_KBPS = 2_000_000_000


def moment(label: str, **more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), **more
    )


def lira(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=14, decimal_places=2, **more)


class FurtherForm(KeptForm):
    """Offers devices, lines, profiles and protocols in reach where the form asks for them."""

    assignee = PersonField(label="Sorumlu", required=False)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")

    def __init__(self, *args: Any, actor: Actor, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, fixed=fixed, **kwargs)
        offers: dict[str, Any] = {
            "gateway_id": lambda: [
                (row.pk, row.name)
                for row in devices(actor).filter(role__in=["firewall", "router", "server"]).order_by("name")[:500]
            ],
            "device_id": lambda: [(row.pk, row.name) for row in devices(actor).order_by("name")[:2_000]],
            "protocol_id": lambda: [
                (row.pk, str(row)) for row in channel.protocols(actor).order_by("counterpart")[:500]
            ],
            "profile_id": lambda: [(row.pk, row.name) for row in internet.profiles(actor).order_by("name")[:500]],
            "prefix_id": lambda: [
                (row.pk, f"{row.network} {row.description}".strip())
                for row in prefixes(actor).exclude(status="container").order_by("network", "pk")[:1_000]
            ],
            "circuit_id": lambda: [
                (row.pk, str(row))
                for row in circuits(actor).exclude(status="ended").order_by("provider", "number")[:2_000]
            ],
        }
        for name, rows in offers.items():
            if name in self.fields:
                need = self.fields[name].required
                self._offer(name, [("", "Seçin" if need else "Yok"), *rows()])
        last = ("assignee", "description", "tags", "unit_id")
        self.order_fields([*(name for name in self.fields if name not in last), *last])


class VpnForm(FurtherForm):
    login = line("Oturum adı", 120, required=True)
    user = PersonField(label="Kişi", required=False, help_text="Kurumdaki kişi; kurum dışıysa boş bırakın.")
    outsider = line("Kurum dışı kişi, firması", 160)
    request = line("Yetki talebinin sayısı", 40, help_text="Hesap talep uygulanınca kendiliğinden de açılır.")
    gateway_id = chosen("VPN sunucusu")
    reaches = line("Nereye ulaşır?", 300, required=True, help_text="Ağlar, sistemler ya da grup.")
    second_factor = forms.BooleanField(label="İkinci doğrulama açık", required=False, initial=True)
    opened_on = DateField(label="Açılış", initial=localdate)
    until = DateField(label="Son gün", required=False, help_text="Kurum dışı kişide zorunlu.")


class CategoryForm(FurtherForm):
    name = line("Kategori", 100, required=True)
    called = TagsField()
    action = forms.ChoiceField(label="Ne yapılır?", choices=FilterAction.choices)
    basis = line("Dayanak", 200, help_text="Örneğin 5651 sayılı Kanun md. 8.")
    absolute = forms.BooleanField(label="Ayrıcalık verilemez", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["called"].label = "Cihazdaki adları"
        self.fields["called"].help_text = "İstatistikler bu adlarla tanınır; virgülle ayırın."


class ProfileForm(FurtherForm):
    name = line("Ad", 100, required=True)
    opens = line("Ne açık?", 300, required=True)
    mbps = forms.IntegerField(label="Kişi başına hız (Mbit/s)", min_value=1, max_value=100_000, required=False)
    hours = line("Saatler", 60, help_text="Boş kalırsa her zaman.")
    ident = line("Cihazdaki adı", 64)
    standard = forms.BooleanField(label="Profili yazılmayan herkesin profili", required=False)


class GiveProfileForm(forms.Form):
    unit_id = UnitField(label="Birim", required=False, key=True, empty="Kişiye veriliyor")
    user_id = PersonField(label="Kişi", required=False, key=True)
    since = DateField(label="Başlangıç", initial=localdate)
    until = DateField(label="Bitiş", required=False)
    why = line("Neden", 200)


class HitsForm(forms.Form):
    file = FileField(label="Dosya", help_text="Özet CSV (gün, kategori, engellenen, geçen) ya da FortiGate günlüğü.")


class ClaimForm(forms.Form):
    called = forms.ChoiceField(label="Cihazdaki ad")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["called"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, one) for one in internet.unknown_categories(actor)]


class WaiverForm(forms.Form):
    sort = forms.ChoiceField(label="Ne isteniyor?", choices=WaiverSort.choices, initial=WaiverSort.OPEN)
    why = LongText(label="Ne için?", rows=3, max_length=2_000, help_text="Hangi iş için ve ne kadar süreyle.")
    site = line("Site", 255, help_text="Örneğin ornek.com; alt adlarıyla *.ornek.com. Profil isteğinde boş bırakın.")
    category_id = chosen("Kategori")
    profile_id = chosen("Profil", help_text="Yalnız profil isteğinde.")
    person_id = PersonField(label="Kim için?", required=False, key=True)
    for_unit_id = UnitField(
        label="Hangi birim için?", required=False, key=True, empty="Yok", help_text="İkisi de boşsa herkes için."
    )
    until = DateField(label="Son gün", help_text="En çok bir yıl.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("category_id", internet.categories_to_ask()), ("profile_id", internet.profiles_to_ask())):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", "Yok"), *rows.values_list("pk", "name")]


class TermForm(forms.Form):
    until = DateField(label="Son gün", required=False)
    answer = LongText(label="Not", rows=2, max_length=500, required=False)


class ApplyForm(forms.Form):
    ident = line("Cihazdaki adı", 64)


class VpnReviewForm(forms.Form):
    until = DateField(label="Yeni son gün", required=False)
    note = LongText(label="Not", rows=2, max_length=200, required=False)


class NoteForm(forms.Form):
    note = LongText(label="Not", rows=2, max_length=200, required=False)


class ProtocolForm(FurtherForm):
    counterpart = line("Karşı kurum", 160, required=True)
    title = line("Protokol", 200, required=True)
    number = line("Sayı", 60)
    shares = line("Ne paylaşılıyor?", 400, required=True)
    direction = forms.ChoiceField(label="Yön", choices=Direction.choices)
    method = line("Yöntem", 120, help_text="Servis, dosya, ortak hat…")
    volume = line("Sıklık, hacim", 120)
    basis = line("Hukuki dayanak", 200)
    terms = line("Kullanım koşulu, lisans", 300)
    personal_data = forms.BooleanField(label="Kişisel veri var", required=False)
    status = forms.ChoiceField(label="Durum", choices=ProtocolStatus.choices, initial=ProtocolStatus.ACTIVE)
    signed_on = DateField(label="İmza günü", required=False)
    until = DateField(label="Bitiş", required=False)
    contact = line("Karşı kurumdaki ilgili", 160)


class DocumentForm(forms.Form):
    file = FileField(label="Belge", help_text="İmzalı protokol (PDF).")


class ChannelForm(FurtherForm):
    counterpart = line("Karşı kurum", 160, required=True)
    name = line("Ad", 120, required=True)
    kind = forms.ChoiceField(label="Tür", choices=ChannelKind.choices)
    status = forms.ChoiceField(label="Durum", choices=ChannelStatus.choices, initial=ChannelStatus.ACTIVE)
    purpose = line("Ne taşır?", 300, required=True)
    protocol_id = chosen("Dayandığı protokol")
    device_id = chosen("Bizdeki cihaz")
    our_end = line("Bizim uç", 160)
    their_end = line("Karşı uç", 160)
    parameters = LongText(
        label="Parametreler", rows=4, max_length=2_000, required=False, help_text="IKEv2, AES-256-GCM, DH 19, PFS…"
    )
    contact = line("Karşı kurumdaki ilgili", 160)
    certificate_until = DateField(
        label="Sertifika bitişi", required=False, help_text="Sertifika dosyası verilince kendiliğinden yazılır."
    )
    test_days = forms.IntegerField(label="Sınama sıklığı (gün)", min_value=1, max_value=1_095, initial=180)


class ChannelTestForm(forms.Form):
    done_on = DateField(label="Gün", initial=localdate)
    passed = forms.BooleanField(label="Geçti", required=False, initial=True)
    note = LongText(label="Ne sınandı, sonuç", rows=2, max_length=400, required=False)


class CertificateForm(forms.Form):
    file = FileField(label="Sertifika", help_text="PEM ya da DER; özel anahtarı vermeyin. Dosya saklanmaz.")


class HandOverForm(forms.Form):
    site_id = chosen("Yerleşke", required=True)
    for_unit_id = UnitField(label="Teslim alacak birim", key=True)
    items = LongText(label="Denetim listesi", rows=10, max_length=12_000, help_text="Her satır bir madde.")
    note = LongText(label="Açıklama", rows=2, max_length=500, required=False)
    due_on = DateField(label="Son gün", required=False, help_text="Boş kalırsa 15 iş günü.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Seçin"), *sites(actor).order_by("name").values_list("pk", "name")]


class ItemsForm(forms.Form):
    """One tick and one remark for each line of the list."""

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for place, row in enumerate(rows):
            self.fields[f"done_{place}"] = forms.BooleanField(label=row["text"], required=False, initial=row["done"])
            self.fields[f"note_{place}"] = line(f"Açıklama: {row['text']}", 300, initial=row["note"])
        self.fields["more"] = LongText(label="Yeni maddeler", rows=2, max_length=4_000, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        items: list[dict[str, Any]] = [
            {"text": row["text"], "done": found.get(f"done_{place}"), "note": found.get(f"note_{place}", "")}
            for place, row in enumerate(self.rows)
        ]
        items += [{"text": one, "done": False, "note": ""} for one in str(found.get("more", "")).splitlines()]
        return {"items": items}


class OfferSiteForm(forms.Form):
    receiver_id = PersonField(label="Teslim alacak kişi", key=True)
    giver = line("Teslim eden", 120, help_text="Boş kalırsa sizin adınız.")
    note = LongText(label="Not", rows=2, max_length=500, required=False)


class AcceptSiteForm(forms.Form):
    receiver_title = line("Göreviniz", 120)
    note = LongText(label="Açıklama", rows=2, max_length=500, required=False)


class PlannedForm(FurtherForm):
    title = line("İş", 160, required=True)
    sort = forms.ChoiceField(label="Tür", choices=PlannedSort.choices)
    site_id = chosen("Yerleşke")
    year = forms.IntegerField(label="Yıl", min_value=2000, max_value=2100)
    quantity = forms.IntegerField(label="Miktar", min_value=1, max_value=1_000_000, initial=1)
    cost = lira("Tahmini bedel (₺)")
    money_from = line("Ödeneği", 120, required=True, help_text="Bütçe kalemi, hibe, bakanlık…")
    why = line("Gerekçe", 400, required=True)
    purchase = line("Alım dosyası", 60)


class BuyForm(forms.Form):
    purchase = line("Alım dosyasının sayısı", 60)


class RealiseForm(forms.Form):
    spent = lira("Gerçekleşen bedel (₺)")
    realised_on = DateField(label="Gerçekleştiği gün", initial=localdate)
    circuit_id = chosen("Doğan hat")
    device_id = chosen("Doğan cihaz")
    note = line("Not", 200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = circuits(actor).exclude(status="ended").order_by("provider", "number")[:2_000]
        for name, found in (
            ("circuit_id", [(row.pk, str(row)) for row in rows]),
            ("device_id", [(row.pk, row.name) for row in devices(actor).order_by("name")[:2_000]]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", "Yok"), *found]


class DropForm(forms.Form):
    note = LongText(label="Neden", rows=2, max_length=200)


class OfferForm(FurtherForm):
    need = line("İhtiyaç", 160, required=True, help_text="Aynı ihtiyacın teklifleri yan yana gelir.")
    provider = line("İşletmeci", 120, required=True)
    kind = forms.ChoiceField(label="Tür", choices=CircuitKind.choices, initial=CircuitKind.INTERNET)
    site_id = chosen("Yerleşke")
    down_kbps = forms.IntegerField(label="İndirme (kbit/s)", min_value=0, max_value=MOST_KBPS)
    up_kbps = forms.IntegerField(label="Gönderme (kbit/s)", initial=0, min_value=0, max_value=MOST_KBPS)
    promised = forms.DecimalField(
        label="Taahhüt edilen süreklilik (%)", required=False, min_value=50, max_value=100, decimal_places=3
    )
    setup = lira("Kurulum (₺)", initial=0)
    monthly = lira("Aylık (₺)")
    months = forms.IntegerField(label="Taahhüt (ay)", min_value=1, max_value=120, initial=12)
    given_on = DateField(label="Teklif günü", initial=localdate)
    valid_until = DateField(label="Geçerlilik", required=False)


class TestPlanForm(FurtherForm):
    circuit_id = chosen("Hat", required=True)
    kind = forms.ChoiceField(label="Sınama", choices=TestKind.choices, initial=TestKind.PERIODIC)
    every = forms.IntegerField(label="Sıklık (gün)", min_value=1, max_value=1_095, initial=180)
    next_on = DateField(label="Sıradaki gün", initial=localdate)
    limit = forms.IntegerField(label="En çok geçiş süresi (sn)", min_value=1, max_value=1_000_000, required=False)
    how = LongText(label="Nasıl sınanır?", rows=3, max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["description"], self.fields["tags"]


class OutageForm(forms.Form):
    began_at = moment("Başlangıç")
    ended_at = moment("Bitiş", required=False, help_text="Sürüyorsa boş bırakın.")
    theirs = forms.BooleanField(label="İşletmecinin kusuru", required=False, initial=True)
    reported = line("İşletmecideki kayıt no", 60)
    cause = line("Neden, ne yapıldı", 300)


class EndOutageForm(forms.Form):
    ended_at = moment("Bitiş")
    cause = line("Neden, ne yapıldı", 300)


class WirelessForm(FurtherForm):
    ssid = line("SSID", 32, required=True)
    purpose = forms.ChoiceField(label="Amaç", choices=WifiPurpose.choices)
    security = forms.ChoiceField(label="Güvenlik", choices=WifiSecurity.choices)
    status = forms.ChoiceField(label="Durum", choices=WifiStatus.choices, initial=WifiStatus.ACTIVE)
    vlan_id = chosen("VLAN")
    prefix_id = chosen("Ağ")
    profile_id = chosen("İnternet profili")
    hidden = forms.BooleanField(label="Adı gizli", required=False)
    isolated = forms.BooleanField(label="İstemciler birbirini görmez", required=False)
    portal = forms.BooleanField(label="SMS ile girilir", required=False)
    minutes = forms.IntegerField(label="Oturum süresi (dk)", min_value=5, max_value=10_080, initial=480)


class PointsForm(forms.Form):
    device_ids = forms.TypedMultipleChoiceField(
        label="Erişim noktaları", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["device_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(row.pk, f"{row.site.name} · {row.name}") for row in wifi.access_points(actor)[:500]]


class NoticeForm(KeptForm):
    text = LongText(label="Metin", rows=14, max_length=20_000)
    unit_id = chosen("Birim")


class EventForm(forms.Form):
    name = line("Etkinlik", 160, required=True)
    place = line("Yer", 200, required=True)
    starts_at = moment("Başlangıç")
    ends_at = moment("Bitiş")
    people = forms.IntegerField(label="Beklenen kişi", min_value=1, max_value=500_000)
    contact = line("Yerinde ilgili", 160, help_text="Ad ve telefon.")
    why = LongText(label="Ne için?", rows=2, max_length=2_000, required=False)


class EventApproveForm(forms.Form):
    wireless_id = chosen("Kablosuz ağ", required=True)
    equipment = line("Verilen donanım", 400, required=True)
    capacity = forms.IntegerField(label="Kapasite (eşzamanlı)", min_value=1, max_value=500_000)
    site_id = chosen("Yerleşke")
    answer = LongText(label="Not", rows=2, max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = wifi.wireless(actor).filter(purpose__in=["guest", "public", "event"]).order_by("ssid")
        for name, found in (
            ("wireless_id", [("", "Seçin"), *networks.values_list("pk", "ssid")]),
            ("site_id", [("", "Yok"), *sites(actor).order_by("name").values_list("pk", "name")]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = found


class EventStartForm(forms.Form):
    codes = forms.IntegerField(
        label="Kaç kod basılsın?", min_value=0, max_value=2_000, initial=0, help_text="SMS alamayanlar için."
    )


class EventCloseForm(forms.Form):
    peak = forms.IntegerField(label="En çok eşzamanlı", min_value=0, max_value=500_000, required=False)
    gigabytes = forms.DecimalField(label="Veri (GB)", min_value=0, max_digits=10, decimal_places=1, required=False)
    note = LongText(label="Sonuç", rows=2, max_length=500, required=False)


class GuestForm(forms.Form):
    """What a guest fills in, standing."""

    phone = forms.CharField(
        label="Cep telefonunuz",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text="Örneğin 0532 000 00 00. Giriş kodu bu numaraya gönderilir.",
    )
    event_code = forms.CharField(
        label="Etkinlik kodu", max_length=12, required=False, help_text="Görevliden aldıysanız; SMS gönderilmez."
    )
    accepted = forms.BooleanField(label="Aydınlatma metnini okudum.")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Telefonunuza gelen kod",
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
