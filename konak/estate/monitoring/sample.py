"""A watch of a municipality: hosts on loopback, two years of outages and numbers, services, rota, windows, care.

Every address is loopback: echoes are answered by this machine, and whatever else would be asked is switched off.
"""

import datetime as dt
import math
import random
from collections.abc import Callable
from typing import Any

import pyarrow as pa
from django.apps import apps
from django.db.models import F
from django.utils.timezone import localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below

from . import queries, services
from .judging import CRIT, OK
from .keeping import HERE, TIER
from .models import Check, Host, HostState, Part, Problem, StateChange

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
BUILDINGS = {"s": 5, "m": 30, "l": 120}
OUTAGES = {"s": 26, "m": 200, "l": 1_200}
CAUSES = (
    ("Elektrik kesildi, KGK süresi yetmedi.", "Enerji geldi; KGK aküsü değişecek.", "Üç ayda bir akü testi."),
    ("Fiber hat kazı sırasında koptu.", "Ek yapıldı, hat ölçüldü.", "Kazı bildirimleri için toplantı yapıldı."),
    ("Disk doldu, servis yazamadı.", "Eski yedekler taşındı, disk büyütüldü.", "Disk uyarı sınırı %80'e çekildi."),
    ("Güncelleme sonrası servis başlamadı.", "Önceki sürüme dönüldü.", "Güncellemeler önce deneme sunucusunda."),
    ("Sağlayıcı omurgasında arıza.", "Trafik yedek hatta alındı, sağlayıcıya bildirildi.", ""),
)  # fmt: skip


def loaded() -> bool:
    return Host.objects.exists()


def _seat(units: list[int], *positions: str) -> Actor | None:
    for position in positions:
        seat = Appointment.objects.filter(unit_id__in=units, position=position, until=None, acting_for=None)
        if found := seat.order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    return None


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.filter(name=DEPARTMENT).first()
    head = _seat([department.pk], Position.HEAD_OF_DEPARTMENT) if department else None
    if department is None or head is None:
        return
    said: dict[str, Any] = {"actor": head, "unit_id": department.pk}
    hosts = _hosts(said, BUILDINGS[size])
    watched = _services(said, hosts)
    _rota(said, list(below(department.pk)))
    _measured(chance, hosts)
    count = _outages(chance, head, hosts, OUTAGES[size])
    _cares(chance, head, hosts)
    moment = localtime(now()).replace(hour=22, minute=0, second=0, microsecond=0)
    services.plan_window(
        name="Haftalık güncelleme saati", why="Sunucu yamaları", starts_at=moment - dt.timedelta(days=28),
        ends_at=moment - dt.timedelta(days=28) + dt.timedelta(hours=2), weekly=True,
        hosts=[hosts["sunucu-ebys"].pk, hosts["sunucu-eposta"].pk], **said,
    )  # fmt: skip
    services.reindex_hosts()
    services.reindex_services()
    services.reindex_problems()
    report(f"{len(hosts)} izlenen cihaz, {watched} hizmet, {count} arıza")


def _hosts(said: dict[str, Any], buildings: int) -> dict[str, Host]:
    """The core, servers, printers and rooms; what would be asked by SNMP or HTTP is switched off."""
    actor = said["actor"]
    made: dict[str, Host] = {}
    number = 0

    def add(name: str, sort: str, **facts: Any) -> Host:
        nonlocal number
        number += 1
        address = f"127.20.{number // 250}.{number % 250 + 1}"
        made[name] = services.add_host(name=name, address=address, sort=sort, **said, **facts)
        return made[name]

    devices = dict(apps.get_model("network", "Device")._default_manager.values_list("name", "pk"))
    systems = list(
        apps.get_model("systems", "InformationSystem")
        ._default_manager.filter(state="running").order_by("-criticality", "pk").values_list("pk", flat=True)[:4]
    )  # fmt: skip
    core = add("vm-omurga-1", "switch", device_id=devices.get("vm-omurga-1"), place="Veri merkezi")
    for place, name in enumerate(("ebys", "eposta", "yedek", "izleme")):
        host = add(
            f"sunucu-{name}", "server", device_id=devices.get(f"sunucu-{name}"), parents=[core.pk],
            system_id=systems[place] if place < len(systems) else None, place="Veri merkezi",
        )  # fmt: skip
        services.add_check(host.pk, actor=actor, kind="sensors", enabled=False)
    add("internet-1", "link", place="Veri merkezi", description="Örnek Telekom 1 Gbit/sn")
    add("internet-2", "link", place="Veri merkezi", description="Örnek Net 500 Mbit/sn yedek")
    add("e-belediye", "web", parents=[core.pk])
    services.add_check(
        made["e-belediye"].pk, actor=actor, kind="http", enabled=False, params={"url": "https://127.0.0.1/"}
    )
    add("veritabani-1", "database", parents=[core.pk], place="Veri merkezi")
    room = add("sistem-odasi", "sensor", parents=[core.pk], place="Veri merkezi")
    services.add_check(room.pk, actor=actor, kind="sensors", enabled=False)
    for place in range(1, buildings + 1):
        name = f"anahtar-{place:03d}"
        edge = add(name, "switch", device_id=devices.get(name), parents=[core.pk], place=f"{place}. bina")
        if place <= 4:
            printer = add(f"yazici-{place:03d}", "printer", parents=[edge.pk], place=f"{place}. bina")
            services.add_check(printer.pk, actor=actor, kind="printer", enabled=False)
    for name in ("vm-omurga-1", *(f"anahtar-{place:03d}" for place in range(1, min(buildings, 12) + 1))):
        services.add_check(made[name].pk, actor=actor, kind="interfaces", enabled=False)
    services.save_template(
        name="Sunucu", sort="server",
        checks=[{"kind": "sensors"}, {"kind": "tcp", "name": "SSH", "params": {"port": 22}}],
        description="İşlemci, bellek, disk ve uzaktan yönetim", **said,
    )  # fmt: skip
    return made


