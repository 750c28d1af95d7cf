"""EK-1, EK-2 …: the mark every annex bears at its upper right when a letter has several (m. 18)."""

import io
import logging
from functools import lru_cache

import pikepdf

from konak.foundation.documents.services import render_pdf

log = logging.getLogger(__name__)
WIDE, TALL, EDGE = 70.0, 20.0, 28.0


def marked(content: bytes, media_type: str, place: int, count: int) -> bytes:
    """An annex as it travels. Only pages bear a mark: a PDF that is neither signed nor locked; anything else goes as
    it came, since a mark would break its signature or cannot be put on it."""
    if count < 2 or media_type != "application/pdf" or b"/ByteRange" in content:
        return content
    try:
        return stamped(content, f"EK-{place}")
    except (pikepdf.PdfError, ValueError, IndexError, KeyError, TypeError) as fault:
        log.warning("annex %s bears no mark: %s", place, fault)
        return content


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
