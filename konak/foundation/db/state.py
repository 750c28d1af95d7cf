"""Where this installation keeps what it must remember, and how it reaches its database.

Read by `konak.settings`, so nothing here needs Django, and importing it starts nothing.
"""

import contextlib
import hashlib
import os
import pwd
import secrets
import stat
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SOCKET_LIMIT = 107
"""Longest path of a Unix socket in bytes (`sun_path` of Linux, without its closing zero)."""

PORT = 5432
DATABASE = "konak"
SCHEMES = {"postgres", "postgresql", "postgis"}


class Misconfigured(RuntimeError):
    """A setting that cannot work; the text is Turkish and says what to do."""


def state_folder() -> Path:
    """The folder of this installation: database, files, secrets; created when missing.

    `KONAK_STATE` wins. A checkout keeps its state in `.konak`, so that two checkouts never share a database; started
    by root from a place that the `postgres` user cannot enter (a home folder), it goes below `/var/lib/konak`.
    Without a checkout: `/var/lib/konak` for root, the XDG state folder for anybody else.
    """
    folder = _chosen_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o711 if is_root() else 0o700)
    except OSError as error:
        raise Misconfigured(
            f"Durum klasörü oluşturulamadı: {folder} ({error.strerror}). "
            "KONAK_STATE ile yazabildiğiniz bir klasör gösterin."
        ) from error
    return folder


def _chosen_folder() -> Path:
    if named := os.environ.get("KONAK_STATE"):
        return Path(named).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[3]
    if not (checkout / "pyproject.toml").is_file():
        if is_root():
            return Path("/var/lib/konak")
        return _personal_folder("konak")
    if is_root():
        # one that is already there belongs to whoever began with it; root may use it too
        if (checkout / ".konak" / "postgres").is_dir() or reachable_by_server(checkout):
            return checkout / ".konak"
        return Path("/var/lib/konak") / _distinct_name(checkout)
    if (checkout / ".konak").is_dir() or os.access(checkout, os.W_OK):
        return checkout / ".konak"
    return _personal_folder("konak-" + _distinct_name(checkout))


def _personal_folder(name: str) -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / name


def _distinct_name(path: Path) -> str:
    return f"{path.name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"


def is_root() -> bool:
    return os.geteuid() == 0


def server_account() -> pwd.struct_passwd:
    """The account PostgreSQL runs under: `postgres` for root, because the server refuses root; else one's own."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise Misconfigured(
            "PostgreSQL root olarak çalışmaz ve bu bilgisayarda «postgres» kullanıcısı yok. "
            "PostgreSQL paketini kurun (make setup) ya da komutu sıradan bir kullanıcıyla çalıştırın."
        ) from None


def reachable_by_server(folder: Path, account: pwd.struct_passwd | None = None) -> bool:
    """May the account of the server enter `folder` and every folder above it?"""
    try:
        account = account or server_account()
    except Misconfigured:
        return False
    groups = set(os.getgrouplist(account.pw_name, account.pw_gid))
    for place in (folder, *folder.parents):
        try:
            facts = place.stat()
        except FileNotFoundError:
            continue
        needed = stat.S_IXOTH
        if facts.st_uid == account.pw_uid:
            needed = stat.S_IXUSR
        elif facts.st_gid in groups:
            needed = stat.S_IXGRP
        if not facts.st_mode & needed:
            return False
    return True


def secret_key() -> str:
    """Django's secret key: `KONAK_SECRET_KEY`, or the one generated once into `<state>/secret-key` (0600)."""
    if given := os.environ.get("KONAK_SECRET_KEY"):
        return given
    return kept_secret(state_folder() / "secret-key")


def kept_secret(path: Path) -> str:
    """The secret in `path`, made on first use.

    Two processes that start together get the same one: each writes a file of its own and links it into place, and the
    link of the second fails.
    """
    try:
        return _read_secret(path)
    except FileNotFoundError:
        pass
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    try:
        secret = path.read_text(encoding="ascii").strip()
    except PermissionError as error:
        raise Misconfigured(
            f"{path} okunamıyor. Konak'ı bu klasörün sahibi olan kullanıcıyla çalıştırın "
            "ya da KONAK_STATE ile kendi klasörünüzü gösterin."
        ) from error
    if len(secret) < 32:
        raise Misconfigured(f"{path} bozuk: içindeki anahtar çok kısa. Dosyayı silin, yenisi üretilir.")
    return secret


def socket_folder(state: Path | None = None) -> Path:
    """Folder of the private cluster's socket: inside the state folder, or a short one when that path is too long."""
    state = state or state_folder()
    inside = state / "run"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT:
        return inside
    mark = hashlib.sha256(os.fsencode(state)).hexdigest()[:16]
    return Path("/tmp") / f"konak-{os.geteuid()}-{mark}"  # noqa: S108 - made 0700 and its owner is checked


