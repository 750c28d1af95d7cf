"""Rows for the search of the house."""

from konak.foundation.search.services import Findable, index_many

from .. import access, queries
from ..models import StockLevel


def _row(one: StockLevel) -> Findable:
    return Findable(
        kind=queries.LEVEL_KIND,
        object_id=one.pk,
        title=f"{one.item.name} · {one.warehouse.name}",
        body=one.item.code,
        url=f"/sarf/stok/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
        number=one.item.code,
    )


def index_level(one: StockLevel) -> None:
    index_many([_row(one)])


def reindex_levels() -> None:
    rows = StockLevel.objects.filter(ended_on=None).select_related("item", "warehouse")
    index_many(_row(one) for one in rows.iterator(chunk_size=1_000))
