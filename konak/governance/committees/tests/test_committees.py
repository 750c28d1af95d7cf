"""A committee: founded by a decision, its members seated by dates, its rules kept, its end."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.search.models import SearchRow
from konak.governance.committees import queries, services
from konak.governance.committees.models import Committee
from konak.governance.committees.tests.conftest import founded


def test_a_committee_is_founded_by_a_named_decision_and_found_in_search(board):
    assert [one.committee.code for one in queries.directory(board.head.actor)] == ["SOME"]
    assert list(SearchRow.objects.filter(kind="committees.committee").values_list("title", flat=True)) == [
        "Bilgi Güvenliği Kurulu (SOME)"
    ]
    with pytest.raises(Refused, match="Kurulu kuran kararı"):
        founded(board.hall, board.head, board.secretary, code="KVKK", founding_decision=" ")
    with pytest.raises(Refused, match="başka bir kurulda"):
        founded(board.hall, board.head, board.secretary)
    with pytest.raises(Refused, match="Kısaltma 2-12 büyük harf"):
        founded(board.hall, board.head, board.secretary, code="kvkk")
    with pytest.raises(Refused, match="yetkiniz yok"):
        founded(board.hall, board.secretary, board.secretary, code="KVKK")
    with pytest.raises(Refused, match="kaç üye olduğunu yazın"):
        founded(board.hall, board.head, board.secretary, code="KVKK", quorum="number")


def test_members_see_their_committee_wherever_they_sit_and_others_do_not(board):
    for person in (board.chair, *board.members, board.secretary, board.head):
        assert [one.pk for one in queries.committees(person.actor)] == [board.committee.pk]
    assert list(queries.committees(board.stranger.actor)) == []
    with pytest.raises(Committee.DoesNotExist):
        queries.committee(board.stranger.actor, board.committee.pk)


def test_a_committee_has_one_chair_and_a_person_one_seat_at_a_time(board):
    day = localdate()
    with pytest.raises(Refused, match="zaten başkanı var"):
        services.add_member(
            board.committee.pk, actor=board.head.actor, role="chair", user_id=board.stranger.user.pk, since=day
        )
    with pytest.raises(Refused, match="zaten üyesi olarak"):
        services.add_member(
            board.committee.pk, actor=board.head.actor, role="observer", user_id=board.chair.user.pk, since=day
        )
    with pytest.raises(Refused, match="ikisinden biri"):
        services.add_member(board.committee.pk, actor=board.head.actor, role="member", since=day)


def test_the_members_of_a_past_day_are_those_who_sat_then(board):
    leaving, day = board.members[4], dt.date(2025, 3, 31)
    row = board.committee.members.get(user=leaving.user)
    services.end_member(board.committee.pk, row.pk, actor=board.head.actor, until=day)
    services.add_member(
        board.committee.pk,
        actor=board.head.actor,
        role="member",
        title="Üniversite temsilcisi",
        since=day + dt.timedelta(days=1),
    )
    then, now_ = queries.members_on(board.committee, day), queries.members_on(board.committee)
    assert [one.name for one in then if one.role == "member"][-1] == leaving.user.full_name
    assert (len(then), len(now_), "Üniversite temsilcisi" in [one.name for one in now_]) == (5, 5, True)
    assert [one.pk for one in queries.former_members(board.committee)] == [row.pk]


def test_a_term_ends_by_itself(board):
    services.change_rules(board.committee.pk, actor=board.head.actor, term_years=2)
    member = services.add_member(
        board.committee.pk,
        actor=board.head.actor,
        role="observer",
        title="Denetim birimi",
        since=dt.date(2024, 2, 29),
    )
    assert member.until == dt.date(2026, 2, 27)


def test_only_a_substitute_stands_in_and_only_for_a_voting_member(board):
    principal = board.committee.members.get(user=board.members[1].user)
    facts = {"actor": board.head.actor, "user_id": board.stranger.user.pk, "since": localdate()}
    with pytest.raises(Refused, match="yedeği olabilir"):
        services.add_member(board.committee.pk, role="member", substitutes_id=principal.pk, **facts)
    made = services.add_member(board.committee.pk, role="substitute", substitutes_id=principal.pk, **facts)
    assert (made.votes, made.substitutes_id) == (False, principal.pk)


def test_a_committee_that_still_has_a_meeting_is_not_closed(board):
    meeting = board.planned()
    with pytest.raises(Refused, match="Sonuçlanmamış toplantısı"):
        services.close_committee(board.committee.pk, actor=board.head.actor, closed_on=localdate(), why="Olur")
    services.cancel(meeting.case.number, actor=board.secretary.actor, why="Kurul kalkıyor")
    closed = services.close_committee(board.committee.pk, actor=board.head.actor, closed_on=localdate(), why="Olur")
    assert closed.members.filter(until=None).count() == 0
    assert list(queries.committees(board.head.actor)) == [closed]  # on its last day it still stands
    with pytest.raises(Refused, match="Kapanmış kurul"):
        services.change_rules(board.committee.pk, actor=board.head.actor, name="Başka")


def test_whoever_only_runs_it_does_not_change_its_rules(board):
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.change_rules(board.committee.pk, actor=board.secretary.actor, name="Başka")


def test_a_committee_whose_rhythm_asks_for_a_meeting_says_so(board):
    assert queries.standing_of(board.committee).due_meeting is True
    board.planned()
    assert queries.standing_of(board.committee).due_meeting is False
