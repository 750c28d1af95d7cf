"""What goes wrong in a server room: a worker is killed, the database crashes, a disk fills, a clock runs backwards.

Real processes on a cluster of their own. What is asked of the house is asked through a small program in a process of
its own, so that nothing of the test's settings leaks into it.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from konak.foundation.db import template
from konak.foundation.db.temporary import TemporaryCluster

COMMAND = [sys.executable, "-m", "konak.cli"]
LINES = 400
"""Lines of the trail waiting to be sealed when the worker is killed."""

FIRST = f"""
import datetime as dt, json, sys
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils.timezone import now
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.cases.models import Watcher
from konak.foundation.front.services.tokens import make_token
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.services import first_administrator
from konak.foundation.trail import services as trail
from konak.foundation.trail.models import Verification
from konak.governance.legislation.models import EvidencePack, Regulation
user, _ = first_administrator("deneme-parolası-1")
user.has_one_time_secret = False
user.save()
actor = actor_of(user.pk)
seat = actor.seats[0]
_, secret = make_token(actor=actor, seat_id=seat.appointment_id, name="deneme", writes=True,
                       expires_on=dt.date.today() + dt.timedelta(days=30))
for number in range({LINES}):
    trail.write(actor=actor, kind="test.fault", subject=number, verb="done")
walks = [Verification.objects.create(target=0).pk for _ in range(24)]
with transaction.atomic():
    made = File({{"subject": "Kar küreme planı", "state": "draft", "unit": seat.unit_id, "opened_by": user.pk,
                 "opened_from_unit": seat.unit_id, "opened_at": now()}},
                {{"title": "Kar küreme planı", "text": "MADDE 1- (1) Deneme."}}, [Line(now(), "open", user.pk)])
    copy_cases(Regulation, [made])
colleague = User.objects.create(username="izleyen", first_name="İzleyen", last_name="Biri")
Appointment.objects.create(user=colleague, unit_id=seat.unit_id, position="administrator", since=dt.date(2020, 1, 1))
Watcher.objects.create(case_id=made.key, user=colleague)
pack = EvidencePack.objects.create(unit_id=seat.unit_id, asked_by=user, since=dt.date(2026, 1, 1),
                                   until=dt.date(2026, 2, 1))
client = Client()
client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps({{"secret": secret, "session": client.cookies["sessionid"].value, "unit": seat.unit_id,
                  "user": user.pk, "walks": walks, "number": made.number, "case": made.key, "pack": pack.pk}}))
