"""What every case gets, tried on a regulation draft: take under a race, claim, comments, links, inbox, silence."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections, transaction
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.cases import queries, services
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.governance.legislation import access, lifecycle
from konak.governance.legislation.models import Regulation


def draft(person, unit, subject="Deneme yönetmeliği", **facts):
    record = Regulation(title=subject, text="MADDE 1- (1) Deneme.")
    return services.open_case(
        record, actor=person.actor, permission=access.REVIEW, unit_id=unit.pk, subject=subject, **facts
    )


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'cases.told'")
        return cursor.fetchone()[0]


@pytest.fixture
def head(hall):
    return hall.seat("head_of_department", hall.department)


def test_a_case_opens_with_a_number_and_the_first_line_of_its_story(hall, head):
    record = draft(head, hall.department)
    entry = Entry.objects.get(subject=record.case.number)
    assert re.fullmatch(rf"MV-{localdate().year}-\d{{5}}", record.case.number)
    assert (entry.verb, entry.user_id, entry.position) == ("open", head.user.pk, "head_of_department")
    assert (record.case.opened_by_id, record.case.opened_from_unit_id) == (head.user.pk, hall.department.pk)


def test_whoever_may_not_open_is_refused(hall):
    with pytest.raises(Refused, match="yetkiniz yok"):
        draft(hall.seat("staff", hall.gis), hall.gis)
    assert Case.objects.count() == 0


def test_outside_reach_a_case_does_not_exist_and_within_it_the_rule_is_named(hall, head):
    number = draft(head, hall.department).case.number
    stranger, clerk = hall.seat("director", hall.elsewhere).actor, hall.seat("staff", hall.gis).actor
    for missing in (number, "MV-2026-99999"):
        with (
            pytest.raises(ObjectDoesNotExist) as caught,
            services.take(lifecycle.DROP, Regulation, missing, stranger),
        ):
            pass
        assert number not in str(caught.value)
    with pytest.raises(Refused, match="«Taslaktan vazgeç» için yetkiniz yok"):
        with services.take(lifecycle.DROP, Regulation, number, clerk):
            pass


def test_the_wrong_state_refuses(hall, head):
    number = draft(head, hall.department).case.number
    with services.take(lifecycle.DROP, Regulation, number, head.actor):
        pass
    with pytest.raises(Refused, match="Bu aşamada «Taslaktan vazgeç» yapılamaz"):
        with services.take(lifecycle.DROP, Regulation, number, head.actor):
            pass
    assert Case.objects.get(number=number).closed_at is not None


def test_an_error_inside_a_step_leaves_nothing_behind(hall, head):
    number = draft(head, hall.department).case.number
    before = jobs()
    with pytest.raises(ZeroDivisionError), services.take(lifecycle.DROP, Regulation, number, head.actor):
        raise ZeroDivisionError
    assert Case.objects.get(number=number).state == "draft"
    assert [entry.verb for entry in Entry.objects.filter(subject=number)] == ["open"]
    assert jobs() == before


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_step_takes_its_job_with_it(hall, head):
    before = jobs()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        draft(head, hall.department)
        assert jobs() == before + 1
        raise ZeroDivisionError
    assert (jobs(), Case.objects.count()) == (before, 0)


def race(count, work):
    """Run `work(place)` in `count` threads that start together, each on its own connection."""
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
def test_of_eight_who_press_at_once_one_takes_the_step(hall, head):
    number = draft(head, hall.department).case.number

    def press(place):
        try:
            with services.take(lifecycle.DROP, Regulation, number, actor_of(head.user.pk)):
                return "taken"
        except Refused as refusal:
            return str(refusal)

    answers = race(8, press)
    assert sorted(answers, key=len, reverse=True).count("Bu aşamada «Taslaktan vazgeç» yapılamaz.") == 7
    assert answers.count("taken") == 1
    assert Entry.objects.filter(subject=number, verb="drop").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_six_who_claim_at_once_one_gets_the_file(hall, head):
    number = draft(head, hall.department).case.number
    people = [hall.seat("expert", hall.department).user.pk for _ in range(6)]

    def claim(place):
        try:
            return services.claim(number, actor=actor_of(people[place])).assignee_id
        except Refused:
            return None

    winners = [answer for answer in race(6, claim) if answer]
    assert len(winners) == 1
    assert Case.objects.get(number=number).assignee_id == winners[0]


def test_a_file_is_given_only_to_somebody_of_its_unit(hall, head):
    number = draft(head, hall.department).case.number
    stranger, colleague = hall.seat("staff", hall.elsewhere).user, hall.seat("expert", hall.department).user
    with pytest.raises(Refused, match="görevli değil"):
        services.assign(number, actor=head.actor, assignee=stranger)
    assert services.assign(number, actor=head.actor, assignee=colleague).assignee_id == colleague.pk


def test_remarks_stay_and_empty_ones_are_refused(hall, head):
    number = draft(head, hall.department).case.number
    services.comment(number, actor=head.actor, text="  Md. 7 yeniden okunmalı. ")
    with pytest.raises(Refused, match="Boş açıklama"):
        services.comment(number, actor=head.actor, text="   ")
    case = Case.objects.get(number=number)
    assert [remark.text for remark in queries.comments(case)] == ["Md. 7 yeniden okunmalı."]


def test_a_link_to_a_file_out_of_reach_says_only_that_it_is_unknown(hall, head):
    mine = draft(head, hall.department).case.number
    theirs = draft(hall.seat("director", hall.elsewhere), hall.elsewhere).case.number
    for other in (theirs, "MV-2026-99999"):
        with pytest.raises(Refused, match=f"«{other}» sayılı dosya bulunamadı"):
            services.link(mine, actor=head.actor, other=other, why="ilgili")


def test_linked_files_show_from_both_ends(hall, head):
    one, two = draft(head, hall.department), draft(head, hall.department, "İkinci")
    services.link(one.case.number, actor=head.actor, other=two.case.number.lower(), why="Yerine geçer")
    assert [other.number for _, other in queries.links(head.actor, one.case)] == [two.case.number]
    assert [other.number for _, other in queries.links(head.actor, two.case)] == [one.case.number]


def test_the_inbox_is_in_the_order_of_deadlines_and_is_read_page_by_page(hall, head):
    today = localdate()
    days = [3, 1, None, 2, None]
    for place, day in enumerate(days):
        due = today + dt.timedelta(days=day) if day else None
        draft(head, hall.department, f"Konu {place}", due_on=due, assignee_id=head.user.pk)
    seen, after = [], ""
    for _ in range(9):
        page = queries.inbox(head.actor, "mine", after=after, limit=2)
        seen += [case.subject for case in page.rows]
        after = page.after
        if not after:
            break
    assert seen == ["Konu 1", "Konu 3", "Konu 0", "Konu 2", "Konu 4"]


def test_the_inbox_of_a_stranger_is_empty(hall, head):
    draft(head, hall.department, due_on=localdate() - dt.timedelta(days=1))
    stranger = hall.seat("head_of_department", hall.elsewhere).actor
    for view in ("mine", "unit", "late", "soon", "opened"):
        assert queries.inbox(stranger, view).rows == []
    assert [case.subject for case in queries.inbox(head.actor, "late").rows] == ["Deneme yönetmeliği"]


def test_a_file_that_waits_for_nobody_stays_out_of_the_inbox_although_it_is_open(hall, head):
    record = draft(head, hall.department, assignee_id=head.user.pk)
    with services.take(lifecycle.APPROVE, Regulation, record.case.number, head.actor):
        pass
    case = Case.objects.get(pk=record.pk)
    assert (case.state, case.closed_at, case.resting) == ("in_force", None, True)
    for view in ("mine", "unit", "opened"):
        assert queries.inbox(head.actor, view).rows == []


def test_row_history_of_the_cover_remembers_every_state(hall, head):
    record = draft(head, hall.department)
    with services.take(lifecycle.DROP, Regulation, record.case.number, head.actor):
        pass
    assert list(record.case.events.order_by("pgh_id").values_list("state", flat=True)) == ["draft", "dropped"]
