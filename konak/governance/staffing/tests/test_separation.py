"""What may not meet in one person: refused when it would begin, listed while it lasts, allowed only until a day."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from konak.foundation.access.models import Grant
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.governance.staffing.models import Group, Incompatible
from konak.governance.staffing.queries import separation
from konak.governance.staffing.services import appointing, delegating, separating

DAY = dt.timedelta(days=1)


@pytest.fixture
def administrator(hall):
    return hall.seat("administrator", hall.municipality)


@pytest.fixture
def general(hall):
    return hall.seat("secretary_general", hall.municipality)


@pytest.fixture
def rule(administrator):
    return separating.set_rule(
        actor=administrator.actor,
        left_kind="position",
        left="auditor",
        right_kind="position",
        right="chief",
        why="Denetleyen yönetemez.",
    )


def appoint(general, user, unit, position):
    return appointing.appoint(actor=general.actor, user=user, unit=unit, position=position, since=localdate())


def test_a_rule_stops_the_appointment_in_its_own_words(hall, general, rule):
    auditor = hall.seat("auditor", hall.municipality)
    with pytest.raises(Refused) as caught:
        appoint(general, auditor.user, hall.gis, "chief")
    assert str(caught.value) == (
        "Görevler ayrılığı: «Denetçi, Deneme Belediyesi» ile «Şef, Coğrafi Bilgi Sistemleri Şube Müdürlüğü» "
        "aynı kişide birleşemez. Denetleyen yönetemez. "
        "Gerekirse Görevler ayrılığı sayfasından süreli istisna onayı alınabilir."
    )


def test_a_rule_that_only_warns_lets_it_pass_and_lists_it(hall, general, administrator, rule):
    Incompatible.objects.filter(pk=rule.pk).update(stops=False)
    auditor = hall.seat("auditor", hall.municipality)
    appoint(general, auditor.user, hall.gis, "chief")
    (one,) = separation.conflicts(administrator.actor)
    assert (one.user, one.rule.stops, one.exception) == (auditor.user, False, None)


def test_an_exception_lets_it_pass_until_its_day(hall, general, administrator, rule):
    auditor = hall.seat("auditor", hall.municipality)
    until = localdate() + 10 * DAY
    separating.allow_exception(rule.pk, actor=administrator.actor, user=auditor.user, until=until, why="Boş kadro")
    appoint(general, auditor.user, hall.gis, "chief")
    (today,) = separation.conflicts(administrator.actor)
    (later,) = separation.conflicts(administrator.actor, until + DAY)
    assert (today.exception.until, later.exception) == (until, None)
    with pytest.raises(Refused, match="Kendiniz için"):
        separating.allow_exception(rule.pk, actor=administrator.actor, user=administrator.user, until=until, why="x")


def test_a_delegation_is_checked_as_well(hall, administrator, rule):
    chief, both = hall.seat("chief", hall.gis), hall.seat("staff", hall.gis)
    Appointment.objects.create(user=both.user, unit=hall.municipality, position="auditor", since=localdate())
    with pytest.raises(Refused, match="Denetleyen yönetemez"):
        delegating.delegate(
            actor=chief.actor,
            seat_id=Appointment.objects.get(user=chief.user).pk,
            deputy=both.user,
            since=localdate(),
            until=localdate(),
        )


def test_groups_meet_rules_and_end_on_a_day(hall, general, administrator):
    assert separating.seed(actor=administrator.actor) == len(separating.SEED_RULES)
    assert separating.seed(actor=administrator.actor) == 0
    clerk = hall.seat("staff", hall.gis)
    keeper, controller = (Group.objects.get(code=code) for code in ("tasinir-kayit", "tasinir-kontrol"))
    given = {"user": clerk.user, "unit": hall.gis, "since": localdate(), "document": "E-1"}
    row = separating.name_member(keeper.pk, actor=general.actor, **given)
    with pytest.raises(Refused, match="Taşınırı kaydeden, kaydını kontrol edemez"):
        separating.name_member(controller.pk, actor=general.actor, **given)
    separating.end_member(row.pk, actor=general.actor, last_day=localdate())
    later = given | {"since": localdate() + DAY}
    assert separating.name_member(controller.pk, actor=general.actor, **later).user == clerk.user


def test_a_changed_grant_shows_the_conflict_it_makes(hall, administrator):
    separating.set_rule(
        actor=administrator.actor,
        left_kind="position",
        left="expert",
        right_kind="permission",
        right="staffing.rule",
        why="Kuralı uygulayan koyamaz.",
    )
    both = hall.seat("expert", hall.gis)
    Appointment.objects.create(user=both.user, unit=hall.network, position="chief", since=localdate())
    assert separation.conflicts(administrator.actor) == []
    assert separation.objections_to_grant("staffing.rule", "chief") == [
        "1 kişide «Uzman» ile birleşir: Kuralı uygulayan koyamaz."
    ]
    page = administrator.client.post(
        "/yonetim/yetkiler/staffing.rule/chief/", {"scope": "1", "why": "Şefler de bakar"}
    )
    assert "1 kişide «Uzman» ile birleşir: Kuralı uygulayan koyamaz." in page.content.decode()
    narrower = administrator.client.post(
        "/yonetim/yetkiler/staffing.rule/administrator/", {"scope": "1", "why": "x y z"}
    )
    assert "ile birleşir" not in narrower.content.decode()
    Grant.objects.create(permission="staffing.rule", position="chief", scope=1)
    assert [one.user for one in separation.conflicts(administrator.actor)] == [both.user]


def test_the_table_is_reviewed_on_a_day_with_its_outcome(hall, administrator, rule):
    page = "/kadro/gorevler-ayriligi/"
    assert "henüz gözden geçirilmedi" in administrator.client.get(page).content.decode()
    answer = administrator.client.post(f"{page}gozden-gecir/", {"note": "Kurallar yerinde, bir istisna kaldırıldı."})
    assert answer.status_code == 302
    shown = administrator.client.get(page).content.decode()
    assert "Kurallar yerinde, bir istisna kaldırıldı." in shown
    with pytest.raises(Refused, match="yetkiniz yok"):
        separating.review(actor=hall.seat("director", hall.gis).actor, note="x")


def test_the_rules_of_the_steps_are_read_from_the_lifecycles():
    found = {(one.kind, one.step, one.earlier) for one in separation.step_rules()}
    assert ("görev tanımı", "Yürürlüğe koy", "Onaya gönder") in found
    assert ("devir teslim", "Teslim aldım", "Teslim ettim") in found


def test_the_number_of_statements_does_not_grow_with_the_people(hall, administrator, rule):
    def statements():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            separation.conflicts(administrator.actor)
        return len(seen)

    for _ in range(2):
        person = hall.seat("auditor", hall.municipality)
        Appointment.objects.create(user=person.user, unit=hall.gis, position="chief", since=localdate())
    before = statements()
    for _ in range(10):
        person = hall.seat("auditor", hall.municipality)
        Appointment.objects.create(user=person.user, unit=hall.network, position="chief", since=localdate())
    assert (statements(), len(separation.conflicts(administrator.actor))) == (before, 12)


def test_a_clerk_sees_no_matrix_and_changes_no_rule(hall, rule):
    clerk = hall.seat("staff", hall.gis)
    assert clerk.client.get("/kadro/gorevler-ayriligi/").status_code == 404
    with pytest.raises(Refused, match="yetkiniz yok"):
        separating.switch_rule(rule.pk, actor=clerk.actor, active=False, why="x")
