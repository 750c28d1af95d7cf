"""Turkish words as the matcher sees them: folded, without suffixes where that is safe, forgiving towards scans.

Everything here compares *folded* words (`konak.foundation.db.turkish.fold`). A base form matches an inflected word
when the word begins with it; short base forms ("ağ", "veri") match only when the rest is an inflectional ending, so
that "ağ" is found in "ağlarının" and not in "ağaç". In a damaged text words are compared by their skeleton, in which
the letters that scanners of English training confuse (ş/g/s/c, ü/ii/i, ı/1) are one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import snowballstemmer
from rapidfuzz import fuzz

from konak.foundation.db.turkish import fold, lower

_TOKEN = re.compile(r"\b[eEwWiİI]{1,2}[-‑](?=[^\W\d_])[^\W_]+|(?:[^\W_]|[¢§{€])+(?:[’'`](?:[^\W_]|[¢§])+)?")
_APOSTROPHE = re.compile(r"[’'`].*$")
_ENDING = re.compile(
    r"(?:l[ae]r)?(?:[iu]m[iu]z|m[iu]z|s[iu]|y[iu]|[iu])?"
    r"(?:n?[iu]n|n?[dt][ae]n?|n?[dt][ae]k[iu]|y?[ae]|n[ae]|n[iu]|y?l[ae]|y?[iu]|[dt][iu]r|c[ae])*"
)
_VERB_ENDING = re.compile(
    r"(?:[iu]?[lnt]|[dt][iu]r)?(?:m[ae]\w{0,8}|[iu]r|[ae]r|[iu]p|y?[ae]n|y?[ae]r[ae]k|y?[ae]c[ae][kg]\w{0,4}|[iu]yor)?"
)
_SHORT_VERBS = frozenset(
    {"izle", "yap", "kur", "al", "ver", "tut", "et", "sat", "ac", "coz", "uy", "cek", "yaz", "dik"}
)
"""Short base forms that are verbs: they go on with verbal endings ("al" → "alınması")."""
_VOWELS = "aeiou"
SHORT = 4
_SOFT = {"p": "b", "t": "d", "k": "g", "c": "c"}
_IRREGULAR = {
    "kayit": ("kayd",),
    "izin": ("izn",),
    "metin": ("metn",),
    "sekil": ("sekl",),
    "ag": (),
    "resim": ("resm",),
}

_snowball = snowballstemmer.stemmer("turkish")

_COMMON_TEXT = """
    acisindan adina ait alan amac amaciyla ancak asagida belediye belirle bir birim birlikte bu bulunan butun
    cercevesinde calisma calismalari cesitli dair dahil daire dogrultusunda duyulan dur etmek faaliyet genel
    gerek gerekli gerekirse gibi giren gore gorev her hizmet icin icinde iliskin ilgili ile ilke is islem isler
    islemleri iscin kapsaminda kapsami konu konularda kurum kurumun mevzuat mudurluk olan olarak olmak onem
    ortak oze saglamak sekilde sorumlu sube sunmak surec tarafindan tum turlu uygun uygulama uzere vb ve veya
    verilen ya yapilan yapmak yaptirmak yerine getirmek yonelik yurutmek baskanligi baskanlik personel yetki
    sorumluluk duzenli etkin verimli hazirlamak takip takibini temin islerini bagli arasinda kendi de da en az
    diger
