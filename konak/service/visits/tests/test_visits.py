"""A visit is planned without clash, answered by whoever is visited, made, and read by calendar programs."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import now
from icalendar import Calendar

from konak.foundation.access import Actor
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail import queries as trail
from konak.governance.staffing import public as staffing
from konak.service.desk.models import Ticket, WorkTime
from konak.service.visits import queries, services
from konak.service.visits.models import Visit

from .conftest import at

JSON = {"content_type": "application/json"}


def test_a_visit_is_planned_told_made_and_its_minutes_stand_on_the_ticket(field):
    desk = field.desk
    number = field.visit().case.number
    visit = queries.visit(desk.asker.actor, number)
    assert (visit.case.state, visit.host, visit.technician) == ("planned", desk.asker.user, desk.agent.user)
    assert set(Notification.objects.filter(topic__startswith="visits").values_list("recipient_id", "topic")) == {
        (desk.asker.user.pk, "visits.coming"),
        (desk.agent.user.pk, "visits.going"),
    }
    with pytest.raises(Refused, match="saati gelmedi"):
        services.finish(number, actor=desk.agent.actor, outcome="solved", report="Rulo temizlendi.")
    for who, button in ((desk.agent, "Ziyarete başla"), (desk.asker, "Başka zaman öner")):
        page = who.client.get(f"/is/{number}/")
        assert (page.status_code, button in page.text) == (200, True)
    services.start(number, actor=desk.agent.actor)
    services.finish(number, actor=desk.agent.actor, outcome="solved", report="Rulo temizlendi.", minutes=40)
    visit.refresh_from_db()
    assert (visit.case.state, visit.holds, visit.outcome) == ("done", False, "solved")
    assert list(WorkTime.objects.values_list("minutes", flat=True)) == [40]
    verbs = [entry.verb for entry in trail.story("visits.visit", number)]
    assert verbs == ["open", "link", "start", "finish"]
    page = desk.agent.client.get(f"/destek/talep/{field.ticket}/").text
    assert "Ziyaret ve kesinti" in page
    assert desk.agent.client.get(f"/is/{number}/").status_code == 200


def test_nobody_is_in_two_places_at_once(field):
    desk = field.desk
    first = field.visit()
    other = desk.opened(subject="Tarayıcı açılmıyor").case.number
    for begin in (at(10), at(10, 30), at(9, 30)):
        with pytest.raises(Refused, match=first.case.number):
            services.plan(
                other,
                actor=desk.chief.actor,
                technician_id=desk.agent.user.pk,
                starts_at=begin,
                minutes=60,
                place="B Blok",
            )
    behind = services.plan(
        other, actor=desk.chief.actor, technician_id=desk.agent.user.pk, starts_at=at(11), minutes=60, place="B Blok"
    )
    with pytest.raises(Refused, match=first.case.number):
        services.move(behind.case.number, actor=desk.chief.actor, starts_at=at(10, 30), minutes=30)
    services.cancel(first.case.number, actor=desk.chief.actor, why="Sorun kendiliğinden geçti.")
    services.move(behind.case.number, actor=desk.chief.actor, starts_at=at(10, 30), minutes=30)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"starts_at": at(7)}, "mesai dışında"),
        ({"starts_at": at(17), "minutes": 60}, "mesai dışında"),
        ({"starts_at": at(10) + dt.timedelta(days=(5 - at(10).weekday()))}, "çalışma günü değil"),
        ({"starts_at": now() - dt.timedelta(hours=2)}, "geçmiş"),
        ({"minutes": 5}, "dakika arasında"),
        ({"place": ""}, "nereye gidileceğini"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(field, facts, words):
    with pytest.raises(Refused, match=words):
        field.visit(**facts)
    assert Visit.objects.count() == 0


def test_the_team_alone_plans_and_the_stranger_sees_nothing(field):
    desk = field.desk
    for who in (desk.asker, desk.asker_head):
        with pytest.raises(Refused, match=r"ekip planlar|bulunamadı"):
            services.plan(
                field.ticket,
                actor=who.actor,
                technician_id=desk.agent.user.pk,
                starts_at=at(10),
                minutes=60,
                place="A",
            )
    with pytest.raises(Refused, match="bu ekipte çalışmıyor"):
        field.visit(technician_id=desk.stranger.user.pk)
    number = field.visit().case.number
    with pytest.raises(ObjectDoesNotExist):
        services.cancel(number, actor=desk.stranger.actor, why="Olmaz")
    assert desk.stranger.client.get(f"/is/{number}/").status_code == 404
    # he is visited, and holds the same permission in his own unit: still no team of this visit
    with pytest.raises(Refused, match="ekip yapar"):
        services.cancel(number, actor=desk.asker.actor, why="İstemem")
    night = {"starts_at": at(20), "off_hours_why": "Bakım penceresi gece"}
    with pytest.raises(Refused, match="uzmanı, şefi"):
        services.move(number, actor=desk.agent.actor, minutes=30, **night)
    services.move(number, actor=desk.chief.actor, minutes=30, **night)


def test_whoever_is_visited_proposes_another_time_and_is_answered_by_both_doors(field):
    desk = field.desk
    number = field.visit().case.number
    wish = at(14, 0)
    page = desk.asker.htmx.post(
        f"/ziyaretler/dosya/{number}/propose/", {"starts_at": wish.strftime("%Y-%m-%dT%H:%M"), "why": "Toplantıdayım"}
    )
    assert page.status_code == 200
    visit = queries.visit(desk.agent.actor, number)
    assert (visit.case.state, visit.proposed_at, visit.starts_at) == ("proposed", wish, at(10))
    assert desk.agent.client.post(f"/api/visits/{number}/agree", {}, **JSON).json()["state"] == "planned"
    visit.refresh_from_db()
    assert (visit.starts_at, visit.ends_at, visit.revision) == (wish, wish + dt.timedelta(hours=1), 1)
    # the same words through both doors
    said = desk.asker.client.post(f"/api/visits/{number}/cancel", {"why": "x"}, **JSON)
    shown = desk.asker.htmx.post(f"/ziyaretler/dosya/{number}/cancel/", {"why": "x"})
    assert (said.status_code, shown.status_code) == (409, 422)
    assert said.json()["title"] in shown.text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_slot_at_once_one_gets_it(field):
    desk = field.desk
    numbers = [desk.opened(subject=f"Arıza {place}").case.number for place in range(4)]
    gate, said = threading.Barrier(4), []

    def press(number: str) -> None:
        try:
            gate.wait()
            services.plan(
                number,
                actor=desk.chief.actor,
                technician_id=desk.agent.user.pk,
                starts_at=at(10),
                minutes=60,
                place="A Blok",
            )
            said.append("planned")
        except Refused as refusal:
            said.append(str(refusal)[:10])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[number]) for number in numbers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (said.count("planned"), Visit.objects.count()) == (1, 1)


def test_a_visit_changes_hands_by_its_own_step_only(field):
    """Given from the page of all files, the slot of the other technician would stay unasked."""
    number = field.visit().case.number
    with pytest.raises(Refused, match="kendi işlemiyle"):
        cases.assign(number, actor=field.desk.chief.actor, assignee=field.desk.other.user)
    services.move(
        number, actor=field.desk.chief.actor, starts_at=at(10), minutes=60, technician_id=field.desk.other.user.pk
    )
    visit = Visit.objects.get()
    assert (visit.technician, visit.case.assignee) == (field.desk.other.user, field.desk.other.user)


def test_a_leaver_hands_over_the_visits_he_was_still_to_make(field):
    desk, label = field.desk, "Planlanmış ziyaretler"
    agent, other, chief = desk.agent.user, desk.other.user, desk.chief.actor
    number = field.visit().case.number
    later = field.visit(starts_at=at(14)).case.number
    held = [thing for kind, thing in staffing.everything_held(agent.pk) if kind.label == label]
    assert [(one.key, "Yazıcı basmıyor" in one.text) for one in held] == [(number, True), (later, True)]
    with pytest.raises(Refused, match="bu ekipte"):
        staffing.settle_held(label, number, actor=chief, person=agent, to=desk.stranger.user)
    services.plan(
        desk.opened().case.number,
        actor=chief,
        technician_id=other.pk,
        starts_at=at(10, 30),
        minutes=60,
        place="B",
    )
    with pytest.raises(Refused, match="başka bir ziyarette"):
        staffing.settle_held(label, number, actor=chief, person=agent, to=other)
    staffing.settle_held(label, number, actor=chief, person=agent, to=desk.chief.user)
    staffing.settle_held(label, later, actor=chief, person=agent)
    rows = {one.case.number: one for one in Visit.objects.select_related("case")}
    assert (rows[number].technician, rows[number].case.assignee, rows[number].starts_at) == (
        desk.chief.user,
        desk.chief.user,
        at(10),
    )
    assert (rows[later].case.state, rows[later].holds) == ("cancelled", False)
    assert trail.story("visits.visit", number).last().verb == "hand_over"
    assert not any(kind.label == label for kind, _ in staffing.everything_held(agent.pk))
    assert Notification.objects.filter(topic="visits.coming", title__contains="başkası gelecek").count() == 1


def test_the_week_shows_the_team_and_its_visits(field):
    visit = field.visit()
    day = visit.starts_at.astimezone(at(10).tzinfo).date()
    week = queries.week(field.desk.chief.actor, day, field.desk.team.pk)
    assert [(row.technician.pk, row.minutes) for row in week.rows if row.minutes] == [(field.desk.agent.user.pk, 60)]
    assert len(week.rows) == 3
    page = field.desk.chief.client.get(f"/ziyaretler/?gun={day.isoformat()}&ekip={field.desk.team.pk}")
    assert (page.status_code, visit.case.number in page.text) == (200, True)
    assert queries.week(field.desk.stranger.actor, day, field.desk.team.pk).rows == []


def test_the_calendar_opens_by_its_secret_only_and_reads_as_icalendar(field):
    desk = field.desk
    visit = field.visit()
    outage = field.outage()
    services.announce(outage.case.number, actor=desk.chief.actor)
    secret = services.new_key(actor=desk.asker.actor)
    answer = desk.stranger.client.get(f"/api/visits/calendar/{secret}.ics")
    events = {str(one["uid"]).split("@")[0]: one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {visit.case.number, outage.case.number}
    assert events[visit.case.number].decoded("dtstart") == visit.starts_at
    assert events[visit.case.number]["status"] == "CONFIRMED"
    services.cancel(visit.case.number, actor=desk.chief.actor, why="Gerek kalmadı")
    again = Calendar.from_ical(desk.stranger.client.get(f"/api/visits/calendar/{secret}.ics").content)
    told = {str(one["uid"]).split("@")[0]: (str(one["status"]), one["sequence"]) for one in again.walk("VEVENT")}
    assert told[visit.case.number] == ("CANCELLED", 1)
    services.new_key(actor=desk.asker.actor)
    assert desk.stranger.client.get(f"/api/visits/calendar/{secret}.ics").status_code == 404
    assert queries.owner_of("") is None


def test_a_visit_without_a_result_is_reminded_once(field):
    visit = field.visit()
    late = visit.ends_at + dt.timedelta(hours=5)
    assert (services.remind(late), services.remind(late)) == (1, 0)


def test_nothing_is_planned_for_a_closed_ticket_or_without_an_account(field):
    Ticket.objects.get()
    with pytest.raises(Refused, match="bulunamadı"):
        services.plan(field.ticket, actor=Actor(None), technician_id=1, starts_at=at(10), minutes=30, place="A")
