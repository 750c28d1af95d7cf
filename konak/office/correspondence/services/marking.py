"""EK-1, EK-2 …: the mark every annex bears at its upper right when a letter has several (m. 18)."""

import io
import logging
import zipfile
from functools import lru_cache

import docx
import pikepdf
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt

from konak.foundation.documents.services import render_pdf

log = logging.getLogger(__name__)
WIDE, TALL, EDGE = 70.0, 20.0, 28.0


PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BROKEN = (pikepdf.PdfError, PackageNotFoundError, zipfile.BadZipFile, ValueError, IndexError, KeyError, TypeError)


def marked(content: bytes, media_type: str, place: int, count: int) -> bytes:
    """An annex as it travels. Pages bear the mark: a PDF or a Word document that is neither signed nor locked.

    Anything else goes as it came, since a mark would break its signature or cannot be put on it; its name bears it.
    """
    put = {PDF: stamped, WORD: headed}.get(media_type)
    if count < 2 or put is None or b"/ByteRange" in content:
        return content
    try:
        return put(content, f"EK-{place}")
    except _BROKEN as fault:
        log.warning("annex %s bears no mark: %s", place, fault)
        return content


def named(name: str, place: int, count: int) -> str:
    """The name an annex travels under: with its mark where the letter has several."""
    return f"EK-{place} {name}" if count > 1 and not name.startswith(f"EK-{place}") else name


def headed(content: bytes, words: str) -> bytes:
    """Put words at the upper right of the first page of a Word document, over what its header holds already."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(name.startswith("_xmlsignatures/") for name in archive.namelist()):
            return content
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    if not section.different_first_page_header_footer:
        # the first page keeps what every page shows, under the mark
        shown = [part.text for part in section.header.paragraphs if part.text.strip()]
        section.different_first_page_header_footer = True
        for text in shown:
            section.first_page_header.add_paragraph(text)
    header = section.first_page_header
    line = header.paragraphs[0].insert_paragraph_before() if header.paragraphs else header.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(words)
    run.bold, run.font.size = True, Pt(12)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def stamped(content: bytes, words: str) -> bytes:
    """Put words at the upper right of the first page, however the page is turned."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(io.BytesIO(_mark(words))) as mark:
        if pdf.is_encrypted:
            return content
        page = pdf.pages[0]
        left, low, right, high = (float(one) for one in page.cropbox)
        turned = int(page.obj.get("/Rotate", 0)) % 360
        x, y, wide, tall = {
            0: (right - EDGE - WIDE, high - EDGE - TALL, WIDE, TALL),
            90: (left + EDGE, high - EDGE - WIDE, TALL, WIDE),
            180: (left + EDGE, low + EDGE, WIDE, TALL),
            270: (right - EDGE - TALL, low + EDGE, TALL, WIDE),
        }[turned]
        page.add_overlay(mark.pages[0], pikepdf.Rectangle(x, y, x + wide, y + tall))
        held = io.BytesIO()
        pdf.save(held, deterministic_id=True)
        return held.getvalue()


@lru_cache(maxsize=64)
def _mark(words: str) -> bytes:
    return render_pdf("correspondence/mark", {"words": words}, standard="a-1b")
