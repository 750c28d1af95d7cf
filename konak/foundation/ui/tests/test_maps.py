import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from konak.foundation.ui.maps import MapLayer, PlaceField, listed

SQUARE = {"type": "Polygon", "coordinates": [[[30, 40], [30.1, 40], [30.1, 40.1], [30, 40.1], [30, 40]]]}


def feature(name, geometry, **facts):
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name} | facts}


def layer(*features, **facts):
    return MapLayer("cameras", "Kameralar", data={"type": "FeatureCollection", "features": list(features)}, **facts)


def test_what_the_picture_shows_stands_beside_it_as_a_list():
    shown = layer(
        feature("Meydan", {"type": "Point", "coordinates": [30.5, 40.5]}, state="off", url="/kamera/1/", height=4),
        feature("Çarşı", SQUARE, state="on", url="https://disarida.example/"),
        by="state", kinds=[("on", "Çalışıyor", "done"), ("off", "Arızalı", "late")], told=[("height", "Yükseklik")],
    )  # fmt: skip
    first, second = listed([shown])
    assert (first.name, first.kind, first.url, first.told) == ("Meydan", "Arızalı", "/kamera/1/", [("Yükseklik", 4)])
    assert (second.url, second.box) == ("", "30.0000000,40.0000000,30.1000000,40.1000000")
    page = Template("{% load ui %}{% map layers title='Kameralar' %}").render(Context({"layers": [shown]}))
    told = json.loads(re.search(r'<script type="application/json">(.*?)</script>', page)[1])
    assert [one["name"] for one in told["layers"]] == ["cameras"]
    assert ('href="/kamera/1/"' in page, "Arızalı" in page, "disarida" in page.split("</script>")[1]) == (1, 1, 0)


def test_nothing_in_a_feature_ends_the_element_it_stands_in():
    evil = "</script><script>kotu()</script>"
    page = Template("{% load ui %}{% map layers title='x' %}").render(
        Context({"layers": [layer(feature(evil, {"type": "Point", "coordinates": [30, 40]}))]})
    )
    assert "<script>kotu" not in page


def test_a_layer_names_a_colour_of_the_house():
    with pytest.raises(ValueError, match="unknown colours"):
        layer(kind="pink")


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("Point", "40,7654 29,9408", {"type": "Point", "coordinates": [29.9408, 40.7654]}),
        ("LineString", "40.1; 30\n40.2; 30.5", {"type": "LineString", "coordinates": [[30, 40.1], [30.5, 40.2]]}),
        ("Polygon", "40 30\n40 30.1\n40.1 30.1\n40.1 30", SQUARE),
        ("Polygon", json.dumps(SQUARE), SQUARE),
    ],
)
def test_a_place_is_typed_as_people_say_it(kind, typed, found):
    field = PlaceField(kinds=(kind,))
    assert field.clean(typed) == found
    assert field.clean(field.widget.format_value(found)) == found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("meydanın köşesi", "1. satır okunamadı"),
        ("40 30\n40 30.1", "en az üç satır"),
        ("40 30\n40.1 30.1\n40 30.1\n40.1 30", "kendi kendini kesiyor"),
        ("140 30\n40 30.1\n40.1 30.1", "enlem -90 ile 90"),
        ("nan 30\n40 30.1\n40.1 30.1", "enlem -90 ile 90"),
        ('{"type": "Point", "coordinates": [30, 40]}', "Burada alan beklenir"),
        ('{"type": "Polygon", "coordinates": [[["a", "b"]]]}', "GeoJSON okunamadı"),
        ('{"type": "Polygon", "coordinates": []}', "Şekil"),
        ("[" * 5000, "okunamadı"),
    ],
)
def test_a_place_that_is_none_is_refused_in_words(typed, words):
    with pytest.raises(ValidationError, match=words):
        PlaceField(kinds=("Polygon",)).clean(typed)
