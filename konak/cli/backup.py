"""`konak backup`: one folder (or one tar) that holds all an installation must remember.

konak-20261121-031500/
    manifest.json     what is in it: sizes, SHA-256, rows of every table, the end of the sealed trail
    database.dump     pg_dump, custom format, of one snapshot
    trail-heads       the signed heads of the chain, as they stood before the snapshot
    files/ab/cd/…     every content the snapshot knows, named by its SHA-256
    secrets/          only with --with-secrets: the key of the installation
"""

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from konak.foundation.db import state
from konak.foundation.db.programs import installed
from konak.foundation.db.state import Misconfigured

from .words import complain, say

FORMAT = 1
NAME = re.compile(r"konak-\d{8}-\d{6}")
DRAFT = ".konak-yarim-"
NOTE = "last-backup.json"
"""File of the state folder in which the last good backup stands; `konak doctor` reads it."""


def configure(commands: Any) -> None:
    """Add the command."""
    text = "veritabanını ve dosyaları yedekle"
    backup = commands.add_parser("backup", help=text, description=text)
    backup.add_argument("place", type=Path, help="yedeklerin klasörü ya da .tar ile biten dosya")
    backup.add_argument("--keep", type=int, default=0, metavar="N", help="klasörde son N yedeği tut, eskileri sil")
    backup.add_argument("--with-secrets", action="store_true", help="gizli anahtarı da yedeğe koy")
    backup.set_defaults(run=run_backup)


# Out ----------------------------------------------------------------------------------------------------------------


