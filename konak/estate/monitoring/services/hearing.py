"""What comes by itself: results that others report."""

import datetime as dt
import hashlib
import hmac

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..judging import OK, UNKNOWN, judge
from ..keeping import Writer
from ..models import Check, CheckKind
from ..probing import Answer, Reading
from ..queries import store
from ..queries.plan import memory_of
from .recording import Known, Told, record


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
    believe(check, actor, Answer(level, words[:400], _reading(value, unit)))
    check.refresh_from_db()
    return check


def _reading(value: float | None, unit: str) -> tuple[Reading, ...]:
    return () if value is None else (Reading("value", "value", "Bildirilen değer", (value,), OK, unit=unit[:12]),)


def believe(check: Check, actor: Actor, answer: Answer) -> None:
    """Take an answer in as the poller would: judged, written, with what follows."""
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
            believe(check, actor, Answer(UNKNOWN, "Beklenen bildirim gelmedi"))
            count += 1
    return count
