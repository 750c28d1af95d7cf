"""Search rows of duties and of bodies outside the house."""

from konak.foundation.people.queries import above
from konak.foundation.search.services import Findable, index, index_many, remove

from .. import access
from ..models import Duty, ExternalBody, Regulation
from ..queries import BODY_KIND, DUTY_KIND


def index_duty(duty: Duty) -> None:
    """Write the search row of an open duty; a closed one is found through its text, not beside the valid ones.

    It is found from the unit of its text; the duty of a branch that moved away, from the unit of its own.
    """
    if duty.closed_on is not None:
        remove(kind=DUTY_KIND, object_id=duty.pk)
        return
    regulation = duty.regulation
    root = regulation.case.unit_id
    index(
        kind=DUTY_KIND,
        object_id=duty.pk,
        title=f"Md. {duty.clause.path} · {duty.unit.name}",
        body=f"{duty.clause.shown} {duty.clause.article.heading} {regulation.title}",
        url=f"/gorevler/{duty.pk}/",
        unit_id=root if root in above(duty.unit_id) else duty.unit_id,
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


def _body(body: ExternalBody) -> Findable:
    return Findable(
        kind=BODY_KIND,
        object_id=body.pk,
        title=body.name,
        body=" ".join(word for word in (body.short_name, body.get_kind_display(), body.detsis) if word),
        url=f"/tanimlar/?kurum={body.pk}#kurum-{body.pk}",
        permission=access.VIEW.code,
        public=True,
    )


def index_body(body: ExternalBody) -> None:
    """Write the search row of an institution outside the house; one that is gone is still named by old texts."""
    index_many([_body(body)])


def reindex_bodies() -> None:
    """Write the search row of every institution anew."""
    index_many(_body(body) for body in ExternalBody.objects.iterator(chunk_size=500))
