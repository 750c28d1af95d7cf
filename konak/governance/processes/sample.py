"""Services, processes, risks and controls of the sample department, with two years of versions and records."""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import people_of
from konak.governance.legislation import public as legislation

from . import services
from .models import Component, Control, ControlRun, Process, ProcessVersion, Risk, Service
from .services.controls import DAYS, next_due

LISTS = Path(__file__).parent / "lists"
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
HISTORY = 730
FINDINGS = (
    "Üç kayıtta imza eksikti, tamamlatıldı.",
    "Bir kaynak iki gün boyunca kayıt göndermemiş; nedeni bulunup düzeltildi.",
    "Liste güncel değildi, yenilendi.",
    "İki işlemde onay sonradan alınmış; ilgililer uyarıldı.",
)
CHANGES = (
    "Onay adımı öne alındı.",
    "Bildirim adımı eklendi, girdi ve çıktılar yazıldı.",
    "Sorumlu servis değişti.",
    "Denetim bulgusu üzerine kontrol noktası eklendi.",
)
DEPARTURES = (
    "Onay alınmadan işleme geçildi; onay aynı gün tamamlandı.",
    "Adım atlandı, kayıt sonradan yazıldı.",
    "Çıktı belgesi düzenlenmeden iş kapatıldı.",
)


@dataclass(slots=True)
class Written:
    """A process of the list: its name, unit, subject words, steps, risks."""

    name: str
    unit: str
    words: list[str]
    steps: list[str] = field(default_factory=list)
    risks: list[list[str]] = field(default_factory=list)


def loaded() -> bool:
    return Service.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    del size  # a department has as many services and processes as it has, whatever the size of the town
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    head = _head()
    facts = _duties(head)
    components = _components(head)
    for row in _rows("hizmetler.csv"):
        _service(head, row, components, facts, chance)
    report(f"{Service.objects.count()} hizmet, {Component.objects.count()} bilişim bileşeni")
    for place, one in enumerate(_processes(), 1):
        _process(head, place, one, facts, chance)
    report(
        f"{Process.objects.count()} süreç, {ProcessVersion.objects.count()} sürüm, {Risk.objects.count()} risk, "
        f"{ControlRun.objects.count()} kontrol kaydı"
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _head() -> Actor:
    unit = Unit.objects.get(name=DEPARTMENT)
    seat = Appointment.objects.filter(unit=unit, position=Position.HEAD_OF_DEPARTMENT, acting_for=None).first()
    if seat is None:
        raise LookupError(f"{unit} has no head")
    return actor_of(seat.user_id, via="cli")


def _director(unit: Unit) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=Position.DIRECTOR, acting_for=None).first()
    if seat is None:
        raise LookupError(f"{unit} has no director")
    return actor_of(seat.user_id, via="cli")


def _duties(head: Actor) -> list[legislation.DutyFact]:
    found: list[legislation.DutyFact] = []
    cursor = ""
    while True:
        page = legislation.duty_page(head, after=cursor, limit=500)
        found += page.rows
        cursor = page.after
        if not cursor:
            return found


def _fitting(facts: list[legislation.DutyFact], unit: Unit, words: list[str]) -> list[legislation.DutyFact]:
    """Duties of the unit (or above it) in which one of the words begins a word."""
    wanted = [fold(word) for word in words if word]
    here = [fact for fact in facts if fact.unit_id == unit.pk]
    return [fact for fact in here if any(f" {word}" in f" {fold(fact.text)}" for word in wanted)]


def _components(head: Actor) -> dict[str, int]:
    found = {}
    for row in _rows("bilesenler.csv"):
        unit = Unit.objects.get(name=row["unit"])
        found[row["name"]] = services.add_component(
            actor=head, unit_id=unit.pk, name=row["name"], kind=row["kind"]
        ).pk
    return found


def _time(text: str) -> tuple[int | None, str]:
    number, _, unit = text.partition(" ")
    return (int(number), unit) if number else (None, "")


def _person(unit: Unit, chance: random.Random) -> User | None:
    people = list(people_of(unit.pk))
    return chance.choice(people) if people else None


def _service(
    head: Actor,
    row: dict[str, str],
    components: dict[str, int],
    facts: list[legislation.DutyFact],
    chance: random.Random,
) -> None:
    unit = Unit.objects.get(name=row["unit"])
    answer, finish = _time(row["answer"]), _time(row["finish"])
    ended = row["name"].startswith("Faks")
    service = services.add_service(
        actor=head,
        unit_id=unit.pk,
        name=row["name"],
        audience=row["audience"],
        state="ended" if ended else "running",
        channel=row["channel"],
        hours=row["hours"],
        answer_in=answer[0],
        answer_unit=answer[1],
        finish_in=finish[0],
        finish_unit=finish[1],
        since=dt.date(2019, 1, 1) + dt.timedelta(days=chance.randrange(0, 1800)),
        until=localdate() - dt.timedelta(days=200) if ended else None,
        assignee=_person(unit, chance),
    )
    for part in row["components"].split("|"):
        if part:
            need = "stops" if part.endswith("!") else "slows"
            services.rely(service.pk, actor=head, component_id=components[part.rstrip("!")], need=need)
    for fact in _fitting(facts, unit, row["words"].split("|"))[:4]:
        services.link_service(service.pk, actor=head, duty_id=fact.id)


