"""Lines of two years at small volume, sealed under the days they would have arrived on, and two looks into them."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.timezone import get_current_timezone, localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.lake import services as sealing
from konak.foundation.people.models import Appointment, Unit
from konak.governance.systems import public as systems

from .models import Alarm, AlarmHit, Cadence, Result, Review, Search
from .services import (
    alarming,
    conditions,
    exploring,
    following,
    intake,
    keeping,
    reviewing,
    rights,
    searching,
    sources,
)

DAYS = {"s": (60, 3, 12), "m": (14, 14, 60), "l": (1, 730, 2_000)}
"""A day of lines every so many days, every day of the last so many, and so many connections a day."""
OVER = 740
"""Days back of the one day whose term is over."""
OUTER = "203.0.113.10"
PEOPLE = ("ayse.ornek", "mehmet.ornek", "zeynep.ornek", "ali.ornek", "fatma.ornek", "can.ornek")


def loaded() -> bool:
    return Search.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    step, recent, count = DAYS[size]
    zone, today = get_current_timezone(), localtime(now()).date()
    days = sorted({*range(1, recent + 1), *range(1, 725, step), OVER}, reverse=True)
    total = 0
    for back in days:
        noon = dt.datetime.combine(today - dt.timedelta(days=back), dt.time(12), zone)
        lines = [line.encode() for line in _day(noon, count, chance)]
        total += intake.take_in(lines, source="192.0.2.1", moment=noon + dt.timedelta(hours=1))
    _sources()
    sealing.seal()
    sealing.expire()  # what is older than two years goes, and leaves its minutes
    seat = Appointment.objects.filter(position="administrator", until=None).order_by("pk").first()
    if seat is None:
        return
    admin = actor_of(seat.user_id, via="cli")
    at = dt.datetime.combine(today - dt.timedelta(days=1), dt.time(12), zone)
    searching.who(actor=admin, ip="10.20.0.10", at=at, purpose="Kablosuz ağdaki yavaşlığın incelenmesi")
    searching.trace(
        actor=admin,
        what="10.20.0.11",
        since=at - dt.timedelta(days=1),
        until=at + dt.timedelta(hours=2),
        purpose="Zararlı yazılım uyarısı veren bilgisayarın incelenmesi",
    )
    _duties(admin, seat)
    _rights(admin, seat, at)
    report(f"{total} log satırı, {Search.objects.count()} log araması")


def _rights(admin: Actor, seat: Appointment, at: dt.datetime) -> None:
    """A set opened to a position of one unit, days that are held, looks with counts, a sitting that was left."""
    network = Unit.objects.filter(name__startswith="Ağ").order_by("pk").first()
    if network is not None:
        for code in ("dhcp", "firewall"):
            why = "Adres çakışması ve arıza aramak ağ ekibinin işidir"
            rights.allow(actor=admin, code=code, position="expert", unit_id=network.pk, why=why)
    held = localdate() - dt.timedelta(days=700)
    keeping.hold(
        actor=admin, code="firewall", since=held, until=held + dt.timedelta(days=7),
        why="Soruşturma sürüyor; savcılık kayıtların bekletilmesini istedi",
    )  # fmt: skip
    asked: dict[str, Any] = {
        "codes": ["firewall", "dhcp"],
        "columns": ["source.ip", "destination.ip", "event.action"],
    }
    exploring.explore(
        actor=admin, since=at - dt.timedelta(days=2), until=at + dt.timedelta(hours=2),
        purpose="Bir adrese giden trafiğin artışının incelenmesi", **asked,
    )  # fmt: skip
    exploring.keep(actor=admin, name="Güvenlik duvarı ve kiralar", **asked)
    tail = following.begin(actor=admin, code="firewall", purpose="Yeni güvenlik duvarının satırlarının denetlenmesi")
    following.leave(tail.pk, actor=admin)


def _sources() -> None:
    """The senders that are expected: one heard, one never, one that has a key."""
    network = Unit.objects.filter(name__startswith="Ağ").order_by("pk").first()
    seat = Appointment.objects.filter(position="administrator", until=None).order_by("pk").first()
    if network is None or seat is None:
        return
    admin = actor_of(seat.user_id, via="cli")
    told = systems.expected("logs")
    known = {one.id for one in systems.systems(admin)}
    first = next((one.id for one in told if one.id in known), None)
    for name, title, form, system_id in (
        ("192.0.2.1", "Merkez güvenlik duvarı, DHCP ve RADIUS", "auto", None),
        ("192.0.2.7", "Ek hizmet binası güvenlik duvarı", "fortigate", None),
        ("toplayici", "Sunucuların toplayıcısı (HTTP)", "auto", first),
    ):
        made = sources.add(
            actor=admin,
            unit_id=network.pk,
            name=name,
            title=title,
            form=form,
            silent_after=2_880,
            system_id=system_id,
        )
    sources.give_key(made.pk, actor=admin)


RULE = """title: Yönetici hesabında başarısız oturum
status: test
level: high
logsource: {product: windows, service: security}
detection:
  tried: {EventID: [4625, 4776], TargetUserName|startswith: admin}
  condition: tried
