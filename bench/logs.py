# ruff: noqa: E501 - lines of logs are long
"""Lines of five formats, mixed: parse and write on one core, size, proof. Ratios of one run.

    .venv/bin/python bench/logs.py [--lines 40000]

The peer is DuckDB with `split_part`, one thread, over the same lines in memory, writing Parquet with as many columns as
the legal question needs. Ours writes all columns of the lake and reads every line in whatever order it comes.
"""

import argparse
import gzip
import hashlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "")
from django.conf import settings

PLACE = tempfile.TemporaryDirectory(prefix="konak-bench-")
settings.configure(LAKE_ROOT=Path(PLACE.name) / "lake", USE_TZ=True, TIME_ZONE="Europe/Istanbul")

import duckdb  # noqa: E402 - the settings come first
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from konak.assurance.logs.parsing.columns import ORDER, table  # noqa: E402
from konak.foundation.lake import LakeSet, merkle, segments, spool  # noqa: E402

SPLIT = """
COPY (SELECT
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'srcip=', 2), ' ', 1)
         WHEN contains(line, 'DHCPACK') THEN split_part(split_part(line, 'DHCPACK on ', 2), ' ', 1)
         WHEN contains(line, 'filterlog') THEN split_part(line, ',', 19)
         WHEN contains(line, 'TCP_') THEN split_part(ltrim(split_part(line, ' ', 5)), ' ', 1)
         ELSE split_part(line, ' ', 1) END AS source_ip,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'srcport=', 2), ' ', 1)
         WHEN contains(line, 'filterlog') THEN split_part(line, ',', 21) END AS source_port,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'dstip=', 2), ' ', 1)
         WHEN contains(line, 'filterlog') THEN split_part(line, ',', 20)
         WHEN contains(line, 'TCP_') THEN split_part(split_part(line, 'HIER_DIRECT/', 2), ' ', 1) END AS destination_ip,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'dstport=', 2), ' ', 1)
         WHEN contains(line, 'filterlog') THEN split_part(line, ',', 22) END AS destination_port,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'transip=', 2), ' ', 1) END AS nat_ip,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'transport=', 2), ' ', 1) END AS nat_port,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'eventtime=', 2), ' ', 1)
         WHEN contains(line, 'TCP_') THEN split_part(line, ' ', 1)
         ELSE split_part(line, ' ', 3) END AS moment,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'action="', 2), '"', 1)
         WHEN contains(line, 'filterlog') THEN split_part(line, ',', 7)
         WHEN contains(line, 'TCP_') THEN split_part(split_part(line, '/', 1), ' ', -1) END AS action,
    CASE WHEN contains(line, 'DHCPACK') THEN split_part(split_part(line, ' to ', 2), ' ', 1) END AS mac,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'sentbyte=', 2), ' ', 1) END AS sent,
    CASE WHEN contains(line, 'devid=') THEN split_part(split_part(line, 'rcvdbyte=', 2), ' ', 1) END AS received,
    CASE WHEN contains(line, 'TCP_') THEN split_part(line, ' ', -3)
         WHEN contains(line, 'HTTP/1') THEN split_part(line, ' ', 7) END AS page
    FROM lines ORDER BY source_ip) TO '{to}' (FORMAT parquet, COMPRESSION zstd)
"""


