"""Statistics of a web filter: a table of sums (CSV), or the lines FortiGate writes of its web filter. No database."""

import csv
import datetime as dt
import re
from dataclasses import dataclass, field

LARGEST = 64 * 1024 * 1024
MOST_FAULTS = 20
LONGEST_LINE = 20_000
MOST_HITS = 10**12
_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
_HEADS = {
    "day": {"gün", "gun", "tarih", "date", "day"},
    "called": {"kategori", "category", "catdesc"},
    "blocked": {"engellenen", "blocked", "engel"},
    "passed": {"geçen", "gecen", "izinli", "passed", "allowed"},
}
_STOPPED = {"blocked", "block", "deny", "denied"}


@dataclass(slots=True)
class Sums:
    """`hits`: day and category → how often stopped, how often let by."""

    kind: str
    hits: dict[tuple[dt.date, str], list[int]] = field(default_factory=dict)
    lines: int = 0
    broken: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, day: dt.date, called: str, blocked: int, passed: int) -> None:
        entry = self.hits.setdefault((day, called.strip()[:100] or "Bilinmeyen"), [0, 0])
        entry[0] += blocked
        entry[1] += passed

    def fault(self, number: int, words: str) -> None:
        self.broken += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(f"{number}. satır: {words}")


def day_of(text: str) -> dt.date:
    """A day as 2026-11-21 or 21.11.2026."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    if found := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        day, month, year = (int(one) for one in found.groups())
        return dt.date(year, month, day)
    raise ValueError(text)


def _count(text: str) -> int:
    digits = text.strip().replace(".", "").replace(" ", "")
    if not digits:
        return 0
    if not digits.isascii() or not digits.isdecimal() or int(digits[:20]) > MOST_HITS:
        raise ValueError(text)
    return int(digits)


def read(content: bytes) -> Sums:
    """Sums by day and category; ValueError in Turkish where the file is neither form."""
    if len(content) > LARGEST:
        raise ValueError("Dosya 64 MB'tan büyük olamaz.")
    text = content.decode("utf-8-sig", errors="replace").replace("\0", "")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise ValueError("Dosya boş.")
    found = _fortigate(lines) if "=" in first and _PAIR.search(first) else _table(lines)
    if not found.hits:
        raise ValueError("Dosyada okunabilen süzgeç satırı yok.")
    return found


def _fortigate(lines: list[str]) -> Sums:
    found = Sums("fortigate")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            found.fault(number, "satır çok uzun")
            continue
        pairs = {name: quoted or plain for name, quoted, plain in _PAIR.findall(line)}
        if pairs.get("subtype") != "webfilter":
            continue
        found.lines += 1
        try:
            stopped = pairs.get("action", "").lower() in _STOPPED
            found.add(day_of(pairs.get("date", "")), pairs.get("catdesc", ""), int(stopped), int(not stopped))
        except ValueError:
            found.fault(number, "günü okunamadı")
    return found


def _table(lines: list[str]) -> Sums:
    found = Sums("csv")
    head = lines[0]
    rows = csv.reader(lines, delimiter=";" if head.count(";") >= head.count(",") else ",")
    names = [one.strip().replace("I", "ı").replace("İ", "i").lower() for one in next(rows, [])]
    place = {key: next((at for at, name in enumerate(names) if name in heads), -1) for key, heads in _HEADS.items()}
    if place["day"] < 0 or place["called"] < 0 or (place["blocked"] < 0 and place["passed"] < 0):
        raise ValueError("Başlıklar tanınmadı: gün, kategori, engellenen, geçen beklenir.")
    for number, row in enumerate(rows, 2):
        if not any(one.strip() for one in row):
            continue
        found.lines += 1
        try:
            cells = {key: row[at] if 0 <= at < len(row) else "" for key, at in place.items()}
            found.add(day_of(cells["day"]), cells["called"], _count(cells["blocked"]), _count(cells["passed"]))
        except ValueError as fault:
            found.fault(number, f"«{str(fault)[:40]}» okunamadı")
    return found
