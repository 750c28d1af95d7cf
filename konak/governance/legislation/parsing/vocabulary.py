"""Inflected forms of the words that municipal regulations are written with, by the rules of Turkish.

Used only to propose repairs of scanned text. The stems are ours (`words`); a hunspell dictionary for Turkish, when the machine
has one, only adds stems.
"""

from functools import cache
from pathlib import Path

from konak.foundation.db import turkish

from .words import FIXED, NOUNS, VERBS

_NOUN_ENDINGS = (
    "", "lAr", "H", "(s)H", "(y)H", "(n)Hn", "(y)A", "DA", "DAn", "(y)lA", "lArH", "lArHn", "lArA", "lArDA", "lArDAn", "lArlA",
    "(s)HnH", "(s)HnHn", "(s)HnA", "(s)HnDA", "(s)HnDAn", "(s)HylA", "lArHnH", "lArHnHn", "lArHnA", "lArHnDA", "lArHnDAn",
    "lArHylA", "lH", "lHk", "lHğH", "lHğHnH", "lHğHnHn", "lHklArHn", "sHz", "CA", "DHr", "lArDHr", "(y)lA", "(H)mHz", "(H)mHzHn",
    "DAki", "(s)HnDAki", "lArHnDAki", "lArHnCA", "lHğHnA", "lHğHnDA", "lHğHnDAn", "sHnDAn", "(s)HnCA", "lHğHncA",
)  # fmt: skip
_VERB_ENDINGS = (
    "mAk", "mAktAdHr", "mAktA", "mAsH", "mAsHnH", "mAsHnHn", "mAsHnA", "mAsHnDA", "mAsHnDAn", "mAsHylA", "mAlArH", "mAlArHnH",
    "mAyA", "(y)An", "(y)AnlAr", "(y)ArAk", "(H)p", "(y)AcAk", "(y)AcAğH", "DHğH", "DHklArH", "DHğHnDA", "mHş", "mHştHr", "mAdAn",
    "mAz", "(H)r", "Ar", "AlAr", "(H)lHr", "(H)lmAk", "(H)lmAsH", "(H)lmAsHnH", "(H)lmAsHnHn", "(H)lmAsHnA", "(H)lAn", "(H)lArAk",
    "(H)lmHş", "(H)lmHştHr", "(H)lmAktAdHr", "(H)lAcAk", "(H)nmAk", "(H)nmAsH", "(H)nmAsHnH", "(H)nAn", "(H)nHr", "(H)nmAsHnA",
    "mAlArHnA", "DHr", "tmAk", "ttHrmAk", "lArHn", "(H)lmAsHndAn", "mAktAn", "mAklA", "(y)AbilmAk", "(y)AbilmAsH",
)  # fmt: skip

_VOWELS = "aıoueiöü"
_HARD = frozenset("fstkçşhp")
_SOFT = {"k": "ğ", "ç": "c", "p": "b", "t": "d"}


def inflect(stem: str, ending: str) -> str:
    """One form: A is a or e, H is ı i u ü, D is d or t, brackets hold what stands only after (s, y, n) or before a vowel."""
    word = stem
    if ending.startswith("("):
        inner, ending = ending[1], ending[3:]
        after_vowel = word[-1] in _VOWELS
        if inner == "H":
            ending = ending if after_vowel else "H" + ending
        elif after_vowel:
            ending = inner + ending
    if ending and ending[0] in "AH" and word[-1] in _SOFT and sum(letter in _VOWELS for letter in word) > 1:
        word = word[:-1] + _SOFT[word[-1]]
    result = word
    for letter in ending:
        if letter in "AH":
            last = next((char for char in reversed(result) if char in _VOWELS), "e")
            if letter == "A":
                letter = "a" if last in "aıou" else "e"
            else:
                letter = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[last]
        elif letter == "D":
            letter = "t" if result[-1] in _HARD else "d"
        elif letter == "C":
            letter = "ç" if result[-1] in _HARD else "c"
        result += letter
    return result


@cache
def forms() -> dict[str, int]:
    """Every form we know with its rank: small ranks are commoner. Built once, about a hundred thousand words."""
    found: dict[str, int] = {}
    for rank, stem in enumerate([*FIXED, *NOUNS]):
        for place, ending in enumerate(_NOUN_ENDINGS if rank >= len(FIXED) else ("",)):
            found.setdefault(inflect(stem, ending), rank + 40 * place)
    for rank, stem in enumerate(VERBS):
        for place, ending in enumerate(_VERB_ENDINGS):
            found.setdefault(inflect(stem, ending), 300 + rank + 40 * place)
    for word in _hunspell():
        found.setdefault(word, 50_000)
    return found


def _hunspell() -> list[str]:
    """Stems of the machine's Turkish dictionary, if it has one."""
    for folder in ("/usr/share/hunspell", "/usr/share/myspell/dicts"):
        place = Path(folder) / "tr_TR.dic"
        if place.is_file():
            try:
                lines = place.read_text("utf-8", errors="ignore").splitlines()[1:]
            except OSError:
                return []
            return [turkish.lower(line.split("/")[0].strip()) for line in lines if len(line) > 4]
    return []
