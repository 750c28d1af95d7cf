"""The sample city stands, and its two years can be asked about."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import now

from konak.city.geodata import queries, sample
from konak.city.geodata.models import Check, Demand, Layer
from konak.city.geodata.queries import metadata, rows
from konak.city.geodata.services import ageing, exporting
from konak.foundation.access import NOBODY
from konak.foundation.access.queries import actor_of
from konak.foundation.people import sample as people


@pytest.mark.django_db
def test_the_sample_city_has_a_past_and_is_served_as_files(tmp_path_factory):
    import pyogrio

    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    people.load(size="s", seed=1, report=lambda text: None)
    sample.load(size="s", seed=1, report=lambda text: None)
    counted = dict(Layer.objects.values_list("name", "row_count"))
    assert set(counted) == set(sample.NAMES.values())
    assert counted["binalar"] > 2_000
    public = queries.layers(NOBODY)
    assert {one.name for one in public} == {"mahalleler", "yollar", "adresler", "onemli_yerler", "parklar"}
    layer = Layer.objects.get(name="binalar")
    seat = layer.unit.appointments.get(position="director", until=None, acting_for=None)
    director = actor_of(seat.user_id)
    sight = queries.sight(director, layer)
    before = rows.as_of(sight, now() - dt.timedelta(days=200), limit=10_000)
    after = rows.as_of(sight, now(), limit=10_000)
    assert (len(after), len(before) < len(after)) == (counted["binalar"], True)
    changed = next(one for one in after if one.version > 1)
    assert rows.past(sight, changed.id)[-1].version == 1
    assert Check.objects.get().rows == counted["binalar"]
    assert Demand.objects.count() == 4
    for form, _driver in (
        ("gpkg", "GPKG"),
        ("shp", "ESRI Shapefile"),
        ("dxf", "DXF"),
        ("csv", "CSV"),
        ("geojson", "GeoJSON"),
        ("gml", "GML"),
    ):
        folder = tmp_path_factory.mktemp(form)
        path = exporting.write("mahalleler", folder, actor=director, form=form)
        found = pyogrio.read_info(f"/vsizip/{path}" if path.suffix == ".zip" else path, force_feature_count=True)
        assert found["features"] == 10, form
    folder = tmp_path_factory.mktemp("crs")
    moved = exporting.write("mahalleler", folder, actor=director, form="gpkg", srid=2320)
    assert pyogrio.read_info(moved)["crs"] == "EPSG:2320"
    mahalleler = Layer.objects.get(name="mahalleler")
    xml = metadata.xml(mahalleler, rows.extent(mahalleler), "http://localhost/")
    assert b"Mahalleler" in xml
    assert b"westBoundLongitude" in xml
    assert queries.overdue(director) == 1
    assert ageing.tell_overdue() in {0, 1}
