"""What a heading looks like, and how to find one before, behind or in the middle of a line."""

import re

from konak.foundation.db import turkish

from .lines import Line

_LABELLED = re.compile(
    r"^[\s*\-–•]*(?:\(\s?\S{1,3}\s?\)|[^\W_]{1,2}\s?[).]\s|[¢§&€]\s?[).]|\d{1,3}(?:\.\d{1,3})*\s?[.)])"
)
_KEYWORDS = re.compile(
    r"gorev|yetki|sorumlulu|amac|kapsam|dayana|tanim|yururlu|yurutme|teskilat|kurulus|calisma|esas|hukum|ilke|usul"
    r"|bagli|organ|personel|kisaltma|denetim|is ?birligi|koordinasyon|haller|yonerge|arsiv|yazisma|disiplin|gizlilik"
    r"|unvan"
    r"|evrak|egitim|atama|nitelik|vekalet|devir|butce|sistemi|yasa|madde|komisyon|kurul|toplanti|basvuru"
)
_TITLE_END = re.compile(
    r"(?:gorev\w*|yetki\w*|sorumlulu\w*|amac\w*|kapsam\w*|dayana\w*|tanim\w*|yururlu\w*|yurutme\w*|teskilat\w*|kurulus\w*"
    r"|esas\w*|hukum\w*|ilke\w*|yapisi|baglilik|kisaltmalar|isbirligi|koordinasyon|denetim\w*|haller)\W*$"
)
_VERB_END = re.compile(r"(?:m[ae]k|m[ae]kt[ae]d[iu]r|[iu]l[iu]r|[ae]d[ei]r|[iu]r|eder|olunur|yapar|saglar)\W*$")
_DUTY_END = re.compile(r"m[ae]k\s+(?=[A-ZÇĞİÖŞÜ])")
_SENTENCE_END = re.compile(r"[.;!?][\"”’')]*\s+|m[ae]k\s*,\s+|[:]\s+(?=[A-ZÇĞİÖŞÜ])")
KNOWN = re.compile(
    r"(?:^|(?<=\s))(?:Amaç(?: ve kapsam)?|AMAÇ(?: VE KAPSAM)?|Kapsam|KAPSAM|(?:Hukuki |Yasal )?[Dd]ayanak|"
    r"(?:HUKUKİ )?DAYANAK|"
    r"Tanımlar(?: ve kısaltmalar)?|TANIMLAR(?: VE KISALTMALAR)?|Teşkilat|TEŞKİLAT|Kuruluş|KURULUŞ|Bağlılık|BAĞLILIK|"
    r"Yürürlük|YÜRÜRLÜK|Yürütme|YÜRÜTME|Temel ilkeler|TEMEL İLKELER|"
    r"(?:Müdürlüğün|Müdürün|Birimin|Daire Başkanlığının|MÜDÜRLÜĞÜN|MÜDÜRÜN|Personelin|PERSONELİN|Şefin|ŞEFİN)"
    r"\s[^.;:]{3,60})\s*:?\s*$"
)


def looks_like_heading(text: str) -> bool:
    """Short, begins with a capital, carries no label, ends without a stop."""
    clean = text.strip(" *#_|")
    if not 2 <= len(clean) <= 170 or clean[-1] in ".;," or clean.count(" ") > 24:
        return False
    first = next((letter for letter in clean if letter.isalpha()), "")
    # scanners read İ as i: "iZMiR", "iller Bankası"
    begins = bool(first) and (first.isupper() or (first == "i" and clean[:1] == "i" and clean[1:2].isalpha()))
    if not begins or _LABELLED.match(clean):
        return False
    folded = turkish.fold(clean)
    return not (_VERB_END.search(folded) and not _KEYWORDS.search(folded)) and not folded.endswith(
        ("mak", "mek", "sunlardir", "sunlardir:", "gibidir", "gibidir:")
    )


def split_heading(body: list[Line], before_first: bool, inline: bool) -> tuple[list[Line], list[Line]]:
    """Cut the next article's heading off the lines that stand before its mark.

    `before_first`: the lines follow a chapter head or open the document, so no sentence has to end before the
    heading. `inline`: the last line runs straight into the mark, so the heading may be only its end.
    """
    if not body:
        return body, []
    if inline:
        return _split_inline(body)
    last = body[-1]
    if looks_like_heading(last.text):
        lines = 1
        if last.text[0].isupper() and len(body) > 1 and _goes_on(body[-2], last, body[-3] if len(body) > 2 else None):
            lines = 2
        if before_first or len(body) == lines or _closed(body[-lines - 1], body[-lines]):
            return body[:-lines], body[-lines:]
        return body, []
    if (
        len(body) > 1
        and last.text[0].islower()
        and last.text[-1] not in ".;,"
        and looks_like_heading(body[-2].text)
        and _KEYWORDS.search(turkish.fold(body[-2].text + last.text))
        and not turkish.fold(last.text).endswith(("mak", "mek"))
        and (before_first or len(body) == 2 or _closed(body[-3], body[-2]))
    ):
        return body[:-2], body[-2:]
    return body, []


