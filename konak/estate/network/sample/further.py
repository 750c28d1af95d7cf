"""The further registers of a municipality by two plausible years."""

import datetime as dt
import math
import random
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate, make_aware, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit, User

from .. import queries, services
from ..models import (
    ChannelTest,
    Circuit,
    Device,
    EventWifi,
    FilterCategory,
    FilterHit,
    FilterReport,
    GuestNotice,
    GuestSession,
    LineOutage,
    VpnAccount,
    Waiver,
)
from ..services import buildout as building
from ..services import channel as channelling
from ..services import internet as surfing
from ..services import wifi as sending
from ..services.further import REGISTERS

DAY = dt.timedelta(days=1)
PEOPLE = ("staff", "expert", "chief", "director")
CATEGORIES = (
    ("Kumar ve bahis", "Gambling", "block", True, "5651 sayılı Kanun md. 8/1-a", 90),
    ("Müstehcenlik", "Pornography", "block", True, "5651 sayılı Kanun md. 8/1-a", 60),
    ("Zararlı yazılım", "Malicious Websites", "block", True, "Bilgi güvenliği politikası md. 12; 5651 md. 7", 140),
    ("Oltalama", "Phishing", "block", True, "Bilgi güvenliği politikası md. 12; 5651 md. 7", 70),
    ("Vekil sunucu, anonimleştirme", "Proxy Avoidance", "block", False, "Bilgi güvenliği politikası md. 14", 35),
    ("Dosya paylaşımı (P2P)", "Peer-to-peer File Sharing", "block", False, "Bilgi güvenliği politikası md. 14", 28),
    ("Sosyal medya", "Social Networking", "warn", False, "İnternet kullanım yönergesi md. 6", 420),
    ("Video ve yayın", "Streaming Media and Download", "warn", False, "İnternet kullanım yönergesi md. 6", 510),
    ("Alışveriş", "Shopping", "watch", False, "", 180),
    ("Haber", "News and Media", "allow", False, "", 0),
)
"""Name, what the device calls it, what happens, whether no exception is given, on what ground, stops a day."""
CHANNELS = (
    ("Örnek İl Emniyet Müdürlüğü", "KGYS görüntü aktarımı", "ipsec", "Kent kameraları", 140, 60, True),
    ("Örnek Sosyal Güvenlik Kurumu", "Prim sorgulama servisi", "tls", "Personel prim sorguları", 20, 120, True),
    ("Örnek Bakanlık KamuNet", "KamuNet ana hattı", "kamunet", "EBYS ve e-Devlet servisleri", 400, 30, False),
    ("Örnek Bankası", "Tahsilat dosyaları", "sftp", "Günlük tahsilat dosyası", -6, 90, True),
    ("Örnek Su ve Kanalizasyon İdaresi", "Abone verisi kanalı", "ipsec", "Abone ve tesisat verisi", 220, 210, True),
    ("Örnek Afet Müdürlüğü", "Deprem veri servisi", "tls", "Hasar tespit verisi", 310, 45, True),
)
"""With whom, name, kind, what it carries, days its certificate has left, days since its test, asks a certificate."""


def load(head: Actor, expert: Actor, unit_id: int, chance: random.Random, *, size: str) -> None:
    said: dict[str, Any] = {"actor": head, "unit_id": unit_id}
    many = {"s": 1, "m": 6, "l": 20}[size]
    people = list(
        Appointment.objects.filter(until=None, acting_for=None, user__is_active=True, position__in=PEOPLE)
        .exclude(user_id__in=[head.user_id, expert.user_id])
        .order_by("pk")
        .values_list("user_id", "unit_id")[: 40 * many]
    )
    _internet(head, expert, said, people, chance, many)
    _vpn(head, said, people, chance, many)
    _channels(said)
    _buildout(head, expert, said, people)
    _wifi(head, expert, said, chance, many)
    for one in REGISTERS:
        one.reindex()


