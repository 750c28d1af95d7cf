"""Names of files: kept as people wrote them, without what could mislead a person or a program."""

import re
import unicodedata
from urllib.parse import quote

from konak.foundation.db import turkish

LONGEST = 150
"""Characters of a stored name, extension included."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def clean(name: str, fallback: str = "dosya") -> str:
    """The name without folders, control and direction characters, at most 150 characters; Turkish letters stay.

    Both `/` and `\\` part folders. Names Windows reserves get a leading underscore. The extension is never cut off.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Categories C: control, direction and zero-width characters cannot be seen, and some deceive. Z: a space.
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in last
        if letter in "\t\n\r" or unicodedata.category(letter)[0] != "C"
    )
    seen = re.sub(r"\s+", " ", seen.translate(_FORBIDDEN)).strip(" .")
    if not seen or seen.strip("_ .") == "":
        seen = fallback
    if _RESERVED.fullmatch(seen):
        seen = f"_{seen}"
    stem, dot, ending = seen.rpartition(".")
    if dot and stem and len(ending) <= 12:
        return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"
    return seen[:LONGEST].rstrip(" .")


def extension(name: str) -> str:
    """The extension in lower case without its dot; empty when there is none. `.PDF` and `.pdf` are one."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower().replace("i̇", "i").replace("ı", "i") if dot and stem else ""


def disposition(name: str, *, attachment: bool) -> str:
    """A Content-Disposition value (RFC 6266): an ASCII name for the old, the true one in UTF-8 (RFC 8187) for all."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", turkish.fold(name)).strip() or "dosya"
    way = "attachment" if attachment else "inline"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
