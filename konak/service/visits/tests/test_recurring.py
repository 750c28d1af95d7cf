"""A request that comes back opens its ticket once a turn, whoever tries, and by the calendar of the house."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate

from konak.foundation.calendar.queries import Calendar
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.governance.staffing import public as staffing
from konak.service.desk.models import Service, Ticket
from konak.service.visits import services
from konak.service.visits.models import Every, Recurring, Turn

TODAY = localdate()
DAY = dt.timedelta(days=1)


def plan(field, **facts) -> Recurring:
    given = {
        "service_id": field.desk.plain.pk,
        "subject": "Yazıcıların sayaçlarını oku",
        "every": "month",
        "starts_on": TODAY,
        "assignee_id": field.desk.agent.user.pk,
    } | facts
    return services.add_plan(actor=field.desk.chief.actor, **given)


def first_turn(one: Recurring) -> dt.date:
    one.refresh_from_db()
    assert one.next_on is not None
    return one.next_on


def test_turns_fall_on_working_days_and_months_end_where_they_end():
    def days(every, start, count):
        one = Recurring(every=every, starts_on=start)
        return [one.day_of(turn, Calendar()) for turn in range(count)]

    # 31 January 2027 is a Sunday, 28 February as well
    assert days(Every.MONTH, dt.date(2027, 1, 31), 3) == [
        dt.date(2027, 2, 1),
        dt.date(2027, 3, 1),
        dt.date(2027, 3, 31),
    ]
    assert days(Every.WORKDAY, dt.date(2027, 1, 29), 3) == [
        dt.date(2027, 1, 29),
        dt.date(2027, 2, 1),
        dt.date(2027, 2, 2),
    ]
    assert days(Every.YEAR, dt.date(2028, 2, 29), 2) == [dt.date(2028, 2, 29), dt.date(2029, 2, 28)]
    assert days(Every.WEEK, dt.date(2027, 4, 19), 2) == [dt.date(2027, 4, 19), dt.date(2027, 4, 26)]


def test_a_turn_opens_once_and_the_next_day_is_set(field):
    one = plan(field)
    day = first_turn(one)
    before = Ticket.objects.count()
    made = services.open_due(day)
    assert (len(made), services.open_due(day), Ticket.objects.count() - before) == (1, [], 1)
    ticket = Ticket.objects.get(case__number=made[0])
    assert (ticket.case.subject, ticket.case.assignee, ticket.channel) == (
        one.subject,
        field.desk.agent.user,
        "system",
    )
    assert (Turn.objects.get().ticket, first_turn(one) > day) == (ticket, True)
    page = field.desk.chief.client.get(f"/tekrarlayan-talepler/{one.pk}/").text
    assert made[0] in page


def test_a_worker_that_died_leaves_nothing_half_done(field, monkeypatch):
    one = plan(field)
    day = first_turn(one)
    before = Ticket.objects.count()

    def died(*args, **kwargs):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("konak.service.visits.services.recurring.publish", died)
        assert services.open_due(day) == []
    assert (Ticket.objects.count() - before, Turn.objects.count(), first_turn(one)) == (0, 0, day)
    one.refresh_from_db()
    assert one.state_words == ("Açılamıyor", "late")
    assert len(services.open_due(day)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_ticket(field):
    day = first_turn(plan(field))
    before = Ticket.objects.count()
    gate = threading.Barrier(4)

    def work() -> None:
        try:
            gate.wait()
            services.open_due(day)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (Ticket.objects.count() - before, Turn.objects.count()) == (1, 1)


def test_of_turns_that_passed_while_the_house_stood_still_the_last_one_opens(field):
    one = plan(field, every="workday")
    day = one.days_from(0, Calendar(), 6)[5]
    assert len(services.open_due(day)) == 1
    turns = list(Turn.objects.order_by("on").values_list("ticket", flat=True))
    assert (len(turns), turns[:-1].count(None), turns[-1] is not None) == (len(turns), len(turns) - 1, True)
    assert len(turns) >= 5


def test_paused_it_rests_resumed_it_goes_on_from_today_ended_it_stays(field):
    one, actor = plan(field), field.desk.chief.actor
    day = first_turn(one)
    services.pause(one.pk, actor=actor)
    assert services.open_due(day) == []
    services.resume(one.pk, actor=actor)
    assert len(services.open_due(day)) == 1
    services.end_plan(one.pk, actor=actor, why="Sözleşme bitti")
    assert services.open_due(day + 400 * DAY) == []
    with pytest.raises(Refused, match="yenisini açın"):
        services.resume(one.pk, actor=actor)


def test_it_says_why_it_could_not_open(field):
    one = plan(field)
    Service.objects.filter(pk=field.desk.plain.pk).update(active=False)
    day = first_turn(one)
    assert (services.open_due(day), services.open_due(day)) == ([], [])
    one.refresh_from_db()
    assert "artık sunulmuyor" in one.problem
    assert Notification.objects.filter(topic="visits.recurring").count() == 1


def test_strangers_neither_see_nor_keep_it_and_a_leaver_hands_it_over(field):
    one = plan(field)
    agent, other = field.desk.agent.user, field.desk.other.user
    chief, label = field.desk.chief.actor, "Tekrarlayan talepler"
    held = [thing for kind, thing in staffing.everything_held(agent.pk) if kind.label == label]
    assert [(thing.key, thing.text) for thing in held] == [(str(one.pk), "Yazıcıların sayaçlarını oku (Ayda bir)")]
    with pytest.raises(Refused, match="ekipte değil"):
        staffing.settle_held(label, str(one.pk), actor=chief, person=agent, to=field.desk.stranger.user)
    staffing.settle_held(label, str(one.pk), actor=chief, person=agent, to=other)
    one.refresh_from_db()
    assert one.assignee == other
    for who in (field.desk.stranger, field.desk.asker):
        assert who.client.get(f"/tekrarlayan-talepler/{one.pk}/").status_code == 404
        with pytest.raises(ObjectDoesNotExist):
            services.end_plan(one.pk, actor=who.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.add_plan(
            actor=field.desk.asker_head.actor,
            service_id=field.desk.plain.pk,
            subject="Bizimki",
            every="week",
            starts_on=TODAY,
        )
    for facts, words in (
        ({"starts_on": TODAY - DAY}, "geçmişte"),
        ({"until": TODAY - DAY}, "önce olamaz"),
        ({"every": "never"}, "Sıklığı"),
        ({"subject": " "}, "konusunu"),
        ({"assignee_id": field.desk.stranger.user.pk}, "bu ekipte"),
        ({"service_id": 0}, "destek hizmeti yok"),
    ):
        with pytest.raises(Refused, match=words):
            plan(field, **facts)
