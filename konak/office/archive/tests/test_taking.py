"""Old records come in row by row, the bytes are read again every night, and packages are read back by a stranger."""

import csv
import hashlib
import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from konak.foundation.files import blobs
from konak.foundation.lifecycle import Refused
from konak.office.archive import services
from konak.office.archive.models import Bag, Damage, Document, Intake, Piece

from .conftest import closed

HEAD = ("kod", "konu", "yil", "belge", "sha256", "tarih", "tur", "gizlilik")


def table(*rows):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([HEAD, *rows])
    return text.getvalue().encode()


def test_every_bad_row_is_named_and_a_broken_load_goes_on_where_it_was(vault, tmp_path):
    files = tmp_path / "taramalar"
    (files / "alt").mkdir(parents=True)
    (files / "alt" / "bir.txt").write_bytes(b"Birinci")
    (files / "bos.txt").write_bytes(b"")
    (tmp_path / "gizli.txt").write_bytes(b"disarida")
    digest = hashlib.sha256(b"Birinci").hexdigest()
    rows = [
        ("702", "İyi satır", "1998", "alt/bir.txt", digest, "03.04.1998", "gelen", ""),
        ("702", "Özet tutmuyor", "1998", "alt/bir.txt", "0" * 64, "", "", ""),
        ("702", "Dışarıda", "1998", "../gizli.txt", "", "", "", ""),
        ("702", "Dosya yok", "1998", "yok.txt", "", "", "", ""),
        ("999.99", "Kod yok", "1998", "", "", "", "", ""),
        ("702", "", "1998", "", "", "", "", ""),
        ("702", "Yıl yok", "", "", "", "", "", ""),
        ("702", "Gizlilik bozuk", "1998", "", "", "", "", "9"),
        ("702", "Boş dosya", "1998", "bos.txt", "", "", "", ""),
        *(("702", f"Kayıt {place}", "1999", "", "", "", "", "") for place in range(110)),
    ]
    made = services.begin_intake(actor=vault.chief.actor, unit_id=vault.gis.pk, name="Eski", table=table(*rows))
    part = services.carry_intake(made.pk, actor=vault.chief.actor, root=files, most=50)
    assert (part.reached, part.state, part.taken, part.failed) == (50, "running", 42, 8)
    whole = services.carry_intake(made.pk, actor=vault.chief.actor, root=files)
    assert (whole.reached, whole.state, whole.taken, whole.failed) == (119, "done", 111, 8)
    assert list(whole.faults.values_list("row", flat=True)) == [3, 4, 5, 6, 7, 8, 9, 10]
    reasons = " | ".join(whole.faults.values_list("reason", flat=True))
    for words in ("özetle (SHA-256) uyuşmuyor", "klasörün dışını", "klasörde yok", "dosya planında yok", "Konu boş",
                  "Yıl ya da tarih", "Gizlilik 0", "içi boş"):  # fmt: skip
        assert words in reasons
    (files / "yok.txt").write_bytes(b"Bulundu")
    again = services.carry_intake(made.pk, actor=vault.chief.actor, root=files, again=True)
    assert (again.taken, again.failed, Document.objects.filter(intake=made).count()) == (112, 7, 112)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.begin_intake(actor=vault.stranger.actor, unit_id=vault.gis.pk, name="x", table=table(rows[0]))
    page = vault.chief.client.get(f"/arsiv/aktarma/{made.pk}/").text
    assert "klasörün dışını" in page
    assert vault.stranger.client.get(f"/arsiv/aktarma/{made.pk}/").status_code == 404


