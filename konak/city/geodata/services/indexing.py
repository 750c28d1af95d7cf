"""Search rows of layers."""

from konak.foundation.search.services import Findable, index_many, remove

from .. import access
from ..models import Layer, Sensitivity, State

KIND = "geodata.layer"


def _findable(one: Layer) -> Findable:
    return Findable(
        kind=KIND,
        object_id=one.pk,
        title=one.title,
        number=one.name,
        url=f"/cografi-veri/katmanlar/{one.name}/",
        permission=access.VIEW.code,
        body=" ".join([one.description, one.abstract, one.source, *one.keywords]),
        unit_id=one.unit_id,
        owner_id=one.assignee_id,
        public=one.state == State.PUBLISHED and one.sensitivity != Sensitivity.RESTRICTED,
        secrecy=one.secrecy,
    )


def layer(one: Layer) -> None:
    index_many([_findable(one)])


def every() -> None:
    index_many(_findable(one) for one in Layer.objects.iterator())


def forget(one: Layer) -> None:
    remove(kind=KIND, object_id=one.pk)
