"""Görev teyidi: opened at the end of a term, answered, signed with a digest, received from below."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist

from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.governance.compliance import queries, services
from konak.governance.compliance.models import Confirmation, ConfirmationLine, ConfirmationPlan
from konak.governance.compliance.views.confirmations import document

D = dt.date


@pytest.fixture
def quarter(scene):
    """The confirmations of the first quarter of 2026: department, and its two branches."""
    services.open_confirmations(D(2026, 1, 5))
    services.open_confirmations(D(2026, 4, 1))
    return scene


def of(scene, unit):
    return Confirmation.objects.get(of_unit=unit)


def answer_all(record, person, answer="done", remark=""):
    said = {line.pk: services.Said(answer, remark) for line in record.lines.all()}
    services.answer(record.case.number, actor=person.actor, said=said)


def test_every_unit_with_duties_is_asked_after_the_quarter_and_knows_where_it_flows(quarter):
    hall = quarter.hall
    rows = Confirmation.objects.order_by("pk")
    assert [(row.of_unit, row.position, row.above and row.above.of_unit) for row in rows] == [
        (hall.department, "head_of_department", None),
        (hall.gis, "director", hall.department),
        (hall.network, "director", hall.department),
    ]
    gis = of(quarter, hall.gis)
    assert (gis.begins_on, gis.ends_on) == (D(2026, 1, 1), D(2026, 3, 31))
    assert [line.path for line in gis.lines.all()] == ["2.a", "2.b", "2.c"]
    assert (gis.case.assignee, gis.case.state) == (quarter.gis_director.user, "open")


def test_a_term_is_asked_for_once_and_the_first_is_the_one_the_plan_began_in(quarter):
    assert services.open_confirmations(D(2026, 4, 2)) == 0
    assert set(Confirmation.objects.values_list("ends_on", flat=True)) == {D(2026, 3, 31)}
    assert ConfirmationPlan.objects.get().interval == "quarterly"


def test_signing_wants_an_answer_for_every_duty_and_a_reason_for_what_was_not_done(quarter):
    record = of(quarter, quarter.hall.gis)
    number, director = record.case.number, quarter.gis_director
    with pytest.raises(Refused, match="3 görevin durumu işaretlenmedi"):
        services.sign(number, actor=director.actor)
    answer_all(record, director, "partly")
    with pytest.raises(Refused, match="nedeni yazılmamış"):
        services.sign(number, actor=director.actor)
    answer_all(record, director, "partly", "Eksikler sürüyor")
    signed = services.sign(number, actor=director.actor)
    assert (signed.case.state, signed.case.assignee, signed.signed_by) == ("signed", quarter.head.user, director.user)


def test_what_was_signed_is_frozen_under_a_digest_that_finds_any_change(quarter):
    record = of(quarter, quarter.hall.gis)
    answer_all(record, quarter.gis_director)
    services.sign(record.case.number, actor=quarter.gis_director.actor)
    record = of(quarter, quarter.hall.gis)
    assert (len(record.digest), queries.fault_of(record)) == (64, "")
    ConfirmationLine.objects.filter(confirmation=record, path="2.a").update(answer="not_done")
    assert queries.fault_of(of(quarter, quarter.hall.gis)) == "Teyidin özeti tutmuyor: imzadan sonra değiştirilmiş."


def test_a_signed_confirmation_is_not_changed_until_it_is_sent_back(quarter):
    record = of(quarter, quarter.hall.gis)
    number = record.case.number
    answer_all(record, quarter.gis_director)
    services.sign(number, actor=quarter.gis_director.actor)
    with pytest.raises(Refused, match="Teyit gönderilmiş"):
        answer_all(record, quarter.gis_director)
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.send_back(number, actor=quarter.gis_director.actor, reason="Yanlış")
    back = services.send_back(number, actor=quarter.head.actor, reason="Md. 2.b eksik")
    assert (back.case.state, back.digest, back.signed_at, back.case.assignee) == (
        "open",
        "",
        None,
        quarter.gis_director.user,
    )
    assert [remark.text for remark in back.case.comments.all()] == ["Geri gönderme nedeni: Md. 2.b eksik"]


def test_the_head_waits_for_all_below_or_says_why_not_and_takes_in_those_that_came(quarter):
    hall, head = quarter.hall, quarter.head
    gis, top = of(quarter, hall.gis), of(quarter, hall.department)
    answer_all(gis, quarter.gis_director)
    services.sign(gis.case.number, actor=quarter.gis_director.actor)
    answer_all(top, head)
    with pytest.raises(Refused, match="Alt birimlerin teyidi eksik: Sistem ve Ağ Şube Müdürlüğü"):
        services.sign(top.case.number, actor=head.actor)
    signed = services.sign(top.case.number, actor=head.actor, missing_why="Müdür görevde değil")
    assert signed.missing_why == "Müdür görevde değil"
    assert of(quarter, hall.gis).case.state == "received"
    verbs = Entry.objects.filter(subject=gis.case.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["open", "sign", "receive"]


def test_nobody_answers_for_another_unit(quarter):
    record = of(quarter, quarter.hall.gis)
    with pytest.raises(ObjectDoesNotExist):
        answer_all(record, quarter.network_director)
    with pytest.raises(Refused, match="«Görev teyidi verme» için yetkiniz yok"):
        answer_all(record, quarter.gis_clerk)


def test_the_manager_may_ask_for_the_running_term_at_once(quarter):
    hall = quarter.hall
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.open_term(hall.department.pk, actor=quarter.gis_director.actor, day=D(2026, 5, 5))
    assert services.open_term(hall.department.pk, actor=quarter.head.actor, day=D(2026, 5, 5)) == 3
    with pytest.raises(Refused, match="zaten açık"):
        services.open_term(hall.department.pk, actor=quarter.head.actor, day=D(2026, 5, 6))


def test_another_rhythm_begins_with_the_running_term(quarter):
    plan = services.set_confirmation_plan(
        quarter.hall.department.pk, actor=quarter.head.actor, interval="monthly", running=True
    )
    assert plan.interval == "monthly"
    switched = services.set_confirmation_plan(
        quarter.hall.department.pk, actor=quarter.head.actor, interval="monthly", running=False
    )
    assert switched.running is False
    assert services.open_confirmations(D(2036, 7, 1)) == 0


def test_the_printed_confirmation_says_what_was_signed(quarter):
    record = of(quarter, quarter.hall.gis)
    answer_all(record, quarter.gis_director, "not_done", "Donanım yok")
    services.sign(record.case.number, actor=quarter.gis_director.actor)
    printed = document(of(quarter, quarter.hall.gis))
    assert [row[4] for row in printed["rows"]] == ["Yapılmadı: Donanım yok"] * 3
    page = quarter.gis_director.client.get(f"/uyum/teyit/{record.case.number}/belge/")
    assert (page["Content-Type"], page.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_form_signs_through_the_screen_and_keeps_what_was_typed_on_refusal(quarter):
    record = of(quarter, quarter.hall.gis)
    lines = list(record.lines.all())
    address = f"/uyum/teyit/{record.case.number}/"
    answers = {f"a-{line.pk}": "partly" for line in lines}
    refused = quarter.gis_director.client.post(address, answers | {"do": "sign", "note": "Genel olarak iyi"})
    assert refused.status_code == 422
    assert "nedeni yazılmamış" in refused.content.decode()
    assert Confirmation.objects.get(pk=record.pk).note == "Genel olarak iyi"
    answers |= {f"r-{line.pk}": "Sürüyor" for line in lines}
    assert quarter.gis_director.client.post(address, answers | {"do": "sign"}).status_code == 302
    assert of(quarter, quarter.hall.gis).case.state == "signed"
