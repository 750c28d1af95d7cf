"""The door for machines: same filters, same reach, same words, problems as RFC 9457, an OpenAPI that is true."""

import datetime as dt
import io
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from konak.foundation.db.turkish import fold
from konak.governance.legislation.tests.scene import DECISION, TEXT

ROOT = "/api/legislation"
JSON = {"content_type": "application/json"}


def test_the_list_is_paged_by_cursor_without_gaps_or_repeats(scene):
    client, seen, cursor, pages = scene.head.client, [], "", 0
    while True:
        page = client.get(f"{ROOT}/duties", {"limit": 3, "cursor": cursor}).json()
        seen += [duty["path"] for duty in page["items"]]
        cursor, pages = page["next"], pages + 1
        if not cursor:
            break
    assert seen == ["2.a", "2.b", "2.c", "3.a", "3.b", "3.c", "4.a"]
    assert pages == 3
    assert [
        duty["path"] for duty in client.get(f"{ROOT}/duties", {"cursor": "broken", "limit": 1}).json()["items"]
    ] == ["2.a"]


def test_the_filters_are_those_of_the_page(scene):
    client = scene.head.client
    found = client.get(f"{ROOT}/duties", {"article": "3", "q": "YEDEK", "unit": scene.hall.network.pk}).json()

    assert [duty["path"] for duty in found["items"]] == ["3.a"]
    assert client.get(f"{ROOT}/duties", {"unit": "ağ"}).status_code == 422
    assert client.get(f"{ROOT}/duties", {"role": ""}).json()["items"] == client.get(f"{ROOT}/duties").json()["items"]


def test_a_duty_says_who_what_how_often_and_on_what_ground(scene):
    duty = scene.gis_clerk.client.get(f"{ROOT}/duties/{scene.map_duty.pk}").json()

    assert {name: duty[name] for name in ("path", "article", "cadence", "cadence_stated", "state", "role")} == {
        "path": "2.a",
        "article": "2",
        "cadence": "monthly",
        "cadence_stated": True,
        "state": "missing",
        "role": "",
    }
    assert duty["unit"] == {"id": scene.hall.gis.pk, "name": scene.hall.gis.name}
    assert [holder["position"] for holder in duty["holders"]] == ["director", "chief", "staff"]
    assert fold(duty["cadence_quote"]) in fold(duty["text"])


def test_evidence_is_filed_listed_downloaded_and_withdrawn(scene):
    client, root = scene.gis_clerk.client, f"{ROOT}/duties/{scene.map_duty.pk}/evidence"
    today = f"{localdate():%Y-%m-%d}"
    made = client.post(
        root,
        {
            "title": "Ekim",
            "period_from": today,
            "period_to": today,
            "file": SimpleUploadedFile("tutanak.txt", b"guncellendi\n"),
        },
    )
    proof = made.json()

    assert made.status_code == 201
    assert (proof["title"], proof["fault"], proof["file"]["name"]) == ("Ekim", "", "tutanak.txt")
    assert client.get(root).json() == [proof]
    assert b"".join(client.get(proof["file"]["url"]).streaming_content) == b"guncellendi\n"
    assert client.get(f"{ROOT}/duties/{scene.map_duty.pk}").json()["state"] == "fresh"

    gone = client.post(f"{ROOT}/evidence/{proof['id']}/withdraw", {"why": "Yanlış dönem"}, **JSON).json()
    assert gone["withdrawn_why"] == "Yanlış dönem"
    assert client.get(f"{ROOT}/duties/{scene.map_duty.pk}").json()["state"] == "missing"


def test_both_doors_refuse_evidence_in_the_same_words(scene):
    day = localdate() + dt.timedelta(days=3)
    given = {"title": "Erken", "period_from": f"{day:%Y-%m-%d}", "period_to": f"{day:%Y-%m-%d}"}
    page = scene.gis_clerk.client.post(f"/gorevler/{scene.map_duty.pk}/kanit/", given)
    api = scene.gis_clerk.client.post(f"{ROOT}/duties/{scene.map_duty.pk}/evidence", given)
    words = "Henüz gelmemiş bir dönem için kanıt eklenemez."

    assert page.status_code == 422
    assert words in page.content.decode()
    assert api.status_code == 409
    assert api.json() == {"title": words, "status": 409}
    assert api["Content-Type"] == "application/problem+json"


