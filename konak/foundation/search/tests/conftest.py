import pytest

from konak.foundation.access import PERMISSIONS, Actor, Permission, Scope, Seat
from konak.foundation.people.models import Unit
from konak.foundation.search import services


@pytest.fixture
def view():
    """A permission of these tests alone, forgotten afterwards."""
    permission = Permission(
        "search_test.view",
        "Deneme görme",
        {"staff": Scope.OWN, "expert": Scope.UNIT, "director": Scope.BRANCH, "auditor": Scope.ALL},
    )
    yield permission
    del PERMISSIONS[permission.code]


@pytest.fixture
def units(db):
    branch = Unit.objects.create(name="Coğrafi Bilgi Sistemleri Şube Müdürlüğü", kind="branch")
    bureau = Unit.objects.create(name="Harita Servisi", kind="service", parent=branch)
    other = Unit.objects.create(name="Zabıta Müdürlüğü", kind="directorate")
    return {"branch": branch, "bureau": bureau, "other": other}


@pytest.fixture
def seat(units):
    def make(position: str, unit: str = "branch", user_id: int = 1) -> Actor:
        place = units[unit]
        branch = {"branch": {units["branch"].pk, units["bureau"].pk}}.get(unit, {place.pk})
        return Actor(user_id, (Seat(position, place.pk, frozenset(branch)),))

    return make


@pytest.fixture
def put(view, units):
    """Index a title; the words of the test stay short."""
    given = iter(range(1, 100_000))

    def write(title: str, body: str = "", unit: str = "branch", **more: object) -> str:
        object_id = str(more.pop("object_id", None) or next(given))
        facts = {"kind": "test", "url": f"/t/{object_id}/", "permission": view.code, "unit_id": units[unit].pk}
        services.index(**{**facts, **more}, object_id=object_id, title=title, body=body)
        return object_id

    return write