"""


class Crashable(TemporaryCluster):
    """Forgets nothing it has acknowledged when its processes are killed; only the plug may not be pulled."""

    def overrides(self) -> dict[str, str | int]:
        return super().overrides() | {"synchronous_commit": "on", "full_page_writes": "on"}

    def crash(self) -> None:
        """Immediate shutdown: no checkpoint, sessions torn off, the log is replayed at the next start."""
        pid = self.pid()
        assert pid
        os.kill(pid, signal.SIGQUIT)
        assert until(lambda: self.pid() is None, 20)


class House:
    """An installation on that cluster, and the facts its first program told."""

    def __init__(self) -> None:
        self.cluster = Crashable()
        self.state = Path(tempfile.mkdtemp(prefix="konak-faults-"))
        sockets = str(self.cluster.sockets).replace("/", "%2F")
        self.environment = {name: value for name, value in os.environ.items() if name != "KONAK_TEST_STATE"} | {
            "DATABASE_URL": f"postgres://konak@{sockets}/konak",
            "KONAK_STATE": str(self.state),
            "KONAK_DB_POOL": "0",
            "KONAK_MFA_REQUIRED": "",
            "DJANGO_SETTINGS_MODULE": "konak.settings",
        }
        template.prepare(self.cluster, self.environment)
        self.run("migrate")
        self.facts: dict[str, Any] = json.loads(self.ask(FIRST))
        self.running: list[subprocess.Popen[bytes]] = []

    def run(self, *words: str) -> None:
        subprocess.run([*COMMAND, *words], env=self.environment, check=True, capture_output=True)

    def ask(self, program: str) -> str:
        """Run a program inside this house; returns what it printed."""
        text = "import django; django.setup()\n" + program
        told = subprocess.run([sys.executable, "-c", text], env=self.environment, capture_output=True, text=True)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.state / "log").open("ab") as log:
            process = subprocess.Popen([*COMMAND, *words], env=self.environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def stop(self) -> None:
        """End what was started here, by its own number."""
        for process in self.running:
            if process.poll() is None:
                process.terminate()
        for process in self.running:
            try:
                process.wait(25)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()

    def sql(self, statement: str, *params: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            cursor = connection.execute(statement, params)
            return cursor.fetchall() if cursor.description else []

    def defer(self, task: str, **facts: object) -> int:
        statement = (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', %s, %s) RETURNING id"
        )
        return int(self.sql(statement, task, json.dumps(facts))[0][0])


def until(true: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    one = House()
    yield one
    one.stop()
    one.cluster.remove()
    shutil.rmtree(one.state)


@pytest.fixture(autouse=True)
def _nothing_left_running(house):
    yield
    house.stop()


def test_a_job_of_a_killed_worker_is_done_once_by_another_and_never_half(house):
    job = house.defer("trail.seal", timestamp=0)
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'konak'"
    with psycopg.connect(house.cluster.url()) as blocker:
        # the worker has read the lines and stands before writing the chain
        blocker.execute("LOCK TABLE trail_seal IN SHARE MODE")
        worker = house.start("worker")
        assert until(lambda: house.sql(waiting), 40)
        worker.kill()
        worker.wait()
        blocker.rollback()
    assert until(lambda: not house.sql(waiting), 10)
    assert house.sql("SELECT count(*) FROM trail_seal") == [(0,)]
    assert house.sql("SELECT status::text FROM procrastinate_jobs WHERE id = %s", job) == [("doing",)]
    # the minute of silence after which it counts as dead
    house.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    house.run("worker", "--until-idle")
    assert house.sql("SELECT count(*) FROM procrastinate_jobs WHERE id = %s", job) == [(0,)]
    total = house.sql("SELECT count(*) FROM trail_entry")[0][0]
    assert house.sql("SELECT count(*), count(DISTINCT entry_id), max(number) FROM trail_seal") == [(total,) * 3]
    assert total > LINES


REMARK = """
from konak.foundation.access.queries import actor_of
from konak.foundation.cases import services
services.comment(NUMBER, actor=actor_of(USER), text="Tuz stoku yetiyor mu?")
"""


def killed_at(house, task: str, table: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Let a worker do what waits until it stands before `table`, kill it there; another one does the rest."""
    waiting = (
        "SELECT a.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
        "WHERE NOT l.granted AND l.relation = %s::regclass AND a.datname = 'konak'"
    )
    with psycopg.connect(house.cluster.url()) as blocker:
        blocker.execute(f"LOCK TABLE {table} IN SHARE MODE")
        worker = house.start("worker")
        assert until(lambda: house.sql(waiting, table), 60), (house.state / "log").read_text()[-3000:]
        worker.kill()
        worker.wait()
        blocker.rollback()
    assert until(lambda: not house.sql(waiting, table), 10)
    left = house.sql("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s", task)
    assert left == [("doing",)]
    meanwhile()
    house.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    house.run("worker", "--until-idle")
    assert house.sql("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", task) == [(0,)]


@pytest.mark.parametrize("table", ["search_searchrow", "notify_notification"])
def test_what_follows_a_remark_is_told_once_although_the_worker_was_killed(house, table):
    house.sql("DELETE FROM procrastinate_jobs")
    house.sql("DELETE FROM notify_notification")
    house.sql("DELETE FROM search_searchrow WHERE kind = 'case'")
    program = REMARK.replace("NUMBER", repr(house.facts["number"])).replace("USER", str(house.facts["user"]))
    house.ask(program)
    killed_at(house, "cases.told", table)
    rows = house.sql("SELECT object_id, title FROM search_searchrow WHERE kind = 'case'")
    assert rows == [(str(house.facts["case"]), f"{house.facts['number']} Kar küreme planı")]
    assert house.sql("SELECT topic, subject_number FROM notify_notification") == [
        ("cases.remarked", house.facts["number"])
    ]


