"""What others read the layers by: tiles decoded by GDAL, features by OGC's rules, and never more than one may see."""

import io
import json
import math

import pyogrio
import pytest
from django.db import transaction
from django.test import Client
from psycopg import sql

from konak.city.geodata import services
from konak.city.geodata.models import Layer, LayerGrant
from konak.city.geodata.serving import cql2, documents, door, features, store, tiles
from konak.foundation.db.composing import run

from .conftest import point

HOME = "/api/geo"


def square(x, y, side):
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]],
    }


@pytest.fixture
def served(place, settings, tmp_path):
    settings.GEO_TILES = tmp_path / "karolar"
    layer = place.published()
    for number in range(12):
        services.add(
            layer.name,
            actor=place.keeper.actor,
            geometry=point(29.9 + number / 1000, 40.77),
            given={
                "kod": f"K{number:02}",
                "ad": f"Iğdır {number}",
                "kat": number,
                "tur": "ki"[number % 2],
                "malik": "gizli",
            },
        )
    layer.refresh_from_db()
    return layer


def asked(path, client=None, **query):
    answer = (client or Client()).get(f"{HOME}{path}", query)
    return answer.status_code, json.loads(answer.content) if answer.content else None


def names(path="/collections/yapilar/items", client=None, **query):
    status, told = asked(path, client, **query)
    assert status == 200, told
    return [one["properties"]["kod"] for one in told["features"]]


def called(path, **environ):
    """The short way as a server calls it; 404 stands for whatever Django would have said."""
    heard = {}

    def start(status, headers, *_):
        heard.update(status=int(status[:3]), **dict(headers))

    base = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
    }

    def django(environ, start):
        start("404 Not Found", [])
        return [b""]

    more = {"wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO()}
    return heard, b"".join(door.short_way(django)(base | more | environ, start))


def decoded(tile, tmp_path):
    path = tmp_path / "tile.mvt"
    path.write_bytes(tile)
    return pyogrio.raw.read(str(path), layer=0, CLIP="NO")


def at(lon, lat, z):
    n = 1 << z
    return int((lon + 180) / 360 * n), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)


def test_pages_of_features_follow_one_another_without_gap_or_double(served):
    found, query = [], {"limit": "5"}
    for _ in range(3):
        status, told = asked("/collections/yapilar/items", **query)
        assert (status, told["numberReturned"]) == (200, len(told["features"]))
        found += [one["id"] for one in told["features"]]
        further = [one["href"] for one in told["links"] if one["rel"] == "next"]
        if further:
            query = {"limit": "5", "after": further[0].rpartition("after=")[2]}
    assert len(found) == len(set(found)) == 12
    assert not further
    one = told["features"][0]
    assert one["geometry"]["coordinates"] == pytest.approx([29.91, 40.77], abs=1e-6)
    assert "malik" not in one["properties"]
    assert asked(f"/collections/yapilar/items/{one['id']}")[1]["properties"] == one["properties"]
    assert asked("/collections/yapilar/items/999999")[0] == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"bbox": "29.8995,40.76,29.9025,40.78"}, ["K00", "K01", "K02"]),
        ({"kod": "K07"}, ["K07"]),
        ({"filter": "kat BETWEEN 3 AND 4 OR kod = 'K09'"}, ["K03", "K04", "K09"]),
        ({"filter": "kod LIKE 'K_1' AND NOT (kat = 1)"}, ["K11"]),
        ({"filter": "CASEI(ad) = CASEI('IĞDIR 5')"}, ["K05"]),
        ({"filter": "tur IN ('i') AND kat > 8"}, ["K09", "K11"]),
        ({"filter": "S_INTERSECTS(geom, POLYGON((29.8995 40.76, 29.9015 40.76, 29.9015 40.78, 29.8995 40.76)))"},
         ["K01"]),
        ({"filter-lang": "cql2-json", "filter": '{"op": "<", "args": [{"property": "kat"}, 1]}'}, ["K00"]),
        ({"datetime": "../2001-01-01T00:00:00Z"}, []),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_what_comes(served, query, found):
    assert names(**query, limit="100") == found


