"""How secret a file is and who may read it, shown on a file of the regulations."""

import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Case, SecretLook
from konak.foundation.evidence import capability
from konak.foundation.front import commands
from konak.foundation.front.services import secrecy
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.search.models import SearchRow
from konak.foundation.trail.models import Entry
from konak.governance.legislation.services import hand_in

WHY = "Soruşturma dosyası"
TEXT = """BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI GÖREV YÖNETMELİĞİ
Görevler
MADDE 1 – (1) Coğrafi Bilgi Sistemleri Şube Müdürlüğü görevleri:
a) Adres verilerini güncel tutmak.
"""


def cleared(hall, position, unit, level):
    person = hall.seat(position, unit)
    Appointment.objects.filter(user=person.user).update(clearance=level)
    return person._replace(actor=actor_of(person.user.pk))


@pytest.fixture
def number(hall):
    """A file of the department, opened by its head."""
    head = hall.seat("head_of_department", hall.department)
    return hand_in(
        actor=head.actor, content=io.BytesIO(TEXT.encode()), name="yonetmelik.txt", unit_id=hall.department.pk
    ).case.number


def seen(person, number):
    try:
        return cases.record(actor_of(person.user.pk), number).case.number == number
    except ObjectDoesNotExist:
        return False


def test_a_secret_file_is_seen_by_those_cleared_for_it_and_in_the_search_too(hall, number):
    chief = cleared(hall, "head_of_department", hall.department, 3)
    plain = hall.seat("head_of_department", hall.department)
    assert seen(plain, number) is True
    secrecy.set_secrecy(number, actor=chief.actor, secrecy=3, why=WHY)
    assert (seen(chief, number), seen(plain, number)) == (True, False)
    assert SearchRow.objects.get(kind="case", object_id=Case.objects.get(number=number).pk).secrecy == 3
    line = Entry.objects.get(verb="secrecy")
    assert line.note == f"Yok → Gizli · {WHY}"
    assert plain.client.get(f"/is/{number}/gizlilik/").status_code == 404


def test_nobody_sets_more_than_he_has(hall, number):
    chief = cleared(hall, "head_of_department", hall.department, 2)
    with pytest.raises(Refused, match="Kendi gizlilik yetkiniz «Özel»"):
        secrecy.set_secrecy(number, actor=chief.actor, secrecy=3, why=WHY)
    Case.objects.filter(number=number).update(secrecy=4)
    with pytest.raises(ObjectDoesNotExist):
        secrecy.set_secrecy(number, actor=chief.actor, secrecy=0, why=WHY)


def test_a_strangers_file_does_not_exist(hall, number):
    stranger = cleared(hall, "chief", hall.elsewhere, 4)
    with pytest.raises(ObjectDoesNotExist):
        secrecy.set_secrecy(number, actor=stranger.actor, secrecy=1, why=WHY)


def test_who_sees_but_may_not_is_refused(hall, number):
    auditor = cleared(hall, "auditor", hall.municipality, 4)
    with pytest.raises(Refused, match="yetkiniz yok"):
        secrecy.set_secrecy(number, actor=auditor.actor, secrecy=1, why=WHY)


def test_an_administrator_gives_what_he_has_and_not_to_himself(hall):
    admin = cleared(hall, "administrator", hall.municipality, 3)
    director = hall.seat("director", hall.gis)
    seat = Appointment.objects.get(user=director.user)
    with pytest.raises(Refused, match="bundan yükseğini veremez"):
        secrecy.set_clearance(seat.pk, actor=admin.actor, clearance=4, why=WHY)
    secrecy.set_clearance(seat.pk, actor=admin.actor, clearance=3, why=WHY)
    assert actor_of(director.user.pk).seats[0].clearance == 3
    line = Entry.objects.get(verb="clearance")
    assert line.note.endswith(f"Yok → Gizli · {WHY}")
    own = Appointment.objects.get(user=admin.user)
    with pytest.raises(Refused, match="Kendi makamınızın"):
        secrecy.set_clearance(own.pk, actor=admin.actor, clearance=4, why=WHY)


def test_others_give_no_clearance(hall):
    director = cleared(hall, "director", hall.gis, 4)
    seat = Appointment.objects.get(user=hall.seat("staff", hall.gis).user)
    with pytest.raises(Refused, match="yetkiniz yok"):
        secrecy.set_clearance(seat.pk, actor=director.actor, clearance=1, why=WHY)
    assert director.client.get(f"/yonetim/makamlar/{seat.pk}/gizlilik/").status_code == 403


def test_the_operator_gives_the_first_clearance(hall, capsys):
    admin = hall.seat("administrator", hall.municipality)

    class Args:
        username, position, level = admin.user.username, "administrator", 4

    assert commands.clear(Args) == 0
    assert actor_of(admin.user.pk).seats[0].clearance == 4
    assert Entry.objects.get(verb="clearance").via == "cli"


def test_why_names_the_clearance_that_is_missing(hall, number):
    chief = cleared(hall, "head_of_department", hall.department, 3)
    secrecy.set_secrecy(number, actor=chief.actor, secrecy=3, why=WHY)
    page = chief.client.get(f"/neden/?dosya={number}").content.decode()
    assert "Gizli" in page
    assert "Görmenizi sağlıyor" in page


def test_who_was_shown_a_secret_file_is_written_down_once_and_listed_for_those_cleared(hall, number):
    chief = cleared(hall, "head_of_department", hall.department, 3)
    plain = hall.seat("head_of_department", hall.department)
    chief.client.get(f"/is/{number}/")
    assert SecretLook.objects.count() == 0  # not secret yet
    secrecy.set_secrecy(number, actor=chief.actor, secrecy=3, why=WHY)
    for _ in range(2):
        assert chief.client.get(f"/is/{number}/").status_code == 200
    chief.client.get("/")  # a list is no look at a file
    assert plain.client.get(f"/is/{number}/").status_code == 404
    assert list(SecretLook.objects.values_list("case__number", "user", "what", "secrecy")) == [
        (number, chief.user.pk, "page", 3)
    ]
    listed = chief.client.get("/gizli-bakislar/", {"number": number}).content.decode()
    assert (listed.count("data-row"), chief.user.full_name in listed) == (1, True)
    assert plain.client.get("/gizli-bakislar/").content.decode().count("data-row") == 0
    assert hall.seat("staff", hall.department).client.get("/gizli-bakislar/").content.decode().count("data-row") == 0
    look = capability("access.secret_looks")
    assert (look.count(None, localdate()), look.count(frozenset({hall.elsewhere.pk}), localdate())) == (1, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        SecretLook.objects.update(what="api")
