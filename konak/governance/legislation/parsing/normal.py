"""The view: a letter-for-letter twin of the text in which blanks are plain and legacy-font letters are Turkish.

The view has exactly as many characters as the text, so a position in one is a position in the other. It is
used for finding things only; what a reader sees is always cut from the text itself.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

_BLANKS = {
    ord(char): " "
    for char in "\t\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u200e\u200f\u202a\u202c\u202f\u205f\u2060\u3000\ufeff\x00"
}
_WIDE = {
    0xFF08: "(",
    0xFF09: ")",
    0xFF0E: ".",
    0xFF1A: ":",
    0x2024: ".",
    0x2011: "-",
    0x2010: "-",
    0x2212: "-",
    0x2014: "–",
    0x2015: "–",
}

# A bold font without Turkish letters: case is crossed (ġ is capital Ş, Ģ is small ş), so this runs before any casing.
LEGACY_FONT = {0x0120: "İ", 0x0121: "Ş", 0x0122: "ş"}
# ISO 8859-9 read as Latin-1: the six letters in which the two code pages differ.
LATIN_READ = {0xDD: "İ", 0xFD: "ı", 0xDE: "Ş", 0xFE: "ş", 0xD0: "Ğ", 0xF0: "ğ"}


def legacy_map(text: str) -> dict[int, str]:
    """The letters of this text that a wrong font or code page put in the place of Turkish ones; mostly empty.

    Ġ and Ģ are real letters in Maltese and Latvian: the map is offered only beside letters that those lack.
    """
    table: dict[int, str] = {}
    turkish = sum(text.count(letter) for letter in "ığüöşİ")
    if any(letter in text for letter in "ĠġĢ") and turkish:
        table |= LEGACY_FONT
    read_wrong = sum(text.count(letter) for letter in "ýþðÝÞÐ")
    if read_wrong > 3 and read_wrong > sum(text.count(letter) for letter in "ışğİŞĞ"):
        table |= LATIN_READ
    return table


def view_of(text: str, legacy: dict[int, str]) -> str:
    """The twin of `text`: same length, plain blanks, Turkish letters where `legacy` names them."""
    return text.translate(_BLANKS | _WIDE | legacy)


_LOOSE_MARKS = re.compile(r".[\u0300-\u036f]+", re.DOTALL)


def compose(text: str) -> tuple[str, "Offsets | None"]:
    """Join letters and loose accents (c + cedilla → ç); the second value leads positions back to `text`."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    pieces: list[str] = []
    old_places: list[int] = []
    new_places: list[int] = []
    done = new = 0
    for found in _LOOSE_MARKS.finditer(text):
        joined = unicodedata.normalize("NFC", found.group())
        plain = text[done : found.start()]
        new += len(plain) + len(joined)
        pieces += [plain, joined]
        done = found.end()
        old_places.append(done)
        new_places.append(new)
    pieces.append(text[done:])
    return "".join(pieces), Offsets(new_places, old_places)


class Offsets:
    """Leads a position in the composed text back to the text as it was handed in."""

    def __init__(self, new_places: list[int], old_places: list[int]) -> None:
        self._new, self._old = new_places, old_places

    def back(self, place: int) -> int:
        index = bisect_right(self._new, place) - 1
        if index < 0:
            return place
        return self._old[index] + place - self._new[index]


def line_starts(text: str) -> list[int]:
    """Offset of every line of `text`, for turning positions into line numbers."""
    return [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]


_SPECIAL = "çğışöüÇĞİŞÖÜ"


def looks_scanned(view: str) -> bool:
    """Whether the letters are those of an English-trained reader: hardly any Turkish letter, or ¢ § { in words."""
    letters = sum(map(str.isalpha, view[:200_000]))
    if letters < 200:
        return False
    turkish = sum(view.count(letter, 0, 200_000) for letter in "ğışİŞĞı")
    return turkish / letters < 0.012
