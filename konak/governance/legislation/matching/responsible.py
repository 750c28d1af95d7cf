""" "Kim sorumlu?": a sentence in, the responsible unit with cited clauses out.

An inverted index over the words of the clauses, built once. A word of the question reaches the words of the index
in four ways, each a little weaker than the one before: the same word, the same word with other endings, a synonym
(`synonyms.py`), a likely misspelling. Rare words weigh more than common ones (IDF), long clauses do not win by
length, and the words of heading and unit count half.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from .holders import kind_of
from .synonyms import GROUPS
from .words import SHORT, Base, Text, base, key, phrase

INFLECTED, SYNONYM, MISSPELT = 0.95, 0.72, 0.6
FROM_TITLE = 0.5
SPARE = 0.35
"""What a word still counts on its own when a wording of several words already took it."""
WEAK = 0.3
"""What is left of a phrase of which only one word stands in the clause."""

VERB = 0.4
"""What a finite verb of the question ("inceliyor", "kapatılır") counts beside its nouns."""
_VERB = re.compile(r"(?:[iu]yor(?:um|uz|lar|mu)?|[aeiu]ca[gk]\w*|[ie]ce[gk]\w*|[iu]l[iu]r|[dt][iu]|[dt][iu][km])$")
KNOWN = 1.2
"""What a thing of the trade (a synonym group) counts beside any other word."""
_COMPLAINTS = frozenset({"arıza", "bakım onarım", "teknik destek"})
COMPLAINT = 0.5
"""What "bozuldu" counts when the question names the thing that is broken."""
ROLE_PRIOR: dict[str, float] = {"position": 0.8, "role": 0.75, "all_staff": 0.75, "board": 0.95}
"""A unit answers better than a role that everybody holds."""
TAIL_OF_UNIT = (1.0, 0.05, 0.02)
"""How much a unit's second and third clause add to its first."""
PART_OF_SAID = 0.4
"""Strength of a one-word member ("rehber") when the question said more ("şehir rehberi")."""

_ASIDE = """
acaba acil ait alir alirim alabilirim almak ama ana artik bakar bakiyor bana bazi ben benim bilgi bir birim
birimi bize bizim boyle bu bugun bunu burada cok da daha daire dan de den dedi degil diye edecek eder ederim
ediyor edilir etmek gerek gerekiyor gerekli gibi gore gorev gorevi gorevli gun hala hangi hangisi hazirlar
hazirliyor her icin ile ilgilenir ilgilenen ilgili iletir ise isi isimi islem isleri istiyorum istiyoruz kac
kadar kendi kim kime kimden kimdir kimi kimin kimler lazim mi midir misiniz mudurluk mudurlugu muyum nasil ne
neden nerede nereden nereye neresi niye o olacak olan olarak olur onay oldu olmus ona orada sagla saglar
saglamak sonra sorumlu sorumlusu sorumluluk soyle soz sube su tarafindan tum tutar tutuyor var ve veya verir
veriyor yapar yapacak yapilir yapiyor yaptir yapti yapan yaptiririm yaptirmak yapmak yapilacak yeni yok
yonetir yonetiyor yurutur yurutuyor icinde uzere birine sizin arayayim basvurayim basvuracagim basvurulur
soracagim sorayim danisayim zaman personel personele personeli iletirim iletecegim ileteyim baglanmak
isteyecegiz yapmali etmeliyim takip ediyoruz olsun oluyor konusunda konu icinden yardimci gonder gonderilir
gonderecegim bakan
"""
ASIDE = frozenset(_ASIDE.split())
"""Words of the question that say nothing about its subject."""

