"""The screens and the API: what is done through them is what the services do, and a stranger gets a 404."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from konak.city.geodata import queries, services
from konak.city.geodata.models import Demand, Layer, Load, Proposal, Publication
from konak.city.geodata.queries import rows
from konak.city.geodata.services import loading

from .conftest import Place, point

ROOT = "/cografi-veri/katmanlar/yapilar/"


def test_a_layer_is_opened_filled_published_and_read(place: Place):
    keeper, director, stranger = place.keeper.client, place.director.client, place.stranger.client
    facts = {"template": "hidrant", "name": "hidrantlar", "geometry_type": "Point", "srid": "5254"}
    facts |= {"unit_id": str(place.hall.gis.pk), "sensitivity": "internal"}
    assert keeper.post("/cografi-veri/yeni/", facts).status_code == 302
    page = "/cografi-veri/katmanlar/hidrantlar/"
    assert "Hidrant no" in keeper.get(page).text
    assert stranger.get(page).status_code == 404
    again = keeper.post("/cografi-veri/yeni/", facts)
    assert (again.status_code, "zaten var" in again.text) == (422, True)
    added = {"f_kod": "H-1", "f_debi": "12,5", "f_tip": "yerustu", "geometry": "40,7700 29,9200"}
    assert keeper.post(f"{page}kayitlar/yeni/", added).status_code == 302
    layer = Layer.objects.get(name="hidrantlar")
    one = rows.found(queries.sight(place.keeper.actor, layer), geometry=True).rows[0]
    assert (one.values["kod"], one.values["debi"], one.values["tip"]) == ("H-1", 12.5, "yerustu")
    file = SimpleUploadedFile("h.csv", b"kod;debi;x;y\nH-2;10;29,92;40,77\n")
    answer = keeper.post(f"{page}veri-al/", {"file": file, "mode": "append", "mend": "on", "srid": "4326"})
    assert answer.status_code == 302
    load = loading.carry_out(Load.objects.get().pk)
    assert load.state == "done"
    assert "Katmana alındı" in keeper.get(answer["Location"]).text
    asked = {"what": "publish", "sensitivity": "internal"}
    refused = keeper.post(f"{page}yayim/", asked)
    assert (refused.status_code, "özet, kaynak boş" in refused.text) == (422, True)
    services.describe("hidrantlar", actor=place.keeper.actor, abstract="Hidrantlar", source="İtfaiye")
    assert keeper.post(f"{page}yayim/", asked).status_code == 302
    number = Publication.objects.get().case.number
    step = f"/cografi-veri/dosya/{number}/adim/approve/"
    assert "yetkiniz yok" in keeper.post(step, {"answer": ""}).text
    assert "Yayım onayı" in director.get(f"/is/{number}/").text
    assert director.post(step, {"answer": "Uygun"}).status_code == 302
    assert stranger.get(page).status_code == 200
    assert stranger.get(f"{page}kayitlar/").status_code == 200
    assert stranger.get(f"{page}kayitlar/yeni/").status_code == 404
    assert stranger.get(f"{page}ustveri.xml").status_code == 200
    taken = stranger.get(f"{page}indir/?bicim_dosya=geojson&srid=5254")
    assert len(json.loads(b"".join(taken.streaming_content))["features"]) == 2
    for path in ("", "guncellik/", "aktarimlar/", "oneriler/", "talepler/", "talepler/yeni/"):
        assert keeper.get(f"/cografi-veri/{path}").status_code == 200, path
    for path in (
        "duzenle/",
        "alanlar/yeni/",
        "alanlar/kod/",
        "izinler/yeni/",
        "kurallar/yeni/",
        "veri-al/",
        "indir/",
    ):
        assert keeper.get(f"{page}{path}").status_code == 200, path
    check = keeper.post(f"{page}denetle/")
    assert "Bulgu yok" in keeper.get(check["Location"]).text


def test_two_who_edit_at_once_see_both_states(place: Place):
    place.published()
    key = services.add("yapilar", actor=place.clerk.actor, geometry=point(), given={"kod": "1", "kat": 2})
    page = f"{ROOT}kayitlar/{key}/"
    assert place.clerk.client.get(f"{page}duzenle/").status_code == 200
    services.change("yapilar", key, actor=place.keeper.actor, version=1, given={"kat": 7})
    late = place.clerk.client.post(f"{page}duzenle/", {"version": "1", "f_kod": "1", "f_kat": "9"})
    assert (late.status_code, "siz açtıktan sonra" in late.text, "şimdiki hâli" in late.text) == (422, True, True)
    assert 'name="version" value="2"' in late.text
    assert place.clerk.client.post(f"{page}duzenle/", {"version": "2", "f_kod": "1", "f_kat": "9"}).status_code == 302
    assert place.clerk.client.post(f"{page}geri-al/1/").status_code == 302
    shown = place.clerk.client.get(page).text
    assert "Kat sayısı: <del>9</del> → <ins>2</ins>" in shown
    assert place.clerk.client.post(f"{page}sil/", {"version": "4"}).status_code == 302
    assert "Bu kayıt silindi" in place.clerk.client.get(page).text
    assert place.stranger.client.post(f"{page}geri-al/1/").status_code == 302
    assert rows.found(queries.sight(place.clerk.actor, Layer.objects.get())).rows == []


def test_where_edits_wait_for_approval_another_decides(place: Place):
    place.published(reviewed=True)
    key = services.add("yapilar", actor=place.director.actor, geometry=point(), given={"kod": "1", "kat": 2})
    page = f"{ROOT}kayitlar/{key}/"
    answer = place.clerk.client.post(
        f"{page}duzenle/", {"version": "1", "f_kod": "1", "f_kat": "9", "why": "Ölçüldü"}
    )
    assert answer["Location"] == "/cografi-veri/oneriler/"
    first = Proposal.objects.get()
    assert "Ölçüldü" in place.clerk.client.get(f"/cografi-veri/oneriler/{first.pk}/").text
    assert place.stranger.client.get(f"/cografi-veri/oneriler/{first.pk}/").status_code == 404
    api = place.director.client.post(
        f"/api/geodata/proposals/{first.pk}/apply", {"words": ""}, content_type="application/json"
    )
    assert (api.status_code, api.json()["state"]) == (200, "applied")
    one = rows.one(queries.sight(place.clerk.actor, first.layer), key)
    assert one is not None
    assert (one.values["kat"], one.version) == (9, 2)
    place.clerk.client.post(f"{page}sil/", {"version": "2"})
    services.change("yapilar", key, actor=place.director.actor, version=2, given={"kat": 10})
    late = Proposal.objects.latest("pk")
    with pytest.raises(services.Conflict):
        services.proposing.apply(late.pk, actor=place.director.actor)
    services.proposing.decline(late.pk, actor=place.director.actor, words="Bina duruyor.")
    assert "Bina duruyor." in place.clerk.client.get(f"/cografi-veri/oneriler/{late.pk}/").text


def test_the_api_keeps_the_same_rule_and_words(place: Place):
    place.published(sensitivity="restricted")
    clerk, stranger = place.clerk.client, place.stranger.client
    root = "/api/geodata/layers/yapilar"
    assert clerk.get("/api/geodata/layers").json()["items"][0]["name"] == "yapilar"
    assert stranger.get("/api/geodata/layers").json()["items"] == []
    assert stranger.get(root).status_code == 404
    body = {"values": {"kod": "A"}, "geometry": point()}
    made = clerk.post(f"{root}/rows", body, content_type="application/json")
    assert (made.status_code, made.json()["version"]) == (201, 1)
    key = made.json()["id"]
    changed = clerk.patch(f"{root}/rows/{key}", {"version": 1, "values": {"kat": 3}}, content_type="application/json")
    assert (changed.status_code, changed.json()["values"]["kat"]) == (200, 3)
    stale = clerk.patch(f"{root}/rows/{key}", {"version": 1, "values": {"kat": 4}}, content_type="application/json")
    assert (stale.status_code, "siz açtıktan sonra" in stale.json()["title"]) == (409, True)
    assert [one["version"] for one in clerk.get(f"{root}/rows/{key}/versions").json()] == [1]
    assert clerk.delete(f"{root}/rows/{key}?version=2").status_code == 204
    assert clerk.post(f"{root}/rows/{key}/restore/1").json()["version"] == 3
    demand = {
        "kind": "data",
        "unit_id": place.hall.gis.pk,
        "subject": "Veri",
        "text": "Yapılar",
        "body": "Su İdaresi",
    }
    said = stranger.post("/api/geodata/demands", demand, content_type="application/json")
    assert (said.status_code, "gelen yazısıyla" in said.json()["title"]) == (409, True)
    done = stranger.post("/api/geodata/demands", demand | {"letter": "12"}, content_type="application/json")
    assert done.status_code == 201
    number = Demand.objects.get().case.number
    wish = demand | {"kind": "purchase", "subject": "Yapılar alımı", "body": ""}
    bought = stranger.post("/api/geodata/demands", wish, content_type="application/json").json()["number"]
    assert "Konusuna benzeyen katman bulunamadı" in stranger.get(f"/is/{bought}/").text
    assert "aynı veri kurumda olabilir" in place.keeper.client.get(f"/is/{bought}/").text
    assert place.stranger.client.get(f"/is/{number}/").status_code == 200
    assert place.keeper.client.post(f"/cografi-veri/dosya/{number}/adim/begin/").status_code == 302
    empty = place.keeper.client.post(f"/cografi-veri/dosya/{number}/adim/deliver/", {"answer": ""})
    assert "Talebin nasıl karşılandığını" in empty.text
