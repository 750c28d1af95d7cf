"""Offices, and what two years of answers, consents, trainings and problems look like; some of it waits today."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.apps import apps
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.service.desk import public as desk

from . import services
from .models import Answer, Consent, Field, NeedItem, Office, Problem, Proposal, Session

DAY = dt.timedelta(days=1)
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
BRANCH = "Destek Hizmetleri Şube Müdürlüğü"
TEAM = "Son Kullanıcı Destek Servisi"
MANY = {"s": 3, "m": 12, "l": 40}
REPORTS = (
    (
        "Eski masaüstü bilgisayarların durumu",
        "On iki bilgisayarın diski hata veriyor, belleği yetersiz.",
        "Onarımı ekonomik değildir.",
        "Üçü yedek parçaya ayrılsın, dokuzu yenilensin.",
    ),
    (
        "Toplantı salonu ses sistemi",
        "Mikrofon alıcıları aynı frekansta çalışıyor.",
        "Frekans çakışması vardır.",
        "Alıcılar sayısal modele değiştirilsin.",
    ),
    ("Plotterın bakım gereği", "Baskı kafası ömrünün sonunda.", "Kafa değişirse iki yıl daha kullanılabilir.", ""),
)
WANTED = (
    ("Dizüstü bilgisayar", 4, "Saha ekibi için"),
    ("Lazer yazıcı", 2, "Eskisi onarılamıyor"),
    ("Geniş ekran", 6, "Çizim yapan personel"),
    ("El terminali", 3, "Sayım ve denetim"),
    ("Tarayıcı", 1, "Gelen evrakın taranması"),
)


def loaded() -> bool:
    return Office.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.filter(name=DEPARTMENT).first()
    branch = Unit.objects.filter(name=BRANCH).first()
    team = Unit.objects.filter(name=TEAM).first()
    if department is None or branch is None or team is None:
        return
    head, director = _seat(department, Position.HEAD_OF_DEPARTMENT), _seat(branch, Position.DIRECTOR)
    chief = _seat(team, Position.CHIEF, Position.EXPERT, Position.STAFF)
    staff = _seat(team, Position.STAFF, Position.EXPERT)
    offered = desk.service_choices()
    installs = next((key for key, name, _, _ in offered if name.startswith("Yazılım")), offered[0][0])
    for field in Field.values:
        services.save_office(
            actor=head,
            field=field,
            unit_id=team.pk,
            days=10,
            service_id=installs if field == Field.SOFTWARE else None,
        )
    askers = _askers(department)
    _answers(chance, askers, staff, chief, director, MANY[size])
    _consents(askers, staff, chief, director)
    _needs(askers, chief, director)
    _trainings(askers, chief)
    _software(askers, staff, director)
    _problems(team, staff)
    _proposals(askers, chief, staff)
    report(f"{Case.objects.filter(kind__startswith='consultancy.').count()} danışma ve plan dosyası")


def _seat(unit: Unit, *positions: str) -> Actor:
    for position in positions:
        rows = Appointment.objects.filter(unit=unit, position=position, until=None, acting_for=None)
        if found := rows.order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    raise LookupError(f"{unit} has none of {positions}")


def _askers(but: Unit) -> list[Actor]:
    """Somebody of each of the other departments."""
    units = Unit.objects.filter(kind=UnitKind.DEPARTMENT).exclude(pk=but.pk).order_by("pk")
    found = []
    for unit in units:
        row = Appointment.objects.filter(unit=unit, until=None, acting_for=None).order_by("-pk").first()
        if row is not None:
            found.append(actor_of(row.user_id, via="cli"))
    return found


def _aged(number: str, days: int) -> None:
    """As if it had been asked and answered some time ago."""
    moment = now() - days * DAY
    Case.objects.filter(number=number).update(
        opened_at=moment, closed_at=moment + 6 * DAY, due_on=localdate(moment + 14 * DAY)
    )
    Answer.objects.filter(case__number=number).update(issued_at=moment + 6 * DAY)
    Consent.objects.filter(case__number=number).update(decided_at=moment + 6 * DAY, checked_at=moment + DAY)


def _answers(
    chance: random.Random, askers: Sequence[Actor], staff: Actor, chief: Actor, director: Actor, many: int
) -> None:
    for place in range(many):
        subject, findings, conclusion, advice = REPORTS[place % len(REPORTS)]
        asker = askers[place % len(askers)]
        one = services.begin_answer(
            actor=asker, kind=("report", "opinion")[place % 2], subject=subject, question=f"{subject}: ne yapılmalı?"
        )
        number = one.case.number
        services.write(number, actor=staff, findings=findings, conclusion=conclusion, advice=advice)
        services.submit(number, actor=staff)
        if place == 0:
            continue  # waits for somebody's approval today
        services.issue(number, actor=director)
        if place % 2:
            services.follow(number, actor=asker, followed=chance.choice(("followed", "partly")))
        _aged(number, 20 + place * (600 // many))


def _consents(askers: Sequence[Actor], staff: Actor, chief: Actor, director: Actor) -> None:
    for place, (name, quantity, why) in enumerate(WANTED[:3]):
        asker = askers[(place + 2) % len(askers)]
        number = services.ask_consent(
            actor=asker, kind="purchase", subject=f"{name} alımı", why=why, name=name, quantity=quantity,
            unit_price=Decimal(18_500 + 4_000 * place), specs="Kurum standardına uygun, üç yıl garantili.",
        ).case.number  # fmt: skip
        services.send(number, actor=asker)
        if place == 0:
            continue
        services.propose(number, actor=staff, opinion="Envanterde boşta olan yok; gereksinim yerindedir.")
        if place == 1:
            services.grant_if(number, actor=director, conditions="Merkezî yazıcı sözleşmesinin kapsamına alınsın.")
            _aged(number, 40)


def _needs(askers: Sequence[Actor], chief: Actor, director: Actor) -> None:
    today = localdate()
    this = services.open_round(
        actor=chief, year=today.year, opens_on=today - 3 * DAY, closes_on=today + DAY, call="Yılın ihtiyaçları."
    ).case.number
    for place, asker in enumerate(askers[:6]):
        name, quantity, why = WANTED[place % len(WANTED)]
        services.hand_in(this, actor=asker, name=name, quantity=quantity, why=why)
        services.hand_in(this, actor=asker, name=WANTED[0][0], quantity=1, why="Yeni personel", urgency="must")
    services.merge(this, actor=chief)
    for item in NeedItem.objects.filter(round__case__number=this):
        services.price(
            this,
            actor=chief,
            item_id=item.pk,
            name=item.name,
            unit_price=Decimal(21_000),
            approved=item.approved or 0,
        )
    services.submit_plan(this, actor=chief)
    services.approve_plan(this, actor=director)
    first = NeedItem.objects.filter(round__case__number=this).order_by("pk").first()
    if first is not None:
        services.record_purchase(
            this,
            actor=chief,
            item_id=first.pk,
            on=today,
            quantity=3,
            amount=Decimal(61_500),
            document="22/d dosyası 14",
        )
    Case.objects.filter(number=this).update(opened_at=now() - 300 * DAY)
    coming = services.open_round(
        actor=chief,
        year=today.year + 1,
        opens_on=today - 5 * DAY,
        closes_on=today + 20 * DAY,
        call="Önümüzdeki yıl gereken cihaz, yazılım ve hizmetleri gerekçesiyle bildirin.",
    ).case.number
    for place, asker in enumerate(askers[:4]):
        name, quantity, why = WANTED[(place + 1) % len(WANTED)]
        services.hand_in(coming, actor=asker, name=name, quantity=quantity, why=why)


def _trainings(askers: Sequence[Actor], chief: Actor) -> None:
    courses = [
        services.save_course(actor=chief, name=name, hours=hours, level=level, about=about)
        for name, hours, level, about in (
            ("EBYS temel kullanım", 3, "basic", "Evrak oluşturma, havale, arama."),
            ("Elektronik tablo", 6, "middle", "Süzme, özet tablo, grafik."),
            ("Coğrafi bilgi sistemi görüntüleme", 4, "basic", "Katman, sorgu, çıktı."),
        )
    ]
    begin = (now() + 2 * DAY).replace(hour=7, minute=0, second=0, microsecond=0)
    past = services.plan_session(
        actor=chief, course_id=courses[0].pk, starts_at=begin, ends_at=begin + dt.timedelta(hours=3),
        trainer="EBYS Servisi", place="Eğitim salonu", capacity=12,
    ).case.number  # fmt: skip
    for asker in askers[:6]:
        services.enrol(past, actor=asker)
    earlier = begin - 32 * DAY
    Session.objects.filter(case__number=past).update(starts_at=earlier, ends_at=earlier + dt.timedelta(hours=3))
    Case.objects.filter(number=past).update(subject=f"{courses[0].name}, {earlier:%d.%m.%Y}")
    services.mark(past, actor=chief, came=[one.user_id or 0 for one in askers[:2]])
    services.hold(past, actor=chief)
    for place, asker in enumerate(askers[:2]):
        services.rate(past, actor=asker, score=5 - place % 2, words="Örnekler işimize yaradı.")
    _aged(past, 36)
    begin = (now() + 9 * DAY).replace(hour=6, minute=30, second=0, microsecond=0)
    coming = services.plan_session(
        actor=chief, course_id=courses[1].pk, starts_at=begin, ends_at=begin + dt.timedelta(hours=6),
        trainer="Son Kullanıcı Destek Servisi", place="Eğitim salonu", capacity=15,
    ).case.number  # fmt: skip
    services.enrol(coming, actor=askers[3 % len(askers)])
    services.ask_training(actor=askers[0], why="Yeni personel geldi.", people=4, course_id=courses[2].pk)


def _software(askers: Sequence[Actor], staff: Actor, director: Actor) -> None:
    first = services.ask_software(actor=askers[1 % len(askers)], name="QGIS", why="Pafta incelemek için").case.number
    services.assess(first, actor=staff, note="Açık kaynak, lisans gerekmiyor; kurulabilir.")
    services.allow(first, actor=director)
    services.ask_software(actor=askers[2 % len(askers)], name="Ses düzenleme programı", why="Meclis kayıtları için")


def _problems(team: Unit, staff: Actor) -> None:
    """Gathered from tickets of the desk's own past; one is known, one was ended with a rule that worked."""
    tickets = apps.get_model("desk", "Ticket")._default_manager.filter(case__unit=team).select_related("case")
    numbers = [one.case.number for one in tickets.order_by("-case_id")[:9]]
    if len(numbers) < 6:
        return
    known = services.open_problem(
        actor=staff,
        subject="Sabahları oturum açma yavaş",
        symptom="08.30 ile 09.00 arasında oturum açmak beş dakikayı buluyor.",
        words="oturum giriş parola",
        tickets=" ".join(numbers[:4]),
    ).case.number
    services.know(
        known,
        actor=staff,
        whys="Oturum neden geç açılıyor? Profil ağdan iniyor.\nProfil neden büyük? Önbellek de taşınıyor.",
        cause="Gezici profillere tarayıcı önbelleği de giriyor.",
        workaround="Önbelleği silip yeniden oturum açın.",
    )
    ended = services.open_problem(
        actor=staff,
        subject="Yazıcı kuyruğu her pazartesi takılıyor",
        symptom="Haftanın ilk çıktısı kuyrukta kalıyor.",
        words="yazıcı kuyruk çıktı",
        tickets=" ".join(numbers[4:8]),
    ).case.number
    services.know(
        ended, actor=staff, cause="Hafta sonu güncellemesi hizmeti durduruyor.", workaround="Kuyruğu başlatın."
    )
    services.fix(
        ended,
        actor=staff,
        fix_text="Hizmet güncellemeden sonra kendiliğinden başlıyor.",
        rule="Her güncelleme turundan sonra yazıcı hizmeti denetlenir.",
    )
    today = localdate()
    Problem.objects.filter(case__number=ended).update(fixed_on=today - 45 * DAY, follow_up_on=today - 15 * DAY)
    services.close_problem(ended, actor=staff, verdict="Yeni talep azaldı; kural sürüyor.")
    _aged(ended, 90)