@pytest.mark.parametrize(
    "query",
    [
        {"bilinmeyen": "1"},
        {"limit": "0"},
        {"bbox": "1,2,3"},
        {"bbox": "nan,0,1,1"},
        {"bbox": "29,41,30,40"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/9999"},
        {"filter": "malik = 'gizli'"},
        {"filter": "kat ="},
        {"filter": "kat = 'on'"},
        {"filter": "1=1); DROP TABLE geodata.yapilar; --"},
        {"filter": "pg_sleep(5) = 1"},
        {"filter": "NOT " * 900 + "kat = 1"},
        {"filter-lang": "cql2-json", "filter": "[" * 3000},
        {"datetime": "dün"},
        {"kat": "iki"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(served, query):
    status, told = asked("/collections/yapilar/items", **query)
    assert (status, bool(told["title"])) == (400, True)
    assert len(names(limit="100")) == 12


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "kat = TRUE"},
        {"filter": "kat / 0 = 1"},
        {"filter": "kat = 99999999999999999999"},
        {"filter": "S_INTERSECTS(geom, BBOX(1e300,0,2e300,1))"},
        {"kod": "a\0b"},
        {"bbox": "-1e9,-1e9,1e9,1e9", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/5254"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/²"},
        {"datetime": "9999-12-31T23:59:59Z"},
    ],
)
def test_what_only_the_database_can_judge_is_refused_in_words_too(served, query):
    with transaction.atomic():
        status, told = asked("/collections/yapilar/items", **query)
        transaction.set_rollback(True)
    assert (status, bool(told["title"])) == (400, True)


def test_an_empty_place_costs_no_file(served, settings):
    told = {called(f"{HOME}/tiles/yapilar/14/{n}/{n}.mvt")[0]["status"] for n in range(3)}
    assert (told, list(settings.GEO_TILES.rglob("*.mvt"))) == ({204}, [])


def test_every_value_of_a_filter_is_a_parameter(served):
    fields = {one.name: one for one in served.fields.all()}
    evil = "'; DROP TABLE x; --"
    asked_for = {"op": "=", "args": [{"property": "ad"}, evil]}
    told = cql2.Condition(cql2.read(json.dumps(asked_for), "cql2-json"), fields, 5254)
    assert ("DROP" in told.where.as_string(None), list(told.params.values())) == (False, [evil])


def test_coordinates_come_in_the_system_that_is_asked_for_north_first_where_it_is_so(served):
    zone = "http://www.opengis.net/def/crs/EPSG/0/5254"
    answer = Client().get(f"{HOME}/collections/yapilar/items", {"limit": "1", "crs": zone})
    north, east = json.loads(answer.content)["features"][0]["geometry"]["coordinates"]
    assert (answer["Content-Crs"], north == pytest.approx(4_514_500, abs=3_000)) == (f"<{zone}>", True)
    assert east == pytest.approx(491_550, abs=500)
    box = f"{north - 5},{east - 5},{north + 5},{east + 5}"
    assert names(bbox=box, **{"bbox-crs": zone}) == ["K00"]


def test_out_of_reach_is_unknown_at_every_door(served, place):
    Layer.objects.update(sensitivity="restricted")
    x, y = at(29.905, 40.77, 14)
    doors = [
        "",
        "/items",
        "/items/1",
        "/queryables",
        "/tiles",
        "/tiles/WebMercatorQuad",
        f"/tiles/WebMercatorQuad/14/{y}/{x}",
    ]
    paths = [f"/collections/yapilar{one}" for one in doors] + [
        "/tilejson/yapilar",
        "/styles/yapilar",
        f"/tiles/yapilar/14/{x}/{y}.mvt",
    ]
    for who in (Client(), place.stranger.client):
        assert {path: who.get(HOME + path).status_code for path in paths} == dict.fromkeys(paths, 404)
        assert asked("/collections", who)[1]["collections"] == []
    assert called(f"{HOME}/tiles/yapilar/14/{x}/{y}.mvt")[0]["status"] == 404
    LayerGrant.objects.create(layer=served, unit=place.hall.elsewhere)
    assert len(names(client=place.stranger.client, limit="100")) == 12
    assert place.stranger.client.get(f"{HOME}/tiles/yapilar/14/{x}/{y}.mvt").status_code == 200


def test_a_row_of_another_unit_is_in_no_tile_and_no_page(served, place, tmp_path):
    Layer.objects.update(by_rows=True, sensitivity="internal")
    run(sql.SQL("UPDATE geodata.yapilar SET unit_id = %(unit)s WHERE kat < 10"), unit=place.hall.gis.pk)
    x, y = at(29.905, 40.77, 12)
    assert names(client=place.stranger.client, limit="100") == ["K10", "K11"]
    tile = place.stranger.client.get(f"{HOME}/tiles/yapilar/12/{x}/{y}.mvt").content
    assert len(decoded(tile, tmp_path)[2]) == 2
    assert len(decoded(place.clerk.client.get(f"{HOME}/tiles/yapilar/12/{x}/{y}.mvt").content, tmp_path)[2]) == 12
    assert called(f"{HOME}/tiles/yapilar/12/{x}/{y}.mvt")[0]["status"] == 404


def test_the_short_way_gives_the_tile_of_the_long_way_until_the_layer_changes(served, place, tmp_path):
    x, y = at(29.905, 40.77, 12)
    path = f"{HOME}/tiles/yapilar/12/{x}/{y}.mvt"
    heard, tile = called(path)
    assert (heard["status"], heard["Content-Type"]) == (200, documents.MVT)
    assert tile == Client().get(path).content
    meta, _, shapes, _ = decoded(tile, tmp_path)
    assert (len(shapes), "malik" in meta["fields"]) == (12, False)
    assert called(path, HTTP_IF_NONE_MATCH=heard["ETag"])[0]["status"] == 304
    assert store.sweep(door.versions()) > 0
    services.add(served.name, actor=place.keeper.actor, geometry=point(29.905, 40.7701), given={"kod": "YENI"})
    again, fresh = called(path)
    assert (again["ETag"] != heard["ETag"], len(decoded(fresh, tmp_path)[2])) == (True, 13)
    # by whatever road: a desktop user who deletes rows in the table deletes them from the tiles
    run(sql.SQL("DELETE FROM geodata.yapilar WHERE kat < 6"))
    assert len(decoded(called(path)[1], tmp_path)[2]) == 7
    Layer.objects.update(state="retired")
    assert called(path)[0]["status"] == 404
    assert store.sweep(door.versions()) == 0
    assert called(f"{HOME}/tiles/yapilar/14/{1 << 14}/0.mvt")[0]["status"] == 404


def test_a_shape_inside_and_a_shape_across_the_edge_are_where_they_belong(place, tmp_path):
    layer = place.published("parseller", geometry_type="MultiPolygon", srid=5254, min_zoom=0)
    z = 15
    x, y = at(29.92, 40.77, z)
    west, north = x / (1 << z) * 360 - 180, 40.7719  # a little below the northern edge of the tile
    inside, across = square(west + 0.004, 40.768, 0.001), square(west - 0.002, 40.768, 0.004)
    for number, shape in enumerate((inside, across)):
        services.add(layer.name, actor=place.keeper.actor, geometry=shape, given={"kod": f"P{number}"})
    tile = tiles.draw("parseller", ("kod",), tiles.Place(z, x, y))
    meta, _, shapes, fields = decoded(tile, tmp_path)
    import shapely

    found = dict(zip(fields[meta["fields"].tolist().index("kod")], shapely.from_wkb(shapes), strict=True))
    side = 360 / (1 << z)
    for name, given in (("P0", inside), ("P1", across)):
        drawn = found[name]
        assert drawn.is_valid
        assert drawn.area > 0
        left = min(corner[0] for corner in given["coordinates"][0][0])
        expected = max((left - west) / side * 4096, -64)
        assert drawn.bounds[0] == pytest.approx(expected, abs=2)
    assert north


def test_what_describes_the_services_is_whole(served):
    status, told = asked("/")
    assert status == 200
    for one in told["links"]:
        if one["href"].startswith("http"):
            path = one["href"].partition(HOME)[2]
            assert asked(path or "/")[0] == 200, one
    listed = asked("/collections")[1]["collections"][0]
    for one in asked("/collections/yapilar")[1]["links"]:
        assert asked(one["href"].partition(HOME)[2])[0] == 200, one
    assert (listed["id"], listed["storageCrs"].rpartition("/")[2]) == ("yapilar", "5254")
    assert asked("/collections/yapilar")[1]["extent"]["spatial"]["bbox"][0] == pytest.approx(
        [29.9, 40.77, 29.911, 40.77], abs=1e-5
    )
    assert asked("/collections/yapilar/queryables")[1]["properties"]["tur"]["enum"] == ["i", "k"]
    drawn = asked("/styles/yapilar")[1]
    assert {one["source-layer"] for one in drawn["layers"] if "source" in one} == {"yapilar"}
    assert asked("/tilejson/yapilar")[1]["vector_layers"][0]["fields"]["kod"] == "Kod"
    assert Client().post(f"{HOME}/collections/yapilar/items").status_code == 405


def test_a_page_for_nobody_in_particular_is_the_page_that_anybody_gets(served, monkeypatch):
    monkeypatch.setattr(features, "FEW", 3)
    query = "bbox=29.8995,40.76,29.9085,40.78&limit=4"
    heard, body = called(f"{HOME}/collections/yapilar/items", QUERY_STRING=query)
    long = json.loads(Client().get(f"{HOME}/collections/yapilar/items?{query}").content)
    short = json.loads(body)
    assert (heard["status"], short["features"]) == (200, long["features"])
    assert [one["properties"]["kod"] for one in short["features"]] == ["K00", "K01", "K02", "K03"]
    assert called(f"{HOME}/collections/yapilar/items", QUERY_STRING="bilinmeyen=1")[0]["status"] == 400
    Layer.objects.update(sensitivity="internal")
    assert called(f"{HOME}/collections/yapilar/items")[0]["status"] == 404
