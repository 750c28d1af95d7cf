"""Örnek Büyükşehir Belediyesi by its own regulation: the old text, the one in force, a directive, a draft, and two
years of evidence. Everything goes through the services; only the dates of the past are set by hand."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Subquery, Value
from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.db.turkish import fold
from konak.foundation.files.services import store
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind

from . import queries, services
from .models import Binding, BindingState, BodyKind, Cadence, Duty, Evidence, Regulation
from .queries import digest_of
from .services.register import stand

TEXTS = Path(__file__).parent / "sample_texts"
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SECURITY = "Bilgi Güvenliği ve SOME Şube Müdürlüğü"
OPEN_DATA = "Akıllı Şehir ve Açık Veri Şube Müdürlüğü"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"
HISTORY = dt.timedelta(days=730)

# Words of a duty → what its paper is usually called.
PAPERS: tuple[tuple[str, str], ...] = (
    ("yedek", "Yedek alma ve geri dönüş denemesi tutanağı"),
    ("iz kay", "İz kayıtları inceleme raporu"),
    ("zafiyet", "Zafiyet taraması sonuç raporu"),
    ("tatbikat", "Tatbikat tutanağı"),
    ("kapasite", "Kapasite değerlendirme raporu"),
    ("egitim", "Eğitim katılım çizelgesi"),
    ("butce", "Ödenek takip çizelgesi"),
    ("puantaj", "Puantaj ve fazla mesai çizelgesi"),
    ("ihale", "Satın alma dosyası özeti"),
    ("muayene", "Muayene ve kabul tutanağı"),
    ("sozlesme", "Sözleşme süre takip listesi"),
    ("tasinir", "Taşınır sayım tutanağı"),
    ("zimmet", "Zimmet devir tutanağı"),
    ("evrak", "Evrak kayıt özeti"),
    ("arsiv", "Ayıklama ve imha tutanağı"),
    ("kamera", "Kamera bakım formu"),
    ("telsiz", "Telsiz deneme tutanağı"),
    ("santral", "Santral bakım formu"),
    ("acik veri", "Veri seti güncelleme listesi"),
    ("cografi", "Katman güncelleme raporu"),
    ("sehir rehberi", "Şehir rehberi güncelleme özeti"),
    ("kisisel veri", "Veri işleme envanteri gözden geçirme tutanağı"),
    ("risk", "Risk değerlendirme raporu"),
    ("denetim", "İç denetim raporu"),
    ("lisans", "Lisans sayım listesi"),
    ("ariza", "Destek talepleri aylık özeti"),
    ("yetki", "Yetki gözden geçirme tutanağı"),
    ("yazilim", "Sürüm ve değişiklik listesi"),
    ("ag", "Ağ bakım tutanağı"),
    ("sunucu", "Sunucu bakım formu"),
    ("kurul", "Kurul toplantı tutanağı"),
    ("rapor", "Dönem raporu"),
)
STEP = {
    Cadence.DAILY: 30,  # one paper a month covers the daily work
    Cadence.WEEKLY: 28,
    Cadence.MONTHLY: 30,
    Cadence.QUARTERLY: 91,
    Cadence.HALF_YEARLY: 182,
    Cadence.YEARLY: 365,
}
SIZES = {"s": 1, "m": 1, "l": 2}


def loaded() -> bool:
    return Regulation.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Load the texts and their evidence; `size` l files twice as densely."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.get(name=DEPARTMENT)
    head = _actor(department, Position.HEAD_OF_DEPARTMENT)

    old = _text(head, "ornek-yonetmelik-2022.txt", department)
    _into_force(head, old, "Büyükşehir Belediye Meclisi", dt.date(2022, 7, 1))
    current = _text(head, "ornek-yonetmelik.txt", department, predecessor=old)
    _into_force(head, current, "Büyükşehir Belediye Meclisi", dt.date(2025, 4, 1))
    branch = Unit.objects.get(name=GIS)
    directive = _text(head, "ornek-cografi-yonerge.txt", branch, parent=current)
    _into_force(head, directive, "Başkanlık Makamı (olur)", dt.date(2025, 5, 12))
    data_branch = Unit.objects.get(name=OPEN_DATA)
    _text(_actor(data_branch, Position.DIRECTOR), "ornek-acik-veri-yonergesi-taslak.txt", data_branch, parent=current)
    security = Unit.objects.get(name=SECURITY)
    director = _actor(security, Position.DIRECTOR)
    waiting = _text(director, "ornek-bilgi-guvenligi-yonergesi-taslak.txt", security, parent=current)
    _settle(director, waiting)
    services.submit(waiting.case.number, actor=director)
    report(f"{Regulation.objects.count()} mevzuat metni, {Duty.objects.count()} görev")

    for binding in Binding.objects.filter(duty__closed_on=None).select_related("duty"):
        services.decide_binding(binding.duty_id, actor=head, capability_code=binding.capability, accept=True)
    count = sum(_prove(regulation, chance, SIZES[size]) for regulation in (old, current, directive))
    _terms(head, current, directive)
    _tie(head, current, directive)
    _age()
    services.refresh_proofs()
    snapshots, standings = services.keep_the_night()
    report(f"{snapshots} yetenek görüntüsü, {standings} gün sonu özeti")
    _packs(head, branch, localdate().year - 1)
    report(f"{count} kanıt, {Binding.objects.filter(state=BindingState.CONFIRMED).count()} yetenek bağı")


BODIES = (
    ("Ulusal Siber Olaylara Müdahale Merkezi", "USOM", BodyKind.AUTHORITY, "https://www.usom.gov.tr"),
    ("Kişisel Verileri Koruma Kurumu", "KVKK", BodyKind.AUTHORITY, "https://www.kvkk.gov.tr"),
    ("Devlet Arşivleri Başkanlığı", "", BodyKind.MINISTRY, "https://www.devletarsivleri.gov.tr"),
    ("Türk Standardları Enstitüsü", "TSE", BodyKind.STANDARDS, "https://www.tse.org.tr"),
    ("Büyükşehir Belediye Meclisi", "Meclis", BodyKind.COUNCIL, ""),
    ("Çınarlı Belediyesi", "", BodyKind.DISTRICT, ""),
    ("Yeşilova Belediyesi", "", BodyKind.DISTRICT, ""),
)


def _packs(actor: Actor, branch: Unit, year: int) -> None:
    """The pack of last year's evidence that the head took for the audit."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    services.build_pack(services.ask_pack(actor=actor, unit_id=branch.pk, since=first, until=last).pk)


