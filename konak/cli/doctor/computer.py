"""The computer: interpreter, folders, disk, clock, fonts, libraries. No database needed."""

import contextlib
import datetime as dt
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from konak.foundation.db import state

from .finding import FAILURE, OK, WARNING, Finding

GB = 1024**3


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
    facts = os.statvfs(state.state_folder())
    if facts.f_files and facts.f_favail / facts.f_files < 0.02:
        yield Finding(
            FAILURE, "Disk", "dosya numaraları (inode) tükenmek üzere", "Küçük ve gereksiz dosyaları silin."
        )
    free = facts.f_bavail * facts.f_frsize
    told = f"{free / GB:.1f} GB boş"
    if free < 1 * GB:
        yield Finding(FAILURE, "Disk", told, "En az 1 GB yer açın; PostgreSQL dolu diskte durur.")
    elif free < 5 * GB:
        yield Finding(WARNING, "Disk", told, "5 GB'tan az kaldı; yer açmayı planlayın.")
    else:
        yield Finding(OK, "Disk", told)


def clock() -> Iterator[Finding]:
    """Deadlines and seals need the right time."""
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


def zone() -> Iterator[Finding]:
    """Days begin and end in Türkiye, whatever the computer is set to."""
    try:
        now = dt.datetime.now(ZoneInfo("Europe/Istanbul"))
    except ZoneInfoNotFoundError:
        yield Finding(FAILURE, "Saat dilimi", "Europe/Istanbul tanınmıyor", "tzdata paketini kurun.")
        return
    if now.utcoffset() != dt.timedelta(hours=3):
        yield Finding(FAILURE, "Saat dilimi", f"Türkiye saati {now:%z} görünüyor", "tzdata paketini güncelleyin.")
    else:
        yield Finding(OK, "Saat dilimi", f"Europe/Istanbul, {now:%d.%m.%Y %H.%M}")


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


def converters() -> Iterator[Finding]:
    """What makes a PDF/A of a document and reads a scan; without them the original is kept as it came."""
    from konak.gateways.converter import client

    if gone := client.missing():
        told = "belge dönüştürme ve metin tanıma kısmen kapalı"
        yield Finding(WARNING, "Belge dönüştürme", told, f"Kurun: {', '.join(gone)}.")
    else:
        wall = "" if client.walled() else "; ağ ad alanı açılamıyor, program ağdan ayrılmadan çalışır"
        yield Finding(OK, "Belge dönüştürme", f"LibreOffice, Tesseract (tur){wall}")


QUESTIONS = (python, folder, disk, clock, zone, fonts, programs, converters)
