"""Physical lines of a text, and which of them are page furniture rather than words of the regulation."""

import re
from collections import Counter
from dataclasses import dataclass

from konak.foundation.db import turkish

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(slots=True)
class Line:
    """One line that has words on it. `start`, `end` bound the words; `gap`: a blank line stands before."""

    start: int
    end: int
    text: str
    gap: bool
    kind: str = ""
    """Kind of furniture: footer, page_number, stamp, signature … Empty for words of the regulation."""


def split_lines(view: str) -> list[Line]:
    """The lines of `view` that are not blank, in order."""
    lines: list[Line] = []
    last_end = 0
    for found in _LINE.finditer(view):
        whole = found.group()
        text = whole.strip()
        if not text:
            continue
        start = found.start() + whole.index(text[0])
        between = view[last_end:start]
        gap = between.count("\n") + between.count("\r") - between.count("\r\n") > 1
        lines.append(Line(start, start + len(text), text, gap))
        last_end = start + len(text)
    return lines


_PAGE_NUMBER = re.compile(r"[-–—|~\s]*\d{1,3}[-–—|~\s]*|\d{1,3}\s*/\s*\d{1,3}")
_PAGE_WORD = re.compile(r"(?:sayfa|sahife|syf)\s*(?:no)?\s*[:.]?\s*\d{1,3}(?:\s*[/\-]\s*\d{1,3})?")
_DECISION_ANNEX = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}\s+tarih\S*\s+ve\s+\S+\s+say\S+\s+.{0,60}karar\S*\s+ek\S*")
_FORM = re.compile(
    r"(?:(?:form|dokuman|belge|rev|revizyon|yayin|yururluk)\s*)?(?:no|kodu|tarihi)\s*[:.]\S*.{0,24}|"
    r"(?:dokuman|form|belge|rev(?:izyon)?|yayin)\s+(?:no|tarihi|kodu)\b.{0,60}"
)
_STAMP = re.compile(r"[^\W\d_][\w.]+(?: [\w.]+){1,3}\s*[-–]\s*\d{1,2}\.\d{1,2}\.\d{4}(?:\s*[-– ]\s*\d{1,2}:\d{2})?")
_MAY_BE_FURNITURE = re.compile(
    r"[-–—|~\s]*\d|mailto:|.{0,40}[-–]\s*\d{1,2}\.\d{1,2}\.\d{4}|(?:say|sah|syf|form|do[kc]|bel|rev|yay|yürür|yurur|no|kod|tarih"
    r"|bu bel|bu BEL|evr|5070)",
    re.IGNORECASE,
)
"""A cheap look at the first letters, so that most lines are never folded."""
_SIGNED = ("bu belge", "evrak dogrulama", "belge dogrulama", "5070 sayili kanun geregince guvenli elektronik imza")


def mark_furniture(lines: list[Line]) -> None:
    """Set `kind` on page numbers, running heads and feet, stamps and link annotations."""
    seen = Counter(_pattern(line.text) for line in lines if _may_repeat(line.text))
    running = {pattern for pattern, times in seen.items() if times >= 3}
    for place, line in enumerate(lines):
        if not _MAY_BE_FURNITURE.match(line.text) and not running:
            continue
        folded = turkish.fold(line.text) if len(line.text) < 200 and _MAY_BE_FURNITURE.match(line.text) else ""
        if folded and (_PAGE_NUMBER.fullmatch(line.text) or _PAGE_WORD.fullmatch(folded)):
            line.kind = "page_number"
        elif folded and (
            _DECISION_ANNEX.match(folded)
            or line.text.startswith("mailto:")
            or (_FORM.fullmatch(folded) and len(folded) < 60)
            or (folded.startswith(_SIGNED) and ("imza" in folded or "dogrulama" in folded or "http" in folded))
        ):
            line.kind = "footer"
        elif folded and _STAMP.fullmatch(line.text):
            line.kind = "stamp"
        elif running and _may_repeat(line.text) and _pattern(line.text) in running:
            following = lines[place + 1].text if place + 1 < len(lines) else ""
            if not turkish.fold(following[:12]).lstrip("*# ").startswith("madde"):
                line.kind = "footer"


def _may_repeat(text: str) -> bool:
    if not 14 < len(text) < 160 or text[-1] in ",;.:)" or not (text[0].isupper() or text[0].isdigit()):
        return False
    return not _NUMBERED.match(text)


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", text)


_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3})*\s?[.)\-–]|[^\W\d_]\s?[.)]|(?:\S+\s)?[Mm](?:adde|ADDE)\b")
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"\*\*|__|^#+\s*|^>\s*|\s*\|\s*(?:\|\s*)*")


def joined(pieces: list[str]) -> str:
    """The words of several lines as one running text: hyphens at line ends resolved, table bars and stars gone."""
    result: list[str] = []
    for piece in pieces:
        clean = _SPACES.sub(" ", _MARKS.sub(" ", piece.replace("\xad", ""))).strip()
        if not clean:
            continue
        if result:
            last = result[-1]
            if last.endswith("-") and len(last) > 1 and last[-2].isalpha():
                stem = re.split(r"[\s(/]", last[-40:-1])[-1]
                if len(stem) > 2 and clean[0].islower():
                    result[-1] = last[:-1]
                result.append(clean)
                continue
            # words glued by the printer are also cut without a hyphen: nothing so long ends at a blank
            if clean[0].islower() and last[-1].isalpha() and len(last.rsplit(" ", 1)[-1]) >= 25:
                result.append(clean)
                continue
            result.append(" ")
        result.append(clean)
    return "".join(result)
