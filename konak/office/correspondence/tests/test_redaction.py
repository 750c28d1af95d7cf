"""What is blackened is gone from the file, not only covered; only named seats give it out; both registers say so."""

import io

import pypdfium2
import pytest
from django.utils.timezone import localdate
from PIL import Image

from konak.foundation.lifecycle import Refused
from konak.governance.disclosures import services as disclosures
from konak.office.correspondence import services
from konak.office.correspondence.models import ReleasedCopy
from konak.office.correspondence.services.redacting import blackened, look_over


@pytest.fixture
def scene(office, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    letter = services.draft(
        actor=office.clerk.actor, subject="Şikâyet", code="702", unit_id=office.gis.pk,
        body=f"Ayşe IŞIK adlı kişinin İzmir Caddesi adresinde yaptığı bildirim {'uzun ' * 12}Ayşe Işık tarafından.",
    )  # fmt: skip
    pdf = services.preview(letter)
    came = services.register(
        actor=office.clerk.actor, sender="Örnek Valiliği", subject="Bildirim", unit_id=office.gis.pk,
        file=io.BytesIO(pdf), file_name="bildirim.pdf",
    )  # fmt: skip
    release = disclosures.ask_release(
        actor=office.clerk.actor, kind="press", asker="Örnek Gazetesi", asked_on=localdate(), what="Yazı", why="İstek"
    )
    return office, came.case.number, release.case.number, pdf


def test_words_are_gone_from_the_copy_and_the_registers_say_for_whom(scene):
    office, number, release, pdf = scene
    asked = {"release": release, "words": "ayşe ışık\nizmir caddesi", "boxes": "1 20 60 80 6", "why": "Kişisel veri"}
    assert office.clerk.client.post(f"/evrak/karart/{number}/", asked).status_code == 422
    assert office.stranger.client.post(f"/evrak/karart/{number}/", asked).status_code == 404
    drawn = office.head.client.get(f"/evrak/karart/{number}/").content.decode()
    assert drawn.count("data-page=") == 1
    sheet = f"/evrak/karart/{number}/sayfa/1.png"
    assert office.head.client.get(sheet).content.startswith(b"\x89PNG")
    assert office.head.client.get(sheet.replace("1.png", "2.png")).status_code == 404
    assert office.stranger.client.get(sheet).status_code == 404
    assert office.head.client.post(f"/evrak/karart/{number}/", asked).status_code == 302
    copy = ReleasedCopy.objects.get()
    assert (copy.covered >= 4, copy.by, copy.release.asker) == (True, office.head.user, "Örnek Gazetesi")
    content = services.bytes_of(copy.file)
    (page,) = pypdfium2.PdfDocument(content)
    assert page.get_textpage().count_chars() == 0
    assert all(word.encode() not in content for word in ("Ayşe", "IŞIK", "Caddesi"))
    before, after = (pypdfium2.PdfDocument(one)[0].render(scale=1).to_pil().convert("L") for one in (pdf, content))
    dark = [sum(one.histogram()[:40]) for one in (before, after)]
    assert dark[1] > dark[0] + 2000
    assert "Örnek Gazetesi" in office.head.client.get(f"/evrak/gelen/{number}/").content.decode()
    assert number in office.head.client.get(f"/is/{release}/").content.decode()
    assert office.head.client.get(f"/evrak/karart/{number}/{copy.pk}/").status_code == 200
    assert office.clerk.client.get(f"/evrak/karart/{number}/{copy.pk}/").status_code == 404


def test_a_word_that_is_not_there_is_said_and_nothing_is_made(scene):
    office, number, release, pdf = scene
    for facts, words in (
        ({"words": ["Mehmet"]}, "bulunamadı: Mehmet"),
        ({"boxes": [services.Box(9, 1, 1, 1, 1)]}, "sayfası evrakta yok"),
        ({}, "söz ya da yer"),
        ({"words": ["ayşe"], "release": "BV-2020-00001"}, "önce «Bilgi verme»den"),
    ):
        with pytest.raises(Refused, match=words):
            services.redact(number, actor=office.head.actor, **{"release": release, "why": "x"} | facts)
    assert not ReleasedCopy.objects.exists()
    with pytest.raises(Refused, match="metin kaldı"):
        look_over(pdf, [[]])
    plain = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(plain, "PDF", resolution=72)
    with pytest.raises(Refused, match="görünüyor"):
        look_over(plain.getvalue(), [[(50.0, 50.0, 90.0, 90.0)]])
    box = {"page": 1, "left": 9, "top": 9, "width": 9, "height": 9}
    body = {"release": release, "why": "Kişisel veri", "boxes": [box]}
    path = f"/api/correspondence/documents/{number}/redact"
    refused = office.clerk.client.post(path, body, content_type="application/json")
    assert (refused.status_code, "yetkili makam" in refused.json()["title"]) == (409, True)
    made = office.head.client.post(path, body, content_type="application/json")
    assert (made.status_code, made.json()["asker"]) == (201, "Örnek Gazetesi")
    listed = office.head.client.get("/api/correspondence/released").json()["items"]
    assert [(one["document"], one["release"]) for one in listed] == [(number, release)]
    assert office.clerk.client.get("/api/correspondence/released").json()["items"] == []
    _, covered = blackened(pdf, ["uzun uzun uzun uzun uzun uzun uzun uzun uzun uzun uzun uzun"], [], "örnek")
    assert covered in (1, 2)
