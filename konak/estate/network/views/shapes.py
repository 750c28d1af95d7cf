"""Registers described once, so that the same pages show them all: columns, facts, buttons, tables beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.ui import words
from konak.foundation.web.http import Request

from .. import access
from ..forms import further as forms
from ..models import PlannedSort, WifiPurpose
from ..queries import buildout, channel, internet, wifi
from ..queries.internet import known_case
from ..services import buildout as building
from ..services import channel as channelling
from ..services import internet as surfing
from ..services import wifi as sending
from ..services.kept import Register
from ..tables import Button, Cell, Listing
from ..tables import further as tables
from ..tables.base import Head

NET_NAV, BUILD_NAV = "network/_further_nav.html", "network/_build_nav.html"


Fact = tuple[str, Any] | tuple[str, Any, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A card of a record: a table, or words where there is nothing."""

    title: str
    icon: str
    heads: Sequence[Any]
    rows: Sequence[Sequence[Cell]]
    empty: str
    buttons: Sequence[Button] = ()

    @property
    def lines(self) -> list[list[tuple[Any, Cell]]]:
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Shape:
    """A register as pages show it."""

    slug: str
    register: Register[Any]
    rows: Callable[..., Any]
    filter: type[Any] | None
    listing: Listing
    order: tuple[str, ...]
    title: str
    lead: str
    form: type[Any]
    fields: tuple[str, ...]
    facts: Callable[[Any], list[Fact]]
    nav: str = NET_NAV
    tabs: dict[str, str] = field(default_factory=dict)
    tab: str = "status"
    choices: tuple[str, Any, str] | None = None
    """A second filter: its name, its choices, its words."""
    search: str = ""
    empty: str = "Henüz kayıt yok"
    hint: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    state: str = ""
    sections: Callable[[Any, Request], list[Section]] | None = None
    buttons: Callable[[Any, Request], list[Button]] | None = None
    beside: Callable[[Request], list[Button]] | None = None

    @property
    def what(self) -> str:
        return self.register.label


def to(name: str, *args: Any) -> str:
    return reverse(f"network:{name}", args=args)


def keeps(request: Request, one: Any) -> bool:
    return request.actor.reach(access.KEEP).covers(one)


def decides(request: Request, one: Any) -> bool:
    return request.actor.reach(access.DECIDE).covers(one)


def case_of(number: str) -> str:
    """The page of a file that stands here; a number from another program leads nowhere."""
    return reverse("front:case", args=[number]) if number and known_case(number) else ""


def _vpn_buttons(one: Any, request: Request) -> list[Button]:
    found_ = []
    if decides(request, one) and one.status != "closed":
        found_.append(Button("Gözden geçir", to("vpn_review", one.pk), "checklist", primary=True))
    if keeps(request, one):
        if one.status == "open":
            found_.append(Button("Askıya al", to("vpn_suspend", one.pk), "player-pause"))
        if one.status == "suspended":
            found_.append(Button("Yeniden aç", to("vpn_resume", one.pk), "player-play"))
        if one.status != "closed":
            found_.append(Button("Kapat", to("vpn_close", one.pk), "lock", danger=True))
    return found_


def _profile_sections(one: Any, request: Request) -> list[Section]:
    rows = internet.profile_holders(request.actor, internet.ProfileHolderFilter(profile=one.pk)).order_by(
        "-since", "-pk"
    )
    cells = []
    for row in rows[:100]:
        line = tables.holder_cells(row)
        del line[1]
        if keeps(request, one) and (row.until is None or row.until >= localdate()):
            line.append(Cell("Geri al", to("take_profile", row.pk)))
        else:
            line.append(Cell(""))
        cells.append(line)
    heads = [*(head for at, head in enumerate(tables.HOLDERS.heads) if at != 1), Head("İşlem")]
    return [Section("Kimde?", "users", heads, cells, "Bu profil kimseye verilmedi.")]


