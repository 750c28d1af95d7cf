"""What a person fills in about address space, requests and lease files."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries
from ..models import (
    AddressRole,
    AddressStatus,
    CableKind,
    CableStatus,
    CircuitKind,
    CircuitStatus,
    Device,
    DeviceRole,
    DeviceStatus,
    Port,
    PortSort,
    PrefixStatus,
    RangeStatus,
    RuleAction,
    RuleSetKind,
    SiteStatus,
    TestKind,
    UploadKind,
    VlanStatus,
)


def whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


class TagsField(forms.CharField):
    """Labels with commas between them."""

    def __init__(self) -> None:
        super().__init__(label="Etiketler", required=False, max_length=400, help_text="Virgülle ayırın.")

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [one.strip() for one in str(value or "").split(",") if one.strip()]


def line(label: str, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=more.pop("required", False), **more)


def chosen(label: str, **more: Any) -> forms.TypedChoiceField:
    need = more.pop("required", False)
    return forms.TypedChoiceField(label=label, coerce=whole, empty_value=None, required=need, **more)


class KeptForm(forms.Form):
    """Offers the units, routing tables and VLANs in reach where the form asks for them."""

    def __init__(self, *args: Any, actor: Actor, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if fixed:
            for name in ("unit_id", "vrf_id", "type_id"):
                self.fields.pop(name, None)
        self._offer("unit_id", [(unit.pk, unit.name) for unit in queries.units_to_keep(actor)] if not fixed else [])
        self.initial.setdefault("unit_id", queries.unit_of(actor))
        if "vrf_id" in self.fields:
            self._offer("vrf_id", [("", "Genel tablo"), *queries.vrfs(actor).values_list("pk", "name")])
        if "vlan_id" in self.fields:
            rows = queries.vlans(actor).order_by("vid")[:5_000]
            self._offer("vlan_id", [("", "Yok"), *((row.pk, f"{row.vid} {row.name}") for row in rows)])
        if "group_id" in self.fields:
            self._offer("group_id", [("", "Grupsuz"), *queries.vlan_groups(actor).values_list("pk", "name")])
        if "site_id" in self.fields:
            self._offer("site_id", [("", "Seçin"), *queries.sites(actor).order_by("name").values_list("pk", "name")])
        if "rack_id" in self.fields:
            racks = queries.racks(actor).order_by("site__name", "name")[:2_000]
            self._offer(
                "rack_id", [("", "Kabinde değil"), *((one.pk, f"{one.site.name} · {one.name}") for one in racks)]
            )
        if "maker_id" in self.fields:
            self._offer(
                "maker_id", [("", "Seçin"), *queries.makers(actor).order_by("name").values_list("pk", "name")]
            )
        if "type_id" in self.fields:
            types = queries.device_types(actor).order_by("maker__name", "model")[:2_000]
            self._offer("type_id", [("", "Seçin"), *((one.pk, str(one)) for one in types)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.TypedChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("user", "assignee"):
            if name in self.fields:
                person = found.pop(name, None)
                found[f"{name}_id"] = person.pk if person else None
        return found


class PrefixForm(KeptForm):
    network = line("Ağ", 60, required=True, help_text="Uzunluğuyla: 10.20.0.0/16 ya da 2001:db8::/32.")
    vrf_id = chosen("VRF")
    status = forms.ChoiceField(label="Durum", choices=PrefixStatus.choices, initial=PrefixStatus.ACTIVE)
    vlan_id = chosen("VLAN")
    is_pool = forms.BooleanField(
        label="Bütün adresleri verilebilir", required=False, help_text="İlk ve son adres de cihazlara verilir."
    )
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class NextPrefixForm(KeptForm):
    length = forms.IntegerField(label="Uzunluk", min_value=1, max_value=128, help_text="Örneğin 24.")
    status = forms.ChoiceField(label="Durum", choices=PrefixStatus.choices, initial=PrefixStatus.ACTIVE)
    vlan_id = chosen("VLAN")
    description = line("Açıklama")


class _AddressFacts(KeptForm):
    status = forms.ChoiceField(label="Durum", choices=AddressStatus.choices, initial=AddressStatus.ACTIVE)
    role = forms.ChoiceField(label="Paylaşım", choices=AddressRole.choices, required=False)
    dns_name = line("DNS adı", 255)
    mac = line("MAC adresi", 23)
    asset_tag = line("Taşınırın sicil numarası", 40)
    user = PersonField(label="Kullanan", required=False)
    until = DateField(label="Son gün", required=False)
    description = line("Açıklama")
    tags = TagsField()


class AddressForm(_AddressFacts):
    ip = line("Adres", 60, required=True, help_text="10.20.1.5 ya da uzunluğuyla 10.20.1.5/24.")
    vrf_id = chosen("VRF")
    unit_id = chosen("Birim")
    field_order = ("ip", "vrf_id")


class NextAddressForm(_AddressFacts):
    pass


class RangeForm(KeptForm):
    first = line("İlk adres", 60, required=True)
    last = line("Son adres", 60, required=True)
    vrf_id = chosen("VRF")
    status = forms.ChoiceField(label="Durum", choices=RangeStatus.choices, initial=RangeStatus.DHCP)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class VrfForm(KeptForm):
    name = line("Ad", 100, required=True)
    rd = line("Yönlendirme ayırıcısı (RD)", 21)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class AggregateForm(KeptForm):
    network = line("Blok", 60, required=True)
    source = line("Kim verdi?", 60, required=True, help_text="RFC 1918, RIPE NCC, servis sağlayıcı…")
    given_on = DateField(label="Veriliş", required=False)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class VlanForm(KeptForm):
    name = line("Ad", 64, required=True)
    group_id = chosen("Grup")
    vid = forms.IntegerField(
        label="Numara", min_value=1, max_value=4094, required=False, help_text="Boş kalırsa grubun ilk boş numarası."
    )
    status = forms.ChoiceField(label="Durum", choices=VlanStatus.choices, initial=VlanStatus.ACTIVE)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class GroupForm(KeptForm):
    name = line("Ad", 100, required=True)
    first = forms.IntegerField(label="İlk numara", min_value=1, max_value=4094, initial=1)
    last = forms.IntegerField(label="Son numara", min_value=1, max_value=4094, initial=4094)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class NothingForm(forms.Form):
    """A step that asks nothing."""


class WhyForm(forms.Form):
    why = LongText(label="Neden", rows=3, max_length=500)


class ReleaseForm(forms.Form):
    why = LongText(label="Not", rows=2, max_length=500, required=False)


class AskForm(forms.Form):
    why = LongText(label="Ne için?", rows=3, max_length=2_000, help_text="Cihaz, iş ve ne kadar süreceği.")
    prefix_id = chosen("Ağ", help_text="Bilmiyorsanız boş bırakın; karar veren seçer.")
    dns_name = line("İstenen DNS adı", 255)
    mac = line("MAC adresi", 23)
    asset_tag = line("Taşınırın sicil numarası", 40)
    until = DateField(label="Son gün", required=False, help_text="Boş kalırsa süresiz.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_networks(self, actor, "Karar veren seçsin")


class ApproveForm(forms.Form):
    prefix_id = chosen("Adresin verileceği ağ")
    until = DateField(label="Son gün", required=False)
    answer = LongText(label="Not", rows=2, max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_networks(self, actor, "İstenen ağ")


class AssignForm(forms.Form):
    mac = line("MAC adresi", 23)
    asset_tag = line("Taşınırın sicil numarası", 40)


class LeasesForm(forms.Form):
    file = FileField(
        label="Dosya", help_text="dhcpd.leases, kea-leases4.csv, Windows kira listesi ya da komşu tablosu."
    )
    kind = forms.ChoiceField(label="Biçim", choices=[("auto", "Kendiliğinden tanı"), *UploadKind.choices])
    vrf_id = chosen("VRF")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vrf_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Genel tablo"), *queries.vrfs(actor).values_list("pk", "name")]


def offer_networks(form: forms.Form, actor: Actor, empty: str) -> None:
    """The networks addresses are given from; at most five hundred, the rest by their page."""
    field = form.fields["prefix_id"]
    assert isinstance(field, forms.TypedChoiceField)
    rows = queries.prefixes(actor).exclude(status="container").order_by("network", "pk")[:500]
    field.choices = [("", empty), *((row.pk, f"{row.network} {row.description}".strip()) for row in rows)]


class SiteForm(KeptForm):
    name = line("Ad", 100, required=True)
    status = forms.ChoiceField(label="Durum", choices=SiteStatus.choices, initial=SiteStatus.ACTIVE)
    address = line("Adres")
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class CircuitForm(KeptForm):
    provider = line("İşletmeci", 120, required=True, help_text="Kendi fiberinizse kurumun adı.")
    number = line("Devre no", 60, required=True)
    kind = forms.ChoiceField(label="Tür", choices=CircuitKind.choices)
    status = forms.ChoiceField(label="Durum", choices=CircuitStatus.choices, initial=CircuitStatus.ACTIVE)
    site_id = chosen("Yerleşke", required=True)
    far_id = chosen("Karşı uç", help_text="Dışarıya çıkan hatta boş bırakın.")
    serves_id = UnitField(label="Kullanan birim", required=False, key=True, empty="Bütün yerleşke")
    vlan_id = chosen("VLAN")
    backs_up_id = chosen("Yedeklediği hat")
    down_kbps = forms.IntegerField(label="İndirme (kbit/s)", min_value=0, max_value=2_000_000_000, initial=0)
    up_kbps = forms.IntegerField(label="Gönderme (kbit/s)", min_value=0, max_value=2_000_000_000, initial=0)
    promised = forms.DecimalField(
        label="Taahhüt edilen süreklilik (%)", required=False, min_value=50, max_value=100, decimal_places=3
    )
    monthly = forms.DecimalField(
        label="Aylık bedel (₺)", required=False, min_value=0, decimal_places=2, max_digits=12
    )
    contract = line("Sözleşme", 120)
    since = DateField(label="Açılış", required=False)
    until = DateField(label="Sözleşme bitişi", required=False)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")

    def __init__(self, *args: Any, actor: Actor, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, fixed=fixed, **kwargs)
        sites = list(queries.sites(actor).order_by("name").values_list("pk", "name"))
        self._offer("far_id", [("", "Dışarı"), *sites])
        mains = queries.circuits(actor).filter(backs_up=None).exclude(status="ended").order_by("provider", "number")
        self._offer("backs_up_id", [("", "Yedek değil"), *((one.pk, str(one)) for one in mains[:2_000])])


class CircuitTestForm(forms.Form):
    kind = forms.ChoiceField(label="Sınama", choices=TestKind.choices, initial=TestKind.PERIODIC)
    done_on = DateField(label="Gün", initial=localdate)
    passed = forms.BooleanField(label="Geçti", required=False, initial=True)
    down_kbps = forms.IntegerField(
        label="Ölçülen indirme (kbit/s)", required=False, min_value=0, max_value=2_000_000_000
    )
    up_kbps = forms.IntegerField(
        label="Ölçülen gönderme (kbit/s)", required=False, min_value=0, max_value=2_000_000_000
    )
    latency_ms = forms.DecimalField(label="Gecikme (ms)", required=False, min_value=0, max_digits=8, decimal_places=2)
    loss = forms.DecimalField(label="Kayıp (%)", required=False, min_value=0, max_value=100, decimal_places=2)
    switched_seconds = forms.IntegerField(
        label="Geçiş süresi (sn)",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Yedeğe geçiş sınamasında.",
    )
    note = LongText(label="Açıklama", rows=2, required=False, max_length=400)


class RackForm(KeptForm):
    site_id = chosen("Yerleşke", required=True)
    name = line("Ad", 60, required=True)
    room = line("Oda", 100)
    height = forms.IntegerField(label="Yükseklik (U)", min_value=1, max_value=60, initial=42)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class MakerForm(KeptForm):
    name = line("Ad", 100, required=True)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class TypeForm(KeptForm):
    maker_id = chosen("Üretici", required=True)
    model = line("Model", 100, required=True)
    part_number = line("Parça numarası", 60)
    height = forms.DecimalField(
        label="Yükseklik (U)",
        min_value=0,
        max_value=60,
        decimal_places=1,
        initial=1,
        help_text="Kabine girmiyorsa 0.",
    )
    full_depth = forms.BooleanField(label="Kabinin iki yüzünü de kaplar", required=False, initial=True)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class TypesForm(KeptForm):
    file = FileField(
        label="Dosya", help_text="Topluluk kitaplığının (devicetype-library) YAML dosyası; içinde çok model olabilir."
    )
    unit_id = chosen("Birim")


class DeviceForm(KeptForm):
    name = line("Ad", 64, required=True)
    type_id = chosen("Model", required=True)
    role = forms.ChoiceField(label="Görev", choices=DeviceRole.choices)
    status = forms.ChoiceField(label="Durum", choices=DeviceStatus.choices, initial=DeviceStatus.ACTIVE)
    site_id = chosen("Yerleşke", required=True)
    rack_id = chosen("Kabin")
    position = forms.DecimalField(
        label="Kabindeki en alt birimi (U)", min_value=1, max_value=60, decimal_places=1, required=False
    )
    face = forms.ChoiceField(
        label="Kabinin yüzü", choices=[("front", "Ön"), ("rear", "Arka")], required=False, initial="front"
    )
    main_ip = line("Yönetim adresi", 60, help_text="Kayıtlı bir IP adresi.")
    asset_tag = line("Taşınırın sicil numarası", 40)
    serial = line("Seri numarası", 80)
    description = line("Açıklama")
    tags = TagsField()
    unit_id = chosen("Birim")


class _PortFacts(KeptForm):
    kind = line("Biçim", 50, help_text="1000base-t, 10gbase-x-sfpp, 8p8c, lc…")
    mac = line("MAC adresi", 23)
    vlan_id = chosen("VLAN")
    behind_id = chosen("Panelde arkasındaki kapı")
    strand = forms.IntegerField(label="Arkasındaki damar", min_value=1, max_value=1024, initial=1)
    strands = forms.IntegerField(
        label="Damar sayısı", min_value=1, max_value=1024, initial=1, help_text="Yalnız panel arkası için."
    )
    enabled = forms.BooleanField(label="Açık", required=False, initial=True)
    manages = forms.BooleanField(label="Yalnız yönetim için", required=False)
    description = line("Açıklama")

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rears = device.ports.filter(sort="rear").order_by("order").values_list("pk", "name")
        self._offer("behind_id", [("", "Yok"), *rears])


class PortsForm(_PortFacts):
    names = line("Ad", 64, required=True, help_text="Sıra için köşeli ayraç: Gi1/0/[1-24].")
    sort = forms.ChoiceField(label="Tür", choices=PortSort.choices)
    field_order = ("names", "sort")


class PortForm(_PortFacts):
    name = line("Ad", 64, required=True)
    ips = line("Adresleri", 1_000, help_text="Kayıtlı IP adresleri, aralarında virgül.")
    field_order = ("name", "kind", "ips")


class CableForm(KeptForm):
    kind = forms.ChoiceField(label="Tür", choices=CableKind.choices, required=False, initial=CableKind.CAT6)
    status = forms.ChoiceField(label="Durum", choices=CableStatus.choices, initial=CableStatus.CONNECTED)
    label = line("Etiket", 100)
    metres = forms.DecimalField(
        label="Uzunluk (m)", min_value=0, max_digits=8, decimal_places=2, required=False, localize=True
    )
    description = line("Açıklama")


class PlugForm(CableForm):
    """`b_id` offers the free ports of the site first, grouped by device."""

    b_id = chosen("Öbür uç", required=True)
    field_order = ("b_id",)

    def __init__(self, *args: Any, near: Port, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in queries.ports_to_plug(self.actor, near):
            name = f"{row.device.name} · {row.device.site.name}"
            groups.setdefault(name, []).append((row.pk, f"{row.device.name} · {row.name}"))
        self._offer("b_id", [("", "Seçin"), *groups.items()])


def offer_firewalls(form: forms.Form, actor: Actor, empty: str) -> None:
    field = form.fields["device_id"]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [("", empty), *queries.firewalls(actor).values_list("pk", "name")[:500]]


class RuleForm(forms.Form):
    why = LongText(label="Ne için?", rows=3, max_length=2_000, help_text="İş, sistem ve ne kadar süreceği.")
    action = forms.ChoiceField(label="Ne yapsın?", choices=RuleAction.choices)
    sources = LongText(
        label="Kaynak", rows=2, max_length=8_000, help_text="Her satıra bir adres, ağ, aralık ya da ad: 10.20.1.0/24."
    )
    destinations = LongText(label="Hedef", rows=2, max_length=8_000)
    services = LongText(label="Servis", rows=2, max_length=4_000, help_text="tcp/443, udp/53, tcp/8000-8010, icmp.")
    until = DateField(label="Son gün", required=False, help_text="Boş kalırsa süresiz; yine de yılda bir bakılır.")
    device_id = chosen("Güvenlik duvarı", help_text="Bilmiyorsanız boş bırakın; karar veren seçer.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_firewalls(self, actor, "Karar veren seçsin")


class RuleApproveForm(forms.Form):
    device_id = chosen("Kuralın yazılacağı güvenlik duvarı")
    until = DateField(label="Son gün", required=False)
    answer = LongText(label="Not", rows=2, max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_firewalls(self, actor, "İstenen güvenlik duvarı")


class RuleApplyForm(forms.Form):
    ident = line(
        "Cihazdaki adı", 64, help_text="Kural numarası ya da izleyici; dosyanın sayısını açıklamasına da yazın."
    )


class RuleReviewForm(forms.Form):
    until = DateField(label="Son gün", required=False)
    answer = LongText(label="Not", rows=2, max_length=500, required=False)


class RulesForm(forms.Form):
    device_id = chosen("Güvenlik duvarı", required=True)
    file = FileField(label="Dosya", help_text="FortiGate yedeği, pfSense/OPNsense config.xml, iptables-save çıktısı.")
    kind = forms.ChoiceField(label="Biçim", choices=[("auto", "Kendiliğinden tanı"), *RuleSetKind.choices])

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_firewalls(self, actor, "Seçin")


class SignForm(forms.Form):
    note = LongText(label="Sonuç", rows=4, max_length=500, help_text="Ne görüldü, ne yapılacak?")


class AdoptForm(forms.Form):
    why = LongText(label="Ne için?", rows=3, max_length=2_000)
    until = DateField(label="Son gün", required=False)
