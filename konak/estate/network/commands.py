"""`konak network`: lease files, neighbour tables, registers and models in from the command line."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from django.db import transaction

from konak.foundation.access import Actor, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import units

from . import access, services
from .models import Prefix, UploadKind
from .parsing import registers as files
from .services.transfer import REGISTERS, read_registers

NAME, HELP = "network", "Ağ: kira dosyası, komşu tablosu, kayıt dosyası ve cihaz modeli al; kayıtları dosyaya ver"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    bring = commands.add_parser(
        "import", help="kira, komşu, kayıt (CSV, JSON, YAML) ya da cihaz modeli dosyası al; ikinci kez zarar vermez"
    )
    bring.add_argument("files", nargs="+", metavar="DOSYA")
    bring.add_argument("--format", choices=["auto", *UploadKind.values], default="auto", help="dosyanın biçimi")
    bring.add_argument("--register", choices=list(REGISTERS), default="", help="dosyadaki kayıt; yoksa anlaşılır")
    bring.add_argument("--check", action="store_true", help="yalnız oku ve say, hiçbir şey yazma")
    bring.set_defaults(run=bring_in)
    give = commands.add_parser("export", help="bir kaydı dosya olarak yaz; geri alınabilir")
    give.add_argument("register", choices=list(REGISTERS), metavar="KAYIT", help=", ".join(REGISTERS))
    give.add_argument("--format", choices=list(files.FORMATS), default="csv", help="dosyanın biçimi")
    give.set_defaults(run=give_out)


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
            if args.format == "auto" and (args.register or _holds_registers(content)):
                failed |= _bring_registers(actor, unit_id, path.name, content, args)
                continue
            if args.format == "auto" and path.suffix.lower() in (".yaml", ".yml"):
                failed |= _bring_types(actor, unit_id, path.name, content, args)
                continue
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


def _holds_registers(content: bytes) -> bool:
    try:
        read_registers(content)
    except Refused:
        return False
    return True


def _bring_registers(actor: Actor, unit_id: int, name: str, content: bytes, args: argparse.Namespace) -> int:
    told = services.bring(
        actor=actor, content=content, name=args.register, unit_id=unit_id, dry=args.check, most=None
    )
    for one in told.counts:
        print(f"{name}: {one.label}: {one.added} yeni, {one.changed} değişen, {one.same} aynı")
    for fault in told.faults:
        print(f"  {fault}")
    if told.broken:
        print(f"{name}: {told.broken} satır hatalı, hiçbir şey yazılmadı.")
    return int(bool(told.broken))


def _bring_types(actor: Actor, unit_id: int, name: str, content: bytes, args: argparse.Namespace) -> int:
    with transaction.atomic():
        made = services.import_types(actor=actor, content=content, unit_id=unit_id)
        if args.check:
            transaction.set_rollback(True)
    print(f"{name}: {len(made)} cihaz modeli")
    return 0


def give_out(args: argparse.Namespace) -> int:
    actor, _ = _operator()
    sys.stdout.buffer.write(services.write_register(actor=actor, name=args.register, form=args.format))
    return 0
