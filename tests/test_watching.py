"""Whom a file concerns hears of it: watchers, those named in remarks, the unit, and at last those above."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.cases import reminding, services, tasks, telling, topics, watching
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.people.models import Appointment
from konak.foundation.trail.models import Entry
from konak.governance.legislation import access, lifecycle
from konak.governance.legislation.models import Regulation

MONDAY = dt.date(2026, 11, 23)


def draft(person, unit, subject="Deneme yönetmeliği", **facts):
    record = Regulation(title=subject, text="MADDE 1- (1) Deneme.")
    return services.open_case(
        record, actor=person.actor, permission=access.REVIEW, unit_id=unit.pk, subject=subject, **facts
    ).case


def addressed_by(entry):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'addressed' FROM procrastinate_jobs WHERE (args->>'entry_id')::int = %s", [entry.pk]
        )
        return json.loads(cursor.fetchone()[0])


def spread():
    """Do the jobs that the story queued, as the worker would; twice, because a job may run twice."""
    for entry in Entry.objects.filter(kind="legislation.regulation").order_by("pk"):
        case = Case.objects.get(number=entry.subject)
        for _ in range(2):
            telling.spread(case.pk, entry.pk, addressed_by(entry))


def told(person):
    rows = Notification.objects.filter(recipient=person.user).order_by("pk")
    return [(row.topic.removeprefix("cases."), row.title) for row in rows]


def watching_names(case):
    return {row.user_id: row.why for row in watching.watchers(case)}


@pytest.fixture
def head(hall):
    return hall.seat("head_of_department", hall.department)


@pytest.fixture
def expert(hall):
    return hall.seat("expert", hall.department)


def test_whoever_opens_a_file_and_to_whom_it_is_given_watch_it(hall, head, expert):
    case = draft(head, hall.department, assignee_id=expert.user.pk)
    assert watching_names(case) == {head.user.pk: "opened", expert.user.pk: "assigned"}
    spread()
    assert told(expert) == [("assigned", "Size verildi: Deneme yönetmeliği")]
    assert told(head) == []


def test_a_file_nobody_has_is_told_to_its_unit_and_not_to_strangers(hall, head, expert):
    stranger, below = hall.seat("staff", hall.elsewhere), hall.seat("staff", hall.gis)
    draft(head, hall.department)
    spread()
    assert told(expert) == [("new_in_unit", "Biriminize geldi: Deneme yönetmeliği")]
    assert (told(stranger), told(below), told(head)) == ([], [], [])


def test_a_step_is_told_to_those_who_watch_and_not_to_him_who_took_it(hall, head, expert):
    other = hall.seat("expert", hall.department)
    case = draft(head, hall.department, assignee_id=expert.user.pk)
    watching.watch(case.number, actor=other.actor)
    with services.take(lifecycle.DROP, Regulation, case.number, head.actor):
        pass
    spread()
    moved = ("moved", "«Taslaktan vazgeç» yapıldı: Deneme yönetmeliği")
    assert (told(other), told(expert)[-1], told(head)) == ([moved], moved, [])


def test_a_remark_is_told_to_watchers_with_its_words_and_to_the_named_apart(hall, head, expert):
    named = hall.seat("staff", hall.department)
    case = draft(head, hall.department, assignee_id=expert.user.pk)
    services.comment(case.number, actor=head.actor, text=f"Md. 7 için @{named.user.username}, bir bakar mısınız?")
    spread()
    assert told(named) == [("mentioned", "Deneme Kişi 1 sizden söz etti: Deneme yönetmeliği")]
    assert told(expert)[-1] == ("remarked", "Deneme Kişi 1 yazdı: Deneme yönetmeliği")
    row = Notification.objects.get(recipient=named.user)
    assert (row.body, row.url, row.subject_number) == (
        f"{case.number} · Md. 7 için @{named.user.username}, bir bakar mısınız?",
        f"/mevzuat/{case.number}/",
        case.number,
    )
    assert watching_names(case)[named.user.pk] == "mentioned"


def test_naming_somebody_who_may_not_see_the_file_is_refused_and_nothing_is_written(hall, head):
    stranger = hall.seat("staff", hall.elsewhere)
    case = draft(head, hall.department)
    with pytest.raises(Refused, match=f"{stranger.user.full_name} bu dosyayı göremez"):
        services.comment(case.number, actor=head.actor, text=f"@{stranger.user.username} baksın")
    with pytest.raises(Refused, match=r"«@olmayan\.kisi» adlı bir kullanıcı yok"):
        services.comment(case.number, actor=head.actor, text="@olmayan.kisi baksın.")
    assert case.comments.count() == 0


@pytest.mark.parametrize("text", ["bilgi@deneme.example adresine", "12 @ 4", "http://x.example/@biri", "a@b"])
def test_an_at_sign_alone_names_nobody(hall, head, text):
    case = draft(head, hall.department)
    services.comment(case.number, actor=head.actor, text=text)
    assert watching_names(case) == {head.user.pk: "opened"}


def test_a_name_is_found_in_any_case_and_before_a_full_stop(hall, head, expert):
    case = draft(head, hall.department)
    services.comment(case.number, actor=head.actor, text=f"Sayın @{expert.user.username.upper()}.")
    assert watching_names(case)[expert.user.pk] == "mentioned"


def test_one_may_watch_what_one_sees_and_stop(hall, head, expert):
    case = draft(head, hall.department)
    for _ in range(2):
        watching.watch(case.number, actor=expert.actor)
    assert watching_names(case)[expert.user.pk] == "chose"
    watching.unwatch(case.number, actor=expert.actor)
    watching.unwatch(case.number, actor=head.actor)
    assert watching_names(case) == {}
    stranger = hall.seat("director", hall.elsewhere)
    for act in (watching.watch, watching.unwatch):
        with pytest.raises(ObjectDoesNotExist):
            act(case.number, actor=stranger.actor)


def test_whoever_moved_away_hears_no_more(hall, head, expert):
    case = draft(head, hall.department)
    watching.watch(case.number, actor=expert.actor)
    Appointment.objects.filter(user=expert.user).update(unit=hall.elsewhere)
    services.comment(case.number, actor=head.actor, text="Bir söz")
    spread()
    assert [row for row in told(expert) if row[0] == "remarked"] == []
    assert watching.sight(expert.user.pk, [case.number]) == {}
    assert watching.sight(head.user.pk, [case.number, "MV-2026-99999"]) == {case.number: 0}


def test_what_is_loaded_from_the_command_line_is_no_news(hall, head, expert):
    loader = head._replace(actor=actor_of(head.user.pk, via="cli"))
    draft(loader, hall.department, assignee_id=expert.user.pk)
    spread()
    assert told(expert) == []


def test_many_actors_at_once_are_the_same_as_one_by_one(hall, head, expert):
    people = [head, expert, hall.seat("auditor", hall.municipality), hall.seat("staff", hall.elsewhere)]
    Appointment.objects.create(
        user=expert.user, unit=hall.gis, position="chief", since=dt.date(2024, 1, 1), clearance=2
    )
    found = watching.actors_of([person.user.pk for person in people])
    assert found == {person.user.pk: actor_of(person.user.pk, via="job") for person in people}


def test_a_person_without_a_seat_sees_nothing(hall):
    from konak.foundation.people.models import User

    user = User.objects.create_user("makamsiz", first_name="Makamsız", last_name="Kişi")
    assert watching.actors_of([user.pk])[user.pk].seats == ()


@pytest.mark.parametrize("many", [1, 30])
def test_telling_thirty_watchers_costs_as_many_statements_as_one(hall, head, many):
    case = draft(head, hall.department)
    for _ in range(many):
        watching.watch(case.number, actor=hall.seat("expert", hall.department).actor)
    services.comment(case.number, actor=head.actor, text="Bir söz")
    entry = Entry.objects.get(subject=case.number, verb="comment")
    with CaptureQueriesContext(connection) as asked:
        assert telling.spread(case.pk, entry.pk, []) == many
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 7


def test_the_job_renews_the_search_row_and_tells(hall, head, expert):
    case = draft(head, hall.department, assignee_id=expert.user.pk)
    entry = Entry.objects.get(subject=case.number)
    tasks.told(case.pk, entry.pk, [expert.user.pk])
    assert told(expert) == [("assigned", "Size verildi: Deneme yönetmeliği")]
    tasks.told(case.pk)


def days(count):
    return calendar_from(dt.date(2026, 1, 1)).add(MONDAY, count)


def test_the_sweep_reminds_of_what_is_near_and_late_and_tells_it_once(hall, head, expert):
    director = hall.seat("director", hall.gis)
    for subject, due in (("Yakın", days(2)), ("Uzak", days(3)), ("Geciken", days(-1)), ("Çok eski", days(-40))):
        draft(head, hall.department, subject, assignee_id=expert.user.pk, due_on=due)
    draft(head, hall.gis, "Kimsenin", due_on=days(1))
    assert reminding.remind(MONDAY) == 3
    assert reminding.remind(MONDAY) == 0
    assert sorted(told(expert)) == [("near", "Son günü yaklaşıyor: Yakın"), ("overdue", "Son günü geçti: Geciken")]
    assert told(director) == [("near", "Son günü yaklaşıyor: Kimsenin")]


def test_what_stays_late_climbs_to_the_head_and_then_to_the_one_above(hall, head):
    chief, director = hall.seat("chief", hall.gis), hall.seat("director", hall.gis)
    expert = hall.seat("expert", hall.gis)
    case = draft(head, hall.gis, "İnatçı", due_on=MONDAY, assignee_id=expert.user.pk)
    for passed in range(20):
        reminding.remind(days(passed))
    assert [topic for topic, _ in told(expert)] == ["near", "overdue"]
    assert told(director) == told(chief) == [("escalated", "3 iş günüdür gecikiyor: İnatçı")]
    assert told(head) == [("escalated", "10 iş günüdür gecikiyor: İnatçı")]
    assert {row.subject_number for row in Notification.objects.all()} == {case.number}


def test_a_kind_with_a_ladder_of_its_own_is_left_to_it(hall, head, monkeypatch):
    director = hall.seat("director", hall.gis)
    draft(head, hall.gis, "Başka merdiven", due_on=days(-5), assignee_id=hall.seat("expert", hall.gis).user.pk)
    monkeypatch.setattr(Regulation, "climbs", False)
    reminding.remind(MONDAY)
    assert told(director) == []


def test_a_missed_day_is_made_good_and_a_day_off_is_left_in_peace(hall, head, expert):
    draft(head, hall.department, "Cuma", assignee_id=expert.user.pk, due_on=days(-1))
    assert reminding.remind(dt.date(2026, 11, 22)) == 0
    assert reminding.remind(days(1)) == 1
    assert told(expert) == [("overdue", "Son günü geçti: Cuma")]


def test_what_rests_or_is_closed_is_no_longer_late(hall, head, expert):
    case = draft(head, hall.department, assignee_id=expert.user.pk, due_on=days(-1))
    with services.take(lifecycle.DROP, Regulation, case.number, head.actor):
        pass
    assert reminding.remind(MONDAY) == 0


def test_the_sweep_costs_the_same_for_one_late_file_and_for_twenty(hall, head, expert):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            reminding.remind(MONDAY)
        return len([one for one in asked if "SAVEPOINT" not in one["sql"]])

    draft(head, hall.department, assignee_id=expert.user.pk, due_on=days(-1))
    one = cost()
    Notification.objects.all().delete()
    for place in range(20):
        draft(head, hall.department, f"Konu {place}", assignee_id=expert.user.pk, due_on=days(-1))
    assert cost() == one


def test_every_topic_says_what_it_is_about():
    declared = [one for one in vars(topics).values() if isinstance(one, topics.Topic)]
    assert len(declared) == 8
    assert [one.code for one in declared if not one.about.endswith(".")] == []
