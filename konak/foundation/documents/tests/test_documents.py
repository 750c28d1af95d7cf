"""Real PDFs, read back."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from konak.foundation.documents import services
from konak.foundation.documents.services import BrokenTemplate, FontsMissing, digest_of, render_pdf
from konak.foundation.lifecycle import Refused

REPORT = "documents/report"
LETTERS = "Çığ, şelale, ağ; İSTANBUL ISPARTA ılık iğde öğüt ÜĞÖŞÇ â î û"


def read(pdf: bytes) -> list[str]:
    """The text of every page, in one line each."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "")).strip() for text in texts]


@pytest.fixture
def template(tmp_path):
    def write(source: str) -> Path:
        path = tmp_path / "deneme.typ"
        path.write_text(source, encoding="utf-8")
        return path

    return write


def test_every_turkish_letter_comes_back(settings):
    settings.MUNICIPALITY = "Çiğli Şirin Belediyesi"
    data = {
        "title": "Görev Çizelgesi",
        "unit": "Coğrafi Bilgi Sistemleri Şube Müdürlüğü",
        "number": "KE-2026-00012",
        "date": dt.date(2026, 11, 21),
        "verify": "http://localhost:8000/d/12",
        "facts": [["Birim", "Harita Servisi"]],
        "sections": [{"heading": "Açıklama", "text": [LETTERS]}],
    }
    (page,) = read(render_pdf(REPORT, data))
    for part in (
        "T.C. ÇİĞLİ ŞİRİN BELEDİYESİ Coğrafi Bilgi Sistemleri Şube Müdürlüğü",
        "Sayı: KE-2026-00012 21.11.2026 Görev Çizelgesi",
        "Birim Harita Servisi",
        LETTERS,
        "Doğrulama: http://localhost:8000/d/12",
        "Sayfa 1/1",
    ):
        assert part in page
    assert digest_of(data) in page


def test_the_same_input_gives_the_same_bytes_and_is_pdf_a():
    data, moment = {"title": "Rapor"}, dt.datetime(2026, 11, 21, 14, 5, tzinfo=dt.UTC)
    dated = render_pdf(REPORT, data, created=moment)
    assert dated == render_pdf(REPORT, data, created=moment)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in dated
    facts = pypdfium2.PdfDocument(dated).get_metadata_dict()
    assert (facts["Title"], facts["CreationDate"]) == ("Rapor", "D:20261121140500Z")


def test_a_long_table_repeats_its_head_and_counts_its_pages():
    rows = [[number, f"Görev {number}", "Bilgi İşlem"] for number in range(120)]
    pages = read(
        render_pdf(REPORT, {"title": "Liste", "sections": [{"head": ["Sıra", "Görev", "Birim"], "rows": rows}]})
    )
    assert len(pages) > 2
    assert [f"Sayfa {place}/{len(pages)}" in text for place, text in enumerate(pages, 1)] == [True] * len(pages)
    assert ["Sıra Görev Birim" in text for text in pages] == [True] * len(pages)


def test_an_empty_table_says_so():
    (page,) = read(render_pdf(REPORT, {"title": "Liste", "sections": [{"head": ["Sıra"], "rows": []}]}))
    assert "Kayıt yok" in page


def test_what_users_write_is_never_code():
    evil = '#import "/data.json" #panic() $x$ *kalın* <etiket> #sys.inputs \\ ] ) "'
    (page,) = read(render_pdf(REPORT, {"title": "Rapor", "sections": [{"text": [evil]}]}))
    assert evil.replace('"', "") in page.replace('"', "").replace("“", "").replace("”", "")


def test_signs_no_font_knows_become_boxes_and_controls_vanish():
    (page,) = read(render_pdf(REPORT, {"title": "A\x07B\ufeff", "sections": [{"text": ["sevinç 🙂🎉 中文 son"]}]}))
    assert "AB" in page
    assert "sevinç □□ □□ son" in page


def test_amounts_days_and_capitals_are_written_the_turkish_way(template):
    source = template(
        '#import "/house.typ": *\n#amount(data.sum) | #amount(-0.5) | #amount(999, digits: 0) | #day(data.day)'
        ' | #day(none) | #tr-upper("istiklal ılıca")'
    )
    data = {"sum": 1234567.5, "day": dt.date(2026, 1, 2), "price": Decimal("1.5")}
    assert read(render_pdf(source, data)) == ["1.234.567,50 | −0,50 | 999 | 02.01.2026 | – | İSTİKLAL ILICA"]


def test_secrecy_stands_on_top_and_bottom_in_turkish_capitals():
    (page,) = read(render_pdf(REPORT, {"title": "Rapor", "secrecy": "Hizmete özel"}))
    assert page.count("HİZMETE ÖZEL") == 2


def test_a_template_uses_what_lies_beside_it_and_nothing_else(template, tmp_path):
    (tmp_path / "parts.typ").write_text('#let greeting = "merhaba"')
    assert read(render_pdf(template('#import "parts.typ": greeting\n#greeting'), {})) == ["merhaba"]
    for reach in ("/etc/passwd", "../parts.typ"):
        with pytest.raises(BrokenTemplate):
            render_pdf(template(f'#read("{reach}")'), {})


def test_a_broken_template_says_where(template):
    with pytest.raises(BrokenTemplate, match="unknown variable: yok"):
        render_pdf(template("#yok"), {})


def test_an_endless_template_is_stopped(template):
    with pytest.raises(Refused, match="1 saniyede ya da ayrılan bellekte tamamlanamadı"):
        render_pdf(
            template("#{ for a in range(30000) { for b in range(30000) { let c = a * b } } }"),
            {},
            seconds=1,
        )


def test_a_flood_of_data_is_refused_before_it_is_set():
    with pytest.raises(Refused, match="içeriği çok büyük"):
        render_pdf(REPORT, {"title": "x" * (services.LARGEST_DATA + 1)})


def test_missing_fonts_are_named_with_the_remedy(tmp_path):
    with pytest.raises(FontsMissing, match=r"Tinos, Arimo, Cousine.*apt install fonts-croscore"):
        render_pdf(REPORT, {"title": "x"}, fonts=[tmp_path])


@pytest.mark.parametrize("name", ["../x", "documents/../../x", "report", "documents/Report", "a/b/c"])
def test_a_template_is_named_by_app_and_stem(name):
    with pytest.raises(ValueError, match="not the name of a template"):
        render_pdf(name, {})


def test_an_unknown_template_is_a_mistake():
    with pytest.raises(FileNotFoundError, match="has no template nothing"):
        render_pdf("documents/nothing", {})
