"""Results are believed when they are repeated, counters are not when they lie, lines are drawn through days."""

import math

import pytest

from konak.estate.monitoring.judging import (
    CRIT,
    OK,
    WARN,
    Counter,
    Memory,
    downtime,
    judge,
    level_of,
    percentile,
    rate,
    trend,
)


def walk(levels, attempts=3):
    memory, hard = Memory(), []
    for level in levels:
        memory = judge(memory, level, attempts).memory
        hard.append(memory.hard)
    return memory, hard


def test_trouble_is_believed_the_third_time_and_recovery_at_once():
    assert walk([2, 2, 0, 2, 2, 2, 2, 0])[1] == [0, 0, 0, 0, 0, 2, 2, 0]
    assert walk([1, 2, 2, 2])[1] == [0, 0, 0, 2]
    assert [judge(Memory(), CRIT, attempts).again_soon for attempts in (3, 1)] == [True, False]


def test_what_changes_all_the_time_flaps_until_it_is_calm():
    memory, _ = walk([0, 2] * 12, attempts=1)
    assert memory.flapping
    for _ in range(18):
        memory = judge(memory, OK, 1).memory
    assert not memory.flapping
    assert not walk([0] * 30 + [2] * 5)[0].flapping


@pytest.mark.parametrize(
    ("before", "now", "bits", "most", "grown"),
    [
        ((1_000, 0, 0), (4_000, 60, 6_000), 64, None, 50.0),
        ((2**32 - 100, 0, 0), (200, 60, 6_000), 32, None, 5.0),  # over the edge of 32 bits
        ((2**40, 0, 0), (5, 60, 6_000), 64, None, None),  # 64 bits never wrap: a reset
        ((2**31, 0, 500_000), (9_000, 60, 900), 32, None, None),  # it began anew
        ((1_000, 0, 2**32 - 3_000), (4_000, 60, 3_000), 32, None, 50.0),  # only its clock wrapped
        ((0, 0, 0), (10**12, 60, 6_000), 64, 1.25e8, None),  # faster than the interface can be
        ((5, 60, 0), (9, 60, 0), 64, None, None),
        ((5, 0, 0), (-9, 60, 6_000), 64, None, None),
        (None, (9, 60, 0), 64, None, None),
    ],
)
def test_counters_wrap_reset_and_lie(before, now, bits, most, grown):
    found = rate(Counter(*before) if before else None, Counter(*now), bits, most)
    assert found == (pytest.approx(grown) if grown is not None else None)


def test_limits_rise_and_fall():
    assert [level_of(value, 80, 95) for value in (79, 80, 95, math.nan)] == [OK, WARN, CRIT, 3]
    assert [level_of(value, 21, 7) for value in (22, 21, 7)] == [OK, WARN, CRIT]


def test_the_billed_percentile_the_line_through_days_and_downtime():
    assert percentile(list(range(1, 101))) == 95
    line = trend([(day, 50 + day * 0.5 + (40 if day == 20 else 0)) for day in range(60)])
    assert (round(line.slope, 3), round(line.days_until(100))) == (0.5, 41)
    assert trend([(0, 1.0)] * 3) is None
    assert downtime([(0, 100), (50, 200), (900, 2_000)], 10, 1_000, planned=[(150, 950)]) == (190, 100)
