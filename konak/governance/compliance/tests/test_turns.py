"""The spans of a rhythm: pure counting, whatever the clock does."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konak.foundation.calendar.models import DayKind
from konak.foundation.calendar.queries import Calendar, Day
from konak.governance.compliance.models import Interval
from konak.governance.compliance.queries.turns import (
    LEAD,
    ONE_DAY,
    Turn,
    due_on,
    named,
    opens_on,
    turn_after,
    turn_at,
    turn_before,
)

LAW = Calendar()
D = dt.date


@pytest.mark.parametrize(
    ("interval", "day", "begins", "ends"),
    [
        ("daily", D(2026, 11, 21), D(2026, 11, 21), D(2026, 11, 21)),
        ("weekly", D(2026, 11, 21), D(2026, 11, 16), D(2026, 11, 22)),
        ("monthly", D(2026, 2, 28), D(2026, 2, 1), D(2026, 2, 28)),
        ("quarterly", D(2026, 11, 21), D(2026, 10, 1), D(2026, 12, 31)),
        ("half_yearly", D(2026, 11, 21), D(2026, 7, 1), D(2026, 12, 31)),
        ("yearly", D(2026, 11, 21), D(2026, 1, 1), D(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_the_calendar_period_of_its_rhythm(interval, day, begins, ends):
    assert turn_at(interval, day) == Turn(begins, ends)


def test_a_year_may_begin_on_another_day():
    assert turn_at("yearly", D(2026, 3, 14), 3, 15) == Turn(D(2025, 3, 15), D(2026, 3, 14))
    assert turn_at("yearly", D(2026, 3, 15), 3, 15) == Turn(D(2026, 3, 15), D(2027, 3, 14))
    assert turn_at("monthly", D(2026, 1, 3), 1, 15) == Turn(D(2025, 12, 15), D(2026, 1, 14))


@given(
    interval=st.sampled_from([one for one in Interval.values if one != "daily"]),
    day=st.dates(D(2000, 1, 1), D(2090, 1, 1)),
    month=st.integers(1, 12),
    first=st.integers(1, 28),
)
def test_turns_follow_each_other_without_gap_or_overlap(interval, day, month, first):
    turn = turn_at(interval, day, month, first)
    assert turn.begins_on <= day <= turn.ends_on
    after, before = turn_after(interval, turn, month, first), turn_before(interval, turn, month, first)
    assert after.begins_on == turn.ends_on + ONE_DAY
    assert before.ends_on == turn.begins_on - ONE_DAY
    assert turn_before(interval, after, month, first) == turn


def test_a_period_opens_its_lead_before_the_end_and_never_before_it_begins():
    year = turn_at("yearly", D(2026, 5, 5))
    assert opens_on("yearly", year, None) == D(2026, 12, 1)
    assert opens_on("yearly", year, 60) == D(2026, 11, 1)
    assert opens_on("yearly", year, 999) == D(2026, 1, 1)
    assert {one: LEAD[one] for one in Interval.values}["daily"] == 0


def test_the_last_day_moves_to_the_next_working_day():
    assert due_on(turn_at("monthly", D(2026, 10, 5)), LAW) == D(2026, 11, 2)  # 31 October is a Saturday
    assert due_on(turn_at("yearly", D(2026, 5, 5)), LAW) == D(2026, 12, 31)
    leave = Calendar({D(2026, 12, 31): Day(D(2026, 12, 31), "İdari izin", DayKind.FULL)})
    assert due_on(turn_at("yearly", D(2026, 5, 5)), leave) == D(2027, 1, 4)  # 1 January is a holiday, then a weekend


@pytest.mark.parametrize(
    ("interval", "day", "words"),
    [
        ("yearly", D(2026, 5, 5), "2026 yılı"),
        ("half_yearly", D(2026, 8, 5), "2026 ikinci yarı yılı"),
        ("quarterly", D(2026, 8, 5), "2026 3. çeyreği"),
        ("monthly", D(2026, 8, 5), "Ağustos 2026"),
        ("weekly", D(2026, 11, 21), "16.11.2026 – 22.11.2026"),
        ("daily", D(2026, 11, 21), "21.11.2026"),
    ],
)
def test_a_turn_is_named_as_people_say_it(interval, day, words):
    assert named(interval, turn_at(interval, day)) == words
