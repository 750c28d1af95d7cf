"""Known days of 2024-2027, and the rules by which periods end."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konak.foundation.access import Actor, Seat
from konak.foundation.calendar import queries, services
from konak.foundation.calendar.models import DayKind, Holiday
from konak.foundation.calendar.queries import Calendar, days_of_law
from konak.foundation.lifecycle import Refused

LAW = Calendar()
ADMINISTRATOR = Actor(1, (Seat("administrator", 1, frozenset({1})),))
CLERK = Actor(2, (Seat("staff", 1, frozenset({1})),))


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def named(year: int, part: str, kind: DayKind) -> list[str]:
    return [f"{day.date:%m-%d}" for day in sorted(days_of_law(year).values(), key=lambda day: day.date)
            if part in day.name and day.kind == kind]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "ramazan_eve", "ramazan", "kurban_eve", "kurban"),
    [
        (2024, "04-09", ["04-10", "04-11", "04-12"], "06-15", ["06-16", "06-17", "06-18", "06-19"]),
        (2025, "03-29", ["03-30", "03-31", "04-01"], "06-05", ["06-06", "06-07", "06-08", "06-09"]),
        (2026, "03-19", ["03-20", "03-21", "03-22"], "05-26", ["05-27", "05-28", "05-29", "05-30"]),
        (2027, "03-08", ["03-09", "03-10", "03-11"], "05-15", ["05-16", "05-17", "05-18", "05-19"]),
    ],
)
def test_the_religious_holidays_are_those_announced(year, ramazan_eve, ramazan, kurban_eve, kurban):
    found = (
        named(year, "Ramazan", DayKind.HALF),
        named(year, "Ramazan", DayKind.FULL),
        named(year, "Kurban", DayKind.HALF),
        named(year, "Kurban", DayKind.FULL),
    )
    assert found == ([ramazan_eve], ramazan, [kurban_eve], kurban)


def test_the_fixed_holidays_of_a_year():
    fixed = {f"{day.date:%m-%d}": day.name for day in days_of_law(2026).values() if "Bayramı" not in day.name
             or day.date.month in (4, 8, 10) or day.date == d("2026-05-19")}  # fmt: skip
    assert fixed == {
        "01-01": "Yılbaşı",
        "04-23": "Ulusal Egemenlik ve Çocuk Bayramı",
        "05-01": "Emek ve Dayanışma Günü",
        "05-19": "Atatürk'ü Anma, Gençlik ve Spor Bayramı",
        "07-15": "Demokrasi ve Millî Birlik Günü",
        "08-30": "Zafer Bayramı",
        "10-28": "Cumhuriyet Bayramı (13.00'ten sonra)",
        "10-29": "Cumhuriyet Bayramı",
    }


def test_two_holidays_on_one_day_are_both_named():
    assert days_of_law(2027)[d("2027-05-19")].name == "Atatürk'ü Anma, Gençlik ve Spor Bayramı, Kurban Bayramı"


def test_only_years_without_a_published_calendar_are_estimated():
    assert not any(day.estimated for year in range(2020, 2033) for day in days_of_law(year).values())
    assert {day.name.split()[0] for day in days_of_law(2040).values() if day.estimated} == {"Ramazan", "Kurban"}
    assert not any("tahmini" in day.name for day in days_of_law(2040).values())


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-11-20", True),  # Friday
        ("2026-11-21", False),  # Saturday
        ("2026-11-22", False),
        ("2026-10-28", True),  # half day, worked until 13.00
        ("2026-10-29", False),
        ("2026-03-19", True),  # eve of Ramazan
        ("2026-03-20", False),
        ("2024-06-15", False),  # an eve on a Saturday
    ],
)
def test_worked_and_free_days(day, worked):
    assert LAW.is_working(d(day)) == worked


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"),  # over a week-end
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-21", 1, "2026-11-23"),  # begun on a Saturday
        ("2026-05-25", 2, "2026-06-01"),  # eve counts; four days of Kurban and a Sunday do not
        ("2026-10-27", 2, "2026-10-30"),
        ("2025-12-31", 1, "2026-01-02"),
        ("2026-04-20", 15, "2026-05-13"),  # 23 April and 1 May inside: information requests, law 4982
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-06-01", -2, "2026-05-25"),
    ],
)
def test_working_days_are_added(start, days, end):
    assert LAW.add(d(start), days) == d(end)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2031, 12, 31)), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_adding_and_counting_are_inverse(start, days):
    end = LAW.add(start, days)
    assert LAW.between(start, end) == days
    assert LAW.between(end, start) == -days


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-02", {"days": 30}, "2026-12-02"),
        ("2026-11-05", {"days": 30}, "2026-12-07"),  # 5 December is a Saturday
        ("2026-04-27", {"days": 30}, "2026-06-01"),  # first day of Kurban, then a week-end
        ("2026-01-31", {"months": 1}, "2026-03-02"),  # 28 February is a Saturday
        ("2027-08-31", {"months": 6}, "2028-02-29"),  # the last day of a shorter month
        ("2026-11-30", {"months": 2}, "2027-02-01"),  # 30 January is a Saturday
        ("2026-12-02", {"working_days": 15}, "2026-12-23"),
        ("2026-11-21", {"days": 0}, "2026-11-23"),
    ],
)
def test_a_period_that_would_end_on_a_holiday_ends_on_the_next_working_day(start, length, end):
    assert services.deadline(d(start), **length) == d(end)


@pytest.mark.django_db
def test_a_period_may_end_on_a_half_day_unless_that_would_cost_a_citizen_the_afternoon():
    assert services.deadline(d("2026-09-28"), days=30) == d("2026-10-28")
    assert services.deadline(d("2026-09-28"), days=30, half_day_ends=False) == d("2026-10-30")


@pytest.mark.django_db
@pytest.mark.parametrize("length", [{}, {"days": 1, "months": 1}, {"days": -1}, {"working_days": 10_001}])
def test_a_period_has_one_sensible_length(length):
    with pytest.raises(ValueError):
        services.deadline(d("2026-01-05"), **length)


@pytest.mark.django_db
def test_administrative_leave_and_its_withdrawal():
    bridge = {"day": d("2026-05-25"), "name": "İdarî izin", "kind": DayKind.FULL, "basis": "2026/5 sayılı Genelge"}
    services.declare_day(actor=ADMINISTRATOR, **bridge)
    assert services.add_working_days(d("2026-05-22"), 1) == d("2026-05-26")
    assert services.working_days_between(d("2026-05-22"), d("2026-06-01")) == 2
    assert not services.is_working_day(d("2026-05-25"))

    services.withdraw_day(actor=ADMINISTRATOR, day=d("2026-05-25"))
    assert services.add_working_days(d("2026-05-22"), 1) == d("2026-05-25")


@pytest.mark.django_db
def test_a_declared_working_day_beats_the_week_and_the_law():
    services.declare_day(
        actor=ADMINISTRATOR, day=d("2026-11-21"), name="Telafi çalışması", kind=DayKind.WORKING, basis="Olur 12"
    )
    assert services.is_working_day(d("2026-11-21"))
    assert services.add_working_days(d("2026-11-20"), 1) == d("2026-11-21")


@pytest.mark.django_db
def test_counting_backwards_sees_declarations_before_the_start():
    Holiday.objects.create(day=d("2026-11-19"), name="İdarî izin")
    assert services.add_working_days(d("2026-11-20"), -1) == d("2026-11-18")


@pytest.mark.django_db
def test_the_page_of_a_year_shows_both_sources_in_order():
    services.declare_day(actor=ADMINISTRATOR, day=d("2026-10-30"), name="İdarî izin", kind=DayKind.FULL)
    october = [(day.date, day.name) for day in queries.special_days(2026) if day.date.month == 10]
    assert october == [
        (d("2026-10-28"), "Cumhuriyet Bayramı (13.00'ten sonra)"),
        (d("2026-10-29"), "Cumhuriyet Bayramı"),
        (d("2026-10-30"), "İdarî izin"),
    ]


@pytest.mark.django_db
def test_only_an_administrator_changes_the_calendar():
    for change in (
        lambda: services.declare_day(actor=CLERK, day=d("2026-05-25"), name="İzin", kind=DayKind.FULL),
        lambda: services.withdraw_day(actor=CLERK, day=d("2026-05-25")),
    ):
        with pytest.raises(Refused, match=r"^«Tatil günlerini düzenleme» için yetkiniz yok\.$"):
            change()
    assert list(Holiday.objects.all()) == []


@pytest.mark.django_db
def test_declarations_that_say_nothing_are_refused():
    day = d("2026-05-25")
    with pytest.raises(Refused, match="adı boş"):
        services.declare_day(actor=ADMINISTRATOR, day=day, name="  ", kind=DayKind.FULL)
    with pytest.raises(Refused, match="dayanağını"):
        services.declare_day(actor=ADMINISTRATOR, day=day, name="Telafi", kind=DayKind.WORKING)
    with pytest.raises(Refused, match="kayıt yok"):
        services.withdraw_day(actor=ADMINISTRATOR, day=day)


@pytest.mark.django_db
def test_counting_asks_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        services.add_working_days(d("2026-01-05"), 250)
