"""What an answer means: soft and hard states, flapping, counters that wrap or lie, percentiles, forecasts. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

OK, WARN, CRIT, UNKNOWN = 0, 1, 2, 3
WORST = (OK, UNKNOWN, WARN, CRIT)
"""Levels from best to worst; not knowing is worse than well and better than known trouble."""

REMEMBERED = 21
"""Results the judgement of flapping looks back on."""
FLAPS_FROM, CALM_FROM = 0.5, 0.25
"""Share of changes among the last results from which a check flaps, and below which it is calm again."""


def worst(levels: Iterable[int]) -> int:
    return max(levels, key=WORST.index, default=OK)


def level_of(value: float | None, warn: float | None, crit: float | None) -> int:
    """Where a value stands between its limits; limits that fall (`crit` below `warn`) mean that less is worse."""
    if value is None or math.isnan(value):
        return UNKNOWN
    falls = warn is not None and crit is not None and crit < warn

    def past(limit: float | None) -> bool:
        return limit is not None and (value <= limit if falls else value >= limit)

    return CRIT if past(crit) else WARN if past(warn) else OK


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a check: its hard level, the level it seems to have now, how often, and the last results."""

    hard: int = OK
    seems: int = OK
    attempt: int = 1
    last: str = ""
    flapping: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    memory: Memory
    turned: bool
    """Whether the hard level changed: only that is told to people."""
    again_soon: bool
    """Whether it seems to change: asked again sooner than usual."""


def judge(memory: Memory, level: int, attempts: int) -> Verdict:
    """A result is believed when it came `attempts` times in a row; recovery is believed at once."""
    same = level == memory.seems
    attempt = min(memory.attempt + 1, 99) if same else 1
    hard = level if level == OK or attempt >= attempts else memory.hard
    last = (memory.last + str(level))[-REMEMBERED:]
    share = changing(last)
    flapping = share > CALM_FROM if memory.flapping else share >= FLAPS_FROM
    made = replace(memory, hard=hard, seems=level, attempt=attempt, last=last, flapping=flapping)
    return Verdict(made, hard != memory.hard, level != hard)


def changing(last: str) -> float:
    """Share of changes among the last results, newer ones weighing half as much again. Few results say nothing."""
    if len(last) < REMEMBERED:
        return 0.0
    steps = len(last) - 1
    weighed = sum(0.8 + 0.4 * place / (steps - 1) for place in range(steps) if last[place] != last[place + 1])
    return weighed / steps


# Counters ---------------------------------------------------------------------------------------------------------

TICKS = 2**32
"""sysUpTime counts hundredths in 32 bits and starts anew after 497 days."""


@dataclass(frozen=True, slots=True)
class Counter:
    value: int
    at: float
    uptime: int


def rebooted(before: int, after: int, seconds: float) -> bool:
    """Whether an agent began anew: its clock went back, and not only over the edge of its 32 bits."""
    if after >= before:
        return False
    passed = (after - before) % TICKS / 100
    return abs(passed - seconds) > max(60.0, seconds * 0.2)


def rate(before: Counter | None, now: Counter, bits: int, most: float | None = None) -> float | None:
    """What a counter grew a second; None where nothing true can be said.

    A 32 bit counter may have gone over its edge once; a 64 bit one never does, so a smaller value is a reset. What
    grew faster than the interface can (`most` a second) is a lie.
    """
    if before is None or now.at <= before.at or now.value < 0 or now.value >= 2**bits:
        return None
    seconds = now.at - before.at
    if rebooted(before.uptime, now.uptime, seconds):
        return None
    grown = now.value - before.value
    if grown < 0:
        if bits != 32:
            return None
        grown += 2**32
    found = grown / seconds
    return None if most is not None and found > most * 1.1 else found


# Reports ----------------------------------------------------------------------------------------------------------


def percentile(values: Sequence[float], share: float = 0.95) -> float | None:
    """The value below which `share` of all lie, by the nearest rank, as providers bill it."""
    ordered = sorted(one for one in values if not math.isnan(one))
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through days: its slope a day and where it stands on the last one."""

    slope: float
    now: float

    def days_until(self, limit: float) -> float | None:
        """Days until the line meets the limit; None where it never does."""
        if self.now >= limit:
            return 0.0
        return (limit - self.now) / self.slope if self.slope > 0 else None


def trend(points: Sequence[tuple[float, float]]) -> Trend | None:
    """The median of all slopes between two days (Theil and Sen): one backup run or holiday does not bend it."""
    if len(points) < 7:
        return None
    step = max(1, len(points) // 120)
    used = list(points)[::-step][::-1]
    slopes = sorted(
        (b[1] - a[1]) / (b[0] - a[0]) for place, a in enumerate(used) for b in used[place + 1 :] if b[0] != a[0]
    )
    if not slopes:
        return None
    slope = slopes[len(slopes) // 2]
    rests = sorted(value - slope * day for day, value in used)
    return Trend(slope, rests[len(rests) // 2] + slope * used[-1][0])


def downtime(
    spans: Iterable[tuple[float, float]], since: float, until: float, planned: Iterable[tuple[float, float]] = ()
) -> tuple[float, float]:
    """Seconds of unplanned and of planned downtime between two moments; what overlaps counts once."""
    holes = joined(planned, since, until)
    down = joined(spans, since, until)
    whole = sum(end - begin for begin, end in down)
    inside = sum(max(0.0, min(end, until_) - max(begin, since_)) for begin, end in down for since_, until_ in holes)
    return whole - inside, inside


def joined(spans: Iterable[tuple[float, float]], since: float, until: float) -> list[tuple[float, float]]:
    """Spans cut to a period, in order, those that touch made one."""
    cut = sorted((max(begin, since), min(end, until)) for begin, end in spans)
    out: list[tuple[float, float]] = []
    for begin, end in cut:
        if end <= begin:
            continue
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((begin, end))
    return out
