import re

from konak.foundation.front import handbook


def test_the_marks_of_the_handbook_become_html():
    text = """# Başlık

Bir **güçlü**, bir *vurgulu* ve `kod` söz;
ikinci satır.

- bir
  devamı
  1. iç
- iki

> not

| a | b |
|---|---|
| 1 | `x|` |
"""
    html = handbook.render(text)
    assert '<h1 id="baslik">Başlık</h1>' in html
    assert "<p>Bir <strong>güçlü</strong>, bir <em>vurgulu</em> ve <code>kod</code> söz; ikinci satır.</p>" in html
    assert "<ul><li>bir devamı<ol><li>iç</li></ol></li><li>iki</li></ul>" in html
    assert "<blockquote><p>not</p></blockquote>" in html
    assert '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>' in html


def test_a_page_can_hold_no_markup_and_no_script():
    html = handbook.render("<script>x</script> [a](javascript:alert(1)) [b](//kotu.example) **<b>**\n\n```\n<i>\n```")
    assert "<script" not in html
    assert "javascript:" not in html
    assert "href" not in html
    assert "<strong>&lt;b&gt;</strong>" in html
    assert "<code>&lt;i&gt;</code>" in html


def test_links_between_pages_lead_to_the_pages_of_konak():
    assert handbook.render("[Kurulum](kurulum.md) [Baş](index.md#giris)") == (
        '<p><a href="/yardim/kurulum/">Kurulum</a> <a href="/yardim/#giris">Baş</a></p>'
    )


def test_a_name_leads_nowhere_but_into_the_handbook():
    assert handbook.read("../map") is None
    assert handbook.read("../../README") is None
    assert handbook.read("olmayan-sayfa") is None


def test_every_page_has_a_title_and_its_links_lead_to_pages_that_are_there():
    pages = dict(handbook.pages())
    for slug in pages:
        page = handbook.read(slug)
        assert page is not None
        linked = re.findall(r'href="/yardim/([a-z0-9-]+)/', page.html)
        assert [name for name in linked if name not in pages and name != "klavye"] == []
