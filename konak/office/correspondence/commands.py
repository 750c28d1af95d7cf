"""`konak correspondence`: load the file plan, judge packages."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

HELP = "Resmî yazışma: dosya planı yükle, e-Yazışma paketi denetle"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    plan = commands.add_parser("load-sdp", help="standart dosya planını yükle (TSV ya da CSV: kod, ad, …)")
    plan.add_argument("file", type=Path, metavar="DOSYA")
    plan.set_defaults(run=load_sdp)
    check = commands.add_parser("check-package", help="e-Yazışma paketlerini denetle (veritabanı gerekmez)")
    check.add_argument("files", type=Path, nargs="+", metavar="DOSYA")
    check.add_argument("--trust", type=Path, metavar="KLASÖR", help="kabul edilen kök sertifikaların klasörü")
    check.add_argument("--json", action="store_true", help="sonucu JSON olarak yaz")
    check.set_defaults(run=check_package, database=False)


def load_sdp(args: argparse.Namespace) -> int:
    from .services import filing

    lines = args.file.read_text(encoding="utf-8-sig").splitlines()
    new, changed = filing.load_codes(actor=filing.SYSTEM, rows=filing.read_plan(lines))
    print(f"{new} yeni kod yüklendi, {changed} kod değişti.")
    return 0


def check_package(args: argparse.Namespace) -> int:
    """0 when every package is clean, 1 when one is not, 2 when it could not be told of one and none is bad."""
    from .packaging import check
    from .services import judge

    if args.trust and not args.trust.is_dir():
        print(f"Güven klasörü yok: {args.trust}", file=sys.stderr)
        return 2
    results: list[dict[str, Any]] = []
    worst = 0
    for path in args.files:
        try:
            content = path.read_bytes()
        except OSError as fault:
            words = f"?okunamadı: {fault.strerror or fault}"
            results.append({"file": str(path), "digests": words[1:], "signatures": words[1:], "violations": []})
            worst = worst or 2
            continue
        report = check(content, partial(judge, roots=args.trust))
        results.append(
            {
                "file": str(path),
                "digests": report.digests.removeprefix("?"),
                "signatures": report.signatures.removeprefix("?"),
                "violations": [{"rule": one.rule, "part": one.part} for one in report.violations],
            }
        )
        if report.clean:
            continue
        worst = (worst or 2) if report.unsure else 1
    if args.json:
        json.dump(results, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for one in results:
            print(f"{one['file']}: özetler {one['digests']} · imzalar {one['signatures']}")
            for violation in one["violations"]:
                print(f"  kural: {violation['rule']} {violation['part']}".rstrip())
    return worst
