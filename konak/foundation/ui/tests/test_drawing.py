import datetime as dt

import pytest

from konak.foundation.ui import drawing

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("due_on", "closed", "words", "kind"),
    [
        (dt.date(2026, 12, 1), None, "10 gün kaldı", "open"),
        (dt.date(2026, 11, 24), None, "3 gün kaldı", "wait"),
        (TODAY, None, "bugün son gün", "wait"),
        (dt.date(2026, 11, 19), None, "2 gün gecikti", "late"),
        (dt.date(2026, 11, 19), dt.date(2026, 11, 18), "süresinde kapandı", "done"),
        (dt.date(2026, 11, 19), dt.date(2026, 11, 22), "3 gün geç kapandı", "late"),
    ],
)
def test_a_deadline_says_how_it_stands(due_on, closed, words, kind):
    due = drawing.due(due_on, dt.date(2026, 11, 1), closed, today=TODAY)
    assert (due.words, due.kind) == (words, kind)


def test_the_bar_is_full_at_the_deadline_and_never_beyond():
    assert drawing.due(dt.date(2026, 12, 1), dt.date(2026, 11, 11), None, today=TODAY).used == 50.0
    assert drawing.due(TODAY, dt.date(2026, 11, 1), None, today=TODAY).used == 100.0
    assert drawing.due(dt.date(2026, 1, 1), dt.date(2025, 11, 1), None, today=TODAY).used == 100.0
    assert drawing.due(TODAY, None, None, today=TODAY).used == 0.0


def test_a_share_stays_between_nothing_and_all():
    assert [drawing.share(*pair) for pair in [(1, 3), (5, 4), (-1, 4), (1, 0)]] == [33.3, 100.0, 0.0, 0.0]


def test_only_nothing_has_no_heat():
    assert [drawing.heat(value, 100) for value in (0, 1, 20, 21, 80, 100)] == [0, 1, 1, 2, 4, 5]
    assert drawing.heat(0, 0) == 0


def test_a_sparkline_spans_its_box():
    line, area = drawing.spark([1, 3, 2], width=10, height=5)
    assert line == "M0.0,4.0 L5.0,1.0 L10.0,2.5"
    assert area == f"{line} L10,5 L0,5 Z"
    assert drawing.spark([7]) == ("", "")
    assert drawing.spark([4, 4])[0] == "M0.0,29.0 L100.0,29.0"