def test_a_zip_is_taken_through_the_door_and_a_broken_one_stops_the_load(vault):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("bir.txt", "Birinci")
        archive.writestr("../../kotu.txt", "kaçak")
    rows = table(
        ("702", "Zipten", "1998", "bir.txt", "", "", "", ""), ("702", "Yok", "1998", "kotu.txt", "", "", "", "")
    )
    sent = {
        "unit_id": vault.gis.pk, "name": "Zip", "table": SimpleUploadedFile("eski.csv", rows),
        "bundle": SimpleUploadedFile("eski.zip", packed.getvalue()),
    }  # fmt: skip
    assert "Aktarmayı başlat" in vault.chief.client.get("/arsiv/aktarma/yeni/").text
    told = vault.chief.client.post("/api/archive/imports", sent)
    assert told.status_code == 201, told.text
    made = services.carry_intake(told.json()["id"], actor=vault.chief.actor)
    assert len(vault.chief.client.get(f"/api/archive/imports/{made.pk}").json()["faults"]) == 1
    assert (made.taken, made.failed, Piece.objects.get().name) == (1, 1, "bir.txt")
    place = blobs.place_of(made.bundle.blob_id)
    place.chmod(0o600)
    place.write_bytes(b"bozuk")
    Intake.objects.update(reached=0)
    stopped = services.carry_intake(made.pk, actor=vault.chief.actor)
    assert (stopped.state, "okunamadı" in stopped.why) == ("stopped", True)


def test_a_flipped_byte_is_named_once_and_mended_when_the_content_is_back(vault):
    number = closed(vault, year=2015)
    closed(vault, year=2016, text=b"saglam")
    piece = Piece.objects.order_by("pk")[0]
    place = blobs.place_of(piece.sha256)
    good = place.read_bytes()
    place.chmod(0o600)
    place.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    first = services.check_slice(actor=vault.archivist.actor, most=1)
    second = services.check_slice(actor=vault.archivist.actor, most=5)
    assert [(run.checked, run.faults, run.round_ended) for run in (first, second)] == [(1, 1, False), (1, 0, True)]
    services.check_slice(actor=vault.archivist.actor)
    damage = Damage.objects.get()
    assert (damage.piece, damage.reason) == (piece, "içeriği değişmiş")
    page = vault.archivist.client.get("/arsiv/denetim/").text
    assert (piece.sha256 in page, number in page) == (True, True)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.check_slice(actor=vault.clerk.actor)
    with pytest.raises(Refused, match="içeriği değişmiş"):
        services.pack([number], actor=vault.archivist.actor)
    place.write_bytes(good)
    services.check_slice(actor=vault.archivist.actor)
    damage.refresh_from_db()
    assert damage.mended_at is not None


def test_a_package_is_whole_for_bagit_and_for_a_reader_that_knows_only_the_standard(vault, tmp_path):
    number = closed(vault, year=2015, text="Türkçe içerik".encode())
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.pack([number], actor=vault.clerk.actor)
    made = services.pack([number], actor=vault.archivist.actor)
    assert (made.documents, made.contents, Bag.objects.count()) == (1, 1, 1)
    taken = vault.archivist.client.get(f"/arsiv/dosya/{number}/paket/{made.pk}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))) as archive:
        archive.extractall(tmp_path)
    place = tmp_path / made.name
    assert services.check_bag(place) == []
    # a reader of its own: manifest lines, METS names, EAD titles
    manifest = dict(line.split(maxsplit=1)[::-1] for line in (place / "manifest-sha256.txt").read_text().splitlines())
    for path, digest in manifest.items():
        assert hashlib.sha256((place / path).read_bytes()).hexdigest() == digest
    mets = ElementTree.parse(place / "data" / "mets.xml").getroot()
    space = {"m": "http://www.loc.gov/METS/", "e": "http://ead3.archivists.org/schema/"}
    links = [one.get("{http://www.w3.org/1999/xlink}href") for one in mets.iterfind(".//m:FLocat", space)]
    assert [(place / "data" / link).read_text() for link in links] == ["Türkçe içerik"]
    ead = ElementTree.parse(place / "data" / "ead.xml").getroot()
    assert [one.get("level") for one in ead.iterfind(".//e:c", space)] == ["file", "item"]
    assert [one.text for one in ead.iterfind(".//e:c/e:did/e:unittitle", space)] == ["Şikâyetler", "Belge 2015"]
    (place / "data" / links[0]).write_text("Türkce içerik")
    assert services.check_bag(place) != []
