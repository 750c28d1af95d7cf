"""Two years of software: a catalogue with decisions, licences of every kind, inventories of the computers, what was
found on them, and an update round that is under way."""

import datetime as dt
import io
import random
from collections.abc import Callable
from decimal import Decimal

from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind

from . import queries, services
from .models import Computer, Install, Product

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SUPPORT = "Destek Hizmetleri Şube Müdürlüğü"
COMPUTERS = {"s": 36, "m": 600, "l": 6_000}
DAY = dt.timedelta(days=1)
SYSTEMS = ("Windows 11 Pro", "Windows 10 Pro", "Pardus 23")

# name, publisher, category, needs a licence, metric, approved version, raw names with versions, share of computers
CATALOGUE: tuple[tuple[str, str, str, bool, str, str, tuple[tuple[str, str], ...], int], ...] = (
    (
        *("Ofis Paketi", "Örnek Yazılım A.Ş.", "office", True, "device", "16.0"),
        (("Ofis Paketi 2016 Standart", "16.0.4266"), ("Ofis Paketi 2021 Profesyonel", "21.0.1")),
        70,
    ),
    (
        *("LibreOffice", "The Document Foundation", "office", False, "device", "24.8"),
        (("LibreOffice 24.8.2.1", "24.8.2"), ("LibreOffice 7.6", "7.6.7")),
        55,
    ),
    (
        *("Kent Çizim", "Çizimsoft Ltd.", "gis", True, "user", "12"),
        (("Kent Çizim 2024", "12.2"), ("Kent Çizim 2019", "9.1")),
        14,
    ),
    (
        *("Uç Nokta Koruma", "Kalkan Güvenlik", "security", True, "device", "8.0"),
        (("Kalkan Uç Nokta Koruma", "8.1.7"), ("Kalkan Uç Nokta Koruma", "7.9.2")),
        96,
    ),
    (
        *("Firefox", "Mozilla", "tool", False, "device", "132"),
        (("Mozilla Firefox (x64 tr)", "132.0.1"), ("Mozilla Firefox (x64 tr)", "115.9")),
        90,
    ),
    (
        *("7-Zip", "Igor Pavlov", "tool", False, "device", "24"),
        (("7-Zip 24.08 (x64)", "24.08"), ("7-Zip 19.00 (x64)", "19.00")),
        80,
    ),
    (*("PDF Düzenleyici", "Belgesoft", "tool", True, "device", ""), (("PDF Düzenleyici Pro", "11.3"),), 18),
    (
        *("Veri Tabanı Sunucusu", "Örnek Veri A.Ş.", "database", True, "core", "15"),
        (("Veri Tabanı Sunucusu Standart", "15.4"),),
        100,
    ),
    (*("Uzak Masaüstü Aracı", "RDesk", "tool", False, "device", ""), (("RDesk Remote", "5.2"),), 9),
    (*("Torrent İndirici", "uShare", "other", False, "device", ""), (("uShare Torrent", "3.6"),), 4),
    (*("Anlık Mesajlaşma", "Konuşsoft", "tool", False, "device", ""), (("Konuş Masaüstü", "2.1"),), 20),
)
JUNK = (("Ağ Kartı Sürücüsü", "10.1"), ("Ofis Paketi dil dosyası - Türkçe", "16.0"), ("Yazıcı Yardımcısı", "4.4"))


def loaded() -> bool:
    return Product.objects.exists()


def _seat(units: list[Unit], *positions: str) -> Actor:
    for position in positions:
        seat = Appointment.objects.filter(unit__in=units, position=position, until=None, acting_for=None)
        if found := seat.order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    raise LookupError(f"{units} has none of {positions}")


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.filter(name=DEPARTMENT).first()
    if department is None:
        return
    branches = list(Unit.objects.filter(parent=department, kind=UnitKind.BRANCH).order_by("pk"))
    branch = next((one for one in branches if one.name == SUPPORT), branches[0])
    director = _seat([branch], Position.DIRECTOR)
    products = _catalogue(director, branch.pk)
    count = COMPUTERS[size]
    _computers(chance, branch, count)
    _licences(director, products, count)
    _inventory(chance, director, branch.pk)
    _work(director, products)
    report(f"{Product.objects.count()} yazılım, {Computer.objects.count()} bilgisayar")


