"""`konak network`: lease files in from the command line."""

import argparse
import datetime as dt
from pathlib import Path

from konak.foundation.access import Actor, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import units

from . import access, services
from .models import Prefix, UploadKind

NAME, HELP = "network", "Ağ: DHCP kira dosyalarını ve komşu tablolarını al"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    bring = commands.add_parser(
        "import", help="kira dosyası ya da komşu tablosu al; aynı dosya ikinci kez zarar vermez"
    )
    bring.add_argument("files", nargs="+", metavar="DOSYA")
    bring.add_argument("--format", choices=["auto", *UploadKind.values], default="auto", help="dosyanın biçimi")
    bring.add_argument("--check", action="store_true", help="yalnız oku ve say, hiçbir şey yazma")
    bring.set_defaults(run=bring_in)


def _operator() -> tuple[Actor, int]:
    """Whoever may run commands on this machine; the rows belong to the unit that keeps the networks."""
    unit = Prefix.objects.order_by("pk").values_list("unit_id", flat=True).first()
    top = units().filter(parent=None).order_by("pk").first()
    at = unit or (top.pk if top else 0)
    grants = {access.KEEP.code: 4, access.VIEW.code: 4}
    return Actor(None, (Seat("administrator", at, frozenset({at}), grants=grants),), "cli"), at


def bring_in(args: argparse.Namespace) -> int:
    actor, unit_id = _operator()
    failed = 0
    for name in args.files:
        path = Path(name)
        try:
            content = path.read_bytes()
            taken = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
            if args.check:
                read = services.read_file(content, args.format, taken)
                print(f"{path.name}: {read.kind}, {len(read.rows)} kayıt, {read.broken} okunamayan")
                faults = read.faults
            else:
                made = services.take_in(
                    actor=actor, content=content, name=path.name, kind=args.format, unit_id=unit_id, taken_at=taken
                )
                print(
                    f"{path.name}: {made.get_kind_display()}, {made.lines} kayıt, {made.fresh} yeni, "
                    f"{made.joined} uzatılan, {made.known} bilinen, {made.broken} okunamayan"
                )
                faults = made.faults
            for fault in faults[:10]:
                print(f"  {fault}")
        except FileNotFoundError:
            print(f"{path}: böyle bir dosya yok.")
            failed = 1
        except (Refused, IsADirectoryError, PermissionError) as refusal:
            print(f"{path.name}: {refusal}")
            failed = 1
    return failed
