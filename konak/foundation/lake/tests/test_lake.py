"""What was acknowledged is kept, what is sealed is proved, and whoever touches a byte is named."""

import datetime as dt
import hashlib
import json
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from django.utils.timezone import localdate

from konak.foundation.lake import SETS, LakeSet, merkle, queries, segments, services, spool, verification
from konak.foundation.lake.models import Manifest, Segment, State
from konak.foundation.lifecycle import Refused

STAMP = pa.timestamp("us", "UTC")


def typed(lines, received, sources):
    """`<unix seconds> <ip> …`; what is not that has no time and is unknown."""
    found = [re.match(rb"(\d+) (\S+)", line) for line in lines]
    return pa.table(
        {
            "ts": pa.array([int(m[1]) * 1_000_000 if m else None for m in found], pa.int64()).cast(STAMP),
            "known": pa.array([m is not None for m in found], pa.bool_()),
            "ip": pa.array([m[2].decode() if m else None for m in found], pa.string()),
        }
    )


@pytest.fixture
def lake(db, tmp_path, settings, monkeypatch):
    settings.LAKE_ROOT = tmp_path / "lake"
    monkeypatch.setitem(SETS, "deneme", LakeSet("deneme", "Deneme", table=typed, order=("ip", "ts"), minimum=365))
    return tmp_path / "lake"


def now_s():
    return int(dt.datetime.now(dt.UTC).timestamp())


def filled(count=20_000):
    base = now_s()
    lines = [b"%d 10.0.%d.%d line %d" % (base - n % 50, n % 7, n % 250, n) for n in range(count)]
    for start in range(0, count, 5_000):
        spool.append("deneme", lines[start : start + 5_000], source="fw1")
    return lines


def words():
    return [(finding.file.rsplit("/", 1)[-1], finding.line, finding.words) for finding in verification.verify()]


def test_a_line_is_found_before_and_after_its_seal_and_comes_back_as_it_came(lake):
    late = b"%d 10.9.9.9 \xff\x00late" % (now_s() - 3 * 86_400)
    spool.append("deneme", [b"rubbish \xfe", late], source="fw1")
    with pytest.raises(ValueError, match="line feed"):
        spool.append("deneme", [b"a\nb"])
    for state in ("waiting", "sealed"):
        rows = queries.search("deneme", where={"ip": "10.9.9.9"})
        assert (queries.lines(rows), [bool(row.segment) for row in rows]) == ([late], [state == "sealed"])
        assert queries.search("deneme", where={'ip" OR 1=1 --': "x"}) == []
        assert [row.values["known"] for row in queries.search("deneme")] == [True, False]
        if state == "waiting":
            manifest = services.seal()
    (segment,) = Segment.objects.all()
    assert (segment.lines, segment.late, segment.unread, segment.state) == (2, 1, 1, State.HASHED)
    assert segment.day == localdate()  # the day it arrived, not that it tells
    assert services.seal() is None
    assert (manifest.number, words(), list(lake.glob("spool/*.spool"))) == (1, [], [])


def test_the_tree_is_that_of_the_rfc_and_proves_every_line(lake):
    def slow(level):
        if len(level) == 1:
            return level[0]
        cut = 1 << (len(level) - 1).bit_length() - 1
        return hashlib.sha256(b"\1" + slow(level[:cut]) + slow(level[cut:])).digest()

    for size in (1, 2, 3, 5, 8, 13, 100):
        level = merkle.leaves([b"%d" % n for n in range(size)])
        assert merkle.root(level) == slow(level)
        assert {merkle.climb(level[n], merkle.proof(level, n)) for n in range(size)} == {slow(level)}


SENDER = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(LAKE_ROOT=Path(sys.argv[1]))
from konak.foundation.lake import LakeSet, register, spool
register(LakeSet("deneme", "Deneme"))
n, name = 0, sys.argv[2].encode()
while True:
    spool.append("deneme", [b"1 10.0.0.1 %s %d" % (name, n + k) for k in range(50)], source=sys.argv[2])
    n += 50
    print(n, flush=True)
