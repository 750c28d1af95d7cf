"""The town of the journeys and of every test that asks a whole municipality: made once, copied by each of them.

`KONAK_TEST_TOWN=FOLDER python -m tests.journeys.town` makes it beside other tests, so that nobody waits for it later.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from konak.foundation.db import template
from konak.foundation.db.temporary import TemporaryCluster

KONAK = Path(sys.executable).with_name("konak")
STATE = "state"


def surroundings(state: Path) -> dict[str, str]:
    """The environment of a program that works on the installation in `state`, free of what tests set."""
    ours = {"DATABASE_URL", "KONAK_DB_POOL", "KONAK_TEST_STATE"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {"KONAK_STATE": str(state)}


def made() -> Path:
    """The town: the one that is being made beside the tests, or one for this run that whoever comes first makes."""
    # else the folder of the run's own cluster, which goes at the end with all that is in it
    place = os.environ.get("KONAK_TEST_TOWN") or Path(os.environ["KONAK_TEST_STATE"]).parent
    home = Path(place, "town")
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            make(home)
    return home


def make(home: Path) -> None:
    """Make the town below `home`; its database is stopped at the end. An unfinished one is begun anew."""
    shutil.rmtree(home, ignore_errors=True)
    state = home / STATE
    state.mkdir(parents=True)
    home.chmod(0o711)  # the account of the database server has to pass through
    template.install(state)
    told = ""
    for words in (["migrate"], ["sample", "--once", "--size", "s", "--seed", "7"]):
        done = subprocess.run([KONAK, *words], env=surroundings(state), capture_output=True, text=True, timeout=900)
        told = done.stdout + done.stderr
        if done.returncode:
            raise SystemExit(told)
    stop(state)
    (home / "ready").write_text(told, encoding="utf-8")


def stop(state: Path) -> None:
    """Stop the private database of an installation."""
    command = [sys.executable, "-m", "konak.foundation.db.stop"]
    subprocess.run(command, env=surroundings(state), timeout=60, check=False, capture_output=True)


def copy(home: Path, state: Path) -> None:
    """An installation of one's own that begins like the one below `home`."""
    subprocess.run(["cp", "-a", str(home / STATE), str(state)], check=True)


@contextlib.contextmanager
def running() -> Iterator[tuple[TemporaryCluster, Path]]:
    """A running server with the database of the town, and the state folder beside it; both are a copy."""
    cluster = TemporaryCluster()
    folder = Path(tempfile.mkdtemp(prefix="konak-town-"))
    try:
        source = made() / STATE
        cluster.adopt(source / "postgres" / "data")
        cluster.ensure()
        beside = shutil.ignore_patterns("postgres")
        yield cluster, Path(shutil.copytree(source, folder / STATE, ignore=beside))
    finally:
        cluster.remove()
        shutil.rmtree(folder)


if __name__ == "__main__":
    Path(os.environ["KONAK_TEST_TOWN"]).chmod(0o711)  # the account of the database server has to pass through
    made()
