"""Files go into layers at once or not at all; every row that stays out says why."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from konak.city.geodata import queries
from konak.city.geodata.models import Load
from konak.city.geodata.queries import rows
from konak.city.geodata.services import loading, quality
from konak.foundation.lifecycle import Refused

from .conftest import Place

GOOD = "kod;Ad;Kat sayısı;alan;tur;X;Y\nK1;Çınar;5;120,5;Konut;29,92;40,77\nK2;Işık;3;80,25;i;29,93;40,78\n"


def taken(place: Place, text: str, name: str = "dosya.csv", **facts: Any) -> Load:
    """A file on its way as a worker takes it."""
    facts = {"srid": 4326, **facts}
    load = loading.ask("yapilar", actor=place.keeper.actor, file=io.BytesIO(text.encode()), file_name=name, **facts)
    return loading.carry_out(load.pk)


def seen(place: Place) -> list[tuple[Any, ...]]:
    sight = queries.sight(place.keeper.actor, queries.layer(place.keeper.actor, "yapilar"))
    return [(one.values["kod"], one.values["kat"], one.version) for one in rows.found(sight).rows]


def test_append_rehearse_renew_and_replace(place: Place):
    place.layer()
    tried = taken(place, GOOD, dry_run=True)
    assert (tried.state, tried.rows_read, tried.rows_added, seen(place)) == ("done", 2, 2, [])
    first = taken(place, GOOD)
    assert (first.state, first.rows_added, first.why) == ("done", 2, "")
    assert first.report["matched"]["kat"] == "Kat sayısı"
    sight = queries.sight(place.keeper.actor, first.layer)
    one = rows.found(sight, geometry=True).rows[0]
    assert (one.values["ad"], one.values["alan"], one.values["tur"]) == ("Çınar", 120.5, "k")
    assert one.geometry is not None
    assert one.geometry["coordinates"] == pytest.approx([29.92, 40.77], abs=1e-6)
    renewed = taken(place, GOOD.replace("K1;Çınar;5", "K1;Çınar;6") + "K3;Yeni;1;1,5;k;29,94;40,79\n", mode="upsert")
    assert (renewed.rows_added, renewed.rows_changed) == (1, 1)
    assert seen(place) == [("K1", 6, 2), ("K2", 3, 1), ("K3", 1, 1)]
    replaced = taken(place, GOOD.splitlines()[0] + "\nK9;Son;2;2,5;k;29,95;40,7\n", mode="replace")
    assert (replaced.rows_removed, seen(place)) == (3, [("K9", 2, 1)])
    first.layer.refresh_from_db()
    assert first.layer.row_count == 1
    assert [row.gone for row in rows.past(sight, one.id)] == [True, False]


def test_a_file_with_faults_changes_nothing_unless_they_are_left_out(place: Place):
    place.layer()
    bad = GOOD + (
        "K3;Yer yok;1;1,5;k;;\nK4;Kat yanlış;çok;1,5;k;29,9;40,7\nK5;Tür;1;1,5;Han;29,9;40,7\n"
        ";Kodsuz;1;1,5;k;29,9;40,7\nK1;İkinci;1;1,5;k;29,9;40,7\nK7;Uzak;1;1,5;k;2,9;4,7\n"
    )
    load = taken(place, bad)
    assert (load.state, load.rows_read, load.rows_wrong, seen(place)) == ("refused", 8, 6, [])
    told = {one["line"]: one["reason"] for one in load.wrong_rows}
    assert set(told) == {4, 5, 6, 7, 8, 9}
    for line, words in (
        (5, "tam sayı değil"),
        (6, "listede yok"),
        (7, "zorunlu, boş"),
        (8, "2. satırda da"),
        (9, "dışında"),
    ):
        assert words in told[line]
    left = taken(place, bad, skip=True)
    assert (left.state, left.rows_added, [row[0] for row in seen(place)]) == ("done", 2, ["K1", "K2"])
    for text, words in (
        ("kod;X;Y\n", "kayıt yok"),
        ("ad;X;Y\nx;29,9;40,7\n", "zorunlu alan yok: Kod"),
        ("kod,ad\n1,2\n", "Koordinat"),
    ):
        assert words in taken(place, text).why
    for facts, words in (({"srid": 99_999}, "bilinmiyor"), ({"file_name": "virus.exe"}, "kabul")):
        given = {"file": io.BytesIO(b"x"), "file_name": "a.csv"} | facts
        with pytest.raises(Refused, match=words):
            loading.ask("yapilar", actor=place.keeper.actor, **given)
    named = taken(place, "numara;X;Y\nK8;29,9;40,7\n", mapping={"kod": "numara"}, dry_run=True)
    assert (named.rows_added, named.report["unmatched"]) == (1, [])
    with pytest.raises(Refused, match="yetkiniz yok"):
        loading.ask("yapilar", actor=place.clerk.actor, file=io.BytesIO(b"x"), file_name="a.csv")


def square(x: float, y: float, side: float = 0.001) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def collection(*rings: list[list[float]]) -> str:
    features = [
        {"type": "Feature", "properties": {"no": str(at)}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for at, ring in enumerate(rings)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_rules_find_what_is_wrong_and_judge_what_is_handed_in(place: Place, tmp_path: Path):
    place.layer(
        "sinir", geometry_type="MultiPolygon", fields=[{"name": "no", "title": "No", "kind": "text"}], key_field="no"
    )
    number = {"name": "no", "title": "No", "kind": "text"}
    place.layer("ada", geometry_type="MultiPolygon", fields=[number], key_field="no")
    around = tmp_path / "sinir.geojson"
    around.write_text(collection(square(29.9, 40.7, 0.01)))
    loading.from_shell(around, "sinir", actor=place.keeper.actor)
    bow = [[29.906, 40.706], [29.907, 40.707], [29.907, 40.706], [29.906, 40.707], [29.906, 40.706]]
    inside = tmp_path / "ada.geojson"
    inside.write_text(collection(square(29.902, 40.702), square(29.9025, 40.702), square(29.95, 40.7), [*bow]))
    load = loading.from_shell(inside, "ada", actor=place.keeper.actor, mend=False)
    assert (load.state, load.rows_wrong, load.wrong_rows[0]["mendable"]) == ("refused", 1, True)
    load = loading.from_shell(inside, "ada", actor=place.keeper.actor)
    assert (load.state, load.rows_mended, load.rows_added) == ("done", 1, 4)
    set_rule = quality.set_rule
    for facts in ({"kind": "no_overlap", "limit": 1}, {"kind": "within", "other": "sinir"}, {"kind": "valid"}):
        set_rule("ada", actor=place.keeper.actor, **facts)
    found = quality.check("ada", actor=place.keeper.actor)
    told = [(one.row_id, str(one.rule)) for one in queries.findings(place.keeper.actor, found)]
    assert told == [(1, "Birbirine binmiyor"), (2, "Birbirine binmiyor"), (3, "Başka katmanın içinde")]
    assert (found.rows, found.wrong) == (4, 3)
    first = queries.findings(place.keeper.actor, found)[0]
    assert (first.lon, first.lat) == pytest.approx((29.9025, 40.7025), abs=1e-3)
    good = tmp_path / "is_sonu.geojson"
    good.write_text(collection(square(29.905, 40.705)))
    verdict = loading.from_shell(good, "ada", actor=place.clerk.actor, mode="check", body="Su İdaresi")
    assert (verdict.report["accepted"], verdict.rows_added) == (True, 0)
    good.write_text(collection(square(29.905, 40.705), square(29.9055, 40.705)))
    verdict = loading.from_shell(good, "ada", actor=place.clerk.actor, mode="check", body="Su İdaresi")
    assert verdict.report["accepted"] is False
    assert [one["count"] for one in verdict.report["verdict"]] == [2, 0, 0]
    with pytest.raises(Refused, match="yetkiniz yok"):
        set_rule("ada", actor=place.clerk.actor, kind="valid")
