"""A poller asks what is open, believes what is repeated, writes once, and dies without losing more than its cycle."""

import asyncio
import threading

import pytest
from django.db import connection

from konak.estate.monitoring import queries, services
from konak.estate.monitoring.keeping import Store
from konak.estate.monitoring.models import Check, Host, Part, Problem
from konak.estate.monitoring.polling import Poller
from konak.foundation.db import fetch
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
        after = await poller.hold()
        await poller.ask_all()
        poller.close()
        return before, after, poller.stats.asked

    assert (took, asyncio.run(second())) == ([True], (False, True, 1))
    assert Check.objects.get().level == 0
    assert not Problem.objects.exists()
