"""What goes wrong on the way in: a killed server, a full disk, nonsense, wrong clocks, everything twice."""

import datetime as dt
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from konak.assurance.logs.services import intake, searching, sources
from konak.foundation.lake import queries as lake
from konak.foundation.lake import services as sealing
from konak.foundation.lake import spool, verification

SHARED = Path(os.environ.get("KONAK_SHARED", Path(__file__).parents[4].parent / "shared")) / "data/logs"
SERVER = """
import resource, signal, socketserver, sys
import django
django.setup()
from django.db import connections
connections.databases["default"].update({"NAME": sys.argv[1]})
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from django.core.wsgi import get_wsgi_application
class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64
class Quiet(WSGIRequestHandler):
    def log_message(self, *told):
        pass
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
limit(int(sys.argv[2]))
signal.signal(signal.SIGUSR1, lambda *_: (limit(resource.RLIM_INFINITY), print("room", flush=True)))
with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
"""
DOOR, KIND = "/log-alimi/loki/api/v1/push", "application/json"
PUSH, LINES = 20, 4_000


class Senders:
    """Four shippers that keep what was not acknowledged, as real ones do."""

    def __init__(self, key):
        self.head, self.lock = {"Authorization": f"Bearer {key}", "Host": "localhost"}, threading.Lock()
        numbers = [list(range(start, start + PUSH)) for start in range(0, LINES, PUSH)]
        self.waiting, self.acknowledged, self.told = numbers, set(), []

    def body(self, numbers):
        values = [[str(n), f"<38>Dec  1 10:00:00 web sshd[1]: line {n} {'x' * 200}"] for n in numbers]
        return json.dumps({"streams": [{"stream": {}, "values": values}]})

    def send(self, port):
        """Deliver until something goes wrong or nothing waits."""
        threads = [threading.Thread(target=self._deliver, args=(port,)) for _ in range(4)]
        for one in threads:
            one.start()
        return threads

    def _deliver(self, port):
        while True:
            with self.lock:
                if not self.waiting:
                    return
                numbers = self.waiting.pop(0)
            try:
                line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                line.request("POST", DOOR, self.body(numbers), self.head | {"Content-Type": KIND})
                answer = line.getresponse()
                status, wait = answer.status, answer.headers.get("Retry-After")
                answer.read()
            except (OSError, http.client.HTTPException):
                status, wait = 0, None
            with self.lock:
                if status == 204:
                    self.acknowledged.update(numbers)
                    continue
                self.waiting.append(numbers)
                self.told.append((status, wait))
                return


def kept():
    found = []
    for path in spool.waiting("system"):
        found += [int(line.split()[6]) for frame in spool.frames(path) for line in frame.lines]
    return found


@pytest.mark.django_db(transaction=True)
def test_no_acknowledged_line_is_lost_when_the_server_is_killed_and_when_the_disk_is_full(hall, tmp_path, settings):
    settings.LAKE_ROOT = tmp_path / "lake"
    admin = hall.seat("administrator", hall.network)
    source = sources.add(actor=admin.actor, unit_id=hall.network.pk, name="toplayici")
    senders = Senders(sources.give_key(source.pk, actor=admin.actor)[1])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "konak.settings", "KONAK_DB_POOL": "0", "KONAK_LAKE": str(settings.LAKE_ROOT),
        "KONAK_LAKE_RESERVE_MB": "0",
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-c", SERVER, str(connection.settings_dict["NAME"]), "200000"]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    try:
        port = int(child.stdout.readline())  # no file grows beyond 200,000 bytes
        for one in senders.send(port):
            one.join()
        full = len(senders.acknowledged)
        assert (set(senders.told), 0 < full < LINES) == ({(429, "30")}, True)
        assert senders.acknowledged == set(kept())
        senders.told.clear()
        child.send_signal(signal.SIGUSR1)
        assert child.stdout.readline() == b"room\n"
        threads = senders.send(port)
        while len(senders.acknowledged) < full + 1_000 and any(one.is_alive() for one in threads):
            threads[0].join(0.01)
        child.kill()  # in the middle of what is on its way
        for one in threads:
            one.join()
        assert (len(senders.acknowledged) < LINES, {status for status, _ in senders.told}) == (True, {0})
        assert senders.acknowledged <= set(kept())
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    while senders.waiting:  # the next server gets the rest
        numbers = senders.waiting.pop()
        assert Client().post(DOOR, senders.body(numbers), KIND, headers=senders.head).status_code == 204
        senders.acknowledged.update(numbers)
    assert (len(senders.acknowledged), set(kept())) == (LINES, set(range(LINES)))
    twice = len(kept()) - LINES
    assert 0 <= twice <= 4 * PUSH  # only what was on its way when the server died
    sealing.seal()
    assert {int(line.split()[6]) for line in lake.lines(lake.search("system"))} == set(range(LINES))
    assert list(verification.verify()) == []


@pytest.fixture
def town(hall, tmp_path, settings):
    settings.LAKE_ROOT, settings.LAKE_RESERVE_MB = tmp_path / "lake", 0
    hall.admin = hall.seat("administrator", hall.network)
    source = sources.add(actor=hall.admin.actor, unit_id=hall.network.pk, name="wef")
    hall.key = sources.give_key(source.pk, actor=hall.admin.actor)[1]
    return hall


