"""Samples in columnar files: raw, then means of five minutes, an hour and a day. Nothing grows without bound.

    raw/2026-12-01T14/…parquet   what was measured this hour, a file a flush
    raw/2026-12-01T14.parquet    the same hour closed: one file, sorted by part
    5m/2026-12-01T14.parquet  →  5m/2026-12-01.parquet  →  1h/2026-12-01.parquet  →  1d/2026-12.parquet

Hours and days are those of Türkiye. A file appears whole or not at all: written beside, synced, renamed. Every step
may be repeated; one that was broken off leaves what was there before.
"""

import contextlib
import datetime as dt
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

HERE = ZoneInfo("Europe/Istanbul")
KEEPS = {
    "raw": dt.timedelta(days=3),
    "5m": dt.timedelta(days=35),
    "1h": dt.timedelta(days=400),
    "1d": dt.timedelta(days=3_660),
}
"""How long each tier is kept."""
STEPS = {"raw": 0, "5m": 300, "1h": 3_600, "1d": 86_400}
LATE = dt.timedelta(minutes=3)
"""How long after its end an hour is closed: the last flush has come by then."""
RAW = pa.schema([("part", pa.int64()), ("metric", pa.int8()), ("ms", pa.int64()), ("value", pa.float64())])
TIER = pa.schema([*RAW, ("low", pa.float64()), ("high", pa.float64()), ("n", pa.int32())])


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of a part: its words, its unit, the colour it is drawn in."""

    label: str
    unit: str
    kind: str = "accent"


METRICS: dict[str, tuple[Metric, ...]] = {
    "ping": (Metric("Yanıt süresi", "ms"), Metric("Kayıp", "%", "late")),
    "time": (Metric("Yanıt süresi", "ms"),),
    "certificate": (Metric("Kalan gün", "gün"),),
    "interface": (
        Metric("Gelen", "bit/sn"),
        Metric("Giden", "bit/sn", "done"),
        Metric("Hatalı paket", "paket/sn", "late"),
    ),
    "disk": (Metric("Dolu", "%"),),
    "cpu": (Metric("İşlemci", "%"),),
    "memory": (Metric("Bellek", "%"),),
    "sensor": (Metric("Ölçüm", ""),),
    "toner": (Metric("Kalan", "%"),),
    "pages": (Metric("Sayfa", "sayfa"),),
    "offset": (Metric("Saat farkı", "ms"),),
    "database": (
        Metric("Bağlantı", "%"),
        Metric("Büyüklük", "MB", "done"),
        Metric("Çoğaltma gecikmesi", "sn", "late"),
    ),
    "age": (Metric("Yaş", "saat"),),
    "value": (Metric("Değer", ""),),
}
"""What the parts of each sort measure, in the order in which their numbers come."""


@dataclass(frozen=True, slots=True)
class Point:
    at: dt.datetime
    value: float
    low: float
    high: float


@dataclass
class Writer:
    """Samples in memory until they are flushed; nothing is promised of what was not."""

    parts: list[int] = field(default_factory=list)
    metrics: list[int] = field(default_factory=list)
    ats: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, part: int, at: dt.datetime, values: Sequence[float | None]) -> None:
        moment = int(at.timestamp() * 1000)
        for metric, value in enumerate(values):
            if value is not None:
                self.parts.append(part)
                self.metrics.append(metric)
                self.ats.append(moment)
                self.values.append(value)

    def __len__(self) -> int:
        return len(self.parts)

    def take(self) -> pa.Table:
        table = pa.table([self.parts, self.metrics, self.ats, self.values], schema=RAW)
        self.parts, self.metrics, self.ats, self.values = [], [], [], []
        return table


def _hour(at: dt.datetime) -> str:
    return at.astimezone(HERE).strftime("%Y-%m-%dT%H")


def _begin(name: str) -> dt.datetime:
    """The moment a file or folder of this name begins."""
    shape = {7: "%Y-%m", 10: "%Y-%m-%d", 13: "%Y-%m-%dT%H"}[len(name)]
    return dt.datetime.strptime(name, shape).replace(tzinfo=HERE)


def _end(name: str) -> dt.datetime:
    begin = _begin(name)
    if len(name) == 7:
        return (begin + dt.timedelta(days=32)).replace(day=1)
    return begin + (dt.timedelta(days=1) if len(name) == 10 else dt.timedelta(hours=1))


def _ms(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


def _first(at: dt.datetime, seconds: int) -> int:
    """Begin of the mean in which a moment lies."""
    return _ms(at) - (_ms(at) + 10_800_000) % (seconds * 1000) if seconds else _ms(at)


def _bucket(seconds: int) -> str:
    """Begin of the bucket a sample falls into; days begin at midnight in Türkiye, three hours before UTC."""
    return f"ms - (ms + 10800000) % {seconds * 1000}"


_one = threading.Lock()


class Store:
    """The samples of one installation, in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _engine(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(config={"threads": 2, "memory_limit": "800MB"})

    # writing ------------------------------------------------------------------------------------------------------

    def write(self, table: pa.Table) -> int:
        """Put raw samples down, each into the folder of its hour; returns how many."""
        if not len(table):
            return 0
        hours: dict[int, list[int]] = {}
        for place, at in enumerate(table["ms"].to_pylist()):
            hours.setdefault(at // 3_600_000, []).append(place)
        for hour, places in hours.items():
            folder = self.root / "raw" / _hour(dt.datetime.fromtimestamp(hour * 3_600, dt.UTC))
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{dt.datetime.now(dt.UTC).timestamp():.6f}-{os.getpid()}.parquet"
            self._put(table if len(hours) == 1 else table.take(places), folder / name)
        return len(table)

    def write_past(self, table: pa.Table) -> int:
        """Put samples of the past (a provider's log) into days and months that are closed already."""
        if not len(table):
            return 0
        months: dict[str, list[int]] = {}
        for place, at in enumerate(table["ms"].to_pylist()):
            months.setdefault(dt.datetime.fromtimestamp(at / 1000, HERE).strftime("%Y-%m"), []).append(place)
        (self.root / "1d").mkdir(parents=True, exist_ok=True)
        with _one, tempfile.TemporaryDirectory(dir=self.root) as folder:
            given = Path(folder) / "given.parquet"
            for month, places in months.items():
                pq.write_table(table.take(places), given)
                whole = self.root / "1d" / f"{month}.parquet"
                new = self._means(86_400, raw=True).replace("FROM source", f"FROM read_parquet('{given}')")
                sources = [whole] if whole.exists() else []
                if not sources:
                    self._copy(new, [given], whole)
                    continue
                parts = ", ".join(str(int(one)) for one in set(table["part"].to_pylist()))
                old = f"SELECT * FROM source WHERE part NOT IN ({parts})"  # noqa: S608
                self._copy(f"SELECT * FROM ({old} UNION ALL ({new})) ORDER BY part, metric, ms", sources, whole)  # noqa: S608
        return len(table)

    def put_tier(self, tier: str, name: str, table: pa.Table) -> None:
        """Lay a finished file of a tier down (samples of the past, for a new installation)."""
        (self.root / tier).mkdir(parents=True, exist_ok=True)
        ordered = table.sort_by([("part", "ascending"), ("metric", "ascending"), ("ms", "ascending")])
        self._put(ordered, self.root / tier / f"{name}.parquet")

    def _put(self, table: pa.Table, path: Path) -> None:
        beside = path.with_suffix(".new")
        pq.write_table(table, beside, compression="zstd", row_group_size=50_000)
        self._settle(beside, path)

    def _settle(self, beside: Path, path: Path) -> None:
        descriptor = os.open(beside, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        beside.replace(path)

    # closing hours and days ---------------------------------------------------------------------------------------

    def roll(self, moment: dt.datetime) -> int:
        """Close every hour and day that is over, drop what is past its term; returns how many files were made."""
        with _one:
            made = self._close_hours(moment) + self._close_days(moment)
            self._drop(moment)
            return made

    def _close_hours(self, moment: dt.datetime) -> int:
        made = 0
        for folder in sorted((self.root / "raw").glob("*T[0-9][0-9]")):
            if not folder.is_dir() or _end(folder.name) + LATE > moment:
                continue
            whole = folder.with_suffix(".parquet")
            sources = [*folder.glob("*.parquet"), *([whole] if whole.exists() else [])]
            if sources:
                self._copy(
                    "SELECT part, metric, ms, avg(value) AS value FROM source GROUP BY ALL ORDER BY part, metric, ms",
                    sources,
                    whole,
                )
                (self.root / "5m").mkdir(exist_ok=True)
                self._copy(self._means(300, raw=True), [whole], self.root / "5m" / f"{folder.name}.parquet")
                made += 2
            shutil.rmtree(folder)
        return made

    def _close_days(self, moment: dt.datetime) -> int:
        made = 0
        days: dict[str, list[Path]] = {}
        for file in sorted((self.root / "5m").glob("*T[0-9][0-9].parquet")):
            days.setdefault(file.name[:10], []).append(file)
        for day, files in days.items():
            # an hour that is still open in raw comes first
            if _end(day) + LATE > moment or any((self.root / "raw").glob(f"{day}T[0-9][0-9]")):
                continue
            whole = self.root / "5m" / f"{day}.parquet"
            sources = [*files, *([whole] if whole.exists() else [])]
            self._copy("SELECT DISTINCT * FROM source ORDER BY part, metric, ms", sources, whole)
            (self.root / "1h").mkdir(exist_ok=True)
            self._copy(self._means(3_600), [whole], self.root / "1h" / f"{day}.parquet")
            self._add_day(day)
            for file in files:
                file.unlink()
            made += 3
        return made

    def _add_day(self, day: str) -> None:
        (self.root / "1d").mkdir(exist_ok=True)
        month, hours = self.root / "1d" / f"{day[:7]}.parquet", self.root / "1h" / f"{day}.parquet"
        begin = _ms(_begin(day))
        new = self._means(86_400).replace("source", f"read_parquet('{hours}')")
        old = f"SELECT * FROM source WHERE ms <> {begin} UNION ALL " if month.exists() else ""  # noqa: S608
        sources = [month] if month.exists() else [hours]
        self._copy(f"SELECT * FROM ({old}({new})) ORDER BY part, metric, ms", sources, month)  # noqa: S608

    @staticmethod
    def _means(seconds: int, *, raw: bool = False) -> str:
        """Means of so many seconds, weighed by how many samples each stands for. Days begin at midnight here."""
        step = _bucket(seconds)
        low, high, many = ("value", "value", "1") if raw else ("low", "high", "n")
        return (
            f"SELECT part, metric, {step} AS ms, sum(value * {many}) / sum({many}) AS value, "  # noqa: S608
            f"min({low}) AS low, max({high}) AS high, sum({many})::INTEGER AS n "
            "FROM source GROUP BY part, metric, 3 ORDER BY part, metric, 3"
        )

    def _copy(self, statement: str, sources: Sequence[Path], path: Path) -> None:
        beside = path.with_suffix(".new")
        with contextlib.closing(self._engine()) as engine:
            engine.read_parquet([str(one) for one in sources]).create_view("source")
            engine.execute(f"COPY ({statement}) TO '{beside}' (FORMAT parquet, COMPRESSION zstd)")
        self._settle(beside, path)

    def _drop(self, moment: dt.datetime) -> None:
        for tier, term in KEEPS.items():
            for file in (self.root / tier).glob("*.parquet"):
                if _end(file.stem) + term < moment:
                    file.unlink()

    # reading ------------------------------------------------------------------------------------------------------

    def _files(self, tier: str, since: dt.datetime, until: dt.datetime) -> list[Path]:
        found = []
        for file in (self.root / tier).glob("*.parquet"):
            with contextlib.suppress(KeyError, ValueError):
                if _end(file.stem) > since and _begin(file.stem) < until:
                    found.append(file)
        if tier == "raw":
            for folder in (self.root / tier).glob("*T[0-9][0-9]"):
                if folder.is_dir() and _end(folder.name) > since and _begin(folder.name) < until:
                    found += folder.glob("*.parquet")
        return sorted(found)

    def _frontier(self, tier: str) -> dt.datetime:
        """Up to which moment a tier is complete."""
        # a month is open until its last day is closed: how far the days go, the hours say while there are any
        finer = (self.root / "1h").glob("*.parquet") if tier == "1d" else ()
        names = [file.stem for file in finer] or [file.stem for file in (self.root / tier).glob("*.parquet")]
        return max((_end(name) for name in names), default=dt.datetime.min.replace(tzinfo=dt.UTC))

    def _spans(self, tier: str, since: dt.datetime, until: dt.datetime) -> list[tuple[str, dt.datetime, dt.datetime]]:
        """Which tier answers for which time: the chosen one as far as it goes, then the finer ones."""
        order = ["1d", "1h", "5m", "raw"]
        spans, begin = [], since
        for one in order[order.index(tier) :]:
            if one == "1h" and tier == "1d":
                continue  # what the days do not hold yet, the hours do not either
            end = until if one == "raw" else min(until, self._frontier(one))
            if end > begin:
                spans.append((one, begin, end))
                begin = end
        return spans

    @staticmethod
    def tier_for(since: dt.datetime, until: dt.datetime) -> str:
        length = until - since
        if length <= dt.timedelta(hours=36):
            return "raw"
        if length <= dt.timedelta(days=9):
            return "5m"
        return "1h" if length <= dt.timedelta(days=100) else "1d"

    def history(
        self,
        parts: Iterable[int],
        metric: int,
        since: dt.datetime,
        until: dt.datetime,
        *,
        tier: str = "",
        step: int = 0,
    ) -> dict[int, list[Point]]:
        """The course of one metric of these parts, oldest first; `step` seconds make coarser means of it."""
        wanted = sorted(set(parts))
        tier = tier or self.tier_for(since, until)
        selects, files = [], []
        for one, begin, end in self._spans(tier, since, until):
            found = self._files(one, begin, end)
            if not found:
                continue
            low, high, many = ("value", "value", "1") if one == "raw" else ("low", "high", "n")
            listed = ", ".join(f"'{file}'" for file in found)
            selects.append(
                f"SELECT part, ms, value, {low} AS low, {high} AS high, {many} AS n FROM read_parquet([{listed}]) "  # noqa: S608
                f"WHERE metric = {int(metric)} AND part IN ({', '.join(str(int(key)) for key in wanted)}) "
                f"AND ms >= {_first(begin, STEPS[one])} AND ms < {_ms(end)}"
            )
            files += found
        if not wanted or not selects:
            return {}
        whole = " UNION ALL ".join(selects)
        if step:
            bucket = _bucket(int(step))
            whole = (
                f"SELECT part, {bucket} AS ms, sum(value * n) / sum(n) AS value, min(low) AS low, max(high) AS high "  # noqa: S608
                f"FROM ({whole}) GROUP BY part, 2"
            )
        told = f"SELECT part, ms, value, low, high FROM ({whole}) ORDER BY part, ms"  # noqa: S608
        with contextlib.closing(self._engine()) as engine:
            rows = engine.execute(told).fetchall()
        course: dict[int, list[Point]] = {}
        for part, at, value, low, high in rows:
            moment = dt.datetime.fromtimestamp(at / 1000, dt.UTC)
            course.setdefault(part, []).append(Point(moment, value, low, high))
        return course
