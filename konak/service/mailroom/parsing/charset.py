"""Bytes to letters, whatever the mail says about them. Turkish mail programs have mislabelled for thirty years."""

import base64
import binascii
import codecs
import quopri
import re

# Declared → what is meant. Latin-1 and ASCII with high letters are the Turkish code page here: they differ in six
# places, and nobody at a municipality writes Icelandic.
_MEANT = {
    "iso-8859-1": "cp1254",
    "latin-1": "cp1254",
    "latin1": "cp1254",
    "us-ascii": "cp1254",
    "ascii": "cp1254",
    "cp1252": "cp1254",
    "windows-1252": "cp1254",
    "iso-8859-9": "cp1254",
    "iso-8859-9-i": "cp1254",
    "latin5": "cp1254",
    "latin-5": "cp1254",
    "windows-1254": "cp1254",
    "x-cp1254": "cp1254",
    "turkish": "cp1254",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "x-user-defined": "",
}
_DANGEROUS = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bqBQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_BROKEN = re.compile("Ã[¼¶§‡–œ]|Ä[±°Ÿž]|Å[ŸŞž]")
_CONTROLS = {code: None for code in [*range(32), 127] if code not in (9, 10, 13)}


def text_of(content: bytes, declared: str | None) -> str:
    """The letters of a content: as declared where that fits, otherwise UTF-8, otherwise the Turkish code page."""
    name = (declared or "").strip().strip("\"'").lower().split(";")[0]
    meant = _MEANT.get(name, name)
    tries = [meant] if meant and not meant.startswith("cp125") else []
    # whatever it is called: bytes that are valid UTF-8 and hold more than ASCII are UTF-8
    tries += ["utf-8"]
    for codec in tries:
        found = _decoded(content, codec)
        if found is not None:
            return _mended(found)
    return _clean(content.decode("cp1254", "replace"))


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        found = codecs.lookup(codec)
        if found.name.replace("-", "_") in _DANGEROUS or not found._is_text_encoding:
            return None
        return content.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None


def _mended(text: str) -> str:
    """Text that somebody decoded wrongly and encoded again ("Ã¼" for "ü") is put right where that is beyond doubt."""
    if _BROKEN.search(text):
        try:
            again = text.encode("cp1254").decode("utf-8")
        except UnicodeError:
            return _clean(text)
        return _clean(again)
    return _clean(text)


def _clean(text: str) -> str:
    """Without control letters (NUL is not storable) and half surrogates; lines end as in Unix."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return plain.encode("utf-8", "replace").decode("utf-8").lstrip("\ufeff")


def header(value: str | bytes) -> str:
    """One header as people read it: encoded words, raw 8-bit letters, folded lines; on one line."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    if b"=?" not in raw:
        return _line(text_of(raw, None))
    # byte for byte: what stands between encoded words may be raw 8-bit as well
    text = _BETWEEN.sub(r"\1", raw.decode("latin-1"))
    parts: list[tuple[bytes, str | None]] = []
    done = 0
    for found in _WORD.finditer(text):
        if plain := text[done : found.start()]:
            parts.append((plain.encode("latin-1"), None))
        charset, kind, body = found.groups()
        charset = charset.split("*")[0].lower()
        content = _unpacked(kind, body)
        if parts and parts[-1][1] == charset and not plain:
            # some programs cut a letter of several bytes in two words
            parts[-1] = (parts[-1][0] + content, charset)
        else:
            parts.append((content, charset))
        done = found.end()
    if text[done:]:
        parts.append((text[done:].encode("latin-1"), None))
    return _line("".join(text_of(content, charset) for content, charset in parts))


def _unpacked(kind: str, body: str) -> bytes:
    if kind in "qQ":
        return quopri.decodestring(body.replace("_", " ").encode("latin-1"), header=True)
    plain = re.sub(r"[^A-Za-z0-9+/]", "", body)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
