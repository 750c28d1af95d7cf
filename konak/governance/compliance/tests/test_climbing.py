"""Late periods climb rung by rung, each seat hears once; holidays move deadlines."""

import datetime as dt

import pytest

from konak.foundation.calendar.services import declare_day, withdraw_day
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import UnitKind
from konak.foundation.trail.models import Entry
from konak.governance.compliance import queries, services
from konak.governance.compliance.lifecycle import LADDER
from konak.governance.compliance.models import DutyPeriod, DutyPlan, Escalation
from konak.governance.legislation import services as legislation

D = dt.date
DUE = D(2026, 3, 31)


@pytest.fixture
def late(scene):
    """March of the maps, due on Tuesday the 31st, and nobody did it."""
    services.run_round(D(2026, 3, 2))
    services.run_round(D(2026, 3, 25))
    period = DutyPeriod.objects.get(duty=scene.map_duty)
    assert period.case.due_on == DUE
    DutyPlan.objects.filter(duty=scene.backup_duty).update(state="excluded", excluded_why="Deneme")
    DutyPeriod.objects.filter(duty=scene.backup_duty).delete()
    return period


def climbed(period):
    return [
        (row.position, row.unit.name, row.raised_on)
        for row in Escalation.objects.filter(period=period).order_by("pk")
    ]


def test_the_ladder_is_what_the_handbook_says():
    assert LADDER == (("chief", 1), ("director", 3), ("head_of_department", 7), ("secretary_general", 15))


def test_a_late_period_climbs_one_rung_after_the_other(scene, late):
    hall = scene.hall
    executive = Unit.objects.create(name="Genel Sekreterlik", kind=UnitKind.EXECUTIVE, parent=hall.municipality)
    Unit.objects.filter(pk=hall.department.pk).update(parent=executive)
    secretary = hall.seat("secretary_general", executive)
    for day in (
        D(2026, 3, 31),
        D(2026, 4, 1),
        D(2026, 4, 2),
        D(2026, 4, 3),
        D(2026, 4, 9),
        D(2026, 4, 21),
        D(2026, 4, 22),
    ):
        services.run_round(day)
    assert climbed(late) == [
        ("chief", hall.gis.name, D(2026, 4, 1)),
        ("director", hall.gis.name, D(2026, 4, 3)),
        ("head_of_department", hall.department.name, D(2026, 4, 9)),
        ("secretary_general", "Genel Sekreterlik", D(2026, 4, 21)),
    ]
    assert Entry.objects.filter(subject=late.case.number, verb="climb").count() == 4
    assert queries.climbs(secretary.actor)[0].period == late


def test_each_seat_sees_a_climb_once_and_only_its_own(scene, late):
    for day in (D(2026, 4, 3), D(2026, 4, 6), D(2026, 4, 7)):
        services.run_round(day)
    assert [one.period for one in queries.climbs(scene.gis_director.actor)] == [late]
    assert [one.period for one in queries.climbs(scene.chief.actor)] == [late]
    assert queries.climbs(scene.network_director.actor) == []
    assert queries.climbs_waiting(scene.gis_director.actor) == 1


def test_the_deputy_of_today_sees_what_climbed_to_the_seat(scene, late):
    from konak.foundation.access.queries import actor_of

    services.run_round(D(2026, 4, 3))
    seat = Appointment.objects.get(user=scene.gis_director.user)
    deputy = scene.hall.seat("expert", scene.hall.gis).user
    Appointment.objects.create(
        user=deputy,
        unit=scene.hall.gis,
        position="director",
        since=D(2026, 4, 1),
        until=D(2036, 4, 10),
        acting_for=seat,
    )
    assert [one.period for one in queries.climbs(actor_of(deputy.pk))] == [late]


