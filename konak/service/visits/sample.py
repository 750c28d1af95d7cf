"""Two years of visits and outages, requests that come back, and what somebody may want to look at today."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.cases.models import Case
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.service.desk import public as desk

from . import services
from .models import Outage, Recurring, Visit
from .services.planning import LONGEST

ZONE = ZoneInfo("Europe/Istanbul")
DAY = dt.timedelta(days=1)
PAST = {"s": 46, "m": 600, "l": 6_000}
OUTAGES = {"s": 14, "m": 60, "l": 240}
SUPPORT, HARDWARE = "Son Kullanıcı Destek Servisi", "Donanım Bakım Servisi"
NETWORK, SERVERS = "Ağ Servisi", "Sistem ve Veri Tabanı Servisi"
REPORTS = (
    ("solved", "Cihaz yerinde onarıldı, kullanıcıyla denendi."),
    ("solved", "Kablo değiştirildi, bağlantı geldi."),
    ("solved", "Sürücü yeniden kuruldu, deneme çıktısı alındı."),
    ("partly", "Çalışır duruma getirildi; yedek parça gelince yeniden gidilecek."),
    ("part_needed", "Besleme silindiri aşınmış, parça istendi."),
    ("nothing", "Sorun görülmedi, kullanıcıya anlatıldı."),
)
PLACES = (
    "Ana Hizmet Binası, 2. kat",
    "Ana Hizmet Binası, 5. kat",
    "Fen İşleri Şantiyesi",
    "Zabıta Karakolu",
    "Kültür Merkezi",
)
WORKS = (
    ("EBYS sürüm yükseltmesi", "planned", "down", 120, "EBYS yeni sürüme geçirildi."),
    ("Omurga anahtarı yazılım güncellemesi", "planned", "partly", 60, "Anahtarların yazılımı güncellendi."),
    ("Veri tabanı bakımı", "planned", "slow", 180, "Dizinler yenilendi, istatistikler güncellendi."),
    ("Sistem odası enerji çalışması", "planned", "down", 240, "Kesintisiz güç kaynağının aküleri değiştirildi."),
    (
        "İnternet hattında kesinti",
        "unplanned",
        "down",
        75,
        "Hat sağlayıcısındaki arıza giderildi; yedek hat devredeydi.",
    ),
    (
        "E-posta sunucusu yanıt vermiyor",
        "unplanned",
        "down",
        40,
        "Diski dolan sunucuda yer açıldı, alarm eşiği düşürüldü.",
    ),
    ("Yazıcı sunucusu kuyrukları takıldı", "unplanned", "partly", 55, "Sunucu yeniden başlatıldı."),
)
COMING_BACK = (
    ("Yazıcı", "Merkezi yazıcıların sayaçlarını oku", "month", HARDWARE),
    ("Ağ", "Sistem odası günlük kontrol listesi", "workday", NETWORK),
    ("E-posta", "Dolan posta kutularını gözden geçir", "week", SERVERS),
    ("Parola", "Kullanılmayan hesapları listele", "quarter", SUPPORT),
    ("EBYS", "EBYS rol dağılımını birimlerle karşılaştır", "half_year", "EBYS Servisi"),
)


def loaded() -> bool:
    return Recurring.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    teams = {one.name: one for one in Unit.objects.filter(name__in=(SUPPORT, HARDWARE, NETWORK, SERVERS))}
    if SUPPORT not in teams:
        return
    visits = copy_cases(Visit, _past_visits(chance, PAST[size]))
    outages = copy_cases(Outage, _past_outages(chance, teams, OUTAGES[size]))
    _tie(chance)
    _coming_back()
    _today(teams)
    report(f"{visits} ziyaret, {outages} kesinti, {Recurring.objects.count()} tekrarlayan talep")


def _lead(unit: Unit) -> Actor:
    rows = Appointment.objects.filter(unit=unit, until=None, acting_for=None, user__is_active=True)
    for position in (Position.CHIEF, Position.EXPERT, Position.STAFF):
        if found := rows.filter(position=position).order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    raise LookupError(f"{unit} has nobody")


def _seat_of(user_id: int) -> Appointment | None:
    return Appointment.objects.filter(user_id=user_id, until=None).order_by("pk").first()


def _past_visits(chance: random.Random, count: int) -> Iterator[File]:
    """Visits that led to the solution of tickets of the desk's own years."""
    tickets = apps.get_model("desk", "Ticket")._default_manager
    rows = tickets.filter(case__closed_at__isnull=False, requester__isnull=False, case__assignee__isnull=False)
    rows = rows.filter(opened_at__lt=now() - 3 * DAY).select_related("case").order_by("-case_id")[: count * 3]
    seats: dict[int, Appointment | None] = {}
    calendar = calendar_from(localdate() - 900 * DAY)
    for ticket in list(rows)[::3][:count]:
        case = ticket.case
        who = case.assignee_id
        if who == ticket.requester_id:
            continue
        seat = seats.setdefault(who, _seat_of(who))
        day = calendar.next_working(ticket.opened_at.astimezone(ZONE).date() + DAY, half_day_counts=False)
        begin = dt.datetime.combine(day, dt.time(chance.choice((9, 10, 11, 14, 15)), chance.choice((0, 30))), ZONE)
        end = begin + dt.timedelta(minutes=chance.choice((30, 45, 60, 90)))
        if end > now():
            continue
        missed = chance.random() < 0.07
        outcome, words = chance.choice(REPORTS)
        position = seat.position if seat else ""
        story = [
            Line(ticket.opened_at + dt.timedelta(minutes=30), "open", who, seat.pk if seat else None, position),
            Line(end, "miss" if missed else "finish", who, seat.pk if seat else None, position),
        ]
        cover = {
            "subject": f"Yerinde ziyaret: {case.subject}"[:250],
            "state": "missed" if missed else "done",
            "unit": case.unit_id,
            "assignee": who,
            "opened_by": ticket.requester_id,
            "opened_from_unit": case.opened_from_unit_id,
            "due_on": day,
            "opened_at": ticket.opened_at + dt.timedelta(minutes=30),
            "closed_at": end,
            "resting": True,
        }
        remote = chance.random() < 0.25
        contents: dict[str, Any] = {
            "ticket": ticket.pk,
            "kind": "remote" if remote else "onsite",
            "technician": who,
            "host": ticket.requester_id,
            "starts_at": begin,
            "ends_at": end,
            "holds": False,
            "place": "" if remote else chance.choice(PLACES),
            "began_at": None if missed else begin,
            "ended_at": None if missed else end,
            "outcome": "" if missed else outcome,
            "report": "Kimse yerinde değildi." if missed else words,
        }
        yield File(cover, contents, story)


