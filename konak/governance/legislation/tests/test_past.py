"""The register as it stood on a day in the past."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, make_aware, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.foundation.evidence import capabilities
from konak.foundation.lifecycle import Refused
from konak.governance.legislation import queries, services
from konak.governance.legislation.models import (
    Binding,
    Cadence,
    CapabilitySnapshot,
    Duty,
    DutyStanding,
    Evidence,
    Proof,
)
from konak.governance.legislation.queries import DutyFilter

TODAY = localdate()
DAY = dt.timedelta(days=1)


def proved(duty, seat, *, filed_at, since, until, withdrawn_at=None):
    """A proof as it lies in the register after it was filed on that day."""
    made = Evidence(
        duty=duty,
        title="Tutanak",
        period_from=since,
        period_to=until,
        unit_id=duty.unit_id,
        filed_by=seat.user,
        filed_at=filed_at,
        withdrawn_at=withdrawn_at,
        digest="",
    )
    made.digest = queries.digest_of(made)
    made.save()
    return made


def ago(days):
    """The noon of that day: whether the tests run in the morning or at night, a proof keeps the same days."""
    return make_aware(dt.datetime.combine(TODAY - days * DAY, dt.time(12)))


def one(actor, duty, day, **filters):
    return next(row for row in queries.duties_on(actor, day, DutyFilter(**filters)) if row.pk == duty.pk)


def picture(rows):
    """All that a list shows of its duties."""
    return [
        (
            row.pk,
            row.unit.name,
            row.role,
            row.cadence,
            row.assignee_id,
            row.last_proof_at,
            queries.proof_of(row),
            queries.next_on(row),
            sorted((one.capability, one.state) for one in row.alive),
        )
        for row in rows
    ]


def test_the_register_of_last_month_still_shows_red_what_was_proved_today(scene):
    duty = scene.map_duty
    services.file_evidence(
        duty.pk,
        actor=scene.gis_clerk.actor,
        title="Katman güncelleme tutanağı",
        period_from=TODAY - 45 * DAY,
        period_to=TODAY,
    )
    assert queries.proof_of(Duty.objects.get(pk=duty.pk)) == Proof.FRESH
    assert queries.proof_of(one(scene.auditor.actor, duty, TODAY - 30 * DAY)) == Proof.MISSING


def test_a_withdrawn_proof_counts_until_it_was_withdrawn(scene):
    duty, clerk = scene.map_duty, scene.gis_clerk
    proved(duty, clerk, filed_at=ago(20), since=TODAY - 40 * DAY, until=TODAY - 20 * DAY, withdrawn_at=ago(10))
    seen = [queries.proof_of(one(clerk.actor, duty, TODAY - days * DAY)) for days in (21, 19, 11, 9)]
    assert seen == [Proof.MISSING, Proof.FRESH, Proof.FRESH, Proof.MISSING]


def test_a_duty_shows_the_unit_person_and_cadence_it_had(scene, rewind):
    duty, head = scene.duty("2.b"), scene.head
    rewind("dutyevent", 200)
    services.set_duty(duty.pk, actor=head.actor, unit=scene.hall.network, cadence=Cadence.WEEKLY)
    rewind("dutyevent", 40, since=1)
    services.assign_duty(duty.pk, actor=head.actor, assignee=scene.network_director.user)
    then = [one(head.actor, duty, TODAY - days * DAY) for days in (41, 39)]
    assert [(row.unit.name, row.cadence, row.assignee_id) for row in then] == [
        (scene.hall.gis.name, Cadence.CONTINUOUS, None),
        (scene.hall.network.name, Cadence.WEEKLY, None),
    ]
    live = Duty.objects.get(pk=duty.pk)
    assert live.assignee_id == scene.network_director.user.pk


def test_a_repealed_text_shows_in_its_time(scene):
    day = TODAY - 100 * DAY
    services.repeal(scene.number, actor=scene.head.actor, repealed_on=day, why="Yenisi geldi")
    actor = scene.auditor.actor
    assert [len(queries.duties_on(actor, at)) for at in (day - DAY, day, TODAY)] == [7, 0, 0]
    assert {row.closed_on for row in queries.duties_on(actor, day - DAY)} == {None}
    assert [row.title for row in queries.regulations_on(actor, day - DAY)] == [
        row.title for row in queries.regulations(actor)
    ]
    assert queries.regulations_on(actor, day) == []


def test_a_capability_confirmed_later_proves_nothing_earlier(scene, rewind):
    code = capabilities()[0].code
    duty = scene.map_duty
    services.decide_binding(duty.pk, actor=scene.head.actor, capability_code=code, accept=True)
    CapabilitySnapshot.objects.create(
        day=TODAY - 60 * DAY, capability=code, unit_id=duty.unit_id, count=3, last=ago(61)
    )
    CapabilitySnapshot.objects.create(day=TODAY - DAY, capability=code, unit_id=duty.unit_id, count=9, last=ago(2))
    Binding.objects.filter(duty=duty, capability=code).update(decided_at=ago(30))
    rewind("bindingevent", 400)
    seen = {days: one(scene.head.actor, duty, TODAY - days * DAY).last_proof_at for days in (31, 29, 1)}
    assert {days: moment and localdate(moment) for days, moment in seen.items()} == {
        31: None,
        29: TODAY - 61 * DAY,
        1: TODAY - 2 * DAY,
    }


def bound(scene, duty, decided):
    """The first capability of the house, confirmed for a duty so many days ago."""
    code = capabilities()[0].code
    services.decide_binding(duty.pk, actor=scene.head.actor, capability_code=code, accept=True)
    Binding.objects.filter(duty=duty, capability=code).update(decided_at=ago(decided))
    return code


def test_between_two_kept_nights_a_record_of_the_day_is_not_overlooked(scene):
    duty = scene.map_duty
    code = bound(scene, duty, decided=40)
    for back, shown in ((30, 35), (23, 26)):
        CapabilitySnapshot.objects.create(
            day=TODAY - back * DAY, capability=code, unit_id=duty.unit_id, count=1, last=ago(shown)
        )
    past = queries.past_of([duty], TODAY, ask=False)
    told = {back: past.shown(code, duty.unit_id, TODAY - back * DAY) for back in (30, 27, 26, 24, 23)}
    days = {back: (TODAY - localdate(shown)).days for back, shown in told.items()}
    assert days == {30: 35, 27: 35, 26: 26, 24: 26, 23: 26}


def test_the_nights_of_weekly_duties_are_made_up_for_one_by_one_those_of_others_by_the_week(scene):
    bound(scene, scene.map_duty, decided=10)
    services.take_snapshots()
    assert CapabilitySnapshot.objects.count() == 3
    CapabilitySnapshot.objects.all().delete()
    Duty.objects.filter(pk=scene.map_duty.pk).update(cadence=Cadence.WEEKLY)
    services.take_snapshots()
    assert CapabilitySnapshot.objects.count() == 10


def test_refreshing_goes_backwards_when_a_proof_disappears(scene):
    duty = scene.map_duty
    proof = proved(duty, scene.gis_clerk, filed_at=ago(3), since=TODAY - 9 * DAY, until=TODAY - 4 * DAY)
    services.refresh_proofs()
    assert Duty.objects.get(pk=duty.pk).last_proof_at == queries.whole_day(TODAY - 4 * DAY)
    Evidence.objects.filter(pk=proof.pk).update(withdrawn_at=now(), withdrawn_why="Yanlış dosya")
    assert (services.refresh_proofs(), services.refresh_proofs()) == (1, 0)
    assert Duty.objects.get(pk=duty.pk).last_proof_at is None


def test_missed_nights_are_made_up_for_and_kept_once(scene):
    duty = scene.map_duty
    proved(duty, scene.gis_clerk, filed_at=ago(12), since=TODAY - 20 * DAY, until=TODAY - 12 * DAY)
    snapshots, standings = services.keep_the_night()
    assert (services.keep_the_night(), snapshots >= 0, standings > 0) == ((0, 0), True, True)
    DutyStanding.objects.filter(day__gte=TODAY - 5 * DAY).delete()
    services.keep_the_night()
    nights = {night.day: night for night in queries.trend(scene.auditor.actor)}
    assert (nights[TODAY - DAY].fresh, nights[TODAY - DAY].every) == (1, 7)
    assert (nights[TODAY - 13 * DAY].fresh, nights[TODAY - 13 * DAY].missing) == (0, 7)
    assert TODAY not in nights


def test_a_kept_night_says_what_the_register_of_that_day_says(scene):
    proved(scene.map_duty, scene.gis_clerk, filed_at=ago(60), since=TODAY - 70 * DAY, until=TODAY - 60 * DAY)
    services.keep_the_night()
    actor = scene.auditor.actor
    for night in queries.trend(actor)[-90::30]:
        seen = queries.tally(queries.duties_on(actor, night.day))
        assert (night.fresh, night.stale, night.missing) == (seen.fresh, seen.stale, seen.missing)


def test_a_stranger_sees_no_past_and_no_trend(scene):
    services.keep_the_night()
    assert queries.duties_on(scene.stranger.actor, TODAY - DAY) == []
    assert queries.trend(scene.stranger.actor) == []


def test_the_past_costs_the_same_number_of_statements_with_more_duties(scene):
    actor = scene.auditor.actor

    def statements():
        with CaptureQueriesContext(connection) as seen:
            queries.duties_on(actor, TODAY - 20 * DAY)
        return len(seen)

    proved(scene.map_duty, scene.gis_clerk, filed_at=ago(30), since=TODAY - 40 * DAY, until=TODAY - 30 * DAY)
    before = statements()
    for duty in Duty.objects.all():
        proved(duty, scene.gis_clerk, filed_at=ago(30), since=TODAY - 40 * DAY, until=TODAY - 30 * DAY)
    assert (statements(), before <= 10) == (before, True)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["prove", "withdraw", "move", "bind", "unbind", "assign"]),
        st.integers(0, 6),
        st.integers(0, 400),
        st.sampled_from(Cadence.values),
    ),
    max_size=12,
)
ASKED = st.sampled_from(["", Proof.FRESH, Proof.STALE, Proof.MISSING, queries.LACKING, Proof.CLOSED])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, state=ASKED, words=st.sampled_from(["", "yedek", "görev", "CBS md. 2"]))
def test_as_of_today_is_the_live_register(scene, actions, state, words):
    head = scene.head.actor
    rows = list(Duty.objects.filter(closed_on=None).order_by("pk"))
    code = capabilities()[0].code
    for verb, place, days, cadence in actions:
        duty = rows[place % len(rows)]
        match verb:
            case "prove":
                moment = now() - dt.timedelta(days=days)
                proved(duty, scene.head, filed_at=moment, since=localdate(moment) - DAY, until=localdate(moment))
            case "withdraw":
                if row := duty.evidence.filter(withdrawn_at=None).first():
                    services.withdraw_evidence(row.pk, actor=head, why="Yanlış")
            case "move":
                unit = scene.hall.network if days % 2 else scene.hall.gis
                wanted = duty.cadence if duty.cadence_stated else cadence
                services.set_duty(duty.pk, actor=head, unit=unit, cadence=wanted)
            case "assign":
                with suppress(Refused):  # the duty may have moved to a unit where the clerk has no seat
                    services.assign_duty(duty.pk, actor=head, assignee=scene.gis_clerk.user if days % 2 else None)
            case _:
                services.decide_binding(duty.pk, actor=head, capability_code=code, accept=verb == "bind")
    services.refresh_proofs()
    asked = DutyFilter(state=state or None, q=words or None)
    assert picture(queries.duties_on(head, TODAY, asked)) == picture(queries.duties(head, asked))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21.10.2026", dt.date(2026, 10, 21)),
        ("1/2/2026", dt.date(2026, 2, 1)),
        ("2026-10-21", dt.date(2026, 10, 21)),
        ("31.02.2026", None),
        ("dün", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_turkish_and_in_iso(text, day):
    assert queries.day_of(text) == day


def test_today_and_tomorrow_are_the_present():
    assert [queries.past_day((TODAY + days * DAY).isoformat()) for days in (-1, 0, 1)] == [TODAY - DAY, None, None]
