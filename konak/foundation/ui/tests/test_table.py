import re

import django_tables2 as tables
from django.template import RequestContext, Template


class Rows(tables.Table):
    name = tables.Column("Ad")
    size = tables.Column("Büyüklük", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    fixed = tables.Column("Sabit", orderable=False)

    class Meta:
        template_name = "ui/table.html"


DATA = [{"name": f"<b>{i}</b>", "size": i, "fixed": "x"} for i in range(30)]


def drawn(rf, table, query=""):
    request = rf.get(f"/{query}")
    return Template("{% load django_tables2 %}{% render_table table %}").render(
        RequestContext(request, {"table": table})
    )


def test_headers_sort_and_say_how_they_are_sorted(rf):
    page = drawn(rf, Rows(DATA, order_by="-size"))
    assert re.findall(r'aria-sort="(\w+)"', page) == ["descending"]
    assert re.findall(r'<a href="\?sort=(-?\w+)">', page) == ["name", "size"]


def test_cells_are_escaped_and_keep_their_classes(rf):
    page = drawn(rf, Rows(DATA[:1]))
    assert "&lt;b&gt;0&lt;/b&gt;" in page
    assert '<td class="num" data-label="Büyüklük">0</td>' in page


def test_pages_are_turned_without_counting_them(rf):
    table = Rows(DATA)
    table.paginate(page=2, per_page=10)
    page = drawn(rf, table)
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', page) == [("prev", "?page=1"), ("next", "?page=3")]
    assert "2. sayfa" in page


def test_an_empty_table_says_so_in_its_own_words(rf):
    assert "Kayıt yok" in drawn(rf, Rows([]))
    assert "Henüz kanıt yok" in drawn(rf, Rows([], empty_text="Henüz kanıt yok"))
