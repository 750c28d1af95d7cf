"""Which module serves a duty: typical wordings add up, the heading lends a little."""

from dataclasses import dataclass

from .profiles import PROFILES
from .words import Text

_SHARE = {1: 0.22, 2: 0.5, 3: 0.8}
LOOSE = 0.6
"""What remains of a phrase whose words stand apart or in another order."""
FROM_CONTEXT = 0.35
"""What remains of a phrase that stands in the heading only."""
LIMIT = 3
FLOOR = 0.45


@dataclass(frozen=True, slots=True)
class ModuleScore:
    """A module, how sure we are (0…1) and the words that decided."""

    module: str
    score: float
    words: tuple[str, ...]


def score_modules(text: Text, context: Text | None = None) -> list[ModuleScore]:
    """Every module that has any evidence, best first (ties by code)."""
    scores = []
    for module, entries in PROFILES.items():
        doubt, words = 1.0, []
        for written, weight in entries:
            share = _SHARE[weight]
            hit = text.find(written)
            if hit is not None:
                share *= 1.0 if hit.tight else LOOSE
                words.append(" ".join(hit.words))
            elif context is not None and weight == 3 and context.find(written) is not None:
                share *= FROM_CONTEXT
            else:
                continue
            doubt *= 1.0 - share
        if doubt < 1.0:
            scores.append(ModuleScore(module, round(1.0 - doubt, 3), tuple(dict.fromkeys(words))))
    return sorted(scores, key=lambda entry: (-entry.score, entry.module))


def modules_of(text: Text, context: Text | None = None) -> tuple[ModuleScore, ...]:
    """The modules worth showing: at most three, each above the floor; the best one even below it."""
    scores = score_modules(text, context)
    shown = [entry for entry in scores if entry.score >= FLOOR and entry.score >= 0.6 * scores[0].score]
    return tuple(shown[:LIMIT] or scores[:1])
