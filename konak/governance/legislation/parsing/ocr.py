"""Proposals for damaged words: legacy-font letters put right, scanned words matched with the domain's vocabulary.

A proposal always stands beside the raw words, with a confidence, and is never applied to them.
"""

import re
from functools import cache

from rapidfuzz import fuzz, process

from konak.foundation.db import turkish

from .slips import explained, nearly
from .vocabulary import dictionary, forms, inflect

_TO_CLASS = str.maketrans(
    {
        **dict.fromkeys("ıiİIuül1|{}!í", "i"),
        **dict.fromkeys("oö0ó6éêô", "o"),
        **dict.fromkeys("sşgğ§&$9", "g"),
        **dict.fromkeys("cç¢", "c"),
        **dict.fromkeys("âà", "a"),
    }
)
_REPEATED = re.compile(r"(.)\1+")
_TOKEN = re.compile(r"[\w¢§&€$|{}]+(?:[’'][\w¢§]+)?")
_CUT_INITIAL = re.compile(r"\b([A-ZÇĞİÖŞÜ]) ([^\W\d_A-ZÇĞİÖŞÜ]|[06])(?=\w)")


def skeleton(word: str) -> str:
    """What is left of a word when all letters that scanners mix up are one: Miidiirliigii and Müdürlüğü agree."""
    plain = turkish.lower(word).replace("¢c", "ç").replace("c¢", "ç").replace("g¢", "ç").replace("gh", "gl")
    return _REPEATED.sub(r"\1", plain.translate(_TO_CLASS))


@cache
def _index() -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in forms():
        index.setdefault(skeleton(word), []).append(word)
    return index


@cache
def _keys_by_start() -> dict[tuple[str, int], list[str]]:
    keys: dict[tuple[str, int], list[str]] = {}
    for key in _index():
        if len(key) > 4:
            keys.setdefault((key[0], len(key)), []).append(key)
    return keys


class Repairer:
    """Proposes repairs for one document. `scanned`: match words; `legacy`: letters of a wrong font or code page."""

    def __init__(self, scanned: bool, legacy: dict[int, str]) -> None:
        self.scanned, self.legacy = scanned, legacy
        self._known: dict[str, tuple[str, float]] = {}

    def repair(self, text: str) -> tuple[str, float]:
        """The proposal and its confidence (0 to 1): the share of words that stand in the vocabulary afterwards."""
        if self.legacy:
            text = text.translate(self.legacy)
        if not self.scanned or not text:
            return text, 1.0
        text = _CUT_INITIAL.sub(r"\1\2", text)
        sure = total = 0.0
        pieces: list[str] = []
        done = 0
        for found in _TOKEN.finditer(text):
            word = found.group()
            pieces.append(text[done : found.start()])
            done = found.end()
            fixed, confidence = self._word(word)
            pieces.append(fixed)
            if len(word) > 2 and not word.isdigit():
                total += 1
                sure += confidence
        pieces.append(text[done:])
        return "".join(pieces), round(sure / total, 2) if total else 1.0

    def _word(self, word: str) -> tuple[str, float]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = _match(word)
        return known


def _match(word: str) -> tuple[str, float]:
    stem, mark, ending = word.partition("’") if "’" in word else word.partition("'")
    if mark:
        fixed, confidence = _match(stem)
        return fixed + mark + _suffix(fixed, ending), confidence
    letters = sum(map(str.isalpha, word))
    if letters < 2 or word.isdigit() or letters < len(word) / 2:
        return word, 0.5
    upper = word.isupper() and len(word) > 1
    # words in capitals of a scan: I stands for İ as well
    lowered = turkish.lower(word)
    if lowered in forms() and not upper:
        return word, 1.0
    candidates = [other for shape in _shapes(word) for other in _index().get(skeleton(shape), [])]
    sure = [other for other in dict.fromkeys(candidates) if explained(word, other)]
    if not sure:
        sure = [other for other in dict.fromkeys(candidates) if nearly(word, other)]
    if sure:
        return _cased(_best(lowered, sure), word), 0.95 if len(sure) == 1 else 0.85
    if lowered in dictionary():
        return word, 0.8
    if upper and letters < 6:
        return word, 0.7
    key = skeleton(word)
    if len(key) < 6:
        return word, 0.5
    near: list[str] = []
    for size in (len(key) - 1, len(key), len(key) + 1):
        near += _keys_by_start().get((key[0], size), [])
    found = process.extractOne(key, near, scorer=fuzz.ratio, score_cutoff=90)
    near = [other for other in _index()[found[0]] if explained(word, other)] if found else []
    if not near:
        # a known word that the slips of a reader do not explain is another word: silence is better
        return word, 0.4
    return _cased(_best(lowered, near), word), 0.6


_SUFFIXES = ("nHn", "Hn", "yH", "nH", "H", "DA", "DAn", "yA", "nA", "A", "lA", "ylA", "sH", "DAki", "ndA", "ndAn")


def _suffix(stem: str, scanned: str) -> str:
    """The ending behind an apostrophe, by the vowels of its stem: Müdürlüğü’niin → Müdürlüğü’nün."""
    wanted = skeleton(scanned)
    for ending in _SUFFIXES:
        form = inflect(turkish.lower(stem), ending)[len(stem) :]
        if skeleton(form) == wanted:
            return form
    return scanned


def _shapes(word: str) -> list[str]:
    """The word as read, then with what scanners swap: T for İh, d for ö, g for ç, m for nı, a final t for ı."""
    shapes = [word]
    if word.startswith("Th"):
        shapes.append("İ" + word[1:])
    for place, letter in enumerate(word[:14]):
        if letter in "dg":
            shapes.append(word[:place] + ("ö" if letter == "d" else "ç") + word[place + 1 :])
        elif letter == "m" and place:
            shapes += [word[:place] + pair + word[place + 1 :] for pair in ("nı", "ın")]
    if word.endswith("t"):
        shapes.append(word[:-1] + "ı")
    return shapes


def _best(scanned: str, candidates: list[str]) -> str:
    return max(candidates, key=lambda other: (_likeness(scanned, other), -forms()[other]))


_AS_LETTERS = str.maketrans("1!|06é¢", "iiiooec")


def _likeness(scanned: str, word: str) -> float:
    """How likely `word` was scanned as `scanned`: a scanner turns ü into ii and ş into s or g, not s into ş."""
    as_read = word.replace("ü", "ii").replace("ı", "i").replace("ö", "o").replace("ş", "s").replace("ç", "c")
    read = turkish.fold(scanned.translate(_AS_LETTERS))
    return round(max(fuzz.ratio(read, as_read), fuzz.ratio(read, turkish.fold(word))) / 5)


def _cased(word: str, like: str) -> str:
    letters = [letter for letter in like if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 0.6 * len(letters) and len(letters) > 1:
        return turkish.upper(word)
    if like[0].isupper() or (like[0] == "1" and capitals):
        return turkish.upper(word[0]) + word[1:]
    return word
