"""From a file to its text: which format it is (by content, not by name) and in which alphabet it was written."""

import re
from pathlib import Path

from .docx import docx_text
from .html import html_text
from .pdf import pdf_text
from .structure import Unreadable

MAX_BYTES = 25 * 1024 * 1024
"""Largest file that is read. A regulation is a few hundred kilobytes; scans in a PDF make it large."""
MAX_CHARACTERS = 4_000_000
"""Longest text that is parsed, about two thousand pages."""

_ACCEPTED = "Okunabilen biçimler: PDF (metin katmanlı), Word (.docx), düz metin (.txt, .md) ve HTML."


def text_of_file(path: str | Path, max_bytes: int = MAX_BYTES) -> str:
    """The text of the file at `path`. Raises `Unreadable` with a Turkish message."""
    place = Path(path)
    try:
        size = place.stat().st_size
        if size > max_bytes:
            raise Unreadable(_too_large(size, max_bytes))
        data = place.read_bytes()
    except IsADirectoryError as error:
        raise Unreadable(f"“{place.name}” bir dosya değil, klasör.") from error
    except FileNotFoundError as error:
        raise Unreadable(f"“{place.name}” bulunamadı.") from error
    except OSError as error:
        raise Unreadable(f"“{place.name}” açılamadı; dosyayı okuma izniniz olduğundan emin olun.") from error
    return text_of_bytes(data, place.name, max_bytes)


def text_of_bytes(data: bytes, name: str = "", max_bytes: int = MAX_BYTES) -> str:
    """The text inside `data`. `name` only helps where the content leaves a doubt. Raises `Unreadable`."""
    if len(data) > max_bytes:
        raise Unreadable(_too_large(len(data), max_bytes))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable("Dosya boş; içinde okunacak metin yok.")
    text = _read(data, name.lower())
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            f"Metin çok uzun: {len(text) // 1000} bin karakter. En çok {MAX_CHARACTERS // 1000} bin karakter okunur; "
            "dosyayı bölümlere ayırıp yeniden deneyin."
        )
    if not any(map(str.isalpha, text)):
        raise Unreadable("Dosyada okunacak metin yok.")
    return text


def _read(data: bytes, name: str) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return pdf_text(data)
    if data.startswith(b"PK\x03\x04"):
        return docx_text(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("Bu eski bir Word dosyası (.doc). Word’de açıp .docx olarak kaydedin ve yeniden deneyin.")
    if head.startswith(b"{\\rtf"):
        raise Unreadable("Bu bir RTF dosyası. .docx ya da .txt olarak kaydedip yeniden deneyin.")
    if (
        data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM"))
        and b"\x00" in data[:4096]
    ):
        raise Unreadable("Bu bir görüntü dosyası; metin içermiyor. Belgenin metin katmanlı hâlini yükleyin.")
    text = decode(data)
    lowered = head[:600].lower()
    if name.endswith((".html", ".htm")) or lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered:
        return html_text(text)
    return text


def decode(data: bytes) -> str:
    """Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, then the Turkish one-byte alphabets.

    Raises `Unreadable` for what is no text at all.
    """
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace"))
    sample = data[:4096]
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) > 0.25 * len(sample) / 2 and min(even, odd) < 0.05 * len(sample):
            return _checked(data.decode("utf-16-be" if even > odd else "utf-16-le", errors="replace"))
        raise Unreadable("Bu dosya metin değil (ikili veri). " + _ACCEPTED)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8", errors="replace")
    if loose.count("\ufffd") * 50 < sum(1 for char in loose if char > "\x7f"):
        return _checked(loose)
    return _checked(max((data.decode(name, errors="replace") for name in _one_byte(data)), key=_turkishness))


def _one_byte(data: bytes) -> list[str]:
    # the two differ in 0x80-0x9f only, which ISO 8859-9 leaves to control characters
    windows = bool(re.search(rb"[\x80-\x9f]", data))
    return ["cp1254" if windows else "iso8859_9", "cp857", "mac_turkish"]


_USUAL = frozenset("abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZâîû .,;:()-–\n\r’‘“”\"'/0123456789\t")


def _turkishness(text: str) -> float:
    sample = text[:20_000]
    usual = sum(1 for char in sample if char in _USUAL)
    # ı, ş and ğ stand inside words; a wrong code page puts capitals and signs there
    broken = len(re.findall(r"[a-zçğıöşü][^\W\d_a-zçğıöşüâîû](?=[a-zçğıöşü])|\w[¤¬½¾±÷×»«®©¶§‡†]\w", sample))
    return usual - 3 * broken


def _checked(text: str) -> str:
    sample = text[:100_000]
    control = sum(1 for char in sample if (char < " " and char not in "\t\n\r\f\v\x1c\x1d\x1e") or char == "\ufffd")
    if control > 0.03 * len(sample) + 2:
        raise Unreadable("Bu dosya metin değil (ikili veri). " + _ACCEPTED)
    return text


def _too_large(size: int, limit: int) -> str:
    return f"Dosya çok büyük: {size / 1_048_576:.0f} MB. En çok {limit / 1_048_576:.0f} MB okunur."
