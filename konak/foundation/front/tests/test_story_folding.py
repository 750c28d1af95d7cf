"""The story on the page of any file: what one person did many times in a row on one day is one line."""

import datetime as dt
from types import SimpleNamespace

from django.utils.timezone import now

from konak.foundation.cases.models import CaseRecord
from konak.foundation.front.story import moments
from konak.foundation.trail.models import Entry

NOON = now().replace(hour=9, minute=0, second=0, microsecond=0)
RECORD = SimpleNamespace(lifecycle=SimpleNamespace(steps={}))


def did(verb, minute, *, by=None, note="", day=0):
    return Entry(
        kind="tests.file",
        subject="1",
        verb=verb,
        user=by,
        note=note,
        at=NOON + dt.timedelta(days=day, minutes=minute),
    )


def told(*entries):
    record: CaseRecord = RECORD
    return [(one.words, one.text) for one in moments(record, entries, [])]


def test_a_run_of_the_same_on_one_day_is_one_line_that_says_how_often(hall):
    one, other = hall.seat("staff", hall.gis).user, hall.seat("staff", hall.network).user
    assert told(
        did("attach", 0, by=one),
        did("attach", 1, by=one),
        did("attach", 2, by=one),
        did("attach", 3, by=other),
        did("attach", 4, by=one, day=1),
    ) == [("dosya ekledi (3 kez)", ""), ("dosya ekledi", ""), ("dosya ekledi", "")]


def test_what_lies_between_ends_the_run_and_remarks_are_no_line_of_their_own(hall):
    one = hall.seat("staff", hall.gis).user
    lines = told(
        did("link", 0, by=one),
        did("comment", 1, by=one),
        did("link", 2, by=one),
        did("claim", 3, by=one),
        did("link", 4, by=one),
    )
    assert [words for words, _ in lines] == [
        "başka bir dosyaya bağladı (2 kez)",
        "dosyayı üstlendi",
        "başka bir dosyaya bağladı",
    ]


def test_a_note_stands_in_the_line_only_where_it_never_changed(hall):
    one = hall.seat("staff", hall.gis).user
    same = (did("attach", 0, by=one, note="tutanak.pdf"), did("attach", 1, by=one, note="tutanak.pdf"))
    other = (did("attach", 2, by=one, note="a.pdf", day=1), did("attach", 3, by=one, note="b.pdf", day=1))
    assert told(*same, *other) == [("dosya ekledi (2 kez)", "tutanak.pdf"), ("dosya ekledi (2 kez)", "")]
