"""`konak lake`: seal what waits, prove what is sealed, look into a set."""

import argparse
import datetime as dt
import json
import sys
from typing import Any

from django.utils.timezone import get_current_timezone, localtime

from konak.foundation.lifecycle import Refused

from . import SETS, queries, services, spool, verification

NAME, HELP = "lake", "Kayıt gölü: mühürle, doğrula, sorgula"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    sealing = commands.add_parser("seal", help="bekleyen satırları mühürle ve damga iste")
    sealing.set_defaults(run=seal)
    commands.add_parser("verify", help="bütün gölü doğrula; değişen dosya ve satırı söyle").set_defaults(run=verify)
    commands.add_parser("status", help="kümeler, bekleyenler, damga bekleyenler").set_defaults(run=status)
    asking = commands.add_parser("query", help="bir kümenin satırlarını süz")
    asking.add_argument("set", metavar="KÜME", help=", ".join(sorted(SETS)) or "kayıtlı küme yok")
    asking.add_argument("--since", metavar="ZAMAN", help="olay zamanı bundan başlar (2026-12-01T14:05)")
    asking.add_argument("--until", metavar="ZAMAN", help="olay zamanı bundan önce")
    asking.add_argument("--where", metavar="SÜTUN=DEĞER", action="append", default=[], help="birden çok verilebilir")
    asking.add_argument("--limit", type=int, default=1000, help="en çok kaç satır (1000)")
    asking.add_argument("--raw", action="store_true", help="satırı geldiği gibi yaz")
    asking.set_defaults(run=query)


def seal(args: argparse.Namespace) -> int:
    try:
        made = services.seal()
    except (spool.LakeFull, services.Contradiction) as trouble:
        raise Refused(getattr(trouble, "strerror", None) or str(trouble)) from None
    if made is None:
        print("Mühür bekleyen satır yok.")
    else:
        for one in made.segments.order_by("name"):
            print(f"{one.code} {one.day:%d.%m.%Y}: {one.lines} satır, {one.late} geç, {one.unread} çözülemedi")
        print(f"{made.number}. halka: {made.sha256}")
    stamped = services.stamp()
    if stamped:
        print(f"Zaman damgası: {localtime(stamped.at):%d.%m.%Y %H.%M.%S}, {stamped.authority}, seri {stamped.serial}")
    elif waiting := queries.unstamped().last():
        print(f"Damga bekliyor ({queries.unstamped().count()} halka): {waiting.trouble or 'henüz istenmedi'}")
    return 0


def verify(args: argparse.Namespace) -> int:
    check = verification.run()
    for finding in check.findings:
        print(verification.Finding(**finding))
    size = f"{check.segments} parça, {check.bytes / 1e6:.1f} MB".replace(".", ",")
    if check.whole:
        print(f"Göl sağlam: {size} doğrulandı.")
        return 0
    print(f"GÖL BOZUK: {len(check.findings)} bulgu ({size} okundu).")
    return 1


def status(args: argparse.Namespace) -> int:
    for row in queries.standing():
        one = row["set"]
        print(f"{one.code:<12} {row['lines']:>12} satır {row['segments']:>7} parça {row['days']:>6} gün  {one.label}")
    for one in queries.spooled():
        print(f"bekleyen: {one.code} {one.size} bayt ({one.state})")
    print(f"Damga bekleyen halka: {queries.unstamped().count()}")
    return 0


def moment(text: str | None) -> dt.datetime | None:
    """A time as somebody writes it; without a zone it is the time here."""
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refused(
            f"Zaman anlaşılmadı: {text}. Örnek: 2026-12-01T14:05:12 ya da 2026-12-01T11:05:12+00:00"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=get_current_timezone())


def query(args: argparse.Namespace) -> int:
    if args.set not in SETS:
        raise Refused(f"Böyle bir küme yok: {args.set}. Kümeler: {', '.join(sorted(SETS)) or 'yok'}")
    where: dict[str, Any] = {}
    for one in args.where:
        name, sign, value = one.partition("=")
        if not sign:
            raise Refused(f"Süzgeç SÜTUN=DEĞER biçiminde yazılır: {one}")
        where[name] = int(value) if value.isdecimal() and len(value) < 16 and not name.endswith("id") else value
    rows = queries.search(
        args.set, since=moment(args.since), until=moment(args.until), where=where, limit=max(1, args.limit)
    )
    if args.raw:
        for line in queries.lines(rows):
            sys.stdout.buffer.write(line + b"\n")
        return 0
    for row in rows:
        values = {key: value for key, value in row.values.items() if key not in {"line", "moment"}}
        print(json.dumps(values | {"segment": row.segment}, ensure_ascii=False, default=_plain))
    return 0


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)
