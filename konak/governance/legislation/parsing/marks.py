"""Where articles and chapters begin: every mark in the text, in order, with the number it prints."""

import re
from dataclasses import dataclass

from konak.foundation.db import turkish

from .lines import Line


@dataclass(slots=True)
class Mark:
    """The head of an article or chapter. `start`, `end` bound the printed mark ("MADDE 8 –"), not its heading."""

    kind: str
    number: str
    start: int
    end: int
    at_line_start: bool
    line: int
    prefix: str = ""
    """"Geçici" or "Ek" before an article; the article's number then carries it."""


_ARTICLE = re.compile(
    r"(?P<prefix>(?:GEÇİCİ|GECICI|GECİCİ|Geçici|geçici|EK|Ek|MÜKERRER|Mükerrer)\s+)?"
    r"(?P<word>\bM\s?A\s?D\s?D\s?E|\bM[ae]dde|\bmadde|\bMd\.|\bMD\.?)(?![a-zçğıöşüâ])"
    r"[\s*_]{0,6}(?P<before>[-–—:.]?)\s{0,3}(?:(?:NO|No)\s?[:.]\s?)?"
    r"\(?(?P<number>\d{1,3}(?!\d)(?:\s?\.\s?\d{1,3}(?!\d)(?!\s*(?:say|tarih)))*|[IVXl]{1,5}(?![a-zçğıöşü]))"
    r"(?P<letter>\s?/[A-ZÇĞİÖŞÜ](?![\w’']))?"
    r"(?P<after>\)?[\s*_]{0,6}[-–—:./)]{0,3}(?:[*_]{1,3}|(?<=[-–—:./)])\s{0,3}[-–—](?=\s))?)"
)
_NUMBER_FIRST = re.compile(r"^[\s*#]*(?P<number>\d{1,3})\s?[.\-)]?\s?(?:MADDE|Madde)\b(?P<after>\s*[-–—:.]{0,2})")
_BROKEN = re.compile(r"[\s*#]*(?:GEÇİCİ\s+|Geçici\s+)?M\s?A\s?D\s?D\s?E[\s*]*|[\s*#]*(?:Geçici\s+)?Madde[\s*]*")
_BROKEN_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\s?(?:[-–—:.)]{1,2}|(?=\(|$))")
_SUFFIXED = re.compile(r"\s*[’'‘\u00b4`]|\s?(?:inci|nci|uncu|üncü|ıncı|ncı|ncü|ncu|si|sı|de|da|den|dan)\b")
_OPENER = re.compile(r"\s*[*_]*\s*(?:\(|[a-zçğıöşü§¢]{1,2}\s?[).\-–/]\s|[-–—•*])")
_LEAD = re.compile(r"[\s*#_>|•\-–]*")

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman(text: str) -> int:
    """The value of a roman numeral in any case, 0 when it is none: roman("iv") == 4."""
    capitals = text.replace("ı", "I").replace("i", "I").replace("İ", "I").replace("v", "V").replace("x", "X")
    if not capitals or any(letter not in "IVX" for letter in capitals):
        return 0
    total = 0
    for letter, following in zip(capitals, [*capitals[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if following and _ROMAN[following] > value else value
    return total if to_roman(total) == capitals else 0


def to_roman(number: int) -> str:
    """1 → I, 4 → IV, 19 → XIX; empty for zero and below."""
    result = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            result, number = result + letters, number - value
    return result


def find_articles(view: str, lines: list[Line]) -> list[Mark]:
    """Every article head, in order. Citations ("5 inci madde", "Madde 5'te", quoted articles) are left alone."""
    marks: list[Mark] = []
    last = 0
    for place, line in enumerate(lines):
        if line.kind:
            continue
        number_first = _NUMBER_FIRST.match(line.text)
        if number_first and number_first["after"].strip():
            marks.append(
                Mark("article", number_first["number"], line.start, line.start + number_first.end(), True, place)
            )
            last = int(number_first["number"])
            continue
        broken = _BROKEN.fullmatch(line.text) if len(line.text) < 24 else None
        if broken and place + 1 < len(lines) and (rest := _BROKEN_NUMBER.match(lines[place + 1].text)):
            prefix = "Geçici" if turkish.fold(line.text).lstrip("*# ").startswith("gecici") else ""
            number = f"{prefix} {rest[1]}".strip()
            end = lines[place + 1].start + rest.end()
            marks.append(Mark("article", number, line.start, end, True, place, prefix))
            last = last if prefix else int(re.split(r"\D", rest[1])[0])
            continue
        lead = _LEAD.match(line.text)
        first = lead.end() if lead else 0
        for found in _ARTICLE.finditer(line.text):
            mark = _judged(found, line, place, found.start() == first, last)
            if mark:
                marks.append(mark)
                if not mark.prefix:
                    last = int(re.split(r"\D", mark.number)[0] or last)
    return marks


def _judged(found: re.Match[str], line: Line, place: int, at_start: bool, last: int) -> Mark | None:
    """The mark behind one match, or None when it only cites an article. Costs do not depend on the line's length."""
    word, number = found["word"], found["number"]
    capital = word.replace(" ", "").startswith(("MADDE", "MD"))
    rest = line.text[found.end() : found.end() + 40]
    separated = bool(found["after"].strip(" *_") or (found["before"] and found["before"] != "."))
    value = number_of(number)
    if not value:
        return None
    if _SUFFIXED.match(line.text[found.end("number") : found.end("number") + 8]) or (
        line.text[max(0, found.start() - 1) : found.start()] in ('"', "“", "‘", "'", "(")
    ):
        return None
    alone = not rest.strip(" *_|")
    opened = bool(_OPENER.match(rest))
    upper_next = rest.strip(" *_")[:1].isupper() or rest.strip(" *_")[:1].isdigit()
    if at_start:
        good = (
            (separated and (capital or word[0] == "M" or opened))
            or (alone and word[0] == "M")
            or (capital and (opened or upper_next))
            or (word[0] == "M" and (opened or (upper_next and value == last + 1)))
            or (value == last + 1 and separated and bool(re.search("[-–—:]", found["before"] + found["after"])))
        )
    else:
        before = line.text[max(0, found.start() - 3) : found.start()].strip()
        stopped = before[-1:] in (".", ";", ":", ",", "*", "”", ")", "|") or not before
        # the same number twice running is kept too: drafters repeat numbers
        next_in_row = last <= value <= last + 3 or bool(found["prefix"])
        lettered = capital or word[0] == "M"
        good = (lettered and separated and (opened or upper_next or alone) and (stopped or next_in_row)) or (
            capital and opened and next_in_row
        )
    if not good:
        return None
    printed = ".".join(part.strip() for part in number.split(".")) if number[0].isdigit() else str(value)
    if found["letter"]:
        printed += "/" + found["letter"].strip(" /")
    prefix = (found["prefix"] or "").strip()
    if prefix:
        prefix = {"e": "Ek", "m": "Mükerrer"}.get(turkish.fold(prefix)[0], "Geçici")
        printed = f"{prefix} {printed}"
    return Mark("article", printed, line.start + found.start(), line.start + found.end(), at_start, place, prefix)


def number_of(number: str) -> int:
    """The first figure of an article number as printed: "7.10" → 7, "IV" → 4, "l" → 1; 0 when it is no number."""
    if number[0].isdigit():
        return int(re.split(r"\D", number)[0])
    return 1 if number == "l" else roman(number)


_ORDINALS = [
    "birinci",
    "ikinci",
    "ucuncu",
    "dorduncu",
    "besinci",
    "altinci",
    "yedinci",
    "sekizinci",
    "dokuzuncu",
    "onuncu",
    "onbirinci",
    "onikinci",
    "onucuncu",
    "ondorduncu",
    "onbesinci",
    "onaltinci",
    "onyedinci",
    "onsekizinci",
    "ondokuzuncu",
    "yirminci",
]
_SECTION = re.compile(r"B\s?[ÖO0Ôö6o]\s?L\s?[ÜUüu]\s?M|B[öo6]l[üu]m|BOLUM|BÖLUM|K\s?I\s?S\s?I\s?M|Kısım|KİSİM")
_INLINE = re.compile(
    r"\b(?:BİRİNCİ|İKİNCİ|ÜÇÜNCÜ|DÖRDÜNCÜ|BEŞİNCİ|ALTINCI|YEDİNCİ|SEKİZİNCİ|DOKUZUNCU|ONUNCU)\s+(?:BÖLÜM|KISIM)\b"
)


def find_chapters(view: str, lines: list[Line]) -> list[Mark]:
    """Chapter heads ("İKİNCİ BÖLÜM", "BÖLÜM II", "2. Bölüm", split or unaccented), also inside running text."""
    marks: list[Mark] = []
    for place, line in enumerate(lines):
        if line.kind:
            continue
        mark = _chapter(line, place)
        if mark:
            marks.append(mark)
            continue
        if len(line.text) > 120:
            marks += [
                Mark(
                    "chapter",
                    _ordinal(found.group()),
                    line.start + found.start(),
                    line.start + found.end(),
                    False,
                    place,
                )
                for found in _INLINE.finditer(line.text)
            ]
    return marks


def _chapter(line: Line, place: int) -> Mark | None:
    head = line.text[:60]
    found = _SECTION.search(head)
    if not found:
        return None
    before = _squeezed(head[: found.start()])
    rest = head[found.end() :]
    following = rest.lstrip(" -–—:.*")
    if before:
        number = _number(before)
        # "İkinci bölümde yer alan": the word goes on or small letters follow
        if not number or rest[:1].isalpha() or (following and not _begins_upper(following)):
            return None
        end = found.end()
    else:
        numbered = re.match(r"\s*[-–:]?\s*(\d{1,2}|[IVX]{1,5})\b", rest)
        if not numbered or not head[found.start()].isupper():
            return None
        number = _number(numbered[1].lower())
        end = found.end() + numbered.end()
    return Mark("chapter", number, line.start, line.start + end, True, place)


def _begins_upper(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit() or text[:2].lower() in ("is", "il", "id", "iz")


def _squeezed(text: str) -> str:
    folded = turkish.fold(text)
    return re.sub(r"[\s*#|_.\-–()]+", "", folded).replace("ii", "u")


def _number(text: str) -> str:
    if text.isdigit():
        return str(int(text)) if len(text) < 3 else ""
    if text in _ORDINALS:
        return str(_ORDINALS.index(text) + 1)
    value = roman(text)
    return str(value) if value else ""


def _ordinal(printed: str) -> str:
    return _number(_squeezed(printed.split()[0]))


_NUMBERED_HEAD = re.compile(
    r"^[\s*#]*(\d{1,2})\s?[.)\-–]\s?([A-ZÇĞİÖŞÜ][A-ZÇĞİÖŞÜ ,ve/’'\-]{2,90}[A-ZÇĞİÖŞÜ])\s*:?[\s*]*$"
)


def find_numbered_heads(lines: list[Line]) -> list[Mark]:
    """For texts that never say MADDE: numbered headings in capitals ("1. AMAÇ", "2. KAPSAM") as articles."""
    marks = [
        Mark("article", found[1], line.start, line.start + found.start(2), True, place)
        for place, line in enumerate(lines)
        if not line.kind and (found := _NUMBERED_HEAD.match(line.text))
    ]
    return marks if len(marks) > 1 else []


_PLAIN_HEAD = re.compile(r"[\s*#]*[A-ZÇĞİÖŞÜ][A-ZÇĞİÖŞÜ ,ve/’'\-]{2,80}[A-ZÇĞİÖŞÜ]\s*:?[\s*]*")
_OPENING = ("amac", "kapsam", "dayanak", "konu")


def find_plain_heads(lines: list[Line]) -> list[Mark]:
    """For texts without any number: headings in capitals from AMAÇ on, numbered here by their order."""
    heads = [place for place, line in enumerate(lines) if not line.kind and _PLAIN_HEAD.fullmatch(line.text)]
    first = next((n for n, place in enumerate(heads) if _squeezed(lines[place].text).startswith(_OPENING)), None)
    if first is None or len(heads) - first < 3:
        return []
    return [
        Mark("article", str(number), lines[place].start, lines[place].start, True, place)
        for number, place in enumerate(heads[first:], 1)
    ]
