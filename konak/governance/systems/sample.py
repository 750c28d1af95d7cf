"""Information systems of the sample department with two years of reviews, and its shared boxes."""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils.timezone import localdate, make_aware

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import people_of
from konak.governance.processes import public as processes

from . import services
from .models import (
    InformationSystem,
    Interface,
    NamingRule,
    PartKind,
    SharedBox,
    SystemPart,
    SystemReview,
    SystemState,
)
from .queries import snapshot
from .services.keeping import after_months

LISTS = Path(__file__).parent / "lists"
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
RULES = (
    ("mailbox", "*.*@ornek.example", "konu ve iş, aralarında nokta"),
    ("list", "*.*@ornek.example", "grup ve birim"),
    ("folder", "/ortak/*", "birimin kısa adı"),
)


def loaded() -> bool:
    return InformationSystem.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    del size  # a town has as many systems as it has
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    head = _head()
    people = {unit.pk: list(people_of(unit.pk)) for unit in Unit.objects.filter(parent__name=DEPARTMENT)}
    every = _rows("sistemler.csv")
    for place, row in enumerate(every):
        _system(head, place, row, people, chance)
    _components()
    _interfaces(chance)
    _reviews(head, chance)
    _boxes(head, people, chance)
    report(
        f"{InformationSystem.objects.count()} bilgi sistemi, {Interface.objects.count()} arayüz, "
        f"{SystemReview.objects.count()} gözden geçirme, {SharedBox.objects.count()} ortak kutu ve klasör"
    )


TIES = {
    "ACIKVERI": "Açık veri sunucusu",
    "AG": "Kurum ağı",
    "CBS": "CBS sunucusu",
    "DEPOLAMA": "Depolama",
    "DESTEK": "Destek Portalı",
    "DIZIN": "Etki alanı",
    "DUVAR": "Güvenlik duvarı",
    "EBYS": "EBYS",
    "EPOSTA": "E-posta",
    "KAMERA": "Kamera kayıt sistemi",
    "KAYNAK": "Kaynak kod deposu",
    "LOG": "İz kaydı sunucusu",
    "SANAL": "Sanal sunucular",
    "SANTRAL": "Santral",
    "VERITABANI": "Kurumsal veri tabanı",
    "WEB": "Web sitesi",
    "YEDEK": "Yedekleme sistemi",
}
"""Systems and the components of the service inventory that are the same thing."""


