"""Which source of the register a printed name means. Pure functions, no database.

A number is the surest sign ("5393 sayılı Kanunun"), the number of the Official Gazette the next ("28818 sayılı Resmî
Gazete"), then the name: compared as stems, so that "Belediye Kanununun 15 inci maddesi" is the Belediye Kanunu and
"Büyükşehir Belediyesi Kanunu" is not. Letters that a typist or a scanner got wrong are forgiven.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from konak.foundation.db.turkish import fold

SURE = 0.9
"""From here on a proposal may be confirmed together with others."""
LEAST = 0.6

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\b(\d{4}/\d{1,3}|\d{3,5})\s+sayılı|\b(\d{3,5})\s+say[ıi1l]+\b", re.IGNORECASE)
_SMALL = frozenset(
    [
        *("ve", "ile", "veya", "bu", "o", "icin", "ait", "tarihli", "tarih", "sayili", "sayi", "resmi", "gazete"),
        *("gazetede", "yayimlanan", "yayimlanarak", "madde", "maddesi", "maddesine", "maddelerine", "maddesinin"),
        *("bendi", "bendine", "fikrasi", "fikrasina", "inci", "nci", "uncu", "ncu", "hakkinda", "dair", "iliskin"),
    ]
)
_KIND_WORDS = {
    "kanun": "law",
    "yasa": "law",
    "yonetm": "regulation",
    "teblig": "communique",
    "genelg": "circular",
    "rehber": "guide",
    "tuzuk": "bylaw",
    "kararn": "decree",
}
_ORDINAL = r"(?:\s*\.|\s*['’]?\s*(?:inci|nci|ıncı|ncı|uncu|ncu|üncü|ncü))?"
_ARTICLES = re.compile(
    rf"((?:\d{{1,3}}(?:/[a-zçğıöşü0-9]{{1,3}})?{_ORDINAL}\s*(?:,|ve|ile)?\s*){{1,8}})madde"
    rf"(?:\w*\s*\(?(?:birinci|ikinci|üçüncü|dördüncü|beşinci|\d{{1,2}}){_ORDINAL}\)?\s*fıkra)?"
    r"(?:\w*\s*[(“\"'‘]?([a-zçğıöşü])[)”\"'’]?\s*bend)?",
    re.IGNORECASE,
)
_ONE_ARTICLE = re.compile(r"\d{1,3}(?:/[a-zçğıöşü0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Known:
    """A source of the register, as far as it is needed to recognise it."""

    id: int
    kind: str
    number: str
    title: str
    names: tuple[str, ...] = ()
    """Short names and other spellings: "KVKK", "SOME Tebliği"."""
    gazette: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A source that a printed name means, how sure that is (0-1) and why, in words."""

    id: int
    score: float
    reason: str


@lru_cache(maxsize=4_000)
def stems(name: str) -> tuple[str, ...]:
    """Weighty words of a name: folded, cut to six letters, so that endings do not matter."""
    return tuple(word[:6] for word in _WORD.findall(fold(name)) if len(word) > 1 and word not in _SMALL)


def kind_in(name: str) -> str:
    """What a printed name calls itself: law, regulation, communiqué …; the last such word counts."""
    found = [kind for word in stems(name) for start, kind in _KIND_WORDS.items() if word.startswith(start)]
    return found[-1] if found else ""


def match(printed: str, number: str, known: Iterable[Known], *, kind: str = "") -> Match | None:
    """The one source that `printed` (and its `number`, where the reader found one) means; None when unsure."""
    printed = " ".join(printed.split())
    numbers = {number.strip()} if number.strip() else {one or two for one, two in _NUMBER.findall(printed)}
    found = [hit for one in known if (hit := _score(printed, numbers, kind, one))]
    found.sort(key=lambda hit: -hit.score)
    if not found or found[0].score < LEAST:
        return None
    if len(found) > 1 and found[0].score - found[1].score < 0.02:
        return None  # two sources fit equally well: a person has to say which
    return found[0]


def _score(printed: str, numbers: set[str], kind: str, one: Known) -> Match | None:
    named = max((_alike(printed, name) for name in (one.title, *one.names) if name), default=0.0)
    clash = kind_in(printed)
    other_kind = bool(clash) and one.kind in _KIND_WORDS.values() and clash != one.kind
    if one.number and one.number in numbers and not other_kind:
        bare = len(stems(printed)) <= 2  # "5651 sayılı Kanun": the number says all
        if named >= 0.5 or bare:
            return Match(one.id, 1.0, f"Sayısı tutuyor: {one.number}")
        return Match(one.id, 0.8, f"Sayısı tutuyor ({one.number}), adı farklı yazılmış")
    if one.gazette and one.gazette in numbers and not other_kind:
        if named >= 0.5:
            return Match(one.id, 0.97, f"Resmî Gazete sayısı ve adı tutuyor: {one.gazette}")
        if kind == "gazette":
            return Match(one.id, 0.75, f"Resmî Gazete sayısı tutuyor: {one.gazette}")
    if numbers and one.number and one.number not in numbers and one.kind == "law" and not _is_gazette(numbers):
        return None  # another law with a name like this one
    if other_kind or named < 0.78:
        return None
    return Match(one.id, round(0.6 + 0.35 * named, 3), "Adı tutuyor" if named >= 0.99 else "Adı benziyor")


def _is_gazette(numbers: set[str]) -> bool:
    return all(len(number) == 5 and number.isdigit() for number in numbers)


@lru_cache(maxsize=20_000)
def _alike(printed: str, name: str) -> float:
    """How far two names agree (0-1): shared stems, each forgiven one wrong letter in five."""
    left, right = stems(printed), stems(name)
    if not left or not right:
        return 0.0
    if len(right) == 1:  # an abbreviation: it stands there or it does not
        return 1.0 if right[0] in left and len(right[0]) > 2 else 0.0
    rest = list(left)
    shared = 0.0
    for word in right:
        best = max(rest, key=lambda one: _near(one, word), default="")
        near = _near(best, word) if best else 0.0
        if near >= 0.79:
            rest.remove(best)
            shared += near
    return shared / (len(left) + len(right) - shared)


def _near(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other).ratio()


def articles_in(printed: str) -> list[str]:
    """Articles that a citation names, as written in the register: "15", "15/b", "22/d"."""
    found: list[str] = []
    for hit in _ARTICLES.finditer(printed):
        labels = _ONE_ARTICLE.findall(hit[1])
        if hit[2] and labels:
            labels[-1] = f"{labels[-1]}/{hit[2].lower()}"
        found += [label for label in labels if label not in found]
    return found


def subjects(text: str, words: Sequence[str]) -> list[str]:
    """Which subject words stand in a text: each must begin a word, whatever ending follows."""
    folded = fold(text)
    return [
        word
        for word in words
        if word.strip() and re.search(rf"\b{re.escape(fold(word.strip()))}", folded) is not None
    ]
