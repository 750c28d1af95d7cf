"""When a text comes into force: its own rule, read from its last articles, and the day that follows from it."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from konak.foundation.db.turkish import fold

Event = Literal["approval", "acceptance", "finalisation", "publication", "announcement", "fixed", ""]

WORDS: dict[str, str] = {
    "approval": "onay (olur)",
    "acceptance": "meclisin kabulü",
    "finalisation": "kararın kesinleşmesi",
    "publication": "yayım",
    "announcement": "ilan",
}
UNITS = {"gun": "gün", "ay": "ay", "yil": "yıl"}
_FORCE = re.compile(r"yururlu(?:ge|k)\s+(?:gir|kon)|yururluge\s*$")
_NUMBERS = {"bir": 1, "iki": 2, "uc": 3, "alti": 6, "on": 10, "onbes": 15, "otuz": 30, "altmis": 60, "doksan": 90}
_DELAY = re.compile(r"(\d+|" + "|".join(_NUMBERS) + r")\s*(?:\([^)]*\)\s*)?(gun|ay|yil)\s+sonra")
_FIXED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\s*tarihinde")
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZÇĞİÖŞÜ])")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text says about its own beginning. `needs` are the events that must have happened; the last counts."""

    quote: str = ""
    needs: tuple[Event, ...] = ()
    delay: int = 0
    unit: str = "gun"
    next_day: bool = False
    next_month: bool = False
    fixed: dt.date | None = None

    @property
    def words(self) -> str:
        """The rule in a few Turkish words; empty where the text has none."""
        if self.fixed:
            return f"{self.fixed:%d.%m.%Y} tarihinde"
        if not self.needs:
            return ""
        named = [WORDS[event] for event in self.needs]
        text = " ve ".join(part for part in (", ".join(named[:-1]), named[-1]) if part) + " ile"
        if self.delay:
            text += f", {self.delay} {UNITS[self.unit]} sonra"
        if self.next_day:
            text += ", izleyen gün"
        return text + (", izleyen ayın başında" if self.next_month else "")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record knows: the days on which each event happened."""

    approval: dt.date | None = None
    acceptance: dt.date | None = None
    finalisation: dt.date | None = None
    publication: dt.date | None = None
    announcement: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """The day found, how it was found, and what is still missing from the record."""

    day: dt.date | None
    how: str
    missing: tuple[str, ...] = ()


def rule_of(pieces: Iterable[tuple[str, str]], *, directive: bool = False) -> Rule:
    """The rule among clauses given as (path, text), those that speak of coming into force; the last one wins."""
    found = Rule()
    for path, text in pieces:
        for sentence in _SENTENCE.split(text):
            plain = fold(sentence)
            if _FORCE.search(plain) and ("girer" in plain or "gir" in plain.split("yurur")[-1]):
                rule = _read(plain, f"Md. {path}: {sentence.strip()}", directive)
                found = rule if rule.needs or rule.fixed else found
    return found


def _read(plain: str, quote: str, directive: bool) -> Rule:
    if fixed := _FIXED.search(plain):
        day, month, year = map(int, fixed.groups())
        try:
            return Rule(quote, fixed=dt.date(year, month, day))
        except ValueError:
            return Rule()
    needs: list[Event] = []
    if re.search(r"\bonay|\bolur\b", plain):
        needs.append("approval")
    if re.search(r"\bkabul", plain) and not directive:
        needs.append("acceptance")
    if "kesinles" in plain:
        needs.append("finalisation")
    if re.search(r"\byayi[mn]", plain) and not re.search(r"yayin yollari", plain):
        needs.append("publication")
    if re.search(r"\bilan", plain):
        needs.append("announcement")
    if len(needs) > 1 and needs[0] == "approval" and not directive:
        needs = needs[1:]  # "onaylanan … yayımı tarihinde": the later event counts
    delay = _DELAY.search(plain)
    count = int(delay[1]) if delay and delay[1].isdigit() else _NUMBERS.get(delay[1], 0) if delay else 0
    after = re.search(r"(?:izleyen|takip eden|ertesi)\s+(gun|ay)", plain)
    return Rule(
        quote,
        tuple(needs),
        count,
        delay[2] if delay else "gun",
        next_day=bool(after and after[1] == "gun"),
        next_month=bool(after and after[1] == "ay"),
    )


def begin_of(rule: Rule, facts: Facts) -> Begin:
    """The day on which the rule is met, in words how; without a rule or with gaps in the record there is no day."""
    if rule.fixed:
        return Begin(rule.fixed, f"{rule.quote} → {rule.fixed:%d.%m.%Y}")
    if not rule.needs:
        return Begin(None, "Metinde yürürlük kuralı bulunamadı; tarih elle verilir.")
    days = {event: getattr(facts, event) for event in rule.needs}
    missing = tuple(WORDS[event] for event, day in days.items() if day is None)
    if missing:
        return Begin(None, f"{rule.quote} → kayıtta eksik: {', '.join(missing)} tarihi", missing)
    event, last = max(days.items(), key=lambda pair: pair[1])
    day = _later(last, rule)
    steps = f"{WORDS[event]} {last:%d.%m.%Y}"
    return Begin(day, f"{rule.quote} → {steps}" + (f" → {day:%d.%m.%Y}" if day != last else ""))


def _later(day: dt.date, rule: Rule) -> dt.date:
    if rule.delay and rule.unit == "gun":
        day += dt.timedelta(days=rule.delay)
    elif rule.delay:
        day = _months_after(day, rule.delay * (12 if rule.unit == "yil" else 1))
    if rule.next_day:
        day += dt.timedelta(days=1)
    if rule.next_month:
        day = _months_after(day.replace(day=1), 1)
    return day


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where that month is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + year, month + 1, 1)
    following = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))