IDEAS = (
    (
        "Yeni bilgisayar hazır kalıptan kurulsun",
        "time",
        "Her bilgisayar elle kuruluyor, bir kurulum yarım gün sürüyor.",
        "Hazır kalıp ve ortak program listesiyle kurulsun.",
    ),
    (
        "Toner, bitmeden yazıcının yanına bırakılsın",
        "quality",
        "Toner bitince talep açılıyor, birim bekliyor.",
        "Sayaçtan beklenen güne göre önceden getirilsin.",
    ),
    (
        "Parola yenileme günü haftada iki güne yayılsın",
        "quality",
        "Ayın ilk günü herkesin parolası birlikte doluyor.",
        "Süreler birimlere göre dağıtılsın.",
    ),
    (
        "Eski kablolar dolaplardan çıkarılsın",
        "workplace",
        "Dolaplarda kullanılmayan kablolar havayı kesiyor.",
        "Kat kat ayıklanıp hurdaya verilsin.",
    ),
)


def _proposals(askers: Sequence[Actor], chief: Actor, staff: Actor) -> None:
    """Four ideas: measured, being done, declined, waiting for an answer."""
    team = chief.seats[0].unit_id
    own = [key for key, _, _, unit_id in desk.service_choices() if unit_id == team]
    numbers = []
    for place, (subject, kind, today, idea) in enumerate(IDEAS):
        made = services.propose_improvement(
            actor=askers[place % len(askers)],
            subject=subject,
            kind=kind,
            today=today,
            idea=idea,
            service_id=own[0] if own and place == 1 else None,
        )
        numbers.append(made.case.number)
    measured, underway, declined, _ = numbers
    day = localdate()
    services.accept_proposal(
        measured,
        actor=chief,
        reply="Katılıyoruz; kalıp bu ay hazırlanacak.",
        until=day + 30 * DAY,
        assignee_id=staff.user_id,
        measure="Bir kurulumun süresi (dakika)",
        before=Decimal(210),
        target=Decimal(60),
    )
    services.apply_proposal(measured, actor=staff, note="Kalıp ve kurulum betiği kullanılıyor.")
    Proposal.objects.filter(case__number=measured).update(applied_on=day - 75 * DAY, measure_on=day - 15 * DAY)
    services.measure_proposal(
        measured, actor=staff, after=Decimal(45), verdict="Kurulum yarım günden bir saatin altına indi."
    )
    Case.objects.filter(number=measured).update(opened_at=now() - 120 * DAY, closed_at=now() - 14 * DAY)
    services.accept_proposal(
        underway,
        actor=chief,
        reply="Sayaç okuma turuna eklendi.",
        until=day + 45 * DAY,
        measure="Tonersiz kalınan saat (ayda)",
        before=Decimal(64),
        target=Decimal(10),
        assignee_id=staff.user_id,
    )
    words = "Süreler kişinin kendi gününe göre doluyor; yığılma kalmadı."
    services.decline_proposal(declined, actor=chief, why=words)
    Case.objects.filter(number=declined).update(opened_at=now() - 40 * DAY, closed_at=now() - 33 * DAY)
