"""Turkish words for finding: split, folded, and cut down to a stem that every form of a word shares.

The snowball stemmer of PostgreSQL is good on long suffixes and poor on short words (`ağı` and `ağların` do not meet).
`stem` therefore cuts inflections from the folded word, greedily and the same for text and query. Not linguistics:
`izin` and `iz` share a stem. Where they do, ranking puts the exact word first.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from konak.foundation.db import turkish

MOST_WORDS = 12
KNOWN = 20_000
"""Words whose folding and stem a process keeps at hand: a municipality says the same few thousand all day."""
LONGEST_QUERY = 300
"""Characters of a query that are read; a pasted page is cut here."""

# İzmir'in, 2026'da: what follows the apostrophe is inflection. Typewriter, curly, modifier and backtick forms.
_INFLECTION = re.compile(r"(?<=\w)['’‘\u02bc`\u00b4]\w{1,8}\b")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b([a-z]{1,12})[-/ ]?(\d{4})[-/ ](\d{1,12})\b")
_STOP = """
    ve ile bir bu su o icin veya ya da de mi mu ne ki en her hangi gibi ise olan olarak kim nedir midir
"""
STOP = frozenset(_STOP.split())
# Folded: plural, possessive, case, copula and the commonest verbal nouns.
_ENDINGS = """
    lar ler lari leri imiz umuz miz muz iniz unuz niz nuz im um in un i u si su yi yu ni nu e a ye ya ne na
    de da te ta nde nda den dan ten tan nden ndan nin nun le la yle yla dir dur tir tur masi mesi mak mek ma me
"""
_SUFFIXES = sorted(_ENDINGS.split(), key=len, reverse=True)
# Words that would otherwise lose a part of themselves and meet a stranger: birim and bir, veri and vermek.
_WHOLE = """
    birim kurum durum alan konu veri sayi yazi yapi kisi kapi izin metin isim resim bakim alim satim
    yatirim yardim onay olay kanun kadin sorun sinir adim akim basin yayin yakin icerik yazilim
    donanim kullanim erisim iletisim bilisim egitim denetim yonetim uretim dagitim tasarim bolum
    olcum cozum katilim tanim gelisim altyapi mali harita arazi
"""
_ROOTS = frozenset(_WHOLE.split())
# Roots that lose their last vowel before one: kayıt, kaydı; izin, izni.
_DROPS = """
    kayd:kayit izn:izin ism:isim resm:resim metn:metin kism:kisim emr:emir hukm:hukum sekl:sekil sehr:sehir
    devr:devir vakf:vakif nakl:nakil hacz:haciz fikr:fikir zihn:zihin cism:cisim vasf:vasif akd:akit
"""
_DROPPED = dict(pair.split(":") for pair in _DROPS.split())
_VOWELS = frozenset("aeiou")
_HARDENED = str.maketrans("bdg", "ptk")
_MARK = "qx"


def split(text: str) -> list[str]:
    """The words of a text, as written, without what an apostrophe adds."""
    return _WORD.findall(_INFLECTION.sub("", unicodedata.normalize("NFC", text)))


@lru_cache(KNOWN)
def folded(word: str) -> str:
    """A word as `turkish.fold` gives it."""
    return turkish.fold(word)


@lru_cache(KNOWN)
def stem(folded: str) -> str:
    """The stem all inflected forms of a folded word share: `ag` for agi, aglarin; `mudurluk` for mudurlugumuzun."""
    if len(folded) < 3 or not folded.isalpha():
        return folded
    word = folded
    while word not in _ROOTS:
        shorter = [word.removesuffix(suffix) for suffix in _SUFFIXES if word.endswith(suffix)]
        shorter = [rest for rest in shorter if len(rest) >= 2 and _VOWELS.intersection(rest)]
        if not shorter:
            break
        word = next((rest for rest in shorter if rest in _ROOTS or rest in _DROPPED), shorter[0])
    word = _DROPPED.get(word, word)
    return word[:-1] + word[-1].translate(_HARDENED) if len(word) >= 4 else word


def needs_snowball(folded: str) -> bool:
    """Whether PostgreSQL's stemmer is asked as well: only for long words, where it is good, that are unknown here."""
    return len(folded) >= 7 and stem(folded) not in _ROOTS


def marked(folded: str) -> str:
    """A stem as a word of the index; no Turkish word begins with the mark, so stems and words never mix."""
    return _MARK + stem(folded)


def worth_learning(folded: str) -> bool:
    """Whether a word may be what somebody meant: letters, and neither tiny nor endless."""
    return 3 <= len(folded) <= 40 and folded.isalpha()


def slips(asked: str, known: str) -> int | None:
    """How many slips of the finger lie between two folded words or their stems; None when too many for their length.

    A slip is a letter left out, put in, changed or swapped with its neighbour: one in words of up to five letters,
    two in longer ones.
    """
    return min(
        (few for pair in ((asked, known), (stem(asked), stem(known))) if (few := _few(*pair)) is not None),
        default=None,
    )


def _few(one: str, other: str) -> int | None:
    most = 1 if min(len(one), len(other)) <= 5 else 2
    distance = OSA.distance(one, other, score_cutoff=most)
    return distance if distance <= most and min(len(one), len(other)) >= 3 else None


def number_in(text: str) -> str:
    """The first register number in a text in its plain form: "KE-2026-00012", "ke 2026/12" → "ke-2026-12"."""
    found = _NUMBER.search(turkish.fold(text))
    return f"{found[1]}-{found[2]}-{int(found[3])}" if found else ""


def query_words(text: str) -> list[str]:
    """The words of a query that matter, at most twelve; stop words only where there is nothing else."""
    words = list(dict.fromkeys(split(text.replace("\0", " ")[:LONGEST_QUERY])))
    telling = [word for word in words if turkish.fold(word) not in STOP]
    return (telling or words)[:MOST_WORDS]