@pytest.mark.parametrize("table", ["files_blob", "files_storedfile"])
def test_a_pack_of_evidence_is_built_once_and_whole_although_the_worker_was_killed(house, table):
    pack = house.facts["pack"]
    house.sql("DELETE FROM procrastinate_jobs")
    house.sql("UPDATE legislation_evidencepack SET phase = 'waiting', file_id = NULL WHERE id = %s", pack)
    house.sql("DELETE FROM files_storedfile WHERE name LIKE '%%.zip'")
    house.sql("DELETE FROM files_blob")
    house.defer("legislation.build_pack", pack_id=pack)
    killed_at(house, "legislation.build_pack", table)
    (phase, name, digest), *others = house.sql(
        "SELECT p.phase, f.name, f.blob_id FROM legislation_evidencepack p "
        "JOIN files_storedfile f ON f.id = p.file_id"
    )
    assert (phase, others) == ("ready", [])
    assert name.endswith(".zip")
    assert house.sql("SELECT count(*) FROM files_storedfile WHERE name LIKE '%%.zip'") == [(1,)]
    found = [one for one in (house.state / "files").rglob("*") if one.is_file() and one.name == digest]
    assert len(found) == 1
    with zipfile.ZipFile(found[0]) as archive:
        assert archive.testzip() is None
        assert "manifest.json" in archive.namelist()


def test_the_job_of_a_living_worker_is_left_to_it(house):
    (worker,) = house.sql("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")[0]
    job = house.defer("trail.seal", timestamp=0)
    house.sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, job)
    house.run("worker", "--until-idle")
    assert house.sql("SELECT status::text, worker_id FROM procrastinate_jobs WHERE id = %s", job) == [
        ("doing", worker)
    ]
    house.sql("DELETE FROM procrastinate_jobs WHERE id = %s", job)
    house.sql("DELETE FROM procrastinate_workers WHERE id = %s", worker)


