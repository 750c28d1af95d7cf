"""`konak serve` and `konak worker`: the long-running processes, started and stopped by their own process ids."""

import argparse
import asyncio
import contextlib
import ctypes
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from konak.foundation.db import state
from konak.foundation.db.state import Misconfigured

from . import static, tables
from .words import complain, say

GRACE = 20
"""Seconds a child gets to finish its work before it is killed."""

SILENCE = 45
"""Seconds without a heartbeat after which a worker counts as dead; a living one is heard every ten."""

THREADS = 4
"""Requests one web process works on at the same moment; its pool has as many connections."""


def configure(commands: Any) -> None:
    """Add both commands."""
    text = "web sunucusunu çalıştır"
    serve = commands.add_parser("serve", help=text, description=text)
    serve.add_argument("--host", default="127.0.0.1", help="dinlenecek adres (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="kapı numarası (8000)")
    serve.add_argument("--workers", type=int, default=0, help="web işlemi sayısı (en az 2)")
    serve.add_argument("--with-worker", action="store_true", help="arka plan işçisini de çalıştır")
    serve.set_defaults(run=run_server, stop_after=True)

    text = "arka plan işçisini çalıştır"
    worker = commands.add_parser("worker", help=text, description=text)
    worker.add_argument("--until-idle", action="store_true", help="bekleyen işler bitince dur")
    worker.set_defaults(run=run_worker, stop_after=True)


def run_worker(args: argparse.Namespace) -> int:
    """Do the background jobs until a signal comes."""
    from procrastinate.contrib.django import app

    if tables.pending():
        raise Misconfigured("Veritabanının tabloları eksik ya da eski. Önce `konak migrate` çalıştırın.")

    async def work() -> None:
        connector: Any = app.connector
        with app.replace_connector(connector.get_worker_connector()) as working:
            async with working.open_async():
                await take_over(working)
                rescuer = asyncio.create_task(_keep_taking_over(working))
                try:
                    await working.run_worker_async(
                        name="konak",
                        wait=not args.until_idle,
                        delete_jobs="successful",
                        shutdown_graceful_timeout=GRACE,
                    )
                finally:
                    rescuer.cancel()

    asyncio.run(work())
    return 0


async def take_over(app: Any) -> int:
    """Queue again what a dead worker held in its hands; returns how many.

    A job is one transaction or can be repeated, so what was half done is not there. When the same periodic job waits
    already, the broken-off one is dropped: its successor does the work.
    """
    from procrastinate.exceptions import UniqueViolation

    jobs, count = app.job_manager, 0
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        facts = {"job": job.id, "silence": SILENCE}
        try:
            await app.connector.execute_query_async(QUEUE_AGAIN + STILL_DEAD, **facts)
        except UniqueViolation:
            await app.connector.execute_query_async(DROP + STILL_DEAD, **facts)
        count += 1
    return count


QUEUE_AGAIN = (
    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = now(), worker_id = NULL "
)
DROP = "DELETE FROM procrastinate_jobs "
STILL_DEAD = (
    "WHERE id = %(job)s AND status = 'doing' AND NOT EXISTS (SELECT FROM procrastinate_workers AS worker "
    "WHERE worker.id = worker_id AND worker.last_heartbeat >= now() - make_interval(secs => %(silence)s))"
)
"""Asked again while writing: of two workers that find the same job only the first one queues it."""


async def _keep_taking_over(app: Any) -> None:
    from procrastinate.exceptions import ConnectorException

    while True:
        await asyncio.sleep(SILENCE / 3)
        with contextlib.suppress(ConnectorException):  # the database is away; the worker itself will say so
            await take_over(app)


def run_server(args: argparse.Namespace) -> int:
    """Serve the pages, with `--with-worker` do the background jobs beside; a signal stops everything."""
    if tables.pending():
        raise Misconfigured("Veritabanının tabloları eksik ya da eski. Önce `konak migrate` çalıştırın.")
    _check_port(args.host, args.port)
    static.collect()
    _open_first_account()
    crew = Crew(_health_address(args.host, args.port))
    # what the pages and the letters call this place, unless the operator named it
    os.environ.setdefault("KONAK_URL", f"http://localhost:{args.port}")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_fresh_counters(args.port))
    crew.add("web", _web_command(args), pool=str(THREADS), KONAK_STATEMENT_TIMEOUT_MS="30000")
    if args.with_worker:
        crew.add("worker", [sys.executable, "-m", "konak.cli", "worker"], pool="0")
        if os.environ.get("KONAK_MONITORING_POLL", "1").lower() not in {"0", "false", "no", "off"}:
            crew.add("watch", [sys.executable, "-m", "konak.cli", "monitoring", "poll"], pool="0")
    return crew.run(lambda: _welcome(args))


