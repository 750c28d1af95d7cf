"""Processes with their versions, services with their duties, risks and controls: what may be done by whom."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.governance.processes import queries, services
from konak.governance.processes.models import ControlRun, Process, ProcessVersion, Service

STEPS = "Vatandaş | Başvurur\nŞef, Sistem ve Ağ Şube Müdürlüğü | Uygun mu? => Evet: 3; Hayır: son\nUzman | Yapar"
YESTERDAY = localdate() - dt.timedelta(days=1)


@pytest.fixture
def draft(scene):
    return services.open_process(
        actor=scene.network_director.actor, unit_id=scene.hall.network.pk, name="Ağ değişikliği", steps=STEPS
    )


@pytest.fixture
def service(scene):
    return services.add_service(
        actor=scene.network_director.actor,
        unit_id=scene.hall.network.pk,
        name="Ağ erişimi",
        audience="inside",
        finish_in=3,
        finish_unit="workday",
    )


def approve(scene, version):
    services.submit(version.case.number, actor=scene.network_director.actor)
    return services.approve(version.case.number, actor=scene.head.actor)


def states(process):
    return list(process.versions.order_by("version").values_list("version", "case__state"))


def risk_and_control(scene, process, frequency="monthly"):
    actor = scene.network_director.actor
    began = localdate() - dt.timedelta(days=100)
    risk = services.open_risk(process.pk, actor=actor, name="Kesinti", likelihood=3, impact=5, opened_on=began)
    control = services.add_control(
        risk.pk, actor=actor, name="Denetim", kind="detective", frequency=frequency, began_on=began
    )
    return risk, control


def test_steps_know_their_position_and_unit(scene, draft):
    found = list(draft.steps.values_list("who", "position", "unit_id"))
    assert found == [
        ("Vatandaş", "", None),
        ("Şef, Sistem ve Ağ Şube Müdürlüğü", "chief", scene.hall.network.pk),
        ("Uzman", "expert", None),
    ]


def test_a_new_version_takes_the_place_of_the_one_before_when_it_is_approved(scene, draft):
    approve(scene, draft)
    second = services.new_version(draft.process_id, actor=scene.network_director.actor, changed="Adım eklendi")
    assert states(draft.process) == [(1, "approved"), (2, "draft")]
    assert [step.title for step in second.steps.all()] == [step.title for step in draft.steps.all()]
    approve(scene, second)
    assert states(draft.process) == [(1, "superseded"), (2, "approved")]
    assert Process.objects.get(pk=draft.process_id).review_on > localdate() + dt.timedelta(days=350)


def test_whoever_sent_it_does_not_approve_it(scene, draft):
    services.submit(draft.case.number, actor=scene.network_director.actor)
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.approve(draft.case.number, actor=scene.network_director.actor)


def test_one_draft_at_a_time_and_steps_change_only_in_a_draft(scene, draft):
    actor = scene.network_director.actor
    with pytest.raises(Refused, match="taslağı zaten var"):
        services.new_version(draft.process_id, actor=actor, changed="Yine")
    approve(scene, draft)
    with pytest.raises(Refused, match="yalnız taslakta"):
        services.set_steps(draft.case.number, actor=actor, steps=STEPS)


def test_a_process_without_steps_is_not_sent_for_approval(scene):
    empty = services.open_process(actor=scene.network_director.actor, unit_id=scene.hall.network.pk, name="Boş")
    with pytest.raises(Refused, match="en az iki adım"):
        services.submit(empty.case.number, actor=scene.network_director.actor)


def test_another_unit_neither_sees_nor_writes_a_process(scene, draft):
    with pytest.raises(ObjectDoesNotExist):
        queries.process(scene.stranger.actor, draft.process_id)
    assert list(queries.processes(scene.stranger.actor)) == []
    with pytest.raises(ObjectDoesNotExist):
        services.edit_process(draft.process_id, actor=scene.gis_director.actor, name="Başka")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.open_process(actor=scene.gis_director.actor, unit_id=scene.hall.network.pk, name="Başka")


def test_an_approved_version_keeps_the_risks_of_its_day(scene, draft):
    risk, _ = risk_and_control(scene, draft.process)
    approve(scene, draft)
    services.close_risk(risk.pk, actor=scene.network_director.actor, why="Yedek hat kuruldu")
    kept = ProcessVersion.objects.get(pk=draft.pk).snapshot
    assert [(row["risk"], row["score"], [one["name"] for one in row["controls"]]) for row in kept] == [
        ("Kesinti", 15, ["Denetim"])
    ]
    assert list(queries.risks(scene.head.actor, draft.process)) == []


def test_doing_a_control_moves_its_date_and_says_when_it_was_late(scene, draft):
    _, control = risk_and_control(scene, draft.process)
    assert control.due_on == control.began_on + dt.timedelta(days=30)
    run = services.perform(control.pk, actor=scene.network_director.actor, done_on=YESTERDAY, result="effective")
    control.refresh_from_db()
    assert (run.late, control.last_on, control.due_on) == (True, YESTERDAY, YESTERDAY + dt.timedelta(days=30))
    for facts, words in (
        ({"done_on": YESTERDAY, "result": "effective"}, "kayıt zaten var"),
        ({"done_on": localdate(), "result": "failed"}, "bulguyu yazın"),
        ({"done_on": localdate() + dt.timedelta(days=1), "result": "effective"}, "gelecekte"),
        ({"done_on": control.began_on - dt.timedelta(days=1), "result": "effective"}, "öncesi için"),
    ):
        with pytest.raises(Refused, match=words):
            services.perform(control.pk, actor=scene.network_director.actor, **facts)


def test_a_control_at_every_case_never_falls_due(scene, draft):
    _, control = risk_and_control(scene, draft.process, "each")
    assert control.due_on is None
    assert queries.control_counts(scene.head.actor) == {"due": 0, "soon": 0, "each": 1, "all": 1, "ended": 0}


def test_the_calendar_opens_what_is_due_and_the_stranger_sees_none(scene, draft):
    _, control = risk_and_control(scene, draft.process)
    due = queries.ControlFilter(view="due")
    assert [row.pk for row in queries.controls(scene.network_director.actor, due)] == [control.pk]
    assert list(queries.controls(scene.stranger.actor, due)) == []
    assert queries.due_count(scene.network_director.actor) == 1


def test_a_risk_is_scored_from_one_to_five_and_what_stays_is_not_more(scene, draft):
    actor = scene.network_director.actor
    with pytest.raises(Refused, match="1 ile 5"):
        services.open_risk(draft.process_id, actor=actor, name="X", likelihood=6, impact=1)
    with pytest.raises(Refused, match="büyük olamaz"):
        services.open_risk(
            draft.process_id, actor=actor, name="X", likelihood=1, impact=1, left_likelihood=2, left_impact=1
        )
    risk, _ = risk_and_control(scene, draft.process)
    matrix = queries.matrix([risk])
    assert (matrix.high, [(row[0], [len(cell[1]) for cell in row[1]]) for row in matrix.rows][2]) == (
        1,
        (3, [0, 0, 0, 0, 1]),
    )


def test_a_departure_is_reported_and_set_right(scene, draft):
    approve(scene, draft)
    row = services.report(
        draft.process_id, actor=scene.network_director.actor, found_on=YESTERDAY, what="Onaysız yapıldı"
    )
    with pytest.raises(Refused, match="arasında olmalı"):
        services.correct_deviation(
            row.pk,
            actor=scene.network_director.actor,
            correction="x",
            corrected_on=YESTERDAY - dt.timedelta(days=1),
        )
    done = services.correct_deviation(
        row.pk, actor=scene.network_director.actor, correction="Düzeltildi", corrected_on=localdate()
    )
    assert done.corrected_on == localdate()


def test_services_and_duties_show_what_the_other_lacks(scene, service):
    without = queries.ServiceFilter(rests="without")
    assert [row.pk for row in queries.services(scene.head.actor, without)] == [service.pk]
    services.link_service(service.pk, actor=scene.network_director.actor, duty_id=scene.duty("3.b").pk)
    assert list(queries.services(scene.head.actor, without)) == []
    bare = [fact.path for fact in queries.duties_without_service(scene.head.actor).rows]
    assert bare == ["2.a", "2.b", "2.c", "3.a", "3.c", "4.a"]
    # somebody who reads no duty sees the service and nothing that it carries out
    assert queries.duties_of_service(scene.stranger.actor, Service.objects.get()) == []


def test_the_scope_record_says_what_stops_and_what_slows(scene, service):
    actor = scene.network_director.actor
    part = services.add_component(actor=actor, unit_id=scene.hall.network.pk, name="Ağ", kind="network")
    services.rely(service.pk, actor=actor, component_id=part.pk, need="stops")
    ((row, needs),) = queries.scope(scene.head.actor)
    assert (row.pk, needs) == (service.pk, {part.pk: "stops"})
    (counted,) = queries.components(scene.head.actor)
    assert (counted.relying, counted.stopping) == (1, 1)
    services.rely(service.pk, actor=actor, component_id=part.pk, need="")
    assert queries.scope(scene.head.actor)[0][1] == {}


def test_every_page_opens_and_tells_a_stranger_no_process(scene, draft, service):
    risk_and_control(scene, draft.process)
    approve(scene, draft)
    pages = ["/hizmetler/", "/hizmetler/kapsam/", "/hizmetler/gorevler/", f"/hizmetler/{service.pk}/", "/surecler/"]
    pages += ["/surecler/riskler/", "/surecler/kontroller/?view=all", "/surecler/gorevler/"]
    own = f"/surecler/{draft.process_id}/"
    tabs = [f"{own}?sekme={tab}" for tab in ("harita", "riskler", "gorevler", "surumler", "sapmalar", "gecmis")]
    own_only = [*tabs, f"/surecler/surum/{draft.case.number}/"]
    for page in pages + own_only:
        assert (page, scene.head.client.get(page).status_code) == (page, 200)
    for page in own_only:
        assert (page, scene.stranger.client.get(page).status_code) == (page, 404)
    for page in pages:
        told = scene.stranger.client.get(page)
        assert (told.status_code, "Ağ değişikliği" in told.content.decode()) == (200, False)


def test_the_card_is_a_pdf_and_the_map_an_svg(scene, draft):
    risk_and_control(scene, draft.process)
    card = scene.head.client.get(f"/surecler/surum/{draft.case.number}/kart.pdf")
    drawn = scene.head.client.get(f"/surecler/surum/{draft.case.number}/harita.svg")
    assert (card.status_code, card.content[:5]) == (200, b"%PDF-")
    assert (drawn["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<svg")


def test_both_doors_refuse_in_the_same_words(scene, draft):
    page = scene.network_director.client.post(
        f"/surecler/surum/{draft.case.number}/adimlar/", {"steps": "A | Yapar => 9\nB | Biter"}
    )
    api = scene.network_director.client.post(
        f"/api/processes/versions/{draft.case.number}/steps",
        {"steps": "A | Yapar => 9\nB | Biter"},
        content_type="application/json",
    )
    assert (page.status_code, api.status_code) == (422, 409)
    assert api.json()["title"] in page.content.decode()


def test_the_register_costs_the_same_number_of_statements_however_many_processes(scene, draft):
    def statements(page):
        with CaptureQueriesContext(connection) as counted:
            assert scene.head.client.get(page).status_code == 200
        return len(counted)

    pages = ("/surecler/", "/hizmetler/", "/surecler/kontroller/?view=all")
    services.add_service(actor=scene.head.actor, unit_id=scene.hall.network.pk, name="H", audience="inside")
    risk_and_control(scene, draft.process)
    for page in pages:
        statements(page)
    few = [statements(page) for page in pages]
    for number in range(8):
        made = services.open_process(
            actor=scene.network_director.actor, unit_id=scene.hall.network.pk, name=f"S{number}", steps=STEPS
        )
        risk_and_control(scene, made.process)
        services.add_service(
            actor=scene.head.actor, unit_id=scene.hall.network.pk, name=f"H{number}", audience="inside"
        )
    assert [statements(page) for page in pages] == few


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_down_the_same_control_at_once_one_does(hall):
    director = hall.seat("director", hall.network)
    version = services.open_process(actor=director.actor, unit_id=hall.network.pk, name="P", steps=STEPS)
    began = localdate() - dt.timedelta(days=50)
    risk = services.open_risk(version.process_id, actor=director.actor, name="R", likelihood=1, impact=1)
    control = services.add_control(
        risk.pk, actor=director.actor, name="K", kind="detective", frequency="monthly", began_on=began
    )
    barrier = Barrier(5)

    def press(place):
        barrier.wait(timeout=30)
        try:
            services.perform(control.pk, actor=actor_of(director.user.pk), done_on=YESTERDAY, result="effective")
            return "done"
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(press, range(5)))
    assert (answers.count("done"), ControlRun.objects.count()) == (1, 1)
    assert sum("kayıt zaten var" in answer for answer in answers) == 4
