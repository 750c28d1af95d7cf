"""What a document that came is found by: its sender, its number, and what can be read in it."""

from collections.abc import Iterator

from konak.foundation.cases.models import Case
from konak.foundation.search.services import Findable, index_many

from .. import access
from ..models import Incoming

KIND_TEXT = "correspondence_text"


def findable_text(case: Case) -> Iterator[Findable]:
    """For the job that renews search rows."""
    # reach: a search row carries the unit, the owners and the secrecy by which readers are told apart
    row = Incoming.objects.filter(pk=case.pk).first()
    if row is not None:
        yield from _rows(row, case)


def _rows(row: Incoming, case: Case) -> Iterator[Findable]:
    body = " ".join(word for word in (row.sender, row.document_number, row.note, row.text) if word)
    yield Findable(
        kind=KIND_TEXT,
        object_id=case.pk,
        title=f"{case.number} {case.subject}",
        body=body,
        url=f"/evrak/gelen/{case.number}/",
        unit_id=case.unit_id,
        owner_ids=(case.assignee_id, case.opened_by_id),
        permission=access.VIEW.code,
        secrecy=case.secrecy,
    )


def rebuild_texts() -> None:
    """Write the rows of all documents anew."""
    # reach: as above
    rows = Incoming.objects.select_related("case").order_by("pk")
    index_many(one for row in rows.iterator(chunk_size=1_000) for one in _rows(row, row.case))
