"""Is the server we were given one we can work on? Asked by Django's checks, `konak migrate` and `konak doctor`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import checks

from .cluster import EXTENSIONS
from .programs import VERSIONS

TRUSTED = frozenset(EXTENSIONS) - {"postgis"}
"""Extensions that the owner of a database may add himself; the first migration does."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a server, what to do, and whether migrating would only fail half-way."""

    told: str
    advice: str
    blocks: bool = True


def server_faults(connection: Any) -> list[Fault]:
    """What is wrong with the server behind `connection`, in Turkish; empty when all is well."""
    with connection.cursor() as cursor:
        return [*_server(cursor), *_extensions(cursor)]


def _server(cursor: Any) -> Iterator[Fault]:
    version = cursor.connection.info.server_version // 10000
    if version not in VERSIONS:
        yield Fault(f"Sunucu sürümü {version}.", "Konak PostgreSQL 15, 16 ve 17 ile çalışır.")
    cursor.execute("SELECT current_setting('server_encoding'), current_database()")
    encoding, name = cursor.fetchone()
    if encoding != "UTF8":
        advice = "Veritabanını ENCODING 'UTF8' ile yeniden oluşturun."
        yield Fault(f"«{name}» veritabanının kodlaması {encoding}.", advice)
    cursor.execute("SELECT count(*) FROM pg_collation WHERE collname IN ('tr-x-icu', 'und-x-icu')")
    if cursor.fetchone()[0] < 2:
        yield Fault("Sunucuda Türkçe sıralama (tr-x-icu) yok.", "ICU desteğiyle derlenmiş bir PostgreSQL kurun.")


def _extensions(cursor: Any) -> Iterator[Fault]:
    cursor.execute(
        "SELECT name, installed_version, current_database(),"
        " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
        " FROM pg_available_extensions WHERE name = ANY(%s)",
        [list(EXTENSIONS)],
    )
    known = {name: facts for name, *facts in cursor.fetchall()}
    for extension in EXTENSIONS:
        if extension not in known:
            advice = "Sunucuya PostgreSQL sürümüne uygun «postgis» ve «contrib» paketlerini kurun."
            yield Fault(f"«{extension}» eklentisi sunucuda kurulu değil.", advice)
            continue
        installed, database, superuser = known[extension]
        if installed is None:
            ours = superuser or extension in TRUSTED
            command = f'psql -d {database} -c "CREATE EXTENSION {extension}"'
            advice = (
                "`konak migrate` kendisi ekler." if ours else f"Veritabanı yöneticisi bir kez çalıştırsın: {command}"
            )
            yield Fault(f"«{extension}» eklentisi veritabanına eklenmemiş.", advice, blocks=not ours)


@checks.register(checks.Tags.database)
def check_server(
    *, app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """konak.E001 for each fault of the server that the first migration cannot mend itself."""
    from django.db import connections

    return [
        checks.Error(fault.told, hint=fault.advice, id="konak.E001")
        for alias in databases or []
        for fault in server_faults(connections[alias])
        if fault.blocks
    ]
