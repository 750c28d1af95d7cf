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
import django, json; django.setup()
from django.db import connection, connections, transaction, InternalError
from konak.foundation.db import reading_cursor, replica
told = {"standing": [replica.standing().problem, replica.standing().lag]}
def place():
    from django.db import router
    alias = replica.reading_alias()
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
        return [alias, *cursor.fetchone()]
told["outside"] = place()
with replica.reading_from_replica() as fits:
    told["inside"] = [fits, *place()]
with transaction.atomic(), replica.reading_from_replica() as fits:
    told["in a transaction"] = [fits, *place()]
told["routes"] = []
from django.contrib.sessions.models import Session
with replica.reading_from_replica():
    with reading_cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        told["raw"] = cursor.fetchone()[0]
    told["routes"] = [Session.objects.all().db, Session.objects.select_for_update().db]
    with transaction.atomic():
        told["routes"].append(Session.objects.all().db)
from django.http import JsonResponse
from django.test import RequestFactory
from konak.foundation.access import NOBODY
from konak.foundation.web.middleware import reports
def asked(address):
    request = RequestFactory().get(address)
    request.actor = NOBODY
    answer = reports(lambda request: JsonResponse(place(), safe=False))(request)
    return json.loads(answer.content)[0]
told["pages"] = [asked("/kadro/"), asked("/kadro/?bicim=xlsx"), asked("/karne/?bicim=pdf")]
print(json.dumps(told))
"""


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


def asked(primary: TemporaryCluster, replica: str, **more: str) -> dict:
    state = tempfile.mkdtemp(prefix="konak-replica-")
    environment = os.environ | {
        "DATABASE_URL": url(primary),
        "KONAK_REPLICA_URL": replica,
        "KONAK_STATE": state,
        "DJANGO_SETTINGS_MODULE": "konak.settings",
    }
    done = subprocess.run([sys.executable, "-c", ASK], env=environment | more, capture_output=True, text=True)
    shutil.rmtree(state)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


PRIMARY = ["default", False, "off"]


@pytest.mark.parametrize("pool", ["0", "2"])
def test_a_block_reads_from_the_standby_and_a_transaction_from_the_primary(pair, pool):
    primary, standby = pair
    told = asked(primary, url(standby), KONAK_DB_POOL=pool)
    assert told == {
        "standing": ["", 0.0],
        "outside": PRIMARY,
        "inside": [True, "replica", True, "on"],
        "in a transaction": [False, *PRIMARY],
        "raw": True,
        "routes": ["replica", "default", "default"],
        "pages": ["default", "replica", "replica"],
    }


def test_a_standby_that_lies_behind_is_left_aside(pair):
    primary, standby = pair
    with psycopg.connect(standby.url("postgres"), autocommit=True) as own:
        own.execute("SELECT pg_wal_replay_pause()")
        with psycopg.connect(primary.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE grows AS SELECT generate_series(1, 1000)")
        time.sleep(1.5)
        try:
            told = asked(primary, url(standby), KONAK_REPLICA_LAG="1", KONAK_DB_POOL="0")
        finally:
            own.execute("SELECT pg_wal_replay_resume()")
    assert told["standing"][0] == ""
    assert told["standing"][1] > 1
    assert told["inside"] == [False, *PRIMARY]


def test_a_server_that_is_away_or_no_standby_is_left_aside(pair):
    primary, _ = pair
    told = asked(primary, "postgres://konak@127.0.0.1:1/konak", KONAK_DB_POOL="2")
    assert told["standing"][0] != ""
    assert told["inside"] == [False, *PRIMARY]
    told = asked(primary, url(primary), KONAK_DB_POOL="0")
    assert told["standing"][0].startswith("sunucu bir eş (standby) değil")
    assert told["inside"] == [False, *PRIMARY]


def test_a_wrong_address_names_its_own_setting(monkeypatch):
    monkeypatch.setenv("KONAK_REPLICA_URL", "mysql://sunucu/konak")
    with pytest.raises(Misconfigured) as refusal:
        databases()
    assert str(refusal.value).startswith("KONAK_REPLICA_URL «postgres://")
