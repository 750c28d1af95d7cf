"""The text of a letter: the little HTML the regulation needs, cleaned, compared by words, and as blocks for the page.

Pure functions without a database: paragraphs, bold, italic, underlined, numbered and lettered items, tables.
"""

import datetime as dt
import difflib
import html
import re
from collections.abc import Mapping
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from konak.foundation.db.turkish import lower, upper
from konak.foundation.lifecycle import Refused

TAGS = {
    *("p", "br", "strong", "b", "em", "i", "u", "ol", "ul", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"type", "start"}}
DEPTH = 40
"""Open tags inside each other; a list in a list in a cell of a table needs nine."""
COLUMNS, ROWS = 12, 400
FIELD = re.compile(r"\{([a-zçğıöşü][a-zçğıöşü0-9_ ]{0,40})\}", re.IGNORECASE)


def clean(text: str) -> str:
    """What of a pasted or typed text a letter may hold; plain text becomes paragraphs."""
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not re.search(r"<(p|ol|ul|table|br|strong|em)\b", text, re.IGNORECASE):
        text = "".join(
            f"<p>{html.escape(line.strip(), quote=False)}</p>" for line in text.split("\n") if line.strip()
        )
    _shallow(text)
    made = nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
    _shallow(made)
    return re.sub(r"<p>(\s|&nbsp;|<br>)*</p>", "", made).strip()


def _shallow(text: str) -> None:
    """Refuse what is nested deeper than anybody writes: every further step here walks down into it."""
    depth = 0
    for closes, name in re.findall(r"<(/?)([a-z]+)", text, re.IGNORECASE):
        if name.lower() not in ("br", "p", "img", "hr", "col", "input", "meta", "link", "wbr"):
            depth = max(depth - 1, 0) if closes else depth + 1
        if depth > DEPTH:
            raise Refused("Metin çok iç içe: sıralamaları ve tabloları sadeleştirip yeniden deneyin.")


def typed(text: str) -> str:
    """For whoever edits without the editor: simple paragraphs as lines, anything richer as it is stored."""
    if re.search(r"<(?!/?p>)", text):
        return text
    return plain(text)


BLOCKS = ("p", "li", "td", "th")


def plain(text: str) -> str:
    """The words alone, a line for each paragraph, item and cell."""
    soup = BeautifulSoup(text, "html.parser")
    lines: list[str] = []
    for block in soup.find_all(BLOCKS):
        words = "".join(_inline(block))
        if words := " ".join(words.split()):
            lines.append(words)
    return "\n".join(lines) or soup.get_text(" ", strip=True)


def _inline(tag: Tag) -> list[str]:
    """Words of a block without those of the blocks in it."""
    found = []
    for one in tag.children:
        if isinstance(one, NavigableString):
            found.append(str(one))
        elif isinstance(one, Tag) and one.name == "br":
            found.append(" ")
        elif isinstance(one, Tag) and one.name not in (*BLOCKS, "ol", "ul", "table", "tbody", "thead", "tr"):
            found += _inline(one)
    return found


def filled(text: str, values: Mapping[str, str], *, escaped: bool = True) -> str:
    """`{alan}` replaced; what has no value stays to be seen."""
    folded = {lower(name.strip()): value for name, value in values.items()}

    def put(found: re.Match[str]) -> str:
        value = folded.get(lower(found[1].strip()))
        if value is None:
            return found[0]
        return html.escape(value, quote=False) if escaped else value

    return FIELD.sub(put, text)


def fields_of(text: str) -> list[str]:
    """The names in braces, as first met."""
    return list(dict.fromkeys(match.strip() for match in FIELD.findall(text)))


def blocks(text: str) -> list[dict[str, Any]]:
    """Paragraphs, lists and tables as data for the page: no word of a user is ever source text."""
    soup = BeautifulSoup(text, "html.parser")
    found: list[dict[str, Any]] = []
    for one in soup.children:
        if isinstance(one, NavigableString):
            if words := str(one).strip():
                found.append({"kind": "par", "runs": [{"text": words}]})
        elif isinstance(one, Tag):
            found += _block(one)
    return found


def _block(tag: Tag) -> list[dict[str, Any]]:
    match tag.name:
        case "ol" | "ul":
            return [_list(tag)]
        case "table":
            return _table(tag)
        case _:
            runs = _runs(tag)
            return [{"kind": "par", "runs": runs}] if runs else []


