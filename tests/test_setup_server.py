"""An ordinary server named by DATABASE_URL: what Konak adds itself, and what it asks the administrator for."""

import os
import subprocess
import sys

import psycopg
import pytest

from konak.foundation.db import template
from konak.foundation.db.temporary import TemporaryCluster
from tests.journeys import town


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    one = TemporaryCluster()
    template.prepare(one, {"KONAK_STATE": str(tmp_path_factory.mktemp("state"))})
    with psycopg.connect(one.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare OWNER konak TEMPLATE template0")
        connection.execute("CREATE DATABASE latin OWNER konak TEMPLATE template0 ENCODING 'LATIN5' LOCALE 'C'")
    yield one
    one.remove()


def konak(server: TemporaryCluster, database: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    sockets = str(server.sockets).replace("/", "%2F")
    environment = os.environ | {"DATABASE_URL": f"postgres://konak@{sockets}/{database}"} | more
    return subprocess.run(
        [sys.executable, "-m", "konak.cli", *words], env=environment, capture_output=True, text=True
    )


def tables(server: TemporaryCluster, database: str) -> int:
    with psycopg.connect(server.url(database=database)) as connection:
        question = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'"
        return connection.execute(question).fetchone()[0]


def test_without_postgis_nothing_is_begun_and_the_administrator_gets_the_command(server):
    told = konak(server, "bare", "migrate")
    assert told.returncode == 1
    assert told.stderr.strip() == (
        "Hata: «postgis» eklentisi veritabanına eklenmemiş. Veritabanı yöneticisi bir kez çalıştırsın: "
        'psql -d bare -c "CREATE EXTENSION postgis"'
    )
    assert tables(server, "bare") == 0


def test_a_database_of_another_encoding_is_refused(server):
    told = konak(server, "latin", "migrate")
    assert told.returncode == 1
    assert told.stderr.startswith("Hata: «latin» veritabanının kodlaması LATIN5.")
    assert tables(server, "latin") == 0


def test_doctor_says_what_migrate_will_add_itself(server):
    told = konak(server, "bare", "doctor").stdout
    assert (
        "UYARI  PostgreSQL: «pg_trgm» eklentisi veritabanına eklenmemiş.\n       → `konak migrate` kendisi ekler."
        in told
    )
    assert "HATA   PostgreSQL: «postgis» eklentisi veritabanına eklenmemiş." in told


def test_with_postgis_two_migrations_at_once_end_well_and_a_third_has_nothing_to_do(server):
    with psycopg.connect(server.url("postgres", "bare"), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    sockets = str(server.sockets).replace("/", "%2F")
    environment = os.environ | {"DATABASE_URL": f"postgres://konak@{sockets}/bare"}
    command = [sys.executable, "-m", "konak.cli", "migrate"]
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert konak(server, "bare", "migrate").stdout == "Veritabanı güncel.\n"


def test_the_sample_is_loaded_once_and_never_over_something_else():
    """The town was made by `konak sample --once` in an empty database."""
    first = (town.made() / "ready").read_text(encoding="utf-8")
    assert first.splitlines()[-1].startswith("Örnek belediye yüklendi")
    with town.running() as (server, state):
        again = konak(server, "konak", "sample", "--once", KONAK_STATE=str(state))
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")

        checked = konak(server, "konak", "sample", "--check", KONAK_STATE=str(state))
        assert (checked.returncode, "Bütün kurallara uyuluyor" in checked.stdout) == (0, True), checked.stdout

        refused = konak(server, "konak", "sample", KONAK_STATE=str(state))
        assert refused.returncode == 1
        assert refused.stderr.startswith("Hata: Veritabanında birimler var")
