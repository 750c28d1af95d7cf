"""Search and index against the plainest thing that could be done instead: ILIKE '%…%', and a plain INSERT.

ILIKE is given every advantage: no ranking, no snippet, no inflection, stops at twenty rows. It misses most forms of a
word.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare, seconds

ROWS = 10_000
BATCH = 500
_WORDS = """
    yönetmelik müdürlüğü görev ağ altyapı bakım onarım yazılım donanım sunucu yedekleme güvenlik
    olay kayıt inceleme rapor başvuru dilekçe evrak imza arşiv personel izin bütçe ödenek ihale
    sözleşme muayene kabul taşınır zimmet sayım harita parsel imar kadastro veri katman adres
    numarataj kent rehberi sensör ölçüm yoklama kesinti çağrı destek talep kişisel verilerin
    korunması envanter aydınlatma açık rıza ihlal bildirim denetim risk kontrol eğitim
"""
WORDS = _WORDS.split()


def main() -> None:
    prepare()
    from django.db import connection

    from konak.foundation.access import Actor, Permission, Scope, Seat
    from konak.foundation.people.models import Unit
    from konak.foundation.search.queries import search
    from konak.foundation.search.services import index

    view = Permission("bench.view", "Ölçüm", {"director": Scope.BRANCH})
    units = [Unit.objects.create(name=f"Birim {n}", kind="directorate").pk for n in range(20)]
    director = Actor(1, (Seat("director", units[0], frozenset(units[:10])),))
    chance = random.Random(7)
    texts = [
        (" ".join(chance.choices(WORDS, k=7)) + f" {n}", " ".join(chance.choices(WORDS, k=60))) for n in range(ROWS)
    ]

    def write(first: int, last: int) -> None:
        for n in range(first, last):
            title, body = texts[n]
            facts = {"unit_id": units[n % 20], "owner_id": n % 300, "permission": view.code}
            index(kind="bench", object_id=n, title=title, body=body, url=f"/b/{n}/", **facts)

    write(0, ROWS - 2 * BATCH)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE plain (id bigserial PRIMARY KEY, title text, body text, url text, unit_id bigint)"
        )
        cursor.execute(
            "INSERT INTO plain (title, body, url, unit_id) SELECT title, body, url, unit_id FROM search_searchrow"
        )
        cursor.execute("ANALYZE")

        def insert(first: int, last: int) -> None:
            for n in range(first, last):
                cursor.execute(
                    "INSERT INTO plain (title, body, url, unit_id) VALUES (%s, %s, %s, %s)",
                    [*texts[n], f"/b/{n}/", units[n % 20]],
                )

        bounds = Bounds()
        ours = seconds(lambda: write(ROWS - 2 * BATCH, ROWS - BATCH), 1) / BATCH
        plain = seconds(lambda: insert(ROWS - 2 * BATCH, ROWS - BATCH), 1) / BATCH
        bounds.at_most("index / plain INSERT", ours / plain, 20, f"{1 / ours:,.0f} rows/s, {ours * 1000:.2f} ms each")

        def ilike(text: str) -> int:
            like = [f"%{text}%", f"%{text}%"]
            cursor.execute(
                "SELECT id, title, url FROM plain WHERE (title ILIKE %s OR body ILIKE %s) AND unit_id = ANY(%s)"
                " ORDER BY id DESC LIMIT 21",
                [*like, units[:10]],
            )
            return len(cursor.fetchall())

        for what, text, bound in (
            ("one record by its number", f"{ROWS // 2}", 1.0),
            ("two words, one record", f"{texts[3340][0].split()[0]} 3340", 1.0),
            ("three words, many records", "imar parselleri kadastro", 1.5),
            ("a word in every third record", "müdürlüğünün", 3.0),
            ("a typing slip", "kadsatro", 3.0),
        ):
            found = len(search(director, text).hits)
            ours, plain = seconds(lambda t=text: search(director, t)), seconds(lambda t=text: ilike(t))
            detail = f"{ours * 1000:.1f} ms, {found} found; ILIKE {plain * 1000:.1f} ms, {ilike(text)} found"
            bounds.at_most(f"search / ILIKE, {what}", ours / plain, bound, detail)
    bounds.leave()


if __name__ == "__main__":
    main()
