"""A meeting from its plan to its signed minutes: notice, quorum, votes, numbers, signatures."""

import datetime as dt
import hashlib

import pytest
from django.utils.timezone import localdate, now

from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.models import Case
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story
from konak.governance.committees import queries, services
from konak.governance.committees.models import Decision, Meeting, Outcome


def at(day, hour=10):
    return dt.datetime.combine(day, dt.time(hour))


def test_a_meeting_goes_from_plan_to_approved_minutes_and_the_story_says_so(board):
    meeting = board.to_minutes()
    number = meeting.case.number
    for person in board.members:
        services.sign(number, actor=person.actor)
    done = services.approve_minutes(number, actor=board.chair.actor)

    assert (done.case.state, done.ordinal, done.presiding.user_id) == (
        "closed",
        f"{now().year}/1",
        board.chair.user.pk,
    )
    told = [entry.verb for entry in story("committees.meeting", number)]
    assert told == ["open", "agenda", "invite", "begin", "decide", "finish", "draw", *["sign"] * 5, "approve"]


def test_a_meeting_is_planned_ahead_on_a_working_day_by_those_who_keep_the_committee(board):
    with pytest.raises(Refused, match="geçmiş bir saate"):
        board.planned(starts_at=at(localdate() - dt.timedelta(days=1)))
    with pytest.raises(Refused, match="çalışma günü değil"):
        board.planned(starts_at=at(dt.date(localdate().year + 1, 1, 1)))
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.plan(
            board.committee.pk, actor=board.members[1].actor, starts_at=at(add_working_days(localdate(), 5))
        )


def test_an_invitation_needs_an_agenda_and_the_notice_of_the_rule_or_a_reason(board):
    meeting = board.planned(starts_at=at(add_working_days(localdate(), 1), 16))
    number, actor = meeting.case.number, board.secretary.actor
    with pytest.raises(Refused, match="Gündem boş"):
        services.invite(number, actor=actor)
    board.item(meeting)
    with pytest.raises(Refused, match="en az 3 iş günü önceden"):
        services.invite(number, actor=actor)
    called = services.invite(number, actor=actor, short_notice="Açık kapatılmalı.")
    assert (called.short_notice, called.attendances.count()) == ("Açık kapatılmalı.", 5)


def test_a_postponed_meeting_is_called_anew_and_remembers_its_first_day(board):
    meeting = board.planned()
    board.item(meeting)
    services.invite(meeting.case.number, actor=board.secretary.actor)
    later = at(add_working_days(localdate(), 15))
    moved = services.postpone(meeting.case.number, actor=board.secretary.actor, starts_at=later, why="Başkan izinli")
    assert (moved.case.state, moved.invited_at, moved.revision, moved.case.due_on) == (
        "planned",
        None,
        1,
        later.date(),
    )
    assert moved.first_planned_for == meeting.starts_at
    assert moved.ends_at - moved.starts_at == dt.timedelta(hours=2)


def test_a_meeting_does_not_begin_before_its_day(board):
    meeting = board.planned()
    board.item(meeting)
    services.invite(meeting.case.number, actor=board.secretary.actor)
    with pytest.raises(Refused, match="günü henüz gelmedi"):
        services.begin(meeting.case.number, actor=board.secretary.actor)


def test_nothing_is_decided_without_a_quorum(board):
    meeting = board.opened(present=2)
    with pytest.raises(Refused, match=r"3 üye gerekir, 2 üye var. Karar alınamaz"):
        board.decide(meeting, votes_for=2)
    with pytest.raises(Refused, match="Yeter sayı yok"):
        services.discuss(meeting.case.number, meeting.items.get().pk, actor=board.secretary.actor)
        services.finish(meeting.case.number, actor=board.secretary.actor)
    assert Decision.objects.count() == 0


def test_a_meeting_without_quorum_lapses_and_its_points_come_onto_the_next_agenda(board):
    meeting = board.opened(present=2)
    lapsed = services.lapse(meeting.case.number, actor=board.secretary.actor)
    assert (lapsed.case.state, lapsed.items.get().outcome) == ("lapsed", Outcome.DEFERRED)
    following = board.planned()
    assert [(item.title, item.carried_from_id) for item in following.items.all()] == [
        ("Yedek sistemi", meeting.items.get().pk)
    ]
    with pytest.raises(Refused, match="Yeter sayı var"):
        services.lapse(board.opened().case.number, actor=board.secretary.actor)


