"""What neighbours above may know of the archive: in which file a document lies, and what is announced."""

import datetime as dt
from dataclasses import dataclass

from . import queries
from .lifecycle import CLOSED, DAMAGED, DESTROYED, FILED

__all__ = ["CLOSED", "DAMAGED", "DESTROYED", "FILED", "FolderFacts", "folder_of"]


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """The file of a document."""

    number: str
    subject: str
    code: str
    volume: int
    place: int
    state: str
    state_label: str
    keep_until: dt.date | None
    final: str
    held: bool

    @property
    def url(self) -> str:
        return f"/arsiv/dosya/{self.number}/"


def folder_of(reference: str) -> FolderFacts | None:
    """The file in which the document of that register number lies. The caller found the document by his own reach."""
    found = queries.filed_as(reference)
    if found is None:
        return None
    folder = found.folder
    return FolderFacts(
        folder.case.number,
        folder.case.subject,
        folder.code,
        found.volume.number,
        found.place,
        folder.case.state,
        folder.state_label,
        folder.keep_until,
        folder.get_final_display() if folder.final else "",
        folder.held,
    )
