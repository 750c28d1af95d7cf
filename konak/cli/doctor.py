"""`konak doctor`: is this installation healthy, and if not, what to do. One line for each question."""

import argparse
import contextlib
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from konak.foundation.db import cluster, state
from konak.foundation.db.state import Misconfigured

from .words import say

OK, WARNING, FAILURE = "OK", "UYARI", "HATA"
GB = 1024**3


@dataclass(frozen=True)
class Finding:
    """One answer: how it stands, about what, in which words, and what to do about it."""

    verdict: str
    subject: str
    told: str
    advice: str = ""


def configure(commands: Any) -> None:
    """Add the command."""
    text = "kurulumu denetle ve ne yapılacağını söyle"
    commands.add_parser("doctor", help=text, description=text).set_defaults(run=examine, database=False)


def examine(args: argparse.Namespace) -> int:
    """Ask every question, also when an earlier one failed; 1 when anything is a failure."""
    findings = []
    for question in (python, folder, disk, clock, fonts, programs, database):
        for finding in _asked(question):
            findings.append(finding)
            say(f"{finding.verdict:<6} {finding.subject}: {finding.told}")
            if finding.advice:
                say(f"       → {finding.advice}")
    failures = sum(finding.verdict == FAILURE for finding in findings)
    warnings = sum(finding.verdict == WARNING for finding in findings)
    say()
    if not failures and not warnings:
        say("Her şey yolunda.")
    else:
        say(f"{failures} hata, {warnings} uyarı.")
    return 1 if failures else 0


def _asked(question: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from question()
    except Misconfigured as error:
        yield Finding(FAILURE, "Ayarlar", str(error))
    except Exception as error:
        yield Finding(FAILURE, "Denetim", f"«{question.__name__}» yarıda kaldı: {type(error).__name__}: {error}")


def python() -> Iterator[Finding]:
    """The interpreter."""
    yield Finding(OK, "Python", ".".join(str(part) for part in sys.version_info[:3]))


def folder() -> Iterator[Finding]:
    """The state folder and the secrets in it."""
    home = state.state_folder()
    mode = stat.S_IMODE(home.stat().st_mode)
    if not os.access(home, os.W_OK):
        yield Finding(FAILURE, "Durum klasörü", f"{home} yazılamıyor", "Konak'ı klasörün sahibiyle çalıştırın.")
    elif mode & 0o022:
        yield Finding(WARNING, "Durum klasörü", f"{home} başkalarınca yazılabilir", f"chmod 711 {home}")
    else:
        yield Finding(OK, "Durum klasörü", str(home))
    state.secret_key()
    for name in ("secret-key", "ilk-giris.txt"):
        secret = home / name
        if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
            yield Finding(FAILURE, "Gizli dosya", f"{secret} başkalarınca okunabilir", f"chmod 600 {secret}")


def disk() -> Iterator[Finding]:
    """Room for the database and the files."""
    free = shutil.disk_usage(state.state_folder()).free
    told = f"{free / GB:.1f} GB boş"
    if free < 1 * GB:
        yield Finding(FAILURE, "Disk", told, "En az 1 GB yer açın; PostgreSQL dolu diskte durur.")
    elif free < 5 * GB:
        yield Finding(WARNING, "Disk", told, "5 GB'tan az kaldı; yer açmayı planlayın.")
    else:
        yield Finding(OK, "Disk", told)


def clock() -> Iterator[Finding]:
    """Deadlines and seals need the right time."""
    if not Path("/usr/share/zoneinfo/Europe/Istanbul").exists():
        with contextlib.suppress(ImportError):
            __import__("tzdata")
    told = time.strftime("%d.%m.%Y %H.%M UTC", time.gmtime())
    if time.gmtime().tm_year < 2026:
        yield Finding(FAILURE, "Saat", told, "Bilgisayarın saatini ayarlayın; süreler ve mühürler yanlış olur.")
        return
    done = None
    if shutil.which("timedatectl"):
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                ["timedatectl", "show", "-p", "NTPSynchronized", "--value"],
                capture_output=True,
                text=True,
                timeout=5,
                check=False,
            )
    if done and done.stdout.strip() == "no":
        yield Finding(WARNING, "Saat", f"{told}, zaman sunucusuyla eşitlenmiyor", "NTP'yi açın (chrony, timesyncd).")
    else:
        yield Finding(OK, "Saat", told)


