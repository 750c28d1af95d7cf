"""Contents keep their place, whatever happens around them."""

import hashlib
import io
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from konak.foundation.access import Actor
from konak.foundation.files import blobs, services
from konak.foundation.files.models import Blob, StoredFile
from konak.foundation.files.queries import Missing
from konak.foundation.files.services import open_blob, serve, store, sweep_orphans, verify

TEXT = "Kayıp eşya: siyah cüzdan".encode()


@pytest.mark.django_db
def test_a_file_lies_under_its_hash_and_comes_back_byte_for_byte(actor, store_folder):
    stored = store(actor=actor, content=SimpleUploadedFile("eşya.txt", TEXT), name="eşya.txt", purpose="kanıt")
    sha256 = hashlib.sha256(TEXT).hexdigest()
    place = store_folder / sha256[:2] / sha256[2:4] / sha256

    assert (stored.blob_id, stored.size, stored.name, stored.purpose) == (sha256, len(TEXT), "eşya.txt", "kanıt")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (TEXT, 0o640)
    assert [folder.stat().st_mode & 0o777 for folder in (store_folder, place.parent, place.parents[1])] == [0o750] * 3
    with open_blob(stored) as file:
        assert file.read() == TEXT


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_known_by_both_names(actor, store_folder):
    one, two, again = (store(actor=actor, content=TEXT, name=name) for name in ("a.txt", "b.txt", "a.txt"))
    assert (one.blob_id, one.pk) == (two.blob_id, again.pk)
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    assert len(list(blobs.every_place())) == Blob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_threads_storing_one_content_agree(store_folder):
    ready = threading.Barrier(10)

    def work(place: int) -> str:
        try:
            ready.wait()
            return store(actor=Actor(None), content=io.BytesIO(TEXT * 50_000), name=f"{place % 2}.txt").blob_id
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        hashes = set(pool.map(work, range(10)))
    assert hashes == {hashlib.sha256(TEXT * 50_000).hexdigest()}
    assert (Blob.objects.count(), StoredFile.objects.count(), len(list(blobs.every_place()))) == (1, 2, 1)
    assert list((store_folder / "incoming").iterdir()) == []
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_a_roll_back_leaves_no_row_and_the_sweep_takes_the_content(actor):
    kept = store(actor=actor, content=b"kalan", name="a.txt")
    with transaction.atomic():
        store(actor=actor, content=b"giden", name="b.txt")
        transaction.set_rollback(True)

    assert [blob.pk for blob in Blob.objects.all()] == [kept.blob_id]
    assert len(list(blobs.every_place())) == 2
    assert sweep_orphans() == 0  # too young: its transaction could still be open
    assert sweep_orphans(older_than=-1) == 1
    assert [place.name for place in blobs.every_place()] == [kept.blob_id]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_waits_for_a_content_that_is_just_being_stored(actor):
    swept: list[int] = []

    def sweep() -> None:
        try:
            swept.append(sweep_orphans(older_than=-1))
        finally:
            connection.close()

    sweeper = threading.Thread(target=sweep)
    with transaction.atomic():
        stored = store(actor=actor, content=TEXT, name="a.txt")
        sweeper.start()
        time.sleep(0.3)
        assert sweeper.is_alive()
    sweeper.join(10)
    assert swept == [0]
    with open_blob(stored) as file:
        assert file.read() == TEXT


@pytest.mark.django_db
def test_broken_off_uploads_are_swept(actor, store_folder):
    store(actor=actor, content=TEXT, name="a.txt")
    broken = store_folder / "incoming" / "tmpabc"
    broken.write_bytes(b"yarim")
    os.utime(broken, (0, 0))
    assert (sweep_orphans(), broken.exists()) == (1, False)


@pytest.mark.django_db
def test_verification_names_what_is_changed_torn_or_missing(actor):
    _, changed, torn, missing = (
        store(actor=actor, content=text, name=f"{text.decode()}.txt")
        for text in (b"tam", b"degisen", b"kopan", b"yiten")
    )
    blobs.place_of(changed.blob_id).write_bytes(b"DEGISEN")
    blobs.place_of(torn.blob_id).write_bytes(b"ko")
    blobs.place_of(missing.blob_id).unlink()

    damage = {fault.names: fault.reason for fault in verify()}
    assert damage == {
        ("degisen.txt",): "içeriği değişmiş",
        ("kopan.txt",): "boyutu 2 bayt, 5 olmalı",
        ("yiten.txt",): "diskte yok",
    }
    with pytest.raises(Missing):
        open_blob(missing)


@pytest.mark.django_db
def test_storing_a_torn_content_again_mends_it(actor):
    stored = store(actor=actor, content=TEXT, name="a.txt")
    blobs.place_of(stored.blob_id).write_bytes(b"yarim")
    store(actor=actor, content=TEXT, name="a.txt")
    assert list(verify()) == []


@pytest.mark.django_db
def test_a_pdf_is_shown_and_a_text_is_downloaded_without_being_trusted(actor, pdf):
    shown = serve(store(actor=actor, content=pdf, name="karar.pdf"))
    kept = serve(store(actor=actor, content=TEXT, name="çığ.txt"))
    page = serve(store(actor=actor, content=b"<html>x</html>", name="y.html", allow={"html"}))

    assert [
        (answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) for answer in (shown, kept, page)
    ] == [
        ("application/pdf", "inline"),
        ("text/plain", "attachment"),
        ("application/octet-stream", "attachment"),
    ]
    assert {answer["X-Content-Type-Options"] for answer in (shown, kept, page)} == {"nosniff"}
    assert ["sandbox" in answer["Content-Security-Policy"] for answer in (shown, kept, page)] == [False, True, True]
    assert b"".join(kept.streaming_content) == TEXT
    assert kept["Content-Length"] == str(len(TEXT))
    for answer in (shown, kept, page):
        answer.close()


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (12, "12 bayt"),
        (640 * 1024, "640 KB"),
        (13_107_200, "12,5 MB"),
        (25 * 1024**2, "25 MB"),
        (3 * 1024**3, "3 GB"),
    ],
)
def test_sizes_are_written_for_people(size, written):
    assert services.written_size(size) == written
