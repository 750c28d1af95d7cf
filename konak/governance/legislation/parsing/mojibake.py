"""Text that was written as UTF-8 and read in a one-byte alphabet ("Ä°ÅŸ" for "İş"): found, and mended.

Only texts in which such pairs outnumber the sound Turkish letters are touched; a single "Ã¼" in a sound text is left.
"""

import re

from .normal import Offsets

_HIGH = {
    byte: char
    for name in ("cp1252", "cp1254")
    for byte in range(0x80, 0xC0)
    if (char := bytes([byte]).decode(name, errors="ignore"))
}
# what the two code pages leave open stays a control character, as it is in ISO 8859-1
_BYTES = {char: byte for byte, char in _HIGH.items()} | {chr(byte): byte for byte in range(0x80, 0xC0)}
_BYTES |= {"\u017d": 0x8E, "\u017e": 0x9E}
_NEXT = "[" + "".join(map(re.escape, _BYTES)) + "]"
_PAIR = re.compile(rf"[\xc2-\xc5]{_NEXT}|\xe2{_NEXT}{{2}}|[\xc4\xc5]\ufffd")
_LOST = {"\xc4\ufffd": "Ğ", "\xc5\ufffd": "Ş"}
"""Capitals whose second byte has no letter in Windows-1254: the byte is gone, but only one capital lies there."""
_TURKISH = frozenset("çğıöşüÇĞİÖŞÜ")


def mend(text: str) -> tuple[str, Offsets | None]:
    """The text with its letters put right, and what leads positions back; `text` and None where it is sound."""
    if "\xc4" not in text and "\xc3" not in text:
        return text, None
    found = [(pair, letter) for pair in _PAIR.finditer(text) if (letter := _letter(pair.group()))]
    wrong = sum(letter in _TURKISH for _, letter in found)
    if wrong < 4 or wrong <= sum(text.count(letter) for letter in "ğışİŞĞ"):
        return text, None
    pieces: list[str] = []
    old_places: list[int] = []
    new_places: list[int] = []
    done = new = 0
    for pair, letter in found:
        plain = text[done : pair.start()]
        pieces += [plain, letter]
        new += len(plain) + len(letter)
        done = pair.end()
        old_places.append(done)
        new_places.append(new)
    pieces.append(text[done:])
    return "".join(pieces), Offsets(new_places, old_places)


def _letter(pair: str) -> str:
    if pair in _LOST:
        return _LOST[pair]
    try:
        letter = bytes([ord(pair[0]), *(_BYTES[char] for char in pair[1:])]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""
    return letter