def test_two_web_processes_and_two_workers_do_each_job_once_and_a_crash_of_the_database_loses_nothing(house):
    port = free_port()
    house.sql("CREATE TABLE begun (job bigint)")
    house.sql(
        "CREATE FUNCTION note_begun() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO begun VALUES (NEW.id); RETURN NULL; END $$"
    )
    house.sql(
        "CREATE TRIGGER note_begun AFTER UPDATE ON procrastinate_jobs FOR EACH ROW "
        "WHEN (NEW.status = 'doing' AND OLD.status = 'todo') EXECUTE FUNCTION note_begun()"
    )
    house.start("serve", "--port", str(port), "--workers", "2")
    house.start("worker")
    house.start("worker")
    alive = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"
    assert until(lambda: house.sql(alive) == [(2,)], 40)
    jobs = [house.defer("trail.verify", verification_id=walk) for walk in house.facts["walks"]]

    def get(path: str) -> tuple[int, str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"sessionid={house.facts['session']}"}
        )
        return fetched(request)

    def post(title: str) -> tuple[int, str, Any]:
        body = {"unit_id": house.facts["unit"], "kind": "regulation", "title": title}
        headers = {"Authorization": f"Bearer {house.facts['secret']}", "Content-Type": "application/json"}
        address = f"http://127.0.0.1:{port}/api/sources"
        return fetched(urllib.request.Request(address, json.dumps(body).encode(), headers))

    def ready() -> bool:
        return get("/isler/")[0] in {200, 302, 404}

    assert until(ready, 40), (house.state / "log").read_text()[-3000:]
    assert until(lambda: house.sql("SELECT count(*) FROM procrastinate_jobs WHERE id = ANY(%s)", jobs) == [(0,)], 30)
    assert house.sql("SELECT count(*), count(DISTINCT job) FROM begun WHERE job = ANY(%s)", jobs) == [
        (len(jobs), len(jobs))
    ]
    assert house.sql("SELECT DISTINCT state FROM trail_verification WHERE id = ANY(%s)", house.facts["walks"]) == [
        ("intact",)
    ]

    stopped = threading.Event()
    kept: list[str] = []
    answers: list[int] = []

    def write(name: int) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            title = f"Deneme Yönetmeliği {name}/{number}"
            status, _, _ = post(title)
            answers.append(status)
            if status == 201:
                kept.append(title)
            time.sleep(0.05)

    writers = [threading.Thread(target=write, args=(name,)) for name in range(3)]
    for thread in writers:
        thread.start()
    try:
        assert until(lambda: len(kept) >= 12, 20), answers
        house.cluster.crash()
        status, page, headers = get("/")
        assert status == 503, page[:400]
        assert "Veritabanına şu anda ulaşılamıyor" in page
        assert headers["Retry-After"] == "15"
        machine, problem, headers = post("Kapalıyken gönderilen")
        assert machine == 503
        assert json.loads(problem)["title"].startswith("Veritabanına şu anda ulaşılamıyor.")
        assert headers["Content-Type"] == "application/problem+json"
        assert get("/saglik/")[0] == 503
        before = len(kept)
        house.cluster.ensure()
        assert until(lambda: get("/saglik/")[0] == 200, 25)
        assert until(lambda: len(kept) >= before + 12, 25)
    finally:
        stopped.set()
        for thread in writers:
            thread.join()
    assert get("/")[0] == 200
    assert set(answers) == {201, 503}
    found = {row[0] for row in house.sql("SELECT title FROM sources_source")}
    assert set(kept) - found == set()