_TAIL = re.compile(
    r"(?:l[iu][kg]|c[iu]|l[iu]|s[iu]z|l[ae](?:n|t|s)?|[iu]l|[iu]n|t[iu]r|d[iu]r|m[ae][kg]?|[ae]r|[ae]ca[kg]|[ae]ce[kg]|[iu]yor|"
    r"d[iu][kg]?|t[iu][kg]?|m[iu]s|[iu]p|y[ae]n|[ae]n|m[iu]yor|y[ae]ca[kg]|y[ae]ce[kg]|[iu]m[iu]z|m[iu]z|[iu]m|m|s[iu]|y[iu]|"
    r"[iu]|n?[iu]n|n?[dt][ae]n?|k[iu]|y?[ae]|n[ae]|n[iu]|y?l[ae]|l[ae]r|[iu]z|c[ae]|l|t|n|s)*"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause that may be the answer. `id` is the caller's (a key), `path` the clause's place in its text."""

    id: int
    unit: str
    text: str
    heading: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that answers: `score` above 0, comparable within one question; `words` of the clause that matched."""

    entry: Entry
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A unit with the clauses that make it responsible. `share` is its part of all units' scores, 0…1."""

    unit: str
    score: float
    share: float
    hits: tuple[Hit, ...]


_SHORT_TAIL = re.compile(
    r"(?:l[ae]r)?(?:[iu]m[iu]z|m[iu]z|[iu]m|[iu]n[iu]z|s[iu]|y[iu]|[iu])?"
    r"(?:n?[iu]n|n?[dt][ae]n?|y?[ae]|n[ae]|n[iu]|y?l[ae])?"
)
_VERB_TAIL = re.compile(
    r"(?:[iu]?[ln]|t[iu]?r?|d[iu]r)?(?:m[ae][kg]?\w{0,4}|[iu]yor\w*|m[iu]yor\w*|y?[ae]ca[kg]\w*|y?[ae]ce[kg]\w*|"
    r"[dt][iu]\w?|m[iu]s|[iu]p|y?[ae]n|[iu]?r|[ae]r)"
)
_SHORT_ROOTS = frozenset({"ag", "ip", "su"})
_FALLEN = (
    (re.compile("^kayd(?=[iu])"), "kayit"),
    (re.compile("^izn(?=[iu])"), "izin"),
    (re.compile("^metn(?=[iu])"), "metin"),
)
"""A vowel that falls out before an ending: `kayıt`, `kaydı`."""


@lru_cache(maxsize=200_000)
def same_word(one: str, other: str) -> bool:
    """Are two folded words forms of one word? They share a beginning and go on with nothing but endings."""
    one, other = _whole(one), _whole(other)
    if one == other:
        return True
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    lowest = max(2, shared - 3)
    for place in range(shared, lowest - 1, -1):
        if place == 2 and one[:2] not in _SHORT_ROOTS:
            break
        if _go_on(one[place:], other[place:], place):
            return True
    return False


def _whole(word: str) -> str:
    for pattern, form in _FALLEN:
        word = pattern.sub(form, word)
    return word


def _go_on(one: str, other: str, place: int) -> bool:
    """Can one root of `place` letters go on like this twice? The shorter the root, the fewer endings we believe."""
    patterns = (_SHORT_TAIL,) if place < SHORT else (_SHORT_TAIL, _VERB_TAIL) if place == SHORT else (_TAIL,)
    return any(all(not rest or pattern.fullmatch(rest) for rest in (one, other)) for pattern in patterns)


@dataclass(slots=True)
class _Concept:
    """One thing the question is about: entries with the strength of the match, and the words that matched."""

    found: dict[int, tuple[float, str]]
    weight: float = 1.0


class Index:
    """Built once from the entries; `ask` is then a matter of milliseconds for a thousand clauses."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._postings: dict[str, dict[int, tuple[float, str]]] = defaultdict(dict)
        self._positions: dict[str, dict[int, list[int]]] = defaultdict(dict)
        self._lengths: list[int] = []
        for number, entry in enumerate(self.entries):
            self._add(number, entry)
        self._mean = sum(self._lengths) / len(self._lengths) if self._lengths else 1.0
        self._shelves: dict[str, list[str]] = defaultdict(list)
        for word in self._postings:
            self._shelves[word[:2]].append(word)

    def _add(self, number: int, entry: Entry) -> None:
        body = Text(entry.text)
        self._lengths.append(len(body.keys))
        for place, (word, surface) in enumerate(zip(body.keys, body.surfaces, strict=True)):
            if word not in ASIDE_IN_CLAUSES:
                self._postings[word][number] = (1.0, surface)
                self._positions[word].setdefault(number, []).append(place)
        title = Text(f"{entry.heading} {entry.unit}")
        for word, surface in zip(title.keys, title.surfaces, strict=True):
            if word not in ASIDE_IN_CLAUSES:
                self._postings[word].setdefault(number, (FROM_TITLE, surface))

    def ask(self, sentence: str, limit: int = 10) -> list[Hit]:
        """The clauses that answer the question best, best first; ties keep the order of the entries."""
        concepts = self._concepts(sentence)
        scores: dict[int, float] = defaultdict(float)
        words: dict[int, list[str]] = defaultdict(list)
        whole = sum(concept.weight * self._idf(concept) for concept in concepts) or 1.0
        for concept in concepts:
            idf = self._idf(concept)
            for number, (strength, surface) in concept.found.items():
                scores[number] += concept.weight * idf * strength
                if surface not in words[number]:
                    words[number].append(surface)
        hits = []
        for number, score in scores.items():
            length = self._lengths[number] / self._mean if self._mean else 1.0
            final = score / (0.85 + 0.15 * min(length, 3.0)) * (0.6 + 0.4 * min(1.0, score / whole))
            final *= ROLE_PRIOR.get(kind_of(self.entries[number].unit) or "unit", 1.0)
            hits.append((final, number))
        hits.sort(key=lambda pair: (-pair[0], pair[1]))
        return [Hit(self.entries[number], round(score, 4), tuple(words[number])) for score, number in hits[:limit]]

    def units(self, sentence: str, limit: int = 5, cited: int = 3) -> list[Answer]:
        """The responsible units, best first, each with the clauses that say so."""
        by_unit: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.ask(sentence, limit=30):
            by_unit[hit.entry.unit].append(hit)
        totals = {
            unit: sum(hit.score * share for hit, share in zip(hits, TAIL_OF_UNIT, strict=False))
            for unit, hits in by_unit.items()
        }
        whole = sum(totals.values()) or 1.0
        ranked = sorted(totals, key=lambda unit: (-totals[unit], unit))
        return [
            Answer(unit, round(totals[unit], 4), round(totals[unit] / whole, 3), tuple(by_unit[unit][:cited]))
            for unit in ranked[:limit]
        ]

    def _idf(self, concept: _Concept) -> float:
        seen = sum(strength >= 0.5 for strength, _ in concept.found.values())
        return math.log(1 + (len(self.entries) + 1) / (seen + 1))

    def _concepts(self, sentence: str) -> list[_Concept]:
        question = Text(sentence)
        taken = [False] * len(question.keys)
        concepts: list[_Concept] = []
        groups = _groups_in(question)
        named = any(members[0] not in _COMPLAINTS for _, members in groups)
        for places, members in groups:
            for place in places:
                taken[place] = True
            found = self._of_group(members, [question.keys[place] for place in places])
            if found:
                weight = KNOWN + 0.3 * (len(places) - 1)
                concepts.append(
                    _Concept(found, weight * COMPLAINT if named and members[0] in _COMPLAINTS else weight)
                )
        for word, is_taken in zip(question.keys, taken, strict=True):
            if len(word) < 2 or _is_aside(word):
                continue
            found = self._of_word(word, fuzzy=not is_taken)
            if found:
                weight = SPARE if is_taken else 1.0
                concepts.append(_Concept(found, weight * VERB if _VERB.search(word) else weight))
        return concepts

    def _of_word(self, word: str, fuzzy: bool) -> dict[int, tuple[float, str]]:
        found: dict[int, tuple[float, str]] = {}
        for known in self._shelves.get(word[:2], ()):
            if same_word(word, known):
                _merge(found, self._postings[known], 1.0 if known == word else INFLECTED)
        if not found and fuzzy and len(word) >= 4:
            corrected = _corrected(word)
            if corrected:
                for members in corrected:
                    _merge(found, self._of_group(members, []), MISSPELT / SYNONYM)
            for known in self._postings:
                if len(known) >= 4 and _alike(word, known):
                    _merge(found, self._postings[known], MISSPELT)
        return found

    def _of_group(self, members: Iterable[str], said: Sequence[str]) -> dict[int, tuple[float, str]]:
        """Entries in which a member of the group stands; full strength for the words that the question used."""
        found: dict[int, tuple[float, str]] = {}
        for member in members:
            wanted = phrase(member)
            spoken = bool(said) and all(any(part.matches(word) for word in said) for part in wanted)
            strength = INFLECTED if spoken else SYNONYM
            if spoken and len(wanted) < len(said):
                strength = PART_OF_SAID
            _merge(found, self._of_phrase(wanted), strength)
        return found

    def _of_phrase(self, wanted: tuple[Base, ...]) -> dict[int, tuple[float, str]]:
        parts = [self._of_base(part) for part in wanted]
        if len(parts) == 1:
            return parts[0]
        both: dict[int, tuple[float, str]] = {}
        for number in set(parts[0]).intersection(*parts[1:]):
            places = [self._places(part, number) for part in wanted]
            near = all(places) and _near(places)
            strength = min(part[number][0] for part in parts) * (1.0 if near else 0.7)
            both[number] = (strength, " ".join(part[number][1] for part in parts))
        return both

    def _of_base(self, part: Base) -> dict[int, tuple[float, str]]:
        found: dict[int, tuple[float, str]] = {}
        for known in self._shelves.get(part.forms[0][:2], ()):
            if part.matches(known):
                _merge(found, self._postings[known], 1.0)
        return found

    def _places(self, part: Base, number: int) -> list[int]:
        shelf = self._shelves.get(part.forms[0][:2], ())
        return [place for known in shelf if part.matches(known) for place in self._positions[known].get(number, ())]


ASIDE_IN_CLAUSES = frozenset(
    [
        "ve",
        "veya",
        "ile",
        "icin",
        "bu",
        "her",
        "tum",
        "gerekli",
        "ilgili",
        "olarak",
        "olan",
        "uzere",
        "gore",
        "iliskin",
        "sube",
        "mudurlugu",
        "mudurlugunun",
    ]
)


def _near(places: Sequence[Sequence[int]], window: int = 5) -> bool:
    return any(
        all(any(abs(other - first) <= window for other in options) for options in places[1:]) for first in places[0]
    )


def _merge(found: dict[int, tuple[float, str]], more: dict[int, tuple[float, str]], factor: float) -> None:
    for number, (strength, surface) in more.items():
        if strength * factor > found.get(number, (0.0, ""))[0]:
            found[number] = (strength * factor, surface)


@lru_cache(maxsize=10_000)
def _is_aside(word: str) -> bool:
    return word in ASIDE or (word.endswith(("iyorum", "iyoruz", "ebilirim", "abilirim")) and word[:3] in _ASIDE_ROOTS)


_ASIDE_ROOTS = frozenset({"ist", "bil", "ala", "yap", "bul", "iht"})


def _groups_in(question: Text) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
    """Groups of which a member stands in the question, with its places; longer members first, none twice."""
    found: list[tuple[tuple[int, ...], tuple[str, ...]]] = []
    for members in GROUPS:
        best: tuple[int, ...] = ()
        for member in members:
            places = _places_of(question, member)
            if places and len(places) > len(best):
                best = places
        if best:
            found.append((best, members))
    longest = sorted(found, key=lambda pair: -len(pair[0]))
    kept: list[tuple[tuple[int, ...], tuple[str, ...]]] = []
    for places, members in longest:
        if not any(set(places) < set(other) for other, _ in kept):
            kept.append((places, members))
    return kept


def _places_of(question: Text, member: str) -> tuple[int, ...]:
    chain: list[int] = []
    for part in phrase(member):
        options = [place for place in question.places(part) if place not in chain]
        if chain:
            options = [place for place in options if abs(place - chain[-1]) <= 3]
        if not options:
            return ()
        chain.append(options[0])
    return tuple(sorted(chain))


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, int], ...]:
    return tuple(
        (base(member).forms[0], number)
        for number, members in enumerate(GROUPS)
        for member in members
        if " " not in member and len(key(member)) >= 4
    )


@lru_cache(maxsize=2_000)
def _corrected(word: str) -> tuple[tuple[str, ...], ...]:
    """Groups with a member that the misspelt word resembles."""
    return tuple(GROUPS[number] for number in sorted({number for form, number in _spellings() if _alike(word, form)}))


@lru_cache(maxsize=200_000)
def _alike(word: str, known: str) -> bool:
    """Is `word` a likely misspelling of `known`, endings apart?"""
    if word[0] != known[0] and word[1:2] != known[1:2]:
        return False
    short = min(len(word), len(known))
    if short < 4 or abs(len(word) - len(known)) > 6:
        return False
    cut = max(4, short)
    return fuzz.ratio(word[:cut], known[:cut]) >= (84 if short >= 6 else 88) or (
        short >= 5 and fuzz.ratio(word, known) >= 84
    )
