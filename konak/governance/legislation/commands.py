"""`konak legislation …`: reading a regulation from the command line, without a database."""

import argparse
import json
import os
import sys
from pathlib import Path

from konak.foundation.evidence import capabilities

from .matching.coverage import as_json, as_table, coverage_of_files
from .parsing import MAX_BYTES, Document, Unreadable, read_file
from .parsing.score import Expected, Score, read_labels, score
from .parsing.structure import Article, Clause

_OWN = Path(__file__).parent / "tests"
_ROLES = {
    "purpose": "amaç", "scope": "kapsam", "basis": "dayanak", "definitions": "tanımlar", "organization": "teşkilat",
    "duties": "görevler", "repeal": "yürürlükten kaldırma", "entry_into_force": "yürürlük", "execution": "yürütme",
    "transitional": "geçici hüküm", "other": "diğer",
}  # fmt: skip
_META = {
    "institution": "Kurum", "unit": "Birim", "kind": "Tür", "title": "Ad", "decision_date": "Karar tarihi",
    "decision_number": "Karar sayısı", "approval_date": "Onay tarihi", "gazette": "Resmî Gazete",
    "stamp_date": "İmza tarihi",
}  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the commands of this app below `konak legislation`."""
    commands = parser.add_subparsers(dest="legislation_command", required=True, metavar="KOMUT")
    _configure_parse(commands)
    _configure_report(commands)
    _configure_coverage(commands)
    _configure_verify(commands)


def _configure_parse(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("parse", help="Bir yönetmeliğin yapısını çıkarır (veritabanı gerekmez).")
    command.add_argument("file", metavar="DOSYA", help="PDF, .docx, .txt, .md ya da HTML dosyası")
    command.add_argument("--json", action="store_true", help="sonucu JSON olarak yazar")
    command.add_argument(
        "--max-mb", type=int, default=MAX_BYTES // 1_048_576, metavar="MB", help="okunacak en büyük dosya"
    )
    command.set_defaults(run=_parse, database=False)


def _configure_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("report", help="Okumanın doğruluğunu beklenen etiket listeleriyle ölçer.")
    command.add_argument("files", nargs="*", metavar="DOSYA", help="ölçülecek metinler; adı listeyle aynı olmalıdır")
    command.add_argument("--labels", metavar="KLASÖR", help="etiket listelerinin (.labels) bulunduğu klasör")
    command.add_argument("--json", action="store_true", help="sonucu JSON olarak yazar")
    command.set_defaults(run=_report, database=False)


def _configure_coverage(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "Bir metnin kaç görevini kurulu uygulamaların kanıtlayabileceğini sayar (veritabanı gerekmez)."
    command = commands.add_parser("coverage", help=text, description=text)
    command.add_argument("files", nargs="+", metavar="DOSYA", help="sayılacak metinler")
    command.add_argument("--json", action="store_true", help="sonucu JSON olarak yazar")
    command.set_defaults(run=_coverage, database=False)


def _configure_verify(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "Bir kanıt paketinin (ZIP) bozulmadığını doğrular (veritabanı gerekmez)."
    command = commands.add_parser("verify-pack", help=text, description=text)
    command.add_argument("file", metavar="DOSYA", help="kanıt paketi")
    command.set_defaults(run=_verify_pack, database=False)


def _verify_pack(args: argparse.Namespace) -> int:
    from .queries.packs import verify_pack  # the models behind it are loaded only for this command

    found = verify_pack(Path(args.file))
    if found.sound:
        print(f"Paket sağlam: {found.proofs} kanıt, {found.files} dosya ({found.institution}, {found.made_at}).")
        print(f"İz zincirinin başı: {found.head or 'yok'}")
        return 0
    print(f"Paket sağlam DEĞİL: {len(found.faults)} kusur.", file=sys.stderr)
    for fault in found.faults:
        print(f"  {fault}", file=sys.stderr)
    return 1


def _coverage(args: argparse.Namespace) -> int:
    try:
        result = coverage_of_files(args.files, read_file, capabilities())
    except Unreadable as error:
        print(str(error), file=sys.stderr)
        return 2
    print(as_json(result) if args.json else as_table(result))
    return 0


def _parse(args: argparse.Namespace) -> int:
    try:
        document = read_file(args.file, args.max_mb * 1_048_576)
    except Unreadable as error:
        print(str(error), file=sys.stderr)
        return 2
    if args.json:
        json.dump(document.as_dict(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(_tree(document)))
    return 0


def _tree(document: Document) -> list[str]:
    lines = [f"{_META.get(key, key)}: {value}" for key, value in document.meta.items()]
    counted = sum(_count(article.clauses) for article in document.articles)
    lines.append(
        f"{len(document.articles)} madde, {counted} bent, {len(document.definitions)} tanım, "
        f"{len(document.legal_bases)} dayanak, {len(document.references)} atıf"
    )
    titles = {path: chapter for chapter in document.chapters for path in chapter.articles}
    shown = None
    for article in document.articles:
        chapter = titles.get(article.path)
        if chapter is not None and chapter is not shown:
            lines += ["", f"BÖLÜM {chapter.number} — {chapter.title_repaired or chapter.title}"]
            shown = chapter
        lines += _article(article)
    if document.notes:
        lines += ["", "Notlar:"] + [f"  ! {note.message}" for note in document.notes]
    return lines


def _article(article: Article) -> list[str]:
    heading = article.heading_repaired or article.heading or "(başlıksız)"
    again = f" ({article.occurrence}. kez)" if article.occurrence > 1 else ""
    lines = ["", f"Madde {article.number}{again} — {heading}  [{_ROLES[article.role]}]"]
    own = {clause.start for clause in article.clauses}
    for paragraph in article.paragraphs:
        if paragraph.start not in own:
            label = f"{paragraph.label} " if paragraph.label else ""
            lines.append(f"    {label}{_short(paragraph.repaired or paragraph.text)}")
    for clause in article.clauses:
        lines += _clause(clause, 1)
    if article.tail:
        lines.append(f"    … {article.tail}")
    return lines + [f"    ! {note.message}" for note in article.notes]


def _clause(clause: Clause, depth: int) -> list[str]:
    lines = [f"{'    ' * depth}{clause.label}) {_short(clause.repaired or clause.text)}"]
    for child in clause.children:
        lines += _clause(child, depth + 1)
    return lines


def _short(words: str, width: int = 110) -> str:
    return words if len(words) <= width else words[: width - 1].rstrip() + "…"


def _count(clauses: list[Clause]) -> int:
    return sum(1 + _count(clause.children) for clause in clauses)


def _report(args: argparse.Namespace) -> int:
    folder = Path(args.labels) if args.labels else _OWN / "labels"
    lists = [read_labels(path) for path in sorted(folder.glob("*.labels"))]
    if not lists:
        print(f"“{folder}” klasöründe etiket listesi (.labels) yok.", file=sys.stderr)
        return 2
    given = [Path(file) for file in args.files]
    scores: list[Score] = []
    absent: list[str] = []
    for expected in lists:
        path = _text_of(expected, given, folder)
        if path is None:
            absent.append(expected.file)
            continue
        try:
            scores.append(score(expected, read_file(path)))
        except Unreadable as error:
            print(f"{expected.name}: {error}", file=sys.stderr)
            return 2
    if args.json:
        print(json.dumps([_as_data(one) for one in scores], ensure_ascii=False, indent=1))
    else:
        _print_scores(scores)
        if absent and not given:
            print(f"\nMetni bulunamayan liste: {', '.join(absent)}")
    known = {expected.file for expected in lists}
    unlisted = [path.name for path in given if path.name not in known]
    if unlisted:
        print(f"Etiket listesi olmayan metin: {', '.join(unlisted)}", file=sys.stderr)
        return 2
    return 0


def _text_of(expected: Expected, given: list[Path], folder: Path) -> Path | None:
    """The text a list belongs to: among the given files, beside the lists, or in the shared reference material."""
    if given:
        return next((path for path in given if path.name == expected.file), None)
    shared = Path(os.environ.get("KONAK_SHARED") or Path(__file__).parents[4] / "shared")
    for place in (folder, _OWN / "texts", shared / "regulations"):
        if (place / expected.file).is_file():
            return place / expected.file
    return None


def _as_data(one: Score) -> dict[str, object]:
    return {
        "name": one.name,
        "precision": round(one.precision, 4), "recall": round(one.recall, 4), "f1": round(one.f1, 4),
        "right": one.right, "found": one.found, "expected": one.expected, "differing": one.differing,
    }  # fmt: skip


def _print_scores(scores: list[Score]) -> None:
    width = max([len(one.name) for one in scores] + [6])
    print(f"{'Metin':<{width}}  {'beklenen':>8}  {'bulunan':>8}  {'kesinlik':>8}  {'duyarlık':>8}  {'F1':>6}")
    for one in scores:
        print(_row(one, width))
        for line in one.differing:
            print(f"    {line}")
    if len(scores) > 1:
        right, found, expected = (
            sum(values) for values in zip(*((one.right, one.found, one.expected) for one in scores), strict=True)
        )
        print(_row(Score("Toplam", right, found, expected, []), width))


def _row(one: Score, width: int) -> str:
    counts = f"{one.expected:>8}  {one.found:>8}"
    return f"{one.name:<{width}}  {counts}  {one.precision:>8.3f}  {one.recall:>8.3f}  {one.f1:>6.3f}".replace(
        ".", ","
    )
