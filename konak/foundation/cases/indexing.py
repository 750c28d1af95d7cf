"""The search row of a case."""

from collections.abc import Callable, Iterable, Iterator

from konak.foundation.search.services import Findable, index_many

from . import queries
from .models import Case

_further: dict[str, Callable[[Case], Iterable[Findable]]] = {}


def further(kind: str, rows: Callable[[Case], Iterable[Findable]]) -> None:
    """Let a kind of case be found by more than its cover: what is said in it, renewed whenever its story goes on."""
    _further[kind] = rows


def refresh(case_id: int) -> None:
    """Write or renew the search rows of one case; safe to run again."""
    case = Case.objects.select_related("unit").get(pk=case_id)
    more = _further.get(case.kind)
    index_many([findable(case), *(more(case) if more else ())])


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