def _services(said: dict[str, Any], hosts: dict[str, Host]) -> int:
    def echo(*names: str) -> list[int]:
        return list(Check.objects.filter(host__name__in=names, alive=True).values_list("pk", flat=True))

    for name, group, checks, public, more in (
        ("e-Belediye", "Vatandaş hizmetleri", ("e-belediye", "veritabani-1"), True, {"target": "99.5"}),
        ("E-posta", "Kurum içi", ("sunucu-eposta",), True, {}),
        ("EBYS", "Kurum içi", ("sunucu-ebys",), False, {"target": "99.8"}),
        (
            "İnternet çıkışı",
            "Bağlantı",
            ("internet-1", "internet-2"),
            True,
            {"one_is_enough": True, "target": "99.9"},
        ),
        (
            "Örnek Telekom devresi",
            "Bağlantı",
            ("internet-1",),
            False,
            {"provider": "Örnek Telekom", "target": "99.5"},
        ),
        ("Kampüs omurgası", "Bağlantı", ("vm-omurga-1",), False, {"target": "99.9"}),
    ):
        services.save_service(name=name, group=group, checks=echo(*checks), public=public, **more, **said)
    return 6


def _rota(said: dict[str, Any], units: list[int]) -> None:
    rota = services.add_rota(name="Sistem ve ağ nöbeti", **said)
    people = list(
        Appointment.objects.filter(unit_id__in=units, position=Position.EXPERT, until=None)
        .order_by("pk").values_list("user_id", flat=True).distinct()[:4]
    )  # fmt: skip
    begin = localtime(now()).replace(hour=17, minute=0, second=0, microsecond=0) - dt.timedelta(days=10)
    for week in range(8 if people else 0):
        since = begin + dt.timedelta(days=7 * week)
        services.add_turn(
            rota.pk, actor=said["actor"], user_id=people[week % len(people)], since=since,
            until=since + dt.timedelta(days=7),
        )  # fmt: skip
    services.add_escalation(after=0, to="on_duty", rota_id=rota.pk, **said)
    services.add_escalation(after=30, to="chief", **said)
    services.add_escalation(after=120, to="director", **said)


Wave = Callable[[float], float]
"""The value of a metric so many hours after the beginning of the two years."""


