"""Units move, merge and close by real files of the organisation; their duties go where they went."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.people.models import Unit
from konak.foundation.search.models import SearchRow
from konak.foundation.trail.models import Entry
from konak.governance.legislation import queries, reactions, services
from konak.governance.legislation.models import Duty, Regulation
from konak.governance.legislation.queries import DUTY_KIND, DutyFilter
from konak.governance.legislation.tests.scene import bring_into_force
from konak.governance.legislation.tests.test_past import DAY, TODAY
from konak.governance.organization import queries as organization
from konak.governance.organization import services as reorganising
from konak.governance.organization.models import ApprovalRule

DIRECTIVE = """COĞRAFİ BİLGİ SİSTEMLERİ ŞUBE MÜDÜRLÜĞÜ
ÇALIŞMA YÖNERGESİ

Görevler
MADDE 1 – (1) Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri şunlardır:
a) Harita altlıklarını aylık olarak yayımlamak.

Yürürlük
MADDE 2 – (1) Bu Yönerge onay tarihinde yürürlüğe girer.
"""


@pytest.fixture
def town(scene):
    """The scene with a second department, a directive of the branch, and a mayor who decides."""
    hall = scene.hall
    scene.mayor = hall.seat("mayor", hall.municipality)
    scene.other = Unit.objects.create(name="İmar Dairesi Başkanlığı", kind="department", parent=hall.municipality)
    scene.new_head = hall.seat("head_of_department", scene.other)
    scene.directive = bring_into_force(scene.gis_director, hall.gis, DIRECTIVE)
    ApprovalRule.objects.create(unit=hall.municipality, approver="mayor", quote="Başkanın onayı ile", source="Md. 7")
    return scene


def changed(town, **change):
    """A real file: proposed, approved, in force today; then the jobs it queued for this app, each of them twice."""
    record = reorganising.propose(
        actor=town.head.actor, unit=town.hall.department, title="Harita işleri", reason="İş yükü.", effective_on=TODAY
    )
    number = record.case.number
    reorganising.add_change(number, actor=town.head.actor, **change)
    reorganising.submit(number, actor=town.head.actor)
    reorganising.approve(number, actor=town.mayor.actor, decision_date=TODAY, decision_number="2026/14")
    ran = []
    for job in ProcrastinateJob.objects.filter(task_name__startswith=reactions.__name__).order_by("pk"):
        name = job.task_name.rsplit(".", 1)[1]
        for _ in range(2):
            getattr(reactions, name)(**job.args)
        ran.append(name)
    return ran


def aged(rewind):
    """Let everything have stood in the register for two months."""
    rewind("dutyevent", 60)
    Duty.objects.update(opened_on=TODAY - 60 * DAY)


def numbers(rows):
    return sorted({row.regulation.case.number for row in rows})


def actor_of(person):
    from konak.foundation.access.queries import actor_of

    return actor_of(person.user.pk)


def test_a_branch_that_moved_takes_its_duties_into_the_sight_of_its_new_head(town):
    own = Duty.objects.get(regulation__case__number=town.directive)
    assert numbers(queries.duties(town.new_head.actor)) == []
    assert changed(town, act="move", unit=town.hall.gis, target=town.other) == ["unit_moved"]

    new, old = actor_of(town.new_head), actor_of(town.head)
    assert numbers(queries.duties(new)) == sorted([town.directive, town.number])
    assert {row.unit_id for row in queries.duties(new)} == {town.hall.gis.pk}
    assert queries.duty(new, town.map_duty.pk) == town.map_duty
    services.set_duty(town.map_duty.pk, actor=new, unit=town.hall.gis, cadence="monthly")
    # What the branch wrote itself is gone from the old head; his own text he still reads, but no longer as his.
    assert numbers(queries.duties(old)) == [town.number]
    with pytest.raises(Duty.DoesNotExist):
        queries.duty(old, own.pk)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.assign_duty(town.map_duty.pk, actor=old, assignee=None)
    under = DutyFilter(unit=town.hall.department.pk)
    assert [row.unit_id for row in queries.duties(old, under) if row.unit_id == town.hall.gis.pk] == []
    rows = SearchRow.objects.filter(kind=DUTY_KIND, object_id__in=[str(own.pk), str(town.map_duty.pk)])
    assert {row.unit_id for row in rows} == {town.hall.gis.pk}
    # The clerk of the branch still has his duties in front of him.
    assert town.map_duty.pk in {row.pk for row in queries.mine(actor_of(town.gis_clerk))}


def test_the_past_of_a_branch_that_moved_stays_where_it_was(town, rewind):
    aged(rewind)
    before = queries.standing_on(town.auditor.actor, TODAY - DAY, unit_id=town.hall.department.pk)
    changed(town, act="move", unit=town.hall.gis, target=town.other)
    auditor = actor_of(town.auditor)
    day = TODAY - 30 * DAY
    assert queries.standing_on(auditor, TODAY - DAY, unit_id=town.hall.department.pk) == before
    assert queries.standing_on(auditor, day, unit_id=town.other.pk) is None
    assert queries.standing_of(auditor, unit_id=town.other.pk).every == 4
    under = DutyFilter(unit=town.hall.department.pk)
    then = {row.pk for row in queries.duties_on(auditor, day, under)}
    today = {row.pk for row in queries.duties(auditor, under)}
    gone = {row.pk for row in Duty.objects.filter(unit=town.hall.gis)}
    assert then - today == gone
    # Chiefs of the branch answered for the general duty of chiefs then, and no longer today.
    chiefs = town.duty("4.a")
    assert town.chief.user in {row.user for row in queries.holders_of(chiefs, day)}
    assert town.chief.user not in {row.user for row in queries.holders_of(chiefs)}


def test_the_report_card_of_a_past_period_counts_the_branch_where_it_stood(town, rewind):
    aged(rewind)
    changed(town, act="move", unit=town.hall.gis, target=town.other)
    auditor, since = actor_of(town.auditor), TODAY - 30 * DAY
    old = queries.unit_card(auditor, town.hall.department.pk, since, TODAY - DAY)
    new = queries.unit_card(auditor, town.other.pk, since, TODAY)
    gis = town.hall.gis.pk
    assert [sum(line.duty.unit_id == gis for line in card.lines) for card in (old, new)] == [4, 4]
    assert queries.unit_card(auditor, town.other.pk, since, TODAY - DAY).lines == []


def test_nights_are_counted_where_each_unit_stood_that_night(town, rewind):
    aged(rewind)
    services.keep_the_night()
    changed(town, act="move", unit=town.hall.gis, target=town.other)
    auditor = actor_of(town.auditor)
    nights = queries.trend(auditor, unit_id=town.hall.department.pk)
    assert nights[-1].every == Duty.objects.count()
    assert queries.trend(auditor, unit_id=town.other.pk) == []


def test_a_merged_branch_leaves_its_duties_and_texts_to_its_successor(town, rewind):
    aged(rewind)
    gis, network, head = town.hall.gis, town.hall.network, town.head
    services.assign_duty(town.map_duty.pk, actor=head.actor, assignee=town.gis_clerk.user)
    rewind("dutyevent", 60)
    ran = changed(town, act="merge", unit=gis, target=network)
    assert ran == ["unit_merged"]
    assert Duty.objects.filter(unit=gis).count() == 0
    assert Regulation.objects.get(case__number=town.directive).case.unit_id == network.pk
    duty = town.map_duty
    assert (duty.unit_id, duty.assignee_id) == (network.pk, town.gis_clerk.user.pk)
    assert duty.pk in {row.pk for row in queries.mine(actor_of(town.network_director))}
    story = Entry.objects.filter(kind=DUTY_KIND, subject=str(duty.pk), verb="take-over")
    assert [entry.note for entry in story] == [f"{gis.name} → {network.name}"]
    row = SearchRow.objects.get(kind=DUTY_KIND, object_id=str(duty.pk))
    assert row.title == f"Md. 2.a · {network.name}"
    # Last month's register still says whose it was.
    then = next(row for row in queries.duties_on(actor_of(head), TODAY - 30 * DAY) if row.pk == duty.pk)
    assert (then.unit_id, then.unit.name) == (gis.pk, gis.name)
    assert town.gis_director.user in {row.user for row in queries.holders_of(then, TODAY - 30 * DAY)}
    page = town.auditor.client.get(f"/gorevler/{duty.pk}/").content.decode()
    assert "görevi devralan birime geçirdi" in page


def test_duties_nobody_took_over_stay_and_the_head_above_is_told_once(town):
    gis = town.hall.gis
    assert services.take_over(gis.pk, 0) == services.take_over(gis.pk, 0) == 0
    kept = Duty.objects.filter(unit=gis)
    assert kept.count() == 4
    lines = Entry.objects.filter(kind=DUTY_KIND, verb="orphan")
    assert sorted(lines.values_list("subject", flat=True)) == sorted(str(duty.pk) for duty in kept)
    told = Notification.objects.filter(topic="legislation.orphaned")
    assert [one.recipient_id for one in told] == [town.head.user.pk]


def test_duties_go_on_to_whoever_took_over_meanwhile(town):
    gis, network, elsewhere = town.hall.gis, town.hall.network, town.hall.elsewhere
    from konak.foundation.people.models import Succession

    Unit.objects.filter(pk=network.pk).update(until=TODAY - DAY)
    Succession.objects.create(unit=network, successor=elsewhere, on=TODAY, how="merged")
    services.take_over(gis.pk, network.pk)
    assert Duty.objects.filter(unit=elsewhere).count() == 4


def test_whoever_prepares_a_change_sees_how_many_duties_hang_on_the_unit(town):
    counted = {one.label: one.number for one in organization.hanging_on(frozenset({town.hall.gis.pk}))}
    assert counted["Açık görev"] == 4


def test_a_renamed_branch_is_found_by_its_new_name_and_shown_by_the_old_one_in_the_past(town, rewind):
    aged(rewind)
    name = town.hall.gis.name
    assert changed(town, act="rename", unit=town.hall.gis, name="Harita Şube Müdürlüğü") == ["unit_renamed"]
    row = SearchRow.objects.get(kind=DUTY_KIND, object_id=str(town.map_duty.pk))
    assert row.title == "Md. 2.a · Harita Şube Müdürlüğü"
    then = next(one for one in queries.duties_on(town.head.actor, TODAY - DAY) if one.pk == town.map_duty.pk)
    assert then.unit.name == name
