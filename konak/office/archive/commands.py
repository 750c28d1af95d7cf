"""`konak archive`: take over old records, make and check packages, load a retention plan, check the bytes."""

import argparse
import json
import sys
from pathlib import Path

HELP = "Arşiv: eski kayıtları aktar, devir paketi hazırla ve denetle, saklama planı yükle"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    take = commands.add_parser("import", help="eski kayıtları aktar; kesilirse kaldığı yerden sürer")
    take.add_argument("table", type=Path, metavar="TABLO", nargs="?", help="CSV: kod, konu, yil, belge, sha256, …")
    take.add_argument("--files", type=Path, metavar="KLASÖR", help="belgelerin klasörü ya da ZIP dosyası")
    take.add_argument("--unit", metavar="BİRİM", help="kayıtların birimi: adı ya da DETSİS numarası")
    take.add_argument("--user", metavar="KULLANICI", required=True, help="kimin adına")
    take.add_argument("--resume", type=int, metavar="NO", help="yarım kalan aktarmanın numarası")
    take.add_argument("--again", action="store_true", help="alınamayan satırları da yeniden dene")
    take.set_defaults(run=bring)
    export = commands.add_parser("export", help="dosyaların BagIt devir paketini bir klasöre yaz")
    export.add_argument("numbers", nargs="+", metavar="DOSYA-NO")
    export.add_argument("--to", type=Path, required=True, metavar="KLASÖR")
    export.add_argument("--user", metavar="KULLANICI", required=True, help="kimin adına")
    export.set_defaults(run=export_bag)
    check = commands.add_parser("check-package", help="devir paketini denetle; 0 sağlam, 1 bozuk")
    check.add_argument("folders", nargs="+", type=Path, metavar="KLASÖR")
    check.add_argument("--json", action="store_true", help="sonucu JSON olarak yaz")
    check.set_defaults(run=check_package, database=False)
    plan = commands.add_parser("load-plan", help="saklama planını taslak olarak yükle (CSV)")
    plan.add_argument("file", type=Path, metavar="DOSYA")
    plan.set_defaults(run=load_plan)
    sound = commands.add_parser("check", help="saklanan içeriklerin sıradaki dilimini yeniden oku")
    sound.add_argument("--count", type=int, default=20_000, metavar="SAYI")
    sound.set_defaults(run=check_bytes)


def bring(args: argparse.Namespace) -> int:
    from django.core.exceptions import ObjectDoesNotExist

    from konak.foundation.access.queries import actor_of
    from konak.foundation.lifecycle import Refused
    from konak.foundation.people.models import Unit
    from konak.foundation.people.queries import by_username

    from . import services

    user = by_username(args.user)
    if user is None:
        print(f"«{args.user}» adında kullanıcı yok.", file=sys.stderr)
        return 2
    actor = actor_of(user.pk, via="cli")
    try:
        if args.resume is None:
            if args.table is None or args.unit is None:
                print("TABLO ve --unit gerekli (ya da --resume NO).", file=sys.stderr)
                return 2
            rows = (
                Unit.objects.filter(detsis=args.unit)
                if args.unit.isdecimal()
                else Unit.objects.filter(name=args.unit)
            )
            unit = rows.first()
            if unit is None:
                print(f"«{args.unit}» adında birim yok.", file=sys.stderr)
                return 2
            begun = services.begin_intake(
                actor=actor, unit_id=unit.pk, name=args.table.stem, table=args.table.read_bytes()
            )
            args.resume = begun.pk
            print(f"Aktarma {begun.pk}: {begun.rows} satır. Kesilirse: --resume {begun.pk}")
        made = services.carry_intake(
            args.resume,
            actor=actor,
            root=args.files,
            again=args.again,
            told=lambda done, whole: print(f"  {done}/{whole}", flush=True),
        )
    except (Refused, OSError) as fault:
        print(str(fault), file=sys.stderr)
        return 2
    except ObjectDoesNotExist:
        print("Bu numarada aktarma yok.", file=sys.stderr)
        return 2
    print(f"{made.taken} belge alındı, {made.failed} satır alınamadı.")
    for row in made.faults.all():
        print(f"  {row.row}. satır: {row.reason}")
    return 1 if made.failed or made.why else 0


def export_bag(args: argparse.Namespace) -> int:
    from django.core.exceptions import ObjectDoesNotExist

    from konak.foundation.access.queries import actor_of
    from konak.foundation.lifecycle import Refused
    from konak.foundation.people.queries import by_username

    from . import access, queries, services

    user = by_username(args.user)
    actor = queries.archivist(actor_of(user.pk, via="cli")) if user else None
    if actor is None or not actor.holds(access.DISPOSE):
        print("Paketi kurum arşivinde görevli bir kullanıcı hazırlar.", file=sys.stderr)
        return 2
    try:
        folders = [queries.one_folder(actor, number.upper()) for number in args.numbers]
        documents, contents, size = services.write_bag(folders, args.to, actor=actor)
    except ObjectDoesNotExist:
        print("Bu numarada dosya yok.", file=sys.stderr)
        return 2
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return 1
    print(f"{args.to}: {documents} belge, {contents} içerik, {size} bayt")
    return 0


def check_package(args: argparse.Namespace) -> int:
    from .services.bagging import check_bag

    found = [{"package": str(place), "faults": check_bag(place)} for place in args.folders]
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(f"{one['package']}: {'sağlam' if not one['faults'] else 'BOZUK'}")
            for fault in one["faults"]:
                print(f"  {fault}")
    return 1 if any(one["faults"] for one in found) else 0


def load_plan(args: argparse.Namespace) -> int:
    from konak.foundation.access import Actor
    from konak.foundation.lifecycle import Refused

    from . import services

    try:
        rules, faults = services.read_rules(args.file.read_text(encoding="utf-8-sig").splitlines())
        if not faults:
            services.draft_plan(actor=Actor(None, via="cli"), rows=rules)
    except (Refused, OSError) as fault:
        print(str(fault), file=sys.stderr)
        return 2
    print("\n".join(faults) if faults else f"{len(rules)} kural taslağa yüklendi.")
    return 1 if faults else 0


def check_bytes(args: argparse.Namespace) -> int:
    from konak.foundation.access import Actor

    from . import services

    run = services.check_slice(actor=Actor(None, via="cli"), most=args.count)
    print(f"{run.checked} içerik denetlendi, {run.faults} bozuk{' · tur tamamlandı' if run.round_ended else ''}")
    return 1 if run.faults else 0
