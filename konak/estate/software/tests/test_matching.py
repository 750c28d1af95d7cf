"""Names to products, versions in order, licences against installations. No database."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konak.estate.software.matching import Demand, Pattern, Pool, Rulebook, at_least, balance, key_of, major
from konak.estate.software.matching.rules import like


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("ofis*", "ofis paketi", True),
        ("*paketi", "ofis paketi", True),
        ("o*s p*i", "ofis paketi", True),
        ("ofis", "ofis paketi", False),
        ("*a*a*", "a", False),
        ("ab*ba", "aba", False),
        ("*", "", True),
    ],
)
def test_a_star_stands_for_anything(pattern, text, fits):
    assert like(pattern, text) is fits


def test_a_pattern_of_stars_does_not_run_away():
    assert like("*a" * 8 + "*b", "a" * 250_000) is False


def test_the_lower_order_then_the_longer_pattern_wins_whatever_the_case_or_the_dots():
    book = Rulebook(
        [
            Pattern(1, "Ofis*", "", 10),
            Pattern(2, "OFİS Paketi*", "", 20),
            Pattern(3, "*güncelleştirme*", "", None, 10),
            Pattern(4, "Ofis*", "örnek*", 30, 5),
        ]
    )
    found = [
        book.find(*pair)
        for pair in (
            ("ofis görüntüleyici", ""),
            ("Ofis PAKETİ 2021", ""),
            ("Ofis Güncelleştirme", ""),
            ("Ofis", "ÖRNEK A.Ş."),
        )
    ]
    assert [(one.id, one.product_id) for one in found] == [(1, 10), (2, 20), (3, None), (4, 30)]
    assert book.find("Başka", "") is None


def test_versions_stand_in_the_order_of_people():
    ordered = ["", "1.0a1", "1.0rc1", "1.0", "1.0.1", "1.2", "1.10", "2", "10.0", "1:0.5"]
    assert sorted(ordered, key=key_of) == ordered
    assert [at_least(*pair) for pair in (("24.08", "24.8"), ("24.8.0", "24.8"), ("24.8", "24.8.1"), ("", "1"))] == [
        True,
        True,
        False,
        False,
    ]
    assert [major(one) for one in ("2021 (16.0)", "4:24.8.2", "v7", "son", "")] == [2021, 24, 7, 0, 0]


def best(pools, demands):
    """The most that can be covered, by trying every order: slow and certain."""
    wanted = [one.version for one in demands for _ in range(one.count)]
    rights = [pool for pool in pools for _ in range(pool.quantity)]
    most = 0
    for order in itertools.permutations(range(len(rights)), min(len(rights), len(wanted))):
        for chosen in itertools.combinations(wanted, len(order)):
            fits = sum(
                version == 0 or rights[place].low <= version <= rights[place].high
                for place, version in zip(order, chosen, strict=True)
            )
            most = max(most, fits)
    return most


interval = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(sorted)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(interval, st.integers(1, 2)), max_size=3),
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 2)), max_size=3, unique_by=lambda one: one[0]),
)
def test_as_many_installations_are_covered_as_can_be(pools, demands):
    held = [Pool(count, low, high) for (low, high), count in pools][:2]
    asked = [Demand(version, count) for version, count in demands]
    found = balance(held, asked)
    assert found.covered == best(held, asked)
    assert found.gap == found.needed - found.covered >= 0
    assert found.free == sum(pool.quantity for pool in held) - found.covered


def test_a_wrong_version_is_told_apart_from_a_missing_licence():
    found = balance([Pool(5, 0, 16)], [Demand(21, 3), Demand(10, 4)])
    assert (found.covered, found.gap, found.wrong) == (4, 3, 1)
    assert balance([Pool(None)], [Demand(3, 900)]).gap == 0
