"""The database server: reachable, of the right kind, with the right time, and the replica beside it."""

import time
from collections.abc import Iterator

from konak.foundation.db import cluster

from .finding import FAILURE, OK, WARNING, Finding

DRIFT, FAR = 2, 30
"""Seconds between the clocks of this computer and of the server: worth a warning, and too many."""


def connected() -> Iterator[Finding]:
    """Does it answer, and can Konak work on it?"""
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
        # what is missing is told; the questions after this one stay askable
        yield Finding(FAILURE if fault.blocks else WARNING, "PostgreSQL", fault.told, fault.advice)
    if not faults:
        yield Finding(OK, "Eklentiler", ", ".join(cluster.EXTENSIONS))


def clock() -> Iterator[Finding]:
    """The server writes times too; both clocks have to agree."""
    from django.db import connection

    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        there = float(cursor.fetchone()[0])
        apart = abs(there - (before + time.time()) / 2)
    told = f"bu bilgisayarla arasında {apart:.1f} sn var".replace(".", ",")
    advice = "İki bilgisayarda da NTP'yi açın (chrony, timesyncd); süreler ve kilitler yanılır."
    if apart > DRIFT:
        yield Finding(FAILURE if apart > FAR else WARNING, "Veritabanı saati", told, advice)
    else:
        yield Finding(OK, "Veritabanı saati", told)


def sessions() -> Iterator[Finding]:
    """Connections left, and transactions that forgot to end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE backend_type = 'client backend'), "
            "current_setting('max_connections')::int, coalesce(max(extract(epoch FROM now() - xact_start)) "
            "FILTER (WHERE state = 'idle in transaction' AND datname = current_database()), 0) FROM pg_stat_activity"
        )
        used, most, idle = cursor.fetchone()
    told = f"{most} bağlantının {used} tanesi kullanılıyor"
    if used > most * 0.9:
        yield Finding(WARNING, "Bağlantılar", told, "KONAK_DB_POOL'u küçültün ya da max_connections'ı büyütün.")
    elif idle > 300:
        told = f"{int(idle)} saniyedir açık bekleyen bir işlem var"
        yield Finding(
            WARNING, "Bağlantılar", told, "pg_stat_activity'de kime ait olduğuna bakın, oturumunu sonlandırın."
        )
    else:
        yield Finding(OK, "Bağlantılar", told)


def replica() -> Iterator[Finding]:
    """The read-only copy, when one is set."""
    from konak.foundation.db import replica

    if not replica.configured():
        return
    now = replica.standing()
    if now.problem:
        advice = "Raporlar bu arada ana veritabanından okunur. KONAK_REPLICA_URL'deki sunucuyu denetleyin."
        yield Finding(FAILURE, "Salt okunur eş", now.problem, advice)
        return
    told = f"{now.lag:.0f} sn geride" if now.lag != float("inf") else "ne kadar geride olduğunu söyleyemiyor"
    if now.fits():
        yield Finding(OK, "Salt okunur eş", told)
    else:
        advice = "Raporlar bu arada ana veritabanından okunur. Eşin ağını, diskini ve wal_receiver'ını denetleyin."
        yield Finding(WARNING, "Salt okunur eş", told, advice)


def tables() -> Iterator[Finding]:
    """Migrations that wait, and the collected static files."""
    from .. import static, tables

    waiting = tables.pending()
    if waiting:
        told = f"{len(waiting)} geçiş bekliyor ({', '.join(waiting[:3])}{'…' if len(waiting) > 3 else ''})"
        yield Finding(FAILURE, "Tablolar", told, "konak migrate")
    else:
        yield Finding(OK, "Tablolar", "güncel")
    if static.is_current():
        yield Finding(OK, "Sayfa dosyaları", "güncel")
    else:
        advice = "`konak serve` başlarken kendisi hazırlar."
        yield Finding(WARNING, "Sayfa dosyaları", "derlenmemiş ya da eski", advice)


QUESTIONS = (clock, sessions, replica)
