"""Reach as a filter and reach as a question are two pieces of code; they must be one rule."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.foundation.access import PERMISSIONS, Actor, Permission, Reach, Scope, Seat, queries, reasons
from konak.foundation.access.models import Grant
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.cases.queries import Part, first_of
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Clearance, Position

ANY = st.sampled_from(Position.values)


@pytest.fixture
def permission():
    made = []

    def make(given, upward=False):
        made.append(Permission(f"test.{len(made)}", "Deneme", given, upward))
        return made[-1]

    yield make
    for one in made:
        PERMISSIONS.pop(one.code)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scopes=st.dictionaries(ANY, st.sampled_from(Scope), max_size=4),
    seats=st.lists(st.tuples(ANY, st.integers(0, 4), st.sampled_from([0, 0, 1, 3])), max_size=3),
    changed=st.dictionaries(ANY, st.integers(0, 4), max_size=3),
    upward=st.booleans(),
)
def test_the_list_and_the_record_follow_one_rule_over_every_scope(hall, scopes, seats, changed, upward):
    units = [hall.municipality, hall.department, hall.gis, hall.network, hall.elsewhere]
    people = [hall.seat("staff", units[place]) for place in range(2)]
    me = people[0].user
    Case.objects.all().delete()
    for place, unit in enumerate(units):
        for assignee in (None, me, people[1].user):
            for opener in (None, me):
                for secrecy in (0, 1, 2):
                    Case.objects.create(
                        kind="test.case",
                        number=f"T-{place}-{assignee and assignee.pk}-{opener and opener.pk}-{secrecy}",
                        subject="Deneme",
                        state="open",
                        unit=unit,
                        assignee=assignee,
                        opened_by=opener,
                        secrecy=secrecy,
                    )
    branches = {
        hall.municipality: {u.pk for u in units},
        hall.department: {hall.department.pk, hall.gis.pk, hall.network.pk},
    }
    lines = {
        hall.municipality: set(),
        hall.department: {hall.municipality.pk},
        hall.elsewhere: {hall.municipality.pk},
    }
    held = tuple(
        Seat(
            position,
            units[place].pk,
            frozenset(branches.get(units[place], {units[place].pk})),
            line=frozenset(lines.get(units[place], {hall.department.pk, hall.municipality.pk})),
            clearance=clearance,
            grants={"test.property": changed[position]} if position in changed else {},
        )
        for position, place, clearance in seats
    )
    permission = Permission("test.property", "Deneme", scopes, upward)
    PERMISSIONS.pop("test.property")
    actor = Actor(me.pk, held)
    reach = actor.reach(permission)

    listed = set(Case.objects.filter(reach.q()).values_list("number", flat=True))
    covered = {case.number for case in Case.objects.all() if reach.covers(case)}
    assert listed == covered
    ordered = list(Case.objects.filter(reach.q()).order_by("number").values_list("number", flat=True)[:10])
    assert [case.number for case in reach.first_page(Case.objects.all(), ["number"], 10)] == ordered
    parts = [Part(Case.objects.filter(rest), tuple(inside)) for rest, inside in reach.walks()]
    for newest, order in ((True, ["-pk"]), (False, [F("due_on").asc(nulls_last=True), "pk"])):
        wanted = set(Case.objects.filter(reach.q()).order_by(*order).values_list("pk", flat=True)[:7])
        merged = Case.objects.filter(pk__in=first_of(parts, 7, newest=newest))
        assert set(merged.values_list("pk", flat=True)) == wanted
    for case in Case.objects.all():
        assert (actor.seat_for(permission, case) is not None) == (case.number in covered)
        assert any(reason.decides for reason in reasons(actor, permission, case)) == (case.number in covered)


def test_nobody_reaches_nothing(hall):
    assert Actor(None).reach(PERMISSIONS["legislation.view"]) == Reach()
    assert Reach().nothing


def test_a_branch_holds_the_units_below_and_the_line_those_above(hall):
    actor = hall.seat("director", hall.gis).actor
    (seat,) = actor.seats
    assert seat.branch == {hall.gis.pk}
    assert seat.line == {hall.department.pk, hall.municipality.pk}
    (head,) = hall.seat("head_of_department", hall.department).actor.seats
    assert head.branch == {hall.department.pk, hall.gis.pk, hall.network.pk}


def test_an_upward_permission_reaches_the_units_over_the_seat_and_no_neighbour(hall, permission):
    plain, upward = permission({"staff": Scope.UNIT}), permission({"staff": Scope.UNIT}, upward=True)
    actor = hall.seat("staff", hall.gis).actor
    assert actor.reach(plain).units == {hall.gis.pk}
    assert actor.reach(upward).units == {hall.gis.pk, hall.department.pk, hall.municipality.pk}


def test_a_seat_counts_only_between_its_dates(hall):
    person = hall.seat("staff", hall.gis)
    Appointment.objects.create(
        user=person.user, unit=hall.network, position="chief", since=dt.date(2024, 1, 1), until=dt.date(2024, 1, 31)
    )
    during = actor_of(person.user.pk, day=dt.date(2024, 1, 31))
    after = actor_of(person.user.pk, day=dt.date(2024, 2, 1))
    assert [seat.position for seat in during.seats] == ["staff", "chief"]
    assert [seat.position for seat in after.seats] == ["staff"]


def test_a_closed_account_holds_no_seat(hall):
    person = hall.seat("director", hall.gis)
    person.user.is_active = False
    person.user.save()
    assert actor_of(person.user.pk).seats == ()


def test_the_seats_of_a_person_are_read_in_one_query(hall):
    person = hall.seat("head_of_department", hall.department)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actor_of(person.user.pk)
    assert len(queries) == 1


def test_a_changed_grant_counts_instead_of_the_declared_one(hall, permission):
    declared = permission({"staff": Scope.OWN, "chief": Scope.UNIT})
    Grant.objects.create(permission=declared.code, position="staff", scope=Scope.UNIT)
    Grant.objects.create(permission=declared.code, position="chief", scope=0)
    Grant.objects.create(permission=declared.code, position="director", scope=Scope.BRANCH)
    staff, chief = hall.seat("staff", hall.gis).actor, hall.seat("chief", hall.gis).actor
    assert staff.reach(declared).units == {hall.gis.pk}
    assert chief.reach(declared).nothing
    assert not chief.holds(declared)
    assert chief.seat_for(declared) is None
    head = hall.seat("director", hall.department).actor
    assert head.reach(declared).units == {hall.department.pk, hall.gis.pk, hall.network.pk}
    assert queries.given(declared) == {"staff": Scope.UNIT, "director": Scope.BRANCH}


def test_what_is_secret_opens_to_the_clearance_of_the_seat_that_reaches_it(hall, permission):
    view = permission({"staff": Scope.UNIT, "director": Scope.BRANCH})
    cleared, plain = hall.seat("director", hall.gis), hall.seat("director", hall.network)
    Appointment.objects.filter(user=cleared.user).update(clearance=Clearance.RESTRICTED)
    # a seat with clearance opens nothing in a unit that only another seat of the same person reaches
    Appointment.objects.create(user=cleared.user, unit=hall.network, position="staff", since=dt.date(2020, 1, 1))
    reach = actor_of(cleared.user.pk).reach(view)

    def seen(unit, secrecy):
        return reach.covers(Case(unit=unit, secrecy=secrecy))

    assert [seen(hall.gis, level) for level in Clearance] == [True, True, True, False, False]
    assert [seen(hall.network, level) for level in Clearance] == [True, False, False, False, False]
    assert plain.actor.reach(view).covers(Case(unit=hall.network, secrecy=1, opened_by=plain.user))
