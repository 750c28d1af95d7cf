"""Tiles and features over HTTP against tipg and bare SQL, on the same tables: ratios of one run.

    .venv/bin/python bench/gis.py [--buildings 500000] [--seconds 6] [--tipg PYTHON]

`--tipg` names a Python in whose environment tipg and uvicorn are installed; without it the peer is left out. Ours is
the real program (granian, two workers, the whole application); tipg runs with two workers of uvicorn. Both serve the
same three attributes; the load is eight threads on loopback that keep their connections, for so many seconds a case.
"""

import argparse
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare

WEST, SOUTH, WIDTH, HEIGHT = 29.6, 40.6, 0.9, 0.5
CLIENTS = 8


def fill(count: int) -> None:
    """A layer of buildings scattered over a province, with three attributes."""
    from django.db import connection

    from konak.city.geodata.models import Field, Layer
    from konak.city.geodata.services import shaping
    from konak.foundation.people.models import Unit

    unit = Unit.objects.create(name="Deneme", kind="directorate", since="2020-01-01")
    layer = Layer.objects.create(
        name="binalar", title="Binalar", unit=unit, geometry_type="MultiPolygon", srid=4326, state="published",
        sensitivity="public", min_zoom=0, data_changed_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    kinds = {"kod": "text", "kat": "integer", "tur": "text"}
    fields = [Field(layer=layer, name=name, title=name, kind=kind) for name, kind in kinds.items()]
    Field.objects.bulk_create(fields)
    shaping.create(layer, fields)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE geodata.binalar DISABLE TRIGGER ALL")
        cursor.execute(
            """
            INSERT INTO geodata.binalar (geom, unit_id, kod, kat, tur)
            SELECT ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(%s + random() * %s, %s + random() * %s), 4326),
                                      0.00006 + random() * 0.0001, 2)),
                   (n %% 40) + 1, 'B' || n, n %% 12, (ARRAY['konut', 'iş yeri', 'kamu'])[n %% 3 + 1]
            FROM generate_series(1, %s) AS n
            """,
            [WEST, WIDTH, SOUTH, HEIGHT, count],
        )
        cursor.execute("VACUUM ANALYZE geodata.binalar")
        cursor.execute(
            "CREATE TABLE public.binalar_tipg AS "
            "SELECT id, web::geometry(MultiPolygon, 3857) AS geom, kod, kat, tur FROM geodata.binalar"
        )
        cursor.execute("ALTER TABLE public.binalar_tipg ADD PRIMARY KEY (id)")
        cursor.execute("CREATE INDEX ON public.binalar_tipg USING gist (geom)")
        cursor.execute("VACUUM ANALYZE public.binalar_tipg")


def places(z: int, count: int) -> list[tuple[int, int]]:
    import math

    chance, found = random.Random(z), []
    for _ in range(count):
        lon, lat = WEST + WIDTH * (0.1 + chance.random() * 0.8), SOUTH + HEIGHT * (0.1 + chance.random() * 0.8)
        x = int((lon + 180) / 360 * (1 << z))
        y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * (1 << z))
        found.append((x, y))
    return found


def boxes(count: int) -> list[str]:
    chance, found = random.Random(7), []
    for _ in range(count):
        lon, lat = WEST + chance.random() * WIDTH * 0.9, SOUTH + chance.random() * HEIGHT * 0.9
        found.append(f"{lon:.5f},{lat:.5f},{lon + 0.02:.5f},{lat + 0.02:.5f}")
    return found


