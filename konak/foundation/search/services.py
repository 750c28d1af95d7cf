"""Writing what can be found. Called by the apps' own services and jobs; repeating a call changes nothing."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction

from konak.foundation.access import PERMISSIONS
from konak.foundation.db import fetch, turkish

from . import SEARCHABLES, words
from .models import SearchRow

LONGEST_BODY = 60_000
BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """What one record is found by.

    `permission` is the code of the permission to see the record: a reader finds it when the reach of that permission
    covers `unit_id` or one of the owners; a `public` row is found by everybody. `number` defaults to the register
    number in the title. `weight` multiplies the rank (1.0).
    """

    kind: str
    object_id: int | str
    title: str
    url: str
    permission: str
    body: str = ""
    unit_id: int | None = None
    owner_id: int | None = None
    owner_ids: Iterable[int | None] = ()
    public: bool = False
    secrecy: int = 0
    weight: float = 1.0
    number: str | None = None


def index(**facts: Any) -> None:
    """Write or renew the row of one record; the arguments are the fields of `Findable`."""
    index_many([Findable(**facts)])


def index_many(records: Iterable[Findable]) -> None:
    """Write or renew many rows, in one statement for each thousand; of two rows of one record the last one stays."""
    for batch in batched(records, BATCH):
        rows = list({(record.kind, str(record.object_id)): _row(record) for record in batch}.values())
        fetch("search/upsert", rows=json.dumps(rows, ensure_ascii=False))
        heard = {word for row in rows for part in ("title_words", "body_words") for word in row[part].split()}
        fetch("search/learn", words=sorted(filter(words.worth_learning, heard)))


def _row(record: Findable) -> dict[str, Any]:
    if record.permission not in PERMISSIONS:
        who = f"{record.kind} {record.object_id}"
        raise ValueError(f"{record.permission!r} is no declared permission: nobody would ever find {who}")
    if not record.url.startswith("/") or record.url.startswith("//"):
        raise ValueError(f"{record.url!r} leads out of the house: rows are linked as they are")
    title, body = record.title.replace("\0", " ")[:300], record.body.replace("\0", " ")[:LONGEST_BODY]
    in_title, in_body = _in_words("title", title), _in_words("body", body)
    number = record.number
    return {
        "kind": record.kind,
        "object_id": str(record.object_id),
        "number": words.number_in(title) if number is None else words.number_in(number) or turkish.fold(number)[:60],
        "title": title,
        "body": body,
        "url": record.url,
        "unit_id": record.unit_id,
        "owners": sorted({owner for owner in (record.owner_id, *record.owner_ids) if owner is not None}),
        "permission": record.permission,
        "public": record.public,
        "secrecy": record.secrecy,
        "weight": record.weight,
        **in_title,
        **in_body,
    }


def remove(*, kind: str, object_id: int | str) -> None:
    """Forget one record; no harm when it was never written."""
    SearchRow.objects.filter(kind=kind, object_id=str(object_id)).delete()


def rebuild(kind: str) -> int:
    """Write every row of a kind anew and remove those whose record is gone; returns how many rows there are."""
    with transaction.atomic():
        began = _clock()
        SEARCHABLES[kind].rebuild()
        SearchRow.objects.filter(kind=kind, updated_at__lt=began).delete()
        return SearchRow.objects.filter(kind=kind).count()


def forget_words() -> int:
    """Remove the words no row holds any more; returns how many. For a nightly job, and after an erasure."""
    return len(fetch("search/forget"))


def batched(records: Iterable[Findable], size: int) -> Iterator[list[Findable]]:
    source = iter(records)
    while batch := list(islice(source, size)):
        yield batch


def _in_words(part: str, text: str) -> dict[str, Any]:
    """The three readings of a text: its words folded, in lower case for the stemmer, and as stems of our own."""
    split = words.split(text)
    folded = [words.folded(word) for word in split]
    return {
        f"{part}_words": " ".join(folded),
        f"{part}_lower": turkish.lower(" ".join(split)),
        f"{part}_stems": " ".join(words.marked(word) for word in folded if word not in words.STOP),
    }


def _clock() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: tuple[dt.datetime] = cursor.fetchone()
        return row[0]
