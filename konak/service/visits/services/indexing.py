"""Rows for the search of the house: announced outages; visits are found by their cover."""

from konak.foundation.search.services import Findable, index_many

from .. import access
from ..models import Outage

KIND = "visits.outage"


def _row(one: Outage) -> Findable:
    return Findable(
        kind=KIND,
        object_id=one.pk,
        number=one.case.number,
        title=one.case.subject,
        body=f"{one.text[:500]} {one.advice[:200]}",
        url=f"/is/{one.case.number}/",
        permission=access.OUTAGE_VIEW.code,
        unit_id=one.case.unit_id,
        owner_ids=[one.case.assignee_id, one.case.opened_by_id],
    )


def index_outage(one: Outage) -> None:
    index_many([_row(one)])


def reindex_outages() -> None:
    index_many(_row(one) for one in Outage.objects.iterator(chunk_size=1_000))