def fonts() -> Iterator[Finding]:
    """Documents are set in Arimo and Tinos, which measure like Arial and Times New Roman."""
    places = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    names = {path.name for place in places for path in place.rglob("*.ttf")}
    missing = [name for name in ("Arimo", "Tinos") if not any(found.startswith(name) for found in names)]
    if missing:
        yield Finding(WARNING, "Yazı tipleri", f"{', '.join(missing)} yok", "fonts-croscore paketini kurun.")
    else:
        yield Finding(OK, "Yazı tipleri", "Arimo, Tinos")


def programs() -> Iterator[Finding]:
    """Libraries outside Python."""
    try:
        import magic

        magic.from_buffer(b"%PDF-1.7", mime=True)
        yield Finding(OK, "Dosya türü tanıma", "libmagic")
    except Exception as error:
        yield Finding(FAILURE, "Dosya türü tanıma", str(error), "libmagic1 paketini kurun.")


def database() -> Iterator[Finding]:
    """Server, extensions, tables, jobs, pages."""
    if state.is_private():
        server = cluster.private()
        with server.in_use():
            server.ensure(say)
            yield Finding(OK, "Veritabanı", f"özel küme, {server.data}")
            yield from _inside()
    else:
        yield Finding(OK, "Veritabanı", "DATABASE_URL ile verilen sunucu")
        yield from _inside()


def _inside() -> Iterator[Finding]:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.db import OperationalError, connection

    from konak.foundation.db.checks import server_faults

    try:
        connection.ensure_connection()
    except OperationalError as error:
        told = str(error).strip().splitlines()[-1]
        advice = "DATABASE_URL'deki sunucu, kullanıcı ve parolayı; ağ ve pg_hba.conf iznini denetleyin."
        yield Finding(FAILURE, "Bağlantı", told, advice)
        return
    version = connection.cursor().connection.info.server_version
    yield Finding(OK, "PostgreSQL", f"{version // 10000}.{version % 10000}")
    faults = server_faults(connection)
    for fault in faults:
        yield Finding(FAILURE if fault.blocks else WARNING, "PostgreSQL", fault.told, fault.advice)
    if not faults:
        yield Finding(OK, "Eklentiler", ", ".join(cluster.EXTENSIONS))
    yield from _tables()


def _tables() -> Iterator[Finding]:
    from . import static, tables

    waiting = tables.pending()
    if waiting:
        told = f"{len(waiting)} geçiş bekliyor ({', '.join(waiting[:3])}{'…' if len(waiting) > 3 else ''})"
        yield Finding(FAILURE, "Tablolar", told, "konak migrate")
    else:
        yield Finding(OK, "Tablolar", "güncel")
        yield from _jobs()
        yield from _ways()
    if static.is_current():
        yield Finding(OK, "Sayfa dosyaları", "güncel")
    else:
        yield Finding(
            WARNING, "Sayfa dosyaları", "derlenmemiş ya da eski", "`konak serve` başlarken kendisi hazırlar."
        )


def _ways() -> Iterator[Finding]:
    """The ways out of the house: mail and text messages."""
    from konak.foundation.notify.queries import ways

    for way in ways():
        told = f"açık, {way.waiting + way.queued} bekliyor"
        if way.off_because:
            yield Finding(OK, way.channel.label, f"kapalı; bildirimler yalnız ekranda. {way.off_because}")
        elif way.outage:
            yield Finding(
                WARNING, way.channel.label, way.outage.problem, "Bekleyenler yitmez; karşı tarafı denetleyin."
            )
        elif way.failed:
            told = f"{told}, {way.failed} gönderilemedi"
            yield Finding(WARNING, way.channel.label, told, "Yönetim menüsünde Gönderiler sayfasına bakın.")
        else:
            yield Finding(OK, way.channel.label, told)


def _jobs() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers "
            "WHERE last_heartbeat > now() - interval '2 minutes'"
        )
        alive, age = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())), "
            "count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        )
        due, failed = cursor.fetchone()
    if alive:
        yield Finding(OK, "Arka plan işçisi", f"{alive} işçi çalışıyor, son ses {age} sn önce")
    else:
        advice = "`konak worker` ya da `konak serve --with-worker` çalıştırın; bildirim ve mühür işleri bekler."
        yield Finding(WARNING, "Arka plan işçisi", "çalışmıyor", advice)
    verdict = WARNING if failed or due > 1000 else OK
    told = f"{due} iş bekliyor, {failed} iş başarısız"
    yield Finding(verdict, "İş kuyruğu", told, "Başarısız işler için günlüğe bakın." if failed else "")
