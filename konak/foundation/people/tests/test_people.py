import datetime as dt
import stat

import pytest
from django.db import IntegrityError, transaction

from konak.foundation.people import commands, queries, sample, services
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position


def test_a_user_name_is_made_of_plain_letters(db):
    user = services.add_user(first_name="Şule", last_name="Çağlar")
    again = services.add_user(first_name="Şule", last_name="Çağlar")
    assert (user.username, again.username) == ("sule.caglar", "sule.caglar2")


def test_the_database_refuses_a_user_name_with_other_letters(db):
    with pytest.raises(IntegrityError, match="username_is_plain"), transaction.atomic():
        User.objects.create(username="İbrahim", first_name="İbrahim", last_name="Irmak")


def test_a_weak_password_is_refused_in_turkish(db):
    with pytest.raises(services.Invalid, match="12"):
        services.add_user(first_name="Ali", last_name="Ak", password="kisa")


def test_nobody_holds_the_same_seat_twice_at_once(hall):
    person = hall.seat("chief", hall.gis)
    with pytest.raises(services.Invalid, match="zaten görevli"):
        services.appoint(person.user, hall.gis, "chief", dt.date(2024, 1, 1))
    assert Appointment.objects.filter(user=person.user).count() == 1


def test_names_sort_by_the_turkish_alphabet(db):
    for name in ("Zeytin", "Çınar", "Cami", "Işık", "İğde", "Şube"):
        Unit.objects.create(name=name, kind="bureau")
    names = list(Unit.objects.order_by("name").values_list("name", flat=True))
    assert names == ["Cami", "Çınar", "Işık", "İğde", "Şube", "Zeytin"]


def test_the_tree_is_walked_up_and_down(hall):
    assert queries.above(hall.gis.pk) == {hall.gis.pk, hall.department.pk, hall.municipality.pk}
    assert queries.below(hall.department.pk) == {hall.department.pk, hall.gis.pk, hall.network.pk}


def test_row_history_keeps_what_a_seat_was(hall):
    person = hall.seat("chief", hall.gis)
    Appointment.objects.filter(user=person.user).update(until=dt.date(2026, 1, 31))
    seat = Appointment.objects.get(user=person.user)
    events = seat.events.order_by("pgh_id").values_list("pgh_label", "until")
    assert list(events) == [("insert", None), ("update", dt.date(2026, 1, 31))]


def test_the_first_administrator_is_opened_once_and_the_secret_is_for_the_owner_only(db, settings, tmp_path, capsys):
    settings.STATE = tmp_path
    assert commands.first(None) == 0
    path = tmp_path / "ilk-giris.txt"
    secret = path.read_text(encoding="utf-8").rsplit(" ", 1)[1].strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert User.objects.get(username="yonetici").check_password(secret)
    assert secret not in capsys.readouterr().out

    commands.first(None)
    assert User.objects.count() == 1
    assert secret in path.read_text(encoding="utf-8")


def test_the_sample_municipality_is_the_same_for_the_same_seed(db, settings, tmp_path):
    settings.STATE = tmp_path
    runs = []
    for _ in range(2):
        with transaction.atomic():
            sample.load(size="s", seed=7, report=lambda line: None)
            people = User.objects.exclude(username="yonetici").order_by("pk")
            runs.append(list(people.values_list("username", "phone")))
            directors = Appointment.objects.filter(position=Position.DIRECTOR, acting_for=None)
            assert directors.count() == len(sample.BRANCHES)
            transaction.set_rollback(True)
    assert runs[0] == runs[1]
    assert len(runs[0]) > 50
