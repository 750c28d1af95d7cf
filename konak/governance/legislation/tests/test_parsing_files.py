"""Files: every format and alphabet gives the same structure, and what cannot be read is refused in Turkish."""

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from konak.governance.legislation.parsing import Unreadable, parse, read_bytes, read_file
from konak.governance.legislation.parsing.score import label_list

TEXT = """T.C.
ÇINARLI BELEDİYESİ
BİLGİ İŞLEM MÜDÜRLÜĞÜ GÖREV YÖNETMELİĞİ

BİRİNCİ BÖLÜM
Genel Hükümler

Amaç
MADDE 1 – (1) Bu Yönetmeliğin amacı Müdürlüğün görevlerini belirlemektir.

Müdürlüğün görevleri
MADDE 2 – (1) Müdürlüğün görevleri şunlardır:
a) Ağı kurmak ve işletmek,
b) Yazılım geliştirmek,
c) Yedek almak,
ç) Şifreleri yönetmek,
d) Iğdır şubesine destek vermek.

Yürütme
MADDE 3 – (1) Bu Yönetmeliği Belediye Başkanı yürütür.
"""
LABELS = [("1", "1"), ("2", "a b c ç d"), ("3", "1")]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1254", "latin5", "cp857", "mac-turkish"],
)
def test_every_turkish_alphabet_gives_the_same_structure(encoding: str) -> None:
    text = TEXT if encoding.startswith("utf") or encoding in ("cp1254", "mac-turkish") else TEXT.replace("–", "-")

    document = read_bytes(text.encode(encoding), "yonetmelik.txt")

    assert document.text == text
    assert label_list(document) == LABELS
    assert document.articles[1].heading == "Müdürlüğün görevleri"


def test_turkish_letters_read_as_latin_1_are_proposed_back() -> None:
    damaged = TEXT.replace("–", "-").encode("iso8859_9").decode("latin-1")

    document = parse(damaged)

    assert label_list(document) == LABELS
    assert document.articles[1].clauses[3].text == "Þifreleri yönetmek,"
    assert document.articles[1].clauses[3].repaired == "Şifreleri yönetmek,"


def test_loose_accents_give_positions_in_the_text_as_handed_in() -> None:
    loose = TEXT.replace("ç", "c\u0327").replace("ü", "u\u0308").replace("İ", "I\u0307").replace("ş", "s\u0327")

    document = parse(loose)

    assert label_list(document) == LABELS
    clause = document.articles[1].clauses[3]
    assert clause.raw == loose[clause.start : clause.end] == "c\u0327) Şifreleri yönetmek,"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028"])
def test_other_line_ends_change_nothing(newline: str) -> None:
    assert label_list(parse(TEXT.replace("\n", newline))) == LABELS


def _word(paragraphs: list[tuple[str, int | None]]) -> bytes:
    """A .docx; a number makes the paragraph an item of that automatic list level (lower letters, then roman)."""
    document = docx.Document()
    for text, level in paragraphs:
        paragraph = document.add_paragraph(text)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr()
            numbered = OxmlElement("w:numPr")
            for name, value in (("w:ilvl", level), ("w:numId", 77)):
                element = OxmlElement(name)
                element.set(qn("w:val"), str(value))
                numbered.append(element)
            properties.append(numbered)
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, (kind, text) in enumerate((("lowerLetter", "%1)"), ("lowerRoman", "%2)"))):
        entry = OxmlElement("w:lvl")
        entry.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            entry.append(element)
        abstract.append(entry)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    root.append(number)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_word_files_give_the_typed_labels() -> None:
    document = read_bytes(_word([(line, None) for line in TEXT.splitlines()]), "y.docx")

    assert label_list(document) == LABELS


def test_word_files_give_the_labels_that_word_counts_itself() -> None:
    lines: list[tuple[str, int | None]] = [
        ("Müdürlüğün görevleri", None), ("MADDE 1 – Müdürlüğün görevleri şunlardır:", None), ("Ağı kurmak,", 0),
        ("Yazılımla ilgili olarak;", 0), ("geliştirmek,", 1), ("sınamak,", 1), ("Yedek almak.", 0),
    ]  # fmt: skip

    assert label_list(read_bytes(_word(lines), "y.docx")) == [("1", "a b{i ii} c")]


