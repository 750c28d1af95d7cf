"""What is done so that trouble does not come, and the tasks to watch what is new."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.governance.systems import public as systems

from .. import access, lifecycle, queries
from ..models import Care, CareSort, Host, MonitoringTask
from .common import may, own_unit, short, tell, worker

TASK_DAYS = 10
"""Working days within which something new is watched (İzmir 12/d: on event)."""
WATCHED_CODES = ("255.02",)
"""Movables of these codes are computers, servers and network devices."""


@transaction.atomic
def write_care(
    *,
    actor: Actor,
    sort: str,
    text: str,
    host_id: int | None = None,
    system_id: int | None = None,
    done_on: dt.date | None = None,
    next_on: dt.date | None = None,
    passed: bool | None = None,
    unit_id: int | None = None,
) -> Care:
    """A line in the care record: what was done, what was seen, when it comes again."""
    if sort not in CareSort.values:
        raise Refused("Kaydın türünü seçin.")
    words = text.replace("\0", "").strip()
    if not words or len(words) > 4_000:
        raise Refused("Ne yapıldığını yazın (en çok 4.000 karakter).")
    day = done_on or localdate()
    if day > localdate():
        raise Refused("Yapıldığı gün ileri bir tarih olamaz; sonrası için «Sonraki» alanını doldurun.")
    if next_on is not None and next_on <= day:
        raise Refused("Sonraki gün yapıldığı günden sonra olmalı.")
    host = queries.hosts(actor).filter(pk=host_id).first() if host_id else None
    if host_id and host is None:
        raise Refused("Seçilen cihaz bulunamadı.")
    if system_id and not queries.systems_for(actor).filter(pk=system_id).exists():
        raise Refused("Seçilen bilgi sistemi bulunamadı.")
    if host is None and not system_id:
        raise Refused("Kaydın hangi cihaza ya da bilgi sistemine ait olduğunu seçin.")
    row = Care(
        unit_id=host.unit_id if host else own_unit(actor, unit_id),
        sort=sort,
        host=host,
        system_id=system_id or (host.system_id if host else None),
        text=words,
        done_on=day,
        next_on=next_on,
        passed=passed,
        by_id=actor.user_id,
    )
    may(actor, access.KEEP, row)
    row.save()
    tell("monitoring.care", row.pk, "add", actor, row, row.get_sort_display())
    return row


def _keeper() -> int | None:
    """The unit that watches: where most hosts belong."""
    rows = Host.objects.values_list("unit_id", flat=True)
    units = list(rows[:2_000])
    return max(set(units), key=units.count) if units else None


@transaction.atomic
def ask_for_system(code: str, *, actor: Actor) -> MonitoringTask | None:
    """A critical system has come into the register: somebody has to watch it. Asked again nothing happens."""
    del actor  # the register's own job tells it
    facts, unit = systems.find(code), _keeper()
    if facts is None or unit is None or not facts.alive:
        return None
    if facts.id not in {one.id for one in systems.expected("watch")}:
        return None
    if Host.objects.filter(system_id=facts.id).exists() or MonitoringTask.objects.filter(system_id=facts.id).exists():
        return None
    return open_case(
        MonitoringTask(system_id=facts.id),
        actor=worker(unit),
        permission=access.KEEP,
        unit_id=unit,
        subject=f"İzlemeye alınacak sistem: {facts.name}"[:250],
        due_on=add_working_days(localdate(), TASK_DAYS),
    )


@transaction.atomic
def ask_for_asset(tag: str, *, actor: Actor) -> MonitoringTask | None:
    """A movable that stands on the network was put into use: somebody has to watch it, or to say why not."""
    del actor  # the register's own job tells it
    facts, unit = assets.find_by_tag(tag), _keeper()
    if facts is None or unit is None or facts.retired or not facts.code.startswith(WATCHED_CODES):
        return None
    words = facts.name.casefold()
    if not any(
        word in words for word in ("sunucu", "anahtar", "switch", "yönlendirici", "router", "duvar", "depolama")
    ):
        return None
    if Host.objects.filter(asset_id=facts.id).exists() or MonitoringTask.objects.filter(asset_id=facts.id).exists():
        return None
    return open_case(
        MonitoringTask(asset_id=facts.id),
        actor=worker(unit),
        permission=access.KEEP,
        unit_id=unit,
        subject=f"İzlemeye alınacak cihaz: {facts.name} ({facts.tag})"[:250],
        due_on=add_working_days(localdate(), TASK_DAYS),
    )


def watched(number: str, *, actor: Actor, host_id: int) -> MonitoringTask:
    """It is watched: by which host."""
    host = queries.hosts(actor).filter(pk=host_id).first()
    if host is None:
        raise Refused("Seçilen cihaz bulunamadı.")
    with take(lifecycle.WATCHED, MonitoringTask, number, actor, note=host.name) as task:
        task.host = host
        if task.system_id and host.system_id is None:
            Host.objects.filter(pk=host.pk).update(system_id=task.system_id)
    return task


def needless(number: str, *, actor: Actor, why: str) -> MonitoringTask:
    reason = short(why, 300, "Gerekçe")
    if not reason:
        raise Refused("Neden izlenmesi gerekmediğini yazın.")
    with take(lifecycle.NEEDLESS, MonitoringTask, number, actor, note=reason[:250]) as task:
        task.why = reason
    return task
