import pytest
from django.db import DatabaseError, connection, transaction

from konak.foundation.access import NOBODY
from konak.foundation.trail import commands, queries, services, verification
from konak.foundation.trail.models import Entry, Seal


@pytest.fixture
def three_lines(hall):
    actor = hall.seat("staff", hall.gis).actor
    lines = [services.write(actor=actor, kind="test", subject=n, verb="do", note="Ölçüldü") for n in range(3)]
    services.seal_committed()
    return lines


def test_a_line_names_the_seat_and_the_door(hall):
    actor = hall.seat("chief", hall.gis).actor
    entry = services.write(actor=actor, kind="test", subject="1", verb="do", seat=actor.seats[0])
    assert (entry.user_id, entry.seat_id, entry.position, entry.via) == (
        actor.user_id,
        actor.seats[0].appointment_id,
        "chief",
        "web",
    )


@pytest.mark.parametrize("statement", ["UPDATE trail_entry SET note = 'x'", "DELETE FROM trail_entry"])
def test_the_database_itself_refuses_to_change_a_line(three_lines, statement):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.filter(kind="test").count() == 3


def test_the_table_cannot_be_emptied(three_lines):
    with pytest.raises(DatabaseError, match="Cannot truncate"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE trail_entry CASCADE")


def test_an_untouched_chain_is_intact(three_lines):
    verdict = verification.verify()
    assert (verdict.intact, verdict.checked, verdict.unsealed) == (True, 3, 0)


def test_sealing_again_adds_only_what_is_new(three_lines):
    assert services.seal_committed() == 0
    services.write(actor=NOBODY, kind="test", subject=9, verb="do")
    assert verification.verify().unsealed == 1
    assert services.seal_committed() == 1
    assert verification.verify().checked == 4


def test_a_changed_line_is_named(three_lines, tamper):
    tamper(f"UPDATE trail_entry SET note = 'değişti' WHERE id = {three_lines[1].pk}")
    verdict = verification.verify()
    assert (verdict.broken_number, verdict.broken_entry, verdict.checked) == (2, three_lines[1].pk, 1)


def test_a_removed_link_is_named(three_lines, tamper):
    tamper("DELETE FROM trail_seal WHERE number = 2")
    verdict = verification.verify()
    assert (verdict.broken_number, verdict.reason) == (2, "Zincirin bu halkası silinmiş.")


def test_the_command_says_which_line_is_broken(three_lines, tamper, capsys):
    assert commands.verify(None) == 0
    tamper(f"UPDATE trail_entry SET verb = 'x' WHERE id = {three_lines[0].pk}")
    assert commands.verify(None) == 1
    assert "1. halka" in capsys.readouterr().out


def test_only_those_who_may_read_the_trail_do(hall, three_lines):
    auditor, clerk = hall.seat("auditor", hall.elsewhere), hall.seat("staff", hall.gis)
    assert [line.pk for line in queries.lines(auditor.actor, kind="test")] == [e.pk for e in reversed(three_lines)]
    assert list(queries.lines(clerk.actor)) == []


def test_the_trail_is_read_page_by_page(hall, three_lines):
    auditor = hall.seat("auditor", hall.elsewhere).actor
    older = queries.lines(auditor, kind="test", before=three_lines[2].pk)
    assert [line.pk for line in older] == [three_lines[1].pk, three_lines[0].pk]


def test_seals_are_numbered_without_gaps(three_lines):
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_a_line_whose_transaction_ended_very_late_is_chained_by_night(three_lines, monkeypatch):
    monkeypatch.setattr(services, "WINDOW", 0)
    straggler = services.write(actor=NOBODY, kind="test", subject="geç", verb="do")
    services.write(actor=NOBODY, kind="test", subject="erken", verb="do")
    Seal.objects.create(number=4, entry=Entry.objects.get(subject="erken"), digest=bytes(32))
    assert services.seal_committed() == 0
    assert services.seal_committed(everything=True) == 1
    assert Seal.objects.get(entry=straggler).number == 5