"""


def test_no_acknowledged_line_is_lost_when_senders_are_killed(lake):
    procs = [
        subprocess.Popen([sys.executable, "-c", SENDER, str(lake), name], stdout=subprocess.PIPE)
        for name in ("one", "two")
    ]
    acknowledged = []
    for proc in procs:
        for _ in range(4):
            proc.stdout.readline()
    for proc in procs:
        proc.send_signal(signal.SIGKILL)
        told = proc.stdout.read().split()
        acknowledged.append(max([200, *map(int, told)]))
        proc.wait()
    with spool.current("deneme").open("ab") as torn:  # a frame cut in the middle, as a killed writer leaves it
        torn.write(spool._pack([b"1 10.0.0.1 torn 0"] * 9, b"three", 1)[:-20])
    spool.append("deneme", [b"1 10.0.0.1 after 0"])
    services.seal()
    found = [line for s in Segment.objects.order_by("name") for block in segments.blocks(s.facts) for line in block]
    for name, count in zip((b"one", b"two"), acknowledged, strict=True):
        numbers = [int(line.split()[3]) for line in found if line.split()[2] == name]
        assert numbers == list(range(len(numbers)))
        assert len(numbers) >= count
    assert [line.split()[2] for line in found].count(b"after") == 1
    assert (words(), len(list((lake / "damaged").iterdir()))) == ([], 1)


def test_a_full_disk_refuses_the_delivery_and_leaves_the_seal_for_later(lake, monkeypatch):
    filled(1_000)
    size = spool.current("deneme").stat().st_size
    limit = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    spool.append("deneme", [b"x" * 900] * 1000)
except spool.LakeFull as full:
    print("full", full.strerror)
"""
    program = SENDER.split("n, name")[0] + limit
    done = subprocess.run(
        [sys.executable, "-c", program, str(lake), "x", str(size + 10_000)], capture_output=True, text=True
    )
    assert (done.stdout[:21], done.stderr) == ("full Kayıt gölünde yer"[:21], "")
    assert spool.current("deneme").stat().st_size == size

    def full(part, path):
        part.unlink()
        raise spool.LakeFull(28, "yer kalmadı")

    with monkeypatch.context() as patch:
        patch.setattr(segments, "_settle", full)
        with pytest.raises(spool.LakeFull):
            services.seal()
    assert (Segment.objects.count(), len(spool.closed())) == (0, 1)
    services.seal()
    assert (Segment.objects.get().lines, words()) == (1_000, [])


def test_a_killed_sealer_is_taken_up_at_every_step(lake, monkeypatch):
    """Death before the manifest, after the manifest but before the database, and before the spool is emptied."""

    class Death(BaseException):
        pass

    def die(*args, **kwargs):
        raise Death

    for number, name in enumerate(("_write", "_enter"), 1):
        filled(100 * number)
        with monkeypatch.context() as patch:
            patch.setattr(services, name, die)
            with pytest.raises(Death):
                services.seal()
        services.seal()
        assert Manifest.objects.count() == number
    filled(300)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", die)
        with pytest.raises(Death):
            services.seal()
    services.seal()
    assert sorted(Segment.objects.values_list("lines", flat=True)) == [100, 200, 300]
    assert (words(), spool.closed(), Manifest.objects.count()) == ([], [], 3)


