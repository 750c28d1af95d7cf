"""The further registers on the screen: each is described once, the pages are the same for all."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.ui import words
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, filters_of, found, given, moments

from .. import access
from ..forms import NothingForm, ReleaseForm, WhyForm
from ..forms import further as forms
from ..lifecycle.further import EVENT_LIFE, HAND_OVER_LIFE, WAIVER_LIFE
from ..models import PlannedSort, WaiverSort, WifiPurpose
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
from .common import listing

NET_NAV, BUILD_NAV = "network/_further_nav.html", "network/_build_nav.html"
LONG = 60
"""Words longer than this take a line of their own."""
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


def _to(name: str, *args: Any) -> str:
    return reverse(f"network:{name}", args=args)


def _keeps(request: Request, one: Any) -> bool:
    return request.actor.reach(access.KEEP).covers(one)


def _decides(request: Request, one: Any) -> bool:
    return request.actor.reach(access.DECIDE).covers(one)


def case_of(number: str) -> str:
    """The page of a file that stands here; a number from another program leads nowhere."""
    return reverse("front:case", args=[number]) if number and known_case(number) else ""


def _vpn_buttons(one: Any, request: Request) -> list[Button]:
    found_ = []
    if _decides(request, one) and one.status != "closed":
        found_.append(Button("Gözden geçir", _to("vpn_review", one.pk), "checklist", primary=True))
    if _keeps(request, one):
        if one.status == "open":
            found_.append(Button("Askıya al", _to("vpn_suspend", one.pk), "player-pause"))
        if one.status == "suspended":
            found_.append(Button("Yeniden aç", _to("vpn_resume", one.pk), "player-play"))
        if one.status != "closed":
            found_.append(Button("Kapat", _to("vpn_close", one.pk), "lock", danger=True))
    return found_


def _profile_sections(one: Any, request: Request) -> list[Section]:
    rows = internet.profile_holders(request.actor, internet.ProfileHolderFilter(profile=one.pk)).order_by(
        "-since", "-pk"
    )
    cells = []
    for row in rows[:100]:
        line = tables.holder_cells(row)
        del line[1]
        if _keeps(request, one) and (row.until is None or row.until >= localdate()):
            line.append(Cell("Geri al", _to("take_profile", row.pk)))
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
    if not _keeps(request, one):
        return []
    return [
        Button("Sınama kaydet", _to("test_channel", one.pk), "checklist", primary=True),
        Button("Sertifika okut", _to("lay_certificate", one.pk), "certificate"),
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
    if one.status == "proposed" and _decides(request, one):
        found_.append(Button("Programa al", _to("planned_approve", one.pk), "circle-check", primary=True))
    if one.status == "approved" and _keeps(request, one):
        found_.append(Button("Alımı başlat", _to("planned_buy", one.pk), "shopping-cart"))
    if one.status in {"approved", "buying"} and _keeps(request, one):
        found_.append(Button("Gerçekleşti", _to("planned_realise", one.pk), "circle-check", primary=True))
    if one.status in {"proposed", "approved", "buying"} and _decides(request, one):
        found_.append(Button("Vazgeç", _to("planned_drop", one.pk), "ban", danger=True))
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
    if _decides(request, one):
        found_.append(Button("Gözden geçir", _to("review_wireless", one.pk), "checklist"))
    if _keeps(request, one):
        found_.append(Button("Erişim noktaları", _to("set_points", one.pk), "antenna"))
    if request.actor.holds(access.GUESTS) and one.portal:
        found_.append(Button("Misafirler", _to("guests") + f"?wireless={one.pk}", "users", dialog=False))
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
                Button("Profil ver", _to("give_profile", one.pk), "user-plus", primary=True)
            ] if _keeps(request, one) else [],
            beside=lambda request: [Button("Kim hangisinde?", _to("holders"), "users", dialog=False)],
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
                *([Button("Gözden geçir", _to("review_category", one.pk), "checklist", primary=True)]
                  if _decides(request, one) else []),
                *([Button("Cihazdaki ad bağla", _to("claim_hits", one.pk), "link")] if _keeps(request, one) else []),
            ],
            beside=lambda request: [Button("İstatistik", _to("filter_stats"), "chart-bar", dialog=False)],
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
                 _to("protocols_one", one.protocol_id) if one.protocol_id else ""),
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
                ("İmzalı belge", one.file.name if one.file else "", _to("protocol_file", one.pk) if one.file else ""),
            ],
            tabs={
                "": "Tümü", "active": "Yürürlükte", "ending": "Süresi dolan", "over": "Süresi geçmiş",
                "personal": "Kişisel veri olan", "draft": "Taslak", "ended": "Sona eren",
            },
            search="Kurum, protokol, ne paylaşılıyor",
            kinds=tables.PROTOCOL_KINDS, state="status", sections=_protocol_sections,
            buttons=lambda one, request: [
                Button("Belge koy", _to("lay_document", one.pk), "file-certificate", primary=not one.file)
            ] if _keeps(request, one) else [],
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
                 _to("prefix", one.prefix_id) if one.prefix_id else ""),
                ("İnternet profili", one.profile.name if one.profile else "",
                 _to("internet_one", one.profile_id) if one.profile_id else ""),
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
                Button("Erişim noktaları", _to("points"), "antenna", dialog=False),
                Button("Aydınlatma metni", _to("notices"), "file-text", dialog=False),
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
                ("Doğan hat", one.circuit, _to("circuit", one.circuit_id) if one.circuit_id else ""),
                ("Doğan cihaz", one.device, _to("device", one.device_id) if one.device_id else ""),
            ],
            BUILD_NAV,
            tabs={
                "": "Tümü", "open": "Bekleyen", "proposed": "Öneri", "approved": "Programda", "buying": "Alımda",
                "late": "Yılı geçen", "done": "Gerçekleşen",
            },
            choices=("sort", PlannedSort, "Tür"), search="İş, gerekçe, ödenek, yerleşke",
            kinds=tables.PLANNED_KINDS, state="status", buttons=_planned_buttons,
            beside=lambda request: [Button("Yıllara göre", _to("plan_years"), "chart-bar", dialog=False)],
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
                Button("Bu teklifi seç", _to("choose_offer", one.pk), "star", primary=True)
            ] if _decides(request, one) and not one.chosen else [],
        ),
        Shape(
            "tests", building.TEST_PLANS, buildout.planned_tests, buildout.TestPlanFilter, tables.TEST_PLANS,
            ("next_on", "pk"), "Sınama planı",
            "Hangi hat ve yedek, kaç günde bir, nasıl sınanır; günü gelince sorumlusuna haber verilir.",
            forms.TestPlanForm, ("circuit_id", "kind", "every", "next_on", "limit", "how"),
            lambda one: [
                ("Hat", one.circuit, _to("circuit", one.circuit_id)),
                ("Sınama", one.get_kind_display()),
                ("Sıklık", f"{one.every} gün"),
                ("Sıradaki gün", one.next_on),
                ("En çok geçiş süresi", f"{one.limit} sn" if one.limit else ""),
                ("Nasıl sınanır", one.how),
            ],
            BUILD_NAV, tabs={"": "Tümü", "late": "Geciken", "soon": "30 gün içinde", "failover": "Yedeğe geçiş"},
            tab="state", search="İşletmeci, devre no, yerleşke", sections=_plan_sections,
            buttons=lambda one, request: [
                Button("Sınama kaydet", _to("test_circuit", one.circuit_id), "checklist", primary=True)
            ] if _keeps(request, one) else [],
        ),
    )
}  # fmt: skip


def _shape(slug: str) -> Shape:
    return SHAPES[slug]


@require_GET
def index(request: Request, slug: str) -> HttpResponse:
    shape = _shape(slug)
    second = shape.choices[0] if shape.choices else ""
    names = [shape.tab, *([second] if second else []), "q", "sonra"]
    ask = asked(request, *names)
    ask.setdefault("q", "")
    if shape.tabs and ask[shape.tab] not in shape.tabs:
        ask[shape.tab] = ""
    full = {name: ask[name] for name in names if name != "sonra"}
    filters = filters_of(shape.filter, request.GET) if shape.filter else None
    rows = shape.rows(request.actor, filters)
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] and shape.search else []
    if shape.choices and ask[second] in shape.choices[1].values:
        chips.append(Chip(shape.choices[2], str(shape.choices[1](ask[second]).label), address(full, **{second: ""})))
    buttons = []
    if request.actor.holds(access.KEEP):
        buttons.append(Button(f"{shape.what} yaz", _to(f"{slug}_add"), "plus", primary=True))
    buttons += shape.beside(request) if shape.beside else []
    return listing(
        request, shape.listing, rows, shape.order, title=shape.title, lead=shape.lead, here=slug,
        file=slug_of(shape.title), asked=ask,
        tabs=[
            Tab(label, address(full, **{shape.tab: code}), ask[shape.tab] == code)
            for code, label in shape.tabs.items()
        ],
        chips=chips, search=shape.search, buttons=buttons, empty=shape.empty, hint=shape.hint, nav=shape.nav,
        icon=shape.register.icon, may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def slug_of(title: str) -> str:
    from django.utils.text import slugify

    return slugify(title.translate(str.maketrans("ıİğĞşŞöÖüÜçÇ", "iIgGsSoOuUcC")))


def add(request: Request, slug: str) -> HttpResponse:
    shape = _shape(slug)
    if not request.actor.holds(access.KEEP):
        raise Http404
    return answer(
        request,
        shape.form(**given(request), actor=request.actor),
        shape.register.add,
        title=f"{shape.what} yaz",
        button="Yaz",
        next_url=lambda made: _to(f"{slug}_one", made.pk),
    )


def edit(request: Request, slug: str, key: int) -> HttpResponse:
    shape = _shape(slug)
    one = found(shape.register.find, request.actor, key)
    initial = {name: getattr(one, name) for name in shape.fields}
    initial |= {name: getattr(one, name) for name in ("description", "tags") if hasattr(one, name)}
    initial |= {name: getattr(one, name) for name in ("user", "assignee") if hasattr(one, name)}
    return answer(
        request,
        shape.form(**given(request), actor=request.actor, fixed=True, initial=initial),
        shape.register.edit,
        key,
        title=f"{shape.what}: düzenle",
        lead=str(one),
        next_url=lambda _: _to(f"{slug}_one", key),
    )


def drop(request: Request, slug: str, key: int) -> HttpResponse:
    shape = _shape(slug)
    one = found(shape.register.find, request.actor, key)
    return answer(
        request,
        NothingForm(**given(request)),
        shape.register.drop,
        key,
        title=f"{shape.what}: çıkar",
        button="Çıkar",
        lead=f"{one} kaydı silinir; geçmişi durur.",
        danger=True,
        next_url=lambda _: _to(slug),
    )


@require_GET
def record(request: Request, slug: str, key: int) -> HttpResponse:
    shape = _shape(slug)
    one = found(shape.register.find, request.actor, key)
    buttons = list(shape.buttons(one, request)) if shape.buttons else []
    if _keeps(request, one):
        buttons.append(Button("Düzenle", _to(f"{slug}_edit", key), "pencil"))
        if slug != "vpn":
            buttons.append(Button("Çıkar", _to(f"{slug}_drop", key), "trash", danger=True))
    status = getattr(one, f"get_{shape.state}_display")() if shape.state else ""
    facts = [(row[0], row[1], row[2] if len(row) > 2 else "") for row in shape.facts(one)]
    if getattr(one, "description", ""):
        facts.append(("Açıklama", one.description, ""))
    if getattr(one, "tags", None):
        facts.append(("Etiketler", ", ".join(one.tags), ""))
    context = {
        "one": one,
        "what": shape.what,
        "icon": shape.register.icon,
        "list_title": shape.title,
        "back": _to(slug),
        "status": status,
        "kind": shape.kinds.get(getattr(one, shape.state), "open") if shape.state else "open",
        "facts": [(*row, len(str(row[1])) > LONG) for row in facts if row[1] not in (None, "", "–")],
        "sections": shape.sections(one, request) if shape.sections else [],
        "buttons": buttons,
        "story": moments(shape.register.kind, one.pk, tables.FURTHER_TOLD, last=30),
    }
    return render(request, "network/kept.html", context)


# Acts on one record -------------------------------------------------------------------------------------------------


def _act(
    request: Request, slug: str, key: int, form: Any, service: Callable[..., Any], title: str, **more: Any
) -> HttpResponse:
    one = found(_shape(slug).register.find, request.actor, key)
    more.setdefault("lead", str(one))
    return answer(request, form, service, key, title=title, next_url=lambda _: _to(f"{slug}_one", key), **more)


def vpn_review(request: Request, key: int) -> HttpResponse:
    return _act(request, "vpn", key, forms.VpnReviewForm(**given(request)), surfing.review_vpn, "Hesabı gözden geçir")


TURNS = {"suspend": "Hesabı askıya al", "resume": "Hesabı yeniden aç", "close": "Hesabı kapat"}


def vpn_turn(request: Request, key: int, step: str) -> HttpResponse:
    form: Any = NothingForm(**given(request)) if step == "resume" else WhyForm(**given(request))
    return _act(
        request, "vpn", key, form, surfing.turn_vpn, TURNS[step], step=step, button="Onayla",
        danger=step == "close",
    )  # fmt: skip


def review_category(request: Request, key: int) -> HttpResponse:
    form = forms.NoteForm(**given(request))
    return _act(request, "categories", key, form, surfing.review_category, "Kategoriyi gözden geçir")


def claim_hits(request: Request, key: int) -> HttpResponse:
    form = forms.ClaimForm(**given(request), actor=request.actor)
    return _act(request, "categories", key, form, surfing.claim_hits, "Cihazdaki ad bağla", button="Bağla")


def give_profile(request: Request, key: int) -> HttpResponse:
    form = forms.GiveProfileForm(**given(request))
    return _act(request, "internet", key, form, surfing.give_profile, "Profil ver", button="Ver")


def take_profile(request: Request, key: int) -> HttpResponse:
    held = found(internet.profile_holder, request.actor, key)
    return answer(
        request,
        NothingForm(**given(request)),
        surfing.take_profile,
        key,
        title="Profili geri al",
        button="Geri al",
        lead=f"{held}; bugün sona erer.",
        danger=True,
        next_url=lambda _: _to("internet_one", held.profile_id),
    )


def test_channel(request: Request, key: int) -> HttpResponse:
    form = forms.ChannelTestForm(**given(request))
    return _act(request, "channels", key, form, channelling.record_channel_test, "Sınama kaydet")


def lay_certificate(request: Request, key: int) -> HttpResponse:
    def read(key: int, *, actor: Any, file: Any) -> Any:
        return channelling.lay_certificate(key, actor=actor, content=file.read())

    form = forms.CertificateForm(**given(request))
    return _act(request, "channels", key, form, read, "Sertifika okut", button="Okut")


def lay_document(request: Request, key: int) -> HttpResponse:
    def lay(key: int, *, actor: Any, file: Any) -> Any:
        return channelling.lay_document(key, actor=actor, content=file, name=file.name or "protokol.pdf")

    form = forms.DocumentForm(**given(request))
    return _act(request, "protocols", key, form, lay, "İmzalı belgeyi koy", button="Koy")


@require_GET
def protocol_file(request: Request, key: int) -> HttpResponse:
    from konak.foundation.files.serving import serve

    one = found(channel.protocol, request.actor, key)
    if one.file is None:
        raise Http404
    return serve(one.file)  # type: ignore[return-value]


MOVES: dict[str, tuple[Any, str]] = {
    "approve": (forms.NoteForm, "Programa al"),
    "buy": (forms.BuyForm, "Alımı başlat"),
    "realise": (forms.RealiseForm, "Gerçekleşti"),
    "drop": (forms.DropForm, "Vazgeç"),
}


def move_planned(request: Request, key: int, move: str) -> HttpResponse:
    kind, title = MOVES[move]
    more = {"actor": request.actor} if kind is forms.RealiseForm else {}
    return _act(
        request, "planned", key, kind(**given(request), **more), building.move_planned, title, move=move,
        button=title, danger=move == "drop",
    )  # fmt: skip


def choose_offer(request: Request, key: int) -> HttpResponse:
    form = WhyForm(**given(request))
    return _act(request, "offers", key, form, building.choose_offer, "Bu teklifi seç", button="Seç")


def review_wireless(request: Request, key: int) -> HttpResponse:
    form = forms.NoteForm(**given(request))
    return _act(request, "wireless", key, form, sending.review_wireless, "Kablosuz ağı gözden geçir")


def set_points(request: Request, key: int) -> HttpResponse:
    one = found(wifi.wireless_network, request.actor, key)
    initial = {"device_ids": [row.pk for row in wifi.points_of(one)]}
    form = forms.PointsForm(**given(request), actor=request.actor, initial=initial)
    return _act(request, "wireless", key, form, sending.set_points, "Erişim noktaları")


def write_outage(request: Request, circuit_id: int) -> HttpResponse:
    from ..queries import circuit

    one = found(circuit, request.actor, circuit_id)
    return answer(
        request,
        forms.OutageForm(**given(request)),
        building.write_outage,
        circuit_id,
        title="Kesinti yaz",
        lead=str(one),
        next_url=lambda _: _to("circuit", circuit_id),
    )


def end_outage(request: Request, key: int) -> HttpResponse:
    row = found(buildout.outage, request.actor, key)
    return answer(
        request,
        forms.EndOutageForm(**given(request)),
        building.end_outage,
        key,
        title="Kesintiyi bitir",
        lead=str(row.circuit),
        next_url=lambda _: _to("circuit", row.circuit_id),
    )


# Lists that are no register -----------------------------------------------------------------------------------------


@require_GET
def holders(request: Request) -> HttpResponse:
    ask = asked(request, "state", "q", "sonra")
    full = {"state": ask["state"], "q": ask["q"]}
    labels = {"": "Tümü", "now": "Sürüyor", "over": "Sona eren"}
    return listing(
        request, tables.HOLDERS,
        internet.profile_holders(request.actor, filters_of(internet.ProfileHolderFilter, request.GET)),
        ("-since", "-pk"), title="Profil sahipleri",
        lead="Kişinin profili birimininkinden, o da herkesinkinden önce gelir.",
        here="internet", file="profil-sahipleri", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [], search="Birim ya da kişi",
        empty="Kimseye profil verilmedi", nav=NET_NAV, icon="users", may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def _case(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def waivers(request: Request) -> HttpResponse:
    ask = asked(request, "state", "sort", "q", "sonra")
    labels = {
        "": "Tümü", "asked": "Karar bekleyen", "approved": "Uygulanacak", "applied": "Yürürlükte",
        "ending": "Süresi dolan", "over": "Kaldırılacak", "removed": "Kaldırılan",
    }  # fmt: skip
    full = {name: ask[name] for name in ("state", "sort", "q")}
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if ask["sort"] in WaiverSort.values:
        chips.append(Chip("Ne isteniyor", str(WaiverSort(ask["sort"]).label), address(full, sort="")))
    return listing(
        request, tables.WAIVERS, internet.waivers(request.actor, filters_of(internet.WaiverFilter, request.GET)),
        ("-case_id",), title="İnternet ayrıcalıkları",
        lead="Kim için, hangi site ya da profil, neden ve ne zamana kadar; süresi dolunca kaldırılır.",
        here="waivers", file="internet-ayricaliklari", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=chips, search="Sayı, site, kişi, ne için",
        buttons=[Button("Ayrıcalık iste", _to("ask_waiver"), "plus", primary=True)], empty="Henüz ayrıcalık yok",
        hint="Engelli bir siteye iş için girmeniz gerekiyorsa isteyin; en çok bir yıl için verilir.",
        nav=NET_NAV, icon="world", may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def ask_waiver(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.WaiverForm(**given(request), initial={"person_id": request.actor.user_id}),
        surfing.ask_waiver,
        title="İnternet ayrıcalığı iste",
        button="İste",
        lead="Ağ birimi üç iş günü içinde yanıtlar.",
        next_url=lambda made: _case(made.case.number),
    )


@require_GET
def hand_overs(request: Request) -> HttpResponse:
    ask = asked(request, "state", "q", "sonra")
    labels = {"": "Tümü", "preparing": "Hazırlanan", "offered": "Teslim bekleyen", "accepted": "Teslim edilen"}
    full = {"state": ask["state"], "q": ask["q"]}
    buttons = [Button("Teslim dosyası aç", _to("open_hand_over"), "plus", primary=True)]
    return listing(
        request, tables.HAND_OVERS,
        buildout.hand_overs(request.actor, filters_of(buildout.HandOverFilter, request.GET)), ("-case_id",),
        title="Yerleşke teslimleri",
        lead="Yeni ya da yenilenen yerleşkenin ağı denetlenir, birime tutanakla teslim edilir.",
        here="hand_overs", file="yerleske-teslimleri", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [], search="Sayı, yerleşke, birim",
        buttons=buttons if request.actor.holds(access.KEEP) else [], empty="Henüz teslim dosyası yok",
        nav=BUILD_NAV, icon="clipboard-check",
    )  # fmt: skip


def open_hand_over(request: Request) -> HttpResponse:
    if not request.actor.holds(access.KEEP):
        raise Http404
    site = request.GET.get("site", "")
    return answer(
        request,
        forms.HandOverForm(
            **given(request),
            actor=request.actor,
            initial={"items": "\n".join(building.USUAL), "site_id": int(site) if site.isdecimal() else None},
        ),
        building.open_hand_over,
        title="Teslim dosyası aç",
        button="Aç",
        next_url=lambda made: _case(made.case.number),
    )


def check_items(request: Request, number: str) -> HttpResponse:
    row = found(buildout.hand_over, request.actor, number)
    return answer(
        request,
        forms.ItemsForm(**given(request), rows=row.items),
        building.check_items,
        number,
        title="Denetim listesini yaz",
        lead=str(row),
        next_url=lambda _: _case(number),
        done="Liste yazıldı.",
    )


@require_GET
def hand_over_paper(request: Request, number: str) -> HttpResponse:
    from konak.foundation.files.serving import serve

    row = found(buildout.hand_over, request.actor, number)
    if row.file is None:
        raise Http404
    return serve(row.file)  # type: ignore[return-value]


@require_GET
def events(request: Request) -> HttpResponse:
    ask = asked(request, "state", "q", "sonra")
    labels = {
        "": "Tümü", "asked": "Karar bekleyen", "soon": "14 gün içinde", "planned": "Kurulacak", "running": "Yayında",
        "unclosed": "Kapatılacak", "closed": "Kapatılan",
    }  # fmt: skip
    full = {"state": ask["state"], "q": ask["q"]}
    return listing(
        request, tables.EVENTS, wifi.event_wifis(request.actor, filters_of(wifi.EventFilter, request.GET)),
        ("-case_id",), title="Etkinlik kablosuzu",
        lead="Etkinliğe ya da internetsiz bir yere geçici kablosuz: istenir, kurulur, sayılarıyla kapatılır.",
        here="events", file="etkinlik-kablosuzu", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [], search="Sayı, etkinlik, yer",
        buttons=[Button("Etkinlik kablosuzu iste", _to("ask_event"), "plus", primary=True)],
        empty="Henüz etkinlik yok", nav=NET_NAV, icon="calendar-event",
        may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def ask_event(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.EventForm(**given(request)),
        sending.ask_event,
        title="Etkinlik kablosuzu iste",
        button="İste",
        lead="Ağ birimi iki iş günü içinde yanıtlar; donanım ve hat ona göre ayrılır.",
        next_url=lambda made: _case(made.case.number),
    )


@require_GET
def event_codes(request: Request, number: str) -> HttpResponse:
    """The codes as a workbook, to be printed and cut."""
    row = found(wifi.event_wifi, request.actor, number)
    if not request.actor.reach(access.KEEP).covers(row.case):
        raise Http404
    lines = (
        [one.code, row.name, row.wireless.ssid if row.wireless else "", one.used_at] for one in wifi.codes_of(row)
    )
    heads = [sheets.Column(label, 24) for label in ("Kod", "Etkinlik", "Kablosuz ağ", "Kullanıldı")]
    return sheets.workbook("Etkinlik kodları", heads, lines, f"kodlar-{number}", filters=[])


@require_GET
def points(request: Request) -> HttpResponse:
    return listing(
        request, tables.POINTS, wifi.access_points(request.actor).prefetch_related("wireless"),
        ("site__name", "name", "pk"), title="Erişim noktaları",
        lead="Görevi erişim noktası olan ağ cihazları ve yaydıkları ağlar.",
        here="wireless", file="erisim-noktalari", asked=asked(request, "sonra"), empty="Henüz erişim noktası yok",
        hint="Ağ cihazlarında görevi «Erişim noktası» olan cihaz yazın.", nav=NET_NAV, icon="antenna",
        may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


@require_GET
def guests(request: Request) -> HttpResponse:
    if not request.actor.holds(access.GUESTS):
        raise Http404
    ask = asked(request, "state", "wireless", "q", "an", "sonra")
    labels = {"": "Tümü", "now": "Şu anda", "never": "Girmeyen"}
    at = None
    if ask["an"]:
        try:
            at = dt.datetime.fromisoformat(ask["an"])
            at = at if at.tzinfo else at.astimezone()
        except ValueError:
            at = None
    key = int(ask["wireless"]) if ask["wireless"].isdecimal() and len(ask["wireless"]) < 18 else None
    state = ask["state"] if ask["state"] in labels else ""
    filters = wifi.GuestFilter(state=state or None, wireless=key, q=ask["q"] or None, at=at)
    if ask["q"] or at:
        sending.note_look(actor=request.actor, what="telefon, adres ya da an" if ask["q"] else "an")
    full = {name: ask[name] for name in ("state", "wireless", "q", "an")}
    return listing(
        request, tables.GUESTS, wifi.guests(request.actor, filters), ("-asked_at", "-pk"), title="Misafir oturumları",
        lead="Misafir ağına kim, hangi cihazla, hangi adresle, ne zaman girdi; aranması ize yazılır.",
        here="guests", file="misafir-oturumlari", asked=ask,
        tabs=[Tab(label, address(full, state=code), state == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [],
        search="Telefon, MAC ya da adres", asks_when=True, empty="Henüz misafir girmedi",
        hint="Misafir ağında «SMS ile girilir» işaretlenince misafirler /misafir/ sayfasından girer.",
        nav=NET_NAV, icon="users", may_guests=True,
    )  # fmt: skip


@require_GET
def notices(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    context = {
        "rows": list(wifi.notices(request.actor).order_by("-version")[:50]),
        "decides": request.actor.holds(access.DECIDE),
        "may_guests": request.actor.holds(access.GUESTS),
        "here": "wireless",
    }
    return render(request, "network/notices.html", context)


def write_notice(request: Request) -> HttpResponse:
    last = wifi.notice_now()
    return answer(
        request,
        forms.NoticeForm(
            **given(request), actor=request.actor, initial={"text": last.text if last else sending.FIRST_NOTICE}
        ),
        sending.write_notice,
        title="Yeni sürüm yaz",
        lead="Yazıldığı anda misafirlere bu metin gösterilir; eski sürümler durur.",
        next_url=lambda _: _to("notices"),
    )


# Numbers ------------------------------------------------------------------------------------------------------------


def _span(request: Request) -> tuple[dt.date, dt.date, int]:
    days = {"30": 30, "90": 90, "365": 365, "730": 730}.get(request.GET.get("sure", ""), 365)
    return localdate() - dt.timedelta(days=days - 1), localdate(), days


SPANS = {30: "30 gün", 90: "90 gün", 365: "1 yıl", 730: "2 yıl"}


def _spans(days: int) -> list[Tab]:
    return [Tab(label, f"?sure={code}", code == days) for code, label in SPANS.items()]


@require_GET
def filter_stats(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    since, until, days = _span(request)
    rows = internet.hits_by_category(request.actor, since, until)
    if sheets.asked(request):
        heads = [sheets.Column(label, 28) for label in ("Kategori", "Engellenen", "Geçen", "Son gün")]
        lines = ([row["category__name"] or "Tanınmayan", row["stopped"], row["let"], row["last"]] for row in rows)
        return sheets.workbook("Web süzgeci istatistiği", heads, lines, "suzgec-istatistigi", filters=[])
    months = internet.hits_by_month(request.actor, since, until)
    context = {
        "here": "categories",
        "tabs": _spans(days),
        "rows": rows,
        "most": max((row["stopped"] for row in rows), default=0),
        "stopped": sum(row["stopped"] for row in rows),
        "let": sum(row["let"] for row in rows),
        "unknown": internet.unknown_categories(request.actor),
        "reports": list(internet.filter_reports(request.actor).order_by("-at")[:10]),
        "keeps": request.actor.holds(access.KEEP),
        "may_guests": request.actor.holds(access.GUESTS),
        "chart": {
            "dataset": {"source": [["Ay", "Engellenen", "Geçen"], *([f"{m:%m.%Y}", s, t] for m, s, t in months)]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "kind": "late"}, {"type": "bar", "kind": "open"}],
        }
        if months
        else None,
    }
    return render(request, "network/filter_stats.html", context)


def import_hits(request: Request) -> HttpResponse:
    if not request.actor.holds(access.KEEP):
        raise Http404

    def take(*, actor: Any, file: Any) -> Any:
        return surfing.import_hits(actor=actor, content=file.read(), name=file.name or "istatistik")

    return answer(
        request,
        forms.HitsForm(**given(request)),
        take,
        title="İstatistik dosyası al",
        button="Al",
        lead="Yalnız gün ve kategori toplamları saklanır; kimin nereye girdiği loglarda durur.",
        next_url=lambda _: _to("filter_stats"),
    )


@require_GET
def filter_reports(request: Request) -> HttpResponse:
    return listing(
        request, tables.REPORTS, internet.filter_reports(request.actor), ("-at", "-pk"),
        title="İstatistik dosyaları", lead="Alınan web süzgeci istatistikleri.", here="categories",
        file="suzgec-dosyalari", asked=asked(request, "sonra"), empty="Henüz dosya alınmadı", nav=NET_NAV,
        icon="file-upload", may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


@require_GET
def plan_years(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    rows = buildout.plan_by_year(request.actor)
    if sheets.asked(request):
        heads = [
            sheets.Column(label, 20) for label in ("Yıl", "İş", "Gerçekleşen iş", "Tahmini (₺)", "Gerçekleşen (₺)")
        ]
        lines = ([row["year"], row["many"], row["done"], row["cost"], row["spent"]] for row in rows)
        return sheets.workbook("Ağ yatırımları", heads, lines, "ag-yatirimlari", filters=[])
    source = [[str(row["year"]), float(row["cost"] or 0), float(row["spent"] or 0)] for row in rows]
    context = {
        "here": "planned",
        "rows": rows,
        "chart": {
            "dataset": {"source": [["Yıl", "Tahmini", "Gerçekleşen"], *source]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "kind": "open"}, {"type": "bar", "kind": "done"}],
        }
        if rows
        else None,
    }
    return render(request, "network/plan_years.html", context)


def _bars(label: str, rows: Sequence[tuple[str, float]], kind: str) -> dict[str, Any]:
    return {
        "dataset": {"source": [["İşletmeci", label], *([name, value] for name, value in rows)]},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
        "series": [{"type": "bar", "kind": kind}],
    }


@require_GET
def providers(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    since, until, days = _span(request)
    rows = buildout.providers(request.actor, since, until)
    kept = buildout.kept_promises(request.actor, since, until)
    if sheets.asked(request):
        labels = (
            *("İşletmeci", "Hat", "Kapasite (Mbit/s)", "Aylık (₺)", "Mbit/s başına (₺)", "Süreklilik (%)", "Kesinti"),
            *("Kesinti (saat)", "Sözünü tutmayan hat", "Geçmeyen sınama"),
        )
        heads = [sheets.Column(label, 20) for label in labels]
        lines = (
            [
                *(row.name, row.lines, row.mbit, row.monthly, row.per_mbit, row.available, row.outages),
                *(round(row.hours, 1), row.broken, row.failed),
            ]
            for row in rows
        )
        return sheets.workbook("İşletmeci karşılaştırması", heads, lines, "isletmeciler", filters=[])
    context = {
        "here": "providers",
        "tabs": _spans(days),
        "rows": rows,
        "kept": [one for one in kept if one.outages or one.broken],
        "whole": len(kept),
        "chart": _bars("Kesinti (saat)", [(row.name, round(row.hours, 1)) for row in rows], "late"),
        "prices": _bars(
            "Mbit/s başına aylık (₺)", [(row.name, float(row.per_mbit)) for row in rows if row.per_mbit], "open"
        ),
    }
    return render(request, "network/providers.html", context)


# Steps of the files -------------------------------------------------------------------------------------------------

Steps = dict[str, tuple[Callable[..., Any], Any, str]]
FILES: dict[str, tuple[Any, Callable[..., Any], Steps]] = {
    "waiver": (
        WAIVER_LIFE,
        internet.waiver,
        {
            "approve": (surfing.approve_waiver, forms.TermForm, "Uygun görüldü; uygulanması bekleniyor."),
            "refuse": (surfing.refuse_waiver, WhyForm, "İstek kapandı; isteyene bildirildi."),
            "apply": (surfing.apply_waiver, forms.ApplyForm, "Ayrıcalık yürürlükte."),
            "review": (surfing.review_waiver, forms.TermForm, "Gözden geçirildiği yazıldı."),
            "expire": (surfing.expire_waiver, ReleaseForm, "Kaldırılması bekleniyor."),
            "remove": (surfing.remove_waiver, ReleaseForm, "Ayrıcalık kaldırıldı."),
            "withdraw": (surfing.withdraw_waiver, NothingForm, "İstekten vazgeçildi."),
        },
    ),
    "handover": (
        HAND_OVER_LIFE,
        buildout.hand_over,
        {
            "offer": (building.offer_site, forms.OfferSiteForm, "Teslim alacak kişiye bildirildi."),
            "return": (building.return_site, WhyForm, "Eksikle geri çevrildi."),
            "accept": (building.accept_site, forms.AcceptSiteForm, "Teslim alındı; tutanak dosyada."),
            "cancel": (building.cancel_site, WhyForm, "Dosya kapandı."),
        },
    ),
    "eventwifi": (
        EVENT_LIFE,
        wifi.event_wifi,
        {
            "approve": (sending.approve_event, forms.EventApproveForm, "Uygun görüldü; kurulması bekleniyor."),
            "refuse": (sending.refuse_event, WhyForm, "İstek kapandı; isteyene bildirildi."),
            "start": (sending.start_event, forms.EventStartForm, "Kablosuz yayında."),
            "close": (sending.close_event, forms.EventCloseForm, "Etkinlik kapatıldı."),
            "withdraw": (sending.withdraw_event, NothingForm, "İstekten vazgeçildi."),
        },
    ),
}


def step(request: Request, number: str, kind: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    life, query, steps = FILES[kind]
    record_ = found(query, request.actor, number)
    service, form_class, done = steps[step]
    taken = life.steps[step]
    more: dict[str, Any] = {"actor": request.actor} if form_class is forms.EventApproveForm else {}
    initial = {"until": getattr(record_, "until", None)} if form_class is forms.TermForm else {}
    return answer(
        request,
        form_class(**given(request), initial=initial, **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record_, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: _case(number),
        done=done,
    )
