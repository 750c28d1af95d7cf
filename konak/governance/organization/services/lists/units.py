"""A list of units: matched by code, DETSİS number or name; new ones in the order of the tree."""

import datetime as dt
import re
from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate

from konak.foundation.people import units as tree
from konak.foundation.people.models import DETSIS, Unit
from konak.foundation.people.positions import UnitKind
from konak.foundation.people.services import hold_tree

from ...models import Act
from ..registering import Told
from .fields import KINDS, Row, Wrong, day, plain, word

TEXTS = {"short_name": 60, "founding": 300, "phone": 32, "email": 254, "address": 300}
PLACED = ("parent_id", "name", "short_name", "kind")
LABELS = {
    "name": "ad",
    "short_name": "kısa ad",
    "kind": "tür",
    "parent_id": "bağlı olduğu birim",
    "detsis": "DETSİS no",
    "code": "birim kodu",
    "since": "kuruluş",
    "until": "kapanış",
    "founding": "kuruluş dayanağı",
    "phone": "telefon",
    "email": "e-posta",
    "address": "yer",
}


class UnitList:
    """The list against the directory: what each row would do. `write` does it."""

    def __init__(self, rows: list[Row], since: dt.date | None) -> None:
        self.rows, self.since = rows, since or localdate()
        self.known = list(Unit.objects.all())
        self.by_code = {unit.code: unit for unit in self.known if unit.code}
        self.by_detsis = {unit.detsis: unit for unit in self.known if unit.detsis}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.known:
            if unit.until is None or unit.until >= localdate():
                self.by_name[plain(unit.name)].append(unit)
        self.facts: dict[int, dict[str, Any]] = {}
        self.units: dict[int, Unit | None] = {}
        self.parents: dict[int, str] = {}
        self.new_by_key: dict[str, Row] = {}
        self.told: list[Told] = []
        """What the state registry has to know, once the list is written."""
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            self._read(row, seen)
        for row in rows:
            if row.verdict != "error":
                self._place(row)
        self._circles()
        for row in rows:
            if row.verdict != "error":
                self._compare(row)

    def _read(self, row: Row, seen: dict[tuple[str, str], int]) -> None:
        cells = row.cells
        name = cells.get("name", "").strip()
        row.label = name or cells.get("code", "")
        facts: dict[str, Any] = {"name": name}
        if not name:
            row.wrong("Birim adı boş.")
        if len(name) > 200:
            row.wrong("Birim adı 200 karakterden uzun.")
        for field in ("code", "detsis", *TEXTS):
            if field in cells:
                facts[field] = cells[field].strip()
                if len(facts[field]) > TEXTS.get(field, 30):
                    row.wrong(f"{LABELS[field]} çok uzun.")
        try:
            facts["kind"] = word(cells.get("kind", ""), KINDS, "birim türü", None)
            for field in ("since", "until"):
                if field in cells:
                    facts[field] = day(cells[field])
        except Wrong as error:
            row.wrong(str(error))
        if facts.get("since") and facts.get("until") and facts["until"] < facts["since"]:
            row.wrong("Kapanış, kuruluştan önce.")
        if facts.get("detsis") and not re.fullmatch(DETSIS, facts["detsis"]):
            row.wrong("DETSİS numarası sekiz rakamdır ve sıfırla başlamaz.")
        if facts.get("email"):
            try:
                validate_email(facts["email"])
            except ValidationError:
                row.wrong(f"«{facts['email']}» bir e-posta adresi değil.")
        for field in ("code", "detsis"):
            if value := facts.get(field):
                first = seen.setdefault((field, value), row.line)
                if first != row.line:
                    row.wrong(f"{LABELS[field]} «{value}» {first}. satırda da var.")
        facts["parent"] = cells.get("parent", "").strip() if "parent" in cells else None
        unit = self.by_code.get(facts.get("code") or "") or self.by_detsis.get(facts.get("detsis") or "")
        if unit is None and name and not (facts.get("code") and self.by_code):
            same = self.by_name.get(plain(name), [])
            if len(same) > 1 and facts["parent"]:
                same = [one for one in same if one.parent and facts["parent"] in (one.parent.name, one.parent.code)]
            unit = same[0] if len(same) == 1 else None
        if unit is None and facts["kind" if "kind" in facts else "name"] in (None, ""):
            row.wrong("Yeni birimin türü boş.")
        if row.verdict == "error":
            return
        for other, held in self.units.items():
            if held is not None and unit is not None and held.pk == unit.pk:
                row.wrong(f"{other}. satırla aynı birimi anlatıyor.")
                return
        self.units[row.line], self.facts[row.line] = unit, facts
        for key in filter(None, (facts.get("code"), plain(name))):
            self.new_by_key.setdefault(key, row)

    def _place(self, row: Row) -> None:
        facts = self.facts[row.line]
        wanted = facts.pop("parent")
        if wanted is None:
            return
        if not wanted:
            if self.units[row.line] is None and any(unit.parent_id is None for unit in self.known):
                row.wrong("Bağlı olduğu birim boş; en üst birim zaten var.")
            facts["parent_key"] = None
            return
        unit = self.by_code.get(wanted) or self.by_detsis.get(wanted)
        in_list = self.new_by_key.get(wanted) or self.new_by_key.get(plain(wanted))
        if unit is None and in_list is not None:
            facts["parent_key"] = ("row", in_list.line)
            return
        if unit is None:
            same = self.by_name.get(plain(wanted), [])
            if len(same) > 1:
                row.wrong(f"«{wanted}» adında birden çok birim var; kodunu yazın.")
                return
            unit = same[0] if same else None
        if unit is None:
            row.wrong(f"Bağlı olduğu birim «{wanted}» ne listede ne kuruluş şemasında var.")
            return
        facts["parent_key"] = ("unit", unit.pk)

    def _key(self, row: Row) -> tuple[str, int]:
        unit = self.units[row.line]
        return ("unit", unit.pk) if unit is not None else ("row", row.line)

    def _circles(self) -> None:
        """Walk up from every row over what the list says, and over the chart where it says nothing."""
        above: dict[tuple[str, int], tuple[str, int] | None] = {
            ("unit", unit.pk): ("unit", unit.parent_id) if unit.parent_id else None for unit in self.known
        }
        by_row = {row.line: row for row in self.rows if row.line in self.facts}
        for row in by_row.values():
            if "parent_key" in self.facts[row.line]:
                wanted = self.facts[row.line]["parent_key"]
                if wanted and wanted[0] == "row" and self.units.get(wanted[1]) is not None:
                    wanted = ("unit", self.units[wanted[1]].pk)  # type: ignore[union-attr]
                above[self._key(row)] = wanted
                self.facts[row.line]["parent_key"] = wanted
            else:
                above.setdefault(self._key(row), None)
        safe: set[tuple[str, int]] = set()
        for row in by_row.values():
            walked: list[tuple[str, int]] = []
            at: tuple[str, int] | None = self._key(row)
            while at is not None and at not in safe and at not in walked:
                walked.append(at)
                at = above.get(at)
            if at is not None and at in walked:
                if self._key(row) in walked[walked.index(at) :]:
                    row.wrong("Kendi kendinin altına düşüyor: bağlılıklar bir döngü kuruyor.")
            else:
                safe.update(walked)

    def _compare(self, row: Row) -> None:
        facts, unit = self.facts[row.line], self.units[row.line]
        wanted = facts.pop("parent_key", "unsaid")
        bad_parent = (
            isinstance(wanted, tuple)
            and wanted[0] == "row"
            and next((one for one in self.rows if one.line == wanted[1] and one.verdict == "error"), None)
        )
        if bad_parent:
            row.wrong(f"Bağlı olduğu birim {bad_parent.line}. satırda hatalı.")
            return
        facts["parent_key"] = wanted
        if unit is None:
            row.verdict = "new"
            return
        changed = []
        for field, value in facts.items():
            if field == "parent_key":
                if value == "unsaid" or (isinstance(value, tuple) and value == ("unit", unit.parent_id)):
                    continue
                if value is None and unit.parent_id is None:
                    continue
                changed.append("parent_id")
            elif field == "kind" and value is None:
                continue
            elif (getattr(unit, field) or None) != (value or None):
                changed.append(field)
        row.changes = [LABELS[field] for field in changed]
        row.verdict = "changed" if changed else "same"
        facts["changed"] = changed

    def write(self) -> None:
        """Do it: new units level by level, so that a parent stands before its children; then the changed ones."""
        hold_tree()
        made: dict[int, Unit] = {}
        waiting = [row for row in self.rows if row.verdict == "new"]
        while waiting:
            ready = [row for row in waiting if not self._waits(row, made)]
            batch = []
            for row in ready:
                facts = dict(self.facts[row.line])
                parent = self._parent(facts.pop("parent_key"), made)
                facts.pop("changed", None)
                since = facts.pop("since", None)
                for field in ("code", "detsis"):
                    facts[field] = facts.get(field) or None
                batch.append(Unit(parent_id=parent, since=since, **facts))
            for row, unit in zip(ready, Unit.objects.bulk_create(batch), strict=True):
                made[row.line] = unit
                if not unit.detsis:
                    self.told.append(Told(Act.OPEN, unit, f"«{unit.name}» kuruldu."))
            done = {row.line for row in ready}
            waiting = [row for row in waiting if row.line not in done]
        touched: list[Unit] = []
        for row in self.rows:
            if row.verdict != "changed":
                continue
            facts, held = self.facts[row.line], self.units[row.line]
            if held is None:
                continue
            unit = held
            values: dict[str, Any] = {
                field: self._parent(facts["parent_key"], made) if field == "parent_id" else facts[field]
                for field in facts["changed"]
            }
            self.told += self._news(unit, values)
            placed = {field: value for field, value in values.items() if field in PLACED}
            if placed and self.since != localdate():
                parent = placed.pop("parent_id", "unsaid")
                if parent != "unsaid":
                    placed["parent"] = Unit.objects.get(pk=parent) if parent else None
                tree.place(unit, self.since, **placed)
                values = {field: value for field, value in values.items() if field not in PLACED}
            for field, value in values.items():
                setattr(unit, field, (value or None) if field in ("code", "detsis") else value)
            touched.append(unit)
        if touched:
            fields = [
                *PLACED[1:],
                "parent",
                "code",
                "detsis",
                "since",
                "until",
                "founding",
                "phone",
                "email",
                "address",
            ]
            if self.since != localdate():
                fields = [field for field in fields if field not in (*PLACED, "parent")]
            Unit.objects.bulk_update(touched, fields, batch_size=500)
        tree.settle_tree()

    def _news(self, unit: Unit, values: dict[str, Any]) -> list[Told]:
        """What of a changed row is the registry's business; telephone and place are not."""
        found = []
        if "name" in values:
            found.append(Told(Act.RENAME, unit, f"«{unit.name}» adı «{values['name']}» oldu."))
        if "kind" in values:
            kind = UnitKind(values["kind"]).label
            found.append(Told(Act.RENAME, unit, f"«{unit.name}» türü «{kind}» oldu."))
        if "parent_id" in values:
            found.append(Told(Act.MOVE, unit, f"«{unit.name}» başka birime bağlandı."))
        if values.get("until"):
            found.append(Told(Act.CLOSE, unit, f"«{unit.name}» {values['until']:%d.%m.%Y} günü kapandı."))
        return found

    def _waits(self, row: Row, made: dict[int, Unit]) -> bool:
        key = self.facts[row.line]["parent_key"]
        return isinstance(key, tuple) and key[0] == "row" and key[1] not in made

    def _parent(self, key: Any, made: dict[int, Unit]) -> int | None:
        if not isinstance(key, tuple):
            return None
        return made[key[1]].pk if key[0] == "row" else int(key[1])
