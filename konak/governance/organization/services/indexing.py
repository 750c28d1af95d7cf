"""Search rows of units and people: open to everybody, as the directory is."""

from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import seats_of
from konak.foundation.search.services import Findable, index_many, remove

from .. import access

UNIT_KIND, PERSON_KIND = "people.unit", "people.user"


def _unit(unit: Unit) -> Findable:
    words = [unit.short_name, unit.get_kind_display(), unit.code or "", unit.detsis or ""]
    return Findable(
        kind=UNIT_KIND,
        object_id=unit.pk,
        title=unit.name,
        body=" ".join(word for word in words if word),
        url=f"/birimler/{unit.pk}/",
        unit_id=unit.pk,
        permission=access.VIEW.code,
        public=True,
    )


def index_unit(unit: Unit) -> None:
    index_many([_unit(unit)])


def index_person(user: User) -> None:
    if not user.is_active:
        remove(kind=PERSON_KIND, object_id=user.pk)
        return
    seats = "; ".join(str(seat) for seat in seats_of(user.pk))
    index_many([_person(user, seats)])


def _person(user: User, seats: str) -> Findable:
    return Findable(
        kind=PERSON_KIND,
        object_id=user.pk,
        title=user.full_name,
        body=f"{user.title} {seats}",
        url=f"/kisiler/{user.pk}/",
        permission=access.VIEW.code,
        public=True,
    )


def reindex_units() -> None:
    index_many(_unit(unit) for unit in Unit.objects.iterator(chunk_size=500))


def reindex_people() -> None:
    """Write the search row of everybody who works here."""
    rows = User.objects.filter(is_active=True).prefetch_related("appointments__unit")
    index_many(
        _person(
            user, "; ".join(f"{seat.get_position_display()}, {seat.unit.name}" for seat in user.appointments.all())
        )
        for user in rows.iterator(chunk_size=500)
    )
