import datetime as dt

import pypdfium2 as pdfium
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.evidence import capability
from konak.foundation.indicators import indicator
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story
from konak.governance.disclosures import services
from konak.governance.disclosures.models import LogRequest, Release

TODAY = localdate()
DAY = f"{TODAY:%Y-%m-%d}"
ASKED = {"kind": "press", "asker": "Örnek Postası", "asked_on": DAY, "what": "Alım bedelleri", "why": "4982"}
LETTER = {
    "authority": "Örnek Başsavcılığı", "file_number": "2026/12", "letter_date": DAY, "letter_number": "E-1",
    "due_on": f"{TODAY + dt.timedelta(days=7):%Y-%m-%d}", "purpose": "Soruşturma", "scope": "Oturum kayıtları",
}  # fmt: skip


@pytest.fixture
def town(hall):
    hall.director, hall.clerk = hall.seat("director", hall.gis), hall.seat("staff", hall.gis)
    hall.stranger = hall.seat("director", hall.elsewhere)
    return hall


def test_a_clerk_writes_it_down_and_only_who_leads_the_unit_gives(town):
    assert town.clerk.client.post("/bilgi-verme/yeni/", ASKED).status_code == 302
    number = Release.objects.get().case.number
    step = f"/bilgi-verme/{number}/adim/give/"
    told = {"way": "letter", "told": "Toplam bedel", "given_on": DAY}
    refused = town.clerk.client.post(step, told)
    assert (refused.status_code, "yetkiniz yok" in refused.content.decode()) == (422, True)
    assert town.stranger.client.post(step, told).status_code == 404
    assert town.director.client.post(step, told).status_code == 302
    made = Release.objects.get()
    assert (made.given_by, made.given_as.position, made.case.state) == (town.director.user, "director", "given")
    assert [entry.verb for entry in story("disclosures.release", number)] == ["open", "give"]
    assert capability("disclosures.given").count(frozenset({town.gis.pk}), TODAY) == 1
    assert town.director.client.get(f"/is/{number}/").status_code == 200
    (row,) = town.director.client.get("/api/disclosures/releases").json()["items"]
    assert (row["given_by"], row["told"]) == (town.director.user.full_name, "Toplam bedel")
    assert town.stranger.client.get("/api/disclosures/releases").json() == {"items": [], "next": ""}
    assert indicator("disclosures.decision_days").value(None, TODAY, TODAY) == 0.0
    assert indicator("disclosures.given").value(frozenset({town.gis.pk}), TODAY, TODAY) == 1.0


def test_nothing_is_given_before_it_was_asked_for(town):
    made = services.ask_release(actor=town.clerk.actor, **(ASKED | {"asked_on": TODAY}))
    with pytest.raises(Refused, match="istenmeden önce"):
        services.give(
            made.case.number, actor=town.director.actor, way="oral", told="…", given_on=TODAY - dt.timedelta(days=1)
        )


def test_a_request_for_logs_is_entered_once_and_ends_with_its_letter(town):
    assert town.clerk.client.post("/bilgi-verme/iz-kayitlari/yeni/", LETTER).status_code == 422
    assert town.director.client.post("/bilgi-verme/iz-kayitlari/yeni/", LETTER).status_code == 302
    number = LogRequest.objects.get().case.number
    twin = town.director.client.post("/bilgi-verme/iz-kayitlari/yeni/", LETTER)
    assert (twin.status_code, f"zaten {number} sayısıyla kayıtlı" in twin.content.decode()) == (422, True)
    listed = town.director.client.get("/bilgi-verme/iz-kayitlari/").content.decode()
    assert listed.count("data-row") == 1
    answer = {"answer_date": DAY, "answer_number": "E-9", "result": "Kayıtlar tutanakla verildi."}
    assert town.director.client.post(f"/bilgi-verme/{number}/adim/answer/", answer).status_code == 302
    assert town.director.client.post(reverse("disclosures:step", args=[number, "work"])).status_code == 422
    assert capability("disclosures.logs").count(None, TODAY) == 1
    (row,) = town.director.client.get("/api/disclosures/log-requests").json()["items"]
    assert (row["state"], row["answer_number"]) == ("answered", "E-9")
    assert indicator("disclosures.logs_on_time").value(None, TODAY, TODAY) == 100.0
    page = f"/bilgi-verme/iz-kayitlari/{number}/teslim-tutanagi.pdf"
    text = pdfium.PdfDocument(town.director.client.get(page).content)[0].get_textpage().get_text_bounded()
    assert ("Kayıt teslim tutanağı" in text, "Kayıtlar tutanakla verildi." in text, "E-9" in text) == (True,) * 3
    assert town.stranger.client.get(page).status_code == 404


def test_a_machine_asks_gives_and_answers_under_the_same_rules(town):
    def post(who, path, body=None):
        answer = who.client.post(f"/api/disclosures/{path}", body or {}, content_type="application/json")
        return answer.status_code, answer.json()

    code, made = post(town.clerk, "releases", ASKED)
    assert (code, made["state"], made["steps"]) == (201, "asked", [])
    told = {"way": "letter", "told": "Toplam bedel", "given_on": DAY}
    assert post(town.clerk, f"releases/{made['number']}/give", told)[0] == 409
    assert post(town.stranger, f"releases/{made['number']}/give", told)[0] == 404
    one = town.director.client.get(f"/api/disclosures/releases/{made['number']}").json()
    assert [step["name"] for step in one["steps"]] == ["give", "refuse"]
    assert post(town.director, f"releases/{made['number']}/give", told | {"told": " "}) == (
        409, {"title": "Ne verildiği boş bırakılamaz.", "status": 409},
    )  # fmt: skip
    code, given = post(town.director, f"releases/{made['number']}/give", told)
    assert (code, given["given_by"], given["steps"]) == (200, town.director.user.full_name, [])
    assert post(town.director, f"releases/{made['number']}/refuse", {"told": "…"})[0] == 409

    code, letter = post(town.director, "log-requests", LETTER)
    assert (code, post(town.director, "log-requests", LETTER)[0]) == (201, 409)
    assert post(town.director, f"log-requests/{letter['number']}/work")[1]["state"] == "working"
    assert post(town.clerk, f"log-requests/{letter['number']}/decline", {"result": "…"})[0] == 404
    closed = post(town.director, f"log-requests/{letter['number']}/decline", {"result": "Kayıt silinmiş."})[1]
    assert (closed["state"], closed["result"]) == ("declined", "Kayıt silinmiş.")
