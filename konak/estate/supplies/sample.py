"""Two years of printing: printers with their counters, what was given to them, levels, alarms, two proposals.

The issues are those of the movables' ledger; here is said which printer they went to.
"""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate, make_aware

from konak.estate.assets import public as assets
from konak.estate.upkeep import public as upkeep
from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below

from . import services
from .models import EmptyReturn, Fit, Issue, PartLife, Printer, Proposal, Purpose, StockAlarm, StockLevel
from .services.printers import settle

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
PRINTERS = "255.02.02.02"
MONTHS = 24
FITS = (
    # maker, model, code, kind, pages, months
    ("HP", "LaserJet M404", "150.01.09.01.001", "toner", 10_000, None),
    ("HP", "LaserJet M404", "150.13.02.01.001", "kit", 50_000, 36),
    ("Brother", "HL-L5100", "150.01.09.01.002", "toner", 8_000, None),
    ("Brother", "HL-L5100", "150.13.02.01.002", "drum", 30_000, None),
)
LEVELS = (
    # code, minimum, tender days, delivery days
    ("150.01.09.01.001", 10, 45, 15),
    ("150.01.09.01.002", 8, 45, 15),
    ("150.01.02.01.001", 60, 30, 10),
    ("150.12.01.02.001", 40, 30, 15),
    ("150.13.01.01.001", 6, 45, 20),
    ("150.13.01.02.001", 6, 45, 20),
    ("150.13.02.01.001", 2, 60, 20),
    ("150.13.02.01.002", 2, 60, 20),
)


def loaded() -> bool:
    return StockLevel.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.filter(name=DEPARTMENT).first()
    models = {str(one): one for one in apps.get_model("assets", "Model")._default_manager.all()}
    if department is None or not all(f"{maker} {name}" in models for maker, name, *_ in FITS):
        return
    head = _seat([department.pk], Position.HEAD_OF_DEPARTMENT)
    keeper = _seat(below(department.pk), Position.EXPERT, Position.CHIEF)
    store = assets.warehouses(head).first()
    if store is None:
        return
    for maker, name, code, kind, pages, months in FITS:
        services.add_fit(
            actor=head,
            model_id=models[f"{maker} {name}"].pk,
            item=code,
            kind=kind,
            yield_pages=pages,
            life_months=months,
        )
    printers = _printers(chance, head)
    _given(chance, printers, store)
    for row in printers:
        settle(row)
    for code, minimum, tender, delivery in LEVELS:
        services.add_level(
            actor=head,
            warehouse=store.code,
            item=code,
            minimum=Decimal(minimum),
            tender_days=tender,
            delivery_days=delivery,
            assignee_id=keeper.user_id,
        )
    services.look_round(actor=Actor(None, via="job"))
    _proposals(head, keeper)
    report(
        f"{len(printers)} yazıcı, {Issue.objects.count()} verilen malzeme, {StockAlarm.objects.count()} stok uyarısı"
    )


def _seat(units: Any, *positions: str) -> Actor:
    for position in positions:
        rows = Appointment.objects.filter(unit_id__in=units, position=position, until=None, acting_for=None)
        if found := rows.order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    raise LookupError(f"{units} has none of {positions}")


def _printers(chance: random.Random, actor: Actor) -> list[Printer]:
    """Every printer on the books, read once a month since it came."""
    today = localdate()
    things = apps.get_model("assets", "Asset")._default_manager.select_related("model")
    rows = list(things.filter(item__code__startswith=PRINTERS, retired_on=None).exclude(model=None).order_by("pk"))
    found = Printer.objects.bulk_create([Printer(asset=one) for one in rows])
    readings = []
    for place, one in enumerate(rows):
        pages, pace = chance.randrange(0, 4_000), chance.choice((350, 700, 1_100, 1_800, 2_600))
        for back in range(MONTHS, -1, -1):
            day = today - dt.timedelta(30 * back + place % 5)
            if day < one.acquired_on or (back == 0 and place % 6 == 5):
                continue
            pages += int(pace * chance.uniform(0.7, 1.3))
            readings.append((one.pk, day, pages))
        if place % 6 == 5:  # nobody has read these for a while
            readings = [row for row in readings if row[0] != one.pk or row[1] < today - dt.timedelta(60)]
    upkeep.load_readings(readings, actor=actor)
    return found


