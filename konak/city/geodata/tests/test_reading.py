"""What a file of geography says about itself, and what is found wrong with it."""

import argparse
import json
import zipfile

import numpy as np
import pyogrio.raw
import pytest
import shapely

from konak.city.geodata import commands
from konak.city.geodata.reading import Options, Unreadable, inspect, open_source, rows_of
from konak.city.geodata.reading.columns import value
from konak.city.geodata.reading.grids import ED50, TUREF
from konak.city.geodata.reading.words import column_name, number

TM30 = (512345.67, 4512345.67)
SQUARES = shapely.box(512000 + np.arange(40) * 20, 4512000, 512010 + np.arange(40) * 20, 4512008)
NAMES = np.array(["Çiğli", "İğdır", "Şırnak", "Üçkuyu"] * 10, dtype=object)


def written(path, driver="GPKG", crs="EPSG:5254", shapes=SQUARES, names=NAMES, **options):
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        [names[: len(shapes)]],
        ["ad"],
        geometry_type="Unknown" if driver == "GPKG" else "Polygon",
        crs=crs,
        driver=driver,
        **options,
    )
    return path


def shapefile(path, encoding="cp1254", without=(".prj", ".cpg")):
    written(path, "ESRI Shapefile", encoding=encoding)
    for ending in without:
        path.with_suffix(ending).unlink(missing_ok=True)
    return path


def text(path, content, encoding="utf-8"):
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "a.gpkg"), ("GML", "a.gml"), ("FlatGeobuf", "a.fgb"), ("GeoJSON", "a.geojson")]
)
def test_a_file_is_known_by_its_content_whatever_it_is_called(tmp_path, driver, name):
    crs = "EPSG:4326" if driver == "GeoJSON" else "EPSG:5254"
    shapes = shapely.box(29.9, 40.7, 29.91, 40.71 + np.arange(4) / 100) if driver == "GeoJSON" else SQUARES
    found = inspect(written(tmp_path / name, driver, crs, shapes).rename(tmp_path / "veri.dat"))
    assert (found.driver, found.crs, found.axis_order, found.rows, found.invalid) == (
        driver,
        crs,
        "xy",
        len(shapes),
        0,
    )
    assert found.geometry == "polygon"
    assert {"name": "ad", "kind": "text", "longest": 6, "empty": 0} in found.fields
    west, south, east, north = found.bbox
    assert 29 < west < east < 31
    assert 40 < south < north < 41


def test_a_shapefile_without_prj_and_code_page_offers_what_its_numbers_fit(tmp_path):
    found = inspect(shapefile(tmp_path / "yapi.shp"), home=(5255,))
    assert (found.crs, found.encoding) == (None, "cp1254")
    assert found.crs_candidates[0] == "EPSG:5255"
    assert {f"EPSG:{code}" for code in TUREF + ED50} <= set(found.crs_candidates)
    assert "bildirmiyor" in found.notes[0]
    ((batch, faults),) = rows_of(open_source(tmp_path / "yapi.shp"))
    assert (batch.values["ad"][:4], faults) == (["Çiğli", "İğdır", "Şırnak", "Üçkuyu"], [])


def test_a_code_page_that_lies_is_not_believed(tmp_path):
    path = shapefile(tmp_path / "a.shp", without=(".prj",))
    path.with_suffix(".cpg").write_text("UTF-8")
    found = inspect(path)
    assert found.encoding == "cp1254"
    assert "bildiriyor" in found.notes[0]


def test_rows_in_other_letters_than_the_rest_are_named(tmp_path):
    path = shapefile(tmp_path / "a.shp", encoding="utf-8")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("İğdır".encode(), "İğdır ".encode("cp1254").ljust(8), 1))
    found = inspect(path)
    assert (found.encoding, found.invalid) == ("utf-8", 1)
    assert found.invalid_rows[0]["line"] == 2
    assert "kodlamada (utf-8) değil" in found.invalid_rows[0]["reason"]


def test_a_zipped_shapefile_is_read_in_its_place_and_a_treacherous_zip_is_not(tmp_path):
    shapefile(tmp_path / "a.shp")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for ending in (".shp", ".shx", ".dbf"):
            packed.write(tmp_path / f"a{ending}", f"a{ending}")
    assert (inspect(tmp_path / "a.zip").rows, inspect(tmp_path / "a.zip").encoding) == (40, "cp1254")
    for name, words in (("../../kaç.shp", "dışına çıkan"), ("b.shp", ".shx dosyası eksik"), ("oku.txt", ".shp yok")):
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
            packed.writestr(name, b"x")
        with pytest.raises(Unreadable, match=words):
            inspect(tmp_path / "b.zip")


def test_a_surveyors_table_is_read_with_its_commas_and_its_y_that_runs_east(tmp_path):
    rows = ["NO;Y;X;AÇIKLAMA;TARİH;KAT"]
    rows += [f"{n};512.{n:03},67;4.512.345,67;Şube {n};2{n % 9}.11.2026;00{n}" for n in range(1, 20)]
    rows += ["20;512.345,67", "21;yok;4.512.345,67;;;", "22;512345.67;4512345.67;;;"]
    found = inspect(text(tmp_path / "nokta.csv", "\n".join(rows), "cp1254"))
    assert (found.driver, found.encoding, found.crs, found.axis_order) == ("CSV", "cp1254", None, "xy")
    assert found.coordinates == {"x": "Y", "y": "X", "decimal": ","}
    assert any("doğuya (sağa)" in note for note in found.notes)
    assert [(one["line"], one["reason"].split(":")[0]) for one in found.invalid_rows] == [
        (21, "2 sütun var, 6 olmalı"),
        (22, "«Y» sayı değil ya da ondalık ayracı virgül değil"),
        (23, "«Y» sayı değil ya da ondalık ayracı virgül değil"),
    ]
    kinds = {one["name"]: one["kind"] for one in found.fields}
    assert kinds == {"NO": "integer", "AÇIKLAMA": "text", "TARİH": "day", "KAT": "text"}