def _work(hours: float) -> float:
    """How busy the town is: mornings and afternoons of working days."""
    hour, day = hours % 24, int(hours // 24) % 7
    busy = 0.25 + 0.75 * max(0.0, math.sin((hour - 7) / 11 * math.pi)) if 7 < hour < 18 else 0.2
    return busy * (0.3 if day >= 5 else 1.0)


def _busy(scale: float, base: float = 0.0, grows: float = 0.0) -> Wave:
    return lambda hours: base + scale * _work(hours) * (1 + hours * grows)


def _flat(value: float) -> Wave:
    return lambda hours: value


def _fills(full: float, slope: float) -> Wave:
    """So full at the end of the two years, `slope` more every day."""
    return lambda hours: max(5.0, full - slope * (17_520 - hours) / 24)


def _part(owner: Check, key: str, name: str, sort: str, latest: list[float | None], **facts: Any) -> Part:
    return Part(owner=owner, key=key, name=name, sort=sort, latest=latest, latest_at=now(), **facts)


def _measured(chance: random.Random, hosts: dict[str, Host]) -> None:
    """Parts with the course of two years: days for all, hours for sixty days, five minutes for two."""
    rows: list[tuple[Part, tuple[Wave, ...]]] = []
    checks = {(row.host.name, row.kind): row for row in Check.objects.select_related("host")}

    for name in hosts:
        base = chance.uniform(0.4, 4.0)
        rows.append(
            (
                _part(checks[name, "ping"], "", "Ping", "ping", [base, 0.0]),
                (_busy(0.6 * base, base), _flat(0.0)),
            )
        )
    edges = [host for name, host in hosts.items() if name.startswith("anahtar-")][:12]
    for place, edge in enumerate(edges):
        load = chance.uniform(0.1, 0.55)
        rows.append(
            (
                _part(
                    checks["vm-omurga-1", "interfaces"], str(place + 1), f"Te1/0/{place + 1}", "interface",
                    [load * 6e8, load * 2e8, 0.0], capacity=1e9, unit_of="bit/sn", alias=edge.place, far=edge,
                ),
                (
                    _busy(load * 9e8, grows=1 / 60_000),
                    _busy(load * 3e8),
                    _flat(0.0),
                ),
            )
        )  # fmt: skip
    for name, full, slope in (("ebys", 71, 0.11), ("eposta", 55, 0.05), ("yedek", 88, 0.02), ("izleme", 40, 0.0)):
        check = checks[f"sunucu-{name}", "sensors"]
        rows += [
            (
                _part(check, "disk.1", "/", "disk", [float(full)], unit_of="%"),
                (_fills(full, slope),),
            ),
            (
                _part(check, "cpu", "İşlemci (8 çekirdek)", "cpu", [22.0], unit_of="%"),
                (_busy(55.0, 8.0),),
            ),
        ]
    room = checks["sistem-odasi", "sensors"]
    rows += [
        (_part(room, "s.1", "Isı", "sensor", [22.4], unit_of="°C"), (_busy(2.0, 21.5),)),
        (_part(room, "s.2", "Nem", "sensor", [44.0], unit_of="%"), (_busy(5.0, 42.0),)),
    ]
    for place in range(1, 5):
        if check_ := checks.get((f"yazici-{place:03d}", "printer")):
            left = float(chance.randint(6, 90))
            rows += [
                (_part(check_, "t.1", "Siyah toner", "toner", [left], unit_of="%"), (_flat(left),)),
                (
                    _part(check_, "pages", "Sayfa sayacı", "pages", [41_000.0], unit_of="sayfa"),
                    (_fills(40_300.0, 55.2),),
                ),
            ]
    Part.objects.bulk_create([part for part, _ in rows])
    Check.objects.filter(enabled=False).update(level=OK, seems=OK, checked_at=now(), words="Örnek ölçüm", since=now())
    _files(rows)


def _files(rows: list[tuple[Part, tuple[Wave, ...]]]) -> None:
    """The files of samples as two years of measuring would have left them."""
    today = localtime(now()).astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = today - dt.timedelta(days=730)
    store = queries.store()

    def put(tier: str, name: str, since: dt.datetime, many: int, minutes: int, halfway: float) -> None:
        columns: list[list[Any]] = [[], [], [], [], [], [], []]
        moments = [since + dt.timedelta(minutes=minutes * place) for place in range(many)]
        stamps = [int(at.timestamp() * 1000) for at in moments]
        hours = [(at - begin).total_seconds() / 3_600 + halfway for at in moments]
        for part, waves in rows:
            for metric, wave in enumerate(waves):
                values = [wave(hour) for hour in hours]
                columns[0] += [part.pk] * many
                columns[1] += [metric] * many
                columns[2] += stamps
                columns[3] += values
                columns[4] += [value * 0.6 for value in values]
                columns[5] += [value * 1.3 if part.sort != "disk" else value for value in values]
                columns[6] += [minutes] * many
        store.put_tier(tier, name, pa.table(columns, schema=TIER))

    months: dict[str, int] = {}
    for day in range(730):
        at = begin + dt.timedelta(days=day)
        months[at.strftime("%Y-%m")] = months.get(at.strftime("%Y-%m"), 0) + 1
    at = begin
    for month, days in months.items():
        put("1d", month, at, days, 1_440, 11)
        at += dt.timedelta(days=days)
    for day in range(30):
        at = today - dt.timedelta(days=30 - day)
        put("1h", at.strftime("%Y-%m-%d"), at, 24, 60, 0.5)
        if day >= 28:
            put("5m", at.strftime("%Y-%m-%d"), at, 288, 5, 0.04)
    hour = today
    while hour + dt.timedelta(hours=1) <= now():
        put("5m", hour.strftime("%Y-%m-%dT%H"), hour, 12, 5, 0.04)
        hour += dt.timedelta(hours=1)


def _outages(chance: random.Random, head: Actor, hosts: dict[str, Host], many: int) -> int:
    """Outages of two years as they were measured and reported; the last waits for its report."""
    moment = now()
    Host.objects.filter(pk__in=[host.pk for host in hosts.values()]).update(
        state=HostState.UP, since=moment - dt.timedelta(days=3), seen_at=moment
    )
    echoes = {row.host_id: row for row in Check.objects.filter(alive=True).select_related("host")}
    Check.objects.filter(alive=True).update(level=OK, seems=OK, since=moment - dt.timedelta(days=3), words="0,6 ms")
    changes = [
        StateChange(owner=check, at=moment - dt.timedelta(days=730), before=3, after=OK, words="İlk ölçüm")
        for check in echoes.values()
    ]
    chosen = list(hosts.values())
    starts = sorted(moment - dt.timedelta(minutes=chance.randint(4_000, 1_040_000)) for _ in range(many))
    starts[-1] = moment - dt.timedelta(hours=5)
    for place, begin in enumerate(starts):
        host = chance.choice(chosen) if place < many - 1 else hosts["anahtar-002"]
        check, lasted = echoes[host.pk], dt.timedelta(minutes=chance.choice((4, 7, 12, 18, 25, 40, 75, 130, 260)))
        if place == many - 1:
            lasted = dt.timedelta(minutes=55)
        end = begin + lasted
        changes += [
            StateChange(owner=check, at=begin, before=OK, after=CRIT, words="Yanıt yok"),
            StateChange(owner=check, at=end, before=CRIT, after=OK, words="0,7 ms"),
        ]
        problem = services.begin(
            actor=services.worker(host.unit_id), host=host, check=check, level=CRIT, words="Yanıt yok", at=begin
        )
        problem = services.end(problem, actor=services.worker(host.unit_id), at=end)
        number = problem.case.number
        if problem.case.state == "recovered" and place < many - 1:
            cause, done, prevention = chance.choice(CAUSES)
            services.report(number, actor=head, cause=cause, done=done, prevention=prevention)
            Case.objects.filter(number=number).update(closed_at=end + dt.timedelta(hours=3))
        Case.objects.filter(number=number).update(opened_at=begin)
        Problem.objects.filter(pk=problem.pk).update(ended_at=F("ended_at"))
    StateChange.objects.bulk_create(changes)
    return many


def _cares(chance: random.Random, head: Actor, hosts: dict[str, Host]) -> None:
    today = localdate()
    for days, name, sort, text, passed in (
        (20, "sunucu-ebys", "patch", "İşletim sistemi ve uygulama yamaları kuruldu, yeniden başlatıldı.", True),
        (34, "veritabani-1", "tuning", "Yavaş sorgular incelendi, iki dizin eklendi.", True),
        (60, "internet-2", "failover", "Ana hat çekildi; yedek hat 40 saniyede devraldı.", True),
        (92, "sunucu-yedek", "capacity", "Disk 14 ay sonra dolacak; bütçe önerisine 24 TB yazıldı.", None),
        (150, "anahtar-001", "link", "Yeni binanın hattı ölçüldü, kayıp yok.", True),
        (210, "veritabani-1", "fitness", "Sürüm desteği 2028'e kadar; değişiklik gerekmiyor.", True),
        (300, "sunucu-eposta", "improvement", "İletiler ikinci sunucuya yansıtıldı.", True),
        (410, "internet-2", "failover", "Devralma 3 dakika sürdü; yönlendirme ayarı düzeltildi.", False),
        (520, "sistem-odasi", "maintenance", "Algılayıcılar ayarlandı, KGK aküleri ölçüldü.", True),
    ):
        services.write_care(
            actor=head, sort=sort, text=text, host_id=hosts[name].pk, done_on=today - dt.timedelta(days=days),
            next_on=today + dt.timedelta(days=chance.randint(20, 120)) if days < 100 else None, passed=passed,
        )  # fmt: skip