def _tests_section(rows: Sequence[Any]) -> Section:
    heads = [Head(one) for one in ("Gün", "Sonuç", "Ne sınandı", "Sınayan")]
    cells = [
        [
            Cell(row.done_on),
            Cell("Geçti" if row.passed else "Geçmedi", kind="done" if row.passed else "late"),
            Cell(row.note or "–"),
            Cell(row.by.full_name if row.by else "–"),
        ]
        for row in rows
    ]
    return Section("Sınamalar", "checklist", heads, cells, "Bu kanal henüz sınanmadı.")


def _channel_buttons(one: Any, request: Request) -> list[Button]:
    if not keeps(request, one):
        return []
    return [
        Button("Sınama kaydet", to("test_channel", one.pk), "checklist", primary=True),
        Button("Sertifika okut", to("lay_certificate", one.pk), "certificate"),
    ]


def _protocol_sections(one: Any, request: Request) -> list[Section]:
    rows = channel.channels(request.actor).filter(protocol=one).order_by("name")
    return [
        Section(
            "Üzerinden geçtiği kanallar",
            "shield-lock",
            tables.CHANNELS.heads,
            [tables.channel_cells(row) for row in rows],
            "Bu protokole bağlı güvenli kanal yok.",
        )
    ]


def _planned_buttons(one: Any, request: Request) -> list[Button]:
    found_ = []
    if one.status == "proposed" and decides(request, one):
        found_.append(Button("Programa al", to("planned_approve", one.pk), "circle-check", primary=True))
    if one.status == "approved" and keeps(request, one):
        found_.append(Button("Alımı başlat", to("planned_buy", one.pk), "shopping-cart"))
    if one.status in {"approved", "buying"} and keeps(request, one):
        found_.append(Button("Gerçekleşti", to("planned_realise", one.pk), "circle-check", primary=True))
    if one.status in {"proposed", "approved", "buying"} and decides(request, one):
        found_.append(Button("Vazgeç", to("planned_drop", one.pk), "ban", danger=True))
    return found_


def _offer_sections(one: Any, request: Request) -> list[Section]:
    rows = buildout.offers(request.actor).filter(need=one.need).order_by("monthly", "pk")
    return [
        Section(
            "Aynı ihtiyacın teklifleri",
            "arrows-diff",
            tables.OFFERS.heads,
            [tables.offer_cells(row) for row in rows[:50]],
            "Başka teklif yok.",
        )
    ]


def _plan_sections(one: Any, request: Request) -> list[Section]:
    rows = one.circuit.tests.filter(kind=one.kind).select_related("by").order_by("-done_on", "-pk")[:30]
    heads = [Head(label) for label in ("Gün", "Sonuç", "Geçiş süresi", "Açıklama", "Sınayan")]
    cells = []
    for row in rows:
        slow = bool(one.limit and row.switched_seconds and row.switched_seconds > one.limit)
        cells.append(
            [
                Cell(row.done_on),
                Cell(
                    "Geçmedi" if not row.passed else "Süre aşıldı" if slow else "Geçti",
                    kind="late" if not row.passed else "wait" if slow else "done",
                ),
                Cell(f"{row.switched_seconds} sn" if row.switched_seconds is not None else "–"),
                Cell(row.note or "–"),
                Cell(row.by.full_name if row.by else "–"),
            ]
        )
    return [Section("Sonuçlar", "checklist", heads, cells, "Bu tür sınama henüz yapılmadı.")]


def _wifi_sections(one: Any, request: Request) -> list[Section]:
    heads = [Head(label) for label in ("Erişim noktası", "Yerleşke", "Durum")]
    points = [tables.point_cells(row)[:3] for row in wifi.points_of(one)]
    shown = [Section("Erişim noktaları", "antenna", heads, points, "Bu ağı yayan erişim noktası seçilmedi.")]
    events = wifi.event_wifis(request.actor).filter(wireless=one).order_by("-starts_at")[:20]
    if events:
        rows = [tables.event_cells(row) for row in events]
        shown.append(Section("Etkinlikler", "calendar-event", tables.EVENTS.heads, rows, ""))
    return shown


