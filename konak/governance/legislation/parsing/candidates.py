"""Everything in an article's body that may be a label, with the letters or numbers it may stand for.

A candidate is a suspicion. `labels.decode` decides which candidates are labels by looking at all of them together.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from konak.foundation.db import turkish

from .lines import Line
from .marks import roman

LETTERS = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
"""Turkish alphabet with q, w, x where Latin lists put them."""
PLACE = {letter: place for place, letter in enumerate(LETTERS)}

MOST = 10_000
"""Candidates read in one article. The longest real articles have a few hundred; beyond, words stay words."""

Value = int | tuple[int, ...]


@dataclass(slots=True, frozen=True)
class Reading:
    """One way to read a candidate: list `family`, `value` in it (letters: place in LETTERS, 32 on for aa), `cost`."""

    family: str
    value: Value
    cost: float
    literal: str = ""


@dataclass(slots=True)
class Candidate:
    """A possible label. `start`, `end` bound the printed label; `reject` is the price of taking it for plain words,
    `accept` the price of taking it for a label whatever it reads."""

    start: int
    end: int
    printed: str
    readings: list[Reading]
    style: str
    reject: float
    accept: float
    kind: str = "line"
    line: int = 0


_CONFUSED: dict[str, str] = {
    # printed → "letter cost" pairs; what an English-trained reader makes of Turkish letters
    "1": "ı.6 i.8 l.6", "0": "o.5 ö.7", "6": "ö.8 o1", "5": "s.8 ş1", "§": "ğ.5 ş.9", "&": "ğ.6",
    "$": "ş.7 s.8", "¢": "ç.41 c.4", "c¢": "c.5 ç.55", "€": "e.5 ç1 c1", "9": "g.9 ğ1", "g9": "g.6 ğ.8",
    "é": "e.5 ö.8", "|": "ı.6 l.6 i.8", "!": "ı.6 l.6 i.8", "8": "ğ1.2", "£": "e.8", "¥": "y.6", "ii": "ü.9",
    "il": "ü1", "6é": "ö.8", "o¢": "ö.9", "ğ": "g1.2", "g": "ğ.8", "s": "ş.8", "c": "ç.8",
    "i": "ı.6 ü1.2 l1.3", "ı": "i.8 l1.2", "o": "ö.8 c1.6", "u": "ü.8", "l": "ı.9 i.9", "ç": "c1.2",
    "ö": "o1.2", "ş": "s1.2", "ü": "u1.4", "e": "c1.8", "ğ9": "ğ.8", "q": "g1.2 ğ1.4", "]": "l.9",
    "ti": "ü1.2", "{i": "ü.8", "j": "i1.4", "v": "y1.6", "y": "v1.8",
}  # fmt: skip
_READ_AS: dict[str, list[tuple[str, float]]] = {
    printed: [(pair[0], float(pair[1:])) for pair in pairs.split()] for printed, pairs in _CONFUSED.items()
}
_GLYPH = r"[^\W_]|[§&$¢€£¥|!\]]"
_DECOR = re.compile(r"(?:[\s>_#“\"‘«]|\|(?!\s?[).]))*(?:\*{2,3})?\s*")
_BULLET = re.compile(
    r"(?:[•●▪◦·‣○■□▫◆◊♦►▶▷▸→⇒➢➤✓✔☐☑❏❑❒❖∙\u2043\uf000-\uf0ff]|\+(?=\s)|[-–—*](?=[\s*|])|[-–—](?=[A-ZÇĞİÖŞÜ])|o(?=\s{2,}))\s*[*_|\s]*"
)
_PAREN = re.compile(rf"\(\s?((?:{_GLYPH}){{1,4}})\s?\)(?![’'])")
_DECIMAL = re.compile(r"(\d{1,2}(?:\s?\.\s?\d{1,3}){1,4})\s?([.)\-–:]?)(?=\s|$|[A-ZÇĞİÖŞÜ])")
_STRICT_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,3}){1,4})([.)\-–:]?)(?=\s|$|[A-ZÇĞİÖŞÜ])")
_NUMBER = re.compile(r"(\d{1,3})\s?[-.]?([.):\-–/])[*_]{0,2}(?:(?!\d)|(?=\d{3,4}\s+[Ss]ay[ıi]))")
_LETTER = re.compile(rf"((?:{_GLYPH}){{1,2}}|[ivxIVXİ]{{3,4}}|\{{i)[*_]{{0,2}}\s?[-.]?([).:\-–/])[*_]{{0,2}}")
_CELL = re.compile(r"\|\s*([1-9]\d{0,2}|[a-zçğıöşü])\s*\|\s*(?=[^\s|])")
_DECIMAL_LETTER = re.compile(r"\d{1,2}(?:\.\d{1,3}){1,3}\.?\s?([a-zçğıöşü])\s?[.)]\s")
_COMPOUND = re.compile(r"([a-zçğıöşü])\s?\.?\s?(\d{1,2})\s?[).\-]\s")
_ALONE = re.compile(rf"((?:{_GLYPH}){{1,2}})\s?[.)]?")
_TORN = re.compile(r"[.)]\s+(?=[^\W_])")
_LOST = re.compile(r"[A-ZÇĞİÖŞÜ0-9]\S*\s+\S")
_INLINE = re.compile(
    rf"(?<=[\s.,;:!?\"”)*|\]])\s?[-–]?\s*(?:\(\s?((?:{_GLYPH}){{1,3}})\s?\)|"
    rf"((?:{_GLYPH}){{1,2}}|[ivx]{{3,4}}|[IVX]{{3,5}}|\d{{1,2}})\s?-?([).\-–/]))(?=\s|[A-ZÇĞİÖŞÜ“\"]|(?<=[a-zçğıöşü]\))\d\d)"
)
_INLINE_BULLET = re.compile(
    r"(?<=[.,;:])\s+([-–])\s+(?=[A-ZÇĞİÖŞÜ]|\d\d)|(?<=\s)([•●▪◦○■□▫◆♦►▶▸➢➤✓✔☐☑❏❑❒❖\uf000-\uf0ff])\s*(?=[^\W_])"
)
_INLINE_DECIMAL = re.compile(r"(?<=[.,;:])\s+(\d{1,2}(?:\.\d{1,3}){1,4})([.)]?)\s+(?=[A-ZÇĞİÖŞÜ])")
_NOT_AFTER = re.compile(
    r"\s*(?:[Mm]adde|MADDE|[Ff][ıi]kra|[Bb]end|ve\s|veya\s|ile\s|[Ss]ay[ıi]l|ncı|nci|inci|uncu|üncü|[’']|[/–-]\s?\d"
    r"|(?:[Oo]cak|[Şş]ubat|[Mm]art|[Nn]isan|[Mm]ay[ıi]s|[Hh]aziran|[Tt]emmuz|[Aa]ğustos|[Ee]ylül|[Ee]kim|[Kk]as[ıi]m|[Aa]ral[ıi]k)\s\d{4}"
    r"|(?:y[ıi]l|gün|ay|saat|adet|derece|s[ıi]n[ıi]f|k[ıi]s[ıi]m|bölüm|TL)(?:[ıiuün]|l[ıiuü]k|de|da|den|dan)*\b|%)"
)


_CITED = re.compile(r"\s*(?:bend|fıkra|fikra|ve\s|veya\s|ile\s)")


def find(view: str, body: list[Line], scanned: bool, running: bool = False) -> list[Candidate]:
    """All candidates of a body, in order of position. Work grows with the length of the body, not faster.

    `running`: the text has lost its line breaks, so labels stand inside lines everywhere.
    """
    found: list[Candidate] = []
    tearing = any(_TORN.match(line.text) for line in body)
    previous = ""
    for index, line in enumerate(body):
        first = _at_start(line, index, scanned, previous)
        if first is None and tearing and previous[-1:] in (",", ";") and _LOST.match(line.text):
            number = line.text[:1].isdigit()
            lost = Candidate(
                line.start, line.start, "", [Reading("any", 0, 0)], "", 0, 1.1 if number else 2.2, "lost", index
            )
            found.append(lost)
        if first is not None:
            found.append(first)
        begin = first.end if first is not None else line.start
        if len(found) >= MOST:
            break
        found += _inline(line, begin, index, scanned, first is not None, running or len(line.text) > 400)
        previous = line.text
    if tearing:
        _match_heap(found, body)
    return found


def _at_start(line: Line, index: int, scanned: bool, previous: str) -> Candidate | None:
    text = line.text
    cell = _CELL.match(text)
    if cell:
        # a table with the labels in a column of their own
        start, end = line.start + cell.start(1), line.start + cell.end()
        return Candidate(start, end, cell[1], readings(cell[1], scanned), "|", 2.5, 0.2, "line", index)
    lead = _DECOR.match(text)
    place = lead.end() if lead else 0
    bullet = _BULLET.match(text, place)
    if bullet and not re.search(r"[^\W_]", text[bullet.end() : bullet.end() + 60]):
        return None
    at = bullet.end() if bullet else place
    candidate = _labelled(line, at, index, scanned)
    if candidate is None and bullet:
        strong = text[place] not in "-–—*"
        candidate = Candidate(
            line.start + place, line.start + bullet.end(), text[place], [Reading("bullet", 0, 0)], text[place],
            2.5 if strong else 1.6, 0, "bullet", index,
        )  # fmt: skip
    if candidate is None:
        torn = _TORN.match(text)
        if torn:
            candidate = Candidate(
                line.start, line.start + torn.end(), text[0], [Reading("any", 0, 0)], ".", 0.5, 0.7, "torn", index
            )
    if candidate is None and len(text) <= 3:
        alone = _ALONE.fullmatch(text)
        if alone:
            candidate = Candidate(
                line.start, line.end, text, readings(alone[1], scanned), ".", 0.4, 0.4, "alone", index
            )
    if candidate is not None and candidate.end == line.end and len(text) <= 3:
        candidate.kind = "alone"
    if candidate is not None and bullet and candidate.kind == "line":
        candidate.reject += 0.5
    # a line that the one before runs into is less likely to open with a label
    if (
        candidate is not None
        and candidate.kind == "line"
        and previous[-1:].isalpha()
        and candidate.style in (".", "-", "–")
    ):
        candidate.accept += 0.4
    return candidate


def _labelled(line: Line, at: int, index: int, scanned: bool) -> Candidate | None:
    text = line.text
    base = line.start
    paren = _PAREN.match(text, at)
    if paren and not _NOT_AFTER.match(text, paren.end()):
        return Candidate(
            base + at,
            base + paren.end(),
            paren.group(),
            readings(paren[1], scanned, paren=True),
            "()",
            4,
            0,
            line=index,
        )
    lettered = _DECIMAL_LETTER.match(text, at)
    if lettered:
        printed = lettered.group().strip()
        options = readings(lettered[1], scanned)
        return Candidate(base + at, base + lettered.end() - 1, printed, options, printed[-1], 3, 0, line=index)
    decimal = _decimal(text, at)
    if decimal:
        value = tuple(int(part) for part in re.split(r"\s?\.\s?", decimal[1]))
        dated = len(value) >= 3 and (value[2] > 1900 or (len(decimal[1].split(".")[2].strip()) == 4))
        if not dated and not _NOT_AFTER.match(text, decimal.end()) and max(value) < 200:
            return Candidate(
                base + at, base + decimal.end(), decimal.group().strip(), [Reading("decimal", value, 0)],
                decimal[2], 2.5, 0 if decimal[2] or len(value) > 2 else 0.3, line=index,
            )  # fmt: skip
    number = _NUMBER.match(text, at)
    if number and not _NOT_AFTER.match(text, number.end()):
        after = text[number.end() : number.end() + 3].strip()
        loose = number[2] != ")" and (after[:1].islower() or (number[2] in "-–/:" and after[:1].isdigit()))
        reject = 3.5 if number[2] == ")" else 2.6
        if loose:
            reject = 1.0
        return Candidate(
            base + at, base + number.end(), number.group().strip(), readings(number[1], scanned), number[2],
            reject, 0.9 if loose else 0, line=index,
        )  # fmt: skip
    compound = _COMPOUND.match(text, at)
    if compound:
        value = (PLACE[compound[1]], int(compound[2]))
        return Candidate(
            base + at,
            base + compound.end() - 1,
            compound.group().strip(),
            [Reading("compound", value, 0)],
            ".",
            3,
            0,
            line=index,
        )
    letter = _LETTER.match(text, at)
    if letter:
        return _letter(line, letter, at, index, scanned)
    return None


def _decimal(text: str, at: int) -> re.Match[str] | None:
    """A decimal label. Blanks inside are allowed ("7.6. 13. Konu"), yet "4.2. 2.5 yıl" is 4.2 and words."""
    found = _DECIMAL.match(text, at)
    if found and " " in found[1] and text[found.end() :].lstrip()[:1].islower():
        return _STRICT_DECIMAL.match(text, at)
    return found


def _letter(line: Line, letter: re.Match[str], at: int, index: int, scanned: bool) -> Candidate | None:
    glyph, style = letter[1], letter[2]
    following = line.text[letter.end() : letter.end() + 4]
    if len(glyph) >= 2 and (style == ":" or not readings(glyph, scanned)):
        return None
    if (_CITED if style == ")" else _NOT_AFTER).match(line.text, letter.end()):
        return None
    accept, reject = 0.0, 4.0
    if style == ".":
        reject = 2.2
        if following and not following[0].isspace():
            # "T.C.", "a.ş." are no labels; "a.Müdür" may be one
            if not following[0].isupper() or following[1:2] == ".":
                return None
            accept = 0.5
        if glyph.isupper():
            accept, reject = accept + 0.4, 1.6
    elif style in "-–/:":
        reject = 1.6
        if following and not following[0].isspace():
            # "h-2886 sayılı Kanun" opens with a number; "e-5" is a name
            figures = glyph.islower() and bool(re.match(r"\d{3}", following))
            if not (following[0].isupper() or figures) or style == "/":
                return None
            accept = 0.9 if figures else 0.5
    options = readings(glyph, scanned)
    if not options:
        return None
    if glyph.isupper():
        style += "A"
    return Candidate(
        line.start + at, line.start + letter.end(), letter.group().strip(), options, style, reject, accept, line=index
    )


def _inline(line: Line, begin: int, index: int, scanned: bool, labelled: bool, long: bool) -> list[Candidate]:
    """Candidates in the middle of a line: items run together, or a whole regulation without line breaks."""
    result: list[Candidate] = []
    text = line.text
    offset = begin - line.start
    for found in _INLINE.finditer(text, offset):
        if len(result) >= MOST:
            break
        paren, glyph, style = found[1], found[2], found[3]
        start = found.start() + len(found.group()) - len(found.group().lstrip(" -–"))
        if start <= offset and labelled:
            continue
        after = text[found.end() : found.end() + 16]
        if _NOT_AFTER.match(after):
            continue
        core = paren or glyph
        options = readings(core, scanned, paren=bool(paren))
        price = _inline_price(text, start, core, style, after, long)
        if options and price is not None:
            place = line.start + start
            printed = found.group().strip(" -–")
            if style in ("-", "–"):
                printed += style
            result.append(
                Candidate(place, line.start + found.end(), printed, options, style or "()", *price, "inline", index)
            )
    if long or len(text) > 200:
        for found in _INLINE_DECIMAL.finditer(text, offset):
            value = tuple(int(part) for part in found[1].split("."))
            place, end, option = line.start + found.start(1), line.start + found.end(2), Reading("decimal", value, 0)
            result.append(Candidate(place, end, found[1] + found[2], [option], found[2], 0.8, 0.4, "inline", index))
        for found in _INLINE_BULLET.finditer(text, offset):
            sign = found[1] or found[2]
            place, end = line.start + found.start(found.lastindex or 0), line.start + found.end()
            price = (0.6, 0.3) if found[1] else (2.0, 0.1)
            result.append(Candidate(place, end, sign, [Reading("bullet", 0, 0)], sign, *price, "bullet", index))
        result.sort(key=lambda candidate: candidate.start)
        result = [one for n, one in enumerate(result) if not n or one.start >= result[n - 1].end]
    return result


def _inline_price(
    text: str, start: int, core: str, style: str | None, after: str, long: bool
) -> tuple[float, float] | None:
    """What refusing and accepting an inline candidate costs; None where it cannot be a label."""
    before = text[max(0, start - 4) : start].rstrip(" -–")[-1:]
    stopped = before in (".", ",", ";", ":", "!", "?", '"', "”", ")", "*", "|", "]")
    follows = after.strip(' *“"')[:1]
    if style is None:
        if not stopped:
            return (0.8, 0.6) if long and core.isdigit() and follows.isupper() else None
        return (1.1, 0.3)
    if style == ")":
        if stopped:
            return (1.8, 0.4) if before in (",", ";", ":") and follows.isupper() else (1.0, 0.4)
        # no stop before it: drafters leave commas out, but "a) ve b) bentleri" must stay text
        if core.isdigit():
            return (0.8, 0.7) if long and (follows.isupper() or follows.isdigit()) else None
        return (1.0, 0.7) if follows.isupper() or (long and follows.isdigit()) else None
    if not after[:1].isspace() or (len(core) > 1 and not core.isdigit() and not (long and roman(core))):
        return None
    if not stopped:
        # commas are left out at ends of items: a lone small letter before a capital is still a label
        if not long or style == "/" or not (follows.isupper() or follows.isdigit()):
            return None
        if core.isdigit():
            return (0.4, 0.9) if style == "." and follows.isupper() else None
        return (0.4, 0.8) if len(core) == 1 and core.islower() else None
    if style == ".":
        # initials and abbreviations are everywhere: only a lone letter or number before a capital or figure
        if long and core.isdigit():
            return (0.7, 0.4) if follows.isupper() or follows.isdigit() else (0.2, 0.9)
        if not (follows.isupper() or follows.isdigit()):
            return None
        # initials are capitals: a lone small letter is hardly ever one
        return (0.5 if core.islower() else 0.4, 0.7) if long else (0.25, 0.9)
    if not long or not (follows.isupper() or (follows.isdigit() and style != "/")):
        return None
    return (0.5, 0.4) if follows.isupper() else (0.4, 0.6)


@lru_cache(maxsize=4096)
def readings(glyph: str, scanned: bool, paren: bool = False) -> list[Reading]:
    """Every way to read what is printed inside a label, cheapest for the plain one.

    Letters: exact 0, case +0.3, look-alikes as listed, dearer in a text with sound Turkish letters. Numbers, roman
    numerals (from ii on, or i and v and x beside the letter). The list is shared: never change it.
    """
    result: dict[tuple[str, Value], Reading] = {}

    def add(family: str, value: Value, cost: float, literal: str = "") -> None:
        old = result.get((family, value))
        if old is None or old.cost > cost:
            result[(family, value)] = Reading(family, value, cost, literal)

    small = turkish.lower(glyph)
    factor = 1.0 if scanned else 1.6
    strange = 1.0 if scanned else 2.2
    if glyph.isdecimal() and glyph.isascii() and len(glyph) <= 3:
        if int(glyph):
            add("fikra" if paren else "number", int(glyph), 0)
    elif len(small) == 1 and small in PLACE:
        add("letter", PLACE[small], 0 if small == glyph else 0.15)
        if glyph == "I":
            add("letter", PLACE["i"], 0.4)
    elif len(small) == 2 and small[0] == small[1] and small[0] in PLACE:
        add("letter", len(LETTERS) + PLACE[small[0]], 0)
        add("insert", PLACE[small[0]], 1.0, small)
        for letter, cost in _READ_AS.get(small[0], []):
            add("letter", len(LETTERS) + PLACE[letter], cost * (1.0 if scanned else 1.6))
    if glyph in ("l", "I", "i", "ı", "|", "İ") or (paren and glyph == "L"):
        add("fikra" if paren else "number", 1, 0.3 if paren else 1.0)
    if not glyph.isdecimal():
        value = roman(glyph)
        if value:
            add("ROMAN" if glyph.isupper() else "roman", value, 0.1 if len(glyph) > 1 or value == 1 else 0.3)
            if paren and glyph.isupper() and value > 1:
                # (I), (II): paragraphs numbered in roman figures
                add("fikra", value, 0.1)
    if not (paren and glyph.isdecimal()):
        for letter, cost in _READ_AS.get(small, _READ_AS.get(glyph, [])):
            odd = not glyph.isalpha()
            add("letter", PLACE[letter], cost * (strange if odd else factor))
    return list(result.values())


def _match_heap(found: list[Candidate], body: list[Line]) -> None:
    """Labels torn off their lines often lie in a heap further down ("g / h / I. / J. / k"): put them back in order.

    Only when the heap has exactly as many labels as lines before it lost theirs.
    """
    runs: list[list[Candidate]] = []
    for candidate in found:
        if candidate.kind != "alone":
            continue
        if runs and runs[-1][-1].line == candidate.line - 1:
            runs[-1].append(candidate)
        else:
            runs.append([candidate])
    for run in runs:
        if len(run) < 3:
            continue
        torn = [
            candidate for candidate in found if candidate.kind in ("torn", "lost") and candidate.start < run[0].start
        ]
        sure = [candidate for candidate in torn if candidate.accept < 2]
        chosen = sure if len(sure) == len(run) else torn if len(torn) == len(run) else []
        for candidate, label in zip(chosen, run, strict=bool(chosen)):
            candidate.readings = [Reading(r.family, r.value, r.cost * 0.5, r.literal) for r in label.readings]
            candidate.printed = label.printed
            candidate.accept, candidate.reject, candidate.style = 0.4, 2.0, "."
            candidate.kind = "heap"
        if chosen:
            for label in run:
                body[label.line].kind = "label"
            gone = set(map(id, run))
            found[:] = [candidate for candidate in found if id(candidate) not in gone]
