"""The poller against 5,000 devices of 20 interfaces on loopback: does a round fit into five minutes on two cores?

    python bench/monitoring.py [--devices 5000] [--interfaces 20] [--rounds 2]

A responder in a process of its own answers for all devices from pre-encoded values, on one port of 127.0.0.1 (the
answers of a socket have one sender). What is measured: a round of SNMP questions, judged, written to the database
and to the files of samples. The bound: a round takes less than 150 s, half of the five minutes.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import prepare

os.environ["KONAK_MONITORING_NETWORKS"] = "127.0.0.0/8"
BOUND = 150.0


def respond(interfaces: int, pipe: "multiprocessing.connection.Connection") -> None:
    """Answer for every device; the counters grow with the clock."""
    from konak.gateways.snmp.fake import FakeAgent, Mib, serve, switch

    async def run() -> None:
        agent = FakeAgent(Mib(switch("deneme", interfaces)))
        pipe.send(await serve(agent))
        begin = time.time()
        while not pipe.poll():
            await asyncio.sleep(5)
            passed = time.time() - begin
            agent.mib.set(switch("deneme", interfaces, uptime=int(100_000 + passed * 100), octets=int(passed * 1e6)))

    asyncio.run(run())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--devices", type=int, default=5_000)
    parser.add_argument("--interfaces", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        return measure(args, Path(folder))


def measure(args: argparse.Namespace, folder: Path) -> int:
    from konak.estate.monitoring.keeping import Store
    from konak.estate.monitoring.models import Check, Host
    from konak.estate.monitoring.polling import Poller
    from konak.foundation.people.models import Unit

    ours, theirs = multiprocessing.Pipe()
    responder = multiprocessing.get_context("spawn").Process(
        target=respond, args=(args.interfaces, theirs), daemon=True
    )
    responder.start()
    port = ours.recv()
    unit = Unit.objects.create(name="Ölçüm", kind="branch")
    Host.objects.bulk_create(
        Host(unit=unit, name=f"c{n}", address="127.0.0.1", sort="switch") for n in range(args.devices)
    )
    Check.objects.bulk_create(
        Check(host=host, kind="interfaces", name="Arayüzler", every=300, params={"port": port})
        for host in Host.objects.all()
    )

    async def rounds() -> list[tuple[float, float]]:
        poller, found = Poller(Store(folder), at_once=100), []
        for _ in range(args.rounds):
            begin, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
            await poller.ask_all()
            now = resource.getrusage(resource.RUSAGE_SELF)
            cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
            found.append((time.perf_counter() - begin, cpu))
        print(
            json.dumps({"asked": poller.stats.asked, "samples": poller.stats.samples, "bad": poller.stats.failures})
        )
        poller.close()
        return found

    found = asyncio.run(rounds())
    ours.send("end")
    responder.join(10)
    good = Check.objects.filter(level=0, words__contains="arayüz").count()
    many = args.devices * args.interfaces
    for place, (clock, cpu) in enumerate(found, 1):
        print(f"round {place}: {clock:.1f} s, {cpu:.1f} s of processor, {many / clock:.0f} interfaces/s")
    worst = max(clock for clock, _ in found)
    print(f"answered {good} of {args.devices}; worst round {worst:.1f} s (bound {BOUND:.0f})")
    return 0 if good == args.devices and worst < BOUND else 1


if __name__ == "__main__":
    raise SystemExit(main())