def _past_outages(chance: random.Random, teams: dict[str, Unit], count: int) -> Iterator[File]:
    keepers = [(teams[name], _lead(teams[name])) for name in (NETWORK, SERVERS) if name in teams]
    if not keepers:
        return
    people = User.objects.filter(is_active=True).count()
    for place in range(count):
        name, nature, effect, minutes, done = WORKS[place % len(WORKS)]
        unit, actor = chance.choice(keepers)
        seat = _seat_of(actor.user_id or 0)
        day = localdate() - (9 + place * (700 // count)) * DAY
        hour = chance.choice((19, 20, 21)) if nature == "planned" else chance.choice((9, 10, 11, 14, 15))
        begin = dt.datetime.combine(day, dt.time(hour), ZONE)
        end = begin + dt.timedelta(minutes=minutes + chance.randrange(-15, 40))
        early = begin - (3 * DAY if nature == "planned" else dt.timedelta(minutes=-4))
        end = max(end, early)
        told = [(early, "open"), (early, "announce"), (max(begin, early), "begin"), (end, "end")]
        story = [
            Line(moment, verb, actor.user_id, seat.pk if seat else None, seat.position if seat else "")
            for moment, verb in told
            if not (verb == "announce" and nature != "planned")
        ]
        cover = {
            "subject": name,
            "state": "ended",
            "unit": unit.pk,
            "assignee": actor.user_id,
            "opened_by": actor.user_id,
            "opened_from_unit": unit.pk,
            "due_on": day,
            "opened_at": early,
            "closed_at": end,
            "resting": True,
        }
        contents = {
            "nature": nature,
            "effect": effect,
            "audience": "everybody" if effect == "down" else "units",
            "text": f"{name}.",
            "starts_at": begin,
            "ends_at": begin + dt.timedelta(minutes=minutes),
            "announced_at": early,
            "told": people if effect == "down" else chance.randrange(people // 4, people),
            "began_at": begin,
            "ended_at": end,
            "done": done,
        }
        yield File(cover, contents, story)


def _tie(chance: random.Random) -> None:
    """What each outage hit: the system of the register it is named after, else any, and a service alike."""
    systems = list(apps.get_model("systems", "InformationSystem")._default_manager.order_by("pk"))
    offered = desk.service_choices()
    for one in Outage.objects.select_related("case").order_by("pk"):
        word = fold(one.case.subject.split()[0])
        near = [row for row in systems if word in fold(f"{row.code} {row.name}")] or systems
        alike = [key for key, name, _, _ in offered if word in fold(name)] or [key for key, _, _, _ in offered]
        if near:
            one.systems.add(near[0] if len(near) < len(systems) else chance.choice(near))
        if alike:
            one.services.add(alike[0] if len(alike) < len(offered) else chance.choice(alike))


def _coming_back() -> None:
    """Plans that began a while ago; what is due opens now, as the round of the house would."""
    offered = desk.service_choices()
    today = localdate()
    for word, subject, every, team in COMING_BACK:
        unit = Unit.objects.filter(name=team).first()
        if unit is None:
            continue
        fitting = [key for key, name, _, unit_id in offered if unit_id == unit.pk and word in name]
        fitting = fitting or [key for key, _, _, unit_id in offered if unit_id == unit.pk]
        if not fitting:
            continue
        actor = _lead(unit)
        one = services.add_plan(
            actor=actor,
            service_id=fitting[0],
            subject=subject,
            every=every,
            starts_on=today,
            text="Sonucu bir cümleyle yazın; aykırılık varsa ayrı talep açın.",
            assignee_id=actor.user_id,
        )
        if every == "half_year":
            services.pause(one.pk, actor=actor, why="Yeni dönemde sürdürülecek")
    services.open_due()


def _slot(calendar: Calendar, ahead: int, hour: int) -> dt.datetime:
    day = calendar.next_working(localdate() + ahead * DAY, half_day_counts=False)
    return dt.datetime.combine(day, dt.time(hour), ZONE)


def _today(teams: dict[str, Unit]) -> None:
    """Visits of this week and the next, planned work that was announced, one that is only a draft."""
    calendar = calendar_from(localdate())
    for name in (SUPPORT, HARDWARE):
        unit = teams.get(name)
        if unit is None:
            continue
        actor = _lead(unit)
        rows = Case.objects.filter(kind="desk.ticket", unit=unit, closed_at=None, state__in=("new", "working"))
        people = list(
            Appointment.objects.filter(unit=unit, until=None, user__is_active=True).values_list("user_id", flat=True)
        )
        for place, case in enumerate(rows.order_by("-pk")[:6]):
            try:
                made = services.plan(
                    case.number,
                    actor=actor,
                    technician_id=people[place % len(people)],
                    starts_at=_slot(calendar, 1 + place // 2, (9, 11, 14)[place % 3]),
                    minutes=min(LONGEST, 30 + 15 * (place % 4)),
                    kind="remote" if place == 3 else "onsite",
                    place=PLACES[place % len(PLACES)],
                )
            except Refused:
                continue  # somebody's own request, or somebody who is away that day
            if place == 1 and made.host_id:
                services.propose(
                    made.case.number,
                    actor=actor_of(made.host_id, via="cli"),
                    starts_at=_slot(calendar, 4, 10),
                    why="O gün birim dışındayım.",
                )
    unit = teams.get(SERVERS)
    if unit is None:
        return
    actor = _lead(unit)
    known = apps.get_model("systems", "InformationSystem")._default_manager
    systems = list(known.filter(code="EBYS").values_list("pk", flat=True))
    begin = dt.datetime.combine(localdate() + 2 * DAY, dt.time(20), ZONE)
    planned = services.draft(
        actor=actor,
        subject="EBYS veri tabanı yükseltmesi",
        text="Veri tabanı yeni sürüme geçecek; EBYS bu sürede açılmaz.",
        starts_at=begin,
        ends_at=begin + dt.timedelta(hours=3),
        audience="everybody",
        advice="Acil yazılarınızı saat 20.00'den önce gönderin.",
        systems=systems,
    )
    services.announce(planned.case.number, actor=actor)
    services.draft(
        actor=actor,
        subject="Yedekleme sunucusunun taşınması",
        text="Yedekleme sunucusu yeni dolaba alınacak.",
        effect="none",
        starts_at=begin + 7 * DAY,
        ends_at=begin + 7 * DAY + dt.timedelta(hours=2),
        audience="desk",
        systems=systems[:1],
    )