def _wifi_buttons(one: Any, request: Request) -> list[Button]:
    found_ = []
    if decides(request, one):
        found_.append(Button("Gözden geçir", to("review_wireless", one.pk), "checklist"))
    if keeps(request, one):
        found_.append(Button("Erişim noktaları", to("set_points", one.pk), "antenna"))
    if request.actor.holds(access.GUESTS) and one.portal:
        found_.append(Button("Misafirler", to("guests") + f"?wireless={one.pk}", "users", dialog=False))
    return found_


def _yes(value: bool) -> str:
    return "Evet" if value else "Hayır"


SHAPES = {
    one.slug: one
    for one in (
        Shape(
            "vpn", surfing.VPN, internet.vpn_accounts, internet.VpnFilter, tables.VPN, ("login", "pk"),
            "VPN hesapları",
            "Dışarıdan kim, hangi yetki talebiyle, nereye, ne zamana kadar girer; yarım yılda bir gözden geçirilir.",
            forms.VpnForm,
            ("login", "outsider", "request", "gateway_id", "reaches", "second_factor", "opened_on", "until"),
            lambda one: [
                ("Kimin", one.whose, reverse("front:person", args=[one.user_id]) if one.user_id else ""),
                ("Nereye ulaşır", one.reaches),
                ("Yetki talebi", one.request, case_of(one.request)),
                ("VPN sunucusu", one.gateway.name if one.gateway else ""),
                ("İkinci doğrulama", _yes(one.second_factor)),
                ("Açılış", one.opened_on),
                ("Son gün", one.until or "Süresiz"),
                ("Son kullanım", one.last_used_at),
                ("Son adres", one.last_ip),
                ("Son gözden geçirme", one.reviewed_on),
                ("Kapanış", one.closed_on),
            ],
            tabs={
                "": "Tümü", "open": "Açık", "ending": "Süresi dolan", "unreviewed": "Gözden geçirilecek",
                "unused": "Kullanılmayan", "suspended": "Askıda", "closed": "Kapalı",
            },
            search="Oturum adı, kişi, yetki talebi",
            hint="Yetki talebi uygulanınca hesap kendiliğinden açılır; var olanları elle de yazabilirsiniz.",
            kinds=tables.VPN_KINDS, state="status", buttons=_vpn_buttons,
        ),
        Shape(
            "internet", surfing.PROFILES, lambda actor, filters=None: internet.profiles(actor), None,
            tables.PROFILES, ("name", "pk"), "İnternet profilleri",
            "Hangi birim ve kişi internete nasıl çıkar: ne açık, ne hızla, hangi saatlerde.",
            forms.ProfileForm, ("name", "opens", "mbps", "hours", "ident", "standard"),
            lambda one: [
                ("Ne açık", one.opens),
                ("Kişi başına hız", f"{one.mbps} Mbit/s" if one.mbps else ""),
                ("Saatler", one.hours or "Her zaman"),
                ("Cihazdaki adı", one.ident),
                ("Herkesin profili", _yes(one.standard)),
            ],
            hint="Herkesin profiliyle başlayın; farklı çıkması gereken birim ve kişilere ayrı profil verin.",
            sections=_profile_sections,
            buttons=lambda one, request: [
                Button("Profil ver", to("give_profile", one.pk), "user-plus", primary=True)
            ] if keeps(request, one) else [],
            beside=lambda request: [Button("Kim hangisinde?", to("holders"), "users", dialog=False)],
        ),
        Shape(
            "categories", surfing.CATEGORIES, internet.categories, internet.CategoryFilter, tables.CATEGORIES,
            ("name", "pk"), "Web süzgeci kategorileri",
            "Hangi içerik engellenir, hangi dayanakla; kaç kez karşılaşıldı.",
            forms.CategoryForm, ("name", "called", "action", "basis", "absolute"),
            lambda one: [
                ("Ne yapılır", one.get_action_display()),
                ("Ayrıcalık", "Verilemez" if one.absolute else "İstenebilir"),
                ("Dayanak", one.basis),
                ("Cihazdaki adları", ", ".join(one.called)),
                ("Son 30 günde engellenen", words.number(one.stopped or 0)),
                ("Son 30 günde geçen", words.number(one.let_by or 0)),
                ("Son gözden geçirme", one.reviewed_on),
            ],
            tabs={
                "": "Tümü", "block": "Engellenen", "warn": "Uyarılan", "allow": "Serbest",
                "absolute": "Ayrıcalık verilemeyen", "unreviewed": "Gözden geçirilecek",
            },
            tab="state", search="Kategori ya da cihazdaki adı",
            hint="5651 sayılı Kanun'daki suç kategorilerinden başlayın; cihazdaki adlarını yazın ki sayılsın.",
            kinds=tables.ACTION_KINDS, state="action",
            buttons=lambda one, request: [
                *([Button("Gözden geçir", to("review_category", one.pk), "checklist", primary=True)]
                  if decides(request, one) else []),
                *([Button("Cihazdaki ad bağla", to("claim_hits", one.pk), "link")] if keeps(request, one) else []),
            ],
            beside=lambda request: [Button("İstatistik", to("filter_stats"), "chart-bar", dialog=False)],
        ),
        Shape(
            "channels", channelling.CHANNELS, channel.channels, channel.ChannelFilter, tables.CHANNELS,
            ("counterpart", "name", "pk"), "Güvenli kanallar",
            "Hangi kurumla hangi kanaldan konuşulur; parametreleri, sertifikası, sorumlusu, sınamaları.",
            forms.ChannelForm,
            (
                *("counterpart", "name", "kind", "status", "purpose", "protocol_id", "device_id", "our_end"),
                *("their_end", "parameters", "contact", "certificate_until", "test_days"),
            ),
            lambda one: [
                ("Karşı kurum", one.counterpart),
                ("Tür", one.get_kind_display()),
                ("Ne taşır", one.purpose),
                ("Protokol", one.protocol.title if one.protocol else "",
                 to("protocols_one", one.protocol_id) if one.protocol_id else ""),
                ("Bizdeki cihaz", one.device.name if one.device else ""),
                ("Bizim uç", one.our_end),
                ("Karşı uç", one.their_end),
                ("Parametreler", one.parameters),
                ("Karşı kurumdaki ilgili", one.contact),
                ("Sertifika", one.certificate),
                ("Sertifikayı veren", one.issuer),
                ("Sertifika bitişi", one.certificate_until),
                ("Sınama sıklığı", f"{one.test_days} gün"),
                ("Son sınama", one.tested_on),
            ],
            tabs={
                "": "Tümü", "active": "Çalışan", "down": "Arızalı", "certificate": "Sertifikası biten",
                "untested": "Sınanacak", "planned": "Kurulacak", "ended": "Kapatılan",
            },
            search="Kurum, kanal, karşı uç",
            hint="KamuNet, banka ve bakanlık bağlantılarından başlayın; sertifikasını okutunca bitişi bildirilir.",
            kinds=tables.CHANNEL_KINDS, state="status",
            sections=lambda one, request: [_tests_section(channel.channel_tests(one))], buttons=_channel_buttons,
        ),
        Shape(
            "protocols", channelling.PROTOCOLS, channel.protocols, channel.ProtocolFilter, tables.PROTOCOLS,
            ("counterpart", "title", "pk"), "Paylaşım protokolleri",
            "Hangi veri ya da altyapı kiminle, hangi protokolle, ne zamana kadar paylaşılır.",
            forms.ProtocolForm,
            (
                *("counterpart", "title", "number", "shares", "direction", "method", "volume", "basis", "terms"),
                *("personal_data", "status", "signed_on", "until", "contact"),
            ),
            lambda one: [
                ("Karşı kurum", one.counterpart),
                ("Sayı", one.number),
                ("Ne paylaşılıyor", one.shares),
                ("Yön", one.get_direction_display()),
                ("Yöntem", one.method),
                ("Sıklık, hacim", one.volume),
                ("Hukuki dayanak", one.basis),
                ("Kullanım koşulu, lisans", one.terms),
                ("Kişisel veri", "Var" if one.personal_data else "Yok"),
                ("İmza günü", one.signed_on),
                ("Bitiş", one.until or "Süresiz"),
                ("Karşı kurumdaki ilgili", one.contact),
                ("İmzalı belge", one.file.name if one.file else "", to("protocol_file", one.pk) if one.file else ""),
            ],
            tabs={
                "": "Tümü", "active": "Yürürlükte", "ending": "Süresi dolan", "over": "Süresi geçmiş",
                "personal": "Kişisel veri olan", "draft": "Taslak", "ended": "Sona eren",
            },
            search="Kurum, protokol, ne paylaşılıyor",
            kinds=tables.PROTOCOL_KINDS, state="status", sections=_protocol_sections,
            buttons=lambda one, request: [
                Button("Belge koy", to("lay_document", one.pk), "file-certificate", primary=not one.file)
            ] if keeps(request, one) else [],
        ),
        Shape(
            "wireless", sending.WIRELESS, wifi.wireless, wifi.WifiFilter, tables.WIRELESS, ("ssid", "pk"),
            "Kablosuz ağlar", "Havadaki adlar: ne için, hangi güvenlikle, hangi VLAN'a, hangi noktalardan.",
            forms.WirelessForm,
            (
                *("ssid", "purpose", "security", "status", "vlan_id", "prefix_id", "profile_id", "hidden"),
                *("isolated", "portal", "minutes"),
            ),
            lambda one: [
                ("Amaç", one.get_purpose_display()),
                ("Güvenlik", one.get_security_display()),
                ("VLAN", one.vlan),
                ("Ağ", one.prefix.network if one.prefix else "",
                 to("prefix", one.prefix_id) if one.prefix_id else ""),
                ("İnternet profili", one.profile.name if one.profile else "",
                 to("internet_one", one.profile_id) if one.profile_id else ""),
                ("Adı gizli", _yes(one.hidden)),
                ("İstemciler birbirini görmez", _yes(one.isolated)),
                ("SMS ile girilir", _yes(one.portal)),
                ("Oturum süresi", f"{one.minutes} dk" if one.portal else ""),
                ("Son gözden geçirme", one.reviewed_on),
            ],
            tabs={
                "": "Tümü", "active": "Yayında", "weak": "Zayıf güvenlik", "unreviewed": "Gözden geçirilecek",
                "planned": "Planlanan", "off": "Kapalı",
            },
            tab="state", choices=("purpose", WifiPurpose, "Amaç"), search="SSID ya da açıklama",
            kinds=tables.WIFI_KINDS, state="status", sections=_wifi_sections, buttons=_wifi_buttons,
            beside=lambda request: [
                Button("Erişim noktaları", to("points"), "antenna", dialog=False),
                Button("Aydınlatma metni", to("notices"), "file-text", dialog=False),
            ],
        ),
        Shape(
            "planned", building.PLANNED, buildout.planned_works, buildout.PlannedFilter, tables.PLANNED,
            ("-year", "title", "pk"), "Planlanan ağ",
            "Ağa ne eklenecek: neden, hangi yıl, ne kadara, hangi ödenekten; ne gerçekleşti.",
            forms.PlannedForm,
            ("title", "sort", "site_id", "year", "quantity", "cost", "money_from", "why", "purchase"),
            lambda one: [
                ("Tür", one.get_sort_display()),
                ("Gerekçe", one.why),
                ("Yerleşke", one.site.name if one.site else ""),
                ("Yıl", str(one.year)),
                ("Miktar", words.number(one.quantity)),
                ("Tahmini bedel", tables.lira(one.cost)),
                ("Ödeneği", one.money_from),
                ("Alım dosyası", one.purchase),
                ("Gerçekleşen bedel", tables.lira(one.spent)),
                ("Gerçekleştiği gün", one.realised_on),
                ("Doğan hat", one.circuit, to("circuit", one.circuit_id) if one.circuit_id else ""),
                ("Doğan cihaz", one.device, to("device", one.device_id) if one.device_id else ""),
            ],
            BUILD_NAV,
            tabs={
                "": "Tümü", "open": "Bekleyen", "proposed": "Öneri", "approved": "Programda", "buying": "Alımda",
                "late": "Yılı geçen", "done": "Gerçekleşen",
            },
            choices=("sort", PlannedSort, "Tür"), search="İş, gerekçe, ödenek, yerleşke",
            kinds=tables.PLANNED_KINDS, state="status", buttons=_planned_buttons,
            beside=lambda request: [Button("Yıllara göre", to("plan_years"), "chart-bar", dialog=False)],
        ),
        Shape(
            "offers", building.OFFERS, buildout.offers, buildout.OfferFilter, tables.OFFERS,
            ("need", "monthly", "pk"), "İşletmeci teklifleri",
            "Bir ihtiyaç için gelen teklifler yan yana: hız, taahhüt, bedel, Mbit/s başına aylık.",
            forms.OfferForm,
            (
                *("need", "provider", "kind", "site_id", "down_kbps", "up_kbps", "promised", "setup", "monthly"),
                *("months", "given_on", "valid_until"),
            ),
            lambda one: [
                ("İhtiyaç", one.need),
                ("Tür", one.get_kind_display()),
                ("Yerleşke", one.site.name if one.site else ""),
                ("Hız", tables.speed(one.down_kbps, one.up_kbps)),
                ("Taahhüt edilen süreklilik (%)", str(one.promised).replace(".", ",") if one.promised else ""),
                ("Kurulum", tables.lira(one.setup)),
                ("Aylık", tables.lira(one.monthly)),
                ("Taahhüt", f"{one.months} ay"),
                ("Toplam", tables.lira(one.total)),
                ("Mbit/s başına aylık", tables.lira(one.per_mbit)),
                ("Teklif günü", one.given_on),
                ("Geçerlilik", one.valid_until),
                ("Seçildi", _yes(one.chosen)),
            ],
            BUILD_NAV, tabs={"": "Tümü", "valid": "Geçerli", "chosen": "Seçilen"}, tab="state",
            search="İhtiyaç ya da işletmeci", sections=_offer_sections,
            buttons=lambda one, request: [
                Button("Bu teklifi seç", to("choose_offer", one.pk), "star", primary=True)
            ] if decides(request, one) and not one.chosen else [],
        ),
        Shape(
            "tests", building.TEST_PLANS, buildout.planned_tests, buildout.TestPlanFilter, tables.TEST_PLANS,
            ("next_on", "pk"), "Sınama planı",
            "Hangi hat ve yedek, kaç günde bir, nasıl sınanır; günü gelince sorumlusuna haber verilir.",
            forms.TestPlanForm, ("circuit_id", "kind", "every", "next_on", "limit", "how"),
            lambda one: [
                ("Hat", one.circuit, to("circuit", one.circuit_id)),
                ("Sınama", one.get_kind_display()),
                ("Sıklık", f"{one.every} gün"),
                ("Sıradaki gün", one.next_on),
                ("En çok geçiş süresi", f"{one.limit} sn" if one.limit else ""),
                ("Nasıl sınanır", one.how),
            ],
            BUILD_NAV, tabs={"": "Tümü", "late": "Geciken", "soon": "30 gün içinde", "failover": "Yedeğe geçiş"},
            tab="state", search="İşletmeci, devre no, yerleşke", sections=_plan_sections,
            buttons=lambda one, request: [
                Button("Sınama kaydet", to("test_circuit", one.circuit_id), "checklist", primary=True)
            ] if keeps(request, one) else [],
        ),
    )
}  # fmt: skip


def shape_of(slug: str) -> Shape:
    return SHAPES[slug]


def file_page(number: str) -> str:
    return reverse("front:case", args=[number])
