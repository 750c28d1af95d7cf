"""Turkish letters: casing and folding by Turkish rules, the same in Python as `tr_fold()` in PostgreSQL."""

import unicodedata

_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_UPPER = str.maketrans({"ı": "I", "i": "İ"})
_FOLD = str.maketrans("çğıöşüâîû", "cgiosuaiu")


def lower(text: str) -> str:
    """Lower case by Turkish rules: I → ı, İ → i."""
    return unicodedata.normalize("NFC", text).translate(_LOWER).lower()


def upper(text: str) -> str:
    """Upper case by Turkish rules: ı → I, i → İ."""
    return unicodedata.normalize("NFC", text).translate(_UPPER).upper()


def fold(text: str) -> str:
    """Lower case without diacritics, for search only: `İŞLEM`, `işlem` and `islem` become `islem`."""
    plain = lower(text).translate(_FOLD)
    if plain.isascii():  # nearly every text is by now, and has no mark to lose
        return plain
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


_ORDER = {letter: place for place, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")}


def sort_key(text: str) -> tuple[tuple[int, str], ...]:
    """Key that sorts by the Turkish alphabet (ç after c, ı before i), digits before letters."""
    return tuple((_ORDER.get(letter, -1), letter) for letter in lower(text))
