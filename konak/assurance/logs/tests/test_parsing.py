"""Lines as real devices write them, and lines as nobody should write them."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from konak.assurance.logs.parsing import FORMATS, nested, read, records
from konak.assurance.logs.parsing.common import Context

SHARED = Path(os.environ.get("KONAK_SHARED", Path(__file__).parents[4].parent / "shared")) / "data/logs"
NOON = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
HERE = Context(NOON)
SHORT = {
    "event.module": "m", "event.action": "a", "event.outcome": "o", "source.ip": "s", "source.port": "sp",
    "source.mac": "mac", "source.nat.ip": "n", "source.nat.port": "np", "destination.ip": "d",
    "destination.port": "dp", "network.transport": "t", "user.name": "u", "url.domain": "h", "source.domain": "host",
}  # fmt: skip


def brief(line, context=HERE):
    facts = read(line if isinstance(line, bytes) else line.encode(), context)
    found = {short: facts[name] for name, short in SHORT.items() if name in facts}
    return found | ({"at": f"{facts['@timestamp']:%Y-%m-%dT%H:%M:%S}"} if "@timestamp" in facts else {})


FORTI = (
    '<189>date=2026-03-10 time=10:01:22 devname="FG" devid="FG100F" eventtime=1773126082123456789 tz="+0300" '
    'logid="0000000013" type="traffic" subtype="forward" level="notice" srcip=10.1.2.3 srcport=51000 srcintf="lan" '
    'dstip=93.184.216.34 dstport=443 proto=6 action="close" service="HTTPS" trandisp="snat" transip=81.1.2.3 '
    'transport=40001 duration=12 sentbyte=1500 rcvdbyte=9000 user="ayse.yilmaz" srcmac="00:11:22:aa:bb:cc" '
    'x__proto__="1" app="a \\"b\\" c"'
)
FLOW = {
    "m": "fortigate", "a": "close", "o": "success", "s": "10.1.2.3", "sp": 51000, "mac": "00-11-22-AA-BB-CC",
    "n": "81.1.2.3", "np": 40001, "d": "93.184.216.34", "dp": 443, "t": "tcp", "u": "ayse.yilmaz",
    "at": "2026-03-10T07:01:22",
}  # fmt: skip
LEASE = {"s": "10.1.2.3", "mac": "00-11-22-AA-BB-CC", "host": "pc1"}
WRITTEN = [
    (FORTI, FLOW),
    (
        "<30>Dec  1 11:59:58 dhcp1 dhcpd[812]: DHCPACK on 10.1.2.3 to 00:11:22:aa:bb:cc (pc1) via eth0",
        {"m": "dhcpd", "a": "assigned", **LEASE, "at": "2026-12-01T08:59:58"},
    ),
    (
        "10.1.2.3,00:11:22:aa:bb:cc,,3600,1773129682,1,0,0,pc1,0,,0",
        {"m": "kea", "a": "assigned", **LEASE, "at": "2026-03-10T07:01:22"},
    ),
    (
        "2026-03-10 10:01:22.123 +03 Address: 10.1.2.3 has been assigned for 1 hrs 0 mins 0 secs to a device with "
        "hardware address: hwtype=1 00:11:22:aa:bb:cc, client-id: 01:00:11:22:aa:bb:cc",
        {"m": "kea", "a": "assigned", "s": "10.1.2.3", "mac": "00-11-22-AA-BB-CC", "at": "2026-03-10T07:01:22"},
    ),
    (
        "11,03/10/26,10:01:22,Renew,10.1.2.3,pc1,001122AABBCC,,1234,0,,,,,,,,,0",
        {"m": "windows-dhcp", "a": "assigned", **LEASE, "at": "2026-03-10T07:01:22"},
    ),
    (
        "1773126082.123    250 10.1.2.3 TCP_TUNNEL/200 5120 CONNECT example.org:443 ayse HIER_DIRECT/93.184.216.34 -",
        {"m": "squid", "a": "tcp_tunnel", "o": "success", "s": "10.1.2.3", "d": "93.184.216.34", "dp": 443,
        "u": "ayse",
         "h": "example.org", "at": "2026-03-10T07:01:22"},
    ),
    (
        '10.1.2.3 - - [10/Mar/2026:10:01:22 +0300] "GET /a?b=1 HTTP/1.1" 404 12 "-" "curl/8"',
        {"m": "access", "a": "request", "o": "failure", "s": "10.1.2.3", "at": "2026-03-10T07:01:22"},
    ),
    (
        "Tue Mar 10 10:01:22 2026 : Auth: (5) Login OK: [ayse] (from client ap1 port 0 cli 00-11-22-AA-BB-CC)",
        {"m": "radius", "a": "login", "o": "success", "mac": "00-11-22-AA-BB-CC", "u": "ayse",
        "at": "2026-03-10T07:01:22"},
    ),
    (
        "<134>Dec  1 11:59:58 fw CEF:0|Acme|W|1|100|allowed\\|x|3|src=10.1.2.3 spt=51000 dst=93.184.216.34 dpt=443 "
        "proto=TCP act=allow suser=ayse sourceTranslatedAddress=81.1.2.3 sourceTranslatedPort=40001 msg=a\\=b c",
        {"m": "cef", "a": "allow", "s": "10.1.2.3", "sp": 51000, "n": "81.1.2.3", "np": 40001, "d": "93.184.216.34",
         "dp": 443, "t": "tcp", "u": "ayse", "at": "2026-12-01T08:59:58"},
    ),
    (
        "forward: in:ether2 out:ether1, src-mac 00:11:22:aa:bb:cc, proto TCP (SYN), 10.1.2.3:51000->1.2.3.4:443, "
        "NAT (10.1.2.3:51000->81.1.2.3:40001)->1.2.3.4:443, len 52",
        {"m": "mikrotik", "s": "10.1.2.3", "sp": 51000, "mac": "00-11-22-AA-BB-CC", "n": "81.1.2.3", "np": 40001,
         "d": "1.2.3.4", "dp": 443, "t": "tcp"},
    ),
    (
        "dhcp,info dhcp1 assigned 10.1.2.3 to 00:11:22:AA:BB:CC pc1",
        {"m": "mikrotik", "a": "assigned", **LEASE},
    ),
    (
        "<165>1 2026-03-10T10:01:22.003Z host app 77 ID47 [x@1 a=\"b \\] c\"] söz",
        {"m": "syslog", "at": "2026-03-10T10:01:22"},
    ),
    (
        '{"EventID":4624,"EventTime":"2026-03-10 10:01:22","Hostname":"dc1","TargetUserName":"ayse","IpAddress":'
        '"::ffff:10.1.2.3","IpPort":"51000"}',
        {"m": "windows", "a": "login", "o": "success", "s": "10.1.2.3", "sp": 51000, "u": "ayse",
        "at": "2026-03-10T07:01:22"},
    ),
]  # fmt: skip


def test_each_documented_format_becomes_the_same_words():
    assert [brief(line) for line, _ in WRITTEN] == [found for _, found in WRITTEN]
    facts = read(FORTI.encode(), HERE)
    assert (facts["source.bytes"], facts["destination.bytes"], facts["event.duration"]) == (1500, 9000, 12 * 10**9)
    assert facts["labels"] == {"type": "traffic", "x__proto__": "1", "app": 'a "b" c'}
    assert nested(facts)["source"]["nat"] == {"ip": "81.1.2.3", "port": 40001}


def test_blocks_of_several_lines_are_one_record():
    text = (
        b"# comment\nlease 10.1.2.3 {\n  starts 2 2026/03/10 07:01:22;\n  ends 2 2026/03/10 19:01:22;\n"
        b"  next binding state free;\n  binding state active;\n  hardware ethernet 00:11:22:aa:bb:cc;\n"
        b'  client-hostname "pc1";\n}\n'
        b'Tue Mar 10 10:01:22 2026\n\tAcct-Status-Type = Start\n\tUser-Name = "ayse"\n'
        b'\tCalling-Station-Id = "00-11-22-AA-BB-CC"\n\tFramed-IP-Address = 10.1.2.3\n'
        b"\tAcct-Input-Octets = 5\n\tAcct-Input-Gigawords = 1\n\tTimestamp = 1773126082\n\n"
    )
    comment, lease, session = [read(one, HERE) for one in records(text.splitlines(keepends=True))]
    assert comment["event.module"] == "raw"
    assert (lease["event.action"], lease["source.mac"], lease["source.domain"]) == (
        "assigned",
        "00-11-22-AA-BB-CC",
        "pc1",
    )
    assert (lease["@timestamp"].hour, lease["event.end"].hour) == (7, 19)
    assert (session["event.action"], session["user.name"], session["source.ip"]) == (
        "session-start",
        "ayse",
        "10.1.2.3",
    )
    assert (session["source.bytes"], f"{session['@timestamp']:%H:%M}") == (2**32 + 5, "07:01")


def test_no_line_is_too_broken_to_be_kept():
    for end in range(0, len(FORTI), 37):  # cut anywhere
        facts = read(FORTI[:end].encode(), HERE)
        assert facts["event.module"] in {"fortigate", "raw", "syslog"}
    cut = read(FORTI[: FORTI.index("ayse.yilmaz") + 4].encode(), HERE)
    assert (cut["user.name"], cut["log.flags"]) == ("ayse", ["truncated"])
    for junk in (
        b"",
        b"\x00\xff\xfe\x1f\x8b" * 50,
        b"<999>x",
        b"<34>",
        b'{"a":' * 5000,
        b"[" * 90_000,
        b"CEF:0|",
        b"1 - - - - - -",
    ):
        assert json.dumps(nested(read(junk, HERE)))
    assert read(b"\xddstanbul \xfe", HERE)["message"] == "İstanbul ş"  # the code page of Turkish Windows
    huge = (FORTI + ' msg="' + "x" * 1_000_000).encode()
    facts = read(huge, HERE)
    assert (facts["source.ip"], "truncated" in facts["log.flags"]) == ("10.1.2.3", True)
    hostile = FORTI + ' event.module="forged" @timestamp="x" __class__="y" ' + " ".join(f"k{n}=v" for n in range(300))
    facts = read(hostile.encode(), HERE)
    assert (facts["event.module"], facts["@timestamp"].year, len(facts["labels"])) == ("fortigate", 2026, 40)


def test_a_wrong_clock_is_told_and_a_missing_year_is_the_last_one_possible():
    wrong = read(FORTI.replace("eventtime=1773126082123456789", "eventtime=1073741824000000000").encode(), HERE)
    ahead = read(FORTI.replace("eventtime=1773126082123456789", "eventtime=1999126082123456789").encode(), HERE)
    assert [one["log.flags"] for one in (wrong, ahead)] == [["clock"], ["clock"]]
    plain = read(FORTI.replace("eventtime=1773126082123456789 ", "").replace("+0300", "-0500").encode(), HERE)
    assert plain["@timestamp"].isoformat() == "2026-03-10T15:01:22+00:00"
    seen = dt.datetime(2027, 1, 1, 0, 5, tzinfo=dt.UTC)
    line = "Dec 31 23:59:58 fw sshd[1]: Invalid user x from 10.0.0.1 port 5"
    assert brief(line, Context(seen))["at"] == "2026-12-31T20:59:58"
    assert brief("Feb 29 10:00:00 fw sshd[1]: Invalid user x from 10.0.0.1", Context(seen))["at"].startswith(
        "2024-02-29"
    )


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="real samples stand beside the checkout")
@pytest.mark.parametrize(
    ("name", "module", "unknown"),
    [("iptables-logs", "iptables", 0), ("mikrotik-logs", "mikrotik", 0), ("pfsense-rfc5424-filterlog", "filterlog",
    0),
     ("sshd-logs", "sshd", 0), ("windows-logs", "windows", 0)],
)  # fmt: skip
def test_real_lines_are_understood(name, module, unknown):
    with (SHARED / name / f"{name}.log").open("rb") as lines:
        found = [read(one, HERE) for one in records(lines)]
    assert len([one for one in found if one["event.module"] != module]) == unknown
    without = [one.get("message") for one in found if "source.ip" not in one]
    assert without == []


def test_every_format_may_be_named():
    for form in FORMATS:
        assert read(b"nothing of that kind", HERE, form)["event.module"] == "raw"
