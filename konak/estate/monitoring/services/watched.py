"""Services as people know them, and what providers say of their circuits (MRTG logs)."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from django.db import IntegrityError, transaction

from konak.foundation.access import Actor
from konak.foundation.files.services import store as keep_file
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..judging import percentile
from ..keeping import Writer
from ..models import Check, CheckKind, Host, HostSort, Part, PartSort, TrafficLog, WatchedService
from .common import may, own_unit, short, tell
from .indexing import forget, index_service

LARGEST_LOG = 20 * 1024 * 1024


@transaction.atomic
def save_service(
    service_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    checks: Sequence[int] = (),
    group: str = "",
    provider: str = "",
    target: Decimal | float = Decimal("99.5"),
    one_is_enough: bool = False,
    public: bool = False,
    system_id: int | None = None,
    description: str = "",
    unit_id: int | None = None,
) -> WatchedService:
    """A service and the checks that say how it stands."""
    if service_id is None:
        row = WatchedService(unit_id=own_unit(actor, unit_id))
    else:
        row = queries.services(actor).select_for_update(of=("self",)).get(pk=service_id)
    may(actor, access.KEEP, row)
    goal = Decimal(str(target))
    if not goal.is_finite() or not 0 < goal <= 100:
        raise Refused("Söz verilen süre yüzde olarak 0 ile 100 arasında yazılır, örneğin 99,5.")
    if queries.checks(actor).filter(pk__in=checks).count() != len(set(checks)):
        raise Refused("Seçilen denetimlerden biri bulunamadı.")
    if system_id is not None and not queries.systems_for(actor).filter(pk=system_id).exists():
        raise Refused("Seçilen bilgi sistemi bulunamadı.")
    row.name, row.group = short(name, 120, "Ad", need=True), short(group, 60, "Küme")
    row.provider, row.description = short(provider, 120, "Sağlayıcı"), short(description, 200, "Açıklama")
    row.target, row.one_is_enough, row.public, row.system_id = round(goal, 3), one_is_enough, public, system_id
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.name}» adlı bir hizmet var.") from None
    row.checks.set(checks)
    tell(queries.SERVICE_KIND, row.pk, "edit" if service_id else "add", actor, row)
    index_service(row)
    return row


@transaction.atomic
def drop_service(service_id: int, *, actor: Actor) -> None:
    row = queries.services(actor).select_for_update(of=("self",)).get(pk=service_id)
    may(actor, access.KEEP, row)
    if row.logs.exists():
        raise Refused("Sağlayıcı kayıtları olan hizmet silinmez.")
    tell(queries.SERVICE_KIND, row.pk, "drop", actor, row, row.name)
    key = row.pk
    row.delete()
    forget(queries.SERVICE_KIND, key)


Line = tuple[int, float, float, float, float]
"""Moment, mean in and out, most in and out, in bits a second."""


def read_mrtg(content: bytes) -> tuple[list[Line], int]:
    """The lines of an MRTG log, oldest first, and how many could not be read.

    The first line holds the counters of the last look; each other one `time avg-in avg-out max-in max-out` in bytes a
    second, newest first, with ever longer steps.
    """
    rows: dict[int, Line] = {}
    broken = 0
    for number, line in enumerate(content.decode("ascii", "replace").splitlines()):
        parts = line.split()
        if number == 0 and len(parts) == 3:
            continue
        if not parts:
            continue
        try:
            at, *rest = (int(one) for one in parts)
            if len(rest) != 4 or min(rest) < 0 or not 0 < at < 2**32 or max(rest) > 10**13:
                raise ValueError
        except ValueError:
            broken += 1
            continue
        rows[at] = (at, rest[0] * 8.0, rest[1] * 8.0, rest[2] * 8.0, rest[3] * 8.0)
    return [rows[at] for at in sorted(rows)], broken


@transaction.atomic
def import_traffic(service_id: int, *, actor: Actor, content: bytes, name: str) -> TrafficLog:
    """Take in the log a provider gave for a circuit: its course lies with the samples, its sums stand here."""
    row = queries.services(actor).select_for_update(of=("self",)).get(pk=service_id)
    may(actor, access.KEEP, row)
    if len(content) > LARGEST_LOG:
        raise Refused("MRTG kaydı 20 MB'tan büyük olamaz.")
    lines, broken = read_mrtg(content)
    if len(lines) < 2:
        raise Refused("Bu dosyada MRTG ölçümü bulunamadı: her satırda zaman ve dört sayı beklenir.")
    file = keep_file(
        actor=actor, content=BytesIO(content), name=name, unit_id=row.unit_id, purpose="monitoring.traffic"
    )
    if row.logs.filter(file=file).exists():
        raise Refused("Bu kayıt daha önce alınmış.")
    part = _part_of(row)
    writer, silent = Writer(), 0
    for place, (at, into, out, _, _) in enumerate(lines):
        step = at - lines[place - 1][0] if place else 0
        if not into and not out:
            silent += step // 60
        writer.add(part.pk, dt.datetime.fromtimestamp(at, dt.UTC), [into, out])
    made = TrafficLog.objects.create(
        service=row,
        file=file,
        part=part,
        first_at=dt.datetime.fromtimestamp(lines[0][0], dt.UTC),
        last_at=dt.datetime.fromtimestamp(lines[-1][0], dt.UTC),
        lines=len(lines),
        broken=broken,
        silent=silent,
        most_in=max(line[3] for line in lines),
        most_out=max(line[4] for line in lines),
        p95_in=percentile([line[1] for line in lines]) or 0,
        p95_out=percentile([line[2] for line in lines]) or 0,
    )
    transaction.on_commit(lambda: _lay(writer))
    tell(queries.SERVICE_KIND, row.pk, "traffic", actor, row, name)
    return made


def _lay(writer: Writer) -> None:
    queries.store().write_past(writer.take())


def _part_of(row: WatchedService) -> Part:
    """Where the numbers of a provider lie: a passive check of the circuit."""
    host, _ = Host.objects.get_or_create(
        name=f"Devre: {row.name}"[:100],
        defaults={"unit_id": row.unit_id, "address": "devre", "sort": HostSort.LINK, "enabled": False},
    )
    check, _ = Check.objects.get_or_create(
        host=host,
        name="Sağlayıcı trafik kaydı",
        defaults={"kind": CheckKind.PASSIVE, "every": 86_400, "enabled": False},
    )
    part, _ = Part.objects.get_or_create(
        owner=check, key="mrtg", defaults={"sort": PartSort.INTERFACE, "name": row.name[:120], "unit_of": "bit/sn"}
    )
    return part
