"""A backup is taken from a working installation and brings an empty one to the very same state."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from konak.foundation.db import template
from konak.foundation.db.temporary import TemporaryCluster

COMMAND = [sys.executable, "-m", "konak.cli"]
FIRST = """
import django; django.setup()
from konak.foundation.access.queries import actor_of
from konak.foundation.files.services import store
from konak.foundation.people.services import first_administrator
from konak.foundation.trail import services as trail
actor = actor_of(first_administrator()[0].pk)
for number in range(3):
    store(actor=actor, content=f"ad;soyad\\nAli;{number}\\n".encode(), name=f"liste{number}.csv")
    trail.write(actor=actor, kind="test.backup", subject=number, verb="done")
from django.db import transaction
with transaction.atomic():
    trail.seal_committed()
"""


class Place:
    def __init__(self) -> None:
        self.cluster = TemporaryCluster()
        self.folder = Path(tempfile.mkdtemp(prefix="konak-backup-"))
        template.prepare(self.cluster, {"KONAK_STATE": str(self.folder / "template")})
        with psycopg.connect(self.cluster.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE one OWNER konak TEMPLATE {template.TEMPLATE}")
            connection.execute("CREATE DATABASE two OWNER konak TEMPLATE template1")

    def konak(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        return self.python(name, "-m", "konak.cli", *words)

    def python(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        sockets = str(self.cluster.sockets).replace("/", "%2F")
        environment = os.environ | {
            "DATABASE_URL": f"postgres://konak@{sockets}/{name}",
            "KONAK_STATE": str(self.folder / name),
            "DJANGO_SETTINGS_MODULE": "konak.settings",
            "KONAK_DB_POOL": "0",
        }
        return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    one = Place()
    assert one.konak("one", "migrate").returncode == 0
    told = one.python("one", "-c", FIRST)
    assert told.returncode == 0, told.stderr
    yield one
    one.cluster.remove()
    shutil.rmtree(one.folder)


def files(state: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (state / "files").glob("??/??/*")}


def test_a_backup_brings_an_empty_installation_to_the_same_rows_files_and_chain(place):
    store = place.folder / "store"
    told = place.konak("one", "backup", str(store), "--with-secrets")
    assert told.returncode == 0, told.stderr
    (made,) = store.iterdir()
    told = place.konak("two", "restore", str(store))
    assert told.returncode == 0, told.stderr
    assert "İz sağlam: 3 satır doğrulandı." in told.stdout
    assert len(files(place.folder / "two")) == 3
    assert files(place.folder / "two") == files(place.folder / "one")
    for name in ("secret-key", "trail-heads"):
        assert (place.folder / "two" / name).read_text() == (place.folder / "one" / name).read_text()
    # what is restored answers a second backup with the same counts
    told = place.konak("two", "backup", str(place.folder / "again.tar"))
    assert told.returncode == 0, told.stderr
    told = place.konak("one", "restore", str(place.folder / "again.tar"), "--check")
    assert told.returncode == 0, told.stderr
    first = json.loads((made / "manifest.json").read_text())
    assert told.stdout.startswith("Yedek sağlam: ")
    assert f"{sum(first['rows'].values())} satır, 3 dosya." in told.stdout
    assert first["rows"]["people_user"] == 1


def test_the_secret_key_stays_at_home_unless_asked_for_and_old_backups_go(place):
    store = place.folder / "kept"
    for day in (1, 2, 3):
        assert place.konak("one", "backup", str(store), "--keep", "2").returncode == 0
        (newest,) = [one for one in store.iterdir() if not one.name.startswith("konak-20260101")]
        if day < 3:
            newest.rename(store / f"konak-20260101-00000{day}")
    names = sorted(one.name for one in store.iterdir())
    assert (len(names), names[0]) == (2, "konak-20260101-000002")
    assert [path.name for path in store.rglob("secret-key")] == []
    (blob, *_) = files(place.folder / "one")
    inside = Path("files", blob[:2], blob[2:4], blob)
    # a content does not change: the younger backup shares it with the older one
    assert (store / names[0] / inside).stat().st_ino == (store / names[1] / inside).stat().st_ino


def test_a_touched_backup_and_an_installation_in_use_are_refused(place):
    store = place.folder / "touched"
    assert place.konak("one", "backup", str(store)).returncode == 0
    (made,) = store.iterdir()
    told = place.konak("one", "restore", str(made))
    assert told.returncode == 1
    assert told.stderr.startswith("Hata: Veritabanı boş değil; yedek yalnızca boş bir kuruluma yüklenir.")
    (blob, *_) = (made / "files").glob("??/??/*")
    blob.write_bytes(b"baska")
    told = place.konak("one", "restore", "--check", str(made))
    assert (told.returncode, told.stderr) == (
        1,
        f"Hata: Yedek bozuk: {blob.name} içeriği değişmiş. Daha eski bir yedeği deneyin.\n",
    )
    with (made / "database.dump").open("ab") as dump:
        dump.write(b"x")
    told = place.konak("one", "restore", "--check", str(made))
    assert told.stderr.startswith("Hata: Yedek bozuk: database.dump yok ya da değişmiş.")
