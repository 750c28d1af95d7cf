"""Cases copied in by the thousand are the same as cases opened one by one."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import make_aware

from konak.foundation.cases import bulk, indexing, queries
from konak.foundation.cases.bulk import File, Line, at_size, copy_cases
from konak.foundation.cases.models import Case, Comment
from konak.foundation.numbering.services import sequence_number
from konak.foundation.search.queries import search
from konak.foundation.trail.models import Entry
from konak.foundation.trail.services import seal_committed
from konak.foundation.trail.verification import verify
from konak.governance.legislation.models import Regulation


def files(person, unit, days, year=2001):
    for day in days:
        opened = make_aware(dt.datetime(year, 6, day, 9, 30))
        yield File(
            cover={
                "subject": f"{day} haziran metni",
                "state": "draft",
                "unit": unit.pk,
                "opened_by": person.user.pk,
                "opened_from_unit": unit.pk,
                "opened_at": opened,
                "due_on": dt.date(year, 7, day),
            },
            contents={"title": f"Metin {day}", "text": "MADDE 1- (1) Deneme.", "meta": {"gün": day}},
            story=[
                Line(opened, "open", person.user.pk, person.actor.seats[0].appointment_id, "director"),
                Line(opened + dt.timedelta(days=1), "comment", person.user.pk, remark="Okudum."),
            ],
        )


@pytest.fixture
def director(hall):
    return hall.seat("director", hall.gis)


def test_copied_files_have_numbers_by_the_day_they_were_opened_contents_story_and_remarks(hall, director):
    assert copy_cases(Regulation, files(director, hall.gis, [3, 1, 2])) == 3
    by_number = list(Case.objects.order_by("number").values_list("number", "subject"))
    assert by_number == [(f"MV-2001-0000{day}", f"{day} haziran metni") for day in (1, 2, 3)]
    record = Regulation.objects.get(case__number="MV-2001-00003")
    assert (record.title, record.meta, record.wrapper) == ("Metin 3", {"gün": 3}, [])
    told = Entry.objects.filter(subject="MV-2001-00003").order_by("pk").values_list("verb", "via", "position")
    assert list(told) == [("open", "web", "director"), ("comment", "web", "")]
    assert Comment.objects.get(case=record.case).text == "Okudum."


def test_the_next_file_opened_by_hand_has_a_number_and_a_key_of_its_own(hall, director):
    # a sequence does not roll back with the test: each test has a year of its own
    copy_cases(Regulation, files(director, hall.gis, [1, 2], 2002))
    assert sequence_number("MV", 2002) == "MV-2002-00003"
    later = Case.objects.create(kind="x", number="X-1", subject="x", state="x", unit=hall.gis)
    assert later.pk > max(Case.objects.exclude(pk=later.pk).values_list("pk", flat=True))


def test_copied_files_stand_in_the_inbox_in_the_search_and_in_the_sealed_trail(hall, director):
    copy_cases(Regulation, files(director, hall.gis, range(1, 6), 2003))
    assert [case.subject for case in queries.inbox(director.actor, "unit").rows] == [
        f"{day} haziran metni" for day in range(1, 6)
    ]
    indexing.rebuild()
    assert [hit.title for hit in search(director.actor, "haziran metni 4").hits] == ["MV-2003-00004 4 haziran metni"]
    assert seal_committed() == 10
    assert verify().intact


def test_a_broken_row_leaves_nothing_behind(hall, director):
    wrong = list(files(director, hall.gis, [1, 2, 3], 2004))
    wrong[2].cover["unit"] = 10**9
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_cases(Regulation, wrong)
        connection.check_constraints()
    assert Case.objects.count() == Entry.objects.count() == 0


def secondary():
    """Every index and every constraint of the tables a large load strips, as the catalogue tells them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indisvalid FROM pg_index i "
            "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname ~ '^(cases|legislation|trail)_' UNION ALL "
            "SELECT conrelid::regclass::text, conname || pg_get_constraintdef(oid), convalidated FROM pg_constraint "
            "WHERE conrelid::regclass::text ~ '^(cases|legislation|trail)_' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_a_large_load_finds_its_indexes_and_keys_again_and_its_rows_are_the_same(hall, director):
    before = secondary()
    with transaction.atomic(), at_size(bulk.LARGE, Regulation):
        assert len(secondary()) < len(before) - 10
        copy_cases(Regulation, files(director, hall.gis, [1, 2], 2005))
    assert secondary() == before
    assert [(row.number, row.events.count()) for row in Case.objects.order_by("number")] == [
        ("MV-2005-00001", 1),
        ("MV-2005-00002", 1),
    ]
    assert Entry.objects.count() == 4


def test_a_large_load_is_refused_when_a_row_points_nowhere(hall, director):
    wrong = list(files(director, hall.gis, [1], 2006))
    wrong[0].cover["unit"] = 10**9
    before = secondary()
    with pytest.raises(IntegrityError), transaction.atomic(), at_size(bulk.LARGE, Regulation):
        copy_cases(Regulation, wrong)
    assert secondary() == before
    assert Case.objects.count() == 0
