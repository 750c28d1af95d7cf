"""Periods open by themselves, once each: after missed nights, from two sides at once, with a clock that jumps."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from konak.foundation.cases import queries as cases
from konak.foundation.trail.models import Entry
from konak.governance.compliance import services
from konak.governance.compliance.models import DutyPeriod, DutyPlan, PlanState, Sweep
from konak.governance.legislation import services as legislation

D = dt.date
START = D(2026, 3, 2)


def spans(duty):
    rows = DutyPeriod.objects.filter(duty=duty).order_by("begins_on")
    return [(row.begins_on, row.ends_on, row.opened_late) for row in rows]


@pytest.fixture
def begun(scene):
    """The first round, on Monday the second of March 2026."""
    services.run_round(START)
    return scene


def test_stated_cadences_run_by_themselves_and_no_other_has_a_plan(begun):
    plans = {plan.duty.clause.path: (plan.state, plan.source, plan.interval) for plan in DutyPlan.objects.all()}
    assert plans == {"2.a": ("active", "stated", "monthly"), "3.a": ("active", "stated", "daily")}


def test_a_proposed_cadence_opens_nothing_until_a_manager_accepts_it(begun):
    duty = begun.duty("2.b")
    legislation.set_duty(duty.pk, actor=begun.gis_director.actor, unit=duty.unit, cadence="weekly")
    services.run_round(D(2026, 3, 3))
    plan = DutyPlan.objects.get(duty=duty)
    assert (plan.state, plan.source, spans(duty)) == (PlanState.PROPOSED, "proposed", [])

    services.accept_plan(duty.pk, actor=begun.gis_director.actor)
    DutyPlan.objects.filter(duty=duty).update(starts_on=D(2026, 3, 3))
    services.run_round(D(2026, 3, 4))
    assert spans(duty) == [(D(2026, 3, 2), D(2026, 3, 8), False)]


def test_a_monthly_period_opens_ten_days_before_its_end_and_not_earlier(begun):
    services.run_round(D(2026, 3, 20))
    assert spans(begun.map_duty) == []
    services.run_round(D(2026, 3, 21))
    assert spans(begun.map_duty) == [(D(2026, 3, 1), D(2026, 3, 31), False)]


def test_a_period_lies_in_the_inbox_of_who_leads_the_unit_with_its_deadline(begun):
    services.run_round(D(2026, 5, 25))
    period = DutyPeriod.objects.get(duty=begun.map_duty, begins_on=D(2026, 5, 1))
    assert (period.case.unit, period.case.assignee) == (begun.hall.gis, begun.gis_director.user)
    assert period.case.due_on == D(2026, 6, 1)  # 31 May is a Sunday
    assert period.case.number.startswith("GD-")
    assert period.case.subject == "Md. 2.a · Mayıs 2026 · İmar planı katmanlarını aylık olarak güncellemek"
    assert period.case in cases.inbox(begun.gis_director.actor, "mine").rows
    assert [entry.verb for entry in Entry.objects.filter(subject=period.case.number)] == ["open"]


def test_the_deputy_of_today_gets_it_instead_of_the_head(begun):
    from konak.foundation.people.models import Appointment

    seat = Appointment.objects.get(user=begun.gis_director.user)
    deputy = begun.hall.seat("expert", begun.hall.gis).user
    Appointment.objects.create(
        user=deputy,
        unit=begun.hall.gis,
        position="director",
        since=D(2026, 3, 15),
        until=D(2026, 3, 31),
        acting_for=seat,
    )
    services.run_round(D(2026, 3, 25))
    assert DutyPeriod.objects.get(duty=begun.map_duty).case.assignee == deputy


def test_the_same_night_twice_opens_nothing_more(begun):
    services.run_round(D(2026, 3, 25))
    before = list(DutyPeriod.objects.values_list("pk", flat=True))
    assert services.run_round(D(2026, 3, 25)).opened == 0
    assert list(DutyPeriod.objects.values_list("pk", flat=True)) == before


def test_after_missed_nights_only_the_last_missed_and_the_running_period_open(begun):
    services.run_round(D(2026, 8, 24))
    assert spans(begun.map_duty) == [
        (D(2026, 7, 1), D(2026, 7, 31), True),
        (D(2026, 8, 1), D(2026, 8, 31), False),
    ]
    assert spans(begun.backup_duty)[1:] == [
        (D(2026, 8, 21), D(2026, 8, 21), True),
        (D(2026, 8, 24), D(2026, 8, 24), False),
    ]
    missed = DutyPeriod.objects.get(duty=begun.map_duty, begins_on=D(2026, 7, 1))
    assert missed.case.due_on == D(2026, 8, 26)  # nobody could have done it earlier: two working days to do it
    verbs = list(Entry.objects.filter(subject=missed.case.number).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open", "opened_late"]


def test_daily_duties_open_on_working_days_only(begun):
    for day in (D(2026, 3, 6), D(2026, 3, 7), D(2026, 3, 8), D(2026, 3, 9)):
        services.run_round(day)
    assert [begins for begins, _, _ in spans(begun.backup_duty)] == [
        D(2026, 3, 2), D(2026, 3, 5), D(2026, 3, 6), D(2026, 3, 9)
    ]  # fmt: skip


def test_a_clock_that_went_back_opens_nothing_and_says_so(begun):
    services.run_round(D(2026, 6, 1))
    before = DutyPeriod.objects.count()
    report = services.run_round(D(2026, 4, 15))
    assert (report.backwards, report.opened, DutyPeriod.objects.count()) == (D(2026, 6, 1), 0, before)


def test_an_operator_who_set_the_clock_right_is_heard(begun):
    from konak.foundation.access import NOBODY

    services.run_round(D(2031, 1, 6))
    assert services.run_round(D(2026, 3, 24)).backwards == D(2031, 1, 6)
    assert services.forget_later_rounds(actor=NOBODY, day=D(2026, 3, 24)) == 1
    assert services.run_round(D(2026, 3, 24)).backwards is None
    assert (D(2026, 3, 1), D(2026, 3, 31), False) in spans(begun.map_duty)


@pytest.mark.parametrize("zone", ["Europe/Istanbul", "Europe/Berlin", "America/Sao_Paulo"])
def test_hours_that_summer_time_takes_or_gives_lose_and_double_no_day(begun, settings, zone):
    """Around both changes of the clock: one round an hour, one period a working day."""
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    with timezone.override(ZoneInfo(zone)):
        for first in (dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC), dt.datetime(2026, 10, 23, 20, tzinfo=dt.UTC)):
            for hour in range(0, 72, 3):
                day = timezone.localdate(first + dt.timedelta(hours=hour))
                services.run_round(day)
    days = [begins for begins, _, _ in spans(begun.backup_duty)]
    assert len(days) == len(set(days))
    assert {D(2026, 3, 30), D(2026, 3, 31)} <= set(days)
    assert {D(2026, 10, 23), D(2026, 10, 26)} <= set(days)


def test_a_paused_plan_skips_what_ends_in_the_pause_and_goes_on_after_it(begun):
    plan = DutyPlan.objects.get(duty=begun.map_duty)
    plan.paused_until = D(2026, 4, 28)
    plan.save()
    services.run_round(D(2026, 4, 25))
    assert spans(begun.map_duty) == []
    services.run_round(D(2026, 4, 29))
    assert spans(begun.map_duty) == [(D(2026, 4, 1), D(2026, 4, 30), False)]


def test_the_database_allows_one_period_for_a_duty_and_span(begun):
    services.run_round(D(2026, 3, 25))
    period = DutyPeriod.objects.get(duty=begun.map_duty)
    other = DutyPeriod.objects.filter(duty=begun.backup_duty).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyPeriod.objects.filter(pk=other.pk).update(
            duty=begun.map_duty, begins_on=period.begins_on, ends_on=period.ends_on
        )


@pytest.mark.django_db(transaction=True)
def test_two_openers_at_once_open_each_period_once(scene):
    services.run_round(START)
    barrier = Barrier(4)

    def work(place):
        barrier.wait(timeout=20)
        try:
            return services.open_wanted(D(2026, 3, 25))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(work, range(4)))
    assert sum(opened) == 3  # March for the maps, Tuesday (missed) and Wednesday for the backups
    assert spans(scene.map_duty) == [(D(2026, 3, 1), D(2026, 3, 31), False)]
    assert Entry.objects.filter(kind="compliance.dutyperiod", verb="open").count() == DutyPeriod.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_whole_rounds_at_once_agree(scene):
    services.run_round(START)
    barrier = Barrier(2)

    def work(place):
        barrier.wait(timeout=20)
        try:
            return services.run_round(D(2026, 4, 14)).climbed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    periods = DutyPeriod.objects.all()
    for period in periods:
        verbs = list(Entry.objects.filter(subject=period.case.number).values_list("verb", "note"))
        assert len(verbs) == len(set(verbs))
    assert len(periods) == len({(period.duty_id, period.begins_on) for period in periods})
    assert Sweep.objects.get(day=D(2026, 4, 14)).opened == 3  # March late, Monday late, Tuesday
