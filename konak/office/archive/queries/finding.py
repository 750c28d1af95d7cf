"""Full text over the archive: words in any form, what is alike, and how many of which kind, within one's reach.

The reach stands in the index beside the words: every vector carries a mark for unit, secrecy, persons, code, year
and kind (`qu12`, `qs0`, `qp45`, `qc622x01`, `qy2024`, `qkincoming`). PostgreSQL meets words and reach in one look
into the index, so a clerk's search reads no more than he may see. The filter of the rows is asked as well.
"""

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet, Subquery

from konak.foundation.access import Actor, Reach
from konak.foundation.db import fetch
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Clearance
from konak.foundation.search import words
from konak.foundation.search.queries import Piece as Part
from konak.foundation.search.queries import pieces
from konak.office.correspondence.public import codes_named

from .. import access
from ..models import Document, DocumentKind
from . import reaching

PAGE = 20
MOST = 1_000
"""Matches that are ranked: the newest. Behind them lies what nobody pages to."""
COUNTED = 5_000
PROBED = 100
SPARSE = 20
"""Less than one hit in so many documents: reading all hits is cheaper than walking back to the oldest wanted."""
SNIPPET = 240
FEW_UNITS = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, and within what."""

    q: str = ""
    unit: int | None = None
    code: str = ""
    year: int | None = None
    kind: str = ""
    secrecy: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with what was looked for marked."""

    document: Document
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    hits: list[Found]
    more: bool
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    counted: int = 0


def marks(document: Document) -> list[str]:
    """What the index knows of a document besides its words."""
    found = [f"qu{document.unit_id}", f"qs{document.secrecy}", f"qc{document.code.replace('.', 'x')}"]
    found += [f"qy{document.year}", f"qk{document.kind}"]
    return found + [f"qp{one}" for one in {document.owner_id, document.author_id} if one]


def text_query(q: str) -> str:
    """The words as a query: each may stand as written, begin so, or share its stem."""
    split = [words.folded(word) for word in words.split(q)[: words.MOST_WORDS]]
    found = []
    for word in split:
        clean = re.sub(r"[^0-9a-z]", "", word)
        if clean and clean not in words.STOP:
            found.append(f"({clean}:*|{words.marked(clean)})")
    return " & ".join(found)


def reach_query(reach: Reach) -> str:
    """The reach as a query; empty where it is not limited to units."""
    if reach.everywhere:
        return ""
    if len(reach.units) > FEW_UNITS:
        return ""
    parts = []
    if reach.units:
        units = "|".join(f"qu{one}" for one in sorted(reach.units))
        parts.append(f"(({units})&qs0)")
    for level in reach.levels:
        if not level.everywhere and level.units:
            units = "|".join(f"qu{one}" for one in sorted(level.units))
            secret = "|".join(f"qs{one}" for one in range(1, level.clearance + 1))
            parts.append(f"(({units})&({secret}))")
        elif level.everywhere:
            return ""
    if reach.own:
        parts.append(f"qp{reach.own}")
    return f"({'|'.join(parts)})" if parts else ""


def matching(actor: Actor, asked: Asked) -> QuerySet[Document]:
    """What is found, unordered."""
    return _matching(actor, asked)[0]


def _matching(actor: Actor, asked: Asked, query: str = "") -> tuple[QuerySet[Document], bool]:
    """What is found, and whether marks of reach or filters narrow the words in the index."""
    reach = reaching.archivist(actor).reach(access.READ)
    parts = [reach_query(reach)]
    if asked.unit and 0 < asked.unit < 2**63:
        parts.append(f"qu{asked.unit}")
    if re.fullmatch(r"\d{3}(\.\d{2}){0,3}", asked.code):
        parts.append(f"qc{asked.code.replace('.', 'x')}:*")
    if asked.year and 0 < asked.year < 10_000:
        parts.append(f"qy{asked.year}")
    if asked.kind in DocumentKind.values:
        parts.append(f"qk{asked.kind}")
    if asked.secrecy is not None and 0 <= asked.secrecy <= 4:
        parts.append(f"qs{asked.secrecy}")
    rows = Document.objects.filter(reach.q(owners=Document.owners))
    narrowed = any(parts)
    whole = " & ".join(part for part in (query or text_query(asked.q), *parts) if part)
    if whole:
        rows = rows.filter(vector=SearchQuery(whole, search_type="raw", config="simple"))
    return rows, narrowed


