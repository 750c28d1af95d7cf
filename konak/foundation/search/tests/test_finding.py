"""What people type, and what they must find."""

import pytest

from konak.foundation.search.queries import search

TITLES = [
    "İzmir Kent Bilgi Sistemi",
    "Fen İşleri Müdürlüğü görev dağılımı",
    "Ağ altyapısı bakım planı",
    "Ağaçlandırma çalışmaları",
    "Yazıcı ve tarayıcı envanteri",
    "Isıtma ve soğutma sistemleri",
    "ILIK su deposu",
    "Çığlık önleme şartnamesi",
    "Şikâyet kayıtlarının günlük incelenmesi",
    "Kitap bağışı",
    "Birim amirinin bir günlük izni",
    "Bir kez verilen belge",
]


def titles(actor, text, **more):
    return [hit.title for hit in search(actor, text, **more).hits]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("İZMİR", ["İzmir Kent Bilgi Sistemi"]),
        ("izmir", ["İzmir Kent Bilgi Sistemi"]),
        ("ızmir", ["İzmir Kent Bilgi Sistemi"]),
        ("IZMIR", ["İzmir Kent Bilgi Sistemi"]),
        ("İzmir'in", ["İzmir Kent Bilgi Sistemi"]),
        ("İzmir’deki", ["İzmir Kent Bilgi Sistemi"]),
        ("I\u0307zmir", ["İzmir Kent Bilgi Sistemi"]),  # a dot of its own
        ("müdürlüğümüzün", ["Fen İşleri Müdürlüğü görev dağılımı"]),
        ("müdürlük", ["Fen İşleri Müdürlüğü görev dağılımı"]),
        ("mudurluk", ["Fen İşleri Müdürlüğü görev dağılımı"]),
        ("ağı", ["Ağ altyapısı bakım planı"]),
        ("ağların", ["Ağ altyapısı bakım planı"]),
        ("ağ", ["Ağ altyapısı bakım planı"]),
        ("ağaç", ["Ağaçlandırma çalışmaları"]),
        ("yazıcilar", ["Yazıcı ve tarayıcı envanteri"]),
        ("yazıcıların envanteri", ["Yazıcı ve tarayıcı envanteri"]),
        ("ısıtma", ["Isıtma ve soğutma sistemleri"]),
        ("ISITMA", ["Isıtma ve soğutma sistemleri"]),
        ("ılık", ["ILIK su deposu"]),
        ("sikayet", ["Şikâyet kayıtlarının günlük incelenmesi"]),
        ("ŞİKÂYETLER", ["Şikâyet kayıtlarının günlük incelenmesi"]),
        ("kitabı", ["Kitap bağışı"]),
        ("birimin", ["Birim amirinin bir günlük izni"]),
        ("izinler", ["Birim amirinin bir günlük izni"]),
        ("kitaplar", ["Kitap bağışı"]),
        ("kayıtların incelenmesi kim", ["Şikâyet kayıtlarının günlük incelenmesi"]),
        ("altyapi baki", ["Ağ altyapısı bakım planı"]),  # beginnings of words
        ("sistem", ["Isıtma ve soğutma sistemleri", "İzmir Kent Bilgi Sistemi"]),
        ("su", ["ILIK su deposu"]),
        ("izmir müdürlüğü", []),  # every word must occur
    ],
)
def test_words_are_found_in_every_form(put, seat, asked, found):
    for title in TITLES:
        put(title)
    answer = search(seat("auditor"), asked)
    assert (sorted(hit.title for hit in answer.hits), answer.approximate) == (sorted(found), False)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("yazcılar envantri", "Yazıcı ve tarayıcı envanteri"),
        ("agaclndirma", "Ağaçlandırma çalışmaları"),
        ("Çıglk önlme", "Çığlık önleme şartnamesi"),
        ("sogtmaa", "Isıtma ve soğutma sistemleri"),
    ],
)
def test_typing_slips_are_forgiven_and_said(put, seat, asked, found):
    for title in TITLES:
        put(title)
    answer = search(seat("auditor"), asked)
    assert (answer.hits[0].title, answer.approximate) == (found, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "'",
        "''';--",
        "!!! ((( &&& ||| :*",
        "\0",
        "🙂",
        "qqqqqqqq",
        "%",
        "_",
        "x",
    ],
)
def test_odd_input_finds_nothing_and_breaks_nothing(put, seat, text):
    put("Ağ altyapısı bakım planı")
    assert search(seat("auditor"), text).hits == ()


