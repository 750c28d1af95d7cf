"""The search row of a case."""

from collections.abc import Iterator

from konak.foundation.search.services import Findable, index_many

from . import queries
from .models import Case


def refresh(case_id: int) -> None:
    """Write or renew the search row of one case; safe to run again."""
    index_many([findable(Case.objects.select_related("unit").get(pk=case_id))])


def rebuild() -> None:
    """Write the search rows of all cases anew."""
    index_many(_every())


def _every() -> Iterator[Findable]:
    for case in Case.objects.select_related("unit").order_by("pk").iterator(chunk_size=2_000):
        yield findable(case)


def findable(case: Case) -> Findable:
    record = queries.model_of(case.kind)
    return Findable(
        kind="case",
        object_id=case.pk,
        title=f"{case.number} {case.subject}",
        body=f"{record._meta.verbose_name} {case.unit.name}",
        url=f"/is/{case.number}/",
        unit_id=case.unit_id,
        owner_ids=(case.assignee_id, case.opened_by_id),
        number=case.number,
        permission=record.view.code,
        secrecy=case.secrecy,
    )
