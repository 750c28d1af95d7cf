"""`konak logs`: what a line of a log says."""

import argparse
import json
import sys
from pathlib import Path

from django.utils.timezone import now

from .parsing import FORMATS, nested, read, records
from .parsing.common import Context

NAME, HELP = "logs", "Log satırları: çözümle"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    parsing = commands.add_parser("parse", help="bir dosyanın satırlarını ECS alanlarıyla yaz")
    parsing.add_argument("file", metavar="DOSYA", help="«-» standart girdidir")
    parsing.add_argument("--format", default="auto", choices=["auto", *sorted(FORMATS)], metavar="BİÇİM")
    parsing.add_argument("--json", action="store_true", help="satır başına bir JSON nesnesi; yoksa biçimlerin sayısı")
    parsing.set_defaults(run=parse, database=False)


def parse(args: argparse.Namespace) -> int:
    context = Context(now())
    counts: dict[str, int] = {}
    with sys.stdin.buffer if args.file == "-" else Path(args.file).open("rb") as lines:
        for line in records(lines):
            facts = read(line, context, args.format)
            module = facts["event.module"]
            counts[module] = counts.get(module, 0) + 1
            if args.json:
                sys.stdout.write(json.dumps(nested(facts), ensure_ascii=False) + "\n")
    if not args.json:
        for module, count in sorted(counts.items(), key=lambda one: -one[1]):
            print(f"{count:>10}  {FORMATS[module][0] if module in FORMATS else module}")
    return 0