def test_degrees_north_first_are_told_and_a_single_turned_row_is_a_fault(tmp_path):
    path = tmp_path / "a.geojson"
    places = [[40.7 + n / 1000, 29.9] for n in range(9)] + [[29.9, 40.7], [0, 0]]
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": one}} for one in places
    ]
    found = inspect(text(path, json.dumps({"type": "FeatureCollection", "features": features})))
    assert found.axis_order == "yx"
    assert [(one["line"], one["reason"]) for one in found.invalid_rows] == [
        (10, "eksenleri öbür satırlara göre ters"),
        (11, "Türkiye'nin dışında (0 0)"),
    ]


def test_broken_geometries_are_named_in_words_with_the_place_and_whether_they_can_be_mended(tmp_path):
    bow = shapely.from_wkt("POLYGON((512000 4512000,512010 4512010,512010 4512000,512000 4512010,512000 4512000))")
    spike = shapely.from_wkt("POLYGON((512000 4512000,512010 4512000,512000 4512000,512000 4512000))")
    shapes = np.array([*SQUARES[:20], bow, None, shapely.Polygon(), spike], dtype=object)
    found = inspect(written(tmp_path / "a.gpkg", shapes=shapes))
    assert (found.rows, found.invalid, found.mendable) == (24, 4, 1)
    assert [one["line"] for one in found.invalid_rows] == [21, 22, 23, 24]
    assert found.invalid_rows[0]["reason"].startswith("sınır kendini kesiyor (512005 4512005")
    assert [one["reason"] for one in found.invalid_rows[1:3]] == ["geometri yok", "geometri boş"]


HOSTILE = {
    "varlık.kml": '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark>&x;</Placemark></kml>',
    "geç.gml": '<FeatureCollection xmlns="http://www.opengis.net/gml">'
    + " " * 5_000_000
    + "<!ENTITY x 'y'></FeatureCollection>",
    "sanal.xml": "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>",
    "adres.geojson": '{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"http://127.0.0.1:9/"}},"features":[]}',
    "derin.geojson": '{"type":"FeatureCollection","features":' + "[" * 100_000,
    "boş.csv": "",
    "tek.csv": "yalnız bir sütun\n1\n",
    "adsız.csv": "a;b\n1;2\n",
    "kesik.geojson": '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":',
    "ikiz.csv": "enlem;boylam;enlem\n1;2;3\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_reaches_out_of_the_file_or_is_no_geography_is_refused_in_words(tmp_path, name):
    with pytest.raises(Unreadable) as refusal:
        inspect(text(tmp_path / name, HOSTILE[name]))
    assert str(refusal.value).endswith((".", "»", "…")) or "okunamadı" in str(refusal.value)


def test_a_bracket_in_a_text_is_no_depth(tmp_path):
    words = "[" * 500 + '\\"' + "{" * 500
    head = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ad":"%s"},'
    content = head + '"geometry":{"type":"Point","coordinates":[29,40]}}]}'
    assert inspect(text(tmp_path / "a.geojson", content % words)).rows == 1


def test_kml_in_an_old_code_page_keeps_its_letters(tmp_path):
    head = '<?xml version="1.0" encoding="windows-1254"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    content = (
        head
        + "<Placemark><name>Çığ</name><Point><coordinates>29,40</coordinates></Point></Placemark></Document></kml>"
    )
    ((batch, _),) = rows_of(open_source(text(tmp_path / "a.kml", content, "cp1254")))
    assert batch.values["Name"] == ["Çığ"]


def test_numbers_and_names_are_read_as_the_country_writes_them():
    assert number("4.512.345,67", ",") == number("4512345.67", ".") == 4512345.67
    assert number("4.512.345,67", ".") is None
    assert value("1.250,50", "number", comma=True) == 1250.5
    with pytest.raises(ValueError, match="otuz"):
        value("otuz", "integer")
    assert column_name("İmar Durumu (2026)", ["imar_durumu_2026"]) == "imar_durumu_2026_2"
    assert column_name("geom") == "a_geom"


def test_the_command_answers_by_its_status_too(tmp_path, capsys):
    def main(words):
        parser = argparse.ArgumentParser()
        commands.configure(parser)
        args = parser.parse_args(words[1:])
        return args.run(args)

    good = text(tmp_path / "iyi.csv", "ad;enlem;boylam\nA;40,7;29,9\n")
    assert main(["geodata", "inspect", str(good), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["rows"] == 1
    assert {"driver", "encoding", "crs", "axis_order", "rows", "invalid_rows"} <= shown.keys()
    bad = text(tmp_path / "kötü.csv", "ad;enlem;boylam\nA;40,7;29,9\nB;;29\n")
    assert main(["geodata", "inspect", str(bad)]) == 1
    assert "3. satır" in capsys.readouterr().out
    assert main(["geodata", "inspect", str(tmp_path / "yok.csv"), "--json"]) == 2
    assert "Dosya yok" in json.loads(capsys.readouterr().out)["error"]
    with pytest.raises(Unreadable, match="EPSG"):
        commands.epsg_of("TM30")
    assert inspect(good, Options(), epsg=commands.epsg_of("4326")).crs == "EPSG:4326"
