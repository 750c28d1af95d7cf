"""`konak geodata`: look into a file of geography before it is taken."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .reading import Inspection, Options, Unreadable, inspect

NAME, HELP = "geodata", "Coğrafi veri: dosyaya bak, katmana al"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    looking = commands.add_parser(
        "inspect", help="bir dosyanın türünü, kodlamasını, koordinat sistemini ve hatalarını yaz"
    )
    looking.add_argument("file", metavar="DOSYA", type=Path)
    looking.add_argument("--json", action="store_true", help="tek bir JSON nesnesi")
    _reading(looking)
    looking.set_defaults(run=look, database=False)
    taking = commands.add_parser("import", help="bir dosyayı katmana al ya da yalnız dene")
    taking.add_argument("file", metavar="DOSYA", type=Path)
    taking.add_argument("--layer", required=True, metavar="KATMAN", help="katmanın adı")
    taking.add_argument("--mode", default="append", choices=["append", "replace", "upsert", "check"], help="nasıl")
    taking.add_argument("--dry-run", action="store_true", help="katmana yazma, ne olacağını söyle")
    taking.add_argument("--skip", action="store_true", help="hatalı kayıtları atla")
    taking.add_argument("--no-mend", action="store_true", help="bozuk geometrileri onarma")
    taking.add_argument("--user", default="", metavar="AD", help="kim adına; verilmezse ilk yönetici")
    taking.add_argument(
        "--map", action="append", default=[], metavar="ALAN=SÜTUN", help="katmanın alanı = dosyanın sütunu"
    )
    taking.add_argument("--json", action="store_true", help="tek bir JSON nesnesi")
    _reading(taking)
    taking.set_defaults(run=take)


def _reading(parser: argparse.ArgumentParser) -> None:
    """What a person decides where a file leaves it open."""
    parser.add_argument(
        "--layer-in-file", default="", metavar="AD", help="dosyada birden çok katman varsa okunacak olan"
    )
    parser.add_argument("--crs", default="", metavar="EPSG:…", help="dosyanın bildirdiği yerine geçer")
    parser.add_argument("--encoding", default="", metavar="KODLAMA", help="utf-8, cp1254, cp857 …")
    parser.add_argument("--x", default="", metavar="SÜTUN", help="doğuya (sağa) değer; metin tablosunda")
    parser.add_argument("--y", default="", metavar="SÜTUN", help="kuzeye (yukarı) değer")
    parser.add_argument("--wkt", default="", metavar="SÜTUN")
    parser.add_argument("--decimal", default="", choices=["", ",", "."], metavar="İŞARET", help="ondalık ayracı")


def options_of(args: argparse.Namespace) -> Options:
    return Options(
        layer=args.layer_in_file, encoding=args.encoding, x=args.x, y=args.y, wkt=args.wkt, decimal=args.decimal
    )


def epsg_of(text: str) -> int | None:
    """The number of "EPSG:5254" or "5254"; None for nothing. Raises `Unreadable` for anything else."""
    if not text:
        return None
    digits = text.upper().removeprefix("EPSG:")
    if not digits.isdigit():
        raise Unreadable(f"«{text}» bir EPSG kodu değil; EPSG:5254 gibi yazın.")
    return int(digits)


def look(args: argparse.Namespace) -> int:
    """0: every row is good; 1: some are not; 2: the file cannot be read."""
    shows = sys.stderr.isatty()

    def progress(rows: int) -> None:
        if shows:
            print(f"\r{rows} kayıt", end="", file=sys.stderr)

    try:
        found = inspect(args.file, options_of(args), epsg=epsg_of(args.crs), progress=progress)
    except Unreadable as fault:
        print(json.dumps({"error": str(fault)}, ensure_ascii=False) if args.json else f"Okunamadı: {fault}")
        return 2
    if shows:
        print(file=sys.stderr)
    print(json.dumps(found.as_json(), ensure_ascii=False) if args.json else _words(found))
    return 1 if found.invalid else 0


def take(args: argparse.Namespace) -> int:
    """0: the rows are in (or would be); 1: they are not; 2: the file or the layer cannot be used at all."""
    from django.core.exceptions import ObjectDoesNotExist

    from konak.foundation.access import Actor
    from konak.foundation.access.queries import actor_of
    from konak.foundation.lifecycle import Refused
    from konak.foundation.people.queries import by_username

    from . import queries
    from .models import Load
    from .services import loading

    shows = sys.stderr.isatty()

    def told(load: Load) -> None:
        if shows:
            print(f"\r{load.get_state_display()}: {load.rows_read} kayıt", end="", file=sys.stderr)

    actor: Actor | None
    if args.user:
        person = by_username(args.user)
        actor = actor_of(person.pk, via="cli") if person else None
    else:
        actor = queries.keeper()
    if actor is None:
        print("Kim adına alınacağı belli değil; --user ile bir kullanıcı adı verin.", file=sys.stderr)
        return 2
    options = {name: getattr(options_of(args), name) for name in ("layer", "encoding", "x", "y", "wkt", "decimal")}
    try:
        found = loading.from_shell(
            args.file,
            args.layer,
            actor=actor,
            told=told,
            mode=args.mode,
            dry_run=args.dry_run,
            skip=args.skip,
            mend=not args.no_mend,
            srid=epsg_of(args.crs),
            options=options,
            mapping=dict(one.split("=", 1) for one in args.map if "=" in one),
        )
    except (Refused, Unreadable) as fault:
        print(str(fault), file=sys.stderr)
        return 2
    except ObjectDoesNotExist:
        print(f"«{args.layer}» adında bir katman yok.", file=sys.stderr)
        return 2
    if shows:
        print(file=sys.stderr)
    print(json.dumps(_told(found), ensure_ascii=False) if args.json else _result(found))
    return 0 if found.state == Load.State.DONE and found.report.get("accepted", True) else 1


def _told(load: Any) -> dict[str, Any]:
    names = ("rows_read", "rows_taken", "rows_wrong", "rows_mended", "rows_added", "rows_changed", "rows_removed")
    counts = {name: getattr(load, name) for name in names}
    return {"state": load.state, "why": load.why, "dry_run": load.dry_run, **counts, "report": load.report}


def _result(load: Any) -> str:
    lines = [f"{load.get_state_display()}{' (deneme)' if load.dry_run else ''}: {load.why}".rstrip(": ")]
    lines.append(
        f"okunan {load.rows_read}, hatalı {load.rows_wrong}, onarılan {load.rows_mended}, eklenen {load.rows_added}, "
        f"değişen {load.rows_changed}, kaldırılan {load.rows_removed}"
    )
    lines += [f"{one['line']:>10}. satır: {one['reason']}" for one in load.wrong_rows[:50]]
    for rule in load.report.get("verdict", []):
        lines.append(f"{'uygun' if not rule['count'] else rule['count']:>10}  {rule['rule']}")
    return "\n".join(lines)


def _words(found: Inspection) -> str:
    lines = [
        f"Tür        {found.driver}" + (f" · {found.layer}" if found.layer else ""),
        f"Kodlama    {found.encoding}",
        f"Sistem     {found.crs or 'bildirilmemiş'}",
        f"Eksenler   {'doğu, kuzey' if found.axis_order == 'xy' else 'kuzey, doğu'}",
        f"Kayıt      {found.rows}, {found.invalid} hatalı ({found.mendable} onarılabilir)",
        f"Geometri   {found.geometry or 'yok'}",
    ]
    if found.crs_candidates:
        lines.append(f"Uyan       {', '.join(found.crs_candidates)}")
    if found.coordinates:
        lines.append("Koordinat  " + ", ".join(f"{key} = {value}" for key, value in found.coordinates.items()))
    lines += [f"Sütun      {one['name']} ({one['kind']})" for one in found.fields]
    lines += [f"Not        {note}" for note in found.notes]
    lines += [f"{one['line']:>10}. satır: {one['reason']}" for one in found.invalid_rows[:50]]
    if found.invalid > 50:
        lines.append(f"           … {found.invalid - 50} hatalı satır daha; hepsi için --json")
    return "\n".join(lines)
