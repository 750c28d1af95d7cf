"""Information systems: entered, tied, reviewed, taken out of use; and shared boxes. Who may, and what stops it."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.governance.processes.models import Component, Reliance, Service
from konak.governance.staffing.queries.handovers import held_by
from konak.governance.systems import public, queries, services
from konak.governance.systems.models import GAPS, InformationSystem, NamingRule, SharedBox

WHOLE = {
    "criticality": 3,
    "data_class": "internal",
    "runs": "house",
    "rto_hours": 4,
    "rpo_hours": 24,
    "backup": "Gecelik",
    "log_source": "ebys-01",
    "watched": True,
}
YESTERDAY = localdate() - dt.timedelta(days=1)


def enter(scene, code="EBYS", **facts):
    return services.add(
        actor=scene.network_director.actor, unit_id=scene.hall.network.pk, code=code, name=f"Sistem {code}", **facts
    )


def told(kind, subject):
    return [entry.verb for entry in trail.story(kind, subject)]


def test_a_system_is_entered_with_its_units_and_the_story_says_so(scene):
    row = enter(scene, "ebys 2", served=[scene.hall.gis.pk, scene.hall.network.pk], personal_data=["identity"])
    assert (row.code, row.review_on > localdate() + dt.timedelta(days=300)) == ("EBYS-2", True)
    assert {one.unit_id for one in queries.served(row)} == {scene.hall.gis.pk, scene.hall.network.pk}
    services.edit("EBYS-2", actor=scene.network_director.actor, criticality=4)
    assert told(queries.SYSTEM_KIND, "EBYS-2") == ["add", "edit"]
    assert public.find("ebys-2").criticality == 4


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"code": "1"}, "Kod bir harfle"),
        ({"name": "  "}, "ad verin"),
        ({"state": "retired"}, "son gününü yazın"),
        ({"since": localdate(), "until": YESTERDAY, "state": "retired"}, "girmeden"),
        ({"until": YESTERDAY}, "kullanımda görünemez"),
        ({"since": localdate() + dt.timedelta(days=3)}, "Planlanıyor"),
    ],
)
def test_what_cannot_be_is_refused_in_words(scene, facts, words):
    given = {"code": "EBYS", "name": "EBYS"} | facts
    with pytest.raises(Refused, match=words):
        services.add(actor=scene.network_director.actor, unit_id=scene.hall.network.pk, **given)
    assert InformationSystem.objects.count() == 0


def test_a_code_is_given_once_and_a_person_does_not_stand_in_for_himself(scene):
    enter(scene)
    with pytest.raises(Refused, match="zaten var"):
        enter(scene, "ebys")
    with pytest.raises(Refused, match="yedeği kendisi"):
        enter(scene, "CBS", assignee=scene.chief.user, substitute=scene.chief.user)


def test_another_unit_reads_the_name_but_neither_writes_nor_sees_what_lies_behind(scene):
    row = enter(scene)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.edit("EBYS", actor=scene.gis_director.actor, name="Başka")
    assert queries.system(scene.stranger.actor, "EBYS") == row
    assert (queries.details(scene.stranger.actor, row), queries.details(scene.head.actor, row)) == (False, True)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.edit("EBYS", actor=scene.network_director.actor, secrecy=3)
    InformationSystem.objects.update(secrecy=3)
    with pytest.raises(ObjectDoesNotExist):
        queries.system(scene.stranger.actor, "EBYS")


def test_what_is_missing_is_the_same_on_the_record_and_in_the_list(scene):
    past = localdate() - dt.timedelta(days=400)
    enter(scene, "BOS")
    enter(scene, "TAM", assignee=scene.chief.user, substitute=scene.gis_clerk.user, **WHOLE)
    enter(scene, "ACIK", criticality=4, personal_data=["health"], contract_until=past, data_class="secret")
    enter(scene, "PLAN", state="planned")
    enter(scene, "ESKI", state="retired", since=past, until=YESTERDAY)
    InformationSystem.objects.filter(code="ACIK").update(review_on=YESTERDAY)
    today = localdate()
    for row in InformationSystem.objects.all():
        by_list = {code for code in GAPS if InformationSystem.objects.filter(queries.lacking(code, today), pk=row.pk)}
        assert (row.code, {gap.code for gap in row.gaps_on(today)}) == (row.code, by_list)
    assert [row.code for row in queries.systems(scene.head.actor, queries.SystemFilter(gap="review"))] == ["ACIK"]
    assert public.expected("backup")[0].code == "ACIK"


def test_systems_that_stop_without_each_other_are_refused_and_an_outage_reaches_far(scene):
    by = {code: enter(scene, code) for code in ("AAA", "BBB", "CCC")}
    actor = scene.network_director.actor
    services.set_interface("AAA", actor=actor, other=by["BBB"], need="stops")
    services.set_interface("BBB", actor=actor, other=by["CCC"], need="stops")
    with pytest.raises(Refused, match="zaten"):
        services.set_interface("CCC", actor=actor, other=by["AAA"], need="stops")
    services.set_interface("CCC", actor=actor, other=by["AAA"], need="data")
    services.set_interface("AAA", actor=actor, counterpart="Dış Kurum", way="file", need="data")
    assert [row.code for row in queries.stops_without(actor, by["CCC"])] == ["AAA", "BBB"]
    drawn = queries.graph(actor, by["AAA"], depth=1)
    assert (drawn.columns, {(one.source, one.target) for one in drawn.edges}) == (
        {"AAA": 0, "BBB": 1, "~Dış Kurum": 1, "CCC": -1},
        {("AAA", "BBB"), ("AAA", "~Dış Kurum"), ("CCC", "AAA")},
    )
    with pytest.raises(Refused, match="olmadan duran"):
        services.retire("CCC", actor=actor, on=localdate())


def test_a_review_opens_a_month_before_is_confirmed_when_whole_and_comes_back_in_a_year(scene):
    enter(scene, assignee=scene.chief.user)
    assert services.open_due(day=localdate()) == 0
    InformationSystem.objects.update(review_on=localdate() + dt.timedelta(days=20))
    assert (services.open_due(), services.open_due()) == (1, 0)
    review = queries.reviews(scene.chief.actor).get()
    number = review.case.number
    assert review.case.assignee == scene.chief.user
    with pytest.raises(Refused, match="kritiklik belirlenmemiş"):
        services.confirm(number, actor=scene.network_director.actor)
    services.edit("EBYS", actor=scene.network_director.actor, **WHOLE)
    with pytest.raises(Refused, match=r"yetkiniz yok|yazma yetkilisi"):
        services.confirm(number, actor=scene.gis_director.actor)
    services.confirm(number, actor=scene.chief.actor, remark="Doğru")
    row = InformationSystem.objects.get()
    assert (row.reviewed_on, (row.review_on - localdate()).days in (365, 366)) == (localdate(), True)
    assert queries.reviews_of(row)[0].snapshot["kritiklik"] == "Yüksek"
    with pytest.raises(Refused, match="Bu aşamada"):
        services.confirm(number, actor=scene.chief.actor)


def box(scene, **facts):
    given = {"kind": "mailbox", "name": "bilgi@ornek.example", "purpose": "Başvuru", "assignee": scene.chief.user}
    return services.open_box(actor=scene.network_director.actor, unit_id=scene.hall.network.pk, **(given | facts))


def test_a_box_follows_the_rule_of_names_or_says_why_not(scene):
    NamingRule.objects.create(kind="mailbox", pattern="*.*@ornek.example")
    with pytest.raises(Refused, match="Ad kurala uymuyor"):
        box(scene)
    with pytest.raises(Refused, match="Türkçe harf"):
        box(scene, name="çağrı.merkezi@ornek.example")
    assert box(scene, name="cagri.merkezi@ornek.example").purpose == "Başvuru"
    assert box(scene, exception="Eski kutu").exception == "Eski kutu"
    with pytest.raises(Refused, match="zaten var"):
        box(scene, exception="Yine")


def test_people_of_a_box_come_and_go_and_a_leaver_loses_his_right(scene):
    row = box(scene)
    actor = scene.network_director.actor
    services.put_in(row.pk, actor=actor, user=scene.gis_clerk.user, role="read")
    with pytest.raises(Refused, match="zaten sahip"):
        services.put_in(row.pk, actor=actor, user=scene.gis_clerk.user, role="read")
    owner = row.members.get(user=scene.chief.user)
    with pytest.raises(Refused, match="sorumlusu çıkarılamaz"):
        services.take_out(row.pk, actor=actor, member_id=owner.pk)
    scene.gis_clerk.user.is_active = False
    scene.gis_clerk.user.save()
    with pytest.raises(Refused, match="1 kişinin hakkı"):
        services.review_box(row.pk, actor=scene.chief.actor)
    assert services.end_rights_of(scene.gis_clerk.user.pk, actor=actor) == 1
    services.review_box(row.pk, actor=actor_of(scene.chief.user.pk))
    services.close_box(row.pk, actor=actor, on=localdate())
    assert not row.members.filter(until=None).exists()
    assert told(queries.BOX_KIND, row.pk) == ["add", "put_in", "take_out", "review", "close"]


def test_what_somebody_answers_for_stands_in_his_hand_over_and_passes_to_the_next(scene):
    enter(scene, assignee=scene.chief.user, substitute=scene.gis_clerk.user)
    row = box(scene)
    held = {one.label: (one, thing) for one, thing in held_by(scene.chief.user.pk) if "Sorumlu" in one.label}
    assert sorted(held) == ["Sorumlu olduğu bilgi sistemleri", "Sorumlu olduğu ortak kutular"]
    for one, thing in held.values():
        with pytest.raises(Refused, match="devralacağını seçin"):
            one.settle(thing.key, scene.chief.user, None, scene.head.actor)
        one.settle(thing.key, scene.chief.user, scene.gis_clerk.user, scene.head.actor)
    system = InformationSystem.objects.get()
    assert (system.assignee, system.substitute) == (scene.gis_clerk.user, None)
    assert SharedBox.objects.get(pk=row.pk).assignee == scene.gis_clerk.user


def test_a_system_is_tied_to_what_services_stand_on_and_both_pages_say_so(hall):
    keeper = hall.seat("director", hall.network)
    component = Component.objects.create(unit=hall.network, name="EBYS uygulaması", kind="application")
    service = Service.objects.create(unit=hall.network, name="Evrak kaydı", audience="inside")
    Reliance.objects.create(service=service, component=component, need="stops")
    facts = {"unit_id": hall.network.pk, "component_id": component.pk}
    services.add(actor=keeper.actor, code="EBYS", name="Elektronik belge", **facts)
    assert "Evrak kaydı" in keeper.client.get("/bilgi-sistemleri/EBYS/").text
    assert "Elektronik belge" in keeper.client.get(f"/hizmetler/bilesenler/{component.pk}/").text
    with pytest.raises(Refused, match="tek bir sistemdir"):
        services.add(actor=keeper.actor, code="EBYS-2", name="İkincisi", **facts)
