import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils.timezone import localdate

from konak.foundation.people import queries, services, units
from konak.foundation.people.models import Appointment, Placement, Unit

TODAY = localdate()
DAY = dt.timedelta(days=1)
LATER = TODAY + 30 * DAY


def periods(unit):
    return [(p.parent_id, p.name, p.since, p.until) for p in queries.placements_of(unit.pk)]


def test_a_unit_is_placed_by_being_created(hall):
    assert periods(hall.gis) == [(hall.department.pk, hall.gis.name, None, None)]
    assert {row.unit_id for row in queries.tree_on()} == set(Unit.objects.values_list("pk", flat=True))


def test_a_unit_changed_in_its_own_row_keeps_what_it_was_until_yesterday(hall):
    Unit.objects.filter(pk=hall.gis.pk).update(name="Harita Şube Müdürlüğü", parent=hall.municipality)
    assert periods(hall.gis) == [
        (hall.department.pk, hall.gis.name, None, TODAY - DAY),
        (hall.municipality.pk, "Harita Şube Müdürlüğü", TODAY, None),
    ]
    assert queries.below_on(hall.department.pk, TODAY - DAY) == {
        hall.department.pk,
        hall.gis.pk,
        hall.network.pk,
    }
    assert queries.below_on(hall.department.pk, TODAY) == {hall.department.pk, hall.network.pk}


def test_a_change_of_a_later_day_leaves_today_as_it_is_until_it_takes_effect(hall, monkeypatch):
    units.place(hall.gis, LATER, parent=hall.elsewhere, name="Harita Müdürlüğü")
    hall.gis.refresh_from_db()
    assert hall.gis.parent_id == hall.department.pk
    assert [row.name for row in queries.line_on(hall.gis.pk, LATER)] == [
        "Harita Müdürlüğü",
        hall.elsewhere.name,
        hall.municipality.name,
    ]
    assert [row.unit_id for row in queries.line_on(hall.gis.pk, LATER - DAY)] == [
        hall.gis.pk,
        hall.department.pk,
        hall.municipality.pk,
    ]
    assert units.take_effect() == 0
    monkeypatch.setattr(units, "localdate", lambda: LATER)
    assert units.take_effect() == 1
    assert units.take_effect() == 0
    hall.gis.refresh_from_db()
    assert (hall.gis.parent_id, hall.gis.name) == (hall.elsewhere.pk, "Harita Müdürlüğü")


def test_a_planned_renaming_moves_with_the_unit(hall):
    units.place(hall.gis, LATER, name="Harita Şube Müdürlüğü")
    units.place(hall.gis, TODAY + DAY, parent=hall.elsewhere)
    assert periods(hall.gis) == [
        (hall.department.pk, hall.gis.name, None, TODAY),
        (hall.elsewhere.pk, hall.gis.name, TODAY + DAY, LATER - DAY),
        (hall.elsewhere.pk, "Harita Şube Müdürlüğü", LATER, None),
    ]


def test_a_unit_stands_in_one_place_at_a_time(hall):
    with pytest.raises(IntegrityError, match="one_placement_at_a_time"), transaction.atomic():
        Placement.objects.create(unit=hall.gis, name="İki kez", kind="branch", since=TODAY)


def test_a_circle_is_refused_on_whatever_day_it_would_close(hall):
    with pytest.raises(services.Invalid, match="altındaki bir birime"):
        units.place(hall.department, TODAY, parent=hall.gis)
    with pytest.raises(services.Invalid, match="altındaki bir birime"):
        units.place(hall.department, TODAY, parent=hall.department)
    units.place(hall.gis, LATER, parent=hall.elsewhere)
    with pytest.raises(services.Invalid, match="altındaki bir birime"):
        units.place(hall.elsewhere, TODAY + DAY, parent=hall.gis)
    assert len(periods(hall.elsewhere)) == 1


def test_two_units_may_follow_each_other_at_different_times(hall):
    units.place(hall.gis, TODAY + DAY, parent=hall.network)
    units.place(hall.gis, LATER, parent=hall.department)
    units.place(hall.network, LATER, parent=hall.gis)
    assert [row.unit_id for row in queries.line_on(hall.network.pk, LATER)][:2] == [hall.network.pk, hall.gis.pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_that_would_close_a_circle_together_one_is_refused(hall):
    barrier = Barrier(2)

    def move(pair):
        barrier.wait(timeout=20)
        try:
            units.place(pair[0], TODAY, parent=pair[1])
            return "moved"
        except services.Invalid as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(move, [(hall.gis, hall.network), (hall.network, hall.gis)]))
    assert sorted(answers) == sorted(["moved", units.CIRCLE])


def test_a_closed_unit_keeps_its_past_and_names_who_took_over(hall):
    units.close_unit(hall.gis, TODAY, successors=[(hall.network, "merged")], basis="01.02.2026 / 12")
    assert [row.successor for row in queries.successors_of(hall.gis.pk)] == [hall.network]
    assert queries.placed_on(hall.gis.pk, TODAY + DAY) is None
    assert queries.placed_on(hall.gis.pk, TODAY).name == hall.gis.name
    assert hall.gis in queries.units()


def test_a_unit_does_not_close_over_people_or_units(hall):
    hall.seat("staff", hall.gis)
    with pytest.raises(services.Invalid, match="1 görevlendirme"):
        units.close_unit(hall.gis, TODAY)
    with pytest.raises(services.Invalid, match="başka bir birime bağlanmalıdır"):
        units.close_unit(hall.department, TODAY)


def test_a_unit_that_opens_later_is_not_there_before(hall):
    unit = units.found_unit(name="Yapay Zekâ Servisi", kind="service", parent=hall.gis, since=LATER)
    assert unit not in queries.units()
    assert unit.pk not in queries.below_on(hall.department.pk, TODAY)
    assert unit.pk in queries.below_on(hall.department.pk, LATER)


@pytest.mark.parametrize("number", ["1234567", "02345678", "1234567a", "123456789"])
def test_a_detsis_number_of_the_wrong_form_is_refused(hall, number):
    with pytest.raises(services.Invalid, match=r"sekiz rakamdır|en fazla 8"):
        units.found_unit(name="Deneme", kind="service", parent=hall.gis, detsis=number)


def test_a_seat_has_one_head_in_his_own_right_at_a_time(hall):
    first, second = hall.seat("director", hall.gis), hall.seat("staff", hall.network)
    with pytest.raises(services.Invalid, match="asaleten görevli biri var"):
        services.appoint(second.user, hall.gis, "director", dt.date(2024, 1, 1))
    seat = Appointment.objects.get(user=first.user)
    services.appoint(second.user, hall.gis, "director", dt.date(2024, 1, 1), acting_for=seat)
    assert Appointment.objects.filter(unit=hall.gis, position="director").count() == 2
