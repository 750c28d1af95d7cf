"""`konak esignature verify`: is a signed file whole, whose is it, may it be trusted. No server, no database."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

NAME, HELP = "esignature", "E-imza: imzalı dosyaları doğrula"
LARGEST = 500 * 1024 * 1024


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    words = "imzalı dosyaları doğrula; çıkış durumu 0 temiz, 1 temiz değil, 2 söylenemedi"
    verify = commands.add_parser("verify", help=words, description=words)
    verify.add_argument("files", nargs="+", metavar="DOSYA")
    verify.add_argument("--trust", metavar="KLASÖR", help="kabul edilen kök sertifikaların klasörü")
    verify.add_argument("--content", metavar="DOSYA", help="ayrı imza dosyasının imzaladığı içerik")
    verify.add_argument("--online", action="store_true", help="iptal bilgisini makamlara da sor")
    verify.add_argument("--json", action="store_true", help="sonucu JSON olarak yaz")
    verify.set_defaults(run=run, database=False)


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from konak.gateways.pki import trust

    if args.trust and not Path(args.trust).is_dir():
        # a mistyped folder would call every signature untrusted
        print(f"Güven klasörü yok: {args.trust}", file=sys.stderr)
        return 2
    roots = trust.load(args.trust or settings.SIGN_TRUST)
    for trouble in roots.troubles:
        print(f"Güven klasöründe okunamayan dosya: {trouble}", file=sys.stderr)
    found = [_one(Path(name), roots, args) for name in args.files]
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(_words(one))
    statuses = {int(one["status"]) for one in found}
    return 1 if 1 in statuses else 2 if 2 in statuses else 0


def _one(path: Path, roots: Any, args: argparse.Namespace) -> dict[str, Any]:
    from .verifying import verify

    try:
        if path.stat().st_size > LARGEST:
            raise OSError("dosya çok büyük")
        content = path.read_bytes()
        detached = Path(args.content).read_bytes() if args.content else _beside(path)
    except OSError as trouble:
        told = f"Dosya okunamadı: {_why(path, trouble)}"
        blank = {"integrity": "unknown", "trust": "unknown", "signers": [], "times": [], "signatures": []}
        return {"file": str(path), "status": 2, "reasons": [told], **blank}
    judged = asyncio.run(verify(content, roots, detached=detached, online=args.online))
    return {"file": str(path), "status": judged.exit_status} | judged.as_json()


def _why(path: Path, trouble: OSError) -> str:
    if isinstance(trouble, FileNotFoundError):
        return "böyle bir dosya yok"
    if path.is_dir():
        return "bu bir klasör"
    return "okuma izniniz yok" if isinstance(trouble, PermissionError) else str(trouble.strerror or trouble)


def _beside(path: Path) -> bytes | None:
    """`belge.xml` beside `belge.xml.p7s`."""
    other = path.with_suffix("")
    return other.read_bytes() if path.suffix.lower() in {".p7s", ".p7m"} and other.is_file() else None


def _words(one: dict[str, Any]) -> str:
    told = {0: "temiz", 1: "TEMİZ DEĞİL", 2: "söylenemedi"}[int(one["status"])]
    lines = [f"{one['file']}: {told} (bütünlük: {one['integrity']}, güven: {one['trust']})"]
    for each in one["signatures"]:
        name = each["signers"][0]["name"] if each["signers"] else "?"
        when = each["times"]["stamped"] or f"{each['times']['claimed']} (beyan)"
        lines.append(f"  {name} · {each['level']} · {when} · {each['integrity']}/{each['trust']}")
    lines += [f"  - {reason}" for reason in one["reasons"]]
    return "\n".join(lines)
