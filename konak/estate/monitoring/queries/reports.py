"""Availability proved, links and disks that fill, what is not watched: from changes and from samples."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate, localtime, now

from konak.foundation.access import Actor
from konak.governance.systems import public as systems

from ..judging import CRIT, downtime, joined, trend
from ..models import Check, Host, Part, StateChange, TrafficLog, WatchedService, Window
from .course import store
from .plan import spans_of
from .register import hosts, parts, services, unit_of

Span = tuple[float, float]


def _spans(check_ids: Iterable[int], since: dt.datetime, until: dt.datetime) -> dict[int, list[Span]]:
    """When each check was critical: from its changes, with what held at the beginning."""
    ids = list(check_ids)
    found: dict[int, list[Span]] = {key: [] for key in ids}
    begin = {}
    # the last change before the period says how it began
    for row in (
        StateChange.objects.filter(owner_id__in=ids, at__lt=since).order_by("owner_id", "-at").distinct("owner_id")
    ):
        if row.after == CRIT and not row.behind:
            begin[row.owner_id] = since.timestamp()
    for row in StateChange.objects.filter(owner_id__in=ids, at__gte=since, at__lt=until).order_by(
        "owner_id", "at", "pk"
    ):
        open_at = begin.pop(row.owner_id, None)
        if open_at is not None:
            found[row.owner_id].append((open_at, row.at.timestamp()))
        if row.after == CRIT and not row.behind:
            begin[row.owner_id] = row.at.timestamp()
    for key, at in begin.items():
        found[key].append((at, min(until, now()).timestamp()))
    return found


def _planned(host_ids: set[int], since: dt.datetime, until: dt.datetime) -> list[Span]:
    """Hours of planned work on these hosts."""
    rows = Window.objects.filter(starts_at__lt=until).filter(Q(weekly=True) | Q(ends_at__gt=since))
    found: list[Span] = []
    for window in rows.prefetch_related("hosts", "systems__hosts"):
        touched = {one.pk for one in window.hosts.all()}
        touched |= {one.pk for system in window.systems.all() for one in system.hosts.all()}
        if window.everything or touched & host_ids:
            found += [(a.timestamp(), b.timestamp()) for a, b in spans_of(window, since, until)]
    return found


@dataclass(frozen=True, slots=True)
class Availability:
    """How long a service was there. `share` is None where nothing was measured."""

    service: WatchedService
    share: float | None
    unplanned: float
    """Seconds."""
    planned: float
    outages: int
    longest: float
    spans: Sequence[tuple[dt.datetime, dt.datetime]] = ()

    @property
    def kept(self) -> bool | None:
        return None if self.share is None else self.share >= float(self.service.target)

    @property
    def allowed(self) -> float:
        """Seconds that may be missed in thirty days."""
        return 30 * 86_400 * (1 - float(self.service.target) / 100)


def _both(spans: Sequence[Sequence[Span]], since: float, until: float) -> list[Span]:
    """When all of them were down at once."""
    if not spans:
        return []
    found = joined(spans[0], since, until)
    for other in spans[1:]:
        found = [
            (max(a, c), min(b, d)) for a, b in found for c, d in joined(other, since, until) if max(a, c) < min(b, d)
        ]
    return found


def _availability(one: WatchedService, since: dt.datetime, until: dt.datetime) -> Availability:
    checks = [check for check in one.checks.all() if check.checked_at is not None]
    first = StateChange.objects.filter(owner__in=checks).order_by("at").values_list("at", flat=True).first()
    begin = max(since, first) if first else since
    until = min(until, now())
    if not checks or begin >= until:
        return Availability(one, None, 0, 0, 0, 0)
    spans = _spans([check.pk for check in checks], begin, until)
    a, b = begin.timestamp(), until.timestamp()
    each = list(spans.values())
    down = _both(each, a, b) if one.one_is_enough else joined([span for rows in each for span in rows], a, b)
    unplanned, planned = downtime(down, a, b, _planned({check.host_id for check in checks}, begin, until))
    measured = (b - a) - planned
    return Availability(
        service=one,
        share=100 * (measured - unplanned) / measured if measured > 0 else None,
        unplanned=unplanned,
        planned=planned,
        outages=len(down),
        longest=max((end - start for start, end in down), default=0),
        spans=[(dt.datetime.fromtimestamp(x, dt.UTC), dt.datetime.fromtimestamp(y, dt.UTC)) for x, y in down[-50:]],
    )


def availability(actor: Actor, since: dt.datetime, until: dt.datetime) -> list[Availability]:
    """Every service in reach, the worst kept promise first."""
    rows = [_availability(one, since, until) for one in services(actor).order_by("group", "name")]
    return sorted(rows, key=lambda row: (row.kept is not False, row.kept is None, row.service.name))


def availability_of(actor: Actor, service_id: int, since: dt.datetime, until: dt.datetime) -> Availability:
    return _availability(services(actor).get(pk=service_id), since, until)


def share_of_system(system_id: int, since: dt.datetime, until: dt.datetime) -> float | None:
    # reach: public inside the house, because availability is reported to everybody
    checks = list(Check.objects.filter(host__system_id=system_id, alive=True, checked_at__isnull=False))
    if not checks:
        return None
    until = min(until, now())
    each = _spans([check.pk for check in checks], since, until)
    a, b = since.timestamp(), until.timestamp()
    unplanned, planned = downtime(
        [span for rows in each.values() for span in rows],
        a,
        b,
        _planned({one.host_id for one in checks}, since, until),
    )
    return 100 * (b - a - planned - unplanned) / (b - a - planned) if b - a > planned else None


def overall(units: frozenset[int] | None, since: dt.datetime, until: dt.datetime) -> float | None:
    """Mean availability of all services of these units, in percent."""
    # reach: the capability or indicator was asked for units
    rows = WatchedService.objects.prefetch_related("checks__host")
    rows = rows if units is None else rows.filter(unit_id__in=units)
    shares = [row.share for row in (_availability(one, since, until) for one in rows) if row.share is not None]
    return sum(shares) / len(shares) if shares else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A disk, a memory, a link that fills: where it stands and when it is full."""

    part: Part
    now: float
    slope: float
    """Per thirty days."""
    days: float | None
    course: tuple[float, ...]

    @property
    def full_on(self) -> dt.date | None:
        return (
            localdate() + dt.timedelta(days=round(self.days)) if self.days is not None and self.days < 3_650 else None
        )

    @property
    def kind(self) -> str:
        if self.now >= 95 or (self.days is not None and self.days <= 30):
            return "late"
        return "wait" if self.now >= 85 or (self.days is not None and self.days <= 180) else "done"


