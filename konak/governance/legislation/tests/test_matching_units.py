"""Names in a text find their unit and position, and names that only look alike do not."""

import pytest

from konak.governance.legislation.matching.holders import Responsible
from konak.governance.legislation.matching.units import Home, Place, home_of, role_of

ROOT = 1
PLACES = [
    Place(ROOT, ("Bilgi İşlem Dairesi Başkanlığı",)),
    Place(2, ("İdari ve Mali İşler Şube Müdürlüğü",)),
    Place(3, ("Coğrafi Bilgi Sistemleri Şube Müdürlüğü", "CBS")),
    Place(4, ("Bilgi Güvenliği ve SOME Kurulu", "SOME Kurulu")),
    Place(5, ("EBYS Servisi",)),
]


def home(name, kind="unit"):
    return home_of(Responsible(kind, name, 0.95, ""), PLACES, ROOT)


@pytest.mark.parametrize(
    ("name", "unit", "role"),
    [
        ("Coğrafi Bilgi Sistemleri Şube Müdürlüğü", 3, ""),
        ("Cografi Bilgi Sistemleri Sube Mudurlugu", 3, ""),
        ("İdari ve Mali İşler birimi", 2, ""),
        ("Deneme Büyükşehir Belediyesi Bilgi İşlem Dairesi Başkanlığı", ROOT, ""),
        ("Bilgi İşlem Dairesi Başkanı", ROOT, "head_of_department"),
        ("Coğrafi Bilgi Sistemleri Şube Müdürü", 3, "director"),
        ("EBYS Servisi Personeli", 5, "staff"),
        ("EBYS Servis Şefi", 5, "chief"),
        ("Şube Müdürleri", ROOT, "director"),
        ("Servis Şefi", ROOT, "chief"),
        ("SOME Kurulu", 4, ""),
    ],
)
def test_a_name_finds_its_home(name, unit, role):
    found = home(name)
    assert (found.unit_id, found.role) == (unit, role)
    assert found.confidence >= 0.85


def test_names_that_share_only_their_kind_are_not_taken_for_one_another():
    assert home("Veteriner İşleri Şube Müdürlüğü") == Home(None, "", 0.0)


def test_the_same_name_of_another_kind_is_proposed_with_little_confidence():
    found = home("Bilgi İşlem Şube Müdürlüğü")
    assert (found.unit_id, found.confidence) == (ROOT, pytest.approx(0.7))


def test_a_position_in_an_unknown_unit_goes_to_the_root_with_little_confidence():
    assert home("Fidanlık Şefi") == Home(ROOT, "chief", 0.6)


def test_everybody_is_the_staff_of_the_root():
    assert home("Dairede görevli herkes", "all_staff") == Home(ROOT, "staff", 0.6)


def test_the_last_position_of_a_name_counts():
    assert role_of("Bilgi İşlem Müdürlüğü personeli") == "staff"
    assert role_of("Bilgi İşlem Müdürlüğü") == ""