def test_whoever_touches_a_line_or_a_file_is_named(lake):
    lines = filled()
    services.seal()
    filled(50)
    services.seal()
    first, second = Segment.objects.order_by("manifest")
    raw, table = segments.place(first.facts, "raw"), segments.place(first.facts, "table")
    sealed, name = raw.read_bytes(), raw.name

    def rewritten(new):
        raw.chmod(0o600)
        raw.write_bytes(zstandard.ZstdCompressor(level=3).compress(b"\n".join(new) + b"\n"))
        return [(line, said) for file, line, said in words() if line]

    changed = [*lines]
    changed[12_345] = b"1 10.0.0.1 forged"
    assert rewritten(changed) == [(12_346, "Satırın içeriği değiştirilmiş.")]
    changed = [*lines]
    changed[10], changed[15_000] = changed[15_000], changed[10]
    assert rewritten(changed) == [(11, "Satırın yeri değiştirilmiş."), (15_001, "Satırın yeri değiştirilmiş.")]
    assert rewritten(lines[:77] + lines[78:400] + lines[401:]) == [
        (78, "Satır çıkarılmış."),
        (401, "Satır çıkarılmış."),
    ]
    assert rewritten(lines[:-5]) == [(19_996, "Son 5 satır kesilmiş.")]
    assert rewritten([*lines[:3], b"new", *lines[3:]]) == [(4, "1 satır eklenmiş.")]

    flipped = bytearray(sealed)
    flipped[-100] ^= 1
    raw.write_bytes(flipped)
    assert words() == [
        (name, None, "Bayt değiştirilmiş."),
        (name, 16_385, "16385–20000 arası satırların sıkıştırılmış parçası bozuk."),
    ]
    check = verification.run()
    assert (check.whole, Segment.objects.get(pk=first.pk).state, check.segments) == (False, State.BROKEN, 2)
    raw.write_bytes(sealed)

    other = segments.place(second.facts, "table")
    held = table.read_bytes()
    table.chmod(0o600)
    table.write_bytes(other.read_bytes())
    assert words() == [(table.name, None, f"Yerinde başka bir dosya duruyor: {other.name}.")]
    table.unlink()
    assert words() == [(table.name, None, "Dosya yok: silinmiş.")]
    table.write_bytes(held)
    table.with_name("x.log.zst").write_bytes(b"")
    assert words() == [("x.log.zst", None, "Bu dosya hiçbir bildirgede yok: sonradan eklenmiş.")]
    table.with_name("x.log.zst").unlink()

    path = services.manifest_path(1)
    told = path.read_text()
    path.chmod(0o600)
    path.write_text(told.replace(first.root, "0" * 64))
    assert words() == [
        ("00000001.json", None, "Bildirge mühürlendiğinden farklı."),
        ("00000002.json", None, "Bildirge zincirde bir öncekine uymuyor."),
    ]
    path.write_text(told)
    assert words() == []
    services.manifest_path(2).unlink()
    said = words()
    assert said[0] == ("00000002.json", None, "Bildirge yok: zincirin bu halkası silinmiş.")


def test_what_is_older_than_its_term_goes_with_a_line_in_the_chain(lake, hall):
    old = dt.datetime.now(dt.UTC) - dt.timedelta(days=400)
    spool.append("deneme", [b"1 10.0.0.1 old"], received=int(old.timestamp() * 1e6))
    filled(10)
    services.seal()
    admin, clerk = hall.seat("administrator", hall.gis).actor, hall.seat("staff", hall.gis).actor
    assert services.expire() is None
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.keep_for("deneme", 400, actor=clerk)
    with pytest.raises(Refused, match="en az 365 gün"):
        services.keep_for("deneme", 364, actor=admin)
    services.keep_for("deneme", 365, actor=admin)
    deletion = services.expire()
    told = json.loads(services.manifest_path(2).read_bytes())
    assert (deletion.kind, [one["lines"] for one in told["deleted"]], told["deleted"][0]["term"]) == (
        "deletion",
        [1],
        365,
    )
    assert sorted(Segment.objects.values_list("lines", "state")) == [(1, State.DELETED), (10, State.HASHED)]
    assert (words(), len(list(lake.glob("sets/deneme/*")))) == ([], 1)
    assert [row.values["ip"] for row in queries.search("deneme", until=old + dt.timedelta(days=1))] == []


def test_random_damage_never_passes(lake):
    filled(500)
    services.seal()
    chance = random.Random(7)
    (segment,) = Segment.objects.all()
    for kind in segments.KINDS:
        path = segments.place(segment.facts, kind)
        whole = path.read_bytes()
        path.chmod(0o600)
        for _ in range(5):
            broken = bytearray(whole)
            broken[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            path.write_bytes(broken)
            assert words()[0][0] == path.name
        path.write_bytes(whole)
    assert words() == []
