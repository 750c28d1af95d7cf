"""A period in daily life: taken up, done with a proof, proven by itself, not done, excused, opened again."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.announce import reactions_to
from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.governance.compliance import queries, services
from konak.governance.compliance.models import DutyPeriod, DutyPlan
from konak.governance.legislation import services as legislation
from konak.governance.legislation.lifecycle import APPROVED, PROVED, REPEALED
from konak.governance.legislation.models import Evidence, Proof
from konak.governance.legislation.queries import proof_of


@pytest.fixture
def period(scene):
    """The running month of the maps, opened ahead of its time by the director."""
    services.run_round()
    plan = DutyPlan.objects.get(duty=scene.map_duty)
    known = DutyPeriod.objects.filter(duty=scene.map_duty).first()
    return known or services.open_now(plan.duty_id, actor=scene.gis_director.actor)


def verbs(period):
    rows = Entry.objects.filter(kind="compliance.dutyperiod", subject=period.case.number).order_by("pk")
    return list(rows.values_list("verb", flat=True))


def fresh(period):
    return DutyPeriod.objects.get(pk=period.pk)


def test_done_with_a_proof_makes_the_register_green_in_the_same_step(scene, period):
    assert proof_of(scene.map_duty) == Proof.MISSING
    file = io.BytesIO(b"Katmanlar guncellendi.")
    done = services.done(
        period.case.number,
        actor=scene.gis_clerk.actor,
        title="Katmanlar güncellendi",
        note="12 katman",
        file=file,
        file_name="rapor.txt",
    )
    evidence = Evidence.objects.get(duty=scene.map_duty)
    assert (done.case.state, done.evidence_id, done.settled_by) == ("done", evidence.pk, scene.gis_clerk.user)
    assert (evidence.title, evidence.note, evidence.file.name) == ("Katmanlar güncellendi", "12 katman", "rapor.txt")
    assert (evidence.period_from, evidence.period_to) == (period.begins_on, period.ends_on)
    assert proof_of(scene.map_duty) == Proof.FRESH
    assert verbs(period) == ["open", "done"]
    assert fresh(period).case.resting is True


def test_a_proof_that_is_refused_leaves_the_period_open_and_nothing_behind(scene, period):
    with pytest.raises(Refused, match="Kanıta bir başlık verin"):
        services.done(period.case.number, actor=scene.gis_clerk.actor, title="  ")
    assert (fresh(period).case.state, Evidence.objects.count()) == ("open", 0)
    assert verbs(period) == ["open"]


def test_whoever_takes_it_up_is_its_assignee_and_it_still_waits(scene, period):
    Case.objects.filter(pk=period.pk).update(assignee=None)
    taken = services.take_up(period.case.number, actor=scene.gis_clerk.actor)
    assert (taken.case.state, taken.case.assignee_id) == ("taken", scene.gis_clerk.user.pk)
    assert taken.case in cases.inbox(scene.gis_clerk.actor, "mine").rows


def test_what_lies_with_one_person_is_not_taken_from_him(scene, period):
    with pytest.raises(Refused, match="başkasının üzerinde"):
        services.take_up(period.case.number, actor=scene.gis_clerk.actor)


def test_a_stranger_does_not_see_a_period_and_an_auditor_only_reads_it(scene, period):
    number = period.case.number
    with pytest.raises(ObjectDoesNotExist):
        queries.period(scene.stranger.actor, number)
    with pytest.raises(ObjectDoesNotExist):
        services.done(number, actor=scene.stranger.actor, title="x")
    assert queries.period(scene.auditor.actor, number) == period
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.done(number, actor=scene.auditor.actor, title="x")


def test_a_neighbouring_branch_neither_proves_nor_settles_it(scene, period):
    clerk = scene.hall.seat("staff", scene.hall.network).actor
    with pytest.raises(ObjectDoesNotExist):
        services.not_done(period.case.number, actor=clerk, reason="Bizim değil")


def test_not_done_needs_a_reason_and_keeps_it(scene, period):
    with pytest.raises(Refused, match="Neden yapılmadığını yazın"):
        services.not_done(period.case.number, actor=scene.gis_clerk.actor, reason=" ")
    settled = services.not_done(period.case.number, actor=scene.gis_clerk.actor, reason="Sunucu arızası")
    assert (settled.case.state, settled.reason, settled.settled_by) == (
        "not_done",
        "Sunucu arızası",
        scene.gis_clerk.user,
    )
    assert proof_of(scene.map_duty) == Proof.MISSING


def test_only_the_manager_excuses_and_opens_again(scene, period):
    number = period.case.number
    with pytest.raises(Refused, match="«Muaf tut» için yetkiniz yok"):
        services.excuse(number, actor=scene.gis_clerk.actor, reason="Taşınma")
    services.excuse(number, actor=scene.gis_director.actor, reason="Taşınma")
    again = services.reopen(number, actor=scene.gis_director.actor, reason="Taşınma bitti")
    assert (again.case.state, again.settled_at, again.case.resting) == ("open", None, False)
    assert verbs(period) == ["open", "excuse", "reopen"]


def test_the_wrong_state_refuses_in_words(scene, period):
    services.done(period.case.number, actor=scene.gis_clerk.actor, title="Yapıldı")
    with pytest.raises(Refused, match="Bu aşamada «Yapıldı, kanıtla» yapılamaz"):
        services.done(period.case.number, actor=scene.gis_clerk.actor, title="Bir daha")
    assert Evidence.objects.count() == 1


def test_a_capability_that_counted_inside_the_period_closes_it_at_night(scene, period):
    legislation.decide_binding(
        scene.map_duty.pk, actor=scene.gis_director.actor, capability_code="access.seats", accept=True
    )
    offered = services.proof_for(fresh(period))
    assert (offered.capability, offered.count > 0) == ("access.seats", True)
    assert services.run_round().proven == 1
    closed = fresh(period)
    assert (closed.case.state, closed.capability, closed.settled_by, closed.evidence) == (
        "proven",
        "access.seats",
        None,
        None,
    )
    assert verbs(period) == ["open", "prove"]


def test_without_a_confirmed_capability_nothing_proves_itself(scene, period):
    with pytest.raises(Refused, match="kendiliğinden sayılan bir kayıt yok"):
        services.prove(period.case.number, actor=scene.gis_clerk.actor)


def test_a_paper_filed_on_the_duty_closes_the_period_it_belongs_to(scene, period):
    proof = legislation.file_evidence(
        scene.map_duty.pk,
        actor=scene.gis_clerk.actor,
        title="Aylık rapor",
        period_from=period.begins_on,
        period_to=period.ends_on,
    )
    services.settle_proven(scene.map_duty.pk)
    assert (fresh(period).case.state, fresh(period).evidence_id) == ("proven", proof.pk)


def test_a_paper_of_last_month_that_reaches_into_this_one_does_not_prove_it(scene, period):
    legislation.file_evidence(
        scene.map_duty.pk,
        actor=scene.gis_clerk.actor,
        title="Geçen ayın raporu",
        period_from=period.begins_on - dt.timedelta(days=28),
        period_to=period.begins_on + dt.timedelta(days=2),
    )
    assert services.settle_proven() == 0
    assert fresh(period).case.state == "open"


def test_a_proof_taken_back_opens_the_period_again(scene, period):
    services.done(period.case.number, actor=scene.gis_clerk.actor, title="Yapıldı")
    proof = Evidence.objects.get(duty=scene.map_duty)
    legislation.withdraw_evidence(proof.pk, actor=scene.gis_clerk.actor, why="Yanlış dosya")
    services.settle_proven(scene.map_duty.pk)
    again = fresh(period)
    assert (again.case.state, again.evidence_id, again.reason) == ("open", None, "Dönemin kanıtı geri alındı.")


def test_a_duty_that_ends_takes_its_open_periods_with_it(scene, period):
    legislation.repeal(scene.number, actor=scene.head.actor, repealed_on=localdate(), why="Yenisi geldi")
    services.run_round()
    fallen = fresh(period)
    assert (fallen.case.state, fallen.case.closed_at is not None) == ("lapsed", True)
    assert fallen.reason == f"Görev {localdate():%d.%m.%Y} günü kapandı."


def test_a_duty_that_moves_takes_its_open_periods_along(scene, period):
    legislation.set_duty(scene.map_duty.pk, actor=scene.head.actor, unit=scene.hall.network, cadence="monthly")
    services.run_round()
    moved = fresh(period)
    assert (moved.case.unit, moved.case.assignee) == (scene.hall.network, scene.network_director.user)
    assert verbs(period) == ["open", "move"]
    assert moved.case in cases.inbox(scene.network_director.actor, "mine").rows


def test_compliance_hears_what_legislation_tells(scene):
    heard = {
        one.name: [name.rpartition(".")[2] for name in reactions_to(one)] for one in (APPROVED, REPEALED, PROVED)
    }
    assert "text_approved" in heard["legislation.approved"]
    assert "text_repealed" in heard["legislation.repealed"]
    assert "duty_proved" in heard["legislation.proved"]


def test_a_period_of_a_position_is_settled_only_by_those_who_hold_it(scene):
    duty = scene.duty("4.a")
    services.set_plan(duty.pk, actor=scene.head.actor, interval="yearly", starts_on=localdate())
    period = services.open_now(duty.pk, actor=scene.head.actor)
    assert period.case.assignee_id == scene.chief.user.pk  # the only chief below the department
    with pytest.raises(Refused):
        services.done(period.case.number, actor=scene.gis_clerk.actor, title="Ben yaptım")
    assert services.done(period.case.number, actor=scene.chief.actor, title="Yapıldı").case.state == "done"
