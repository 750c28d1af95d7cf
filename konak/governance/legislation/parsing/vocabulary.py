"""Inflected forms of the words that municipal regulations are written with, by the rules of Turkish.

Used only to propose repairs of scanned text. The stems are ours (`words`). A hunspell dictionary for Turkish, when
the machine has one, only tells which words need no repair; it proposes nothing, so proposals are the same anywhere.
"""

from functools import cache
from pathlib import Path

from konak.foundation.db import turkish

from .words import FIXED, NOUNS, VERBS, listed

_NOUN_ENDINGS = (
    "",
    *listed("""
lAr (s)H (y)H (n)Hn (y)A DA DAn (y)lA lArH lArHn lArA lArDA lArDAn lArlA (s)HnH (s)HnHn (s)HnA (s)HnDA (s)HnDAn
(s)HylA lArHnH lArHnHn lArHnA lArHnDA lArHnDAn lArHylA lH lHk lHğH lHğHnH lHğHnHn lHklArHn lHklAr lHklArH
lHklArHnH lHklArHnA sHz CA DHr lArDHr (H)mHz (H)mHzHn DAki (s)HnDAki lArHnDAki lArHnCA lHğHnA lHğHnDA lHğHnDAn
(s)HnCA lHğHncA
"""),
)
_VERB_ENDINGS = listed("""
mAk mAktAdHr mAktA mAsH mAsHnH mAsHnHn mAsHnA mAsHnDA mAsHnDAn mAsHylA mAlArH mAlArHnH mAyA (y)An (y)AnlAr
(y)ArAk (H)p (y)AcAk (y)AcAğH DHğH DHklArH DHğHnDA mHş mHştHr mAdAn mAz (H)r Ar AlAr (H)lHr (H)lmAk (H)lmAsH
(H)lmAsHnH (H)lmAsHnHn (H)lmAsHnA (H)lAn (H)lArAk (H)lmHş (H)lmHştHr (H)lmAktAdHr (H)lAcAk (H)nmAk (H)nmAsH
(H)nmAsHnH (H)nAn (H)nHr (H)nmAsHnA mAlArHnA DHr tmAk ttHrmAk lArHn (H)lmAsHnDAn mAktAn mAklA (y)AbilmAk
(y)AbilmAsH (H)lmAyAn (H)lmAsHnDA (H)lmAsHylA (H)ldHğH (H)ndHğH (H)yor (H)lmAlArHnH (H)lmAlArH DHrHlmAsH DHrHlmAsHnH
DHrmAk sH (H)nmHş (H)nArAk (H)nmAsHndAn
""")

_FRONT = frozenset(
    ("usul", "kontrol", "rol", "protokol", "kabul", "hal", "hâl", "portal", "sembol", "saat", "dikkat")
)
"""Stems that take front endings against their own last vowel: usulü, kontrolü, saati."""
_HARD_STEMS = frozenset(("hukuk", "evrak"))
_VOWELS = "aıoueiöü"
_HARD = frozenset("fstkçşhp")
_SOFT = {"k": "ğ", "ç": "c", "p": "b", "t": "d"}


def inflect(stem: str, ending: str, soften: bool = True) -> str:
    """One form of `stem`.

    In `ending` A is a or e, H is ı, i, u or ü, D is d or t, C is c or ç; a bracket holds a consonant that stands
    after vowels only, or a vowel that stands after consonants only.
    """
    word = stem
    if ending.startswith("("):
        inner, ending = ending[1], ending[3:]
        after_vowel = word[-1] in _VOWELS
        if inner == "H":
            ending = ending if after_vowel else "H" + ending
        elif after_vowel:
            ending = inner + ending
    if (
        soften
        and ending
        and ending[0] in "AH"
        and word[-1] in _SOFT
        and sum(letter in _VOWELS for letter in word) > 1
    ):
        word = word[:-1] + _SOFT[word[-1]]
    result = word
    first = True
    for letter in ending:
        if letter in "AH":
            last = next((char for char in reversed(result) if char in _VOWELS), "e")
            if first and stem in _FRONT:
                last = {"a": "e", "o": "ö", "u": "ü"}.get(last, last)
            if letter == "A":
                letter = "a" if last in "aıou" else "e"
            else:
                letter = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[last]
            first = False
        elif letter == "D":
            letter = "t" if result[-1] in _HARD else "d"
        elif letter == "C":
            letter = "ç" if result[-1] in _HARD else "c"
        result += letter
    return result


@cache
def forms() -> dict[str, int]:
    """Every form we know with its rank: small ranks are commoner. Built once, some thirty thousand words."""
    found: dict[str, int] = {}
    for rank, stem in enumerate([*FIXED, *NOUNS]):
        for place, ending in enumerate(_NOUN_ENDINGS if rank >= len(FIXED) else ("",)):
            found.setdefault(inflect(stem, ending), rank + 40 * place)
            if stem.endswith("t") or stem in _HARD_STEMS:
                # loan words keep their last letter: mevzuatı, teşkilatı, evrakı
                found.setdefault(inflect(stem, ending, soften=False), rank + 40 * place)
    for rank, stem in enumerate(VERBS):
        for place, ending in enumerate(_VERB_ENDINGS):
            found.setdefault(inflect(stem, ending, soften=False), 300 + rank + 40 * place)
    return found


@cache
def dictionary() -> frozenset[str]:
    """Stems of the machine's Turkish dictionary, if it has one: words that need no repair, never proposals."""
    for folder in ("/usr/share/hunspell", "/usr/share/myspell/dicts"):
        place = Path(folder) / "tr_TR.dic"
        if place.is_file():
            try:
                lines = place.read_text("utf-8", errors="ignore").splitlines()[1:]
            except OSError:
                return frozenset()
            return frozenset(turkish.lower(line.split("/")[0].strip()) for line in lines if len(line) > 4)
    return frozenset()
