"""`konak monitoring`: the process that asks, one check by hand, samples closed, results from outside."""

import argparse
import asyncio
import signal

from django.conf import settings
from django.utils.timezone import now

from konak.foundation.access import Actor

from . import queries, services
from .models import Check, Level
from .polling import Poller
from .probing import Asker, Question
from .queries.plan import plan

NAME, HELP = "monitoring", "Sistem izleme: ölçüm süreci, elle denetim, örneklerin toplanması"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    poll = commands.add_parser("poll", help="ölçüm sürecini çalıştır; ikincisi birincinin durmasını bekler")
    poll.add_argument("--once", action="store_true", help="her denetimi bir kez çalıştır, yaz ve dur")
    poll.add_argument("--for", dest="seconds", type=float, metavar="SANİYE", help="bu kadar saniye sonra dur")
    poll.set_defaults(run=run_poll)
    check = commands.add_parser("check", help="bir denetimi şimdi çalıştır, hiçbir şey yazma")
    check.add_argument("id", type=int, metavar="NO", help="denetimin numarası")
    check.set_defaults(run=run_check)
    roll = commands.add_parser("roll", help="biten saatlerin ve günlerin örneklerini topla, süresi dolanı sil")
    roll.set_defaults(run=run_roll)
    stale = commands.add_parser("sweep", help="üstlenilmeyen alarmları bir basamak yükselt")
    stale.set_defaults(run=run_sweep)


def run_poll(args: argparse.Namespace) -> int:
    async def work() -> int:
        poller = Poller(queries.store())
        try:
            if args.once:
                if not await poller.hold():
                    print("Başka bir ölçüm süreci çalışıyor; o durmadan ikinci kez ölçülmez.")
                    return 3
                await poller.ask_all()
                stats = poller.stats
            else:
                loop = asyncio.get_running_loop()
                for number in (signal.SIGINT, signal.SIGTERM):
                    loop.add_signal_handler(number, poller.stopping.set)
                stats = await poller.run(args.seconds)
        finally:
            poller.close()
        print(f"{stats.asked} soru, {stats.written} sonuç, {stats.samples} örnek, en çok {stats.late:.1f} sn gecikme")
        return 0

    return asyncio.run(work())


def run_check(args: argparse.Namespace) -> int:
    one = plan().checks.get(args.id)
    if one is None:
        known = Check.objects.filter(pk=args.id).exists()
        print("Bu denetim kapalı ya da dışarıdan bildiriliyor." if known else f"{args.id} numaralı denetim yok.")
        return 1
    question = Question(one.id, one.kind, one.address, one.params, one.secret, one.timeout)
    answer = asyncio.run(Asker(tuple(settings.MONITORING_NETWORKS)).probe(question))
    print(f"{Level(answer.level).label}: {answer.words} ({answer.took:.1f} ms)")
    for reading in answer.readings:
        values = ", ".join("–" if value is None else f"{value:g}" for value in reading.values)
        print(f"  {reading.name}: {values} {reading.unit}".rstrip())
    return 0 if answer.level == Level.OK else 2


def run_roll(args: argparse.Namespace) -> int:
    print(f"{queries.store().roll(now())} dosya yapıldı.")
    return 0


def run_sweep(args: argparse.Namespace) -> int:
    print(f"{services.sweep(actor=Actor(None, via='cli'))} kişiye haber verildi.")
    return 0
