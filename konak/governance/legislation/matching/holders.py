"""Who is responsible: read from the heading, from the lead sentence and from the clause itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from konak.foundation.db.turkish import fold, lower, upper

from ..parsing.structure import Definition
from .words import key, skeleton

HolderKind = Literal["unit", "role", "position", "board", "all_staff"]


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who is obliged. `name` as in the text, without case ending and scan damage; `evidence` says in Turkish why."""

    kind: HolderKind
    name: str
    confidence: float
    evidence: str


_HEADS: tuple[tuple[HolderKind, str], ...] = (
    (
        "unit",
        r"mudurlu(?:gu|k|kler|kleri)|baskanli(?:gi|k|klar|klari)|birim(?:i|ler|leri)?|servis(?:i|ler|leri)?|"
        r"seflig?i|buro(?:su)?|merkezi",
    ),
    (
        "position",
        r"baskan(?:i|lar|lari)?|mudur(?:u|ler|leri)?|sef(?:i|ler|leri)?|sekreter(?:i)?|yardimcisi|"
        r"yonetici(?:si)?|amir(?:i|ler)?",
    ),
    ("board", r"kurul(?:u)?|komisyon(?:u)?|ekib?i|ekip|komite(?:si)?|grubu|meclis(?:i)?|encumen(?:i)?"),
    (
        "role",
        r"personel(?:i|ler|leri)?|memur(?:u|lar|lari)?|uzman(?:i|lar|lari)?|calisan(?:i|lar|lari)?|isciler|isci|"
        r"bekci(?:si|ler|leri)?|hekim(?:i|ler|leri)?|bakici(?:si|lar|lari)?|gorevli(?:si|ler|leri)?|muhendis(?:i|ler|leri)?|"
        r"sorumlu(?:su|lari)|yetkili(?:si|leri)|teknisyen(?:i|ler|leri)?|operator(?:u|ler|leri)?",
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"(?:{pattern})$")) for kind, pattern in _HEADS)
_CUT = re.compile(r"(?:gorev(?!li)|yetki(?!li)|sorumlul|sorumluk|asagida|calisma|uygulama|sunlar)\w*")
_SKIPPED = re.compile(r"(?:genel|teknik|idari|temel|ve)$")
_GENITIVE_LONG = re.compile(r"[’'`]?(?<=[aeıioöuüAEIİOÖUÜ’'`])n[ıiuüIİUÜ]n$")
_GENITIVE_SHORT = re.compile(r"[’'`]?[ıiuüIİUÜ]n$")
_ACCUSATIVE = re.compile(r"(?<=[ıiuü])n[ıiuü]$")
_ALL = re.compile(r"\b(?:tum|butun|gorevli) (?:\w+ )?personel|^(?:diger )?personel\w*$|mudurlugu personeli$")
_AGENT = re.compile(r"((?:[^\W\d_]+ ){0,6}?[^\W\d_]+)(?:nca|nce)$")

_TITLE_WORDS_TEXT = """
    Sorumlusu Sorumlu Sorumluları
    Amaç Kapsam Dayanak Tanımlar Teşkilat Organlar Görev Görevi Görevleri Yetki Yetkileri Yetkisi Sorumluluk
    Sorumlulukları Sorumluluklar Sorumluluğu Çalışma Usul Esasları Esas Uygulama İlkeleri Kuruluş Yapısı
    Organizasyon Personel Personeli Personelin Personelinin Müdür Müdürü Müdürün Müdürünün Müdürlük Müdürlüğü
    Müdürlüğün Müdürlüğünün Müdürlüğü’nün Başkan Başkanı Başkanın Başkanının Başkanlık Başkanlığı Başkanlığının
    Daire Dairesi Şube Servis Servisi Servisin Servisinin Şef Şefi Şefin Şefinin Şefler Bilgi İşlem İşlemler
    Sistem Sistemler Sistemleri Entegre Proje Yönetim Destek İdari Mali İşler Güvenliği Güvenlik Yazılım
    Geliştirme Ağları Ağ Coğrafi Elektronik Akıllı Şehir Şehirler Teknolojileri Kurul Kurulu Kurulunun Genel
    Teknik Sekreter Yardımcısı Belediye Belediyesi Büyükşehir Üst Yönetimin Yürürlük Yürütme Yürürlükten kalkan
    yönerge yönetmelik EBYS SOME tüm görevli müdürlük servislerinde ilgili bağlı İzmir Keçiören Kocaeli Çiğli
"""
_TITLE_WORDS = _TITLE_WORDS_TEXT.split()
_BY_BONES: dict[str, str] = {}
_BY_KEY: dict[str, str] = {}
for _word in _TITLE_WORDS:
    _BY_BONES.setdefault(skeleton(key(_word)), _word)
    _BY_KEY.setdefault(key(_word), _word)


@lru_cache(maxsize=2_000)
def mend(title: str) -> str:
    """A title in which words that a scanner damaged are replaced by the title words they resemble."""
    if "ii" not in title and any(letter in "ğışöüĞİŞÖÜ" for letter in title):
        return title
    words = title.split()
    return " ".join(_mend_word(word) for word in words)


def _mend_word(word: str) -> str:
    core = word.strip('(),;:.“”"')
    if len(core) < 3 or ("ii" not in core and any(letter in "çğışöüÇĞŞÖÜ" for letter in core)):
        return word
    bones = skeleton(key(core))
    exact = _BY_KEY.get(key(core)) or _BY_BONES.get(bones)
    if exact is None and len(bones) >= 6:
        scored = ((fuzz.ratio(bones, known), known) for known in _BY_BONES if abs(len(known) - len(bones)) <= 1)
        score, known = max(scored, default=(0.0, ""))
        exact = _BY_BONES[known] if score >= 88 else None
    if exact is None or (fold(exact) == key(core) == fold(core) and exact.isascii()):
        return word
    mended = exact if core[0].isupper() or (core[0] in "i¢§" and exact[0].isupper()) else exact[0].lower() + exact[1:]
    return word.replace(core, mended)