def test_what_was_done_climbs_no_further_and_leaves_the_board(scene, late):
    services.run_round(D(2026, 4, 1))
    services.done(late.case.number, actor=scene.gis_clerk.actor, title="Geç de olsa yapıldı")
    services.run_round(D(2026, 4, 9))
    assert [position for position, _, _ in climbed(late)] == ["chief"]
    assert queries.climbs(scene.chief.actor) == []


def test_an_empty_chair_is_passed_over_and_heard_when_it_is_filled(scene, late):
    Appointment.objects.filter(user__in=[scene.chief.user, scene.gis_director.user]).update(until=D(2026, 3, 1))
    services.run_round(D(2026, 4, 3))
    assert climbed(late) == []
    scene.hall.seat("director", scene.hall.gis)
    services.run_round(D(2026, 4, 6))
    assert climbed(late) == [("director", scene.hall.gis.name, D(2026, 4, 6))]


def test_a_plan_may_grant_days_before_it_climbs(scene, late):
    DutyPlan.objects.filter(duty=scene.map_duty).update(grace_days=5)
    services.run_round(D(2026, 4, 7))
    assert climbed(late) == []
    services.run_round(D(2026, 4, 8))
    assert [position for position, _, _ in climbed(late)] == ["chief"]


def test_a_unit_that_moved_climbs_along_its_new_line(scene, late):
    hall = scene.hall
    other = Unit.objects.create(name="Dijital Dönüşüm Dairesi", kind=UnitKind.DEPARTMENT, parent=hall.municipality)
    hall.seat("head_of_department", other)
    Unit.objects.filter(pk=hall.gis.pk).update(parent=other)
    services.run_round(D(2026, 4, 9))
    assert ("head_of_department", "Dijital Dönüşüm Dairesi", D(2026, 4, 9)) in climbed(late)


def test_the_superiors_are_told_once(scene, late):
    from konak.foundation.notify.models import Notification

    services.run_round(D(2026, 4, 3))
    services.run_round(D(2026, 4, 6))
    told = Notification.objects.filter(topic="compliance.climbed", subject_number=late.case.number)
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(
        [scene.chief.user.pk, scene.gis_director.user.pk]
    )


def test_leave_declared_after_the_deadline_was_set_moves_it_and_says_what_moved(scene, late):
    administrator = scene.hall.seat("administrator", scene.hall.municipality).actor
    declare_day(actor=administrator, day=DUE, name="İdari izin", kind="full")
    moved = services.recompute_due_dates()
    assert [(one.number, one.before, one.after) for one in moved] == [(late.case.number, DUE, D(2026, 4, 1))]
    assert services.recompute_due_dates() == []
    entry = Entry.objects.get(subject=late.case.number, verb="redate")
    assert entry.note == "31.03.2026 → 01.04.2026"

    withdraw_day(actor=administrator, day=DUE)
    assert services.run_round(D(2026, 3, 26)).redated == 1
    assert DutyPeriod.objects.get(pk=late.pk).case.due_on == DUE


def test_deadlines_of_settled_periods_stay_as_they_were(scene, late):
    services.done(late.case.number, actor=scene.gis_clerk.actor, title="Yapıldı")
    administrator = scene.hall.seat("administrator", scene.hall.municipality).actor
    declare_day(actor=administrator, day=DUE, name="İdari izin", kind="full")
    assert services.recompute_due_dates() == []


def test_an_excused_period_does_not_climb(scene, late):
    services.excuse(late.case.number, actor=scene.gis_director.actor, reason="Taşınma")
    assert services.run_round(D(2026, 4, 21)).climbed == 0


def test_an_approval_alone_gives_the_duties_their_plans(scene):
    assert services.propose_plans(D(2026, 3, 2)) == 2
    assert services.propose_plans(D(2026, 3, 2)) == 0
    legislation.set_duty(scene.duty("3.b").pk, actor=scene.head.actor, unit=scene.hall.network, cadence="quarterly")
    assert services.propose_plans(D(2026, 3, 3)) == 1
