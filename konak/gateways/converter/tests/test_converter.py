"""The real programs of this computer: what acts by itself is found, a document becomes PDF/A, a scan becomes text.

Where a program is missing the tests fail: setup.sh installs them.
"""

import io
import subprocess
import zipfile

import pikepdf
import pypdfium2
import pytest
import typst
from fpdf import FPDF

from konak.gateways.converter import client, looking

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(text="Merhaba", types=TYPES, **more):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        parts = {"[Content_Types].xml": types, "_rels/.rels": RELS, "word/document.xml": WORD.format(text)}
        for name, content in {**parts, **{key.replace("__", "/"): value for key, value in more.items()}}.items():
            archive.writestr(name, content)
    return held.getvalue()


def page(tmp_path, text):
    source = tmp_path / "a.typ"
    source.write_text(f'#set text(font: "Arimo", size: 22pt, lang: "tr")\n{text}', encoding="utf-8")
    return typst.compile(str(source))


def scanned(tmp_path, text):
    """A page that is only a picture, as a scanner makes it."""
    image = pypdfium2.PdfDocument(page(tmp_path, text))[0].render(scale=2.2).to_pil().convert("L")
    held = io.BytesIO()
    image.save(held, "PDF", resolution=158)
    return held.getvalue()


def hostile():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
                )
            )
        ]
    )
    pdf.attachments["x.exe"] = b"MZ"
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def test_macros_objects_and_fetched_content_are_found_in_office_documents():
    assert looking.office(docx()) == []
    macro = TYPES.replace("wordprocessingml.document.main", "wordprocessingml.macroEnabled.main")
    template = RELS.replace('Target="word/document.xml"', 'Target="http://x.example/t.dotm" TargetMode="External"')
    link = template.replace("relationships/officeDocument", "relationships/hyperlink")
    for document, what in (
        (docx(types=macro), "makro"),
        (docx(**{"word__vbaProject.bin": b"x"}), "makro"),
        (docx(**{"word__embeddings__oleObject1.bin": b"x"}), "gömülü nesne (OLE)"),
        (docx(**{"word__activeX__activeX1.xml": b"x"}), "ActiveX denetimi"),
        (docx(**{"word___rels__settings.xml.rels": template}), "dışarıdan yüklenen içerik"),
        (docx(**{"Basic__Standard__a.xml": b"x"}), "makro"),
    ):
        assert [one.what for one in looking.office(document)] == [what]
    assert looking.office(docx(**{"word___rels__document.xml.rels": link})) == []
    with pytest.raises(looking.Unreadable):
        looking.office(docx()[:-30])


def test_a_pdf_that_acts_is_told_and_its_copy_acts_no_more():
    found = looking.pdf(hostile())
    assert {"JavaScript", "program başlatma", "gömülü dosya"} <= {one.what for one in found.active}
    clean = looking.pdf(looking.cleaned(hostile()))
    assert (clean.active, clean.pages) == ((), 1)
    with pytest.raises(looking.Unreadable):
        looking.pdf(b"%PDF-1.7 broken")


def test_a_document_becomes_pdfa_behind_the_wall(tmp_path):
    assert client.missing() == []
    told = []
    made = client.to_pdfa(docx("Örnek yazı: ığüşöç"), "docx", lambda percent, doing: told.append(percent))
    found = looking.pdf(made)
    assert (found.claims_a, found.active, told) == (True, (), [20, 80])
    assert client.text_of(made) == "Örnek yazı: ığüşöç"
    with pytest.raises(client.Failed, match="1 saniyede bitmedi"):
        client.run(["/bin/sleep", "20"], tmp_path, 1)
    if client.walled():
        knock = "import socket; socket.create_connection(('127.0.0.1', 1), 1)"
        with pytest.raises(client.Failed, match="nreachable"):
            client.run(["/usr/bin/python3", "-c", knock], tmp_path, 20)
    assert judged(tmp_path, made)


def judged(tmp_path, *papers):
    """Whether Apache Preflight calls every one of them PDF/A-1b."""
    names = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation")
    jars = ":".join(f"/usr/share/java/{name}.jar" for name in (*names, "jaxb-api"))
    for place, paper in enumerate(papers):
        (tmp_path / f"{place}.pdf").write_bytes(paper)
    (tmp_path / "liste").write_text("\n".join(str(tmp_path / f"{place}.pdf") for place in range(len(papers))))
    judge = ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", tmp_path / "liste"]
    subprocess.run(judge, capture_output=True, check=False)
    told = (tmp_path / "liste.preflight.xml").read_text()
    return told.count('<isValid type="PDF/A1-b">true</isValid>') == len(papers)


def test_every_pdf_that_comes_becomes_pdfa_and_one_that_is_stays_as_it_is(tmp_path):
    scan, how = client.archive(scanned(tmp_path, "Başkanlık yazısı"))
    acting, _ = client.archive(looking.cleaned(hostile()))
    assert how == client.Archived.DECLARED
    assert client.archive(scan) == (scan, client.Archived.AS_IS)
    # a font the file does not carry can only be drawn
    bare = FPDF()
    bare.add_page()
    bare.set_font("helvetica", size=20)
    bare.cell(text="Toplanti tutanagi")
    told = []
    drawn, how = client.archive(bytes(bare.output()), lambda percent, doing: told.append(doing))
    assert (how, told[-1]) == (client.Archived.REDRAWN, "Sayfalar yeniden çiziliyor")
    assert "Toplanti" in client.text_of(drawn)
    assert judged(tmp_path, scan, acting, drawn)
    with pytest.raises(client.Failed, match="Program hata verdi"):
        client.archive(b"%PDF-1.4 bozuk")


def test_a_scanned_turkish_page_is_read(tmp_path):
    read = client.recognise(scanned(tmp_path, "Belediye başkanlığı görüş yazısı: İçme suyu şebekesi"), "pdf")
    assert "başkanlığı görüş yazısı" in read.text
    assert "İçme suyu şebekesi" in " ".join(read.text.split())
    assert "şebekesi" in client.text_of(read.pdf)
    (tmp_path / "b.pdf").write_bytes(read.pdf)
    assert subprocess.run(["qpdf", "--check", tmp_path / "b.pdf"], capture_output=True, check=False).returncode == 0
