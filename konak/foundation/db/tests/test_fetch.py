"""Named SQL files: parameters, rows and the limit of time."""

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction

from konak.foundation.db import fetch

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(monkeypatch, tmp_path):
    """Write a statement of the app `db` and return the name it is fetched by."""
    (tmp_path / "sql").mkdir()
    monkeypatch.setattr(apps.get_app_config("db"), "path", str(tmp_path))

    def write(text: str) -> str:
        (tmp_path / "sql" / "asked.sql").write_text(text)
        return "db/asked"

    return write


def test_rows_have_names_and_parameters_are_bound(statement):
    name = statement("SELECT %(word)s AS word, %(name)s::int + 1 AS next, '100 %%' AS share")
    (row,) = fetch(name, word="a'; DROP TABLE x; --", name=41)
    assert (row.word, row.next, row.share) == ("a'; DROP TABLE x; --", 42, "100 %")


def test_app_and_statement_may_be_given_apart(statement):
    statement("SELECT 1 AS one")
    assert fetch("db", "asked") == [(1,)]


def test_a_statement_without_rows_gives_an_empty_list(statement):
    assert fetch(statement("SET LOCAL work_mem = '8MB'")) == []
    assert fetch(statement("SELECT 1 WHERE false")) == []


def test_a_statement_that_takes_too_long_is_cancelled(statement):
    with pytest.raises(OperationalError, match="statement timeout"), transaction.atomic():
        fetch(statement("SELECT pg_sleep(5)"), timeout_ms=50)


def test_the_limit_holds_for_this_statement_only(statement):
    name = statement("SELECT current_setting('statement_timeout') AS timeout")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '7s'")
        assert fetch(name, timeout_ms=1234)[0].timeout == "1234ms"
        assert fetch(name)[0].timeout == "7s"
