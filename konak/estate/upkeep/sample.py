"""Two years of upkeep: plans that come back, faults with their cost, contracts, lists for new devices, and a plan of
what to replace. Devices are those of the movables; without them only what needs no device is written."""

import datetime as dt
import io
import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import below

from . import services
from .models import Plan, SentOut, WorkOrder

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SUPPORT = "Destek Hizmetleri Şube Müdürlüğü"
PAST = {"s": 14, "m": 150, "l": 1_200}
"""Faults of the last two years."""
DAY = dt.timedelta(days=1)
FAULTS = (
    ("Açılmıyor", "Güç kaynağı yandı", "Güç kaynağı değiştirildi."),
    ("Çok ısınıyor, kapanıyor", "Fan tozlanmış", "Fan temizlendi, ısı macunu yenilendi."),
    ("Ekranda çizgi var", "Ekran kablosu gevşek", "Kablo takıldı, denendi."),
    ("Disk hatası veriyor", "Disk ömrünü doldurmuş", "Disk değiştirildi, yedekten dönüldü."),
    ("Kâğıt sıkıştırıyor", "Besleme silindiri aşınmış", "Silindir değiştirildi."),
)


def loaded() -> bool:
    return Plan.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.filter(name=DEPARTMENT).first()
    if department is None:
        return
    branches = list(Unit.objects.filter(parent=department, kind=UnitKind.BRANCH).order_by("pk"))
    branch = next((one for one in branches if one.name == SUPPORT), branches[0])
    director, technician = (
        _seat([branch.pk], Position.DIRECTOR),
        _seat(below(branch.pk), Position.EXPERT, Position.STAFF, Position.CHIEF),
    )
    _lists(director, branch.pk)
    devices = [one for one in assets.assets_in_reach(director, limit=4_000) if not one.retired]
    chance.shuffle(devices)
    plan = _plan(director, branch.pk, devices[:8])
    _contracts(director, branch.pk, devices[8:16])
    if devices:
        _past(chance, technician, devices, PAST[size])
        services.open_due()
        _present(director, technician, devices)
    services.open_renewals()
    report(f"{WorkOrder.objects.count()} iş emri, {plan} bakım planı")


def _seat(units: Sequence[int] | set[int], *positions: str) -> Actor:
    for position in positions:
        rows = Appointment.objects.filter(unit_id__in=units, position=position, until=None, acting_for=None)
        if found := rows.order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    raise LookupError(f"{units} has none of {positions}")


def _lists(actor: Actor, unit_id: int) -> None:
    services.add_checklist(
        actor=actor,
        unit_id=unit_id,
        name="Bilgisayar devreye alma",
        codes="255.02",
        holds_data=True,
        points="Sicil etiketi yapıştırıldı\nİşletim sistemi ve güncellemeler kuruldu\nDisk şifrelendi\n"
        "Uç nokta koruması kuruldu, güncel\nEtki alanına alındı\nKullanıcıyla denendi",
    )
    services.add_rule(
        actor=actor,
        unit_id=unit_id,
        name="Eskiyen bilgisayarlar",
        codes="255.02",
        max_years=5,
        max_faults=3,
        max_share=60,
        out_of_warranty=True,
        price=Decimal(38_500),
    )


def _plan(actor: Actor, unit_id: int, devices: Sequence[assets.AssetFacts]) -> int:
    yearly = services.add_plan(
        actor=actor,
        unit_id=unit_id,
        name="Bilgisayar yıllık bakımı",
        points="İç temizlik\nFan ve ısı denetimi\nDisk sağlığı\nGüncellemeler",
        every_months=12,
        lead_days=14,
    )
    services.add_plan(
        actor=actor,
        unit_id=unit_id,
        name="Merkezi yazıcı bakımı",
        points="Besleme silindiri\nIsıtıcı\nTaşıma kayışı\nSayaç okundu",
        every_months=6,
        counter="sayfa",
        counter_every=50_000,
        lead_days=10,
    )
    today = localdate()
    for place, one in enumerate(devices):
        last = today - (300 + 20 * place) * DAY
        services.add_to_plan(yearly.pk, actor=actor, tags=one.tag, last_on=last)
    return Plan.objects.count()