def _catalogue(actor: Actor, unit_id: int) -> dict[str, Product]:
    made = {}
    for name, publisher, category, licensed, metric, version, raw, _ in CATALOGUE:
        one = services.add_product(
            actor=actor,
            unit_id=unit_id,
            name=name,
            publisher=publisher,
            category=category,
            needs_licence=licensed,
            everywhere=category == "security",
            metric=metric,
            approved_version=version,
        )
        made[name] = one
        for like in sorted({fold(label).split(" 2")[0].rstrip("0123456789. ") + "*" for label, _ in raw}):
            services.add_rule(actor=actor, name_like=like, product_id=one.pk)
    services.add_rule(actor=actor, name_like="*surucusu", order=10, unit_id=unit_id)
    services.add_rule(actor=actor, name_like="*dil dosyasi*", order=10, unit_id=unit_id)
    approved = localdate() - 500 * DAY
    for name in ("Ofis Paketi", "LibreOffice", "Kent Çizim", "Uç Nokta Koruma", "Firefox", "7-Zip"):
        services.decide(made[name].pk, actor=actor, decision="approved", decided_on=approved)
    services.decide(
        made["Uzak Masaüstü Aracı"].pk,
        actor=actor,
        decision="tolerated",
        reason="Kurum içi uzak destek aracı kurulana kadar yalnız destek ekibinde.",
        decided_on=approved + 200 * DAY,
    )
    services.decide(
        made["Torrent İndirici"].pk,
        actor=actor,
        decision="banned",
        reason="Telif ihlali ve zararlı yazılım taşıma riski; işle ilgisi yok.",
        decision_number="2025/114",
        decided_on=approved + 90 * DAY,
    )
    services.set_version(
        made["Firefox"].pk,
        actor=actor,
        label="115.9",
        decision="banned",
        reason="Desteği bitti, açıkları kapatılmıyor.",
        supported_until=localdate() - 60 * DAY,
    )
    return made


def _computers(chance: random.Random, branch: Unit, count: int) -> None:
    """Computers of people all over the municipality with their programs, as two years of inventories would leave."""
    people = list(
        Appointment.objects.filter(until=None, acting_for=None, user__is_active=True)
        .order_by("pk")
        .values_list("user_id", "unit_id")[:count]
    )
    today, moment = localdate(), now()
    rows = []
    for place in range(count):
        user_id, unit_id = people[place % len(people)]
        server = place % 18 == 17
        name = f"SUNUCU-{place // 18 + 1:02d}" if server else f"PC-{place + 1:05d}"
        system = "Debian 12" if server else chance.choice(SYSTEMS)
        serial = f"5CG{2_000_000 + place * 37}"
        rows.append(
            Computer(
                unit=branch,
                name=name,
                serial=serial,
                system=system,
                cores=chance.choice((8, 16)) if server else 4,
                used_in_id=branch.pk if server else unit_id,
                holder_id=None if server else user_id,
                inventoried_at=moment - chance.randint(0, 60) * DAY,
                folded=fold(f"{name} {serial} {system}"),
            )
        )
    made = Computer.objects.bulk_create(rows, batch_size=1_000)
    named = {one.name: one.pk for one in Product.objects.all()}
    installs: list[Install] = []
    for computer in made:
        for name, publisher, *_, raw, share in CATALOGUE:
            if chance.randrange(100) >= share or (name == "Veri Tabanı Sunucusu") != computer.name.startswith(
                "SUNUCU"
            ):
                continue
            label, version = raw[0] if chance.random() < 0.75 else raw[-1]
            first = today - chance.randint(5, 700) * DAY
            installs.append(
                Install(
                    computer=computer,
                    name=label,
                    version=version,
                    publisher=publisher,
                    product_id=named[name],
                    first_seen=first,
                )
            )
            if chance.random() < 0.15:
                before = f"{max(int(version.split('.')[0]) - 1, 1)}.0"
                installs.append(
                    Install(
                        computer=computer,
                        name=label,
                        version=before,
                        publisher=publisher,
                        product_id=named[name],
                        first_seen=first - 300 * DAY,
                        removed_on=first,
                    )
                )
    Install.objects.bulk_create(installs, batch_size=2_000, ignore_conflicts=True)
    services.reindex_computers()


