"""Many cases at once, by COPY: for samples at size and for imports. Everything else opens a case by `open_case`.

Covers, contents, story lines and remarks arrive as they would have been written over the years; the triggers of the
row history see every row. Nothing is announced and nobody is told. The caller holds a transaction, so that a load
that breaks leaves nothing behind.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import Model

from konak.foundation.db.copying import bare, copy_rows, draw_keys, learn_size
from konak.foundation.numbering.services import next_block, reserve, written
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.trail.models import Entry

from .models import Case, CaseRecord, Comment

BATCH = 20_000
LARGE = 50_000
"""Files from which a load is cheaper without the indexes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story: when, what, by whom, from which seat."""

    at: dt.datetime
    verb: str
    user_id: int | None
    seat_id: int | None = None
    position: str = ""
    note: str = ""
    via: str = "web"
    remark: str = ""
    """Words of a remark; the line is then its "comment"."""


@dataclass(slots=True)
class File:
    """A case to be copied: the columns of its cover but for `id`, `kind` and `number`, of its contents, its story."""

    cover: Mapping[str, Any]
    contents: Mapping[str, Any]
    story: Sequence[Line] = field(default_factory=list)
    number: str = ""
    key: int = 0


def copy_cases(
    model: type[CaseRecord], files: Iterable[File], then: Callable[[list[File]], object] = lambda batch: None
) -> int:
    """Copy the files of one kind, numbered by the year they were opened in; returns how many.

    `then` gets each batch with its keys, to copy what hangs on the contents. Raises `django.db.Error` when a row
    breaks a constraint: nothing of the load stays then.
    """
    count, learnt = 0, 0
    learn_size(Unit, User, Appointment)
    source = iter(files)
    while batch := list(islice(source, BATCH)):
        _number(model, batch)
        _copy_covers(model, batch)
        if grown := count >= 2 * learnt:
            learn_size(Case)
        _copy_contents(model, batch)
        if grown:
            learn_size(model)
            learnt = count + len(batch)
        then(batch)
        count += len(batch)
    return count


@contextmanager
def at_size(count: int, model: type[CaseRecord], *hanging: type[Model]) -> Iterator[None]:
    """Around `copy_cases` of `count` files: a large load does without indexes and foreign keys and gets them after.

    `hanging` are the tables that `then` fills. Meant for an installation that is being set up: see `bare`.
    """
    if count < LARGE:
        yield
        return
    with bare(Case, Entry, Comment, model, *hanging):
        yield


def _number(model: type[CaseRecord], batch: list[File]) -> None:
    """Numbers ascend with the day of opening, within each year."""
    by_year = sorted(batch, key=lambda one: one.cover["opened_at"])
    for year, group in groupby(by_year, key=lambda one: one.cover["opened_at"].year):
        members = list(group)
        if model.gapless:
            drawn = [written(model.series, year, value) for value in next_block(model.series, year, len(members))]
        else:
            drawn = reserve(model.series, year, len(members))
        for one, number in zip(members, drawn, strict=True):
            one.number = number
    for one, key in zip(batch, draw_keys(Case, len(batch)), strict=True):
        one.key = key


def _copy_covers(model: type[CaseRecord], batch: list[File]) -> None:
    kind = model._meta.label_lower
    copy_rows(Case, ({"id": one.key, "kind": kind, "number": one.number, **one.cover} for one in batch))


def _copy_contents(model: type[CaseRecord], batch: list[File]) -> None:
    kind = model._meta.label_lower
    copy_rows(model, ({"case": one.key, **one.contents} for one in batch))
    lines = sorted([(line.at, one, line) for one in batch for line in one.story], key=itemgetter(0))
    told = (
        {
            "at": at,
            "user": line.user_id,
            "seat": line.seat_id,
            "position": line.position,
            "via": line.via,
            "kind": kind,
            "subject": one.number,
            "verb": line.verb,
            "note": line.note,
        }
        for at, one, line in lines
    )
    copy_rows(Entry, told)
    remarks = (
        {"case": one.key, "author": line.user_id, "text": line.remark, "at": at}
        for at, one, line in lines
        if line.remark
    )
    copy_rows(Comment, remarks)
