"""Traps: what agents tell by themselves is kept within bounds; what may be believed begins and ends problems."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.gateways.snmp import Trap as Heard

from ..judging import CRIT, OK, WARN
from ..models import Check, CheckKind, Host, Trap
from ..probing import Answer
from .hearing import believe

SAME = dt.timedelta(hours=1)
TRAPS_KEPT = dt.timedelta(days=90)
MOST_TRAPS = 200_000
MOST_OF_SENDER, MOST_OF_STRANGERS = 120, 240
"""Different traps an hour that are written of one known sender, and of all unknown ones together."""
STRANGERS = "0.0.0.0"  # noqa: S104 - where what is too much of unknown senders is counted
TOO_MANY = "Sınırı aşan tuzaklar"
LINK_DOWN, LINK_UP, IF_INDEX = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.6.3.1.1.5.4", "1.3.6.1.2.1.2.2.1.1"
LASTS = 24.0
"""Hours after which a trap that nothing takes back is over, where the check says nothing else."""
LOOKED_AT = 500

Key = tuple[str, str, str, bool]


@transaction.atomic
def record_traps(heard: Sequence[tuple[dt.datetime, Heard]], *, actor: Actor) -> int:
    """Traps with the hosts they came from; the same within an hour is one row, and so is what is too much."""
    hosts = {row.address: row.pk for row in Host.objects.filter(address__in={trap.source for _, trap in heard})}
    # at most so many rows of an hour as are written in one
    lately = Trap.objects.filter(last_at__gte=now() - SAME).filter(Q(host_id__in=hosts.values()) | Q(host=None))
    rows: dict[Key, Trap] = {_key(row): row for row in lately.order_by("last_at")}
    filled = Counter(row.source if row.source in hosts else STRANGERS for row in rows.values())
    for at, trap in heard:
        text = "; ".join(f"{name}={value}" for name, value in trap.values)[:600]
        made = Trap(source=trap.source, oid=trap.oid, label=trap.label, text=text, trusted=trap.trusted, times=0)
        place, most = (trap.source, MOST_OF_SENDER) if trap.source in hosts else (STRANGERS, MOST_OF_STRANGERS)
        if _key(made) not in rows and filled[place] >= most:
            made = Trap(source=place, label=TOO_MANY, times=0)
        row = rows.get(_key(made))
        if row is None:
            row = rows[_key(made)] = made
            row.host_id, row.first_at, row.last_at = hosts.get(row.source), at, at
            filled[place] += 1
        row.last_at, row.times, row.heard = max(at, row.last_at), row.times + 1, True
    changed = [row for row in rows.values() if row.heard]
    Trap.objects.bulk_update([row for row in changed if row.pk], ["last_at", "times"], batch_size=500)
    fresh = Trap.objects.bulk_create([row for row in changed if not row.pk])
    sure = {hosts[trap.source] for _, trap in heard if trap.trusted and trap.source in hosts}
    _judge(Check.objects.filter(host_id__in=sure), actor)
    return len(fresh)


def _key(row: Trap) -> Key:
    return row.source, row.oid, row.text, row.trusted


def _below(oid: str, root: str) -> bool:
    return bool(root) and (oid == root or oid.startswith(f"{root.rstrip('.')}."))


def _place(text: str) -> str:
    """Which interface a trap tells of; nothing where it tells of the device."""
    found = re.search(rf"(?:^|; ){re.escape(IF_INDEX)}[.0-9]*=([0-9]+)", text)
    return found[1] if found else ""


def standing(check: Check, moment: dt.datetime) -> Answer:
    """What the traps of a host add up to: what began, place by place, and was neither taken back nor too long ago."""
    params = check.params if isinstance(check.params, dict) else {}
    bad, good = (params.get("bad") or LINK_DOWN).strip("."), (params.get("good") or "").strip(".")
    if not params.get("bad"):
        good = good or LINK_UP
    hours = params.get("hours")
    lasts = dt.timedelta(hours=float(hours) if isinstance(hours, int | float) and hours > 0 else LASTS)
    rows = Trap.objects.filter(host_id=check.host_id, trusted=True, last_at__gte=moment - lasts)
    told: dict[str, Trap | None] = {}
    # the end of what came in one second counts last
    for row in sorted(rows.order_by("-last_at")[:LOOKED_AT], key=lambda row: (row.last_at, _below(row.oid, good))):
        if _below(row.oid, good):
            told[_place(row.text)] = None
        elif _below(row.oid, bad):
            told[_place(row.text)] = row
    left = {place: row for place, row in told.items() if row is not None}
    if not left:
        return Answer(OK, "Süren tuzak yok")
    words = [f"{row.label or row.oid}{f' ({place}. arayüz)' if place else ''}" for place, row in sorted(left.items())]
    return Answer(WARN if params.get("mild") else CRIT, "; ".join(words)[:400])


def _judge(checks: Iterable[Check], actor: Actor) -> int:
    moment, turned = now(), 0
    for check in Check.objects.filter(
        pk__in=[row.pk for row in checks], kind=CheckKind.TRAP, enabled=True, host__enabled=True
    ).select_related("host"):
        answer = standing(check, moment)
        if (answer.level, answer.words) != (check.level, check.words):
            believe(check, actor, answer)
            turned += 1
    return turned


@transaction.atomic
def calm_traps(*, actor: Actor) -> int:
    """What traps began long ago and nothing has taken back is over."""
    return _judge(Check.objects.filter(kind=CheckKind.TRAP, level__in=(WARN, CRIT))[:2_000], actor)


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
