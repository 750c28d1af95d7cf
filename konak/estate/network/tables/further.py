"""How the further registers look in lists, and the words of their stories."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.ui import words

from ..models import (
    EventWifi,
    FilterCategory,
    FilterReport,
    GuestSession,
    HandOver,
    InternetProfile,
    Offer,
    PlannedWork,
    ProfileHolder,
    SecureChannel,
    SharingProtocol,
    TestPlan,
    VpnAccount,
    Waiver,
    WirelessNetwork,
)
from .base import TOLD, Cell, Head, Listing, Told

FURTHER_TOLD: Told = {
    **TOLD,
    "suspend": ("hesabı askıya aldı", "player-pause", "wait"),
    "resume": ("hesabı yeniden açtı", "player-play", "done"),
    "close": ("hesabı kapattı", "lock", ""),
    "review": ("gözden geçirdi", "checklist", "done"),
    "give": ("profili verdi", "user-plus", "open"),
    "take": ("profili geri aldı", "user-minus", ""),
    "claim": ("cihazdaki adı bu kategoriye bağladı", "link", ""),
    "import": ("istatistik dosyasını aldı", "file-upload", "open"),
    "document": ("imzalı belgeyi koydu", "file-certificate", "open"),
    "certificate": ("sertifikayı okuttu", "certificate", "open"),
    "test": ("sınadı", "checklist", "done"),
    "approve": ("programa aldı", "circle-check", "done"),
    "buy": ("alımı başlattı", "shopping-cart", "open"),
    "realise": ("gerçekleşti dedi", "circle-check", "done"),
    "choose": ("teklifi seçti", "star", "done"),
    "points": ("erişim noktalarını seçti", "antenna", ""),
    "look": ("misafir aradı", "search", ""),
    "end": ("oturumu bitirdi", "logout", ""),
    "outage": ("kesinti yazdı", "alert-triangle", "late"),
    "restored": ("kesintiyi bitirdi", "circle-check", "done"),
    "check": ("denetim listesini yazdı", "list-check", ""),
}
WAIVER_TOLD: Told = {
    "open": ("ayrıcalık istedi", "plus", "open"),
    "approve": ("uygun gördü", "circle-check", "done"),
    "refuse": ("uygun görmedi", "ban", "late"),
    "apply": ("uyguladı", "shield-check", "done"),
    "review": ("gözden geçirdi, sürdürdü", "checklist", "done"),
    "expire": ("süresini bitirdi", "clock", "late"),
    "remove": ("kaldırdı", "trash", ""),
    "withdraw": ("vazgeçti", "ban", ""),
}
HAND_OVER_TOLD: Told = {
    "open": ("teslim dosyasını açtı", "plus", "open"),
    "check": ("denetim listesini yazdı", "list-check", ""),
    "offer": ("teslime sundu", "send", "open"),
    "return": ("eksikle geri çevirdi", "arrow-back-up", "wait"),
    "accept": ("teslim aldı, tutanak yazıldı", "circle-check", "done"),
    "cancel": ("vazgeçti", "ban", ""),
}
EVENT_TOLD: Told = {
    "open": ("etkinlik kablosuzu istedi", "plus", "open"),
    "approve": ("uygun gördü", "circle-check", "done"),
    "refuse": ("uygun görmedi", "ban", "late"),
    "start": ("yayına aldı", "broadcast", "done"),
    "close": ("kapattı, sayıları yazdı", "checklist", ""),
    "withdraw": ("vazgeçti", "ban", ""),
}
VPN_KINDS = {"open": "done", "suspended": "wait", "closed": "closed"}
ACTION_KINDS = {"block": "late", "warn": "wait", "watch": "open", "allow": "done"}
CHANNEL_KINDS = {"planned": "wait", "active": "done", "down": "late", "ended": "closed"}
PROTOCOL_KINDS = {"draft": "wait", "active": "done", "ended": "closed"}
PLANNED_KINDS = {"proposed": "wait", "approved": "open", "buying": "open", "done": "done", "dropped": "closed"}
WIFI_KINDS = {"planned": "wait", "active": "done", "off": "closed"}


def lira(value: Any) -> str:
    return words.money(value) if value is not None else "–"


def ends(day: Any, soon: int = 30) -> str:
    """The small words beside a last day."""
    if day is None:
        return ""
    left = (day - localdate()).days
    return (
        f"{-left} gün geçti"
        if left < 0
        else "bugün bitiyor"
        if left == 0
        else f"{left} gün kaldı"
        if left <= soon
        else ""
    )


def vpn_cells(row: VpnAccount) -> list[Cell]:
    return [
        Cell(row.login, reverse("network:vpn_one", args=[row.pk]), row.whose, mono=True),
        Cell(row.get_status_display(), kind=VPN_KINDS[row.status]),
        Cell(row.reaches[:80], small=row.gateway.name if row.gateway else ""),
        Cell(row.request or "–", mono=True),
        Cell(row.until or "Süresiz", small=ends(row.until) if row.status == "open" else ""),
        Cell(row.last_used_at or "–"),
        Cell(row.reviewed_on or "–"),
    ]


VPN = Listing(
    (
        *(Head("Hesap", width=28), Head("Durum"), Head("Nereye ulaşır", width=36), Head("Yetki talebi")),
        *(Head("Son gün"), Head("Son kullanım"), Head("Gözden geçirme")),
    ),
    vpn_cells,
    lambda row: [
        *(f"{row.login} · {row.whose}", row.get_status_display(), row.reaches, row.request, row.until),
        *(row.last_used_at, row.reviewed_on),
    ],
)


def profile_cells(row: InternetProfile) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:internet_one", args=[row.pk]), "Herkesin profili" if row.standard else ""),
        Cell(row.opens[:120]),
        Cell(f"{row.mbps} Mbit/s" if row.mbps else "–", small=row.hours),
        Cell(row.units_now, num=True),  # type: ignore[attr-defined]
        Cell(row.people_now, num=True),  # type: ignore[attr-defined]
        Cell(row.ident or "–", mono=True),
    ]


PROFILES = Listing(
    (
        *(Head("Profil", width=28), Head("Ne açık", width=46), Head("Hız, saatler"), Head("Birim", num=True)),
        *(Head("Kişi", num=True), Head("Cihazdaki adı")),
    ),
    profile_cells,
)


def holder_cells(row: ProfileHolder) -> list[Cell]:
    over = row.until is not None and row.until < localdate()
    return [
        Cell(
            row.unit.name if row.unit else row.user.full_name if row.user else "–",
            small="Birim" if row.unit else "Kişi",
        ),
        Cell(row.profile.name, reverse("network:internet_one", args=[row.profile_id])),
        Cell("Sona erdi" if over else "Sürüyor", kind="closed" if over else "done"),
        Cell(row.since),
        Cell(row.until or "Süresiz"),
        Cell(row.why or "–"),
    ]


HOLDERS = Listing(
    (
        Head("Kimde", width=36),
        Head("Profil", width=26),
        Head("Durum"),
        Head("Başlangıç"),
        Head("Bitiş"),
        Head("Neden"),
    ),
    holder_cells,
)


def category_cells(row: FilterCategory) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:categories_one", args=[row.pk]), ", ".join(row.called[:3])),
        Cell(row.get_action_display(), kind=ACTION_KINDS[row.action]),
        Cell("Verilemez" if row.absolute else "İstenebilir"),
        Cell(row.basis or "–"),
        Cell(row.stopped or 0, num=True),  # type: ignore[attr-defined]
        Cell(row.let_by or 0, num=True),  # type: ignore[attr-defined]
        Cell(row.reviewed_on or "–"),
    ]


CATEGORIES = Listing(
    (
        *(Head("Kategori", width=30), Head("Ne yapılır"), Head("Ayrıcalık"), Head("Dayanak", width=36)),
        *(Head("Engellenen (30 gün)", num=True), Head("Geçen (30 gün)", num=True), Head("Gözden geçirme")),
    ),
    category_cells,
)


def report_cells(row: FilterReport) -> list[Cell]:
    days = f"{words.date(row.first)} – {words.date(row.last)}" if row.first and row.last else "–"
    return [
        Cell(row.name, small=row.get_kind_display()),
        Cell(row.at),
        Cell(days),
        Cell(row.lines, num=True),
        Cell(row.broken, num=True),
        Cell(row.by.full_name if row.by else "Konak"),
    ]


REPORTS = Listing(
    (
        *(Head("Dosya", width=36), Head("Alınış"), Head("Günler", width=24), Head("Satır", num=True)),
        *(Head("Okunamayan", num=True), Head("Getiren", width=28)),
    ),
    report_cells,
)


def waiver_cells(row: Waiver) -> list[Cell]:
    return [
        Cell(row.case.number, reverse("front:case", args=[row.case.number]), row.why[:100]),
        Cell(row.state_label, kind=row.state_kind),
        Cell(row.get_sort_display(), small=row.what),
        Cell(row.whose),
        Cell(row.until, small=ends(row.until) if row.case.state == "applied" else ""),
        Cell(row.case.opened_by.full_name if row.case.opened_by else "–"),
    ]


WAIVERS = Listing(
    (
        *(Head("Ayrıcalık", width=40), Head("Durum"), Head("Ne isteniyor", width=34), Head("Kim için", width=28)),
        *(Head("Son gün"), Head("İsteyen", width=26)),
    ),
    waiver_cells,
    lambda row: [
        *(f"{row.case.number} {row.why}", row.state_label, f"{row.get_sort_display()}: {row.what}", row.whose),
        *(row.until, row.case.opened_by.full_name if row.case.opened_by else ""),
    ],
)


def channel_cells(row: SecureChannel) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:channels_one", args=[row.pk]), row.counterpart),
        Cell(row.get_status_display(), kind=CHANNEL_KINDS[row.status]),
        Cell(row.get_kind_display(), small=row.purpose[:80]),
        Cell(row.protocol.title if row.protocol else "–"),
        Cell(row.certificate_until or "–", small=ends(row.certificate_until, 60)),
        Cell(row.tested_on or "–"),  # type: ignore[attr-defined]
        Cell(row.assignee.full_name if row.assignee else "–"),
    ]


CHANNELS = Listing(
    (
        *(Head("Kanal", width=34), Head("Durum"), Head("Tür, ne taşır", width=36), Head("Protokol", width=30)),
        *(Head("Sertifika bitişi"), Head("Son sınama"), Head("Sorumlu", width=26)),
    ),
    channel_cells,
)


def protocol_cells(row: SharingProtocol) -> list[Cell]:
    return [
        Cell(row.title, reverse("network:protocols_one", args=[row.pk]), row.counterpart),
        Cell(row.get_status_display(), kind=PROTOCOL_KINDS[row.status]),
        Cell(row.shares[:100], small=row.get_direction_display()),
        Cell("Var" if row.personal_data else "Yok", small=row.basis),
        Cell(row.signed_on or "–", small=row.number),
        Cell(row.until or "Süresiz", small=ends(row.until, 90) if row.status == "active" else ""),
    ]


PROTOCOLS = Listing(
    (
        *(Head("Protokol", width=36), Head("Durum"), Head("Ne paylaşılıyor", width=40), Head("Kişisel veri")),
        *(Head("İmza"), Head("Bitiş")),
    ),
    protocol_cells,
)


def hand_over_cells(row: HandOver) -> list[Cell]:
    return [
        Cell(row.case.number, reverse("front:case", args=[row.case.number]), row.site.name),
        Cell(row.state_label, kind=row.state_kind),
        Cell(row.for_unit.name),
        Cell(f"{row.ready} / {row.whole}"),
        Cell(row.case.due_on or "–"),
        Cell(row.done_on or "–", small=row.receiver),
    ]


HAND_OVERS = Listing(
    (
        *(Head("Teslim", width=32), Head("Durum"), Head("Teslim alan birim", width=36), Head("Tamamlanan")),
        *(Head("Son gün"), Head("Teslim günü")),
    ),
    hand_over_cells,
)


def planned_cells(row: PlannedWork) -> list[Cell]:
    return [
        Cell(row.title, reverse("network:planned_one", args=[row.pk]), row.site.name if row.site else ""),
        Cell(row.get_status_display(), kind=PLANNED_KINDS[row.status]),
        Cell(row.get_sort_display(), small=f"{row.quantity} adet"),
        Cell(str(row.year)),
        Cell(lira(row.cost), num=True),
        Cell(row.money_from),
        Cell(lira(row.spent), small=words.date(row.realised_on) if row.realised_on else "", num=True),
    ]


PLANNED = Listing(
    (
        *(Head("İş", width=36), Head("Durum"), Head("Tür"), Head("Yıl"), Head("Tahmini bedel", num=True)),
        *(Head("Ödeneği", width=28), Head("Gerçekleşen", num=True)),
    ),
    planned_cells,
    lambda row: [
        *(row.title, row.get_status_display(), row.get_sort_display(), row.year, row.cost, row.money_from, row.spent),
    ],
)


def offer_cells(row: Offer) -> list[Cell]:
    return [
        Cell(row.provider, reverse("network:offers_one", args=[row.pk]), row.need),
        Cell("Seçildi" if row.chosen else "Teklif", kind="done" if row.chosen else "open"),
        Cell(speed(row.down_kbps, row.up_kbps), small=row.get_kind_display()),
        Cell(f"%{row.promised.normalize():f}".replace(".", ",") if row.promised is not None else "–"),
        Cell(lira(row.monthly), num=True),
        Cell(lira(row.total), small=f"{row.months} ay", num=True),
        Cell(lira(row.per_mbit), num=True),
    ]


OFFERS = Listing(
    (
        *(Head("Teklif", width=34), Head("Durum"), Head("Hız"), Head("Taahhüt"), Head("Aylık", num=True)),
        *(Head("Toplam", num=True), Head("Mbit/s başına aylık", num=True)),
    ),
    offer_cells,
)


def speed(down: int, up: int = 0) -> str:
    def one(kbps: int) -> str:
        return f"{kbps / 1000:g} Mbit/s".replace(".", ",") if kbps >= 1000 else f"{kbps} kbit/s"

    return one(down) if up in {0, down} else f"{one(down)} / {one(up)}"


def plan_cells(row: TestPlan) -> list[Cell]:
    late = row.next_on < localdate()
    return [
        Cell(str(row.circuit), reverse("network:tests_one", args=[row.pk]), row.circuit.site.name),
        Cell("Gecikti" if late else "Sırada", kind="late" if late else "done"),
        Cell(row.get_kind_display(), small=f"en çok {row.limit} sn" if row.limit else ""),
        Cell(f"{row.every} günde bir"),
        Cell(row.next_on, small=ends(row.next_on)),
        Cell(row.assignee.full_name if row.assignee else "–"),
    ]


TEST_PLANS = Listing(
    (
        *(Head("Hat", width=34), Head("Durum"), Head("Sınama"), Head("Sıklık"), Head("Sıradaki gün")),
        Head("Sorumlu", width=26),
    ),
    plan_cells,
)


def wifi_cells(row: WirelessNetwork) -> list[Cell]:
    return [
        Cell(row.ssid, reverse("network:wireless_one", args=[row.pk]), row.description),
        Cell(row.get_status_display(), kind=WIFI_KINDS[row.status]),
        Cell(row.get_purpose_display(), small="SMS ile girilir" if row.portal else ""),
        Cell(row.get_security_display()),
        Cell(str(row.vlan) if row.vlan else "–", small=row.prefix.network if row.prefix else ""),
        Cell(row.many_points, num=True),  # type: ignore[attr-defined]
        Cell(row.reviewed_on or "–"),
    ]


WIRELESS = Listing(
    (
        *(Head("SSID", width=28), Head("Durum"), Head("Amaç"), Head("Güvenlik", width=24), Head("VLAN, ağ")),
        *(Head("Erişim noktası", num=True), Head("Gözden geçirme")),
    ),
    wifi_cells,
)


def guest_cells(row: GuestSession) -> list[Cell]:
    live = row.began_at is not None and row.ended_at is None and row.until is not None and row.until > now()
    done = "Girmedi" if row.began_at is None else "Bitti"
    return [
        Cell(f"0{row.phone}", mono=True),
        Cell("Sürüyor" if live else done, kind="done" if live else "closed"),
        Cell(row.wireless.ssid, small=row.event.name if row.event else ""),
        Cell(row.mac or "–", mono=True, small=row.ip or row.asked_ip),
        Cell(row.began_at or row.asked_at),
        Cell(row.ended_at or row.until or "–"),
        Cell(f"Sürüm {row.notice.version}"),
    ]


GUESTS = Listing(
    (
        *(Head("Telefon"), Head("Durum"), Head("Ağ", width=24), Head("MAC, adres", width=24), Head("Başlangıç")),
        *(Head("Bitiş"), Head("Metin")),
    ),
    guest_cells,
)


def event_cells(row: EventWifi) -> list[Cell]:
    return [
        Cell(row.case.number, reverse("front:case", args=[row.case.number]), row.name),
        Cell(row.state_label, kind=row.state_kind),
        Cell(row.place),
        Cell(row.starts_at, small=f"{words.moment(row.ends_at)} bitiyor"),
        Cell(row.people, num=True),
        Cell(row.equipment or "–", small=row.wireless.ssid if row.wireless else ""),
        Cell(row.guests if row.guests is not None else "–", num=True),
    ]


EVENTS = Listing(
    (
        *(Head("Etkinlik", width=34), Head("Durum"), Head("Yer", width=28), Head("Başlangıç")),
        *(Head("Beklenen", num=True), Head("Donanım", width=34), Head("Giren", num=True)),
    ),
    event_cells,
)


def point_cells(row: Any) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:device", args=[row.pk]), str(row.type)),
        Cell(row.site.name),
        Cell(row.get_status_display(), kind={"active": "done", "failed": "late"}.get(row.status, "closed")),
        Cell(", ".join(one.ssid for one in row.wireless.all()) or "–"),
    ]


POINTS = Listing(
    (Head("Erişim noktası", width=32), Head("Yerleşke", width=30), Head("Durum"), Head("Kablosuz ağlar", width=40)),
    point_cells,
)
