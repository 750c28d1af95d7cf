import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.people import queries as people
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.trail.models import Entry
from konak.governance.organization import queries, services
from konak.governance.organization.models import ApprovalRule, Reorganisation

TODAY = localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def scene(hall):
    hall.mayor = hall.seat("mayor", hall.municipality)
    hall.head = hall.seat("head_of_department", hall.department)
    hall.director = hall.seat("director", hall.gis)
    hall.clerk = hall.seat("staff", hall.gis)
    hall.rule = ApprovalRule.objects.create(
        unit=hall.municipality, approver="mayor", quote="Başkanın onayı ile", source="Yönetmelik Md. 7.5/3"
    )
    return hall


def draft(scene, on=TODAY, **facts):
    return services.propose(
        actor=scene.head.actor,
        unit=scene.department,
        title="Harita işleri",
        reason="İş yükü arttı.",
        effective_on=on,
        **facts,
    )


def decided(scene, record, **facts):
    services.submit(record.case.number, actor=scene.head.actor)
    answer = {"decision_date": TODAY, "decision_number": "2026/14"} | facts
    return services.approve(record.case.number, actor=scene.mayor.actor, **answer)


def test_a_draft_takes_the_rule_of_the_regulation_and_waits_for_the_named_approver(scene):
    record = draft(scene)
    services.add_change(record.case.number, actor=scene.head.actor, act="rename", unit=scene.gis, name="Harita")
    services.submit(record.case.number, actor=scene.head.actor)
    assert record.rule == scene.rule
    with pytest.raises(Refused, match="Belediye Başkanı onaylar: «Başkanın onayı ile»"):
        services.approve(record.case.number, actor=scene.head.actor, decision_date=TODAY, decision_number="1")