def forecasts(actor: Actor, most: int = 60) -> list[Forecast]:
    """Disks by their fill, links by their busiest hours, soonest full first; of the last ninety days."""
    rows = parts(actor).filter(ignored=False)
    disks = list(rows.filter(sort__in=["disk", "memory"]).order_by("pk")[:3_000])
    links = list(rows.filter(sort="interface", far__isnull=False, capacity__gt=0).order_by("pk")[:1_000])
    moment = now()
    since = moment - dt.timedelta(days=90)
    found = []
    for chosen, metric in ((disks, 0), (links, 0)):
        told = store().history([row.pk for row in chosen], metric, since, moment, tier="1d", step=86_400)
        for row in chosen:
            points = told.get(row.pk, [])
            scale = 100 / row.capacity if row.sort == "interface" and row.capacity else 1.0
            # of a link the busiest mean of a day counts, of a disk where it stands
            line = [
                (point.at.timestamp() / 86_400, (point.high if row.sort == "interface" else point.value) * scale)
                for point in points
            ]
            drawn = trend(line)
            if drawn is None:
                continue
            found.append(
                Forecast(
                    row,
                    max(0.0, drawn.now),
                    drawn.slope * 30,
                    drawn.days_until(100.0),
                    tuple(y for _, y in line[-60:]),
                )
            )
    return sorted(found, key=lambda one: (one.days is None, one.days or 0))[:most]


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A system of the register that ought to be watched and is not, or of which no log is known."""

    facts: systems.SystemFacts
    watched: int
    last: dt.datetime | None
    logs_missing: bool


def unwatched(actor: Actor) -> list[Unwatched]:
    expected = {one.id for one in systems.expected("watch")} | {one.id for one in systems.expected("logs")}
    seen = systems.systems(actor, expected)
    known: dict[int, tuple[int, dt.datetime | None]] = {}
    for row in hosts(actor).filter(enabled=True, system_id__in=[one.id for one in seen]).order_by():
        many, last = known.get(row.system_id or 0, (0, None))
        moments = [at for at in (last, row.seen_at) if at is not None]
        known[row.system_id or 0] = (many + 1, max(moments, default=None))
    rows = [
        Unwatched(one, *known.get(one.id, (0, None)), logs_missing=one.logs_expected and not one.log_source)
        for one in seen
    ]
    return sorted(rows, key=lambda row: (row.watched > 0, not row.logs_missing, row.facts.name))


def logs_of(actor: Actor, service_id: int) -> list[TrafficLog]:
    return list(
        TrafficLog.objects.filter(service__in=services(actor).filter(pk=service_id)).select_related("file", "part")
        .order_by("-last_at")[:36]
    )  # fmt: skip


def changes_of(actor: Actor, host: Host, most: int = 40) -> list[StateChange]:
    rows = StateChange.objects.filter(owner__host__in=hosts(actor).filter(pk=host.pk))
    return list(rows.select_related("owner").order_by("-at", "-pk")[:most])


def public_services() -> list[WatchedService]:
    # reach: public, because whoever keeps them has put them on the page for everybody
    return list(WatchedService.objects.filter(public=True).prefetch_related("checks__host").order_by("group", "name"))


def days_of(one: WatchedService, days: int) -> list[tuple[dt.date, float]]:
    """Unplanned downtime of each of the last days, in minutes, for the public page."""
    # reach: the service is public, or was found by a reach
    today = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - dt.timedelta(days=days - 1)
    checks = [check for check in one.checks.all() if check.checked_at is not None]
    each = list(_spans([check.pk for check in checks], since, now()).values())
    a, b = since.timestamp(), now().timestamp()
    down = _both(each, a, b) if one.one_is_enough else joined([span for rows in each for span in rows], a, b)
    planned = _planned({check.host_id for check in checks}, since, now())
    found = []
    for number in range(days):
        begin = since + dt.timedelta(days=number)
        unplanned, _ = downtime(down, begin.timestamp(), begin.timestamp() + 86_400, planned)
        found.append((localdate(begin), unplanned / 60))
    return found


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the weather map: two hosts, and how full the way between them is."""

    part: Part
    load: float | None

    @property
    def kind(self) -> str:
        if self.part.level == CRIT:
            return "late"
        if self.load is None:
            return "closed"
        return "late" if self.load >= 90 else "wait" if self.load >= 60 else "done"


def links(actor: Actor, most: int = 400) -> list[Link]:
    rows = (
        parts(actor).filter(sort="interface", far__isnull=False, ignored=False).order_by("owner__host__name", "name")
    )
    found = []
    for row in rows[:most]:
        values = [value for value in row.latest[:2] if value is not None]
        load = 100 * max(values) / row.capacity if values and row.capacity else None
        found.append(Link(row, load))
    return found


def recurring(actor: Actor, since: dt.datetime, most: int = 20) -> list[dict[str, Any]]:
    """Hosts that were in trouble again and again: where a preventive rule is due."""
    rows = (
        hosts(actor)
        .filter(problems__began_at__gte=since)
        .annotate(times=Count("problems"))
        .filter(times__gte=3)
        .order_by("-times", "name")[:most]
    )
    return [{"host": row, "times": row.times} for row in rows]


__all__ = ["Availability", "Forecast", "Link", "Unwatched", "unit_of"]