def _internet(
    head: Actor, expert: Actor, said: dict[str, Any], people: list[tuple[int, int]], chance: random.Random, many: int
) -> None:
    today = localdate()
    rows = {}
    for name, called, action, absolute, basis, _ in CATEGORIES:
        rows[name] = surfing.CATEGORIES.add(
            name=name, called=[called], action=action, absolute=absolute, basis=basis, **said
        )
    FilterCategory.objects.update(reviewed_on=today - 200 * DAY)
    FilterCategory.objects.filter(name__in=["Alışveriş", "Haber"]).update(reviewed_on=today - 500 * DAY)
    surfing.PROFILES.add(name="Genel", opens="İş siteleri, haber, kamu; sosyal medya uyarıyla", mbps=20,
                                ident="wf-genel", standard=True, **said)  # fmt: skip
    press = surfing.PROFILES.add(name="Basın ve yayın", opens="Genel + sosyal medya, video", mbps=50,
                                 ident="wf-basin", **said)  # fmt: skip
    surfing.PROFILES.add(name="Gişe ve kiosk", opens="Yalnız belediye uygulamaları ve e-Devlet", mbps=5,
                         hours="08.00–18.00", ident="wf-gise", **said)  # fmt: skip
    tech = surfing.PROFILES.add(name="Teknik", opens="Bütün kategoriler; suç kategorileri hariç", mbps=100,
                                ident="wf-teknik", **said)  # fmt: skip
    surfing.give_profile(tech.pk, actor=head, unit_id=said["unit_id"], since=today - 600 * DAY, why="Bilgi işlem")
    for user, _ in people[3:6]:
        surfing.give_profile(press.pk, actor=head, user_id=user, since=today - 300 * DAY, why="Basın görevi")
    for month in range(24, -1, -1):
        first = (today.replace(day=1) - dt.timedelta(days=month * 30)).replace(day=1)
        made = FilterReport.objects.create(
            unit_id=said["unit_id"], kind="csv", name=f"suzgec-{first:%Y-%m}.csv", file_hash=f"{month:064x}",
            lines=len(CATEGORIES) * 4, first=first, last=min(first + 27 * DAY, today), by_id=head.user_id,
        )  # fmt: skip
        told = first + 28 * DAY
        at = make_aware(dt.datetime.combine(told, dt.time(9))) if told < today else now()
        FilterReport.objects.filter(pk=made.pk).update(at=at)
        swing = 1 + 0.25 * math.sin(month / 2)
        FilterHit.objects.bulk_create(
            FilterHit(
                report=made, day=first + week * 7 * DAY, called=called, category=rows[name],
                blocked=int(stops * 7 * swing * chance.uniform(0.7, 1.3)) if action == "block" else 0,
                passed=int(stops * 7 * swing) if action != "block" else 0,
            )
            for name, called, action, _, _, stops in CATEGORIES
            for week in range(4)
            if first + week * 7 * DAY <= today
        )  # fmt: skip
    report = FilterReport.objects.order_by("-pk").first()
    if report is not None:
        FilterHit.objects.create(report=report, day=today, called="Newly Registered Domain", blocked=17)
    asked = (
        ("open", "video.ornek.com", "Eğitim yayınlarını izlemek için.", 40, "applied", 60),
        ("open", "dosya.ornek.net", "Yüklenicinin çizimlerini indirmek için.", 6, "applied", 80),
        ("open", "*.ornek-sosyal.com", "Kampanya sayfasını yönetmek için.", 200, "asked", 1),
        ("close", "oyun.ornek.org", "Gişe bilgisayarlarında oyun açılıyor.", 300, "applied", 150),
        ("open", "indir.ornek.com", "Sürücü indirmek için.", 30, "refused", 20),
        ("open", "eski.ornek.com", "Geçen yılın ihale dosyaları.", 10, "removed", 400),
    )
    for place, (sort, site, why, left, end, back) in enumerate(asked * many):
        name = site if place < len(asked) else f"{place}.{site.removeprefix('*.')}"
        user = people[place % len(people)][0]
        number = surfing.ask_waiver(
            actor=expert, sort=sort, site=name, why=why, until=today + left * DAY, person_id=user
        ).case.number
        if end == "refused":
            surfing.refuse_waiver(number, actor=head, why="Sürücüyü bilgi işlem yükler; destek talebi açın.")
        elif end != "asked":
            surfing.approve_waiver(number, actor=head, until=today + left * DAY)
            surfing.apply_waiver(number, actor=head, ident=f"muaf-{place + 1}")
            day = today - back * DAY
            Waiver.objects.filter(case__number=number).update(applied_on=day, reviewed_on=day)
            if end == "removed":
                surfing.expire_waiver(number, actor=head, why="Süresi doldu.")
                surfing.remove_waiver(number, actor=head)


