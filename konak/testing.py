"""What tests share: the smallest town hall, and a database that may be emptied although its trail may not."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import HEADS, Basis, Position, UnitKind


class Person(NamedTuple):
    """Somebody at work: the account, the actor for services, a browser and an HTMX browser that are signed in."""

    user: User
    actor: Actor
    client: Client
    htmx: Client


class Hall:
    """A municipality with one department, two of its branches and a stranger's directorate."""

    def __init__(self) -> None:
        make = Unit.objects.create
        self.municipality = make(name="Deneme Belediyesi", kind=UnitKind.MUNICIPALITY)
        self.department = make(
            name="Bilgi İşlem Dairesi Başkanlığı", kind=UnitKind.DEPARTMENT, parent=self.municipality
        )
        self.gis = make(name="Coğrafi Bilgi Sistemleri Şube Müdürlüğü", kind=UnitKind.BRANCH, parent=self.department)
        self.network = make(name="Sistem ve Ağ Şube Müdürlüğü", kind=UnitKind.BRANCH, parent=self.department)
        self.elsewhere = make(name="Zabıta Müdürlüğü", kind=UnitKind.DIRECTORATE, parent=self.municipality)
        self._count = 0

    def seat(self, position: Position | str, unit: Unit, **facts: Any) -> Person:
        """A new person in that position of that unit since 2020; the second head of a unit sits there as acting."""
        self._count += 1
        since = dt.date(2020, 1, 1)
        taken = position in HEADS and Appointment.objects.filter(unit=unit, position=position).exists()
        user = User(
            username=f"{position}{self._count}", first_name="Deneme", last_name=f"Kişi {self._count}", **facts
        )
        user.set_unusable_password()
        user.save()
        basis = Basis.ACTING if taken else Basis.PERMANENT
        Appointment.objects.create(user=user, unit=unit, position=position, since=since, basis=basis)
        client, htmx = Client(), Client(headers={"HX-Request": "true"})
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        htmx.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return Person(user, actor_of(user.pk), client, htmx)


@pytest.fixture
def hall(db: None) -> Hall:
    return Hall()


GUARDED = ("trail_entry", "trail_seal")


def unguarded(*statements: str) -> list[str]:
    """`statements` as the owner of the tables could run them: with the append-only triggers switched off."""
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in GUARDED]
    on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in GUARDED]
    return ["SET CONSTRAINTS ALL IMMEDIATE", *off, *statements, *on]


@pytest.fixture
def tamper(db: None) -> Callable[[str], None]:
    """Run a statement as an intruder with the owner's rights would: past the append-only triggers."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            for line in unguarded(statement):
                cursor.execute(line)

    return run


@pytest.fixture(autouse=True)
def _heads_of_the_chain_are_each_tests_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The heads outlive the tables, as they should; between tests they may not."""
    monkeypatch.setattr("konak.foundation.trail.heads.place", lambda: tmp_path / "trail-heads")


@pytest.fixture(scope="session", autouse=True)
def _tables_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests with real threads end by emptying every table; the append-only triggers rightly object to that."""
    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        flush(self, unguarded(*sql_list))

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign, assignment]
    yield
    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
