"""What an English-trained reader makes of Turkish letters, and whether such slips alone explain a printed word.

A repair is proposed only when they do, or when next to nothing else differs: silence is better than a wrong word.
"""

import re
from functools import lru_cache

from konak.foundation.db import turkish

_SLIPS: dict[str, str] = {
    "ü": "ii|iii|i|u|ti|il|li|{i|iu|ui|tt|ü|ı|l|ili|ilii|iil",
    "ı": "i|1|l|ı|!|||t",
    "i": "i|1|l|ı|!|||{|t",
    "ş": "s|g|§|ş|$|gs|sg|igs",
    "ğ": "g|§|&|ğ|9|gh",
    "ç": "c|¢|c¢|¢c|g|g¢|ç|e",
    "ö": "o|0|6|é|d|y6|ö|ê|ô|0|66|oe|So6",
    "g": "g|9|ğ|q|§",
    "o": "o|0|ö",
    "s": "s|5|ş",
    "l": "l|1|i|ı|||",
    "u": "u|ii|ü|i",
    "c": "c|¢|ç|e|c¢",
    "â": "a|â",
    "a": "a|â",
    "h": "h|b",
    "e": "e|é|c",
    "b": "b|6",
    "v": "v|y",
}  # fmt: skip
# two letters that melt into one sign
_PAIRS = {
    "nı": "m|nn",
    "ın": "m|nn",
    "lı": "h|ll",
    "li": "h|ll",
    "rı": "n",
    "ni": "m",
    "in": "m",
    "rn": "m",
    "ih": "t",
    "ıl": "d",
}


def _choice(options: str, letter: str) -> str:
    parts = dict.fromkeys([letter, *options.replace("||", "|\\|").split("|")])
    return "(?:" + "|".join(re.escape(part) if part != "\\" else r"\|" for part in parts if part) + ")"


@lru_cache(maxsize=20_000)
def _pattern(word: str) -> re.Pattern[str]:
    """The ways in which `word` may come out of the scanner."""
    pieces: list[str] = []
    place = 0
    while place < len(word):
        pair = word[place : place + 2]
        single = _single(word[place])
        if pair in _PAIRS:
            pieces.append(f"(?:{_choice(_PAIRS[pair], '')}|{single}{_single(pair[1])})")
            place += 2
            continue
        # double letters are often printed once
        if len(pair) == 2 and pair[0] == pair[1]:
            pieces.append(f"{single}(?:{single})?")
            place += 2
            continue
        pieces.append(single)
        place += 1
    if len(word) > 5 and word[-1] == "ı":
        pieces[-1] += "?"
    return re.compile("".join(pieces))


def _single(letter: str) -> str:
    return _choice(_SLIPS.get(letter, ""), letter)


def explained(scanned: str, word: str) -> bool:
    """Whether `word` (small letters) comes out as `scanned` by slips of the reader alone."""
    pattern = _pattern(word)
    return any(pattern.fullmatch(form) for form in (turkish.lower(scanned), turkish.fold(scanned)))


def nearly(scanned: str, word: str) -> bool:
    """`explained`, but for one stray sign that the reader made of a speck: Yo6netim for Yönetim."""
    small = turkish.lower(scanned)
    return len(small) > 5 and any(
        explained(small[:place] + small[place + 1 :], word) for place, sign in enumerate(small) if sign in "1i6g{"
    )
