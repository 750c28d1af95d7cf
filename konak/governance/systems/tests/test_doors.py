"""The screens and the API of the register: same rules, same words; lists from files; the picture."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from konak.governance.processes.models import Component
from konak.governance.systems import queries, services
from konak.governance.systems.models import InformationSystem, SharedBox


def enter(scene, code="EBYS", **facts):
    return services.add(
        actor=scene.network_director.actor, unit_id=scene.hall.network.pk, code=code, name=f"Sistem {code}", **facts
    )


@pytest.fixture
def tied(scene):
    by = {code: enter(scene, code, assignee=scene.chief.user) for code in ("EBYS", "DIZIN")}
    services.set_interface("EBYS", actor=scene.network_director.actor, other=by["DIZIN"], need="stops")
    services.set_part("EBYS", actor=scene.network_director.actor, kind="server", name="ebys-uyg-01")
    return by


def test_a_system_is_written_through_the_form_and_read_on_its_page(scene):
    facts = {"code": "cbs", "name": "CBS", "kind": "application", "state": "running", "review_months": 12}
    facts |= {"unit_id": scene.hall.network.pk, "personal_data": ["identity", "location"], "criticality": 4}
    answer = scene.network_director.client.post("/bilgi-sistemleri/yeni/", facts)
    assert (answer.status_code, answer["Location"]) == (302, "/bilgi-sistemleri/CBS/")
    page = scene.network_director.client.get("/bilgi-sistemleri/CBS/").text
    assert "Kimlik, Konum" in page
    assert "sorumlu kişi yok" in page


def test_the_picture_and_what_lies_behind_are_for_those_who_may(scene, tied):
    own = scene.network_director.client.get("/bilgi-sistemleri/EBYS/").text
    other = scene.stranger.client.get("/bilgi-sistemleri/EBYS/").text
    assert ("<svg xmlns" in own, "ebys-uyg-01" in own) == (True, True)
    assert ("ebys-uyg-01" in other, "sahibi birim ile denetçiler görür" in other) == (False, True)
    assert "EBYS" in scene.stranger.client.get("/bilgi-sistemleri/DIZIN/").text.split("durursa duranlar")[1]
    api = scene.stranger.client.get("/api/systems/EBYS").json()
    assert (api["details"], api["parts"], api["stops_without"]) == (False, [], [])


def test_both_doors_refuse_in_the_same_words(scene, tied):
    words = "Bu sistem olmadan duran sistemler var: EBYS."
    page = scene.network_director.client.post("/bilgi-sistemleri/DIZIN/kaldir/", {"on": "2026-01-05"})
    api = scene.network_director.client.post(
        "/api/systems/DIZIN/retire", {"on": "2026-01-05"}, content_type="application/json"
    )
    assert (page.status_code, words in page.text) == (422, True)
    assert (api.status_code, words in api.json()["title"]) == (409, True)
    assert InformationSystem.objects.get(code="DIZIN").state == "running"


def test_every_page_opens_for_whoever_may_and_writes_nothing(scene, tied):
    box = services.open_box(
        actor=scene.network_director.actor,
        unit_id=scene.hall.network.pk,
        kind="folder",
        name="/ortak/ag",
        purpose="Çalışma",
        assignee=scene.chief.user,
    )
    review = services.review_now("EBYS", actor=scene.network_director.actor)
    part = tied["EBYS"].parts.get().pk
    tie = tied["EBYS"].interfaces.get().pk
    pages = [
        *("", "yeni/", "eksikler/", "eksikler/?gap=backup", "arayuzler/", "arayuzler/?view=silent", "aktar/"),
        *("gozden-gecirme/", "gozden-gecirme/?view=done", "gozden-gecirme/yeni/", "aktar/ornek.csv"),
        *(f"gozden-gecirme/{review.case.number}/dogrula/", f"gozden-gecirme/{review.case.number}/gerek-yok/"),
        *("kutular/", "kutular/?view=closed", "kutular/yeni/", "kutular/ad-kurallari/", f"kutular/{box.pk}/"),
        *(f"kutular/{box.pk}/{step}/" for step in ("duzenle", "kapat", "kisi", "gozden-gecir")),
        *(f"EBYS/{step}/" for step in ("duzenle", "kaldir", "gozden-gecir", "bilesen", "arayuz")),
        *(f"EBYS/bilesen/{part}/", f"EBYS/arayuz/{tie}/", "kutular/ad-kurallari/yeni/"),
    ]
    found = {page: scene.network_director.client.get(f"/bilgi-sistemleri/{page}").status_code for page in pages}
    assert found == dict.fromkeys(pages, 200)
    without = {unit.pk for unit in queries.units_without()}
    assert scene.hall.elsewhere.pk in without
    assert scene.hall.elsewhere.name in scene.network_director.client.get("/bilgi-sistemleri/eksikler/").text
    assert without.isdisjoint({scene.hall.network.pk, scene.hall.department.pk})
    case = scene.network_director.client.get(f"/is/{review.case.number}/").text
    assert "kritiklik belirlenmemiş" in case
    for person in (scene.network_director, scene.chief):
        assert "EBYS" in person.client.get(f"/kisiler/{scene.chief.user.pk}/").text


HEAD = "Kod;Ad;Birim;Kritiklik;Sorumlu;RTO, saat;Rastgele\n"


def hand_in(scene, text, name="sistemler.csv"):
    file = SimpleUploadedFile(name, text.encode("cp1254") if isinstance(text, str) else text)
    return scene.network_director.client.post("/bilgi-sistemleri/aktar/", {"file": file})


def test_a_list_is_looked_at_first_and_written_whole(scene, tied):
    unit = scene.hall.network.name
    text = HEAD + f"ebys;Belge yönetimi;;Hayati;;4;x\nyeni 1;Yeni sistem;{unit};Orta;{scene.chief.user.username};;\n"
    page = hand_in(scene, text)["Location"]
    shown = scene.network_director.client.get(page).text
    assert ("1 satır yeni, 1 satır değişiklik" in shown, "Rastgele" in shown) == (True, True)
    assert InformationSystem.objects.count() == 2
    assert scene.stranger.client.get(page).status_code in (404, 422)
    assert scene.network_director.client.post(page).status_code == 302
    rows = InformationSystem.objects.order_by("code").values_list("code", "name", "criticality", "rto_hours")
    assert list(rows) == [
        ("DIZIN", "Sistem DIZIN", None, None),
        ("EBYS", "Belge yönetimi", 4, 4),
        ("YENI-1", "Yeni sistem", 2, None),
    ]


def test_one_bad_row_keeps_the_whole_list_out(scene):
    unit = scene.hall.network.name
    bad = (
        f"A1;Bir;{unit};Çok;;;\nB2;;{unit};;;;\nC3;Üç;Yok Birimi;;;;\nD4;Dört;{unit};;kimse;;\nE5;Beş;{unit};;;çok;\n"
    )
    bad += f"F6;Altı;{unit};;;;\nf6;Altı;{unit};;;;\nG7;Yedi;{scene.hall.elsewhere.name};;;;\n"
    page = hand_in(scene, HEAD + bad)["Location"]
    shown = scene.network_director.client.get(page).text
    assert "7 satırda hata var" in shown
    refused = scene.network_director.client.post(page)
    assert (refused.status_code, "hiçbir satır işlenmedi" in refused.text) == (422, True)
    assert InformationSystem.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("Kod;Ad\n", "bos.csv", "hiç satır yok"),
        (b"PK\x03\x04not a workbook", "x.xlsx", ""),
        ("Başka;Sütun\na;b\n", "baska.csv", ""),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(scene, content, name, words):
    answer = hand_in(scene, content, name)
    if answer.status_code == 302:
        answer = scene.network_director.client.get(answer["Location"])
    assert (answer.status_code, words in answer.text) == (422, True)


def test_the_api_writes_by_the_same_service(scene):
    def post(path, **body):
        return scene.network_director.client.post(f"/api/systems{path}", json.dumps(body), "application/json")

    unit = scene.hall.network.pk
    assert post("", unit_id=unit, code="EBYS", name="EBYS", assignee=scene.chief.user.pk).status_code == 201
    assert post("", unit_id=unit, code="EBYS", name="EBYS").json()["title"].startswith("«EBYS» kodlu")
    stood_on = Component.objects.create(name="EBYS sunucusu", kind="server", unit=scene.hall.network)
    made = post("", unit_id=unit, code="YEDEK", name="Yedek", component_id=stood_on.pk)
    assert (made.status_code, made.json()["component_id"]) == (201, stood_on.pk)
    assert (
        "bir bileşen tek bir"
        in post("", unit_id=unit, code="IKI", name="İki", component_id=stood_on.pk).json()["title"]
    )
    assert "süreç kütüğünde yok" in post("", unit_id=unit, code="IKI", name="İki", component_id=10**6).json()["title"]
    assert post("/EBYS/parts", kind="database", name="ebys").status_code == 201
    assert post("/EBYS/interfaces", counterpart="Kurum", need="data").status_code == 201
    assert post("/EBYS/interfaces", other="YOK").status_code == 404
    made = post("/boxes", unit_id=unit, kind="folder", name="/a", purpose="İş", assignee=scene.chief.user.pk)
    assert made.status_code == 201
    key = made.json()["id"]
    assert post(f"/boxes/{key}/members", user=scene.gis_clerk.user.pk, role="read").status_code == 200
    assert SharedBox.objects.get().members.count() == 2
    listed = scene.network_director.client.get("/api/systems?gap=criticality").json()["items"]
    assert [one["code"] for one in listed] == ["EBYS", "YEDEK"]
    assert scene.network_director.client.get("/api/systems/EBYS").json()["parts"][0]["name"] == "ebys"


def test_the_list_leaves_as_a_workbook(scene, tied):
    from openpyxl import load_workbook

    for page, rows in (("", 2), ("eksikler/", 2), ("arayuzler/", 1), ("gozden-gecirme/", 0), ("kutular/", 0)):
        answer = scene.head.client.get(f"/bilgi-sistemleri/{page}?bicim=xlsx")
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert (page, sheet.max_row - 1) == (page, rows)
    assert queries.system_counts(scene.chief.actor)["mine"] == 2
