"""How long stock lasts, on paper."""

import datetime as dt
from decimal import Decimal

import pytest

from konak.estate.supplies.forecasting import expected, look_ahead, pages_a_month, wear

TODAY = dt.date(2026, 11, 30)


def ahead(months, on_hand, **more):
    facts = {"coming": Decimal(0), "minimum": Decimal(2), "lead_days": 45} | more
    return look_ahead(months=months, on_hand=Decimal(on_hand), today=TODAY, **facts)


def test_even_use_is_expected_to_go_on_and_months_before_the_first_use_do_not_count():
    assert expected([0, 0, 0, 10, 10, 10, 10]) == pytest.approx(10)
    assert expected([]) == expected([0, 0]) == 0
    assert 10 < expected([10, 10, 10, 10, 20, 20]) < 20


def test_the_point_is_what_the_lead_uses_and_the_minimum():
    seen = ahead([10] * 12, 20)
    # 45 days at 10 a month are 14.8, and 2 are kept
    assert (seen.point, seen.state, seen.cover_days) == (17, "soon", 60)
    assert seen.run_out_on == TODAY + dt.timedelta(60)
    assert ahead([10] * 12, 17).state == "low"
    assert ahead([10] * 12, 0).state == "out"
    assert ahead([10] * 12, 400).state == "enough"


def test_uneven_use_keeps_a_reserve():
    assert ahead([2, 18, 2, 18, 2, 18], 100).point > ahead([10] * 6, 100).point


def test_what_is_being_bought_counts_but_the_shelf_is_still_low():
    seen = ahead([10] * 12, 5, coming=Decimal(100))
    assert (seen.state, seen.propose) == ("coming", 0)


def test_a_fixed_point_and_a_target_win_over_what_is_counted():
    seen = ahead([], 4, fixed_point=Decimal(5), target=Decimal(12))
    assert (seen.point, seen.state, seen.propose, seen.cover_days) == (5, "low", 8, None)


def test_parts_that_end_in_machines_raise_the_point():
    assert ahead([], 1, minimum=Decimal(0), due_parts=3).propose >= 3
    assert ahead([], 9, minimum=Decimal(0), due_parts=3).state == "enough"


def test_a_part_wears_by_its_counter_or_by_its_age_whichever_ends_first():
    facts = {"since": TODAY - dt.timedelta(365), "today": TODAY, "at_pages": 1_000, "pages": 41_000}
    by_pages = wear(**facts, pages_a_month=2_000.0, yield_pages=50_000, life_months=None)
    assert (by_pages.share, by_pages.due_on) == (0.8, TODAY + dt.timedelta(152))
    by_age = wear(**facts, pages_a_month=2_000.0, yield_pages=500_000, life_months=12)
    assert by_age.share == pytest.approx(1, abs=0.01)
    assert by_age.due_on is not None
    assert by_age.due_on <= TODAY
    assert wear(**facts, pages_a_month=0.0, yield_pages=None, life_months=None).due_on is None


def test_the_pace_of_a_counter_needs_two_readings_a_week_apart():
    day = dt.timedelta(1)
    assert pages_a_month([(TODAY, 500)], TODAY) == 0
    assert pages_a_month([(TODAY - 2 * day, 400), (TODAY, 500)], TODAY) == 0
    assert pages_a_month([(TODAY - 61 * day, 1_000), (TODAY, 5_000)], TODAY) == pytest.approx(1_996, abs=1)
