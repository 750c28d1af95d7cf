"""`konak serve` as an operator meets it: a private cluster, web processes, a worker, and nothing left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from konak.foundation.db import template

COMMAND = [sys.executable, "-m", "konak.cli"]


@pytest.fixture(scope="module")
def environment():
    folder = tempfile.mkdtemp(prefix="konak-serve-")
    Path(folder).chmod(0o711)  # the server's account has to reach it
    told = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KONAK_DB_POOL"}}
    told["KONAK_STATE"] = folder
    template.install(Path(folder))
    subprocess.run([*COMMAND, "migrate"], env=told, check=True, capture_output=True)
    yield told
    subprocess.run([sys.executable, "-m", "konak.foundation.db.stop"], env=told, capture_output=True)
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(environment: dict[str, str], port: int, *words: str) -> subprocess.Popen[str]:
    """A serving Konak, after it has said that it is ready."""
    command = [*COMMAND, "serve", "--port", str(port), *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = ""
    for line in process.stdout:
        told += line
        if "Konak hazır" in line:
            assert line.strip() == f"Konak hazır: http://localhost:{port}"
            return process
    raise AssertionError(f"ended with {process.wait()}: {told}")


def family(state: str) -> list[int]:
    """Every living process that was started for this state folder, the database included."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words, surroundings = (place / "cmdline").read_bytes(), (place / "environ").read_bytes()
        except OSError:
            continue
        if words and int(place.name) != os.getpid():
            ours = f"KONAK_STATE={state}".encode() in surroundings.split(b"\0")
            if ours or os.fsencode(f"{state}/postgres/data") in words:
                found.append(int(place.name))
    return found


def gone(state: str, within: float) -> bool:
    deadline = time.monotonic() + within
    while family(state):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def fetched(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_serves_works_in_the_background_and_leaves_nothing_behind(environment):
    port = free_port()
    process = started(environment, port, "--with-worker")
    try:
        assert fetched(port, "/saglik/") == (200, '{"status": "ok"}')
        assert fetched(port, "/giris/")[0] == 200

        secret = Path(environment["KONAK_STATE"]) / "ilk-giris.txt"
        assert secret.stat().st_mode & 0o777 == 0o600
        assert "yonetici" in secret.read_text()

        deadline = time.monotonic() + 20
        while "1 işçi çalışıyor" not in (told := doctor(environment)) and time.monotonic() < deadline:
            time.sleep(0.5)
        assert "OK     Arka plan işçisi: 1 işçi çalışıyor" in told
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert gone(environment["KONAK_STATE"], within=5)


def doctor(environment: dict[str, str]) -> str:
    return subprocess.run([*COMMAND, "doctor"], env=environment, capture_output=True, text=True).stdout


def test_killed_hard_its_children_stop_and_the_next_one_starts_as_if_nothing_had_been(environment):
    port = free_port()
    first = started(environment, port, "--with-worker")
    children = [pid for pid in family(environment["KONAK_STATE"]) if pid != first.pid]
    first.kill()
    first.wait()
    deadline = time.monotonic() + 25
    while time.monotonic() < deadline and fetchable(port):
        time.sleep(0.1)
    assert children
    assert not fetchable(port)

    second = started(environment, port)
    second.send_signal(signal.SIGINT)
    assert second.wait(30) == 0
    assert gone(environment["KONAK_STATE"], within=25)


def fetchable(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_without_tables_it_says_what_to_do(environment):
    folder = tempfile.mkdtemp(prefix="konak-serve-")
    Path(folder).chmod(0o711)
    empty = environment | {"KONAK_STATE": folder}
    try:
        told = subprocess.run([*COMMAND, "serve"], env=empty, capture_output=True, text=True)
        assert told.returncode == 1
        assert told.stderr == "Hata: Veritabanının tabloları eksik ya da eski. Önce `konak migrate` çalıştırın.\n"
        assert gone(folder, within=5)
    finally:
        shutil.rmtree(folder)
