"""Which capability of an app fulfils a duty: proposals with a score and a reason, confirmed later by a person.

How a proposal comes about: a capability says in which subject words a duty has to speak (`words`), which wordings are
typical (`phrases`) and which speak against (`unless`). Every phrase found is evidence; its strength grows with the
number and the rarity of its words. Likeness between the clause and the description of the feature adds a little. The
rarity (IDF) is counted over the descriptions of all capabilities and over the wordings of the 27 modules, so that it
means something even while only one app is installed. Same input, same answer: nothing is learnt, nothing is random.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from konak.foundation.evidence import Capability

from .profiles import PROFILES
from .words import COMMON, Text, content_stems, damaged, phrase

ACCEPT = 0.6
"""From here on a proposal is worth binding; below it is only shown on request."""
SHOW = 0.35
LOOSE = 0.55
FROM_CONTEXT = 0.3
AGAINST = 0.35
LIKENESS = 0.3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed binding: `score` 0…1, `reason` in Turkish with the words that decided."""

    capability: Capability
    score: float
    reason: str


def suggest(duty_text: str, capabilities: Sequence[Capability], *, context: str = "") -> list[Suggestion]:
    """Capabilities that could fulfil the duty, best first (ties by code), none below `SHOW`.

    `context` is the heading or the responsible unit: it can strengthen what the clause itself says, never replace it.
    """
    text = Text(_without_list_of_laws(duty_text), damaged(duty_text))
    around = Text(context, damaged(context)) if context else None
    rarity = _rarity(tuple(capabilities))
    found = (_judge(text, around, entry, rarity) for entry in capabilities)
    return sorted((entry for entry in found if entry), key=lambda entry: (-entry.score, entry.capability.code))


_TRADES = """hayvan, veteriner, kesimhane, mezbaha, kuduz, zoonoz, barınak, kurban, haşere, sivrisinek, larva,
ilaçlama, ağaç, ağaçlandır, fidan, çim, budama, sulama, peyzaj, gübre, bitki, tohum, sera, mezarlık, cenaze, itfaiye,
hidrant, zabıta, asfalt, kanalizasyon, kreş, gıda, laboratuvar, oyun grubu"""
OTHER_TRADES = tuple(word.strip() for word in _TRADES.split(","))
"""Words of other municipal trades: with them a clause is hardly about what an IT department does, unless the
capability itself speaks of them."""

_LAW = re.compile(r"\b\d{3,5}\s+say[ıi1l]\w*[^,;]{0,160}?(?:kanun|yönetmeli|tebli)\w*", re.IGNORECASE)


def _without_list_of_laws(text: str) -> str:
    """A duty to obey ten laws is about none of them: three or more citations are left out."""
    return _LAW.sub(" ", text) if len(_LAW.findall(text)) >= 3 else text


def accepted(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The proposals at or above the threshold."""
    return [entry for entry in suggestions if entry.score >= ACCEPT]


@lru_cache(maxsize=8)
def _rarity(capabilities: tuple[Capability, ...]) -> dict[str, float]:
    """Stem → 0…1: how few module profiles and capabilities use it."""
    documents = [
        {stem for written, _ in entries for stem in content_stems(written.split())} for entries in PROFILES.values()
    ]
    documents += [set(content_stems(" ".join((entry.describes, *entry.phrases)).split())) for entry in capabilities]
    seen: dict[str, int] = {}
    for document in documents:
        for stem in document:
            seen[stem] = seen.get(stem, 0) + 1
    top = math.log(1 + len(documents))
    return {stem: math.log((1 + len(documents)) / count) / top for stem, count in seen.items()}


def _weight(written: str, rarity: dict[str, float]) -> float:
    """Strength of a phrase: 0.45 for one common word up to 0.85 for three rare ones."""
    words = phrase(written)
    content = [word for word in words if word.forms[0] not in COMMON]
    if not content:
        return 0.15
    stems = list(content_stems([word.shown for word in content]))
    rare = sum(rarity.get(stem, 0.7) for stem in stems) / len(stems) if stems else 0.5
    length = {1: 0.62, 2: 0.76}.get(len(content), 0.84)
    return length * (0.62 + 0.38 * min(1.0, rare * 1.25))


def _judge(text: Text, around: Text | None, entry: Capability, rarity: dict[str, float]) -> Suggestion | None:
    subject = [hit for hit in (text.find(word) for word in entry.words) if hit]
    if entry.words and not subject:
        return None
    doubt, decided = 1.0, []
    for written in entry.phrases:
        hit = text.find(written)
        weight = _weight(written, rarity)
        if hit is not None:
            doubt *= 1.0 - weight * (1.0 if hit.tight else LOOSE)
            decided.append(" ".join(hit.words))
        elif around is not None and around.find(written) is not None:
            doubt *= 1.0 - weight * FROM_CONTEXT
    if not decided:
        return None
    alike, shared = _likeness(text, entry, rarity)
    doubt *= 1.0 - LIKENESS * alike
    against = [word for word in entry.unless if text.find(word)]
    against += [word for word in _foreign_to(entry) if text.find(word)][:1]
    score = (1.0 - doubt) * AGAINST ** len(against)
    if score < SHOW:
        return None
    return Suggestion(entry, round(score, 3), _reason(decided, shared, against))


@lru_cache(maxsize=1_000)
def _foreign_to(entry: Capability) -> tuple[str, ...]:
    """The words of other trades that the capability itself does not use."""
    own = Text(" ".join((entry.describes, *entry.words, *entry.phrases)))
    return tuple(word for word in OTHER_TRADES if not own.find(word))


def _likeness(text: Text, entry: Capability, rarity: dict[str, float]) -> tuple[float, list[str]]:
    """Cosine of the rarity-weighted stems of clause and description; and the words of the clause that both share."""
    described = frozenset(content_stems(f"{entry.label} {entry.describes}".split()))
    shared = sorted(described & text.stems)
    length = math.sqrt(_weigh(described, rarity) * _weigh(text.stems, rarity))
    words = {next(iter(content_stems([surface])), ""): surface for surface in reversed(text.surfaces)}
    return (_weigh(shared, rarity) / length if length else 0.0), [words[stem] for stem in shared if stem in words]


def _weigh(stems: Iterable[str], rarity: dict[str, float]) -> float:
    return sum(rarity.get(stem, 0.5) ** 2 for stem in stems)


def _reason(decided: Sequence[str], shared: Sequence[str], against: Sequence[str]) -> str:
    quoted = ", ".join(f"«{words}»" for words in dict.fromkeys(decided))
    reason = (
        f"Maddede geçen {quoted} ifadesi bu yeteneğin konusudur."
        if len(decided) == 1
        else f"Maddede geçen {quoted} ifadeleri bu yeteneğin konusudur."
    )
    if len(shared) > 1:
        reason += f" Açıklamasıyla ortak sözler: {', '.join(shared[:6])}."
    if against:
        reason += f" Karşı gösteren sözler: {', '.join(against)}."
    return reason