def _processes() -> Iterator[Written]:
    one: Written | None = None
    for line in (LISTS / "surecler.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            if one:
                yield one
            name, _, rest = line[2:].partition(" @ ")
            unit, _, words = rest.partition(" ? ")
            one = Written(name, unit, words.split("|"))
        elif line.startswith("! ") and one:
            one.risks.append([part.strip() for part in line[2:].split("~")])
        elif line.strip() and one:
            one.steps.append(line)
    if one:
        yield one


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10, 20), get_current_timezone())


def _process(head: Actor, place: int, one: Written, facts: list[legislation.DutyFact], chance: random.Random) -> None:
    """A first version, mostly a second, sometimes a third as draft; each approved on a day of its own."""
    unit = Unit.objects.get(name=one.unit)
    director = _director(unit)
    first = services.open_process(
        actor=director,
        unit_id=unit.pk,
        name=one.name,
        code=f"BİD-{place:02}",
        review_months=12,
        assignee=_user(director),
        purpose=f"{one.name} işinin her seferinde aynı biçimde, kayıtlı ve denetlenebilir yürütülmesi.",
        begins="Talep ya da takvim",
        result="Kayıt kapanır, belgesi saklanır",
        steps="\n".join(one.steps),
    )
    process = first.process
    for fact in _fitting(facts, unit, one.words)[:4]:
        services.link_process(process.pk, actor=director, duty_id=fact.id)
    began = localdate() - dt.timedelta(days=HISTORY - chance.randrange(0, 120))
    _risks(director, process, one.risks, unit, began, chance)
    if place % 10 == 0:  # a process nobody approved yet
        services.submit(first.case.number, actor=director)
        return
    days = [began + dt.timedelta(days=15)]
    services.submit(first.case.number, actor=director)
    services.approve(first.case.number, actor=head)
    if chance.random() < 0.75:
        second = services.new_version(process.pk, actor=director, changed=chance.choice(CHANGES))
        services.submit(second.case.number, actor=director)
        services.approve(second.case.number, actor=head)
        days.append(days[0] + dt.timedelta(days=chance.randrange(200, 520)))
    if chance.random() < 0.25:
        services.new_version(process.pk, actor=director, changed=chance.choice(CHANGES))
    _dated(process, days)
    if chance.random() < 0.6:
        _deviations(director, process, one, chance)


def _dated(process: Process, days: list[dt.date]) -> None:
    """Approved on these days instead of today, each version ending when the next one begins."""
    rows = list(process.versions.exclude(approved_on=None).order_by("version"))
    for place, (row, day) in enumerate(zip(rows, days, strict=True)):
        until = days[place + 1] if place + 1 < len(days) else None
        ProcessVersion.objects.filter(pk=row.pk).update(approved_on=day, ended_on=until)
        Case.objects.filter(pk=row.pk).update(
            opened_at=_at(day - dt.timedelta(days=12)), closed_at=_at(until) if until else None
        )
    review = days[-1] + dt.timedelta(days=365)
    Process.objects.filter(pk=process.pk).update(review_on=review)


def _risks(
    director: Actor, process: Process, risks: list[list[str]], unit: Unit, began: dt.date, chance: random.Random
) -> None:
    for name, likelihood, impact, control, kind, frequency in risks:
        one, two = int(likelihood), int(impact)
        risk = services.open_risk(
            process.pk,
            actor=director,
            name=name,
            likelihood=one,
            impact=two,
            left_likelihood=max(1, one - 1 - (one > 3)),
            left_impact=two,
            assignee=_user(director),
            opened_on=began,
        )
        made = services.add_control(
            risk.pk,
            actor=director,
            name=control,
            kind=kind,
            frequency=frequency,
            proof="Tutanak ya da çıktı",
            assignee=_person(unit, chance),
            began_on=began,
        )
        _performed(made, chance)


def _performed(control: Control, chance: random.Random) -> None:
    """Two years of records with the delays of a busy branch; daily ones are kept for the last two months."""
    days = DAYS.get(control.frequency)
    today = localdate()
    if days is None:
        return
    day = max(control.began_on, today - dt.timedelta(days=60)) if days == 1 else control.began_on
    rows: list[ControlRun] = []
    stop = today - dt.timedelta(days=chance.choice([0, 0, 0, days // 2, days + 3]))
    while True:
        due = day + dt.timedelta(days=days)
        done = due + dt.timedelta(days=chance.choice([0, 0, 0, -1, 0, 2, max(1, days // 6)]))
        if done > stop or done <= day:
            break
        result = chance.choices(["effective", "partly", "failed"], [86, 11, 3])[0]
        note = "" if result == "effective" else chance.choice(FINDINGS)
        rows.append(
            ControlRun(
                control=control,
                done_on=done,
                result=result,
                note=note,
                late=done > due,
                done_by_id=control.assignee_id,
            )
        )
        day = done
    ControlRun.objects.bulk_create(rows, batch_size=500)
    if rows:
        control.last_on = rows[-1].done_on
        control.due_on = next_due(control)
        control.save()


def _deviations(director: Actor, process: Process, one: Written, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 3)):
        found = localdate() - dt.timedelta(days=chance.randrange(5, 400))
        step = chance.randrange(1, len(one.steps) + 1)
        title = one.steps[step - 1].split("|")[1].split("=>")[0].strip()
        row = services.report(
            process.pk, actor=director, found_on=found, what=chance.choice(DEPARTURES), step=f"{step}. {title}"
        )
        if chance.random() < 0.7:
            services.correct_deviation(
                row.pk,
                actor=director,
                correction="Personele hatırlatıldı, adım denetim listesine eklendi.",
                corrected_on=min(localdate(), found + dt.timedelta(days=chance.randrange(1, 20))),
            )


def _user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)
