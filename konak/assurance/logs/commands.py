"""`konak logs`: what a line says, take lines in, who stood behind an address."""

import argparse
import getpass
import json
import sys
import time
from pathlib import Path

from django.utils.timezone import get_current_timezone, localtime, now

from konak.foundation.lifecycle import Refused

from .parsing import FORMATS, nested, read, records
from .parsing.common import Context

NAME, HELP = "logs", "Log satırları: çözümle, al, sor"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    parsing = commands.add_parser("parse", help="bir dosyanın satırlarını ECS alanlarıyla yaz")
    parsing.add_argument("file", metavar="DOSYA", help="«-» standart girdidir")
    parsing.add_argument("--format", default="auto", choices=["auto", *sorted(FORMATS)], metavar="BİÇİM")
    parsing.add_argument("--json", action="store_true", help="satır başına bir JSON nesnesi; yoksa biçimlerin sayısı")
    parsing.set_defaults(run=parse, database=False)
    taking = commands.add_parser("take", help="dosyaların satırlarını göle al")
    taking.add_argument("files", metavar="DOSYA", nargs="+")
    taking.add_argument("--source", default="", help="satırları yazan aygıt; yoksa dosyanın adı")
    taking.set_defaults(run=take, database=False)
    pulling = commands.add_parser("pull", help="bir klasördeki *.log dosyalarının yeni satırlarını göle al")
    pulling.add_argument("folder", metavar="KLASÖR", type=Path)
    pulling.add_argument("--follow", action="store_true", help="durdurulana kadar saniyede bir bak")
    pulling.add_argument("--keep", action="store_true", help="bütünü alınan eski dosyalar silinmesin")
    pulling.set_defaults(run=pull, database=False)
    asking = commands.add_parser("who", help="bir IP adresi o anda kimdeydi?")
    asking.add_argument("ip", metavar="IP")
    asking.add_argument("time", metavar="ZAMAN", help="2026-12-01T14:05:12 (Türkiye saati) ya da saat farkıyla")
    asking.add_argument("--port", type=int, help="dış adres sorulduysa kaynak port")
    asking.add_argument("--purpose", default="", help="aramanın amacı; arama defterinde kalır")
    asking.add_argument("--request", default="", help="iz kaydı isteğinin sayısı")
    asking.add_argument("--user", default="", help="arayan Konak kullanıcısı; yoksa ilk sistem yöneticisi")
    asking.set_defaults(run=who)


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


def take(args: argparse.Namespace) -> int:
    from konak.foundation.lake.spool import LakeFull

    from .services.intake import take_file

    for name in args.files:
        try:
            print(f"{name}: {take_file(Path(name), source=args.source)} satır alındı")
        except LakeFull as full:
            raise Refused(f"{full.strerror}. {name} yarım kaldı; yer açıp yeniden alın.") from None
    return 0


def pull(args: argparse.Namespace) -> int:
    from konak.foundation.lake.spool import LakeFull

    from .services import pulling

    if not args.folder.is_dir():
        raise Refused(f"Klasör yok: {args.folder}")
    while True:
        try:
            taken = pulling.pull(args.folder, remove=not args.keep)
        except LakeFull as full:
            if not args.follow:
                raise Refused(f"{full.strerror}. Satırlar klasörde duruyor; yer açıp yeniden alın.") from None
            sys.stderr.write(f"{full.strerror}. Satırlar klasörde bekliyor.\n")
            time.sleep(10)
            continue
        if not args.follow:
            print(f"{taken} satır alındı")
            return 0
        time.sleep(1)


def who(args: argparse.Namespace) -> int:
    from konak.foundation.access.queries import actor_of
    from konak.foundation.lake.commands import moment
    from konak.foundation.people.models import Appointment, User

    from .services import searching

    at = moment(args.time)
    if at is None:
        raise Refused("Zaman yazın.")
    found = User.objects.filter(username=args.user).first() if args.user else None
    if found is None and not args.user:
        seat = Appointment.objects.filter(position="administrator", until=None).order_by("pk").first()
        found = seat.user if seat else None
    if found is None:
        raise Refused("Aramayı yapacak Konak kullanıcısı bulunamadı; --user ile yazın.")
    purpose = args.purpose or f"Komut satırından soruldu (işletim sistemi kullanıcısı {getpass.getuser()})"
    answer = searching.who(
        actor=actor_of(found.pk, via="cli"), ip=args.ip, at=at, port=args.port, purpose=purpose, request=args.request
    )
    for label, value in (
        ("Kullanıcı", answer.user),
        ("İç adres", answer.inner),
        ("MAC", answer.mac),
        ("Aygıt", answer.host),
        ("Taşınır", answer.known.device if answer.known else ""),
        ("Bugünkü zimmet", answer.known.holder if answer.known else ""),
        ("Uç", answer.known.port if answer.known else ""),
        ("Ağ", answer.known.network if answer.known else ""),
    ):
        if value:
            print(f"{label}: {value}")
    for word in answer.words:
        print(word)
    for one in answer.evidence:
        place = f"{one.row.segment}, satır {one.row.n + 1}" if one.row.segment else "mühür bekliyor"
        print(f"  {localtime(one.at, get_current_timezone()):%d.%m.%Y %H.%M.%S}  {one.role}  ({place})")
    print(f"Arama {answer.search.pk} no ile deftere yazıldı.")
    return 0 if answer.evidence else 1
