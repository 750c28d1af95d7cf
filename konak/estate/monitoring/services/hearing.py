"""What comes by itself: results that others report, and traps."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.gateways.snmp import Trap as Heard

from ..judging import OK, UNKNOWN, judge
from ..keeping import Writer
from ..models import Check, CheckKind, Host, Trap
from ..probing import Answer, Reading
from ..queries import store
from ..queries.plan import memory_of
from .recording import Known, Told, record

SAME = dt.timedelta(hours=1)
TRAPS_KEPT = dt.timedelta(days=90)
MOST_TRAPS = 200_000


@transaction.atomic
def report_result(
    check_id: int,
    *,
    actor: Actor,
    token: str,
    level: int,
    words: str = "",
    value: float | None = None,
    unit: str = "",
) -> Check:
    """A result from outside (a backup script, a device that only speaks by itself), by the key of its check."""
    check = Check.objects.select_for_update(of=("self",)).select_related("host").get(
        pk=check_id, kind=CheckKind.PASSIVE, enabled=True, host__enabled=True
    )  # fmt: skip
    digest = hashlib.sha256(token.encode()).hexdigest()
    if not check.token or not hmac.compare_digest(digest, check.token):
        raise Check.DoesNotExist
    if level not in (0, 1, 2, 3):
        raise Refused("Durum 0 (çalışıyor), 1 (uyarı), 2 (kritik) ya da 3 (bilinmiyor) olmalı.")
    _believe(check, actor, Answer(level, words[:400], _reading(value, unit)))
    check.refresh_from_db()
    return check


def _reading(value: float | None, unit: str) -> tuple[Reading, ...]:
    return () if value is None else (Reading("value", "value", "Bildirilen değer", (value,), OK, unit=unit[:12]),)


def _believe(check: Check, actor: Actor, answer: Answer) -> None:
    before = memory_of(check)
    verdict = judge(before, answer.level, check.attempts)
    told = Told(check.pk, check.host_id, now(), verdict.memory, before.hard, answer, check.alive)
    writer = Writer()
    for part, at, reading in record([told], actor=actor, known=Known()):
        writer.add(part, at, reading.values)
    store().write(writer.take())


@transaction.atomic
def sweep_stale(*, actor: Actor) -> int:
    """Passive checks nobody reported to for thrice their time are not known any more."""
    count = 0
    rows = Check.objects.filter(kind=CheckKind.PASSIVE, enabled=True, host__enabled=True, checked_at__isnull=False)
    for check in rows.exclude(level=UNKNOWN).select_related("host")[:2_000]:
        if check.checked_at and now() - check.checked_at > dt.timedelta(seconds=3 * check.every):
            _believe(check, actor, Answer(UNKNOWN, "Beklenen bildirim gelmedi"))
            count += 1
    return count


@transaction.atomic
def record_traps(heard: Sequence[tuple[dt.datetime, Heard]], *, actor: Actor) -> int:
    """Traps with the hosts they came from; the same within an hour is one row. Nothing grows without bound."""
    del actor  # agents tell by themselves
    hosts = {row.address: row.pk for row in Host.objects.filter(address__in={trap.source for _, trap in heard})}
    fresh = 0
    for at, trap in heard:
        text = "; ".join(f"{name}={value}" for name, value in trap.values)
        found = (
            Trap.objects.filter(source=trap.source, oid=trap.oid, text=text[:600], last_at__gte=at - SAME)
            .order_by("-last_at")
            .first()
        )
        if found is not None:
            found.last_at, found.times = at, found.times + 1
            found.save(update_fields=["last_at", "times"])
            continue
        fresh += 1
        Trap.objects.create(
            host_id=hosts.get(trap.source),
            source=trap.source,
            oid=trap.oid,
            label=trap.label,
            text=text[:600],
            first_at=at,
            last_at=at,
        )
    return fresh


@transaction.atomic
def forget_traps(*, actor: Actor) -> int:
    """Traps past their term go, and the oldest where a device cries without end."""
    del actor  # the night does it
    gone, _ = Trap.objects.filter(last_at__lt=now() - TRAPS_KEPT).delete()
    edge = Trap.objects.order_by("-last_at", "-id").values_list("pk", flat=True)[MOST_TRAPS : MOST_TRAPS + 1]
    for key in list(edge):
        more, _ = Trap.objects.filter(pk__lte=key).delete()
        gone += more
    return gone
