"""The tests' own PostgreSQL and state folder: nothing of the installation beside is read or changed."""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

# Read by `konak.settings`, should it not have been imported yet.
os.environ.setdefault("KONAK_DB_POOL", "0")

from konak.foundation.db import template
from konak.foundation.db.state import database_settings
from konak.foundation.db.temporary import TemporaryCluster

pytest_plugins = ["konak.testing"]
STATE = "KONAK_TEST_STATE"
SLOW = ("test_faults", "test_backup", "test_replica", "test_setup_serve", "test_api_schema", "test_setup_server")
"""In this order: the last ones wait for the town that is made beside the first ones."""


def pytest_configure(config: pytest.Config) -> None:
    """Start one cluster for the whole run; workers of pytest-xdist receive its address through the environment.

    pytest-django has imported the settings before this file, so they are pointed at the cluster afterwards; no
    connection is open yet. `KONAK_TEST_DATABASE_URL` names an ordinary server instead.
    """
    if config.option.help or config.option.version:
        return
    if not hasattr(config, "workerinput"):
        _prepare()
    _redirect(Path(os.environ[STATE]))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes begin first, so that no worker ends long after the others."""
    order = {name: place for place, name in enumerate(SLOW)}
    items.sort(key=lambda item: order.get(item.path.stem, len(SLOW)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported by now stays: no search for rubbish looks through it again and again."""
    gc.freeze()


def _prepare() -> None:
    if foreign := os.environ.get("KONAK_TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = foreign
        folder = tempfile.mkdtemp(prefix="konak-test-state-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    else:
        cluster = TemporaryCluster()
        atexit.register(cluster.remove)
        sockets = str(cluster.sockets).replace("/", "%2F")
        folder = str(cluster.home / "state")
        os.environ["DATABASE_URL"] = f"postgres://konak@{sockets}/{template.TEMPLATE}"
        template.prepare(cluster, {"KONAK_STATE": folder})
    os.environ[STATE] = os.environ["KONAK_STATE"] = folder


def _redirect(folder: Path) -> None:
    from django.conf import settings
    from django.db import connections

    wanted = database_settings()
    wanted["OPTIONS"].pop("pool", None)
    # in place: Django and the connections already made look at this very dictionary
    connections.databases["default"].update(wanted)
    if "KONAK_TEST_DATABASE_URL" not in os.environ:
        connections.databases["default"]["TEST"]["TEMPLATE"] = template.TEMPLATE
    settings.STATE = folder
    settings.FILES_ROOT = folder / "files"
    settings.STATIC_ROOT = folder / "static"
    # Pages are tested without a collected manifest; the journeys run the real program.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
