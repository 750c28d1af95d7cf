"""What a command says: one place for printing, and argparse in Turkish."""

import argparse
import sys
from typing import Any

TURKISH = {
    "usage: ": "kullanım: ",
    "positional arguments": "komutlar ve değerler",
    "options": "seçenekler",
    "show this help message and exit": "bu yardımı göster",
    "show program's version number and exit": "sürümü göster",
    "%(prog)s: error: %(message)s\n": "%(prog)s: hata: %(message)s\n",
    "the following arguments are required: %s": "şunlar eksik: %s",
    "unrecognized arguments: %s": "tanınmayan: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "bir değer bekleniyor",
    "expected at least one argument": "en az bir değer bekleniyor",
    "expected at most one argument": "en çok bir değer bekleniyor",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r geçersiz (seçenekler: %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r geçersiz (%(type)s bekleniyor)",
    "not allowed with argument %s": "%s ile birlikte kullanılamaz",
    "one of the arguments %s is required": "şunlardan biri gerekli: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s belirsiz: %(matches)s",
    "ignored explicit argument %r": "%r değeri alınmaz",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "%(parser_name)r bilinmiyor (seçenekler: %(choices)s)",
}


def speak_turkish() -> None:
    """Let argparse's own sentences be Turkish; it looks its translation function up at every call."""
    module: Any = argparse
    module._ = lambda text: TURKISH.get(text, text)
    module.ngettext = lambda one, many, number: TURKISH.get(one, one if number == 1 else many)


def say(text: str = "") -> None:
    """One line to the standard output, at once, also when a program reads it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One line to the standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