def _table(tag: Tag) -> list[dict[str, Any]]:
    """Every cell at its own place, whatever spans a pasted table claims; what would fall outside is cut."""
    lines = tag.find_all("tr")[:ROWS]
    taken: set[tuple[int, int]] = set()
    cells: list[dict[str, Any]] = []
    for y, line in enumerate(lines):
        x = 0
        for cell in line.find_all(["td", "th"], recursive=False):
            while (x, y) in taken:
                x += 1
            if x >= COLUMNS:
                break
            wide, tall = min(_span(cell, "colspan"), COLUMNS - x), min(_span(cell, "rowspan"), len(lines) - y)
            while wide > 1 and any((x + step, y) in taken for step in range(wide)):
                wide -= 1
            taken |= {(x + right, y + down) for right in range(wide) for down in range(tall)}
            cells.append({"x": x, "y": y, "span": wide, "tall": tall, "head": cell.name == "th", "runs": _runs(cell)})
            x += wide
    columns = max((cell["x"] + cell["span"] for cell in cells), default=0)
    return [{"kind": "table", "columns": columns, "cells": cells}] if columns else []


def _list(tag: Tag) -> dict[str, Any]:
    shape = "bullet" if tag.name == "ul" else "letter" if tag.get("type") == "a" else "number"
    items = []
    for item in tag.find_all("li", recursive=False):
        inner = [_list(one) for one in item.find_all(["ol", "ul"], recursive=False)]
        items.append({"runs": _runs(item), "inner": inner})
    start = str(tag.get("start") or "1")
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < 4 and int(start) else 1
    return {"kind": "list", "shape": shape, "start": first, "items": items}


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return max(1, min(int(value), 20)) if value.isascii() and value.isdecimal() and len(value) < 3 else 1


def _runs(tag: Tag, marks: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in tag.children:
        if isinstance(one, NavigableString):
            words = re.sub(r"\s+", " ", str(one))
            if words and (words.strip() or found):
                found.append({"text": words, **dict.fromkeys(sorted(marks), True)})
        elif isinstance(one, Tag):
            found += _inner(one, tag.name, marks)
    while found and not found[-1]["text"].strip():
        found.pop()
    return found


def _inner(one: Tag, within: str, marks: frozenset[str]) -> list[dict[str, Any]]:
    """What a tag inside a block adds to its words; a list of an item is drawn by the list, one in a cell as lines."""
    if one.name == "br":
        return [{"text": "\n"}]
    if one.name in ("ol", "ul", "table"):
        if within == "li" and one.name != "table":
            return []
        lines = plain(str(one)).split("\n")
        return [{"text": part} for line in lines for part in ("\n", line)]
    more = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "under"}.get(one.name)
    found = _runs(one, marks | {more} if more else marks)
    return [*found, {"text": "\n"}] if one.name == "p" and found else found


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word: ("same" | "gone" | "new", words)."""
    old, new = re.findall(r"\s+|[^\s]+", plain(before)), re.findall(r"\s+|[^\s]+", plain(after))
    found: list[tuple[str, str]] = []
    for how, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", "".join(old[a:b])))
        if d > c:
            found.append(("new", "".join(new[c:d])))
    return found


# ---- words of the page ---------------------------------------------------------------------------------------------

_POSSESSIVE = re.compile(r"(l[ıiuü][ğk][ıiuü]|[sş][ıiuü]|[ğgyr][ıiuü]|n[ıiuü]|l[ıiuü])$", re.IGNORECASE)
_VOWELS = "aıoueiöüAIOUEİÖÜâîûÂÎÛ"
_BACK = "aıouAIOUâûÂÛ"


def dative(name: str) -> str:
    """A name in capitals with the ending of "to whom": ÖRNEK VALİLİĞİ → ÖRNEK VALİLİĞİNE (m. 14)."""
    whole = upper(" ".join(name.split()))
    if not whole:
        return ""
    if whole.endswith("."):
        return whole
    last = next((sign for sign in reversed(whole) if sign in _VOWELS), "E")
    ending = "A" if last in _BACK else "E"
    if whole[-1] in _VOWELS:
        return f"{whole}N{ending}" if _POSSESSIVE.search(lower(whole)) else f"{whole}Y{ending}"
    return f"{whole}{ending}"


def initials_capital(subject: str) -> str:
    """Konu: capital first letters, no point at the end (m. 13); short words that join stay small."""
    small = {"ve", "ile", "veya", "ya", "da", "de", "ki", "mi", "mı", "mu", "mü"}
    words = subject.strip().rstrip(".").split()
    return " ".join(
        word if place and lower(word) in small else upper(word[:1]) + word[1:] for place, word in enumerate(words)
    )


def written_day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
