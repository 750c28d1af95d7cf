"""Who opened what in the archive: it stands in the one register of readings, that of the letters."""

from konak.foundation.access import Actor
from konak.office.correspondence.public import Shown, note_reading

from .. import queries
from ..models import Document


def note_opened(document: Document, *, actor: Actor, what: str = Shown.PAGE) -> None:
    """Write down that `actor` was shown a document of the archive, or a content of it."""
    note_reading(queries.case_of(document), actor=actor, what=what, detail=queries.name_of_opening(document))