def _given(chance: random.Random, printers: list[Printer], store: Any) -> None:
    """Say to which printer each cartridge of the ledger went, and begin and end its life there."""
    fits = {(one.model_id, one.item_id): one for one in Fit.objects.all()}
    of_item: dict[int, list[Printer]] = {}
    for row in printers:
        for model_id, item_id in fits:
            if row.asset.model_id == model_id:
                of_item.setdefault(item_id, []).append(row)
    since = localdate() - dt.timedelta(30 * MONTHS + 60)
    counters = upkeep.readings_of([row.pk for row in printers], since)
    issues: list[Issue] = []
    running: dict[tuple[int, str], PartLife] = {}
    lives: list[PartLife] = []
    for line in assets.issued([store.pk]):
        if line.unit_id is None:
            continue
        fitting = [row for row in of_item.get(line.item_id, ()) if row.asset.acquired_on <= line.dated]
        printer = chance.choice(fitting) if fitting else None
        pages = _at(counters.get(printer.pk, []), line.dated) if printer else None
        one = Issue(
            number=line.number,
            purpose=Purpose.PRINTER if printer else Purpose.UNIT,
            given_on=line.dated,
            warehouse_id=line.warehouse_id,
            item_id=line.item_id,
            quantity=line.quantity,
            amount=line.amount,
            unit_id=line.unit_id,
            printer=printer,
            asset_id=printer.pk if printer else None,
            pages=pages,
            by_id=line.by_id,
        )
        issues.append(one)
        if printer is None:
            continue
        fit = fits[(printer.asset.model_id or 0, line.item_id)]
        if fit.kind == "toner" and chance.random() < 0.7:
            one.returned = one.quantity
        before = running.get((printer.pk, fit.kind))
        if before is not None:
            before.ended_on, before.ended_pages = line.dated, pages
        life = PartLife(printer=printer, fit=fit, issue=one, since=line.dated, at_pages=pages, by_id=line.by_id)
        running[(printer.pk, fit.kind)] = life
        lives.append(life)
    Issue.objects.bulk_create(issues, batch_size=1_000)
    PartLife.objects.bulk_create(lives + _from_the_start(printers, fits, running, counters), batch_size=1_000)
    EmptyReturn.objects.bulk_create(
        [
            EmptyReturn(issue=one, quantity=one.returned, returned_on=one.given_on, by_id=one.by_id)
            for one in issues
            if one.returned
        ],
        batch_size=1_000,
    )


def _from_the_start(printers: list[Printer], fits: Any, running: Any, counters: Any) -> list[PartLife]:
    """Parts that came with the printer and were never changed."""
    made = []
    for row in printers:
        for (model_id, _), fit in fits.items():
            known = counters.get(row.pk, [])
            if model_id == row.asset.model_id and fit.kind != "toner" and (row.pk, fit.kind) not in running and known:
                made.append(PartLife(printer=row, fit=fit, since=known[0][0], at_pages=0))
    return made


def _at(known: list[tuple[dt.date, int]], day: dt.date) -> int | None:
    before = [value for on, value in known if on <= day]
    return before[-1] if before else None


def _proposals(head: Actor, keeper: Actor) -> None:
    """One list of last year that was met, one that waits for the head."""
    rows = list(StockLevel.objects.select_related("item", "outlook").order_by("item__code"))
    old = services.propose(
        actor=keeper, level_ids=[row.pk for row in rows[3:5]], why="Yıllık kablo ve bellek ihtiyacı"
    )
    number = old.case.number
    services.submit(number, actor=keeper)
    services.approve(number, actor=head, answer="Doğrudan teminle alınsın.")
    day = localdate() - dt.timedelta(340)
    for line in old.lines.all():
        line.received = line.quantity
        line.save(update_fields=["received"])
    services.meet(number, actor=keeper)
    moment = make_aware(dt.datetime.combine(day, dt.time(10)))
    Proposal.objects.filter(pk=old.pk).update(approved_on=day)
    Case.objects.filter(pk=old.pk).update(opened_at=moment, closed_at=moment + dt.timedelta(40))
    if StockAlarm.objects.filter(case__state="open").count() > 1:
        waiting = services.propose(actor=keeper, why="Yıl sonu öncesi toner ve parça alımı")
        services.submit(waiting.case.number, actor=keeper)
