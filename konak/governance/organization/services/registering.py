"""DETSİS: a task opens by itself when units have changed; it ends when the registry says the same as the tree."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import seats_of

from .. import access, lifecycle, queries
from ..models import Act, ListImport, RegistryLine, RegistryTask, Reorganisation
from .indexing import index_unit

OFFICERS = "detsis-sorumlulari"
"""The group whose first member gets the task; without it the task lies with the unit that proposed the change."""
WORKING_DAYS = 10


class Told(NamedTuple):
    """One change that the registry has to know."""

    act: str
    unit: Unit
    words: str


def house() -> Actor:
    """The house itself, opening what follows from a change: whoever made it need not keep the registry."""
    return Actor(None, (Seat("administrator", 0, frozenset(), grants={access.REGISTRY.code: 4}),), "job")


def open_registry_task(record: Reorganisation, words: list[str], *, actor: Actor) -> RegistryTask | None:
    """Part of coming into force; seats that only move are no business of the registry."""
    changes = [
        (change, text)
        for change, text in zip(record.changes.select_related("unit", "made"), words, strict=False)
        if change.act != Act.SEATS and (change.made or change.unit)
    ]
    if not changes:
        return None
    lines = [Told(change.act, unit, text) for change, text in changes if (unit := change.made or change.unit)]
    return _open(RegistryTask(reorganisation=record), record.title, record.case.unit_id, lines, actor)


def open_registry_task_of_list(record: ListImport, lines: list[Told], *, actor: Actor) -> RegistryTask | None:
    """Part of writing a list of units: what it founded without a number, renamed, moved or closed."""
    root = Unit.objects.filter(parent=None, until=None).order_by("pk").first()
    if not lines or root is None:
        return None
    return _open(RegistryTask(imported=record), f"{record.file.name} listesi", root.pk, lines, actor)


def _open(task: RegistryTask, title: str, unit_id: int, lines: list[Told], actor: Actor) -> RegistryTask:
    officer = _officer()
    made = open_case(
        task,
        actor=actor,
        permission=access.REGISTRY,
        unit_id=officer.unit_id if officer is not None else unit_id,
        subject=f"DETSİS kaydının güncellenmesi: {title}"[:250],
        due_on=add_working_days(localdate(), WORKING_DAYS),
        assignee_id=officer.user_id if officer else None,
        for_unit_id=unit_id,
    )
    RegistryLine.objects.bulk_create(
        RegistryLine(task=made, order=place, act=line.act, unit=line.unit, words=line.words[:400])
        for place, line in enumerate(lines, 1)
    )
    return made


def _officer() -> Any:
    group = queries.groups().filter(code=OFFICERS).first()
    if group is None:
        return None
    for user in queries.members_of(group):
        seat = seats_of(user.pk).filter(acting_for=None).order_by("since").first()
        if seat is not None:
            return seat
    return None


def submit_registry(number: str, *, actor: Actor, submitted_on: dt.date, reference: str = "") -> RegistryTask:
    """The changes were entered in DETSİS and wait for its approval."""
    if submitted_on > localdate():
        raise Refused("Bildirim tarihi gelecekte olamaz.")
    with take(lifecycle.REGISTRY_SUBMIT, RegistryTask, number, actor, note=reference.strip()) as task:
        task.submitted_on, task.reference = submitted_on, reference.strip()
    return task


def confirm_registry(
    number: str, *, actor: Actor, confirmed_on: dt.date, numbers: Mapping[int, str] | None = None
) -> RegistryTask:
    """DETSİS shows the change; numbers it gave to units are written into them."""
    if confirmed_on > localdate():
        raise Refused("Doğrulama tarihi gelecekte olamaz.")
    with take(lifecycle.REGISTRY_CONFIRM, RegistryTask, number, actor) as task:
        given = {key: value.strip() for key, value in (numbers or {}).items() if value.strip()}
        known = {line.unit_id: line for line in task.lines.all()}
        if set(given) - set(known):
            raise Refused("Bu görevde olmayan bir birime numara yazılamaz.")
        for unit in Unit.objects.select_for_update().filter(pk__in=given):
            unit.detsis = given[unit.pk]
            _checked(unit)
            unit.save()
            index_unit(unit)
        missing = Unit.objects.filter(pk__in=known, detsis=None, until=None).values_list("name", flat=True)
        opened = {line.unit.name for line in task.lines.select_related("unit") if line.act in (Act.OPEN, Act.SPLIT)}
        if without := sorted(opened & set(missing)):
            raise Refused(f"Yeni birimin DETSİS numarası yazılmadı: {', '.join(without)}.")
        task.confirmed_on = confirmed_on
    return task


def _checked(unit: Unit) -> None:
    try:
        unit.full_clean(exclude=["parent"])
    except ValidationError as error:
        raise Refused(f"{unit.name}: {'; '.join(error.messages)}") from None


def return_registry(number: str, *, actor: Actor, why: str) -> RegistryTask:
    """The registry did not take it: to be told again."""
    with take(lifecycle.REGISTRY_RETURN, RegistryTask, number, actor, note=why.strip()[:300]) as task:
        pass
    return task


def drop_registry(number: str, *, actor: Actor, why: str) -> RegistryTask:
    """Nothing to tell, with the reason."""
    if not why.strip():
        raise Refused("Neden bildirim gerekmediğini yazın.")
    with take(lifecycle.REGISTRY_DROP, RegistryTask, number, actor, note=why.strip()[:300]) as task:
        pass
    return task