def a_second(port: int, paths: list[str], seconds: float) -> float:
    """Answers a second of eight threads that go round the paths; anything but 200 and 204 ends the measurement."""
    done, wrong, end = [0] * CLIENTS, [], time.perf_counter() + seconds

    def ask(me: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        at = me * 31
        while time.perf_counter() < end and not wrong:
            line.request("GET", paths[at % len(paths)])
            answer = line.getresponse()
            answer.read()
            if answer.status not in {200, 204}:
                wrong.append(f"{answer.status} {paths[at % len(paths)]}")
            done[me] += 1
            at += 1

    crowd = [threading.Thread(target=ask, args=[me]) for me in range(CLIENTS)]
    began = time.perf_counter()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    if wrong:
        raise SystemExit(f"answered {wrong[0]}")
    return sum(done) / (time.perf_counter() - began)


def bare(z: int, spots: list[tuple[int, int]], seconds: float) -> float:
    """Tiles a second of the statement alone, on two connections."""
    from django.db import connections

    from konak.city.geodata.serving import tiles

    counts, end = [0, 0], time.perf_counter() + seconds

    def ask(me: int) -> None:
        at = me
        while time.perf_counter() < end:
            x, y = spots[at % len(spots)]
            tiles.draw("binalar", ("kod", "kat", "tur"), tiles.Place(z, x, y))
            counts[me] += 1
            at += 2
        connections.close_all()

    crowd = [threading.Thread(target=ask, args=[me]) for me in range(2)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return sum(counts) / seconds


def wait(port: int) -> None:
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).request("GET", "/")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--buildings", type=int, default=500_000)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--tipg", default="")
    args = parser.parse_args()
    prepare()
    fill(args.buildings)
    from django.conf import settings
    from django.db import connections

    main_database = connections["default"].settings_dict
    stores = tempfile.mkdtemp(prefix="konak-bench-tiles-")
    os.environ["KONAK_DB_POOL"] = "8"
    ours, theirs = 18_311, 18_312
    servers = []
    log = os.open(Path(stores, "log"), os.O_CREAT | os.O_WRONLY)
    try:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(ours), "--workers", "2"]
        command += ["--blocking-threads", "8", "--log-level", "warning", "konak.wsgi:application"]
        servers.append(subprocess.Popen(command, stdout=log, stderr=log))
        wait(ours)
        if args.tipg:
            host, name = quote(main_database["HOST"], safe=""), main_database["NAME"]
            environ = {
                "DATABASE_URL": f"postgresql://{main_database['USER']}@{host}/{name}",
                "TIPG_DB_SCHEMAS": '["public"]', "TIPG_MAX_FEATURES_PER_TILE": "100000",
                "TIPG_DB_ONLY_SPATIAL_TABLES": "TRUE", "PATH": os.environ["PATH"],
            }  # fmt: skip
            serve = [args.tipg, "-m", "uvicorn", "tipg.main:app", "--port", str(theirs), "--workers", "2"]
            servers.append(subprocess.Popen([*serve, "--log-level", "error"], env=environ, stdout=log, stderr=log))
            wait(theirs)
            time.sleep(3)
        measure(args, ours, theirs, Path(settings.GEO_TILES))
    finally:
        for server in servers:
            server.terminate()
            server.wait(10)
        print(Path(stores, "log").read_text(errors="replace")[-800:], end="")
        shutil.rmtree(stores, ignore_errors=True)


def measure(args: argparse.Namespace, ours: int, theirs: int, kept: Path) -> None:
    bounds = Bounds()
    for z, least in ((13, 4.5), (15, 4.5), (17, 6.0)):
        spots = places(z, 400)
        paths = [f"/api/geo/tiles/binalar/{z}/{x}/{y}.mvt" for x, y in spots]
        # a file where the folder would be: nothing can be kept, every tile is drawn
        shutil.rmtree(kept, ignore_errors=True)
        kept.touch()
        drawn = a_second(ours, paths, args.seconds)
        kept.unlink()
        a_second(ours, paths, args.seconds)
        cached = a_second(ours, paths, args.seconds)
        alone = bare(z, spots, args.seconds)
        print(f"z{z}: drawn {drawn:.0f}/s, from the store {cached:.0f}/s, SQL alone {alone:.0f}/s")
        if z == 13:
            bounds.at_most("SQL alone / drawn over HTTP at z13", alone / drawn, 1 / 0.75)
        if args.tipg:
            wanted = "/collections/public.binalar_tipg/tiles/WebMercatorQuad/{}/{}/{}?properties=kod,kat,tur"
            peer = a_second(theirs, [wanted.format(z, x, y) for x, y in spots], args.seconds)
            print(f"  tipg {peer:.0f}/s: ours {drawn / peer:.1f} x")
            bounds.at_most(f"tipg / ours, tiles at z{z}", peer / drawn, 1 / least)
    asked = [f"/api/geo/collections/binalar/items?limit=100&bbox={box}" for box in boxes(300)]
    page = a_second(ours, asked, args.seconds)
    narrowed = a_second(ours, [f"{path}&filter=kat%3D3" for path in asked], args.seconds)
    print(f"items by box {page:.0f}/s, with a filter {narrowed:.0f}/s")
    if args.tipg:
        wanted = "/collections/public.binalar_tipg/items?limit=100&f=geojson&bbox={}"
        peer = a_second(theirs, [wanted.format(box) for box in boxes(300)], args.seconds)
        filtered = a_second(theirs, [f"{wanted.format(box)}&filter=kat%3D3" for box in boxes(300)], args.seconds)
        print(f"  tipg {peer:.0f}/s and {filtered:.0f}/s: ours {page / peer:.1f} x and {narrowed / filtered:.1f} x")
        bounds.at_most("tipg / ours, items by box", peer / page, 1 / 4)
        bounds.at_most("tipg / ours, items by filter", filtered / narrowed, 1 / 6)
    bounds.leave()


if __name__ == "__main__":
    main()