def _components() -> None:
    known = {name: key for key, name in processes.components()}
    for row in InformationSystem.objects.filter(code__in=TIES):
        if key := known.get(TIES[row.code]):
            row.component_id = key
            row.save(update_fields=["component"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";", restkey="rest"):
            more = row.pop("rest", None)
            if more:  # a last column that holds a semicolon
                last = list(row)[-1]
                row[last] = ";".join([row[last], *more])
            yield row


def _head() -> Actor:
    unit = Unit.objects.get(name=DEPARTMENT)
    seat = Appointment.objects.filter(unit=unit, position=Position.HEAD_OF_DEPARTMENT, acting_for=None).first()
    if seat is None:
        raise LookupError(f"{unit} has no head")
    return actor_of(seat.user_id, via="cli")


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _system(
    head: Actor, place: int, row: dict[str, str], people: dict[int, list[User]], chance: random.Random
) -> None:
    unit = Unit.objects.get(name=row["unit"])
    today = localdate()
    here = people.get(unit.pk, [])
    owner = chance.choice(here) if here and place % 11 != 7 else None
    others = [one for one in here if one != owner]
    retired = row["state"] == SystemState.RETIRED
    top = Unit.objects.get(kind=UnitKind.MUNICIPALITY)
    served = [top.pk] if place % 3 == 0 else [unit.pk, *_some_units(chance)]
    services.add(
        actor=head,
        unit_id=unit.pk,
        served=served,
        code=row["code"],
        name=row["name"],
        about=row["about"],
        kind=row["kind"],
        state=row["state"],
        since=None if row["state"] == "planned" else today - dt.timedelta(days=chance.randint(800, 4000)),
        until=today - dt.timedelta(days=240) if retired else None,
        assignee=owner,
        substitute=chance.choice(others) if others and place % 5 else None,
        criticality=_whole(row["criticality"]),
        rto_hours=_whole(row["rto"]),
        rpo_hours=_whole(row["rpo"]),
        data_class=row["data"],
        personal_data=row["personal"].split(),
        runs=row["runs"],
        hosting={"house": "Merkez bina sistem odası", "supplier": "Yüklenici veri merkezi"}.get(row["runs"], ""),
        made=row["made"],
        supplier=row["supplier"],
        contract=f"{chance.randint(2024, 2026)}/{chance.randint(100, 900)} bakım sözleşmesi"
        if row["supplier"]
        else "",
        contract_until=today + dt.timedelta(days=chance.randint(-60, 700)) if row["supplier"] else None,
        service_level="Kritik arızada 4 saatte çözüm" if row["supplier"] else "",
        sign_in=row["sign_in"],
        second_factor=row["code"] in {"VPN", "EPOSTA", "DIZIN", "SOSYAL"},
        backup=row["backup"],
        backup_expected=row["kind"] != "outside",
        log_source=row["logs"],
        logs_expected=row["kind"] != "field" or bool(row["logs"]),
        watched=row["watched"] == "1",
    )
    system = InformationSystem.objects.get(code=row["code"])
    if row["runs"] == "house" and row["kind"] == "application" and not retired:
        stem = row["code"].lower()
        SystemPart.objects.bulk_create(
            [
                SystemPart(system=system, kind=PartKind.SERVER, name=f"{stem}-uyg-01", where="uygulama bölgesi"),
                SystemPart(system=system, kind=PartKind.DATABASE, name=f"{stem}", where="veri tabanı kümesi"),
            ]
        )


def _some_units(chance: random.Random) -> list[int]:
    keys = list(Unit.objects.filter(kind__in=[UnitKind.DEPARTMENT, UnitKind.BRANCH]).values_list("pk", flat=True))
    return chance.sample(keys, min(3, len(keys)))


def _interfaces(chance: random.Random) -> None:
    by = {row.code: row for row in InformationSystem.objects.all()}
    today = localdate()
    rows = []
    for row in _rows("arayuzler.csv"):
        months = _whole(row["months"])
        silent = chance.random() < 0.12
        rows.append(
            Interface(
                system=by[row["system"]],
                other=by.get(row["other"]),
                counterpart=row["counterpart"],
                need=row["need"],
                direction=row["direction"],
                way=row["way"],
                online=row["online"] == "1",
                data=row["data"],
                ground=row["ground"],
                protocol=row["protocol"],
                protocol_until=after_months(today, months) if months is not None else None,
                last_on=today - dt.timedelta(days=chance.randint(95, 200) if silent else chance.randint(0, 20))
                if row["way"] not in ("sign_in",)
                else None,
            )
        )
    Interface.objects.bulk_create(rows)


def _reviews(head: Actor, chance: random.Random) -> None:
    """Two past rounds, done by who answered; the third is under way."""
    today = localdate()
    for system in InformationSystem.objects.filter(state__in=["running", "replacing"]).select_related("unit"):
        last = None
        for years in (2, 1):
            due = today - dt.timedelta(days=365 * years - chance.randint(150, 330))
            if due > today or (last and due <= last):
                continue
            done = min(due + dt.timedelta(days=chance.choice([-20, -12, -5, -1, 0, 3, 9])), today)
            last = done
            _past_review(head, system, due, done)
        InformationSystem.objects.filter(pk=system.pk).update(
            reviewed_on=last, review_on=after_months(last, 12) if last else today + dt.timedelta(days=20)
        )
    services.open_due()


def _past_review(head: Actor, system: InformationSystem, due: dt.date, done: dt.date) -> None:
    from konak.foundation.cases.services import open_case

    from . import access

    review = open_case(
        SystemReview(system=system, done_on=done, snapshot=snapshot(system)),
        actor=head,
        permission=access.KEEP,
        unit_id=system.unit_id,
        subject=f"{system.code} {system.name}: gözden geçirme",
        due_on=due,
        assignee_id=system.assignee_id,
    )
    Case.objects.filter(pk=review.case_id).update(
        state="confirmed",
        resting=True,
        opened_at=make_aware(dt.datetime.combine(due - dt.timedelta(days=30), dt.time(5, 20))),
        closed_at=make_aware(dt.datetime.combine(done, dt.time(11, 15))),
    )


def _boxes(head: Actor, people: dict[int, list[User]], chance: random.Random) -> None:
    today = localdate()
    for kind, pattern, about in RULES:
        NamingRule.objects.get_or_create(kind=kind, pattern=pattern, defaults={"about": about})
    for row in _rows("kutular.csv"):
        unit = Unit.objects.get(name=row["unit"])
        here = people.get(unit.pk, [])
        if not here:
            continue
        since = today - dt.timedelta(days=chance.randint(200, 2000))
        fits = any(rule.fits(row["name"]) for rule in NamingRule.objects.filter(kind=row["kind"]))
        box = services.open_box(
            actor=head,
            unit_id=unit.pk,
            kind=row["kind"],
            name=row["name"],
            purpose=row["purpose"],
            quota_mb=_whole(row["quota"]),
            used_mb=_whole(row["used"]),
            outside=row["outside"] == "1",
            exception="" if fits else "Kuraldan önce açıldı",
            since=since,
            review_on=today + dt.timedelta(days=chance.randint(-40, 330)),
            assignee=chance.choice(here),
        )
        for user in chance.sample(here, min(int(row["members"]), len(here))):
            if user.pk != box.assignee_id:
                services.put_in(box.pk, actor=head, user=user, role=chance.choice(["write", "read"]))