def without_genitive(name: str) -> str:
    """`Müdürlüğünün` → `Müdürlüğü`, `Şefin` → `Şef`, `Başkanlığı'nın` → `Başkanlığı` (last word only)."""
    head, _, last = name.rpartition(" ")
    shorter = _GENITIVE_LONG.sub("", last)
    if shorter == last and not any(pattern.fullmatch(key(last)) for _, pattern in _PATTERNS):
        shorter = _GENITIVE_SHORT.sub("", last)
    shorter = shorter.rstrip("’'`")
    shorter = re.sub(r"(?<=l[ıiuü])ğ$", "k", shorter)
    return f"{head} {shorter}".strip()


@lru_cache(maxsize=4_000)
def kind_of(name: str) -> HolderKind | None:
    """What kind of holder a name is, judged by its last word; None when it is no holder."""
    words = [key(word) for word in name.split()]
    if not words:
        return None
    if _ALL.search(" ".join(words)):
        return "all_staff"
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(words[-1]):
            return kind
    return None


def _before_duties(title: str) -> str:
    """The words of a title before "görev, yetki ve …"; empty when there is no such word."""
    words = title.split()
    for place, word in enumerate(words):
        if _CUT.match(key(word.strip(",;:("))) and place:
            kept = words[:place]
            while kept and _SKIPPED.fullmatch(key(kept[-1].strip(","))) and len(kept) > 1:
                kept.pop()
            return " ".join(kept).strip(" ,;:–-")
    return ""


def _subject(text: str) -> str:
    """The holder that a sentence begins with: up to ten words that end in a holder's word and a comma or the verb."""
    words = text.split()[:12]
    for place, word in enumerate(words):
        candidate = " ".join(words[: place + 1]).strip(" ,;:(")
        known = kind_of(without_apostrophe(candidate))
        follows = key(words[place + 1].strip(",;:(")) if place + 1 < len(words) else ""
        if known and word[-1] in ",;:":
            return candidate
        if known and not kind_of(follows) and not (follows and _PART_OF_NAME.fullmatch(follows)):
            return candidate
        if word[-1] in ";:" or (word[-1] == "," and not known and place > 5):
            break
    return ""


_PART_OF_NAME = re.compile(r"sube\w*|servis\w*|daire\w*|destek|genel|ve|bagli|ilgili")


def without_apostrophe(name: str) -> str:
    return re.sub(r"[’'`]\w*$", "", name)


def from_title(title: str) -> str:
    """The holder that a heading names, without its case ending; empty when it names none."""
    mended = in_title_case(mend(title))
    before = _before_duties(mended)
    if not before:
        return ""
    name = without_genitive(before)
    return name if kind_of(name) else ""


def from_lead(lead: str) -> str:
    """The holder that a lead sentence names ("X'in görevleri şunlardır", "X, … yapar"); empty when it names none."""
    mended = mend(" ".join(lead.split()[:40]))
    opening = re.sub(r"^\(?\w{1,2}\)\s*", "", mended)
    opening = re.sub(r"^[^:,.]{3,60}:\s+(?=[A-ZÇĞİÖŞÜ])", "", opening)
    subject = _subject(opening)
    before = _before_duties(" ".join(opening.split()[:16]))
    if before and "," not in before and (not subject or len(before) <= len(subject) + 25):
        name = without_genitive(before)
        if kind_of(name):
            return name
    return subject


def from_agent(text: str) -> str:
    """The holder of a passive sentence: "Daire Başkanlığınca hazırlanır", "Kurul tarafından onaylanır"."""
    words = mend(text).split()
    for place, word in enumerate(words):
        folded = key(word.strip(",;"))
        stripped = re.sub(r"n?c[ae]$", "", folded)
        ends = stripped != folded and kind_of(re.sub(r"n$", "", stripped)) is not None
        if ends or (folded == "tarafindan" and place and kind_of(words[place - 1])):
            last = place if ends else place - 1
            first = last
            while first > 0 and words[first - 1][:1].isupper() and words[first - 1][-1] not in ",;:.":
                first -= 1
            name = " ".join(words[first : last + 1]).strip(",;")
            return re.sub(r"n?c[ae]$", "", name) if ends else name
    return ""


def resolve(name: str, definitions: Iterable[Definition]) -> tuple[str, str]:
    """A one-word name that the text defines ("Müdürlük") → its full name and where it is defined."""
    wanted = key(name.replace(" ", ""))
    if " " in name:
        return name, ""
    for entry in definitions:
        terms = re.split(r"\s*/\s*", entry.term)
        if any(key(mend(term).replace(" ", "")) == wanted for term in terms):
            meaning = mend(entry.meaning.strip(" :,.;"))
            full = re.sub(r"[’'`]?(?<=[ıiuü’'`])n[ıiuü]$", "", meaning).rstrip("’'`")
            if 0 < len(full.split()) <= 8 and kind_of(full):
                return full, entry.path
    return name, ""


def in_title_case(name: str) -> str:
    """`BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI` → `Bilgi İşlem Dairesi Başkanlığı`; a mixed-case name stays as it is."""
    if not name.isupper():
        return name
    words = [lower(word) for word in name.split()]
    return " ".join(word if word == "ve" else upper(word[0]) + word[1:] for word in words)


def similar(one: str, other: str) -> bool:
    """Do two names mean the same holder, endings and spelling apart?"""
    return fuzz.token_set_ratio(fold(one), fold(other)) >= 92
