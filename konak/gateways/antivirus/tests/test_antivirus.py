import io

import pytest
from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.files import scanning
from konak.foundation.files.models import Blob, StoredFile
from konak.foundation.files.queries import Quarantined, open_blob
from konak.foundation.files.services import serve, store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail.models import Entry
from konak.gateways.antivirus import client, commands, services
from konak.gateways.antivirus.client import Clamd
from konak.gateways.antivirus.fake import MARK, clamd


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    yield
    scanning.remove()


@pytest.fixture
def server():
    with clamd() as running:
        yield running


def use(server, *, required=True, timeout=5.0, limit=client.MEGABYTE * 100):
    scanner = Clamd.at(server.address, required=required, timeout=timeout, limit=limit)
    scanning.register(scanner, services.tell)
    return scanner


def bring(actor=None, content=b"temiz bir metin\n", name="not.txt"):
    return store(actor=actor or Actor(None), content=content, name=name)


def test_a_clean_file_is_stored_and_marked(db, server):
    use(server)
    stored = bring()
    assert (stored.blob.scan, stored.blob.scanned_at is not None) == ("clean", True)
    assert server.asked == [b"zINSTREAM"]


def test_without_a_scanner_nothing_is_asked(db, server):
    assert bring().blob.scan == "none"
    assert server.asked == []


@pytest.mark.django_db(transaction=True)
def test_a_harmful_file_is_refused_and_the_trail_survives_the_rollback(hall, server):
    person, admin = hall.seat("staff", hall.gis), hall.seat("administrator", hall.municipality)
    use(server)
    with pytest.raises(Refused, match=r"zararlı yazılım bulundu \(Eicar-Test-Signature\)"), transaction.atomic():
        bring(person.actor, b"basta " + MARK + b" sonda\n")
    assert (Blob.objects.count(), StoredFile.objects.count()) == (0, 0)
    line = Entry.objects.get(verb="infected")
    assert (line.user_id, line.note) == (person.user.pk, "Eicar-Test-Signature")
    assert list(Notification.objects.values_list("recipient_id", flat=True)) == [admin.user.pk]


def test_a_large_file_goes_in_pieces(db, server):
    use(server)
    bring(content=b"a" * (client.PIECE * 2 + 7) + b"\n")
    assert server.pieces == [client.PIECE, client.PIECE, 8]


def test_the_same_over_a_unix_socket(db, tmp_path):
    with clamd(tmp_path / "c.ctl") as running:
        scanner = use(running)
        assert scanner.scan(io.BytesIO(b"temiz")) is None
        assert scanner.scan(io.BytesIO(MARK)) == "Eicar-Test-Signature"
        assert scanner.ping().startswith("ClamAV 1.0.7")


@pytest.mark.parametrize("mood", ["deaf", "strange"])
def test_a_scanner_that_does_not_answer_stops_uploads_where_it_must(db, server, mood):
    use(server)
    server.mood = mood
    with pytest.raises(Refused, match="tarayıcısına şu anda ulaşılamıyor"):
        bring()
    assert StoredFile.objects.count() == 0


def test_a_scanner_that_hangs_is_not_waited_for_for_ever(db, server):
    use(server, timeout=0.2)
    server.mood = "silent"
    with pytest.raises(Refused, match="ulaşılamıyor"):
        bring()


def test_where_it_need_not_files_come_in_and_are_scanned_later(db, server):
    use(server, required=False)
    server.mood = "deaf"
    stored = bring()
    assert stored.blob.scan == "waiting"
    assert services.scan_waiting() == 0
    server.mood = ""
    assert services.scan_waiting() == 1
    assert Blob.objects.get().scan == "clean"


def test_what_a_job_brings_is_not_stopped_by_a_scanner_that_is_away(db, server):
    use(server)
    server.mood = "deaf"
    assert bring(Actor(None, via="job")).blob.scan == "waiting"


def test_nobody_listens_there(db):
    scanning.register(Clamd.at("tcp://127.0.0.1:9", timeout=1))
    with pytest.raises(Refused, match="ulaşılamıyor"):
        bring()


@pytest.mark.parametrize("limit", [1_000_000, client.MEGABYTE * 100])
def test_what_is_too_large_for_the_scanner_is_said_in_words(db, server, limit):
    use(server, limit=limit)
    with pytest.raises(Refused, match="virüs taramasından geçirilemedi"):
        bring(content=b"a" * 1_500_000 + b"\n")


def test_later_signatures_find_what_lies_in_the_store(hall, server):
    admin = hall.seat("administrator", hall.municipality)
    stored = bring(content=b"basta " + MARK + b"\n")
    assert serve(stored).status_code == 200
    use(server)
    assert services.scan_again() == 1
    stored = StoredFile.objects.get(pk=stored.pk)
    assert (stored.blob.scan, stored.blob.found) == ("infected", "Eicar-Test-Signature")
    with pytest.raises(Quarantined):
        open_blob(stored)
    answer = serve(stored)
    assert (answer.status_code, MARK in b"".join(answer.streaming_content)) == (403, False)
    assert Entry.objects.get(verb="quarantined").subject == str(stored.pk)
    assert list(Notification.objects.values_list("recipient_id", flat=True)) == [admin.user.pk]
    assert services.scan_again() == 0


@pytest.mark.parametrize(
    ("said", "judgement"), [("stream: OK", None), ("stream: Win.Test.<b>EICAR FOUND", "Win.Test.bEICAR")]
)
def test_answers_are_judged(said, judgement):
    assert client.judged(said) == judgement


@pytest.mark.parametrize("said", ["", "stream:", "OK OK", "lorem"])
def test_an_answer_that_says_nothing_is_no_clean_bill(said):
    with pytest.raises(scanning.Away):
        client.judged(said)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("tcp://10.1.2.3:3311", ("", "10.1.2.3", 3311)),
        ("clamd.belediye.example", ("", "clamd.belediye.example", 3310)),
        ("unix:///run/clamav/clamd.ctl", ("/run/clamav/clamd.ctl", "", 3310)),
        ("/run/clamav/clamd.ctl", ("/run/clamav/clamd.ctl", "", 3310)),
    ],
)
def test_addresses_are_understood(address, where):
    found = Clamd.at(address)
    assert (found.path, found.host, found.port) == where


@pytest.mark.parametrize("address", ["http://a:1", "tcp://", "tcp://a:99999", "unix://"])
def test_a_wrong_address_is_named(address):
    with pytest.raises(ValueError, match="KONAK_CLAMD anlaşılmadı"):
        Clamd.at(address)


def test_the_operator_sees_whether_it_answers(db, server, settings, capsys):
    assert commands.status(None) == 0
    assert "kapalı" in capsys.readouterr().out
    settings.CLAMD, settings.CLAMD_TIMEOUT = server.address, 2
    assert commands.status(None) == 0
    assert "yanıt veriyor: ClamAV" in capsys.readouterr().out
    server.mood = "deaf"
    assert commands.status(None) == 1


def test_no_scanner_takes_this_source_for_the_thing_itself():
    from pathlib import Path

    for path in Path(services.__file__).parent.rglob("*.py"):
        assert MARK not in path.read_bytes()
