"""How often: what the text says, and what we would propose where it says nothing."""

import re
from dataclasses import dataclass
from typing import Literal

from .obligation import plain
from .words import Text, skeleton

Kind = Literal[
    "none", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "periodic", "continuous", "on_event"
]

LABELS: dict[Kind, str] = {
    "none": "belirtilmemiş",
    "daily": "günlük",
    "weekly": "haftalık",
    "monthly": "aylık",
    "quarterly": "üç ayda bir",
    "half_yearly": "altı ayda bir",
    "yearly": "yılda bir",
    "periodic": "düzenli aralıklarla",
    "continuous": "sürekli",
    "on_event": "gerektiğinde",
}


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a duty is due. `stated`: the text says so in the words `quote`; `also`: further intervals named."""

    kind: Kind
    stated: bool
    quote: str = ""
    also: tuple[Kind, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.kind]


NONE = Cadence("none", False)

_NUMBER = r"(?:en az |asgari )?(?:bir|iki|1|2)?(?:er)? ?(?:kez|defa|kere)?"
_STATED: tuple[tuple[Kind, str], ...] = (
    ("daily", r"gunluk(?: olarak)?|her (?:is )?gunu?|gunde (?:en az )?bir|hergun"),
    ("weekly", r"haftalik(?: olarak)?|her hafta|haftada (?:en az )?(?:bir|iki)"),
    ("half_yearly", r"(?:alti|6) ayda (?:en az )?bir|(?:alti|6) aylik|yilda (?:en az )?iki (?:kez|defa|kere)"),
    ("quarterly", r"(?:uc|3|hi[ec]|tic|itc) ayda (?:en az )?bir|(?:uc|iic|3) aylik"),
    (
        "monthly",
        r"(?<!uc )(?<!alti )(?<!iic )(?<![36] )aylik(?: olarak)?|her ay(?!r)"
        r"|(?<!uc )(?<!alti )(?<!iki )(?<!dort )(?<![0-9] )ayda (?:en az )?bir",
    ),
    (
        "yearly",
        r"yilda (?:en az )?bir(?:er)?(?: kez| defa| kere)?|her yil(?: \w+)?|yillik|yil ?sonu\w*|yil icerisinde"
        r"|her mali yil|senelik",
    ),
    (
        "periodic",
        r"periyodik\w*(?: olarak)?|duzenli araliklarla|belirli araliklarla|belli araliklarla|sureli olarak"
        r"|donemsel\w*|duzenli olarak (?=(?:\w+ ){0,2}(?:kontrol|incele|izle|denetle|gozden|raporla|degerlendir))",
    ),
)
_ORDER: tuple[Kind, ...] = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "periodic")
_PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?:{pattern})")) for kind, pattern in _STATED)
_LIFETIME = re.compile(
    r"(?:gunluk|aylik|yillik) (?:hayat|yasam|ucret|maas|izin|kullanim)|(?:bes|5|on|10|iki|2|3|uc) yillik"
)


def stated_cadence(text: str) -> Cadence:
    """The interval that the text itself names; `NONE` when it names none. Bracketed remarks do not count."""
    folded = _LIFETIME.sub(" ", plain(text))
    found: dict[Kind, str] = {}
    for kind, pattern in _PATTERNS:
        match = pattern.search(folded)
        if match is not None:
            found[kind] = match.group().strip()
    kinds = [kind for kind in _ORDER if kind in found]
    if not kinds:
        return _by_bones(folded)
    exact = [kind for kind in kinds if kind != "periodic"] or kinds
    return Cadence(
        exact[0], True, ", ".join(found[kind] for kind in kinds), tuple(kinds[1:] if len(kinds) > 1 else ())
    )


_BONES: tuple[tuple[Kind, str], ...] = (
    ("yearly", "yilsonu"),
    ("yearly", "yillik"),
    ("periodic", "periyodik"),
    ("daily", "gunluk"),
    ("weekly", "haftalik"),
)


def _by_bones(folded: str) -> Cadence:
    """The same for words that a scanner damaged."""
    for word in folded.split():
        for kind, form in _BONES:
            if len(word) >= 5 and skeleton(word) == skeleton(form):
                return Cadence(kind, True, word)
    return NONE


_PROPOSALS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (
        "daily",
        (
            "yedekle",
            "yedek al",
            "iz kayıt",
            "erişim kayıt",
            "log kayıt",
            "gelen evrak",
            "evrak kayıt",
            "evrak dağıt",
            "kamera kayıt",
        ),
    ),
    ("monthly", ("puantaj", "fazla mesai", "ödenek takip")),
    (
        "yearly",
        (
            "stratejik plan",
            "performans program",
            "faaliyet rapor",
            "bütçe",
            "güvence beyan",
            "sızma test",
            "sayım",
            "iç denetim",
            "dış denetim",
            "eğitim plan",
        ),
    ),
    (
        "half_yearly",
        ("erişim yetkileri gözden geçir", "politika prosedür", "risk değerlendir", "kapasite plan", "zafiyet tarama"),
    ),
    (
        "on_event",
        (
            "hâlinde",
            "durumunda",
            "talep",
            "başvuru",
            "siber olay",
            "ihlal",
            "gerektiğinde",
            "görüldüğünde",
            "arıza",
            "ihale",
            "satın al",
            "sözleşme",
            "şartname",
            "muayene kabul",
            "protokol",
            "ihtiyaç",
            "kurmak",
            "kurul*",
            "görüş ver",
            "katıl*",
            "eğitim ver",
            "yazışma",
            "belirle",
            "onay*",
        ),
    ),
)


def proposed_cadence(text: Text) -> Cadence:
    """Our proposal for the calendar when the text names no interval: editable, never a legal deadline."""
    for kind, phrases in _PROPOSALS:
        for written in phrases:
            hit = text.find(written)
            if hit is not None and (hit.tight or kind != "on_event"):
                return Cadence(kind, False, " ".join(hit.words))
    return Cadence("continuous", False)
