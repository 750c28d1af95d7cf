"""What is wrong now, since when, whom it touches: the first page and the wall."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.timezone import now

from konak.foundation.access import Actor

from ..lifecycle import ProblemState
from ..models import Check, Host, HostSort, HostState, Level, Problem
from .plan import quiet_at
from .register import checks, hosts, problems, services

SILENCE = dt.timedelta(minutes=5)
"""Without a measurement for so long the watch itself has stopped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One trouble that lasts."""

    problem: Problem
    services: tuple[str, ...]
    quiet: bool

    @property
    def kind(self) -> str:
        return "late" if self.problem.level == Level.CRIT else "wait"


@dataclass(frozen=True, slots=True)
class Board:
    lines: Sequence[Line]
    waiting: Sequence[Problem]
    """Over, and waiting for their report."""
    up: int
    down: int
    unreachable: int
    paused: int
    new: int
    unknown: int
    quiet: int
    checked_at: dt.datetime | None
    silent: bool

    @property
    def hosts(self) -> int:
        return self.up + self.down + self.unreachable + self.new

    @property
    def critical(self) -> int:
        return sum(1 for line in self.lines if line.problem.level == Level.CRIT)


def _touched(rows: Sequence[Problem]) -> dict[int, tuple[str, ...]]:
    """The names of services that stand on the checks in trouble; of a host that is down, on any of its checks."""
    keys = [row.owner_id for row in rows if row.owner_id]
    down = [row.host_id for row in rows if row.down]
    # reach: the problems were found through one, and that a service is touched is told with them
    found: dict[int, set[str]] = {}
    ties = Check.services.through._default_manager.filter(Q(check_id__in=keys) | Q(check__host_id__in=down))
    for check_id, host_id, name in ties.values_list("check_id", "check__host_id", "watchedservice__name"):
        for row in rows:
            if row.owner_id == check_id or (row.down and row.host_id == host_id):
                found.setdefault(row.pk, set()).add(name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def board(actor: Actor, most: int = 60) -> Board:
    moment = now()
    live = list(problems(actor).filter(ended_at=None, case__closed_at=None).order_by("-level", "began_at")[:most])
    touched, quiet = _touched(live), quiet_at(moment)
    counted = (
        hosts(actor)
        .order_by()
        .aggregate(
            up=Count("pk", filter=Q(enabled=True, state=HostState.UP)),
            down=Count("pk", filter=Q(enabled=True, state=HostState.DOWN)),
            unreachable=Count("pk", filter=Q(enabled=True, state=HostState.UNREACHABLE)),
            new=Count("pk", filter=Q(enabled=True, state=HostState.NEW)),
            paused=Count("pk", filter=Q(enabled=False)),
        )
    )
    open_checks = checks(actor).filter(enabled=True, host__enabled=True).order_by()
    told = open_checks.aggregate(
        last=Max("checked_at"),
        unknown=Count("pk", filter=Q(level=Level.UNKNOWN, checked_at__isnull=False)),
        many=Count("pk"),
    )
    checked_at = told["last"]
    return Board(
        lines=[Line(row, touched.get(row.pk, ()), quiet.holds(row.host_id)) for row in live],
        waiting=list(problems(actor).filter(case__state=ProblemState.RECOVERED).order_by("-ended_at")[:10]),
        unknown=told["unknown"],
        quiet=counted["up"] + counted["down"] if quiet.everywhere else len(quiet.hosts),
        checked_at=checked_at,
        silent=bool(told["many"]) and (checked_at is None or moment - checked_at > SILENCE),
        **counted,
    )


def by_sort(actor: Actor) -> list[dict[str, Any]]:
    """How many of each sort are watched and how many of them are away."""
    rows = (
        hosts(actor)
        .filter(enabled=True)
        .order_by()
        .values("sort")
        .annotate(
            many=Count("pk"),
            away=Count("pk", filter=Q(state__in=[HostState.DOWN, HostState.UNREACHABLE])),
        )
    )
    labels = dict(HostSort.choices)
    found = [
        {"sort": row["sort"], "label": labels[row["sort"]], "many": row["many"], "away": row["away"]} for row in rows
    ]
    return sorted(found, key=lambda row: (-row["away"], row["label"]))


@dataclass(frozen=True, slots=True)
class WallTile:
    name: str
    words: str
    kind: str


def wall(actor: Actor) -> list[WallTile]:
    """Every service as one tile of the wall."""
    tiles = []
    for one in services(actor).order_by("group", "name"):
        level = level_of_service(one)
        tiles.append(
            WallTile(
                one.name,
                {0: "Çalışıyor", 1: "Sorunlu", 2: "Kesinti", 3: "Ölçülmüyor"}[level],
                {0: "done", 1: "wait", 2: "late", 3: "closed"}[level],
            )
        )
    return tiles


def level_of_service(one: Any) -> int:
    """How a service stands by its checks; where one is enough, the best of them counts."""
    # reach: the service was found through one
    levels = [
        check.level
        for check in one.checks.all()
        if check.checked_at is not None and check.enabled and check.host.enabled
    ]
    if not levels:
        return 3
    order = (0, 3, 1, 2)
    found: int = min(levels, key=order.index) if one.one_is_enough else max(levels, key=order.index)
    return found


__all__ = ["Board", "Host", "Line", "WallTile", "board", "by_sort", "level_of_service", "wall"]
