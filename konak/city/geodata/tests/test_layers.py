"""A layer is a table of its own: made from its description, edited in versions, seen by one rule."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate, now

from konak.city.geodata import queries, services
from konak.city.geodata.models import Field, Layer
from konak.city.geodata.queries import rows
from konak.foundation.access import NOBODY
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story

from .conftest import FIELDS, Place, point

VALUES = {
    "kod": "Y-1",
    "ad": "Çınar Apartmanı",
    "kat": "5",
    "alan": 120.5,
    "tur": "Konut",
    "onayli": "evet",
    "tarih": "21.11.2026",
    "an": "2026-11-21T10:00:00",
    "malik": "gizli",
}


def test_a_row_is_written_changed_by_version_and_brought_back(place: Place):
    layer = place.layer()
    key = services.add("yapilar", actor=place.clerk.actor, geometry=point(), given=VALUES)
    sight = queries.sight(place.clerk.actor, layer)
    first = rows.one(sight, key)
    assert first is not None
    assert first.geometry is not None
    assert first.values["tur"] == "k"
    assert first.values["kat"] == 5
    assert first.values["tarih"] == dt.date(2026, 11, 21)
    assert first.geometry["coordinates"] == pytest.approx([29.92, 40.77], abs=1e-6)
    assert (first.version, first.changed_by) == (1, place.clerk.user.pk)
    services.change(
        "yapilar", key, actor=place.keeper.actor, version=1, given={"kat": 6}, geometry=point(29.93, 40.78)
    )
    with pytest.raises(services.Conflict, match="siz açtıktan sonra Deneme Kişi 1 değiştirdi") as fault:
        services.change("yapilar", key, actor=place.clerk.actor, version=1, given={"kat": 9})
    assert fault.value.now is not None
    assert fault.value.now.values["kat"] == 6
    services.remove("yapilar", key, actor=place.clerk.actor, version=2)
    assert rows.one(sight, key) is None
    told = [(one.version, one.values["kat"], one.gone, one.ended_by) for one in rows.past(sight, key)]
    assert told == [(2, 6, True, place.clerk.user.pk), (1, 5, False, place.keeper.user.pk)]
    services.restore("yapilar", key, 1, actor=place.keeper.actor)
    back = rows.one(sight, key)
    assert back is not None
    assert (back.values["kat"], back.version, back.geometry) == (5, 3, first.geometry)
    verbs = [entry.verb for entry in story("geodata.layer", "yapilar")]
    assert verbs == ["open", "add_row", "change_row", "remove_row", "restore_row"]
    layer.refresh_from_db()
    assert layer.row_count == 1


def test_who_sees_a_layer_its_rows_and_its_columns(place: Place):
    layer = place.layer()
    member, nobody = place.stranger.actor, NOBODY
    assert not queries.layers(member).exists()
    for sensitivity, who in (("public", (True, True)), ("internal", (True, False)), ("restricted", (False, False))):
        Layer.objects.update(state="published", sensitivity=sensitivity)
        assert (queries.layers(member).exists(), queries.layers(nobody).exists()) == who, sensitivity
    services.grant("yapilar", actor=place.keeper.actor, unit_id=place.hall.elsewhere.pk, until=localdate())
    assert queries.layers(member).get() == layer
    seen = queries.sight(member, layer)
    assert "malik" not in {one.name for one in seen.fields}
    assert seen.whole
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.add("yapilar", actor=member, geometry=point(), given=VALUES)
    Layer.objects.update(by_rows=True)
    layer.refresh_from_db()
    own = place.hall.gis.pk
    mine = services.add("yapilar", actor=place.clerk.actor, geometry=point(), given=VALUES, unit_id=own)
    free = services.add("yapilar", actor=place.clerk.actor, geometry=point(), given=VALUES | {"kod": "Y-2"})
    theirs = queries.sight(member, layer)
    assert [one.id for one in rows.found(theirs).rows] == [free]
    assert rows.one(theirs, mine) is None
    assert rows.past(theirs, mine) == []
    assert [one.id for one in rows.found(queries.sight(place.clerk.actor, layer)).rows] == [mine, free]
    services.grant("yapilar", actor=place.keeper.actor, unit_id=place.hall.elsewhere.pk, may_edit=True)
    with pytest.raises(ObjectDoesNotExist):
        services.change("yapilar", mine, actor=member, version=1, given={"kat": 1})
    with pytest.raises(Refused, match="kendi biriminize"):
        services.add("yapilar", actor=member, geometry=point(), given={"kod": "Y-3"}, unit_id=own)
    services.change("yapilar", free, actor=member, version=1, given={"kat": 1})


def test_rows_are_found_by_words_and_as_they_stood(place: Place):
    layer = place.layer()
    began = now()
    for number, name in enumerate(("Işıklı Han", "İNCİ Sitesi", "Çarşı")):
        services.add(
            "yapilar",
            actor=place.clerk.actor,
            geometry=point(29.9 + number / 100),
            given={"kod": f"Y{number}", "ad": name},
        )
    sight = queries.sight(place.clerk.actor, layer)
    assert [one.values["ad"] for one in rows.found(sight, words="inci").rows] == ["İNCİ Sitesi"]
    assert [one.values["ad"] for one in rows.found(sight, words="ISIKLI y0").rows] == ["Işıklı Han"]
    assert rows.found(sight, words="%").rows == []
    page = rows.found(sight, limit=2)
    assert len(page.rows) == 2
    assert [one.values["kod"] for one in rows.found(sight, after=page.after or 0).rows] == ["Y2"]
    assert len(rows.found(sight, bbox=(29.905, 40, 29.915, 41)).rows) == 1
    assert rows.as_of(sight, began - dt.timedelta(days=1)) == []
    assert len(rows.as_of(sight, now())) == 3


def test_bad_input_is_refused_in_words(place: Place):
    place.layer()
    keeper = place.keeper.actor
    for facts, words in (
        ({"name": "Yapılar"}, "küçük İngilizce harf"),
        ({"name": "x; drop table"}, "küçük İngilizce harf"),
        ({"name": "yapilar"}, "zaten var"),
        ({"name": "yeni", "srid": 999_999}, "bilinmiyor"),
        ({"name": "yeni", "fields": [{"name": "geom"}]}, "her katmanda bulunan"),
        ({"name": "yeni", "fields": [{"name": "tur", "kind": "choice"}], "key_field": ""}, "değerlerini de"),
        ({"name": "yeni", "unit_id": place.hall.elsewhere.pk}, "yetkiniz yok"),
    ):
        given = {"title": "Yeni", "geometry_type": "Point", "srid": 5254, "unit_id": place.hall.gis.pk} | facts
        with pytest.raises(Refused, match=words):
            services.open_layer(actor=keeper, **given)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.open_layer(
            actor=place.clerk.actor,
            name="yeni",
            title="Y",
            geometry_type="Point",
            srid=5254,
            unit_id=place.hall.gis.pk,
        )
    line = {"type": "LineString", "coordinates": [[29, 40], [29.1, 40]]}
    deep: object = 1
    for _ in range(40):
        deep = [deep]
    for geometry, given, words in (
        (line, VALUES, "çizilir"),
        ({"type": "Point", "coordinates": []}, VALUES, "boş"),
        ({"type": "Polygon", "coordinates": deep}, VALUES, "okunamadı"),
        ("nokta", VALUES, "okunamadı"),
        (point(), VALUES | {"kat": 200}, "sınırından büyük"),
        (point(), VALUES | {"kat": "çok"}, "Kat sayısı: tam sayı değil"),
        (point(), VALUES | {"kod": " "}, "Kod: zorunlu"),
        (point(), VALUES | {"tur": "Han"}, "listede yok"),
        (point(), {"yok": 1}, "böyle bir alan yok"),
    ):
        with pytest.raises(Refused, match=words):
            services.add("yapilar", actor=place.clerk.actor, geometry=geometry, given=given)
    assert Layer.objects.count() == 1
    assert Layer.objects.get().row_count == 0


def test_columns_come_and_go_and_the_past_keeps_what_they_held(place: Place):
    layer = place.layer()
    key = services.add("yapilar", actor=place.clerk.actor, geometry=point(), given={"kod": "1", "kat": 3})
    services.add_field("yapilar", actor=place.keeper.actor, name="cephe", title="Cephe", kind="numeric")
    services.change("yapilar", key, actor=place.clerk.actor, version=1, given={"cephe": "12.5"})
    services.remove_field("yapilar", "kat", actor=place.keeper.actor)
    services.change("yapilar", key, actor=place.clerk.actor, version=2, given={"cephe": 13})
    with connection.cursor() as cursor:
        cursor.execute("SELECT version, cephe FROM geodata_past.yapilar ORDER BY version")
        assert cursor.fetchall() == [(1, None), (2, 12.5)]
        cursor.execute("SELECT * FROM geodata_past.yapilar WHERE version = 1")
        assert 3 in cursor.fetchone()
    assert Field.objects.filter(layer=layer).count() == len(FIELDS)
    services.discard("yapilar", actor=place.keeper.actor)
    assert not Layer.objects.exists()
    place.layer()
