"""Reading stored files."""

from typing import IO

from .blobs import place_of
from .models import Blob, StoredFile


class Missing(Exception):
    """The database knows a content that is not on the disk; `verify` names all of them."""


def open_blob(stored: StoredFile | Blob) -> IO[bytes]:
    """The content as an open binary file; the caller closes it. Raises `Missing`."""
    sha256 = stored.blob_id if isinstance(stored, StoredFile) else stored.sha256
    try:
        return place_of(sha256).open("rb")
    except FileNotFoundError:
        raise Missing(f"{sha256} diskte yok") from None
