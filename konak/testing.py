"""What tests share: the smallest town hall, and a database that may be emptied although its trail may not."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client, TransactionTestCase

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import HEADS, Basis, Position, UnitKind


class SignedIn(Client):
    """A browser in which `user` is signed in as he was when it was opened.

    The session is written when the browser is first used: two thirds of all people in tests never open a page. What
    that costs is not seen by whoever counts statements. `like` shares the session of another browser.
    """

    def __init__(self, user: User, like: "SignedIn | None" = None, **facts: Any) -> None:
        self._key = ""
        self._like = like
        self._facts: dict[str, str] = {}
        super().__init__(**facts)
        self._facts = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }

    @property
    def cookies(self) -> SimpleCookie:
        if self._facts:
            key, self._facts = self.session_key, {}
            self._cookies[settings.SESSION_COOKIE_NAME] = key
        return self._cookies

    @cookies.setter
    def cookies(self, value: SimpleCookie) -> None:
        self._cookies, self._facts = value, {}

    @property
    def session_key(self) -> str:
        if self._like:
            return self._like.session_key
        if not self._key:
            facts, wrappers, counted = self._facts, connection.execute_wrappers, connection.force_debug_cursor
            connection.execute_wrappers, connection.force_debug_cursor = [], False
            try:
                session = import_module(settings.SESSION_ENGINE).SessionStore()
                session.update(facts)
                session.save()
            finally:
                connection.execute_wrappers, connection.force_debug_cursor = wrappers, counted
            self._key = session.session_key
        return self._key


class Person(NamedTuple):
    """Somebody at work: the account, the actor for services, a browser and the same one asking by HTMX."""

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
        client = SignedIn(user)
        return Person(user, actor_of(user.pk), client, SignedIn(user, client, headers={"HX-Request": "true"}))


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


EMPTY = """
DO $$
DECLARE one regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relowner = current_user::regrole
        AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
        AND pg_relation_size(oid) > 0 -- nothing was ever written to most
    LOOP
        EXECUTE format('DELETE FROM %s', one);
    END LOOP;
END $$
"""
"""Ten times as quick as Django's TRUNCATE, which makes the files of every table and index anew."""


@pytest.fixture(scope="session", autouse=True)
def _tables_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests with real threads end by emptying every table; the append-only triggers rightly object to that."""
    with pytest.MonkeyPatch.context() as patch:
        if "KONAK_TEST_DATABASE_URL" in os.environ:  # where nobody may switch all triggers off
            flush = DatabaseOperations.execute_sql_flush
            patch.setattr(DatabaseOperations, "execute_sql_flush", lambda self, lines: flush(self, unguarded(*lines)))
        else:
            patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


def _empty(test: TransactionTestCase) -> None:
    for name in test._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        with connections[name].cursor() as cursor:
            cursor.execute(EMPTY)