def test_votes_must_be_those_of_the_people_there(board):
    meeting = board.opened(present=4)
    with pytest.raises(Refused, match="Oyların toplamı 5, oy hakkı olan 4 katılımcı"):
        board.decide(meeting, votes_for=5)
    decision = board.decide(meeting, votes_for=3, votes_against=1)
    assert (decision.carried, decision.vote_words) == (True, "3 kabul, 1 ret; oy çokluğuyla")


@pytest.mark.parametrize(
    ("majority", "votes", "chair_against", "carried"),
    [
        ("present", (2, 2), False, True),
        ("present", (2, 2), True, False),
        ("present", (1, 3), False, False),
        ("full", (2, 2), False, False),
        ("full", (3, 1), False, True),
        ("two_thirds", (2, 2), False, False),
        ("two_thirds", (3, 1), False, True),
        ("unanimous", (3, 1), False, False),
        ("unanimous", (4, 0), False, True),
    ],
)
def test_each_committee_counts_by_its_own_rule(board, majority, votes, chair_against, carried):
    services.change_rules(board.committee.pk, actor=board.head.actor, majority=majority)
    meeting = board.opened(present=4)
    decision = board.decide(
        meeting, votes_for=votes[0], votes_against=votes[1], chair_against=chair_against, dissents={}
    )
    assert (decision.carried, decision.case.state) == (carried, "open" if carried else "noted")


@pytest.mark.parametrize(
    ("rule", "number", "needed"), [("majority", None, 3), ("two_thirds", None, 4), ("all", None, 5), ("number", 2, 2)]
)
def test_each_committee_has_its_own_quorum(board, rule, number, needed):
    services.change_rules(board.committee.pk, actor=board.head.actor, quorum=rule, quorum_number=number)
    meeting = board.opened(present=5)
    assert queries.turnout(queries.meeting(board.head.actor, meeting.case.number)).count == queries.Count(
        5, needed, 5
    )


def test_a_substitute_votes_for_the_absent_member_only(board):
    principal = board.committee.members.get(user=board.members[1].user)
    services.add_member(
        board.committee.pk,
        actor=board.head.actor,
        role="substitute",
        title="Yedek üye",
        substitutes_id=principal.pk,
        since=dt.date(2024, 1, 15),
    )
    meeting = board.opened(present=5)
    number, actor = meeting.case.number, board.secretary.actor
    stand_in = meeting.attendances.get(member__role="substitute")
    services.mark(number, stand_in.pk, actor=actor, status="present")
    assert queries.turnout(meeting).count.present == 5
    services.mark(number, meeting.attendances.get(member=principal).pk, actor=actor, status="absent")
    assert queries.turnout(meeting).count.present == 5
    services.mark(number, stand_in.pk, actor=actor, status="absent")
    assert queries.turnout(meeting).count.present == 4


def test_a_dissent_is_kept_and_belongs_to_somebody_who_voted_otherwise(board):
    meeting = board.opened(present=4, titles=("Bir", "İki"))
    rows = {row.member.user_id: row.member_id for row in meeting.attendances.select_related("member")}
    voter, absent = rows[board.members[1].user.pk], rows[board.members[4].user.pk]
    with pytest.raises(Refused, match="oy kullanan üye"):
        board.decide(meeting, votes_for=3, votes_against=1, dissents={absent: "Katılmıyorum."})
    with pytest.raises(Refused, match="sayısından çok"):
        board.decide(meeting, votes_for=4, dissents={voter: "Katılmıyorum."})
    decision = board.decide(meeting, votes_for=3, votes_against=1, dissents={voter: "Bütçesi yok."})
    assert [(one.member_id, one.text) for one in decision.dissents.all()] == [(voter, "Bütçesi yok.")]


def test_a_point_is_decided_once(board):
    meeting = board.opened()
    board.decide(meeting)
    with pytest.raises(Refused, match="karar alınmış"):
        board.decide(meeting)


def test_everything_on_the_agenda_is_settled_before_the_end(board):
    meeting = board.opened(titles=("Bir", "İki", "Üç"))
    number, actor = meeting.case.number, board.secretary.actor
    board.decide(meeting)
    with pytest.raises(Refused, match="2 gündem maddesi görüşülmedi"):
        services.finish(number, actor=actor)
    items = list(meeting.items.all())
    services.discuss(number, items[1].pk, actor=actor, note="Bilgi verildi.")
    services.defer(number, items[2].pk, actor=actor)
    assert services.finish(number, actor=actor).case.state == "held"


