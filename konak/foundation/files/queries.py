"""Reading stored files."""

from collections.abc import Callable
from typing import IO

from .blobs import place_of
from .models import Blob, Scan, StoredFile


class Missing(Exception):
    """The database knows a content that is not on the disk; `verify` names all of them."""


class Quarantined(Missing):
    """The content turned out to be harmful after it was stored; nobody gets it any more."""


GONE: list[Callable[[str], str]] = []
"""Who can say why a content is lawfully gone: the words, or "" where he knows of no reason. An archive registers."""


def why_gone(sha256: str) -> str:
    """Why a content that is not on the disk need not be there; empty where it should be."""
    return next((words for told in GONE if (words := told(sha256))), "")


def open_blob(stored: StoredFile | Blob) -> IO[bytes]:
    """The content as an open binary file; the caller closes it. Raises `Missing`."""
    if (stored.blob if isinstance(stored, StoredFile) else stored).scan == Scan.INFECTED:
        raise Quarantined("Bu dosyada sonradan zararlı yazılım bulundu; açılamaz.")
    sha256 = stored.blob_id if isinstance(stored, StoredFile) else stored.sha256
    try:
        return place_of(sha256).open("rb")
    except FileNotFoundError:
        raise Missing(why_gone(sha256) or f"{sha256} diskte yok") from None
