""" "Kim sorumlu?" over the duties that the asker may read.

The index is built once for a set of duties and kept in the memory of the process. Its key is a digest of that very
set, so that no change goes unnoticed and nobody is answered from clauses out of his reach.
"""

import datetime as dt
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment, Unit

from ..matching.responsible import Entry, Index
from ..models import Duty
from .asof import duties_on
from .proof import heads_of
from .register import duties

LONGEST = 300
"""Characters of a question that are read."""
KEPT = 16
"""Indexes kept per process: as many different reaches ask at the same time."""

_indexes: OrderedDict[str, Index] = OrderedDict()
_door = threading.Lock()
_WORD = re.compile(r"\w+(?:[’'-]\w+)*|\W+")


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that answers. `pieces` is its text in order, each piece with whether it matched the question."""

    duty: Duty
    score: float
    words: tuple[str, ...]
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A responsible unit or position, its part of all that was found (0-1), the clauses and who sits there today."""

    unit: Unit
    role: str
    role_label: str
    share: float
    cited: list[Cited]
    holders: list[Appointment]


def answers(actor: Actor, sentence: str, limit: int = 5, day: dt.date | None = None) -> list[Answer]:
    """Who is responsible for what `sentence` asks, or was on a past `day`, best first. The number of statements is
    the same however many clauses there are."""
    sentence = sentence[:LONGEST].strip()
    if not sentence:
        return []
    if day is None:
        found = _index(duties(actor)).units(sentence, limit=limit)
        keys = [hit.entry.id for answer in found for hit in answer.hits]
        rows = {duty.pk: duty for duty in duties(actor).filter(pk__in=keys).prefetch_related(None)}
    else:
        rows = {duty.pk: duty for duty in duties_on(actor, day)}
        found = _kept(_written(rows.values()), rows.values()).units(sentence, limit=limit)
    heads = heads_of((duty.unit_id for duty in rows.values()), day)
    shown = []
    for answer in found:
        cited = [
            Cited(rows[hit.entry.id], hit.score, hit.words, marked(hit.entry.text, hit.words))
            for hit in answer.hits
            if hit.entry.id in rows
        ]
        if cited:
            duty = cited[0].duty
            holders = [row for row in heads.get(duty.unit_id, []) if not duty.role or row.position == duty.role]
            label = duty.get_role_display() if duty.role else ""
            shown.append(Answer(duty.unit, duty.role, label, answer.share, cited, holders))
    return shown


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is one of `words`."""
    wanted = {part for word in words for part in word.split()}
    pieces: list[tuple[str, bool]] = []
    for piece in _WORD.findall(text):
        hit = piece in wanted
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + piece, hit)
        else:
            pieces.append((piece, hit))
    return pieces


def _index(rows: QuerySet[Duty]) -> Index:
    return _kept(_version(rows), rows.prefetch_related(None))


def _kept(key: str, rows: Iterable[Duty]) -> Index:
    """The index of exactly these duties, from memory where it was built before."""
    with _door:
        if key in _indexes:
            _indexes.move_to_end(key)
            return _indexes[key]
    built = Index(
        [
            Entry(
                id=row.pk,
                unit=f"{row.unit.name} {row.get_role_display()}" if row.role else row.unit.name,
                text=row.clause.shown,
                heading=row.clause.article.heading,
                path=row.clause.path,
            )
            for row in rows
        ]
    )
    with _door:
        _indexes[key] = built
        while len(_indexes) > KEPT:
            _indexes.popitem(last=False)
    return built


def _written(rows: Iterable[Duty]) -> str:
    """`_version` of duties read as of a day."""
    lines = ",".join(f"{row.pk}:{row.role}:{row.unit_id}:{row.unit.name}" for row in rows)
    return "then " + hashlib.sha256(lines.encode()).hexdigest()


def _version(rows: QuerySet[Duty]) -> str:
    """A digest of which duties these are and whose; clauses in force never change their words."""
    line = Concat(
        Cast("pk", TextField()),
        Value(":"),
        F("role"),
        Value(":"),
        Cast("unit_id", TextField()),
        Value(":"),
        F("unit__name"),
        output_field=TextField(),
    )
    plain = rows.select_related(None).prefetch_related(None).defer(None).order_by()
    found = plain.aggregate(version=MD5(StringAgg(line, Value(","), order_by="pk")))
    return str(found["version"] or "")
