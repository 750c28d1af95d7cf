"""Terms within the text of a regulation, each with what it is bound to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Meant
from ..queries import Term

_SOFT = {"k": "[kğ]", "ç": "[çc]", "t": "[td]", "p": "[pb]"}
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Gloss:
    """What stands behind a term: its words for the hover, and its key on the page of definitions."""

    words: str
    key: int


class Glossary:
    """Finds bound terms in a text, with their suffixes: "Başkanlık" also in "Başkanlığın"."""

    def __init__(self, rows: Iterable[Term]) -> None:
        self.known: dict[str, Gloss] = {}
        shapes: list[tuple[int, str]] = []
        for row in rows:
            term = row.definition.term.strip()
            if row.binding is None or row.binding.meant == Meant.NOTHING or len(term) < SHORTEST:
                continue
            shape = re.escape(term[:-1]) + _SOFT.get(term[-1], re.escape(term[-1]))
            place = f"t{len(shapes)}"
            self.known[place] = Gloss(f"{term}: {row.binding.words}", row.definition.pk)
            shapes.append((len(term), f"(?P<{place}>{shape})"))
        found = "|".join(shape for _, shape in sorted(shapes, reverse=True))
        self.pattern = re.compile(rf"\b(?:{found})\w*") if found else None

    def pieces(self, text: str) -> list[tuple[str, Gloss | None]]:
        """The text cut at its terms."""
        if self.pattern is None:
            return [(text, None)]
        cut: list[tuple[str, Gloss | None]] = []
        at = 0
        for match in self.pattern.finditer(text):
            if match.start() > at:
                cut.append((text[at : match.start()], None))
            cut.append((match[0], self.known[match.lastgroup or ""]))
            at = match.end()
        return [*cut, (text[at:], None)] if at < len(text) else cut
