"""What a regulation looks like once it is read: the shapes that the parser returns and everybody else reads.

Positions (`start`, `end`) are character offsets into `Document.text`, the decoded text as it was handed in.
`raw` is always the exact slice of that text; `text` is the same words joined over line breaks, without page
furniture. A repair of damaged letters never replaces either: it stands beside them in `repaired`.
"""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Note:
    """Something a reviewer should look at: `code` for machines, `message` in Turkish, `start` in the text."""

    code: str
    message: str
    start: int = 0


@dataclass(slots=True)
class Clause:
    """One labelled item: `label` restored ("ğ"), `printed` as found ("§"), `path` unique in the document ("8-2.ğ").

    `text`, `raw`, `start` and `end` are the item's own words; those of its children stand in the children."""

    label: str
    printed: str
    path: str
    text: str
    raw: str
    start: int
    end: int
    title: str = ""
    repaired: str = ""
    confidence: float = 1.0
    children: list["Clause"] = field(default_factory=list)
    tail: str = ""
    """Words after the children that close the sentence ("fiillerinin tespiti hâlinde bildirmek")."""
    section: str = ""
    """Side heading inside the article that opens a list at this item ("Müdürün yetkileri")."""
    label_confidence: float = 1.0
    """How sure the restored label is: 1 as printed, lower for look-alikes and labels that were lost."""


@dataclass(slots=True)
class Paragraph:
    """A fıkra. `label` as restored ("(1)"), empty when the article has an unnumbered lead or a single text."""

    label: str
    text: str
    raw: str = ""
    start: int = 0
    end: int = 0
    repaired: str = ""
    confidence: float = 1.0


@dataclass(slots=True)
class Article:
    """One printed article. `number` is text ("7.10"); the second article 8 has `occurrence` 2 and path "8-2"."""

    number: str
    occurrence: int
    heading: str
    chapter: str
    path: str
    start: int
    end: int
    raw: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    tail: str = ""
    role: str = ""
    """What kind of article: purpose, scope, basis, definitions, organization, duties, repeal, entry_into_force,
    execution, transitional, other."""
    notes: list[Note] = field(default_factory=list)
    heading_repaired: str = ""


@dataclass(slots=True)
class Chapter:
    number: str
    title: str
    start: int
    end: int
    articles: list[str] = field(default_factory=list)
    title_repaired: str = ""


@dataclass(slots=True)
class Definition:
    label: str
    term: str
    meaning: str
    path: str
    confidence: float = 1.0
    """Lower where term and meaning were printed apart and had to be paired."""
    term_repaired: str = ""
    meaning_repaired: str = ""


@dataclass(slots=True)
class Reference:
    """A citation. `kind`: law, regulation, communique, gazette, article, external; `resolved` names the path it
    points to inside this text, empty when it points outside or nowhere."""

    kind: str
    text: str
    path: str
    number: str = ""
    resolved: str = ""
    date: str = ""
    """ISO date printed beside the citation, if any."""


@dataclass(slots=True)
class LegalBasis:
    kind: str
    name: str
    number: str
    path: str
    gazette: str = ""
    """Number of the Official Gazette, where the text cites it."""
    date: str = ""


@dataclass(slots=True)
class Wrapper:
    """Text around the regulation that is not its text: `kind` is minutes, signature, footer, page_number, stamp,
    cover, annex."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Document:
    text: str
    meta: dict[str, str] = field(default_factory=dict)
    """institution, unit, kind (yönetmelik | yönerge | genelge), title, decision_date (ISO), decision_number,
    approval_date, stamp_date, gazette; only what was found."""
    chapters: list[Chapter] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    legal_bases: list[LegalBasis] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    wrapper: list[Wrapper] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the text itself is left out, every node carries its own raw slice."""
        data = asdict(self)
        del data["text"]
        return data


class Unreadable(Exception):
    """The input cannot be read as a regulation; the message is Turkish and shown as it is."""
