"""Search rows of the whole register."""

from konak.foundation.search.services import index_many

from ..models import Asset
from .common import findable


def rebuild() -> None:
    rows = Asset.objects.select_related("model", "warehouse").order_by("pk")
    index_many(findable(asset) for asset in rows.iterator(chunk_size=1_000))


def receipt(number: str) -> None:
    """The things of one receipt: of many at once, while nobody waits."""
    rows = Asset.objects.select_related("model", "warehouse").filter(
        receipt_lines__line__receipt__case__number=number
    )
    index_many(findable(asset) for asset in rows.order_by("pk").iterator(chunk_size=1_000))