def _goes_on(first: Line, second: Line, before: Line | None) -> bool:
    """Whether two capitalised lines are one heading broken in two."""
    if second.gap or not looks_like_heading(first.text):
        return False
    if first.text.upper() == first.text and second.text.upper() == second.text and len(first.text) > 30:
        return before is None or before.text[-1] in ".;:,"
    open_end = turkish.fold(first.text).rsplit(" ", 1)[-1]
    return open_end in ("ve", "ile", "veya") or (len(first.text) > 70 and (before is None or before.text[-1] in ".;"))


def _closed(previous: Line, heading: Line) -> bool:
    """Whether the words before a heading may end there."""
    end = previous.text.rstrip("*_ ”’\"')")[-1:] or previous.text[-1]
    folded = turkish.fold(heading.text)
    return end in ".;,:!?" or heading.gap or bool(_KEYWORDS.search(folded)) or folded.endswith(":")


def _split_inline(body: list[Line]) -> tuple[list[Line], list[Line]]:
    last = body[-1]
    window = max(0, len(last.text) - 400)
    stops = [found.end() for found in _SENTENCE_END.finditer(last.text, window)]
    for place in [*stops[-1:], *([0] if not stops else [])]:
        rest = last.text[place:]
        if not looks_like_heading(rest):
            # no stop before the heading: it begins at words that open headings, or behind the verb of a duty
            known = KNOWN.search(rest)
            verbs = [found.end() for found in _DUTY_END.finditer(rest, max(0, len(rest) - 170))]
            tail = rest[verbs[-1] :] if verbs else ""
            if known:
                place += known.start()
            elif tail and looks_like_heading(tail) and _KEYWORDS.search(turkish.fold(tail)):
                place += verbs[-1]
            else:
                continue
            rest = last.text[place:]
        if rest:
            start = last.start + place
            head = Line(start, last.end, rest.strip(), False)
            if not place:
                return body[:-1], [head]
            kept = last.text[:place].rstrip()
            return [*body[:-1], Line(last.start, last.start + len(kept), kept, last.gap)], [head]
    return body, []


_COLON_TITLE = re.compile(
    r"^[\s*]*([A-ZÇĞİÖŞÜ][A-ZÇĞİÖŞÜ ,/’'\-]{2,90}|Amaç|Kapsam|Dayanak|Tanımlar|Yürürlük|Yürütme)\s*[*]*\s*[:;]\s*"
)
_LEAD_WORDS = ("sunlar", "asagida", "gibidir", "seklinde", "gecen", "edilen")


def split_title(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """Cut a title that stands behind the article number: "MADDE 2 – KAPSAM: Bu …" or on a line of its own."""
    if not body:
        return body, []
    first = body[0]
    colon = _COLON_TITLE.match(first.text[:140])
    if colon and (len(body) > 1 or colon.end() < len(first.text)):
        title = Line(first.start, first.start + colon.end(1), first.text[: colon.end(1)], first.gap)
        title.text = title.text.strip()
        rest = first.text[colon.end() :]
        if not rest:
            return body[1:], [title]
        return [Line(first.start + colon.end(), first.end, rest, False), *body[1:]], [title]
    if len(body) < 2 or not looks_like_heading(first.text):
        return body, []
    folded = turkish.fold(first.text)
    following = body[1].text
    if any(word in folded for word in _LEAD_WORDS) or folded.startswith("bu "):
        return body, []
    starts_anew = bool(_LABELLED.match(following)) or following[0].isupper() or following[0] in "-–•*|"
    capitals = turkish.upper(first.text) == first.text and any(map(str.isalpha, first.text))
    if starts_anew and (capitals or _TITLE_END.search(folded)) and first.text[-1] not in ",;":
        return body[1:], [first]
    if (
        following[0].islower()
        and len(body) > 2
        and _TITLE_END.search(turkish.fold(following))
        and _LABELLED.match(body[2].text)
    ):
        return body[2:], [first, body[1]]
    return body, []


def split_chapter(pieces: list[Line], has_article: bool) -> tuple[list[Line], list[Line]]:
    """Lines after a chapter head: its title, and the heading of the article that follows."""
    if not has_article or not pieces:
        return pieces, []
    if len(pieces) == 1:
        known = KNOWN.search(pieces[0].text)
        if known and known.start() > 0:
            line = pieces[0]
            cut = known.start()
            head = line.text[:cut].rstrip()
            return (
                [Line(line.start, line.start + len(head), head, line.gap)],
                [Line(line.start + cut, line.end, line.text[cut:], False)],
            )
        return pieces, pieces
    count = 1
    while count < len(pieces) - 1 and (pieces[-count].text[0].islower() or _open(pieces[-count - 1])):
        count += 1
    if len(pieces) == 2 and (pieces[-1].text[0].islower() or _open(pieces[0])):
        return pieces, pieces
    return pieces[:-count], pieces[-count:]


def _open(line: Line) -> bool:
    return turkish.fold(line.text).rsplit(" ", 1)[-1] in ("ve", "ile", "veya") or line.text.endswith(",")