"""

SPRAYED = """title: Başarısız Windows oturumu
name: failed
status: test
logsource: {product: windows, service: security}
detection:
  failed: {EventID: 4625}
  condition: failed
---
title: Bir adresten çok hesaba parola deneme
level: high
correlation:
  type: value_count
  rules: [failed]
  group-by: [IpAddress]
  timespan: 10m
  condition: {field: TargetUserName, gte: 5}
"""


def _duties(admin: Actor, seat: Appointment) -> None:
    """Who reviews how often, a year of signed reviews, and two alarms."""
    today, unit = localdate(), seat.unit_id
    for cadence, days in ((Cadence.DAILY, 1), (Cadence.WEEKLY, 3), (Cadence.MONTHLY, 7)):
        row = reviewing.plan(actor=admin, unit_id=unit, cadence=cadence, assignee_id=seat.user_id, days=days)
        reviewing.open_due()
        past = list(itertools.islice(reviewing.periods(cadence, today), 1, 4 if cadence == Cadence.DAILY else 24))
        Review.objects.bulk_create(
            Review(
                plan=row, since=since, until=until, due_on=until + dt.timedelta(days=days),
                prepared={"failed": [], "admins": [], "volume": [], "troubles": 0, "searches": 0, "alarms": 0},
                result=Result.CLEAN, note="Olağan dışı bir başlık yok.", signed_by_id=seat.user_id, signed_as=seat,
                signed_at=dt.datetime.combine(until + dt.timedelta(days=1), dt.time(10), get_current_timezone()),
            )
            for since, until in past
        )  # fmt: skip
    alarming.bring(actor=admin, rule=RULE, unit_id=unit, assignee_id=seat.user_id)
    alarming.keep_alarm(
        actor=admin, name="Sunucularda on başarısız oturum", unit_id=unit, assignee_id=seat.user_id, code="system",
        condition=conditions.written("event.outcome = failure"), threshold=10, minutes=10,
    )  # fmt: skip
    sprayed = alarming.bring(actor=admin, rule=SPRAYED, unit_id=unit, assignee_id=seat.user_id)
    _rang(sprayed, seat)


def _rang(alarm: Alarm, seat: Appointment) -> None:
    """A year in which the alarm rang every other month; the last time waits for a word."""
    noon = dt.datetime.combine(localdate(), dt.time(12), get_current_timezone())
    for place, back in enumerate((320, 262, 199, 121, 64, 3)):
        at, ip = noon - dt.timedelta(days=back, minutes=17 * place), f"198.51.100.{20 + place}"
        seen = back > 10
        AlarmHit.objects.create(
            alarm=alarm, first=at, last=at + dt.timedelta(minutes=6), lines=14 + 3 * place,
            group=[ip], values=6 + place, upto=at + dt.timedelta(minutes=7),
            seen_by_id=seat.user_id if seen else None, seen_at=at + dt.timedelta(hours=2) if seen else None,
            note="Adres güvenlik duvarında engellendi; hesapların parolası değişti." if seen else "",
            facts=[{"event.action": "login", "event.code": "4625", "user.name": name, "source.ip": ip}
                   for name in PEOPLE[:3]],
        )  # fmt: skip


def _day(noon: dt.datetime, count: int, chance: random.Random) -> Iterator[str]:
    """Leases, sessions and translated connections of one morning."""
    for place, person in enumerate(PEOPLE):
        ip, mac = f"10.20.0.{10 + place}", f"00:00:5e:00:53:{16 + place:02x}"
        given = noon - dt.timedelta(hours=3, minutes=chance.randrange(40))
        leased = int(given.timestamp())
        yield f"{ip},{mac},,28800,{leased + 28_800},1,0,0,pc-{person.split('.')[0]},0,,0"
        signed = given + dt.timedelta(seconds=20)
        yield (
            f'{signed:%a %b %d %H:%M:%S %Y}\x1e\tAcct-Status-Type = Start\x1e\tUser-Name = "{person}"\x1e'
            f'\tCalling-Station-Id = "{mac.replace(":", "-").upper()}"\x1e\tFramed-IP-Address = {ip}\x1e'
            f'\tNAS-Identifier = "ap-kultur-merkezi"\x1e\tTimestamp = {int(signed.timestamp())}'
        )
    for number in range(count):
        at = int((noon - dt.timedelta(seconds=chance.randrange(9_000))).timestamp())
        place = chance.randrange(len(PEOPLE))
        yield (
            f'devname="fw-merkez" devid="FG100F0000000000" eventtime={at}000000000 tz="+0300" logid="0000000013" '
            f'type="traffic" subtype="forward" level="notice" srcip=10.20.0.{10 + place} srcport={40_000 + number} '
            f'dstip=198.51.100.{chance.randrange(1, 250)} dstport=443 proto=6 action="close" service="HTTPS" '
            f'trandisp="snat" transip={OUTER} transport={20_000 + number} duration={chance.randrange(1, 300)} '
            f"sentbyte={chance.randrange(9_000)} rcvdbyte={chance.randrange(90_000)}"
        )
