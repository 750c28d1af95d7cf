"""The town that journeys walk through: the sample municipality, installed once and copied for each side.

`python -m tests.journeys.town FOLDER` makes it beside other tests, so that nobody waits for it later.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from konak.foundation.db import template

KONAK = Path(sys.executable).with_name("konak")
STATE = "state"


def surroundings(state: Path) -> dict[str, str]:
    """The environment of a program that works on the installation in `state`, free of what tests set."""
    ours = {"DATABASE_URL", "KONAK_DB_POOL", "KONAK_TEST_STATE"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {"KONAK_STATE": str(state)}


def make(home: Path) -> None:
    """Make the town below `home`; its database is stopped at the end. An unfinished one is begun anew."""
    shutil.rmtree(home, ignore_errors=True)
    state = home / STATE
    state.mkdir(parents=True)
    home.chmod(0o755)  # the account of the database server has to pass through
    template.install(state)
    for words in (["migrate"], ["sample", "--size", "s", "--seed", "7"]):
        done = subprocess.run([KONAK, *words], env=surroundings(state), capture_output=True, text=True, timeout=900)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
    stop(state)
    (home / "ready").touch()


def stop(state: Path) -> None:
    """Stop the private database of an installation."""
    command = [sys.executable, "-m", "konak.foundation.db.stop"]
    subprocess.run(command, env=surroundings(state), timeout=60, check=False, capture_output=True)


def copy(home: Path, state: Path) -> None:
    """An installation of one's own that begins like the one below `home`."""
    subprocess.run(["cp", "-a", str(home / STATE), str(state)], check=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
