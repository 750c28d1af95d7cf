"""A city that does not exist: blocks, streets, parcels, buildings and addresses by a generator of our own.

Everything is drawn from numbers around an arbitrary point of the zone TM30; no place, no name, no parcel is real.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db import transaction
from django.utils.timezone import now
from psycopg import sql

from konak.foundation.db.composing import copied, run

from .models import Layer
from .services import shaping

EAST, NORTH = 561_000.0, 4_512_000.0
"""Where the fictional city begins (EPSG:5254)."""
BLOCK = (120.0, 80.0)
STREET = 14.0
ACROSS = 12
"""Blocks of a neighbourhood in one row."""
NAMES = (
    *("Çınaraltı", "Gülbahçe", "Yukarıpınar", "İncirlik Yolu", "Şafak", "Ihlamurlu", "Değirmenönü", "Üçköprü"),
    *("Akasya", "Ömerli Tepe", "Kavaklık", "Işıkkent", "Sümbüllü", "Bağyolu", "Derekenarı", "Harmanyeri"),
)
STREETS = ("Menekşe", "Karanfil", "Zeytin", "Şehit Çeşmesi", "İğde", "Pınar", "Uğur", "Çağlayan", "Ihlamur", "Söğüt")
PLACES = {
    "okul": ("İlkokulu", "Ortaokulu", "Anadolu Lisesi"),
    "saglik": ("Aile Sağlığı Merkezi",),
    "eczane": ("Eczanesi",),
    "kultur": ("Kültür Merkezi", "Kütüphanesi"),
    "spor": ("Spor Salonu",),
    "kamu": ("Muhtarlığı",),
    "otopark": ("Katlı Otoparkı",),
}
DAY = dt.timedelta(days=1)
Made = tuple[Any, dict[str, Any]]


@dataclass(slots=True)
class City:
    """Rows of each prepared layer: geometry and values."""

    mahalle: list[Made] = field(default_factory=list)
    yol: list[Made] = field(default_factory=list)
    parsel: list[Made] = field(default_factory=list)
    yapi: list[Made] = field(default_factory=list)
    adres: list[Made] = field(default_factory=list)
    onemli_yer: list[Made] = field(default_factory=list)
    park: list[Made] = field(default_factory=list)
    hidrant: list[Made] = field(default_factory=list)


def box(x: float, y: float, wide: float, high: float) -> Any:
    return shapely.MultiPolygon([shapely.box(x, y, x + wide, y + high)])


def city(neighbourhoods: int, seed: int) -> City:
    """A city of so many neighbourhoods, each of 12 × 8 blocks with some two hundred buildings."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    made = City()
    wide = ACROSS * (BLOCK[0] + STREET)
    high = 8 * (BLOCK[1] + STREET)
    for number in range(neighbourhoods):
        column, row = number % 4, number // 4
        x, y = EAST + column * wide, NORTH + row * high
        again = number // len(NAMES)
        name = NAMES[number % len(NAMES)] + (f" {again + 1}" if again else "")
        code = f"M{number + 1:03d}"
        people = chance.randint(3_000, 14_000)
        values = {"kod": code, "ad": f"{name} Mahallesi", "ilce": "Örnek Merkez", "nufus": people}
        made.mahalle.append((box(x, y, wide, high), values))
        _streets(made, chance, code, x, y, wide, high)
        _blocks(made, chance, code, name, x, y)
    return made


def _streets(made: City, chance: random.Random, code: str, x: float, y: float, wide: float, high: float) -> None:
    for line in range(9):
        at = y + line * (BLOCK[1] + STREET)
        main = line in {0, 8}
        name = f"{chance.choice(STREETS)} {'Caddesi' if main else 'Sokak'}"
        made.yol.append(
            (shapely.MultiLineString([[(x, at), (x + wide, at)]]), _road(chance, f"{code}-D{line}", name, main))
        )
    for line in range(ACROSS + 1):
        at = x + line * (BLOCK[0] + STREET)
        made.yol.append(
            (
                shapely.MultiLineString([[(at, y), (at, y + high)]]),
                _road(chance, f"{code}-K{line}", f"{1_000 + chance.randrange(900)}. Sokak", line in {0, ACROSS}),
            )
        )
        if line % 3 == 1:
            kind = "yerustu" if line % 2 else "yeralti"
            spot = shapely.Point(at + 3, y + chance.uniform(20, high - 20))
            made.hidrant.append(
                (
                    spot,
                    {
                        "kod": f"{code}-H{line:02d}",
                        "tip": kind,
                        "debi": round(chance.uniform(5, 20), 1),
                        "durum": "calisir",
                    },
                )
            )


def _road(chance: random.Random, number: str, name: str, main: bool) -> dict[str, Any]:
    return {
        "yol_no": number,
        "ad": name,
        "sinif": "ana" if main else "sokak",
        "genislik": 22.0 if main else round(chance.uniform(7, 12), 1),
        "kaplama": chance.choice(("asfalt", "asfalt", "parke")),
        "tek_yon": chance.random() < 0.2,
    }


