"""Which product a raw name means. A pattern holds `*` for anything; no regular expressions, nothing can run away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from konak.foundation.db.turkish import fold

CACHE = 20_000


@lru_cache(maxsize=CACHE)
def fold_name(text: str) -> str:
    """Compared in this form: folded, one blank between words."""
    return " ".join(fold(text).split())


@dataclass(frozen=True, slots=True)
class Pattern:
    """One rule: what name and publisher look like, and which product that is (None: of no interest)."""

    id: int
    name: str
    publisher: str
    product_id: int | None
    order: int = 50

    def fits(self, name: str, publisher: str) -> bool:
        return like(fold_name(self.name), name) and (
            not self.publisher.strip() or like(fold_name(self.publisher), publisher)
        )


def like(pattern: str, text: str) -> bool:
    """Whether `text` is `pattern`, in which every `*` stands for anything. Linear in the length of the text."""
    parts = pattern.split("*")
    if len(parts) == 1:
        return pattern == text
    first, last = parts[0], parts[-1]
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


class Rulebook:
    """All rules; of several that fit the one with the lower order, then the one with the longer pattern."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._sorted: Sequence[Pattern] = sorted(patterns, key=lambda one: (one.order, -len(one.name), one.id))
        self._known: dict[tuple[str, str], Pattern | None] = {}

    def find(self, name: str, publisher: str = "") -> Pattern | None:
        key = (fold_name(name), fold_name(publisher))
        if key not in self._known:
            self._known[key] = next((one for one in self._sorted if one.fits(*key)), None)
        return self._known[key]
