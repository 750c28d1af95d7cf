import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from konak.foundation.ui import words

ISTANBUL = ZoneInfo("Europe/Istanbul")
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=ISTANBUL)


def test_dates_and_moments_are_written_in_turkish_order_and_local_time():
    assert words.date(dt.date(2026, 11, 3)) == "03.11.2026"
    assert words.moment(dt.datetime(2026, 11, 21, 21, 30, tzinfo=dt.UTC)) == "22.11.2026 00.30"
    assert words.date(dt.datetime(2026, 11, 21, 21, 30, tzinfo=dt.UTC)) == "22.11.2026"
    assert (words.date(None), words.moment(None), words.since(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (dt.timedelta(seconds=20), "az önce"),
        (dt.timedelta(minutes=5), "5 dakika önce"),
        (dt.timedelta(hours=23), "23 saat önce"),
        (dt.timedelta(days=3, hours=2), "3 gün önce"),
        (dt.timedelta(days=15), "2 hafta önce"),
        (dt.timedelta(days=400), "1 yıl önce"),
        (dt.timedelta(hours=-2), "2 saat sonra"),
    ],
)
def test_a_moment_says_how_long_ago_it_was(ago, said):
    assert words.since(NOON - ago, now=NOON) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, "bugün"), (1, "dün"), (-1, "yarın"), (3, "3 gün önce"), (-40, "1 ay sonra")]
)
def test_a_day_is_counted_in_days(days, said):
    assert words.since(NOON.date() - dt.timedelta(days=days), now=NOON) == said


def test_numbers_use_a_dot_for_thousands_and_a_comma_for_decimals():
    assert words.number(1234567) == "1.234.567"
    assert words.number(Decimal("1234.50")) == "1.234,5"
    assert words.number(2.005, 2) == "2,01"
    assert words.number(-1500) == "-1.500"
    assert words.number(None) == ""


def test_money_rounds_half_up_and_keeps_its_sign_beside_it():
    assert words.money(Decimal("1234.565")) == "1.234,57\u00a0₺"
    assert words.money(0) == "0,00\u00a0₺"
    assert words.money(None) == ""


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0\u00a0bayt"),
        (1023, "1.023\u00a0bayt"),
        (1024, "1\u00a0KB"),
        (13_107_200, "12,5\u00a0MB"),
        (5 * 1024**4, "5\u00a0TB"),
    ],
)
def test_sizes_are_short(size, said):
    assert words.filesize(size) == said


def test_the_sign_of_a_percentage_stands_in_front():
    assert words.percent(18, 27) == "%67"
    assert words.percent(0, 0) == "–"


def test_initials_are_in_turkish_upper_case():
    assert words.initials("ilker ışık") == "İI"
    assert words.initials("Ayşe Nur Yılmaz") == "AY"
    assert words.initials("") == ""


def test_a_count_does_not_pretend_beyond_its_ceiling():
    assert words.count(312, 10_000) == "312"
    assert words.count(10_000, 10_000) == "10.000+"
