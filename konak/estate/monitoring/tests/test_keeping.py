"""Samples are kept in ever coarser means, answer for any span, and survive being broken off and repeated."""

import datetime as dt

from konak.estate.monitoring.keeping import HERE, Store, Writer

BEGIN = dt.datetime(2026, 3, 1, 22, 0, tzinfo=HERE)


def minutes(store, begin, many, parts=(1, 2)):
    writer = Writer()
    for minute in range(many):
        for part in parts:
            writer.add(part, begin + dt.timedelta(minutes=minute), [float(minute), None, part * 1.0])
    return store.write(writer.take())


def test_hours_and_days_close_once_and_every_span_is_whole(tmp_path):
    store = Store(tmp_path)
    assert minutes(store, BEGIN, 300) == 1_200
    moment = BEGIN + dt.timedelta(minutes=310)
    (tmp_path / "raw" / "2026-03-01T23" / "yarim.new").write_bytes(b"half")
    assert store.roll(moment) == 10 + 3
    assert store.roll(moment) == 0
    names = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.parquet") if "raw" not in str(file))
    assert names == [
        "1d/2026-03.parquet",
        "1h/2026-03-01.parquet",
        "5m/2026-03-01.parquet",
        "5m/2026-03-02T00.parquet",
        "5m/2026-03-02T01.parquet",
        "5m/2026-03-02T02.parquet",
    ]
    minutes(store, BEGIN + dt.timedelta(minutes=300), 10)
    raw, day = (store.history([1], 0, BEGIN, moment, tier=tier)[1] for tier in ("raw", "1d"))
    assert (len(raw), raw[0].value, raw[-1].value) == (310, 0.0, 9.0)
    # the first evening is one mean of a day; after it come the means of five minutes, then what is still open
    assert (day[0].at, day[0].value, day[0].high) == (BEGIN.replace(hour=0), 59.5, 119.0)
    assert len(day) == 1 + 36 + 10
    steps = store.history([1, 2], 0, BEGIN, moment, tier="5m", step=3_600)
    assert [round(point.value, 1) for point in steps[2]][:3] == [29.5, 89.5, 149.5]


def test_what_is_past_its_term_goes(tmp_path):
    store = Store(tmp_path)
    minutes(store, BEGIN, 61)
    for days in (1, 5, 40, 500):
        store.roll(BEGIN + dt.timedelta(days=days))
    assert [file.name for file in tmp_path.rglob("*.parquet")] == ["2026-03.parquet"]
    (point,) = store.history([1], 0, BEGIN - dt.timedelta(days=9), BEGIN + dt.timedelta(days=500), tier="1d")[1]
    assert point.value == 30.0
