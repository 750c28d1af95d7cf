"""Search rows of regulations and duties."""

from konak.foundation.search.services import index, remove

from .. import access
from ..models import Duty, Regulation
from ..queries import DUTY_KIND


def index_duty(duty: Duty) -> None:
    """Write the search row of an open duty; a closed one is found through its text, not beside the valid ones."""
    if duty.closed_on is not None:
        remove(kind=DUTY_KIND, object_id=duty.pk)
        return
    regulation = duty.regulation
    index(
        kind=DUTY_KIND,
        object_id=duty.pk,
        title=f"Md. {duty.clause.path} · {duty.unit.name}",
        body=f"{duty.clause.shown} {duty.clause.article.heading} {regulation.title}",
        url=f"/gorevler/{duty.pk}/",
        unit_id=regulation.case.unit_id,
        owner_ids=(regulation.case.assignee_id, regulation.case.opened_by_id),
        permission=access.VIEW.code,
    )


def index_duties(regulation: Regulation) -> None:
    for duty in regulation.duties.select_related("clause__article", "unit", "regulation__case"):
        index_duty(duty)


def reindex() -> None:
    """Write the search row of every duty anew."""
    rows = Duty.objects.select_related("clause__article", "unit", "regulation__case")
    for duty in rows.iterator(chunk_size=500):
        index_duty(duty)
