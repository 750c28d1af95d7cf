"""Series are drawn by real threads from a real PostgreSQL."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from konak.foundation.numbering import services
from konak.foundation.numbering.services import next_number, sequence_number

THREADS = 10


def in_threads(draw: Callable[[int], list[str]]) -> list[str]:
    """What ten threads draw, each over a connection of its own, all starting at once."""
    ready = threading.Barrier(THREADS)

    def work(place: int) -> list[str]:
        try:
            ready.wait()
            return draw(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [number for drawn in pool.map(work, range(THREADS)) for number in drawn]


@pytest.fixture
def no_sequences(transactional_db):
    """Sequences outlive the flush between tests, so they are dropped by hand."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'S' AND relname ~ '^numbering_t'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP SEQUENCE "{name}"')


@pytest.mark.django_db(transaction=True)
def test_ten_threads_with_roll_backs_leave_no_gap():
    class Abandoned(Exception):
        pass

    def draw(place: int) -> list[str]:
        kept = []
        for turn in range(6):
            try:
                with transaction.atomic():
                    number = next_number("KE", 2026)
                    if (place + turn) % 3 == 0:
                        raise Abandoned
                kept.append(number)
            except Abandoned:
                pass
        return kept

    assert sorted(in_threads(draw)) == [f"KE-2026-{value:05}" for value in range(1, 41)]


@pytest.mark.django_db(transaction=True)
def test_a_series_of_another_key_or_year_does_not_wait():
    with transaction.atomic():
        next_number("KE", 2026)

        def draw(place: int) -> list[str]:
            with transaction.atomic():
                return [next_number("KE" if place % 2 else "DT", 2027 + place)]

        assert len(set(in_threads(draw))) == THREADS


@pytest.mark.django_db
def test_each_key_and_each_year_begins_at_one():
    drawn = [next_number("KE", 2026), next_number("KE", 2026), next_number("KE", 2027), next_number("DT", 2026)]
    assert drawn == ["KE-2026-00001", "KE-2026-00002", "KE-2027-00001", "DT-2026-00001"]


@pytest.mark.django_db(transaction=True)
def test_a_gapless_number_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="needs a transaction"):
        next_number("KE", 2026)


def test_sequence_numbers_of_ten_threads_are_unique_and_ascend_in_each(no_sequences):
    orders: dict[int, list[str]] = {}

    def draw(place: int) -> list[str]:
        orders[place] = [sequence_number("TH", 2026) for _ in range(20)]
        return orders[place]

    assert sorted(in_threads(draw)) == [f"TH-2026-{value:05}" for value in range(1, THREADS * 20 + 1)]
    assert all(order == sorted(order) for order in orders.values())


def test_an_open_transaction_makes_nobody_wait_for_a_sequence_number(no_sequences):
    started = time.monotonic()
    with transaction.atomic():
        mine = sequence_number("TW", 2026)
        others = in_threads(lambda place: [sequence_number("TW", 2026)])
    assert mine not in others
    assert len(set(others)) == THREADS
    assert time.monotonic() - started < 5


def test_a_rolled_back_sequence_number_is_never_given_again(no_sequences):
    with transaction.atomic():
        sequence_number("TR", 2026)
        transaction.set_rollback(True)
    assert sequence_number("TR", 2026) == "TR-2026-00002"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "ke", "KE'; DROP", "ŞİKÂYET", "K" * 13, "1KE"])
def test_only_plain_capitals_name_a_series(key):
    for draw in (next_number, sequence_number):
        with pytest.raises(ValueError, match="series key"):
            draw(key, 2026)


@pytest.mark.django_db
def test_the_year_turns_at_midnight_in_turkiye(monkeypatch):
    import datetime as dt

    # 21.30 on new year's eve in London is half past midnight in Türkiye.
    moment = dt.datetime(2026, 12, 31, 21, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    assert services.current_year() == 2027
    assert next_number("KE") == "KE-2027-00001"


@pytest.mark.django_db
def test_a_long_series_grows_beyond_five_digits():
    with transaction.atomic():
        next_number("KE", 2026)
        connection.cursor().execute("UPDATE numbering_series SET last = 99999")
        assert next_number("KE", 2026) == "KE-2026-100000"


def test_a_connection_that_goes_back_to_its_pool_keeps_no_lock(no_sequences, monkeypatch):
    kept = []
    copied = connection.copy

    def pooled():
        """A connection that stays open when it is closed, as in a pool."""
        own = copied()
        kept.append(own.close)
        own.close = lambda: None
        return own

    monkeypatch.setattr(connection, "copy", pooled)
    try:
        first, second = services.sequence_number("HAVUZA", 2026), services.sequence_number("HAVUZB", 2026)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            held = cursor.fetchone()[0]
    finally:
        for close in kept:
            close()
    assert (first, second, held) == ("HAVUZA-2026-00001", "HAVUZB-2026-00001", 0)
