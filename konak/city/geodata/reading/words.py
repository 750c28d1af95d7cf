"""Letters and numbers as municipal files hold them: code pages of forty years, commas where points are expected."""

import re
from collections.abc import Iterable

TURKISH = frozenset("çğıöşüÇĞİÖŞÜâîûÂÎÛ")
CODE_PAGES = ("cp1254", "cp857", "iso8859_9")
COMMA, POINT = ",", "."
_SHAPES = {
    COMMA: re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
    POINT: re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d+)?"),
}
ASCII = str.maketrans("çğıöşüâîûÇĞİÖŞÜÂÎÛI", "cgiosuaiucgiosuaiui")


def encoding_of(samples: Iterable[bytes]) -> str:
    """Name of the encoding of texts: `utf-8` where all are, else the code page that yields the most Turkish letters.

    >>> encoding_of(["Çiğli".encode("cp1254")])
    'cp1254'
    """
    doubtful = [one for one in samples if not one.isascii()]
    strange = [one for one in doubtful if not _is_utf8(one)]
    if len(strange) * 2 <= len(doubtful):
        return "utf-8"
    return max(CODE_PAGES, key=lambda page: (_turkish_in(strange, page), -CODE_PAGES.index(page)))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _turkish_in(samples: list[bytes], page: str) -> int:
    """Letters of Turkish less those of other scripts and symbols."""
    found = 0
    for one in samples:
        for letter in one.decode(page, "replace"):
            if not letter.isascii():
                found += 1 if letter in TURKISH else -1
    return found


def decode(text: bytes, encoding: str) -> str | None:
    """The text, or None where its bytes are none in this encoding: written by another hand than the rest."""
    try:
        return text.decode(encoding)
    except UnicodeDecodeError:
        return None


def number(text: str, decimal: str) -> float | None:
    """A number with this decimal sign and perhaps the other one between thousands; None where it is none.

    >>> number("4.512.345,67", ","), number("4512345.67", "."), number("4.512", ".")
    (4512345.67, 4512345.67, 4.512)
    """
    text = text.strip().replace("\u00a0", "").replace(" ", "")
    if not _SHAPES[decimal].fullmatch(text):
        return None
    other = POINT if decimal == COMMA else COMMA
    return float(text.replace(other, "").replace(decimal, "."))


def decimals(texts: Iterable[str], plausible: Iterable[tuple[float, float]] = ()) -> str:
    """The decimal sign of a column: the one under which more of its numbers can be read and are `plausible`.

    `plausible` are ranges, of which a number has to lie in one; none means that every number will do.
    """
    ranges = list(plausible)
    scores = {COMMA: 0, POINT: 0}
    for text in texts:
        for sign in scores:
            value = number(text, sign)
            if value is not None and (not ranges or any(low <= value <= high for low, high in ranges)):
                scores[sign] += 1
    return COMMA if scores[COMMA] > scores[POINT] else POINT


def column_name(text: str, taken: Iterable[str] = ()) -> str:
    """A name for a column of the database: ASCII, lower case, not yet taken.

    >>> column_name("Bağımsız Bölüm No"), column_name("2. KAT"), column_name("ad", ["ad"])
    ('bagimsiz_bolum_no', 'a_2_kat', 'ad_2')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", text.translate(ASCII).lower()).strip("_")[:50] or "alan"
    if plain[0].isdigit() or plain in RESERVED:
        plain = f"a_{plain}"
    used, name, count = set(taken), plain, 2
    while name in used:
        name, count = f"{plain}_{count}", count + 1
    return name


RESERVED = frozenset({"fid", "geom", "web", "unit_id", "edited_at", "edited_by", "tableoid", "ctid", "xmin", "xmax"})
