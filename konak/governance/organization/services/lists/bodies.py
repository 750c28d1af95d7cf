"""The national registry: rows by their DETSİS number."""

import re
from typing import Any

from konak.foundation.people.models import DETSIS

from ...models import NationalBody
from .fields import BODIES, Row, Wrong, word, yes

FIELDS = ("name", "kind", "province", "district", "kep", "is_active", "parent_id")
LABELS = {
    "name": "ad",
    "kind": "tür",
    "province": "il",
    "district": "ilçe",
    "kep": "KEP adresi",
    "is_active": "etkinlik",
    "parent_id": "üst birim",
}


class BodyList:
    """The list against what is known: what each row would do. `write` does it."""

    def __init__(self, rows: list[Row], since: object = None) -> None:
        self.rows = rows
        self.known = NationalBody.objects.in_bulk()
        self.facts: dict[str, dict[str, Any]] = {}
        lines: dict[str, int] = {}
        for row in rows:
            self._read(row, lines)
        for row in rows:
            parent = row.cells.get("parent", "").strip()
            if row.verdict != "error" and parent and parent not in self.facts and parent not in self.known:
                row.wrong(f"Üst birim {parent} ne listede ne kayıtlarda var.")
        self._circles()
        for row in rows:
            if row.verdict != "error":
                self._compare(row)

    def _read(self, row: Row, lines: dict[str, int]) -> None:
        cells = row.cells
        number, name = cells.get("number", "").strip(), cells.get("name", "").strip()
        row.label = f"{number} {name}".strip()
        if not re.fullmatch(DETSIS, number):
            row.wrong("DETSİS numarası sekiz rakamdır ve sıfırla başlamaz.")
        if not name or len(name) > 300:
            row.wrong("Ad boş ya da 300 karakterden uzun.")
        if lines.setdefault(number, row.line) != row.line:
            row.wrong(f"DETSİS no {lines[number]}. satırda da var.")
        facts: dict[str, Any] = {"name": name, "parent_id": cells.get("parent", "").strip() or None}
        for field, longest in (("province", 40), ("district", 60), ("kep", 120)):
            if field in cells:
                facts[field] = cells[field].strip()[:longest]
        try:
            if "kind" in cells:
                facts["kind"] = word(cells["kind"], BODIES, "kurum türü", "other")
        except Wrong:
            facts["kind"] = "other"  # the registry knows more kinds than we need
        if "active" in cells:
            facts["is_active"] = yes(cells["active"])
        if row.verdict != "error":
            self.facts[number] = facts

    def _circles(self) -> None:
        above = {number: body.parent_id for number, body in self.known.items()}
        above |= {number: facts["parent_id"] for number, facts in self.facts.items()}
        safe: set[str] = set()
        for row in self.rows:
            at: str | None = row.cells.get("number", "").strip()
            start, walked = at, []
            while at and at not in safe and at not in walked:
                walked.append(at)
                at = above.get(at)
            if at and at in walked:
                if start in walked[walked.index(at) :]:
                    row.wrong("Üst birimler bir döngü kuruyor.")
            else:
                safe.update(walked)

    def _compare(self, row: Row) -> None:
        number = row.cells["number"].strip()
        held = self.known.get(number)
        if held is None:
            row.verdict = "new"
            return
        facts = self.facts[number]
        row.changes = [LABELS[name] for name, value in facts.items() if getattr(held, name) != value]
        row.verdict = "changed" if row.changes else "same"

    def write(self) -> None:
        new, touched = [], []
        for row in self.rows:
            number = row.cells["number"].strip()
            if row.verdict == "new":
                new.append(NationalBody(number=number, **self.facts[number]))
            elif row.verdict == "changed":
                held = self.known[number]
                for name, value in self.facts[number].items():
                    setattr(held, name, value)
                touched.append(held)
        NationalBody.objects.bulk_create(new, batch_size=1000)
        if touched:
            NationalBody.objects.bulk_update(touched, FIELDS_TO_WRITE, batch_size=1000)


FIELDS_TO_WRITE = ["name", "kind", "province", "district", "kep", "is_active", "parent"]