def _terms(actor: Actor, *texts: Regulation) -> None:
    """Bodies, and every term whose meaning is plain; the rest stays open, as it does in life."""
    for name, short, kind, site in BODIES:
        services.keep_body(actor=actor, name=name, kind=kind, short_name=short, site=site)
    for text in texts:
        for row in queries.terms(text, offers=True):
            if row.offer is None:
                continue
            meant, key = queries.usual_offer(row.offer.value)
            named = {"unit": "unit_id", "body": "body_id"}
            value: Any = int(key) if meant in named else key
            services.bind_term(row.definition.pk, actor=actor, meant=meant, **{named.get(meant, meant): value})


def _tie(actor: Actor, current: Regulation, directive: Regulation) -> None:
    """Clauses of the directive tied to what they most likely carry out; duties that did not change paired."""
    for row in queries.ties(directive):
        if row.offers and row.offers[0][1] >= 45:
            services.link_clause(row.clause.pk, actor=actor, parent_id=row.offers[0][0].pk)
    services.confirm_successions(current.case.number, actor=actor)


def _age() -> None:
    """Let duties and bindings have been in the register since their texts came into force: the register of a past day
    reads that from row history, and a sample that was loaded today has none."""
    morning = ExpressionWrapper(F("opened_on") + Value(dt.timedelta(hours=6)), DateTimeField())
    apps.get_model("legislation", "DutyEvent").objects.update(pgh_created_at=morning)
    begun = Duty.objects.filter(pk=OuterRef("duty_id")).annotate(at=morning)
    confirmed = Binding.objects.filter(state=BindingState.CONFIRMED)
    confirmed.update(decided_at=Subquery(begun.values("at")[:1]) + Value(dt.timedelta(days=40)))
    apps.get_model("legislation", "BindingEvent").objects.update(pgh_created_at=Subquery(begun.values("at")[:1]))