def _fresh_counters(port: int) -> Path:
    """An empty folder in which the counters of all web processes of this server meet."""
    folder = state.state_folder() / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _web_command(args: argparse.Namespace) -> list[str]:
    workers = args.workers or min(os.cpu_count() or 2, 4)
    flags = ["--interface", "wsgi", "--host", args.host, "--port", str(args.port), "--workers", str(max(workers, 2))]
    flags += ["--blocking-threads", str(THREADS), "--no-ws", "--respawn-failed-workers", "--log-level", "warning"]
    flags += ["--workers-kill-timeout", str(GRACE - 5)]
    return [sys.executable, "-m", "granian", *flags, "konak.wsgi:application"]


def _check_port(host: str, port: int) -> None:
    """Refuse a port that is taken; granian would share it with another granian without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Misconfigured(
                f"{port} numaralı kapıyı açma yetkiniz yok; 1024'ten büyük bir --port seçin."
            ) from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Misconfigured(f"{host}:{port} dinlenemiyor ({error.strerror}).") from None
            raise Misconfigured(
                f"{port} numaralı kapı kullanımda. Başka bir Konak açık olabilir; onu kapatın "
                f"ya da `--port {port + 1}` ile başka bir kapı seçin."
            ) from None


def _open_first_account() -> None:
    """An empty installation gets its administrator, so that somebody can sign in."""
    from konak.foundation.people import commands
    from konak.foundation.people.models import User

    if not User.objects.exists():
        commands.first(argparse.Namespace())


def _welcome(args: argparse.Namespace) -> None:
    from django.conf import settings

    from konak.foundation.people.commands import SECRET_FILE

    name = "localhost" if args.host in {"127.0.0.1", "::1", "0.0.0.0", "::", "localhost"} else args.host  # noqa: S104
    say()
    say(f"  Konak hazır: http://{name}:{args.port}")
    secret = settings.STATE / SECRET_FILE
    if secret.is_file():
        say(f"  Giriş için kullanıcı adı ve parola şu dosyada: {secret}")
    say("  Durdurmak için Ctrl-C")
    say()


@dataclass
class Child:
    """One process we started: how to start it again and, while it runs, its handle."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0


@dataclass
class Crew:
    """The processes of one `konak serve`: the web server decides when it is over, the worker is started again."""

    address: str
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def add(self, name: str, command: list[str], pool: str, **environment: str) -> None:
        """Name a process to be started by `run`."""
        self.children.append(Child(name, command, {**os.environ, "KONAK_DB_POOL": pool, **environment}))

    def run(self, ready: Any) -> int:
        """Start all, call `ready` when the pages answer, watch until a signal or the end of the web server."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        announced = False
        try:
            for child in self.children:
                self._start(child)
            while not self.stopping:
                if not announced and _answers(self.address):
                    announced = True
                    ready()
                for child in self.children:
                    code = child.process.poll() if child.process else 0
                    if code is None:
                        continue
                    if child.name == "web":
                        complain(f"Hata: web sunucusu durdu (çıkış kodu {code}).")
                        return 1
                    self._restart(child, code)
                time.sleep(0.2)
            return 0
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: object) -> None:
        if not self.stopping:
            say("Durduruluyor…")
        self.stopping = True

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
        child.process = subprocess.Popen(
            child.command, env=child.environment, start_new_session=True, preexec_fn=_die_with_parent
        )

    def _restart(self, child: Child, code: int) -> None:
        lasted = time.monotonic() - child.started
        child.failures = 0 if lasted > 60 else child.failures
        if lasted < min(2**child.failures, 60):
            return  # not yet: a process that fails at once is started again more and more slowly
        child.failures += 1
        name = "İzleme süreci" if child.name == "watch" else "Arka plan işçisi"
        complain(f"{name} durdu (çıkış kodu {code}); yeniden başlatılıyor.")
        self._start(child)

    def _stop(self) -> None:
        for child in reversed(self.children):
            if child.process and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if not child.process:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)  # its session holds nothing but its own processes
                child.process.wait()


def _die_with_parent() -> None:
    """Runs in the child: should `konak serve` be killed hard, Linux tells the child to stop (PR_SET_PDEATHSIG)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _health_address(host: str, port: int) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        path = reverse("health")
    except NoReverseMatch:
        path = "/"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}{path}" if ":" in host else f"http://{host}:{port}{path}"


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
            return True
    except urllib.error.HTTPError:
        return True  # it answers, whatever it says
    except OSError:
        return False
