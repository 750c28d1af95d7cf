"""Reports read from a real streaming standby, and from the primary when it is away or behind."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import psycopg
import pytest

from konak.foundation.db.state import Misconfigured, databases
from konak.foundation.db.temporary import TemporaryCluster

ASK = """
import django, json, os, sys
django.setup()
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections, transaction
from django.http import JsonResponse
from django.test import RequestFactory
from konak.foundation.access import NOBODY
from konak.foundation.db import reading_cursor, replica
from konak.foundation.db.state import databases
from konak.foundation.web.middleware import reports

for line in sys.stdin:
    if not os.fork():
        break
    if os.wait()[1]:
        print("null", flush=True)
else:
    sys.exit()
os.environ.update(json.loads(line))
for alias in connections:
    if hasattr(connections._connections, alias):
        del connections[alias]
settings.DATABASES = databases()
connections._settings = None
del connections.settings

standing = replica.standing()
told = {"standing": [standing.problem, standing.lag]}
def place():
    alias = replica.reading_alias()
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
        return [alias, *cursor.fetchone()]
told["outside"] = place()
with replica.reading_from_replica() as fits:
    told["inside"] = [fits, *place()]
with transaction.atomic(), replica.reading_from_replica() as fits:
    told["in a transaction"] = [fits, *place()]
with replica.reading_from_replica():
    with reading_cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        told["raw"] = cursor.fetchone()[0]
    told["routes"] = [Session.objects.all().db, Session.objects.select_for_update().db]
    with transaction.atomic():
        told["routes"].append(Session.objects.all().db)
def asked(address):
    request = RequestFactory().get(address)
    request.actor = NOBODY
    answer = reports(lambda request: JsonResponse(place(), safe=False))(request)
    return json.loads(answer.content)[0]
told["pages"] = [asked("/kadro/"), asked("/kadro/?bicim=xlsx"), asked("/karne/?bicim=pdf")]
print(json.dumps(told), flush=True)
"""
"""Answers each line with settings of the databases in a fork of its own: reading all modules takes seconds, asking
takes none. No connection is open before the fork."""


class Standby(TemporaryCluster):
    def overrides(self) -> dict[str, str | int]:
        return super().overrides() | {"wal_level": "replica", "max_wal_senders": 4, "hot_standby": "on"}

    def follow(self, primary: TemporaryCluster) -> None:
        """Copy the primary and stream from it."""
        self._claim()
        told = f"host={primary.sockets} port=5432 user=postgres"
        command = ["pg_basebackup", "-D", str(self.data), "-d", told, "-X", "stream", "-R", "--checkpoint=fast"]
        self._run([*command, "--no-sync"], "Eş kopyalanamadı")
        self._start()


@pytest.fixture(scope="module")
def pair():
    primary, standby = Standby(), Standby()
    primary.ensure()
    standby.follow(primary)
    yield primary, standby
    standby.remove()
    primary.remove()


def url(cluster: TemporaryCluster) -> str:
    return f"postgres://konak@{str(cluster.sockets).replace('/', '%2F')}/konak"


@pytest.fixture(scope="module")
def asked(pair):
    """`asked(replica's address, more variables)`: what a program with these settings finds."""
    primary, _ = pair
    state = tempfile.mkdtemp(prefix="konak-replica-")
    environment = os.environ | {
        "DATABASE_URL": url(primary),
        "KONAK_STATE": state,
        "DJANGO_SETTINGS_MODULE": "konak.settings",
    }
    program = subprocess.Popen(
        [sys.executable, "-c", ASK], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def ask(replica: str, **more: str) -> dict:
        program.stdin.write(json.dumps({"KONAK_REPLICA_URL": replica} | more) + "\n")
        program.stdin.flush()
        told = json.loads(program.stdout.readline() or "null")
        assert told is not None, "the program failed; its words stand on the error output"
        return told

    yield ask
    program.stdin.close()
    assert program.wait(30) == 0
    shutil.rmtree(state)


PRIMARY = ["default", False, "off"]


@pytest.mark.parametrize("pool", ["0", "2"])
def test_a_block_reads_from_the_standby_and_a_transaction_from_the_primary(pair, asked, pool):
    _, standby = pair
    told = asked(url(standby), KONAK_DB_POOL=pool)
    assert told == {
        "standing": ["", 0.0],
        "outside": PRIMARY,
        "inside": [True, "replica", True, "on"],
        "in a transaction": [False, *PRIMARY],
        "raw": True,
        "routes": ["replica", "default", "default"],
        "pages": ["default", "replica", "replica"],
    }


def test_a_standby_that_lies_behind_is_left_aside(pair, asked):
    primary, standby = pair
    with psycopg.connect(standby.url("postgres"), autocommit=True) as own:
        own.execute("SELECT pg_wal_replay_pause()")
        with psycopg.connect(primary.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE grows AS SELECT generate_series(1, 1000)")
        time.sleep(1.5)
        try:
            told = asked(url(standby), KONAK_REPLICA_LAG="1", KONAK_DB_POOL="0")
        finally:
            own.execute("SELECT pg_wal_replay_resume()")
    assert told["standing"][0] == ""
    assert told["standing"][1] > 1
    assert told["inside"] == [False, *PRIMARY]


def test_a_server_that_is_away_or_no_standby_is_left_aside(pair, asked):
    primary, _ = pair
    told = asked("postgres://konak@127.0.0.1:1/konak", KONAK_DB_POOL="2")
    assert told["standing"][0] != ""
    assert told["inside"] == [False, *PRIMARY]
    told = asked(url(primary), KONAK_DB_POOL="0")
    assert told["standing"][0].startswith("sunucu bir eş (standby) değil")
    assert told["inside"] == [False, *PRIMARY]


def test_a_wrong_address_names_its_own_setting(monkeypatch):
    monkeypatch.setenv("KONAK_REPLICA_URL", "mysql://sunucu/konak")
    with pytest.raises(Misconfigured) as refusal:
        databases()
    assert str(refusal.value).startswith("KONAK_REPLICA_URL «postgres://")
