import pytest

from konak.foundation.access import NOBODY, Actor
from konak.foundation.ui import menu


@pytest.fixture(autouse=True)
def _empty_menu(monkeypatch):
    monkeypatch.setattr(menu, "_entries", [])


def test_wings_stand_in_their_order_and_empty_ones_are_left_out():
    menu.add("governance", "Mevzuat", "front:help", "gavel")
    menu.add("work", "İşlerim", "front:inbox", "inbox")
    assert [(group.key, [item.label for item in group.items]) for group in menu.groups(NOBODY)] == [
        ("work", ["İşlerim"]),
        ("governance", ["Mevzuat"]),
    ]


def test_the_longest_address_that_leads_to_the_page_is_the_current_one():
    menu.add("work", "İşlerim", "front:inbox", "inbox")
    menu.add("system", "Yardım", "front:help", "help")
    menu.add("system", "Tuşlar", "front:keys", "keyboard")

    def current(path):
        return [item.label for group in menu.groups(NOBODY, path) for item in group.items if item.current]

    assert current("/") == ["İşlerim"]
    assert current("/yardim/kurulum/") == ["Yardım"]
    assert current("/yardim/klavye/") == ["Tuşlar"]
    assert current("/baska/") == []


def test_what_a_person_may_not_open_is_not_shown():
    menu.add("system", "İz", "front:trail", "history", visible=lambda actor: actor.user_id == 7)
    assert menu.groups(NOBODY) == []
    assert [group.key for group in menu.groups(Actor(7))] == ["system"]


def test_a_line_added_again_replaces_the_first():
    menu.add("system", "Eski", "front:help", "help")
    menu.add("system", "Yeni", "front:help", "help")
    assert [entry.label for entry in menu.entries()] == ["Yeni"]


def test_an_unknown_wing_fails():
    with pytest.raises(ValueError, match="unknown wing"):
        menu.add("attic", "Çatı", "front:help", "help")


def test_no_two_lines_share_a_key():
    keys = [entry.hotkey for entry in menu.entries() if entry.hotkey]
    assert sorted(keys) == sorted(set(keys))


def test_a_long_menu_opens_only_ones_own_work_and_the_wing_of_the_page(monkeypatch):
    menu.add("work", "İşlerim", "front:inbox", "inbox")
    menu.add("governance", "Yetkiler", "front:grants", "gavel")
    menu.add("system", "Tuşlar", "front:keys", "keyboard")

    def opened(path):
        return [group.key for group in menu.groups(NOBODY, path) if group.open]

    assert opened("/yardim/klavye/") == ["work", "governance", "system"]
    monkeypatch.setattr(menu, "FITS", 2)
    assert opened("/yardim/klavye/") == ["work", "system"]
