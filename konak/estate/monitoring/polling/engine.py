"""One loop asks everything. Answers are judged in memory; only changes and newest values go to the database."""

import asyncio
import datetime as dt
import heapq
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.db import fetch
from konak.gateways.snmp import Trap, TrapPort

from .. import services
from ..judging import CRIT, Memory, judge
from ..keeping import Store, Writer
from ..probing import UNKNOWN, Answer, Asker, Question
from ..queries.plan import Plan, Planned, plan, revision
from ..services.recording import Known, Told

log = logging.getLogger("konak.monitoring")
T = TypeVar("T")
JOB = Actor(None, via="job")
RETRY = 15
"""Seconds until a check that seems to change is asked again."""
AT_ONCE = 400
"""Questions on their way at the same time."""
BATCH = 2_000
"""Answers written in one transaction."""
LOOK = 20.0
"""Seconds between two looks at whether the plan has changed."""
SAMPLES = 60.0
"""Seconds of samples that are in memory only; a process that is killed loses no more."""


@dataclass
class Stats:
    """What the process has done so far."""

    asked: int = 0
    written: int = 0
    samples: int = 0
    late: float = 0.0
    """The longest a question came after its time, in seconds."""
    failures: int = 0


@dataclass
class Poller:
    store: Store
    at_once: int = AT_ONCE
    stats: Stats = field(default_factory=Stats)

    def __post_init__(self) -> None:
        self.plan = Plan({}, {}, {}, {})
        self.memories: dict[int, Memory] = {}
        self.own: dict[int, dict[str, Any]] = defaultdict(dict)
        self.known = Known()
        self.writer = Writer()
        self.done: list[Told] = []
        self.traps: list[tuple[dt.datetime, Trap]] = []
        self.due: list[tuple[float, int]] = []
        self.when: dict[int, float] = {}
        self.busy: set[int] = set()
        self.asker = Asker(tuple(settings.MONITORING_NETWORKS))
        # one thread and one connection: the lock that makes this the only poller lives on it
        self.thread = ThreadPoolExecutor(1, "monitoring")
        self.stopping = asyncio.Event()
        self.seen: tuple[Any, ...] = ()

    async def _db(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, partial(work, *args, **kwargs))

    # lock ---------------------------------------------------------------------------------------------------------

    async def hold(self) -> bool:
        """Whether this is the one poller; of several the others stand by."""
        return bool(await self._db(lambda: fetch("monitoring/hold")[0].held))

    # plan ---------------------------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Take over what was changed; what is asked already keeps its place."""
        seen = await self._db(revision)
        if seen == self.seen:
            return
        self.plan, self.seen = await self._db(plan), seen
        moment = time.monotonic()
        for key, one in self.plan.checks.items():
            if key not in self.memories:
                self.memories[key] = self.plan.memories[key]
                # spread evenly, hosts before what is on them, so that the first round is no flood
                offset = (key * 2_654_435_761 % 1_000) / 1_000 * min(one.every, 60) * (0.2 if one.alive else 1)
                self._set(key, moment + offset)
        for key in [key for key in self.memories if key not in self.plan.checks]:
            self.memories.pop(key)
            self.when.pop(key, None)
            self.own.pop(key, None)

    def _set(self, key: int, at: float) -> None:
        self.when[key] = at
        heapq.heappush(self.due, (at, key))

    # asking -------------------------------------------------------------------------------------------------------

    async def _ask(self, one: Planned) -> None:
        question = Question(
            one.id, one.kind, one.address, one.params, one.secret, one.timeout, memory=self.own[one.id]
        )
        try:
            answer = await self.asker.probe(question)
        except Exception as error:
            # one question that breaks must not stop the others; it is told as what it is
            log.exception("check %s broke", one.id)
            answer = Answer(UNKNOWN, f"Denetim çalıştırılamadı: {type(error).__name__}")
            self.stats.failures += 1
        self.stats.asked += 1
        self._judge(one, answer)

    def _judge(self, one: Planned, answer: Answer) -> None:
        before = self.memories.get(one.id, Memory())
        verdict = judge(before, answer.level, one.attempts)
        self.memories[one.id] = verdict.memory
        moment = time.monotonic()
        self.done.append(Told(one.id, one.host_id, now(), verdict.memory, before.hard, answer, one.alive))
        if one.id in self.plan.checks:
            self._set(one.id, moment + (min(RETRY, one.every) if verdict.again_soon else one.every))
        if one.alive and answer.level == CRIT and before.seems != CRIT:
            # is what it stands behind there? asked now, so that it is known before this one is believed
            for parent in self.plan.parents.get(one.host_id, ()):
                key = self.plan.alive.get(parent)
                if key in self.plan.checks and key is not None and self.when.get(key, 0) > moment + 1:
                    self._set(key, moment)

    async def ask_all(self) -> None:
        """Every check once: a round for tests, for trials and for the first look."""
        await self.look()
        gate = asyncio.Semaphore(self.at_once)

        async def ask(ones: list[Planned]) -> None:
            async with gate:
                for one in ones:
                    await self._ask(one)

        by_host: dict[int, list[Planned]] = {}
        for one in sorted(self.plan.checks.values(), key=lambda one: not one.alive):
            by_host.setdefault(one.host_id, []).append(one)
        await asyncio.gather(*(ask(ones) for ones in by_host.values()))
        await self.flush(whole=True)

    async def _schedule(self) -> None:
        """Ask what is due; two questions never go to the same device at once."""
        running: set[asyncio.Task[None]] = set()
        waiting: dict[int, list[Planned]] = {}

        async def work(one: Planned) -> None:
            try:
                await self._ask(one)
                while queue := waiting.get(one.host_id):
                    await self._ask(queue.pop(0))
            finally:
                self.busy.discard(one.host_id)

        while not self.stopping.is_set():
            moment = time.monotonic()
            while self.due and self.due[0][0] <= moment and len(running) < self.at_once:
                at, key = heapq.heappop(self.due)
                one = self.plan.checks.get(key)
                if one is None or self.when.get(key) != at:
                    continue
                self.stats.late = max(self.stats.late, moment - at)
                self.when[key] = float("inf")
                if one.host_id in self.busy:
                    waiting.setdefault(one.host_id, []).append(one)
                    continue
                self.busy.add(one.host_id)
                task = asyncio.create_task(work(one))
                running.add(task)
                task.add_done_callback(running.discard)
            await asyncio.sleep(0.05 if self.due and len(running) < self.at_once else 0.1)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    # writing ------------------------------------------------------------------------------------------------------

    async def flush(self, *, whole: bool = False) -> None:
        """Write what was found out. Where the database is away, answers wait, the oldest go."""
        while self.done:
            batch, self.done = self.done[:BATCH], self.done[BATCH:]
            try:
                placed = await self._db(services.record, batch, actor=JOB, known=self.known)
            except (DatabaseError, InterfaceError):
                log.exception("results could not be written")
                self.known = Known()
                self.done = [*batch, *self.done][-20 * BATCH :]
                await self._db(_reconnect)
                break
            self.stats.written += len(batch)
            for part, at, reading in placed:
                self.writer.add(part, at, reading.values)
        if whole and len(self.writer):
            self.stats.samples += await self._db(self.store.write, self.writer.take())
        if self.traps:
            traps, self.traps = self.traps, []
            await self._db(services.record_traps, traps, actor=JOB)

    def hear(self, trap: Trap) -> None:
        if len(self.traps) < 5_000:
            self.traps.append((now(), trap))
        if trap.trusted:
            # what an agent cries about is looked at now, not when its time comes
            for key in self.plan.asked_of(trap.source)[:20]:
                if self.when.get(key, float("inf")) != float("inf"):
                    self._set(key, min(self.when[key], time.monotonic() + 2))

    async def _keep_writing(self) -> None:
        sampled = looked = time.monotonic()
        while not self.stopping.is_set():
            await asyncio.sleep(1)
            moment = time.monotonic()
            whole = moment - sampled > SAMPLES
            try:
                await self.flush(whole=whole)
                if whole:
                    sampled = moment
                    await self._db(services.sweep, actor=JOB)
                if moment - looked > LOOK:
                    looked = moment
                    if not await self.hold():
                        log.warning("another poller has taken over")
                        self.stopping.set()
                        return
                    await self.look()
            except (DatabaseError, InterfaceError):
                log.exception("the database is away")
                await self._db(_reconnect)

    async def _keep_rolling(self) -> None:
        """Close hours and days beside everything else, in a thread of its own."""
        while not self.stopping.is_set():
            try:
                await asyncio.to_thread(self.store.roll, now())
            except Exception:
                log.exception("samples could not be rolled up")
            for _ in range(300):
                if self.stopping.is_set():
                    return
                await asyncio.sleep(1)

    async def run(self, seconds: float | None = None) -> Stats:
        """Ask until a signal comes (or so many seconds have passed). Where another one asks, stand by."""
        loop = asyncio.get_running_loop()
        if seconds is not None:
            loop.call_later(seconds, self.stopping.set)
        while not self.stopping.is_set() and not await self.hold():
            await asyncio.sleep(2)
        if self.stopping.is_set():
            return self.stats
        transport = None
        if settings.MONITORING_TRAPS:
            address, _, port = settings.MONITORING_TRAPS.rpartition(":")
            transport, _ = await loop.create_datagram_endpoint(
                lambda: TrapPort(self.hear, knows=lambda source: self.plan.senders.get(source)),
                local_addr=(address.strip("[]"), int(port)),
            )
        await self.look()
        try:
            await asyncio.gather(self._schedule(), self._keep_writing(), self._keep_rolling())
        finally:
            if transport is not None:
                transport.close()
            await self.flush(whole=True)
            await self._db(_leave)
        return self.stats

    def close(self) -> None:
        self.thread.submit(_leave).result()
        self.thread.shutdown()


def _reconnect() -> None:
    connection.close()
    close_old_connections()


def _leave() -> None:
    """Close the connection of this thread; the lock goes with it."""
    connection.close()
