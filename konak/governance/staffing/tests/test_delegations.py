"""Lending a seat: agreed, begun, ended; no chains, no loops, one winner; what was done is told to who comes back."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils.timezone import localdate
from icalendar import Calendar

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases import watching
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.governance.staffing import access
from konak.governance.staffing.models import Delegation
from konak.governance.staffing.queries import delegations
from konak.governance.staffing.services import delegating, describing

DAY = dt.timedelta(days=1)


def seat_of(person):
    return Appointment.objects.get(user=person.user, acting_for=None)


def lend(giver, deputy, begin=0, days=5, **facts):
    since = localdate() + begin * DAY
    return delegating.delegate(
        actor=actor_of(giver.user.pk),
        seat_id=seat_of(giver).pk,
        deputy=deputy.user,
        since=since,
        until=since + (days - 1) * DAY,
        **facts,
    )


@pytest.fixture
def director(hall):
    return hall.seat("director", hall.gis)


@pytest.fixture
def chief(hall):
    return hall.seat("chief", hall.gis)


def test_a_director_lends_his_seat_for_a_week_and_the_deputy_acts_from_it(hall, director, chief):
    row = lend(director, chief)
    assert (row.case.state, row.case.assignee_id, row.needs_approval) == ("proposed", chief.user.pk, False)
    assert [seat.position for seat in actor_of(chief.user.pk).seats] == ["chief"]

    delegating.accept(row.case.number, actor=chief.actor)
    seats = actor_of(chief.user.pk).seats
    assert [(seat.position, seat.acting) for seat in seats] == [("chief", False), ("director", True)]
    after = actor_of(chief.user.pk, day=localdate() + 5 * DAY)
    assert [seat.position for seat in after.seats] == ["chief"]


def test_only_the_deputy_answers_and_only_the_holder_lends(hall, director, chief):
    row = lend(director, chief)
    with pytest.raises(Refused, match="yalnız vekil olacak kişi"):
        delegating.accept(row.case.number, actor=director.actor)
    with pytest.raises(Refused, match="Yalnız kendi makamınızı"):
        delegating.delegate(
            actor=chief.actor,
            seat_id=seat_of(director).pk,
            deputy=hall.seat("staff", hall.gis).user,
            since=localdate(),
            until=localdate(),
        )


def test_who_acts_for_somebody_cannot_pass_that_seat_on(hall, director, chief):
    row = delegating.accept(lend(director, chief).case.number, actor=chief.actor)
    clerk = hall.seat("staff", hall.gis)
    with pytest.raises(Refused, match="Vekâleten yürüttüğünüz bir makamı"):
        delegating.delegate(
            actor=actor_of(chief.user.pk),
            seat_id=row.acting_id,
            deputy=clerk.user,
            since=localdate(),
            until=localdate(),
        )


def test_loops_of_two_and_of_three_are_refused(hall, director, chief):
    head = hall.seat("head_of_department", hall.department)
    lend(head, director)
    with pytest.raises(Refused, match="döngü oluşturur"):
        lend(director, head)
    with pytest.raises(Refused, match="kendi makamını vekâlete bırakmış"):
        lend(chief, head)
    assert lend(director, chief).case.state == "proposed"
    with pytest.raises(Refused, match="döngü oluşturur"):
        lend(chief, head)
    assert Delegation.objects.count() == 2


def test_the_same_days_are_lent_once_and_oneself_never(hall, director, chief):
    first = lend(director, chief, begin=3, days=4)
    with pytest.raises(Refused, match=f"zaten {chief.user.full_name} vekâletinde"):
        lend(director, hall.seat("staff", hall.gis), begin=6, days=2)
    with pytest.raises(Refused, match="Kendinizi vekil"):
        lend(director, director, begin=30)
    with pytest.raises(Refused, match="Geçmiş bir gün"):
        lend(director, chief, begin=-1)
    delegating.decline(first.case.number, actor=chief.actor, why="O hafta ben de yokum")
    assert lend(director, hall.seat("staff", hall.gis), begin=6, days=2).case.state == "proposed"


def test_a_deputy_from_beside_needs_the_superior_first(hall, director):
    head = hall.seat("head_of_department", hall.department)
    colleague = hall.seat("director", hall.network)
    row = lend(director, colleague)
    assert (row.needs_approval, row.case.assignee_id) == (True, head.user.pk)
    with pytest.raises(Refused, match="önce üst amirin onayı"):
        _accept(row, colleague)
    with pytest.raises(Refused, match="Kendi vekâletinizi onaylayamazsınız"):
        delegating.allow(row.case.number, actor=director.actor)
    delegating.allow(row.case.number, actor=head.actor)
    delegating.accept(row.case.number, actor=colleague.actor)
    row.refresh_from_db()
    assert (row.case.state, row.approved_by_id) == ("active", head.user.pk)


def _accept(row, person):
    row.case.assignee = person.user
    row.case.save()
    delegating.accept(row.case.number, actor=person.actor)


def test_it_ends_by_itself_and_an_idle_deputy_leaves_nothing_to_confirm(hall, director, chief):
    row = delegating.accept(lend(director, chief).case.number, actor=chief.actor)
    assert delegating.end_finished(day=localdate() + 4 * DAY) == 0
    assert delegating.end_finished(day=localdate() + 5 * DAY) == 1
    row = Delegation.objects.get(pk=row.pk)
    assert row.case.state == "closed"


def test_what_the_deputy_did_waits_for_the_eyes_of_the_holder(hall, director, chief):
    row = delegating.accept(lend(director, chief, width="approvals").case.number, actor=chief.actor)
    acting = actor_of(chief.user.pk)
    made = describing.draft(actor=acting, unit=hall.gis, text="Haritaları günceller.")
    describing.submit(made.case.number, actor=director.actor)
    describing.issue(made.case.number, actor=acting)
    told = [(act.entry.verb, act.outside) for act in delegations.acts_of(row)]
    assert told == [("issue", False)]

    ended = delegating.end(row.case.number, actor=director.actor)
    assert (ended.case.state, ended.case.assignee_id) == ("reported", director.user.pk)
    with pytest.raises(Refused, match="yetkiniz yok"):
        delegating.note_acts(row.case.number, actor=actor_of(chief.user.pk))
    delegating.note_acts(row.case.number, actor=director.actor)
    assert Delegation.objects.get(pk=row.pk).case.state == "closed"


def test_where_only_approvals_were_lent_the_deputy_decides_and_does_not_do_the_work(hall, director, chief):
    row = delegating.accept(lend(director, chief, width="approvals").case.number, actor=chief.actor)
    acting = actor_of(chief.user.pk)
    own, lent = acting.seats
    assert (own.narrow, lent.narrow, lent.position) == (False, True, "director")
    assert lent.scope_of(access.ISSUE) is not None
    assert lent.scope_of(access.VIEW) is not None
    assert lent.scope_of(access.HAND_OVER) is None
    assert own.scope_of(access.HAND_OVER) is not None
    made = describing.draft(actor=director.actor, unit=hall.gis, text="Haritaları günceller.")
    with pytest.raises(Refused, match="Makam size yalnız onaylar için bırakıldı"):
        describing.submit(made.case.number, actor=Actor(chief.user.pk, (lent,)))
    assert watching.actors_of([chief.user.pk])[chief.user.pk].seats == acting.seats

    page = chief.client.get(f"/kadro/vekaletler/{row.case.number}/").content.decode()
    assert "Görev tanımını yürürlüğe koyma" in page
    assert "Devir teslim ve ilişik kesme dosyası açma" not in page


def test_a_whole_seat_lent_carries_its_work(hall, director, chief):
    delegating.accept(lend(director, chief).case.number, actor=chief.actor)
    lent = actor_of(chief.user.pk).seats[1]
    assert lent.scope_of(access.HAND_OVER) is not None


def test_ended_early_the_deputy_sits_there_no_more_the_next_day(hall, director, chief):
    row = delegating.accept(lend(director, chief).case.number, actor=chief.actor)
    delegating.end(row.case.number, actor=director.actor)
    tomorrow = actor_of(chief.user.pk, day=localdate() + DAY)
    assert [seat.position for seat in tomorrow.seats] == ["chief"]


def test_a_future_delegation_that_is_ended_never_begins(hall, director, chief):
    row = delegating.accept(lend(director, chief, begin=10).case.number, actor=chief.actor)
    delegating.end(row.case.number, actor=director.actor)
    row = Delegation.objects.get(pk=row.pk)
    assert (row.case.state, row.acting_id) == ("closed", None)
    assert Appointment.objects.filter(acting_for=seat_of(director)).count() == 0


def test_standing_deputies_come_first_among_those_offered(hall, director, chief):
    clerk = hall.seat("staff", hall.gis)
    assert [one.user_id for one in delegations.candidates(seat_of(director))] == [chief.user.pk, clerk.user.pk]
    delegating.set_standing(
        actor=director.actor, unit=hall.gis, position="director", first=clerk.user, second=chief.user
    )
    offered = delegations.candidates(seat_of(director))
    assert [(one.user_id, one.standing) for one in offered] == [(clerk.user.pk, 1), (chief.user.pk, 2)]
    with pytest.raises(Refused, match="aynı kişi olamaz"):
        delegating.set_standing(
            actor=director.actor, unit=hall.gis, position="director", first=chief.user, second=chief.user
        )


def test_what_was_done_without_the_superior_waits_for_his_word(hall, director, chief):
    row = delegating.report_act(
        actor=chief.actor, subject="Su baskını", done_on=localdate(), what="Sunucular taşındı.", why="Yurt dışında"
    )
    assert (row.case.state, row.case.assignee_id) == ("reported", director.user.pk)
    with pytest.raises(Refused):
        delegating.confirm_act(row.case.number, actor=chief.actor)
    delegating.confirm_act(row.case.number, actor=director.actor, answer="Yerinde karar")
    row.refresh_from_db()
    assert (row.case.state, row.answer) == ("confirmed", "Yerinde karar")


def test_the_calendar_shows_who_acts_for_whom_and_not_why(hall, director, chief):
    row = delegating.accept(lend(director, chief, reason="illness").case.number, actor=chief.actor)
    answer = chief.client.get("/kadro/yokluk.ics")
    book = Calendar.from_ical(answer.content)
    (event,) = book.walk("VEVENT")
    assert str(event["summary"]) == f"{director.user.full_name} yerine {chief.user.full_name}"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (row.since, row.until + DAY)
    assert "rapor" not in answer.content.decode()
    stranger = hall.seat("staff", hall.gis)
    page = stranger.client.get(f"/kadro/vekaletler/{row.case.number}/").content.decode()
    assert "Sağlık raporu" not in page


def race(count, work):
    barrier = Barrier(count)

    def run(place):
        barrier.wait(timeout=20)
        try:
            return work(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_two_delegations_pressed_at_once_one_wins(hall, director, chief):
    clerk = hall.seat("staff", hall.gis)
    deputies = [chief, clerk] * 3

    def press(place):
        try:
            return lend(director, deputies[place]).case.number
        except Refused as refusal:
            return str(refusal)

    results = race(6, press)
    assert sum(result.startswith("VK-") for result in results) == 1
    assert sum("zaten" in result for result in results) == 5
    assert Delegation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_lend_to_each_other_at_once_do_not_close_a_loop(hall, director):
    head = hall.seat("head_of_department", hall.department)

    def press(place):
        try:
            return lend(*((director, head) if place else (head, director))).case.number
        except Refused as refusal:
            return str(refusal)

    results = race(2, press)
    assert (Delegation.objects.count(), sum("döngü" in result for result in results)) == (1, 1)


def test_a_calendar_program_reads_by_its_key_until_the_account_closes(hall, director, chief, client):
    delegating.accept(lend(director, chief).case.number, actor=chief.actor)
    page = chief.client.get("/kadro/yokluk/").content.decode()
    address = re.search(r"/api/staffing/calendar\.ics\?key=[\w%-]+", page)[0]
    answer = client.get(address)
    assert (answer.status_code, len(Calendar.from_ical(answer.content).walk("VEVENT"))) == (200, 1)
    assert client.get(address[:-3] + "xyz").status_code == 404
    chief.user.is_active = False
    chief.user.save()
    assert client.get(address).status_code == 404
