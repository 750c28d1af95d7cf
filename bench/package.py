"""An unsigned e-Yazışma package against the zip alone over the same files. Target: at most 3 times.

    .venv/bin/python bench/package.py

The zip alone compresses the letter and its annexes with the same library and level. Ours writes the metadata, two
digests of every part in three lists, the relations and the types, in the two goes of a signature: the skeleton before
it, the whole package after it. Reading and judging the package is told too, without a target. One process, one core,
both in turn, the medians compared.
"""

import datetime as dt
import io
import random
import statistics
import sys
import time
import uuid
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from konak.office.correspondence.packaging import (
    Attached,
    Drafted,
    Face,
    Reach,
    Signed,
    Whole,
    check,
    skeleton,
)

MOST = 3.0
MEDIA = "application/pdf"


def files() -> list[tuple[str, bytes]]:
    """A letter of 60 kB and three annexes, half of each compressible, as PDF files are."""
    chance = random.Random(7)
    sizes = (("yazi.pdf", 60_000), ("ek1.pdf", 240_000), ("ek2.pdf", 400_000), ("ek3.pdf", 90_000))
    return [
        (name, b"%PDF-1.7\n" + chance.randbytes(size // 2) + b"Bt 0 0 Td " * (size // 20)) for name, size in sizes
    ]


def zipped(given: list[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in given:
            archive.writestr(name, content)
    return held.getvalue()


def packed(given: list[tuple[str, bytes]]) -> bytes:
    (name, letter), *annexes = given
    draft = Drafted(
        id=str(uuid.uuid4()), subject="Ölçüm", letter=letter, file_name=name, verify_at="https://ornek.bel.tr/dogrula/",
        sender=Face("body", "Örnek Büyükşehir Belediyesi", "24300001"), code=("702", "Yazılım"),
        receivers=[Reach(Face("body", "Örnek Valiliği", "24310000"))],
        annexes=[
            Attached(str(uuid.uuid4()), place, title, file_name=title, media_type=MEDIA, content=content)
            for place, (title, content) in enumerate(annexes, start=1)
        ],
    )  # fmt: skip
    kept, digest = skeleton(draft)
    people = [{"first_name": "Ayşe", "last_name": "ÖRNEK", "title": "Daire Başkanı"}]
    signed = Signed("E-24300001-702-7", dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC), digest, people)
    whole = Whole(kept, signed)
    return whole.sealed() if whole.last else b""


def main() -> int:
    given = files()
    times: dict[str, list[float]] = {"zip": [], "package": [], "check": []}
    for _ in range(7):
        made = b""
        for name, work in (("zip", lambda: zipped(given)), ("package", lambda: packed(given))):
            start = time.process_time()
            made = work()
            times[name].append(time.process_time() - start)
        start = time.process_time()
        check(made)
        times["check"].append(time.process_time() - start)
    bare, ours, read = (statistics.median(times[name]) * 1000 for name in ("zip", "package", "check"))
    ratio = ours / bare
    print(f"zip alone {bare:.1f} ms, unsigned package {ours:.1f} ms: {ratio:.2f} times (at most {MOST})")
    print(f"reading and judging it {read:.1f} ms: {read / bare:.2f} times the zip")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
