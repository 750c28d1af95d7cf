"""The search row of a case."""

from konak.foundation.search.services import index

from . import queries
from .models import Case


def refresh(case_id: int) -> None:
    """Write or renew the search row of one case; safe to run again."""
    case = Case.objects.select_related("unit").get(pk=case_id)
    record = queries.model_of(case.kind)
    index(
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


def rebuild() -> None:
    """Write the search rows of all cases anew."""
    for case_id in Case.objects.values_list("pk", flat=True).iterator(chunk_size=2_000):
        refresh(case_id)
