"""What a file is, told by real bytes."""

import io
import struct
import zlib
from contextlib import suppress

import docx
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from konak.foundation.files.kinds import Unsafe, examine
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

pytestmark = pytest.mark.django_db
STAYS = "yazdıklarınız duruyor."


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def word() -> bytes:
    held = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Çığ, şelale, ağ")
    document.save(held)
    return held.getvalue()


def excel() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet("İşler").write(0, 0, "ğüş")
    return held.getvalue()


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9"
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
EYP = {"[Content_Types].xml": b"<Types/>", "PaketOzeti/PaketOzeti.xml": b"<x/>", "Ustveri/Ustveri.xml": b"<x/>"}


def test_documents_pictures_and_texts_are_told_by_their_content(actor, pdf, zipped):
    given = {
        "a.pdf": pdf,
        "b.PNG": png(),
        "c.jpeg": JPEG,
        "d.docx": word(),
        "e.xlsx": excel(),
        "f.odt": zipped(ODT),
        "g.eyp": zipped(EYP),
        "h.zip": zipped({"klasör/ağ.txt": b"x"}),
        "i.txt": "MADDE 1 – İmar, ğüşöç".encode(),
        "j.txt": "MADDE 1 – İmar, ğüşöç".replace("–", "-").encode("cp1254"),
        "k.txt": "\ufeffMADDE 1 İmar".encode("utf-16-le"),
        "l.md": b"# Ba\xc5\x9fl\xc4\xb1k\n\nmetin",
        "m.csv": b"a;b\n1;2\n",
        "n.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "o.rtf": b"{\\rtf1\\ansi metin}",
        "p.gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    }
    found = {name: store(actor=actor, content=content, name=name).media_type for name, content in given.items()}
    office, odf = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
    assert found == {
        "a.pdf": "application/pdf",
        "b.PNG": "image/png",
        "c.jpeg": "image/jpeg",
        "d.docx": office + "wordprocessingml.document",
        "e.xlsx": office + "spreadsheetml.sheet",
        "f.odt": odf + "text",
        "g.eyp": "application/eyazisma",
        "h.zip": "application/zip",
        "i.txt": "text/plain",
        "j.txt": "text/plain",
        "k.txt": "text/plain",
        "l.md": "text/markdown",
        "m.csv": "text/csv",
        "n.doc": "application/msword",
        "o.rtf": "application/rtf",
        "p.gif": "image/gif",
    }


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [
        ("rapor.pdf", word, "Word belgesi"),
        ("rapor.docx", excel, "Excel çalışma kitabı"),
        ("resim.jpg", png, "PNG görüntüsü"),
        ("resim.png", lambda: b"%PDF-1.4\n%%EOF", "PDF belgesi"),
        ("rapor.pdf", lambda: b"duz metin", "düz metin"),
        ("rapor.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "tanınmayan bir tür"),
        ("rapor.txt", lambda: b"\x00\x01\x02\x03" * 300, "tanınmayan bir tür"),
    ],
)
def test_an_extension_that_promises_something_else_is_refused(actor, name, content, label):
    with pytest.raises(Refused, match=r"ama içeriği .* değil \(" + label):
        store(actor=actor, content=content(), name=name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"MZ\x90\0" + b"\0" * 60),
        ("a.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 60),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("a.txt", b"<?php system($_GET['c']); ?>"),
    ],
)
def test_programs_are_refused_under_any_name(actor, name, content):
    with pytest.raises(Refused, match="çalıştırılabilir bir program"):
        store(actor=actor, content=content, name=name)


@pytest.mark.parametrize("extension", ["exe", "html", "htm", "svg", "js", "xml", "bat", "docm", "hta", "php"])
def test_what_could_run_is_not_accepted_by_name(actor, extension):
    with pytest.raises(Refused, match=rf"«\.{extension}» türündeki dosyalar kabul edilmiyor"):
        store(actor=actor, content=b"masum metin", name=f"a.{extension}")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>x</body></html>",
        b"\n\n  <!DOCTYPE html><p>x",
        b"masum <script>alert(1)</script>",
        "\ufeff<script>alert(1)</script>".encode("utf-16-le"),
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_markup_hidden_in_a_text_is_refused(actor, content):
    with pytest.raises(Refused, match="ama içeriği düz metin değil"):
        store(actor=actor, content=content, name="not.txt")


def test_an_html_page_is_kept_where_the_caller_asks_for_pages(actor):
    stored = store(actor=actor, content=b"<html><p>Madde 1</p></html>", name="y.html", allow={"html", "pdf"})
    assert stored.media_type == "text/html"


