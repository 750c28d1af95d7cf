"""A decision is a case of its own: who carries it out, until when, with what evidence, and who says it is done."""

import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate, now

from konak.foundation.calendar.services import add_working_days
from konak.foundation.lifecycle import Refused
from konak.governance.committees import queries, services


@pytest.fixture
def decision(board):
    return board.decide(
        board.opened(), unit_id=board.hall.network.pk, due_on=add_working_days(localdate(), 6), note="Görüşüldü."
    )


def test_a_decision_goes_to_the_unit_named_with_its_last_day(board, decision):
    case = decision.case
    assert (case.unit_id, case.assignee_id, case.due_on, case.state) == (
        board.hall.network.pk,
        None,
        add_working_days(localdate(), 6),
        "open",
    )
    assert case.subject == f"SOME {now().year}/1: Yedek sistemi"
    assert [one.pk for one in queries.open_of(board.committee)] == [decision.pk]


def test_without_a_name_the_secretariat_follows_it_in_ten_working_days(board):
    made = board.decide(board.opened())
    assert (made.case.unit_id, made.case.due_on) == (board.hall.department.pk, add_working_days(localdate(), 10))


def test_a_decision_that_asks_for_nothing_rests_at_once(board):
    made = board.decide(board.opened(), needs_action=False)
    assert (made.case.state, made.case.due_on, made.case.closed_at is not None) == ("noted", None, True)


def test_it_is_reported_with_evidence_and_accepted_by_the_committees_side(board, decision):
    number, doer = decision.case.number, board.members[2]
    services.start(number, actor=doer.actor)
    services.report(number, actor=doer.actor, note="Denendi.", file=io.BytesIO(b"tutanak\n"), file_name="deneme.txt")
    with pytest.raises(Refused, match="Kararı, kurulun başkanı ya da sekretaryası kapatır"):
        services.accept(number, actor=doer.actor)
    services.hand_back(number, actor=board.head.actor, why="İkinci sunucu eksik.")
    services.report(number, actor=doer.actor, note="Tamam.")
    done = services.accept(number, actor=board.head.actor)
    assert (done.case.state, [one.verdict for one in done.reports.order_by("pk")]) == (
        "done",
        ["returned", "accepted"],
    )


def test_another_unit_neither_sees_nor_does_it(board, decision):
    with pytest.raises(ObjectDoesNotExist):
        services.start(decision.case.number, actor=board.stranger.actor)
    assert list(queries.decisions(board.stranger.actor)) == []
    assert [one.pk for one in queries.decisions(board.chair.actor)] == [decision.pk]


def test_the_committees_side_puts_it_into_other_hands(board, decision):
    with pytest.raises(Refused, match="sekretaryası"):
        services.assign_decision(decision.case.number, actor=board.members[2].actor, unit_id=board.hall.gis.pk)
    moved = services.assign_decision(
        decision.case.number,
        actor=board.head.actor,
        unit_id=board.hall.gis.pk,
        assignee_id=board.members[3].user.pk,
    )
    assert (moved.case.unit_id, moved.case.assignee_id) == (board.hall.gis.pk, board.members[3].user.pk)


def test_a_later_decision_takes_it_back(board, decision):
    gone = services.revoke(decision.case.number, actor=board.head.actor, why="2026/4 sayılı karar")
    assert (gone.case.state, gone.revoked_why) == ("revoked", "2026/4 sayılı karar")


def test_what_waits_longest_stands_on_top(board):
    meeting = board.opened(titles=("Bir", "İki", "Üç"))
    days = [9, 3, 6]
    for place, day in enumerate(days):
        board.decide(meeting, place, due_on=add_working_days(localdate(), day))
    waiting = queries.DecisionFilter(state="undone")
    seen, after = [], ""
    for _ in range(5):
        page = queries.decisions_page(board.head.actor, waiting, after=after, limit=2)
        seen += [one.item.title for one in page.rows]
        after = page.after
        if not after:
            break
    assert seen == ["İki", "Üç", "Bir"]


def test_the_last_day_and_the_doer_make_sense(board):
    meeting = board.opened()
    with pytest.raises(Refused, match="görevli değil"):
        board.decide(meeting, unit_id=board.hall.gis.pk, assignee_id=board.members[2].user.pk)
    with pytest.raises(Refused, match="bulunamadı"):
        board.decide(meeting, unit_id=10**9)
    with pytest.raises(Refused, match="beş yıldan uzak"):
        board.decide(meeting, due_on=localdate().replace(year=localdate().year + 9, day=1))
