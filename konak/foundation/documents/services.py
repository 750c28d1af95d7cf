"""Documents for people: Typst templates of the apps become PDF/A.

A template lies in the folder `typst/` of its app and begins with `#import "/house.typ": *`; the name
"legislation/duties" means `typst/duties.typ` of the app `legislation`. Whatever else lies in that folder can be
imported or shown by its name. Data reaches the template as the value `data`, never as source text, so no word of a
user can be code.
"""

import base64
import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.timezone import now
from fontTools.ttLib import TTFont

from konak.foundation.lifecycle import Refused

FONT_FOLDERS = (Path("/usr/share/fonts/truetype/croscore"), Path("/usr/share/fonts/croscore"))
FAMILIES = ("Tinos", "Arimo", "Cousine")
LARGEST_DATA = 16 * 1024 * 1024
SECONDS = 60
MEMORY = 3 * 1024**3

_HOUSE = Path(__file__).parent / "typst" / "house.typ"
_NAME = re.compile(r"[a-z_]+/[a-z0-9_-]+")
# What JSON may carry and no font can show; tab and line feed stay.
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFEFF, 0xFFFE, 0xFFFF])


class BrokenTemplate(RuntimeError):
    """A template does not compile: a bug of ours, with the compiler's words."""


class FontsMissing(RuntimeError):
    """The fonts of the house are not installed; the text tells the administrator what to do."""


def render_pdf(
    template: Path | str,
    data: Mapping[str, Any],
    *,
    fonts: Sequence[Path] | None = None,
    created: dt.datetime | None = None,
    seconds: int = SECONDS,
    standard: str = "a-2b",
) -> bytes:
    """The PDF/A document of a template and its data; `standard` is "a-2b" or another that Typst writes ("a-1b").

    `data` holds what JSON can hold, and dates, times and decimals. The same template, data and `created` (now) give
    the same bytes, so a document can be made again and compared. `fonts` replaces the folders of fonts.
    Raises `Refused` when the document is too large or takes longer than `seconds`, `FontsMissing`, `BrokenTemplate`.
    """
    source, order = _order(template, data, fonts, created, seconds, standard)
    return _compiled(order, source, seconds)


def render_many(
    template: Path | str,
    rows: Sequence[Mapping[str, Any]],
    *,
    created: dt.datetime | None = None,
    seconds: int = 10 * SECONDS,
    standard: str = "a-2b",
) -> list[bytes]:
    """A document for each of `rows`, made by one process: a mail-merge costs no start of a compiler a letter."""
    if not rows:
        return []
    source, order = _order(template, rows[0], None, created, seconds, standard)
    order["many"] = [base64.b64encode(_bounded(row)).decode() for row in rows]
    made, found, at = _compiled(order, source, seconds), [], 0
    while at < len(made):
        length = int.from_bytes(made[at : at + 8], "big")
        found.append(made[at + 8 : at + 8 + length])
        at += 8 + length
    return found


@lru_cache(maxsize=1)
def _shown() -> frozenset[int]:
    """Code points the fonts of letters hold."""
    found: set[int] = set()
    for folder in FONT_FOLDERS:
        for name in ("Tinos-Regular.ttf", "Arimo-Regular.ttf"):
            if (folder / name).is_file():
                found |= set(TTFont(folder / name, lazy=True).getBestCmap())
    return frozenset(found)


def unshown(text: str) -> str:
    """The signs of a text that no font of the house can draw; PDF/A-1 would pass over them in silence."""
    known = _shown()
    return "".join(sorted({sign for sign in set(text) if known and ord(sign) > 32 and ord(sign) not in known}))


def _bounded(data: Mapping[str, Any]) -> bytes:
    text = _written(data)
    if len(text) > LARGEST_DATA:
        raise Refused("Belge üretilmedi: içeriği çok büyük. Daha dar bir dönem ya da birim seçip yeniden deneyin.")
    return text


def _order(
    template: Path | str,
    data: Mapping[str, Any],
    fonts: Sequence[Path] | None,
    created: dt.datetime | None,
    seconds: int,
    standard: str,
) -> tuple[Path, dict[str, Any]]:
    source = template if isinstance(template, Path) else find(template)
    files = {path.name: path.read_bytes() for path in sorted(source.parent.iterdir()) if path.is_file()}
    files |= {
        "main.typ": source.read_bytes(),
        "house.typ": _HOUSE.read_bytes(),
        "data.json": _bounded(data),
        "house.json": _written({"institution": settings.MUNICIPALITY, "digest": digest_of(data)}),
    }
    order: dict[str, Any] = {
        "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
        "fonts": [str(folder) for folder in (FONT_FOLDERS if fonts is None else fonts) if folder.is_dir()],
        "families": FAMILIES,
        "timestamp": int((created or now()).timestamp()),
        "seconds": seconds,
        "memory": MEMORY,
        "standard": standard,
    }
    return source, order


def digest_of(data: Mapping[str, Any]) -> str:
    """The SHA-256 printed at the foot of the document: of its data in their one written form."""
    return hashlib.sha256(_written(data)).hexdigest()


def find(name: str) -> Path:
    """The template an app offers under a name such as "documents/report"."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a template")
    label, _, stem = name.partition("/")
    path = Path(apps.get_app_config(label).path) / "typst" / f"{stem}.typ"
    if not path.is_file():
        raise FileNotFoundError(f"the app {label} has no template {stem}.typ")
    return path


def _written(data: Mapping[str, Any]) -> bytes:
    """JSON in one form only, with composed letters and without signs that nothing can show."""
    return json.dumps(_clean(data), ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder).encode()


def _clean(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode().translate(_CONTROL)
        case Mapping():
            return {str(key): _clean(held) for key, held in value.items()}
        case list() | tuple():
            return [_clean(held) for held in value]
        case _:
            return value


def _compiled(order: Mapping[str, Any], source: Path, seconds: int) -> bytes:
    program = [sys.executable, "-I", str(Path(__file__).with_name("compiling.py"))]
    try:
        done = subprocess.run(program, input=json.dumps(order).encode(), capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Refused(_too_long(seconds)) from None
    words = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == 0:
        return done.stdout
    if done.returncode == 4:
        raise FontsMissing(
            f"Belge üretilemedi: şu yazı tipleri kurulu değil: {words}. "
            "Debian'da «apt install fonts-croscore» komutuyla kurulur."
        )
    if done.returncode == 3:
        raise BrokenTemplate(f"{source}: {words}")
    # Stopped by its own bounds: processor time or memory.
    raise Refused(_too_long(seconds))


def _too_long(seconds: int) -> str:
    return (
        f"Belge üretilmedi: {seconds} saniyede ya da ayrılan bellekte tamamlanamadı. "
        "Daha dar bir dönem ya da birim seçip yeniden deneyin."
    )
