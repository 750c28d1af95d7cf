"""A desktop user sees in the database what he sees on the screen, and what he changes there leaves its past too."""

import datetime as dt
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from konak.city.geodata import queries, services
from konak.city.geodata.models import DesktopUser, Layer
from konak.city.geodata.queries import rows
from konak.city.geodata.services import desktop
from konak.foundation.db.cluster import OWNER
from konak.foundation.lifecycle import Refused
from konak.testing import Person

from .conftest import Place, point

ONCE = Path(services.__file__).parents[1] / "sql/desktop_roles.sql"
WEEK = localdate() + dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _lent(db: None) -> None:
    """What a superuser does once."""
    here = connection.settings_dict
    with psycopg.connect(host=here["HOST"], dbname=here["NAME"], user=OWNER, autocommit=True) as owner:
        owner.execute(ONCE.read_text(encoding="utf-8"))


def as_role(person: Person, *statements: str) -> list[tuple[object, ...]]:
    """What the role of a person gets for the last of these; the rights of the role hold, not ours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE konak_cbs_{person.user.pk}")
        for statement in statements:
            cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
        cursor.execute("RESET ROLE")
        return found


def denied(person: Person, statement: str) -> str:
    with pytest.raises(DatabaseError) as fault:
        as_role(person, statement)
    return str(fault.value)


def test_a_role_has_the_reach_of_its_person(place: Place):
    layer = place.published(by_rows=True)
    place.layer("gizli", title="Gizli")
    own = place.hall.gis.pk
    for code, unit in (("1", own), ("2", None)):
        services.add("yapilar", actor=place.clerk.actor, geometry=point(), given={"kod": code}, unit_id=unit)
    keeper = place.keeper.actor
    for person in (place.clerk, place.stranger):
        made, password = desktop.give(actor=keeper, user_id=person.user.pk, until=WEEK)
        assert len(password) > 20
    assert made.layers == 1
    assert as_role(place.clerk, "SELECT kod FROM geodata.yapilar ORDER BY kod") == [("1",), ("2",)]
    assert as_role(place.stranger, "SELECT kod FROM geodata.yapilar") == [("2",)]
    assert "permission denied" in denied(place.stranger, "SELECT malik FROM geodata.yapilar")
    assert "permission denied" in denied(place.stranger, "SELECT kod FROM geodata.gizli")
    assert "permission denied" in denied(place.stranger, "UPDATE geodata.yapilar SET kat = 1")
    assert "permission denied" in denied(place.clerk, "SELECT * FROM geodata_past.yapilar")
    assert "permission denied" in denied(place.clerk, "UPDATE geodata.yapilar SET changed_by = 1")
    assert "permission denied" in denied(place.clerk, "SELECT username FROM people_user")
    as_role(place.clerk, "UPDATE geodata.yapilar SET kat = 4 WHERE kod = '1'")
    sight = queries.sight(place.clerk.actor, layer)
    one = rows.found(sight, equal={"kod": "1"}).rows[0]
    assert (one.values["kat"], one.version, [row.version for row in rows.past(sight, one.id)]) == (4, 2, [1])
    Layer.objects.filter(name="yapilar").update(sensitivity="restricted")
    assert desktop.refresh() == 2
    assert "permission denied" in denied(place.stranger, "SELECT kod FROM geodata.yapilar")
    desktop.revoke(place.clerk.user.pk, actor=keeper)
    assert "permission denied" in denied(place.clerk, "SELECT kod FROM geodata.yapilar")
    DesktopUser.objects.update(until=localdate() - dt.timedelta(days=1))
    desktop.refresh()
    assert not DesktopUser.objects.filter(revoked_at=None).exists()


def test_roles_are_given_by_who_keeps_layers(place: Place):
    for actor, until, words in (
        (place.clerk.actor, WEEK, "yetkiniz yok"),
        (place.keeper.actor, localdate() + dt.timedelta(days=900), "400 gün"),
    ):
        with pytest.raises(Refused, match=words):
            desktop.give(actor=actor, user_id=place.clerk.user.pk, until=until)
    assert place.clerk.client.get("/cografi-veri/masaustu/").status_code == 404
    given = {"user_id": str(place.clerk.user.pk), "until": WEEK.isoformat()}
    assert "yalnız şimdi görünür" in place.keeper.client.post("/cografi-veri/masaustu/yeni/", given).text
    assert place.keeper.client.get("/cografi-veri/masaustu/").status_code == 200
