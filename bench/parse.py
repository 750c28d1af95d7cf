"""Reading a regulation against two plainer things: two regular expressions over its lines, and unpacking it from .docx.

The expressions find "MADDE 5" and "a)" where they stand at a line start and nothing else; the .docx reader gives words
without structure. Both are given every advantage. Sizes grow to show that the work grows with them.
"""

import io
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import docx
from ground import Bounds, seconds

from konak.governance.legislation.parsing import parse
from konak.governance.legislation.parsing.docx import docx_text

TEXTS = Path(__file__).parents[1] / "konak/governance/legislation/tests/texts"
_ARTICLE = re.compile(r"^\s*(?:MADDE|Madde)\s*(\d+)")
_LABEL = re.compile(r"^\s*([a-zçğıöşü]{1,2}|\d{1,2})[).]")


def scan(text: str) -> int:
    """The plain way: how many lines look like an article or a label."""
    return sum(1 for line in text.splitlines() if _ARTICLE.match(line) or _LABEL.match(line))


def main() -> None:
    clean = "\n".join(
        (TEXTS / name).read_text("utf-8") for name in ("gecici-ek.txt", "sayfa-duzeni.txt", "egik-cizgi.txt")
    )
    scanned = (TEXTS / "tarama.txt").read_text("utf-8")
    running = (TEXTS / "tek-satir.txt").read_text("utf-8")
    bounds = Bounds()
    parse(scanned)  # builds the vocabulary once

    for name, text, bound in (("clean", clean, 120), ("scanned", scanned, 400), ("one line", running, 4_000)):
        ours, plain = seconds(lambda t=text: parse(t)), seconds(lambda t=text: scan(t))
        size = len(text.encode()) / 1e6
        bounds.at_most(f"parse / two expressions, {name}", ours / plain, bound, f"{size / ours:.2f} MB/s")

    package = io.BytesIO()
    document = docx.Document()
    for line in clean.splitlines():
        document.add_paragraph(line)
    document.save(package)
    ours, plain = seconds(lambda: parse(clean)), seconds(lambda: docx_text(package.getvalue()))
    bounds.at_most("parse / words out of .docx", ours / plain, 3, f"{plain * 1000:.0f} ms to unpack")

    small, large = seconds(lambda: parse(clean * 8), 3), seconds(lambda: parse(clean * 32), 3)
    bounds.at_most(
        "four times the text / the text", large / small, 6, f"{len(clean) * 32 / 1e6:.1f} MB in {large:.1f} s"
    )
    bounds.leave()


if __name__ == "__main__":
    main()