def is_private() -> bool:
    """Does this installation run its own database server?"""
    return not os.environ.get("DATABASE_URL", "").strip()


def database_settings() -> dict[str, Any]:
    """Django's description of the database: `DATABASE_URL`, or the socket of the private cluster."""
    if url := os.environ.get("DATABASE_URL", "").strip():
        return _django_settings(parse_database_url(url))
    described: dict[str, Any] = {"NAME": DATABASE, "USER": DATABASE, "PASSWORD": "", "PORT": str(PORT)}
    return _django_settings(described | {"HOST": str(socket_folder()), "OPTIONS": {}})


def databases() -> dict[str, dict[str, Any]]:
    """All databases: the one that is written to, and with `KONAK_REPLICA_URL` a read-only copy of it."""
    found = {"default": database_settings()}
    if url := os.environ.get("KONAK_REPLICA_URL", "").strip():
        try:
            described = parse_database_url(url)
        except Misconfigured as error:
            raise Misconfigured(str(error).replace("DATABASE_URL", "KONAK_REPLICA_URL")) from None
        copy = _django_settings(described)
        copy["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
        copy["OPTIONS"]["connect_timeout"] = min(copy["OPTIONS"]["connect_timeout"], 3)
        if "pool" in copy["OPTIONS"]:
            copy["OPTIONS"]["pool"] |= {"min_size": 0, "timeout": 3}
        found["replica"] = copy | {"TEST": {"MIRROR": "default"}}
    found["map"] = _for_maps(found["default"])
    return found


def _for_maps(main: dict[str, Any]) -> dict[str, Any]:
    """The same database for small questions that come by the hundred a second: a plan that forks costs them more than
    it brings, and whoever zooms on has no use for an answer of five seconds ago."""
    options = dict(main["OPTIONS"])
    options["options"] = (
        f"{options['options']} -c default_transaction_read_only=on -c max_parallel_workers_per_gather=0 -c jit=off "
        "-c statement_timeout=5000"
    )
    if "pool" in options:
        options["pool"] = options["pool"] | {"min_size": 0}
    return main | {"OPTIONS": options, "TEST": {"MIRROR": "default"}}


def _django_settings(described: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"application_name": "konak", "connect_timeout": 10, **described.pop("OPTIONS")}
    # Known from the start, or every row written raises and catches an exception inside its history trigger.
    session = f"{options.get('options', '')} -c pgtrigger.ignore={{}}".strip()
    if limit := _whole_number("KONAK_STATEMENT_TIMEOUT_MS", 0):
        session += f" -c statement_timeout={limit}"
    options["options"] = session
    size = _whole_number("KONAK_DB_POOL", 8)
    if size:
        # A pool for each process: granian's threads come and go, connections stay.
        # A visitor waits 5 seconds for a database that is away; who comes later finds a pool that tries anew, because
        # one that tried for longer would ask ever more rarely.
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 5, "reconnect_timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **described,
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }


def parse_database_url(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?sslmode=require` as Django's settings.

    Every part may be percent-encoded; `postgres://%2Fvar%2Frun%2Fpostgresql/konak` and `postgres:///konak` name a
    socket. What stands behind `?` is handed to libpq as it is. The refusals never repeat the address, because it
    holds the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Misconfigured("DATABASE_URL okunamadı: kapı numarası ya da köşeli ayraç hatalı.") from None
    if parts.scheme not in SCHEMES:
        raise Misconfigured(
            "DATABASE_URL «postgres://kullanıcı:parola@sunucu:5432/veritabanı» biçiminde olmalıdır. "
            "Konak yalnızca PostgreSQL ile çalışır."
        )
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise Misconfigured("DATABASE_URL içinde veritabanının adı yok (sunucudan sonra «/ad»).")
    if parts.fragment:
        raise Misconfigured("DATABASE_URL içindeki «#» işaretini %23 olarak yazın.")
    # urlsplit lower-cases `hostname`; the folder of a socket may hold capitals.
    place = parts.netloc.rpartition("@")[2]
    host = unquote(place) if place.upper().startswith("%2F") and port is None else unquote(parts.hostname or "")
    options: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = options.pop("host", host)
    if "connect_timeout" in options:
        options["connect_timeout"] = int(options["connect_timeout"])
    return {
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": host,
        "PORT": str(port or options.pop("port", "") or ""),
        "OPTIONS": options,
    }


def _whole_number(name: str, default: int) -> int:
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not given.isdecimal():
        raise Misconfigured(f"{name} bir tam sayı olmalıdır.")
    return int(given)
