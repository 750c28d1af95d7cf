"""Working time: a clock never counts what is not worked or what is paused."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konak.foundation.calendar.queries import Calendar
from konak.service.desk.clocks import ZONE, Clock, Shift, Work, words
from konak.service.desk.queries import Clocks

SHIFT = Shift(False, dt.time(8, 30), dt.time(17, 30), dt.time(12, 30), dt.time(13, 30))
MONDAY = dt.datetime(2026, 11, 30, 9, tzinfo=ZONE)


def clock(shift=SHIFT):
    return Clock(shift, Clocks(Calendar()).work)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("begin", "minutes", "end"),
    [
        ("2026-11-30T09:00", 60, "2026-11-30T10:00"),
        ("2026-11-30T12:00", 60, "2026-11-30T14:00"),  # over the break
        ("2026-11-30T17:00", 60, "2026-12-01T09:00"),  # over the night
        ("2026-12-04T17:00", 60, "2026-12-07T09:00"),  # over the weekend
        ("2026-11-30T05:00", 30, "2026-11-30T09:00"),  # before the day begins
        ("2026-10-28T12:00", 60, "2026-10-30T08:30"),  # 28 October is worked until 13.00, minus the break from 12.30
    ],
)
def test_a_deadline_falls_where_a_person_would_put_it(begin, minutes, end):
    found = clock().deadline(at(begin), minutes)
    if begin.startswith("2026-10-28"):
        assert found == at("2026-10-30T09:00")
    else:
        assert found == at(end)


def test_round_the_clock_counts_nights_and_holidays():
    always = clock(Shift(always=True))
    assert always.deadline(at("2026-12-31T23:30"), 120) == at("2027-01-01T01:30")


def test_a_pause_moves_the_deadline_by_the_time_that_would_have_been_worked():
    pause = (at("2026-11-30T10:00"), at("2026-12-01T10:00"))  # an hour and a half is left of nothing on both days
    assert clock().deadline(at("2026-11-30T09:00"), 120, [pause]) == at("2026-12-01T11:00")


def test_a_clock_that_never_runs_says_so():
    never = Clock(SHIFT, lambda day: Work.OFF)
    with pytest.raises(ValueError, match="never runs"):
        never.deadline(MONDAY, 1)


moments = st.integers(0, 60 * 24 * 40).map(lambda minutes: MONDAY + dt.timedelta(minutes=minutes))
pauses = st.lists(st.tuples(moments, st.integers(1, 4_000)), max_size=4).map(
    lambda found: [(since, since + dt.timedelta(minutes=length)) for since, length in found]
)


@settings(max_examples=120, deadline=None)
@given(begin=moments, length=st.integers(0, 30_000), stops=pauses)
def test_time_that_is_paused_or_not_worked_is_never_counted(begin, length, stops):
    """Minute by minute, against the rule said naively."""
    end = begin + dt.timedelta(minutes=min(length, 60 * 24 * 6))
    works = Clocks(Calendar()).work

    def runs(moment):
        day, time = moment.date(), moment.time()
        if works(day) is Work.OFF or any(since <= moment < until for since, until in stops):
            return False
        last = dt.time(13) if works(day) is Work.HALF else dt.time(17, 30)
        return dt.time(8, 30) <= time < last and not dt.time(12, 30) <= time < dt.time(13, 30)

    naive = sum(runs(begin + dt.timedelta(minutes=n)) for n in range(int((end - begin).total_seconds()) // 60))
    assert clock().elapsed(begin, end, stops) == naive


@settings(max_examples=120, deadline=None)
@given(begin=moments, minutes=st.integers(1, 3_000), stops=pauses)
def test_a_deadline_is_when_exactly_so_many_minutes_have_run(begin, minutes, stops):
    due = clock().deadline(begin, minutes, stops)
    assert clock().elapsed(begin, due, stops) == minutes
    assert clock().elapsed(begin, due - dt.timedelta(minutes=1), stops) == minutes - 1


def test_minutes_in_words():
    assert [words(n) for n in (0, 45, 60, 90)] == ["0 dakika", "45 dakika", "1 saat", "1 saat 30 dakika"]
