"""Reading a regulation: text in, structure out. No database, no network, no knowledge of any one municipality.

`read_file` and `read_bytes` take .txt, .md, .html, .docx and .pdf; `parse` takes text. What cannot be read raises
`Unreadable`, whose message is Turkish and is shown as it is.
"""

from pathlib import Path

from .decode import MAX_BYTES, text_of_bytes, text_of_file
from .document import parse
from .structure import Document, Unreadable

__all__ = ["MAX_BYTES", "Document", "Unreadable", "parse", "read_bytes", "read_file"]


def read_file(path: str | Path, max_bytes: int = MAX_BYTES) -> Document:
    """The structure of the regulation in the file at `path`; raises `Unreadable`."""
    return parse(text_of_file(path, max_bytes))


def read_bytes(data: bytes, name: str = "", max_bytes: int = MAX_BYTES) -> Document:
    """The structure of the regulation in `data`; `name` helps where content leaves a doubt. Raises `Unreadable`."""
    return parse(text_of_bytes(data, name, max_bytes))