def _licences(actor: Actor, products: dict[str, Product], count: int) -> None:
    """Bought, subscribed and site licences; some too few, one too many, two about to end."""
    today = localdate()

    def bought(name: str, kind: str, share: float, price: int, **facts: object) -> str:
        quantity = max(1, round(count * share))
        values = {
            "kind": kind,
            "metric": products[name].metric,
            "quantity": quantity,
            "starts_on": today - 420 * DAY,
            "cost": Decimal(price * quantity),
            "supplier": "Örnek Bilişim Ltd.",
            "key_place": "Müdürlük kasası, lisans dosyası",
        } | facts
        return services.add_licence(actor=actor, product_id=products[name].pk, **values).number

    bought("Ofis Paketi", "perpetual", 0.25, 6_400, version="16", contract="2019/41", starts_on=today - 2_400 * DAY)
    office = bought(
        "Ofis Paketi", "perpetual", 0.15, 8_900, version="21", upgrade_until=today + 200 * DAY, contract="2024/88"
    )
    bought(
        "Uç Nokta Koruma", "subscription", 1.05, 410, starts_on=today - 340 * DAY, ends_on=today + 24 * DAY,
        contract="2025/12",
    )  # fmt: skip
    bought(
        "Kent Çizim", "subscription", 0.3, 21_000, starts_on=today - 290 * DAY, ends_on=today + 74 * DAY,
        contract="2026/7",
    )  # fmt: skip
    old = bought("PDF Düzenleyici", "subscription", 0.1, 1_900, starts_on=today - 720 * DAY, ends_on=today - 20 * DAY)
    bought("Veri Tabanı Sunucusu", "perpetual", 0.5, 14_500, contract="2023/19", starts_on=today - 900 * DAY)
    services.decide_renewal(old, actor=actor, renewal="replace", renewal_note="Ücretsiz bir araçla karşılanacak.")
    for computer in Computer.objects.filter(installs__version="21.0.1").order_by("pk")[:4]:
        services.assign(office, actor=actor, computer_id=computer.pk)


def _inventory(chance: random.Random, actor: Actor, unit_id: int) -> None:
    """Today's file of two computers through the services: unknown names, a banned program that opens a file."""
    lines = ["Bilgisayar;Seri No;Program;Sürüm;Yayıncı"]
    for computer in Computer.objects.exclude(name__startswith="SUNUCU").order_by("pk")[:2]:
        kept = list(computer.installs.filter(removed_on=None))
        lines += [f"{computer.name};{computer.serial};{one.name};{one.version};{one.publisher}" for one in kept]
        lines += [f"{computer.name};{computer.serial};{name};{version};" for name, version in JUNK]
        lines.append(f"{computer.name};{computer.serial};Bordro Yardımcısı 2020;20.{chance.randint(1, 4)};")
        lines.append(f"{computer.name};{computer.serial};uShare Torrent;3.7;uShare")
    file = io.BytesIO("\n".join(lines).encode())
    services.take_in(actor=actor, unit_id=unit_id, file=file, file_name="envanter.csv")


def _work(actor: Actor, products: dict[str, Product]) -> None:
    """An update round that is under way, and a few files of programs without a licence."""
    made = services.plan_round(
        actor=actor,
        product_id=products["Uç Nokta Koruma"].pk,
        target="8.1",
        due_on=add_working_days(localdate(), 15),
        about="Yeni tarama motoruna geçiş; eski sürüm iki ay sonra güncelleme almayacak.",
    )
    services.begin(made.case.number, actor=actor)
    if apart := made.devices.filter(state="waiting").order_by("pk").first():
        services.set_apart(
            made.case.number, actor=actor, device_id=apart.pk, reason="Sayım haftası bitince güncellenecek."
        )
    for one in queries.suspects(actor, "unlicensed", products["Ofis Paketi"].pk)[:3]:
        if one.finding is None:
            services.open_finding(actor=actor, install_id=one.install.pk, wrong="unlicensed")
