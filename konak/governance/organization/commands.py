"""`konak organization`: lists in and out from the command line, and the daily round by hand."""

import argparse
from pathlib import Path

from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import units

from . import access, queries, services
from .models import ImportKind

NAME, HELP = "organization", "Teşkilat: birim ve kişi listeleri, yürürlüğe girecek değişiklikler"
KINDS = {"units": ImportKind.UNITS, "people": ImportKind.PEOPLE, "bodies": ImportKind.BODIES}


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    bring = commands.add_parser("import", help="birim, kişi ya da DETSİS listesi al (CSV, XLSX); ya hep ya hiç")
    bring.add_argument("files", nargs="+", metavar="DOSYA", help="türü adından anlaşılır: units, people, bodies")
    bring.add_argument("--kind", choices=KINDS, help="adından anlaşılmayan dosyaların türü")
    bring.add_argument("--check", action="store_true", help="yalnız denetle, hiçbir şey yazma")
    bring.set_defaults(run=bring_in)
    out = commands.add_parser("export", help="aynı biçimde dışa aktar")
    out.add_argument("kind", choices=KINDS)
    out.add_argument("file", metavar="DOSYA", help=".csv ya da .xlsx")
    out.set_defaults(run=take_out)
    commands.add_parser("apply", help="günü gelen değişiklikleri şimdi yürürlüğe koy").set_defaults(run=apply)


def _operator() -> Actor:
    """Whoever may run commands on this machine may import; the trail says it was the command line."""
    grants = {access.IMPORT.code: 4}
    top = units().filter(parent=None).order_by("pk").first()
    return Actor(None, (Seat("administrator", top.pk if top else 0, frozenset(), grants=grants),), "cli")


def _kind(path: Path, given: str | None) -> ImportKind | None:
    return next((kind for word, kind in KINDS.items() if word in path.name), KINDS.get(given or ""))


def bring_in(args: argparse.Namespace) -> int:
    actor = _operator()
    for name in args.files:
        path = Path(name)
        kind = _kind(path, args.kind)
        if kind is None:
            print(f"{path.name}: türü anlaşılmadı; --kind ile söyleyin ({', '.join(KINDS)}).")
            return 1
        try:
            with path.open("rb") as content:
                row = services.hand_in(actor=actor, kind=kind, content=content, name=path.name)
            checked = services.looked_at(row)
        except FileNotFoundError:
            print(f"{path}: böyle bir dosya yok.")
            return 1
        except Refused as refusal:
            print(f"{path.name}: {refusal}")
            return 1
        counts = checked.counts
        print(
            f"{path.name}: {counts['new']} yeni, {counts['changed']} değişecek, {counts['same']} aynı, "
            f"{counts['error']} hatalı satır"
        )
        if checked.missing:
            print(f"  sütunu bulunamayan alanlar: {', '.join(checked.missing)}")
        for faulty in checked.faulty[:50]:
            print(f"  {faulty.line}. satır ({faulty.label}): {' '.join(faulty.errors)}")
        if args.check or not checked.clean:
            services.drop(row.pk, actor=actor)
            if not checked.clean:
                print("Hiçbir satır işlenmedi.")
                return 1
            continue
        try:
            services.commit(row.pk, actor=actor)
        except Refused as refusal:
            print(f"{path.name}: {refusal}")
            return 1
        print("  işlendi")
    return 0


def take_out(args: argparse.Namespace) -> int:
    path = Path(args.file)
    form = path.suffix.lstrip(".")
    if form not in ("csv", "xlsx"):
        print("Dosya adı .csv ya da .xlsx ile bitmelidir.")
        return 1
    path.write_bytes(services.exported(KINDS[args.kind], form))
    print(f"{path} yazıldı.")
    return 0


def apply(args: argparse.Namespace) -> int:
    done = services.apply_due()
    for number in done:
        print(f"{number} yürürlüğe girdi.")
    changed = services.take_effect(actor=services.clock())
    waiting = len(queries.due(localdate()))
    print(f"{len(done)} değişiklik yürürlüğe girdi, {changed} birim güne getirildi, {waiting} tanesi uygulanamadı.")
    return 0
