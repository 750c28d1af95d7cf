"""Finding: words in any form, numbers exactly, typing slips where nothing else is found; never beyond one's reach."""

import base64
import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from konak.foundation.access import PERMISSIONS, Actor, Reach
from konak.foundation.db import fetch, reading_cursor, turkish

from . import SEARCHABLES, words

PAGE = 20
MOST = 100
CANDIDATES = 5_000
"""Matches that are ranked at most, the newest: a word that stands in every record need not rank them all."""
LIKELY = 60
"""Known words whose spelling is compared with a word nobody knows."""
ALTERNATIVES = 5
LIKENESS = "0.2"
"""Similarity of trigrams from which a known word is compared at all: low, the slips themselves are counted after."""
SNIPPET = 220

Piece = tuple[str, bool]
"""A stretch of text, and whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record."""

    kind: str
    object_id: str
    title: str
    url: str
    label: str
    icon: str
    title_pieces: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    updated_at: dt.datetime
    score: float

    @property
    def title_html(self) -> SafeString:
        return marked_html(self.title_pieces)

    @property
    def snippet_html(self) -> SafeString:
        return marked_html(self.snippet)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results, best first. `after` asks for the next page; None at the end."""

    hits: tuple[Hit, ...] = ()
    after: str | None = None
    approximate: bool = False
    """Nothing was found as written: these are similar."""


def search(
    actor: Actor, text: str, *, kinds: Collection[str] | None = None, limit: int = PAGE, after: str | None = None
) -> Found:
    """What `actor` may see of what `text` looks for.

    Every word must occur: in an inflected form, as the beginning of a word (from three letters), or as written;
    letters match with and without Turkish signs. A register number comes first, with or without its zeros. Only where
    nothing matches, words written nearly so are found. Any text is allowed; an unreadable cursor begins anew.
    """
    asked = words.query_words(text)
    limit = max(1, min(limit, MOST))
    seen = _visible(actor)
    if not asked or (kinds is not None and not kinds):
        return Found()
    approximate, place = _place(after)
    if not approximate:
        number = words.number_in(text[: words.LONGEST_QUERY])
        rows = _run(*_strict(asked, number), seen, kinds, limit, place)
        if rows or place:
            return _page(rows, asked, limit, approximate=False)
    meant = _meant(asked)
    if not meant:
        return Found()
    rows = _run(*_similar(meant), seen, kinds, limit, place)
    return _page(rows, [word for choice in meant for word in choice], limit, approximate=True)


def marked_html(pieces: Collection[Piece]) -> SafeString:
    """The pieces escaped, what was looked for inside <mark>."""
    opened, closed = SafeString("<mark>"), SafeString("</mark>")
    return format_html_join(
        "",
        "{}{}{}",
        ((opened if hit else "", conditional_escape(text), closed if hit else "") for text, hit in pieces),
    )


Clause = tuple[str, list[Any]]


def _visible(actor: Actor) -> Clause:
    """The rows the actor reaches, each by the permission the row names."""
    by_reach: dict[Reach, list[str]] = {}
    for code, permission in PERMISSIONS.items():
        reach = actor.reach(permission)
        if not reach.nothing:
            by_reach.setdefault(reach, []).append(code)
    parts = ["(public AND secrecy = 0)"]
    values: list[Any] = []
    for reach, codes in by_reach.items():
        mine, place = _rows_of(reach)
        parts.append(f"(permission = ANY(%s) AND ({mine}))")
        values += [codes, *place]
    return f"({' OR '.join(parts)})", values


def _rows_of(reach: Reach) -> Clause:
    """`Reach.q` for search rows: open ones of the units, secret ones up to the clearance, one's own."""
    parts: list[str] = []
    values: list[Any] = []
    for clearance, everywhere, units in [(0, reach.everywhere, reach.units), *reach.levels]:
        if not everywhere and not units:
            continue
        place = "" if everywhere else " AND unit_id = ANY(%s)"
        parts.append(f"(secrecy BETWEEN {1 if clearance else 0} AND {clearance}{place})")
        values += [] if everywhere else [sorted(units)]
    if reach.own is not None:
        parts.append("owners @> ARRAY[%s]::bigint[]")
        values.append(reach.own)
    return " OR ".join(parts), values


def _strict(asked: list[str], number: str) -> tuple[Clause, Clause]:
    """What matches every word, and its score."""
    query, values = [], []
    for word in asked:
        folded = turkish.fold(word)
        # Words as written carry the weights A and C, stems B and D: "birimin" is put to "bir", and must not find it.
        exact = f"{folded}:*AC" if len(folded) >= 3 else f"{folded}:AC"
        query.append("to_tsquery('simple', %s)")
        values.append(f"{exact} | {words.marked(folded)}:BD")
        if words.needs_snowball(folded):
            query[-1] = f"({query[-1]} || to_tsquery('konak_tr', %s))"
            values.append(f"{turkish.lower(word)}:BD")
    wanted = f"({' && '.join(query)})"
    beginning = " ".join(turkish.fold(word) for word in asked)
    # 'plan' finds 'planlama' too, but the record called "Plan…" comes before it.
    score = (
        f"(ts_rank('{{0.1,0.3,0.5,1.0}}', vector, {wanted}, 1) * weight"
        " + CASE WHEN number <> '' AND number = %s THEN 100 ELSE 0 END"
        " + CASE WHEN starts_with(folded, %s) THEN 1 ELSE 0 END)"
    )
    match = f"(vector @@ {wanted}" + (" OR number = %s)" if number else ")")
    return (match, [*values, *([number] if number else [])]), (score, [*values, number, beginning])


