"""The private PostgreSQL cluster: a server of one's own inside the state folder, reached by a socket only.

It is used when `DATABASE_URL` is not set. Root may start it too: the server then runs as `postgres`, and a name map
lets root in. Nobody else can: there is no TCP port and the folder of the socket is 0700.

Two roles, as on any ordinary server: `postgres` owns the cluster and makes the extensions, `konak` owns the database
and is no superuser.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import psycopg

from . import state
from .programs import Binaries, installed
from .state import DATABASE, PORT, Misconfigured

EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gist", "btree_gin", "pgcrypto")
OWNER = "postgres"
PATIENCE = 60
"""Seconds to wait for the server to start or stop."""


class Cluster:
    """A cluster below `home`: its data in `home/postgres/data`, its log beside, its socket in `sockets`."""

    durable = True
    role_attributes = "LOGIN CREATEDB"

    def __init__(self, home: Path, sockets: Path) -> None:
        self.home = home
        self.sockets = sockets
        self.folder = home / "postgres"
        self.data = self.folder / "data"

    # --- what others ask -------------------------------------------------------------------------------------------

    def url(self, role: str = DATABASE, database: str = DATABASE) -> str:
        """Connection string for psycopg; holds no secret."""
        return psycopg.conninfo.make_conninfo(host=str(self.sockets), port=PORT, user=role, dbname=database)

    def answers(self) -> bool:
        """Can `konak` work in its database right now?"""
        try:
            with psycopg.connect(self.url(), connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def ensure(self, report: Callable[[str], object] = lambda line: None) -> None:
        """Make, start and prepare what is missing; safe when several commands do it at the same moment."""
        if self.answers():
            return
        with self.locked():
            if self.answers():
                return
            self._claim()
            if not (self.data / "PG_VERSION").is_file():
                report("Veritabanı hazırlanıyor (yalnızca ilk kez)…")
                self._create()
            if not self.pid():
                self._start()
            self._prepare()

    def stop(self) -> bool:
        """Stop the server by its own process id. False when it was not running."""
        with self.locked():
            return self._stop()

    def pid(self) -> int | None:
        """Process id of the running server of this very cluster, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        except PermissionError as error:
            raise self._not_mine() from error
        return pid if self._is_ours(pid) else None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One command at a time makes, starts or stops the cluster of a state folder."""
        with self._open_lock("cluster.lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def in_use(self, stop_after: bool = False) -> Iterator[None]:
        """Be counted as a user of the server. With `stop_after` the last one to leave stops it."""
        with self._open_lock("cluster.use") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            try:
                yield
            finally:
                if stop_after:
                    with contextlib.suppress(BlockingIOError):
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        self.stop()

    def adopt(self, data: Path) -> None:
        """Begin with a copy of the data folder of another cluster that was stopped in order."""
        self._claim()
        shutil.copytree(data, self.data)
        if state.is_root():
            account = self.account
            for place in (self.data, *self.data.rglob("*")):
                os.chown(place, account.pw_uid, account.pw_gid)

    # --- making ----------------------------------------------------------------------------------------------------

    def _create(self) -> None:
        binaries = self._binaries()
        draft = self.folder / "new"
        self._remove(draft)
        flags = ["--data-checksums"] if self.durable else ["--no-sync"]
        flags += [f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        flags += ["--auth-local=peer", "--auth-host=reject"]
        self._run([binaries / "initdb", f"--pgdata={draft}", *flags], "Veritabanı kümesi oluşturulamadı")
        names = {self.account.pw_name, pwd.getpwuid(os.geteuid()).pw_name, "root"}
        lines = [f'konak "{name}" {role}' for name in sorted(names) for role in (OWNER, DATABASE)]
        self._write(draft / "pg_ident.conf", "\n".join(lines) + "\n")
        self._write(draft / "pg_hba.conf", "local all all peer map=konak\nlocal replication all peer map=konak\n")
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\ninclude 'konak.conf'\n")
        # the rename is the last step, so an interrupted start leaves nothing that looks finished
        draft.rename(self.data)

    def _start(self) -> None:
        binaries = self._binaries()
        self._clear_traces()
        self._make_folder(self.sockets, self.account)
        self._write(self.data / "konak.conf", self._configuration())
        log = self.folder / "start.log"
        self._remove(log)
        command = [binaries / "pg_ctl", "start", "-w", "-t", str(PATIENCE), "-D", str(self.data), "-l", str(log)]
        try:
            self._run(command, "Veritabanı başlatılamadı")
        except Misconfigured as error:
            told = log.read_text(errors="replace").strip() if log.exists() else ""
            raise Misconfigured(f"{error}\n{told}\nGünlük: {log} ve {self.folder / 'log'}") from None

    def _clear_traces(self) -> None:
        """Remove the lock files of a server that is gone; the number in them may belong to a stranger by now.

        PostgreSQL refuses to start beside orphaned backends of a killed server by what stands in `postmaster.pid`, so
        that file goes only when the last of them is gone.
        """
        deadline = time.monotonic() + PATIENCE
        while orphans := self._backends():
            if time.monotonic() > deadline:
                raise Misconfigured(f"Önceki veritabanının işlemleri hâlâ çalışıyor: {', '.join(map(str, orphans))}.")
            time.sleep(0.1)
        self._remove(self.data / "postmaster.pid")
        for trace in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            self._remove(self.sockets / trace)

    def _backends(self) -> list[int]:
        """Living processes of PostgreSQL that work in our data folder."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (place / "comm").read_text().strip() == "postgres" and (place / "cwd").readlink() == self.data:
                    found.append(int(place.name))
        return found

    def _prepare(self) -> None:
        """Role, database and extensions; every step may be there already."""
        with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE ROLE {DATABASE} {self.role_attributes}")
        self._extend("template1")
        with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {DATABASE}")
        self._extend(DATABASE)

    def _extend(self, database: str) -> None:
        # In template1 too: the test database is a copy of it, and only a superuser may make PostGIS.
        with psycopg.connect(self.url(OWNER, database), autocommit=True) as connection:
            there = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
            for name in EXTENSIONS:
                if name in there:
                    continue
                try:
                    connection.execute(f"CREATE EXTENSION {name}")
                except psycopg.errors.UndefinedFile:
                    raise Misconfigured(
                        f"PostgreSQL eklentisi «{name}» kurulu değil. `make setup` çalıştırın ya da "
                        f"postgresql-{self._binaries().version}-postgis-3 ve postgresql-contrib paketlerini kurun."
                    ) from None

    def _stop(self) -> bool:
        pid = self.pid()
        if not pid:
            return False
        # SIGINT is PostgreSQL's fast shutdown: sessions are ended, data is flushed
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while self._is_ours(pid):
            if time.monotonic() > deadline:
                raise Misconfigured(f"Veritabanı {PATIENCE} saniyede durmadı (işlem {pid}).")
            time.sleep(0.05)
        return True

    # --- who and where ---------------------------------------------------------------------------------------------

    @property
    def account(self) -> pwd.struct_passwd:
        """The account the server runs under: for root the owner of existing data or `postgres`, else oneself."""
        if state.is_root() and self.folder.is_dir() and (owner := self.folder.stat().st_uid):
            return pwd.getpwuid(owner)
        return state.server_account()

    def _claim(self) -> None:
        """Make the folder of the cluster; refuse a place the server could not reach."""
        account = self.account
        if not self.home.exists():
            self.home.mkdir(parents=True, mode=0o711)
        if state.is_root() and not state.reachable_by_server(self.home, account):
            raise Misconfigured(
                f"{self.home} klasörüne «{account.pw_name}» kullanıcısı ulaşamıyor; PostgreSQL orada çalışamaz. "
                "KONAK_STATE ile başka bir klasör gösterin, örneğin /var/lib/konak."
            )
        if self.folder.is_dir() and self.folder.stat().st_uid != account.pw_uid:
            raise self._not_mine()
        self._make_folder(self.folder, account)

    def _not_mine(self) -> Misconfigured:
        owner = pwd.getpwuid(self.folder.stat().st_uid).pw_name
        return Misconfigured(
            f"{self.folder} klasörü «{owner}» kullanıcısına ait. Komutu o kullanıcıyla (ya da sudo ile) çalıştırın "
            "veya KONAK_STATE ile kendi klasörünüzü gösterin."
        )

    def _make_folder(self, folder: Path, account: pwd.struct_passwd) -> None:
        """A 0700 folder of `account`; one that is a link or belongs to somebody else is refused."""
        try:
            folder.mkdir(mode=0o700)
            if state.is_root():
                os.chown(folder, account.pw_uid, account.pw_gid)
        except FileExistsError:
            pass
        facts = folder.lstat()
        if folder.is_symlink() or not folder.is_dir() or facts.st_uid != account.pw_uid:
            raise Misconfigured(f"{folder} beklenen klasör değil (sahibi ya da türü yanlış). Silip yeniden deneyin.")
        if facts.st_mode & 0o077:
            folder.chmod(0o700)

    def _binaries(self) -> Binaries:
        found = installed()
        marker = self.data / "PG_VERSION"
        if marker.is_file():
            needed = int(marker.read_text().strip())
            for one in found:
                if one.version == needed:
                    return one
            raise Misconfigured(
                f"Veriler PostgreSQL {needed} ile oluşturulmuş, ancak bu sürüm kurulu değil. "
                f"postgresql-{needed} ve postgresql-{needed}-postgis-3 paketlerini kurun."
            )
        if not found:
            raise Misconfigured(
                "PostgreSQL 15, 16 ya da 17 bulunamadı. `make setup` çalıştırın "
                "ya da DATABASE_URL ile bir sunucu gösterin."
            )
        return found[0]

    def _is_ours(self, pid: int) -> bool:
        """Is `pid` a postgres whose data is ours? A number alone says nothing after a reboot."""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except FileNotFoundError:
            if Path("/proc/self").exists():
                return False
            done = subprocess.run([self._binaries() / "pg_ctl", "status", "-D", str(self.data)], capture_output=True)
            return done.returncode == 0
        return Path(os.fsdecode(words[0])).name in {"postgres", "postmaster"} and os.fsencode(self.data) in words

    # --- small tools -----------------------------------------------------------------------------------------------

    def _run(self, command: list[str], failure: str) -> str:
        """Run a program of the server as its account, from `/`, because it may not enter the present folder."""
        if state.is_root():
            command = ["runuser", "-u", self.account.pw_name, "--", *command]
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Misconfigured(f"{failure}: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def _write(self, path: Path, text: str) -> None:
        """Write a file of the server; root hands it over."""
        path.write_text(text)
        path.chmod(0o600)
        if state.is_root():
            account = self.account
            os.chown(path, account.pw_uid, account.pw_gid)

    @staticmethod
    def _remove(path: Path) -> None:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _open_lock(self, name: str) -> Iterator[IO[str]]:
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            file = (self.home / name).open("a")
        except PermissionError as error:
            raise Misconfigured(
                f"{self.home} klasörüne yazılamıyor. Komutu klasörün sahibi olan kullanıcıyla çalıştırın."
            ) from error
        with file:
            yield file

    def _configuration(self) -> str:
        """What differs from PostgreSQL's defaults, sized for a computer that runs Konak beside other things."""
        memory = _memory_mb()
        lines = {
            "listen_addresses": "''",
            "port": PORT,
            "unix_socket_directories": _quoted(str(self.sockets)),
            "unix_socket_permissions": "0700",
            "max_connections": 100,
            "shared_buffers": f"{min(max(memory // 8, 64), 2048)}MB",
            "effective_cache_size": f"{max(memory // 2, 256)}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": f"{min(max(memory // 16, 64), 512)}MB",
            "random_page_cost": 1.1,
            "effective_io_concurrency": 100,
            "jit": "off",
            "wal_compression": "on",
            "max_wal_size": "2GB",
            "min_wal_size": "128MB",
            "idle_in_transaction_session_timeout": "10min",
            "log_timezone": "'Europe/Istanbul'",
            "lc_messages": "'C'",
            "logging_collector": "on",
            "log_directory": _quoted(str(self.folder / "log")),
            "log_filename": "'postgresql-%u.log'",
            "log_truncate_on_rotation": "on",
            "log_rotation_age": "1d",
            "log_rotation_size": 0,
            "log_min_duration_statement": "2s",
            "log_line_prefix": "'%m [%p] %a '",
            "cluster_name": "'konak'",
        }
        with contextlib.suppress(OSError):
            shared = os.statvfs("/dev/shm")  # noqa: S108 - only its size is read
            if shared.f_bavail * shared.f_frsize < 256 * 1024 * 1024:
                # containers often have 64 MB there, too little for a parallel query
                lines["dynamic_shared_memory_type"] = "mmap"
        lines |= self.overrides()
        return "# Written by Konak at every start; changes are lost.\n" + "".join(
            f"{name} = {value}\n" for name, value in lines.items()
        )

    def overrides(self) -> dict[str, str | int]:
        """Settings of a special kind of cluster."""
        return {}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _memory_mb() -> int:
    """Memory this process may use, in MB: the computer's, or the smaller limit of its container."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for place in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            total = min(total, int(Path(place).read_text()))
    return total // (1024 * 1024)


def private() -> Cluster:
    """The cluster of this installation's state folder."""
    folder = state.state_folder()
    return Cluster(folder, state.socket_folder(folder))
