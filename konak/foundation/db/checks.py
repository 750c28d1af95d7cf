"""Is the server we were given one we can work on? Asked by Django's checks and by `konak doctor`."""

from collections.abc import Sequence
from typing import Any

from django.core import checks

from .cluster import EXTENSIONS

LOWEST = 150000
HIGHEST = 179999


def server_faults(connection: Any) -> list[tuple[str, str]]:
    """What is wrong with the server behind `connection`: pairs of fault and advice, in Turkish."""
    faults = []
    with connection.cursor() as cursor:
        version = cursor.connection.info.server_version
        if not LOWEST <= version <= HIGHEST:
            faults.append((f"Sunucu sürümü {version // 10000}.", "Konak PostgreSQL 15, 16 ve 17 ile çalışır."))
        cursor.execute("SELECT current_setting('server_encoding'), current_database()")
        encoding, name = cursor.fetchone()
        if encoding != "UTF8":
            advice = "Veritabanını ENCODING 'UTF8' ile yeniden oluşturun."
            faults.append((f"«{name}» veritabanının kodlaması {encoding}.", advice))
        cursor.execute("SELECT count(*) FROM pg_collation WHERE collname IN ('tr-x-icu', 'und-x-icu')")
        if cursor.fetchone()[0] < 2:
            advice = "ICU desteğiyle derlenmiş bir PostgreSQL kurun."
            faults.append(("Sunucuda Türkçe sıralama (tr-x-icu) yok.", advice))
        cursor.execute(
            "SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)]
        )
        known = dict(cursor.fetchall())
    for extension in EXTENSIONS:
        if extension not in known:
            advice = "Sunucuya PostgreSQL sürümüne uygun «postgis» ve «contrib» paketlerini kurun."
            faults.append((f"«{extension}» eklentisi sunucuda kurulu değil.", advice))
        elif known[extension] is None:
            advice = f'Yönetici bir kez çalıştırsın: psql -d {name} -c "CREATE EXTENSION {extension}"'
            faults.append((f"«{extension}» eklentisi veritabanına eklenmemiş.", advice))
    return faults


@checks.register(checks.Tags.database)
def check_server(
    *, app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """konak.E001 for each fault of the server; runs with `check --database` and before `migrate`."""
    from django.db import connections

    messages: list[checks.CheckMessage] = []
    for alias in databases or []:
        # What is missing before the first migration is for the migration to make; here only what it cannot.
        for told, advice in server_faults(connections[alias]):
            if "eklenmemiş" not in told:
                messages.append(checks.Error(told, hint=advice, id="konak.E001"))
    return messages
