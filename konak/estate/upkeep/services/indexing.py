"""Rows for the search of the house."""

from konak.foundation.search.services import Findable, index_many

from .. import access, queries
from ..models import Contract


def _row(one: Contract) -> Findable:
    return Findable(
        kind=queries.CONTRACT_KIND,
        object_id=one.number,
        number=one.number,
        title=one.title,
        body=f"{one.supplier} {one.document} {one.scope[:500]}",
        url=f"/bakim/sozlesmeler/{one.number}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def index_contract(one: Contract) -> None:
    index_many([_row(one)])


def reindex_contracts() -> None:
    index_many(_row(one) for one in Contract.objects.iterator(chunk_size=1_000))