@pytest.mark.parametrize(
    "text",
    ["altyapısı'; DROP TABLE search_searchrow; --", "altyapısı & ! | ( :*", "altyapısı " * 1500, "altyapısı\0"],
)
def test_hostile_and_endless_input_is_only_words(put, seat, text):
    put("Ağ altyapısı bakım planı drop table search searchrow")
    assert titles(seat("auditor"), text) == ["Ağ altyapısı bakım planı drop table search searchrow"]


def test_a_single_letter_is_a_word_and_no_beginning(put, seat):
    put("A blok yangın merdiveni")
    put("Ağ altyapısı")
    assert titles(seat("auditor"), "a") == ["A blok yangın merdiveni"]


@pytest.mark.parametrize("asked", ["KE-2026-00012", "ke-2026-12", "KE 2026/12", "ke-2026-00012 "])
def test_a_register_number_comes_first(put, seat, asked):
    put("Yazı", body="KE-2026-00012 sayılı dosya hakkında, KE-2026-00012 ve yine KE 2026 12")
    put("KE-2026-00012 Siyah cüzdan")
    put("KE-2026-00112 Şemsiye")
    assert titles(seat("auditor"), asked)[0] == "KE-2026-00012 Siyah cüzdan"
    assert "KE-2026-00112 Şemsiye" not in titles(seat("auditor"), asked)


def test_the_title_weighs_more_than_the_body_and_weight_more_still(put, seat):
    put("Haftalık rapor", body="Yangın tatbikatı yapıldı.")
    put("Tatbikat", body="Yangın söndürme")
    put("Yangın tatbikatı")
    assert titles(seat("auditor"), "yangın tatbikatı") == ["Yangın tatbikatı", "Tatbikat", "Haftalık rapor"]

    put("Tutanak", body="Yangın tatbikatı yapıldı.", weight=30.0)
    assert titles(seat("auditor"), "yangın tatbikatı")[0] == "Tutanak"


def test_kinds_narrow_the_search(put, seat):
    put("Ağ planı", kind="plan")
    put("Ağ görevi", kind="duty")
    assert titles(seat("auditor"), "ağ", kinds={"duty"}) == ["Ağ görevi"]
    assert titles(seat("auditor"), "ağ", kinds=set()) == []


@pytest.mark.parametrize("asked", ["plan", "bakmı", "plna"])
def test_pages_follow_each_other_without_gap_or_repetition(put, seat, asked):
    for number in range(25):
        put(f"Bakım planı {number}")
    read, after, pages = [], None, 0
    while pages == 0 or after:
        found = search(seat("auditor"), asked, limit=10, after=after)
        read += [hit.object_id for hit in found.hits]
        after, pages = found.after, pages + 1
    assert (pages, sorted(map(int, read))) == (3, list(range(1, 26)))


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "0", "' OR 1=1", "MTAwOjU"])
def test_a_broken_cursor_begins_at_the_first_page(put, seat, cursor):
    put("Ağ planı")
    assert titles(seat("auditor"), "ağ", after=cursor) == ["Ağ planı"]


def test_what_was_found_is_marked_and_everything_else_escaped(put, seat):
    put("<b>Ağların</b> planı", body="Kurumun <script>alert(1)</script> ağı & sunucuları")
    (hit,) = search(seat("auditor"), "ağ").hits
    assert hit.title_html == "&lt;b&gt;<mark>Ağların</mark>&lt;/b&gt; planı"
    assert hit.snippet_html == "Kurumun &lt;script&gt;alert(1)&lt;/script&gt; <mark>ağı</mark> &amp; sunucuları"


def test_the_snippet_is_cut_around_the_word(put, seat):
    put("Uzun metin", body="başlangıç " * 200 + "zemberek onarımı " + "bitiş " * 200)
    (hit,) = search(seat("auditor"), "zemberek").hits
    text = "".join(piece for piece, _ in hit.snippet)
    assert [piece for piece, found in hit.snippet if found] == ["zemberek"]
    assert (text[:2], text[-2:], len(text) <= 230) == ("… ", " …", True)