def test_assign_set_and_bind_change_the_duty(scene):
    client, root = scene.gis_director.client, f"{ROOT}/duties/{scene.duty('2.b').pk}"
    clerk = scene.gis_clerk.user

    assert client.post(f"{root}/assign", {"assignee": clerk.pk}, **JSON).json()["assignee"] == {
        "id": clerk.pk,
        "name": clerk.full_name,
    }
    assert client.post(f"{root}/assign", {"assignee": None}, **JSON).json()["assignee"] is None
    changed = client.post(f"{root}/set", {"unit": scene.hall.gis.pk, "role": "expert", "cadence": "weekly"}, **JSON)
    assert (changed.json()["role"], changed.json()["cadence"]) == ("expert", "weekly")
    bound = client.post(f"{root}/bind", {"capability": "legislation.register", "accept": True}, **JSON).json()
    assert [(one["capability"], one["state"]) for one in bound["bindings"]] == [("legislation.register", "confirmed")]

    assert client.post(f"{root}/set", {"unit": scene.hall.gis.pk, "role": "king"}, **JSON).status_code == 422
    assert client.post(f"{root}/set", {"unit": 10**12}, **JSON).status_code == 404
    assert client.post(f"{root}/assign", {"assignee": 10**12}, **JSON).status_code == 404


def test_a_text_is_handed_in_read_and_put_into_force(scene):
    client = scene.head.client
    made = client.post(
        f"{ROOT}/regulations",
        {
            "file": SimpleUploadedFile("yeni.txt", TEXT.encode()),
            "unit": scene.hall.department.pk,
            "title": "Yeni metin",
        },
    )
    draft = made.json()
    assert (made.status_code, draft["state"], draft["title"]) == (201, "draft", "Yeni metin")
    articles = client.get(f"{ROOT}/regulations/{draft['number']}/structure").json()
    assert [article["path"] for article in articles] == ["1", "2", "3", "4", "5"]
    # Nobody confirmed the proposals: approval is refused in words, and the text stays a draft.
    refused = client.post(
        f"{ROOT}/regulations/{draft['number']}/approve",
        {name: str(value) for name, value in DECISION.items()},
        **JSON,
    )
    assert refused.status_code == 409
    assert "onaylanmadı" in refused.json()["title"]

    dropped = client.post(f"{ROOT}/regulations/{draft['number']}/drop", {"why": "Deneme"}, **JSON).json()
    assert (dropped["state"], dropped["steps"]) == ("dropped", [])
    listed = client.get(f"{ROOT}/regulations", {"state": "in_force"}).json()
    assert [(row["number"], row["duties"]) for row in listed["items"]] == [(scene.number, 7)]


def test_an_unreadable_text_is_refused_and_nothing_is_kept(scene):
    answer = scene.head.client.post(
        f"{ROOT}/regulations", {"file": io.BytesIO(b""), "unit": scene.hall.department.pk}
    )

    assert answer.status_code in {409, 422}
    assert scene.head.client.get(f"{ROOT}/regulations").json()["count"] == 1


def test_heat_responsible_capabilities_and_my_duties_answer(scene):
    client = scene.gis_clerk.client

    heat = client.get(f"{ROOT}/regulations/{scene.number}/heat").json()
    assert [(row["article"], row["missing"]) for row in heat] == [("2", 3), ("3", 3), ("4", 1)]
    answers = client.get(f"{ROOT}/responsible", {"q": "sunucu yedekleri"}).json()
    assert (answers[0]["unit"]["name"], [cited["path"] for cited in answers[0]["cited"]]) == (
        scene.hall.network.name,
        ["3.a"],
    )
    codes = [entry["code"] for entry in client.get(f"{ROOT}/capabilities").json()]
    assert {"legislation.register", "legislation.evidence", "trail.sealed"} <= set(codes)
    assert [duty["path"] for duty in client.get(f"{ROOT}/duties/mine").json()] == ["2.a", "2.b", "2.c"]