def _vpn(head: Actor, said: dict[str, Any], people: list[tuple[int, int]], chance: random.Random, many: int) -> None:
    today = localdate()
    gate = Device.objects.filter(role="firewall").order_by("pk").first()
    users = User.objects.in_bulk([user for user, _ in people])
    for place, (user, _) in enumerate(people[: 12 * many]):
        back = 60 + place * 23 % 540
        one = surfing.VPN.add(
            login=users[user].username, user_id=user, gateway_id=gate.pk if gate else None,
            reaches="EBYS, dosya sunucusu" if place % 3 else "Sunucu yönetim ağı 10.200.10.0/24",
            request=f"YT-{(today - back * DAY).year}-{100 + place:05d}", second_factor=place % 5 != 4,
            opened_on=today - back * DAY, until=today + (12 + place * 9) * DAY if place % 3 == 0 else None, **said,
        )  # fmt: skip
        used = None if place % 6 == 5 else now() - dt.timedelta(hours=chance.randint(1, 24 * 40))
        VpnAccount.objects.filter(pk=one.pk).update(
            reviewed_on=today - (back % 260) * DAY, last_used_at=used,
            last_ip=f"10.64.{place % 250}.{10 + place % 200}" if used else None,
        )  # fmt: skip
    for place, firm in enumerate(("Örnek Yazılım A.Ş.", "Örnek Asansör Ltd.", "Örnek Otomasyon A.Ş.")):
        one = surfing.VPN.add(
            login=f"firma.{place + 1}", outsider=f"Bakım sorumlusu / {firm}", reaches="10.200.10.11, tcp/443",
            request=f"YT-{today.year}-{900 + place:05d}", opened_on=today - 90 * DAY,
            until=today + 9 * DAY * (place + 1),
            gateway_id=gate.pk if gate else None, **said,
        )  # fmt: skip
        if place == 2:
            surfing.turn_vpn(one.pk, actor=head, step="suspend", why="Sözleşme bekleniyor.")


def _channels(said: dict[str, Any]) -> None:
    today = localdate()
    for who, name, kind, what, left, back, signed in CHANNELS:
        paper = channelling.PROTOCOLS.add(
            counterpart=who, title=f"{name} protokolü", shares=what, number=f"{today.year - 1}/{40 + back}",
            direction="both" if kind == "ipsec" else "gives", method="Servis" if kind == "tls" else "Kapalı kanal",
            volume="Günde bir" if kind == "sftp" else "Sürekli",
            basis="6698 sayılı Kanun md. 8; 5393 sayılı Kanun md. 15",
            terms="Yalnız protokoldeki amaçla kullanılır, üçüncü kişiye verilmez.", personal_data=kind != "kamunet",
            signed_on=today - (back + 200) * DAY, until=today + (left + 180) * DAY,
            contact="Bilgi işlem birimi", **said,
        )  # fmt: skip
        one = channelling.CHANNELS.add(
            counterpart=who, name=name, kind=kind, purpose=what, protocol_id=paper.pk, our_end="203.0.113.10",
            their_end="198.51.100.24", contact="Ağ nöbetçisi",
            parameters="IKEv2, AES-256-GCM, SHA-384, DH 20, PFS açık, SA 8 saat" if kind == "ipsec"
            else "TLS 1.3, karşılıklı sertifika" if kind == "tls" else "SSH anahtarı (Ed25519), yalnız SFTP"
            if kind == "sftp" else "KamuNet uç anahtarı, BGP",
            certificate=f"CN={kind}.ornekbelediye.bel.tr" if signed else "",
            issuer="CN=Örnek Kamu SM" if signed else "",
            certificate_until=today + left * DAY if signed else None, **said,
        )  # fmt: skip
        for ago in (back + 180, back):
            ChannelTest.objects.create(
                channel=one, done_on=today - ago * DAY, passed=True, note="Uçtan uca, yedekten geçişle sınandı.",
                by_id=said["actor"].user_id,
            )  # fmt: skip
    channelling.PROTOCOLS.add(
        counterpart="Örnek İl Özel İdaresi", title="Ortak fiber kullanımı", shares="İki bina arası dört damar fiber",
        direction="both", method="Ortak hat", signed_on=today - 700 * DAY, until=today - 12 * DAY,
        terms="Bakım gideri yarı yarıya.", **said,
    )  # fmt: skip
    channelling.PROTOCOLS.add(
        counterpart="Örnek Üniversitesi", title="Açık ulaşım verisi", shares="Durak ve sefer verisi", status="draft",
        terms="Açık veri lisansı; kaynak gösterilir.", **said,
    )  # fmt: skip


