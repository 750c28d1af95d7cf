"""Labels with a QR code: sheets of several sizes as PDF, single ones for label printers as PDF or ZPL."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings

from konak.foundation.documents.services import render_pdf
from konak.foundation.lifecycle import Refused

from ..models import Asset

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of label and how it lies on its sheet, in millimetres."""

    key: str
    label: str
    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    gap_x: float = 0
    gap_y: float = 0
    page: tuple[float, float] = (210, 297)
    small: float = 6.5
    large: float = 7.5
    lines: int = 3

    @property
    def each(self) -> int:
        return self.columns * self.rows


SHEETS = {
    one.key: one
    for one in (
        Sheet(
            "65", "A4, 65 etiket (38 × 21 mm)", 38.1, 21.2, 5, 13, 4.7, 10.7, 2.5, 0, small=4.6, large=4.8, lines=2
        ),
        Sheet("40", "A4, 40 etiket (52 × 29 mm)", 52.5, 29.7, 4, 10, 0, 0, small=5.5, large=6),
        Sheet("24", "A4, 24 etiket (70 × 37 mm)", 70, 37, 3, 8, 0, 0.5, small=6.5, large=8, lines=4),
        Sheet("21", "A4, 21 etiket (63 × 38 mm)", 63.5, 38.1, 3, 7, 7.2, 15.1, 2.5, 0, small=6.5, large=7.5, lines=4),
        Sheet("12", "A4, 12 etiket (99 × 42 mm)", 99.1, 42.3, 2, 6, 4.6, 21.6, 2.5, 0, small=8, large=10, lines=4),
        Sheet("50x25", "Etiket yazıcısı, 50 × 25 mm", 50, 25, 1, 1, 0, 0, page=(50, 25), small=5.5, large=6),
        Sheet("57x32", "Etiket yazıcısı, 57 × 32 mm", 57, 32, 1, 1, 0, 0, page=(57, 32), small=6, large=7, lines=4),
    )
}


def address_of(tag: str) -> str:
    """What the code says: the page of the thing, so that any phone leads there; the scan page reads the number."""
    base = str(settings.SITE_URL).rstrip("/")
    return f"{base}/tasinirlar/{tag}/"


def pdf(assets: Sequence[Asset], size: str, skip: int = 0) -> bytes:
    """Sheets of labels; `skip` leaves places free that were used before."""
    sheet = _sheet(size)
    _check(assets)
    places: list[dict[str, str] | None] = [None] * max(0, min(skip, sheet.each - 1))
    places += [_label(asset) for asset in assets]
    inset = 1.5
    data: dict[str, Any] = {
        "title": "Taşınır etiketleri",
        "page": {
            "width": sheet.page[0],
            "height": sheet.page[1],
            "left": sheet.left,
            "top": sheet.top,
            "columns": sheet.columns,
            "gap-x": sheet.gap_x,
            "gap-y": sheet.gap_y,
        },
        "size": {
            "width": sheet.width,
            "height": sheet.height,
            "inset": inset,
            "code": min(sheet.height - 2 * inset, sheet.width * 0.36),
            "small": sheet.small,
            "large": sheet.large,
            "lines": sheet.lines,
        },
        "sheets": [places[at : at + sheet.each] for at in range(0, len(places), sheet.each)],
    }
    return render_pdf("assets/labels", data)


def zpl(assets: Sequence[Asset], size: str, dpmm: int = 8) -> str:
    """The same for a printer that speaks ZPL (203 dpi: 8 dots a millimetre)."""
    sheet = _sheet(size)
    _check(assets)
    width, height = math.floor(sheet.width * dpmm), math.floor(sheet.height * dpmm)
    at = math.floor(sheet.width * 0.36 + 3) * dpmm
    large, small = max(18, round(sheet.large * 2.8)), max(14, round(sheet.small * 2.8))
    labels = []
    for asset in assets:
        code = address_of(asset.tag)
        labels.append(
            f"^XA^CI28^PW{width}^LL{height}"
            f"^FO{dpmm},{dpmm}^BQN,2,{_magnification(code, sheet, dpmm)}^FDMA,{_plain(code)}^FS"
            f"^FO{at},{2 * dpmm}^A0N,{small},{small}^FD{_plain(str(settings.MUNICIPALITY))[:40]}^FS"
            f"^FO{at},{2 * dpmm + small + 8}^A0N,{large},{large}^FB{width - at - 4},2,0,L^FD{_plain(asset.tag)}^FS"
            f"^FO{at},{2 * dpmm + small + 2 * large + 16}^A0N,{small},{small}^FB{width - at - 4},2,0,L"
            f"^FD{_plain(asset.name)[:60]}^FS^XZ"
        )
    return "\n".join(labels) + "\n"


def _sheet(size: str) -> Sheet:
    sheet = SHEETS.get(size)
    if sheet is None:
        raise Refused("Böyle bir etiket boyu yok.")
    return sheet


def _check(assets: Sequence[Asset]) -> None:
    if not assets:
        raise Refused("Etiket basılacak taşınır seçilmedi.")
    if len(assets) > MOST:
        raise Refused(f"Bir kerede en çok {MOST} etiket basılır; listeyi süzgeçle daraltın.")


def _label(asset: Asset) -> dict[str, str]:
    return {
        "svg": svg(asset.tag),
        "tag": asset.tag,
        "name": asset.name,
        "serial": asset.serial,
        "owner": str(settings.MUNICIPALITY),
    }


def svg(tag: str) -> str:
    out = io.BytesIO()
    segno.make(address_of(tag), error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def _magnification(code: str, sheet: Sheet, dpmm: int) -> int:
    modules = segno.make(code, error="m", micro=False).symbol_size(border=1)[0]
    room = min(sheet.height - 3, sheet.width * 0.36) * dpmm
    return max(2, min(10, int(room // modules)))


def _plain(text: str) -> str:
    """Printer commands begin with ^ and ~: none of them may come from a name."""
    return text.replace("^", " ").replace("~", " ").replace("\\", " ")
