"""What a change of units leaves to do in the state registry."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.trail.queries import story
from konak.governance.organization import queries, services
from konak.governance.organization.models import ApprovalRule, RegistryTask

TODAY = localdate()


@pytest.fixture
def task(hall):
    hall.mayor = hall.seat("mayor", hall.municipality)
    hall.head = hall.seat("head_of_department", hall.department)
    ApprovalRule.objects.create(
        unit=hall.municipality, approver="mayor", quote="Başkanın onayı ile", source="Yönetmelik Md. 7.5/3"
    )
    made = services.propose(
        actor=hall.head.actor, unit=hall.department, title="Adres servisi", reason="İş yükü", effective_on=TODAY
    )
    number = made.case.number
    services.add_change(
        number, actor=hall.head.actor, act="open", name="Adres Servisi", kind="service", target=hall.gis
    )
    services.submit(number, actor=hall.head.actor)
    services.approve(number, actor=hall.mayor.actor, decision_date=TODAY, decision_number="12", effective_on=TODAY)
    return RegistryTask.objects.get(reorganisation__case__number=number)


def test_a_change_in_force_opens_the_task_with_what_to_tell(hall, task):
    (line,) = task.lines.all()
    assert (line.unit.name, line.act, task.case.unit_id, task.case.state) == (
        "Adres Servisi", "open", hall.department.pk, "open",
    )  # fmt: skip
    assert (task.case.due_on - TODAY).days >= 10
    assert [entry.verb for entry in story("organization.registrytask", task.case.number)] == ["open"]
    listed = hall.head.client.get("/teskilat/detsis/bildirimler/").content.decode()
    assert task.case.number in listed
    assert hall.head.client.get(f"/is/{task.case.number}/").status_code == 200


def test_it_ends_when_the_new_unit_has_its_number_and_not_before(hall, task):
    number, unit, actor = task.case.number, Unit.objects.get(name="Adres Servisi"), hall.head.actor
    with pytest.raises(Refused, match="numarası yazılmadı: Adres Servisi"):
        services.confirm_registry(number, actor=actor, confirmed_on=TODAY)
    day = f"{TODAY:%Y-%m-%d}"
    address = f"/teskilat/degisiklikler/{number}/adim"
    assert hall.head.client.post(f"{address}/submit/", {"submitted_on": day, "reference": "D-1"}).status_code == 302
    wrong = hall.head.client.post(f"{address}/confirm/", {"confirmed_on": day, f"detsis_{unit.pk}": "123"})
    assert (wrong.status_code, "sekiz rakamdır" in wrong.content.decode()) == (422, True)
    done = hall.head.client.post(f"{address}/confirm/", {"confirmed_on": day, f"detsis_{unit.pk}": "12345678"})
    assert (done.status_code, Unit.objects.get(pk=unit.pk).detsis) == (302, "12345678")
    listed = hall.head.client.get("/api/organization/registry-tasks").json()
    assert [(one["state"], one["reference"]) for one in listed] == [("confirmed", "D-1")]


def test_a_stranger_finds_no_task_and_a_reader_takes_no_step(hall, task):
    stranger = hall.seat("staff", hall.elsewhere)
    assert stranger.client.get(f"/teskilat/degisiklikler/{task.case.number}/adim/submit/").status_code == 404
    auditor = hall.seat("auditor", hall.municipality)
    assert queries.registry_task(auditor.actor, task.case.number).pk == task.pk
    with pytest.raises(Refused):
        services.drop_registry(task.case.number, actor=auditor.actor, why="Gerek yok")


def test_two_rules_that_name_different_approvers_are_shown_on_the_file(hall):
    head = hall.seat("head_of_department", hall.department)
    for unit, approver, source in (
        (hall.department, "secretary_general", "Yönerge Md. 4"), (hall.municipality, "mayor", "Yönetmelik Md. 4(3)"),
    ):  # fmt: skip
        ApprovalRule.objects.create(unit=unit, approver=approver, quote=f"{approver} onayı", source=source)
    facts = {"unit": hall.department, "title": "Servis", "reason": "İş yükü", "effective_on": TODAY}
    made = services.propose(actor=head.actor, **facts)
    page = head.client.get(f"/teskilat/degisiklikler/{made.case.number}/").content.decode()
    assert page.count("Yönetmelik Md. 4(3)") == 1  # the other text; the chosen rule is the nearer one
    assert "Onay makamı için iki ayrı hüküm var" in page


def test_a_list_that_changes_units_opens_the_task_too(hall):
    admin = hall.seat("administrator", hall.municipality).actor

    def bring(text):
        row = services.hand_in(actor=admin, kind="units", content=ContentFile(text.encode()), name="birimler.csv")
        services.commit(row.pk, actor=admin)
        return RegistryTask.objects.filter(imported=row).first()

    head = "Birim Kodu;Birim Adı;Türü;Üst Birim Kodu;DETSİS No;Telefon;Kapanış"
    branch, closes = "Yol Şube Müdürlüğü;Şube Müdürlüğü", TODAY + dt.timedelta(days=1)
    task = bring(f"{head}\nB1;Fen Dairesi;Daire Başkanlığı;Deneme Belediyesi;12345678;;\nB2;{branch};B1;;;\n")
    assert [(line.unit.code, line.act) for line in task.lines.all()] == [("B2", "open")]  # B1 came with its number
    assert (task.effective_on, task.case.unit_id) == (TODAY, hall.municipality.pk)
    assert bring(f"{head}\nB1;Fen Dairesi;Daire Başkanlığı;Deneme Belediyesi;12345678;0232 000 00 00;\n") is None
    again = bring(
        f"{head}\nB1;Fen İşleri Dairesi;Daire Başkanlığı;Deneme Belediyesi;12345678;0232 000 00 00;\n"
        f"B2;{branch};Deneme Belediyesi;;;{closes:%d.%m.%Y}\n"
    )
    assert [(line.unit.code, line.act) for line in again.lines.all()] == [
        ("B1", "rename"), ("B2", "move"), ("B2", "close"),
    ]  # fmt: skip
    auditor = hall.seat("auditor", hall.municipality).client
    page = auditor.get(f"/is/{again.case.number}/").content.decode()
    assert [words in page for words in ("birimler.csv", "«Fen Dairesi» adı «Fen İşleri Dairesi» oldu.")] == [
        True,
        True,
    ]
    listed = auditor.get("/api/organization/registry-tasks").json()
    assert [(one["imported"], one["reorganisation"]) for one in listed] == [("birimler.csv", "")] * 2