"""
COMMON = frozenset(_COMMON_TEXT.split())


_FALSE_FRIENDS = frozenset({"icin", "icinde", "icerisinde", "igin", "agir", "agirlik", "isim", "verim", "veren"})
"""Words that look like an inflected short base form ("iç" + "in") and are not."""


@lru_cache(maxsize=20_000)
def key(surface: str) -> str:
    """The folded word that is compared: `USOM’a` → `usom`, `e-imza` → `eimza`, `yazi1im` → `yaziiim`."""
    word = _APOSTROPHE.sub("", surface)
    word = word.replace("¢", "ç").replace("§", "ğ").replace("{", "").replace("€", "e")
    word = fold(word).replace("-", "").replace("‑", "")
    digits = sum(letter.isdigit() for letter in word)
    if digits and len(word) - digits > 2 * digits:
        word = word.replace("1", "i").replace("0", "o").replace("6", "o")
    return word


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """A folded word with the letters that scanners confuse made one: `miidiirliigii` and `mudurlugu` are equal."""
    word = word.replace("iii", "ui").replace("ii", "u").replace("ti", "t") if "ii" in word else word
    word = re.sub("[iu1l]+", "i", word)
    word = re.sub("[scg]", "s", word)
    word = re.sub("[0o6d]", "o", word) if any(letter.isdigit() for letter in word) else word
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Folded snowball stem of a word in its Turkish spelling (`müdürlüğümüzün` → `mudurluk`)."""
    return fold(str(_snowball.stemWord(lower(word))))