def made(count: int) -> list[bytes]:
    """Half FortiGate, the rest filterlog, DHCP, Squid and web access, in any order."""
    chance = random.Random(1)
    found = []
    for _ in range(count):
        ip, port = (
            f"10.{chance.randrange(4)}.{chance.randrange(250)}.{chance.randrange(250)}",
            chance.randrange(1024, 65000),
        )
        to = f"198.51.{chance.randrange(200)}.{chance.randrange(250)}"
        at = 1_796_100_000 + chance.randrange(3600)
        kind = chance.randrange(10)
        if kind < 5:
            line = (
                f'<189>date=2026-12-01 time=10:01:22 devname="FG-merkez" devid="FG100F1234567890" eventtime={at}123456789 '
                f'tz="+0300" logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip={ip} '
                f'srcport={port} srcintf="lan" srcintfrole="lan" dstip={to} dstport=443 dstintf="wan1" dstintfrole="wan" '
                f'srccountry="Reserved" dstcountry="Turkey" sessionid={chance.randrange(10**9)} proto=6 action="close" '
                f'policyid={chance.randrange(60)} policytype="policy" service="HTTPS" trandisp="snat" transip=81.1.2.3 '
                f"transport={chance.randrange(1024, 65000)} duration={chance.randrange(300)} sentbyte={chance.randrange(9000)} "
                f'rcvdbyte={chance.randrange(90000)} sentpkt=12 rcvdpkt=15 appcat="unscanned" srcmac="00:11:22:aa:bb:cc"'
            )
        elif kind < 7:
            line = (
                f"<134>1 2026-12-01T07:01:22.868451+00:00 fw filterlog 92653 - - 7,,,1000000102,vtnet0,match,block,in,4,0x0,"
                f",64,{port},0,DF,6,tcp,60,{ip},{to},{port},80,0,S,523876198,,64240,,mss;sackOK;TS"
            )
        elif kind < 8:
            line = f"<30>Dec  1 10:01:22 dhcp1 dhcpd[812]: DHCPACK on {ip} to 00:11:22:{port % 256:02x}:bb:cc (pc{port}) via eth0"
        elif kind < 9:
            line = f"{at}.123    250 {ip} TCP_TUNNEL/200 5120 CONNECT example{port % 90}.org:443 - HIER_DIRECT/{to} -"
        else:
            line = f'{ip} - - [01/Dec/2026:10:01:22 +0300] "GET /sayfa/{port} HTTP/1.1" 200 {port} "-" "Mozilla/5.0"'
        found.append(line.encode())
    return found


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The median of processor time."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=40_000)
    count = parser.parse_args().lines
    lines, place = made(count), Path(PLACE.name)
    moment = int(time.time() * 1e6)
    one = LakeSet("bench", "bench", table=table, order=ORDER)
    received, sources = [moment] * count, ["fw"] * count

    held: dict[str, pa.Table] = {}

    def ours() -> None:
        held["table"] = segments.typed(one, lines, received, sources)
        segments._put_table(place / "ours.parquet", one, held["table"])

    con = duckdb.connect(config={"threads": 1})
    con.register("lines", pa.table({"line": pa.array([line.decode() for line in lines])}))

    def theirs() -> None:
        con.execute(SPLIT.format(to=place / "theirs.parquet"))

    text = b"\n".join(lines) + b"\n"
    mine, peer = seconds(ours), seconds(theirs)
    known = sum(held["table"]["known"].to_pylist())
    print(f"{count} lines, {len(text) / count:.0f} bytes a line, understood {known}")
    print(f"parse and write        {count / mine:>12,.0f} lines/s a core")
    print(f"DuckDB split_part      {count / peer:>12,.0f} lines/s a core   ratio {peer / mine:.2f} (wanted ≥ 4)")
    packed = len(gzip.compress(text, 6))
    size = (place / "ours.parquet").stat().st_size
    print(
        f"Parquet / gzip -6      {size / packed:>12.2f}   (wanted ≤ 0.5)   rows read {pq.read_metadata(place / 'ours.parquet').num_rows}"
    )
    print(
        f"whole segment / gzip   {(size + len(segments._compressed(lines)[0]) + 8 * count) / packed:>12.2f}   raw, marks and Parquet together"
    )
    leaves = seconds(lambda: merkle.root(merkle.leaves(lines)))
    print(f"tree over lines        {count / leaves:>12,.0f} lines/s")
    big = place / "big"
    big.write_bytes(os.urandom(1024) * 65_536)

    def proved() -> None:
        with big.open("rb") as file:
            hashlib.file_digest(file, "sha256")

    content = big.read_bytes()
    bare, checked = seconds(lambda: hashlib.sha256(content).digest()), seconds(proved)
    print(f"verify / bare SHA-256  {bare / checked:>12.2f}   (wanted ≥ 0.5)")
    from konak.foundation.lake import register

    register(one)
    start = time.perf_counter()
    for at in range(0, count, 2_000):
        spool.append("bench", lines[at : at + 2_000], source="fw")
    print(f"append with fsync      {count / (time.perf_counter() - start):>12,.0f} lines/s, 2,000 at a time")
    PLACE.cleanup()


main()
