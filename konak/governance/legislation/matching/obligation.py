"""Does a piece of regulation text oblige somebody?

Turkish regulations oblige with infinitives ("… sağlamak,"), with the aorist ("… yapar.", "… veremezler"), with
predicates ("… sorumludur") and, in lists, with verbal nouns ("… bakımının yapılması"). What they do not oblige with:
names of laws, accountability lines ("Daire Başkanına karşı sorumludur") and descriptions ("… oluşur", "… bağlıdır").
"""

import re
from enum import Enum

from .words import key, skeleton

_WORD = re.compile(r"(?:[^\W_]|[¢§{€’'])+")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÇĞİÖŞÜ0-9])")
_BRACKET = re.compile(r"\([^()]*\)")
_INFINITIVE = re.compile(r"\w+m[ae]k(?:t[ae]n|l[ae])?$")
_PREDICATE = re.compile(r"(?:sorumlu|yukumlu|yetkili|gorevli|mukellef|zorunda|gorevi|gorevleri)d[iu]r(?:l[ae]r)?$")
_AORIST = re.compile(r"\w{2,}[aeiu]r$")
_NEGATIVE = re.compile(r"\w{2,}m[ae]z(?:l[ae]r)?$")
_NOUN = re.compile(r"\w{3,}m[ae](?:s[iu](?:n[iu])?)?$")
_FOLLOW_UP = re.compile(
    r"(?:(?:bakim|onarim|kurulum|yonetim|denetim|egitim|dagitim|tanitim|sunum|uretim|takib|temin)i|kontrolu|destegi|"
    r"koordinasyonu|organizasyonu|planlamasi|hazirligi|tutulmak|yurutulmek)$"
)
_NOT_VERBS_TEXT = """
    mudur amir memur sehir birer kadar diger sair karar bilgisayar yazar pazar duvar haber muhur kurallar
    kararlar bilgisayarlar tekrar mimar sefler ilgililer unvanlar eser devir
"""
_NOT_VERBS = frozenset(_NOT_VERBS_TEXT.split())
_LA_VERBS_TEXT = """
    sagla basla hazirla topla planla izle onayla duzenle belirle denetle incele guncelle yedekle raporla arsivle
    sakla yayimla puanla tamamla karsila paylasila kurgula hesapla dagitila uygula kontrolle dosyala dinle
    ilerle isle kilitle kapila odaklar yenile temizle destekle
"""
_LA_VERBS = frozenset(_LA_VERBS_TEXT.split())
"""Verbs whose aorist looks like a plural noun ("sağlar", "izler")."""
_DESCRIPTIVE = re.compile(
    r"(?:olusur|olusmaktadir|baglidir|kapsar|kurulmustur|hazirlanmistir|girer|kalkar|kaldirilmistir|hukumsuzdur|"
    r"yururlukten|tanimlar|ifade|belirlemektir|duzenlemektir|duzenlemektedir|belirlemektedir|kazanir|calisir|gibidir|sunlardir|bulunur|konulur)$"
)
_LAW = re.compile(
    r"(?:kanun|yonetmeli|teblig|genelge|kararname|mevzuat|tuzu|usul ve esaslar|rehber)\w*[\s,;.\"”’']*$"
)
_LAW_BONES = tuple(skeleton(word) for word in ("kanunu", "yonetmelik", "mevzuat", "tebligi"))
_ACCOUNTABLE = re.compile(r"(?:kars\w{1,2}|birinci derecede)\s+(?:\w+\s+){0,4}sorumludur")
_ACTIVITY = re.compile(r"(?:yap\w*lmas\w+|yaptir\w+|getirilmes\w+|saglar|ifasini|hususunda yetkili)")


class Force(Enum):
    """How a piece of text obliges."""

    NONE = "none"
    ACT = "act"
    """An infinitive, an aorist or a predicate."""
    NOUN = "noun"
    """A verbal noun: a duty inside a list of duties, a fragment elsewhere."""
    ACCOUNT = "account"
    """Says only to whom somebody answers."""
    LAW = "law"
    """The name of a law or regulation."""
    DESCRIPTION = "description"


def plain(text: str) -> str:
    """Folded words with single blanks, brackets left out."""
    bare = _BRACKET.sub(" ", text)
    return " ".join(key(match.group()) for match in _WORD.finditer(bare) if key(match.group()))


def _last_words(text: str) -> list[str]:
    """The last word of every sentence."""
    sentences = _SENTENCE.split(_BRACKET.sub(" ", text).strip())
    endings = []
    for sentence in sentences:
        words = plain(sentence).split()
        if words:
            endings.append(words[-1])
    return endings


def _is_act(word: str) -> bool:
    if word in _NOT_VERBS or len(word) < 4:
        return False
    if _INFINITIVE.fullmatch(word) or _PREDICATE.fullmatch(word) or _NEGATIVE.fullmatch(word):
        return True
    if word.endswith(("lari", "leri")):
        return False
    singular = re.sub(r"(?<=[aeiu]r)l[ae]r$", "", word)
    if re.search(r"l[ae]r$", singular) and singular[:-1] not in _LA_VERBS:
        return False
    return singular not in _NOT_VERBS and bool(_AORIST.fullmatch(singular))


def force_of(text: str, *, item: bool = True) -> Force:
    """How the text obliges. `item`: it is one item of a list, so that an infinitive anywhere at its end counts."""
    folded = plain(text)
    if not folded:
        return Force.NONE
    endings = _last_words(text)
    if _ACCOUNTABLE.search(folded) and not any(_INFINITIVE.fullmatch(word) for word in folded.split()):
        rest = _ACCOUNTABLE.sub("", folded)
        if not _ACTIVITY.search(rest) or _only_own_duties(folded):
            return Force.ACCOUNT
    if any(_DESCRIPTIVE.search(word) for word in endings[-1:]):
        return Force.DESCRIPTION
    if any(_is_act(word) and not _DESCRIPTIVE.search(word) for word in endings):
        return Force.ACT
    if item and _INFINITIVE.search(" ".join(folded.split()[-3:])):
        return Force.ACT
    last = folded.split()[-1]
    if _LAW.search(folded) or any(skeleton(last).startswith(bone) for bone in _LAW_BONES):
        return Force.LAW
    if _NOUN.fullmatch(last) or _FOLLOW_UP.search(last):
        return Force.NOUN
    return Force.NONE


def _only_own_duties(folded: str) -> bool:
    """ "Görevlerinin yerine getirilmesinden … karşı sorumludur": answers for the duties listed above, adds none."""
    words = folded.split()
    return (
        len(words) < 30
        and any(word.startswith(("gorev", "sorumlul")) for word in words[:12])
        and "is" not in words
        and "yetkili" not in words
    )
