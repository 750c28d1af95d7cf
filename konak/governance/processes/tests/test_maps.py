"""Steps as people write them, and the map that is drawn from them."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konak.governance.processes import drawing, parsing

TEXT = """Vatandaş | Başvurur | dilekçe | başvuru
Personel, Ağ Servisi | Eksik var mı? => Evet: 1; Hayır: 3
Şef, Ağ Servisi | Onaylar"""


def boxes(lines):
    return [
        drawing.Box(one.order, one.who, one.title, one.decision, tuple((way.to, way.label) for way in one.exits))
        for one in lines
    ]


def test_steps_are_read_and_written_back_word_for_word():
    lines = parsing.read(TEXT)
    assert parsing.write(lines) == TEXT
    assert [(one.who, one.decision, [(way.to, way.label) for way in one.exits]) for one in lines] == [
        ("Vatandaş", False, [(2, "")]),
        ("Personel, Ağ Servisi", True, [(1, "Evet"), (3, "Hayır")]),
        ("Şef, Ağ Servisi", False, [(0, "")]),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "En az iki adım"),
        ("Başvurur", "1. satır: «Sorumlu"),
        ("A | Uygun mu?\nB | Biter", "1. satır bir karar: en az iki yol"),
        ("A | Yapar => 9\nB | Biter", "9 numaralı adım yok"),
        ("A | Yapar => 1\nB | Biter", "kendisine dönüyor"),
        ("A | Yapar => son\nB | Biter", "2. adıma hiçbir yoldan ulaşılmıyor"),
        ("A | Yapar => 2\nB | Döner => 1", "hiç bitmiyor"),
        ("A | Yapar => Evet: 2; 3\nB | B\nC | C", "adını yazın"),
        ("A | Yapar => bir yere\nB | Biter", "anlaşılmadı"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, words):
    with pytest.raises(parsing.Broken, match=words):
        parsing.read(text)


def crossing(one, other):
    """Whether two boxes lie on each other."""
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )


@settings(max_examples=80, deadline=None)
@given(data=st.data(), count=st.integers(2, 14))
def test_boxes_never_lie_on_each_other_nor_lines_on_boxes_and_every_line_arrives(data, count):
    rows = []
    for number in range(1, count + 1):
        ways = {number + 1 if number < count else 0}
        ways |= set(data.draw(st.lists(st.integers(0, count), max_size=2)))
        ways.discard(number)
        rows.append(
            drawing.Box(
                number,
                data.draw(st.sampled_from("ABCD")),
                data.draw(st.sampled_from(["Kısa", "Uzun bir iş tanımı, iki üç satır tutacak kadar söz içerir"])),
                len(ways) > 1,
                tuple((way, str(way)) for way in sorted(ways)),
            )
        )
    picture = drawing.place(rows)
    for place, one in enumerate(picture.nodes):
        assert not any(crossing(one, other) for other in picture.nodes[place + 1 :])
        lane = picture.lanes[one.lane]
        assert lane.x <= one.x
        assert one.x + one.w <= lane.x + lane.w
    by = {node.id: node for node in picture.nodes}
    for edge in picture.edges:
        first, last = edge.points[0], edge.points[-1]
        source, target = by[edge.source], by[edge.target]
        assert first[1] == source.y + source.h
        assert source.x <= first[0] <= source.x + source.w
        assert last[1] == target.y
        assert target.x <= last[0] <= target.x + target.w
        for (ax, ay), (bx, by_) in zip(edge.points, edge.points[1:], strict=False):
            assert ax == bx or ay == by_
            low, high, left, right = *sorted((ay, by_)), *sorted((ax, bx))
            for node in picture.nodes:
                inside = node.x < right and left < node.x + node.w and node.y < high and low < node.y + node.h
                assert not inside or (ax == bx and not node.x < ax < node.x + node.w)


def test_the_picture_is_sound_xml_without_style_or_script_and_escapes_words():
    lines = parsing.read('A & <b> | "Yapar" & <script>\nB | Biter')
    svg = drawing.draw(drawing.place(boxes(lines)), "<x>", "&", drawing.SCREEN, links=True)
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "desc", "rect", "text", "path", "a"}
    assert [element for element in root.iter() if "style" in element.attrib] == []
    assert "<script>" not in svg
