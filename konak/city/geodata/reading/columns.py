"""What the columns of a file hold: a kind is only given where every value of the file agrees to it."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from . import words

TEXT, INTEGER, NUMBER, DAY, MOMENT, FLAG = "text", "integer", "number", "day", "moment", "flag"
KINDS = (TEXT, INTEGER, NUMBER, DAY, MOMENT, FLAG)
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
_ISO_DAY, _DAY = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
FLAGS = {"evet": True, "hayır": False, "hayir": False, "true": True, "false": False}


class Sight:
    """Gathers what is possible for each column while the rows go by."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.longest = dict.fromkeys(columns, 0)
        self.empty = dict.fromkeys(columns, 0)
        self._open: dict[str, set[str]] = {name: {*KINDS, "number,"} for name in columns}
        self.seen = dict.fromkeys(columns, False)

    def see(self, values: dict[str, list[Any]]) -> None:
        for name, column in values.items():
            still = self._open[name]
            for value in column:
                if value is None:
                    self.empty[name] += 1
                    continue
                self.seen[name] = True
                if isinstance(value, str):
                    self.longest[name] = max(self.longest[name], len(value))
                    if len(still) > 1:
                        still &= _fits(value)
                elif len(still) > 1:
                    still &= {TEXT, _native(value)} | ({NUMBER, "number,"} if isinstance(value, int) else set())

    def kind(self, name: str) -> str:
        if not self.seen[name]:
            return TEXT
        found = self._open[name]
        return next(
            (kind for kind in (FLAG, INTEGER, NUMBER, DAY, MOMENT) if kind in found),
            NUMBER if "number," in found else TEXT,
        )

    def comma(self, name: str) -> bool:
        """Whether numbers of the column can only be read with a decimal comma."""
        return NUMBER not in self._open[name] and "number," in self._open[name]


def kinds_of(sight: Sight) -> Iterator[tuple[str, str, int, int]]:
    """Column, kind, characters of its longest text, rows where it is empty."""
    for name in sight.columns:
        yield name, sight.kind(name), sight.longest[name], sight.empty[name]


def _native(value: Any) -> str:
    if isinstance(value, bool):
        return FLAG
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, float):
        return NUMBER
    if isinstance(value, dt.datetime):
        return MOMENT
    return DAY if isinstance(value, dt.date) else TEXT


def _fits(text: str) -> set[str]:
    """What a text may also be. A code with leading zeros stays a text: 0034 is no number."""
    found = {TEXT}
    if text.casefold() in FLAGS:
        found.add(FLAG)
    if _INTEGER.fullmatch(text):
        found |= {INTEGER, NUMBER, "number,"}
    elif not (len(text) > 1 and text[0] == "0" and text[1].isdigit()):
        if words.number(text, words.POINT) is not None:
            found.add(NUMBER)
        if words.number(text, words.COMMA) is not None:
            found.add("number,")
    if day(text):
        found.add(DAY)
    elif moment(text):
        found.add(MOMENT)
    return found


def day(text: str) -> dt.date | None:
    """A date as 2026-11-21 or 21.11.2026."""
    try:
        if _ISO_DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
        if _DAY.fullmatch(text):
            first, month, year = (int(part) for part in text.split("."))
            return dt.date(year, month, first)
    except ValueError:
        pass
    return None


def moment(text: str) -> dt.datetime | None:
    """A date with a time, ISO 8601."""
    if not _ISO_DAY.match(text) or len(text) <= 10:
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def value(given: Any, kind: str, *, comma: bool = False) -> Any:
    """What a value of a file becomes in a column of this kind; raises `ValueError` where it is none."""
    if given is None or given == "":
        return None
    if kind == TEXT:
        return given.replace("\0", "") if isinstance(given, str) else str(given)
    if not isinstance(given, str):
        return given
    found: Any = None
    if kind == INTEGER and _INTEGER.fullmatch(given):
        found = int(given)
    elif kind == NUMBER:
        found = words.number(given, words.COMMA if comma else words.POINT)
    elif kind == FLAG:
        found = FLAGS.get(given.casefold())
    elif kind == DAY:
        found = day(given)
    elif kind == MOMENT:
        found = moment(given)
    if found is None:
        raise ValueError(f"«{given[:30]}»")
    return found
