"""What a file is: told by its content, and the extension of its name must agree."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

import magic

HEAD = 256 * 1024
"""Bytes from the beginning that decide the type."""

MOST_ENTRIES = 20_000
LARGEST_UNPACKED = 1024 * 1024 * 1024
HARMLESS_UNPACKED = 64 * 1024 * 1024
HIGHEST_RATIO = 150


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted kind of file: the extensions it goes by, and its name on the screen."""

    media_type: str
    label: str
    extensions: tuple[str, ...]
    inline: bool = False
    """Whether a browser may show it in our own origin."""


class Unsafe(Exception):
    """Content that is refused whatever its name; the text is a Turkish clause completing "Dosya yüklenmedi: …"."""


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS: tuple[Kind, ...] = (
    Kind("application/pdf", "PDF belgesi", ("pdf",), inline=True),
    Kind("image/png", "PNG görüntüsü", ("png",), inline=True),
    Kind("image/jpeg", "JPEG görüntüsü", ("jpg", "jpeg"), inline=True),
    Kind("image/gif", "GIF görüntüsü", ("gif",)),
    Kind("image/tiff", "TIFF görüntüsü", ("tif", "tiff")),
    Kind("image/webp", "WebP görüntüsü", ("webp",)),
    Kind("image/heic", "HEIC görüntüsü", ("heic", "heif")),
    Kind(_OOXML + "wordprocessingml.document", "Word belgesi", ("docx",)),
    Kind(_OOXML + "spreadsheetml.sheet", "Excel çalışma kitabı", ("xlsx",)),
    Kind(_OOXML + "presentationml.presentation", "PowerPoint sunusu", ("pptx",)),
    Kind(_ODF + "text", "ODF metin belgesi", ("odt",)),
    Kind(_ODF + "spreadsheet", "ODF hesap tablosu", ("ods",)),
    Kind(_ODF + "presentation", "ODF sunusu", ("odp",)),
    Kind("application/msword", "Word belgesi (eski biçim)", ("doc",)),
    Kind("application/vnd.ms-excel", "Excel çalışma kitabı (eski biçim)", ("xls",)),
    Kind("application/vnd.ms-powerpoint", "PowerPoint sunusu (eski biçim)", ("ppt",)),
    Kind("application/rtf", "RTF belgesi", ("rtf",)),
    Kind("text/plain", "düz metin", ("txt", "log")),
    Kind("text/markdown", "Markdown metni", ("md",)),
    Kind("text/csv", "CSV tablosu", ("csv",)),
    Kind("application/eyazisma", "e-Yazışma paketi", ("eyp", "eyps", "eypg")),
    Kind("application/zip", "ZIP arşivi", ("zip",)),
    Kind("text/html", "HTML sayfası", ("html", "htm")),
    Kind("application/xml", "XML belgesi", ("xml", "gml", "kml")),
    Kind("application/json", "JSON belgesi", ("json", "geojson")),
)
BY_EXTENSION: Mapping[str, Kind] = {extension: kind for kind in KINDS for extension in kind.extensions}

DEFAULT = frozenset(BY_EXTENSION) - {"html", "htm", "xml", "gml", "kml", "json", "geojson"}
"""Extensions accepted where the caller names none: documents, pictures, plain text, archives; nothing that runs."""