def test_decisions_are_reworded_before_the_minutes_but_not_turned_around(board):
    meeting = board.opened()
    board.decide(meeting)
    number, item, actor = meeting.case.number, meeting.items.get(), board.secretary.actor
    changed = services.reword(number, item.pk, actor=actor, text="Yedekler her ay denenir.", votes_for=4, abstained=1)
    assert (changed.text, changed.ordinal, changed.votes_for) == (
        "Yedekler her ay denenir.",
        f"{now().year}/1",
        4,
    )
    with pytest.raises(Refused, match="sonucu değişir"):
        services.reword(number, item.pk, actor=actor, text="x", votes_for=1, votes_against=4)
    services.finish(number, actor=actor)
    services.draw_minutes(number, actor=actor)
    with pytest.raises(Refused, match="Tutanak imzada"):
        services.reword(number, item.pk, actor=actor, text="Başka", votes_for=5)


def test_minutes_are_a_sealed_pdf_that_names_what_was_decided(board):
    import pypdfium2

    meeting = board.to_minutes()
    with open_blob(meeting.minutes) as file:
        pdf = file.read()
    assert hashlib.sha256(pdf).hexdigest() == meeting.minutes.blob_id
    assert b"pdfaid" in pdf
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    for words in ("Toplantı Tutanağı", "Yedek sistemi", "Yedekler ayda bir denenir.", "oy birliğiyle", "Kişi 3"):
        assert words in text.replace("\r\n", "\n")


def test_those_who_were_there_sign_and_whoever_presided_approves(board):
    meeting = board.to_minutes(present=4)
    number = meeting.case.number
    with pytest.raises(Refused, match="katılan üyeler"):
        services.sign(number, actor=board.members[4].actor)
    with pytest.raises(Refused, match="4 üyenin imzası bekleniyor"):
        services.approve_minutes(number, actor=board.chair.actor)
    for person in board.members[:4]:
        services.sign(number, actor=person.actor, dissent="Şerhim var." if person is board.chair else "")
    with pytest.raises(Refused, match="zaten imzaladınız"):
        services.sign(number, actor=board.chair.actor)
    with pytest.raises(Refused, match="başkanlık eden"):
        services.approve_minutes(number, actor=board.head.actor)
    assert services.approve_minutes(number, actor=board.chair.actor).case.state == "closed"


def test_mended_minutes_are_signed_anew(board):
    meeting = board.to_minutes()
    number = meeting.case.number
    services.sign(number, actor=board.chair.actor)
    back = services.redraw(number, actor=board.secretary.actor, why="Yazım yanlışı")
    assert (back.case.state, back.attendances.exclude(signed_at=None).count()) == ("held", 0)
    assert services.draw_minutes(number, actor=board.secretary.actor, summary="Düzeltildi.").case.state == "minutes"


def test_a_member_proposes_and_the_secretary_takes_up_or_declines(board):
    with pytest.raises(Exception, match="does not exist"):
        services.propose(board.committee.pk, actor=board.stranger.actor, title="Konu")
    one, two = (
        services.propose(board.committee.pk, actor=board.members[3].actor, title=title) for title in ("Bir", "İki")
    )
    meeting = board.planned()
    services.take_up(meeting.case.number, one.pk, actor=board.secretary.actor)
    with pytest.raises(Refused, match="daha önce sonuçlandırılmış"):
        services.take_up(meeting.case.number, one.pk, actor=board.secretary.actor)
    services.decline_proposal(two.pk, actor=board.secretary.actor, why="Görev alanı dışında")
    assert list(queries.proposals(board.committee)) == []
    assert [item.title for item in meeting.items.all()] == ["Bir"]


def test_the_order_of_the_agenda_changes_step_by_step(board):
    meeting = board.planned()
    items = [board.item(meeting, title) for title in ("Bir", "İki", "Üç")]
    number, actor = meeting.case.number, board.secretary.actor
    services.move_item(number, items[2].pk, actor=actor, up=True)
    services.move_item(number, items[0].pk, actor=actor, up=True)
    assert [item.title for item in meeting.items.all()] == ["Bir", "Üç", "İki"]
    services.remove_item(number, items[2].pk, actor=actor)
    assert [item.title for item in queries.proposals(board.committee)] == ["Üç"]


def test_a_stranger_finds_no_meeting(board):
    number = board.planned().case.number
    with pytest.raises(Meeting.DoesNotExist):
        services.add_item(number, actor=board.stranger.actor, title="Konu")
    assert list(queries.meetings(board.stranger.actor)) == []
    assert Case.objects.get(number=number).state == "planned"
