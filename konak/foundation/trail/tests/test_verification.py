import tracemalloc

import pytest
from django.db import connection
from django.utils.timezone import localdate
from procrastinate.contrib.django.models import ProcrastinateJob

from konak.foundation.access import NOBODY
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import heads, queries, services, verification
from konak.foundation.trail.models import Entry, Seal, Verification


def written(count):
    Entry.objects.bulk_create(
        Entry(via="job", kind="test", subject=str(n), verb="do", note="Ölçüldü") for n in range(count)
    )


@pytest.fixture
def sealed(db, django_capture_on_commit_callbacks):
    """Seven sealed lines in two sealings, their heads outside the database."""
    for count in (4, 3):
        written(count)
        with django_capture_on_commit_callbacks(execute=True):
            services.seal_committed()


def test_every_sealing_leaves_a_signed_head_outside(sealed):
    found = list(heads.kept())
    digests = dict(Seal.objects.values_list("number", "digest"))
    assert [(head.number, head.digest) for head in found] == [(n, bytes(digests[n]).hex()) for n in (4, 7)]
    assert oct(heads.place().stat().st_mode)[-3:] == "600"


def test_nothing_new_leaves_no_head(sealed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.seal_committed()
    assert len(list(heads.kept())) == 2


def test_the_newest_sealed_lines_cannot_be_removed_unseen(sealed, tamper):
    tamper("DELETE FROM trail_seal WHERE number > 5")
    tamper("DELETE FROM trail_entry WHERE id NOT IN (SELECT entry_id FROM trail_seal)")
    verdict = verification.verify()
    assert (verdict.checked, verdict.broken_number) == (5, 6)
    assert verdict.reason.startswith("En yeni 2 mühürlü satır yok")


def test_a_chain_written_anew_contradicts_the_heads(sealed, tamper):
    first = Entry.objects.order_by("pk").first().pk
    tamper("DELETE FROM trail_seal")
    tamper(f"UPDATE trail_entry SET note = 'başka' WHERE id = {first}")
    services.seal_committed()
    verdict = verification.verify()
    assert (verdict.checked, verdict.broken_number) == (3, 4)
    assert "baştan yazılmış" in verdict.reason


def test_a_head_somebody_wrote_by_hand_says_nothing(sealed):
    with heads.place().open("a") as file:
        file.write(f"99 {'0' * 64} 2026-11-21T10:00:00+00:00 {'1' * 64}\nyarım satır\n")
    assert [head.number for head in heads.kept()] == [4, 7]
    assert verification.verify().intact is True


def test_heads_stay_few_and_tell_far_back(sealed, monkeypatch):
    monkeypatch.setattr(heads, "KEPT", 16)
    for number in range(8, 60):
        heads.note(number, bytes(32))
    numbers = [head.number for head in heads.kept()]
    assert len(numbers) <= 16
    assert (numbers[0], numbers[-1]) == (4, 59)


def test_a_line_that_vanished_under_its_seal_is_named(sealed, tamper):
    third = Seal.objects.get(number=3).entry_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = 'trail_seal'::regclass AND confrelid = 'trail_entry'::regclass"
        )
        (key,) = cursor.fetchone()
    tamper(f"ALTER TABLE trail_seal DROP CONSTRAINT {key}; DELETE FROM trail_entry WHERE id = {third}")
    verdict = verification.verify()
    assert (verdict.broken_number, verdict.reason) == (3, "Zincirin bu halkası silinmiş.")


def test_who_may_asks_and_the_result_is_kept(hall, sealed):
    auditor = hall.seat("auditor", hall.municipality)
    walk = verification.ask_for_verification(actor=auditor.actor)
    assert (walk.state, walk.target) == ("waiting", 7)
    job = ProcrastinateJob.objects.get(task_name="trail.verify")
    assert job.args == {"verification_id": walk.pk}
    done = verification.run(walk.pk)
    assert (done.state, done.checked, done.asked_by_id) == ("intact", 7, auditor.user.pk)
    assert done.head == bytes(Seal.objects.get(number=7).digest).hex()
    assert verification.run(walk.pk).finished_at == done.finished_at


def test_others_may_not_ask(hall, sealed):
    with pytest.raises(Refused):
        verification.ask_for_verification(actor=hall.seat("director", hall.gis).actor)
    assert Verification.objects.count() == 0


def test_one_walk_at_a_time_and_a_dead_one_does_not_block_for_ever(hall, sealed):
    from datetime import timedelta

    actor = hall.seat("auditor", hall.municipality).actor
    first = verification.ask_for_verification(actor=actor)
    with pytest.raises(Refused, match="zaten sürüyor"):
        verification.ask_for_verification(actor=actor)
    Verification.objects.filter(pk=first.pk).update(asked_at=first.asked_at - timedelta(hours=3))
    assert verification.ask_for_verification(actor=actor).pk != first.pk
    assert Verification.objects.get(pk=first.pk).state == "failed"


def test_progress_is_seen_and_chunks_are_joined(sealed, monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 2)
    heard = []
    assert verification.verify(heard.append).checked == 7
    assert heard == [2, 4, 6, 7]


def test_memory_does_not_grow_with_the_chain(db, monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 250)

    def peak():
        tracemalloc.start()
        verification.verify()
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    written(1_000)
    services.seal_committed()
    verification.verify()
    small = peak()
    written(4_000)
    services.seal_committed()
    assert Seal.objects.count() == 5_000
    assert peak() < small * 1.5


def test_filters_find_by_verb_door_unit_and_day(hall, db):
    auditor = hall.seat("auditor", hall.municipality).actor
    gis, elsewhere = hall.seat("chief", hall.gis).actor, hall.seat("chief", hall.elsewhere).actor
    there = services.write(actor=gis, kind="test", subject=1, verb="do", seat=gis.seats[0])
    services.write(actor=elsewhere, kind="test", subject=2, verb="do", seat=elsewhere.seats[0])
    services.write(actor=NOBODY, kind="test", subject=3, verb="sleep")
    today = localdate(there.at)

    def found(**facts):
        return [entry.subject for entry in queries.lines(auditor, wanted=queries.Wanted(kind="test", **facts))]

    assert found() == ["3", "2", "1"]
    assert found(verb="sleep") == ["3"]
    assert found(unit_id=hall.department.pk) == ["1"]
    assert found(since=today, until=today) == ["3", "2", "1"]
    assert found(until=today.replace(year=2020)) == []
    assert found(since=today.replace(year=2090)) == []
    assert found(via="api") == []


def test_kinds_and_verbs_are_found_without_reading_every_line(db):
    written(300)
    services.write(actor=NOBODY, kind="abc", subject=1, verb="go")
    assert (queries.kinds(), queries.verbs()) == (["abc", "test"], ["do", "go"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries._LOOSE.format(column="verb"))
        plan = "\n".join(row[0] for row in cursor)
    assert "trail_of_verb" in plan
