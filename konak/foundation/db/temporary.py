"""A cluster for one run of the tests: without fsync, in a folder of its own, gone at the end."""

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path

import psycopg

from .cluster import OWNER, Cluster
from .state import DATABASE, socket_folder

PREFIX = "konak-test"


class TemporaryCluster(Cluster):
    """A cluster below the folder for temporary files; the name of its folder says which process it belongs to."""

    durable = False

    def __init__(self) -> None:
        sweep()
        home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{_namespace()}-{os.getpid()}-"))
        home.chmod(0o711)
        super().__init__(home, socket_folder(home))

    def overrides(self) -> dict[str, str | int]:
        """Speed before safety: what is lost in a crash was made for one test."""
        return {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": 0,
            "shared_buffers": "128MB",
            "logging_collector": "off",
            "log_min_duration_statement": -1,
        }

    def _prepare(self) -> None:
        super()._prepare()
        with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as connection:
            # tests empty the tables in one go, past every trigger
            connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {DATABASE}")

    def remove(self) -> None:
        """Stop the server and delete everything; may be called twice."""
        if self.home.exists():
            self.stop()
            shutil.rmtree(self.home, ignore_errors=True)
            shutil.rmtree(self.sockets, ignore_errors=True)


class _Left(TemporaryCluster):
    def __init__(self, home: Path) -> None:
        Cluster.__init__(self, home, socket_folder(home))


def _namespace() -> str:
    """Which numbering of processes ours belong to: containers may share the folder but not the numbers."""
    try:
        return str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:
        return "0"


def sweep() -> None:
    """Remove clusters of our own whose test run was killed before it could clean up."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}-*-*"):
        owner = re.match(rf"{PREFIX}-{_namespace()}-(\d+)-", home.name)
        with contextlib.suppress(OSError):
            facts = home.lstat()
            if owner and home.is_dir() and facts.st_uid == os.geteuid() and not Path(f"/proc/{owner[1]}").exists():
                _Left(home).remove()