def test_a_foreign_seat_finds_nothing_and_every_record_is_unknown(scene):
    client, duty = scene.stranger.client, scene.map_duty.pk
    unknown = {"title": "Kayıt bulunamadı.", "status": 404}

    assert client.get(f"{ROOT}/duties").json() == {"items": [], "next": ""}
    assert client.get(f"{ROOT}/regulations").json() == {"items": [], "count": 0}
    assert client.get(f"{ROOT}/responsible", {"q": "yedek"}).json() == []
    for url in (
        f"{ROOT}/duties/{duty}",
        f"{ROOT}/duties/{duty}/evidence",
        f"{ROOT}/regulations/{scene.number}",
        f"{ROOT}/regulations/{scene.number}/structure",
        f"{ROOT}/regulations/{scene.number}/heat",
    ):
        answer = client.get(url)
        assert (answer.status_code, answer.json()) == (404, unknown), url
    for url, body in (
        (f"{ROOT}/duties/{duty}/assign", {"assignee": None}),
        (f"{ROOT}/duties/{duty}/set", {"unit": scene.hall.elsewhere.pk}),
        (f"{ROOT}/duties/{duty}/bind", {"capability": "trail.sealed", "accept": True}),
        (f"{ROOT}/regulations/{scene.number}/repeal", {"repealed_on": "2026-01-01", "why": "x"}),
    ):
        answer = client.post(url, body, **JSON)
        assert (answer.status_code, answer.json()) == (404, unknown), url


def test_the_auditor_reads_and_is_refused_every_change(scene):
    client, duty = scene.auditor.client, scene.map_duty.pk

    assert len(client.get(f"{ROOT}/duties").json()["items"]) == 7
    for url, body in (
        (f"{ROOT}/duties/{duty}/assign", {"assignee": None}),
        (f"{ROOT}/duties/{duty}/set", {"unit": scene.hall.gis.pk}),
        (f"{ROOT}/duties/{duty}/bind", {"capability": "trail.sealed", "accept": True}),
        (f"{ROOT}/regulations/{scene.number}/repeal", {"repealed_on": "2026-01-01", "why": "x"}),
    ):
        answer = client.post(url, body, **JSON)
        assert answer.status_code == 409, url
        assert "yetkiniz yok" in answer.json()["title"], url


def test_the_signed_out_get_401_in_words(db):
    answer = Client().get(f"{ROOT}/duties")

    assert (answer.status_code, answer.json()) == (401, {"title": "Oturum açın.", "status": 401})


@pytest.mark.parametrize("length", [201, 5000])
def test_too_long_words_are_a_422_not_a_fault(scene, length):
    today = f"{localdate():%Y-%m-%d}"
    answer = scene.gis_clerk.client.post(
        f"{ROOT}/duties/{scene.map_duty.pk}/evidence",
        {"title": "a" * length, "period_from": today, "period_to": today},
    )
    assert answer.status_code == 422
    assert [field["field"] for field in answer.json()["fields"]] == ["title"]


def test_the_openapi_description_names_the_refusals_of_a_door(scene):
    document = scene.head.client.get("/api/openapi.json").json()
    answers = document["paths"][f"{ROOT}/duties/{{duty_id}}"]["get"]["responses"]
    assert answers.keys() == {"200", "400", "401", "403", "404", "409", "422", "429"}


def test_the_handbook_lists_every_door_and_no_other(scene):
    document = scene.head.client.get("/api/openapi.json").json()
    doors = {
        f"{method.upper()} {re.sub('{(?:duty|evidence|pack)_id}', '{id}', path)}"
        for path, methods in document["paths"].items()
        if path.startswith(ROOT)
        for method in methods
    }
    page = (Path(settings.BASE) / "docs" / "handbook" / "api.md").read_text("utf-8")

    assert set(re.findall(r"^\| `((?:GET|POST) /api/legislation[^`?]*)", page, re.M)) == doors


def test_odd_values_are_never_a_fault(scene):
    client = scene.head.client
    odd = ("", "-1", "99999999999999999999", "a\0b", "ığüşöç", "x" * 3000, "' OR 1=1--", "[]", "1e400")
    doors = {
        f"{ROOT}/duties": ("q", "unit", "role", "state", "capability", "assignee", "cursor", "limit"),
        f"{ROOT}/regulations": ("q", "state", "kind", "limit", "offset"),
        f"{ROOT}/responsible": ("q",),
        "/gorevler/": ("q", "unit", "state", "article", "sayfa", "sirala", "bicim"),
        "/kim-sorumlu/": ("q",),
    }
    for door, names in doors.items():
        for name in names:
            for value in odd:
                assert client.get(door, {name: value}).status_code in {200, 422}, (door, name, value)
    for value in ("a\0b", "99999999999999999999", "ığ"):
        assert client.get(f"{ROOT}/regulations/{quote(value)}").status_code == 404, value
        assert client.get(f"/mevzuat/{quote(value)}/isi/").status_code == 404, value
