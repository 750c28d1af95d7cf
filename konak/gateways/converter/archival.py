"""A PDF becomes a PDF/A: a program of its own, so that a hostile file meets the same bounds as in every other one.

`archival.py SOURCE TARGET` writes TARGET and ends with 0; ends with 10 where SOURCE is a PDF/A already, with 11
where its pages do not allow it (the reasons on standard output). Part 1 is tried first, which is what our own letters
are; part 2 allows transparency, which many files have (ISO 19005-1, 19005-2). Every file written is judged before it
is kept.
"""

import sys
from pathlib import Path

import pikepdf
from pikepdf.pdfa import PdfaError, check, save

FLAVOURS = ("1b", "2b")
WRITTEN, ALREADY, NOT_SO = 0, 10, 11


def _without_habits(opened: pikepdf.Pdf, flavour: str) -> None:
    """Take out what programs like to write, what no page needs, and what the judge therefore does not look into."""
    fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one]
    for one, key in (
        (opened.Root, "/OpenAction"),
        (opened.trailer, "/DocChecksum"),
        *((f, "/CIDSet") for f in fonts),
    ):
        # the set of glyphs is asked for by part 1 only, and added there
        if key in one and not (key == "/CIDSet" and flavour == "1b"):
            del one[key]


def main(source: Path, target: Path) -> int:
    reasons: list[str] = []
    with pikepdf.open(source) as opened:
        if any(check(opened, flavour).verdict == "pass" for flavour in FLAVOURS):
            return ALREADY
    for flavour in FLAVOURS:
        # a save that fails leaves its repairs behind: each attempt begins with the file as it came
        with pikepdf.open(source) as opened:
            _without_habits(opened, flavour)
            try:
                save(opened, target, flavour)
            except PdfaError as fault:
                reasons += [str(one) for one in fault.report.findings[:5]]
            else:
                return WRITTEN
    sys.stdout.write("\n".join(reasons)[:2000])
    return NOT_SO


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
