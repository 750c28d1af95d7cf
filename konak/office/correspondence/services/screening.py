"""What a file may bring along: looked at before it is stored, by what it holds and never by its name alone."""

from typing import IO

from konak.foundation.lifecycle import Refused
from konak.gateways.converter import looking

OFFICE = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp"})


def bytes_in(content: IO[bytes] | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    content.seek(0)
    return content.read()


def screened(content: bytes, name: str) -> None:
    """Refuse what would act by itself when it is opened: macros, embedded programs, content fetched from outside.

    A PDF is not refused: its actions are taken out in the copy that is read, and the original is kept.
    """
    extension = name.rpartition(".")[2].lower()
    if extension not in OFFICE:
        return
    try:
        found = looking.office(content)
    except looking.Unreadable as fault:
        raise Refused(
            f"Dosya yüklenmedi: {fault} Belgeyi denetleyip yeniden deneyin; yazdıklarınız duruyor."
        ) from None
    if found:
        what = ", ".join(one.what for one in found)
        raise Refused(
            f"Dosya yüklenmedi: {what} içeriyor. Güvenlik gereği kabul edilmez; belgeyi PDF olarak kaydedip yeniden "
            "deneyin; yazdıklarınız duruyor."
        )
