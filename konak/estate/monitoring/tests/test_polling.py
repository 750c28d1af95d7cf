"""A poller asks what is open, believes what is repeated, writes once, and dies without losing more than its cycle."""

import asyncio
import os
import socket
import subprocess
import sys
import threading

import pytest
from django.db import connection

from konak.estate.monitoring import queries, services
from konak.estate.monitoring.keeping import Store
from konak.estate.monitoring.models import Check, Host, Part, Problem, StateChange
from konak.estate.monitoring.polling import Poller
from konak.estate.monitoring.queries.plan import plan
from konak.foundation.db import fetch
from konak.foundation.notify.models import Notification
from konak.gateways.snmp.fake import FakeAgent, Mib, serve, switch

pytestmark = pytest.mark.django_db(transaction=True)
LOOPBACK = ["127.0.0.0/8", "::1/128"]


@pytest.fixture(autouse=True)
def _only_loopback(settings):
    settings.MONITORING_NETWORKS = LOOPBACK


class Scene:
    """A switch on loopback whose agent answers what it is told to, and a poller."""

    def __init__(self, watch, folder):
        self.watch, self.store = watch, Store(folder)
        self.agent = FakeAgent(Mib(switch("deneme", 4)))
        self.host = watch.host("anahtar", sort="switch")
        self.ports = services.add_check(
            self.host.pk, actor=watch.expert.actor, kind="interfaces", attempts=1, params={"expected": ["Gi1/0/2"]}
        )

    async def begin(self):
        port = await serve(self.agent)
        await asyncio.to_thread(self._at, port)
        self.poller = Poller(self.store)
        return self.poller

    def _at(self, port):
        Check.objects.filter(pk=self.ports.pk).update(params={"port": port, "expected": ["Gi1/0/2"], "timeout": 0.3})
        connection.close()


@pytest.fixture
def scene(watch, tmp_path):
    return Scene(watch, tmp_path)


def test_interfaces_are_measured_and_an_agent_that_wraps_reboots_hangs_and_lies_is_survived(scene):
    rounds = []

    async def cycle():
        poller = await scene.begin()
        answers = [
            switch("deneme", 4, uptime=100_000, octets=0),
            switch("deneme", 4, uptime=100_100, octets=100),
            switch("deneme", 4, uptime=50, octets=7),  # it began anew
            switch("deneme", 4, uptime=150, octets=10**15),  # no interface is that fast
            switch("deneme", 4, uptime=200, octets=0) | {"1.3.6.1.2.1.2.2.1.8.2": 2},  # one is down
        ]
        for values in answers:
            scene.agent.mib.set(values)
            await poller.ask_all()
            rounds.append(poller.stats.samples)
        scene.agent.mode = "hang"
        await poller.ask_all()
        poller.close()

    asyncio.run(cycle())
    samples = [now - before for before, now in zip([0, *rounds], rounds, strict=False)]
    # echo: latency and loss; four interfaces with traffic both ways and errors only where a rate is true
    assert samples[:4] == [2, 14, 2, 6]
    host = Host.objects.get(pk=scene.host.pk)
    assert (host.state, host.told, host.booted_at is not None) == ("up", "Örnek anahtar 1.0", True)
    assert Part.objects.filter(sort="interface").count() == 4
    (problem,) = queries.problems(scene.watch.expert.actor)
    assert (problem.case.subject, problem.level) == ("anahtar: Ağ arayüzleri (SNMP): 4 arayüz; kapalı: Gi1/0/2", 2)
    assert Check.objects.get(pk=scene.ports.pk).words.startswith("SNMP yanıtı gelmedi")


def test_nothing_is_sent_where_it_is_not_allowed(watch, tmp_path):
    far = watch.host("uzak")
    Host.objects.filter(pk=far.pk).update(address="192.0.2.7")
    poller = Poller(Store(tmp_path))
    asyncio.run(poller.ask_all())
    poller.close()
    check = Check.objects.get(host=far)
    assert (check.level, check.seems) == (0, 3)
    assert "izin verilmemiş" in check.words


def test_of_two_pollers_one_works_and_the_other_takes_over(watch, tmp_path):
    watch.host("anahtar")
    freed, took = threading.Event(), []

    def first():
        took.append(fetch("monitoring/hold")[0].held)
        ready.set()
        freed.wait(10)
        connection.close()

    ready = threading.Event()
    holder = threading.Thread(target=first)
    holder.start()
    ready.wait(10)

    async def second():
        poller = Poller(Store(tmp_path))
        before = await poller.hold()
        freed.set()
        await asyncio.to_thread(holder.join)
        for _ in range(100):  # the server notices that the connection is gone
            if after := await poller.hold():
                break
            await asyncio.sleep(0.05)
        await poller.ask_all()
        poller.close()
        return before, after, poller.stats.asked

    assert (took, asyncio.run(second())) == ([True], (False, True, 1))
    assert Check.objects.get().level == 0
    assert not Problem.objects.exists()


KILLED = """
import asyncio, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import connections
connections.databases["default"].update({"NAME": sys.argv[1]})
settings.MONITORING_NETWORKS = ["127.0.0.0/8"]
from konak.estate.monitoring.keeping import Store
from konak.estate.monitoring.polling import Poller

class Slow(Poller):
    async def flush(self, *, whole=False):
        print("asked" if not self.stats.written else "written", flush=True)
        await super().flush(whole=whole)
        if self.stats.written:
            print("written", flush=True)
            await asyncio.sleep(60)  # a new round has begun and nothing of it is written

async def work():
    poller = Slow(Store(Path(sys.argv[2])))
    print("held" if await poller.hold() else "not held", flush=True)
    await poller.ask_all()

asyncio.run(work())
"""


def test_a_poller_that_is_killed_leaves_one_problem_and_the_next_goes_on(scene, tmp_path):
    dead = scene.watch.host("kapali", ping=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    services.add_check(
        dead.pk, actor=scene.watch.expert.actor, kind="tcp", attempts=1, alive=True, params={"port": port}
    )
    Check.objects.filter(pk=scene.ports.pk).update(enabled=False)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "konak.settings", "KONAK_DB_POOL": "0"}
    name = str(connection.settings_dict["NAME"])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, name, str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert [child.stdout.readline().strip() for _ in range(3)] == ["held", "asked", "written"]
        assert not fetch("monitoring/hold")[0].held  # it works still
    finally:
        child.kill()
        child.wait(timeout=20)
        child.stdout.close()
    (before,) = Problem.objects.all()
    told = Notification.objects.count()

    async def after():
        poller = await scene.begin()
        for _ in range(100):  # the server notices that the connection is gone
            if await poller.hold():
                break
            await asyncio.sleep(0.1)
        memory = (await poller._db(plan)).memories
        await poller.ask_all()
        await poller.ask_all()
        poller.close()
        return memory

    memory = asyncio.run(after())
    check = Check.objects.get(host=dead)
    assert (memory[check.pk].hard, check.level, len(check.last)) == (2, 2, 3)
    assert list(Problem.objects.values_list("case__number", "case__state")) == [(before.case.number, "open")]
    assert Notification.objects.count() == told
    assert StateChange.objects.filter(owner=check).count() == 1