def _meant(asked: list[str]) -> list[list[str]]:
    """For each word the known words it may be a slip of, nearest first; empty when one of them resembles nothing.

    The known words are those of all rows. None is shown: they only widen a search that the reach then narrows.
    """
    meant = []
    with transaction.atomic():
        fetch("search/likeness", likeness=LIKENESS)
        for word in map(turkish.fold, asked):
            near: list[tuple[int, str]] = []
            if words.worth_learning(word):
                likely = fetch("search/similar", word=word, stem=words.stem(word), limit=LIKELY)
                near = [(few, row.word) for row in likely if (few := words.slips(word, row.word)) is not None]
            choice = [known for _, known in sorted(near)[:ALTERNATIVES]]
            if not choice and words.worth_learning(word):
                return []
            meant.append(choice or [word])
    return meant


def _similar(meant: list[list[str]]) -> tuple[Clause, Clause]:
    """What holds one of the alternatives for every word, and its score."""
    wanted = " && ".join(["to_tsquery('simple', %s)"] * len(meant))
    values = [" | ".join(part for word in choice for part in (word, words.marked(word))) for choice in meant]
    return (f"vector @@ ({wanted})", values), (
        f"ts_rank('{{0.1,0.3,0.5,1.0}}', vector, {wanted}, 1) * weight",
        list(values),
    )


def _run(
    match: Clause,
    score: Clause,
    seen: Clause,
    kinds: Collection[str] | None,
    limit: int,
    place: tuple[str, int] | None,
) -> list[Any]:
    """The rows of one page and one more, best first."""
    where, values = [match[0], seen[0]], [*match[1], *seen[1]]
    if kinds is not None:
        where.append("kind = ANY(%s)")
        values.append(sorted(kinds))
    bounds: list[Any] = list(place) if place else []
    beyond = "WHERE (score, id) < (%s::numeric, %s)" if place else ""
    statement = f"""
        WITH matching AS MATERIALIZED (
            SELECT id, vector, folded, number, weight FROM search_searchrow
            WHERE {" AND ".join(f"({part})" for part in where)}
            ORDER BY id DESC LIMIT {CANDIDATES}
        ), ranked AS (
            SELECT id, round(({score[0]})::numeric, 6) AS score FROM matching
        ), page AS (
            SELECT id, score FROM ranked {beyond} ORDER BY score DESC, id DESC LIMIT %s
        )
        SELECT row.id, row.kind, row.object_id, row.title, row.body, row.url, row.updated_at, page.score
        FROM page JOIN search_searchrow row ON row.id = page.id ORDER BY page.score DESC, row.id DESC
    """  # noqa: S608 - built from constants of this module; every value is bound
    with reading_cursor() as cursor:
        cursor.execute(statement, (*values, *score[1], *bounds, limit + 1))
        found: list[Any] = cursor.fetchall()
        return found


def _page(rows: list[Any], asked: list[str], limit: int, *, approximate: bool) -> Found:
    hits = tuple(_hit(row, asked) for row in rows[:limit])
    after = None
    if len(rows) > limit:
        after = base64.urlsafe_b64encode(
            f"{'~' if approximate else ''}{rows[limit - 1][7]}:{rows[limit - 1][0]}".encode()
        )
    return Found(hits, after.decode() if after else None, approximate and bool(hits))


def _place(after: str | None) -> tuple[bool, tuple[str, int] | None]:
    """Whether a cursor belongs to similar results, and behind which row it begins."""
    try:
        plain = base64.urlsafe_b64decode((after or "").encode("ascii", "replace")).decode("ascii")
    except ValueError:
        return False, None
    found = re.fullmatch(r"(~?)(\d{1,6}\.\d{1,12}):(\d{1,18})", plain)
    return (bool(found[1]), (found[2], int(found[3]))) if found else (False, None)


def _hit(row: tuple[Any, ...], asked: list[str]) -> Hit:
    _, kind, object_id, title, body, url, updated_at, score = row
    known = SEARCHABLES.get(kind)
    return Hit(
        kind=kind,
        object_id=object_id,
        title=title,
        url=url,
        label=known.label if known else "",
        icon=known.icon if known else "",
        title_pieces=pieces(title, asked),
        snippet=pieces(_around(body, asked), asked),
        updated_at=updated_at,
        score=float(score),
    )


def pieces(text: str, asked: list[str]) -> tuple[Piece, ...]:
    """The text cut where words that were looked for begin and end, in any of their forms."""
    cut: list[Piece] = []
    done = 0
    for start, end in _matches(text, asked):
        if start > done:
            cut.append((text[done:start], False))
        cut.append((text[start:end], True))
        done = end
    if done < len(text):
        cut.append((text[done:], False))
    return tuple(cut)


def _matches(text: str, asked: list[str]) -> list[tuple[int, int]]:
    beginnings = [turkish.fold(word) for word in asked]
    stems = {words.stem(word) for word in beginnings}
    found = []
    for word in re.finditer(r"[^\W_]+", text):
        folded = turkish.fold(word[0])
        starts = any(folded.startswith(begin) if len(begin) >= 3 else folded == begin for begin in beginnings)
        if starts or words.stem(folded) in stems:
            found.append(word.span())
    return found


def _around(body: str, asked: list[str]) -> str:
    """About 220 characters of the body around the first word that was looked for, cut between words."""
    if len(body) <= SNIPPET:
        return body
    found = _matches(body[:20_000], asked)
    first = max(0, found[0][0] - SNIPPET // 3) if found else 0
    last = first + SNIPPET
    if first:
        first = body.find(" ", first) + 1 or first
    if last < len(body):
        last = max(body.rfind(" ", first, last), first + SNIPPET // 2)
    return ("… " if first else "") + body[first:last] + (" …" if last < len(body) else "")