def bulk(town, *documents):
    body = "".join(f'{{"create":{{}}}}\n{json.dumps(one)}\n' for one in documents)
    head = {"Authorization": f"ApiKey {town.key}"}
    answer = Client().generic("POST", "/log-alimi/_bulk", body, content_type="application/x-ndjson", headers=head)
    assert (answer.status_code, answer.json()["errors"]) == (200, False)


def test_windows_events_come_by_winlogbeat_nxlog_and_as_xml(town):
    at = now().replace(microsecond=0).isoformat()
    data = {"TargetUserName": "ayse", "TargetDomainName": "KURUM", "IpAddress": "10.1.2.3", "IpPort": "50000"}
    beat = {
        "@timestamp": at, "host": {"name": "dc1"}, "event": {"code": "4625"},
        "winlog": {"channel": "Security", "event_id": "4625", "computer_name": "dc1.kurum", "event_data": data},
    }  # fmt: skip
    nxlog = {"EventTime": at, "Hostname": "dc1.kurum", "EventID": 4625, "Channel": "Security", **data}
    documents = [beat, nxlog]
    real = SHARED / "windows-logs/windows-logs.log"
    if real.is_file():
        documents.append({"message": real.read_text(encoding="utf-8", errors="replace").strip()})
    bulk(town, *documents)
    found = [one.values for one in lake.search("windows")]
    assert len(found) == len(documents)
    told = {
        (one["event.code"], one["user.name"], one.get("source.ip"), one["event.outcome"])
        for one in found
        if one["user.name"] == "ayse"
    }
    assert told == {("4625", "ayse", "10.1.2.3", "failure")}
    if real.is_file():
        (event,) = [one for one in found if one["user.name"] != "ayse"]
        assert (event["event.code"], event["host.name"]) == ("4625", "exchange-1.mydomain.test")


def test_nonsense_is_kept_as_it_came_and_hostile_names_name_nothing(town):
    chance = random.Random(5)
    lines = [
        chance.randbytes(400).replace(b"\n", b""),
        b"\x00\xff\xfe" * 50,
        b"A" * 1_048_576,
        b'{"EventID": 4625, "TargetUserName": "yar\xc4',
        b'{"' + b'a":{"' * 3_000 + b'":1' + b"}" * 3_000,
        b'date=2026-03-10 devid="x" logid="1" type="traffic" srcip=\'; DROP TABLE logs_search; -- dstip=1',
        "<30>Ara  1 10:00:00 ğüş dhcpd[1]: DHCPACK on ".encode("cp1254"),
    ]
    hostile = {"EventID": 4624, "TargetUserName": "a", 'x" OR 1=1 --': "y", "line": "z", "n": 9, "__class__": "q"}
    lines.append(json.dumps(hostile).encode())
    assert intake.take_in(lines, source='../../etc/"x') == len(lines)
    codes = [code for code in lake.SETS if code not in ("searches", "trail")]
    held = sorted(line for code in codes for line in lake.lines(lake.search(code)))
    assert held == sorted(lines)
    sealing.seal()
    assert sorted(line for code in codes for line in lake.lines(lake.search(code))) == sorted(lines)
    assert list(verification.verify()) == []
    ask = {"actor": town.admin.actor, "since": now() - dt.timedelta(days=1), "until": now() + dt.timedelta(days=1)}
    for words in ("%' OR '1'='1", '"; DROP'):
        assert len(searching.free(words=words, purpose="Bozuk satırların denenmesi", **ask).evidence) <= 1


def test_leases_out_of_order_twice_in_other_zones_and_mapped_lead_to_one_device(town):
    asked = now().replace(microsecond=0) - dt.timedelta(hours=1)

    def ack(minutes, mac, zone=dt.timezone(dt.timedelta(hours=3))):
        at = (asked + dt.timedelta(minutes=minutes)).astimezone(zone)
        return f"<30>1 {at.isoformat()} dhcp1 dhcpd 1 - - DHCPACK on 10.1.2.3 to {mac} (pc) via eth0".encode()

    late, right, before = "00:11:22:00:00:0a", "00:11:22:00:00:0b", "00:11:22:00:00:0c"
    lines = [ack(20, late), ack(-10, right, dt.UTC), ack(-200, before, dt.timezone(dt.timedelta(hours=-5)))]
    intake.take_in(lines, source="dhcp1")
    intake.take_in([*reversed(lines)], source="dhcp1")  # delivered again
    sealing.seal()
    for ip in ("10.1.2.3", "::ffff:10.1.2.3", "::FFFF:0a01:0203"):
        found = searching.who(actor=town.admin.actor, ip=ip, at=asked, purpose="Sıra dışı kiralar")
        assert (found.inner, found.mac) == ("10.1.2.3", right.replace(":", "-").upper())
    wrong = ack(0, "00:11:22:00:00:0d").replace(f"{asked:%Y}-".encode(), b"2099-")
    intake.take_in([wrong], source="dhcp1")
    again = searching.who(actor=town.admin.actor, ip="10.1.2.3", at=asked, purpose="Saati bozuk sunucu")
    assert again.mac == right.replace(":", "-").upper()
    (row,) = lake.search("dhcp", where={"source.mac": "00-11-22-00-00-0D"})
    assert row.values["log.flags"] == "clock"
