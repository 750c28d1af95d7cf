"""The migrated database that test databases are copied from: migrating takes half a minute, copying half a second.

Kept in `build/test-database/<hash of the migrations>`. A run whose migrations only add to those of a kept one starts
from its copy and applies what is new; otherwise everything is migrated once, and not once for each worker.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from .cluster import Cluster
from .state import socket_folder
from .temporary import TemporaryCluster

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = "konak"
"""The cluster's own database: migrated, empty, and never connected to by a test."""
KEPT = 5
"""So many copies stay; the oldest go."""


def _shelf() -> Path:
    return Path(os.environ.get("KONAK_TEST_TEMPLATES", ROOT / "build" / "test-database"))


def _migrations() -> dict[str, str]:
    """Hash of every migration by its place; those of libraries by the lock that names their versions."""
    files = [*ROOT.glob("konak/*/*/migrations/[0-9]*.py"), ROOT / "requirements.txt"]
    return {str(one.relative_to(ROOT)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def _name(migrations: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(migrations, sort_keys=True).encode()).hexdigest()[:20]


def _nearest(migrations: dict[str, str]) -> Path | None:
    """The kept copy with most of these migrations, and with no other."""
    found = [
        (len(held), place.parent)
        for place in _shelf().glob("*/migrations.json")
        if (held := json.loads(place.read_text())).items() <= migrations.items()
    ]
    return max(found, default=(0, None), key=lambda one: one[0])[1]


def prepare(cluster: TemporaryCluster, environment: Mapping[str, str]) -> None:
    """Start `cluster` with the migrated database `TEMPLATE`; `environment` names the state folder."""
    wanted = _migrations()
    place = _shelf() / _name(wanted)
    start = _nearest(wanted)
    if start:
        start.touch()  # what is begun from stays longest
        cluster.adopt(start / "data")
    cluster.ensure()
    if start == place:
        return
    address = f"postgres://konak@{quote(str(cluster.sockets), safe='')}/{TEMPLATE}"
    subprocess.run(
        [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "migrate", "-v", "0"],
        env={**os.environ, **environment, "DATABASE_URL": address, "KONAK_DB_POOL": "0"},
        check=True,
    )
    cluster.stop()
    _keep(cluster.data, place, wanted)
    cluster.ensure()


def install(state: Path) -> None:
    """Give a new installation a private cluster that is migrated already, where one is kept."""
    start = _nearest(_migrations())
    if start:
        Cluster(state, socket_folder(state)).adopt(start / "data")


def _keep(data: Path, place: Path, migrations: Mapping[str, str]) -> None:
    """Put a copy of a stopped cluster on the shelf; the rename is the last step."""
    shelf = _shelf()
    shelf.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="new-", dir=shelf))
    shutil.copytree(data, draft / "data")
    (draft / "migrations.json").write_text(json.dumps(migrations))
    try:
        draft.rename(place)
    except OSError:  # another run was quicker
        shutil.rmtree(draft)
    kept = sorted(shelf.glob("*/migrations.json"), key=lambda one: one.parent.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        shutil.rmtree(old.parent, ignore_errors=True)
