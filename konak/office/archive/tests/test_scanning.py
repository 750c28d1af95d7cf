"""Paper becomes files batch by batch: a sample is judged by another, the owner unit accepts, the file takes it in."""

import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from konak.foundation.lifecycle import Refused
from konak.gateways.converter.tests.test_converter import hostile, scanned
from konak.office.archive import queries, services
from konak.office.archive.models import Batch, Document, Piece, Project, Scan

from .conftest import closed


def pdf(pages=1, mark=""):
    made = io.BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            file.add_blank_page()
        file.docinfo["/Title"] = mark
        file.save(made)
    return made.getvalue()


def packed(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"kutu/{name}", content)
    return made.getvalue()


def test_a_batch_is_scanned_judged_accepted_by_its_unit_and_lies_in_the_file(vault, tmp_path):
    folder = closed(vault, year=2015)
    made = services.open_project(
        actor=vault.archivist.actor, unit_id=vault.gis.pk, subject="Şikâyet dosyaları", target=20, sample_percent=50,
        tolerated=50,
    )  # fmt: skip
    number = made.case.number
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.open_project(actor=vault.clerk.actor, unit_id=vault.gis.pk, subject="x", target=1)
    assert vault.stranger.client.get(f"/arsiv/tarama/{number}/").status_code == 404
    place = services.open_batch(number, actor=vault.archivist.actor, folder=folder, label="3. kutu").number
    here = f"/arsiv/tarama/{number}/{place}/"
    with pytest.raises(Refused, match="taranmış belge yok"):
        services.send_batch(number, place, actor=vault.archivist.actor)
    photo = scanned(tmp_path, "Numarataj levhası dilekçesi")
    bundle = packed(**{"Birinci dilekçe.pdf": pdf(2, "a"), "İkinci.pdf": photo, "not.txt": b"alinmaz"})
    sent = {"file": SimpleUploadedFile("kutu.zip", bundle), "title": ""}
    assert vault.archivist.client.post(f"{here}adim/add/", sent).status_code == 302
    for name, content, words in (
        ("bozuk.pdf", b"%PDF-1.4 bozuk", "bozuk"), ("bozuk.zip", b"PK bozuk", "ZIP okunamadı"),
        ("resim.zip", packed(a=b"x"), "PDF yok"), ("kod.pdf", hostile(), "kendiliğinden çalışan"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            services.add_scans(number, place, actor=vault.archivist.actor, file=io.BytesIO(content), name=name)
    assert list(Scan.objects.values_list("title", "pages")) == [("Birinci dilekçe", 2), ("İkinci", 1)]

    # Half of two is looked at, by somebody else than who sent it; half may be bad.
    services.send_batch(number, place, actor=vault.archivist.actor)
    row = Scan.objects.get(sampled=True)
    with pytest.raises(Refused, match="başkası denetler"):
        services.judge(number, place, row.place, actor=vault.archivist.actor, verdict="good")
    with pytest.raises(Refused, match="örneğinde değil"):
        services.judge(number, place, 3 - row.place, actor=vault.second.actor, verdict="good")
    judged = {"verdict": "bad", "remark": ""}
    refused = vault.second.client.post(f"{here}belge/{row.place}/kalite/", judged)
    assert (refused.status_code, "Kusuru yazın" in refused.text) == (422, True)
    back = services.judge(number, place, row.place, actor=vault.second.actor, verdict="bad", remark="Sayfa eksik")
    assert (back.state, back.why) == ("returned", "Örnekte 1 belgeden 1 kusurlu; sınır %50.")
    services.send_batch(number, place, actor=vault.archivist.actor)
    row = Scan.objects.get(sampled=True)
    assert services.judge(number, place, row.place, actor=vault.second.actor, verdict="good").state == "waiting"

    # The unit accepts, not the archive in its place; then the documents lie in the file.
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.approve_batch(number, place, actor=vault.second.actor)
    with pytest.raises(Refused, match="onaylanmadı"):
        services.complete(number, actor=vault.archivist.actor)
    assert vault.stranger.client.post(f"/api/archive/projects/{number}/batches/{place}/approve").status_code == 404
    told = vault.chief.client.post(f"/api/archive/projects/{number}/batches/{place}/approve")
    assert (told.status_code, told.json()["batches"][0]["state"], told.json()["filed"]) == (200, "approved", 2)
    with pytest.raises(Refused, match="bu işlem yapılamaz"):
        services.approve_batch(number, place, actor=vault.chief.actor)
    assert sorted(Document.objects.filter(source="scan").values_list("title", "folder__case__number")) == [
        ("Birinci dilekçe", folder), ("İkinci", folder),
    ]  # fmt: skip
    # what is only a picture is read afterwards, and then found by its words
    picture = Document.objects.get(title="İkinci")
    assert services.read_document(picture.pk, actor=vault.chief.actor)
    found = queries.search(vault.chief.actor, queries.Asked(q="levhası"))
    assert [one.document for one in found.hits] == [picture]
    here_and_there = [who.client.get("/ara/?q=levhası").text for who in (vault.chief, vault.stranger)]
    assert [f"/arsiv/belge/{picture.pk}/" in page for page in here_and_there] == [True, False]
    assert Piece.objects.filter(role="Taranan belge", media_type="application/pdf").count() == 2
    pages = [vault.chief.client.get(url).text for url in (here, f"/arsiv/tarama/{number}/", "/arsiv/taramalar/")]
    assert ["3. kutu" in pages[0], "Onaylandı" in pages[1], "%10" in pages[2]] == [True] * 3
    services.complete(number, actor=vault.archivist.actor)
    assert Project.objects.get().case.state == "done"
    with pytest.raises(Refused, match="Proje sürmüyor"):
        services.open_batch(number, actor=vault.archivist.actor, folder=folder, label="4. kutu")
    assert Batch.objects.count() == 1
