"""`konak geodata`: look into a file of geography before it is taken."""

import argparse
import json
import sys
from pathlib import Path

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