def _newest(rows: QuerySet[Document], most: int, *, narrowed: bool) -> list[int]:
    """Keys of the newest so many that are found.

    PostgreSQL takes a look at the words of a document for cheap and, where no mark narrows them, walks back from the
    newest even if hits lie far apart. So a few of the newest say first how dense they lie; where they are sparse, all
    hits are read from the index of words.
    """
    keys = rows.order_by("-pk").values_list("pk", flat=True)
    if narrowed:
        return list(keys[:most])
    last = Subquery(Document.objects.order_by("-pk").values("pk")[:1])
    first = list(rows.order_by("-pk").values_list("pk", last)[:PROBED])
    if len(first) < PROBED:
        return [key for key, _ in first]
    key, top = first[-1]
    if top - key > PROBED * SPARSE:
        keys = keys.order_by((F("pk") + 0).desc())  # a sum is in no index
    return list(keys[:most])


def search(actor: Actor, asked: Asked, *, facets: bool = True) -> Results:
    """One page of what is found, the best first; counts by unit, code, year, kind and secrecy of the newest 5,000."""
    asks = text_query(asked.q)
    if not asks:
        return Results([], False)
    rows, narrowed = _matching(actor, asked)
    page = min(max(asked.page, 1), MOST // PAGE)
    found = _newest(rows, COUNTED if facets else MOST, narrowed=narrowed)
    if not found:
        return Results([], False)
    candidates = found[:MOST]
    ranked = fetch("archive/ranked", ids=candidates, query=asks, limit=PAGE + 1, skip=(page - 1) * PAGE)
    keys = [row.id for row in ranked]
    known = {one.pk: one for one in Document.objects.filter(pk__in=keys).select_related("unit", "folder__case")}
    hits = [_found(known[key], asked.q) for key in keys[:PAGE]]
    return Results(hits, len(keys) > PAGE, _facets(found) if facets else {}, len(found))


def _facets(keys: list[int]) -> dict[str, list[Facet]]:
    names: dict[str, dict[str, str]] = {
        "kind": dict(DocumentKind.choices),
        "secrecy": {str(key): str(label) for key, label in Clearance.choices},
    }
    found: dict[str, list[Facet]] = {"unit": [], "code": [], "year": [], "kind": [], "secrecy": []}
    rows = fetch("archive/facets", ids=keys)
    units = [int(row.value) for row in rows if row.facet == "unit"]
    plan = codes_named([row.value for row in rows if row.facet == "code"])
    names["code"] = {code: f"{code} {name}" for code, name in plan.items()}
    names["unit"] = {str(one.pk): one.name for one in Unit.objects.filter(pk__in=units)}
    for row in rows:
        label = names.get(row.facet, {}).get(row.value, row.value)
        found[row.facet].append(Facet(row.value, label, row.count))
    return {key: facets[:12] for key, facets in found.items()}


def _found(document: Document, q: str) -> Found:
    asked = words.split(q)
    return Found(document, pieces(document.title, asked), _around(document.body, asked))


def _around(body: str, asked: list[str]) -> tuple[Part, ...]:
    """About 240 characters of the text around the first word that was looked for."""
    cut = pieces(body[:20_000], asked)
    place = at = 0
    for text, hit in cut:
        if hit:
            place = at
            break
        at += len(text)
    begin = max(0, place - SNIPPET // 3)
    if begin:
        begin = body.find(" ", begin) + 1 or begin
    piece = body[begin : begin + SNIPPET]
    shown = ("… " if begin else "") + piece + (" …" if begin + SNIPPET < len(body) else "")
    return pieces(shown, asked)


def alike(actor: Actor, document: Document, limit: int = 6) -> list[Document]:
    """Documents that share the rarest words of this one, best first, within reach."""
    rare = [row.stem for row in fetch("archive/rarest", id=document.pk, limit=10)]
    if not rare:
        return []
    query = f"({'|'.join(rare)})"
    rows, narrowed = _matching(actor, Asked(), query)
    keys = _newest(rows.exclude(pk=document.pk), MOST, narrowed=narrowed)
    if not keys:
        return []
    ranked = fetch("archive/ranked", ids=keys, query=query, limit=limit, skip=0)
    known = {
        one.pk: one
        for one in Document.objects.filter(pk__in=[r.id for r in ranked]).select_related("unit", "folder__case")
    }
    return [known[row.id] for row in ranked]
