"""`konak doctor` names what is wrong and how to mend it; each question is put to a house in which it is so."""

import argparse
import datetime as dt
import json
import socket

import pytest
from django.db import connection

from konak.cli import backup, doctor
from konak.cli.doctor import computer, house, server
from konak.cli.doctor.finding import FAILURE, OK, WARNING
from konak.foundation.files.models import Blob
from konak.foundation.files.services import blobs, store
from konak.foundation.trail import services as trail

pytestmark = pytest.mark.django_db


def verdicts(question):
    return [(one.verdict, one.subject) for one in question()]


def test_every_wrong_answer_says_how_to_mend_it(hall, settings):
    settings.SITE_URL = "http://127.0.0.1:1"
    settings.CLAMD = "tcp://127.0.0.1:1"
    found = [one for part in (computer, server, house) for question in part.QUESTIONS for one in question()]
    wrong = [one for one in found if one.verdict != OK]
    assert {"Arka plan işçisi", "Virüs taraması", "Yedek", "Web"} <= {one.subject for one in wrong}
    assert [one.subject for one in wrong if not one.advice] == []


def test_the_clocks_of_a_healthy_computer_and_its_database_agree():
    assert verdicts(server.clock) == [(OK, "Veritabanı saati")]
    assert verdicts(computer.zone) == [(OK, "Saat dilimi")]


def test_a_living_worker_is_heard_and_an_old_job_is_named():
    with connection.cursor() as cursor:
        # what tests with threads before this one left waiting is not its business
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert verdicts(house.jobs) == [(OK, "Arka plan işçisi"), (OK, "İş kuyruğu")]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) "
            "VALUES ('default', 'trail.seal', '{}', now() - interval '30 minutes')"
        )
    _, queue = house.jobs()
    assert (queue.verdict, queue.told) == (
        WARNING,
        "1 iş bekliyor, 0 iş başarısız; en eskisi 30 dakikadır bekliyor",
    )


def test_a_content_that_changed_on_the_disk_is_found(hall):
    person = hall.seat("staff", hall.gis)
    stored = store(actor=person.actor, content=b"ad;soyad\nAli;Kaya\n", name="liste.csv")
    assert [(one.verdict, one.told) for one in house.store()] == [(OK, "rastgele 1 içerik sağlam")]
    place = blobs.place_of(stored.blob_id)
    place.chmod(0o600)
    place.write_bytes(b"baska")
    (found,) = house.store()
    assert found.verdict == FAILURE
    place.unlink()
    assert Blob.objects.count() == 1
    assert verdicts(house.store) == [(FAILURE, "Dosyalar")]


def test_a_trail_that_waits_too_long_for_its_seal_is_told(hall, monkeypatch):
    person = hall.seat("staff", hall.gis)
    trail.write(actor=person.actor, kind="test.doctor", subject=1, verb="done")
    assert verdicts(house.trail) == [(OK, "İz")]
    monkeypatch.setattr(house, "UNSEALED", -1)
    assert verdicts(house.trail) == [(WARNING, "İz")]


@pytest.mark.parametrize(("hours", "verdict"), [(1, OK), (30, WARNING), (200, FAILURE)])
def test_the_age_of_the_last_backup_counts(tmp_path, monkeypatch, hours, verdict):
    monkeypatch.setenv("KONAK_STATE", str(tmp_path))
    assert verdicts(house.backup) == [(WARNING, "Yedek")]
    made = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    note = {"at": made.isoformat(), "place": str(tmp_path), "bytes": 1, "damaged": []}
    (tmp_path / backup.NOTE).write_text(json.dumps(note))
    assert verdicts(house.backup) == [(verdict, "Yedek")]


def test_a_mail_server_that_does_not_answer_is_a_failure(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.SMTP_URL = f"smtp://127.0.0.1:{closed.getsockname()[1]}?tls=none"
        settings.SMTP_SENDER = "Konak <konak@belediye.example>"
        found = {one.subject: one for one in house.ways()}
    assert found["E-posta"].verdict == FAILURE


def test_machines_read_the_same_as_json(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "database", lambda: iter(()))
    monkeypatch.setattr(computer, "QUESTIONS", (computer.python, computer.zone))
    assert doctor.examine(argparse.Namespace(json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["failures"], [one["subject"] for one in told["findings"]]) == (0, ["Python", "Saat dilimi"])
