"""The catalogue as a whole: the codes that IT departments meet first, and a list of codes handed in."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.governance.organization.public import read_table

from .. import access
from ..models import Item, Measure
from .arranging import code_fault

STARTER = Path(__file__).parents[1] / "codes.csv"
HEADS = {
    "code": ("kod", "tasinir kodu", "code", "hesap kodu"),
    "name": ("ad", "adi", "tasinir adi", "name", "aciklama"),
    "measure": ("olcu birimi", "olcu", "birim", "measure"),
    "bookable": ("islem gorur", "bookable"),
    "life_years": ("faydali omur", "omur", "life_years"),
}


class Row(NamedTuple):
    line: int
    code: str
    name: str
    measure: str
    bookable: bool | None
    life_years: int | None


@transaction.atomic
def load_starter(*, actor: Actor) -> int:
    """The codes that stand in every IT department's books; what is there already stays as it is."""
    with STARTER.open("rb") as content:
        return import_codes(actor=actor, content=content, name=STARTER.name)


@transaction.atomic
def import_codes(*, actor: Actor, content: IO[bytes], name: str) -> int:
    """Codes from CSV or XLSX (kod, ad, ölçü birimi, faydalı ömür): all or none; known codes get the new name."""
    if not actor.holds(access.ARRANGE):
        raise Refused(f"«{access.ARRANGE.label}» için yetkiniz yok.")
    table = read_table(content, name)
    places = columns(table.head, HEADS)
    if not {"code", "name"} <= set(places):
        raise Refused("Listede «kod» ve «ad» başlıkları bulunamadı.")
    rows, faults = [], []
    for line, cells in table.rows:
        row = _row(line, cells, places)
        fault = code_fault(row.code) or ("" if row.name else "ad boş")
        if fault:
            faults.append(f"{line}. satır, {row.code or 'kod yok'}: {fault}")
        rows.append(row)
    if len({row.code for row in rows}) < len(rows):
        seen: set[str] = set()
        twice = [row for row in rows if row.code in seen or seen.add(row.code)]  # type: ignore[func-returns-value]
        faults += [f"{row.line}. satır, {row.code}: listede ikinci kez" for row in twice]
    if faults:
        more = f" … ve {len(faults) - 8} satır daha" if len(faults) > 8 else ""
        raise Refused(f"Liste alınmadı: {'; '.join(faults[:8])}{more}.")
    count = _write(rows)
    trail.write(
        actor=actor,
        kind="assets.item",
        subject=name,
        verb="import",
        note=f"{count} kod",
        seat=actor.seat_for(access.ARRANGE),
    )
    return count


def columns(head: Iterable[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Which column holds what, by the words of the head."""
    found: dict[str, int] = {}
    for place, words in enumerate(head):
        plain = " ".join(fold(words).replace("_", " ").replace(".", " ").split())
        for name, spellings in known.items():
            if name not in found and (plain == name.replace("_", " ") or plain in spellings):
                found[name] = place
    return found


def cell(cells: list[str], places: Mapping[str, int], name: str) -> str:
    place = places.get(name)
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _row(line: int, cells: list[str], places: Mapping[str, int]) -> Row:
    measures = {fold(str(label)): value for value, label in Measure.choices} | {fold(v): v for v in Measure.values}
    bookable = cell(cells, places, "bookable")
    life = cell(cells, places, "life_years")
    return Row(
        line,
        cell(cells, places, "code").rstrip("."),
        " ".join(cell(cells, places, "name").split())[:200],
        measures.get(fold(cell(cells, places, "measure")), Measure.PIECE),
        None if not bookable else fold(bookable) in {"1", "e", "evet", "true"},
        int(life) if life.isdecimal() and len(life) < 4 else None,
    )


def _write(rows: list[Row]) -> int:
    known = {item.code: item for item in Item.objects.select_for_update()}
    above = {row.code.rpartition(".")[0] for row in rows} | {code.rpartition(".")[0] for code in known}
    for row in sorted(rows, key=lambda one: one.code.count(".")):
        item = known.get(row.code)
        fresh = item is None
        item = item or Item(code=row.code)
        item.name, item.measure = row.name, row.measure
        if row.life_years is not None:
            item.life_years = row.life_years
        if row.bookable is not None:
            item.bookable = row.bookable
        elif fresh:
            item.bookable = row.code not in above
        item.folded = fold(f"{row.code} {row.name}")
        steps = row.code.split(".")
        item.parent = next(
            (known[up] for count in range(len(steps) - 1, 0, -1) if (up := ".".join(steps[:count])) in known), None
        )
        item.save()
        known[row.code] = item
    return len(rows)