def test_an_approved_change_of_today_is_in_force_at_once(scene):
    record = draft(scene)
    number = record.case.number
    services.add_change(
        number, actor=scene.head.actor, act="open", target=scene.gis, name="Drone Servisi", kind="service"
    )
    services.add_change(number, actor=scene.head.actor, act="move", unit=scene.network, target=scene.elsewhere)
    done = decided(scene, record)
    assert done.case.state == "in_force"
    made = Unit.objects.get(name="Drone Servisi")
    assert (made.parent_id, made.since, made.founding) == (
        scene.gis.pk,
        TODAY,
        f"Belediye Başkanı onayı · {TODAY:%d.%m.%Y} · 2026/14",
    )
    scene.network.refresh_from_db()
    assert scene.network.parent_id == scene.elsewhere.pk
    assert people.placed_on(scene.network.pk, TODAY - DAY).parent_id == scene.department.pk
    verbs = list(Entry.objects.filter(subject=number).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open", "add_change", "add_change", "submit", "approve", "apply"]


def test_a_change_of_a_later_day_waits_and_can_be_undone_before_it(scene, monkeypatch):
    record = draft(scene, TODAY + 10 * DAY)
    number = record.case.number
    services.add_change(number, actor=scene.head.actor, act="rename", unit=scene.gis, name="Harita")
    assert decided(scene, record).case.state == "approved"
    assert services.apply_due() == []
    undone = services.undo(number, actor=scene.mayor.actor, why="Vazgeçildi.")
    assert undone.case.state == "withdrawn"
    scene.gis.refresh_from_db()
    assert scene.gis.name == "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"


def test_the_day_brings_it_into_force_once(scene, monkeypatch):
    record = draft(scene, TODAY + 10 * DAY)
    services.add_change(record.case.number, actor=scene.head.actor, act="rename", unit=scene.gis, name="Harita")
    decided(scene, record)
    for where in ("konak.governance.organization.services.applying", "konak.foundation.people.units"):
        monkeypatch.setattr(f"{where}.localdate", lambda: TODAY + 10 * DAY)
    assert services.apply_due() == [record.case.number]
    assert services.apply_due() == []
    scene.gis.refresh_from_db()
    assert scene.gis.name == "Harita"


def test_a_merged_unit_takes_its_people_and_open_files_along(scene):
    other = scene.seat("director", scene.network)
    chief = scene.seat("chief", scene.gis)
    file = draft(scene)
    Case.objects.filter(pk=file.pk).update(unit=scene.gis)
    record = draft(scene)
    services.add_change(record.case.number, actor=scene.head.actor, act="merge", unit=scene.gis, target=scene.network)
    decided(scene, record)
    scene.gis.refresh_from_db()
    assert scene.gis.until == TODAY - DAY
    assert [row.how for row in people.successors_of(scene.gis.pk)] == ["merged"]
    now = {
        (seat.user_id, seat.position, seat.basis)
        for seat in Appointment.objects.filter(unit=scene.network, since=TODAY)
    }
    assert now == {
        (scene.director.user.pk, "staff", "assigned"),
        (scene.clerk.user.pk, "staff", "permanent"),
        (chief.user.pk, "chief", "permanent"),
    }
    assert people.holders(scene.network.pk, "director").get().user == other.user
    assert Case.objects.get(pk=file.pk).unit_id == scene.network.pk
    assert Entry.objects.filter(subject=file.case.number, verb="unit_moved", note=record.case.number).exists()
    assert queries.reorganisation(scene.mayor.actor, record.case.number).case.state == "in_force"


def test_a_part_of_a_unit_becomes_one_of_its_own(scene):
    seat = Appointment.objects.get(user=scene.clerk.user)
    record = draft(scene)
    services.add_change(
        record.case.number,
        actor=scene.head.actor,
        act="split",
        unit=scene.gis,
        name="Kent Bilgi Sistemi Şube Müdürlüğü",
        seats=[seat.pk],
    )
    decided(scene, record)
    new = Unit.objects.get(name="Kent Bilgi Sistemi Şube Müdürlüğü")
    assert (new.parent_id, new.kind) == (scene.department.pk, "branch")
    assert [row.how for row in people.predecessors_of(new.pk)] == ["split"]
    assert [one.user for one in people.holders(new.pk)] == [scene.clerk.user]


def test_a_change_that_would_close_a_circle_is_refused_when_it_is_written(scene):
    record = draft(scene)
    with pytest.raises(Refused, match="kendi altındaki bir birime bağlanamaz"):
        services.add_change(
            record.case.number, actor=scene.head.actor, act="move", unit=scene.department, target=scene.gis
        )
    assert record.changes.count() == 0


def test_a_unit_that_is_opened_in_the_same_file_may_be_a_target(scene):
    number = draft(scene).case.number
    first = services.add_change(
        number, actor=scene.head.actor, act="open", target=scene.department, name="Veri Müdürlüğü", kind="branch"
    )
    services.add_change(number, actor=scene.head.actor, act="move", unit=scene.gis, target_handle=first.order)
    decided(scene, Reorganisation.objects.get(case__number=number))
    scene.gis.refresh_from_db()
    assert scene.gis.parent.name == "Veri Müdürlüğü"


def test_opinions_are_waited_for_or_dropped(scene):
    record = draft(scene)
    number = record.case.number
    services.add_change(number, actor=scene.head.actor, act="rename", unit=scene.gis, name="Harita")
    services.ask(number, actor=scene.head.actor, units=[scene.gis, scene.network])
    with pytest.raises(Refused, match="2 birimin görüşü bekleniyor"):
        services.submit(number, actor=scene.head.actor)
    with pytest.raises(Refused, match="gerekçesini yazın"):
        services.give_opinion(number, actor=scene.director.actor, unit=scene.gis, favourable=False, text="")
    services.give_opinion(number, actor=scene.director.actor, unit=scene.gis, favourable=True, text="Uygundur.")
    services.drop_request(number, actor=scene.head.actor, unit=scene.network)
    assert services.submit(number, actor=scene.head.actor).case.state == "submitted"


def test_the_mayor_orders_without_a_proposal_and_others_do_not(scene):
    with pytest.raises(Refused, match="Öneri olmadan"):
        draft(scene, own_order=True)
    record = services.propose(
        actor=scene.mayor.actor,
        unit=scene.municipality,
        title="Yeniden bağlama",
        reason="Hizmet gereği.",
        effective_on=TODAY,
        own_order=True,
    )
    number = record.case.number
    services.add_change(number, actor=scene.mayor.actor, act="move", unit=scene.gis, target=scene.municipality)
    done = services.order(number, actor=scene.mayor.actor, decision_date=TODAY, decision_number="E-1")
    assert (done.case.state, done.own_order) == ("in_force", True)


def test_strangers_see_no_file_and_clerks_change_none(scene):
    number = draft(scene).case.number
    stranger = scene.seat("director", scene.elsewhere)
    with pytest.raises(ObjectDoesNotExist):
        services.submit(number, actor=stranger.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.submit(number, actor=scene.clerk.actor)


def test_what_can_no_longer_be_applied_stays_approved_and_says_why(scene, monkeypatch):
    record = draft(scene, TODAY + DAY)
    services.add_change(
        record.case.number, actor=scene.head.actor, act="move", unit=scene.gis, target=scene.elsewhere
    )
    decided(scene, record)
    Unit.objects.filter(pk=scene.elsewhere.pk).update(until=TODAY)
    for where in ("konak.governance.organization.services.applying", "konak.foundation.people.units"):
        monkeypatch.setattr(f"{where}.localdate", lambda: TODAY + DAY)
    assert services.apply_due() == []
    record = Reorganisation.objects.get(pk=record.pk)
    assert record.case.state == "approved"
    assert record.fault == f"«{scene.elsewhere.name}» {TODAY + DAY:%d.%m.%Y} günü açık bir birim değil."
