"""`konak restore`: fill an empty installation from a backup, and prove that nothing is missing."""

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from konak.foundation.db import state
from konak.foundation.db.state import Misconfigured

from .backup import FORMAT, backups, hash_of, rows_of, run_program
from .words import complain, say


def configure(commands: Any) -> None:
    """Add the command."""
    text = "bir yedeği boş bir kuruluma geri yükle"
    restore = commands.add_parser("restore", help=text, description=text)
    restore.add_argument("place", type=Path, help="yedeğin klasörü ya da .tar dosyası")
    restore.add_argument("--check", action="store_true", help="yükleme, yalnızca yedeğin sağlam olduğunu denetle")
    restore.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the backup whole, then fill an empty installation from it, then prove that nothing is missing."""
    with _opened(args.place.absolute()) as folder:
        manifest = check(folder)
        count = manifest["files"]["count"]
        if args.check:
            say(f"Yedek sağlam: {_said(manifest['made_at'])}, {sum(manifest['rows'].values())} satır, {count} dosya.")
            return 0
        _refuse_unless_empty()
        _restore_database(folder, manifest)
        _restore_files(folder)
        _restore_kept(folder)
        return _prove(manifest)


def check(folder: Path) -> dict[str, Any]:
    """The manifest, when everything it names is there and unchanged."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (FileNotFoundError, ValueError):
        raise Misconfigured(f"{folder} bir Konak yedeği değil: manifest.json yok ya da okunamıyor.") from None
    if manifest.get("format") != FORMAT:
        raise Misconfigured("Bu yedek Konak'ın başka bir sürümüyle alınmış; o sürümle geri yükleyin.")
    for name, facts in manifest["entries"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != facts["size"] or hash_of(path) != facts["sha256"]:
            raise Misconfigured(f"Yedek bozuk: {name} yok ya da değişmiş. Daha eski bir yedeği deneyin.")
    names = []
    for path in sorted((folder / "files").glob("??/??/*"), key=lambda one: one.name):
        if hash_of(path) != path.name:
            raise Misconfigured(f"Yedek bozuk: {path.name} içeriği değişmiş. Daha eski bir yedeği deneyin.")
        names.append(path.name)
    if hashlib.sha256("\n".join(names).encode()).hexdigest() != manifest["files"]["names_sha256"]:
        raise Misconfigured("Yedek bozuk: dosyalardan eksik ya da fazla olan var. Daha eski bir yedeği deneyin.")
    return manifest


def _refuse_unless_empty() -> None:
    from django.conf import settings
    from django.db import connection

    if connection.introspection.table_names():
        told = [name for name in connection.introspection.table_names() if name != "spatial_ref_sys"]
        if told:
            raise Misconfigured(
                "Veritabanı boş değil; yedek yalnızca boş bir kuruluma yüklenir. KONAK_STATE ile yeni bir klasör "
                "ya da DATABASE_URL ile boş bir veritabanı gösterin; önce `konak migrate` çalıştırmayın."
            )
    files = Path(settings.FILES_ROOT)
    if files.is_dir() and any(files.glob("??/??/*")):
        raise Misconfigured(f"{files} klasöründe dosyalar var; yedek yalnızca boş bir kuruluma yüklenir.")


def _restore_database(folder: Path, manifest: dict[str, Any]) -> None:
    from django.db import connection

    from konak.foundation.db.checks import TRUSTED, server_faults

    if hindrances := [fault for fault in server_faults(connection) if fault.blocks]:
        raise Misconfigured("\n".join(f"{fault.told} {fault.advice}" for fault in hindrances))
    with connection.cursor() as cursor:
        for name in sorted(TRUSTED):
            cursor.execute(f'CREATE EXTENSION IF NOT EXISTS "{name}"')
    dump = folder / "database.dump"
    version = manifest["postgresql"]
    listing = run_program("pg_restore", version, ["--list", str(dump)], "Yedek okunamadı", connect=False)
    # extensions and what belongs to them are there already; only an administrator may write to them
    foreign = re.compile(r"\bEXTENSION\b|\bSCHEMA - public\b|\bspatial_ref_sys\b")
    wanted = [line for line in listing.splitlines() if not foreign.search(line)]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as file:
        file.write("\n".join(wanted) + "\n")
        file.flush()
        flags = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        say("Veritabanı geri yükleniyor…")
        run_program(
            "pg_restore", version, [*flags, f"--use-list={file.name}", str(dump)], "Veritabanı geri yüklenemedi"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _restore_files(folder: Path) -> None:
    from django.conf import settings

    from konak.foundation.files import blobs

    for path in sorted((folder / "files").glob("??/??/*")):
        with path.open("rb") as content, blobs.receive(content, path.stat().st_size) as arrived:
            if arrived.sha256 != path.name:
                raise Misconfigured(f"Yedek bozuk: {path.name} içeriği değişmiş.")
            blobs.settle(arrived)
    say(f"Dosyalar geri yüklendi: {settings.FILES_ROOT}")


def _restore_kept(folder: Path) -> None:
    """The key first, because the heads are signed with it; heads that stand here already are not overwritten."""
    from django.conf import settings

    from konak.foundation.trail import heads

    key = folder / "secrets" / "secret-key"
    if key.is_file() and not os.environ.get("KONAK_SECRET_KEY"):
        target = state.state_folder() / "secret-key"
        target.write_text(key.read_text())
        target.chmod(0o600)
        settings.SECRET_KEY = key.read_text()
    if (folder / heads.NAME).is_file() and not heads.place().exists():
        shutil.copyfile(folder / heads.NAME, heads.place())
        heads.place().chmod(0o600)


def _prove(manifest: dict[str, Any]) -> int:
    from django.db import connection

    from konak.foundation.trail import verification
    from konak.foundation.trail.models import Seal

    from .tables import pending

    with connection.cursor() as cursor:
        rows = rows_of(cursor)
    if differing := sorted(
        name for name in {*rows, *manifest["rows"]} if rows.get(name) != manifest["rows"].get(name)
    ):
        raise Misconfigured(f"Geri yükleme eksik: satır sayısı tutmayan tablolar var ({', '.join(differing[:5])}).")
    last = Seal.objects.order_by("-number").first()
    if (last.number if last else 0, bytes(last.digest).hex() if last else "") != tuple(manifest["trail"].values()):
        raise Misconfigured("Geri yükleme eksik: iz zincirinin sonu yedektekiyle aynı değil.")
    verdict = verification.verify()
    say(f"{len(rows)} tablo, {sum(rows.values())} satır, {manifest['files']['count']} dosya geri yüklendi.")
    if not verdict.intact:
        complain(f"İz zinciri doğrulanamadı: {verdict.reason}")
        complain(
            "Eski bir yedeği bilerek yüklediyseniz el kitabının «İz» sayfasındaki gibi trail-heads'i arşivleyin."
        )
        return 1
    say(f"İz sağlam: {verdict.checked} satır doğrulandı.")
    if waiting := pending():
        say(f"{len(waiting)} tablo değişikliği bekliyor; şimdi `konak migrate` çalıştırın.")
    return 0


@contextlib.contextmanager
def _opened(place: Path) -> Iterator[Path]:
    if place.is_dir():
        inside = backups(place)
        yield place if (place / "manifest.json").exists() or not inside else inside[-1]
        return
    if not place.is_file():
        raise Misconfigured(f"Yedek bulunamadı: {place}")
    with tempfile.TemporaryDirectory(prefix="konak-restore-") as folder:
        try:
            with tarfile.open(place) as tar:
                _unpack(tar, Path(folder))
        except tarfile.TarError:
            raise Misconfigured(f"{place} bir Konak yedeği değil.") from None
        yield Path(folder)


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files inside the folder and nothing else; Python 3.11.2 has no filter of its own yet."""
    for member in tar:
        path = Path(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
            raise Misconfigured(f"Yedek bozuk: içinde beklenmeyen bir kayıt var ({member.name}).")
        content = tar.extractfile(member)
        if content is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with content, (folder / path).open("wb") as file:
                shutil.copyfileobj(content, file)


def _said(moment: str) -> str:
    return f"{dt.datetime.fromisoformat(moment):%d.%m.%Y %H.%M}"
