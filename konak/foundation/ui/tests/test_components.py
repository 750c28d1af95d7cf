import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError

from konak.foundation.ui.parts import Action, Cell, Chip, HeatRow, Moment, Node, Tab
from konak.foundation.ui.templatetags import ui

CATALOGUE = Path(__file__).parents[2] / "front/templates/front/catalogue.html"
CLOSED = {name: f"{{% end{name} %}}" for name in ("alert", "card", "facts", "modal", "page_header", "table_wrap")}
NO_COMPONENTS = {"corners", "notices", "panels", "reaches", "saved_views", "seen_cases", "to_excel"}
"""Drawn from what other apps registered, or from the address of a list, or only asked: nothing to show."""


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_every_component_stands_in_the_living_catalogue():
    shown = set(re.findall(r"{%\s*(\w+)", CATALOGUE.read_text("utf-8")))
    assert set(ui.register.tags) - NO_COMPONENTS - shown == set()


@pytest.mark.parametrize("name", sorted(ui.register.tags))
def test_an_unknown_attribute_fails_when_the_template_compiles(name):
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'lable'"):
        Template("{% load ui %}{% " + name + " lable='x' %}" + CLOSED.get(name, ""))


def test_an_icon_that_is_not_in_the_sprite_fails():
    with pytest.raises(TemplateSyntaxError, match=r"icon 'nope' is not in"):
        draw("{% icon 'nope' %}")


def test_an_icon_is_decoration_unless_it_is_given_words():
    assert 'aria-hidden="true"' in draw("{% icon 'check' %}")
    assert 'role="img" aria-label="Tamam"' in draw("{% icon 'check' label='Tamam' %}")


@pytest.mark.parametrize(
    "source", ["{% badge 'x' kind='pink' %}", "{% state 'x' kind='pink' %}", "{% alert kind='pink' %}{% endalert %}"]
)
def test_an_unknown_state_colour_fails(source):
    with pytest.raises(TemplateSyntaxError, match="unknown kind"):
        draw(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% fact evil evil %}",
        "{% badge evil %}",
        "{% state evil %}",
        "{% card title=evil state=evil lead=evil %}{{ evil }}{% endcard %}",
        "{% page_header title=evil number=evil lead=evil %}{% endpage_header %}",
        "{% empty title=evil text=evil url=evil action=evil %}",
        "{% alert title=evil %}{{ evil }}{% endalert %}",
        "{% copy evil %}",
        "{% tile evil evil note=evil %}",
        "{% kbd evil %}",
        "{% tabs tabs %}{% filter_chips chips %}{% tree nodes evil %}{% timeline moments %}",
        "{% heatmap columns rows evil %}",
        "{% progress 1 2 evil %}{% bar evil 1 2 %}{% sparkline numbers evil %}",
        "{% table_wrap evil %}{% endtable_wrap %}{% pager note=evil %}",
        "{% person person evil %}{% unit evil %}{% avatar evil %}",
        "{% confirm evil evil evil %}",
        "{% modal id='a' title=evil %}{{ evil }}{% endmodal %}",
    ],
)
def test_what_people_typed_is_never_markup(source):
    evil = '"><img src=x onerror=alert(1)>'
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    drawn = draw(
        source,
        evil=evil,
        tabs=[Tab(evil, evil)],
        chips=[Chip(evil, evil, evil)],
        nodes=[Node(evil, evil, evil, children=[Node(evil)])],
        moments=[Moment(now, evil, evil, evil, note=evil, url=evil)],
        columns=[evil],
        rows=[HeatRow(evil, [Cell(1, evil, evil)], evil)],
        numbers=[1, 2],
        person=SimpleNamespace(full_name=evil),
    )
    assert "<img" not in drawn
    assert '"><' + "img" not in drawn


def test_a_fact_writes_days_moments_and_yes_in_turkish_and_never_says_none():
    def told(value):
        return re.search(r"<dd>(.*)</dd>", draw("{% fact 'A' value %}", value=value))[1]

    assert told(dt.date(2026, 11, 3)) == "03.11.2026"
    assert told(dt.datetime(2026, 11, 3, 9, 5, tzinfo=dt.UTC)) == "03.11.2026 12.05"
    assert (told(True), told(False)) == ("Evet", "Hayır")
    assert told(0) == "0"
    assert told(None) == told("") == '<span class="k-muted">–</span>'


def test_of_several_steps_one_is_primary_and_dangerous_ones_stand_apart():
    steps = [
        Action("drop", "Vazgeç", "/v/", danger="Taslak silinir."),
        Action("a", "Onayla", "/o/"),
        Action("b", "Geri", "/g/"),
    ]
    drawn = draw("{% steps record steps %}", record=None, steps=steps)
    classes = dict(re.findall(r'class="btn ([\w-]*)" href="(/\w/)"', drawn))
    assert classes == {"btn-outline-danger": "/v/", "btn-primary": "/o/", "": "/g/"}


def test_the_rail_shows_where_a_record_stands_and_only_the_end_it_reached():
    choices = [("new", "Yeni"), ("work", "İşlemde"), ("done", "Bitti"), ("dropped", "Vazgeçildi")]

    class States:
        def __new__(cls, value):
            return SimpleNamespace(label=dict(choices)[value])

    States.choices = choices
    life = SimpleNamespace(states=States, ends=frozenset({"done", "dropped"}))

    def stops(now):
        record = SimpleNamespace(lifecycle=life, case=SimpleNamespace(state=now))
        return ui.lifecycle_rail(record)["stops"]

    assert stops("work") == [("Yeni", "past"), ("İşlemde", "now"), ("Bitti", "ahead")]
    assert stops("dropped") == [("Yeni", "past"), ("İşlemde", "past"), ("Vazgeçildi", "now")]


def test_a_colour_never_stands_without_a_word():
    assert draw("{% state 'Gecikti' 'late' %}").strip() == '<span class="k-state" data-kind="late">Gecikti</span>'
