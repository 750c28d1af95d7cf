"""The private cluster, with real servers: every test that harms one makes its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from konak.foundation.db import cluster as clusters
from konak.foundation.db import state, temporary
from konak.foundation.db.cluster import EXTENSIONS, Cluster
from konak.foundation.db.temporary import TemporaryCluster


@pytest.fixture
def own():
    one = TemporaryCluster()
    one.ensure()
    yield one
    one.remove()


def asked(one: Cluster, question: str, role: str = "konak"):
    with psycopg.connect(one.url(role), autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def commands_at_once(one: Cluster, count: int) -> list[tuple[int, str]]:
    """Exit code and server pid of `count` processes that ask for one cluster at the same moment."""
    program = (
        "from pathlib import Path; from konak.foundation.db.temporary import _Left;"
        f"one = _Left(Path({str(one.home)!r})); one.ensure(); print(one.pid())"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(count)
    ]
    return [(process.wait(), process.stdout.read().strip()) for process in running]


def test_it_is_utf8_knows_turkish_and_has_every_extension(own):
    assert asked(own, "SELECT current_setting('server_encoding')") == "UTF8"
    assert asked(own, "SELECT lower('IĞDIR İZMİR' COLLATE \"tr-x-icu\")") == "ığdır izmir"
    there = asked(own, "SELECT array_agg(extname::text) FROM pg_extension WHERE extname <> 'plpgsql'")
    assert sorted(there) == sorted(EXTENSIONS)


def test_konak_owns_its_database_and_is_no_superuser(own):
    assert asked(own, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert asked(own, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'konak'") == "konak"


def test_nobody_reaches_it_over_the_network_and_nobody_else_enters_its_folders(own):
    assert asked(own, "SELECT current_setting('listen_addresses')") == ""
    assert (own.sockets.stat().st_mode & 0o777, own.folder.stat().st_mode & 0o777) == (0o700, 0o700)


def test_two_commands_that_start_at_once_share_one_server(own):
    own.stop()
    answers = commands_at_once(own, 3)
    assert [code for code, _ in answers] == [0, 0, 0]
    assert {pid for _, pid in answers} == {str(own.pid())}


def test_two_commands_that_find_nothing_make_one_cluster():
    one = TemporaryCluster()
    try:
        answers = commands_at_once(one, 2)
        assert [code for code, _ in answers] == [0, 0]
        assert {pid for _, pid in answers} == {str(one.pid())}
    finally:
        one.remove()


def test_it_comes_back_after_a_hard_kill_with_what_was_committed(own):
    with psycopg.connect(own.url()) as connection:
        connection.execute("SET synchronous_commit = on")  # a test cluster promises less
        connection.execute("CREATE TABLE kept (value int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    first = own.pid()
    os.kill(first, signal.SIGKILL)
    time.sleep(0.1)

    own.ensure()

    assert own.pid() != first
    assert asked(own, "SELECT value FROM kept") == 1


def test_a_process_id_that_belongs_to_a_stranger_by_now_is_not_believed(own):
    own.stop()
    (own.data / "postmaster.pid").write_text(f"{os.getpid()}\n{own.data}\n")

    assert own.pid() is None
    assert own.stop() is False
    own.ensure()
    assert own.answers()


def test_an_interrupted_creation_is_started_over():
    one = TemporaryCluster()
    try:
        one._claim()
        (one.folder / "new").mkdir()
        (one.folder / "new" / "PG_VERSION").write_text("15\n")
        one.ensure()
        assert one.answers()
    finally:
        one.remove()


def test_only_the_last_one_to_leave_stops_the_server(own):
    with own.in_use():
        with own.in_use(stop_after=True):
            pass
        assert own.pid() is not None
    with own.in_use(stop_after=True):
        pass
    assert own.pid() is None


def test_a_run_that_was_killed_leaves_a_cluster_that_the_next_run_sweeps_away():
    program = (
        "import os, signal; from konak.foundation.db.temporary import TemporaryCluster;"
        "one = TemporaryCluster(); one.ensure(); print(one.home, one.pid(), flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout
    home, pid = told.split()
    assert Path(home).exists()

    temporary.sweep()

    assert not Path(home).exists()
    assert not Path(f"/proc/{pid}/cmdline").exists() or Path(f"/proc/{pid}/cmdline").read_bytes() == b""


def test_a_state_folder_with_a_very_long_path_gets_a_short_socket_folder(tmp_path):
    long = tmp_path / ("ç" * 60) / ("ş" * 60)
    short = state.socket_folder(long)
    assert len(os.fsencode(short / ".s.PGSQL.5432")) <= state.SOCKET_LIMIT
    assert short.parent == Path("/tmp")
    assert state.socket_folder(Path("/srv/konak")) == Path("/srv/konak/run")


def test_a_socket_folder_that_somebody_else_prepared_is_refused(own, tmp_path):
    trap = tmp_path / "run"
    trap.symlink_to(tmp_path)
    with pytest.raises(state.Misconfigured, match="beklenen klasör değil"):
        own._make_folder(trap, own.account)


def test_data_of_a_version_that_is_gone_names_the_package_to_install(own):
    own.stop()
    marker = own.data / "PG_VERSION"
    before = marker.read_text()
    marker.write_text("14\n")
    with pytest.raises(state.Misconfigured, match="postgresql-14"):
        own.ensure()
    marker.write_text(before)


def test_without_postgresql_the_refusal_says_what_to_do(monkeypatch):
    one = TemporaryCluster()
    monkeypatch.setattr(clusters, "installed", list)
    try:
        with pytest.raises(state.Misconfigured, match="make setup"):
            one.ensure()
    finally:
        one.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may hide a folder from the server's account")
def test_root_is_told_when_the_server_cannot_reach_the_state_folder(tmp_path):
    hidden = tmp_path / "home"
    hidden.mkdir(mode=0o700)
    with pytest.raises(state.Misconfigured, match="ulaşamıyor"):
        Cluster(hidden / "state", hidden / "state" / "run").ensure()
