"""The screens as people use them, and the API beside them."""

from django.urls import reverse

from konak.office.correspondence import services
from konak.office.correspondence.models import Incoming, Letter, Reading, Referral


def test_a_clerk_registers_a_chief_refers_and_the_answer_is_written_on_the_screens(office):
    client = office.chief.client
    sent = {
        "sender_kind": "body",
        "sender": "Örnek Valiliği",
        "subject": "Envanter",
        "asked": "document",
        "urgency": "NRM",
    }
    more = {"origin": "post", "secrecy": "0", "document_number": "E-24310000-702-15"}
    assert client.get("/evrak/gelen/yeni/").status_code == 200
    assert client.post("/evrak/gelen/yeni/", sent | more).status_code == 302
    again = client.post("/evrak/gelen/yeni/", sent | more)
    assert (again.status_code, "Yine de kaydet" in again.content.decode()) == (422, True)
    number = Incoming.objects.get().case.number
    page = client.get(f"/evrak/gelen/{number}/").content.decode()
    assert all(words in page for words in ("Havale et", "Dosyasına kaldır", "Cevap yaz", "Kim okudu?"))
    referred = client.post(f"/evrak/adim/{number}/refer/", {"person": office.clerk.user.pk, "instruction": "Yazın"})
    assert referred.status_code == 302
    mine = Referral.objects.get().case.number
    clerk = office.clerk.client
    assert clerk.get("/evrak/havaleler/").content.decode().count("data-row") == 1
    assert "Yazın" in clerk.get(f"/evrak/havale/{mine}/").content.decode()
    assert clerk.post(f"/evrak/adim/{mine}/start/").status_code == 302
    letter = {
        "kind": "outgoing", "unit_id": office.gis.pk, "replies_to": number, "subject": "Envanter", "code": "702",
        "body": "Liste ekte sunulmuştur.\nBilgilerinize", "urgency": "NRM", "asked": "action", "secrecy": "0",
        "mode": "E",
    }  # fmt: skip
    assert clerk.post("/evrak/yazi/yeni/", letter).status_code == 302
    own = Letter.objects.get().case.number
    shown = clerk.get(f"/evrak/yazi/{own}/").content.decode()
    assert all(words in shown for words in ("İmzaya sun", "Örnek Valiliği", "Muhatap ekle", "Güzergâh"))
    assert clerk.get(f"/evrak/yazi/{own}/onizleme.pdf").content.startswith(b"%PDF")
    assert clerk.get(f"/evrak/yazi/{own}/onizleme.png").content.startswith(b"\x89PNG")
    annex = {"kind": "FZK", "name": "Liste", "extent": "2 sayfa"}
    assert clerk.post(f"/evrak/yazi/{own}/ekle/ek/", annex).status_code == 302
    assert clerk.post(f"/evrak/adim/{own}/submit/").status_code == 302
    assert "Paraf ver" in client.get(f"/evrak/yazi/{own}/").content.decode()
    assert client.post(f"/evrak/adim/{own}/approve/", {"note": ""}).status_code == 302
    assert office.stranger.client.get(f"/evrak/yazi/{own}/").status_code == 404
    assert office.stranger.client.get(f"/evrak/gelen/{number}/").status_code == 404
    assert Reading.objects.filter(case__number=own, user=office.clerk.user).count() == 1
    assert clerk.get(f"/evrak/yazi/{own}/surum/1/").status_code == 200


def test_lists_and_registers_open_for_those_who_follow(office):
    services.register(actor=office.chief.actor, sender="A", subject="B", code="702")
    for page in ("gelen/", "yazilar/", "havaleler/", "dosya-plani/?q=702", "sablonlar/", "istatistik/", "okumalar/"):
        assert office.head.client.get(f"/evrak/{page}").status_code == 200, page
    assert office.clerk.client.get("/evrak/istatistik/").content.decode().count("<tbody>") == 0
    assert "702" in office.clerk.client.get(f"{reverse('correspondence:suggest')}?subject=yazılım").content.decode()
    saved = office.chief.client.post(
        "/evrak/antet/", {"unit_id": office.gis.pk, "address": "Örnek Cad. 1", "phone": "0232 000 00 00"}
    )
    assert saved.status_code == 302
    plan = "kod\tad\tsaklama\n702\tYazılım\t15\n703\tPlanlama\t20\n"
    made = office.chief.client.post("/evrak/dosya-plani/yukle/", {"file": _file(plan)})
    assert made.status_code == 302


def _file(text):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("plan.tsv", text.encode())


def test_programs_meet_the_same_rules(office):
    client = office.chief.client
    body = {"sender": "Örnek Valiliği", "subject": "Envanter", "asked": "opinion"}
    made = client.post("/api/correspondence/incoming", body, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "registered")
    number = made.json()["number"]
    assert [row["number"] for row in client.get("/api/correspondence/incoming").json()["items"]] == [number]
    assert office.stranger.client.get(f"/api/correspondence/incoming/{number}").status_code == 404
    refused = client.post(
        f"/api/correspondence/incoming/{number}/close", {"why": "x"}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["title"]) == (
        409,
        "Dosyasına kaldırmak için dosya planı kodu yazılmalı.",
    )
    letter = {"subject": "Cevap", "code": "702", "body": "Metin", "replies_to": number, "unit_id": office.gis.pk}
    own = client.post("/api/correspondence/letters", letter, content_type="application/json").json()
    sent = client.post(f"/api/correspondence/letters/{own['number']}/submit").json()
    assert (sent["state"], sent["official"][:11], [one["name"] for one in sent["addressees"]]) == (
        "routed",
        "E-24300002-",
        ["Örnek Valiliği"],
    )