def _buildout(head: Actor, expert: Actor, said: dict[str, Any], people: list[tuple[int, int]]) -> None:
    today = localdate()
    sites = list(queries.sites(head).order_by("pk")[:6])
    lines = list(Circuit.objects.filter(status__in=["active", "down"]).order_by("pk"))
    if len(sites) < 4 or not lines:
        return
    units = list(Unit.objects.filter(until=None).exclude(pk=said["unit_id"]).order_by("pk")[4:8])
    receivers = [row for row in people if row[0] not in {head.user_id, expert.user_id}]
    for place, unit in enumerate(units[:3]):
        row = building.open_hand_over(actor=head, site_id=sites[place + 1].pk, for_unit_id=unit.pk)
        number = row.case.number
        if place == 2:
            half = [{"text": one, "done": at < 6, "note": ""} for at, one in enumerate(building.USUAL)]
            building.check_items(number, actor=head, items=half)
            continue
        building.check_items(
            number, actor=head,
            items=[{"text": one, "done": at != 5, "note": "Ölçüm haftaya yapılacak" if at == 5 else ""}
                   for at, one in enumerate(building.USUAL)],
        )  # fmt: skip
        user = receivers[place][0]
        building.offer_site(number, actor=head, receiver_id=user)
        if place == 0:
            building.accept_site(number, actor=actor_of(user, via="cli"), receiver_title="Birim sorumlusu")
    works = (
        (
            "Otogar fiber hattı",
            "circuit",
            0,
            185_000,
            "Bütçe 03.5.2",
            "Kamera trafiği artıyor",
            "approved",
        ),
        (
            "Kültür Merkezi kablosuz yenileme",
            "wireless",
            0,
            420_000,
            "Bütçe 06.1.2",
            "Wi-Fi 4 noktalar yetmiyor",
            "buying",
        ),
        ("Omurga anahtarı 100G", "capacity", 1, 2_350_000, "Bütçe 06.1.2", "Omurga %78 dolu", "proposed"),
        (
            "Yedek internet 500 Mbit/s",
            "circuit",
            -1,
            240_000,
            "Bütçe 03.5.2",
            "Yedek ana hattın beşte biriydi",
            "done",
        ),
        ("Güvenlik duvarı kümesi", "device", -1, 1_900_000, "İLBANK kredisi", "Destek süresi doluyor", "done"),
        ("Hal binası yeni yerleşke", "site", -1, 310_000, "Bütçe 06.5.7", "Yeni hal açılıyor", "approved"),
        (
            "Sahil halka açık kablosuz",
            "wireless",
            1,
            760_000,
            "Ajans hibesi",
            "Vatandaş isteği",
            "proposed",
        ),
    )
    for title, sort, year, cost, money, why, end in works:
        one = building.PLANNED.add(
            title=title, sort=sort, year=today.year + year, cost=Decimal(cost), money_from=money, why=why,
            site_id=sites[len(title) % 6].pk, **said,
        )  # fmt: skip
        if end in {"approved", "buying", "done"}:
            building.move_planned(one.pk, actor=head, move="approve")
        if end in {"buying", "done"}:
            building.move_planned(one.pk, actor=head, move="buy", purchase=f"{today.year + year}/DT-{len(title)}")
        if end == "done":
            building.move_planned(
                one.pk, actor=head, move="realise", spent=Decimal(cost) * Decimal("0.96"),
                realised_on=today - 200 * DAY, circuit_id=lines[1].pk if sort == "circuit" else None,
            )  # fmt: skip
    for provider, monthly, setup, promised, down in (
        ("Örnek Telekom", 9_400, 25_000, "99.9", 500_000),
        ("Örnek İletişim", 8_150, 0, "99.5", 500_000),
        ("Örnek Kablo", 6_900, 12_500, "99.0", 300_000),
    ):
        offer = building.OFFERS.add(
            need="Otogar 500 Mbit/s hat", provider=provider, kind="metro", down_kbps=down, up_kbps=down,
            monthly=Decimal(monthly), setup=Decimal(setup), months=24, promised=Decimal(promised),
            given_on=today - 25 * DAY, valid_until=today + 35 * DAY, site_id=sites[3].pk, **said,
        )  # fmt: skip
        if provider == "Örnek İletişim":
            building.choose_offer(offer.pk, actor=head, why="En düşük toplam bedelle istenen hızı veriyor.")
    for place, line in enumerate(lines):
        kind = "failover" if line.backs_up_id else "periodic"
        building.TEST_PLANS.add(
            circuit_id=line.pk, kind=kind, every=180 if kind == "failover" else 365,
            next_on=today + (place * 25 - 20) * DAY, limit=30 if kind == "failover" else None,
            how="Ana hattın kablosu çekilir; yönlendirme ve VPN'ler izlenir." if kind == "failover"
            else "Uçtan uca hız, gecikme ve kayıp ölçülür.", **said,
        )  # fmt: skip
        for turn in range(1 + place % 3):
            began = now() - dt.timedelta(days=40 + turn * 130 + place * 11, hours=place)
            LineOutage.objects.create(
                circuit=line, began_at=began, ended_at=began + dt.timedelta(minutes=35 + 170 * turn + place * 40),
                theirs=turn != 1, reported=f"ARZ-{line.pk}{turn}", by_id=head.user_id,
                cause=("Fiber kesisi; ek yapıldı.", "Yerleşkede elektrik kesildi.", "İşletmecinin omurgası.")[turn],
            )  # fmt: skip


