"""`konak directory sync|check`: the directory from the command line, for cron and for whoever looks for a fault."""

import argparse

from konak.foundation.access import Actor, Seat
from konak.foundation.lifecycle import Refused

from . import access, services
from .models import Connection, RunState

NAME, HELP = "directory", "Dizin: eşitleme ve bağlantı denemesi"
GOOD = (RunState.DONE, RunState.PREVIEW)


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    sync = commands.add_parser("sync", help="dizinle eşitle; yarım kalan varsa kaldığı yerden sürer")
    sync.add_argument("code", nargs="?", default="", metavar="KOD", help="bağlantının kodu; yoksa etkin olan hepsi")
    sync.add_argument("--dry", action="store_true", help="yalnız önizle, hiçbir şeyi değiştirme")
    sync.set_defaults(run=synchronise)
    check = commands.add_parser("check", help="bağlantıları dene")
    check.add_argument("code", nargs="?", default="", metavar="KOD")
    check.set_defaults(run=try_out)


def _operator() -> Actor:
    """Whoever may run commands on this machine may do this; the trail says it was the command line."""
    grants = {access.SYNC.code: 4, access.SETUP.code: 4}
    return Actor(None, (Seat("administrator", 0, frozenset(), grants=grants),), "cli")


def _codes(code: str) -> list[str]:
    rows = Connection.objects.filter(active=True).order_by("code")
    return list((rows.filter(code=code) if code else rows).values_list("code", flat=True))


def synchronise(args: argparse.Namespace) -> int:
    actor, worst = _operator(), 0
    codes = _codes(args.code)
    if not codes:
        print("Etkin bir dizin bağlantısı yok.")
        return 1
    for code in codes:
        try:
            run = services.carry_on(services.begin(code, actor=actor, dry=args.dry).pk, actor=actor)
        except Refused as refusal:
            print(f"{code}: {refusal}")
            worst = 1
            continue
        print(f"{code}: {run.get_state_display()} · {run.words}")
        for does, count in sorted(run.counts.items()):
            print(f"  {does}: {count}")
        worst = worst if run.state in GOOD else 1
    return worst


def try_out(args: argparse.Namespace) -> int:
    actor, worst = _operator(), 0
    codes = _codes(args.code)
    if not codes:
        print("Etkin bir dizin bağlantısı yok.")
        return 1
    for code in codes:
        print(f"{code}: {services.check(code, actor=actor)}")
        worst = 1 if Connection.objects.get(code=code).problem else worst
    return worst