def damaged(text: str) -> bool:
    """Is this the output of a scanner that did not know Turkish? Clean Turkish has some 10 % of ç ğ ı ö ş ü."""
    letters = sum(letter.isalpha() for letter in text)
    turkish = sum(letter in "çğışöüÇĞİŞÖÜ" for letter in text)
    return letters >= 60 and turkish < 0.045 * letters


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A base form to look for. `forms` are folded; a short one must be followed by an ending unless it is loose.

    `stems` are the forms without a possessive ("tabanı" → "taban"), for the later words of a phrase. Compiled once
    for each wording and compared by identity, which keeps look-ups cheap.
    """

    shown: str
    forms: tuple[str, ...]
    loose: bool
    stems: tuple[str, ...] = ()

    def matches(self, word: str) -> bool:
        """Is the folded word this base form, with or without endings?"""
        if self.forms[0].isdigit() or word in _FALSE_FRIENDS:
            return word == self.forms[0]
        for place, form in enumerate(self.forms):
            if not word.startswith(form):
                continue
            rest = word[len(form) :]
            if not rest:
                if place == 0:
                    return True
                continue
            if place and rest[0] not in _VOWELS:
                continue
            if self.loose or len(self.forms[0]) > SHORT or _ENDING.fullmatch(rest):
                return True
            if form in _SHORT_VERBS and _VERB_ENDING.fullmatch(rest):
                return True
        return any(word.startswith(form) and bool(_ENDING.fullmatch(word[len(form) :])) for form in self.stems)

    def resembles(self, word: str) -> bool:
        """The same for a word of a damaged text, by skeletons and, for long words, by similarity."""
        if self.forms[0].isdigit() or word in _FALSE_FRIENDS:
            return word == self.forms[0]
        bone, form = skeleton(word), skeleton(self.forms[0])
        if len(self.forms[0]) <= 2:
            return bone == form
        if len(self.forms[0]) <= SHORT:
            return word == self.forms[0] or (bone.startswith(form) and bool(_ENDING.fullmatch(bone[len(form) :])))
        if bone.startswith(form):
            return True
        return len(form) >= 6 and bone[0] == form[0] and fuzz.ratio(bone[: len(form)], form) >= 84


@lru_cache(maxsize=10_000)
def base(written: str, later: bool = False) -> Base:
    """Compile one word of a phrase; `later`: not its first.

    A trailing `*` takes any continuation ("plan*" also finds "planlamak").
    """
    loose = written.endswith("*")
    form = key(written.rstrip("*"))
    forms = [form, *_IRREGULAR.get(form, ())]
    if len(form) > 2 and form[-1] in _SOFT and form not in _IRREGULAR:
        forms.append(form[:-1] + _SOFT[form[-1]])
    return Base(written.rstrip("*"), tuple(forms), loose, _unpossessed(form) if later else ())


_HARD = {"b": "p", "d": "t", "g": "k"}


def _unpossessed(form: str) -> tuple[str, ...]:
    """`tabani` → `taban`, `hesabi` → `hesab`, `hesap`; nothing when too little would be left."""
    bare = re.sub(r"(?<=[aeiu])s?[iu]$|[iu]$", "", form)
    if bare == form or len(bare) < 4:
        return ()
    return (bare, bare[:-1] + _HARD[bare[-1]]) if bare[-1] in _HARD else (bare,)


@lru_cache(maxsize=5_000)
def phrase(written: str) -> tuple[Base, ...]:
    """Compile a phrase; its words are sought near one another."""
    words = [word for part in re.findall(r"\S+", written) for word in _split(part)]
    return tuple(base(word, place > 0) for place, word in enumerate(words))


def _split(part: str) -> list[str]:
    star = "*" if part.endswith("*") else ""
    found = [match.group() for match in _TOKEN.finditer(part)]
    return [word + star for word in found]


@dataclass(slots=True)
class Hit:
    """Where a phrase stands. `tight` when its words follow one another closely and in order."""

    tight: bool
    words: tuple[str, ...]


@dataclass
class Text:
    """A text made ready for many look-ups."""

    raw: str
    is_damaged: bool = False
    _cache: dict[Base, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def surfaces(self) -> list[str]:
        return [match.group() for match in _TOKEN.finditer(self.raw)]

    @cached_property
    def keys(self) -> list[str]:
        return [key(surface) for surface in self.surfaces]

    @cached_property
    def _shelves(self) -> dict[str, list[tuple[int, str]]]:
        """Words by their first two letters, so that a look-up does not touch every word."""
        shelves: dict[str, list[tuple[int, str]]] = {}
        for place, word in enumerate(self.keys):
            shelves.setdefault(word[:2], []).append((place, word))
        return shelves

    @cached_property
    def _bone_shelves(self) -> dict[str, list[tuple[int, str]]]:
        shelves: dict[str, list[tuple[int, str]]] = {}
        for place, word in enumerate(self.keys):
            shelves.setdefault(skeleton(word)[:1], []).append((place, word))
        return shelves

    @cached_property
    def stems(self) -> frozenset[str]:
        """Folded stems of the words that carry meaning."""
        return frozenset(content_stems(self.surfaces))

    def places(self, wanted: Base) -> tuple[int, ...]:
        """The positions of the words that are this base form."""
        known = self._cache.get(wanted)
        if known is not None:
            return known
        form = wanted.forms[0]
        if self.is_damaged:
            shelf = self._bone_shelves.get(skeleton(form)[:1], ())
            found = [place for place, word in shelf if wanted.matches(word) or wanted.resembles(word)]
        else:
            found = [place for place, word in self._shelves.get(form[:2], ()) if wanted.matches(word)]
        self._cache[wanted] = tuple(found)
        return self._cache[wanted]

    def find(self, written: str, gap: int = 3, window: int = 14) -> Hit | None:
        """Find a phrase: in order with at most `gap` words between (tight), else all words within `window` words."""
        wanted = phrase(written)
        places = []
        for word in wanted:
            found = self.places(word)
            if not found:
                return None
            places.append(found)
        if not places:
            return None
        if len(wanted) == 1:
            return Hit(True, (self.surfaces[places[0][0]],))
        for first in places[0]:
            chain = [first]
            for options in places[1:]:
                after = [place for place in options if 0 < place - chain[-1] <= gap + 1]
                if not after:
                    break
                chain.append(after[0])
            else:
                return Hit(True, tuple(self.surfaces[place] for place in chain))
        for anchor in places[0]:
            chain = [min(options, key=lambda place: abs(place - anchor)) for options in places]
            if max(chain) - min(chain) <= window and len(set(chain)) == len(chain):
                return Hit(False, tuple(self.surfaces[place] for place in sorted(chain)))
        return None


def content_stems(surfaces: Iterable[str]) -> Iterable[str]:
    """Folded stems, without words that stand in every clause of every regulation."""
    for surface in surfaces:
        folded = key(surface)
        if len(folded) < 2 or folded in COMMON:
            continue
        stemmed = stem(_APOSTROPHE.sub("", surface))
        if stemmed not in COMMON:
            yield stemmed if len(stemmed) >= 3 else folded