def test_word_tables_become_rows() -> None:
    document = docx.Document()
    document.add_paragraph("Tanımlar")
    document.add_paragraph("MADDE 1 – Bu Yönetmelikte geçen;")
    table = document.add_table(2, 2)
    for row, cells in enumerate((("a) Belediye", "Çınarlı Belediyesini,"), ("b) Müdür", "Bilgi İşlem Müdürünü"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("ifade eder.")
    buffer = io.BytesIO()
    document.save(buffer)

    read = read_bytes(buffer.getvalue(), "y.docx")

    assert label_list(read) == [("1", "a b")]
    assert [(d.term, d.meaning) for d in read.definitions] == [
        ("Belediye", "Çınarlı Belediyesini"),
        ("Müdür", "Bilgi İşlem Müdürünü"),
    ]


def _pdf(lines: list[str]) -> bytes:
    """A PDF by hand, with a text layer in a standard font (ASCII only)."""
    shown = "".join(f"({line}) Tj T* " for line in (text.replace("(", r"\(").replace(")", r"\)") for text in lines))
    stream = f"BT /F1 11 Tf 14 TL 50 800 Td {shown}ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def test_the_text_layer_of_a_pdf_is_read() -> None:
    lines = ["Gorevler", "MADDE 1 - (1) Mudurlugun gorevleri sunlardir:", "a) Agi kurmak ve isletmek,"]
    lines += ["b) Yazilim gelistirmek,", "c) Yedek almak.", "Yurutme"]
    lines += ["MADDE 2 - (1) Bu Yonergeyi Baskan yurutur."]

    assert label_list(read_bytes(_pdf(lines), "y.pdf")) == [("1", "a b c"), ("2", "1")]


def test_a_scanned_pdf_is_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)

    with pytest.raises(Unreadable, match="taranmış bir görüntü"):
        read_bytes(buffer.getvalue(), "tarama.pdf")


LOCKED = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
3 0 obj
<< /Filter /Standard /V 1 /R 2 /O <28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>
/U <0122456A91BAE5134273A6DB134C87C40000000000000000000000000000000A> /P -44 >>
endobj
trailer
<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] >>
%%EOF
"""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Dosya boş"),
        (b" \r\n\t \n", "Dosya boş"),
        ("﻿".encode(), "Dosya boş"),
        (b"12345 --- 67", "okunacak metin yok"),
        (bytes(range(256)) * 40, "ikili veri"),
        (b"\x7fELF\x02\x01\x01" + b"\x00\x01\x02" * 400, "ikili veri"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "eski bir Word dosyası"),
        (rb"{\rtf1\ansi MADDE 1}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "görüntü dosyası"),
        (b"%PDF-1.7\nbroken", "açılamadı"),
        (LOCKED, "parola ile korunuyor"),
        (b"PK\x03\x04broken", "Word dosyası açılamadı"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_bytes(data, "dosya")


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "MADDE 1 –")

    with pytest.raises(Unreadable, match="Word belgesi değil"):
        read_bytes(buffer.getvalue(), "y.zip")


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    big = tmp_path / "buyuk.txt"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    with pytest.raises(Unreadable, match=r"Dosya çok büyük: 50 MB\. En çok 25 MB okunur\."):
        read_file(big)


def test_a_text_of_fifty_megabytes_within_the_limit_is_refused_as_too_long() -> None:
    data = ("MADDE 1 – Görevler: a) Yapmak, b) Etmek.\n" * 1_200_000).encode()

    with pytest.raises(Unreadable, match="Metin çok uzun"):
        read_bytes(data, "uzun.txt", max_bytes=100 * 1024 * 1024)


def test_missing_files_and_folders_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"“yok\.txt” bulunamadı\."):
        read_file(tmp_path / "yok.txt")
    with pytest.raises(Unreadable, match=r"bir dosya değil, klasör\."):
        read_file(tmp_path)


def test_a_text_without_articles_says_so_in_a_note() -> None:
    document = parse("Sayın Başkan, toplantı yarın saat 14.00'te yapılacaktır.")

    assert document.articles == []
    assert [note.code for note in document.notes] == ["no_articles"]