def fetched(request: urllib.request.Request) -> tuple[int, str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers
    except OSError:
        return 0, "", {}


FULL = """
import resource
from django.conf import settings
from konak.foundation.access.queries import actor_of
from konak.foundation.files.models import Blob, StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
actor = actor_of(USER)
def held():
    return Blob.objects.count(), StoredFile.objects.count(), sum(p.is_file() for p in settings.FILES_ROOT.rglob("*"))
before = held()
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    store(actor=actor, content=("satır;" * 30000).encode(), name="liste.csv")
except Refused as refusal:
    print(refusal)
print(held() == before)
store(actor=actor, content=b"ad;soyad\\nAli;Kaya\\n", name="kisa.csv")
print(held()[1] - before[1])
"""


def test_a_full_disk_is_told_in_words_and_nothing_is_half_stored(house):
    told = house.ask(FULL.replace("USER", str(house.facts["user"]))).splitlines()
    assert told == [
        "Dosya yüklenmedi: sunucuda yer kalmadı. Sistem yöneticisine bildirin; yazdıklarınız duruyor.",
        "True",
        "1",
    ]


BACKWARDS = """
import datetime as dt
from django.utils import timezone
from konak.foundation.access.queries import actor_of
from konak.foundation.numbering.services import next_number, sequence_number
from konak.foundation.trail import services, verification
from konak.foundation.trail.models import Entry
from django.db import transaction
right = timezone.now
actor, numbers, lines = actor_of(USER), [], []
for hours in (0, -30, -1):
    timezone.now = lambda hours=hours: right() + dt.timedelta(hours=hours)
    with transaction.atomic():
        numbers.append(next_number("SAAT", 2026))
        lines.append(services.write(actor=actor, kind="test.clock", subject=hours, verb="done").pk)
    with transaction.atomic():
        services.seal_committed()
timezone.now = right
print(lines == sorted(lines), numbers, verification.verify().intact)
print(list(Entry.objects.filter(pk__in=lines).order_by("seal__number").values_list("subject", flat=True)))
"""


def test_a_clock_set_back_changes_neither_the_numbers_nor_the_order_of_the_trail(house):
    told = house.ask(BACKWARDS.replace("USER", str(house.facts["user"]))).splitlines()
    assert told == [
        "True ['SAAT-2026-00001', 'SAAT-2026-00002', 'SAAT-2026-00003'] True",
        "['0', '-30', '-1']",
    ]


@pytest.fixture
def tight(house) -> Iterator[Path]:
    """A disk of 24 MB, with a part of it for the database; needs the right that installing Konak needs."""
    place = Path(tempfile.mkdtemp(prefix="konak-tight-"))
    place.chmod(0o711)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run(
        [*as_root, "mount", "-t", "tmpfs", "-o", f"size=24m,mode=0755,uid={os.geteuid()}", "konak-tight", str(place)],
        check=True,
    )
    inside = place / "tables"
    inside.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(inside, house.cluster.account.pw_uid, house.cluster.account.pw_gid)
    with psycopg.connect(house.cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE tight OWNER konak LOCATION '{inside}'")
        yield place
        for (table,) in connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace "
            "WHERE t.spcname = 'tight' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        ).fetchall():
            connection.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default")
        connection.execute("CHECKPOINT")
        connection.execute("DROP TABLESPACE tight")
    subprocess.run([*as_root, "umount", str(place)], check=True)
    place.rmdir()


def fill_up(place: Path) -> Path:
    """Write until nothing more fits."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(65536)):
            pass
    return filler


PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""Pages are asked for without a collected manifest."""
UPLOAD = """
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from konak.foundation.cases.models import Attachment
settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN}}
settings.FILES_ROOT = __import__("pathlib").Path(PLACE) / "files"
settings.FILE_UPLOAD_TEMP_DIR = PLACE
client = Client(raise_request_exception=False, HTTP_HOST="localhost")
client.cookies["sessionid"] = SESSION
def send(size):
    sent = SimpleUploadedFile("liste.csv", (b"satir;" * (size // 6)), "text/csv")
    answer = client.post("/is/" + NUMBER + "/ekle/", {"file": sent})
    page = answer.content.decode()
    words = [one for one in ("Sunucuda yer kalmadı", "sunucuda yer kalmadı", "yazdıklarınız duruyor") if one in page]
    print(answer.status_code, Attachment.objects.count(), words)
send(300_000)
send(6_000_000)
"""


def test_an_upload_to_a_full_disk_is_refused_in_words_and_goes_through_when_there_is_room(house, tight):
    (tight / "files").mkdir()
    program = UPLOAD.replace("PLACE", repr(str(tight))).replace("SESSION", repr(house.facts["session"]))
    program = program.replace("NUMBER", repr(house.facts["number"])).replace("PLAIN", repr(PLAIN))
    filler = fill_up(tight)
    told = house.ask(program).splitlines()
    # the small one is held in memory until it is stored; the large one is already too much on its way in
    assert told == ["422 0 ['sunucuda yer kalmadı', 'yazdıklarınız duruyor']", "503 0 ['Sunucuda yer kalmadı']"]
    left = [one for one in tight.rglob("*") if one.is_file() and "tables" not in one.parts and one != filler]
    assert left == []
    filler.unlink()
    assert house.ask(program).splitlines() == ["302 1 []", "302 2 []"]


COPY_IN = """
from django.db import connection, transaction
from konak.foundation.db.copying import copy_rows
from konak.foundation.trail.models import Verification
from django.utils.timezone import now
from konak.cli import in_turkish
before = Verification.objects.count()
try:
    with transaction.atomic():
        copy_rows(Verification, ({"target": 0, "asked_at": now()} for _ in range(200_000)))
    print("hepsi sığdı")
except Exception as error:
    print(in_turkish(error))
print(Verification.objects.count() - before)
__import__("os").unlink(FILLER)
with transaction.atomic():
    print(copy_rows(Verification, [{"target": 0, "asked_at": now()}]), Verification.objects.count() - before)
"""


def test_a_bulk_load_into_a_full_tablespace_leaves_nothing_and_is_told_as_a_full_disk(house, tight):
    house.sql("ALTER TABLE trail_verification SET TABLESPACE tight")
    filler = fill_up(tight)
    with filler.open("r+b") as file:  # room for the beginning of the load, not for its end
        file.truncate(filler.stat().st_size - 4_000_000)
    assert house.ask(COPY_IN.replace("FILLER", repr(str(filler)))).splitlines() == [
        "Sunucuda yer kalmadı: yarım kalan işten hiçbir şey saklanmadı. Yer açıp yeniden deneyin (`konak doctor` "
        "hangi diskin dolu olduğunu gösterir).",
        "0",
        "1 1",
    ]


PROOFS = """
import datetime as dt, io, json
from pathlib import Path
from django.conf import settings
from django.utils.timezone import now
from konak.foundation.access.queries import actor_of
from konak.foundation.files.services import store
from konak.governance.legislation.models import Article, Clause, Duty, Evidence, Regulation
actor, text = actor_of(USER), Regulation.objects.get(case__number=NUMBER)
article = Article.objects.create(regulation=text, number="1", path="1", order=1, raw="", start=0, end=11)
clause = Clause.objects.create(regulation=text, article=article, order=1, kind="clause", path="1.a",
                               text="Kar küremek", raw="Kar küremek", start=0, end=11, is_duty=True)
duty = Duty.objects.create(regulation=text, clause=clause, unit_id=UNIT, opened_on=dt.date(2025, 1, 1))
for place in range(90):
    file = store(actor=actor, content=f"Tutanak {place}".encode(), name=f"tutanak-{place}.txt")
    Evidence.objects.create(duty=duty, title=f"Tutanak {place}", period_from=dt.date(2026, 1, 5),
                            period_to=dt.date(2026, 1, 5), file=file, unit_id=UNIT, filed_by_id=USER, filed_at=now(),
                            digest="")
print(file.blob_id)
"""


def test_a_pack_of_evidence_goes_on_behind_its_last_whole_part(house):
    """Killed when all three parts lay on the disk; one is torn since. The others are not packed again: a proof whose
    file was lost meanwhile still lies in the pack as it was."""
    pack, packs = house.facts["pack"], house.state / "files/packs"
    program = PROOFS.replace("USER", str(house.facts["user"])).replace("UNIT", str(house.facts["unit"]))
    lost = house.ask(program.replace("NUMBER", repr(house.facts["number"]))).strip()
    house.sql("DELETE FROM procrastinate_jobs")
    house.sql("UPDATE legislation_evidencepack SET phase = 'waiting', file_id = NULL WHERE id = %s", pack)
    house.defer("legislation.build_pack", pack_id=pack)

    def harm() -> None:
        parts = sorted((packs / str(pack)).glob("*.zip"), key=lambda one: one.stat().st_size)
        assert len(parts) == 3
        (house.state / "files" / lost[:2] / lost[2:4] / lost).unlink()  # of the last, the smallest part
        torn = parts[-1]
        torn.write_bytes(torn.read_bytes()[:-100])

    killed_at(house, "legislation.build_pack", "files_blob", harm)
    (digest,) = house.sql(
        "SELECT f.blob_id FROM legislation_evidencepack p JOIN files_storedfile f ON f.id = p.file_id "
        "WHERE p.id = %s AND p.phase = 'ready'", pack
    )[0]  # fmt: skip
    assert not (packs / str(pack)).exists()
    with zipfile.ZipFile(house.state / "files" / digest[:2] / digest[2:4] / digest) as archive:
        assert archive.testzip() is None
        found = [one for one in archive.namelist() if one.startswith("kanitlar/")]
        manifest = json.loads(archive.read("manifest.json"))
        assert {archive.read(one).decode() for one in found} == {f"Tutanak {place}" for place in range(90)}
    assert len(found) == len(manifest["proofs"]) == 90
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert set(found) < set(listed)
    assert lost in listed.values()
