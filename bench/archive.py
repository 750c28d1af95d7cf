"""Search and lists of the archive as it grows from 10,000 to 1,000,000 documents, against SQL written by hand.

The hand-written search finds the words, ranks the newest thousand and reads twenty titles; it knows nothing of reach,
facets or marked snippets. Everybody measured has full pages from the beginning: what grows is the town. Database time
is the processor time of the server's process; texts repeat (2,000 of them), each document adds a number of its own.
`--many 100000` takes a minute; the million some minutes, most of them to load.
"""

import argparse
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare
from ground.clock import load, server_seconds, side_by_side, statement

FEW, MANY, IN_A_FILE = 10_000, 1_000_000, 40
TEXTS, WORDS, UNITS, PEOPLE = 2_000, 6_000, 40, 150
QUERIES, TURNS = 60, 15
_SYLLABLES = "ka le mi dan tor si bel ne kur ya pa ris em lik su ter ova han çe gül şa kın öz tür ala bar dem iz"
SYLLABLES = _SYLLABLES.split()

BY_HAND = """
SELECT found.id, found.title FROM (
    SELECT id, title, vector FROM archive_document WHERE vector @@ to_tsquery('simple', %s)
    ORDER BY id DESC LIMIT 1000
) AS found ORDER BY ts_rank('{0.1,0.3,0.5,1.0}', found.vector, to_tsquery('simple', %s), 1) DESC LIMIT 21
"""
FILL = """
INSERT INTO archive_document (folder_id, volume_id, place, source, kind, reference, official, title, party, year,
    code, unit_id, owner_id, author_id, secrecy, body, vector, filed_at)
SELECT made.folder, made.volume, made.place, 'hand', made.kind, '', '', text.title || ' ' || made.n, '', made.year,
    made.code, made.unit, made.person, made.person, 0, text.body,
    text.vector || to_tsvector('simple', made.n::text) || array_to_tsvector(ARRAY['qs0', 'qu' || made.unit,
        'qc' || replace(made.code, '.', 'x'), 'qy' || made.year, 'qk' || made.kind, 'qp' || made.person]), now()
FROM (
    SELECT n, folder.case_id AS folder, volume.id AS volume, 1 + n %% %(each)s AS place, folder.year, folder.code,
        cover.unit_id AS unit, (ARRAY['incoming', 'outgoing', 'internal'])[1 + n %% 3] AS kind,
        1 + (n * 7919) %% %(people)s AS person, 1 + (n * 104729) %% %(texts)s AS text
    FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS n
    JOIN known ON known.place = n / %(each)s
    JOIN archive_folder folder ON folder.case_id = known.folder
    JOIN archive_volume volume ON volume.folder_id = folder.case_id
    JOIN cases_case cover ON cover.id = folder.case_id
) AS made JOIN texts text ON text.place = made.text
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--many", type=int, default=MANY)
    many = asked.parse_args().many
    prepare()
    from django.db import connection
    from django.utils.timezone import localdate, now

    from konak.foundation.access import Actor, Seat
    from konak.foundation.cases.bulk import File, Line, copy_cases
    from konak.foundation.db.copying import copy_rows, draw_keys
    from konak.foundation.people.models import Unit, User
    from konak.office.archive import queries, services
    from konak.office.archive.models import Document, Folder, Volume
    from konak.office.archive.queries.finding import text_query

    chance = random.Random(7)
    vocabulary = sorted({"".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))) for _ in range(WORDS)})
    chance.shuffle(vocabulary)
    weights = [1 / (place + 10) for place in range(len(vocabulary))]

    def some(count: int) -> str:
        return " ".join(chance.choices(vocabulary, weights, k=count))

    clerk = User.objects.create(username="olcum", first_name="Ölçüm", last_name="Kişisi")
    units = [Unit.objects.create(name=f"Birim {n}", kind="branch").pk for n in range(UNITS)]
    quiet, branch = units[0], frozenset(units[:10])
    actors = {
        "clerk": Actor(clerk.pk, (Seat("staff", quiet, frozenset({quiet})),)),
        "chief": Actor(clerk.pk, (Seat("chief", quiet, frozenset({quiet})),)),
        "director": Actor(2, (Seat("director", quiet, branch),)),
        "administrator": Actor(3, (Seat("administrator", units[-1], frozenset(units)),)),
    }
    sql = connection.cursor()
    sql.execute("CREATE TABLE known (place bigserial PRIMARY KEY, folder bigint)")
    sql.execute("ALTER SEQUENCE known_place_seq MINVALUE 0 RESTART WITH 0")
    sql.execute("CREATE TABLE texts (place bigserial PRIMARY KEY, title text, body text, vector tsvector)")
    sql.execute(  # people are numbers here, and a million checks of six keys are no part of the question
        "SELECT conname FROM pg_constraint WHERE conrelid = 'archive_document'::regclass AND contype = 'f'"
    )
    for (name,) in sql.fetchall():
        sql.execute(f'ALTER TABLE archive_document DROP CONSTRAINT "{name}"')
    today = localdate()

    def open_files(count: int) -> None:
        def files():
            for place in range(count):
                year, code = today.year - place % 12, f"{100 + 7 * (place % 90):03}"
                yield File(
                    cover={
                        "subject": f"{some(2)} {year}",
                        "state": "closed",
                        "unit": units[place % UNITS],
                        "opened_by": clerk.pk,
                        "opened_from_unit": units[place % UNITS],
                        "opened_at": now(),
                        "resting": True,
                    },
                    contents={"code": code, "code_name": "Konu", "year": year, "documents": IN_A_FILE},
                    story=[Line(now(), "open", clerk.pk)],
                )

        def volumes(batch: list[File]) -> None:
            keys = draw_keys(Volume, len(batch))
            copy_rows(
                Volume,
                (
                    {"id": key, "folder": one.key, "number": 1, "documents": IN_A_FILE, "opened_on": today}
                    for key, one in zip(keys, batch, strict=True)
                ),
            )
            sql.executemany("INSERT INTO known (folder) VALUES (%s)", [(one.key,) for one in batch])

        copy_cases(Folder, files(), volumes)

    def learn_texts() -> None:
        """The words and stems of every text as the archive itself indexes them, without marks."""
        folder = Folder.objects.order_by("pk").first()
        assert folder is not None
        volume = Volume.objects.get(folder=folder)
        facts = {"source": "hand", "kind": "other", "year": 2000, "code": "100", "unit_id": quiet}
        made = Document.objects.bulk_create(
            Document(folder=folder, volume=volume, place=place, title=some(6), body=some(60), **facts)
            for place in range(TEXTS)
        )
        for start in range(0, TEXTS, 500):
            services.index(made[start : start + 500])
        marks = queries.marks(made[0])
        sql.execute(
            "INSERT INTO texts (title, body, vector) SELECT title, body, ts_delete(vector, %s) FROM archive_document",
            [marks],
        )
        sql.execute("DELETE FROM archive_document")

    bounds = Bounds()
    taken: dict[tuple[str, str], list[float]] = {}
    loaded = 0
    for count in (FEW, many):
        began = time.perf_counter()
        open_files((count - loaded) // IN_A_FILE)
        if not loaded:
            learn_texts()
        sql.execute("DROP INDEX IF EXISTS archived_words")
        sql.execute(FILL, {"first": loaded, "last": count, "each": IN_A_FILE, "people": PEOPLE, "texts": TEXTS})
        sql.execute("SET maintenance_work_mem = '512MB'")
        sql.execute("CREATE INDEX archived_words ON archive_document USING gin (vector)")
        sql.execute("VACUUM ANALYZE")
        loaded = count
        print(f"-- {Document.objects.count():,} documents ({time.perf_counter() - began:.0f} s to load, {load()})")
        lists = {
            "newest documents": lambda a: queries.newest_documents(a),
            "files": lambda a: queries.keyset(queries.of_board(a, "tumu", queries.FolderFilter()), ""),
        }
        for page, work in lists.items():
            spent = side_by_side(TURNS, *(lambda a=actor, w=work: w(a) for actor in actors.values()))
            for who, one in zip(actors, spent, strict=True):
                taken.setdefault((page, who), []).append(one.seconds)
                print(f"     {page} of {who}: {one}")
            for who in ("clerk", "chief", "director"):
                ratio = taken[page, who][-1] / taken[page, "administrator"][-1]
                bounds.at_most(f"{page} of a {who} / of an administrator", ratio, 3)
        texts = [" ".join(chance.choices(vocabulary, weights, k=chance.choice((1, 2, 2, 3)))) for _ in range(QUERIES)]
        texts[0] = str(count // 2)  # one record by its number
        for who in ("administrator", "clerk", "chief", "director"):
            ours, hand, wall, found = [], [], [], 0
            for text in texts:
                asks = text_query(text)
                plain = statement(BY_HAND, asks, asks)
                for turn in range(2):  # the second time what both need lies in memory
                    before = server_seconds()
                    plain()
                    between, clock = server_seconds(), time.perf_counter()
                    results = queries.search(actors[who], queries.Asked(text))
                    if turn:
                        ours.append(server_seconds() - between)
                        hand.append(between - before)
                        wall.append(time.perf_counter() - clock)
                        found += bool(results.hits)
            late = {name: statistics.quantiles(rows, n=20)[-1] for name, rows in
                    (("ours", ours), ("hand", hand), ("wall", wall))}  # fmt: skip
            told = (
                f"{late['ours'] * 1000:.1f} ms, by hand {late['hand'] * 1000:.1f} ms; "
                f"{late['wall'] * 1000:.0f} ms on the wall, {found} of {QUERIES} found"
            )
            bounds.at_most(f"search p95 of {who} / by hand", late["ours"] / late["hand"], 3, told)
    for (page, who), (few, much) in taken.items():
        bounds.at_most(f"{page} of {who}, {many:,} / {FEW:,} documents", much / few, 1.5)
    bounds.leave()


if __name__ == "__main__":
    main()
