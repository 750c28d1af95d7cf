"""The collected static files: gathered again only when something changed."""

import fcntl
import hashlib
from pathlib import Path
from typing import Any

from .words import say

STAMP = ".konak-stamp"


def collect() -> None:
    """Collect, hash and compress the static files when any of them is newer than the last collection."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = settings.STATIC_ROOT / STAMP
    wanted = _fingerprint()
    if is_current(wanted):
        return
    with (settings.STATE / "static.lock").open("a") as lock:
        # several servers that start together: one collects, the others find it done
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current(wanted):
            return
        say("Sayfa dosyaları hazırlanıyor…")
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)


def is_current(wanted: str | None = None) -> bool:
    """Do the collected files come from the ones at hand?"""
    from django.conf import settings

    stamp = settings.STATIC_ROOT / STAMP
    return bool(stamp.is_file() and stamp.read_text() == (wanted or _fingerprint()))


def _fingerprint() -> str:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda one: str(one[0])):
            place: Any = storage
            facts = place.path(path)
            stat = Path(facts).stat()
            digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
