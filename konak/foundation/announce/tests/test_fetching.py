"""The function that fetches the next job is ours; it picks what the library's own would pick."""

import hashlib
from pathlib import Path

import procrastinate
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
SCHEMA = Path(procrastinate.__file__).parent / "sql" / "schema.sql"
NAME = "procrastinate_fetch_job_v2"
KNOWN = "1eb2a24057224807"
"""Of the library's function that ours was written after."""
JOBS = st.lists(
    st.tuples(
        st.sampled_from(["default", "other"]),
        st.integers(-1, 1),
        st.sampled_from([None, None, "a", "b"]),
        st.sampled_from(["todo", "todo", "todo", "doing"]),
        st.sampled_from([None, None, "-1 hour", "1 day"]),
    ),
    max_size=9,
)


def theirs() -> str:
    begin = SCHEMA.read_text().split(f"CREATE FUNCTION {NAME}(")[1]
    return begin.split("$$;")[0]


def test_the_librarys_function_is_the_one_that_ours_was_written_after():
    text = SCHEMA.read_text()
    assert hashlib.sha256(theirs().encode()).hexdigest()[:16] == KNOWN
    assert f"{NAME.removesuffix('2')}3" not in text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(jobs=JOBS, queues=st.sampled_from([None, ["default"]]))
def test_it_picks_the_same_jobs_in_the_same_order(db, jobs, queues):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE FUNCTION theirs({theirs()}$$")
        running = set()
        for queue, priority, lock, status, when in jobs:
            if status == "doing" and lock in running:
                continue  # which a unique index forbids
            running |= {lock} if status == "doing" and lock else set()
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, status, scheduled_at) "
                "VALUES (%s, 'x', %s, %s, %s, now() + %s::interval)",
                [queue, priority, lock, status, when],
            )

        def fetched(function: str) -> list[int]:
            found = []
            with transaction.atomic():
                while True:
                    cursor.execute(f"SELECT id FROM {function}(%s::varchar[], NULL)", [queues])
                    key = cursor.fetchone()[0]
                    if key is None:
                        break
                    found.append(key)
                    if len(found) % 2:  # every other one stays in work, and holds its lock
                        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [key])
                transaction.set_rollback(True)
            return found

        assert fetched(NAME) == fetched("theirs")
        transaction.set_rollback(True)
