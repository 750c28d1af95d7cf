"""Reading a regulation against what every reader must do first: getting its words out of a .docx.

The library that unpacks gives words without structure. Running text and scans are compared with clean lines, byte for
byte, and a fourfold text with a single one: the work must grow with the text, not faster.
"""

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import docx
from ground import Bounds, seconds

from konak.governance.legislation.parsing import parse
from konak.governance.legislation.parsing.docx import docx_text

TEXTS = Path(__file__).parents[1] / "konak/governance/legislation/tests/texts"


def unpacked(text: str) -> bytes:
    """A Word file with one paragraph for each line of `text`."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    package = io.BytesIO()
    document.save(package)
    return package.getvalue()


def main() -> None:
    clean = "\n".join(
        (TEXTS / name).read_text("utf-8") for name in ("gecici-ek.txt", "sayfa-duzeni.txt", "egik-cizgi.txt")
    )
    scanned = (TEXTS / "tarama.txt").read_text("utf-8")
    running = (TEXTS / "tek-satir.txt").read_text("utf-8")
    bounds = Bounds()
    parse(scanned)  # builds the vocabulary once

    package = unpacked(clean)
    ours, plain = seconds(lambda: parse(clean)), seconds(lambda: docx_text(package))
    rate = len(clean.encode()) / ours
    bounds.at_most("parse / words out of .docx", ours / plain, 4, f"{rate / 1e6:.2f} MB/s")
    for name, text, bound in (("scanned", scanned, 8), ("one line", running, 3)):
        taken = seconds(lambda t=text: parse(t))
        other = len(text.encode()) / taken
        bounds.at_most(f"{name} / clean, each byte", rate / other, bound, f"{other / 1e6:.2f} MB/s")
    small, large = seconds(lambda: parse(clean * 8), 3), seconds(lambda: parse(clean * 32), 3)
    bounds.at_most(
        "four times the text / the text", large / small, 7, f"{len(clean) * 32 / 1e6:.1f} MB in {large:.1f} s"
    )
    bounds.leave()


if __name__ == "__main__":
    main()