def test_two_files_in_one_are_refused(actor, pdf, zipped):
    for name, front in (("a.pdf", pdf), ("a.png", png()), ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0;")):
        with pytest.raises(Refused, match="gizlenmiş bir arşiv"):
            store(actor=actor, content=front + zipped({"kod.txt": b"x"}), name=name)


def test_a_picture_behind_junk_is_no_picture(actor, pdf):
    with pytest.raises(Refused, match="değil"):
        store(actor=actor, content=b"GIF89a" + b"\0" * 2000 + pdf, name="a.pdf")


def test_macros_are_refused(actor, zipped):
    package = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}
    with pytest.raises(Refused, match="makro"):
        store(actor=actor, content=zipped(package), name="a.docx")


def test_macros_and_installers_in_the_old_formats_are_refused(actor):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * (1024 * 1024 - 12)
    with pytest.raises(Refused, match="makro"):
        # across the border of two pieces read
        store(actor=actor, content=ole + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600, name="a.xls")


@pytest.mark.parametrize("said", ["text/plain", "application/pdf", "image/png", "text/html"])
def test_an_archive_is_not_believed_to_be_something_else(actor, zipped, said):
    extension = {"text/plain": "txt", "application/pdf": "pdf", "image/png": "png", "text/html": "html"}[said]
    with pytest.raises(Refused, match=r"\(ZIP arşivi\)"):
        store(actor=actor, content=zipped({"mimetype": said.encode()}), name=f"a.{extension}", allow={extension})


@pytest.mark.parametrize(
    "content",
    [
        "MADDE 1 – Bu yönetmelik, belediyenin görevlerini düzenler.".encode("utf-16-le"),
        "MADDE 1 – Bu yönetmelik, belediyenin görevlerini düzenler.".encode("utf-16-be"),
        "MADDE 1 \x96 Çığ".encode("latin-1", "replace"),
        b"P1 10 10 numarali parsel",
        b"import os, sys ve digerleri: import edilen malzemeler",
        b"x" * 300_000,
        b"a",
    ],
)
def test_texts_in_old_and_odd_encodings_are_texts(actor, content):
    assert store(actor=actor, content=content, name="a.txt").media_type == "text/plain"


@given(st.binary(max_size=400), st.integers(0, 3), st.data())
@settings(max_examples=200, deadline=None)
def test_broken_bytes_are_told_or_refused_and_never_crash(noise, which, data):
    base = [b"", word(), png(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600][which]
    place = data.draw(st.integers(0, len(base)))
    mixed = base[:place] + noise + base[place + len(noise) // 2 :]
    with suppress(Unsafe):
        assert isinstance(examine(io.BytesIO(mixed), len(mixed), "docx"), str)


def test_a_program_inside_an_archive_is_refused(actor, zipped):
    with pytest.raises(Refused, match="çalıştırılabilir dosya barındıran"):
        store(actor=actor, content=zipped({"fatura.pdf.exe": b"x"}), name="a.zip")


def test_bombs_and_broken_archives_are_refused(actor, zipped):
    bomb = zipped({"dolu.txt": b"\0" * (80 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="aşırı büyüyen"):
        store(actor=actor, content=bomb, name="a.zip")
    many = zipped({f"{n}.txt": b"" for n in range(20_001)})
    with pytest.raises(Refused, match="aşırı büyüyen"):
        store(actor=actor, content=many, name="a.zip")
    with pytest.raises(Refused, match="bozuk"):
        store(actor=actor, content=word()[:-400], name="a.docx")


def test_an_empty_file_is_refused(actor):
    with pytest.raises(Refused) as refusal:
        store(actor=actor, content=b"", name="boş.pdf")
    assert str(refusal.value) == f"Dosya yüklenmedi: içi boş (0 bayt). Dosyayı denetleyip yeniden deneyin; {STAYS}"


def test_a_file_without_extension_is_refused(actor, pdf):
    with pytest.raises(Refused, match="adında uzantı yok"):
        store(actor=actor, content=pdf, name="rapor")


class Announced(io.BytesIO):
    size = 31 * 1024 * 1024


def test_a_file_over_the_limit_is_refused_with_both_sizes(actor):
    with pytest.raises(Refused) as refusal:
        store(actor=actor, content=Announced(b"x"), name="a.txt", limit_bytes=25 * 1024 * 1024)
    assert str(refusal.value) == (
        f"Dosya yüklenmedi: 25 MB sınırını aşıyor (31 MB). Küçültüp yeniden deneyin; {STAYS}"
    )


def test_a_stream_that_hides_its_size_is_cut_at_the_limit(actor, store_folder):
    class Endless(io.RawIOBase):
        read_bytes = 0

        def read(self, size=-1):
            self.read_bytes += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(Refused) as refusal:
        store(actor=actor, content=stream, name="a.txt", limit_bytes=3_500_000)
    assert str(refusal.value) == f"Dosya yüklenmedi: 3,3 MB sınırını aşıyor. Küçültüp yeniden deneyin; {STAYS}"
    assert stream.read_bytes <= 5 * 1024 * 1024
    assert list((store_folder / "incoming").iterdir()) == []
