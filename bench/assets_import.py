"""A table of 100,000 devices through the door that people use, against `COPY` of the same rows into a bare table.

Handed in as CSV: stored, read, every row judged (codes, days, money, numbers, serials, holders), shown; then judged
again and taken in as one, with numbers, custody, stock, ledger and row history. `COPY` asks nothing and keeps none of
that; its table has the same indexes. What counts is processor time of this program and of the server together.
"""

import io
import random
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare
from ground.clock import load, server_seconds

ROWS = 100_000
BOUND = 12
"""Times the bare COPY; an import that went row by row through the services would be a hundred."""
MAKERS = [(f"Üretici {maker}", f"Model {maker}{model}") for maker in range(12) for model in range(20)]


def table(count: int, codes: list[str], holders: list[str]) -> bytes:
    """As a municipality would export it from the program before: half of it in somebody's hands."""
    chance = random.Random(7)
    lines = ["Kod;Ad;Marka;Model;Seri No;Giriş Tarihi;Garanti Sonu;Değer;Zimmetli;Tedarikçi;Fatura;Ağdaki Adı"]
    for number in range(count):
        maker, model = chance.choice(MAKERS)
        day = f"{chance.randrange(1, 29):02}.{chance.randrange(1, 13):02}.{chance.randrange(2012, 2025)}"
        holder = chance.choice(holders) if chance.random() < 0.5 else ""
        price = f"{chance.randrange(1, 90)}.{chance.randrange(100, 1000)},{chance.randrange(100):02}"
        lines.append(
            f"{chance.choice(codes)};Cihaz {number};{maker};{model};SN{number:08};{day};;{price};{holder};"
            f"Tedarikçi {number % 40};F-{number % 900};PC{number:06}"
        )
    return "\n".join(lines).encode()


def main() -> None:
    prepare()
    from django.db import connection, transaction

    from konak.estate.assets import sample as assets
    from konak.estate.assets.models import Asset, Item
    from konak.estate.assets.services import importing
    from konak.foundation.access.queries import actor_of
    from konak.foundation.people import sample as people
    from konak.foundation.people.models import Appointment
    from konak.foundation.people.queries import on_day
    from konak.governance.legislation import sample as legislation

    import_module("konak.urls")  # a program at work has read them long ago

    def silent(_: str) -> None:
        return None

    with transaction.atomic():
        people.load(size="m", seed=1, report=silent)
        legislation.load(size="s", seed=1, report=silent)
        town = assets._Town(random.Random(1), "s")
        town.found()
    codes = list(
        Item.objects.filter(active=True, bookable=True, code__startswith="255.02").values_list("code", flat=True)
    )
    seated = Appointment.objects.filter(on_day(), user__is_active=True)
    holders = sorted(set(seated.values_list("user__username", flat=True)))
    content = table(ROWS, codes, holders)
    keeper = actor_of(town.keeper.user_id)

    def spent(work: Callable[[], object]) -> tuple[float, float, object]:
        began, ours, theirs = time.perf_counter(), time.process_time(), server_seconds()
        made = work()
        return time.process_time() - ours + server_seconds() - theirs, time.perf_counter() - began, made

    def handed_in() -> object:
        return importing.read(
            actor=keeper, warehouse_id=town.warehouse.pk, content=io.BytesIO(content), name="devir.csv"
        )

    looked, looked_wall, row = spent(handed_in)
    assert (row.rows, row.faulty) == (ROWS, 0), row.faults[:3]
    taken, taken_wall, _ = spent(lambda: importing.take_in(row.pk, actor=keeper))
    assert Asset.objects.count() == ROWS

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (LIKE assets_asset INCLUDING INDEXES)")
        with cursor.copy("COPY assets_asset TO STDOUT") as out:
            rows = b"".join(bytes(part) for part in out)

    def copied() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE bare")
            with cursor.copy("COPY bare FROM STDIN") as into:
                into.write(rows)

    bare, bare_wall, _ = min((spent(copied) for _ in range(3)), key=lambda one: one[0])
    for words, seconds, wall in (
        ("read and judged", looked, looked_wall),
        ("taken in", taken, taken_wall),
        ("bare COPY", bare, bare_wall),
    ):
        pace = f"{ROWS / seconds:,.0f} rows a second of processor time"
        print(f"   {words}: {pace} ({seconds:.1f} s; {wall:.1f} s passed)")
    bounds = Bounds()
    bounds.at_most(f"{ROWS:,} assets / bare COPY", (looked + taken) / bare, BOUND, load())
    bounds.leave()


if __name__ == "__main__":
    main()