def _wifi(head: Actor, expert: Actor, said: dict[str, Any], chance: random.Random, many: int) -> None:
    moment = now()
    site = queries.sites(head).order_by("pk").first()
    kind = queries.device_types(head).order_by("pk").first()
    if site is None or kind is None:
        return
    points = [
        services.add_device(
            name=f"erisim-noktasi-{place:02d}", type_id=kind.pk, role="access-point", site_id=row.pk, status="active",
            **said,
        )
        for row in queries.sites(head).order_by("pk")[:3]
        for place in (row.pk * 2 % 90 + 1, row.pk * 2 % 90 + 2)
    ]  # fmt: skip
    vlans = {row.vid: row.pk for row in queries.vlans(head)}
    guest_net = queries.prefixes(head).filter(network="192.168.60.0/22").first()
    air: dict[str, Any] = {}
    for ssid, purpose, security, vid, more in (
        ("ORNEK-PERSONEL", "staff", "wpa2-ent", 50, {}),
        ("ORNEK-MISAFIR", "guest", "owe", 60, {"portal": True, "isolated": True}),
        ("ORNEK-ETKINLIK", "event", "open", 60, {"portal": True, "isolated": True, "minutes": 240}),
        ("ORNEK-IOT", "things", "wpa2-psk", 70, {"hidden": True}),
    ):
        one = sending.WIRELESS.add(
            ssid=ssid, purpose=purpose, security=security, vlan_id=vlans.get(vid),
            prefix_id=guest_net.pk if guest_net and vid == 60 else None, **more, **said,
        )  # fmt: skip
        sending.set_points(one.pk, actor=head, device_ids=[row.pk for row in points])
        air[ssid] = one
    sending.review_wireless(air["ORNEK-PERSONEL"].pk, actor=head)
    notice = sending.write_notice(actor=head, text=sending.FIRST_NOTICE, unit_id=said["unit_id"])
    GuestNotice.objects.filter(pk=notice.pk).update(since=moment - 700 * DAY)
    rows = []
    for place in range(240 * many):
        began = moment - dt.timedelta(minutes=30 + place * 4_300 // many + chance.randint(0, 900))
        inside = place % 11 != 10
        rows.append(
            GuestSession(
                unit_id=said["unit_id"], wireless=air["ORNEK-MISAFIR"], phone=f"5000{chance.randint(100000, 999999)}",
                mac=f"02:{place >> 16 & 255:02x}:{place >> 8 & 255:02x}:{place & 255:02x}:aa:01",
                ip=f"192.168.{60 + place % 4}.{10 + place // 4 % 240}", asked_ip="192.168.60.2",
                notice=notice, secret="", asked_at=began, began_at=began if inside else None,
                until=began + dt.timedelta(hours=8) if inside else None,
            )
        )  # fmt: skip
    GuestSession.objects.bulk_create(rows, batch_size=2_000)
    for name, place_, start, hours, end in (
        ("Kitap Fuarı", "Kültür Merkezi bahçesi", 12, 72, "planned"),
        ("Yaz Konserleri", "Sahil amfi tiyatro", 5, 8, "closed"),
        ("Bilim Şenliği", "Spor Salonu", 20, 30, "asked"),
        ("Kent Koşusu", "Cumhuriyet Meydanı", 3, 48, "running"),
    ):
        number = sending.ask_event(
            actor=expert, name=name, place=place_, starts_at=moment + dt.timedelta(days=start),
            ends_at=moment + dt.timedelta(days=start, hours=hours), people=400 + len(name) * 40,
            contact="Etkinlik sorumlusu", why="Katılımcılar ve basın için.",
        ).case.number  # fmt: skip
        if end == "asked":
            continue
        sending.approve_event(
            number, actor=head, wireless_id=air["ORNEK-ETKINLIK"].pk, capacity=600,
            equipment="4 dış ortam erişim noktası, 5G yönlendirici, 1 anahtar, güç kaynağı",
        )  # fmt: skip
        if end == "planned":
            continue
        sending.start_event(number, actor=head, codes=40)
        if end == "running":
            EventWifi.objects.filter(case__number=number).update(
                starts_at=F("starts_at") - dt.timedelta(days=3, hours=2)
            )
            continue
        row = EventWifi.objects.get(case__number=number)
        begun = moment - 120 * DAY
        GuestSession.objects.bulk_create(
            GuestSession(
                unit_id=said["unit_id"], wireless=air["ORNEK-ETKINLIK"], event=row, phone=f"5001{100000 + at}",
                mac=f"06:00:00:00:{at >> 8 & 255:02x}:{at & 255:02x}", ip=f"192.168.62.{10 + at % 240}",
                asked_ip="192.168.60.2", notice=notice, secret="", asked_at=begun, began_at=begun,
                until=begun + dt.timedelta(hours=4), ended_at=begun + dt.timedelta(hours=4),
            )
            for at in range(90)
        )  # fmt: skip
        sending.close_event(number, actor=head, peak=64, gigabytes=Decimal("118.4"), note="Kesintisiz tamamlandı.")
        EventWifi.objects.filter(case__number=number).update(
            starts_at=F("starts_at") - 125 * DAY, ends_at=F("ends_at") - 125 * DAY
        )
