"""Letters composed and made into PDF/A against bare typst with the same pages. Target: at least 0.7 of its speed.

    .venv/bin/python bench/letters.py [letters]

Bare typst compiles ready data with one source in one process for each core; ours reads each letter with its parts
from the database, composes its page data, refuses signs the font lacks, makes the verification square, and hands the
rows to the bounded compiler, one for each core as well. Both take turns in one run.
"""

import base64
import json
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare

CORES, TURNS, LEAST = 2, 3, 0.7
FONTS = "/usr/share/fonts/truetype/croscore"
BODY = "<p>" + "</p><p>".join(["Üç yüz sözcüklük bir resmî yazının paragrafı olarak yazılmıştır. " * 9] * 4) + "</p>"


def bare(job: tuple[dict[str, str], list[str]]) -> int:
    """What the library alone does: fonts once, then a document for each row."""
    import typst

    sources, rows = job
    files = {name: base64.b64decode(content) for name, content in sources.items()}
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    made, nowhere = 0, tempfile.gettempdir()
    for row in rows:
        files["data.json"] = row.encode()
        made += len(typst.compile(files, root=nowhere, font_paths=fonts, format="pdf", pdf_standards=["a-1b"]))
    return made


def ours(keys: list[int]) -> int:
    from django.db import connection

    from konak.office.correspondence.models import Letter
    from konak.office.correspondence.services import composing

    connection.close()
    rows = Letter.objects.select_related("case__unit", "file_code")
    rows = rows.prefetch_related("addressees", "annexes", "cited", "route")
    return sum(len(page) for page in composing.signing_copies(list(rows.filter(pk__in=keys))))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    prepare()
    from django.db import connection

    from konak.foundation.documents import services as documents
    from konak.office.correspondence import services
    from konak.office.correspondence.models import FileCode, Letter
    from konak.office.correspondence.services import composing
    from konak.testing import Hall

    hall = Hall()
    hall.department.detsis = "24300002"
    hall.department.save()
    FileCode.objects.create(plan="deneme", code="702", name="Yazılım")
    hall.seat("head_of_department", hall.department)
    clerk = hall.seat("staff", hall.gis)
    for place in range(count):
        letter = services.draft(
            actor=clerk.actor, subject=f"Konu {place}", code="702", body=BODY, unit_id=hall.gis.pk,
            addressees=[{"party": "body", "name": f"Örnek {name}"} for name in (f"{place} Valiliği", "Kaymakamlığı")],
        )  # fmt: skip
        Letter.objects.filter(pk=letter.pk).update(verification_code=f"ABCD-{place:08d}")
    letters = list(Letter.objects.select_related("case__unit", "file_code"))
    data = [composing.page_data(letter) for letter in letters]
    _, order = documents._order("correspondence/letter", data[0], None, None, 60, "a-1b")
    rows = [documents._written(one).decode() for one in data]
    keys = [letter.pk for letter in letters]
    connection.close()
    taken: dict[str, list[float]] = {"bare": [], "ours": []}
    with ProcessPoolExecutor(CORES, mp_context=get_context("fork")) as pool:
        for _ in range(TURNS):
            for name, work, jobs in (
                ("bare", bare, [(order["files"], rows[core::CORES]) for core in range(CORES)]),
                ("ours", ours, [keys[core::CORES] for core in range(CORES)]),
            ):
                began = time.perf_counter()
                assert all(pool.map(work, jobs))
                taken[name].append(time.perf_counter() - began)
    best = {name: min(times) for name, times in taken.items()}
    print(
        json.dumps({name: f"{count / seconds:.1f} letters/s" for name, seconds in best.items()}),
        f"load {os.getloadavg()[0]:.0f}",
    )
    ratio = statistics.median(b / o for b, o in zip(taken["bare"], taken["ours"], strict=True))
    bounds = Bounds()
    bounds.at_most("bare typst / letters", 1 / ratio, 1 / LEAST, f"{ratio:.2f} of bare (at least {LEAST})")
    bounds.leave()


if __name__ == "__main__":
    main()
