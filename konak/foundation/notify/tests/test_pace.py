"""When something leaves the house: quiet hours over midnight, weekends, holidays, digests."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.foundation.calendar.models import DayKind
from konak.foundation.calendar.queries import Calendar, Day
from konak.foundation.notify.pace import ZONE, Hours, Pace

HOUSE = Calendar()
MONDAY, FRIDAY, SATURDAY = 23, 27, 28


def at(day, hour, minute=0, month=11):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        (at(MONDAY, 10), at(MONDAY, 10)),
        (at(MONDAY, 20), at(MONDAY + 1, 8)),
        (at(MONDAY, 3), at(MONDAY, 8)),
        (at(MONDAY, 7, 59), at(MONDAY, 8)),
        (at(MONDAY, 19, 59), at(MONDAY, 19, 59)),
        (at(FRIDAY, 21), at(30, 8)),
        (at(SATURDAY, 11), at(30, 8)),
        (at(31, 21, month=12), at(1, 21, month=1).replace(year=2027, day=4, hour=8)),
    ],
)
def test_what_happens_at_night_or_on_a_day_off_waits_for_the_morning_of_a_working_day(told, goes):
    assert Hours().due(told, Pace.NOW, False, HOUSE.is_working) == goes


def test_a_religious_holiday_is_quiet_and_a_declared_working_day_is_not():
    # Kurban Bayramı 2026: 26 May 13.00 to 30 May
    assert Hours().due(at(27, 10, month=5), Pace.NOW, False, HOUSE.is_working) == at(1, 8, month=6)
    day = dt.date(2026, 11, SATURDAY)
    declared = Calendar({day: Day(day, "Telafi", DayKind.WORKING)})
    assert Hours().due(at(SATURDAY, 11), Pace.NOW, False, declared.is_working) == at(SATURDAY, 11)


def test_the_urgent_passes_only_for_those_who_allow_it():
    night = at(MONDAY, 23)
    assert Hours().due(night, Pace.NOW, True, HOUSE.is_working) == at(MONDAY + 1, 8)
    assert Hours(urgent_passes=True).due(night, Pace.NOW, True, HOUSE.is_working) == night
    assert Hours(urgent_passes=True).due(night, Pace.NOW, False, HOUSE.is_working) == at(MONDAY + 1, 8)


def test_whoever_wants_no_quiet_hours_gets_everything_at_once():
    always = Hours(None, None, quiet_days_off=False)
    assert always.due(at(SATURDAY, 3), Pace.NOW, False, HOUSE.is_working) == at(SATURDAY, 3)
    weekdays = Hours(None, None)
    assert weekdays.due(at(SATURDAY, 3), Pace.NOW, False, HOUSE.is_working) == at(30, 0)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        (at(MONDAY, 8), at(MONDAY, 9)),
        (at(MONDAY, 9), at(MONDAY + 1, 9)),
        (at(FRIDAY, 10), at(30, 9)),
        (at(SATURDAY, 8), at(30, 9)),
        (at(28, 10, month=10), at(30, 9, month=10)),
    ],
)
def test_the_daily_digest_comes_on_the_next_working_day(told, goes):
    assert Hours().due(told, Pace.DAILY, False, HOUSE.is_working) == goes


@pytest.mark.parametrize(
    ("told", "weekday", "goes"),
    [
        (at(MONDAY, 8), 0, at(MONDAY, 9)),
        (at(MONDAY, 10), 0, at(30, 9)),
        (at(MONDAY, 10), 4, at(FRIDAY, 9)),
        # the Thursday of 29 October is a holiday: the digest comes a day later, and only once
        (at(26, 10, month=10), 3, at(30, 9, month=10)),
        (at(30, 10, month=10), 3, at(5, 9)),
        # a weekday that is never worked still gets its digest, on the Monday after
        (at(MONDAY, 10), 6, at(30, 9)),
    ],
)
def test_the_weekly_digest_comes_on_its_day_or_the_working_day_after(told, weekday, goes):
    assert Hours(digest_weekday=weekday).due(told, Pace.WEEKLY, False, HOUSE.is_working) == goes


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)),
    st.times(),
    st.times(),
    st.booleans(),
    st.sampled_from([Pace.NOW, Pace.DAILY, Pace.WEEKLY]),
)
def test_nothing_goes_out_before_it_happened_nor_in_somebodys_quiet_hours(moment, begins, ends, days_off, pace):
    told = moment.replace(tzinfo=ZONE)
    hours = Hours(begins, ends, days_off)
    goes = hours.due(told, pace, False, HOUSE.is_working)
    assert goes >= told
    assert goes - told < dt.timedelta(days=25)
    if pace == Pace.NOW:
        assert not hours.quiet(goes, HOUSE.is_working)
    else:
        assert HOUSE.is_working(goes.date())
