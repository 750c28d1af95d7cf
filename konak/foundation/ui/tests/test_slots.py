from types import SimpleNamespace

import pytest
from django.template import RequestContext, Template

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit, User
from konak.foundation.ui import slots
from konak.foundation.ui.slots import Number

ACTOR = Actor(7)


@pytest.fixture(autouse=True)
def _empty_slots(monkeypatch):
    for name, nothing in (("_panels", {}), ("_tiles", []), ("_verbs", {})):
        monkeypatch.setattr(slots, name, nothing)


def drawn(source, rf, **context):
    request = rf.get("/")
    request.actor, request.user = ACTOR, SimpleNamespace(is_authenticated=True, pk=7)
    return Template("{% load ui %}" + source).render(RequestContext(request, context))


def test_panels_stand_on_the_pages_of_their_model_in_order():
    for title, model, order in (("Sonraki", Unit, 20), ("Önceki", Unit, 10), ("Başka", User, 1)):
        slots.panel(model, "ui/parts/badge.html", lambda record, actor: [], title, order=order)
    assert [panel.title for panel in slots.panels_of(Unit(name="A"))] == ["Önceki", "Sonraki"]


def test_a_panel_is_a_card_and_none_hides_it(rf):
    slots.panel(Unit, "ui/parts/badge.html", lambda record, actor: [actor.user_id], "Görünen")
    slots.panel(Unit, "ui/parts/badge.html", lambda record, actor: None, "Gizli")
    page = drawn("{% panels unit %}", rf, unit=Unit(name="A"))
    assert page.count("<section") == 1
    assert "<h2>Görünen</h2>" in page
    assert "Gizli" not in page


def test_tiles_stand_in_order_and_say_nothing_where_there_is_nothing_to_say(rf):
    slots.tile("İkinci", lambda actor: Number(12_345, "/b/", "late", "not"), order=2)
    slots.tile("Birinci", lambda actor: Number("100+"), order=1)
    slots.tile("Yok", lambda actor: None, order=0)
    page = drawn("{% tiles %}", rf)
    assert page.index("Birinci") < page.index("İkinci")
    assert "<strong>12.345</strong>" in page
    assert '<a href="/b/" class="k-tile" data-kind="late">' in page
    assert "<strong>100+</strong>" in page
    assert "Yok" not in page


def test_a_tile_that_counts_nothing_is_folded_away_and_still_leads_to_its_list(rf):
    slots.tile("Dolu", lambda actor: Number(3, "/dolu/"), icon="inbox")
    slots.tile("Boş", lambda actor: Number(0, "/bos/", "done", "bekleyen yok"), icon="inbox")
    page = drawn("{% tiles %}", rf)
    assert page.count('class="k-tile"') == 1
    assert page.index("Bekleyeni olmayan 1 başlık") < page.index('<a href="/bos/">')


def test_one_row_of_tiles_keeps_the_inbox_first_then_what_presses_and_the_rest_is_a_line(rf):
    for place in range(1, 9):
        slots.tile(f"Sıradan {place}", lambda actor: Number(5, "/s/"), icon="inbox", order=place)
    slots.tile("Bekleyen", lambda actor: Number(6, "/w/", "wait"), icon="inbox", order=20)
    slots.tile("Geciken", lambda actor: Number(7, "/l/", "late"), icon="inbox", order=30)
    tiles, line = drawn("{% tiles %}", rf).split('class="k-more-tiles"')
    assert [tiles.count(f"Sıradan {place}") for place in (1, 4, 5, 6)] == [1, 1, 1, 0]
    assert tiles.index("Sıradan 4") < tiles.index("Geciken") < tiles.index("Bekleyen") < tiles.index("Sıradan 5")
    assert [line.count(f"Sıradan {place}") for place in (5, 6, 8)] == [0, 1, 1]


def test_an_app_says_how_its_steps_are_told():
    slots.verbs(Unit, {"split": ("birimi böldü", "arrows-split", "")})
    assert slots.verb_of("people.unit", "split") == ("birimi böldü", "arrows-split", "")
    assert slots.verb_of("people.unit", "merge") is None
    assert slots.verb_of("people.user", "split") is None
