import pytest
from django.db import connection

from konak.governance.legislation.tests.scene import scene

__all__ = ["rewind", "scene"]


@pytest.fixture
def rewind(db):
    """Let the row history of a table have been written some days ago; `since` leaves older lines alone."""

    def back(table, days, since=0):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE legislation_{table} SET pgh_created_at = now() - make_interval(days => %s) "
                "WHERE pgh_created_at > now() - make_interval(days => %s)",
                [days, since or 100_000],
            )

    return back
