"""Both doors of an order: the same service, the same words, the same refusals; and what the pages cost."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from konak.governance.orders.models import Order

JSON = {"content_type": "application/json"}
API = "/api/orders"


def body(chain, **more):
    return {"subject": "Envanter", "text": "Listeyi çıkarın.", "due_on": f"{chain.due:%Y-%m-%d}"} | more


def test_an_order_is_given_from_the_page_and_from_the_api(chain):
    page = chain.chief.client.post(
        "/emirler/yeni/",
        body(
            chain,
            unit=chain.service.pk,
            assignee=chain.clerk.user.pk,
            form="written",
            papers=[SimpleUploadedFile("taslak.txt", b"taslak\n")],
        ),
    )
    made = Order.objects.get()
    assert (page.status_code, page["Location"]) == (302, f"/is/{made.case.number}/")
    assert (made.case.assignee_id, made.case.unit_id, made.case.attachments.count()) == (
        chain.clerk.user.pk,
        chain.service.pk,
        1,
    )
    api = chain.chief.client.post(API, body(chain, unit_id=chain.service.pk, assignee_id=chain.clerk.user.pk), **JSON)
    assert (api.status_code, api.json()["assignee"]["id"], api.json()["state"]) == (201, chain.clerk.user.pk, "given")


def test_both_doors_refuse_in_the_same_words(chain):
    words = "Kendi biriminize emir veremezsiniz; birimden bir kişi seçin."
    page = chain.chief.client.post("/emirler/yeni/", body(chain, unit=chain.service.pk, form="written"))
    api = chain.chief.client.post(API, body(chain, unit_id=chain.service.pk), **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, api.json()) == (409, {"title": words, "status": 409})


def test_many_units_in_one_press(chain):
    units = [chain.hall.gis.pk, chain.hall.network.pk]
    page = chain.head.client.post("/emirler/toplu/", body(chain, units=units))
    assert page.status_code == 302
    listed = chain.head.client.get(page["Location"]).content.decode()
    assert listed.count("data-row") == 2
    made = chain.head.client.post(f"{API}/bulk", body(chain, unit_ids=units), **JSON).json()
    assert [one["unit"]["id"] for one in made] == units


def test_the_whole_way_over_the_api(chain):
    number = chain.for_clerk().case.number
    clerk, chief = chain.clerk.client, chain.chief.client
    assert clerk.post(f"{API}/{number}/start", {}, **JSON).json()["state"] == "started"
    reported = clerk.post(
        f"{API}/{number}/report", {"note": "Bitti.", "file": SimpleUploadedFile("liste.txt", b"liste\n")}
    ).json()
    assert (reported["state"], reported["reports"][0]["note"], reported["steps"]) == ("reported", "Bitti.", [])
    file = clerk.get(reported["reports"][0]["file"])
    assert b"".join(file.streaming_content) == b"liste\n"
    assert chief.post(f"{API}/{number}/return", {"why": "Eksik."}, **JSON).json()["state"] == "started"
    clerk.post(f"{API}/{number}/report", {"note": "Tamam."})
    assert chief.post(f"{API}/{number}/accept", {}, **JSON).json()["state"] == "done"
    assert chain.stranger.client.get(f"{API}/{number}").status_code == 404


def test_the_steps_on_the_page_ask_and_answer(chain):
    number = chain.for_clerk().case.number
    case = chain.clerk.client.get(f"/is/{number}/").content.decode()
    assert "Göreve başla" in case
    assert "Ek süre iste" in case
    for address in ("adim/report", "sure"):
        assert chain.clerk.htmx.get(f"/emirler/{number}/{address}/").status_code == 200
    done = chain.clerk.client.post(f"/emirler/{number}/adim/report/", {"note": "Bitti."})
    assert (done.status_code, done["Location"]) == (302, f"/is/{number}/")
    assert chain.chief.client.post(f"/emirler/{number}/adim/return/", {"why": ""}).status_code == 422
    assert chain.stranger.client.get(f"/emirler/{number}/adim/accept/").status_code == 404
    assert chain.chief.client.get(f"/emirler/{number}/adim/yok/").status_code == 404


def test_passing_on_time_and_oral_orders_have_their_pages(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    number = order.case.number
    passed = chain.chief.client.post(
        f"/emirler/{number}/aktar/",
        {"unit": chain.service.pk, "assignee": chain.clerk.user.pk},
    )
    assert (passed.status_code, order.parts.get().case.assignee_id) == (302, chain.clerk.user.pk)
    later = f"{chain.due.replace(year=chain.due.year + 1):%Y}-06-01"
    asked = chain.chief.client.post(f"/emirler/{number}/sure/", {"until": later, "why": "Yoğunluk"})
    assert (asked.status_code, order.extensions.count()) == (302, 1)
    answered = chain.director.client.post(f"/emirler/{number}/sure/cevap/", {"grant": "0", "words": "Olmaz"})
    assert (answered.status_code, order.extensions.get().answer) == (302, "refused")
    oral = chain.director.client.post(
        "/emirler/sozlu/", body(chain, giver_id=chain.head.user.pk, given_on=f"{order.given_on:%Y-%m-%d}")
    )
    assert oral.status_code == 302
    number = Order.objects.get(form="oral").case.number
    assert chain.head.client.post(f"/emirler/{number}/teyit/", {}).status_code == 302
    assert Order.objects.get(form="oral").confirmed_at is not None


def test_the_list_of_people_follows_the_unit(chain):
    shown = chain.director.htmx.get("/emirler/kisiler/", {"unit": chain.service.pk}).content.decode()
    offered = re.search(r"yalniz=([\d%C]+)", shown)[1].split("%2C")
    assert {int(key) for key in offered} == {one.user.pk for one in (chain.chief, chain.clerk, chain.colleague)}
    # a person brings his unit, also where the unit over him was chosen
    sent = {"unit": chain.hall.gis.pk, "assignee": chain.clerk.user.pk, "form": "written"}
    chain.director.client.post("/emirler/yeni/", body(chain, **sent))
    assert Order.objects.get().case.unit_id == chain.service.pk
    stranger = chain.director.client.post("/emirler/yeni/", body(chain, **sent | {"assignee": chain.head.user.pk}))
    assert (stranger.status_code, Order.objects.count()) == (422, 1)


def test_boards_show_each_what_is_his(chain):
    number = chain.for_clerk().case.number

    def listed(person, board):
        return [one["number"] for one in person.client.get(API, {"board": board}).json()["items"]]

    assert listed(chain.clerk, "bana") == [number]
    assert listed(chain.chief, "verdigim") == [number]
    assert listed(chain.chief, "bana") == []
    assert listed(chain.chief, "onayim") == []
    assert listed(chain.director, "birim") == [number]
    assert listed(chain.stranger, "") == []
    chain.clerk.client.post(f"{API}/{number}/report", {"note": "Bitti."})
    assert listed(chain.chief, "onayim") == [number]
    chain.chief.client.post(f"{API}/{number}/accept", {}, **JSON)
    assert (listed(chain.chief, "biten"), listed(chain.clerk, "bana")) == ([number], [])


def test_the_boards_are_paged_without_gaps_and_filtered(chain):
    subjects = ("Ağaç", "Işık", "Çeşme", "Işıklı tabela", "Duvar")
    numbers = [chain.for_clerk(subject=subject).case.number for subject in subjects]
    client, seen, cursor = chain.chief.client, [], ""
    for _ in range(9):
        page = client.get(API, {"board": "verdigim", "limit": 2, "cursor": cursor}).json()
        seen += [one["number"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == numbers
    found = client.get(API, {"q": "TABELA ışıklı"}).json()["items"]
    assert [one["subject"] for one in found] == ["Işıklı tabela"]
    assert client.get("/emirler/", {"pano": "verdigim", "unit": "x", "sonra": "bozuk"}).status_code == 200
    assert client.get(API, {"batch": "olmaz"}).json()["items"] == []


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_with_more_rows(chain):
    first = chain.give(chain.director, chain.chief, chain.service)
    part = {"unit": chain.service.pk, "assignee": chain.clerk.user.pk}
    chain.chief.client.post(f"/emirler/{first.case.number}/aktar/", part)
    few = [statements(chain.chief.client, one) for one in ("/emirler/?pano=birim", f"/is/{first.case.number}/")]
    for _ in range(4):
        chain.chief.client.post(f"/emirler/{first.case.number}/aktar/", part)
        chain.for_clerk()
    many = [statements(chain.chief.client, one) for one in ("/emirler/?pano=birim", f"/is/{first.case.number}/")]
    assert many == few


def test_panels_of_person_and_unit_tell_the_history(chain):
    number = chain.for_clerk().case.number
    chain.clerk.client.post(f"{API}/{number}/report", {"note": "Bitti."})
    chain.chief.client.post(f"{API}/{number}/accept", {}, **JSON)
    for address in (f"/kisiler/{chain.clerk.user.pk}/", f"/birimler/{chain.service.pk}/"):
        assert "son bir yılda 1 emir tamamlandı" in chain.director.client.get(address).content.decode()
        assert "emir tamamlandı" not in chain.stranger.client.get(address).content.decode()
