"""Rows for the search of the house. Letters and incoming papers have their own there; here is what came otherwise."""

from collections.abc import Iterable

from konak.foundation.search.services import Findable, index_many

from .. import access, queries
from ..models import Document, Source

OWN = (Source.IMPORT, Source.SCAN, Source.HAND)
BODY = 4_000
"""Characters of a text that the search of the house knows; the archive's own search knows all."""


def _findable(one: Document) -> Findable:
    return Findable(
        kind=queries.DOCUMENT_KIND,
        object_id=one.pk,
        number=one.official or None,
        title=one.title,
        body=f"{one.party} {one.code} {one.body[:BODY]}",
        url=f"/arsiv/belge/{one.pk}/",
        permission=access.READ.code,
        unit_id=one.unit_id,
        owner_ids=(one.owner_id, one.author_id),
        secrecy=one.secrecy,
    )


def find_in_house(documents: Iterable[Document]) -> None:
    """Write or renew the rows of those that the register does not know."""
    index_many(_findable(one) for one in documents if one.source in OWN)


def reindex() -> None:
    rows = Document.objects.filter(source__in=OWN).order_by("pk")
    index_many(_findable(one) for one in rows.iterator(chunk_size=1_000))