def _contracts(actor: Actor, unit_id: int, devices: Sequence[assets.AssetFacts]) -> None:
    today = localdate()
    for title, kind, supplier, begun, left, cost in (
        ("Merkezi yazıcıların bakım ve onarımı", "maintenance", "Örnek Büro Makineleri Ltd.", 290, 75, 24_800),
        ("Sunucu ve depolama desteği", "support", "Örnek Sistem A.Ş.", 340, 390, 1_180_000),
        ("Kesintisiz güç kaynakları bakımı", "maintenance", "Örnek Enerji Ltd.", 700, -20, 96_000),
    ):
        one = services.add_contract(
            actor=actor,
            unit_id=unit_id,
            title=title,
            kind=kind,
            supplier=supplier,
            starts_on=today - begun * DAY,
            ends_on=today + left * DAY,
            cost=Decimal(cost),
            answer_hours=4,
            repair_hours=24,
            sla="Hafta içi 08.30–17.30. Geciken her saat için aylık bedelin binde beşi kesilir.",
        )
        if devices and kind == "maintenance" and left > 0:
            services.cover(one.number, actor=actor, tags=" ".join(device.tag for device in devices))


def _past(chance: random.Random, actor: Actor, devices: Sequence[assets.AssetFacts], count: int) -> None:
    """Faults as they would lie in the archive: opened and closed in the past, some through a firm."""
    moment = now()
    for place in range(count):
        device = devices[chance.randrange(max(1, len(devices) // 3))]
        what, cause, done = chance.choice(FAULTS)
        number = services.open_order(actor=actor, tag=device.tag, report=what, down=True).case.number
        began = moment - chance.randint(15, 720) * DAY
        hours = chance.choice((3, 6, 26, 50))
        if place % 4 == 0:
            services.send(
                number, actor=actor, firm="Örnek Teknik Servis", expected_on=localdate() + 10 * DAY, with_it="Adaptör"
            )
            services.receive(number, actor=actor, result="repaired", cost=Decimal(chance.randrange(8, 60) * 100))
            days = chance.randint(4, 14)
            SentOut.objects.filter(order__case__number=number).update(
                handed_on=localdate(began),
                expected_on=localdate(began) + 10 * DAY,
                returned_on=localdate(began) + days * DAY,
            )
            hours = days * 24
        else:
            services.take(number, actor=actor)
        services.finish(
            number,
            actor=actor,
            done=done,
            cause=cause,
            minutes=chance.choice((20, 45, 90)),
            labour_cost=Decimal(chance.choice((0, 0, 350, 700))),
        )
        ended = began + dt.timedelta(hours=hours)
        WorkOrder.objects.filter(case__number=number).update(down_since=began, up_at=ended)
        Case.objects.filter(number=number).update(
            opened_at=began, closed_at=ended, due_on=localdate(began) + 14 * DAY
        )


def _present(director: Actor, technician: Actor, devices: Sequence[assets.AssetFacts]) -> None:
    """What somebody may want to look at today: at a firm, under work, a setup half done, a spare lent, a wipe."""
    today = localdate()
    first, second, third = (devices[place % len(devices)] for place in (1, 3, 5))
    away = services.open_order(actor=technician, tag=first.tag, report="Menteşesi kırıldı, kapanmıyor").case.number
    services.send(
        away, actor=technician, firm="Örnek Teknik Servis", expected_on=today + 6 * DAY, with_it="Adaptör, çanta"
    )
    working = services.open_order(
        actor=technician, tag=second.tag, report="Kendi kendine yeniden başlıyor", down=True
    )
    services.take(working.case.number, actor=technician)
    computer = next((one for one in devices if one.code.startswith("255.02.")), None)
    if computer is not None:
        setup = services.begin_setup(actor=technician, tag=computer.tag)
        for place in range(3):
            services.tick_setup(setup.case.number, actor=technician, place=place)
        file = io.BytesIO("Silme raporu: 3 geçiş, 0 hatalı sektör.\n".encode())
        services.add_wipe(
            actor=technician,
            tag=devices[-1].tag,
            medium="WD-WX41A79",
            method="overwrite",
            tool="nwipe 0.34",
            witness_id=director.user_id or 0,
            file=file,
            file_name="silme-raporu.txt",
            verified=True,
        )
    spare = services.add_spare(actor=director, tag=third.tag, note="15 inç, SSD")
    services.lend(
        spare.pk, actor=technician, user_id=director.user_id or 0, due_on=today + 6 * DAY, order_number=away
    )
