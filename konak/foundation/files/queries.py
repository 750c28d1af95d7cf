"""Reading stored files."""

from typing import IO

from .blobs import place_of
from .models import Blob, Scan, StoredFile


class Missing(Exception):
    """The database knows a content that is not on the disk; `verify` names all of them."""


class Quarantined(Missing):
    """The content turned out to be harmful after it was stored; nobody gets it any more."""


def open_blob(stored: StoredFile | Blob) -> IO[bytes]:
    """The content as an open binary file; the caller closes it. Raises `Missing`."""
    if (stored.blob if isinstance(stored, StoredFile) else stored).scan == Scan.INFECTED:
        raise Quarantined("Bu dosyada sonradan zararlı yazılım bulundu; açılamaz.")
    sha256 = stored.blob_id if isinstance(stored, StoredFile) else stored.sha256
    try:
        return place_of(sha256).open("rb")
    except FileNotFoundError:
        raise Missing(f"{sha256} diskte yok") from None