def run_backup(args: argparse.Namespace) -> int:
    """Make a backup beside the others; what is not finished never looks like one."""
    place: Path = args.place.absolute()
    single = place.suffix == ".tar"
    if args.keep and single:
        raise Misconfigured("--keep yalnızca klasöre yedeklerken kullanılır.")
    home = place.parent if single else place
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(f"{DRAFT}*"):
        shutil.rmtree(left)
    draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=home))
    try:
        manifest = _fill(draft, home, args.with_secrets)
        made = place if single else home / f"konak-{_now():%Y%m%d-%H%M%S}"
        if single:
            packed = draft / "packed"
            with tarfile.open(packed, "w") as tar:
                for one in sorted(draft.iterdir()):
                    if one != packed:
                        tar.add(one, one.name)
            packed.chmod(0o600)
            _sync(packed)
            packed.replace(made)
        else:
            draft.rename(made)
        _sync(home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    size = sum(one["size"] for one in manifest["entries"].values()) + manifest["files"]["bytes"]
    note = {"at": manifest["made_at"], "place": str(made), "bytes": size, "damaged": manifest["files"]["damaged"]}
    (state.state_folder() / NOTE).write_text(json.dumps(note, ensure_ascii=False))
    say(f"Yedek alındı: {made} ({manifest['files']['count']} dosya, {size / 1024**2:.1f} MB)")
    for old in backups(home)[: -args.keep] if args.keep else []:
        shutil.rmtree(old)
        say(f"Eski yedek silindi: {old.name}")
    for sha256 in manifest["files"]["damaged"]:
        complain(f"Uyarı: {sha256} içeriği diskte yok ya da bozuk; yedeğe girmedi. Eski yedeklerde arayın.")
    return 1 if manifest["files"]["damaged"] else 0


def _fill(draft: Path, home: Path, with_secrets: bool) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection

    from konak.foundation.trail import heads

    # before the snapshot: a head written later would name links that the dump does not hold
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(heads.place(), draft / heads.NAME)
    _refuse_pool()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')::int / 10000")
            snapshot, version = cursor.fetchone()
            flags = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            run_program("pg_dump", version, [*flags, f"--file={draft / 'database.dump'}"], "Veritabanı yedeklenemedi")
            rows = rows_of(cursor)
            cursor.execute("SELECT number, encode(digest, 'hex') FROM trail_seal ORDER BY number DESC LIMIT 1")
            head = cursor.fetchone() or (0, "")
            cursor.execute("SELECT sha256, size FROM files_blob ORDER BY sha256")
            blobs = cursor.fetchall()
        finally:
            cursor.execute("ROLLBACK")
    files = _copy_blobs(blobs, Path(settings.FILES_ROOT), draft / "files", backups(home))
    if with_secrets:
        (draft / "secrets").mkdir(mode=0o700)
        key = draft / "secrets" / "secret-key"
        key.write_text(state.secret_key())
        key.chmod(0o600)
    entries = {
        str(path.relative_to(draft)): {"size": path.stat().st_size, "sha256": hash_of(path)}
        for path in sorted(draft.rglob("*"))
        if path.is_file() and "files" not in path.relative_to(draft).parts[:1]
    }
    manifest = {
        "format": FORMAT,
        "made_at": _now().isoformat(timespec="seconds"),
        "municipality": settings.MUNICIPALITY,
        "postgresql": version,
        "rows": rows,
        "trail": {"number": head[0], "digest": head[1]},
        "files": files,
        "entries": entries,
    }
    text = draft / "manifest.json"
    text.write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    for path in (*draft.iterdir(), draft):
        if path.is_file():
            path.chmod(0o600)
        _sync(path)
    return manifest


def _copy_blobs(blobs: list[tuple[str, int]], source: Path, target: Path, older: list[Path]) -> dict[str, Any]:
    """Copy and hash every content; one that an older backup beside holds whole is only linked to it."""
    target.mkdir(mode=0o700)
    known = older[-1] / "files" if older else None
    total, names, damaged = 0, [], []
    for sha256, size in blobs:
        inside = Path(sha256[:2], sha256[2:4], sha256)
        place = target / inside
        place.parent.mkdir(parents=True, exist_ok=True)
        if not (known and _linked(known / inside, place, size)):
            try:
                shutil.copyfile(source / inside, place)
            except FileNotFoundError:
                damaged.append(sha256)
                continue
            if hash_of(place) != sha256:
                place.unlink()
                damaged.append(sha256)
                continue
            _sync(place)
        total += size
        names.append(sha256)
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
    return {"count": len(names), "bytes": total, "names_sha256": digest, "damaged": damaged}


def _linked(old: Path, new: Path, size: int) -> bool:
    with contextlib.suppress(OSError):
        if old.stat().st_size == size:
            os.link(old, new)
            return True
    return False


# Small tools --------------------------------------------------------------------------------------------------------


def last_backup() -> dict[str, Any] | None:
    """What was noted of the last good backup of this installation."""
    try:
        note: dict[str, Any] = json.loads((state.state_folder() / NOTE).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return note


def backups(home: Path) -> list[Path]:
    """The finished backups of a folder, the newest last."""
    return sorted(
        one for one in home.glob("konak-*") if NAME.fullmatch(one.name) and (one / "manifest.json").is_file()
    )


def rows_of(cursor: Any) -> dict[str, int]:
    """How many rows every table of ours has."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT EXISTS "
        "(SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') ORDER BY relname"
    )
    counted = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - a name out of the catalogue
        counted[name] = cursor.fetchone()[0]
    return counted


def _refuse_pool() -> None:
    from django.db import connection

    connection.close()  # a session of its own, so that BEGIN below is the first statement


def run_program(program: str, version: int, flags: list[str], failure: str, connect: bool = True) -> str:
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    facts = connection.settings_dict
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if connect:
        known = {name: value for name, value in facts["OPTIONS"].items() if name not in {"pool", "options"}}
        place = {"host": facts["HOST"], "port": facts["PORT"], "user": facts["USER"], "dbname": facts["NAME"]}
        flags = [f"--dbname={make_conninfo(**{k: v for k, v in place.items() if v}, **known)}", *flags]
        if facts["PASSWORD"]:
            environment["PGPASSWORD"] = facts["PASSWORD"]  # the list of processes shows arguments
    done = subprocess.run([_program(program, version), *flags], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Misconfigured(f"{failure}: {done.stderr.strip()}")
    return done.stdout


def _program(name: str, version: int) -> str:
    """The program of PostgreSQL of the server's version or newer; an older one refuses."""
    fitting = sorted((one for one in installed() if one.version >= version), key=lambda one: one.version)
    for one in fitting:
        if (one.folder / name).is_file():
            return one / name
    if found := shutil.which(name):
        return found
    raise Misconfigured(f"{name} bulunamadı. postgresql-client-{version} paketini kurun.")


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).astimezone()
