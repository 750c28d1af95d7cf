"""The shipped configuration with a real rsyslogd on the loopback: what it took in reaches the lake."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as house

from konak.assurance.logs.services import pulling
from konak.foundation.lake import queries as lake
from konak.foundation.lake import spool

ROOT = Path(__file__).parents[4]
RSYSLOG = shutil.which("rsyslogd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", "")) or "rsyslogd"
PROGRAM = """
import sys, time
from pathlib import Path
from django.conf import settings
settings.configure(LAKE_ROOT=Path(sys.argv[1]), USE_TZ=True, TIME_ZONE="Europe/Istanbul")
from konak.foundation.lake import LakeSet, register
for code in ("dhcp", "firewall", "system", "other"):
    register(LakeSet(code, code))
from konak.assurance.logs.services.pulling import pull
while True:
    print(pull(Path(sys.argv[2])), flush=True)
"""


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def lines():
    found = []
    for code in ("dhcp", "firewall", "system", "other"):
        found += [line.decode() for line in lake.lines(lake.search(code))]
    return found


def awaited(count, folder):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pulling.pull(folder)
        if len(found := lines()) >= count:
            return found
        time.sleep(0.3)
    return lines()


@pytest.fixture
def doors(db, tmp_path, settings):
    """UDP, TCP and TLS ports of an rsyslogd under the shipped configuration, and its folder."""
    settings.LAKE_ROOT = tmp_path / "lake"
    tls = tmp_path / "tls"
    tls.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", tls / "sunucu.key", "-out", tls / "sunucu.pem"], check=True, capture_output=True,
    )  # fmt: skip
    shutil.copy(tls / "sunucu.pem", tls / "ca.pem")
    folder = tmp_path / "gelen"
    folder.mkdir()
    ports = [free_port(socket.SOCK_DGRAM), free_port(), free_port()]
    text = (ROOT / "ops/rsyslog/konak.conf").read_text()
    for old, new in (
        ("/var/spool/konak/gelen", str(folder)),
        ("/etc/konak/tls", str(tls)),
        ('dirGroup="konak"', ""),
        ('fileGroup="konak"', ""),
        ("/var/spool/rsyslog", str(tmp_path)),
        ('type="imudp" port="514"', f'type="imudp" address="127.0.0.1" port="{ports[0]}"'),
        ('type="imptcp" port="514"', f'type="imptcp" address="127.0.0.1" port="{ports[1]}"'),
        ('port="6514"', f'address="127.0.0.1" port="{ports[2]}"'),
    ):
        assert old in text
        text = text.replace(old, new)
    conf = tmp_path / "rsyslog.conf"
    conf.write_text(text)
    log = (tmp_path / "rsyslog.err").open("wb")
    daemon = subprocess.Popen([RSYSLOG, "-n", "-f", conf, "-i", tmp_path / "rsyslog.pid"], stderr=log, stdout=log)
    try:
        until, closed = time.monotonic() + 30, {ports[1], ports[2]}
        while closed and time.monotonic() < until:
            for port in [*closed]:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    closed.discard(port)
            time.sleep(0.1)
        yield (*ports, folder)
    finally:
        daemon.terminate()
        try:
            daemon.wait(20)
        except subprocess.TimeoutExpired:
            daemon.kill()
        log.close()


def test_every_door_of_rsyslog_leads_into_the_lake_and_a_killed_taker_loses_nothing(doors):
    udp, tcp, tls, folder = doors
    said = "<30>Dec  1 10:00:00 dhcp1 dhcpd[1]: DHCPACK on 10.0.0.{n} to 00:11:22:33:44:{n:02x} (pc{n}) via eth0"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(said.format(n=1).encode(), ("127.0.0.1", udp))
    with socket.create_connection(("127.0.0.1", tcp)) as one:
        one.sendall((said.format(n=2) + "\n").encode())
    counted = said.format(n=3) + "\nsecond part"  # octet counting carries a line feed
    with socket.create_connection(("127.0.0.1", tcp)) as one:
        one.sendall(f"{len(counted)} {counted}".encode())
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", tls)) as bare, context.wrap_socket(bare) as one:
        text = said.format(n=4)
        one.sendall(f"{len(text)} {text}".encode())
    found = awaited(4, folder)
    assert sorted(found) == [said.format(n=1), said.format(n=2), counted.replace("\n", "#012"), said.format(n=4)]
    assert {row.values["sender"] for row in lake.search("dhcp")} == {"127.0.0.1"}

    numbers = range(6_000)
    with socket.create_connection(("127.0.0.1", tcp)) as one:
        for start in range(0, len(numbers), 2_000):
            one.sendall("".join(f"<14>1 - h a - - - number {n}\n" for n in numbers[start : start + 2_000]).encode())
            taker = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, house.LAKE_ROOT, folder], cwd=house.BASE, stdout=subprocess.PIPE
            )
            while not int(taker.stdout.readline()):  # killed while it takes
                pass
            taker.kill()
            taker.wait()
    until = time.monotonic() + 60
    kept = set()
    while time.monotonic() < until and len(kept) < len(numbers):
        pulling.pull(folder)
        kept = {int(line.rpartition(" ")[2]) for line in lines() if "number" in line}
    assert kept == set(numbers)


def test_a_growing_file_a_new_file_of_the_same_name_and_a_full_lake(db, tmp_path, settings, monkeypatch):
    settings.LAKE_ROOT = tmp_path / "lake"
    folder = tmp_path / "gelen/10.0.0.5"
    folder.mkdir(parents=True)
    file = folder / "a.log"
    file.write_bytes(b"one\ntwo\nthr")
    assert (pulling.pull(tmp_path / "gelen"), pulling.pull(tmp_path / "gelen")) == (2, 0)
    with file.open("ab") as more:
        more.write(b"ee\n")

    def full(*args, **kwargs):
        raise spool.LakeFull(28, "yer kalmadı")

    with monkeypatch.context() as patch:
        patch.setattr(spool, "append", full)
        with pytest.raises(spool.LakeFull):
            pulling.pull(tmp_path / "gelen")
    assert pulling.pull(tmp_path / "gelen") == 1
    other = folder / "b.log"
    other.write_bytes(b"four\n")
    other.replace(file)
    assert pulling.pull(tmp_path / "gelen") == 1
    os.utime(file, (1, 1))
    assert (pulling.pull(tmp_path / "gelen"), file.exists()) == (0, False)
    assert sorted(lines()) == ["four", "one", "three", "two"]
    assert {row.values["sender"] for row in lake.search("other")} == {"10.0.0.5"}