# What the content may be found to be, beside the kind's own media type.
_ALSO: Mapping[str, frozenset[str]] = {
    "text/markdown": frozenset({"text/plain"}),
    "text/csv": frozenset({"text/plain"}),
    "application/json": frozenset({"text/plain"}),
    "application/xml": frozenset({"text/plain"}),
    # A page saved without its <html> tag is plain text to look at.
    "text/html": frozenset({"text/plain"}),
}
_OLD_OFFICE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_BINARY = frozenset(kind.media_type for kind in KINDS if not kind.media_type.startswith("text/")) - {
    "application/json"
}
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError, KeyError, IndexError),
)
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<body", b"<iframe", b"<head", b"<svg", b"<!doctype svg")
_PROGRAM = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"<?php",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
)
_RUNS = (
    *("exe", "com", "scr", "pif", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta"),
    *("msi", "msp", "jar", "lnk", "reg", "cpl", "dll", "sh", "apk", "iso", "img"),
)


def agrees(kind: Kind, found: str) -> bool:
    """Whether a content found to be `found` may carry an extension of `kind`."""
    return found == kind.media_type or found in _ALSO.get(kind.media_type, frozenset())


def label_of(media_type: str) -> str:
    """The name of a found type for a message."""
    return next((kind.label for kind in KINDS if kind.media_type == media_type), "tanınmayan bir tür")


def examine(content: IO[bytes], size: int, extension: str) -> str:
    """The media type of a seekable content, by what it holds; raises `Unsafe`.

    `extension` only settles which of the old Office formats an OLE container claims to be: they share one signature.
    """
    content.seek(0)
    head = content.read(HEAD)
    if head.startswith(_PROGRAM):
        raise Unsafe("çalıştırılabilir bir program ya da betik içeriyor")
    if head.startswith(b"PK\x03\x04"):
        return _inside_zip(content, size)
    if _ends_as_zip(content, size):
        raise Unsafe("başka bir dosyanın arkasına gizlenmiş bir arşiv içeriyor")
    found: str = magic.from_buffer(head, mime=True)
    if head.startswith(_OLE):
        return _inside_ole(content, found, extension)
    if found == "text/rtf":
        return "application/rtf"
    if found == "image/heif":
        return "image/heic"
    if found.startswith("text/") or found in {"application/json", "application/csv", "application/x-ndjson"}:
        return _as_text(head, found)
    if found in {"image/svg+xml", "application/xml"}:
        return "application/xml" if found == "application/xml" else _as_text(head, found)
    # Whatever libmagic takes a readable text for (it sees programs and old plotters in prose): to us it is text.
    if found not in _BINARY and _readable(head):
        return _as_text(head, found)
    return found


def _as_text(head: bytes, found: str) -> str:
    start = _plain(head)[:4096].lower().lstrip()
    if found == "image/svg+xml" or b"<svg" in start[:1024]:
        return "image/svg+xml"
    if found == "text/html" or start.startswith(_MARKUP) or b"<script" in start:
        return "text/html"
    if found == "text/x-shellscript":
        raise Unsafe("çalıştırılabilir bir program ya da betik içeriyor")
    return "application/xml" if found == "text/xml" or start.startswith(b"<?xml") else "text/plain"


def _plain(head: bytes) -> bytes:
    """The text as ASCII-compatible bytes, so that markup hidden in UTF-16 is seen as well."""
    if wide := _wide(head):
        return head.decode(wide, "ignore").lstrip("\ufeff").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _wide(head: bytes) -> str:
    """Which UTF-16 a text is in, told by its mark or by zeros in every other place; empty when it is not."""
    sample = head[:4000]
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), len(sample) // 2
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif half < 4 or min(even, odd) > half // 50 or max(even, odd) < half // 2:
        return ""
    else:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    letters = sample.decode(encoding, "replace").lstrip("\ufeff")
    unseen = sum(not (letter.isprintable() or letter.isspace()) for letter in letters)
    return encoding if unseen <= len(letters) // 50 + 1 else ""


def _readable(head: bytes) -> bool:
    """Whether bytes libmagic has no name for are text after all: old code pages, UTF-16, one very long line."""
    if _wide(head):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return b"\0" not in head and controls <= len(head) // 1000


def _ends_as_zip(content: IO[bytes], size: int) -> bool:
    """Whether an archive's directory closes the file exactly: then it is two files, whatever its beginning says."""
    content.seek(max(0, size - 65_557))
    tail = content.read()
    place = tail.rfind(b"PK\x05\x06")
    return (
        place >= 0
        and len(tail) - place >= 22
        and place + 22 + int.from_bytes(tail[place + 20 : place + 22], "little") == len(tail)
    )


def _inside_zip(content: IO[bytes], size: int) -> str:
    """Which kind of package an archive is, once it is known to be harmless to open."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _bound(entries, size)
            return _package(archive, names)
    except _BROKEN:
        raise Unsafe("bozuk ya da eksik bir arşiv") from None


def _inside_ole(content: IO[bytes], found: str, extension: str) -> str:
    """Which old Office document a compound file is; installers and macros look the same from outside."""
    if found == "application/x-msi":
        raise Unsafe("çalıştırılabilir bir program ya da betik içeriyor")
    content.seek(0)
    before = b""
    while piece := content.read(1024 * 1024):
        if _MACROS in before + piece:
            raise Unsafe("makro (kendiliğinden çalışan kod) içeriyor")
        before = piece[-len(_MACROS) :]
    return _OLD_OFFICE.get(extension, "application/x-ole-storage")


def _bound(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # Entries that share the same bytes (a "better zip bomb") add up to more than the file holds.
    overlapping = packed > size
    swelling = unpacked > HARMLESS_UNPACKED and unpacked > size * HIGHEST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or overlapping or swelling:
        raise Unsafe("açıldığında aşırı büyüyen bir arşiv")


def _package(archive: zipfile.ZipFile, names: set[str]) -> str:
    lowered = {name.lower() for name in names}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in lowered):
        raise Unsafe("makro (kendiliğinden çalışan kod) içeriyor")
    if "mimetype" in names:
        said = archive.open("mimetype").read(200).decode("ascii", "replace").strip()
        # An archive may say anything about itself; only what an archive can be is believed.
        if said.startswith(_ODF):
            return said
    if "[content_types].xml" in lowered:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in lowered):
                return BY_EXTENSION[kind].media_type
        if any(name.startswith(("paketozeti/", "ustveri/", "nihaiozet/", "orijinalpaket/")) for name in lowered):
            return "application/eyazisma"
    if any(name.rpartition(".")[2] in _RUNS for name in lowered if "." in name):
        raise Unsafe("çalıştırılabilir dosya barındıran bir arşiv")
    return "application/zip"