def _actor(unit: Unit, position: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=position, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has no {position}")
    return actor_of(seat.user_id, via="cli")


def _text(
    actor: Actor,
    name: str,
    unit: Unit,
    *,
    parent: Regulation | None = None,
    predecessor: Regulation | None = None,
) -> Regulation:
    content = ContentFile((TEXTS / name).read_bytes(), name=name)
    return services.hand_in(
        actor=actor, content=content, name=name, unit_id=unit.pk, parent=parent, predecessor=predecessor
    )


def _into_force(actor: Actor, regulation: Regulation, body: str, day: dt.date) -> None:
    _settle(actor, regulation)
    services.approve(
        regulation.case.number,
        actor=actor,
        decision_body=body,
        decision_date=regulation.decision_date or day,
        decision_number=regulation.decision_number or "—",
        in_force_on=day,
        finalised_on=None if regulation.kind == "directive" else day - dt.timedelta(days=9),
        published_on=day,
        published_in="Belediyenin internet sitesi",
        announced_on=day,
        announced_by="Mahallinde çıkan gazete ve ilan panosu",
    )
    if regulation.kind == "directive":
        services.name_executor(
            regulation.case.number,
            actor=actor,
            position="head_of_department",
            unit_id=department_of(regulation.case.unit),
        )
    else:
        services.name_executor(regulation.case.number, actor=actor, position="mayor")


def department_of(unit: Unit) -> int | None:
    """The department a text's unit belongs to."""
    line: Unit | None = unit
    while line is not None and line.kind != UnitKind.DEPARTMENT:
        line = line.parent
    return line.pk if line else None


def _settle(actor: Actor, regulation: Regulation) -> None:
    """Confirm what the reader proposed; duties without a home go to the root unit."""
    root = regulation.case.unit
    for clause in regulation.clauses.filter(is_duty=True, unit=None):
        services.confirm(clause.pk, actor=actor, unit=root, role=clause.role)
    services.confirm_all(regulation, actor=actor)


def paper_for(duty: Duty) -> str:
    """What the proof of this duty is usually called."""
    words = fold(duty.clause.text)
    return next((paper for word, paper in PAPERS if word in words), "Faaliyet özeti")


def _prove(regulation: Regulation, chance: random.Random, density: int) -> int:
    """Papers for the duties of one text over the last two years, with gaps where a busy department leaves them."""
    today = localdate()
    rows: list[Evidence] = []
    for duty in regulation.duties.select_related("clause", "unit"):
        if chance.random() < 0.12:  # nobody ever proved this one: the register has to show it
            continue
        people = list(_people(duty))
        if not people:
            continue
        step = STEP.get(Cadence(duty.cadence), 120) // density
        ends = duty.closed_on or today
        slack = chance.randrange(0, step) if chance.random() < 0.75 else step * 2
        begin = max(duty.opened_on, today - HISTORY)
        while (until := begin + dt.timedelta(days=step - 1)) <= ends - dt.timedelta(days=slack // 2):
            if chance.random() < 0.9:
                rows.append(_paper(duty, begin, until, chance.choice(people), chance))
            begin = until + dt.timedelta(days=1)
    for row in rows:
        row.digest = digest_of(row)
    Evidence.objects.bulk_create(rows, batch_size=500)
    for duty in regulation.duties.all():
        stand(duty)
    return len(rows)


def _people(duty: Duty) -> Iterator[Appointment]:
    """Those of the unit who would have filed it."""
    units = queries.line_of(duty.unit_id)
    seats = Appointment.objects.filter(unit_id__in=units, until=None).exclude(position=Position.ADMINISTRATOR)
    if duty.role:
        seats = seats.filter(position=duty.role)
    yield from seats.select_related("user")[:12]


def _paper(duty: Duty, begin: dt.date, until: dt.date, seat: Appointment, chance: random.Random) -> Evidence:
    filed = until + dt.timedelta(days=chance.randrange(1, 9))
    moment = dt.datetime.combine(
        min(filed, localdate()), dt.time(chance.randrange(8, 17), chance.randrange(60)), get_current_timezone()
    )
    title = f"{paper_for(duty)} ({begin:%d.%m.%Y}–{until:%d.%m.%Y})"
    evidence = Evidence(
        duty=duty,
        title=title,
        period_from=begin,
        period_to=until,
        unit_id=seat.unit_id,
        filed_by_id=seat.user_id,
        filed_at=moment,
        digest="",
    )
    if chance.random() < 0.15:
        text = "\n".join(
            [
                settings.MUNICIPALITY,
                str(duty.unit),
                "",
                title,
                f"Dayanak: Md. {duty.clause.path}",
                "",
                "Bu dönemde görev kapsamındaki işler planlandığı gibi yürütülmüş, eksik kalan iş bulunmamaktadır.",
            ]
        )
        actor = actor_of(seat.user_id, via="cli")
        name = f"{paper_for(duty)} {until:%Y-%m}.txt"
        evidence.file = store(actor=actor, content=ContentFile(text.encode()), name=name)
    return evidence
