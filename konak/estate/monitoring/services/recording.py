"""What a poller found out is written, a batch a transaction: newest values, changes, problems."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.db import fetch

from ..judging import CRIT, OK, UNKNOWN, Memory
from ..models import Check, Host, HostState, Problem, StateChange
from ..probing import Answer, Reading
from ..queries.plan import Quiet, quiet_at
from . import problems

GRACE = dt.timedelta(minutes=2)
"""How long after its host (or what that stands behind) came back a check may fail without a problem of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answered question: what is believed now, what it was before, and the answer itself."""

    check_id: int
    host_id: int
    at: dt.datetime
    memory: Memory
    before: int
    answer: Answer
    alive: bool = False

    @property
    def turned(self) -> bool:
        return self.memory.hard != self.before


@dataclass
class Known:
    """Keys of parts a poller has met: (check, key) → part. They spare the search for them."""

    parts: dict[tuple[int, str], int] = field(default_factory=dict)
    shapes: dict[tuple[int, str], tuple[object, ...]] = field(default_factory=dict)


def record(told: Sequence[Told], *, actor: Actor, known: Known) -> list[tuple[int, dt.datetime, Reading]]:
    """Write a batch; returns the numbers with the keys of their parts, for the files of samples."""
    del actor  # it is the house that measures; problems are opened from the unit of their host
    if not told:
        return []
    with transaction.atomic():
        _checks(told)
        _hosts(told)
        placed = _parts(told, known)
        _changes(told)
    return placed


def _checks(told: Sequence[Told]) -> None:
    fetch(
        "monitoring/record_checks",
        ids=[one.check_id for one in told],
        levels=[one.memory.hard for one in told],
        seems=[one.memory.seems for one in told],
        attempts=[one.memory.attempt for one in told],
        lasts=[one.memory.last for one in told],
        flappings=[one.memory.flapping for one in told],
        ats=[one.at for one in told],
        tooks=[one.answer.took for one in told],
        words=[one.answer.words.replace("\0", "")[:400] for one in told],
    )


def _hosts(told: Sequence[Told]) -> None:
    """A host whose device spoke was seen, whichever check it was."""
    seen: dict[int, Told] = {}
    for one in told:
        if (one.answer.level != CRIT and (one.alive or one.answer.told)) or one.answer.told:
            earlier = seen.get(one.host_id)
            if earlier is None or one.answer.told or not earlier.answer.told:
                seen[one.host_id] = one
    rows = sorted(seen.values(), key=lambda one: one.host_id)
    if rows:
        fetch(
            "monitoring/record_hosts",
            ids=[one.host_id for one in rows],
            ats=[one.at for one in rows],
            tolds=[one.answer.told.replace("\0", "")[:255] for one in rows],
            booteds=[
                one.at - dt.timedelta(seconds=one.answer.uptime) if one.answer.uptime is not None else None
                for one in rows
            ],
        )


def _array(values: Iterable[float | None]) -> str:
    return "{" + ",".join("NULL" if one is None else repr(float(one)) for one in values) + "}"


def _parts(told: Sequence[Told], known: Known) -> list[tuple[int, dt.datetime, Reading]]:
    fresh: dict[tuple[int, str], tuple[Told, Reading]] = {}
    old: dict[int, tuple[Told, Reading]] = {}
    places: list[tuple[tuple[int, str], dt.datetime, Reading]] = []
    for one in told:
        for reading in one.answer.readings:
            key = (one.check_id, reading.key[:60])
            places.append((key, one.at, reading))
            shape = (reading.name, reading.alias, reading.capacity)
            if key in known.parts and known.shapes.get(key) == shape:
                old[known.parts[key]] = (one, reading)
            else:
                fresh[key] = (one, reading)
    if old:
        rows = sorted(old.items())
        fetch(
            "monitoring/record_known",
            ids=[part for part, _ in rows],
            latests=[_array(reading.values) for _, (_, reading) in rows],
            ats=[one.at for _, (one, _) in rows],
            levels=[reading.level for _, (_, reading) in rows],
        )
    if fresh:
        new = [(key, one, reading) for key, (one, reading) in sorted(fresh.items(), key=lambda pair: pair[0])]
        for row in fetch(
            "monitoring/record_parts",
            owners=[key[0] for key, _, _ in new],
            sorts=[reading.sort for _, _, reading in new],
            keys=[key[1] for key, _, _ in new],
            names=[(reading.name or "–").replace("\0", "")[:120] for _, _, reading in new],
            aliases=[reading.alias.replace("\0", "")[:120] for _, _, reading in new],
            units=[reading.unit[:12] for _, _, reading in new],
            capacities=[reading.capacity for _, _, reading in new],
            levels=[reading.level for _, _, reading in new],
            latests=[_array(reading.values) for _, _, reading in new],
            ats=[one.at for _, one, _ in new],
        ):
            key = (row.owner_id, row.key)
            known.parts[key] = row.id
            reading = fresh[key][1]
            known.shapes[key] = (reading.name, reading.alias, reading.capacity)
    return [(known.parts[key], at, reading) for key, at, reading in places if key in known.parts]


def _changes(told: Sequence[Told]) -> None:
    """Hosts that went or came back, changes as they are believed, and what follows: problems that begin or end."""
    asks = [one for one in told if one.turned or one.memory.hard != OK or one.alive]
    if not asks:
        return
    newest = {one.check_id: one for one in asks}
    lasting = {
        row.owner_id: row
        for row in Problem.objects.filter(owner_id__in=newest, ended_at=None).select_related("host", "owner")
    }
    interesting = [one for one in newest.values() if one.turned or one.memory.hard != OK or one.check_id in lasting]
    hosts = {
        row.pk: row
        for row in Host.objects.filter(pk__in={one.host_id for one in asks})
        .prefetch_related("parents")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    _turn_hosts([one for one in newest.values() if one.alive], hosts)
    if not interesting:
        return
    quiet = quiet_at(now())
    checks = Check.objects.in_bulk([one.check_id for one in interesting])
    written = []
    # what a host stands on comes first, so that what hangs on it finds it already down
    for one in sorted(interesting, key=lambda one: (not one.alive, one.host_id)):
        host, check = hosts.get(one.host_id), checks.get(one.check_id)
        if host is None or check is None:
            continue
        behind = host.state == HostState.UNREACHABLE or (host.state == HostState.DOWN and not one.alive)
        planned = quiet.holds(host.pk)
        if one.turned:
            written.append(
                StateChange(
                    owner=check,
                    at=one.at,
                    before=one.before,
                    after=one.memory.hard,
                    behind=behind,
                    planned=planned,
                    words=one.answer.words.replace("\0", "")[:400],
                )
            )
        _stand(one, host, check, lasting.get(one.check_id), behind=behind, quiet=quiet)
    StateChange.objects.bulk_create(written)


def _turn_hosts(told: Sequence[Told], hosts: Mapping[int, Host]) -> None:
    """A host that does not answer is down, or unreachable where everything it stands behind is away."""
    ordered = sorted(told, key=lambda one: one.host_id)
    for _ in range(3):  # a chain of three is settled in one batch; longer ones with the next
        moved = False
        for one in ordered:
            host = hosts.get(one.host_id)
            if host is None:
                continue
            if one.memory.hard != CRIT:
                state = HostState.UP
            else:
                over = [hosts.get(parent.pk, parent) for parent in host.parents.all()]
                away = bool(over) and all(parent.state in (HostState.DOWN, HostState.UNREACHABLE) for parent in over)
                back = [parent.since for parent in over if parent.state == HostState.UP and parent.since]
                if host.state == HostState.UNREACHABLE and not away and back and one.at - max(back) < GRACE:
                    continue  # what it stands behind has only just come back
                state = HostState.UNREACHABLE if away else HostState.DOWN
            if host.state != state:
                host.state, host.since = state, one.at
                Host.objects.filter(pk=host.pk).update(state=state, since=one.at)
                moved = True
        if not moved:
            return


def _stand(one: Told, host: Host, check: Check, lasting: Problem | None, *, behind: bool, quiet: Quiet) -> None:
    """Whether there has to be a problem now, and making it so. Repeating it changes nothing."""
    bad = one.memory.hard not in (OK, UNKNOWN)
    planned = quiet.holds(host.pk)
    if lasting is not None:
        if bad and behind:
            problems.fold(lasting, actor=problems.worker(host.unit_id), at=one.at)
        elif bad:
            problems.goes_on(lasting, level=one.memory.hard, words=one.answer.words, flapping=one.memory.flapping)
        elif one.memory.hard == OK and not one.memory.flapping:
            problems.end(lasting, actor=problems.worker(host.unit_id), at=one.at)
        return
    if not bad or behind or planned:
        return
    if not one.turned and not one.alive and host.since is not None and one.at - host.since < GRACE:
        return
    problems.begin(
        actor=problems.worker(host.unit_id),
        host=host,
        check=check,
        level=one.memory.hard,
        words=one.answer.words,
        at=one.at,
        flapping=one.memory.flapping,
    )