def _blocks(made: City, chance: random.Random, code: str, name: str, x: float, y: float) -> None:
    count = 0
    for place in range(ACROSS * 8):
        left = x + (place % ACROSS) * (BLOCK[0] + STREET) + STREET / 2
        low = y + (place // ACROSS) * (BLOCK[1] + STREET) + STREET / 2
        if chance.random() < 0.04:
            number = f"{code}-P{place:02d}"
            made.park.append(
                (
                    box(left, low, *BLOCK),
                    {
                        "kod": number,
                        "ad": f"{chance.choice(STREETS)} Parkı",
                        "alan": BLOCK[0] * BLOCK[1],
                        "oyun": chance.random() < 0.7,
                        "acilis": dt.date(2005 + chance.randrange(20), 1 + chance.randrange(12), 1),
                    },
                )
            )
            continue
        block = 100 + place
        parts = chance.choice((2, 3, 3, 4))
        width = BLOCK[0] / parts
        for part in range(parts):
            count += 1
            _parcel(made, chance, code, name, block, part + 1, left + part * width, low, width, count)


def _parcel(
    made: City,
    chance: random.Random,
    code: str,
    name: str,
    block: int,
    part: int,
    x: float,
    y: float,
    wide: float,
    count: int,
) -> None:
    built = chance.random() < 0.86
    made.parsel.append(
        (
            box(x, y, wide, BLOCK[1]),
            {
                "ada_parsel": f"{code[1:]}{block}/{part}",
                "mahalle": f"{name} Mahallesi",
                "ada": f"{code[1:]}{block}",
                "parsel": str(part),
                "tapu_alani": round(wide * BLOCK[1], 2),
                "nitelik": "bina" if built else "arsa",
            },
        )
    )
    if not built:
        return
    side, deep = wide * chance.uniform(0.4, 0.62), BLOCK[1] * chance.uniform(0.3, 0.55)
    left, low = x + (wide - side) * chance.uniform(0.3, 0.7), y + (BLOCK[1] - deep) * chance.uniform(0.25, 0.6)
    floors = chance.choice((2, 3, 4, 5, 5, 6, 8, 10))
    year = chance.randint(1975, 2025)
    use = chance.choices(("konut", "karma", "ticari", "kamu"), (70, 18, 9, 3))[0]
    made.yapi.append(
        (
            box(left, low, side, deep),
            {
                "yapi_no": f"{code}-{count:04d}",
                "kat": floors,
                "yukseklik": round(floors * 3.05, 2),
                "taban": round(side * deep, 2),
                "kullanim": use,
                "durum": "var",
                "yil": year,
                "ruhsat": dt.date(year, 1 + chance.randrange(12), 1 + chance.randrange(28)),
            },
        )
    )
    street = f"{chance.choice(STREETS)} Sokak"
    made.adres.append(
        (
            shapely.Point(left + side / 2, low),
            {
                "uavt": f"{int(code[1:]):03d}{count:05d}",
                "mahalle": f"{name} Mahallesi",
                "csbm": street,
                "kapi_no": str(2 * count % 180 + 1),
                "tur": "ana",
                "posta": "99100",
            },
        )
    )
    if chance.random() < 0.06:
        kind = chance.choice(list(PLACES))
        spot = shapely.Point(left + side / 2, low + deep / 2)
        words = f"{name} {chance.choice(PLACES[kind])}"
        made.onemli_yer.append(
            (spot, {"kod": f"{code}-Y{count:04d}", "ad": words, "tur": kind, "adres": f"{street}, {name}"})
        )


def rows_of(
    made: Sequence[Made], names: Sequence[str], when: Iterator[dt.datetime], who: int | None
) -> Iterator[Any]:
    shapes = shapely.to_wkb([one[0] for one in made], hex=True)
    for shape, (_, values) in zip(shapes, made, strict=True):
        yield (shape, next(when), who, *(values.get(name) for name in names))


@transaction.atomic
def fill(layer: Layer, made: Sequence[Made], *, who: int | None, seed: int) -> None:
    """Put rows into an empty layer as two years of work would have left them: when each was drawn, and by whom."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    fields = list(layer.fields.all())
    names = [one.name for one in fields]
    moment = now()

    def moments() -> Iterator[dt.datetime]:
        while True:
            yield moment - chance.randint(30, 720) * DAY

    table = shaping.table(layer.name)
    shaping.unindex(layer, fields)
    run(sql.SQL("ALTER TABLE {} DISABLE TRIGGER stamp").format(table))
    columns = sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(one)) for one in names)
    count = copied(
        sql.SQL("COPY {} (geom, changed_at, changed_by{}) FROM STDIN").format(table, columns),
        rows_of(made, names, moments(), who),
    )
    run(sql.SQL("ALTER TABLE {} ENABLE TRIGGER stamp").format(table))
    shaping.index(layer, fields)
    run(sql.SQL("ANALYZE {}").format(table))
    Layer.objects.filter(pk=layer.pk).update(row_count=count, data_changed_at=moment - chance.randint(1, 29) * DAY)


@transaction.atomic
def edited(layer: Layer, column: str, value: Any, every: int, *, who: int | None, ago: int) -> None:
    """Rows as if they had been changed so many days ago: every so many-th, with what they were before."""
    table, past = shaping.table(layer.name), shaping.past(layer.name)
    kept = ("id", "geom", "unit_id", "version", "changed_at", "changed_by", *(one.name for one in layer.fields.all()))
    columns = sql.SQL(", ").join(sql.Identifier(one) for one in kept)
    where = sql.SQL("id %% %(every)s = 0")
    moment = now() - ago * DAY
    run(
        sql.SQL(
            "INSERT INTO {past} ({c}, until, ended_by, gone) SELECT {c}, %(at)s, %(who)s, false FROM {live} "
            "WHERE {w} AND changed_at < %(at)s"
        ).format(past=past, c=columns, live=table, w=where),
        every=every,
        at=moment,
        who=who,
    )
    run(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    run(
        sql.SQL(
            "UPDATE {live} SET version = version + 1, changed_at = %(at)s, changed_by = %(who)s, {col} = %(value)s "
            "WHERE {w} AND changed_at < %(at)s"
        ).format(live=table, col=sql.Identifier(column), w=where),
        every=every,
        at=moment,
        who=who,
        value=value,
    )
    run(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
